//! Tokens of a grant: access token, refresh token and ID token, with the statements that store
//! them. No token leaves before these are committed.

use crate::{
    Configuration, Result,
    context::OperationContext,
    oauth::{
        access_claims::access_claims,
        release::{Granted, as_named, has_claims_in_id_token, release_in_id_token},
        token::Tokens,
    },
};
use doorward_adapters::keys::{EncryptionError, encrypt};
use doorward_protocol::{
    access::{UserAccess, place::Place},
    clients::client::{AccessTokenFormat, Client, GrantType},
    keys::encryption::{ContentEncryption, KeyManagement},
    oauth::{
        access_token::AccessToken,
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        scope::Scope,
    },
    oidc::id_token::{HashInputs, IdToken},
    secret::{Secret, random_id},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{NewRefreshToken, Store, Unit};
use serde::Serialize;
use serde_json::{Map, Value};

/// The token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Serialize)]
pub struct TokenResponse {
    /// The access token, in the format that the client is registered for.
    pub access_token: String,
    /// Always `Bearer` (RFC 6750).
    pub token_type: &'static str,
    /// The lifetime of the access token, in seconds.
    pub expires_in: i64,
    /// The refresh token, where the client may use that grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token, where `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// The scope of the access token.
    pub scope: Scope,
}

/// What the tokens of one response are made from.
pub(crate) struct TokenBasis<'a> {
    /// The keys that sign.
    pub(crate) configuration: &'a Configuration,
    /// The client that gets the tokens.
    pub(crate) client: &'a Client,
    /// Who may accept the access token (RFC 8707).
    pub(crate) audience: &'a [String],
    /// The grant that the tokens belong to.
    pub(crate) facts: &'a GrantFacts,
    /// The `nonce` of the authorization request, for the ID token.
    pub(crate) nonce: Option<&'a str>,
    /// When the grant ends; no token of it outlives that.
    pub(crate) expires_at: Timestamp,
    /// What the user may do in the client.
    pub(crate) access: &'a UserAccess,
}

/// What an access token says.
pub(crate) struct AccessTokenContent {
    /// What every access token says.
    pub(crate) token: AccessToken,
    /// Groups, roles and permissions of its user, which stand in a JWT alone: whoever asks about an
    /// opaque token is told what holds then.
    pub(crate) access: Map<String, Value>,
}

/// An access token that is not stored yet.
pub(crate) struct MintedAccessToken {
    /// The token as the client gets it.
    pub(crate) text: String,
    /// Its lifetime in seconds.
    pub(crate) expires_in: i64,
    /// The statements that store it; none for a JWT.
    pub(crate) unit: Unit,
}

/// What an ID token holds beyond the facts of its grant.
pub(crate) struct IdTokenContent<'a> {
    /// The code and the access token that are issued with it.
    pub(crate) hash_inputs: HashInputs<'a>,
    /// Claims about the user.
    pub(crate) claims: Map<String, Value>,
}

impl Tokens {
    /// When a grant ends: with offline access after its own lifetime, otherwise with the longest
    /// session that it can come from.
    pub(crate) fn grant_end(&self, ctx: &OperationContext, facts: &GrantFacts) -> Timestamp {
        let lifetimes = self.kernel.settings.lifetimes;
        if facts.is_offline() {
            return ctx.now().plus(lifetimes.refresh_token_absolute);
        }
        facts
            .auth_time
            .plus(lifetimes.session.absolute)
            .max(ctx.now().plus(lifetimes.access_token))
    }

    /// Mints the tokens of a grant, and the statements that store them.
    pub(super) async fn mint(
        &self,
        ctx: &OperationContext,
        basis: &TokenBasis<'_>,
    ) -> Result<(TokenResponse, Unit)> {
        let access_token = self.mint_access_token(ctx, basis)?;
        let mut unit = access_token.unit;
        let mut response = TokenResponse {
            access_token: access_token.text,
            token_type: "Bearer",
            expires_in: access_token.expires_in,
            refresh_token: None,
            id_token: None,
            scope: basis.facts.scope.clone(),
        };
        if basis.client.may_use(GrantType::RefreshToken) {
            let secret = Secret::generate(self.kernel.entropy.as_ref());
            unit = unit.then(self.store_refresh_token(ctx, basis, &secret));
            response.refresh_token = Some(secret.reveal().to_owned());
        }
        if basis.facts.scope.contains("openid") {
            let content = IdTokenContent {
                claims: self.id_token_claims(basis.client, basis.facts).await?,
                hash_inputs: HashInputs {
                    access_token: Some(&response.access_token),
                    ..HashInputs::default()
                },
            };
            let id_token = self.mint_id_token(ctx, basis, content).await?;
            response.id_token = Some(id_token);
        }
        Ok((response, unit))
    }

    fn store_refresh_token(
        &self,
        ctx: &OperationContext,
        basis: &TokenBasis<'_>,
        secret: &Secret,
    ) -> Unit {
        let idle = self.kernel.settings.lifetimes.refresh_token_idle;
        Store::add_refresh_token(&NewRefreshToken {
            digest: secret.digest(),
            grant_id: basis.facts.grant_id.clone(),
            created_at: ctx.now(),
            idle_expires_at: ctx.now().plus(idle).min(basis.expires_at),
        })
    }

    /// The claims about the user in the ID token. The user is read only where there are some.
    pub(crate) async fn id_token_claims(
        &self,
        client: &Client,
        facts: &GrantFacts,
    ) -> Result<Map<String, Value>> {
        if !has_claims_in_id_token(client, facts) {
            return Ok(Map::new());
        }
        let configuration = self.kernel.configuration().await?;
        let user = self.kernel.database.read().user(&facts.user_id).await?;
        Ok(user
            .map(|user| release_in_id_token(&self.kernel, &configuration, client, &user, facts))
            .unwrap_or_default())
    }

    /// Mints an access token of a grant.
    pub(crate) fn mint_access_token(
        &self,
        ctx: &OperationContext,
        basis: &TokenBasis<'_>,
    ) -> Result<MintedAccessToken> {
        let (client, facts, now) = (basis.client, basis.facts, ctx.now());
        let lifetime = self.kernel.settings.lifetimes.access_token;
        let random = random_id(self.kernel.entropy.as_ref(), 12);
        let token = AccessToken {
            jti: format!("{}.{random}", facts.grant_id),
            sub: self.kernel.subject_for(client, &facts.user_id),
            client_id: client.client_id.clone(),
            aud: basis.audience.to_vec(),
            scope: facts.scope.clone(),
            iat: now,
            exp: now
                .plus(lifetime)
                .min(basis.expires_at.max(now.plus(Lifetime::seconds(1)))),
            auth_time: Some(facts.auth_time),
            acr: Some(facts.authentication.acr().to_owned()),
            amr: facts.authentication.amr.clone(),
            sid: facts.sid.clone(),
        };
        let granted = Granted::scope(&facts.scope);
        let place = Place::AccessToken;
        let content = AccessTokenContent {
            token,
            access: access_claims(&self.kernel, client, basis.access, granted, place),
        };
        self.format_access_token(ctx, basis.configuration, client, content)
    }

    /// Puts an access token into the format that the client is registered for.
    pub(super) fn format_access_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        client: &Client,
        content: AccessTokenContent,
    ) -> Result<MintedAccessToken> {
        let AccessTokenContent { token, access } = content;
        let expires_in = token.exp.since(ctx.now()) / 1000;
        match client.access_token_format {
            AccessTokenFormat::Jwt => {
                let algorithm = self.kernel.default_algorithm();
                let mut claims = token.claims(self.kernel.issuer());
                claims.extend(access);
                let claims = as_named(client, claims);
                let (keyring, typ) = (&configuration.keyring, client.access_token_typ.as_str());
                Ok(MintedAccessToken {
                    text: keyring.sign(algorithm, typ, &claims, ctx.now())?,
                    expires_in,
                    unit: Unit::new(),
                })
            }
            AccessTokenFormat::Opaque => {
                let secret = Secret::generate(self.kernel.entropy.as_ref());
                Ok(MintedAccessToken {
                    text: secret.reveal().to_owned(),
                    expires_in,
                    unit: Store::add_access_token(&secret.digest(), &token),
                })
            }
        }
    }

    /// Mints an ID token: signed, and encrypted where the client is registered so (OpenID Connect
    /// Core §2, §10).
    pub(crate) async fn mint_id_token(
        &self,
        ctx: &OperationContext,
        basis: &TokenBasis<'_>,
        content: IdTokenContent<'_>,
    ) -> Result<String> {
        let (client, facts, now) = (basis.client, basis.facts, ctx.now());
        let algorithm = client
            .id_token_signed_response_alg
            .unwrap_or_else(|| self.kernel.default_algorithm());
        let id_token = IdToken {
            iss: self.kernel.issuer(),
            sub: &self.kernel.subject_for(client, &facts.user_id),
            client_id: &client.client_id,
            sid: facts.sid.as_deref(),
            nonce: basis.nonce,
            auth_time: facts.auth_time,
            authentication: &facts.authentication,
            iat: now,
            exp: now.plus(self.kernel.settings.lifetimes.id_token),
        };
        let mut claims = content.claims;
        claims.extend(id_token.claims(content.hash_inputs, algorithm.as_str()));
        let granted = Granted {
            scope: &facts.scope,
            names: &facts.claims.id_token,
        };
        let place = Place::IdToken;
        claims.extend(access_claims(
            &self.kernel,
            client,
            basis.access,
            granted,
            place,
        ));
        let claims = as_named(client, claims);
        let keyring = &basis.configuration.keyring;
        let signed = keyring.sign(algorithm, "JWT", &claims, now)?;
        let Some(alg) = client.id_token_encrypted_response_alg else {
            return Ok(signed);
        };
        let enc = client.id_token_encrypted_response_enc.unwrap_or_default();
        self.encrypt_for(client, &signed, alg, enc).await
    }

    /// A signed token inside a JWE for the client.
    pub(super) async fn encrypt_for(
        &self,
        client: &Client,
        signed: &str,
        alg: KeyManagement,
        enc: ContentEncryption,
    ) -> Result<String> {
        let no_keys = || {
            ProtocolError::new(
                ErrorCode::InvalidRequest,
                "the client's keys cannot be had, and its tokens are to be encrypted: check its jwks_uri",
            )
        };
        let jwks = self.clients.key_set(client).await;
        let jwks = jwks.ok_or_else(no_keys)?;
        match encrypt(signed, &jwks, alg, enc) {
            Ok(token) => Ok(token),
            Err(EncryptionError::NoKey(_)) => Err(no_keys().into()),
            Err(error) => Err(error.into()),
        }
    }
}
