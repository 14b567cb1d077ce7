//! What other systems say of their users.

use super::text;
use doorward_adapters::hashing::{CostsInUse, StorableHash, check_password_hash, storable_hash};
use doorward_core::users::ImportRow;
use doorward_protocol::{
    federation::{
        Assertion, IdentityProvider, Preset, Protocol, Refusal, ResolvedIdentityProvider,
        read_identity,
    },
    oidc::claims::StandardClaims,
    text::is_storable,
};
use serde_json::{Map, Value, json};

/// The longest value of a field, in characters.
const MAX_VALUE: usize = 2048;
/// The longest claim of an identity provider, in bytes.
const MAX_CLAIM: usize = 1024;
/// A text that no report may quote.
const HIDDEN: &str = "hunter2hunter2";

/// The formats of files, by the first byte of an input.
const FORMATS: [&str; 5] = ["csv", "jsonl", "keycloak", "auth0", "firebase"];

/// A row keeps its bounds, and one that is wrong is refused without its values. The first byte says which
/// format it is.
pub(super) fn user_import(input: &[u8]) {
    let Some((first, document)) = input.split_first() else {
        return;
    };
    let format = FORMATS[usize::from(*first) % FORMATS.len()];
    let rows = match doorward_cli::import_rows(format, document) {
        Ok(rows) => rows,
        Err(error) => return assert!(!format!("{error:#}").is_empty()),
    };
    assert!(rows.len() <= document.len());
    for row in rows {
        match row {
            Ok(row) => row_holds(&row),
            Err(reason) => assert!(
                !reason.is_empty() && !reason.contains(HIDDEN) && reason.len() < 2000,
                "{reason}"
            ),
        }
    }
}

fn row_holds(row: &ImportRow) {
    let is_bounded = |text: &str| text.chars().count() <= MAX_VALUE;
    let own = [&row.id, &row.email, &row.username];
    assert!(own.into_iter().flatten().all(|text| is_bounded(text)));
    claims_hold(&row.claims, &is_bounded);
    if let Some(hash) = &row.password_hash {
        let _ = check_password_hash(hash).map_err(|reason| assert!(!reason.contains(HIDDEN)));
    }
}

/// Every text among the claims keeps a bound, and they are read as they are written.
fn claims_hold(claims: &StandardClaims, is_bounded: &dyn Fn(&str) -> bool) {
    let written = serde_json::to_value(claims).expect("JSON");
    for (name, value) in written.as_object().expect("claims") {
        let parts = match value {
            Value::Object(members) => members.values().collect(),
            other => vec![other],
        };
        let texts = parts.into_iter().filter_map(Value::as_str);
        texts.for_each(|text| assert!(is_bounded(text), "{name} is too long"));
    }
    let again: StandardClaims = serde_json::from_value(written).expect("claims");
    assert_eq!(&again, claims);
}

/// A hash of another system costs a bounded amount, is read again as the same, and is never told.
pub(super) fn password_hash(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let StorableHash { text: stored, cost } = match storable_hash(text) {
        Ok(hash) => hash,
        Err(reason) => {
            // Of a long hash nothing is quoted; a short word may be the name of an algorithm.
            let quoted = text.split(['$', ':', '"', '{', '}', ',', '=']);
            let mut quoted = quoted.filter(|part| part.len() >= 43);
            assert!(!reason.is_empty());
            return assert!(!quoted.any(|part| reason.contains(part)), "{reason}");
        }
    };
    let again = storable_hash(&stored).expect("a hash that is stored");
    assert_eq!((&again.text, &again.cost), (&stored, &cost));
    assert!(check_password_hash(text).is_ok());
    // The cost is one that this program does the work of: it is read as it is stored.
    let read = CostsInUse::read([&*cost]);
    assert_ne!(
        format!("{read:?}"),
        format!("{:?}", CostsInUse::default()),
        "{cost}"
    );
    assert!(!stored.starts_with(char::is_whitespace) && stored.len() <= text.len() + 200);
}

/// An identity that a provider asserts keeps its bounds, and is one that the declaration admits. The first
/// byte says which.
pub(super) fn identity(input: &[u8]) {
    let Some((first, claims)) = input.split_first() else {
        return;
    };
    let Ok(claims) = serde_json::from_slice::<Map<String, Value>>(claims) else {
        return;
    };
    let is_restricted = first & 1 != 0;
    let mut declared = json!({"id": "up", "kind": "oidc"});
    if is_restricted {
        declared["email_domains"] = json!(["corp.example"]);
    }
    let declared: IdentityProvider = serde_json::from_value(declared).expect("a declaration");
    let provider = ResolvedIdentityProvider {
        declared,
        preset: Preset::generic("oidc", "OpenID", Protocol::OpenId),
    };
    let assertion = Assertion {
        issuer: "https://up.example".into(),
        claims,
        id_token: None,
    };
    let identity = match read_identity(&provider, &assertion) {
        Ok(identity) => identity,
        Err(refusal) => {
            let is_known = matches!(refusal, Refusal::Unreadable | Refusal::NotAdmitted);
            return assert!(is_known && (is_restricted || refusal != Refusal::NotAdmitted));
        }
    };
    let subject = &identity.subject;
    assert!((1..=255).contains(&subject.len()) && is_storable(subject));
    let said = &assertion.claims["sub"];
    assert!(
        *said == json!(subject) || said.is_number(),
        "another subject"
    );
    let email = identity.email.as_deref();
    assert!(email.is_none_or(|email| email.len() <= 254 && email.contains('@')));
    assert!(email.is_some() || !identity.email_verified);
    if is_restricted {
        let domain = email.and_then(|email| email.rsplit_once('@'));
        let is_ours = domain.is_some_and(|(_, domain)| domain.eq_ignore_ascii_case("corp.example"));
        assert!(is_ours && identity.email_verified);
    }
    claims_hold(&identity.claims, &|text| {
        text.len() <= MAX_CLAIM && is_storable(text)
    });
    assert!(identity.amr.len() <= 10 && identity.amr.iter().all(|amr| amr.len() <= 32));
    let stored = serde_json::to_string(&identity).expect("JSON");
    assert_eq!(serde_json::from_str(&stored).ok().as_ref(), Some(&identity));
}
