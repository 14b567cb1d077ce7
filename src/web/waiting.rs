//! The authorization request that a sign-in is for, and the methods that are open to it.
//!
//! A page of a request that waits no more (it was open for too long, its request was answered in
//! another tab, it was bookmarked) starts the request again.

use crate::{
    extract::{browser::Browser, form::page_about},
    messages::Messages,
    oauth::authorization_response,
    respond::{
        address::{Address, Base},
        headers::see_other,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode};
use doorward_core::{
    Error, Provider,
    context::OperationContext,
    federation::SignInMethods,
    oauth::authorize::{PendingRequest, Renewed},
};
use doorward_protocol::secret::Secret;

/// The page cannot be shown: its request waits no more, or nobody is signed in who it is for. The
/// browser goes on elsewhere.
#[derive(Debug)]
pub struct GoesOn {
    address: Address,
}

impl GoesOn {
    /// The browser goes on to an address.
    pub const fn to(address: Address) -> Self {
        Self { address }
    }
}

impl std::fmt::Display for GoesOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the browser goes on elsewhere")
    }
}

impl ResponseError for GoesOn {
    fn status_code(&self) -> StatusCode {
        StatusCode::SEE_OTHER
    }

    fn error_response(&self) -> HttpResponse {
        see_other(&self.address)
    }
}

/// The path at which a waiting request goes on, with its query, and where one that waits no more is started again.
pub fn resume(flow: &str) -> String {
    page_about("/authorize/resume", "flow", Some(flow))
}

/// The waiting request of a flow, for a page. Where it waits no more, or would be refused by now, the
/// browser goes on to where it is started again or refused.
pub async fn pending(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    flow: Option<&str>,
) -> Result<Option<PendingRequest>, actix_web::Error> {
    let Some(flow) = flow else {
        return Ok(None);
    };
    let sealed = Secret::presented(flow);
    match provider
        .authorization()
        .pending(ctx, &sealed, browser.secret.as_ref())
        .await
    {
        Ok(pending) => Ok(Some(pending)),
        Err(Error::Input(_)) => Err(GoesOn::to(Base::of(provider).page(&resume(flow))).into()),
        Err(error) => Err(PageError::from(error).into()),
    }
}

/// A waiting request, for whoever posted a form about it.
pub struct WaitingRequest {
    /// The identifier of the request: another one than was posted, where it was started again.
    pub flow: String,
    /// What is asked, by which client.
    pub pending: Box<PendingRequest>,
}

/// The request of a form, started again where it waits no more. The inner error is the answer where
/// the request would be refused by now.
pub async fn of_form(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Secret,
    t: Messages,
    flow: Option<&str>,
) -> Result<Result<Option<WaitingRequest>, HttpResponse>, PageError> {
    let Some(flow) = flow else {
        return Ok(Ok(None));
    };
    let flow = Secret::presented(flow);
    let authorization = provider.authorization();
    Ok(
        match authorization.pending_again(ctx, &flow, browser).await? {
            Renewed::Waiting { flow, pending } => Ok(Some(WaitingRequest {
                flow: flow.reveal().to_owned(),
                pending,
            })),
            Renewed::Refused(outcome) => {
                Err(authorization_response::respond(provider, t, outcome)?)
            }
        },
    )
}

/// The methods that a user may sign in by, for the client of a request or for the account page.
pub async fn methods(
    provider: &Provider,
    pending: Option<&PendingRequest>,
) -> Result<SignInMethods, PageError> {
    let configuration = provider.configuration().await?;
    let client = pending.map(|pending| &pending.registered.client);
    Ok(SignInMethods::for_client(
        provider.settings(),
        &configuration,
        client,
    ))
}

/// The messages in the language of an interaction, or of the browser.
pub fn language(request: &HttpRequest, pending: Option<&PendingRequest>) -> Messages {
    match pending {
        Some(pending) => Messages::of_interaction(request, pending.request.ui_locales.as_deref()),
        None => Messages::of(request),
    }
}
