use super::*;
use crate::{
    access::{UserAccess, evaluation::Evaluation},
    time::Timestamp,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

mod bounds;

/// A Monday, 09:30 UTC.
const MONDAY: Timestamp = Timestamp(1_796_031_000_000);

fn evaluation(action: &str, kind: &str, id: &str) -> Evaluation {
    let request = json!({
        "subject": {"type": "user", "id": "ada", "properties": {"role": "admin"}},
        "action": {"name": action, "properties": {"soft": true}},
        "resource": {"type": kind, "id": id, "properties": {"owner": "ada@example.com", "size": 7,
            "tags": ["a", "b"], "place": {"floor": 2}, "nothing": null}},
        "context": {"ip": "192.0.2.1"},
    });
    Evaluation::read(request.as_object().expect("an object")).expect("it is whole")
}

fn user() -> Map<String, Value> {
    let user = json!({"email": "ada@example.com", "department": "sales", "level": 3,
        "number": 9_007_199_254_740_993_i64, "greatest": u64::MAX});
    user.as_object().cloned().unwrap_or_default()
}

fn condition(text: Value) -> Condition {
    serde_json::from_value(text).expect("a condition")
}

fn is_met(text: Value) -> bool {
    let condition = condition(text);
    assert_eq!(condition.check(), Ok(()), "{condition:?}");
    condition.is_met(&Attributes {
        evaluation: &evaluation("write", "record", "1"),
        user: &user(),
        now: MONDAY,
    })
}

#[test]
fn conditions_compare_what_is_there() {
    for (met, attribute, operator, value) in [
        (true, "user.department", "equals", json!("sales")),
        (false, "user.department", "equals", json!("it")),
        (true, "user.department", "not_equals", json!("it")),
        (false, "user.unknown", "not_equals", json!("it")),
        (false, "user.unknown", "none_of", json!(["it"])),
        (true, "user.department", "one_of", json!(["it", "sales"])),
        (false, "user.department", "none_of", json!(["it", "sales"])),
        (true, "user.level", "at_least", json!(3)),
        (true, "user.level", "equals", json!(3.0)),
        (false, "user.level", "more_than", json!(3)),
        (true, "user.level", "less_than", json!(3.5)),
        (false, "user.department", "less_than", json!(7)),
        (true, "user.department", "less_than", json!("tales")),
        (false, "user.department", "less_than", json!("sales")),
        (true, "user.department", "at_most", json!("sales")),
        (false, "user.department", "more_than", json!("tales")),
        // Further apart than the numbers of floating point.
        (
            false,
            "user.number",
            "equals",
            json!(9_007_199_254_740_992_i64),
        ),
        (
            true,
            "user.number",
            "more_than",
            json!(9_007_199_254_740_992_i64),
        ),
        (
            true,
            "user.number",
            "equals",
            json!(9_007_199_254_740_993_i64),
        ),
        (true, "user.number", "less_than", json!(u64::MAX)),
        (false, "user.greatest", "equals", json!(u64::MAX - 1)),
        (true, "user.greatest", "more_than", json!(u64::MAX - 1)),
        (true, "resource.properties.tags", "contains", json!("b")),
        (false, "resource.properties.tags", "contains", json!("c")),
        (true, "user.email", "contains", json!("@example.com")),
        (true, "resource.properties.place.floor", "equals", json!(2)),
        (true, "resource.properties.nothing", "present", json!(false)),
        (true, "resource.properties.size", "present", json!(true)),
        (true, "context.ip", "equals", json!("192.0.2.1")),
        (true, "action.properties.soft", "equals", json!(true)),
        (false, "action.properties.soft", "equals", json!("true")),
        (true, "subject.properties.role", "equals", json!("admin")),
        (true, "resource.type", "equals", json!("record")),
        (true, "resource.id", "equals", json!("1")),
        (true, "action.name", "equals", json!("write")),
    ] {
        let text = json!({"attribute": attribute, "operator": operator, "value": value});
        assert_eq!(is_met(text), met, "{attribute} {operator} {value}");
    }
    let owner = json!({"attribute": "resource.properties.owner", "operator": "equals",
        "value_of": "user.email"});
    assert!(is_met(owner));
    let unknown = json!({"attribute": "resource.properties.owner", "operator": "not_equals",
        "value_of": "user.unknown"});
    assert!(!is_met(unknown));
}

#[test]
fn a_time_is_compared_where_the_rule_is_at_home() {
    for (met, operator, value, offset) in [
        (true, "between", json!(["09:30", "17:00"]), None),
        (false, "between", json!(["09:31", "17:00"]), None),
        (false, "between", json!(["08:00", "09:30"]), None),
        (true, "between", json!(["11:00", "12:00"]), Some("+02:00")),
        (true, "between", json!(["22:00", "10:00"]), None),
        (false, "between", json!(["22:00", "09:00"]), None),
        (false, "between", json!(["22:00", "09:30"]), None),
        (true, "between", json!(["22:00", "09:31"]), None),
        (true, "between", json!(["09:30", "08:00"]), None),
        (true, "between", json!(["00:00", "24:00"]), None),
        (true, "weekday", json!(["mon", "tue"]), None),
        (false, "weekday", json!(["sun"]), None),
        (true, "weekday", json!(["sun"]), Some("-12:00")),
    ] {
        let mut text = json!({"attribute": "time", "operator": operator, "value": value});
        if let (Some(offset), Some(members)) = (offset, text.as_object_mut()) {
            members.insert("offset".to_owned(), json!(offset));
        }
        assert_eq!(is_met(text), met, "{operator} {value} {offset:?}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    for text in [
        json!({"attribute": "user.x", "operator": "equals"}),
        json!({"attribute": "user.x", "operator": "equals", "value": 1, "value_of": "user.y"}),
        json!({"attribute": "user.x", "operator": "equals", "value": [1]}),
        json!({"attribute": "user.x", "operator": "one_of", "value": "a"}),
        json!({"attribute": "user.x", "operator": "one_of", "value": []}),
        json!({"attribute": "user.x", "operator": "present", "value": "yes"}),
        json!({"attribute": "user.x", "operator": "present", "value_of": "user.y"}),
        json!({"attribute": "user.x", "operator": "less_than", "value": true}),
        json!({"attribute": "user.x", "operator": "between", "value": ["08:00", "09:00"]}),
        json!({"attribute": "user.x", "operator": "equals", "value": 1, "offset": "+01:00"}),
        json!({"attribute": "user.", "operator": "equals", "value": 1}),
        json!({"attribute": "users.x", "operator": "equals", "value": 1}),
        json!({"attribute": "user.x", "operator": "equals", "value_of": "y"}),
        json!({"attribute": "time", "operator": "equals", "value": "x"}),
        json!({"attribute": "time", "operator": "between", "value": ["8:00", "09:00"]}),
        json!({"attribute": "time", "operator": "between", "value": ["08:00", "24:01"]}),
        json!({"attribute": "time", "operator": "between", "value": ["08:00", "09:60"]}),
        json!({"attribute": "time", "operator": "between", "value": ["08:00"]}),
        json!({"attribute": "time", "operator": "weekday", "value": ["monday"]}),
        json!({"attribute": "time", "operator": "weekday", "value": ["mon"], "offset": "CET"}),
    ] {
        assert!(condition(text.clone()).check().is_err(), "{text}");
    }
}

fn rule(effect: Effect, action: &str) -> AccessRule {
    AccessRule {
        effect,
        actions: BTreeSet::from([action.to_owned()]),
        resource_type: "record".to_owned(),
        ..AccessRule::default()
    }
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn decided(rules: &AccessRules, access: &UserAccess, evaluation: &Evaluation) -> (bool, String) {
    let asked = Asked {
        client_id: "inventory",
        rules,
        access,
        user: &user(),
        now: MONDAY,
    };
    let decision = decide(asked, evaluation);
    (decision.allowed, format!("{:?}", decision.basis))
}

#[test]
fn permissions_and_rules_allow_and_one_denial_is_enough() {
    let mut rules = AccessRules::default();
    let access = UserAccess {
        groups: vec!["Staff".to_owned()],
        roles: vec!["clerk".to_owned()],
        permissions: vec!["record.read".to_owned(), "shelf:move".to_owned()],
        organization: None,
    };
    let ask = |rules: &AccessRules, action: &str, kind: &str, id: &str| {
        decided(rules, &access, &evaluation(action, kind, id))
    };
    let nothing = (false, "Nothing".to_owned());
    assert_eq!(
        ask(&rules, "read", "record", "1"),
        (true, "Permission(\"record.read\")".to_owned())
    );
    assert!(ask(&rules, "record.read", "anything", "1").0);
    assert!(ask(&rules, "move", "shelf", "1").0);
    assert_eq!(ask(&rules, "write", "record", "1"), nothing);
    assert_eq!(
        ask(&rules, "use", "app", "inventory"),
        (true, "Admitted".to_owned())
    );
    assert_eq!(ask(&rules, "use", "app", "other"), nothing);
    rules.put(
        "no".into(),
        AccessRule {
            resource_ids: names(&["2"]),
            ..rule(Effect::Deny, "*")
        },
    );
    assert_eq!(
        ask(&rules, "write", "record", "2"),
        nothing,
        "a denial of nothing is not named"
    );
    assert_eq!(
        ask(&rules, "read", "record", "2"),
        (false, "Denied(\"no\")".to_owned())
    );
    assert!(ask(&rules, "read", "record", "1").0);
    rules.put(
        "staff".into(),
        AccessRule {
            groups: names(&["staff"]),
            roles: names(&["clerk", "boss"]),
            ..rule(Effect::Allow, "write")
        },
    );
    assert_eq!(
        ask(&rules, "write", "record", "1"),
        (true, "Rule(\"staff\")".to_owned())
    );
    rules.put(
        "staff".into(),
        AccessRule {
            groups: names(&["staff"]),
            roles: names(&["boss"]),
            ..rule(Effect::Allow, "write")
        },
    );
    assert_eq!(ask(&rules, "write", "record", "1"), nothing);
}

#[test]
fn a_rule_that_can_never_apply_is_refused() {
    let good = rule(Effect::Allow, "read");
    assert_eq!(good.check(), Ok(()));
    for bad in [
        AccessRule {
            actions: BTreeSet::new(),
            ..good.clone()
        },
        AccessRule {
            resource_type: String::new(),
            ..good.clone()
        },
        AccessRule {
            resource_type: "app".to_owned(),
            ..good.clone()
        },
        AccessRule {
            roles: names(&["a,b"]),
            ..good.clone()
        },
        AccessRule {
            permissions: names(&["a b"]),
            ..good.clone()
        },
        AccessRule {
            resource_ids: names(&[""]),
            ..good.clone()
        },
    ] {
        assert!(bad.check().is_err(), "{bad:?}");
    }
}

proptest! {
    /// A rule that denies never widens what is allowed, and one that allows never narrows it.
    #[test]
    fn denials_only_take_away(
        allowing in prop::collection::vec(0_usize..4, 0..4),
        denying in prop::collection::vec(0_usize..4, 0..4),
        action in 0_usize..3,
    ) {
        let actions = ["read", "write", "delete", "*"];
        let mut rules = AccessRules::default();
        for at in &allowing {
            rules.put(format!("allow {at}"), rule(Effect::Allow, actions[*at]));
        }
        let evaluation = evaluation(actions[action], "record", "1");
        let before = decided(&rules, &UserAccess::default(), &evaluation).0;
        for at in &denying {
            rules.put(format!("deny {at}"), rule(Effect::Deny, actions[*at]));
        }
        let after = decided(&rules, &UserAccess::default(), &evaluation).0;
        let is_named = |list: &[usize]| list.contains(&action) || list.contains(&3);
        prop_assert_eq!(before, is_named(&allowing));
        prop_assert_eq!(after, is_named(&allowing) && !is_named(&denying));
    }

    /// A rule is the same after it was kept as JSON.
    #[test]
    fn rules_survive_being_kept(action in "[a-z*]{1,8}", level in any::<i64>(), with in any::<bool>()) {
        let mut rule = rule(Effect::Deny, &action);
        if with {
            rule.when.push(condition(json!({"attribute": "user.level", "operator": "equals", "value": level})));
        }
        let mut rules = AccessRules::default();
        rules.put("one".to_owned(), rule);
        let kept = serde_json::to_value(&rules).expect("JSON");
        prop_assert_eq!(serde_json::from_value::<AccessRules>(kept).expect("rules"), rules);
    }
}
