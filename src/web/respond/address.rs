//! Where the pages of this provider lie, and where browsers are sent.
//!
//! The issuer may have a path. It stands before the path of each page, in every link, form and
//! redirect; a request may come with it or without it (docs/decisions/0027).

use actix_web::{HttpRequest, dev::ServiceRequest, http::Uri, web::Data};
use doorward_core::Provider;
use std::fmt::{Display, Formatter, Result};

/// What stands before the path of each page: the path of the issuer, which may be empty.
#[derive(Clone, Copy)]
pub struct Base<'a>(&'a str);

impl<'a> Base<'a> {
    /// That of a provider.
    pub fn of(provider: &'a Provider) -> Self {
        Self(provider.settings().issuer.path())
    }

    /// That of the provider that answers a request.
    pub fn of_request(request: &'a HttpRequest) -> Self {
        let provider = request.app_data::<Data<Provider>>();
        provider.map_or(Self(""), |provider| Self::of(provider))
    }

    /// The path that stands before each path.
    pub const fn of_path(path: &'a str) -> Self {
        Self(path)
    }

    /// The address of a page, by its path as `routes` has it, with its query.
    pub fn page(self, path: &str) -> Address {
        Address(format!("{self}{path}"))
    }
}

/// As templates write it before a path.
impl Display for Base<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(self.0)
    }
}

/// An address that a browser is sent to. One of ours is made by [`Base::page`] alone, so that none
/// lacks the path of the issuer.
#[derive(Clone, Debug)]
pub struct Address(String);

impl Address {
    /// A whole URL, of an app or an identity provider.
    pub fn elsewhere(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// As it stands in a header or a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A link to it.
    pub const fn named(self, name: String) -> PageLink {
        PageLink {
            address: self,
            name,
        }
    }
}

/// A link of a page.
#[derive(Clone, Debug)]
pub struct PageLink {
    /// Where it leads.
    pub address: Address,
    /// What it says.
    pub name: String,
}

/// Takes the path of the issuer from the path of a request, before anything else looks at it.
pub fn route(request: &mut ServiceRequest, provider: &Provider) {
    let issuer = &provider.settings().issuer;
    let Some(path) = issuer.routed(request.path()) else {
        return;
    };
    let target = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = target.parse().ok();
    // Part of an address that was read already is one, so nothing can go wrong here.
    let Ok(uri) = Uri::from_parts(parts) else {
        return;
    };
    request.match_info_mut().get_mut().update(&uri);
    request.head_mut().uri = uri;
}
