//! Which of the sessions in a browser an authorization request is about.

use crate::{
    Configuration, Provider, Result,
    context::OperationContext,
    oauth::{
        authorize::checked_request::CheckedRequest,
        id_token_hint::{IdTokenHint, names_user},
    },
    sessions::{
        account_group::{AccountRequest, Selected},
        browser_context::BrowserContext,
    },
};
use doorward_protocol::{
    clients::client::Client, oauth::authorization_request::AuthorizationRequest,
    sessions::sso_session::SsoSession,
};

/// What a session must meet to answer a request.
pub(super) struct SelectionCriteria<'a> {
    provider: &'a Provider,
    configuration: &'a Configuration,
    client: &'a Client,
    request: &'a AuthorizationRequest,
    hint: IdTokenHint,
}

impl<'a> SelectionCriteria<'a> {
    /// The criteria of a checked request.
    pub(super) fn of(
        provider: &'a Provider,
        ctx: &OperationContext,
        configuration: &'a Configuration,
        checked: &'a CheckedRequest,
    ) -> Self {
        let client = &checked.registered.client;
        Self::new(provider, ctx, configuration, client, &checked.request)
    }

    /// The criteria of a request of this client.
    pub(super) fn new(
        provider: &'a Provider,
        ctx: &OperationContext,
        configuration: &'a Configuration,
        client: &'a Client,
        request: &'a AuthorizationRequest,
    ) -> Self {
        let text = request.id_token_hint.as_deref();
        Self {
            provider,
            configuration,
            client,
            request,
            hint: IdTokenHint::read(provider, ctx, configuration, text),
        }
    }

    /// Whether an `id_token_hint` was sent that is not an ID token of this provider.
    pub(super) fn hint_is_invalid(&self) -> bool {
        matches!(self.hint, IdTokenHint::Invalid)
    }

    /// Selects the session; `chosen` is the `sid` that the user chose, if they did.
    pub(super) async fn select<'b>(
        &self,
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
        self.provider.account_groups().select(&asked, expects).await
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
            .is_none_or(|sub| *sub == self.provider.subject_for(self.client, user_id));
        let is_hinted = match &self.hint {
            IdTokenHint::Valid(hint) => {
                names_user(self.provider, self.configuration, hint, user_id)
            }
            IdTokenHint::Absent | IdTokenHint::Invalid => true,
        };
        is_named && is_hinted && self.client.admits_way(session.authentication.way())
    }
}
