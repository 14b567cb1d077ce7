//! What the authorization endpoint issues: a code, and the tokens that the response type names.

use crate::{
    Configuration, Error, Result,
    access::effective::user_access,
    context::OperationContext,
    oauth::{
        authorize::{Authorization, checked_request::CheckedRequest},
        release::{Granted, release},
        token::issue::{IdTokenContent, TokenBasis},
    },
    sessions::{account_group::Selected, browser_context::BrowserContext},
};
use doorward_protocol::{
    oauth::{
        authorization_code::AuthorizationCode, authorization_response::Issued, consent::Consent,
        grant::GrantFacts, resource::audience,
    },
    oidc::id_token::HashInputs,
    secret::{Secret, ordered_id, random_id},
    sessions::{
        session_state::{browser_state, origin, session_state},
        sso_session::SsoSession,
    },
};
use doorward_storage::{ConsentKey, InteractionKey, MemberKey, NewGrant, Store, Unit};
use serde_json::{Map, Value};

/// A request that is to be answered, and for whom.
pub(super) struct Answer<'a> {
    pub(super) request: &'a CheckedRequest,
    pub(super) browser: BrowserContext<'a>,
    pub(super) selected: &'a Selected<'a>,
    /// The organization that the user signs in for, by identifier.
    pub(super) organization_id: Option<&'a str>,
    /// What the user allowed. Nothing is issued unless it stands so; `None` for a first-party client.
    pub(super) consent: Option<&'a Consent>,
    /// How often a client's access had been taken away when the request was decided on, or before.
    pub(super) withdrawals: i64,
    /// Names the row of what the user did about the request, where it waited for the user.
    pub(super) waiting: Option<&'a InteractionKey>,
}

/// What was minted, and the statements that store it.
struct Minted {
    issued: Issued,
    unit: Unit,
}

impl Authorization {
    /// Issues what a request asked for. A request that waited is answered once: finishing it is a
    /// guard of the same transaction. `None` where what was to be stored was not: the request was answered
    /// in another tab, or the session ended or the consent changed meanwhile.
    pub(super) async fn issue(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        answer: Answer<'_>,
    ) -> Result<Option<Issued>> {
        let session = answer.selected.session.ok_or_else(|| {
            Error::Internal("a response was to be issued without a session".into())
        })?;
        let minted = self
            .mint_response(ctx, configuration, &answer, session)
            .await?;
        let sessions = &self.sessions;
        let pair = sessions.client(&session.sid, &answer.request.registered);
        let finish = answer
            .waiting
            .map_or_else(Unit::new, |key| Store::finish_interaction(key, ctx.now()));
        let unit = finish
            .then(minted.unit)
            .then(pair.unit())
            .then(remember_account(&answer, session));
        // A code is sealed, and everything about its user is looked at when it is redeemed.
        if !unit.is_empty() || answer.request.request.response_type.is_front_channel() {
            let unit = Store::require_live_session(session.reference())
                .then(unit)
                .then(membership(&answer, session));
            if !self.kernel.database.commit_unaudited(unit).await? {
                return Ok(None);
            }
        }
        sessions.remember_client(pair);
        Ok(Some(Issued {
            session_state: self.session_state(answer.request, answer.browser),
            ..minted.issued
        }))
    }

    /// Mints everything that was asked for. The statements fail together where the session has
    /// ended.
    async fn mint_response(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        answer: &Answer<'_>,
        session: &SsoSession,
    ) -> Result<Minted> {
        let checked = answer.request;
        let response_type = checked.request.response_type;
        let mut minted = Minted {
            issued: Issued::default(),
            unit: Unit::new(),
        };
        if response_type.has_code() {
            let code = self.mint_code(ctx, answer, session)?;
            minted.issued.code = Some(code);
        }
        if response_type.is_front_channel() {
            if let Some(consent) = answer.consent {
                let key = ConsentKey {
                    user_id: &session.user_id,
                    client_id: &checked.registered.client.client_id,
                };
                minted.unit = Store::require_consent(key, consent);
            }
            // These tokens pass through the browser and end with the session: without
            // offline_access.
            let facts = self
                .grant_facts(ctx, answer, session)
                .with_scope(checked.request.scope.without("offline_access"));
            let client = &checked.registered.client;
            let basis = TokenBasis {
                configuration,
                client,
                audience: &audience(&[], &facts.resources, client, self.kernel.issuer())?,
                facts: &facts,
                nonce: checked.request.nonce.as_deref(),
                expires_at: self.tokens.grant_end(ctx, &facts),
                access: &user_access(&self.kernel, configuration, client, &facts, ctx.now())
                    .await?,
            };
            self.mint_front_channel(ctx, checked, &basis, &mut minted)
                .await?;
        }
        Ok(minted)
    }

    /// Mints a code, which is what it says, sealed: nothing is stored.
    fn mint_code(
        &self,
        ctx: &OperationContext,
        answer: &Answer<'_>,
        session: &SsoSession,
    ) -> Result<Secret> {
        let checked = answer.request;
        let lifetime = self.kernel.settings.lifetimes.authorization_code;
        self.kernel.seal_code(&AuthorizationCode {
            facts: self.grant_facts(ctx, answer, session),
            redirect_uri: checked.addressed.redirect_uri().to_owned(),
            nonce: checked.request.nonce.clone(),
            code_challenge: checked.request.code_challenge.clone(),
            expires_at: ctx.now().plus(lifetime),
            withdrawals: answer.withdrawals,
        })
    }

    /// Mints the tokens of an implicit or hybrid response.
    async fn mint_front_channel(
        &self,
        ctx: &OperationContext,
        checked: &CheckedRequest,
        basis: &TokenBasis<'_>,
        minted: &mut Minted,
    ) -> Result<()> {
        let (tokens, facts) = (&self.tokens, basis.facts);
        let response_type = checked.request.response_type;
        if response_type.has_token() {
            let access_token = tokens.mint_access_token(ctx, basis)?;
            let grant = Store::add_grant(&NewGrant {
                facts: facts.clone(),
                created_at: ctx.now(),
                expires_at: basis.expires_at,
            });
            minted.unit = std::mem::take(&mut minted.unit)
                .then(grant)
                .then(access_token.unit);
            minted.issued.access_token = Some((access_token.text, access_token.expires_in));
            minted.issued.scope = facts.scope.clone();
        }
        if response_type.has_id_token() && facts.scope.contains("openid") {
            let content = IdTokenContent {
                claims: self.id_token_claims(checked, facts).await?,
                hash_inputs: HashInputs {
                    access_token: minted
                        .issued
                        .access_token
                        .as_ref()
                        .map(|(text, _)| text.as_str()),
                    code: minted.issued.code.as_ref().map(Secret::reveal),
                },
            };
            let id_token = tokens.mint_id_token(ctx, basis, content).await?;
            minted.issued.id_token = Some(id_token);
        }
        Ok(())
    }

    /// The claims about the user in an ID token from the authorization endpoint. Where no access
    /// token is issued at all, the ID token is the only place for the claims of the scope (OpenID
    /// Connect Core §5.4).
    async fn id_token_claims(
        &self,
        checked: &CheckedRequest,
        facts: &GrantFacts,
    ) -> Result<Map<String, Value>> {
        let response_type = checked.request.response_type;
        let is_alone = !response_type.has_code() && !response_type.has_token();
        let client = &checked.registered.client;
        if !is_alone {
            return self.tokens.id_token_claims(client, facts).await;
        }
        let granted = Granted {
            scope: &facts.scope,
            names: &facts.claims.id_token,
        };
        let configuration = self.kernel.configuration().await?;
        let user = self.kernel.database.read().user(&facts.user_id).await?;
        Ok(user
            .map(|user| release(&self.kernel, &configuration, client, &user, granted))
            .unwrap_or_default())
    }

    /// The facts of a new grant.
    fn grant_facts(
        &self,
        ctx: &OperationContext,
        answer: &Answer<'_>,
        session: &SsoSession,
    ) -> GrantFacts {
        let checked = answer.request;
        GrantFacts {
            grant_id: ordered_id(self.kernel.entropy.as_ref(), ctx.now()),
            client_id: checked.registered.client.client_id.clone(),
            user_id: session.user_id.clone(),
            sid: Some(session.sid.clone()),
            scope: checked.request.scope.clone(),
            resources: checked.request.resources.clone(),
            auth_time: session.auth_time,
            authentication: session.authentication.clone(),
            claims: checked.request.claims.names.clone(),
            organization_id: answer.organization_id.map(str::to_owned),
        }
    }

    /// The `session_state` parameter (OpenID Connect Session Management §2), for a client whose
    /// redirect URI has an origin.
    fn session_state(
        &self,
        checked: &CheckedRequest,
        browser: BrowserContext<'_>,
    ) -> Option<String> {
        let origin = origin(checked.addressed.redirect_uri())
            .filter(|_| checked.request.scope.contains("openid"))?;
        let salt = self.kernel.browser_state_salt();
        Some(session_state(
            &checked.registered.client.client_id,
            &origin,
            &browser_state(&browser.sids(), salt),
            &random_id(self.kernel.entropy.as_ref(), 9),
        ))
    }
}

/// What is issued for an organization is issued to a member. It comes after the user and the session, which
/// the deletion of a user holds first.
fn membership(answer: &Answer<'_>, session: &SsoSession) -> Unit {
    answer
        .organization_id
        .map_or_else(Unit::new, |organization_id| {
            Store::require_organization_member(MemberKey {
                organization_id,
                user_id: &session.user_id,
            })
        })
}

/// Where several accounts are signed in, the client gets this one again next time.
fn remember_account(answer: &Answer<'_>, session: &SsoSession) -> Unit {
    let is_known = answer.selected.used_last.as_deref() == Some(&session.sid);
    match answer.browser.group {
        Some(group) if answer.browser.accounts.len() > 1 && !is_known => {
            Store::put_account_of_client(
                &group.digest(),
                &answer.request.registered.client.client_id,
                &session.sid,
            )
        }
        _ => Unit::new(),
    }
}
