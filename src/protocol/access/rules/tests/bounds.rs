//! Tests of how much a rule and the rules of an app may hold, and of what they name.

use super::*;

/// So many names of one letter and a number.
fn many(count: usize) -> BTreeSet<String> {
    (0..count).map(|number| format!("n{number}")).collect()
}

/// Puts a list into a rule.
type Put = fn(&mut AccessRule, BTreeSet<String>);

#[test]
fn each_list_of_a_rule_is_bounded() {
    let good = rule(Effect::Allow, "read");
    let lists: [(&str, Put); 5] = [
        ("actions", |rule, names| rule.actions = names),
        ("resource_ids", |rule, names| rule.resource_ids = names),
        ("roles", |rule, names| rule.roles = names),
        ("groups", |rule, names| rule.groups = names),
        ("permissions", |rule, names| rule.permissions = names),
    ];
    for (name, put) in lists {
        let of = |count: usize| {
            let mut rule = good.clone();
            put(&mut rule, many(count));
            rule.check()
        };
        assert_eq!(of(MAX_LISTED), Ok(()), "{name}");
        let reason = of(MAX_LISTED + 1).unwrap_err();
        assert!(reason.contains("1000 entries at most"), "{name}: {reason}");
    }
    let one = condition(json!({"attribute": "user.level", "operator": "equals", "value": 1}));
    let with_conditions = |count: usize| {
        let when = vec![one.clone(); count];
        let rule = AccessRule {
            when,
            ..good.clone()
        };
        rule.check()
    };
    assert_eq!(with_conditions(MAX_CONDITIONS), Ok(()));
    assert!(with_conditions(MAX_CONDITIONS + 1).is_err());
}

#[test]
fn each_text_of_a_rule_is_bounded() {
    let good = rule(Effect::Allow, "read");
    for (length, is_fine) in [
        (0, false),
        (1, true),
        (MAX_TEXT, true),
        (MAX_TEXT + 1, false),
    ] {
        let text = "x".repeat(length);
        for changed in [
            AccessRule {
                actions: names(&["read", &text]),
                ..good.clone()
            },
            AccessRule {
                resource_type: text.clone(),
                ..good.clone()
            },
            AccessRule {
                resource_ids: names(&["1", &text]),
                ..good.clone()
            },
            AccessRule {
                reason: Some(text.clone()),
                ..good.clone()
            },
        ] {
            assert_eq!(changed.check().is_ok(), is_fine, "{length}");
        }
        let mut rules = AccessRules::default();
        rules.put(text, good.clone());
        assert_eq!(rules.check().is_ok(), is_fine, "{length}");
    }
}

#[test]
fn the_rules_of_an_app_are_bounded_and_each_is_checked() {
    let of_size = |count: usize| {
        let mut rules = AccessRules::default();
        for number in 0..count {
            rules.put(format!("rule {number}"), rule(Effect::Allow, "read"));
        }
        rules
    };
    for count in [0, 1, MAX_RULES] {
        assert_eq!(of_size(count).check(), Ok(()), "{count}");
    }
    assert!(of_size(MAX_RULES + 1).check().is_err());
    let mut rules = of_size(2);
    let no_action = AccessRule {
        actions: BTreeSet::new(),
        ..rule(Effect::Deny, "read")
    };
    rules.put("wrong".to_owned(), no_action);
    let reason = rules.check().unwrap_err();
    assert!(reason.starts_with("wrong: actions"), "{reason}");
}

#[test]
fn a_rule_is_found_by_its_name_until_it_is_removed() {
    let mut rules = AccessRules::default();
    assert!(rules.is_empty() && rules.get("one").is_none());
    let denial = rule(Effect::Deny, "write");
    rules.put("one".to_owned(), denial.clone());
    assert!(!rules.is_empty());
    assert_eq!((rules.get("one"), rules.get("two")), (Some(&denial), None));
    assert!(!rules.are_about_groups());
    let of_staff = AccessRule {
        groups: names(&["staff"]),
        ..denial
    };
    rules.put("two".to_owned(), of_staff);
    assert!(rules.are_about_groups());
    rules.remove("two");
    assert!(rules.get("two").is_none() && !rules.are_about_groups());
    rules.remove("one");
    assert!(rules.is_empty());
}

#[test]
fn a_search_finds_what_allowing_rules_and_permissions_name() {
    let of = |effect, kind: &str, actions: &[&str], ids: &[&str]| AccessRule {
        effect,
        actions: names(actions),
        resource_type: kind.to_owned(),
        resource_ids: names(ids),
        ..AccessRule::default()
    };
    let mut rules = AccessRules::default();
    for (name, rule) in [
        (
            "a",
            of(Effect::Allow, "record", &["read", "*"], &["2", "1"]),
        ),
        ("b", of(Effect::Allow, "record", &["write"], &[])),
        ("c", of(Effect::Deny, "record", &["delete"], &["3"])),
        ("d", of(Effect::Allow, "shelf", &["move"], &["4"])),
    ] {
        rules.put(name.to_owned(), rule);
    }
    assert_eq!(Vec::from_iter(rules.resources("record")), ["1", "2"]);
    assert_eq!(Vec::from_iter(rules.resources("shelf")), ["4"]);
    assert!(rules.resources("other").is_empty());

    let access = UserAccess {
        permissions: [
            "record.print",
            "record:",
            "shelf.paint",
            "records.x",
            "plain",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..UserAccess::default()
    };
    let actions = |kind: &str| Vec::from_iter(rules.actions(&access, kind));
    assert_eq!(actions("record"), ["print", "read", "write"]);
    assert_eq!(actions("shelf"), ["move", "paint"]);
    assert_eq!(actions(APP), [USE]);
    assert!(actions("other").is_empty());
}
