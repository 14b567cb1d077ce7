use super::*;
use crate::credentials::second_factor::{FactorKind, with_second_factor};
use crate::time::CLOCK_TOLERANCE;
use proptest::prelude::*;

const LIMITS: SessionLimits = SessionLimits {
    idle: Lifetime::hours(1),
    absolute: Lifetime::hours(24),
    remembered_idle: Lifetime::days(7),
    remembered_absolute: Lifetime::days(30),
};

fn session() -> SsoSession {
    SsoSession {
        sid: "s".into(),
        user_id: "u".into(),
        auth_time: Timestamp(0),
        authentication: Authentication::password(),
        created_at: Timestamp(0),
        last_seen_at: Timestamp(0),
        expires_at: Timestamp(0).plus(LIMITS.absolute),
        ended_at: None,
        remembered: false,
        generation: 1,
    }
}

#[test]
fn each_limit_ends_a_session_at_its_own_instant() {
    let idle = LIMITS.idle.0 + TOUCH_INTERVAL.0;
    let end = LIMITS.absolute.0;
    let used = |at| SsoSession {
        last_seen_at: Timestamp(at),
        ..session()
    };
    let reached = |session: &SsoSession, at| session.reached(Timestamp(at), LIMITS);
    assert_eq!(reached(&used(0), idle - 1), None);
    assert_eq!(reached(&used(0), idle), Some(EndReason::Idle));
    assert_eq!(reached(&used(end - 1), end - 1), None);
    assert_eq!(reached(&used(end - 1), end), Some(EndReason::Absolute));
    assert_eq!(
        reached(
            &SsoSession {
                ended_at: Some(Timestamp(1)),
                ..used(0)
            },
            end
        ),
        None
    );
    assert_eq!(LIMITS.max_lifetime(false), LIMITS.absolute);
    assert_eq!(LIMITS.max_lifetime(true), LIMITS.remembered_absolute);
}

#[test]
fn a_sign_in_is_fresh_and_a_use_is_recent_for_as_long_as_they_are() {
    let fresh =
        [STEP_UP_WINDOW.0, STEP_UP_WINDOW.0 + 1].map(|at| session().is_fresh(Timestamp(at)));
    assert_eq!(fresh, [true, false]);
    let touched =
        [TOUCH_INTERVAL.0 - 1, TOUCH_INTERVAL.0].map(|at| session().wants_touch(Timestamp(at)));
    assert_eq!(touched, [false, true]);
    let seen = Timestamp(1_000_000);
    let by_another_clock = [0, CLOCK_TOLERANCE.0, CLOCK_TOLERANCE.0 + 1]
        .map(|ahead| is_to_be_noted(seen, Timestamp(seen.0 - ahead)));
    assert_eq!(by_another_clock, [false, false, true]);
    let named = session();
    assert_eq!(
        named.reference(),
        SessionRef {
            sid: "s",
            user_id: "u"
        }
    );
}

#[test]
fn how_somebody_signed_in_is_kept_as_it_was() {
    let upstream = Authentication {
        amr: vec!["mfa".to_owned()],
        idp: Some("upstream".to_owned()),
    };
    let password = Authentication::password();
    assert_eq!(password.sign_in_method(), SignInMethod::Password);
    assert_eq!(
        upstream.sign_in_method(),
        SignInMethod::IdentityProvider("upstream".to_owned())
    );
    for (mailed, method) in [
        (Authentication::code(), SignInMethod::Code),
        (Authentication::link(), SignInMethod::Link),
    ] {
        assert_eq!(mailed.acr(), "urn:doorward:acr:1fa");
        // A second factor makes it stronger, and no other method.
        let both = with_second_factor(&mailed, FactorKind::AuthenticatorApp);
        assert_eq!(
            (mailed.sign_in_method(), both.sign_in_method(), both.acr()),
            (method.clone(), method, "urn:doorward:acr:2fa")
        );
    }
    assert_eq!(
        (password.context(), upstream.context()),
        (
            AuthenticationContext::SingleFactor,
            AuthenticationContext::MultiFactor
        )
    );
    assert_eq!(
        (password.acr(), upstream.acr()),
        ("urn:doorward:acr:1fa", "urn:doorward:acr:2fa")
    );
    for (authentication, text) in [
        (password, r#"["pwd"]"#),
        (upstream, r#"{"amr":["mfa"],"idp":"upstream"}"#),
    ] {
        assert_eq!(serde_json::to_string(&authentication).unwrap(), text);
        assert_eq!(
            serde_json::from_str::<Authentication>(text).unwrap(),
            authentication
        );
    }
}

#[test]
fn offline_access_outlives_what_a_user_or_time_ended_and_nothing_else() {
    let reasons = [
        (EndReason::SignOut, "sign_out", true),
        (EndReason::Replaced, "replaced", true),
        (EndReason::TooMany, "too_many", true),
        (EndReason::Idle, "idle", true),
        (EndReason::Absolute, "absolute", true),
        (EndReason::Administrator, "administrator", false),
        (EndReason::UserDisabled, "user_disabled", false),
        (EndReason::PasswordChanged, "password_changed", false),
        (EndReason::FactorChanged, "factor_changed", false),
        (EndReason::AccountLeaving, "account_leaving", false),
        (EndReason::TokenReplay, "token_replay", false),
        (EndReason::GlobalRevocation, "global_revocation", false),
        (EndReason::Upstream, "upstream", false),
    ];
    for (reason, name, keeps) in reasons {
        assert_eq!(
            (reason.keeps_offline_access(), reason.as_str()),
            (keeps, name)
        );
        assert_eq!(serde_json::to_value(reason).unwrap(), name);
        let is_limit = ["idle", "absolute"].contains(&name);
        assert_eq!(reason.is_limit(), is_limit, "{name}");
    }
}

proptest! {
    #[test]
    fn an_ended_or_expired_session_never_lives_again(seen in 0_i64..100_000_000, later in 0_i64..200_000_000, more in 0_i64..200_000_000, ended: bool, remembered: bool) {
        let session = SsoSession {
            sid: "s".into(), user_id: "p".into(), auth_time: Timestamp(0), authentication: Authentication::default(), created_at: Timestamp(0),
            last_seen_at: Timestamp(seen), expires_at: Timestamp(0).plus(LIMITS.absolute), ended_at: ended.then_some(Timestamp(seen)), remembered, generation: 1,
        };
        let (first, second) = (Timestamp(seen + later), Timestamp(seen + later + more));
        prop_assert!(session.is_alive(first, LIMITS) || !session.is_alive(second, LIMITS));
        prop_assert!(!(ended && session.is_alive(first, LIMITS)));
        // What ends a session and what no longer lets it in are one rule.
        let since = LIMITS.used_since(first);
        let unused = session.last_seen_at <= if remembered { since.remembered } else { since.ordinary };
        prop_assert_eq!(session.reached(first, LIMITS).is_some(), !ended && (unused || first >= session.expires_at));
    }
}

proptest! {
    #[test]
    fn a_clock_that_is_set_back_makes_no_session_live_longer(
        ahead in 0..400 * Lifetime::days(1).0,
        later in 0..400 * Lifetime::days(1).0,
        remembered: bool,
    ) {
        // It began while the clock was ahead; then the clock was right again.
        let began = Timestamp(ahead);
        let session = SsoSession {
            created_at: began,
            last_seen_at: began,
            expires_at: began.plus(LIMITS.max_lifetime(remembered)),
            remembered,
            ..session()
        };
        let is_alive = session.is_alive(Timestamp(0), LIMITS);
        prop_assert!(!is_alive || ahead <= crate::time::CLOCK_TOLERANCE.0);
        // It was used while the clock was ahead.
        let session = SsoSession { created_at: Timestamp(0), ..session };
        let idle = if remembered { LIMITS.remembered_idle } else { LIMITS.idle };
        let is_alive = session.is_alive(Timestamp(later), LIMITS);
        prop_assert!(!is_alive || (ahead - later).abs() < idle.0 + TOUCH_INTERVAL.0);
    }
}

#[test]
fn the_method_of_a_sign_in_is_what_was_proven_first() {
    let of = |amr: &[&str], idp: Option<&str>| {
        let authentication = Authentication {
            amr: amr.iter().map(|method| (*method).to_owned()).collect(),
            idp: idp.map(str::to_owned),
        };
        authentication.sign_in_method()
    };
    for (amr, method) in [
        (vec!["pwd"], SignInMethod::Password),
        (vec!["pwd", "otp", "mfa"], SignInMethod::Password),
        (vec!["otp"], SignInMethod::Code),
        (vec!["mca", "otp", "mfa"], SignInMethod::Link),
        (vec!["hwk", "user", "mfa"], SignInMethod::Passkey),
        (vec!["swk", "user", "mfa"], SignInMethod::Passkey),
        (vec![], SignInMethod::Password),
    ] {
        assert_eq!(of(&amr, None), method, "{amr:?}");
        let upstream = SignInMethod::IdentityProvider("corp".into());
        assert_eq!(of(&amr, Some("corp")), upstream, "{amr:?}");
    }
}
