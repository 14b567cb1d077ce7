mod rules;

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn attribute(document: &Value) -> UserAttribute {
    serde_json::from_value(document.clone()).unwrap()
}

fn declared(document: &Value) -> Result<UserAttributes, String> {
    let mut attributes = UserAttributes::default();
    attributes.declare(attribute(document))?;
    Ok(attributes)
}

#[test]
fn a_bad_declaration_is_refused_with_its_key() {
    for (document, reason) in [
        (json!({"name": "Shoe size"}), "name"),
        (json!({"name": "email"}), "name"),
        (json!({"name": "sub"}), "name"),
        (json!({"name": "picture"}), "name"),
        (json!({"name": "family_name", "type": "number"}), "type"),
        (
            json!({"name": "family_name", "claim": "x", "scope": "y"}),
            "claim",
        ),
        (json!({"name": "a", "label": ""}), "label"),
        (json!({"name": "a", "label": {}}), "label"),
        (json!({"name": "a", "type": "choice"}), "options"),
        (
            json!({"name": "a", "type": "choice", "options": ["x", "x"]}),
            "options",
        ),
        (json!({"name": "a", "options": ["x"]}), "options"),
        (json!({"name": "a", "min": 1.0}), "min"),
        (
            json!({"name": "a", "type": "number", "min": 2.0, "max": 1.0}),
            "min",
        ),
        (
            json!({"name": "a", "min_length": 3, "max_length": 2}),
            "min_length",
        ),
        (json!({"name": "a", "max_length": 20000}), "max_length"),
        (json!({"name": "a", "pattern": "("}), "pattern"),
        (json!({"name": "a", "pattern": "a)|(b"}), "pattern"),
        (json!({"name": "a", "pattern": r"(a)\1"}), "pattern"),
        (
            json!({"name": "a", "pattern": r"(\w{500}){500}"}),
            "pattern",
        ),
        (
            json!({"name": "a", "type": "date", "pattern": "x"}),
            "pattern",
        ),
        (
            json!({"name": "a", "required": "registration", "edit": ["admin"]}),
            "required",
        ),
        (json!({"name": "a", "read": ["admin"]}), "edit"),
        (json!({"name": "a", "claim": "a"}), "scope"),
        (json!({"name": "a", "scope": "a"}), "claim"),
        (json!({"name": "a", "claim": "a", "scope": "a b"}), "scope"),
        (
            json!({"name": "a", "claim": "a", "scope": "openid"}),
            "scope",
        ),
    ] {
        let refused = declared(&document).unwrap_err();
        assert!(refused.starts_with(reason), "{document}: {refused}");
    }
    for claim in [
        "sub", "iss", "aud", "exp", "sid", "nonce", "email", "roles", "a b", "",
    ] {
        let document = json!({"name": "a", "claim": claim, "scope": "a"});
        assert!(declared(&document).is_err(), "{claim}");
    }
    let unknown = json!({"name": "a", "type": "colour"});
    assert!(serde_json::from_value::<UserAttribute>(unknown).is_err());
}

#[test]
fn a_claim_carries_one_field() {
    let mut attributes = declared(&json!({"name": "a", "claim": "c", "scope": "s"})).unwrap();
    let again = attributes.declare(attribute(&json!({"name": "a", "claim": "c", "scope": "t"})));
    assert_eq!(again, Ok(()));
    assert_eq!(attributes.declared_claims().scope_of("c"), Some("t"));
    let other = attributes.declare(attribute(&json!({"name": "b", "claim": "c", "scope": "t"})));
    assert_eq!(other, Err("claim: c carries a already".into()));
}

#[test]
fn what_is_typed_is_read_by_its_type() {
    let number = json!({"type": "number", "min": 1.0, "max": 5.0});
    let code = json!({"pattern": "[A-Z]{2}|x", "max_length": 3});
    let choice = json!({"type": "choice", "options": ["S", "M"]});
    for (document, typed, expected) in [
        (&number, " 3 ", Ok(Some(json!(3)))),
        (&number, "3.5", Ok(Some(json!(3.5)))),
        (&number, "0", Err(AttributeProblem::Min(1.0))),
        (&number, "6", Err(AttributeProblem::Max(5.0))),
        (
            &number,
            "NaN",
            Err(AttributeProblem::Type(AttributeType::Number)),
        ),
        (&number, "", Ok(None)),
        (&code, "AB", Ok(Some(json!("AB")))),
        (&code, "xAB", Err(AttributeProblem::Form)),
        (&code, "ABx", Err(AttributeProblem::Form)),
        (
            &code,
            "ABCD",
            Err(AttributeProblem::Length { min: 1, max: 3 }),
        ),
        (&choice, "M", Ok(Some(json!("M")))),
        (
            &choice,
            "m",
            Err(AttributeProblem::Type(AttributeType::Choice)),
        ),
        (&json!({"type": "boolean"}), "", Ok(Some(json!(false)))),
        (&json!({"type": "boolean"}), "true", Ok(Some(json!(true)))),
        (
            &json!({"type": "date"}),
            "1815-12-10",
            Ok(Some(json!("1815-12-10"))),
        ),
        (
            &json!({"type": "date"}),
            "1815-02-30",
            Err(AttributeProblem::Type(AttributeType::Date)),
        ),
        (
            &json!({"type": "date"}),
            "1815-W49-7",
            Err(AttributeProblem::Type(AttributeType::Date)),
        ),
        (
            &json!({"type": "phone"}),
            "+49 (30) 123-456",
            Ok(Some(json!("+4930123456"))),
        ),
        (
            &json!({"type": "phone"}),
            "030 123",
            Err(AttributeProblem::Type(AttributeType::Phone)),
        ),
        (
            &json!({"type": "email"}),
            "nobody",
            Err(AttributeProblem::Type(AttributeType::Email)),
        ),
        (
            &json!({"type": "url"}),
            "javascript:1",
            Err(AttributeProblem::Type(AttributeType::Url)),
        ),
        (
            &json!({"required": "later"}),
            " ",
            Err(AttributeProblem::Missing),
        ),
        (&json!({}), "a\u{7}b", Err(AttributeProblem::Form)),
    ] {
        let mut document = document.clone();
        document["name"] = "a".into();
        let attributes = declared(&document).unwrap();
        assert_eq!(attributes.read("a", typed), expected, "{document} {typed}");
    }
    assert_eq!(
        UserAttributes::default().read("a", "x"),
        Err(AttributeProblem::Unknown)
    );
}

#[test]
fn a_value_is_released_under_its_claim_by_its_scope_alone() {
    let attributes =
        declared(&json!({"name": "size", "type": "number", "claim": "shoe", "scope": "body"}));
    let attributes = attributes.unwrap();
    let of = |value: Value, scope: &str| -> Vec<(String, Value)> {
        let claims = StandardClaims {
            attributes: BTreeMap::from([("size".to_owned(), value), ("b".into(), json!(1))]),
            ..StandardClaims::default()
        };
        attributes
            .released(&claims, |_, opener| opener == scope)
            .collect()
    };
    assert_eq!(of(json!(42), "body"), [("shoe".to_owned(), json!(42))]);
    assert_eq!(of(json!(42), "profile"), []);
    assert_eq!(of(json!("of another time"), "body"), []);
}

#[test]
fn a_label_is_in_the_language_of_the_page() {
    let label = json!({"en": "Size", "de": "Größe", "pt-BR": "Tamanho"});
    let field = attribute(&json!({"name": "size", "label": label}));
    for (language, text) in [
        ("de", "Größe"),
        ("de-AT", "Größe"),
        ("pt-BR", "Tamanho"),
        ("fr", "Size"),
    ] {
        assert_eq!(field.label(language), text, "{language}");
    }
    assert_eq!(attribute(&json!({"name": "size"})).label("de"), "size");
}

proptest! {
    #[test]
    fn what_is_read_is_what_the_declaration_takes(typed in "\\PC{0,40}", kind in 0_usize..8) {
        let kinds = ["text", "number", "boolean", "date", "email", "phone", "url", "choice"];
        let mut document = json!({"name": "a", "type": kinds[kind]});
        if kind == 7 {
            document["options"] = json!(["a", "b"]);
        }
        let attributes = declared(&document).unwrap();
        if let Ok(Some(value)) = attributes.read("a", &typed) {
            prop_assert_eq!(attributes.check(&BTreeMap::from([("a".to_owned(), value)])), Ok(()));
        }
    }

    #[test]
    fn a_pattern_holds_for_the_whole_value(before in "[b-z]{0,3}", after in "[b-z]{0,3}") {
        let attributes = declared(&json!({"name": "a", "pattern": "a|aa"})).unwrap();
        let is_whole = before.is_empty() && after.is_empty();
        prop_assert_eq!(attributes.read("a", &format!("{before}aa{after}")).is_ok(), is_whole);
    }
}
