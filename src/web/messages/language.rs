//! The language of a request: what the app asked for, then what the browser prefers, then English.
//!
//! The app's wish (`ui_locales`) is known where its authorization request is read. A cookie carries
//! it to the pages of the same interaction that have no request at hand, such as error pages; the
//! next authorization request without the wish removes it.

use super::{Messages, SHIPPED, negotiate};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    cookie::{Cookie, SameSite},
    dev::{Payload, ServiceResponse},
    http::header::ACCEPT_LANGUAGE,
    web::Data,
};
use doorward_core::Provider;
use doorward_protocol::oauth::authorization_request::Parameters;
use std::future::{Ready, ready};

/// The language that the app of an interaction asked for, noted on its request.
#[derive(Clone, Copy)]
struct Asked(Option<&'static str>);

impl Messages {
    /// For a page that belongs to no authorization request.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let asked = request.extensions().get::<Asked>().copied();
        let tag = match asked {
            Some(Asked(tag)) => tag,
            None => in_query(request).or_else(|| in_cookie(request)),
        };
        let provider = request.app_data::<Data<Provider>>();
        Self {
            is_insecure: provider.is_some_and(|provider| provider.settings().insecure_http),
            ..Self::in_language(tag.or_else(|| by_header(request)))
        }
    }

    /// For a page of an interaction, whose authorization request may say `ui_locales`.
    pub(crate) fn of_interaction(request: &HttpRequest, ui_locales: Option<&str>) -> Self {
        let tag = ui_locales.and_then(|text| negotiate::by_ui_locales(text, &supported()));
        request.extensions_mut().insert(Asked(tag));
        Self::of(request)
    }

    fn in_language(tag: Option<&'static str>) -> Self {
        let language = tag.and_then(|tag| SHIPPED.tags().position(|known| known == tag));
        Self {
            language: language.unwrap_or(0),
            ..Self::english()
        }
    }
}

impl FromRequest for Messages {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

fn supported() -> Vec<&'static str> {
    SHIPPED.tags().collect()
}

/// OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2.
fn in_query(request: &HttpRequest) -> Option<&'static str> {
    let query = request.query_string();
    if !query.contains("ui_locales") {
        return None;
    }
    negotiate::by_ui_locales(Parameters::parse(query).get("ui_locales")?, &supported())
}

fn in_cookie(request: &HttpRequest) -> Option<&'static str> {
    let cookie = request.cookie(&name(provider(request)?))?;
    SHIPPED.tags().find(|tag| *tag == cookie.value())
}

fn by_header(request: &HttpRequest) -> Option<&'static str> {
    let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    negotiate::by_accept_language(header, &supported())
}

fn provider(request: &HttpRequest) -> Option<&Provider> {
    let provider = request.app_data::<Data<Provider>>();
    provider.map(|provider| provider.as_ref())
}

fn name(provider: &Provider) -> String {
    provider.settings().cookie_prefix().to_owned() + "doorward_language"
}

/// Keeps what the app of an interaction asked for, for the pages that follow.
pub(crate) fn remember<B>(response: &mut ServiceResponse<B>) {
    let request = response.request();
    let Some(Asked(tag)) = request.extensions().get::<Asked>().copied() else {
        return;
    };
    let Some(provider) = provider(request) else {
        return;
    };
    let (name, settings) = (name(provider), provider.settings());
    let has_cookie = request.cookie(&name).is_some();
    if tag == in_cookie(request) && tag.is_some() == has_cookie {
        return;
    }
    let mut cookie = Cookie::build(name, tag.unwrap_or_default())
        .path(settings.cookie_path().to_owned())
        .http_only(true)
        .secure(settings.is_https)
        .same_site(SameSite::Lax)
        .finish();
    if tag.is_none() {
        cookie.make_removal();
    }
    let _ = response.response_mut().add_cookie(&cookie);
}
