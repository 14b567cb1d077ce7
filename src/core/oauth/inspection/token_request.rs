//! A token request, looked at as the token endpoint looks. No code and no refresh token is used up.

use super::{Checked, Fact, Finding};
use crate::{
    Error, Result,
    context::OperationContext,
    oauth::token::{CredentialSeen, Tokens, client_scope},
};
use doorward_protocol::{
    clients::{
        client::{Client, GrantType},
        registered_client::RegisteredClient,
    },
    oauth::{
        authorization_code::{PresentedCode, ProofFault, code_fault, proof_fault},
        authorization_request::Parameters,
        client_authentication::{HttpCredentials, PresentedClient, presented_client},
        error_code::ProtocolError,
        resource,
        token_request::{CodeRedemption, TokenRequest, check_token_shape},
    },
    secret::Secret,
};

/// A refusal that has no sentence of its own.
const fn refused(checked: Checked, error: ProtocolError) -> Finding {
    Finding::wrong(checked, Fact::Refused { error })
}

impl Tokens {
    /// What the token endpoint says to a request.
    ///
    /// # Errors
    /// `Limited` after too many wrong secrets; `Unavailable` or `Internal`.
    pub async fn inspect_token_request(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        parameters: &Parameters,
    ) -> Result<Vec<Finding>> {
        if let Err(error) = check_token_shape(parameters) {
            return Ok(vec![refused(Checked::Request, error)]);
        }
        let presented = match presented_client(credentials, parameters) {
            Ok(presented) => presented,
            Err(error) => return Ok(vec![refused(Checked::Authentication, error)]),
        };
        let Some(registered) = self.registered(&presented).await? else {
            let client_id = presented.client_id;
            let fact = Fact::ClientUnknown { client_id };
            return Ok(vec![Finding::wrong(Checked::Client, fact)]);
        };
        let client = &registered.client;
        let client_id = client.client_id.clone();
        if registered.disabled {
            let fact = Fact::ClientDisabled { client_id };
            return Ok(vec![Finding::wrong(Checked::Client, fact)]);
        }
        let known = Finding::good(Checked::Client, Fact::ClientRegistered { client_id });
        let mut findings = vec![known];
        findings.push(self.credential(ctx, &registered, &presented).await?);
        let request = match TokenRequest::parse(parameters) {
            Ok(request) => request,
            Err(error) => {
                findings.push(unread(parameters, error));
                return Ok(findings);
            }
        };
        let grant_type = request.grant_type().as_str().to_owned();
        if !client.may_use(request.grant_type()) {
            let fact = Fact::GrantTypeNotRegistered { sent: grant_type };
            findings.push(Finding::wrong(Checked::GrantType, fact));
            return Ok(findings);
        }
        let fact = Fact::GrantTypeAllowed { grant_type };
        findings.push(Finding::good(Checked::GrantType, fact));
        if let Err(error) = resource::requested(parameters, client, self.kernel.issuer()) {
            findings.push(refused(Checked::Audience, error));
        }
        findings.extend(self.grant(ctx, client, &request).await?);
        Ok(findings)
    }

    async fn credential(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        presented: &PresentedClient,
    ) -> Result<Finding> {
        let checked = Checked::Authentication;
        let seen = self.look_at_credential(ctx, registered, presented).await?;
        Ok(match seen {
            CredentialSeen::Right => Finding::good(checked, Fact::Authenticated),
            CredentialSeen::KeysNotFetched => Finding::noted(checked, Fact::KeysNotFetched),
            CredentialSeen::Failed(failure) => {
                let registered = registered.client.token_endpoint_auth_method.into();
                let fact = Fact::AuthenticationFailed {
                    failure,
                    registered,
                };
                Finding::wrong(checked, fact)
            }
        })
    }

    async fn grant(
        &self,
        ctx: &OperationContext,
        client: &Client,
        request: &TokenRequest,
    ) -> Result<Vec<Finding>> {
        match request {
            TokenRequest::AuthorizationCode(redemption) => self.code(ctx, client, redemption).await,
            TokenRequest::RefreshToken { refresh_token, .. } => {
                let configuration = self.kernel.configuration().await?;
                let found = self.inspect_refresh_token(ctx, &configuration, refresh_token);
                Ok(vec![found.await?])
            }
            TokenRequest::ClientCredentials { scope } => {
                match client_scope(client, scope.as_ref()) {
                    Ok(_) => Ok(Vec::new()),
                    Err(Error::Protocol(error)) => Ok(vec![refused(Checked::Request, error)]),
                    Err(error) => Err(error),
                }
            }
        }
    }

    /// The code, and what belongs to it: also where the code was used already, since the request that
    /// is looked at may be the one that used it.
    async fn code(
        &self,
        ctx: &OperationContext,
        client: &Client,
        redemption: &CodeRedemption,
    ) -> Result<Vec<Finding>> {
        let found = self.kernel.open_code(&redemption.code);
        let Some(code) = found.filter(|code| code.facts.client_id == client.client_id) else {
            return Ok(vec![Finding::wrong(Checked::Code, Fact::CodeUnknown)]);
        };
        let state = self.kernel.database.read().code_state(&code).await?;
        let presented = PresentedCode {
            client_id: &client.client_id,
            redirect_uri: redemption.redirect_uri.as_deref(),
            code_verifier: redemption.code_verifier.as_ref().map(Secret::reveal),
            lifetime: self.kernel.settings.lifetimes.authorization_code,
            now: ctx.now(),
        };
        let of_code = match code_fault(&code, state, &presented) {
            None => Finding::good(Checked::Code, Fact::CodeGood),
            Some(fault) => Finding::wrong(Checked::Code, Fact::CodeFailed { fault }),
        };
        let of_proof = match proof_fault(&code, &presented) {
            None => Finding::good(Checked::Proof, Fact::ProofGood),
            Some(ProofFault::RedirectUri) => {
                let fact = Fact::RedirectUriDiffers {
                    sent: redemption.redirect_uri.clone().unwrap_or_default(),
                    expected: code.redirect_uri.clone(),
                };
                Finding::wrong(Checked::Proof, fact)
            }
            Some(fault) => Finding::wrong(Checked::Proof, Fact::ProofFailed { fault }),
        };
        Ok(vec![of_code, of_proof])
    }
}

/// Why a request is not read: its `grant_type`, or something else that it lacks.
fn unread(parameters: &Parameters, error: ProtocolError) -> Finding {
    let sent = parameters.get("grant_type").unwrap_or_default();
    let is_known = GrantType::parse(sent).is_some();
    if is_known {
        return refused(Checked::Request, error);
    }
    let sent = sent.to_owned();
    Finding::wrong(Checked::GrantType, Fact::GrantTypeUnknown { sent })
}
