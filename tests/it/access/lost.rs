//! Whoever loses an app loses what they have there, and the app is told, whatever change it was.

use super::{apply, asks, client, introspected, tokens};
use crate::{
    on_both_wide,
    storage::raw::Raw,
    world::{ADA, Backend, CALLBACK, SECRET, Shape, Site, StandIn, VERIFIER, World, basic},
};
use doorward_cli::settings::Settings;
use doorward_core::{access::Assignee, clients, context::Actor};
use doorward_protocol::{federation::Role, time::Lifetime};
use doorward_storage::{RoleOfApp, Store};
use serde_json::{Value, json};

/// What lets Ada into the app: a line each, so that one is changed by its text.
const SIGN_IN_METHODS: &str = r#"
[[roles]]
app = "app"
name = "manager"
includes = ["clerk"]

[[roles]]
app = "app"
name = "clerk"

[[groups]]
name = "staff"

[[groups]]
name = "warehouse"
groups = ["staff"]
roles = { app = ["manager"] }

[[users]]
email = "ada@example.com"
groups = ["warehouse"]
"#;

/// A change of the file by which Ada loses the app: who may use it, a text of the file, and what stands
/// there afterwards.
const BY_FILE: [(&str, &str, &str); 5] = [
    (
        "allowed_groups = [\"staff\"]",
        "groups = [\"warehouse\"]",
        "groups = []",
    ),
    (
        "allowed_groups = [\"staff\"]",
        "name = \"warehouse\"\ngroups = [\"staff\"]",
        "name = \"warehouse\"\ngroups = []",
    ),
    (
        "allowed_roles = [\"clerk\"]",
        "roles = { app = [\"manager\"] }",
        "roles = { app = [] }",
    ),
    (
        "allowed_roles = [\"clerk\"]",
        "includes = [\"clerk\"]",
        "includes = []",
    ),
    (
        "allowed_groups = [\"staff\"]",
        "allowed_groups = [\"staff\"]",
        "allowed_groups = [\"nobody\"]",
    ),
];

/// A file is applied at the machine's time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_loses_an_app_by_any_change_loses_its_tokens_and_the_app_is_told() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let private = |settings: &mut Settings| settings.outbound.allow_private_addresses = true;
        let world = World::open_now_with(backend, private).await;
        let site = Site::open();
        for (number, (allowed, text, changed)) in BY_FILE.into_iter().enumerate() {
            let file = file(&site, allowed);
            apply(&world, &file).await.unwrap();
            let what = format!("change {number} of the file: {changed}");
            let change = async || {
                apply(&world, &file.replace(text, changed)).await.unwrap();
            };
            Box::pin(loses(&world, &site, &what, change)).await;
        }
        Box::pin(by_command(&world, &site)).await;
        Box::pin(by_the_end_of_a_role(&world, &site)).await;
        Box::pin(by_a_provider(&world, &site)).await;
    }
}

fn file(site: &Site, allowed: &str) -> String {
    let uri = site.at("/logout");
    let app = client(
        "app",
        &format!("{allowed}\nbackchannel_logout_uri = \"{uri}\"\n"),
    );
    [&app, &client("other", ""), SIGN_IN_METHODS].concat()
}

/// Ada has tokens of two apps; after the change those of one are over, and that one is told.
async fn loses(world: &World, site: &Site, what: &str, change: impl AsyncFn()) {
    let held = tokens(world, ADA, "app", "openid offline_access").await;
    tokens(world, ADA, "other", "openid offline_access").await;
    assert_eq!(introspected(world, &held.access).await["active"], true);
    let told = site.received("/logout").len();
    change().await;
    world.expire_versions();
    let live = "SELECT DISTINCT client_id FROM grants WHERE revoked_at IS NULL ORDER BY client_id";
    assert_eq!(world.texts(live).await, ["other"], "{what}");
    world.advance(Lifetime::minutes(5)).await;
    world.deliver_all().await;
    assert!(site.received("/logout").len() > told, "{what}");
    let waiting = "SELECT id FROM outbox_messages WHERE kind = 'access_review'";
    assert!(world.texts(waiting).await.is_empty(), "{what}");
}

on_both_wide!(
    a_code_that_was_not_redeemed_is_worth_nothing_without_the_app,
    an_app_is_lost_however_many_others_were_used_since
);

async fn delete_staff(world: &World) {
    let access = world.provider.access();
    let ctx = world.context().forced(true);
    let mut set = world.provider.change_set(&ctx);
    access
        .delete_group(&mut set, &access.group("staff").await.unwrap())
        .await
        .unwrap();
    assert!(set.commit().await.unwrap());
}

async fn a_code_that_was_not_redeemed_is_worth_nothing_without_the_app(world: World) {
    let site = Site::open();
    let file = file(&site, "allowed_groups = [\"staff\"]");
    apply(&world, &file).await.unwrap();
    let code = asks(&world, ADA, "app", "openid").await;
    let code = code.parameter("code").unwrap();
    delete_staff(&world).await;
    world.deliver_all().await;
    let (status, said) = redeem(&world, &code).await;
    assert_eq!((status, &said["error"]), (400, &json!("invalid_grant")));
}

async fn redeem(world: &World, code: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let app = Some(basic("app", SECRET));
    world.post("/token", app, &form).await
}

async fn an_app_is_lost_however_many_others_were_used_since(world: World) {
    let site = Site::open();
    let file = file(&site, "allowed_groups = [\"staff\"]");
    apply(&world, &file).await.unwrap();
    tokens(&world, ADA, "app", "openid offline_access").await;
    tokens(&world, ADA, "other", "openid offline_access").await;
    let many = "INSERT INTO grants (id, client_id, user_id, sid, scope, offline, auth_time, amr,
            created_at, expires_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
        SELECT 'newer ' || n.i, g.client_id, g.user_id, g.sid, g.scope, g.offline, g.auth_time,
            g.amr, g.created_at + n.i, g.expires_at
        FROM n CROSS JOIN grants g WHERE g.client_id = 'other'";
    Raw::of(&world).await.run(many).await;
    delete_staff(&world).await;
    world.deliver_all().await;
    let live = "SELECT DISTINCT client_id FROM grants WHERE revoked_at IS NULL ORDER BY client_id";
    assert_eq!(world.texts(live).await, ["other"]);
    assert!(!site.received("/logout").is_empty());
}

/// A code is redeemed while its user loses the app: the decision about it was read before, and what it
/// grants is committed afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_granted_while_the_app_is_lost_ends_all_the_same() {
    let private = |settings: &mut Settings| settings.outbound.allow_private_addresses = true;
    let world = World::open_with(Backend::Postgres, private).await;
    let site = Site::open();
    let file = file(&site, "allowed_groups = [\"staff\"]");
    apply(&world, &file).await.unwrap();
    let code = asks(&world, ADA, "app", "openid offline_access").await;
    let code = code.parameter("code").unwrap();
    let mut other = world.other_transaction().await;
    let hold = "SELECT 1 FROM users WHERE email = 'ada@example.com' FOR UPDATE";
    other.run(hold).await;
    let lost = async {
        other.blocks(1).await;
        // The review waits behind whoever redeems the code.
        let end = async {
            other.blocks(2).await;
            other.commit().await;
        };
        tokio::join!(delete_staff(&world), end);
    };
    let ((status, said), ()) = tokio::join!(redeem(&world, &code), lost);
    assert!(matches!(status, 200 | 400), "{status} {said}");
    world.deliver_all().await;
    world.advance(Lifetime::minutes(5)).await;
    world.deliver_all().await;
    let live = "SELECT client_id FROM grants WHERE revoked_at IS NULL";
    assert!(world.texts(live).await.is_empty(), "{status} {said}");
    let reviews = "SELECT id FROM outbox_messages WHERE kind = 'access_review'";
    assert!(world.texts(reviews).await.is_empty());
}

async fn by_command(world: &World, site: &Site) {
    apply(world, &file(site, "allowed_groups = [\"staff\"]"))
        .await
        .unwrap();
    loses(world, site, "a deleted group", async || {
        delete_staff(world).await;
    })
    .await;
    apply(world, &file(site, "allowed_groups = [\"staff\"]"))
        .await
        .unwrap();
    loses(world, site, "a changed client", async || {
        let clients = world.provider.clients();
        let mut client = clients.get("app").await.unwrap().client;
        client.allowed_groups = vec!["nobody".into()];
        let declaration = clients::Declaration {
            client,
            client_secret: None,
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        clients
            .declare(&world.context().forced(true), declaration, "client.changed")
            .await
            .unwrap();
        // A server that runs beside the command does it.
        world.deliver_all().await;
    })
    .await;
}

async fn by_the_end_of_a_role(world: &World, site: &Site) {
    let roles =
        |roles: &str| file(site, "allowed_roles = [\"clerk\"]").replace("[\"manager\"] }", roles);
    apply(world, &roles("[] }")).await.unwrap();
    let ada = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    let group = world.provider.access().group("staff").await.unwrap();
    let clerk = RoleOfApp {
        client_id: "app",
        name: "clerk",
    };
    for holder in [Assignee::User(&ada), Assignee::Group(&group)] {
        let ctx = world.context();
        let end = ctx.now().plus(Lifetime::hours(1));
        let mut set = world.provider.change_set(&ctx);
        let access = world.provider.access();
        access
            .grant_role(&mut set, holder, clerk, Some(end))
            .await
            .unwrap();
        assert!(set.commit().await.unwrap());
        loses(world, site, "the end of a role", async || {
            let worker = world.provider.context(Actor::Worker);
            world.provider.end_expired_roles(&worker).await.unwrap();
            let live =
                "SELECT client_id FROM grants WHERE revoked_at IS NULL AND client_id = 'app'";
            assert_eq!(world.texts(live).await.len(), 1, "it is not over yet");
            world.advance(Lifetime::hours(1)).await;
            let worker = world.provider.context(Actor::Worker);
            world.provider.end_expired_roles(&worker).await.unwrap();
        })
        .await;
    }
    let ended = "SELECT ended_by_kind FROM role_grants WHERE ended_at = expires_at";
    assert_eq!(world.texts(ended).await, ["worker", "worker"]);
}

async fn by_a_provider(world: &World, site: &Site) {
    let text = file(site, "allowed_roles = [\"guest\"]");
    apply(world, &text).await.unwrap();
    let up = StandIn::open(world, Shape::Oidc);
    let rule = |value: &str| json!({"roles": [{"claim": "groups", "value": value, "client_id": "app", "role": "guest"}]});
    up.declare(world, "up", &rule("x")).await;
    let ada = world.sub(ADA.0).await;
    let given = [Role {
        client_id: "app".into(),
        role: "guest".into(),
        rules: Vec::new(),
    }];
    let put = Store::put_roles(&ada, "up", &given);
    world.provider.store().commit(put).await.unwrap();
    loses(world, site, "a rule of a provider", async || {
        let off = json!({"enabled": false});
        up.declare(world, "up", &off).await;
        world.deliver_all().await;
    })
    .await;
}
