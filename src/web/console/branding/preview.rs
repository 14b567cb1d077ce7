//! The sign-in page as it would look: nothing on it can be used. It alone may be framed, by the page of the
//! console; the sign-in page itself never is.

use super::subject::{Subject, SubjectName};
use crate::{
    console::admin::AdminOrOwner,
    extract::query::Query,
    messages::Messages,
    pages::app::App,
    respond::{brand::Brand, page_error::PageError},
    sign_in::{self, Previewed},
};
use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, X_FRAME_OPTIONS},
    web::Data,
};
use doorward_core::{Provider, branding::RequestLook, federation::SignInMethods};
use doorward_protocol::{
    branding::{Accent, Colour, Scheme},
    oauth::authorization_request::Parameters,
};

/// The path of the preview.
pub const PAGE: &str = "/admin/branding/preview";

/// Nothing is sent, nothing runs, and pages of this origin alone may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

/// Shows the sign-in page with the values of the address.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let subject = SubjectName::of(&query).load(&provider, &admin).await?;
    let scheme = query.get("scheme").and_then(|name| name.parse().ok());
    let scheme = scheme.unwrap_or(Scheme::Light);
    let of_server = Brand::of(&provider);
    let wanted = accent(&query).filter(|_| !subject.is_stranger());
    let shown_name = query.get("name").filter(|name| !name.is_empty());
    let brand = if let Subject::Server { .. } = &subject {
        // An empty field is the accent of the settings.
        of_server
            .named(shown_name)
            .preview(wanted.or(provider.settings().accent), scheme)
    } else {
        let accent = wanted.or_else(|| of_server.accent());
        of_server.preview(accent, scheme)
    };
    let configuration = provider.configuration().await?;
    let client = match &subject {
        Subject::App(app) => Some(&app.client),
        _ => None,
    };
    let methods = SignInMethods::for_client(provider.settings(), &configuration, client);
    let previewed = Previewed {
        app: app(&subject, t),
        brand,
        methods: &methods,
    };
    let mut response = sign_in::preview(&provider, &admin.caller.ctx, t, previewed)?;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_FRAME_OPTIONS, "SAMEORIGIN");
    Ok(response)
}

/// The accent that is asked for, where it can be seen.
fn accent(query: &Parameters) -> Option<Accent> {
    let colour = |name| query.get(name).and_then(|text| Colour::parse(text).ok());
    let accent = Accent::of_settings(colour("accent"), colour("accent_dark"));
    accent.ok().flatten()
}

/// The app that the page is of: an app that nobody registered, for an organization.
fn app(subject: &Subject, t: Messages) -> Option<App> {
    match subject {
        Subject::Server { .. } => None,
        Subject::App(app) => Some(App::looking(&app.client, &RequestLook::of_app(app))),
        Subject::Organization(organization) => Some(App {
            name: t.branding_sample_app(),
            initial: crate::pages::app::initial(&t.branding_sample_app()),
            logo: organization.look.logo_uri.clone(),
            organization: Some(organization.name.clone()),
            policy: None,
            terms: None,
        }),
    }
}
