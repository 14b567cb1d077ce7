use super::*;
use proptest::prelude::*;
use serde_json::json;

fn passes(filter: &str, document: &Value) -> bool {
    Filter::parse(filter).unwrap().passes(document)
}

fn ada() -> Value {
    json!({
        "userName": "Ada", "active": true, "logins": 7, "nickName": "", "title": null,
        "name": {"familyName": "Lovelace"},
        "emails": [{"type": "work", "value": "ada@example.com"}, {"type": "home", "value": "ada@home.example"}],
        "groups": ["staff", "Writers"],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"costCenter": "42"},
    })
}

#[test]
fn filters_hold_as_the_specification_says() {
    for filter in [
        "userName eq \"ada\"",
        "USERNAME EQ \"ADA\"",
        "userName ne \"grace\"",
        "name.familyName co \"love\"",
        "userName sw \"a\" and userName ew \"a\"",
        "logins ge 7 and logins lt 7.5 and not (logins gt 7)",
        "active eq true",
        "active eq \"True\" and active ne \"false\"",
        "emails pr and emails.type eq \"home\"",
        "emails eq \"ada@example.com\"",
        "emails[type eq \"work\" and value co \"@example.com\"]",
        "not (emails[type eq \"work\" and value co \"@home\"])",
        "groups eq \"writers\"",
        "not (title pr) and not (nickName pr) and title eq null",
        "userName eq \"x\" or userName eq \"ada\" and active eq true",
        "(userName eq \"ada\" or userName eq \"x\") and active eq true",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter eq \"42\"",
        "nothing ne \"x\"",
        "userName eq \"\\u0061da\"",
    ] {
        assert!(passes(filter, &ada()), "{filter}");
        assert!(!passes(&format!("not ({filter})"), &ada()), "{filter}");
    }
    for filter in [
        "logins eq \"7\"",
        "active gt true",
        "userName co \"grace\"",
        "logins co 7",
        "emails[type eq \"work\" and value co \"home\"]",
        "nothing pr",
    ] {
        assert!(!passes(filter, &ada()), "{filter}");
    }
}

#[test]
fn what_is_no_filter_is_refused_with_its_place() {
    for (filter, at) in [
        ("", "attribute at character 1"),
        ("userName", "eq, ne"),
        ("userName eq", "value"),
        ("userName eq ada", "value"),
        (
            "userName eq \"a\" userName",
            "and, or, or the end at character 17",
        ),
        ("(userName pr", ") at character 13"),
        ("emails[type pr", "] at"),
        ("userName eq [1]", "value"),
        ("1a eq 1", "attribute"),
        ("a..b eq 1", "attribute"),
    ] {
        let refused = Filter::parse(filter).unwrap_err();
        assert!(refused.contains(at), "{filter}: {refused}");
    }
    let deep = format!("{}a pr{}", "(".repeat(40), ")".repeat(40));
    assert!(Filter::parse(&deep).unwrap_err().contains("deep"));
    let many = vec!["a pr"; 60].join(" or ");
    assert!(Filter::parse(&many).unwrap_err().contains("comparisons"));
    assert!(Filter::parse(&"a".repeat(MAX_LENGTH + 1)).is_err());
}

#[test]
fn what_must_be_equal_is_known() {
    let filter = Filter::parse("active eq true and (email eq \"a\" and x pr)").unwrap();
    assert_eq!(filter.required("Email"), Some("a"));
    assert_eq!(filter.required("x"), None);
    let either = Filter::parse("email eq \"a\" or x pr").unwrap();
    assert_eq!(either.required("email"), None);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,60}") {
        if let Ok(filter) = Filter::parse(&text) {
            filter.passes(&ada());
        }
    }

    #[test]
    fn texts_are_compared_as_they_are(value in "\\PC{0,12}", other in "\\PC{0,12}") {
        let document = json!({"a": value});
        let quoted = serde_json::to_string(&other).unwrap();
        let is_equal = value.to_lowercase() == other.to_lowercase();
        prop_assert_eq!(passes(&format!("a eq {quoted}"), &document), is_equal);
        prop_assert_eq!(passes(&format!("a ne {quoted}"), &document), !is_equal);
        let contains = value.to_lowercase().contains(&other.to_lowercase());
        prop_assert_eq!(passes(&format!("a co {quoted}"), &document), contains);
    }

    #[test]
    fn words_of_the_grammar_in_any_order_never_panic(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "(", ")", "[", "]", "not", "and", "or", "eq", "pr", "a", "a.b", "\"x\"", "1", "null",
        ]), 0..14),
    ) {
        let text = words.join(" ");
        if let Ok(filter) = Filter::parse(&text) {
            filter.passes(&json!({"a": {"b": 1}}));
        }
    }
}

#[test]
fn what_is_empty_is_not_present() {
    for (value, is_present) in [
        (json!(null), false),
        (json!(""), false),
        (json!([]), false),
        (json!([[]]), false),
        (json!({}), false),
        (json!("x"), true),
        (json!([[1]]), true),
        (json!({"b": null}), true),
        (json!(false), true),
        (json!(0), true),
    ] {
        assert_eq!(passes("a pr", &json!({"a": value})), is_present, "{value}");
    }
}

#[test]
fn null_is_equal_to_what_is_absent_and_in_no_order_with_anything() {
    for (value, is_absent) in [(json!(null), true), (json!(""), true), (json!("x"), false)] {
        let document = json!({"a": value});
        assert_eq!(passes("a eq null", &document), is_absent, "{value}");
        assert_eq!(passes("a ne null", &document), !is_absent, "{value}");
        for order in ["gt", "ge", "lt", "le", "co", "sw", "ew"] {
            assert!(
                !passes(&format!("a {order} null"), &document),
                "{order} {value}"
            );
        }
    }
}

#[test]
fn numbers_are_in_order_with_their_equals() {
    for (comparison, holds) in [
        ("eq", [false, true, false]),
        ("ne", [true, false, true]),
        ("gt", [false, false, true]),
        ("ge", [false, true, true]),
        ("lt", [true, false, false]),
        ("le", [true, true, false]),
    ] {
        let asked = [6, 7, 8].map(|n| passes(&format!("a {comparison} 7"), &json!({"a": n})));
        assert_eq!(asked, holds, "{comparison}");
    }
}

#[test]
fn a_filter_has_a_length_and_a_number_of_comparisons_at_most() {
    let long = |length: usize| Filter::parse(&format!("{:<length$}", "a pr"));
    assert!(long(MAX_LENGTH).is_ok());
    for length in [MAX_LENGTH + 1, 2 * MAX_LENGTH] {
        assert!(long(length).unwrap_err().contains("bytes"), "{length}");
    }
    let many = |count: usize| Filter::parse(&vec!["a pr"; count].join(" or "));
    assert!(many(50).is_ok());
    for count in [51, 100] {
        assert!(many(count).unwrap_err().contains("comparisons"), "{count}");
    }
}

#[test]
fn a_colon_belongs_to_a_name_that_is_of_no_schema() {
    assert!(passes("a:b eq 1", &json!({"a:b": 1})));
    assert!(!passes("a:b eq 1", &json!({"a": {"b": 1}})));
    assert!(passes("urn:a:b eq 1", &json!({"urn:a": {"b": 1}})));
    for value in ["{}", "{\"a\":1}", "[]", "[1]"] {
        assert!(Filter::parse(&format!("a eq {value}")).is_err(), "{value}");
    }
}
