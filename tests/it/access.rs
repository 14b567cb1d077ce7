//! Groups, roles and permissions of local users: declared in a file, carried to apps by their tokens,
//! and asked for before a user gets into an app.

mod lost;

use crate::{
    forward_auth::ask,
    on_both_wide,
    world::{
        ADA, Answer, Backend, Browser, CALLBACK, GRACE, SECRET, Site, Tokens, VERIFIER, World,
        authorize_query, basic, claims_of,
    },
};
use doorward_cli::settings::Settings;
use doorward_protocol::time::Lifetime;
use doorward_storage::{AuditActor, Stamp, Store};
use serde_json::{Map, Value, json};

/// Who is in what, without the client itself.
const ACCESS: &str = r#"
[[roles]]
app = "app"
name = "admin"
permissions = ["notes.delete"]
includes = ["editor"]

[[roles]]
app = "app"
name = "editor"
permissions = ["notes.read", "notes.write"]

[[roles]]
app = "app"
name = "guest"
permissions = ["notes.look"]
default = true

[[roles]]
app = "other"
name = "owner"
permissions = ["other.everything"]

[[groups]]
name = "staff"
description = "Everybody who works here"

[[groups]]
name = "Writers"
groups = ["staff"]
roles = { app = ["editor"] }

[[users]]
email = "ada@example.com"
groups = ["writers"]
roles = { other = ["owner"] }

[[users]]
email = "grace@example.com"
roles = { app = ["admin"] }
"#;

fn client(id: &str, extra: &str) -> String {
    format!(
        "[[clients]]\nclient_id = \"{id}\"\nclient_secret = \"{SECRET}\"\nredirect_uris = [\"{CALLBACK}\"]\nfirst_party = true\nscope = \"openid profile offline_access groups roles permissions\"\n{extra}\n"
    )
}

/// The file, with more in the entry of the app.
fn file(extra: &str) -> String {
    [&client("app", extra), &client("other", ""), ACCESS].concat()
}

on_both_wide!(
    tokens_hold_the_groups_and_roles_of_the_app_that_asks,
    an_app_says_where_it_wants_them_and_under_which_name,
    a_change_is_seen_at_once_and_in_tokens_at_the_next_refresh,
    a_file_that_is_applied_twice_changes_nothing_and_what_it_drops_ends,
    a_declaration_that_cannot_be_is_refused_with_its_line_and_changes_nothing,
    only_who_has_a_group_or_a_role_gets_into_an_app,
    a_site_and_the_launchpad_follow_groups,
    a_user_in_five_thousand_groups_signs_in,
    groups_that_are_put_into_each_other_at_once_make_no_circle,
    no_client_registers_itself_into_roles,
    whoever_asks_why_is_told_where_everything_comes_from,
    what_is_named_and_not_declared_is_added_with_a_warning
);

async fn apply(world: &World, text: &str) -> Result<(), String> {
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
    world.expire_versions();
    applied.map_err(|error| error.to_string())
}

async fn asks(world: &World, who: (&str, &str), client_id: &str, scope: &str) -> Answer {
    let mut browser = world.signed_in(who).await;
    ask_for(&mut browser, client_id, scope).await
}

async fn ask_for(browser: &mut Browser, client_id: &str, scope: &str) -> Answer {
    let query = authorize_query(&[("client_id", client_id), ("scope", scope)]);
    browser.authorize(&query).await
}

async fn redeemed(world: &World, client_id: &str, answer: &Answer) -> Tokens {
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let app = basic(client_id, SECRET);
    let (status, body) = world.post("/token", Some(app), &form).await;
    assert_eq!(status, 200, "{body}");
    Tokens::from(&body)
}

async fn tokens(world: &World, who: (&str, &str), client_id: &str, scope: &str) -> Tokens {
    let answer = asks(world, who, client_id, scope).await;
    redeemed(world, client_id, &answer).await
}

async fn refreshed(world: &World, tokens: &Tokens) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
    ];
    let app = basic("app", SECRET);
    world.post("/token", Some(app), &form).await
}

async fn introspected(world: &World, token: &str) -> Value {
    let app = basic("app", SECRET);
    let (status, body) = world
        .post("/introspect", Some(app), &[("token", token)])
        .await;
    assert_eq!(status, 200, "{body}");
    body
}

/// The claims of access among others.
fn of(claims: &Map<String, Value>) -> Value {
    let mut picked = claims.clone();
    picked.retain(|name, _| {
        ["groups", "roles", "permissions", "teams"].contains(&name.as_str())
            || name.starts_with("_claim")
    });
    picked.into()
}

/// What each place says: ID token, access token, userinfo, introspection.
async fn everywhere(world: &World, tokens: &Tokens) -> [Value; 4] {
    let (status, userinfo) = world.userinfo(&tokens.access).await;
    assert_eq!(status, 200, "{userinfo}");
    let introspection = introspected(world, &tokens.access).await;
    [
        of(&claims_of(&tokens.id)),
        of(&claims_of(&tokens.access)),
        of(userinfo.as_object().unwrap()),
        of(introspection.as_object().unwrap()),
    ]
}

const ALL: &str = "openid groups roles permissions";

async fn tokens_hold_the_groups_and_roles_of_the_app_that_asks(world: World) {
    apply(&world, &file("")).await.unwrap();
    let ada = tokens(&world, ADA, "app", ALL).await;
    let expected = json!({
        "groups": ["Writers", "staff"],
        "roles": ["editor", "guest"],
        "permissions": ["notes.look", "notes.read", "notes.write"],
    });
    for place in everywhere(&world, &ada).await {
        assert_eq!(place, expected);
    }
    let grace = tokens(&world, GRACE, "app", ALL).await;
    let expected = json!({
        "groups": [],
        "roles": ["admin", "editor", "guest"],
        "permissions": ["notes.delete", "notes.look", "notes.read", "notes.write"],
    });
    for place in everywhere(&world, &grace).await {
        assert_eq!(place, expected);
    }
    // The roles of one app are nothing to another.
    let elsewhere = tokens(&world, ADA, "other", "openid roles").await;
    assert_eq!(of(&claims_of(&elsewhere.id)), json!({"roles": ["owner"]}));
    // Nothing that was not asked for.
    let plain = tokens(&world, ADA, "app", "openid").await;
    for place in everywhere(&world, &plain).await {
        assert_eq!(place, json!({}));
    }
    // By name, in the place that was named.
    let mut browser = world.signed_in(ADA).await;
    let query = authorize_query(&[
        ("client_id", "app"),
        ("scope", "openid"),
        (
            "claims",
            r#"{"id_token":{"groups":null},"userinfo":{"permissions":null}}"#,
        ),
    ]);
    let answer = browser.authorize(&query).await;
    let named = redeemed(&world, "app", &answer).await;
    let [id_token, access_token, userinfo, _] = everywhere(&world, &named).await;
    assert_eq!(id_token, json!({"groups": ["Writers", "staff"]}));
    assert_eq!(access_token, json!({}));
    assert_eq!(userinfo["permissions"][0], "notes.look");
    let discovery = world.text_at("/.well-known/openid-configuration").await;
    let discovery: Value = serde_json::from_str(&discovery).unwrap();
    for name in ["groups", "roles", "permissions"] {
        for list in ["scopes_supported", "claims_supported"] {
            assert!(discovery[list].as_array().unwrap().contains(&name.into()));
        }
    }
}

async fn an_app_says_where_it_wants_them_and_under_which_name(world: World) {
    let extra = "access_claims_in = [\"userinfo\", \"id_token\"]\naccess_claims_format = \"string\"\nclaim_map = { groups = \"teams\" }\n";
    apply(&world, &file(extra)).await.unwrap();
    let ada = tokens(&world, ADA, "app", "openid groups roles").await;
    let expected = json!({"teams": "Writers,staff", "roles": "editor,guest"});
    let [id_token, access_token, userinfo, introspection] = everywhere(&world, &ada).await;
    assert_eq!([id_token, userinfo], [expected.clone(), expected]);
    assert_eq!([access_token, introspection], [json!({}), json!({})]);
    // An opaque access token says nothing by itself, and what holds now when it is asked about.
    apply(&world, &file("access_token_format = \"opaque\"\n"))
        .await
        .unwrap();
    let ada = tokens(&world, ADA, "app", "openid groups").await;
    let introspection = introspected(&world, &ada.access).await;
    assert_eq!(introspection["groups"], json!(["Writers", "staff"]));
}

async fn a_change_is_seen_at_once_and_in_tokens_at_the_next_refresh(world: World) {
    apply(&world, &file("")).await.unwrap();
    let before = tokens(&world, ADA, "app", "openid groups roles").await;
    let changed = file("")
        .replace("groups = [\"writers\"]", "groups = [\"staff\"]")
        .replace("roles = { other", "roles = { app = [\"admin\"], other");
    apply(&world, &changed).await.unwrap();
    let now = json!({"groups": ["staff"], "roles": ["admin", "editor", "guest"]});
    let [id_token, _, userinfo, introspection] = everywhere(&world, &before).await;
    assert_eq!([userinfo, introspection], [now.clone(), now.clone()]);
    assert_ne!(id_token, now, "a token that was issued stays what it was");
    let (status, body) = refreshed(&world, &before).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(of(&claims_of(body["access_token"].as_str().unwrap())), now);
    // A role of the app that means something else.
    let changed = changed.replace("includes = [\"editor\"]\n", "");
    apply(&world, &changed).await.unwrap();
    let userinfo = world.userinfo(body["access_token"].as_str().unwrap()).await;
    assert_eq!(userinfo.1["roles"], json!(["admin", "guest"]));
}

async fn actions(world: &World) -> Vec<String> {
    world
        .texts(
            "SELECT action FROM audit_events WHERE action LIKE 'role.%' OR action LIKE 'group.%'
             ORDER BY id",
        )
        .await
}

async fn a_file_that_is_applied_twice_changes_nothing_and_what_it_drops_ends(world: World) {
    apply(&world, &file("")).await.unwrap();
    let first = actions(&world).await;
    assert_eq!(first.len(), 9, "{first:?}");
    apply(&world, &file("")).await.unwrap();
    assert_eq!(actions(&world).await, first);
    // Somebody else puts Ada into a group too.
    let store = world.provider.store();
    let ada = world.sub(ADA.0).await;
    let by_hand = Stamp {
        at: world.provider.now(),
        actor: AuditActor {
            kind: "user",
            id: Some("somebody"),
        },
        managed: false,
    };
    let unit = Store::add_group_member("by-hand", "STAFF", &ada, by_hand);
    assert!(store.commit(unit).await.unwrap());
    let dropped = file("").replace("groups = [\"writers\"]", "groups = []");
    apply(&world, &dropped).await.unwrap();
    let ended = "SELECT g.name FROM group_members m JOIN user_groups g ON g.id = m.group_id WHERE m.ended_at IS NOT NULL AND m.ended_by_kind = 'command_line'";
    assert_eq!(world.texts(ended).await, ["Writers"]);
    let ada = tokens(&world, ADA, "app", "openid groups").await;
    assert_eq!(of(&claims_of(&ada.id)), json!({"groups": ["staff"]}));
    // A file that says nothing of a user's groups leaves them.
    apply(&world, "[[users]]\nemail = \"ada@example.com\"\n")
        .await
        .unwrap();
    let again = tokens(&world, ADA, "app", "openid groups").await;
    assert_eq!(of(&claims_of(&again.id)), json!({"groups": ["staff"]}));
    // Each state of the roles is kept, with who made it.
    let states = "SELECT actor_kind FROM role_definitions WHERE client_id = 'app'";
    assert_eq!(world.texts(states).await, ["command_line"]);
}

async fn a_declaration_that_cannot_be_is_refused_with_its_line_and_changes_nothing(world: World) {
    let base = file("");
    for (bad, reason) in [
        (
            "[[roles]]\napp = \"nowhere\"\nname = \"a\"",
            "no client is called nowhere",
        ),
        (
            "[[roles]]\napp = \"app\"\nname = \"a\"\nincludes = [\"b\"]",
            "a includes b, which is no role",
        ),
        (
            "[[roles]]\napp = \"app\"\nname = \"a\"\nincludes = [\"a\"]",
            "include each other",
        ),
        ("[[roles]]\napp = \"app\"\nname = \"a,b\"", "no comma"),
        (
            "[[roles]]\napp = \"app\"\nname = \"a\"\npermissions = [\"a b\"]",
            "the permission",
        ),
        (
            "[[roles]]\napp = \"app\"\nname = \"editor\"",
            "declared twice",
        ),
        (
            "[[roles]]\napp = \"app\"\nname = \"a\"\nincluded = []",
            "did you mean `includes`?",
        ),
        ("[[groups]]\nname = \"STAFF\"", "declared twice"),
        (
            "[[groups]]\nname = \"a\"\ngroups = [\"A\"]",
            "would be in itself",
        ),
        (
            "[[groups]]\nname = \"a\"\ngroups = [\"b\"]\n[[groups]]\nname = \"b\"\ngroups = [\"a\"]",
            "would be in itself",
        ),
        (
            "[[users]]\nemail = \"x@example.com\"\nroles = { nowhere = [\"boss\"] }",
            "no client is called nowhere",
        ),
        (
            "[[users]]\nemail = \"x@example.com\"\ngroups = [\"a,b\"]",
            "no comma",
        ),
        (
            "[[users]]\nemail = \"x@example.com\"\nroles = [\"boss\"]",
            "declared.toml:",
        ),
    ] {
        let refused = apply(&world, &format!("{base}\n{bad}\n"))
            .await
            .unwrap_err();
        assert!(refused.contains(reason), "{bad}: {refused}");
        assert!(refused.starts_with("declared.toml:"), "{refused}");
    }
    for table in ["user_groups", "role_grants", "role_definitions"] {
        let rows = world.texts(&format!("SELECT 'row' FROM {table}")).await;
        assert!(rows.is_empty(), "{table}");
    }
    // A circle with what is in the database.
    apply(&world, &base).await.unwrap();
    let circle = "[[groups]]\nname = \"staff\"\ngroups = [\"writers\"]\n";
    let refused = apply(&world, circle).await.unwrap_err();
    assert!(refused.contains("would be in itself"), "{refused}");
}

async fn only_who_has_a_group_or_a_role_gets_into_an_app(world: World) {
    let extra = "allowed_groups = [\"Staff\"]\nallowed_roles = [\"admin\"]\n";
    apply(&world, &file(extra)).await.unwrap();
    world
        .user("eve@example.com", "nine small boats at noon")
        .await;
    let eve = ("eve@example.com", "nine small boats at noon");
    tokens(&world, ADA, "app", "openid").await;
    tokens(&world, GRACE, "app", "openid").await;
    let answer = asks(&world, eve, "app", "openid").await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
    // Silently, with the session of another app.
    let mut browser = world.signed_in(eve).await;
    let elsewhere = ask_for(&mut browser, "other", "openid").await;
    redeemed(&world, "other", &elsewhere).await;
    let query = authorize_query(&[("client_id", "app"), ("prompt", "none")]);
    let answer = browser.authorize(&query).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
    assert!(answer.parameter("code").is_none());
}

/// A file is applied at the machine's time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_loses_an_app_loses_its_tokens_and_the_app_is_told() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let private = |settings: &mut Settings| settings.outbound.allow_private_addresses = true;
        let world = World::open_now_with(backend, private).await;
        Box::pin(loses(world)).await;
    }
}

async fn loses(world: World) {
    let site = Site::open();
    let extra = format!(
        "allowed_groups = [\"staff\"]\nbackchannel_logout_uri = \"{}\"\n",
        site.at("/logout")
    );
    apply(&world, &file(&extra)).await.unwrap();
    let ada = tokens(&world, ADA, "app", "openid groups offline_access").await;
    let mut browser = world.signed_in(ADA).await;
    let waiting = ask_for(&mut browser, "app", "openid").await;
    let code = waiting.parameter("code").unwrap();
    assert_eq!(introspected(&world, &ada.access).await["active"], true);
    let lost = file(&extra).replace("groups = [\"writers\"]", "groups = []");
    apply(&world, &lost).await.unwrap();
    assert_eq!(world.userinfo(&ada.access).await.0, 401);
    assert_eq!(
        introspected(&world, &ada.access).await,
        json!({"active": false})
    );
    let (status, body) = refreshed(&world, &ada).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, body) = world
        .post("/token", Some(basic("app", SECRET)), &form)
        .await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    // The clock of the world stood still meanwhile.
    world.advance(Lifetime::minutes(5)).await;
    world.deliver_all().await;
    assert!(!site.received("/logout").is_empty(), "the app is told");
    // The session of the user goes on.
    let other = ask_for(&mut browser, "other", "openid").await;
    redeemed(&world, "other", &other).await;
    let ended = "SELECT client_id FROM audit_events WHERE action = 'app.access_ended'";
    assert_eq!(world.texts(ended).await, ["app"]);
}

async fn a_site_and_the_launchpad_follow_groups(world: World) {
    let site = "[[clients]]\nclient_id = \"wiki\"\nclient_name = \"The wiki\"\ngrant_types = [\"authorization_code\"]\nallowed_groups = [\"staff\"]\nforward_auth = { origins = [\"https://wiki.example\"] }\n";
    apply(&world, &[site, &file("")].concat()).await.unwrap();
    let mut ada = world.signed_in(ADA).await;
    assert!(ada.get("/").await.body.contains("The wiki"));
    let mut grace = world.signed_in(GRACE).await;
    assert!(!grace.get("/").await.body.contains("The wiki"));
    // Into the site, and out of it when the group is lost.
    let mut browser = world.browser();
    let away = ask(&mut browser, "wiki.example", "/page", &[]).await;
    let first = ada.get(&away.location.unwrap()).await;
    let back = ada.follow(first).await.location.unwrap();
    let callback = back
        .strip_prefix("https://wiki.example")
        .unwrap()
        .to_owned();
    assert_eq!(
        ask(&mut browser, "wiki.example", &callback, &[])
            .await
            .status,
        302
    );
    assert_eq!(
        ask(&mut browser, "wiki.example", "/page", &[]).await.status,
        200
    );
    let lost = file("").replace("groups = [\"writers\"]", "groups = []");
    apply(&world, &lost).await.unwrap();
    assert_ne!(
        ask(&mut browser, "wiki.example", "/page", &[]).await.status,
        200
    );
    assert!(!ada.get("/").await.body.contains("The wiki"));
}

async fn a_user_in_five_thousand_groups_signs_in(world: World) {
    apply(&world, &file("")).await.unwrap();
    let store = world.provider.store();
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let stamp = Stamp {
        at: now,
        actor: AuditActor {
            kind: "command_line",
            id: None,
        },
        managed: false,
    };
    let mut unit = doorward_storage::Unit::new();
    for number in 0..5000 {
        let group = doorward_storage::Group {
            id: format!("g{number}"),
            name: format!("department {number:04}"),
            description: None,
            managed: false,
            created_at: now,
            version: 1,
        };
        let member = Store::add_group_member(&format!("m{number}"), &group.name, &ada, stamp);
        unit = unit.then(Store::add_group(&group, now)).then(member);
    }
    assert!(store.commit(unit).await.unwrap());
    let ada = tokens(&world, ADA, "app", ALL).await;
    assert!(
        ada.id.len() < 3000 && ada.access.len() < 3000,
        "{}",
        ada.id.len()
    );
    let [id_token, access_token, userinfo, introspection] = everywhere(&world, &ada).await;
    for token in [id_token, access_token] {
        assert_eq!(token.get("groups"), None);
        assert_eq!(token["_claim_names"]["groups"], "userinfo");
        let endpoint = &token["_claim_sources"]["userinfo"]["endpoint"];
        assert_eq!(*endpoint, format!("{}/userinfo", world.provider.issuer()));
    }
    for answer in [userinfo, introspection] {
        assert_eq!(answer["groups"].as_array().unwrap().len(), 5002);
    }
}

async fn groups_that_are_put_into_each_other_at_once_make_no_circle(world: World) {
    apply(
        &world,
        "[[groups]]\nname = \"a\"\n[[groups]]\nname = \"b\"\n",
    )
    .await
    .unwrap();
    let store = world.provider.store();
    let group = async |name: &str| store.group(name).await.unwrap().unwrap().id;
    let (a, b) = (group("a").await, group("b").await);
    let stamp = Stamp {
        at: world.provider.now(),
        actor: AuditActor {
            kind: "command_line",
            id: None,
        },
        managed: false,
    };
    let into = async |id: &str, child: &str, parent: &str| {
        store
            .commit(Store::add_group_inclusion(id, child, parent, stamp))
            .await
            .unwrap()
    };
    let (one, other) = tokio::join!(into("1", &a, "b"), into("2", &b, "a"));
    assert!(one != other, "{one} {other}");
    // Held open by a second connection, the other one waits and then sees it.
    let live = world.texts("SELECT id FROM group_inclusions").await;
    assert_eq!(live.len(), 1);
}

async fn no_client_registers_itself_into_roles(world: World) {
    apply(&world, &file("")).await.unwrap();
    let registered = doorward_protocol::clients::client_metadata::read(
        json!({
            "redirect_uris": [CALLBACK], "scope": "openid groups roles permissions",
            "allowed_groups": ["staff"], "access_claims_in": ["userinfo"],
        })
        .as_object()
        .unwrap(),
        "itself".into(),
        doorward_protocol::clients::client_metadata::Offered {
            response_types: &[doorward_protocol::oauth::response_type::ResponseType::CODE],
            algorithms: &[],
        },
    )
    .unwrap();
    assert_eq!(registered.scope.to_string(), "openid");
    assert!(registered.allowed_groups.is_empty() && registered.access_claims_in.is_empty());
}

async fn whoever_asks_why_is_told_where_everything_comes_from(world: World) {
    apply(&world, &file("allowed_groups = [\"staff\"]\n"))
        .await
        .unwrap();
    let explain = async |who: &str| {
        let user = world.provider.users().find(who).await.unwrap().unwrap();
        let access = world.provider.access();
        let told = access
            .explain(&world.context(), &user, "app")
            .await
            .unwrap();
        serde_json::to_value(told).unwrap()
    };
    let ada = explain(ADA.0).await;
    assert_eq!(ada["allowed"], true, "{ada}");
    assert_eq!(ada["reasons"], json!(["the group staff may use the app"]));
    assert_eq!(ada["groups"], json!({"Writers": [], "staff": ["Writers"]}));
    let expected = json!({
        "editor": ["given to the group Writers by the command line"],
        "guest": ["every user has it"],
    });
    assert_eq!(ada["roles"], expected);
    assert_eq!(ada["permissions"]["notes.write"], json!(["editor"]));
    // It is what a token holds.
    let tokens = tokens(&world, ADA, "app", ALL).await;
    assert_eq!(ada["claims"], of(&claims_of(&tokens.id)));
    let grace = explain(GRACE.0).await;
    assert_eq!(grace["allowed"], false, "{grace}");
    let reason = grace["reasons"][0].as_str().unwrap();
    assert!(
        reason.contains("none of its allowed_groups (staff)"),
        "{reason}"
    );
    assert_eq!(grace["roles"]["editor"], json!(["included by admin"]));
    world.disable(ADA.0).await;
    let ada = explain(ADA.0).await;
    assert!(
        ada["reasons"][0]
            .as_str()
            .unwrap()
            .contains("the user is disabled")
    );
    let user = world.provider.users().find(GRACE.0).await.unwrap().unwrap();
    let access = world.provider.access();
    let refused = access.explain(&world.context(), &user, "nowhere").await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("no client is called nowhere")
    );
}

async fn what_is_named_and_not_declared_is_added_with_a_warning(world: World) {
    let users = "[[users]]\nemail = \"ada@example.com\"\ngroups = [\"makers\"]\nroles = { app = [\"boss\", \"chief\"] }\n";
    let text = [client("app", ""), users.to_owned()].concat();
    apply(&world, &text).await.unwrap();
    let ada = tokens(&world, ADA, "app", "openid groups roles permissions").await;
    let expected = json!({"groups": ["makers"], "roles": ["boss", "chief"], "permissions": []});
    assert_eq!(of(&claims_of(&ada.id)), expected);
    // Declared later, it is the same role.
    let role = "[[roles]]\napp = \"app\"\nname = \"boss\"\npermissions = [\"all\"]\n";
    apply(&world, role).await.unwrap();
    let userinfo = world.userinfo(&ada.access).await.1;
    assert_eq!(userinfo["permissions"], json!(["all"]));
    apply(&world, &text).await.unwrap();
    let userinfo = world.userinfo(&ada.access).await.1;
    assert_eq!(
        userinfo["permissions"],
        json!(["all"]),
        "the definition stays"
    );
}
