//! Domains of mail addresses that organizations claim, and how a claim is verified by DNS.

use crate::mail_address::MailAddress;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// What the name of the TXT record begins with.
const LABEL: &str = "_doorward-challenge";

/// What the text of the record begins with.
const PREFIX: &str = "doorward-domain-verification=";

/// A domain of mail addresses, in lower case as the DNS has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Domain(String);

impl Domain {
    /// Reads a domain of several labels: nobody is alone in `com`.
    ///
    /// # Errors
    /// What to change.
    pub fn parse(text: &str) -> Result<Self, String> {
        let address = MailAddress::parse(&format!("postmaster@{}", text.trim()));
        let domain = address.map(|address| address.domain().to_owned());
        match domain {
            Some(domain) if domain.contains('.') && domain.len() < 253 - LABEL.len() => {
                Ok(Self(domain))
            }
            _ => Err(format!(
                "{text:?} is no domain of mail addresses; write it as example.com"
            )),
        }
    }

    /// The domain, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a domain was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum VerifiedBy {
    /// A TXT record held the challenge.
    Dns,
    /// An administrator of this provider vouched for it.
    Administrator,
}

/// The name of the TXT record that proves a domain.
pub fn challenge_name(domain: &str) -> String {
    format!("{LABEL}.{domain}")
}

/// Whether one of the TXT records of that name holds the challenge.
pub fn holds_challenge(records: &[String], challenge: &str) -> bool {
    let expected = challenge_text(challenge);
    records.iter().any(|record| record.trim() == expected)
}

/// The text of the TXT record.
pub fn challenge_text(challenge: &str) -> String {
    format!("{PREFIX}{challenge}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_several_labels_and_one_spelling() {
        for (text, domain) in [
            ("example.com", "example.com"),
            (" Example.COM ", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(Domain::parse(text).unwrap().as_str(), domain);
        }
        for bad in [
            "",
            "com",
            "a@b.example",
            "exa mple.com",
            ".com",
            "*.example.com",
        ] {
            assert!(Domain::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_the_whole_text_of_the_record_counts() {
        assert_eq!(
            challenge_name("example.com"),
            "_doorward-challenge.example.com"
        );
        let records = |text: &str| vec!["v=spf1 -all".to_owned(), text.to_owned()];
        let good = records("doorward-domain-verification=abc");
        assert!(holds_challenge(&good, "abc"));
        assert!(!holds_challenge(&good, "ab"));
        assert!(!holds_challenge(&records("abc"), "abc"));
        assert!(!holds_challenge(&[], "abc"));
    }
    #[test]
    fn the_name_of_the_record_has_as_many_letters_as_the_dns_allows() {
        let label = "a".repeat(57);
        let longest = format!("{label}.{label}.{label}.{}.bb", &label[1..]);
        let fine = Domain::parse(&longest).unwrap();
        let name = challenge_name(fine.as_str());
        assert_eq!(name.len(), 253, "with the dot between them");
        assert!(Domain::parse(&format!("{longest}b")).is_err());
    }
}
