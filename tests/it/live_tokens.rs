//! Access tokens that a process keeps in memory: whatever ends one, or changes what is said of its user,
//! holds at every node once whoever did it is told.

use crate::{
    on_both,
    world::{ADA, Backend, Browser, SECRET, Tokens, World, basic},
};
use doorward_core::users::Declaration;
use doorward_protocol::{
    oidc::claims::StandardClaims, sessions::sso_session::EndReason, time::Lifetime,
};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

on_both!(
    what_ends_a_token_ends_it_at_every_node,
    what_changes_a_user_is_told_by_every_node,
    a_token_of_a_client_ends_with_its_revocation_and_its_client,
    a_token_in_memory_expires,
);

/// How a token is ended, at one node.
#[derive(Clone, Copy, Debug)]
enum TokenEnd {
    SignOut,
    SignOutEverywhere,
    NewPassword,
    UserDisabled,
    RefreshTokenRevoked,
    AccessTokenRevoked,
    ConsentWithdrawn,
    UserDeleted,
}

/// In this order: the last one leaves nobody.
const TOKEN_ENDS: [TokenEnd; 8] = [
    TokenEnd::SignOut,
    TokenEnd::SignOutEverywhere,
    TokenEnd::NewPassword,
    TokenEnd::UserDisabled,
    TokenEnd::RefreshTokenRevoked,
    TokenEnd::AccessTokenRevoked,
    TokenEnd::ConsentWithdrawn,
    TokenEnd::UserDeleted,
];

fn declared(password: &str, name: Option<&str>) -> Declaration {
    Declaration {
        email: ADA.0.to_owned(),
        username: Some("ada".to_owned()),
        password: Some(password.into()),
        claims: StandardClaims {
            name: name.map(str::to_owned),
            ..StandardClaims::default()
        },
    }
}

impl TokenEnd {
    async fn carry_out(self, world: &World, browser: &mut Browser, tokens: &Tokens) {
        let (ctx, users) = (world.context(), world.provider.users());
        let sub = world.sub(ADA.0).await;
        match self {
            Self::SignOut => {
                let page = browser.get("/end_session").await;
                browser.submit(&page, &[]).await;
            }
            Self::SignOutEverywhere => {
                let (sessions, reason) = (world.provider.sessions(), EndReason::Administrator);
                sessions.end_all(&ctx, &sub, None, reason).await.unwrap();
            }
            Self::NewPassword => {
                let other = declared("another password of hers", None);
                users.put(&ctx, other, None).await.unwrap();
            }
            Self::UserDisabled => world.disable(ADA.0).await,
            Self::RefreshTokenRevoked => assert_eq!(world.revoke(&tokens.refresh).await, 200),
            Self::AccessTokenRevoked => assert_eq!(world.revoke(&tokens.access).await, 200),
            Self::ConsentWithdrawn => {
                let page = browser.get("/account").await;
                let form = [("client_id", "notes")];
                let answer = browser.submit_at(&page, "/account/apps", &form).await;
                assert_eq!(answer.status, 303, "{}", answer.body);
            }
            Self::UserDeleted => {
                let user = users.get(&sub).await.unwrap().unwrap();
                users.delete(&ctx, &user).await.unwrap();
            }
        }
    }

    /// What the next sign-in needs.
    async fn undo(self, world: &World) {
        let (ctx, users) = (world.context(), world.provider.users());
        match self {
            Self::NewPassword => {
                users.put(&ctx, declared(ADA.1, None), None).await.unwrap();
            }
            Self::UserDisabled => {
                let sub = world.sub(ADA.0).await;
                let user = users.get(&sub).await.unwrap().unwrap();
                users.set_disabled(&ctx, &user, false).await.unwrap();
            }
            _ => {}
        }
    }
}

async fn what_ends_a_token_ends_it_at_every_node(world: World) {
    let other = world.another_node().await;
    for end in TOKEN_ENDS {
        let mut browser = world.signed_in(ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;
        for node in [&world, &other] {
            for _ in 0..2 {
                assert_eq!(node.userinfo(&tokens.access).await.0, 200, "{end:?}");
                assert!(node.is_active(&tokens.access).await, "{end:?}");
            }
        }
        end.carry_out(&world, &mut browser, &tokens).await;
        for node in [&other, &world] {
            assert_eq!(node.userinfo(&tokens.access).await.0, 401, "{end:?}");
            assert!(!node.is_active(&tokens.access).await, "{end:?}");
        }
        end.undo(&world).await;
    }
}

async fn what_changes_a_user_is_told_by_every_node(world: World) {
    let other = world.another_node().await;
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[("scope", "openid profile")]);
    let access = tokens.await.access;
    for name in ["Ada King", "Augusta Ada King", "Ada Lovelace"] {
        for node in [&world, &other] {
            assert_eq!(node.userinfo(&access).await.0, 200);
        }
        let declared = Declaration {
            password: None,
            ..declared("", Some(name))
        };
        let users = world.provider.users();
        users.put(&world.context(), declared, None).await.unwrap();
        for node in [&other, &world] {
            assert_eq!(node.userinfo(&access).await.1["name"], json!(name));
        }
    }
}

async fn a_token_of_a_client_ends_with_its_revocation_and_its_client(world: World) {
    let other = world.another_node().await;
    let machine =
        json!({"grant_types": ["client_credentials"], "scope": "notes:read", "redirect_uris": []});
    world.client("machine", &machine, &json!({})).await;
    let own = || Some(basic("machine", SECRET));
    let new_token = async || {
        let form = [("grant_type", "client_credentials")];
        let (status, said) = world.post("/token", own(), &form).await;
        assert_eq!(status, 200, "{said}");
        said["access_token"].as_str().unwrap().to_owned()
    };
    let is_active = async |node: &World, token: &str| {
        let (_, said) = node.post("/introspect", own(), &[("token", token)]).await;
        said["active"] == json!(true)
    };
    let (first, second) = (new_token().await, new_token().await);
    for node in [&world, &other] {
        assert!(is_active(node, &first).await && is_active(node, &second).await);
    }
    let form = [("token", first.as_str())];
    assert_eq!(world.post("/revoke", own(), &form).await.0, 200);
    for node in [&other, &world] {
        assert!(!is_active(node, &first).await);
        assert!(is_active(node, &second).await, "another token goes on");
    }
    let (clients, ctx) = (world.provider.clients(), world.context());
    clients.set_disabled(&ctx, "machine", true).await.unwrap();
    world.provider.wait_until_configuration_is_seen().await;
    let notes = Some(basic("notes", SECRET));
    for node in [&other, &world] {
        let form = [("token", second.as_str())];
        let (_, said) = node.post("/introspect", notes.clone(), &form).await;
        assert_eq!(said, json!({"active": false}));
    }
}

async fn a_token_in_memory_expires(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let access = world.tokens(&mut browser, &[]).await.access;
    assert_eq!(world.userinfo(&access).await.0, 200);
    let (_, said) = world.userinfo(&access).await;
    assert!(said["sub"].is_string());
    world.advance(Lifetime::days(1)).await;
    assert_eq!(world.userinfo(&access).await.0, 401);
    assert!(!world.is_active(&access).await);
}

/// A change that is not committed yet ends nothing, and from its commit on it does, also where the token
/// was read while the change was under way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_counts_from_its_commit_on() {
    let world = World::open(Backend::Postgres).await;
    let mut browser = world.signed_in(ADA).await;
    let access = world.tokens(&mut browser, &[]).await.access;
    let mut second = PgConnection::connect(&world.database_url()).await.unwrap();
    let change = "BEGIN; UPDATE users SET disabled_at = 1 WHERE email = 'ada@example.com';
         UPDATE access_changes SET token_changes = token_changes + 1 WHERE counter = 7";
    sqlx::raw_sql(AssertSqlSafe(change.to_owned()))
        .execute(&mut second)
        .await
        .unwrap();
    for _ in 0..3 {
        world.expire_versions();
        assert_eq!(world.userinfo(&access).await.0, 200);
    }
    sqlx::raw_sql("COMMIT").execute(&mut second).await.unwrap();
    world.expire_versions();
    assert_eq!(world.userinfo(&access).await.0, 401);
}
