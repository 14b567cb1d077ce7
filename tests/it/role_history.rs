//! Who had a role on a day, and who gave it: right after a thousand changes, and on the command line.

use crate::{
    command_line::Folder,
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_core::access::Assignee;
use doorward_protocol::{
    access::declared::DeclaredRole,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{RoleOfApp, User};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

on_both!(
    who_had_a_role_is_right_after_a_thousand_changes,
    a_role_ends_by_itself_and_is_given_again
);

/// Numbers that look random, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound).unwrap()
    }
}

const ROLES: [&str; 4] = ["a", "b", "c", "d"];
const USERS: usize = 6;
const GROUPS: usize = 4;

/// What holds, without a database.
#[derive(Clone, Default)]
struct Model {
    members: BTreeSet<(usize, usize)>,
    /// A group, and the group that it is in.
    inclusions: BTreeSet<(usize, usize)>,
    of_users: BTreeMap<(usize, usize), Option<Timestamp>>,
    of_groups: BTreeSet<(usize, usize)>,
    /// A role, and the one that it includes: always a later one.
    includes: BTreeSet<(usize, usize)>,
}

impl Model {
    fn groups_of(&self, user: usize) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = (0..GROUPS)
            .filter(|group| self.members.contains(&(user, *group)))
            .collect();
        for _ in 0..GROUPS {
            let further = self.inclusions.iter();
            let further = further.filter(|(group, _)| found.contains(group));
            let further: Vec<usize> = further.map(|(_, parent)| *parent).collect();
            found.extend(further);
        }
        found
    }

    fn roles_of(&self, user: usize, at: Timestamp) -> BTreeSet<usize> {
        let groups = self.groups_of(user);
        let counts = |role: &usize| {
            let own = self.of_users.get(&(user, *role));
            own.is_some_and(|end| end.is_none_or(|end| at < end))
                || groups
                    .iter()
                    .any(|group| self.of_groups.contains(&(*group, *role)))
        };
        let mut found: BTreeSet<usize> = (0..ROLES.len()).filter(counts).collect();
        for _ in 0..ROLES.len() {
            let further = self.includes.iter();
            let further = further.filter(|(role, _)| found.contains(role));
            let further: Vec<usize> = further.map(|(_, included)| *included).collect();
            found.extend(further);
        }
        found
    }

    fn holders(&self, role: usize, at: Timestamp) -> Vec<usize> {
        (0..USERS)
            .filter(|user| self.roles_of(*user, at).contains(&role))
            .collect()
    }
}

/// The users and groups that are changed.
struct Cast {
    users: Vec<User>,
}

async fn cast(world: &World) -> Cast {
    let mut users = Vec::new();
    for email in [ADA.0, GRACE.0] {
        users.push(world.provider.users().find(email).await.unwrap().unwrap());
    }
    for number in users.len()..USERS {
        let email = format!("user{number}@example.com");
        world.user(&email, "nine small boats at noon").await;
        users.push(world.provider.users().find(&email).await.unwrap().unwrap());
    }
    let ctx = world.context();
    let mut set = world.provider.change_set(&ctx);
    for number in 0..GROUPS {
        let name = format!("group {number}");
        world
            .provider
            .access()
            .add_group(&mut set, &name, None)
            .await
            .unwrap();
    }
    assert!(set.commit().await.unwrap());
    Cast { users }
}

fn declared(model: &Model) -> Vec<DeclaredRole> {
    ROLES
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let included =
                (0..ROLES.len()).filter(|other| model.includes.contains(&(index, *other)));
            let document = json!({
                "app": "notes", "name": name,
                "includes": included.map(|other| ROLES[other]).collect::<Vec<_>>(),
            });
            serde_json::from_value(document).unwrap()
        })
        .collect()
}

/// One change of one thing, in the database and in the model.
async fn change(world: &World, cast: &Cast, model: &mut Model, numbers: &mut Numbers) {
    let ctx = world.context();
    let access = world.provider.access();
    let mut set = world.provider.change_set(&ctx);
    let kind = numbers.below(10);
    let (user, role, number) = (
        numbers.below(USERS as u64),
        numbers.below(ROLES.len() as u64),
        numbers.below(GROUPS as u64),
    );
    let group = access.group(&format!("group {number}")).await.unwrap();
    let of_app = RoleOfApp {
        client_id: "notes",
        name: ROLES[role],
    };
    match kind {
        0 | 1 => {
            access
                .add_member(&mut set, &group, &cast.users[user])
                .await
                .unwrap();
            model.members.insert((user, number));
        }
        2 => {
            access
                .remove_member(&mut set, &group, &cast.users[user])
                .await
                .unwrap();
            model.members.remove(&(user, number));
        }
        3 | 4 => {
            let ends = numbers.below(2) == 0;
            let hours = i64::try_from(1 + numbers.below(30)).unwrap();
            let end = ends.then(|| ctx.now().plus(Lifetime::hours(hours)));
            let whom = Assignee::User(&cast.users[user]);
            access
                .grant_role(&mut set, whom, of_app, end)
                .await
                .unwrap();
            model.of_users.insert((user, role), end);
        }
        5 => {
            let whom = Assignee::User(&cast.users[user]);
            access.revoke_role(&mut set, whom, of_app).await.unwrap();
            model.of_users.remove(&(user, role));
        }
        6 => {
            let whom = Assignee::Group(&group);
            access
                .grant_role(&mut set, whom, of_app, None)
                .await
                .unwrap();
            model.of_groups.insert((number, role));
        }
        7 => {
            let whom = Assignee::Group(&group);
            access.revoke_role(&mut set, whom, of_app).await.unwrap();
            model.of_groups.remove(&(number, role));
        }
        8 => {
            // A group of a higher number is in one of a lower number: never in a circle.
            let parent = numbers.below(GROUPS as u64);
            if parent < number && !model.inclusions.remove(&(number, parent)) {
                model.inclusions.insert((number, parent));
            }
            let parents =
                (0..GROUPS).filter(|parent| model.inclusions.contains(&(number, *parent)));
            let names: Vec<String> = parents.map(|parent| format!("group {parent}")).collect();
            let entry = json!({"name": group.name, "groups": names});
            let entry = serde_json::from_value(entry).unwrap();
            access
                .declare_groups(&mut set, &[entry])
                .await
                .map_err(|refused| refused.error)
                .unwrap();
        }
        _ => {
            let included = numbers.below(ROLES.len() as u64);
            if role < included && !model.includes.remove(&(role, included)) {
                model.includes.insert((role, included));
            }
            let roles = declared(model);
            access
                .declare_roles(&mut set, &roles)
                .await
                .map_err(|refused| refused.error)
                .unwrap();
        }
    }
    assert!(set.commit().await.unwrap());
}

async fn who_had_a_role_is_right_after_a_thousand_changes(world: World) {
    let cast = cast(&world).await;
    let (mut model, mut numbers) = (Model::default(), Numbers(20));
    let ctx = world.context();
    let mut set = world.provider.change_set(&ctx);
    let roles = declared(&model);
    let access = world.provider.access();
    access
        .declare_roles(&mut set, &roles)
        .await
        .map_err(|refused| refused.error)
        .unwrap();
    assert!(set.commit().await.unwrap());
    let mut days = Vec::new();
    for _ in 0..1000 {
        world.advance(Lifetime::hours(1)).await;
        change(&world, &cast, &mut model, &mut numbers).await;
        days.push((world.provider.now(), model.clone()));
    }
    let mut some = 0;
    for (day, (at, model)) in days.iter().enumerate() {
        let role = day % ROLES.len();
        let of_app = RoleOfApp {
            client_id: "notes",
            name: ROLES[role],
        };
        // Also in the middle between two changes.
        for at in [*at, at.plus(Lifetime::minutes(30))] {
            let told = access.holders_at(of_app, at).await.unwrap();
            let mut expected: Vec<String> = model
                .holders(role, at)
                .into_iter()
                .map(|user| cast.users[user].id.clone())
                .collect();
            expected.sort();
            some += expected.len();
            assert_eq!(told.user_ids, expected, "{} on day {day}", ROLES[role]);
            assert!(!told.everybody);
        }
    }
    assert!(some > 1000, "somebody had roles: {some}");
    let before = Timestamp(0);
    let of_app = RoleOfApp {
        client_id: "notes",
        name: "a",
    };
    let told = access.holders_at(of_app, before).await.unwrap();
    assert!(told.user_ids.is_empty());
    let record = access.grants_of_role(of_app).await.unwrap();
    let by_command = |grant: &doorward_storage::RecordedGrant| grant.actor_kind == "command_line";
    assert!(record.iter().all(by_command));
    assert!(record.iter().any(|grant| grant.ended_at.is_some()));
}

async fn a_role_ends_by_itself_and_is_given_again(world: World) {
    let cast = cast(&world).await;
    let access = world.provider.access();
    let role = RoleOfApp {
        client_id: "notes",
        name: "a",
    };
    let grant = async |end: Option<Timestamp>| {
        let ctx = world.context();
        let mut set = world.provider.change_set(&ctx);
        let whom = Assignee::User(&cast.users[0]);
        let change = access.grant_role(&mut set, whom, role, end).await;
        set.commit().await.unwrap();
        change.map_err(|error| error.to_string())
    };
    let refused = grant(None).await.unwrap_err();
    assert!(refused.contains("notes has no role a"), "{refused}");
    let ctx = world.context();
    let mut set = world.provider.change_set(&ctx);
    let roles = declared(&Model::default());
    access
        .declare_roles(&mut set, &roles)
        .await
        .map_err(|refused| refused.error)
        .unwrap();
    assert!(set.commit().await.unwrap());
    world.expire_versions();
    let past = grant(Some(world.provider.now())).await.unwrap_err();
    assert!(past.contains("in the future"), "{past}");
    let end = world.provider.now().plus(Lifetime::hours(1));
    grant(Some(end)).await.unwrap();
    let explained = async || {
        let told = access
            .explain(&world.context(), &cast.users[0], "notes")
            .await
            .unwrap();
        told.roles.contains_key("a")
    };
    assert!(explained().await);
    world.advance(Lifetime::hours(1)).await;
    assert!(!explained().await, "it is over");
    grant(None).await.unwrap();
    assert!(explained().await);
    let record = access.grants_of_role(role).await.unwrap();
    assert_eq!(record.len(), 2);
}

/// The commands, one after the other, on a database of their own.
#[test]
fn groups_and_roles_are_changed_by_commands() {
    let folder = Folder::new("access");
    let file = "[[clients]]\nclient_id = \"notes\"\ntoken_endpoint_auth_method = \"none\"\nredirect_uris = [\"https://notes.example/cb\"]\n[[roles]]\napp = \"notes\"\nname = \"editor\"\npermissions = [\"notes.write\"]\n[[users]]\nemail = \"ada@example.com\"\n";
    let file = folder.write("apply.toml", file);
    let run = |arguments: &[&str]| -> (bool, String) {
        let output = folder.command(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    };
    let good = |arguments: &[&str]| -> Value {
        let (is_good, text) = run(&[arguments, &["--json"]].concat());
        assert!(is_good, "{arguments:?}: {text}");
        serde_json::from_str(text.lines().find(|line| line.starts_with('{')).unwrap()).unwrap()
    };
    good(&["apply", file.to_str().unwrap()]);
    good(&["group", "add", "Staff", "--description", "Everybody"]);
    let listed = good(&["group", "list"]);
    assert_eq!(listed["groups"][0]["name"], "Staff");
    assert_eq!(
        good(&["group", "add-member", "staff", "ada@example.com"])["change"],
        "add"
    );
    assert_eq!(
        good(&["group", "add-member", "staff", "ada@example.com"])["change"],
        "none"
    );
    good(&["group", "add", "All"]);
    for (command, changes) in [
        ("add-group", ["add", "none"]),
        ("remove-group", ["change", "none"]),
    ] {
        for change in changes {
            assert_eq!(good(&["group", command, "all", "staff"])["change"], change);
        }
    }
    let (is_good, told) = run(&["group", "add-group", "staff", "staff"]);
    assert!(!is_good && told.contains("would be in itself"), "{told}");
    good(&["role", "grant", "notes", "editor", "--group", "staff"]);
    let explained = good(&["explain", "ada@example.com", "notes"]);
    let expected = json!({"editor": ["given to the group Staff by the command line"]});
    assert_eq!(explained["roles"], expected);
    assert_eq!(
        good(&["role", "holders", "notes", "editor"])["user_ids"][0],
        explained["user_id"]
    );
    let before = good(&["role", "holders", "notes", "editor", "--at", "2020-01-01"]);
    assert_eq!(before["user_ids"], json!([]));
    let user = [
        "role",
        "grant",
        "notes",
        "editor",
        "--user",
        "ada@example.com",
        "--until",
        "2199-12-31",
    ];
    assert_eq!(good(&user)["change"], "add");
    good(&[
        "role",
        "revoke",
        "notes",
        "editor",
        "--user",
        "ada@example.com",
    ]);
    let history = good(&["role", "history", "notes", "editor"]);
    assert_eq!(history["grants"].as_array().unwrap().len(), 2);
    assert_eq!(history["grants"][0]["by"], "command line");
    assert_eq!(
        good(&["role", "list", "notes"])["roles"]["editor"]["permissions"][0],
        "notes.write"
    );
    good(&["group", "remove-member", "staff", "ada@example.com"]);
    good(&["group", "delete", "staff"]);
    let explained = good(&["explain", "ada@example.com", "notes"]);
    assert_eq!(explained["roles"], json!({}));
    for (arguments, reason) in [
        (
            &[
                "role",
                "grant",
                "notes",
                "writer",
                "--user",
                "ada@example.com",
            ][..],
            "notes has no role",
        ),
        (&["role", "grant", "notes", "editor"], "--user"),
        (
            &["role", "grant", "notes", "editor", "--group", "staff"],
            "there is no group staff",
        ),
        (
            &["role", "holders", "nowhere", "editor"],
            "no client is called nowhere",
        ),
        (
            &["role", "holders", "notes", "editor", "--at", "yesterday"],
            "is no time",
        ),
        (
            &[
                "role",
                "revoke",
                "nowhere",
                "editor",
                "--user",
                "ada@example.com",
            ],
            "no client is called nowhere",
        ),
        (
            &[
                "role",
                "revoke",
                "notes",
                "editors",
                "--user",
                "ada@example.com",
            ],
            "did you mean editor?",
        ),
        (
            &["role", "history", "notes", "editors"],
            "did you mean editor?",
        ),
        (
            &["role", "holders", "notes", "editors"],
            "did you mean editor?",
        ),
        (&["group", "add", "a,b"], "no comma"),
        (
            &["explain", "nobody@example.com", "notes"],
            "no user is called",
        ),
    ] {
        let (is_good, text) = run(arguments);
        assert!(!is_good && text.contains(reason), "{arguments:?}: {text}");
    }
}
