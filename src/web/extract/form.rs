//! Forms that users post: only from a page of ours, in the browser that got it.

use crate::{
    extract::{browser::Browser, operation::Operation},
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, dev::Payload, http::header::CONTENT_TYPE, web::Bytes,
};
use doorward_protocol::{
    credentials::proof_of_work::PresentedProof,
    oauth::authorization_request::Parameters,
    secret::{form_token, same_text},
};
use std::{future::Future, pin::Pin};

/// The hidden field that proves where a form came from.
const FORM_TOKEN: &str = "form_token";
/// The longest form that travels on in an address, in bytes.
const MAX_FORWARDED_LENGTH: usize = 16 * 1024;

/// The fields of a form, by name. A field that was left empty is as one that was not sent.
pub type Fields = Parameters;

/// A form of one of our pages.
pub trait PostedForm: Sized + 'static {
    /// Takes the fields.
    fn from_fields(fields: &Fields) -> Self;

    /// What the token of the form is bound to beside the browser: the page, and the request or the
    /// user that it is about. `None` where the browser cannot have got such a form.
    fn purpose(&self, browser: &Browser) -> Option<String>;

    /// The address of the page that shows the form again, for whoever sent one that is too old.
    fn page(&self) -> String;
}

/// The address of a page about something: a request that waits, for example. What was posted may be
/// anything, and goes into an address.
pub fn page_about(path: &str, name: &str, value: Option<&str>) -> String {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair(name, value)
                .finish();
            format!("{path}?{query}")
        }
        None => path.to_owned(),
    }
}

/// The proof of work of a form, as it was sent.
#[derive(Default)]
pub struct PostedProof {
    challenge: String,
    number: String,
}

impl PostedProof {
    /// Takes the fields.
    pub fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            challenge: field("challenge"),
            number: field("proof"),
        }
    }

    /// As `core` takes it.
    pub fn presented(&self) -> PresentedProof<'_> {
        PresentedProof {
            challenge: &self.challenge,
            number: &self.number,
        }
    }
}

/// A posted form that came from our page for its purpose, in the browser that got the page.
pub struct Form<T>(pub T);

/// A posted form that is shown again where nothing proves that it came from our page in this browser:
/// the page may be older than the cookies of the browser.
pub enum ShownAgain<T> {
    /// It came from our page for its purpose, in the browser that got the page.
    Ours(T),
    /// It may be anybody's: nothing may be done by what it holds.
    Unproven(T),
}

impl<T: PostedForm> FromRequest for Form<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let browser = Browser::from_request(request, payload);
        let body = Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let (browser, body) = (browser.await?, body.await?);
            let fields = fields(&request, &body)?;
            Ok(Self(proven(&request, &fields, &browser)?))
        })
    }
}

impl<T: PostedForm> FromRequest for ShownAgain<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let browser = Browser::from_request(request, payload);
        let body = Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let (browser, body) = (browser.await?, body.await?);
            match read::<T>(&request, &body, &browser)? {
                Self::Unproven(form) if is_cross_site(&request) => {
                    Err(PageError::foreign_form(form.page()).into())
                }
                form => Ok(form),
            }
        })
    }
}

fn read<T: PostedForm>(
    request: &HttpRequest,
    body: &Bytes,
    browser: &Browser,
) -> Result<ShownAgain<T>, PageError> {
    Ok(held_against_its_page(
        request,
        &fields(request, body)?,
        browser,
    ))
}

/// A form from its fields, where it came from our page for its purpose, in the browser that got the page.
pub(super) fn proven<T: PostedForm>(
    request: &HttpRequest,
    fields: &Fields,
    browser: &Browser,
) -> Result<T, PageError> {
    match held_against_its_page::<T>(request, fields, browser) {
        ShownAgain::Ours(form) => Ok(form),
        ShownAgain::Unproven(form) => Err(PageError::foreign_form(form.page())),
    }
}

fn held_against_its_page<T: PostedForm>(
    request: &HttpRequest,
    fields: &Fields,
    browser: &Browser,
) -> ShownAgain<T> {
    let form = T::from_fields(fields);
    Operation::note_page(request, form.page());
    let expected = browser
        .secret
        .as_ref()
        .filter(|_| !is_cross_site(request))
        .zip(form.purpose(browser))
        .map(|(secret, purpose)| form_token(secret, &purpose));
    let token = fields.get(FORM_TOKEN).zip(expected);
    match token {
        Some((token, expected)) if same_text(token, &expected) => ShownAgain::Ours(form),
        _ => ShownAgain::Unproven(form),
    }
}

/// The fields of a form that changes nothing of a user, and so needs no proof of where it came from.
/// One that a page of another site sent is refused all the same.
pub fn open_fields(request: &HttpRequest, body: &Bytes) -> Result<Fields, PageError> {
    if is_cross_site(request) {
        return Err(PageError::bad_request());
    }
    fields(request, body)
}

/// Whether the browser says that a page of another site sent the request (Fetch Metadata).
fn is_cross_site(request: &HttpRequest) -> bool {
    request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none")
}

pub(super) fn fields(request: &HttpRequest, body: &Bytes) -> Result<Fields, PageError> {
    if !is_form(request) {
        return Err(PageError::bad_request());
    }
    let text = std::str::from_utf8(body).map_err(|_| PageError::bad_request())?;
    let fields = Fields::parse(text);
    // No form of ours has a list: what would be one elsewhere is refused, and not taken for a field that
    // was left empty.
    let has_list = fields.iter().any(|(name, _)| name.contains(['[', ']']));
    if fields.has_repeated() || fields.has_unusable() || has_list {
        return Err(PageError::bad_request());
    }
    Ok(fields)
}

/// Answers a POST from another site by a GET of the same parameters: a browser sends no
/// `SameSite=Lax` cookie with the POST, and does with the GET that follows.
pub fn send_on_by_get(
    request: &HttpRequest,
    body: &Bytes,
    path: &str,
) -> Result<HttpResponse, PageError> {
    let text = std::str::from_utf8(body).ok().filter(|_| is_form(request));
    let Some(text) = text else {
        return Err(PageError::app_request(
            "invalid_request: the body is not application/x-www-form-urlencoded",
        ));
    };
    if text.len() > MAX_FORWARDED_LENGTH {
        return Err(PageError::app_request(
            "invalid_request: the body is too long",
        ));
    }
    // Encoded again, so that nothing but parameters travels in the header; repeated ones stay
    // repeated and are refused.
    let encoded = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(url::form_urlencoded::parse(text.as_bytes()))
        .finish();
    let again = format!("{path}?{encoded}");
    Ok(see_other(&Base::of_request(request).page(&again)))
}

/// Whether the body says that it is a form.
pub fn is_form(request: &HttpRequest) -> bool {
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    content_type.split(';').next().is_some_and(|mime| {
        mime.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}
