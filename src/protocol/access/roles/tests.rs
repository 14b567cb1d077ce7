//! Tests of the roles of an app.

use super::*;
use proptest::prelude::*;

fn role(permissions: &[&str], includes: &[&str]) -> Role {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Role {
        permissions: set(permissions),
        includes: set(includes),
        ..Role::default()
    }
}

fn roles(list: &[(&str, Role)]) -> Roles {
    let mut roles = Roles::default();
    for (name, role) in list {
        roles.put((*name).to_owned(), role.clone());
    }
    roles
}

#[test]
fn a_role_has_what_it_includes() {
    let mut app = roles(&[
        ("viewer", role(&["notes.read"], &[])),
        ("editor", role(&["notes.write"], &["viewer"])),
        ("admin", role(&["notes.delete"], &["editor"])),
    ]);
    assert_eq!(app.check(), Ok(()));
    let effective = app.effective(["admin"]);
    assert_eq!(effective, BTreeSet::from(["admin", "editor", "viewer"]));
    let permissions = app.permissions(&effective);
    assert_eq!(
        permissions,
        BTreeSet::from(["notes.delete", "notes.read", "notes.write"])
    );
    assert_eq!(app.effective(["viewer"]), BTreeSet::from(["viewer"]));
    assert_eq!(app.effective([]), BTreeSet::new());
    // One that only an identity provider knows stays what it is.
    assert_eq!(app.effective(["other"]), BTreeSet::from(["other"]));
    let viewer = Role {
        default: true,
        ..role(&["notes.read"], &[])
    };
    app.put("viewer".into(), viewer);
    assert_eq!(app.effective([]), BTreeSet::from(["viewer"]));
}

#[test]
fn a_role_that_is_removed_is_included_by_none() {
    let mut app = roles(&[("a", role(&[], &["b"])), ("b", role(&[], &[]))]);
    assert!(app.remove("b") && !app.remove("b"));
    assert_eq!(app.check(), Ok(()));
    assert_eq!(app.effective(["a"]), BTreeSet::from(["a"]));
}

#[test]
fn circles_and_what_is_unknown_are_refused_by_name() {
    let refused = |list: &[(&str, Role)]| roles(list).check().unwrap_err();
    let own = refused(&[("a", role(&[], &["a"]))]);
    assert!(own.contains("a → a"), "{own}");
    let long = refused(&[
        ("a", role(&[], &["b"])),
        ("b", role(&[], &["c", "d"])),
        ("c", role(&[], &[])),
        ("d", role(&[], &["b"])),
    ]);
    assert!(long.contains("b → d → b"), "{long}");
    let unknown = refused(&[("a", role(&[], &["b"]))]);
    assert!(
        unknown.contains("a includes b, which is no role"),
        "{unknown}"
    );
    let permission = refused(&[("a", role(&["not a slug"], &[]))]);
    assert!(permission.starts_with("a: the permission"), "{permission}");
    // The same role by two ways is no circle.
    let diamond = roles(&[
        ("a", role(&[], &["b", "c"])),
        ("b", role(&[], &["d"])),
        ("c", role(&[], &["d"])),
        ("d", role(&[], &[])),
    ]);
    assert_eq!(diamond.check(), Ok(()));
}

/// Roles 0 to 9, each of which includes some.
fn any_roles() -> impl Strategy<Value = Roles> {
    prop::collection::vec((0_u8..10, 0_u8..10), 0..30).prop_map(|edges| {
        let mut app = Roles::default();
        for name in 0..10 {
            app.put(name.to_string(), role(&[&format!("p.{name}")], &[]));
        }
        for (from, to) in edges {
            let mut changed = app.get(&from.to_string()).cloned().unwrap_or_default();
            changed.includes.insert(to.to_string());
            app.put(from.to_string(), changed);
        }
        app
    })
}

proptest! {
    /// Whatever includes what, a role is had if and only if a path leads to it, and a circle is
    /// refused if and only if a role is reached from what it includes.
    #[test]
    fn what_is_reached_is_had(app in any_roles(), start in 0_u8..10) {
        let start = start.to_string();
        let effective = app.effective([start.as_str()]);
        let mut reached = BTreeSet::from([start.as_str()]);
        for _ in 0..10 {
            let more: Vec<&str> = reached.iter().filter_map(|name| app.get(name))
                .flat_map(|role| role.includes.iter().map(String::as_str)).collect();
            reached.extend(more);
        }
        prop_assert_eq!(&effective, &reached);
        prop_assert_eq!(app.permissions(&effective).len(), reached.len());
        let is_circular = app.iter().any(|(name, role)| {
            let included = role.includes.iter().map(String::as_str);
            app.effective(included).contains(name)
        });
        prop_assert_eq!(app.check().is_err(), is_circular);
    }
}

#[test]
fn only_what_can_be_asked_for_is_requestable() {
    for (requestable, default, longest, about) in [
        (true, false, None, None),
        (true, false, Some("30d"), None),
        (false, true, None, None),
        (false, false, None, None),
        (true, true, None, Some("by default")),
        (true, true, Some("30d"), Some("by default")),
        (false, false, Some("30d"), Some("say requestable too")),
        (false, true, Some("30d"), Some("say requestable too")),
    ] {
        let role = Role {
            requestable,
            default,
            longest: longest.map(|text| text.parse().unwrap()),
            ..Role::default()
        };
        let found = roles(&[("clerk", role.clone())]).check();
        match about {
            None => assert_eq!(found, Ok(()), "{role:?}"),
            Some(about) => {
                let reason = found.unwrap_err();
                assert!(
                    reason.starts_with("clerk: ") && reason.contains(about),
                    "{reason}"
                );
            }
        }
    }
}

#[test]
fn an_app_has_only_so_many_roles_and_a_role_so_many_permissions() {
    let of_size = |count: usize| {
        let mut app = Roles::default();
        for number in 0..count {
            app.put(format!("r{number}"), Role::default());
        }
        app
    };
    assert!(of_size(0).is_empty() && !of_size(1).is_empty());
    assert_eq!(of_size(MAX_ROLES).check(), Ok(()));
    assert!(of_size(MAX_ROLES + 1).check().is_err());
    let giving = |count: usize| {
        let permissions = (0..count).map(|number| format!("p.{number}")).collect();
        let role = Role {
            permissions,
            ..Role::default()
        };
        roles(&[("clerk", role)]).check()
    };
    assert_eq!(giving(MAX_PERMISSIONS), Ok(()));
    assert!(
        giving(MAX_PERMISSIONS + 1)
            .unwrap_err()
            .starts_with("clerk: ")
    );
}

#[test]
fn a_role_stands_beside_what_it_includes_without_the_defaults() {
    let everybody = Role {
        default: true,
        ..Role::default()
    };
    let app = roles(&[
        ("viewer", role(&[], &[])),
        ("editor", role(&[], &["viewer"])),
        ("admin", role(&[], &["editor"])),
        ("everybody", everybody),
    ]);
    let with_included = |name| Vec::from_iter(app.with_included(name));
    assert_eq!(with_included("admin"), ["admin", "editor", "viewer"]);
    assert_eq!(with_included("viewer"), ["viewer"]);
    assert_eq!(with_included("unknown"), ["unknown"]);
}
