//! A logout request, looked at as the endpoint looks: nobody is signed out.

use super::{Logout, rp_initiated::client_of};
use crate::{
    Result,
    context::OperationContext,
    oauth::{
        id_token_hint::{IdTokenHint, VerifiedHint},
        inspection::{Checked, Fact, Finding},
    },
};
use doorward_protocol::{
    clients::client::Client,
    logout::logout_request::{LogoutFault, LogoutRequest, fault, nearest_registered},
    oauth::authorization_request::Parameters,
};

impl Logout {
    /// What the logout endpoint says to a request.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn inspect(
        &self,
        ctx: &OperationContext,
        parameters: &Parameters,
    ) -> Result<Vec<Finding>> {
        if parameters.has_repeated() || parameters.has_unusable() {
            return Ok(vec![Finding::wrong(Checked::Request, Fact::Unusable)]);
        }
        let configuration = self.kernel.configuration().await?;
        let sent = |name: &str| parameters.get(name).map(str::to_owned);
        let text = parameters.get("id_token_hint");
        let hint = IdTokenHint::read(&self.kernel, ctx, &configuration, text).await?;
        let hint = hint.verified();
        let registered = client_of(&configuration, parameters, hint.as_ref()).await?;
        let client = registered.as_ref().map(|registered| &registered.client);
        let request = LogoutRequest {
            hint_sent: text.is_some(),
            hint: hint.as_ref().map(|verified| &verified.hint),
            client_id: parameters.get("client_id"),
            post_logout_redirect_uri: parameters.get("post_logout_redirect_uri"),
            ..LogoutRequest::default()
        };
        let mut findings = Vec::new();
        let fault = fault(&request, client);
        if let Some(verified) = hint
            .as_ref()
            .filter(|_| fault != Some(LogoutFault::ClientMismatch))
        {
            let client_id = verified.hint.client_id.clone();
            findings.push(Finding::good(Checked::Hint, Fact::HintGood { client_id }));
        }
        if let Some(client) = client {
            let client_id = client.client_id.clone();
            findings.push(Finding::good(
                Checked::Client,
                Fact::ClientRegistered { client_id },
            ));
        }
        findings.extend(match fault {
            None => {
                let uri = sent("post_logout_redirect_uri");
                uri.map(|uri| Finding::good(Checked::LogoutUri, Fact::LogoutUriRegistered { uri }))
            }
            Some(fault) => Some(wrong(parameters, fault, hint.as_ref(), client)),
        });
        Ok(findings)
    }
}

/// What a fault is about.
fn wrong(
    parameters: &Parameters,
    fault: LogoutFault,
    hint: Option<&VerifiedHint>,
    client: Option<&Client>,
) -> Finding {
    let sent = |name: &str| parameters.get(name).unwrap_or_default().to_owned();
    let hinted = || hint.map(|verified| verified.hint.client_id.clone());
    match fault {
        LogoutFault::Unreadable => Finding::wrong(Checked::Request, Fact::Unusable),
        LogoutFault::HintInvalid => Finding::wrong(Checked::Hint, Fact::HintInvalid),
        LogoutFault::ClientMismatch => {
            let fact = Fact::HintOfOtherClient {
                of: hinted().unwrap_or_default(),
                sent: sent("client_id"),
            };
            Finding::wrong(Checked::Hint, fact)
        }
        LogoutFault::ClientUnknown => {
            let client_id = hinted().unwrap_or_else(|| sent("client_id"));
            Finding::wrong(Checked::Client, Fact::ClientUnknown { client_id })
        }
        LogoutFault::ClientMissing => Finding::wrong(Checked::LogoutUri, Fact::LogoutWithoutClient),
        LogoutFault::RedirectUriUnregistered => {
            let sent = sent("post_logout_redirect_uri");
            let nearest = client
                .and_then(|client| nearest_registered(client, &sent))
                .map(str::to_owned);
            let fact = Fact::LogoutUriUnregistered { sent, nearest };
            Finding::wrong(Checked::LogoutUri, fact)
        }
    }
}
