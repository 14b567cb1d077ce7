//! Signatures of requests to endpoints of operators (Standard Webhooks: HMAC-SHA-256 over identifier,
//! time and body).

use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_protocol::secret::Entropy;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret in the form of the specification begins with; the rest is base64.
const PREFIX: &str = "whsec_";
/// The fewest bytes of a secret (Standard Webhooks: 24 to 64).
const MIN_BYTES: usize = 24;
/// The most bytes of a secret that is in the form of the specification.
const MAX_BYTES: usize = 64;
/// The bytes of a secret that is made here.
const NEW_BYTES: usize = 32;

/// The secret that an endpoint knows this provider by.
#[derive(Clone)]
pub struct WebhookSecret(Hmac<Sha256>);

impl WebhookSecret {
    /// Reads a secret: `whsec_` and base64, or any other text as it is.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bytes = match text.strip_prefix(PREFIX) {
            Some(encoded) => STANDARD
                .decode(encoded)
                .map_err(|_| format!("must be base64 after {PREFIX}"))?,
            None => text.as_bytes().to_vec(),
        };
        if bytes.len() < MIN_BYTES {
            return Err(format!("must have {MIN_BYTES} bytes at least"));
        }
        Hmac::new_from_slice(&bytes)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// Reads a secret that must be in the form of the specification: `whsec_` and the base64 of 24 to
    /// 64 bytes.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn parse_standard(text: &str) -> Result<Self, String> {
        let bytes = text
            .strip_prefix(PREFIX)
            .and_then(|encoded| STANDARD.decode(encoded).ok())
            .filter(|bytes| (MIN_BYTES..=MAX_BYTES).contains(&bytes.len()));
        if bytes.is_none() {
            return Err(format!(
                "must be {PREFIX} and the base64 of {MIN_BYTES} to {MAX_BYTES} random bytes"
            ));
        }
        Self::parse(text)
    }

    /// A new secret of 256 random bits, in the form of the specification.
    pub fn generate(entropy: &dyn Entropy) -> String {
        let mut bytes = [0_u8; NEW_BYTES];
        entropy.fill(&mut bytes);
        format!("{PREFIX}{}", STANDARD.encode(bytes))
    }

    /// The value of the header `webhook-signature` for a request.
    pub fn signature(&self, id: &str, seconds: i64, body: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_signed_as_the_specification_says() {
        let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = secret.signature(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_short_or_broken_secret_is_refused() {
        for text in ["", "short", "whsec_***", "whsec_c2hvcnQ="] {
            assert!(WebhookSecret::parse(text).is_err(), "{text}");
        }
        assert!(WebhookSecret::parse("a secret of thirty characters!").is_ok());
        for text in [
            "a secret of thirty characters!".to_owned(),
            format!("{PREFIX}{}", STANDARD.encode([7; MAX_BYTES + 1])),
        ] {
            assert!(WebhookSecret::parse_standard(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_secret_that_is_made_here_is_in_the_form_of_the_specification() {
        struct Sevens;
        impl Entropy for Sevens {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(7);
            }
        }
        let made = WebhookSecret::generate(&Sevens);
        assert!(WebhookSecret::parse_standard(&made).is_ok(), "{made}");
    }
}
