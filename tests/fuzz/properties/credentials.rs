//! What browsers and apps bring to a sign-in beside a name and a password.

use super::{NOW, is_well_said, text};
use doorward_adapters::keys::{MasterKey, Purpose, SealError};
use doorward_protocol::secret::Entropy;
use doorward_protocol::{
    credentials::{
        known_browser::{KnownBrowserCookie, MAX_CODES},
        proof_of_work::{PresentedProof, challenge, is_proof, is_valid_challenge},
    },
    keys::sealed,
    oauth::{
        authorization_challenge::{PresentedFactor, authorization_request_of, presented_factor},
        authorization_request::Parameters,
        error_code::ErrorCode,
    },
    time::Timestamp,
};
use std::sync::LazyLock;

/// A cookie keeps its bounds, is written as it was read, and grows by nothing but codes in front.
pub(super) fn known_browser(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let Some(cookie) = KnownBrowserCookie::parse(text) else {
        return;
    };
    assert!(cookie.codes.len() <= MAX_CODES && text.len() <= 400);
    assert_eq!(cookie.with_codes(&[]), text);
    let code = "n".repeat(43);
    let value = cookie.with_codes(std::slice::from_ref(&code));
    let again = KnownBrowserCookie::parse(&value).expect("one of ours");
    assert_eq!(
        (again.browser, again.codes.first()),
        (cookie.browser, Some(&code.as_str()))
    );
    assert!(again.codes.len() <= MAX_CODES);
}

/// What an app sends is one factor or a refusal that the specification knows; nothing of the user's is
/// left in the authorization request, which is that of the client that was authenticated.
pub(super) fn presented(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let parameters = Parameters::parse(text);
    match presented_factor(&parameters) {
        Err(error) => is_well_said(&error, &[ErrorCode::InvalidRequest]),
        Ok(PresentedFactor::Nothing | PresentedFactor::MailAgain) => {
            let secrets = ["username", "password", "otp"];
            assert!(secrets.iter().all(|name| parameters.get(name).is_none()));
        }
        Ok(PresentedFactor::Password { username, password }) => {
            assert_eq!(parameters.get("username"), Some(username));
            assert_eq!(parameters.get("password"), Some(password));
        }
        Ok(PresentedFactor::MailFor(username)) => {
            assert_eq!(parameters.get("username"), Some(username));
            assert_eq!(parameters.get("password"), None);
        }
        Ok(PresentedFactor::Code(code)) => assert_eq!(parameters.get("otp"), Some(code)),
    }
    let request = authorization_request_of(&parameters, "notes");
    for name in [
        "username",
        "password",
        "otp",
        "client_secret",
        "client_assertion",
        "auth_session",
    ] {
        assert_eq!(request.get(name), None);
    }
    assert_eq!(request.get("client_id"), Some("notes"));
}

/// A challenge is valid before it expires and for its own browser, in one spelling; a proof is one for
/// every easier demand, and for its own name alone.
pub(super) fn proof_of_work(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (presented, number) = text.split_once('\n').unwrap_or((text, "0"));
    let code = |expires_at: Timestamp| format!("code{}", expires_at.0 % 97);
    if is_valid_challenge(presented, NOW, code) {
        let (expires_at, _) = presented.split_once('.').expect("a time");
        let expires_at = Timestamp(expires_at.parse().expect("a time"));
        assert!(NOW < expires_at);
        assert_eq!(presented, challenge(expires_at, &code(expires_at)));
        assert!(!is_valid_challenge(presented, expires_at, code));
        assert!(!is_valid_challenge(presented, NOW, |_| "other".to_owned()));
    }
    let proof = PresentedProof {
        challenge: presented,
        number,
    };
    let reached = (0..=256)
        .take_while(|bits| is_proof(&proof, "ada", "password", *bits))
        .count();
    for bits in [1, 8, 64, 255, 256, 257, u32::MAX] {
        let is_reached = reached > usize::try_from(bits).unwrap_or(usize::MAX);
        assert_eq!(is_proof(&proof, "ada", "password", bits), is_reached);
    }
    // No search of a fuzzer comes this far by chance.
    assert!(reached <= 64);
}

/// Bytes that differ from call to call.
struct Counted;

impl Entropy for Counted {
    fn fill(&self, buffer: &mut [u8]) {
        for (place, byte) in buffer.iter_mut().enumerate() {
            *byte = u8::try_from(place % 251).unwrap_or_default();
        }
    }
}

static KEY: LazyLock<MasterKey> =
    LazyLock::new(|| MasterKey::from_text(&"k".repeat(32).into()).expect("a master key"));

/// Nothing opens but what was sealed, at its own place; a value has one spelling.
pub(super) fn sealed_value(input: &[u8]) {
    let place = Purpose::SigningKey.at(&["kid"]);
    if let Some(text) = text(input) {
        if let Some(parsed) = sealed::parse(text) {
            assert_eq!(sealed::compose(parsed.key_id, &parsed.bytes), text);
            assert_eq!(sealed::key_id_of(text), Some(parsed.key_id));
        }
        let opened = KEY.open(place, text);
        assert!(
            matches!(opened, Err(SealError::OtherKey | SealError::Altered)),
            "a forged value opened"
        );
        // With the identifier of the key it is a value of the key that was altered.
        let forged = format!("{}{text}", sealed::prefix(KEY.id()));
        assert_eq!(KEY.open(place, &forged), Err(SealError::Altered));
    }
    let value = KEY.seal(&Counted, place, input).expect("sealed");
    assert_eq!(KEY.open(place, &value).as_deref(), Ok(input));
    assert_eq!(
        KEY.open(Purpose::SigningKey.at(&["other"]), &value),
        Err(SealError::Altered)
    );
    let cut = value.len() - 1;
    assert_eq!(KEY.open(place, &value[..cut]), Err(SealError::Altered));
}
