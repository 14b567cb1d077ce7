//! Errors that a user sees in the browser: a page that says what happened, who can do something
//! about it, and a reference into the log.

use crate::{
    extract::operation::Operation,
    messages::Messages,
    respond::{
        address::{Base, PageLink},
        brand::Brand,
        headers::{NO_STORE, RETRY_AFTER_UNAVAILABLE, tell_limit},
        page_error_kind::{PageErrorKind, detail},
        refusal::{self, Refusal},
    },
};
use actix_web::{
    HttpMessage, HttpRequest, HttpResponse, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER},
    },
    middleware::Next,
};
use askama::Template;
use doorward_core::{Error, limits::Limited};
use doorward_protocol::oauth::authorization_request::AddressRefusal;

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    /// In a few words.
    title: &'a str,
    /// What happened, in a sentence.
    what: &'a str,
    /// Who can fix it, and how.
    remedy: &'a str,
    /// The specification's words, folded away.
    detail: Option<&'a str>,
    /// Another page to go to.
    way: Option<PageLink>,
    /// Identifies the page in the log.
    reference: &'a str,
}

/// Another page that an error page leads to.
#[derive(Clone, Copy, Debug)]
pub enum NextPage {
    /// The sign-in page with every method.
    SignIn,
    /// The sign-in page, whatever was done before.
    PlainSignIn,
    /// The account page.
    Account,
    /// The page that the form or the sign-in began at.
    Again,
    /// The page where a new link or code can be had.
    StartAgain,
    /// Every app that the user may open.
    Apps,
    /// The choice of an account.
    Accounts,
    /// The roles that the user may ask for.
    AskForAccess,
}

/// What an error page shows, in no language yet.
#[derive(Clone, Debug)]
struct Content {
    kind: PageErrorKind,
    detail: Option<Box<str>>,
    next: Option<Box<(String, NextPage)>>,
}

impl Content {
    /// Another page to go to. Every page has one, except the answer to a proxy.
    fn way(&self, t: Messages, base: Base<'_>) -> Option<PageLink> {
        let (path, next) = match self.next.as_deref() {
            Some((path, next)) => (path.as_str(), *next),
            None if matches!(self.kind, PageErrorKind::ProxyRequest) => return None,
            None => ("/", NextPage::Apps),
        };
        let name = match next {
            NextPage::SignIn => t.use_another_method(),
            NextPage::PlainSignIn => t.reset_password_sign_in(),
            NextPage::Account => t.back_to_account(),
            NextPage::Again => t.error_open_again(),
            NextPage::StartAgain => t.token_start_again(),
            NextPage::Apps => t.error_to_apps(),
            NextPage::Accounts => t.error_to_accounts(),
            NextPage::AskForAccess => t.access_ask(),
        };
        Some(base.page(path).named(name))
    }

    fn render(&self, t: Messages, brand: &Brand, reference: &str) -> String {
        let texts = self.kind.texts(t);
        let page = ErrorPage {
            t,
            base: brand.base(),
            title: &texts.title,
            what: &texts.what,
            remedy: &texts.remedy,
            detail: self.detail.as_deref(),
            way: self.way(t, brand.base()),
            reference,
            brand: brand.clone(),
        };
        page.render().unwrap_or(texts.what)
    }
}

/// Puts the page into the response of a request that failed with a [`PageError`], in the language
/// of the reader. Its reference is the identifier of the request in the log.
pub async fn complete(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let response = next.call(request).await?;
    let Some(error) = response
        .response()
        .error()
        .and_then(actix_web::Error::as_error::<PageError>)
    else {
        return Ok(response.map_into_left_body());
    };
    let operation = response.request().extensions().get::<Operation>().cloned();
    let reference = operation
        .as_ref()
        .and_then(|operation| operation.origin().request_id.as_deref())
        .unwrap_or_default();
    error.log(response.request(), reference);
    let request = response.request();
    let t = Messages::of(request);
    error.note_page(request);
    let page = error.page(t, &Brand::of_http(request), reference);
    Ok(response.into_response(page).map_into_right_body())
}

/// Something that a user must be told: what happened, who can fix it, and a reference.
#[derive(Debug)]
pub struct PageError {
    status: StatusCode,
    content: Content,
    cause: Option<Box<str>>,
    limited: Option<Box<Limited>>,
    /// What the request named, where its address is refused.
    address: Option<Box<AddressRefusal>>,
}

impl PageError {
    pub(super) fn new(kind: PageErrorKind) -> Self {
        Self {
            status: kind.status(),
            content: Content {
                kind,
                detail: None,
                next: None,
            },
            cause: None,
            limited: None,
            address: None,
        }
    }

    fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.content.detail = Some(detail.into().into_boxed_str());
        self
    }

    /// Adds what the log says of it, and the page does not.
    #[must_use]
    pub fn with_cause(mut self, cause: &str) -> Self {
        self.cause = Some(cause.into()).filter(|_| !cause.is_empty());
        self
    }

    /// A sign-in with an identity provider failed; the cause is for the log.
    pub fn of_provider(kind: PageErrorKind, cause: &str) -> Self {
        Self::new(kind).with_cause(cause)
    }

    /// Adds a link to another page, by its path with its query.
    pub fn with_next(mut self, path: impl Into<String>, next: NextPage) -> Self {
        self.content.next = Some(Box::new((path.into(), next)));
        self
    }

    /// The browser sent something that cannot be read.
    pub fn bad_request() -> Self {
        Self::new(PageErrorKind::BadRequest)
    }

    /// An app's request cannot be read.
    pub fn app_request(detail: &str) -> Self {
        Self::new(PageErrorKind::AppRequest).with_detail(detail)
    }

    /// A proxy did not say which request it asks about.
    pub fn proxy_request() -> Self {
        Self::new(PageErrorKind::ProxyRequest)
    }

    /// The account that was chosen is signed out.
    pub fn account_gone() -> Self {
        Self::new(PageErrorKind::AccountGone)
    }

    /// A form of another site, of a page that is too old, or of a browser that keeps no cookies.
    /// `page` shows the form again.
    pub fn foreign_form(page: impl Into<String>) -> Self {
        Self::new(PageErrorKind::ForeignForm).with_next(page, NextPage::Again)
    }

    /// A sign-in at a site behind a proxy that is over.
    pub fn site_sign_in_over() -> Self {
        Self::new(PageErrorKind::SiteSignInOver)
    }

    /// The account in use may not open the page.
    pub fn not_for_you(why: &str) -> Self {
        Self::new(PageErrorKind::Forbidden).with_detail(why)
    }

    /// What the address is about does not exist.
    pub fn gone(what: &str) -> Self {
        Self::new(PageErrorKind::NotFound).with_detail(what)
    }

    /// The only sign-in method of an account cannot be disconnected.
    pub fn last_method() -> Self {
        Self::new(PageErrorKind::LastMethod)
    }

    /// The name of a passkey is too long, or has characters that are not seen.
    pub fn passkey_name() -> Self {
        Self::new(PageErrorKind::PasskeyName)
    }

    /// The database is away, or too many users sign in at once.
    pub fn unavailable() -> Self {
        Self::new(PageErrorKind::Unavailable).with_cause("unavailable")
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.content.kind.texts(Messages::english()).what)
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Input(text) => Self::new(PageErrorKind::OutOfDate).with_detail(text),
            Error::Refused(reason) => {
                Self::new(PageErrorKind::OutOfDate).with_detail(reason.to_string())
            }
            Error::Unavailable(cause) => Self::unavailable().with_cause(&cause),
            Error::Limited(limited) => {
                let seconds = usize::try_from(limited.retry_after).unwrap_or_default();
                let kind = PageErrorKind::Limited(seconds);
                Self {
                    limited: Some(Box::new(limited)),
                    ..Self::new(kind)
                }
            }
            Error::Protocol(error) => {
                Self::new(PageErrorKind::Refused).with_detail(error.to_string())
            }
            Error::Internal(cause) => Self::new(PageErrorKind::Internal).with_cause(&cause),
        }
    }
}

impl From<AddressRefusal> for PageError {
    fn from(refusal: AddressRefusal) -> Self {
        let error = refusal.error;
        let received = [
            ("client_id", &refusal.client_id),
            ("redirect_uri", &refusal.redirect_uri),
        ];
        let received = received
            .into_iter()
            .filter_map(|(name, value)| Some(format!("; {name} = {}", value.as_ref()?)));
        let detail = detail(error).to_owned() + &received.collect::<String>();
        Self {
            address: Some(Box::new(refusal)),
            ..Self::new(PageErrorKind::Address(error)).with_detail(detail)
        }
    }
}

impl PageError {
    /// One line: of a refusal where the request is refused, otherwise of the page.
    fn log(&self, request: &HttpRequest, reference: &str) {
        let (status, what) = (self.status.as_u16(), &self.content.kind);
        let reason = match &self.address {
            Some(refusal) => {
                let cause = refusal.cause.as_deref();
                cause.unwrap_or(detail(refusal.error)).to_owned()
            }
            None => self.reason(),
        };
        let address = self.address.as_deref();
        let refusal = Refusal {
            status: self.status,
            reason: &reason,
            client: address.and_then(|refusal| refusal.client_id.as_deref()),
            redirect_uri: address.and_then(|refusal| refusal.redirect_uri.as_deref()),
            nearest_redirect_uri: address.and_then(|refusal| refusal.nearest.as_deref()),
        };
        refusal::keep(request, reference, &refusal);
        // A provider that does not answer is no failure of this server, whatever the status.
        let is_refusal = !self.status.is_server_error() || self.is_of_provider();
        if is_refusal && refusal::log(request, &refusal) {
            return;
        }
        match &self.cause {
            Some(cause) if self.status.is_server_error() => {
                tracing::error!(cause, reference, status, ?what, "a user saw an error page");
            }
            Some(cause) => {
                tracing::info!(cause, reference, status, ?what, "a user saw an error page");
            }
            None => tracing::info!(reference, status, ?what, "a user saw an error page"),
        }
    }

    /// An error of a request that cannot be sent again leads on, once a language was chosen, to where
    /// its own link leads. A proxy shows its answer at an address of a site, where no menu works.
    fn note_page(&self, request: &HttpRequest) {
        if !request.match_info().as_str().starts_with("/forward-auth") {
            let next = self.content.next.as_deref();
            Operation::note_page(request, next.map_or("/", |(path, _)| path.as_str()));
        }
    }

    const fn is_of_provider(&self) -> bool {
        matches!(self.content.kind, PageErrorKind::Federation(_))
    }

    /// Why, for the log: the cause where it is known, otherwise what the user reads. A failure of an
    /// identity provider has both, since its cause is in the words of the provider.
    fn reason(&self) -> String {
        let cause = self.cause.as_deref().or(self.content.detail.as_deref());
        if let Some(cause) = cause.filter(|_| !self.is_of_provider()) {
            return cause.to_owned();
        }
        let texts = self.content.kind.texts(Messages::english());
        let said = format!("{}: {}", texts.title, texts.what);
        match cause {
            Some(cause) => format!("{said} ({cause})"),
            None => said,
        }
    }

    fn page(&self, t: Messages, brand: &Brand, reference: &str) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        builder
            .insert_header((CACHE_CONTROL, NO_STORE))
            .content_type("text/html; charset=utf-8");
        if let Some(limited) = &self.limited {
            tell_limit(&mut builder, **limited);
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            builder.insert_header((RETRY_AFTER, RETRY_AFTER_UNAVAILABLE));
        }
        builder.body(self.content.render(t, brand, reference))
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The status alone: [`complete`] makes the page, which needs the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status)
    }
}
