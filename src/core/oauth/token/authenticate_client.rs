//! Client authentication (RFC 6749 §2.3, OpenID Connect Core §9, RFC 7523 §3).

use crate::{
    Error, Result,
    clients::sealed_secrets::{OpenedSecret, opened},
    context::OperationContext,
    limits::Class,
    oauth::token::Tokens,
};
use doorward_adapters::keys::{AssertionKey, verify_assertion};
use doorward_protocol::{
    clients::{
        client::TokenEndpointAuthMethod, client_secrets::SecretCheck,
        registered_client::RegisteredClient,
    },
    keys::jws::{self, Unverified},
    oauth::{
        authorization_request::Parameters,
        client_assertion::{AssertionFault, AssertionUse, check_assertion},
        client_authentication::{
            AuthenticationFailure, ClientCredential, HttpCredentials, INVALID_CLIENT,
            PresentedClient, is_of_method, presented_client,
        },
        discovery::path,
    },
    secret::{Digest, Secret},
    time::Timestamp,
};
use doorward_storage::Store;
use std::sync::Arc;

/// A refusal of a client, or a failure that is ours.
enum Refusal {
    Client(AuthenticationFailure),
    Failed(Error),
}

/// What became of a credential that somebody looks at.
pub(in crate::oauth) enum CredentialSeen {
    /// It authenticates the client.
    Right,
    /// All but the signature was checked, whose keys would have to be fetched.
    KeysNotFetched,
    /// It does not authenticate the client.
    Failed(AuthenticationFailure),
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<AuthenticationFailure> for Refusal {
    fn from(failure: AuthenticationFailure) -> Self {
        Self::Client(failure)
    }
}

impl Tokens {
    /// Authenticates the client of a request, by a method that it may use. Guesses of secrets are
    /// counted, by network and client: one that guesses too often is told to wait. What claims to be
    /// a client that there is not is counted by its network alone, since a stranger can make up any
    /// number of names. A right secret that was sent the wrong way is no guess.
    ///
    /// # Errors
    /// `invalid_client` or `invalid_request` for the client; `Limited` after too many guesses;
    /// `Unavailable` or `Internal`.
    pub async fn authenticate_client(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        parameters: &Parameters,
    ) -> Result<Arc<RegisteredClient>> {
        let presented = presented_client(credentials, parameters)?;
        let registered = self.registered(&presented).await?;
        let mut source = ctx.network();
        if let Some(registered) = &registered {
            source = format!("{source} {}", registered.client.client_id);
        }
        let (limits, class) = (&self.rate_limits, Class::ClientAuthentication);
        limits.check(ctx, class, &source)?;
        let failure = match registered {
            None => AuthenticationFailure::UnknownClient,
            Some(registered) => {
                let authenticated = self.authenticate(ctx, &registered, &presented).await;
                match authenticated {
                    Ok(used) => {
                        if let Some(number) = used {
                            let client_id = &registered.client.client_id;
                            let noted = self.clients.secret_uses();
                            noted.note(client_id, number, ctx.now());
                        }
                        return Ok(registered);
                    }
                    Err(Refusal::Failed(error)) => return Err(error),
                    Err(Refusal::Client(failure)) => failure,
                }
            }
        };
        if is_guess(failure, &presented.credential) {
            limits.count(ctx, class, &source).await;
        }
        Err(failure.error().into())
    }

    /// What client authentication says to a request that somebody looks at: nothing is used up, and no
    /// keys are fetched. Wrong secrets are counted as at the endpoint, for whoever looks: this page is
    /// no way to guess one.
    ///
    /// # Errors
    /// `Limited` after too many wrong secrets; `Unavailable` or `Internal`.
    pub(in crate::oauth) async fn look_at_credential(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        presented: &PresentedClient,
    ) -> Result<CredentialSeen> {
        let client = &registered.client;
        let source = format!("{} looks at {}", ctx.network(), client.client_id);
        let (limits, class) = (&self.rate_limits, Class::ClientAuthentication);
        limits.check(ctx, class, &source)?;
        let failure = match self.see_credential(ctx, registered, presented).await {
            Ok(seen) => return Ok(seen),
            Err(Refusal::Failed(error)) => return Err(error),
            Err(Refusal::Client(failure)) => failure,
        };
        if is_guess(failure, &presented.credential) {
            limits.count(ctx, class, &source).await;
        }
        Ok(CredentialSeen::Failed(failure))
    }

    async fn see_credential(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        presented: &PresentedClient,
    ) -> std::result::Result<CredentialSeen, Refusal> {
        let client = &registered.client;
        let ClientCredential::Assertion(assertion) = &presented.credential else {
            self.authenticate(ctx, registered, presented).await?;
            return Ok(CredentialSeen::Right);
        };
        let token = jws::parse(assertion).ok_or(INVALID_CLIENT)?;
        let method = client.token_endpoint_auth_method;
        let is_remote = method == TokenEndpointAuthMethod::PrivateKeyJwt && client.jwks.is_none();
        if !is_remote {
            self.verify_client_assertion(ctx, registered, &presented.credential, &token)
                .await?;
        }
        self.assertion_use(ctx, registered, &token)?;
        Ok(if is_remote {
            CredentialSeen::KeysNotFetched
        } else {
            CredentialSeen::Right
        })
    }

    /// The client that a request claims to come from.
    pub(in crate::oauth) async fn registered(
        &self,
        presented: &PresentedClient,
    ) -> Result<Option<Arc<RegisteredClient>>> {
        let configuration = self.kernel.configuration().await?;
        for client_id in presented.client_ids() {
            if let Some(found) = configuration.client(client_id).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Authenticates a client; gives the number of the secret that it did so by.
    async fn authenticate(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        presented: &PresentedClient,
    ) -> std::result::Result<Option<i64>, Refusal> {
        if registered.disabled {
            return Err(AuthenticationFailure::Disabled.into());
        }
        let credential = &presented.credential;
        match credential {
            ClientCredential::Identifier if registered.client.is_public() => Ok(None),
            ClientCredential::Identifier => Err(AuthenticationFailure::NoCredential.into()),
            ClientCredential::Basic(readings) => {
                Ok(check_secret(registered, credential, readings, ctx.now())?)
            }
            ClientCredential::Post(secret) => {
                let readings = std::slice::from_ref(secret);
                Ok(check_secret(registered, credential, readings, ctx.now())?)
            }
            ClientCredential::Assertion(assertion) => {
                let token = jws::parse(assertion).ok_or(INVALID_CLIENT)?;
                let used = self
                    .verify_client_assertion(ctx, registered, credential, &token)
                    .await?;
                self.use_client_assertion(ctx, registered, &token).await?;
                Ok(used)
            }
        }
    }

    /// Checks the method, the algorithm and the signature of a client assertion; gives the number of the
    /// secret that signed it.
    async fn verify_client_assertion(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        credential: &ClientCredential,
        token: &Unverified<'_>,
    ) -> std::result::Result<Option<i64>, Refusal> {
        let client = &registered.client;
        let method = client.token_endpoint_auth_method;
        if !method.signs() {
            return Err(AuthenticationFailure::OtherMethod.into());
        }
        let registered_alg = client.token_endpoint_auth_signing_alg.as_ref();
        let fault = if !is_of_method(credential, Some(&token.alg), client)
            || registered_alg.is_some_and(|alg| *alg != token.alg)
        {
            Some(AssertionFault::WrongAlg)
        } else if method == TokenEndpointAuthMethod::ClientSecretJwt {
            let secrets = opened(&self.kernel.sealing, registered, ctx.now())?;
            return Ok(Some(signed_by(token, &secrets)?));
        } else {
            self.clients.verify(client, token).await.err()
        };
        fault.map_or(Ok(None), |fault| {
            Err(AuthenticationFailure::Assertion(fault).into())
        })
    }

    /// Checks the claims of an assertion whose signature holds, and uses it up (RFC 7523 §3).
    async fn use_client_assertion(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        token: &Unverified<'_>,
    ) -> std::result::Result<(), Refusal> {
        let used = self.assertion_use(ctx, registered, token)?;
        let client_id = &registered.client.client_id;
        let digest = Digest::of(format!("{client_id}\u{0}{}", used.jti).as_bytes());
        let unit = Store::use_client_assertion(&digest, used.until);
        if self.kernel.database.commit_unaudited(unit).await? {
            return Ok(());
        }
        Err(AuthenticationFailure::Assertion(AssertionFault::ReusedJti).into())
    }

    /// Checks the claims of an assertion.
    fn assertion_use(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        token: &Unverified<'_>,
    ) -> std::result::Result<AssertionUse, AuthenticationFailure> {
        let issuer = self.kernel.issuer();
        let at = |path| format!("{issuer}{path}");
        let challenge = path::AUTHORIZATION_CHALLENGE;
        let endpoints = [path::TOKEN, path::INTROSPECT, path::REVOKE, challenge].map(at);
        let [token_endpoint, introspect, revoke, challenge] = &endpoints;
        let audiences = [issuer, token_endpoint, introspect, revoke, challenge];
        let client_id = &registered.client.client_id;
        check_assertion(&token.claims, client_id, &audiences, ctx.now())
            .map_err(AuthenticationFailure::Assertion)
    }
}

/// Checks a secret, and then whether the client may send it this way.
fn check_secret(
    registered: &RegisteredClient,
    credential: &ClientCredential,
    readings: &[Secret],
    now: Timestamp,
) -> std::result::Result<Option<i64>, AuthenticationFailure> {
    let client = &registered.client;
    if !client.token_endpoint_auth_method.uses_secret() {
        return Err(AuthenticationFailure::OtherMethod);
    }
    let number = match registered.secrets.check(readings, now) {
        SecretCheck::Live(number) => number,
        SecretCheck::Expired(_) => return Err(AuthenticationFailure::ExpiredSecret),
        SecretCheck::Wrong => return Err(AuthenticationFailure::WrongSecret),
    };
    if !is_of_method(credential, None, client) {
        return Err(AuthenticationFailure::RightSecretByOtherMethod);
    }
    Ok(Some(number))
}

/// The number of the secret that signed an assertion. Every secret is tried, so that the time of the
/// answer does not tell which one it was.
fn signed_by(
    token: &Unverified<'_>,
    secrets: &[OpenedSecret],
) -> std::result::Result<i64, AuthenticationFailure> {
    if secrets.is_empty() {
        return Err(AuthenticationFailure::WrongSecret);
    }
    let mut signed = Err(AuthenticationFailure::Assertion(
        AssertionFault::WrongSignature,
    ));
    for secret in secrets {
        let is_signed = verify_assertion(token, AssertionKey::Secret(&secret.plain));
        if is_signed && signed.is_err() {
            signed = if secret.is_live {
                Ok(secret.number)
            } else {
                Err(AuthenticationFailure::ExpiredSecret)
            };
        }
    }
    signed
}

/// Whether a failure may be the guess of a secret. Who names a client that there is not, with a
/// secret, guesses both.
fn is_guess(failure: AuthenticationFailure, credential: &ClientCredential) -> bool {
    match failure {
        AuthenticationFailure::WrongSecret => true,
        AuthenticationFailure::UnknownClient => !matches!(credential, ClientCredential::Identifier),
        AuthenticationFailure::Assertion(fault) => fault.is_guess(),
        AuthenticationFailure::Disabled
        | AuthenticationFailure::ExpiredSecret
        | AuthenticationFailure::RightSecretByOtherMethod
        | AuthenticationFailure::OtherMethod
        | AuthenticationFailure::NoCredential => false,
    }
}
