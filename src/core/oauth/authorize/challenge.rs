//! An authorization request that came to the authorization challenge endpoint: no browser carries it,
//! and its answer goes to whoever asked.

use super::{
    Authorization,
    attempt::{Attempt, Progress},
    checked_request::{CheckedRequest, RejectedRequest},
    requests::Reached,
};
use crate::{
    Error, Result,
    access::effective::NOT_ADMITTED,
    context::OperationContext,
    sessions::{account_group::Account, browser_context::BrowserContext},
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
    },
    oidc::interaction::NextStep,
    secret::Secret,
    sessions::sso_session::SsoSession,
    time::Timestamp,
};
use std::sync::Arc;

/// A request that passed every check.
pub(crate) struct ChallengeRequest {
    checked: CheckedRequest,
    parameters: Parameters,
    /// When it was first seen: a sign-in from then on is fresh.
    asked_at: Timestamp,
}

/// What follows a sign-in for a request.
pub(crate) enum ChallengeAnswer {
    /// The authorization code.
    Code(Secret),
    /// A stronger sign-in is wanted than there was.
    StepUp,
    /// A page has to ask the user something.
    InBrowser,
}

impl Authorization {
    /// Checks a request of a client that is known.
    ///
    /// # Errors
    /// The refusal of the first check that fails, and where the configuration cannot be read.
    pub(crate) async fn check_challenge(
        &self,
        registered: &Arc<RegisteredClient>,
        parameters: Parameters,
        asked_at: Timestamp,
    ) -> Result<ChallengeRequest> {
        let client = Arc::clone(registered);
        let configuration = self.kernel.configuration().await?;
        match self.check_request_of_app(&configuration, client, &parameters) {
            Ok(checked) => Ok(ChallengeRequest {
                checked,
                parameters,
                asked_at,
            }),
            Err(RejectedRequest::SendToClient(_, error)) => Err(error.into()),
            Err(RejectedRequest::ShowToUser(_)) => Err(ProtocolError::new(
                ErrorCode::InvalidRequest,
                "redirect_uri is left out here, or is one of the client's",
            )
            .into()),
        }
    }

    /// Answers a request for a user who has just signed in.
    ///
    /// # Errors
    /// A refusal for the client; `Unavailable` or `Internal`.
    pub(crate) async fn answer_challenge(
        &self,
        ctx: &OperationContext,
        request: &ChallengeRequest,
        session: &SsoSession,
    ) -> Result<ChallengeAnswer> {
        let attempt = Attempt {
            configuration: self.kernel.configuration().await?,
            incoming: request.parameters.clone().into(),
            progress: Progress {
                asked_at: request.asked_at,
                ..Progress::at_the_start(ctx.now())
            },
            waiting: None,
        };
        let accounts = [Account {
            session: session.clone(),
            user: None,
        }];
        let browser = BrowserContext {
            browser: None,
            session: Some(session),
            accounts: &accounts,
            group: None,
            trusted_browser: None,
        };
        let refuse = |hint| {
            let error = ProtocolError::new(ErrorCode::AccessDenied, hint);
            Err(Error::from(error))
        };
        match self.reach(ctx, &attempt, &request.checked, browser).await? {
            Reached::Issued(issued) => match issued.code {
                Some(code) => Ok(ChallengeAnswer::Code(code)),
                None => Err(Error::Internal("an answer without a code".into())),
            },
            Reached::Nothing => refuse("the session ended meanwhile"),
            Reached::Next(NextStep::Refuse(error)) => Err(error.into()),
            Reached::Next(NextStep::StepUp) => Ok(ChallengeAnswer::StepUp),
            Reached::Next(NextStep::SignIn) => {
                refuse("somebody else signed in than the request is about, or by another method")
            }
            Reached::Next(NextStep::AskForAccess) => refuse(NOT_ADMITTED),
            Reached::Next(_) => Ok(ChallengeAnswer::InBrowser),
        }
    }
}
