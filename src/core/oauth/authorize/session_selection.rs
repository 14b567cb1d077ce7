//! Which of the sessions in a browser an authorization request is about.

use crate::{
    Configuration, Result,
    context::OperationContext,
    kernel::Kernel,
    oauth::{authorize::checked_request::CheckedRequest, id_token_hint::IdTokenHint},
    sessions::{
        account_group::{AccountGroups, AccountRequest, Selected},
        browser_context::BrowserContext,
    },
};
use doorward_protocol::{
    clients::client::Client, oauth::authorization_request::AuthorizationRequest,
    sessions::sso_session::SsoSession,
};

/// A request and the client that it comes from.
#[derive(Clone, Copy)]
pub(super) struct AskedByClient<'a> {
    pub(super) client: &'a Client,
    pub(super) request: &'a AuthorizationRequest,
}

impl CheckedRequest {
    pub(super) fn asked(&self) -> AskedByClient<'_> {
        AskedByClient {
            client: &self.registered.client,
            request: &self.request,
        }
    }
}

/// What a session must meet to answer a request.
pub(super) struct SelectionCriteria<'a> {
    kernel: &'a Kernel,
    client: &'a Client,
    request: &'a AuthorizationRequest,
    hint: IdTokenHint,
}

impl<'a> SelectionCriteria<'a> {
    /// The criteria of a request of a client.
    pub(super) async fn new(
        kernel: &'a Kernel,
        ctx: &OperationContext,
        configuration: &Configuration,
        asked: AskedByClient<'a>,
    ) -> Result<Self> {
        let text = asked.request.id_token_hint.as_deref();
        Ok(Self {
            kernel,
            client: asked.client,
            request: asked.request,
            hint: IdTokenHint::read(kernel, ctx, configuration, text).await?,
        })
    }

    /// Whether an `id_token_hint` was sent that is not an ID token of this provider.
    pub(super) fn hint_is_invalid(&self) -> bool {
        matches!(self.hint, IdTokenHint::Invalid)
    }

    /// Selects the session; `chosen` is the `sid` that the user chose, if they did.
    pub(super) async fn select<'b>(
        &self,
        account_groups: &AccountGroups,
        browser: BrowserContext<'b>,
        chosen: Option<&str>,
    ) -> Result<Selected<'b>> {
        let asked = AccountRequest {
            client: self.client,
            request: self.request,
            accounts: browser.accounts,
            group: browser.group,
            chosen,
        };
        let expects = |session: &SsoSession| self.is_met_by(session);
        account_groups.select(&asked, expects).await
    }

    /// Whether a session is of the user whom the client expects, by the `sub` of the `claims`
    /// parameter and by the hint, and came by a sign-in method that the client accepts.
    pub(super) fn is_met_by(&self, session: &SsoSession) -> bool {
        let user_id = &session.user_id;
        let is_named = self
            .request
            .claims
            .sub
            .as_ref()
            .is_none_or(|sub| *sub == self.kernel.subject_for(self.client, user_id));
        let is_hinted = match &self.hint {
            IdTokenHint::Valid(hint) => hint.names_user(self.kernel, user_id),
            IdTokenHint::Absent | IdTokenHint::Invalid => true,
        };
        let method = session.authentication.sign_in_method();
        is_named && is_hinted && self.client.admits(&method)
    }
}
