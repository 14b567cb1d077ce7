//! What the authorization endpoint hands out: a code, and tokens where they were asked for.

use crate::context::OperationContext;
use crate::oauth::authorize::{Asked, Outcome, Visitor, interaction::stale, refuse};
use crate::{
    Configuration, Error, Provider, Result,
    oauth::token::{
        issue as tokens,
        issue::{Content, TokenBasis},
    },
    sessions::account_group::Selected,
};
use doorward_protocol::{
    oauth::{
        authorization_response::{AuthorizationResponse, Issued},
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        scope::Scope,
    },
    oidc::{claims::released, id_token::Beside},
    secret::{Digest, Secret, ordered_id, random_id},
    sessions::{
        session_state::{browser_state, origin, session_state},
        sso_session::SsoSession,
    },
};
use doorward_storage::{NewAuthorizationCode, NewGrant, Store, Unit};
use serde_json::Map;

/// Answers a request; one that waited is answered once.
pub(super) async fn issue(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    asked: Asked,
    whom: (Visitor<'_>, Selected<'_>),
    waiting: Option<&Digest>,
) -> Result<Outcome> {
    let (visitor, selected) = whom;
    let session = selected
        .session
        .ok_or_else(|| Error::Internal("a response was to be issued for nobody".into()))?;
    let state = state_for(provider, &asked, visitor);
    let (issued, handed_out) =
        match hand_out(provider, ctx, configuration, &asked, (session, state)).await {
            Ok(issued) => issued,
            Err(Error::Protocol(error)) => return Ok(refuse(provider, asked.addressed, &error)),
            Err(error) => return Err(error),
        };
    let mut unit = match waiting {
        Some(digest) => Store::finish_interaction(digest, ctx.now()).then(handed_out),
        None => handed_out,
    };
    let client = &asked.registered.client;
    let pair = provider
        .sessions()
        .client(configuration, &session.sid, client);
    unit = unit.then(pair.unit());
    if let Some(group) = visitor.group.filter(|_| {
        visitor.accounts.len() > 1 && selected.used_last.as_deref() != Some(&session.sid)
    }) {
        unit = unit.then(Store::put_account_of_client(
            &group.digest(),
            &client.client_id,
            &session.sid,
        ));
    }
    if provider.store.commit(unit).await? {
        provider.sessions().remember_client(pair);
        return Ok(Outcome::SendToClient(Box::new(
            AuthorizationResponse::success(asked.addressed, provider.issuer(), issued),
        )));
    }
    // Either the request was answered in another tab, or the session ended in this very moment.
    match waiting {
        Some(_) => Err(stale()),
        None => Ok(refuse(
            provider,
            asked.addressed,
            &ProtocolError::new(ErrorCode::LoginRequired, "the session ended"),
        )),
    }
}

/// Mints everything that was asked for, and the statements that keep it. All of it fails where the
/// session has ended.
async fn hand_out(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    asked: &Asked,
    whom: (&SsoSession, Option<String>),
) -> Result<(Issued, Unit)> {
    let (session, session_state) = whom;
    let (client, request, now) = (&asked.registered.client, &asked.request, ctx.now());
    let mut issued = Issued {
        session_state,
        ..Issued::default()
    };
    let mut unit = Unit::new();
    if request.response_type.has_code() {
        let code = Secret::generate(provider.entropy.as_ref());
        unit = unit.then(Store::add_authorization_code(&NewAuthorizationCode {
            digest: code.digest(),
            facts: facts(provider, ctx, asked, session),
            redirect_uri: asked.addressed.redirect_uri().to_owned(),
            nonce: request.nonce.clone(),
            code_challenge: request.code_challenge.clone(),
            expires_at: now.plus(provider.settings.lifetimes.authorization_code),
        }));
        issued.code = Some(code);
    } else {
        unit = unit.then(Store::require_live_session(&session.sid));
    }
    if !request.response_type.is_front_channel() {
        return Ok((issued, unit));
    }
    // What the browser carries ends with the session: nothing of it is for somebody who is away.
    let facts =
        facts(provider, ctx, asked, session).with_scope(request.scope.without("offline_access"));
    let scope = &facts.scope;
    let grant = TokenBasis {
        facts: &facts,
        nonce: request.nonce.as_deref(),
        expires_at: tokens::grant_end(provider, ctx, scope, session.auth_time),
        roles: &tokens::roles(provider, configuration, client, &session.user_id).await?,
    };
    if request.response_type.has_token() {
        let (access_token, expires_in, keep) =
            tokens::access_token(provider, ctx, configuration, client, &grant)?;
        unit = unit
            .then(Store::add_grant(&NewGrant {
                facts: facts.clone(),
                created_at: now,
                expires_at: grant.expires_at,
            }))
            .then(keep);
        issued.access_token = Some((access_token, expires_in));
        issued.scope = scope.clone();
    }
    if request.response_type.has_id_token() && scope.contains("openid") {
        // Where no access token comes at all, the ID token is the only place for the claims of the
        // scope (OpenID Connect Core §5.4).
        let alone = !request.response_type.has_code() && !request.response_type.has_token();
        let opened = if alone {
            scope.clone()
        } else {
            Scope::default()
        };
        let claims = if alone || !grant.facts.claims.id_token.is_empty() {
            let user = provider.store.user(&session.user_id).await?;
            user.map(|user| released(&user.subject(), &opened, &grant.facts.claims.id_token))
                .unwrap_or_default()
        } else {
            Map::new()
        };
        let beside = Beside {
            access_token: issued
                .access_token
                .as_ref()
                .map(|(token, _)| token.as_str()),
            code: issued.code.as_ref().map(Secret::reveal),
        };
        issued.id_token = Some(
            tokens::id_token(
                provider,
                ctx,
                configuration,
                client,
                &grant,
                Content { beside, claims },
            )
            .await?,
        );
    }
    Ok((issued, unit))
}

/// The facts of a new grant.
fn facts(
    provider: &Provider,
    ctx: &OperationContext,
    asked: &Asked,
    session: &SsoSession,
) -> GrantFacts {
    GrantFacts {
        grant_id: ordered_id(provider.entropy.as_ref(), ctx.now()),
        client_id: asked.registered.client.client_id.clone(),
        user_id: session.user_id.clone(),
        sid: Some(session.sid.clone()),
        scope: asked.request.scope.clone(),
        auth_time: session.auth_time,
        authentication: session.authentication.clone(),
        claims: asked.request.claims.names.clone(),
    }
}

/// `session_state`, for a client whose page has an origin.
fn state_for(provider: &Provider, asked: &Asked, visitor: Visitor<'_>) -> Option<String> {
    let origin = origin(asked.addressed.redirect_uri())
        .filter(|_| asked.request.scope.contains("openid"))?;
    let state = browser_state(&visitor.sids(), provider.master_key.browser_state_salt());
    Some(session_state(
        &asked.registered.client.client_id,
        &origin,
        &state,
        &random_id(provider.entropy.as_ref(), 9),
    ))
}
