//! Users and groups that are pushed to apps by SCIM.

mod liar;
mod lies;
mod management;

use crate::{
    on_both,
    world::{ADA, Backend, GRACE, SECRET, World, basic},
};
use doorward_core::scim_targets::{ScimReport, ScimTargetChange, StoredScimTarget};
use doorward_protocol::{
    scim_targets::declared::{DeclaredScimTarget, PushedUserName, Removal},
    time::Lifetime,
};
use doorward_storage::{PushedKind, ScimClaim, Store};
use serde_json::{Value, json};

on_both!(
    whoever_may_use_an_app_has_an_account_there_and_nobody_else,
    a_comparison_repairs_what_differs_and_leaves_strangers_alone,
    everything_is_compared_once_a_day_on_one_node,
    what_cannot_be_a_target_is_refused
);

const TOKEN: &str = "the-token-of-the-app";

/// The app, a group, and who is in it.
fn file(members: &[&str]) -> String {
    let app = format!(
        "[[clients]]\nclient_id = \"wiki\"\nclient_secret = \"{SECRET}\"\nredirect_uris = [\"https://wiki.example/cb\"]\nallowed_groups = [\"Staff\"]\n[[groups]]\nname = \"staff\"\n"
    );
    let users = [(ADA.0, "ada"), (GRACE.0, "grace")].map(|(email, username)| {
        let groups = if members.contains(&email) {
            "\"staff\""
        } else {
            ""
        };
        format!("[[users]]\nemail = \"{email}\"\nusername = \"{username}\"\nname = \"{email}\"\ngroups = [{groups}]\n")
    });
    [app, users.concat()].concat()
}

async fn apply(world: &World, text: &str) {
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
    applied.unwrap();
    world.expire_versions();
}

/// An app on this machine, with a group that is pushed.
fn declared(url: &str) -> DeclaredScimTarget {
    DeclaredScimTarget {
        groups: ["staff".to_owned()].into(),
        user_name: PushedUserName::Username,
        allow_private_addresses: true,
        ..DeclaredScimTarget::new("wiki".into(), "wiki".into(), url.into())
    }
}

async fn add(world: &World, declared: DeclaredScimTarget, token: &str) -> Result<(), String> {
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let targets = world.provider.scim_targets();
    let added = targets.add(&mut changes, declared, token).await;
    added.map_err(|error| error.to_string())?;
    changes.commit_or_conflict().await.unwrap();
    Ok(())
}

/// A target of the sample app to which nothing is pushed.
pub async fn add_disabled(world: &World, name: &str) {
    let url = "https://app.example/scim".to_owned();
    let disabled = DeclaredScimTarget {
        enabled: false,
        ..DeclaredScimTarget::new(name.to_owned(), "notes".into(), url)
    };
    add(world, disabled, TOKEN).await.unwrap();
}

async fn stored(world: &World) -> StoredScimTarget {
    world.provider.scim_targets().find("wiki").await.unwrap()
}

async fn change(world: &World, change: ScimTargetChange) {
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let (targets, known) = (world.provider.scim_targets(), stored(world).await);
    targets.change(&mut changes, known, change).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

async fn report(world: &World) -> ScimReport {
    let target = stored(world).await;
    world.provider.scim_targets().report(&target).await.unwrap()
}

/// Puts a user into the group who may use the app.
async fn join(world: &World, email: &str) {
    let access = world.provider.access();
    let group = access.group("staff").await.unwrap();
    let user = world.provider.users().find(email).await.unwrap().unwrap();
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let added = access.add_member(&mut changes, &group, &user).await;
    added.unwrap();
    changes.commit_or_conflict().await.unwrap();
    world.expire_versions();
}

/// Delivers everything, also what waits for further changes.
async fn deliver_everything(world: &World) {
    for _ in 0..3 {
        world.expire_versions();
        world.deliver_all().await;
        world.advance(Lifetime::seconds(2)).await;
    }
    world.deliver_all().await;
}

async fn compare(world: &World) {
    let target = stored(world).await;
    let targets = world.provider.scim_targets();
    targets
        .compare_all(&world.context(), &target)
        .await
        .unwrap();
    deliver_everything(world).await;
}

/// Another provider, whose SCIM server gets what is pushed.
struct App {
    world: World,
    token: String,
}

impl App {
    async fn open(backend: Backend) -> Self {
        let world = World::open(backend).await;
        let document = json!({
            "redirect_uris": [], "grant_types": ["client_credentials"], "response_types": [],
            "scope": "doorward.users:write doorward.groups:write",
        });
        world.client("hr", &document, &json!({})).await;
        let form = [("grant_type", "client_credentials")];
        let (_, body) = world.post("/token", Some(basic("hr", SECRET)), &form).await;
        let token = body["access_token"].as_str().unwrap().to_owned();
        Self { world, token }
    }

    fn url(&self) -> String {
        self.world.at("/scim/v2")
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.world.http.request(method, self.url() + path);
        let request = request.bearer_auth(&self.token);
        let request = match body {
            Some(body) => request
                .header("content-type", "application/scim+json")
                .body(body.to_string()),
            None => request,
        };
        let text = request.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// The user that has an address.
    async fn user(&self, email: &str) -> Option<Value> {
        let path = format!("/Users?filter=userName%20eq%20%22{email}%22");
        self.call("GET", &path, None).await["Resources"]
            .get(0)
            .cloned()
    }

    /// The addresses of the members of a group.
    async fn members(&self, group: &str) -> Vec<String> {
        let path = format!("/Groups?filter=displayName%20eq%20%22{group}%22");
        let found = self.call("GET", &path, None).await;
        let members = found["Resources"][0]["members"].as_array().cloned();
        let mut names = Vec::new();
        for member in members.unwrap_or_default() {
            let id = member["value"].as_str().unwrap();
            let user = self.call("GET", &format!("/Users/{id}"), None).await;
            names.push(user["userName"].as_str().unwrap().to_owned());
        }
        names.sort();
        names
    }
}

const NEW: &str = "mary@example.com";

async fn whoever_may_use_an_app_has_an_account_there_and_nobody_else(world: World) {
    let app = App::open(world.backend()).await;
    apply(&world, &file(&[ADA.0])).await;
    world.user(NEW, "a password of Mary Jackson").await;
    add(&world, declared(&app.url()), &app.token).await.unwrap();
    deliver_everything(&world).await;
    // Both declare Ada and Grace: what the app had before is matched, and what it has of others stays.
    let ada = app.user("ada").await.unwrap();
    assert_eq!(ada["externalId"], world.sub(ADA.0).await);
    assert_eq!(ada["displayName"], ADA.0);
    assert!(app.user("grace").await.unwrap()["externalId"].is_null());
    assert!(app.user(NEW).await.is_none());
    assert_eq!(app.members("staff").await, ["ada"]);

    let [staff, mary] = ["staff", NEW];
    join(&world, mary).await;
    deliver_everything(&world).await;
    assert_eq!(app.user(mary).await.unwrap()["active"], true);
    assert_eq!(app.members(staff).await, ["ada", mary]);

    world.disable(ADA.0).await;
    deliver_everything(&world).await;
    assert_eq!(app.user("ada").await.unwrap()["active"], false);

    let access = world.provider.access();
    let group = access.group(staff).await.unwrap();
    let user = world.provider.users().find(mary).await.unwrap().unwrap();
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let removed = access.remove_member(&mut changes, &group, &user).await;
    removed.unwrap();
    changes.commit_or_conflict().await.unwrap();
    deliver_everything(&world).await;
    assert_eq!(app.user(mary).await.unwrap()["active"], false);
    assert_eq!(app.members(staff).await, ["ada"]);
    let report = report(&world).await;
    assert_eq!((report.users, report.groups, report.waiting), (2, 1, 0));
    assert!(report.problems.is_empty(), "{:?}", report.problems);

    // A group that is gone is so there too, and nobody can use the app any more.
    let ctx = world.context().forced(true);
    let mut changes = world.provider.change_set(&ctx);
    access.delete_group(&mut changes, &group).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    deliver_everything(&world).await;
    let groups = app.call("GET", "/Groups", None).await;
    assert_eq!(groups["totalResults"], 0, "{groups}");
    assert_eq!(app.user("grace").await.unwrap()["active"], true);
}

async fn a_comparison_repairs_what_differs_and_leaves_strangers_alone(world: World) {
    let app = App::open(world.backend()).await;
    apply(&world, &file(&[ADA.0, GRACE.0])).await;
    let url = format!("{}/", app.url());
    let mut wanted = declared(&url);
    wanted.removal = Removal::Delete;
    add(&world, wanted, &app.token).await.unwrap();
    deliver_everything(&world).await;
    let first = report(&world).await;
    let pass = first.pass.unwrap();
    assert_eq!(pass.waiting, 0);
    assert_eq!(
        (pass.count("updated"), pass.count("created")),
        (2, 1),
        "{:?}",
        pass.counts
    );
    compare(&world).await;
    let pass = report(&world).await.pass.unwrap();
    assert_eq!(pass.count("unchanged"), 3, "{:?}", pass.counts);

    // Somebody changes an account there, deletes one, and has another of their own.
    let id = |user: &Value| format!("/Users/{}", user["id"].as_str().unwrap());
    let (ada, grace) = (
        app.user("ada").await.unwrap(),
        app.user("grace").await.unwrap(),
    );
    let off = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": false}]});
    app.call("PATCH", &id(&ada), Some(off)).await;
    app.call("DELETE", &id(&grace), None).await;
    let theirs = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "theirs@example.com", "externalId": "4711"});
    app.call("POST", "/Users", Some(theirs)).await;
    compare(&world).await;
    let pass = report(&world).await.pass.unwrap();
    assert_eq!(pass.count("created"), 1, "{:?}", pass.counts);
    assert_eq!(app.user("ada").await.unwrap()["active"], true);
    assert_eq!(app.members("staff").await, ["ada", "grace"]);
    let theirs = app.user("theirs@example.com").await.unwrap();
    assert_eq!(
        (&theirs["externalId"], &theirs["active"]),
        (&json!("4711"), &json!(true))
    );

    // Who is deleted here is deleted there, as the target says.
    let users = world.provider.users();
    let grace = users.find(GRACE.0).await.unwrap().unwrap();
    users.delete(&world.context(), &grace).await.unwrap();
    deliver_everything(&world).await;
    assert!(app.user("grace").await.is_none());
    assert_eq!(report(&world).await.users, 1);
}

async fn everything_is_compared_once_a_day_on_one_node(world: World) {
    let liar = liar::Liar::open();
    apply(&world, &file(&[])).await;
    add(&world, declared(liar.base()), TOKEN).await.unwrap();
    let other = world.another_node().await;
    let due = async || {
        let before = stored(&world).await.pass_id;
        let (one, two) = (world.context(), other.context());
        let begun = tokio::join!(
            world.provider.scim_targets().compare_due(&one),
            other.provider.scim_targets().compare_due(&two)
        );
        begun.0.unwrap();
        begun.1.unwrap();
        before != stored(&world).await.pass_id
    };
    assert!(!due().await, "it was compared when it was added");
    world.advance(Lifetime::hours(25)).await;
    other.advance(Lifetime::hours(25)).await;
    assert!(due().await);
    assert!(!due().await);
    let begun = "SELECT action FROM audit_events WHERE action = 'scim_target.compared'";
    assert_eq!(world.texts(begun).await.len(), 1);
    let never = ScimTargetChange {
        reconcile_hours: Some(0),
        ..ScimTargetChange::default()
    };
    change(&world, never).await;
    world.advance(Lifetime::days(9)).await;
    other.advance(Lifetime::days(9)).await;
    assert!(!due().await);
}

async fn what_cannot_be_a_target_is_refused(world: World) {
    apply(&world, &file(&[])).await;
    let good = || DeclaredScimTarget {
        allow_private_addresses: false,
        ..declared("https://wiki.example/scim")
    };
    for (declared, token, says) in [
        (
            declared("http://wiki.example/scim"),
            TOKEN,
            "url must be an https address",
        ),
        (
            DeclaredScimTarget {
                url: "https://10.0.0.1/scim".into(),
                ..good()
            },
            TOKEN,
            "public Internet",
        ),
        (
            DeclaredScimTarget {
                url: "http://127.0.0.1:9/scim".into(),
                ..good()
            },
            TOKEN,
            "public Internet",
        ),
        (
            DeclaredScimTarget {
                url: "https://u:p@wiki.example/".into(),
                ..good()
            },
            TOKEN,
            "url must be",
        ),
        (
            DeclaredScimTarget {
                url: "https://wiki.example/?a".into(),
                ..good()
            },
            TOKEN,
            "without ? and #",
        ),
        (
            DeclaredScimTarget {
                app: "unknown".into(),
                ..good()
            },
            TOKEN,
            "there is no unknown",
        ),
        (
            DeclaredScimTarget {
                name: "The Wiki".into(),
                ..good()
            },
            TOKEN,
            "name must be",
        ),
        (good(), "a token with blanks", "token must be"),
        (good(), "", "token must be"),
    ] {
        let refused = add(&world, declared, token).await.unwrap_err();
        assert!(refused.contains(says), "{refused}");
    }
    let mut off = good();
    off.enabled = false;
    add(&world, off, TOKEN).await.unwrap();
    let again = add(&world, good(), TOKEN).await.unwrap_err();
    assert!(again.contains("exists already"), "{again}");
    let target = stored(&world).await;
    let pushed = world
        .provider
        .scim_targets()
        .compare_all(&world.context(), &target)
        .await;
    assert!(pushed.unwrap_err().to_string().contains("is disabled"));
    let tested = world.provider.scim_targets().test(&target).await.unwrap();
    assert!(tested.failure.is_some(), "wiki.example does not exist");
}

/// Of two attempts at a user, one holds the claim: the other sees what the first has not committed yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_attempts_at_one_user_one_goes_on() {
    let world = World::open(Backend::Postgres).await;
    apply(&world, &file(&[])).await;
    add(&world, declared("https://127.0.0.1:9/scim"), TOKEN)
        .await
        .unwrap();
    let now = world.provider.now();
    let mut other = world.other_transaction().await;
    let until = now.plus(Lifetime::minutes(1)).0;
    other
        .run(&format!(
            "INSERT INTO scim_remote_resources (target, kind, id, claim, claimed_until) VALUES ('wiki', 'users', 'ada', 'first', {until})"
        ))
        .await;
    let claim = ScimClaim {
        target: "wiki",
        kind: PushedKind::Users,
        id: "ada",
        claim: "second",
    };
    let commit = world
        .provider
        .store()
        .commit(Store::claim_remote_resource(claim, now));
    let release = async {
        other.blocks(1).await;
        other.commit().await;
    };
    let (claimed, ()) = tokio::join!(commit, release);
    assert!(!claimed.unwrap());
    // Once its time is over, another attempt may go on.
    let later = now.plus(Lifetime::minutes(2));
    let commit = world
        .provider
        .store()
        .commit(Store::claim_remote_resource(claim, later));
    assert!(commit.await.unwrap());
}
