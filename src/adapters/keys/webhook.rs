//! Signatures of requests to endpoints of operators (Standard Webhooks: HMAC-SHA-256 over identifier,
//! time and body).

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret in the form of the specification begins with; the rest is base64.
const PREFIX: &str = "whsec_";
/// The fewest bytes of a secret (Standard Webhooks: 24 to 64).
const MIN_BYTES: usize = 24;

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
    }
}
