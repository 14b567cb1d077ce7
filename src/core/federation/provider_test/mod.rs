//! The checks of `doorward provider test`: whether users could sign in by a provider, without
//! anybody signing in.

mod checks;
mod finding;

pub use finding::Finding;

use crate::{
    Result,
    clients::documents::Freshness,
    context::OperationContext,
    federation::{Federation, LoadedIdentityProvider, discovery::Discovered},
};
use checks::{client_secret_finding, clock_finding, redirect_uri_finding};
use doorward_adapters::outbound::identity_provider::{
    AuthorizationParameters, CodeExchange, IdentityProviderError, count_base_entries,
};
use doorward_protocol::federation::Protocol;
use finding::finding;

/// A state, nonce, code verifier and code that no login uses.
const PROBE: &str = "doorward-provider-test-doorward-provider-test";

impl Federation {
    /// Checks a provider.
    ///
    /// # Errors
    /// Where our own database or keys fail. What is wrong with the provider is a finding.
    pub async fn test_provider(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
    ) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        if !provider.declared().enabled {
            findings.push(finding(
                "enabled",
                false,
                "enabled = false: nobody comes in by it",
            ));
        }
        match provider.resolved().preset.protocol {
            Protocol::Ldap => findings.push(self.test_directory(provider).await),
            Protocol::OpenId => findings.extend(self.test_openid(ctx, provider).await?),
            Protocol::OAuth2 => findings.extend(self.test_oauth(ctx, provider).await),
        }
        Ok(findings)
    }

    async fn test_directory(&self, provider: &LoadedIdentityProvider) -> Finding {
        let what = "directory";
        let Ok(directory) = provider.directory() else {
            return finding(what, false, "ldap is missing");
        };
        let settings = directory.settings;
        match count_base_entries(&self.outbound, &directory).await {
            Ok(1..) => finding(
                what,
                true,
                format!("{} answers and holds {}", settings.url, settings.base_dn),
            ),
            Ok(0) => finding(
                what,
                false,
                format!(
                    "ldap.base_dn {} is not there, or ldap.bind_dn may not read it",
                    settings.base_dn
                ),
            ),
            Err(IdentityProviderError::Unreachable(_)) => finding(
                what,
                false,
                format!(
                    "{} does not answer, or its certificate is not trusted: see outbound.ca_file",
                    settings.url
                ),
            ),
            Err(error) => finding(what, false, error.to_string()),
        }
    }

    async fn test_openid(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
    ) -> Result<Vec<Finding>> {
        let found = match self.discover(provider).await {
            Ok(found) => found,
            Err(error) => return Ok(vec![undiscovered(provider, &error)]),
        };
        let jwks_uri = found.metadata.jwks_uri().as_str();
        let secret = provider.client_secret(ctx)?;
        let client = provider.openid_client(&found.metadata, &secret);
        let redirect_uri = self.redirect_uri(provider);
        // With prompt=none, a provider that accepts the request answers with a redirect, without a
        // page (OpenID Connect Core §3.1.2.1).
        let silent = [("prompt".to_owned(), "none".to_owned())];
        let scopes = provider.resolved().scopes();
        let url = client.authorization_url(&probe_parameters(&redirect_uri, &scopes, &silent));
        let outbound = provider.outbound(&self.outbound);
        let answer = client
            .exchange_code(&outbound, probe_exchange(&redirect_uri))
            .await;
        let mut findings = vec![
            finding("discovery", true, format!("issuer {}", found.issuer())),
            self.test_keys(provider, &found).await,
            clock_finding(ctx, &outbound, jwks_uri).await,
            redirect_uri_finding(&outbound, url, &redirect_uri).await,
            client_secret_finding(answer.map(|_| ())),
        ];
        if found.supports("backchannel_logout_supported") {
            let uri = format!(
                "{}/federation/{}/backchannel-logout",
                self.kernel.issuer(),
                provider.id()
            );
            findings.push(finding(
                "logout",
                true,
                format!("it can tell of sign-outs: register {uri} there"),
            ));
        }
        Ok(findings)
    }

    async fn test_keys(&self, provider: &LoadedIdentityProvider, found: &Discovered) -> Finding {
        let uri = found.metadata.jwks_uri().as_str();
        let keys = self
            .key_set(provider, &found.metadata, Freshness::Remembered)
            .await;
        let count = keys
            .as_ref()
            .and_then(|keys| keys.get("keys")?.as_array().map(Vec::len))
            .unwrap_or_default();
        if count == 0 {
            let detail = format!("{uri} holds no key: ID tokens cannot be verified");
            finding("keys", false, detail)
        } else {
            finding("keys", true, format!("{count} keys at {uri}"))
        }
    }

    async fn test_oauth(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
    ) -> Vec<Finding> {
        let Some(endpoints) = provider.resolved().endpoints() else {
            return vec![finding(
                "endpoints",
                false,
                "authorization_endpoint, token_endpoint and userinfo_endpoint must be given",
            )];
        };
        let client = provider.oauth_client(&endpoints);
        let redirect_uri = self.redirect_uri(provider);
        let scopes = provider.resolved().scopes();
        let url = client.authorization_url(&probe_parameters(&redirect_uri, &scopes, &[]));
        let outbound = provider.outbound(&self.outbound);
        let answer = client
            .exchange_code(&outbound, probe_exchange(&redirect_uri))
            .await;
        vec![
            clock_finding(ctx, &outbound, &endpoints.userinfo).await,
            redirect_uri_finding(&outbound, url, &redirect_uri).await,
            client_secret_finding(answer.map(|_| ())),
        ]
    }
}

fn undiscovered(provider: &LoadedIdentityProvider, error: &IdentityProviderError) -> Finding {
    let issuer = provider.resolved().issuer().unwrap_or_default();
    let detail = match error {
        IdentityProviderError::Unreachable(_) => format!(
            "{issuer}/.well-known/openid-configuration cannot be had: is the issuer right, and can this machine reach it?"
        ),
        other => format!("{issuer}: {other}"),
    };
    finding("discovery", false, detail)
}

const fn probe_parameters<'a>(
    redirect_uri: &'a str,
    scopes: &'a [&'a str],
    additional: &'a [(String, String)],
) -> AuthorizationParameters<'a> {
    AuthorizationParameters {
        redirect_uri,
        scopes,
        state: PROBE,
        nonce: PROBE,
        verifier: PROBE,
        additional,
    }
}

const fn probe_exchange(redirect_uri: &str) -> CodeExchange<'_> {
    CodeExchange {
        redirect_uri,
        code: PROBE,
        verifier: PROBE,
    }
}
