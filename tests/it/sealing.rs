//! What is sealed opens at its place alone, and the master key can be changed.

use crate::{
    event_streams::Receiver,
    on_both_wide,
    webhooks::add,
    world::{ADA, Backend, CALLBACK, SECRET, World, basic},
};
use doorward_adapters::keys::{MasterKey, Purpose, SealError};
use doorward_cli::{
    settings::Settings,
    startup::{self, Schema},
};
use doorward_core::{Provider, clients::WantedSecret};
use doorward_protocol::{
    federation::IdentityProviderSecrets,
    keys::sealed,
    secret::Digest,
    time::{Clock, Lifetime, Timestamp},
};
use doorward_storage::{SealedColumn, Store};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;

on_both_wide!(
    a_sealed_value_opens_in_its_own_row_alone,
    every_sealed_column_is_known_to_the_change_of_the_master_key,
    what_a_browser_carries_is_under_no_key_of_the_database,
    the_master_key_is_changed_and_everything_opens,
    an_interrupted_change_of_the_master_key_is_finished_by_the_next,
    nothing_is_stored_under_a_master_key_that_was_replaced,
    a_value_that_does_not_open_stops_the_change_and_is_named
);

const NEW: &str = "the new master key of a test, of 32 characters or more";

fn key_of(text: &SecretString) -> MasterKey {
    MasterKey::from_text(text).unwrap()
}

fn old_key(world: &World) -> MasterKey {
    key_of(world.settings.master_key.as_ref().unwrap())
}

fn new_key() -> MasterKey {
    key_of(&NEW.into())
}

/// Another process over the same database.
async fn process(
    world: &World,
    change: impl FnOnce(&mut Settings),
) -> anyhow::Result<Arc<Provider>> {
    let mut settings = world.settings.clone();
    change(&mut settings);
    let clock: Arc<dyn Clock> = world.clock.clone();
    startup::provider(&settings, Schema::AsItIs, clock).await
}

async fn with_both_keys(world: &World) -> Arc<Provider> {
    process(world, |settings| settings.new_master_key = Some(NEW.into()))
        .await
        .unwrap()
}

/// A table, its sealed column, and the key of its rows.
const COLUMNS: [(&str, &str, &str); 12] = [
    ("signing_keys", "sealed", "kid"),
    ("clients", "sealed_secret", "client_id"),
    ("identity_providers", "sealed_secrets", "id"),
    ("event_streams", "sealed_authorization_header", "stream_id"),
    ("webhooks", "sealed_secrets", "name"),
    ("scim_targets", "sealed_token", "name"),
    ("upstream_sessions", "sealed_id_token", "sid"),
    ("federation_flows", "sealed", "digest"),
    ("outbox_messages", "sealed_payload", "id"),
    ("one_time_tokens", "sealed", "id"),
    ("authenticator_apps", "sealed_secret", "user_id"),
    ("clients", "earlier_sealed_secret", "client_id"),
];

/// Two sealed values in each column.
async fn fill(world: &World) {
    for id in ["one", "two", "three"] {
        let extra =
            json!({"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "client_secret_jwt"});
        let client_id = format!("robot-{id}");
        world.client(&client_id, &json!({}), &extra).await;
        let (clients, ctx) = (world.provider.clients(), world.context());
        let second = clients.add_secret(&ctx, &client_id, WantedSecret::default());
        second.await.unwrap().unwrap();
    }
    for id in ["one", "two"] {
        let provider =
            json!({"id": id, "kind": "oidc", "issuer": "https://up.example", "client_id": "c"});
        let secrets = IdentityProviderSecrets {
            client_secret: Some(format!("the secret at {id}")),
            ..IdentityProviderSecrets::default()
        };
        world.declare_provider(provider, secrets).await;
        let receiver = format!("receiver-{id}");
        let receiver = Receiver::of(world, &receiver, "ssf.manage ssf.read", json!({})).await;
        receiver.stream(Some("http://127.0.0.1:9/push")).await;
        add(world, id, "http://127.0.0.1:9/hook", &["app.deleted"]).await;
        let target = format!(
            "[[scim_targets]]\nname = \"{id}\"\napp = \"notes\"\nurl = \"https://app.example\"\ntoken = \"token-{id}\"\nenabled = false\n"
        );
        doorward_cli::apply_text(&world.provider, id, &target)
            .await
            .unwrap();
        world.signed_in(ADA).await;
    }
    let entropy = world.provider.entropy();
    let key = old_key(world);
    for name in ["app-one@example.com", "app-two@example.com"] {
        world.user(name, "a password of somebody else").await;
        let user_id = world.sub(name).await;
        let secret = key
            .seal(
                entropy,
                Purpose::AuthenticatorApp.at(&[&user_id]),
                b"the key of an app",
            )
            .unwrap();
        world
            .execute(&format!(
                "INSERT INTO authenticator_apps (user_id, sealed_secret, last_step, created_at)
                 VALUES ('{user_id}', '{secret}', 0, 0)"
            ))
            .await;
    }
    for (number, sid) in sessions(world).await.iter().enumerate() {
        let id_token = key
            .seal(entropy, Purpose::UpstreamIdToken.at(&[sid]), b"an id token")
            .unwrap();
        let row = [
            format!("flow-{number}"),
            "login".into(),
            "one".into(),
            "b".into(),
        ];
        let columns: Vec<&str> = row.iter().map(String::as_str).collect();
        let flow = key
            .seal(entropy, Purpose::FederationFlow.at(&columns), b"a flow")
            .unwrap();
        let id = format!("mail-{number}");
        let mail = key
            .seal(entropy, Purpose::Mail.at(&[&id]), b"a mail")
            .unwrap();
        let token = format!("token-{number}");
        let one_time = key
            .seal(
                entropy,
                Purpose::OneTimeToken.at(&[&token]),
                b"what it is for",
            )
            .unwrap();
        world
            .execute(&format!(
                "INSERT INTO upstream_sessions (sid, provider_id, issuer, subject, sealed_id_token)
                 VALUES ('{sid}', 'one', 'i', 's', '{id_token}');
                 INSERT INTO federation_flows (digest, kind, provider_id, browser_digest, sealed,
                 expires_at) VALUES ('{}', 'login', 'one', 'b', '{flow}', {});
                 INSERT INTO outbox_messages (kind, id, target, payload, sealed_payload, attempts,
                 created_at, next_attempt_at, expires_at, leased_until)
                 VALUES ('nobody delivers it', '{id}', 't', '', '{mail}', 0, 0, 0, 0, 0);
                 INSERT INTO one_time_tokens (id, purpose, subject, sealed, tries, mails,
                 created_at, sent_at, expires_at)
                 VALUES ('{token}', 'sign_up', '', '{one_time}', 0, 1, 0, 0, {never})",
                row[0],
                i64::MAX,
                never = i64::MAX
            ))
            .await;
    }
}

async fn sessions(world: &World) -> Vec<String> {
    world
        .texts("SELECT sid FROM sso_sessions ORDER BY sid")
        .await
}

/// Every sealed value of the database.
async fn values(world: &World) -> Vec<String> {
    let mut found = world.texts("SELECT sealed_root FROM master_key").await;
    for (table, column, _) in COLUMNS {
        let sql = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
        let of_table = world.texts(&sql).await;
        assert!(of_table.len() >= 2, "{table}");
        found.extend(of_table);
    }
    found
}

/// Every column, with what its values are sealed for.
const PURPOSES: [(SealedColumn, Purpose); 11] = [
    (SealedColumn::SigningKeys, Purpose::SigningKey),
    (SealedColumn::Clients, Purpose::ClientSecret),
    (
        SealedColumn::IdentityProviders,
        Purpose::IdentityProviderSecrets,
    ),
    (SealedColumn::EventStreams, Purpose::EventStreamHeader),
    (SealedColumn::Webhooks, Purpose::WebhookSecrets),
    (SealedColumn::UpstreamSessions, Purpose::UpstreamIdToken),
    (SealedColumn::FederationFlows, Purpose::FederationFlow),
    (SealedColumn::OutboxMessages, Purpose::Mail),
    (SealedColumn::OneTimeTokens, Purpose::OneTimeToken),
    (SealedColumn::AuthenticatorApps, Purpose::AuthenticatorApp),
    (
        SealedColumn::EarlierClientSecrets,
        Purpose::EarlierClientSecret,
    ),
];

async fn a_sealed_value_opens_in_its_own_row_alone(world: World) {
    fill(&world).await;
    let (key, store) = (old_key(&world), world.provider.store());
    for (column, purpose) in PURPOSES {
        let values = store.values_of_other_keys(column, "no such key", 100).await;
        let values = values.unwrap();
        assert!(values.len() >= 2, "{column:?}");
        for (at, here) in values.iter().enumerate() {
            let row: Vec<&str> = here.row.iter().map(String::as_str).collect();
            for (from, value) in values.iter().enumerate() {
                let opened = key.open(purpose.at(&row), &value.sealed);
                assert_eq!(opened.is_ok(), from == at, "{column:?}: {opened:?}");
            }
        }
    }
    // What every server needs is named by its readiness, and is well again when it is put back.
    let bump = "UPDATE configuration_version SET version = version + 1";
    for (table, column, key) in [COLUMNS[0], COLUMNS[2]] {
        let select = |what: &str| format!("SELECT {what} FROM {table} ORDER BY {key} LIMIT 2");
        let rows = world.texts(&select(key)).await;
        let values = world.texts(&select(column)).await;
        let write = |one: usize, two: usize| {
            format!(
                "UPDATE {table} SET {column} = '{}' WHERE {key} = '{}';
                 UPDATE {table} SET {column} = '{}' WHERE {key} = '{}'; {bump}",
                values[one], rows[0], values[two], rows[1]
            )
        };
        let (swap, back) = (write(1, 0), write(0, 1));
        world.execute(&swap).await;
        world.expire_versions();
        let (status, text) = world.readiness().await;
        let named = if table == "signing_keys" {
            "a signing key cannot be opened with the master key"
        } else {
            "clients, identity providers or keys cannot be loaded"
        };
        assert!(status == 503 && text.contains(named), "{text}");
        world.execute(&back).await;
        world.expire_versions();
        assert_eq!(world.readiness().await, (200, "ready\n".into()), "{table}");
    }
}

async fn every_sealed_column_is_known_to_the_change_of_the_master_key(world: World) {
    let columns = match world.backend() {
        Backend::Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name LIKE '%sealed%' ORDER BY 1"
        }
        Backend::Postgres => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = 'public' AND column_name LIKE '%sealed%' ORDER BY 1"
        }
    };
    let mut known: Vec<String> = COLUMNS
        .iter()
        .map(|(table, column, _)| format!("{table}.{column}"))
        .chain(["master_key.sealed_root".to_owned()])
        .collect();
    known.sort();
    assert_eq!(world.texts(columns).await, known);
    assert_eq!(
        SealedColumn::DURABLE.len() + SealedColumn::TRANSIENT.len(),
        COLUMNS.len()
    );
}

async fn what_a_browser_carries_is_under_no_key_of_the_database(world: World) {
    fill(&world).await;
    // Whatever purpose a value of the database is tried under, it opens under its own alone.
    let key = old_key(&world);
    let place = ["https://site.example"];
    for value in values(&world).await {
        let opened = key.open(Purpose::ForwardAuthState.at(&place), &value);
        assert_eq!(opened, Err(SealError::Altered));
        assert!(!value.contains("the secret at") && !value.contains(SECRET));
    }
}

async fn the_master_key_is_changed_and_everything_opens(world: World) {
    fill(&world).await;
    let mut browser = world.signed_in(ADA).await;
    let before = values(&world).await;
    // A login of which the state travelled sealed, and which was used: it stays used.
    let used = Digest::of(b"used");
    let store = world.provider.store();
    let use_it =
        || Store::use_sealed_federation_flow(&used, world.provider.now().plus(Lifetime::hours(1)));
    assert!(store.commit(use_it()).await.unwrap());
    let both = with_both_keys(&world).await;
    let cookie_key = *both.cookie_key();
    let done = both.master_key().rotate(&world.context()).await.unwrap();
    assert!(
        !done.was_changed && done.resealed == before.len(),
        "{done:?}"
    );
    assert!(!store.commit(use_it()).await.unwrap());
    world
        .execute("DELETE FROM federation_flows WHERE kind = 'used'")
        .await;
    let after = values(&world).await;
    assert_eq!(after.len(), before.len());
    for value in &after {
        assert_eq!(sealed::key_id_of(value), Some(new_key().id()));
        assert!(!before.contains(value));
    }
    // A server that has the old key alone says so, and does nothing.
    world.expire_versions();
    let (status, text) = world.readiness().await;
    assert_eq!(
        (status, text.as_str()),
        (
            503,
            "not ready: the master key is not the one that sealed this database\n"
        )
    );
    let form = [("grant_type", "client_credentials")];
    let (status, _) = world
        .post("/token", Some(basic("notes", SECRET)), &form)
        .await;
    assert_eq!(status, 503);
    // It does not start again either.
    let error = process(&world, |_| {}).await.err().unwrap().to_string();
    assert!(
        error.contains("not the one that sealed this database"),
        "{error}"
    );
    // One that has both goes on and seals with the new key, and one with the new key alone starts.
    for change in [
        (|settings: &mut Settings| settings.new_master_key = Some(NEW.into())) as fn(&mut Settings),
        |settings: &mut Settings| settings.master_key = Some(NEW.into()),
    ] {
        let provider = process(&world, change).await.unwrap();
        provider.configuration().await.unwrap();
        assert!(provider.readiness().await.problems.is_empty());
        assert_eq!(
            *provider.cookie_key(),
            cookie_key,
            "browsers stay signed in"
        );
        provider
            .clients()
            .new_secret(&world.context(), "robot-one")
            .await
            .unwrap();
    }
    both.configuration().await.unwrap();
    for value in values(&world).await {
        assert_eq!(sealed::key_id_of(&value), Some(new_key().id()));
    }
    // The session of the browser lives on at a server with the new key.
    let next = world
        .another_node_with(|settings| settings.master_key = Some(NEW.into()))
        .await;
    let account = format!("http://{}/account", next.settings.listen);
    assert_eq!(browser.get(&account).await.status, 200);
}

async fn an_interrupted_change_of_the_master_key_is_finished_by_the_next(world: World) {
    fill(&world).await;
    let left = values(&world).await.len();
    let both = with_both_keys(&world).await;
    both.master_key().rotate(&world.context()).await.unwrap();
    // As if it had been killed before it came to this session.
    let sid = sessions(&world).await.remove(0);
    let place = [sid.as_str()];
    let place = Purpose::UpstreamIdToken.at(&place);
    let value = old_key(&world)
        .seal(world.provider.entropy(), place, b"an id token")
        .unwrap();
    world
        .execute(&format!(
            "UPDATE upstream_sessions SET sealed_id_token = '{value}' WHERE sid = '{sid}'"
        ))
        .await;
    let done = both.master_key().rotate(&world.context()).await.unwrap();
    assert!(done.was_changed && done.resealed == 1, "{done:?}");
    assert_eq!(values(&world).await.len(), left);
    let token = world
        .texts(&format!(
            "SELECT sealed_id_token FROM upstream_sessions WHERE sid = '{sid}'"
        ))
        .await;
    assert_eq!(new_key().open(place, &token[0]).unwrap(), b"an id token");
    // A third time there is nothing to do, and with the new key alone there is no new one.
    let again = both.master_key().rotate(&world.context()).await.unwrap();
    assert!(again.was_changed && again.resealed == 0);
    let only_new = process(&world, |settings| settings.master_key = Some(NEW.into()));
    let only_new = only_new.await.unwrap();
    let error = only_new
        .master_key()
        .rotate(&world.context())
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("DOORWARD_NEW_MASTER_KEY"),
        "{error}"
    );
}

/// A process that read the database before the change, and writes after it.
async fn nothing_is_stored_under_a_master_key_that_was_replaced(world: World) {
    fill(&world).await;
    let store = world.provider.store();
    let mut client = None;
    for registered in store.clients().await.unwrap() {
        if registered.client.client_id == "robot-one" {
            client = Some(registered);
        }
    }
    let (client, stale) = (client.unwrap(), store.signing_keys().await.unwrap());
    let provider = store.identity_providers().await.unwrap().remove(0);
    let stream = store.event_streams().await.unwrap().remove(0).0;
    let both = with_both_keys(&world).await;
    both.master_key().rotate(&world.context()).await.unwrap();
    let now = world.provider.now();
    let mut key = stale[0].clone();
    (key.kid, key.generation) = ("late".into(), key.generation + 1);
    for (what, unit) in [
        (
            "signing key",
            Store::publish_signing_key(&key, Timestamp(i64::MAX)),
        ),
        ("client", Store::change_client(&client, now)),
        ("provider", Store::put_identity_provider(&provider, now)),
        ("stream", Store::change_event_stream(&stream, now)),
    ] {
        let error = store.commit(unit).await.expect_err(what).to_string();
        assert!(
            error.contains("master key of this database was changed"),
            "{error}"
        );
    }
    for value in values(&world).await {
        assert_eq!(sealed::key_id_of(&value), Some(new_key().id()));
    }
}

async fn a_value_that_does_not_open_stops_the_change_and_is_named(world: World) {
    fill(&world).await;
    world
        .execute("UPDATE clients SET sealed_secret = 'v2.0123456789abcdef.AAAA' WHERE client_id = 'robot-two'")
        .await;
    let before = values(&world).await;
    let both = with_both_keys(&world).await;
    let error = both
        .master_key()
        .rotate(&world.context())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("clients.sealed_secret of robot-two"),
        "{error}"
    );
    assert_eq!(values(&world).await, before, "nothing was changed");
    assert_eq!(world.readiness().await.0, 200);
}

/// On PostgreSQL, another connection stores a value while the master key changes: the change waits
/// for it, and seals it too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_is_stored_at_the_same_time_is_sealed_again_too() {
    let world = World::open_wide(Backend::Postgres).await;
    fill(&world).await;
    let mut other = world.other_transaction().await;
    let place = Purpose::ClientSecret.at(&["robot-one"]);
    let value = old_key(&world)
        .seal(world.provider.entropy(), place, b"a secret that came late")
        .unwrap();
    for sql in [
        "SELECT 1 FROM master_key WHERE id = 1 FOR SHARE".to_owned(),
        format!("UPDATE clients SET sealed_secret = '{value}' WHERE client_id = 'robot-one'"),
    ] {
        other.run(&sql).await;
    }
    let (both, context) = (with_both_keys(&world).await, world.context());
    let change = tokio::spawn(async move { both.master_key().rotate(&context).await });
    other.blocks(1).await;
    other.commit().await;
    change.await.unwrap().unwrap();
    let stored = world
        .texts("SELECT sealed_secret FROM clients WHERE client_id = 'robot-one'")
        .await;
    assert_eq!(
        new_key().open(place, &stored[0]).unwrap(),
        b"a secret that came late"
    );
}
