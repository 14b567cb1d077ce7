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
        redeemed: false,
        subject_is_live: true,
    }
}

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
    let gone = AuthorizationCode {
        subject_is_live: false,
        ..code()
    };
    assert!(is_refused(&gone, PRESENTED));
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
fn a_replay_by_its_own_client_alone_revokes() {
    let used = AuthorizationCode {
        redeemed: true,
        ..code()
    };
    // Whatever else is wrong with it, and however late it is.
    let late = PresentedCode {
        now: Timestamp(5000),
        redirect_uri: None,
        ..PRESENTED
    };
    for presented in [PRESENTED, late] {
        assert!(matches!(
            check(&used, &presented),
            Err(CodeError::Replayed(_))
        ));
    }
    assert!(is_refused(
        &used,
        PresentedCode {
            client_id: "other",
            ..PRESENTED
        }
    ));
}
