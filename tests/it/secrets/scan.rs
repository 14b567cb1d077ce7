//! What was handed out, and the search for it in everything that is kept.

use crate::world::Answer;
use aho_corasick::AhoCorasick;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Shorter values are words and numbers, which stand everywhere.
const SHORTEST: usize = 12;

/// Parameters of redirects, fields of forms and members of answers that are no secret, though they
/// are long: what the client itself registered or sent, and identifiers.
const PUBLIC: [&str; 22] = [
    "account",
    "as",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "error",
    "error_description",
    "iss",
    "issuer",
    "login_hint",
    "post_logout_redirect_uri",
    "provider",
    // The page that the menu of languages returns to; what is secret in its query is searched for itself.
    "return",
    "receipt",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "session_state",
    "sid",
    "subject",
    "username",
];

/// Members of JSON answers that hold a secret or a token.
const IN_JSON: [&str; 8] = [
    "access_token",
    "client_secret",
    "code",
    "id_token",
    "initial_access_token",
    "password",
    "refresh_token",
    "registration_access_token",
];

/// Every value that was handed out or typed in, with the name that it has in messages.
#[derive(Default)]
pub struct HandedOut {
    values: BTreeMap<String, String>,
    public: BTreeSet<String>,
}

impl HandedOut {
    /// A value that must be found nowhere.
    pub fn add(&mut self, name: &str, value: &str) {
        if value.len() >= SHORTEST && !self.public.contains(value) {
            self.values
                .entry(value.to_owned())
                .or_insert_with(|| name.to_owned());
        }
    }

    /// A value that looks like one of ours but came from the client, which gave it away itself.
    pub fn is_public(&mut self, value: &str) {
        self.public.insert(value.to_owned());
        self.values.remove(value);
    }

    /// The cookies, the parameters of the redirect and the fields of the forms of a page.
    pub fn answer(&mut self, answer: &Answer) {
        for cookie in &answer.set_cookies {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.add(&format!("the cookie {name}"), value);
        }
        if let Some(location) = &answer.location {
            self.address(location);
        }
        for input in answer.body.split("<input").skip(1) {
            let input = input.split('>').next().unwrap();
            let attribute = |name: &str| {
                let value = input.split(&format!(" {name}=\"")).nth(1)?;
                value.split('"').next()
            };
            if let (Some(name), Some(value)) = (attribute("name"), attribute("value"))
                && !PUBLIC.contains(&name)
            {
                self.add(&format!("the field {name}"), value);
            }
        }
        if let Ok(value) = serde_json::from_str(&answer.body) {
            self.json(&value);
        }
    }

    /// The parameters in query and fragment of an address.
    pub fn address(&mut self, location: &str) {
        for part in location.split(['?', '#']).skip(1) {
            for (name, value) in url::form_urlencoded::parse(part.as_bytes()) {
                if !PUBLIC.contains(&name.as_ref()) {
                    self.add(&format!("the parameter {name}"), &value);
                }
            }
        }
    }

    /// The tokens and secrets of an answer of an endpoint.
    pub fn json(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member.as_str().filter(|_| IN_JSON.contains(&name.as_str())) {
                        Some(text) => self.add(&format!("the member {name}"), text),
                        None => self.json(member),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|one| self.json(one)),
            _ => {}
        }
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether a value with this name was handed out.
    pub fn has(&self, name: &str) -> bool {
        self.values.values().any(|known| known == name)
    }

    /// Gets ready to search: everything that was handed out, in every spelling.
    pub fn scanner(&self) -> Scanner {
        let (mut spellings, mut names) = (Vec::new(), Vec::new());
        for (value, name) in &self.values {
            for (spelling, how) in spellings_of(value) {
                spellings.push(spelling);
                names.push(format!("{name}, {how}"));
            }
        }
        Scanner {
            search: AhoCorasick::new(&spellings).unwrap(),
            names,
        }
    }
}

/// A search for everything that was handed out.
pub struct Scanner {
    search: AhoCorasick,
    names: Vec<String>,
}

impl Scanner {
    /// The names of what stands in a place, with that place.
    pub fn found_in(&self, place: &str, bytes: &[u8]) -> BTreeSet<String> {
        let found = self.search.find_overlapping_iter(bytes);
        found
            .map(|found| format!("{place}: {}", self.names[found.pattern().as_usize()]))
            .collect()
    }
}

/// What of a value is the secret: of a JWT the signature, which alone makes it one (the claims are
/// known to many), of a signed cookie what stands behind the signature.
fn kernel(value: &str) -> String {
    let decoded =
        url::form_urlencoded::parse(format!("v={}", value.replace('+', "%2B")).as_bytes())
            .next()
            .map_or_else(|| value.to_owned(), |(_, value)| value.into_owned());
    if value.starts_with("eyJ")
        && let Some((_, signature)) = value.rsplit_once('.')
    {
        return signature.to_owned();
    }
    match decoded.split_once('=') {
        Some((signature, behind)) if signature.len() == 43 && behind.len() >= SHORTEST => {
            behind.to_owned()
        }
        _ => decoded,
    }
}

/// In lower case.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Base64 of the bytes wherever they stand in something longer: the characters that depend on what
/// is before and behind are left out.
fn base64_inside(bytes: &[u8], engine: &impl Engine) -> Vec<Vec<u8>> {
    (0..3)
        .map(|before| {
            let mut longer = vec![0; before];
            longer.extend(bytes);
            let text = engine.encode(longer);
            let text = text.trim_end_matches('=');
            let (from, whole) = ((before * 8).div_ceil(6), (before + bytes.len()) * 8 / 6);
            text.as_bytes()[from..whole].to_vec()
        })
        .collect()
}

/// The spellings in which a value could be kept, each with its name.
fn spellings_of(value: &str) -> Vec<(Vec<u8>, &'static str)> {
    let kernel = kernel(value);
    let bytes = kernel.as_bytes();
    let encoded: String = url::form_urlencoded::byte_serialize(bytes).collect();
    let json = serde_json::to_string(&kernel).unwrap();
    let mut spellings = vec![
        (bytes.to_vec(), "as it is"),
        (encoded.into_bytes(), "percent-encoded"),
        (json.trim_matches('"').as_bytes().to_vec(), "in JSON"),
        (hex(bytes).into_bytes(), "in hexadecimal"),
        (hex(bytes).to_uppercase().into_bytes(), "in hexadecimal"),
    ];
    for spelling in base64_inside(bytes, &STANDARD) {
        spellings.push((spelling, "in base64"));
    }
    for spelling in base64_inside(bytes, &URL_SAFE) {
        spellings.push((spelling, "in base64url"));
    }
    // A random value is text for random bytes: those could be kept as well.
    if let Some(raw) = URL_SAFE_NO_PAD
        .decode(bytes)
        .ok()
        .filter(|raw| raw.len() >= SHORTEST)
    {
        spellings.push((raw.clone(), "as the bytes behind it"));
        spellings.push((
            hex(&raw).into_bytes(),
            "as the bytes behind it, in hexadecimal",
        ));
        spellings.push((
            hex(&raw).to_uppercase().into_bytes(),
            "as the bytes behind it, in hexadecimal",
        ));
        let standard = STANDARD.encode(&raw).trim_end_matches('=').to_owned();
        spellings.push((standard.into_bytes(), "as the bytes behind it, in base64"));
    }
    // Cut off, it is still most of a secret.
    if bytes.len() >= 2 * SHORTEST {
        spellings.push((bytes[..bytes.len() / 2].to_vec(), "its first half"));
        spellings.push((bytes[bytes.len() / 2..].to_vec(), "its second half"));
    }
    spellings
}

/// Each spelling that a leak could have is found, in the midst of other text.
#[test]
fn a_secret_is_found_in_every_spelling() {
    let secret = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlIG9mIHRoZSB0b2tlbg";
    let cookie = "47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    let mut handed_out = HandedOut::default();
    handed_out.add("a secret", secret);
    handed_out.add("a token", jwt);
    handed_out.add("a cookie", cookie);
    handed_out.add("a password", "notes on \"the\" engine");
    let scanner = handed_out.scanner();
    let raw = URL_SAFE_NO_PAD.decode(secret).unwrap();
    let planted = [
        ("a secret", secret.as_bytes().to_vec()),
        ("a secret", secret.as_bytes()[..30].to_vec()),
        ("a secret", raw.clone()),
        ("a secret", hex(&raw).into_bytes()),
        (
            "a secret",
            hex(secret.as_bytes()).to_uppercase().into_bytes(),
        ),
        ("a secret", STANDARD.encode(&raw).into_bytes()),
        ("a secret", STANDARD.encode(secret).into_bytes()),
        (
            "a secret",
            URL_SAFE_NO_PAD.encode(format!("1{secret}2")).into_bytes(),
        ),
        (
            "a secret",
            STANDARD.encode(format!("12{secret}3")).into_bytes(),
        ),
        ("a token", jwt.as_bytes().to_vec()),
        ("a token", b"c2lnbmF0dXJlIG9mIHRoZSB0b2tlbg".to_vec()),
        ("a cookie", cookie.as_bytes().to_vec()),
        (
            "a cookie",
            b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFG".to_vec(),
        ),
        ("a password", b"notes on \"the\" engine".to_vec()),
        ("a password", br#"notes on \"the\" engine"#.to_vec()),
        ("a password", b"notes+on+%22the%22+engine".to_vec()),
    ];
    for (name, planted) in planted {
        let text = [b"before ", planted.as_slice(), b" behind"].concat();
        assert!(
            scanner
                .found_in("here", &text)
                .iter()
                .any(|found| found.starts_with(&format!("here: {name}, "))),
            "{name}: {}",
            String::from_utf8_lossy(&planted)
        );
    }
    let digest = doorward_protocol::secret::Secret::presented(secret).digest();
    assert!(
        scanner
            .found_in("here", digest.as_str().as_bytes())
            .is_empty(),
        "a digest is no secret"
    );
}
