//! Who may create an account.

use crate::text::fold_address;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Who may create an account, of the whole provider or of one app.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum SignUpMode {
    /// Nobody: administrators add users.
    #[default]
    Off,
    /// Whoever has an invitation.
    Invitation,
    /// Whoever has an address of one of the domains that are named.
    Domain,
    /// Everybody who has an address.
    Open,
}

impl SignUpMode {
    /// The name in settings and files.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// Every mode, from none to all.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The mode of a name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Whether the sign-in page has a link for new users.
    pub const fn has_page(self) -> bool {
        matches!(self, Self::Domain | Self::Open)
    }
}

/// Whether an address may create an account. With [`SignUpMode::Domain`] its domain must be among
/// `domains`, in any case and in either form of an internationalised name.
pub fn admits(mode: SignUpMode, domains: &[String], address: &str) -> bool {
    match mode {
        SignUpMode::Open => true,
        SignUpMode::Domain => {
            let folded = fold_address(address);
            let domain = folded.rsplit_once('@').map_or("", |(_, domain)| domain);
            domains
                .iter()
                .any(|known| fold_address(&format!("x@{known}")) == format!("x@{domain}"))
        }
        SignUpMode::Off | SignUpMode::Invitation => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_admits_its_own_addresses_and_no_subdomain() {
        let domains = ["Example.com".to_owned(), "bücher.example".to_owned()];
        let admits = |address| admits(SignUpMode::Domain, &domains, address);
        assert!(admits("ada@example.COM"));
        assert!(admits("ada@xn--bcher-kva.example"));
        assert!(!admits("ada@mail.example.com"));
        assert!(!admits("ada@example.com.evil.example"));
        assert!(!admits("ada@evil-example.com"));
        assert!(!admits("example.com"));
    }

    #[test]
    fn only_open_and_domain_admit_somebody_without_an_invitation() {
        for mode in SignUpMode::ALL.iter().copied() {
            let domains = ["example.com".to_owned()];
            assert_eq!(admits(mode, &domains, "ada@example.com"), mode.has_page());
            assert_eq!(SignUpMode::parse(mode.name()), Some(mode));
        }
    }
}
