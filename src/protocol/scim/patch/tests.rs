use super::*;
use proptest::prelude::*;
use serde_json::json;

fn patched(resource: &Value, operations: &Value) -> Result<Value> {
    let mut resource = resource.clone();
    let request = json!({"schemas": [PATCH], "Operations": operations});
    apply(&mut resource, &request).map(|()| resource)
}

fn ada() -> Value {
    json!({
        "id": "1", "userName": "ada", "active": true,
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"type": "work", "value": "a@w", "primary": true}, {"type": "home", "value": "a@h"}],
    })
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn every_form_of_a_path_changes_what_it_names() {
    for (operation, pointer, expected) in [
        (
            json!({"op": "replace", "path": "active", "value": false}),
            "/active",
            json!(false),
        ),
        (
            json!({"op": "Replace", "path": "NAME.familyname", "value": "King"}),
            "/name/familyName",
            json!("King"),
        ),
        (
            json!({"op": "replace", "path": "name", "value": {"givenName": "A"}}),
            "/name/familyName",
            json!("Lovelace"),
        ),
        (
            json!({"op": "add", "path": "title", "value": "Countess"}),
            "/title",
            json!("Countess"),
        ),
        (
            json!({"op": "remove", "path": "name.givenName"}),
            "/name/givenName",
            Value::Null,
        ),
        (
            json!({"op": "remove", "path": "name"}),
            "/name",
            Value::Null,
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"home\"].value", "value": "x@h"}),
            "/emails/1/value",
            json!("x@h"),
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"home\"]", "value": {"value": "y@h"}}),
            "/emails/1/type",
            json!("home"),
        ),
        (
            json!({"op": "remove", "path": "emails[type eq \"work\"]"}),
            "/emails/0/type",
            json!("home"),
        ),
        (
            json!({"op": "remove", "path": "emails"}),
            "/emails",
            Value::Null,
        ),
        (
            json!({"op": "add", "path": "emails", "value": [{"value": "n@n", "primary": true}]}),
            "/emails/0/primary",
            Value::Null,
        ),
        (
            json!({"op": "add", "path": "emails", "value": {"type": "home", "value": "a@h"}}),
            "/emails/2",
            Value::Null,
        ),
        (
            json!({"op": "add", "path": "emails[type eq \"other\"].value", "value": "o@o"}),
            "/emails/2/type",
            json!("other"),
        ),
        (
            json!({"op": "replace", "path": "emails", "value": [{"value": "z@z"}]}),
            "/emails/0/value",
            json!("z@z"),
        ),
        (
            json!({"op": "add", "value": {"nickName": "A", "name.middleName": "K"}}),
            "/name/middleName",
            json!("K"),
        ),
        (
            json!({"op": "replace", "value": {"active": false, "id": "1"}}),
            "/active",
            json!(false),
        ),
        (
            json!({"op": "add", "path": format!("{ENTERPRISE_USER}:department"), "value": "R"}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("R"),
        ),
        (
            json!({"op": "add", "value": {ENTERPRISE_USER: {"department": "R"}}}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("R"),
        ),
        (
            json!({"op": "remove", "path": "emails", "value": [{"value": "a@w"}]}),
            "/emails/0/value",
            json!("a@h"),
        ),
    ] {
        let after = patched(&ada(), &json!([operation])).unwrap();
        let found = after.pointer(pointer).cloned().unwrap_or(Value::Null);
        assert_eq!(found, expected, "{operation}: {after}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_type() {
    for (operations, scim_type) in [
        (
            json!([{"op": "replace", "path": "emails[type eq \"x\"].value", "value": "x"}]),
            ScimType::NoTarget,
        ),
        (json!([{"op": "remove"}]), ScimType::NoTarget),
        (
            json!([{"op": "replace", "path": "id", "value": "2"}]),
            ScimType::Mutability,
        ),
        (
            json!([{"op": "replace", "value": {"id": "2"}}]),
            ScimType::Mutability,
        ),
        (
            json!([{"op": "add", "path": "groups", "value": []}]),
            ScimType::Mutability,
        ),
        (
            json!([{"op": "move", "path": "a"}]),
            ScimType::InvalidSyntax,
        ),
        (json!([]), ScimType::InvalidSyntax),
        (json!({}), ScimType::InvalidSyntax),
        (
            json!([{"op": "add", "path": "a[", "value": 1}]),
            ScimType::InvalidPath,
        ),
        (
            json!([{"op": "add", "path": "active[x pr]", "value": 1}]),
            ScimType::InvalidPath,
        ),
        (
            json!([{"op": "add", "path": "emails[x yy]", "value": 1}]),
            ScimType::InvalidFilter,
        ),
        (
            json!([{"op": "add", "path": "title"}]),
            ScimType::InvalidValue,
        ),
        (json!([{"op": "add", "value": 1}]), ScimType::InvalidValue),
    ] {
        let refused = patched(&ada(), &operations).unwrap_err();
        assert_eq!(refused.scim_type, scim_type, "{operations}");
    }
    assert!(
        apply(
            &mut ada(),
            &json!({"Operations": [{"op": "remove", "path": "title"}]})
        )
        .is_err()
    );
}

/// A group with many members, and as many more.
fn members(from: usize) -> Value {
    let members = (from..from + 20_000).map(|id| json!({"value": id.to_string(), "type": "User"}));
    members.collect()
}

#[test]
fn members_are_found_among_many_without_comparing_each_with_each() {
    let group = json!({"members": members(0)});
    let add = json!([{"op": "add", "path": "members", "value": members(10_000)}]);
    let bigger = patched(&group, &add).unwrap();
    assert_eq!(bigger["members"].as_array().unwrap().len(), 30_000);
    let remove = json!([{"op": "remove", "path": "members", "value": members(10_000)}]);
    let left = patched(&bigger, &remove).unwrap();
    assert_eq!(left["members"].as_array().unwrap().len(), 10_000);
}

#[test]
fn what_a_client_names_is_there_by_its_value_and_its_type() {
    let add = |value: Value| {
        let add = json!([{"op": "add", "path": "emails", "value": value}]);
        patched(&ada(), &add).unwrap()["emails"].clone()
    };
    for known in [
        json!({"value": "a@h"}),
        json!({"value": "a@h", "type": "home", "display": "x"}),
        json!([{"primary": true, "value": "a@w", "type": "work"}]),
    ] {
        assert_eq!(add(known.clone()), ada()["emails"], "{known}");
    }
    let other = add(json!({"value": "a@h", "type": "other", "primary": true}));
    assert_eq!(other.as_array().unwrap().len(), 3);
    let primary: Vec<bool> = other.as_array().unwrap().iter().map(is_primary).collect();
    assert_eq!(primary, [false, false, true]);
}

#[test]
fn a_list_that_replaces_another_has_one_primary_value() {
    let several = json!([
        {"value": "1", "primary": true}, {"value": "2", "Primary": false, "primary": true},
        {"value": "3", "primary": true}, {"value": "4"},
    ]);
    let replace = json!([{"op": "replace", "path": "emails", "value": several}]);
    let emails = patched(&ada(), &replace).unwrap()["emails"].clone();
    let primary: Vec<bool> = emails.as_array().unwrap().iter().map(is_primary).collect();
    assert_eq!(primary, [false, false, true, false]);
}

#[test]
fn a_value_is_not_written_into_many_others_without_end() {
    let emails: Vec<Value> = (0..2000).map(|n| json!({"value": n.to_string()})).collect();
    let with = |more: Value| {
        let add = json!({"op": "add", "path": "emails", "value": emails});
        patched(&json!({}), &json!([add, more]))
    };
    let long = "x".repeat(2000);
    for path in ["emails.display", "emails[value pr]"] {
        let value = json!({"display": long});
        let refused = with(json!({"op": "replace", "path": path, "value": value}));
        assert_eq!(refused.unwrap_err().scim_type, ScimType::TooMany, "{path}");
    }
    let path = format!("emails.{long}");
    assert!(with(json!({"op": "add", "path": path, "value": 1})).is_err());
    let short = json!({"op": "replace", "path": "emails.type", "value": "work"});
    assert!(with(short).is_ok());
}

proptest! {
    #[test]
    fn members_that_are_added_and_removed_are_as_before(
        known in proptest::collection::btree_set("[a-z]{1,3}", 0..8),
        more in proptest::collection::btree_set("[A-Z]{1,3}", 1..8),
    ) {
        let list = |ids: &std::collections::BTreeSet<String>| -> Vec<Value> {
            ids.iter().map(|id| json!({"value": id})).collect()
        };
        let mut group = json!({"displayName": "g"});
        if !known.is_empty() {
            group["members"] = list(&known).into();
        }
        let add = json!([{"op": "add", "path": "members", "value": list(&more)}]);
        let bigger = patched(&group, &add).unwrap();
        prop_assert_eq!(bigger["members"].as_array().unwrap().len(), known.len() + more.len());
        // Adding again changes nothing.
        prop_assert_eq!(&patched(&bigger, &add).unwrap(), &bigger);
        let removes: Vec<Value> = more
            .iter()
            .map(|id| json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")}))
            .collect();
        let again = patched(&bigger, &json!(removes)).unwrap();
        let left: Vec<String> = again["members"].as_array().into_iter().flatten()
            .map(|one| one["value"].as_str().unwrap().to_owned()).collect();
        // Filters compare without regard to case.
        let lower: Vec<String> = more.iter().map(|id| id.to_lowercase()).collect();
        let expected: Vec<String> = known.iter().filter(|id| !lower.contains(id)).cloned().collect();
        prop_assert_eq!(left, expected);
    }

    #[test]
    fn any_request_is_applied_or_refused_without_panic(
        op in proptest::sample::select(vec!["add", "replace", "remove"]),
        path in proptest::sample::select(vec![
            "emails", "emails.value", "emails[type eq \"work\"]", "emails[value pr].type", "name",
            "name.givenName", "active", "active.x", "x[y pr].z", ENTERPRISE_USER, "members",
        ]),
        value in proptest::sample::select(vec![
            json!(1), json!("x"), json!([]), json!([1, {"value": 2}]), json!({"value": "x", "primary": true}),
            json!({"a": null}), json!(true), Value::Null,
        ]),
    ) {
        let result = patched(&ada(), &json!([{"op": op, "path": path, "value": value}]));
        if let Ok(after) = result {
            prop_assert_eq!(&after["id"], "1");
            let primaries = after["emails"].as_array().into_iter().flatten();
            prop_assert!(primaries.filter(|one| is_primary(one)).count() <= 1);
        }
    }
}

#[test]
fn a_request_has_a_thousand_operations_at_most() {
    let of = |count: usize| {
        let operation = json!({"op": "replace", "path": "active", "value": true});
        patched(&ada(), &Value::Array(vec![operation; count]))
    };
    assert!(of(MAX_OPERATIONS).is_ok());
    for count in [0, MAX_OPERATIONS + 1, 2 * MAX_OPERATIONS] {
        let refused = of(count).unwrap_err();
        assert_eq!(refused.scim_type, ScimType::InvalidSyntax, "{count}");
    }
}

#[test]
fn a_filter_says_which_values_go_whatever_the_operation_names_beside_it() {
    let emails = |operation: Value| patched(&ada(), &json!([operation])).unwrap()["emails"].clone();
    let home = json!([ada()["emails"][1]]);
    let work = json!([ada()["emails"][0]]);
    let named = json!([{"value": "a@w"}]);
    let by_filter = json!({"op": "remove", "path": "emails[type eq \"home\"]", "value": named});
    assert_eq!(emails(by_filter), work);
    let by_value = json!({"op": "remove", "path": "emails", "value": named});
    assert_eq!(emails(by_value), home);
}

#[test]
fn the_value_that_was_made_primary_last_is_the_only_one() {
    let primaries = |path: &str, value: Value| -> Vec<bool> {
        let operation = json!([{"op": "replace", "path": path, "value": value}]);
        let changed = patched(&ada(), &operation).unwrap();
        changed["emails"]
            .as_array()
            .unwrap()
            .iter()
            .map(is_primary)
            .collect()
    };
    let home = "emails[type eq \"home\"]";
    for (path, value, expected) in [
        (format!("{home}.primary"), json!(true), [false, true]),
        (format!("{home}.Primary"), json!(true), [false, true]),
        (home.to_owned(), json!({"primary": true}), [false, true]),
        ("emails.primary".to_owned(), json!(true), [false, true]),
        // What says nothing of it leaves the one that is.
        (format!("{home}.primary"), json!(false), [true, false]),
        (format!("{home}.display"), json!(true), [true, false]),
        (home.to_owned(), json!({"display": "x"}), [true, false]),
    ] {
        assert_eq!(primaries(&path, value.clone()), expected, "{path} {value}");
    }
}

#[test]
fn a_value_that_lost_its_primary_is_not_the_one_that_has_it() {
    let named = |name: &str| json!({"display": name, "primary": true});
    let resource = json!({"photos": [named("x")]});
    let operation = json!([{"op": "add", "path": "photos", "value": [named("y"), named("x")]}]);
    let photos = patched(&resource, &operation).unwrap()["photos"].take();
    assert_eq!(
        photos,
        json!([{"display": "x"}, {"display": "y"}, named("x")])
    );
}

#[test]
fn copies_are_counted_beside_the_first_up_to_their_limit() {
    let count = |found: usize, size: usize| count_copies(&mut 0, found, size).is_ok();
    assert!(count(1, MAX_COPIED + 1) && count(0, MAX_COPIED + 1) && count(2, MAX_COPIED));
    assert!(!count(2, MAX_COPIED + 1) && !count(3, MAX_COPIED));
    let mut copied = MAX_COPIED - 1;
    assert!(count_copies(&mut copied, 2, 1).is_ok());
    assert!(count_copies(&mut copied, 2, 1).is_err());
}
