//! Answers of authenticators (Web Authentication Level 3).

use super::text;
use base64::{
    Engine, alphabet,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE_NO_PAD,
    },
};
use doorward_adapters::webauthn::{
    CeremonyError, CredentialUse, CredentialUser, RelyingParty, StoredCredential, credential_of,
};
use serde_json::{Value, json};
use std::sync::LazyLock;

const ORIGIN: &str = "https://id.example.com";
const USER: &str = "8d7e4b2e-7a3b-4a7b-9a55-0d5c1f0c9a11";
/// The challenge of every ceremony here.
const CHALLENGE: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
/// The identifier of the credential whose key signed the kept answers.
const CREDENTIAL: &str = "ZG9vcndhcmQgZnV6eiBjcg";
/// What made that credential.
const ATTESTATION: &str = "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViUJlkQTsAKdriMqE84HF0LUSqgiRqfQADxZkQh8fexppldAAAAAK3OAAI1vMYKZIsLJfHwVQMAEGRvb3J3YXJkIGZ1enogY3KlAQIDJiABIVggRxw-dYxJBChbun5TEY7Q9SSt6wdX0lvS-Oew1236cUwiWCDdUg96yoqLkXrMN_Ud6PDJu-OthYOC5wLcJaEtCfeoWA";
/// The SHA-256 hash of `id.example.com`.
const PARTY: &str = "JlkQTsAKdriMqE84HF0LUSqgiRqfQADxZkQh8fexppk";
/// What the library takes for base64.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
/// Flags of authenticator data (section 6.1).
const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
/// The longest identifier of a credential, in bytes (section 7.1 step 26).
const LONGEST_ID: usize = 1023;
/// What follows the flags of the authenticator data that was ever signed by the key.
const SIGNED: [&[u8]; 5] = [
    &[0x1d, 0, 0, 0, 0],
    &[0x05, 0, 0, 0, 7],
    &[0x01, 0, 0, 0, 0],
    &[],
    b"\x9d\0\0\0\0\xa1\x6bcredProtect\x02",
];

/// The ceremonies that every input is an answer to.
struct Ceremonies {
    party: RelyingParty,
    passkey: String,
    security_key: String,
    sign_in: String,
    second: String,
    stored: String,
}

static CEREMONIES: LazyLock<Ceremonies> = LazyLock::new(|| {
    let party = RelyingParty::of(ORIGIN, "Acme").expect("a relying party");
    let user = CredentialUser {
        user_id: USER,
        name: "ada",
        display_name: "Ada",
    };
    let creation = |kind| {
        let begun = party.begin_creation(&user, &[], kind);
        with_challenge(&begun.expect("options").state)
    };
    let (passkey, security_key) = (
        creation(CredentialUse::Passkey),
        creation(CredentialUse::SecurityKey),
    );
    let client_data = client_data("webauthn.create");
    let attestation = URL_SAFE_NO_PAD.decode(ATTESTATION).expect("base64url");
    let answer = creation_answer(CREDENTIAL, &client_data, &attestation);
    let made = party.finish_creation(&passkey, &answer, CredentialUse::Passkey);
    let stored = made.expect("a credential").credential;
    let sign_in = party.begin_discoverable().expect("options").state;
    let second = party.begin_second(std::slice::from_ref(&stored));
    let (sign_in, second) = (
        with_challenge(&sign_in),
        with_challenge(&second.expect("options").state),
    );
    Ceremonies {
        party,
        passkey,
        security_key,
        sign_in,
        second,
        stored,
    }
});

/// A state with our challenge in the place of the random one.
fn with_challenge(state: &str) -> String {
    fn put(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if name == "challenge" {
                        *value = CHALLENGE.into();
                    } else {
                        put(value);
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(put),
            _ => {}
        }
    }
    let mut state: Value = serde_json::from_str(state).expect("JSON");
    put(&mut state);
    state.to_string()
}

fn client_data(kind: &str) -> Vec<u8> {
    format!(
        r#"{{"type":"{kind}","challenge":"{CHALLENGE}","origin":"{ORIGIN}","crossOrigin":false}}"#
    )
    .into_bytes()
}

fn creation_answer(id: &str, client_data: &[u8], attestation: &[u8]) -> String {
    let encode = |bytes| URL_SAFE_NO_PAD.encode(bytes);
    json!({
        "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": encode(client_data), "attestationObject": encode(attestation),
        },
    })
    .to_string()
}

/// The answer that an input is: its text where it is JSON of an answer, or else its parts, with the
/// client data on the first line.
fn answer(input: &[u8], of_parts: impl Fn(&[u8], &[u8]) -> Option<String>) -> Option<String> {
    let at = input.iter().position(|byte| *byte == b'\n');
    match at {
        Some(at) => of_parts(&input[..at], &input[at + 1..]),
        None => text(input).map(str::to_owned),
    }
}

/// A part of an answer, without its base64url.
fn part(answer: &Value, name: &str) -> Vec<u8> {
    match &answer["response"][name] {
        Value::String(text) => {
            let text = text.replace('+', "-").replace('/', "_");
            LENIENT.decode(text).unwrap_or_default()
        }
        // The library takes a list of numbers too.
        list => serde_json::from_value(list.clone()).unwrap_or_default(),
    }
}

/// The client data is of this ceremony, this challenge and our origin (section 7.1 steps 7 to 9).
fn is_of_this_ceremony(answer: &Value, kind: &str) {
    let client_data = part(answer, "clientDataJSON");
    let said: Value = serde_json::from_slice(&client_data).expect("client data");
    assert_eq!(said["type"], kind);
    assert_eq!(said["challenge"], CHALLENGE);
    assert_eq!(said["origin"], ORIGIN);
}

fn is_well_refused(error: &CeremonyError) {
    assert!(matches!(error, CeremonyError::Refused(_)), "{error}");
    assert!(!error.to_string().is_empty());
}

/// A credential is made for this ceremony alone, by the authenticator data that was sent, and can be used.
pub(super) fn passkey_creation(input: &[u8]) {
    let of_parts =
        |client_data: &[u8], rest: &[u8]| Some(creation_answer(CREDENTIAL, client_data, rest));
    let Some(answer) = answer(input, of_parts) else {
        return;
    };
    let ceremonies = &*CEREMONIES;
    for (kind, state) in [
        (CredentialUse::Passkey, &ceremonies.passkey),
        (CredentialUse::SecurityKey, &ceremonies.security_key),
    ] {
        let made = match ceremonies.party.finish_creation(state, &answer, kind) {
            Ok(made) => made,
            Err(error) => {
                is_well_refused(&error);
                continue;
            }
        };
        let said: Value = serde_json::from_str(&answer).expect("JSON");
        is_of_this_ceremony(&said, "webauthn.create");
        let id = URL_SAFE_NO_PAD.decode(&made.id).expect("base64url");
        assert!((1..=LONGEST_ID).contains(&id.len()));
        let attestation = part(&said, "attestationObject");
        let party = URL_SAFE_NO_PAD.decode(PARTY).expect("base64url");
        let flags = attestation.windows(37).any(|window| {
            let flags = window[32];
            let is = |flag| flags & flag != 0;
            window.starts_with(&party)
                && is(PRESENT)
                && (kind == CredentialUse::SecurityKey || is(VERIFIED))
                && is(BACKED_UP) == made.is_synced
                && is(ELIGIBLE) == made.can_be_synced
                && window[33..] == made.sign_count.to_be_bytes()
        });
        assert!(flags, "of no authenticator data that was sent");
        assert!(attestation.windows(id.len()).any(|window| window == id));
        // Only what can be backed up is (section 6.1.3).
        assert!(made.can_be_synced || !made.is_synced, "backed up");
        assert!(made.aaguid.is_none_or(|aaguid| aaguid.len() == 36));
        let begun = ceremonies.party.begin_second(&[made.credential]);
        assert!(begun.is_ok(), "the credential cannot be used");
    }
}

/// Only what the key has signed is taken, for this ceremony and its user.
pub(super) fn passkey_use(input: &[u8]) {
    let of_parts = |client_data: &[u8], rest: &[u8]| {
        let (length, rest) = rest.split_first()?;
        let (data, signature) = rest.split_at_checked(usize::from(*length))?;
        let encode = |bytes| URL_SAFE_NO_PAD.encode(bytes);
        let answer = json!({
            "id": CREDENTIAL, "rawId": CREDENTIAL, "type": "public-key",
            "response": {
                "clientDataJSON": encode(client_data), "authenticatorData": encode(data),
                "signature": encode(signature),
                "userHandle": doorward_adapters::webauthn::user_handle(USER),
            },
        });
        Some(answer.to_string())
    };
    let Some(answer) = answer(input, of_parts) else {
        return;
    };
    let ceremonies = &*CEREMONIES;
    let stored = StoredCredential {
        user_id: USER,
        credential: &ceremonies.stored,
    };
    let party = &ceremonies.party;
    for (is_second, used) in [
        (
            false,
            party.finish_discoverable(&ceremonies.sign_in, &answer, &stored),
        ),
        (
            true,
            party.finish_second(&ceremonies.second, &answer, &stored),
        ),
    ] {
        let used = match used {
            Ok(used) => used,
            Err(error) => {
                is_well_refused(&error);
                continue;
            }
        };
        let said: Value = serde_json::from_str(&answer).expect("JSON");
        is_of_this_ceremony(&said, "webauthn.get");
        assert_eq!(part(&said, "clientDataJSON"), client_data("webauthn.get"));
        let data = part(&said, "authenticatorData");
        let (of, rest) = data.split_at_checked(32).expect("authenticator data");
        assert_eq!(URL_SAFE_NO_PAD.encode(of), PARTY);
        assert!(SIGNED.contains(&rest), "the key never signed {rest:?}");
        let flags = rest[0];
        assert!(flags & PRESENT != 0 && used.user_verified == (flags & VERIFIED != 0));
        assert!(is_second || used.user_verified, "nobody was verified");
        assert_eq!(used.sign_count.to_be_bytes(), rest[1..5]);
        assert_eq!(used.id, CREDENTIAL);
        assert_eq!(credential_of(&answer).as_deref(), Some(CREDENTIAL));
    }
}
