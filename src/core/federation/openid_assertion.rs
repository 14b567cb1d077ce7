//! The assertion of an OpenID provider: the claims of its ID token, completed by userinfo.

use crate::{
    clients::documents::Freshness,
    context::OperationContext,
    federation::{
        Federation, LoadedIdentityProvider, assertion::CodeResponse, discovery::Discovered,
        error::ProviderResult,
    },
};
use doorward_adapters::outbound::{
    OutboundError,
    identity_provider::{
        IdentityProviderError, OpenIdClient, TokenSet, VerifyError, verify_id_token,
    },
};
use doorward_protocol::{
    federation::{Assertion, Quirk},
    oauth::authorization_request::Parameters,
};
use serde_json::{Map, Value};

/// Claims that are requested from userinfo where the ID token lacks one of them.
const WANTED_CLAIMS: [&str; 2] = ["email", "name"];

/// The claims of an ID token or of userinfo.
type Claims = Map<String, Value>;

impl Federation {
    pub(super) async fn openid_assertion(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        response: &CodeResponse<'_>,
    ) -> ProviderResult<Assertion> {
        let found = self.discover(provider).await?;
        check_response_issuer(provider, &found, response.parameters)?;
        let outbound = provider.outbound(&self.outbound);
        let redirect_uri = self.redirect_uri(provider);
        let client = provider.openid_client(&found.metadata, response.client_secret);
        let tokens = client
            .exchange_code(&outbound, response.exchange(&redirect_uri))
            .await?;
        let verification = IdTokenVerification {
            found: &found,
            client: &client,
            tokens: &tokens,
            nonce: &response.login.nonce,
        };
        let mut claims = self.verified_claims(ctx, provider, &verification).await?;
        self.add_userinfo(provider, &found, &tokens, &mut claims)
            .await?;
        if provider.resolved().preset.has(Quirk::NameInCallback) {
            add_name_of_callback(response.parameters, &mut claims);
        }
        Ok(Assertion {
            issuer: subject_issuer(provider, &found, &claims),
            claims,
            id_token: tokens.id_token,
        })
    }

    /// The claims of the ID token, verified with the current keys. A key that is not in the cached
    /// key set is looked for once in a fresh one.
    async fn verified_claims(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        verification: &IdTokenVerification<'_>,
    ) -> ProviderResult<Claims> {
        let found = verification.found;
        for freshness in [Freshness::Remembered, Freshness::Again] {
            let jwks = self
                .key_set(provider, &found.metadata, freshness)
                .await
                .ok_or(IdentityProviderError::Unreachable(
                    OutboundError::Unreachable,
                ))?;
            match verify_id_token(
                verification.client,
                verification.tokens,
                &jwks,
                verification.nonce,
                ctx.now(),
            ) {
                Ok(claims) if provider.resolved().accepts_issuer(found.issuer(), &claims) => {
                    return Ok(claims);
                }
                Ok(_) => {
                    return Err(IdentityProviderError::invalid_response(
                        "the ID token is of another issuer",
                    ));
                }
                Err(VerifyError::UnknownKey) => {}
                Err(VerifyError::Invalid(reason)) => {
                    return Err(IdentityProviderError::InvalidResponse(format!(
                        "the ID token is not valid: {reason}"
                    )));
                }
            }
        }
        Err(IdentityProviderError::invalid_response(
            "no key of the provider verifies the ID token",
        ))
    }

    /// Adds claims of userinfo that the ID token lacks. Userinfo must be about the same subject
    /// (OpenID Connect Core §5.3.2).
    async fn add_userinfo(
        &self,
        provider: &LoadedIdentityProvider,
        found: &Discovered,
        tokens: &TokenSet,
        claims: &mut Claims,
    ) -> ProviderResult<()> {
        let is_complete = WANTED_CLAIMS.iter().all(|name| claims.contains_key(*name));
        let Some(endpoint) = found.metadata.userinfo_endpoint().filter(|_| !is_complete) else {
            return Ok(());
        };
        let userinfo = provider
            .outbound(&self.outbound)
            .userinfo(endpoint.as_str(), &tokens.access_token)
            .await?;
        if userinfo
            .get("sub")
            .is_none_or(|sub| Some(sub) != claims.get("sub"))
        {
            return Err(IdentityProviderError::invalid_response(
                "userinfo is about another subject",
            ));
        }
        // `email_verified` belongs to the address beside it, not to another one in the ID token.
        let has_other_email =
            claims.contains_key("email") && claims.get("email") != userinfo.get("email");
        for (name, value) in userinfo {
            if !has_other_email || name != "email_verified" {
                claims.entry(name).or_insert(value);
            }
        }
        Ok(())
    }
}

/// What an ID token is verified with.
struct IdTokenVerification<'a> {
    found: &'a Discovered,
    client: &'a OpenIdClient<'a>,
    tokens: &'a TokenSet,
    nonce: &'a str,
}

/// The issuer that the subject is unique at: the tenant's own where the document names a template.
fn subject_issuer(
    provider: &LoadedIdentityProvider,
    found: &Discovered,
    claims: &Claims,
) -> String {
    let of_tenant = provider
        .resolved()
        .preset
        .issuer_template
        .and_then(|_| claims.get("iss")?.as_str());
    of_tenant.unwrap_or(found.issuer()).to_owned()
}

/// Compares `iss` of the response with the issuer, where it is present or required: the defence
/// against mix-up attacks (RFC 9207 §2.4).
fn check_response_issuer(
    provider: &LoadedIdentityProvider,
    found: &Discovered,
    parameters: &Parameters,
) -> ProviderResult<()> {
    let is_expected = match parameters.get("iss") {
        Some(iss) => {
            iss == found.issuer() || provider.resolved().is_issuer_template(found.issuer())
        }
        None => !found.supports("authorization_response_iss_parameter_supported"),
    };
    if is_expected {
        Ok(())
    } else {
        Err(IdentityProviderError::invalid_response(
            "the response is of another issuer",
        ))
    }
}

/// Adds the name that the first callback carries in the parameter `user`. It is not signed, so that
/// nothing but the name is taken from it.
fn add_name_of_callback(parameters: &Parameters, claims: &mut Claims) {
    let user = parameters
        .get("user")
        .and_then(|user| serde_json::from_str::<Value>(user).ok());
    let Some(name) = user.as_ref().and_then(|user| user.get("name")) else {
        return;
    };
    let part = |key: &str| {
        let part = name.get(key)?.as_str()?.trim();
        (!part.is_empty()).then(|| part.to_owned())
    };
    let (given, family) = (part("firstName"), part("lastName"));
    let parts: Vec<&str> = [&given, &family]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let full = Some(parts.join(" ")).filter(|full| !full.is_empty());
    for (claim, value) in [
        ("given_name", given),
        ("family_name", family),
        ("name", full),
    ] {
        if let Some(value) = value {
            claims.entry(claim).or_insert_with(|| value.into());
        }
    }
}
