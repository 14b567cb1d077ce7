//! What is made once is made once, however many ask for it at the same moment, from several nodes.

use crate::{
    on_both,
    world::{Backend, CALLBACK, World, basic, unopened},
};
use doorward_cli::startup::{self, Schema, SystemClock};
use doorward_core::{Error, clients, keys::Activation, users};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    oidc::claims::StandardClaims,
    secret::Secret,
    time::{Clock, Lifetime},
};
use doorward_storage::{PoolSize, Store};
use futures_util::future::join_all;
use secrecy::ExposeSecret;
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

on_both!(
    of_clients_with_one_identifier_one_is_added,
    of_users_with_one_address_or_name_one_is_added,
    of_secrets_that_are_made_at_once_one_counts_and_is_the_only_one_told,
    a_change_that_is_based_on_an_older_one_is_refused,
    of_nodes_that_rotate_what_is_due_one_publishes,
    a_first_key_is_added_once,
    nodes_that_apply_one_file_together_all_succeed
);

/// How many ask at once.
const AT_ONCE: usize = 8;

async fn four_nodes(world: &World) -> Vec<World> {
    join_all((0..3).map(|_| world.another_node())).await
}

fn node<'a>(world: &'a World, others: &'a [World], n: usize) -> &'a World {
    others.get(n % 4).unwrap_or(world)
}

async fn of_clients_with_one_identifier_one_is_added(world: World) {
    let others = four_nodes(&world).await;
    for round in 0..10 {
        let client_id = format!("app-{round}");
        let added = join_all((0..AT_ONCE).map(async |n| {
            let node = node(&world, &others, n);
            let secret = Secret::generate(node.provider.entropy())
                .reveal()
                .to_owned();
            let declaration = clients::Declaration {
                client: serde_json::from_value(json!({
                    "client_id": client_id, "redirect_uris": [CALLBACK],
                    "grant_types": ["client_credentials"], "scope": "x",
                }))
                .unwrap(),
                client_secret: Some(secret.clone()),
                client_secret_hash: None,
                client_secrets: Vec::new(),
            };
            let clients = node.provider.clients();
            (clients.add(&node.context(), declaration).await, secret)
        }))
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = added.into_iter().partition(|(added, _)| added.is_ok());
        assert_eq!((won.len(), lost.len()), (1, AT_ONCE - 1));
        for (refused, _) in &lost {
            assert!(matches!(refused, Err(Error::Input(text)) if text.contains("exists already")),);
        }
        world.expire_versions();
        let form = [("grant_type", "client_credentials")];
        for (secret, status) in [(&won[0].1, 200), (&lost[0].1, 401)] {
            let answer = world
                .post("/token", Some(basic(&client_id, secret)), &form)
                .await;
            assert_eq!(answer.0, status, "{}", answer.1);
        }
    }
}

async fn of_users_with_one_address_or_name_one_is_added(world: World) {
    let others = four_nodes(&world).await;
    for round in 0..5 {
        let declaration = |n: usize| users::Declaration {
            // Half of them want one address, the others one user name.
            email: match n % 2 {
                0 => format!("same-{round}@example.com"),
                _ => format!("other-{round}-{n}@example.com"),
            },
            username: (n % 2 == 1).then(|| format!("same-{round}")),
            password: Some(format!("the password of number {n}, long enough").into()),
            claims: StandardClaims::default(),
        };
        let added = join_all((0..AT_ONCE).map(|n| {
            let node = node(&world, &others, n);
            async move {
                let ctx = node.context();
                node.provider.users().add_new(&ctx, declaration(n)).await
            }
        }))
        .await;
        for parity in 0..2 {
            let of_kind = added.iter().enumerate().filter(|(n, _)| n % 2 == parity);
            let (won, lost): (Vec<_>, Vec<_>) = of_kind.partition(|(_, added)| added.is_ok());
            assert_eq!((won.len(), lost.len()), (1, AT_ONCE / 2 - 1));
            for (_, refused) in lost {
                assert!(
                    matches!(refused, Err(Error::Input(text)) if text.contains("exists already")),
                );
            }
        }
    }
}

async fn of_secrets_that_are_made_at_once_one_counts_and_is_the_only_one_told(world: World) {
    let others = four_nodes(&world).await;
    let made = join_all((0..AT_ONCE).map(|n| {
        let node = node(&world, &others, n);
        async move {
            let ctx = node.context();
            node.provider.clients().new_secret(&ctx, "photos").await
        }
    }))
    .await;
    let told: Vec<Secret> = made.into_iter().filter_map(Result::ok).collect();
    world.expire_versions();
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", "notes:read"),
    ];
    let mut accepted = 0;
    for secret in &told {
        let authorization = Some(basic("photos", secret.reveal()));
        accepted += usize::from(world.post("/token", authorization, &form).await.0 == 200);
    }
    // Those that came one after the other were told one each, and the last of them counts.
    assert!(
        !told.is_empty() && accepted == 1,
        "{} {accepted}",
        told.len()
    );
}

async fn a_change_that_is_based_on_an_older_one_is_refused(world: World) {
    let store = world.provider.store();
    let read = store.client("photos").await.unwrap().unwrap();
    let clients = world.provider.clients();
    clients
        .set_disabled(&world.context(), "photos", true)
        .await
        .unwrap();
    // What was read before would switch it on again.
    let change = Store::change_client(&read, world.provider.now());
    assert!(!store.commit(change).await.unwrap());
    let now = store.client("photos").await.unwrap().unwrap();
    assert!(now.disabled && now.version > read.version);
}

async fn of_nodes_that_rotate_what_is_due_one_publishes(world: World) {
    let others = four_nodes(&world).await;
    let algorithms = world.provider.settings().algorithms.len();
    world.advance(Lifetime::days(4000)).await;
    for other in &others {
        other.advance(Lifetime::days(4000)).await;
    }
    let before = world.provider.signing_keys().list().await.unwrap().len();
    let rotated = join_all((0..AT_ONCE).map(|n| {
        let node = node(&world, &others, n);
        async move {
            let ctx = node.context();
            node.provider.signing_keys().rotate_due(&ctx).await
        }
    }))
    .await;
    assert!(rotated.iter().all(Result::is_ok));
    let after = world.provider.signing_keys().list().await.unwrap().len();
    assert_eq!(after - before, algorithms);
}

async fn a_first_key_is_added_once(world: World) {
    let others = four_nodes(&world).await;
    let missing = SigningAlgorithm::ALL
        .iter()
        .find(|algorithm| !world.provider.settings().algorithms.contains(algorithm));
    let added = |algorithm: SigningAlgorithm| {
        let (world, others) = (&world, &others);
        async move {
            let adding = (0..AT_ONCE).map(|n| {
                let node = node(world, others, n);
                async move {
                    let ctx = node.context();
                    node.provider
                        .signing_keys()
                        .publish_first(&ctx, algorithm)
                        .await
                }
            });
            join_all(adding)
                .await
                .iter()
                .filter(|key| key.is_ok())
                .count()
        }
    };
    if let Some(algorithm) = missing {
        assert_eq!(added(*algorithm).await, 1);
    }
    let present = world.provider.settings().algorithms[0];
    assert_eq!(added(present).await, 0, "it has a key");
    let keys = world.provider.signing_keys();
    let ctx = world.context();
    let rotated = keys.publish(&ctx, present, Activation::AtOnce).await;
    assert!(rotated.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_place_and_the_last_use_of_a_token_go_to_one() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        Box::pin(registrations_at_once(backend)).await;
    }
}

async fn registrations_at_once(backend: Backend) {
    let full = World::open_with(backend, |settings| {
        settings.registration.mode = "initial_access_token".into();
        settings.registration.maximum = 3;
    })
    .await;
    let other = full.another_node().await;
    let token = async |uses| {
        let (ctx, registration) = (full.context(), full.provider.registration());
        let made = registration.new_initial_access_token(&ctx, uses, Lifetime::days(1));
        made.await.unwrap().0
    };
    let register = async |token: &Secret| {
        let body = json!({"redirect_uris": [CALLBACK]}).to_string();
        let answers = join_all((0..AT_ONCE).map(|n| {
            let node = if n % 2 == 0 { &full } else { &other };
            let body = body.clone();
            async move {
                let ctx = node.context();
                let registration = node.provider.registration();
                registration
                    .register(&ctx, Some(token), body.as_bytes())
                    .await
            }
        }))
        .await;
        answers.iter().filter(|answer| answer.is_ok()).count()
    };
    let (once, often) = (token(1).await, token(100).await);
    assert_eq!(register(&once).await, 1, "the token is good for one");
    assert_eq!(register(&often).await, 2, "there are two places left");
    assert_eq!(full.provider.store().registered_clients().await.unwrap(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn first_nodes_migrate_once_and_make_each_key_once() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        for _ in 0..3 {
            let (_database, mut settings) = unopened(backend).await;
            let folder = std::env::temp_dir().join(format!(
                "doorward-first-{}",
                Secret::generate(&startup::SystemEntropy).reveal()
            ));
            settings.master_key = None;
            settings.master_key_file = Some(folder.join("master.key"));
            settings.master_key_create = true;
            let nodes = join_all((0..4).map(|_| {
                let settings = settings.clone();
                tokio::spawn(async move {
                    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
                    startup::provider(&settings, Schema::Migrate, clock).await
                })
            }))
            .await;
            let mut seen = BTreeSet::new();
            for node in nodes {
                let provider = node.unwrap().unwrap();
                let keys = provider.signing_keys().list().await.unwrap();
                let kids: Vec<String> = keys.iter().map(|key| key.kid.clone()).collect();
                assert_eq!(kids.len(), settings.keys.algorithms.len(), "{kids:?}");
                // Each node can sign with what was made.
                provider.configuration().await.unwrap();
                seen.insert(kids);
            }
            assert_eq!(seen.len(), 1);
            let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
            assert_eq!(left.len(), 1, "{left:?}");
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn migrations_at_once_take_turns() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        for _ in 0..5 {
            let (_database, settings) = unopened(backend).await;
            let migrated = join_all((0..8).map(|_| {
                let url = settings.database.url.expose_secret().to_owned();
                tokio::spawn(async move {
                    Store::open_and_migrate(&url, PoolSize::default(), Arc::new(SystemClock))
                        .await
                        .map(|_| ())
                })
            }))
            .await;
            for result in migrated {
                result.unwrap().unwrap();
            }
        }
    }
}

async fn nodes_that_apply_one_file_together_all_succeed(world: World) {
    let others = four_nodes(&world).await;
    for round in 0..3 {
        let file = format!(
            r#"
            [[clients]]
            client_id = "declared"
            client_secret = "a secret of a declared app, long enough"
            redirect_uris = ["https://declared.example/{round}"]

            [[users]]
            email = "declared-{round}@example.com"
            password = "a password that a file declares"

            [[providers]]
            id = "declared"
            kind = "oidc"
            name = "Round {round}"
            issuer = "https://upstream.example"
            client_id = "doorward"
            client_secret = "a secret of the provider"
            "#
        );
        let applied = join_all((0..AT_ONCE).map(|n| {
            let (node, file) = (node(&world, &others, n), file.as_str());
            async move { doorward_cli::apply_text(&node.provider, "declared.toml", file).await }
        }));
        for applied in applied.await {
            applied.unwrap();
        }
        let email = format!("declared-{round}@example.com");
        let found = world.texts("SELECT email FROM users").await;
        assert_eq!(found.iter().filter(|found| **found == email).count(), 1);
    }
    let applied = "SELECT action FROM audit_events WHERE action = 'client.applied'";
    assert_eq!(world.texts(applied).await.len(), 3);
}
