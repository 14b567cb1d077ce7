use super::*;

const POLICY: SecondFactorPolicy = SecondFactorPolicy {
    mode: SecondFactorMode::Offered,
    within: Lifetime(0),
    after_identity_providers: false,
    trusted_browser: Lifetime::days(30),
    recovery_delay: Lifetime::days(1),
};

const FIRST: FirstFactor = FirstFactor {
    context: AuthenticationContext::SingleFactor,
    is_upstream: false,
    has_second_factor: true,
    is_trusted_browser: false,
    asked_at: None,
    now: Timestamp(1_000),
};

fn required(within: Lifetime) -> SecondFactorPolicy {
    SecondFactorPolicy {
        mode: SecondFactorMode::Required,
        within,
        ..POLICY
    }
}

#[test]
fn who_has_a_second_factor_is_asked_for_it() {
    assert_eq!(second_step(&POLICY, &FIRST), SecondStep::Ask);
    let off = SecondFactorPolicy {
        mode: SecondFactorMode::Off,
        ..POLICY
    };
    assert_eq!(second_step(&off, &FIRST), SecondStep::None);
    let strong = FirstFactor {
        context: AuthenticationContext::MultiFactor,
        ..FIRST
    };
    assert_eq!(second_step(&POLICY, &strong), SecondStep::None);
}

#[test]
fn a_trusted_browser_counts_only_where_browsers_can_be_trusted() {
    let trusted = FirstFactor {
        is_trusted_browser: true,
        ..FIRST
    };
    assert_eq!(second_step(&POLICY, &trusted), SecondStep::None);
    let never = SecondFactorPolicy {
        trusted_browser: Lifetime(0),
        ..POLICY
    };
    assert_eq!(second_step(&never, &trusted), SecondStep::Ask);
}

#[test]
fn an_identity_provider_asks_for_its_own_factors_unless_the_policy_says_otherwise() {
    let upstream = FirstFactor {
        is_upstream: true,
        ..FIRST
    };
    assert_eq!(second_step(&POLICY, &upstream), SecondStep::None);
    let all = SecondFactorPolicy {
        after_identity_providers: true,
        ..POLICY
    };
    assert_eq!(second_step(&all, &upstream), SecondStep::Ask);
}

#[test]
fn where_it_is_required_it_is_set_up_within_the_days_from_the_first_request() {
    let without = FirstFactor {
        has_second_factor: false,
        ..FIRST
    };
    assert_eq!(second_step(&POLICY, &without), SecondStep::None);
    let step = second_step(&required(Lifetime(0)), &without);
    assert!(!step.can_be_put_off(FIRST.now));
    let later = second_step(&required(Lifetime(500)), &without);
    assert!(later.can_be_put_off(FIRST.now));
    let asked = FirstFactor {
        asked_at: Some(Timestamp(400)),
        ..without
    };
    let over = second_step(&required(Lifetime(500)), &asked);
    assert!(!over.can_be_put_off(FIRST.now));
}

#[test]
fn groups_and_roles_are_named_by_app() {
    let own = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>()
    };
    let roles = BTreeMap::from([("wiki".to_owned(), own(&["editor"]))]);
    let required = RequiredOf {
        groups: own(&["staff"]),
        roles,
    };
    assert!(!required.is_empty() && RequiredOf::default().is_empty());
    assert!(required.names_group(&own(&["guests", "Staff"])));
    assert!(!required.names_group(&own(&["guests"])));
    assert!(required.names_role("wiki", &own(&["reader", "editor"])));
    assert!(!required.names_role("wiki", &own(&["reader"])));
    assert!(!required.names_role("blog", &own(&["editor"])));
    let without_names = RequiredOf {
        groups: Vec::new(),
        roles: BTreeMap::from([("wiki".to_owned(), Vec::new())]),
    };
    assert!(without_names.is_empty());
}

#[test]
fn amr_and_acr_say_what_was_used() {
    let first = Authentication::password();
    let both = with_second_factor(&first, FactorKind::AuthenticatorApp);
    assert_eq!(both.amr, ["pwd", "otp", "mfa"]);
    assert_eq!(both.context(), AuthenticationContext::MultiFactor);
    assert_eq!(with_second_factor(&both, FactorKind::RecoveryCode), both);
    let key = FactorKind::Passkey {
        is_device_bound: true,
    };
    assert_eq!(with_second_factor(&first, key).amr, ["pwd", "hwk", "mfa"]);
}

#[test]
fn a_mode_is_known_by_its_name() {
    for (name, mode) in [
        ("off", Some(SecondFactorMode::Off)),
        ("offered", Some(SecondFactorMode::Offered)),
        ("required", Some(SecondFactorMode::Required)),
        ("Required", None),
        ("", None),
    ] {
        assert_eq!(SecondFactorMode::parse(name), mode, "{name}");
    }
}

#[test]
fn a_factor_is_named_in_the_audit_log_and_a_passkey_is_several_factors() {
    for (kind, name) in [
        (FactorKind::AuthenticatorApp, "authenticator_app"),
        (FactorKind::RecoveryCode, "recovery_code"),
        (
            FactorKind::Passkey {
                is_device_bound: true,
            },
            "passkey",
        ),
    ] {
        assert_eq!(kind.as_str(), name);
    }
    for (is_device_bound, amr) in [
        (true, ["hwk", "user", "mfa"]),
        (false, ["swk", "user", "mfa"]),
    ] {
        let authentication = by_passkey(FactorKind::Passkey { is_device_bound });
        assert_eq!(authentication.amr, amr);
        assert_eq!(authentication.idp, None);
        assert_eq!(authentication.context(), AuthenticationContext::MultiFactor);
    }
}

#[test]
fn nobody_is_named_where_there_is_neither_a_group_nor_a_role() {
    let of = |groups: &[&str], roles: &[&str]| {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        RequiredOf {
            groups: owned(groups),
            roles: BTreeMap::from([("app".to_owned(), owned(roles))]),
        }
    };
    assert!(RequiredOf::default().is_empty() && of(&[], &[]).is_empty());
    assert!(!of(&["staff"], &[]).is_empty());
    assert!(!of(&[], &["editor"]).is_empty());
    assert!(!of(&["staff"], &["editor"]).is_empty());
}
