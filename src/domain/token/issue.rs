//! Tokens for a grant.

use crate::{
    domain::{Configuration, Provider, Result},
    protocol::{
        access_token::{self, AccessToken},
        client::{AccessTokenFormat, Client, GrantType, SigningAlgorithm},
        id_token::IdToken,
        scope::Scope,
        secret::{Secret, random_id},
        time::{Lifetime, Timestamp},
    },
    storage::{NewRefreshToken, Store, Unit},
};
use serde::Serialize;

/// The token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Serialize)]
pub struct TokenResponse {
    /// As its client sees it.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    /// Where the grant has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Where `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What was granted.
    pub scope: Scope,
}

/// What tokens are made of.
pub(super) struct Grant<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) sid: Option<&'a str>,
    pub(super) scope: &'a Scope,
    pub(super) auth_time: Timestamp,
    pub(super) amr: &'a [String],
    pub(super) nonce: Option<&'a str>,
    pub(super) expires_at: Timestamp,
}

/// How long a grant may live: with offline access on its own, otherwise as long as the session that it came from.
pub(super) fn grant_end(provider: &Provider, scope: &Scope, auth_time: Timestamp) -> Timestamp {
    let lifetimes = provider.settings.lifetimes;
    let longest = if scope.contains("offline_access") { lifetimes.refresh_token_absolute } else { lifetimes.session.absolute };
    if scope.contains("offline_access") {
        provider.now().plus(longest)
    } else {
        auth_time.plus(longest).max(provider.now().plus(lifetimes.access_token))
    }
}

/// Mints the tokens of a grant and the statements that keep them. Nothing is handed out before these are committed.
pub(super) fn mint(provider: &Provider, configuration: &Configuration, client: &Client, grant: &Grant<'_>) -> Result<(TokenResponse, Unit)> {
    let (now, lifetimes) = (provider.now(), provider.settings.lifetimes);
    let token = AccessToken {
        jti: format!("{}.{}", grant.id, random_id(provider.entropy.as_ref(), 12)),
        sub: grant.person_id.to_owned(),
        client_id: client.client_id.clone(),
        aud: audiences(provider, client),
        scope: grant.scope.clone(),
        iat: now,
        exp: now.plus(lifetimes.access_token).min(grant.expires_at.max(now.plus(Lifetime::seconds(1)))),
        auth_time: Some(grant.auth_time),
        sid: grant.sid.map(str::to_owned),
    };
    let (access_token, mut unit) = present(provider, configuration, client, &token)?;
    let mut refresh_token = None;
    if client.may_use(GrantType::RefreshToken) {
        let secret = Secret::generate(provider.entropy.as_ref());
        unit = unit.then(Store::add_refresh_token(&NewRefreshToken {
            digest: secret.digest(),
            grant_id: grant.id.to_owned(),
            created_at: now,
            idle_expires_at: now.plus(lifetimes.refresh_token_idle).min(grant.expires_at),
        }));
        refresh_token = Some(secret.reveal().to_owned());
    }
    let id_token = if grant.scope.contains("openid") { Some(id_token(provider, configuration, client, grant, &access_token)?) } else { None };
    let expires_in = token.exp.since(now) / 1000;
    Ok((TokenResponse { access_token, token_type: "Bearer", expires_in, refresh_token, id_token, scope: grant.scope.clone() }, unit))
}

/// An access token in the client's format.
pub(super) fn present(provider: &Provider, configuration: &Configuration, client: &Client, token: &AccessToken) -> Result<(String, Unit)> {
    match client.access_token_format {
        AccessTokenFormat::Jwt => {
            let algorithm = default_algorithm(provider);
            let signed = configuration.keyring.sign(algorithm, access_token::TYP, &token.claims(provider.issuer()), provider.now())?;
            Ok((signed, Unit::new()))
        }
        AccessTokenFormat::Opaque => {
            let secret = Secret::generate(provider.entropy.as_ref());
            Ok((secret.reveal().to_owned(), Store::add_access_token(&secret.digest(), token)))
        }
    }
}

/// The issuer itself, whose userinfo accepts the token, and the APIs that the client is registered for.
pub(super) fn audiences(provider: &Provider, client: &Client) -> Vec<String> {
    let mut audiences = vec![provider.issuer().to_owned()];
    audiences.extend(client.audience.iter().cloned());
    audiences
}

fn default_algorithm(provider: &Provider) -> SigningAlgorithm {
    provider.settings.algorithms.first().copied().unwrap_or(SigningAlgorithm::RS256)
}

fn id_token(provider: &Provider, configuration: &Configuration, client: &Client, grant: &Grant<'_>, access_token: &str) -> Result<String> {
    let (now, algorithm) = (provider.now(), client.id_token_signed_response_alg.unwrap_or_else(|| default_algorithm(provider)));
    let claims = IdToken {
        iss: provider.issuer(),
        sub: grant.person_id,
        client_id: &client.client_id,
        sid: grant.sid,
        nonce: grant.nonce,
        auth_time: grant.auth_time,
        amr: grant.amr,
        iat: now,
        exp: now.plus(provider.settings.lifetimes.id_token),
    };
    Ok(configuration.keyring.sign(algorithm, "JWT", &claims.claims(access_token, algorithm.as_str()), now)?)
}
