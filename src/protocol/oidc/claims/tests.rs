use super::*;

#[test]
fn a_proof_is_of_one_phone_number() {
    let claims = |number: &str, verified| StandardClaims {
        phone_number: Some(number.into()),
        phone_number_verified: verified,
        ..StandardClaims::default()
    };
    for (before, mut after, left) in [
        (("+44", Some(true)), claims("+44", Some(true)), Some(true)),
        (("+44", Some(true)), claims("+45", Some(true)), None),
        (("+44", Some(false)), claims("+45", Some(true)), Some(true)),
        (("+44", None), claims("+45", None), None),
    ] {
        after.drop_stale_phone_proof(&claims(before.0, before.1));
        assert_eq!(after.phone_number_verified, left, "{before:?}");
    }
}

#[test]
fn a_name_shows_all_that_it_has() {
    let named = |name: &str| StandardClaims {
        name: Some("Ada".into()),
        family_name: Some(name.into()),
        ..StandardClaims::default()
    };
    let disguised = named("\u{202e}ecalevoL");
    assert_eq!(disguised.disguised_name(None), Some("family_name"));
    // Whoever has it keeps it.
    assert_eq!(disguised.disguised_name(Some(&disguised)), None);
    let other = named("\u{2066}Lovelace");
    assert_eq!(other.disguised_name(Some(&disguised)), Some("family_name"));
    for written in [
        "Lovelace",
        "O\u{2019}Neill",
        "\u{646}\u{200c}\u{627}",
        "\u{5c71}\u{7530}\u{3000}\u{592a}\u{90ce}",
    ] {
        assert_eq!(named(written).disguised_name(None), None, "{written}");
    }
    let mut cleared = disguised;
    cleared.undisguise_names();
    assert_eq!(cleared, named("ecalevoL"));
    let mut nothing = named("\u{200b}\u{202e}");
    nothing.undisguise_names();
    assert_eq!(nothing.family_name, None);
}

#[test]
fn preferred_username_always_has_a_value_of_the_user_alone() {
    let name = |sub: &str, email: Option<&str>, username: Option<&str>| {
        let subject = Subject {
            sub: sub.into(),
            email: email.map(str::to_owned),
            username: username.map(str::to_owned),
            claims: StandardClaims::default(),
            updated_at: 7,
        };
        let claims = for_scope(&subject, &Scope::parse("openid profile").unwrap());
        claims["preferred_username"].as_str().unwrap().to_owned()
    };
    assert_eq!(name("1", Some("ada@example.com"), Some("ada")), "ada");
    let made = name("1", Some("Ada@example.com"), None);
    assert!(looks_made(&made) && !looks_made("ada") && !looks_made("ada-there"));
    assert!(made.starts_with("ada-") && made.len() == 14, "{made}");
    assert_eq!(
        made,
        name("1", Some("ada@example.com"), None),
        "it is stable"
    );
    assert_ne!(
        made,
        name("2", Some("ada@example.org"), None),
        "it is unique"
    );
    assert!(name("1", Some("a+b'c@example.com"), None).starts_with("a-b-c-"));
    assert!(name("1", None, None).starts_with("user-"));
    let long = format!("{}@example.com", "a".repeat(64));
    assert_eq!(name("1", Some(&long), None).len(), MAX_LOCAL_PART + 11);
}

#[test]
fn no_claim_goes_beyond_the_scope() {
    let claims = StandardClaims {
        name: Some("Ada".into()),
        phone_number: Some("+44".into()),
        ..StandardClaims::default()
    };
    let subject = Subject {
        sub: "1".into(),
        email: Some("ada@example.com".into()),
        username: Some("ada".into()),
        claims,
        updated_at: 7,
    };
    let names = |scope: &str| {
        let mut names: Vec<String> = for_scope(&subject, &Scope::parse(scope).unwrap())
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("openid"), ["sub"]);
    assert_eq!(names("openid email"), ["email", "email_verified", "sub"]);
    assert_eq!(
        names("openid profile"),
        ["name", "preferred_username", "sub", "updated_at"]
    );
    assert_eq!(names("openid phone"), ["phone_number", "sub"]);
    assert_eq!(
        for_scope(&subject, &Scope::parse("email").unwrap())["email_verified"],
        false
    );
    let by_name = released(
        &subject,
        &Scope::parse("openid email").unwrap(),
        &["name".into(), "nonsense".into()],
    );
    let mut by_name: Vec<&str> = by_name.keys().map(String::as_str).collect();
    by_name.sort_unstable();
    assert_eq!(by_name, ["email", "email_verified", "name"]);
}

#[test]
fn each_claim_is_opened_by_its_scope_alone() {
    for (scope, claims) in [
        ("email", vec!["email", "email_verified"]),
        ("phone", vec!["phone_number", "phone_number_verified"]),
        ("address", vec!["address"]),
        (
            "profile",
            PROFILE.iter().copied().chain(["updated_at"]).collect(),
        ),
    ] {
        for claim in claims {
            assert_eq!(scope_of(claim), Some(scope), "{claim}");
        }
    }
    for claim in ACCESS_CLAIMS {
        assert_eq!(scope_of(claim), Some(claim));
    }
    for claim in ["sub", "iss", "auth_time", "sid", "shoe", ""] {
        assert_eq!(scope_of(claim), None, "{claim}");
    }
    let declared = DeclaredClaims::from_iter([("shoe", "body"), ("email", "body")]);
    assert_eq!(declared.scope_of("shoe"), Some("body"));
    assert_eq!(
        declared.scope_of("email"),
        Some("email"),
        "a standard claim stays"
    );
    assert!(declared.contains("shoe") && !declared.contains("hat"));
}

#[test]
fn a_made_name_ends_with_ten_hexadecimal_digits() {
    for (name, is_made) in [
        ("ada-0123456789", true),
        ("ada-there-0123abcdef", true),
        ("-0123456789", true),
        ("ada-012345678", false),
        ("ada-01234567890", false),
        ("ada-012345678g", false),
        ("ada-abc", false),
        ("0123456789", false),
        ("ada-", false),
    ] {
        assert_eq!(looks_made(name), is_made, "{name}");
    }
}
