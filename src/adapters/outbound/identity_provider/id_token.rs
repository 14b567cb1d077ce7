//! Verification of ID tokens.

use super::{OpenIdClient, TokenSet};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{
    keys::jws,
    time::{Lifetime, Timestamp},
};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, ClientSecret, JsonWebKey,
    Nonce, SignatureVerificationError,
    core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde_json::{Map, Value};
use std::{
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The accepted signature algorithms: none that a client could have signed with itself.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// The tolerated difference between two clocks.
const CLOCK_SKEW: Lifetime = Lifetime::seconds(60);

/// Why an ID token is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// The key set has no key that verifies the signature: the provider may have rotated its keys.
    UnknownKey,
    /// Another reason, for the log.
    Invalid(String),
}

fn invalid(reason: impl std::fmt::Display) -> VerifyError {
    VerifyError::Invalid(reason.to_string())
}

/// Verifies an ID token (OpenID Connect Core §3.1.3.7): signature, audience, time, nonce, and the
/// access token issued with it. The caller checks the issuer, because some providers name a
/// template.
///
/// # Errors
/// [`VerifyError`].
pub fn verify_id_token(
    client: &OpenIdClient<'_>,
    tokens: &TokenSet,
    jwks: &Value,
    nonce: &str,
    now: Timestamp,
) -> Result<Map<String, Value>, VerifyError> {
    let keys: CoreJsonWebKeySet =
        serde_json::from_value(jwks.clone()).map_err(|_| VerifyError::UnknownKey)?;
    let text = tokens.id_token.as_deref().unwrap_or_default();
    let mut verifier = verifier(client, keys, now);
    let id_token = if let Ok(id_token) = CoreIdToken::from_str(text) {
        id_token
    } else {
        let reduced = signed_by_provider(text, &verifier)?;
        verifier = verifier.insecure_disable_signature_check();
        reduced
    };
    let claims = id_token
        .claims(&verifier, &Nonce::new(nonce.to_owned()))
        .map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey
                | SignatureVerificationError::CryptoError(_),
            ) => VerifyError::UnknownKey,
            other => invalid(other),
        })?;
    if let Some(expected) = claims.access_token_hash() {
        check_access_token(&id_token, &verifier, &tokens.access_token, expected)?;
    }
    // The signature is verified: read every claim, also those that the crate has no name for.
    let parsed = jws::parse(text)
        .ok_or_else(|| invalid("it is longer than 16 KiB, or its header is not valid"))?;
    let azp = parsed.claims.get("azp");
    if azp.is_some_and(|azp| azp.as_str() != Some(client.client_id)) {
        return Err(invalid("azp is another client"));
    }
    Ok(parsed.claims)
}

/// The ID token without the claims that are of another type than the specification gives them, for
/// which the crate refuses the whole token. The signature of the token as it was sent is verified.
fn signed_by_provider(
    text: &str,
    verifier: &CoreIdTokenVerifier<'_>,
) -> Result<CoreIdToken, VerifyError> {
    let unreadable = || invalid("it cannot be parsed");
    let sent = jws::parse(text).ok_or_else(unreadable)?;
    let mut parts = text.split('.');
    let (Some(header), Some(_), Some(signature)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(unreadable());
    };
    let claims: Map<String, Value> = sent
        .claims
        .iter()
        .filter(|(name, _)| is_verified_claim(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let claims = URL_SAFE_NO_PAD.encode(Value::Object(claims).to_string());
    let reduced = CoreIdToken::from_str(&format!("{header}.{claims}.{signature}"))
        .map_err(|_| unreadable())?;
    let algorithm = reduced.signing_alg().map_err(invalid)?;
    if !ALGORITHMS.contains(algorithm) {
        return Err(invalid("its algorithm is not accepted"));
    }
    reduced
        .signing_key(verifier)
        .map_err(|_| VerifyError::UnknownKey)?
        .verify_signature(algorithm, sent.signed.as_bytes(), &sent.signature)
        .map_err(|_| VerifyError::UnknownKey)?;
    Ok(reduced)
}

/// Whether the verification looks at a claim. A claim of these that is not of its type refuses the
/// token.
fn is_verified_claim(name: &str) -> bool {
    matches!(
        name,
        "iss" | "sub" | "aud" | "exp" | "iat" | "nonce" | "azp" | "at_hash" | "c_hash"
    )
}

/// The verifier of the crate has no clock skew: its clock is set back for `exp`, and `iat` is
/// compared with the real one.
fn verifier<'a>(
    client: &OpenIdClient<'_>,
    keys: CoreJsonWebKeySet,
    now: Timestamp,
) -> CoreIdTokenVerifier<'a> {
    let instant =
        |at: Timestamp| UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or_default());
    CoreIdTokenVerifier::new_confidential_client(
        ClientId::new(client.client_id.to_owned()),
        ClientSecret::new(client.client_secret.to_owned()),
        client.metadata.issuer().clone(),
        keys,
    )
    .require_issuer_match(false)
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || instant(now.minus(CLOCK_SKEW)).into())
    .set_issue_time_verifier_fn(move |issued| {
        if SystemTime::from(issued) <= instant(now.plus(CLOCK_SKEW)) {
            Ok(())
        } else {
            Err("iat is in the future".into())
        }
    })
}

/// Whether `at_hash` is of this access token (OpenID Connect Core §3.1.3.8).
fn check_access_token(
    id_token: &CoreIdToken,
    verifier: &CoreIdTokenVerifier<'_>,
    access_token: &str,
    expected: &AccessTokenHash,
) -> Result<(), VerifyError> {
    let signing_key = id_token.signing_key(verifier).map_err(invalid)?;
    let algorithm = id_token.signing_alg().map_err(invalid)?;
    let token = AccessToken::new(access_token.to_owned());
    let actual = AccessTokenHash::from_token(&token, algorithm, signing_key).map_err(invalid)?;
    if actual == *expected {
        Ok(())
    } else {
        Err(invalid("at_hash is of another access token"))
    }
}
