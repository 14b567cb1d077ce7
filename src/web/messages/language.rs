//! The language of a request: what the app asked for, what the reader chose in the menu of a page,
//! what the browser prefers, then English.
//!
//! The app's wish (`ui_locales`) is known where its authorization request is read. A cookie carries
//! it to the pages of the same interaction that have no request at hand, such as error pages; the
//! next authorization request without the wish removes it. The choice of the reader is kept in a
//! cookie of its own, with the wish that it was made against, so that it stands for the rest of the
//! interaction and another wish counts again.

use super::{Messages, SHIPPED, names, negotiate, own};
use crate::extract::{
    cookies::{self, Name},
    operation::Operation,
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    cookie::{Cookie, time::Duration},
    dev::{Payload, ServiceResponse},
    http::header::ACCEPT_LANGUAGE,
    web::Data,
};
use doorward_core::{OwnTexts, Provider};
use doorward_protocol::oauth::authorization_request::Parameters;
use std::future::{Ready, ready};

/// How long a browser keeps the choice of its reader.
const KEPT_FOR: Duration = Duration::days(365);

/// Between the chosen language and the wish that it was chosen against.
const AGAINST: char = '.';

/// The parameter by which an app asks for a language.
const UI_LOCALES: &str = "ui_locales";

/// What a page does not repeat of its own address: the wish, because whoever comes back has chosen,
/// and what is a secret, or may be one in the wrong place.
const NOT_REPEATED: [&str; 7] = [
    UI_LOCALES,
    ID_TOKEN_HINT,
    "access_token",
    "client_secret",
    "code",
    "password",
    "refresh_token",
];

const ID_TOKEN_HINT: &str = "id_token_hint";

/// The language that the app of an interaction asked for, noted on its request.
#[derive(Clone, Copy)]
struct Asked(Option<&'static str>);

/// What a reader chose in the menu.
#[derive(Clone, Copy)]
struct Chosen {
    tag: &'static str,
    /// What the app asked for when it was chosen.
    against: Option<&'static str>,
}

impl Chosen {
    fn parse(value: &str) -> Option<Self> {
        let (tag, against) = match value.split_once(AGAINST) {
            Some((tag, against)) => (tag, Some(shipped(against)?)),
            None => (value, None),
        };
        let tag = shipped(tag)?;
        Some(Self { tag, against })
    }
}

impl Messages {
    /// For a page that belongs to no authorization request.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        if request.method().is_safe()
            && let Some(page) = replayable(request)
        {
            Operation::note_page(request, page);
        }
        let provider = request.app_data::<Data<Provider>>();
        let chosen = provider.and_then(|provider| in_cookie(request, provider, Name::Language));
        let chosen = chosen.and_then(|value| Chosen::parse(&value));
        let tag = preferred(wish(request), chosen).or_else(|| by_header(request));
        Self {
            is_insecure: provider.is_some_and(|provider| provider.settings().insecure_http),
            ..match provider {
                Some(provider) => Self::in_language(tag, &provider.settings().own_texts),
                None => Self::in_language(tag, &OwnTexts::default()),
            }
        }
    }

    /// For a page of an interaction, whose authorization request may say `ui_locales`.
    pub(crate) fn of_interaction(request: &HttpRequest, ui_locales: Option<&str>) -> Self {
        let tag = ui_locales.and_then(|text| negotiate::by_ui_locales(text, &supported()));
        request.extensions_mut().insert(Asked(tag));
        Self::of(request)
    }

    /// For a reader who has no request: the language that fits a BCP 47 tag best, or English.
    pub(crate) fn in_language_of(tag: Option<&str>, texts: &OwnTexts) -> Self {
        let tag = tag.and_then(|tag| negotiate::by_ui_locales(tag, &supported()));
        Self::in_language(tag, texts)
    }

    fn in_language(tag: Option<&'static str>, texts: &OwnTexts) -> Self {
        let language = tag.and_then(|tag| SHIPPED.tags().position(|known| known == tag));
        Self {
            language: language.unwrap_or(0),
            catalogue: own::catalogue(texts),
            ..Self::english()
        }
    }

    /// The languages of the menu, each by its tag and by its own name.
    #[expect(clippy::unused_self, reason = "templates ask the messages of the page")]
    pub(crate) fn languages(self) -> &'static [(&'static str, &'static str)] {
        &names::NAMES
    }

    /// The name of the language of the page, in that language.
    pub(crate) fn language_name(self) -> &'static str {
        names::of(self.language()).unwrap_or(self.language())
    }

    /// Where the menu of the page leads back to: the path of the page, with its query. `None` where
    /// the page has no menu, because it is shown at an address that is none of this provider.
    #[expect(clippy::unused_self, reason = "templates ask the messages of the page")]
    pub(crate) fn here(self) -> Option<std::rc::Rc<str>> {
        Operation::noted_page()
    }
}

impl FromRequest for Messages {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// What an app asks for counts, unless the reader has chosen otherwise in view of that.
fn preferred(wish: Option<&'static str>, chosen: Option<Chosen>) -> Option<&'static str> {
    match (wish, chosen) {
        (Some(wish), Some(chosen)) if chosen.against != Some(wish) => Some(wish),
        (_, Some(chosen)) => Some(chosen.tag),
        (wish, None) => wish,
    }
}

fn supported() -> Vec<&'static str> {
    SHIPPED.tags().collect()
}

fn shipped(tag: &str) -> Option<&'static str> {
    SHIPPED.tags().find(|known| *known == tag)
}

/// What the app asks for, in the request under way or in the last one.
fn wish(request: &HttpRequest) -> Option<&'static str> {
    if let Some(Asked(tag)) = request.extensions().get::<Asked>().copied() {
        return tag;
    }
    in_query(request).or_else(|| asked_before(request))
}

/// OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2.
fn in_query(request: &HttpRequest) -> Option<&'static str> {
    let query = request.query_string();
    if !query.contains(UI_LOCALES) {
        return None;
    }
    negotiate::by_ui_locales(Parameters::parse(query).get(UI_LOCALES)?, &supported())
}

fn in_cookie(request: &HttpRequest, provider: &Provider, name: Name) -> Option<String> {
    cookies::value(request, provider, name)
}

fn asked_before(request: &HttpRequest) -> Option<&'static str> {
    let provider = request.app_data::<Data<Provider>>()?;
    shipped(&in_cookie(request, provider, Name::AskedLanguage)?)
}

fn by_header(request: &HttpRequest) -> Option<&'static str> {
    let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    negotiate::by_accept_language(header, &supported())
}

/// The path of a page that a browser may open again, with its query as far as pages repeat it.
fn replayable(request: &HttpRequest) -> Option<String> {
    let uri = request.uri();
    let path = uri.path();
    // An identity provider answers once, and a proxy shows its answer at an address of a site.
    if path.starts_with("/federation/") || path.starts_with("/forward-auth") {
        return None;
    }
    let query = uri.query().unwrap_or_default();
    let has = |name: &str| query.split('&').any(|pair| is_named(pair, &[name]));
    // Without the hint nothing says whose address of return it is.
    if has(ID_TOKEN_HINT) && !has("client_id") {
        return Some(path.to_owned());
    }
    let pairs = query.split('&');
    let rest: Vec<&str> = pairs
        .filter(|pair| !is_named(pair, &NOT_REPEATED))
        .collect();
    let rest = rest.join("&");
    Some(if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{rest}")
    })
}

/// Whether a parameter of a query has one of these names, however it is encoded.
fn is_named(pair: &str, names: &[&str]) -> bool {
    let mut decoded = url::form_urlencoded::parse(pair.as_bytes());
    decoded
        .next()
        .is_some_and(|(name, _)| names.contains(&name.as_ref()))
}

/// Keeps the choice of the reader; `false` where there is no such language.
pub(crate) fn choose(
    request: &HttpRequest,
    provider: &Provider,
    tag: &str,
    response: &mut HttpResponse,
) -> bool {
    let Some(tag) = shipped(tag) else {
        return false;
    };
    let value = match asked_before(request) {
        Some(wish) if wish != tag => format!("{tag}{AGAINST}{wish}"),
        _ => tag.to_owned(),
    };
    let cookie = cookies::build(provider, Name::Language, value);
    response
        .add_cookie(&cookie.max_age(KEPT_FOR).finish())
        .is_ok()
}

/// Keeps what the app of an interaction asked for, for the pages that follow.
pub(crate) fn remember<B>(response: &mut ServiceResponse<B>) {
    let request = response.request();
    let Some(Asked(tag)) = request.extensions().get::<Asked>().copied() else {
        return;
    };
    let Some(provider) = request.app_data::<Data<Provider>>() else {
        return;
    };
    let kept = in_cookie(request, provider, Name::AskedLanguage);
    if tag == kept.as_deref() {
        return;
    }
    let value = tag.unwrap_or_default().to_owned();
    let mut cookie: Cookie<'static> = cookies::build(provider, Name::AskedLanguage, value).finish();
    if tag.is_none() {
        cookie.make_removal();
    }
    let _ = response.response_mut().add_cookie(&cookie);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_choice_stands_against_the_wish_that_it_was_made_against() {
        let chosen = |value: &str| Chosen::parse(value);
        assert_eq!(preferred(None, None), None);
        assert_eq!(preferred(Some("fr"), None), Some("fr"));
        assert_eq!(preferred(None, chosen("de")), Some("de"));
        assert_eq!(preferred(None, chosen("de.fr")), Some("de"));
        assert_eq!(preferred(Some("fr"), chosen("de.fr")), Some("de"));
        assert_eq!(preferred(Some("es"), chosen("de.fr")), Some("es"));
        assert_eq!(preferred(Some("fr"), chosen("de")), Some("fr"));
    }

    #[test]
    fn a_cookie_that_names_no_shipped_language_is_no_choice() {
        for value in ["", ".", "xx", "de.", "de.xx", ".de", "DE", "de.fr.es"] {
            assert!(Chosen::parse(value).is_none(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_cookie_is_read_without_a_fault(value in ".*") {
            let chosen = Chosen::parse(&value);
            prop_assert!(chosen.is_none_or(|chosen| shipped(chosen.tag).is_some()));
        }
    }
}
