//! Pairwise subject identifiers (OpenID Connect Core §8.1).

use crate::{
    clients::client::{Client, SubjectType},
    secret::Digest,
};
use url::Url;

/// The host that stands for a client's sector: of its sector document, or of all its redirect URIs
/// where they share one.
pub fn sector(client: &Client) -> Option<String> {
    let host = |uri: &str| Url::parse(uri).ok()?.host_str().map(str::to_owned);
    if let Some(uri) = &client.sector_identifier_uri {
        return host(uri);
    }
    let mut hosts = client.redirect_uris.iter().map(|uri| host(uri));
    let first = hosts.next()??;
    hosts
        .all(|other| other.as_deref() == Some(first.as_str()))
        .then_some(first)
}

/// The `sub` of a user for a client: the user's own identifier, or one that only this sector knows.
/// The salt is the provider's secret.
pub fn subject(client: &Client, user_id: &str, salt: &[u8]) -> String {
    match (client.subject_type, sector(client)) {
        (SubjectType::Pairwise, Some(sector)) => {
            let mut bytes = salt.to_vec();
            bytes.extend(format!("\u{0}{sector}\u{0}{user_id}").as_bytes());
            Digest::of(&bytes).as_str().to_owned()
        }
        _ => user_id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sector_one_subject_another_sector_another() {
        let client = |uris: &[&str]| -> Client {
            serde_json::from_value(serde_json::json!({
                "client_id": "c",
                "redirect_uris": uris,
                "subject_type": "pairwise",
            }))
            .unwrap()
        };
        let (a, same, b) = (
            client(&["https://a.example/1"]),
            client(&["https://a.example/2"]),
            client(&["https://b.example/"]),
        );
        assert_eq!(subject(&a, "ada", b"salt"), subject(&same, "ada", b"salt"));
        assert_ne!(subject(&a, "ada", b"salt"), subject(&b, "ada", b"salt"));
        assert_ne!(subject(&a, "ada", b"salt"), subject(&a, "ada", b"other"));
        assert_ne!(subject(&a, "ada", b"salt"), subject(&a, "grace", b"salt"));
        assert_eq!(
            sector(&client(&["https://a.example/1", "https://b.example/"])),
            None
        );
    }
}
