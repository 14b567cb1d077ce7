//! A compact JWS taken apart, strictly (RFC 7515 §7.1, RFC 8725 §3), before any key is asked.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

/// Maximum length of a token, in bytes; longer ones are not read.
const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Header parameters that make a token mean something else than this reader takes it for (RFC 7515
/// §4.1.11, RFC 7797 §3, RFC 7516 §4.1.3).
const NOT_UNDERSTOOD: [&str; 3] = ["crit", "b64", "zip"];

/// A token in its parts; nothing of it is proven yet.
#[derive(Clone, Debug)]
pub struct Unverified<'a> {
    /// The `alg` header parameter.
    pub alg: String,
    /// The `kid` header parameter.
    pub kid: Option<String>,
    /// The `typ` header parameter.
    pub typ: Option<String>,
    /// What the signature covers.
    pub signed: &'a str,
    /// The signature, decoded from base64url.
    pub signature: Vec<u8>,
    /// The claims of the payload, not yet verified.
    pub claims: Map<String, Value>,
}

/// Takes a compact JWS apart. Unpadded canonical base64url only; an object as header and claims; nothing
/// in the header that changes how it is read; no key in the header is ever looked at.
pub fn parse(token: &str) -> Option<Unverified<'_>> {
    parts(token).filter(|parsed| !parsed.signature.is_empty())
}

/// Takes apart what says itself that it is not signed: `alg` is `none`, and nothing stands after
/// the last dot (RFC 7515 Appendix A.5).
pub fn parse_unsigned(token: &str) -> Option<Unverified<'_>> {
    parts(token).filter(|parsed| parsed.alg == "none" && parsed.signature.is_empty())
}

fn parts(token: &str) -> Option<Unverified<'_>> {
    if token.len() > MAX_TOKEN_BYTES || token.bytes().filter(|b| *b == b'.').count() != 2 {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header = object(header)?;
    // What changes how the rest is read, and is not understood here: `crit` says so of others, and
    // `b64` (RFC 7797 §3) must not be ignored even where `crit` does not name it.
    if NOT_UNDERSTOOD.iter().any(|name| header.contains_key(*name)) {
        return None;
    }
    let text = |name: &str| match header.get(name) {
        None => Some(None),
        Some(Value::String(text)) if text.len() <= 256 => Some(Some(text.clone())),
        Some(_) => None,
    };
    Some(Unverified {
        alg: text("alg")??,
        kid: text("kid")?,
        typ: text("typ")?,
        signed,
        signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        claims: object(claims)?,
    })
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// An instant claim (NumericDate, RFC 7519 §2) in whole seconds: a JSON integer between 1970 and
/// the year 9999. Text, fractions, negative and larger numbers are refused, so that no overflow or
/// rounding extends the lifetime of a token.
pub fn numeric_date(claims: &Map<String, Value>, name: &str) -> Option<i64> {
    claims
        .get(name)?
        .as_i64()
        .filter(|seconds| (0..=253_402_300_799).contains(seconds))
}

/// A text claim.
pub fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token(header: &str, claims: &str) -> String {
        format!(
            "{}.{}.c2ln",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        )
    }

    #[test]
    fn only_a_strict_token_is_taken_apart() {
        assert!(parse(&token(r#"{"alg":"RS256"}"#, "{}")).is_some());
        for (header, claims) in [
            (r#"{"alg":1}"#, "{}"),
            ("{}", "{}"),
            (r#"{"alg":"RS256","crit":["x"]}"#, "{}"),
            (r#"{"alg":"RS256","b64":false}"#, "{}"),
            (r#"{"alg":"RS256","b64":true}"#, "{}"),
            (r#"{"alg":"RS256","b64":false,"crit":["b64"]}"#, "{}"),
            (r#"{"alg":"RS256","zip":"DEF"}"#, "{}"),
            (r#"{"alg":"RS256","kid":7}"#, "{}"),
            (r#"{"alg":"RS256"}"#, "[]"),
        ] {
            assert!(parse(&token(header, claims)).is_none(), "{header} {claims}");
        }
        assert!(
            parse("a.b").is_none()
                && parse("a.b.c.d").is_none()
                && parse(&format!("{}=", token(r#"{"alg":"RS256"}"#, "{}"))).is_none()
        );
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(parse(&token(r#"{"alg":"RS256"}"#, &format!("{{\"a\":{deep}}}"))).is_none());
    }

    #[test]
    fn an_instant_is_an_integer_or_nothing() {
        for wrong in [
            r#"{"exp":"1"}"#,
            r#"{"exp":1.5}"#,
            r#"{"exp":[1]}"#,
            r#"{"exp":null}"#,
            r#"{"exp":-1}"#,
            r#"{"exp":1e300}"#,
            "{}",
        ] {
            let claims = serde_json::from_str(wrong).unwrap();
            assert_eq!(numeric_date(&claims, "exp"), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_taken_apart_is_what_was_sent() {
        let text = token(
            r#"{"alg":"ES256","kid":"k","typ":"JWT"}"#,
            r#"{"sub":"ada","exp":0}"#,
        );
        let parsed = parse(&text).unwrap();
        assert_eq!(parsed.alg, "ES256");
        assert_eq!(
            (parsed.kid.as_deref(), parsed.typ.as_deref()),
            (Some("k"), Some("JWT"))
        );
        assert_eq!(
            (parsed.signature.as_slice(), parsed.signed),
            (&b"sig"[..], &text[..text.len() - 5])
        );
        assert_eq!(
            (
                super::text(&parsed.claims, "sub"),
                super::text(&parsed.claims, "exp")
            ),
            (Some("ada"), None)
        );
        assert_eq!(super::text(&parsed.claims, "iss"), None);
        for (instant, read) in [
            ("0", Some(0)),
            ("1", Some(1)),
            ("253402300799", Some(253_402_300_799)),
            ("253402300800", None),
        ] {
            let claims = serde_json::from_str(&format!(r#"{{"exp":{instant}}}"#)).unwrap();
            assert_eq!(numeric_date(&claims, "exp"), read, "{instant}");
        }
    }

    #[test]
    fn signed_and_unsigned_are_two_things() {
        let unsigned = |header: &str, signature: &str| {
            let token = token(header, "{}");
            format!("{}.{signature}", token.rsplit_once('.').unwrap().0)
        };
        let none = unsigned(r#"{"alg":"none"}"#, "");
        assert!(parse_unsigned(&none).is_some() && parse(&none).is_none());
        for token in [
            unsigned(r#"{"alg":"none"}"#, "c2ln"),
            unsigned(r#"{"alg":"RS256"}"#, ""),
            unsigned(r#"{"alg":"RS256"}"#, "c2ln"),
        ] {
            assert!(parse_unsigned(&token).is_none(), "{token}");
        }
        assert!(parse(&unsigned(r#"{"alg":"RS256"}"#, "")).is_none());
    }

    #[test]
    fn lengths_are_bounded() {
        let of_length = |length: usize| {
            let (header, signature) = (URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#), "c2ln");
            let claims = length - header.len() - signature.len() - 2;
            // The claims are of the length whose base64 is what is left.
            let padding = claims * 3 / 4 - r#"{"a":""}"#.len();
            let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"a":"{}"}}"#, "x".repeat(padding)));
            format!("{header}.{claims}.{signature}")
        };
        let (longest, longer) = (of_length(16 * 1024), of_length(16 * 1024 + 1));
        assert_eq!((longest.len(), longer.len()), (16 * 1024, 16 * 1024 + 1));
        assert!(parse(&longest).is_some() && parse(&longer).is_none());
        for (length, taken) in [(256, true), (257, false)] {
            let header = format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(length));
            assert_eq!(parse(&token(&header, "{}")).is_some(), taken, "{length}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let _ = parse(&text);
        }
    }
}
