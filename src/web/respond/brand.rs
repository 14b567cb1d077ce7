//! How a page looks: the name of the server, its logo and icon, and the accent.

use crate::{
    messages::{Argument, Value},
    respond::address::Base,
};
use actix_web::{HttpRequest, web::Data};
use doorward_core::{Provider, oauth::authorize::PendingRequest};
use doorward_protocol::branding::{Accent, Scheme};
use std::{fmt, sync::Arc};

/// The name and the look of a page. In a text it is the name.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    name: Arc<str>,
    /// The path of the issuer, which stands before each path.
    base: String,
    accent: Option<Accent>,
    /// The name of the stylesheet of the operator.
    own_stylesheet: Option<String>,
    logo: Option<String>,
    icon: Option<String>,
    /// The scheme that a preview shows, whatever the browser asks for.
    preview: Option<Scheme>,
}

impl Brand {
    /// That of the server.
    pub fn of(provider: &Provider) -> Self {
        let look = provider.look();
        let own = provider.settings().own_stylesheet.as_ref();
        Self {
            name: provider.name(),
            base: Base::of(provider).to_string(),
            accent: look.accent,
            own_stylesheet: own.map(|sheet| sheet.name.clone()),
            logo: look.logo.clone(),
            icon: look.icon.clone(),
            preview: None,
        }
    }

    /// That of the server which answers a request.
    pub fn of_http(request: &HttpRequest) -> Self {
        let provider = request.app_data::<Data<Provider>>();
        provider.map_or_else(Self::default, |provider| Self::of(provider))
    }

    /// What stands before each path.
    pub fn base(&self) -> Base<'_> {
        Base::of_path(&self.base)
    }

    /// That of a request, which may have an accent of its own.
    pub fn of_request(provider: &Provider, pending: Option<&PendingRequest>) -> Self {
        Self::of(provider).with_accent(pending.and_then(|pending| pending.look.accent))
    }

    /// The same with another accent, where there is one.
    #[must_use]
    pub fn with_accent(self, accent: Option<Accent>) -> Self {
        Self {
            accent: accent.or(self.accent),
            ..self
        }
    }

    /// The same with another name, where there is one.
    #[must_use]
    pub fn named(self, name: Option<&str>) -> Self {
        Self {
            name: name.map_or(self.name, Into::into),
            ..self
        }
    }

    /// The same with another accent, in one scheme, for a preview.
    #[must_use]
    pub fn preview(self, accent: Option<Accent>, scheme: Scheme) -> Self {
        Self {
            accent,
            preview: Some(scheme),
            ..self
        }
    }

    /// The accent, where it is not that of every page.
    pub const fn accent(&self) -> Option<Accent> {
        self.accent
    }

    /// Whether nothing on the page can be used.
    pub const fn is_preview(&self) -> bool {
        self.preview.is_some()
    }

    /// The stylesheet of every page.
    pub fn stylesheet(&self) -> String {
        match self.preview {
            None => format!("{}/assets/doorward.css", self.base),
            Some(scheme) => format!("{}/assets/doorward-{scheme}.css", self.base),
        }
    }

    /// The schemes of the page, for what the browser itself draws.
    pub const fn schemes(&self) -> &'static str {
        match self.preview {
            None => "light dark",
            Some(scheme) => scheme.name(),
        }
    }

    /// The stylesheet of the accent, where it is not that of every page.
    pub fn accent_stylesheet(&self) -> Option<String> {
        let name = self.accent?.name();
        let (base, path) = (&self.base, "brand/accents");
        Some(match self.preview {
            None => format!("{base}/{path}/{name}.css"),
            Some(scheme) => format!("{base}/{path}/{scheme}/{name}.css"),
        })
    }

    /// The stylesheet of the operator, which comes after the others.
    pub fn own_stylesheet(&self) -> Option<String> {
        let name = self.own_stylesheet.as_ref()?;
        Some(format!("{}/brand/styles/{name}.css", self.base))
    }

    /// The address of the logo, or of the mark.
    pub fn mark(&self) -> String {
        let path = self.logo.as_deref().unwrap_or("/assets/mark.svg");
        format!("{}{path}", self.base)
    }

    /// The address of the icon.
    pub fn icon(&self) -> String {
        let own = self.icon.as_deref().or(self.logo.as_deref());
        format!("{}{}", self.base, own.unwrap_or("/assets/mark.svg"))
    }
}

impl fmt::Display for Brand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Argument for Brand {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.name)
    }
}
