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
        authorization_code::{
            AuthorizationCode, CodeError, CodeState, PresentedCode, UNUSABLE_CODE, check, refusal,
        },
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        token_request::CodeRedemption,
    },
    secret::Secret,
    time::Lifetime,
};
use doorward_storage::{CodeNumbers, MemberKey, NewGrant, Store, Unit};

/// How long after its end a code that is used again is still known for one that was used.
const REPLAY_MEMORY: Lifetime = Lifetime::days(1);

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
        let code = self.kernel.open_code(&redemption.code);
        let code = code.ok_or(UNUSABLE_CODE)?;
        if is_of_site(client, &code) {
            return Err(CODE_OF_SITE.into());
        }
        self.check_code(ctx, client, &code, redemption).await?;
        if let Some(response) = self.open_grant(ctx, caller, &code).await? {
            return Ok(response);
        }
        let state = self.kernel.database.read().code_state(&code).await?;
        if state.redeemed || !state.subject_is_live {
            return self.refuse_code(ctx, &code, state).await;
        }
        // What the user may do was reviewed meanwhile: it is looked at once more.
        self.kernel.ask_for_configuration_anew();
        if let Some(response) = self.open_grant(ctx, caller, &code).await? {
            return Ok(response);
        }
        let state = self.kernel.database.read().code_state(&code).await?;
        self.refuse_code(ctx, &code, state).await
    }

    /// Opens the grant of a code; `None` where that is not possible any more, or what its user may do is to
    /// be looked at again.
    async fn open_grant(
        &self,
        ctx: &OperationContext,
        caller: &Caller<'_>,
        code: &AuthorizationCode,
    ) -> Result<Option<TokenResponse>> {
        let (client, now) = (caller.client, ctx.now());
        let audience = self.audience(caller, &code.facts.resources)?;
        // Read before it is looked at whether the user may use the client.
        let (configuration, version) = self.kernel.confirmed_configuration().await?;
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
        let opened = NewGrant {
            facts: facts.clone(),
            created_at: now,
            expires_at: expires_at.max(code.expires_at),
        };
        let numbers = CodeNumbers {
            issued_at: code.withdrawals,
            admitted_at: version.withdrawals,
        };
        let unit = Store::redeem_code(&opened, numbers)
            .then(tokens)
            .then(of_member(&facts))
            .in_one_statement();
        let is_opened = self.kernel.database.commit_unaudited(unit).await?;
        Ok(is_opened.then_some(response))
    }

    /// Checks a code against the request.
    async fn check_code(
        &self,
        ctx: &OperationContext,
        client: &Client,
        code: &AuthorizationCode,
        redemption: &CodeRedemption,
    ) -> Result<()> {
        let now = ctx.now();
        let presented = PresentedCode {
            client_id: &client.client_id,
            redirect_uri: redemption.redirect_uri.as_deref(),
            code_verifier: redemption.code_verifier.as_ref().map(Secret::reveal),
            lifetime: self.kernel.settings.lifetimes.authorization_code,
            now,
        };
        match check(code, &presented) {
            Ok(()) => Ok(()),
            Err(CodeError::Burned(error)) => self.burn_code(ctx, code, error).await,
            Err(CodeError::Refused(error) | CodeError::Replayed(error)) => {
                let is_own = code.facts.client_id == client.client_id;
                if is_own && now < code.expires_at.plus(REPLAY_MEMORY) {
                    let state = self.kernel.database.read().code_state(code).await?;
                    return self.refuse_code(ctx, code, state).await;
                }
                Err(error.into())
            }
        }
    }

    /// Uses up a code that came without its proof, unless it was used before: then what it opened is
    /// revoked.
    async fn burn_code(
        &self,
        ctx: &OperationContext,
        code: &AuthorizationCode,
        error: ProtocolError,
    ) -> Result<()> {
        let record = Record {
            action: "code.refused",
            subject: Some(&code.facts.user_id),
            client_id: Some(&code.facts.client_id),
            detail: &error.hint,
        };
        let expires_at = self.grant_end(ctx, &code.facts).max(code.expires_at);
        let unit = Store::burn_code(&code.facts, ctx.now(), expires_at);
        if self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Err(error.into());
        }
        let state = self.kernel.database.read().code_state(code).await?;
        self.refuse_code(ctx, code, state).await
    }

    /// Refuses a code that its own client could not redeem. A second use revokes what the first one
    /// opened (RFC 6749 §4.1.2), and that revocation is committed.
    async fn refuse_code<T>(
        &self,
        ctx: &OperationContext,
        code: &AuthorizationCode,
        state: CodeState,
    ) -> Result<T> {
        match refusal(state) {
            CodeError::Refused(error) | CodeError::Burned(error) => Err(error.into()),
            CodeError::Replayed(error) => {
                let record = Record {
                    action: "code.replayed",
                    subject: Some(&code.facts.user_id),
                    client_id: Some(&code.facts.client_id),
                    detail: "",
                };
                let unit = Store::revoke_grant(&code.facts.grant_id, ctx.now());
                self.kernel.database.commit(ctx, unit, &[record]).await?;
                Err(error.into())
            }
        }
    }
}

/// What was issued for an organization is redeemed for a member.
fn of_member(facts: &GrantFacts) -> Unit {
    facts
        .organization_id
        .as_deref()
        .map_or_else(Unit::new, |organization_id| {
            Store::require_organization_member(MemberKey {
                organization_id,
                user_id: &facts.user_id,
            })
        })
}
