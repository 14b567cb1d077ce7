use super::*;
use crate::{
    oauth::scope::Scope, oidc::claims_request::ClaimNames, sessions::sso_session::Authentication,
};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn code() -> AuthorizationCode {
    AuthorizationCode {
        facts: GrantFacts {
            grant_id: "g".into(),
            client_id: "app".into(),
            user_id: "u".into(),
            sid: Some("s".into()),
            scope: Scope::default(),
            auth_time: Timestamp(0),
            authentication: Authentication::default(),
            resources: Vec::new(),
            claims: ClaimNames::default(),
            organization_id: None,
        },
        redirect_uri: "https://app.example/cb".into(),
        nonce: None,
        code_challenge: Some(CHALLENGE.into()),
        expires_at: Timestamp(1000),
        withdrawals: 0,
    }
}

const GOOD: CodeState = CodeState {
    redeemed: false,
    subject_is_live: true,
};

const PRESENTED: PresentedCode<'_> = PresentedCode {
    client_id: "app",
    redirect_uri: Some("https://app.example/cb"),
    code_verifier: Some(VERIFIER),
    lifetime: Lifetime(1000),
    now: Timestamp(999),
};

/// Shown without its proof, a code is used up (and written down).
fn is_burned(code: &AuthorizationCode, presented: PresentedCode<'_>) -> bool {
    matches!(check(code, &presented), Err(CodeError::Burned(error)) if error.code == ErrorCode::InvalidGrant)
}

fn is_refused(code: &AuthorizationCode, presented: PresentedCode<'_>) -> bool {
    matches!(check(code, &presented), Err(CodeError::Refused(error)) if error.code == ErrorCode::InvalidGrant)
}

#[test]
fn a_code_is_for_its_client_its_address_its_time_and_its_verifier() {
    assert_eq!(check(&code(), &PRESENTED), Ok(()));
    for presented in [
        PresentedCode {
            client_id: "other",
            ..PRESENTED
        },
        PresentedCode {
            now: Timestamp(1000),
            ..PRESENTED
        },
        PresentedCode {
            now: Timestamp(5000),
            ..PRESENTED
        },
    ] {
        assert!(is_refused(&code(), presented), "{presented:?}");
    }
    for presented in [
        PresentedCode {
            redirect_uri: None,
            ..PRESENTED
        },
        PresentedCode {
            redirect_uri: Some("https://app.example/cb2"),
            ..PRESENTED
        },
        PresentedCode {
            code_verifier: None,
            ..PRESENTED
        },
        PresentedCode {
            code_verifier: Some(CHALLENGE),
            ..PRESENTED
        },
    ] {
        assert!(is_burned(&code(), presented), "{presented:?}");
    }
}

#[test]
fn without_a_challenge_there_is_no_verifier() {
    let plain = AuthorizationCode {
        code_challenge: None,
        ..code()
    };
    assert!(is_burned(&plain, PRESENTED));
    let without = PresentedCode {
        code_verifier: None,
        ..PRESENTED
    };
    assert_eq!(check(&plain, &without), Ok(()));
}

#[test]
fn a_code_that_was_used_is_a_replay_and_one_whose_user_is_gone_is_refused() {
    let used = CodeState {
        redeemed: true,
        ..GOOD
    };
    assert!(matches!(refusal(used), CodeError::Replayed(_)));
    assert_eq!(refusal(GOOD), CodeError::Refused(UNUSABLE_CODE));
    let ended = CodeState {
        subject_is_live: false,
        ..GOOD
    };
    assert_eq!(refusal(ended), CodeError::Refused(UNUSABLE_CODE));
}

#[test]
fn what_is_wrong_with_a_code_is_named_in_the_order_of_the_token_endpoint() {
    let used = CodeState {
        redeemed: true,
        subject_is_live: false,
    };
    let ended = CodeState {
        redeemed: false,
        ..used
    };
    let other = PresentedCode {
        client_id: "other",
        ..PRESENTED
    };
    let late = PresentedCode {
        now: Timestamp(5000),
        ..PRESENTED
    };
    for (state, presented, fault) in [
        (GOOD, PRESENTED, None),
        (used, other, Some(CodeFault::OtherClient)),
        (used, late, Some(CodeFault::Redeemed)),
        (ended, late, Some(CodeFault::Expired)),
        (ended, PRESENTED, Some(CodeFault::SubjectEnded)),
    ] {
        assert_eq!(code_fault(&code(), state, &presented), fault);
    }
}

#[test]
fn a_code_is_short_and_read_as_it_was_written() {
    let code = code();
    let text = serde_json::to_string(&code).unwrap();
    assert_eq!(
        serde_json::from_str::<AuthorizationCode>(&text).unwrap(),
        code
    );
    let bare = text.len() - CHALLENGE.len() - code.redirect_uri.len();
    assert!(bare < 120, "{text}");
    let full = AuthorizationCode {
        facts: GrantFacts {
            scope: Scope::parse("openid email").unwrap(),
            authentication: Authentication::password(),
            resources: vec!["https://api.example".into()],
            claims: ClaimNames {
                userinfo: vec!["email".into()],
                id_token: Vec::new(),
            },
            organization_id: Some("org".into()),
            ..code.facts
        },
        nonce: Some("n".into()),
        withdrawals: 7,
        ..code
    };
    let text = serde_json::to_string(&full).unwrap();
    assert_eq!(
        serde_json::from_str::<AuthorizationCode>(&text).unwrap(),
        full
    );
}
