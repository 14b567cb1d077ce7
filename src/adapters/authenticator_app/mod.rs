//! Codes of authenticator apps (RFC 6238), and the QR code by which an app gets its key.
//!
//! SHA-1, six digits and thirty seconds: the values that every app knows, whatever the address of the
//! key says.

use doorward_protocol::{secret::Entropy, time::Timestamp};
use qrcode::{EcLevel, QrCode, render::svg};
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// The length of a key, in bytes: that of the hash (RFC 4226 §4).
const KEY: usize = 20;
const DIGITS: u8 = 6;
/// How long a code is shown, in seconds.
const STEP: u64 = 30;
/// How many steps before and after the present one are looked at: clocks differ (RFC 6238 §5.2).
const SKEW: u16 = 1;

/// Why an authenticator app cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("an authenticator app cannot be set up: {0}")]
pub struct AppError(String);

/// The key that an authenticator app shares with this provider.
pub struct AppKey {
    key: Vec<u8>,
}

/// What an app is told beside its key.
pub struct AppAccount<'a> {
    /// The name of this provider.
    pub provider: &'a str,
    /// The name of the account here.
    pub account: &'a str,
}

impl AppKey {
    /// A new key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut key = vec![0_u8; KEY];
        entropy.fill(&mut key);
        Self { key }
    }

    /// A key from its bytes.
    pub const fn from_bytes(key: Vec<u8>) -> Self {
        Self { key }
    }

    /// The bytes, to be sealed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.key
    }

    /// The key as a user types it into an app: base32 in groups of four.
    pub fn text(&self) -> String {
        let text: Vec<char> = self.secret().to_base32().chars().collect();
        let groups: Vec<String> = text.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    }

    /// The time step whose code this is, where it is the code of the present step or of one beside it.
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let now = u64::try_from(now.seconds()).ok()?;
        let totp = self.builder().build_noncompliant();
        i64::try_from(totp.check(code, now)?).ok()
    }

    /// The address that an app reads (`otpauth:`).
    ///
    /// # Errors
    /// Where the key is none.
    pub fn address(&self, account: &AppAccount<'_>) -> Result<String, AppError> {
        self.totp(account)?
            .to_url()
            .map_err(|error| AppError(format!("{error:?}")))
    }

    /// The address as a QR code: an SVG element without a style, for a page.
    ///
    /// # Errors
    /// As [`AppKey::address`], and where the address is too long for a QR code.
    pub fn qr_code(&self, account: &AppAccount<'_>) -> Result<String, AppError> {
        let address = self.address(account)?;
        let code = QrCode::with_error_correction_level(address.as_bytes(), EcLevel::M)
            .map_err(|error| AppError(error.to_string()))?;
        let svg = code
            .render::<svg::Color<'_>>()
            .min_dimensions(200, 200)
            .build();
        let start = svg.find("<svg").unwrap_or_default();
        Ok(svg.get(start..).unwrap_or_default().to_owned())
    }

    /// The code of an instant, for tests.
    pub fn code_at(&self, at: Timestamp) -> String {
        let at = u64::try_from(at.seconds()).unwrap_or_default();
        self.builder().build_noncompliant().generate(at).to_string()
    }

    fn secret(&self) -> Secret {
        Secret::new(self.key.clone().into_boxed_slice())
    }

    fn builder(&self) -> Builder {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(SKEW)
            .with_step_duration(STEP)
            .with_secret(self.secret())
    }

    fn totp(&self, account: &AppAccount<'_>) -> Result<Totp, AppError> {
        // A colon separates the two names in the label.
        let plain = |name: &str| name.replace(':', " ");
        self.builder()
            .with_account_name(plain(account.account))
            .with_issuer(Some(plain(account.provider)))
            .build()
            .map_err(|error| AppError(format!("{error:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 6238 appendix B.
    fn key() -> AppKey {
        AppKey::from_bytes(b"12345678901234567890".to_vec())
    }

    #[test]
    fn codes_are_those_of_the_specification() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
        ] {
            let at = Timestamp::from_seconds(seconds);
            assert_eq!(key().code_at(at), code);
            assert_eq!(key().step_of(code, at), Some(seconds / 30));
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off() {
        let at = |seconds: i64| Timestamp::from_seconds(1_000_000_000 + seconds);
        let code = key().code_at(at(0));
        for (seconds, is_good) in [
            (-31, true),
            (-60, false),
            (0, true),
            (30, true),
            (31, true),
            (61, false),
        ] {
            assert_eq!(
                key().step_of(&code, at(seconds)).is_some(),
                is_good,
                "{seconds}"
            );
        }
        assert_eq!(key().step_of("12345", at(0)), None);
        assert_eq!(key().step_of(&code, Timestamp(-1)), None);
    }

    #[test]
    fn the_qr_code_is_one_element_without_script_or_style() {
        let account = AppAccount {
            provider: "Acme: Docs & more",
            account: "ada@example.com",
        };
        let address = key().address(&account).unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(
            address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{address}"
        );
        let svg = key().qr_code(&account).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style") && !svg.contains("script"));
        assert_eq!(key().text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
