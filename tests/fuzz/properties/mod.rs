//! What holds for whatever a stranger sends, for each parser that one reaches. `scripts/fuzz` looks
//! for input for which it does not; the tests of every day replay the input that is kept.

mod access;
mod browsers;
mod clients;
mod connections;
mod credentials;
mod files;
mod imports;
mod passkeys;
mod requests;
mod scim;
mod tokens;
mod typed;

use doorward_protocol::{
    clients::client::Client,
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        response_type::ResponseType,
    },
    time::Timestamp,
};

/// A property of the parser with this name. It panics where the property does not hold.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, by the name of its folder in `corpus`.
pub const TARGETS: [Target; 41] = [
    ("accept_language", browsers::accept_language),
    ("access_evaluation", access::access_evaluation),
    ("attribute_value", typed::attribute_value),
    ("authorization_request", requests::authorization_request),
    ("claims_request", requests::claims_request),
    ("client_address", browsers::client_address),
    ("client_authentication", requests::client_authentication),
    ("client_keys", tokens::client_keys),
    ("client_metadata", clients::client_metadata),
    ("cookies", browsers::cookies),
    ("dns_answer", connections::dns_answer),
    ("form", requests::form),
    ("forward_auth", browsers::forward_auth),
    ("http_framing", connections::http_framing),
    ("identity", imports::identity),
    ("jws", tokens::jws),
    ("known_browser", credentials::known_browser),
    ("logout_request", requests::logout_request),
    ("mail_address", typed::mail_address),
    ("management_body", access::management_body),
    ("names", typed::names),
    ("page_token", access::page_token),
    ("passkey_creation", passkeys::passkey_creation),
    ("passkey_use", passkeys::passkey_use),
    ("password_hash", imports::password_hash),
    ("picture", files::picture),
    ("presented_factor", credentials::presented),
    ("proof_of_work", credentials::proof_of_work),
    ("redirect_uri", clients::redirect_uri),
    ("request_object", tokens::request_object),
    ("scim_bulk", scim::scim_bulk),
    ("scim_filter", scim::scim_filter),
    ("scim_patch", scim::scim_patch),
    ("scim_search", scim::scim_search),
    ("sealed_value", credentials::sealed_value),
    ("stream_request", clients::stream_request),
    ("token_request", requests::token_request),
    ("typed_code", typed::typed_code_of_users),
    ("upload", files::upload),
    ("user_import", imports::user_import),
    ("values", requests::values),
];

/// The present of every target.
const NOW: Timestamp = Timestamp(1_800_000_000_000);
const ISSUER: &str = "https://id.example.com";
const CALLBACK: &str = "https://notes.example/callback";

/// The input as text, where it is some; nothing else reaches a parser of text.
fn text(input: &[u8]) -> Option<&str> {
    std::str::from_utf8(input).ok()
}

/// A client with every response type.
fn client() -> Client {
    serde_json::from_value(serde_json::json!({
        "client_id": "notes",
        "redirect_uris": [CALLBACK, "http://127.0.0.1/cb", "https://notes.example/other?a=b"],
        "post_logout_redirect_uris": ["https://notes.example/bye"],
        "response_types": ResponseType::NAMES,
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "scope": "openid profile email address phone offline_access notes:read",
        "audience": ["https://api.example"],
    }))
    .expect("a client")
}

/// A refusal says what RFC 6749 lets it say: a code of the endpoint, and a hint in the characters
/// of `error_description` (section 5.2).
fn is_well_said(error: &ProtocolError, codes: &[ErrorCode]) {
    assert!(
        codes.contains(&error.code),
        "not a code of this endpoint: {error}"
    );
    assert!(
        !error.hint.is_empty()
            && error
                .hint
                .bytes()
                .all(|b| matches!(b, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e)),
        "not an error_description: {error}"
    );
}

/// Holds the parser with this name to its property.
///
/// # Panics
/// Where the property does not hold, and where there is no such target.
pub fn run(name: &str, input: &[u8]) {
    let (_, property) = TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no target {name}"));
    property(input);
}
