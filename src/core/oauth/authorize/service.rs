//! The service of the authorization endpoint: what its operations need, and what a browser gets.

use crate::{
    clients::{Clients, documents::DocumentCache},
    credentials::SecondFactors,
    kernel::Kernel,
    oauth::token::Tokens,
    sessions::{Sessions, account_group::AccountGroups},
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    oauth::{authorization_request::AddressRefusal, authorization_response::AuthorizationResponse},
    secret::Secret,
};
use std::sync::Arc;

/// The authorization endpoint and the requests that wait for a user.
pub struct Authorization {
    pub(super) kernel: Arc<Kernel>,
    pub(super) clients: Arc<Clients>,
    pub(super) sessions: Arc<Sessions>,
    pub(super) account_groups: Arc<AccountGroups>,
    pub(super) tokens: Arc<Tokens>,
    pub(super) second_factors: Arc<SecondFactors>,
    /// Fetches request objects from the `request_uri` of a client.
    pub(super) outbound: Outbound,
    /// The request objects that were fetched.
    pub(super) request_objects: DocumentCache<String>,
}

/// What [`Authorization`] is made of, beside the kernel.
pub(crate) struct AuthorizationParts {
    pub(crate) clients: Arc<Clients>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) account_groups: Arc<AccountGroups>,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) outbound: Outbound,
}

/// What the browser gets.
pub enum AuthorizationOutcome {
    /// An error page: the request cannot be answered at any redirect URI.
    ShowToUser(Box<AddressRefusal>),
    /// An answer at the client's redirect URI.
    SendToClient(Box<AuthorizationResponse>),
    /// A question to the user.
    Ask {
        /// The page that asks it.
        page: InteractionPage,
        /// The identifier under which the answer comes back.
        flow: Secret,
        /// The secret of the browser that the request is bound to; new on a first visit.
        browser: Secret,
    },
}

/// The page that asks the user a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionPage {
    /// The user signs in.
    SignIn,
    /// The user creates an account, or signs in.
    SignUp,
    /// Sign in by a stronger method (RFC 9470).
    StepUp,
    /// Choose one of several accounts.
    SelectAccount,
    /// Choose one of several organizations.
    SelectOrganization,
    /// Fill in the declared fields that are missing.
    MissingFields,
    /// Allow what the client asks for.
    Consent,
    /// Ask for a role that opens the client, or go back to it.
    NoAccess,
}

impl Authorization {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: AuthorizationParts) -> Self {
        Self {
            request_objects: DocumentCache::of_request_objects(Arc::clone(&kernel.clock)),
            kernel,
            clients: parts.clients,
            sessions: parts.sessions,
            account_groups: parts.account_groups,
            tokens: parts.tokens,
            second_factors: parts.second_factors,
            outbound: parts.outbound,
        }
    }
}
