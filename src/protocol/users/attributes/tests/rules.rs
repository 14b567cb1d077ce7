//! Tests of the limits of declarations, and of who sees and changes the values.

use super::*;

#[test]
fn a_name_is_of_small_letters_digits_and_underlines() {
    let is_name = |name: &str| declared(&json!({"name": name})).is_ok();
    let long = |length: usize| "a".repeat(length);
    for name in ["a", "shoe_size", "a1", "a_", "family_name", &long(64)] {
        assert!(is_name(name), "{name}");
    }
    for name in [
        "",
        "1a",
        "_a",
        "A",
        "aB",
        "a-b",
        "a b",
        "ä",
        &long(65),
        &long(200),
    ] {
        assert!(!is_name(name), "{name}");
    }
}

#[test]
fn a_standard_claim_keeps_its_type_its_claim_and_its_scope() {
    for (extra, reason) in [
        (json!({}), None),
        (json!({"type": "phone"}), None),
        (
            json!({"type": "text"}),
            Some("type: phone_number is a standard claim"),
        ),
        (
            json!({"scope": "body"}),
            Some("claim: phone_number is a standard claim"),
        ),
        (
            json!({"claim": "shoe"}),
            Some("claim: phone_number is a standard claim"),
        ),
        (
            json!({"claim": "shoe", "scope": "body"}),
            Some("claim: phone_number is a standard claim"),
        ),
    ] {
        let mut document = extra.clone();
        document["name"] = "phone_number".into();
        let refused = declared(&document).err();
        let is_said = |refused: &str| reason.is_some_and(|reason| refused.starts_with(reason));
        assert_eq!(refused.is_some(), reason.is_some(), "{extra}");
        assert!(refused.is_none_or(|refused| is_said(&refused)), "{extra}");
    }
}

#[test]
fn patterns_options_and_bounds_have_limits() {
    let of = |extra: Value| {
        let mut document = extra;
        document["name"] = "a".into();
        declared(&document).is_ok()
    };
    let pattern = |length: usize| of(json!({"pattern": "a".repeat(length)}));
    assert!(pattern(500) && !pattern(501) && !pattern(600));
    let options = |options: Vec<String>| of(json!({"type": "choice", "options": options}));
    let numbered = |count: usize| (0..count).map(|n| n.to_string()).collect();
    assert!(options(numbered(500)) && !options(numbered(501)) && !options(numbered(900)));
    assert!(options(vec!["ä".repeat(200)]));
    for bad in [" a", "a ", "", " ", "a\nb", &"ä".repeat(201)] {
        assert!(!options(vec![bad.to_owned(), "b".into()]), "{bad}");
    }
    let range = |min: f64, max: f64| of(json!({"type": "number", "min": min, "max": max}));
    assert!(range(1.0, 1.0) && range(-1.0, 1.0) && !range(1.5, 1.0));
    let lengths = |min: usize, max: usize| of(json!({"min_length": min, "max_length": max}));
    assert!(lengths(3, 3) && lengths(0, 2000) && !lengths(4, 3));
    assert!(!lengths(0, 0) && !lengths(0, 2001));
    // Without a greatest length it is 200.
    assert!(of(json!({"min_length": 200})) && !of(json!({"min_length": 201})));
}

#[test]
fn whoever_edits_a_field_reads_it() {
    let of = |read: &[&str], edit: &[&str], required: &str| {
        declared(&json!({"name": "a", "read": read, "edit": edit, "required": required})).is_ok()
    };
    let (user, admin, both) = (["user"], ["admin"], ["user", "admin"]);
    for (read, edit, is_taken) in [
        (&both[..], &both[..], true),
        (&both, &user, true),
        (&both, &admin, true),
        (&both, &[], true),
        (&user, &user, true),
        (&user, &both, false),
        (&user, &admin, false),
        (&admin, &admin, true),
        (&admin, &both, false),
        (&[], &[], true),
        (&[], &admin, false),
    ] {
        assert_eq!(of(read, edit, "no"), is_taken, "{read:?} {edit:?}");
        let is_asked_of_user = read.contains(&"user") && edit.contains(&"user");
        for required in ["registration", "later"] {
            let is_required = is_taken && is_asked_of_user;
            assert_eq!(of(read, edit, required), is_required, "{read:?} {edit:?}");
        }
    }
    // The page of the account has the field of a nickname without a declaration.
    let nickname = |edit: &[&str]| declared(&json!({"name": "nickname", "edit": edit})).is_ok();
    assert!(nickname(&both) && !nickname(&admin));
}

#[test]
fn a_field_is_asked_for_when_its_declaration_says() {
    let field =
        |name: &str, required: &str| attribute(&json!({"name": name, "required": required}));
    for (name, required, is_asked) in [
        ("shoe", "registration", true),
        ("nickname", "registration", true),
        // It always is.
        ("name", "registration", false),
        ("shoe", "later", false),
        ("shoe", "no", false),
    ] {
        let field = field(name, required);
        assert_eq!(
            field.is_asked_at_registration(),
            is_asked,
            "{name} {required}"
        );
    }
    for (required, is_later) in [("registration", false), ("later", true), ("no", false)] {
        let fields = declared(&json!({"name": "shoe", "required": required})).unwrap();
        assert_eq!(fields.are_asked_later(), is_later, "{required}");
        let missing = fields.missing(&StandardClaims::default()).count();
        assert_eq!(missing, usize::from(is_later), "{required}");
    }
    assert!(!UserAttributes::default().are_asked_later());
}

#[test]
fn the_value_of_a_field_stands_under_its_claim_or_among_the_declared_ones() {
    let claims = StandardClaims {
        nickname: Some("ada".into()),
        attributes: BTreeMap::from([
            ("shoe".to_owned(), json!(38)),
            ("gender".into(), json!("x")),
        ]),
        ..StandardClaims::default()
    };
    for (name, is_standard, is_on_profile, value) in [
        ("shoe", false, false, Some(json!(38))),
        ("hat", false, false, None),
        ("nickname", true, true, Some(json!("ada"))),
        ("locale", true, true, None),
        // What stands among the declared ones under the name of a standard claim is not it.
        ("gender", true, false, None),
    ] {
        let field = attribute(&json!({"name": name}));
        assert_eq!(field.is_standard(), is_standard, "{name}");
        assert_eq!(field.is_on_profile(), is_on_profile, "{name}");
        assert_eq!(field.of(&claims), value, "{name}");
    }
}

/// Three fields: one for everybody, one that administrators alone see, and a hidden standard claim.
fn three() -> UserAttributes {
    let mut fields = UserAttributes::default();
    for document in [
        json!({"name": "shoe", "type": "number"}),
        json!({"name": "grade", "read": ["admin"], "edit": ["admin"]}),
        json!({"name": "gender", "read": ["admin"], "edit": ["admin"]}),
    ] {
        fields.declare(attribute(&document)).unwrap();
    }
    fields
}

#[test]
fn nobody_sees_what_a_declaration_hides_from_them() {
    let fields = three();
    let claims: StandardClaims = serde_json::from_value(json!({
        "name": "Ada", "gender": "x", "attributes": {"shoe": 38, "grade": "A", "old": 1},
    }))
    .unwrap();
    let seen = |reader| serde_json::to_value(fields.read_by(reader, &claims)).unwrap();
    assert_eq!(seen(Party::User), json!({"shoe": 38}));
    assert_eq!(seen(Party::Admin), json!({"shoe": 38, "grade": "A"}));
    let standard = |reader| fields.standard_read_by(reader, &claims);
    assert_eq!(standard(Party::User), json!({"name": "Ada"}));
    assert_eq!(
        standard(Party::Admin),
        json!({"name": "Ada", "gender": "x"})
    );
    assert_eq!(fields.undeclared(&claims).collect::<Vec<_>>(), ["old"]);
    assert_eq!(
        fields.get("shoe").map(UserAttribute::kind),
        Some(AttributeType::Number)
    );
    assert!(fields.get("old").is_none());
}

#[test]
fn what_is_typed_into_a_form_is_taken_as_a_whole_or_not_at_all() {
    let mut fields = three();
    let nickname = attribute(&json!({"name": "nickname"}));
    fields.declare(nickname).unwrap();
    let before: StandardClaims = serde_json::from_value(json!({
        "name": "Ada", "nickname": "a", "attributes": {"shoe": 38, "grade": "A"},
    }))
    .unwrap();
    let take = |typed: &[(&str, &str)]| {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let typed = typed.iter().map(owned).collect();
        let taken = fields.take(&typed, &before, UserAttribute::is_edited_by_user);
        taken.map(|claims| serde_json::to_value(claims).unwrap())
    };
    let changed = take(&[
        ("shoe", "39"),
        ("nickname", "Ada"),
        ("grade", "B"),
        ("old", "x"),
    ]);
    let expected =
        json!({"name": "Ada", "nickname": "Ada", "attributes": {"shoe": 39, "grade": "A"}});
    assert_eq!(changed, Ok(expected));
    // An empty field takes its value away.
    let emptied = take(&[("nickname", " ")]);
    assert_eq!(
        emptied,
        Ok(json!({"name": "Ada", "attributes": {"grade": "A"}}))
    );
    let wrong = AttributeProblem::Type(AttributeType::Number);
    let refused = take(&[("shoe", "big"), ("nickname", "Ada")]);
    assert_eq!(refused, Err(BTreeMap::from([("shoe".to_owned(), wrong)])));
}

#[test]
fn values_of_an_import_have_declarations_that_take_them() {
    let fields = three();
    let check =
        |name: &str, value: Value| fields.check(&BTreeMap::from([(name.to_owned(), value)]));
    assert_eq!(check("shoe", json!(38)), Ok(()));
    for (name, value) in [
        ("shoe", json!("38")),
        ("old", json!(1)),
        // A standard claim has its own place.
        ("gender", json!("x")),
    ] {
        let refused = check(name, value).unwrap_err();
        assert!(
            refused.starts_with("attributes: ") && refused.contains(name),
            "{refused}"
        );
    }
}

#[test]
fn a_value_may_be_the_least_and_the_greatest_that_is_declared() {
    let number = declared(&json!({"name": "a", "type": "number", "min": 1.0, "max": 5.0})).unwrap();
    for (typed, is_taken) in [("0.9", false), ("1", true), ("5", true), ("5.1", false)] {
        assert_eq!(number.read("a", typed).is_ok(), is_taken, "{typed}");
    }
    let flag = declared(&json!({"name": "a", "type": "boolean"})).unwrap();
    assert_eq!(flag.read("a", "false"), Ok(Some(json!(false))));
    assert!(flag.read("a", "no").is_err());
    let phone = declared(&json!({"name": "a", "type": "phone"})).unwrap();
    for (typed, is_taken) in [
        ("+12345", true),
        ("+123456789012345", true),
        ("+1234", false),
        ("+1234567890123456", false),
        ("+1234x", false),
        ("12345", false),
    ] {
        assert_eq!(phone.read("a", typed).is_ok(), is_taken, "{typed}");
    }
}
