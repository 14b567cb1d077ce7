//! The authorization code grant: a code for tokens (RFC 6749 §4.1.3).

use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    oauth::token::{
        Caller, Tokens,
        issue::{TokenBasis, TokenResponse},
    },
};
use doorward_protocol::{
    clients::client::Client,
    oauth::{
        authorization_code::{AuthorizationCode, CodeError, PresentedCode, check},
        error_code::{ErrorCode, ProtocolError},
        token_request::CodeRedemption,
    },
    secret::Secret,
};
use doorward_storage::{NewGrant, Store};

const UNUSABLE_CODE: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidGrant,
    "the code is unknown, used or expired",
);

/// A site behind a proxy has no tokens: the provider redeems its codes itself, at the callback that it
/// serves there. A script of the site that begins a sign-in of its own gets nothing by it.
const CODE_OF_SITE: ProtocolError = ProtocolError::new(
    ErrorCode::UnauthorizedClient,
    "a site behind a proxy gets no tokens: only Doorward redeems the codes of its callback",
);

fn is_of_site(client: &Client, code: &AuthorizationCode) -> bool {
    let redirect_uri = &code.redirect_uri;
    client.forward_auth.as_ref().is_some_and(|site| {
        site.redirect_uris()
            .any(|callback| callback == *redirect_uri)
    })
}

impl Tokens {
    pub(super) async fn redeem_code(
        &self,
        ctx: &OperationContext,
        caller: &Caller<'_>,
        redemption: &CodeRedemption,
    ) -> Result<TokenResponse> {
        let client = caller.client;
        let (digest, now) = (redemption.code.digest(), ctx.now());
        let store = self.kernel.database.read();
        let code = store.authorization_code(&digest).await?;
        let code = code.ok_or(UNUSABLE_CODE)?;
        if is_of_site(client, &code) {
            return Err(CODE_OF_SITE.into());
        }
        self.check_code(ctx, client, &code, redemption).await?;
        let audience = self.audience(caller, &code.facts.resources)?;
        let configuration = self.kernel.configuration().await?;
        // The registration may have been narrowed since the authorization request.
        let scope = code.facts.scope.intersection(&client.scope);
        let facts = code.facts.with_scope(scope);
        let expires_at = self.grant_end(ctx, &facts);
        let access = self.admitted(&configuration, client, &facts, now).await?;
        let basis = TokenBasis {
            configuration: &configuration,
            client,
            audience: &audience,
            facts: &facts,
            nonce: code.nonce.as_deref(),
            expires_at,
            access: &access,
        };
        let (response, tokens) = self.mint(ctx, &basis).await?;
        let opened = Store::add_grant(&NewGrant {
            facts: facts.clone(),
            created_at: now,
            expires_at,
        });
        let unit = Store::redeem_authorization_code(&digest, now)
            .then(opened)
            .then(tokens)
            .in_one_statement();
        if self.kernel.database.commit_unaudited(unit).await? {
            return Ok(response);
        }
        // Another request redeemed the code in between: that is a second use by the same client.
        let revoke = Store::revoke_grant(&facts.grant_id, now);
        self.kernel.database.commit_unaudited(revoke).await?;
        Err(UNUSABLE_CODE.into())
    }

    /// Checks a code against the request. A second use revokes what the first one opened (RFC 6749
    /// §4.1.2), and that revocation is committed.
    async fn check_code(
        &self,
        ctx: &OperationContext,
        client: &Client,
        code: &AuthorizationCode,
        redemption: &CodeRedemption,
    ) -> Result<()> {
        let presented = PresentedCode {
            client_id: &client.client_id,
            redirect_uri: redemption.redirect_uri.as_deref(),
            code_verifier: redemption.code_verifier.as_ref().map(Secret::reveal),
            lifetime: self.kernel.settings.lifetimes.authorization_code,
            now: ctx.now(),
        };
        match check(code, &presented) {
            Ok(()) => Ok(()),
            Err(CodeError::Refused(error)) => Err(error.into()),
            Err(CodeError::Burned(error)) => {
                let record = Record {
                    action: "code.refused",
                    subject: Some(&code.facts.user_id),
                    client_id: Some(&client.client_id),
                    detail: &error.hint,
                };
                let unit = Store::burn_authorization_code(&redemption.code.digest(), ctx.now());
                self.kernel.database.commit(ctx, unit, &[record]).await?;
                Err(error.into())
            }
            Err(CodeError::Replayed(error)) => {
                let record = Record {
                    action: "code.replayed",
                    subject: Some(&code.facts.user_id),
                    client_id: Some(&client.client_id),
                    detail: "",
                };
                let unit = Store::revoke_grant(&code.facts.grant_id, ctx.now());
                self.kernel.database.commit(ctx, unit, &[record]).await?;
                Err(error.into())
            }
        }
    }
}
