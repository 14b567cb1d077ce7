//! Tokens and keys that strangers send.

use super::{ISSUER, NOW, is_well_said, text};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_adapters::keys::{AssertionKey, encrypt, verify_assertion};
use doorward_protocol::{
    federation::check_logout_token,
    keys::{
        encryption::{ContentEncryption, KeyManagement},
        jws::{self, Unverified},
    },
    oauth::{
        access_token::AccessToken,
        authorization_request::Parameters,
        client_assertion::check_assertion,
        client_authentication::AuthenticationFailure,
        error_code::ErrorCode,
        request_object::{self, Expected},
    },
    oidc::id_token::Hint,
    time::{CLOCK_TOLERANCE, Lifetime, Timestamp},
};
use serde_json::{Map, Value, json};

/// Longer than any token that is read.
const LONGEST: usize = 16 * 1024;

/// What is taken apart is what was sent, in one spelling; whatever the claims are held to, nothing
/// that is over is taken.
pub(super) fn jws(input: &[u8]) {
    let Some(token) = text(input) else { return };
    let (signed, unsigned) = (jws::parse(token), jws::parse_unsigned(token));
    assert!(signed.is_none() || unsigned.is_none(), "signed or not");
    let Some(parsed) = signed.or(unsigned) else {
        return;
    };
    assert!(token.len() <= LONGEST);
    let signature = URL_SAFE_NO_PAD.encode(&parsed.signature);
    assert_eq!(
        format!("{}.{signature}", parsed.signed),
        token,
        "one spelling"
    );
    assert_eq!(parsed.signed.matches('.').count(), 1);
    claims(&parsed.claims, parsed.typ.as_deref());
    logout_token(&parsed);
    // No key of ours, whatever the header says.
    for secret in [&b""[..], b"a secret of the server that nobody knows"] {
        if parsed.alg == "none" {
            assert!(!verify_assertion(&parsed, AssertionKey::Secret(secret)));
        }
    }
}

/// Claims, as each reader of them takes them.
fn claims(claims: &Map<String, Value>, typ: Option<&str>) {
    for name in claims.keys() {
        let at = jws::numeric_date(claims, name);
        assert!(at.is_none_or(|at| (0..=253_402_300_799).contains(&at)));
    }
    if let Some(token) = AccessToken::from_claims(typ, claims, ISSUER, NOW) {
        assert!(typ == Some("at+jwt") && token.exp > NOW);
        // Made again from what was read, it is read as the same.
        let again = token.claims(ISSUER);
        let again = AccessToken::from_claims(typ, &again, ISSUER, NOW).expect("an access token");
        assert_eq!(
            (again.jti, again.sub, again.scope),
            (token.jti, token.sub, token.scope)
        );
        assert_eq!((again.aud, again.exp), (token.aud, token.exp));
    }
    if Hint::from_claims(typ, claims, ISSUER).is_some() {
        assert!(typ.is_none_or(|typ| typ == "JWT"));
        assert!(AccessToken::from_claims(typ, claims, ISSUER, NOW).is_none());
    }
    match check_assertion(claims, "robot", &[ISSUER], NOW) {
        Ok(used) => {
            assert!(!used.jti.is_empty() && used.until > NOW);
            assert!(
                used.until <= NOW.plus(Lifetime::days(1)),
                "not remembered for ever"
            );
        }
        Err(fault) => {
            let error = AuthenticationFailure::Assertion(fault).error();
            is_well_said(&error, &[ErrorCode::InvalidClient]);
        }
    }
}

fn logout_token(parsed: &Unverified<'_>) {
    match check_logout_token(parsed, "doorward", NOW) {
        Ok(token) => {
            assert!(token.sub.is_some() || token.sid.is_some());
            assert!(!token.jti.is_empty() && token.until > NOW);
            assert!(!parsed.claims.contains_key("nonce"));
        }
        Err(reason) => assert!(!reason.is_empty()),
    }
}

/// The parameters of a request object are read as those of a request, none twice, and none of the
/// request beside a signed one. The first line is the request, the rest the claims.
pub(super) fn request_object(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (outer, claims) = text.split_once('\n').unwrap_or(("", text));
    let Ok(claims) = serde_json::from_str::<Map<String, Value>>(claims) else {
        return;
    };
    let outer = Parameters::parse(outer);
    let expected = Expected {
        client_id: "notes",
        issuer: ISSUER,
        now: NOW,
    };
    for signed in [true, false] {
        let inner = match request_object::parameters(&outer, &claims, signed, expected) {
            Ok(inner) => inner,
            Err(error) => {
                is_well_said(&error, &[ErrorCode::InvalidRequestObject]);
                continue;
            }
        };
        assert_eq!(
            inner.get("client_id").is_some(),
            signed || inner.get("client_id").is_some()
        );
        assert!(inner.get("request").is_none() && inner.get("request_uri").is_none());
        if signed {
            for (name, _) in inner.iter() {
                assert!(
                    name == "client_id" || claims.contains_key(name),
                    "{name} was added"
                );
            }
        }
        if let Some(exp) = jws::numeric_date(&claims, "exp") {
            assert!(Timestamp::from_seconds(exp).plus(CLOCK_TOLERANCE) > NOW);
        }
    }
}

/// Keys of a client: nothing but a signature under one of them is taken, and what is encrypted for
/// one is a JWE of what was asked for.
pub(super) fn client_keys(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (token, jwks) = text.split_once('\n').unwrap_or(("", text));
    let Ok(jwks) = serde_json::from_str::<Value>(jwks) else {
        return;
    };
    if let Some(parsed) = jws::parse(token)
        && verify_assertion(&parsed, AssertionKey::Jwks(&jwks))
    {
        // It holds for this text alone.
        let other = format!("{}A", parsed.signed);
        let other = Unverified {
            signed: &other,
            ..parsed.clone()
        };
        assert!(!verify_assertion(&other, AssertionKey::Jwks(&jwks)));
        let empty = json!({"keys": []});
        assert!(!verify_assertion(&parsed, AssertionKey::Jwks(&empty)));
    }
    for alg in [KeyManagement::RsaOaep256, KeyManagement::EcdhEs] {
        for enc in [ContentEncryption::A128CbcHs256, ContentEncryption::A256Gcm] {
            let Ok(jwe) = encrypt("the signed token", &jwks, alg, enc) else {
                continue;
            };
            assert_eq!(jwe.matches('.').count(), 4);
            let header = jwe.split('.').next().expect("a header");
            let header = URL_SAFE_NO_PAD.decode(header).expect("base64url");
            let header: Value = serde_json::from_slice(&header).expect("JSON");
            assert_eq!(
                (&header["alg"], &header["enc"], &header["cty"]),
                (&json!(alg.as_str()), &json!(enc.as_str()), &json!("JWT"))
            );
            assert!(header.get("zip").is_none());
        }
    }
}
