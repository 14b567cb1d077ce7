//! `doorward keys rotate-master` as an operator runs it: while servers work, in the wrong way, and
//! interrupted.

use crate::{
    command_line::{Folder, output_of},
    world::{ADA, Backend, World, basic, claims_of, eventually},
};
use doorward_adapters::keys::{MasterKey, Purpose};
use doorward_protocol::keys::sealed;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

const NEW: &str = "the new master key of an operator, of 32 characters or more";

fn old(world: &World) -> &SecretString {
    world.settings.master_key.as_ref().unwrap()
}

fn id_of(text: &SecretString) -> String {
    MasterKey::from_text(text).unwrap().id().to_owned()
}

/// A server that has both keys.
async fn server(backend: Backend) -> World {
    World::open_now_with(backend, |settings| {
        settings.new_master_key = Some(NEW.into());
    })
    .await
}

/// The command, with or without a new key beside the present one.
fn rotate_master(folder: &Folder, world: &World, new: Option<&str>) -> Command {
    let mut command = folder.command_over(world, &["keys", "rotate-master", "--json"]);
    if let Some(new) = new {
        command.env("DOORWARD_NEW_MASTER_KEY", new);
    }
    command
}

fn run(mut command: Command) -> Value {
    let (ok, out, err) = output_of(&mut command);
    assert!(ok, "{err}");
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}"))
}

/// The identifiers of the master keys that seal what is stored.
async fn sealing_keys(world: &World) -> Vec<String> {
    let mut ids: Vec<String> = world
        .texts(
            "SELECT sealed FROM signing_keys UNION ALL SELECT sealed_root FROM master_key
             UNION ALL SELECT sealed_secret FROM clients WHERE sealed_secret IS NOT NULL
             UNION ALL SELECT sealed FROM federation_flows",
        )
        .await
        .iter()
        .map(|value| sealed::key_id_of(value).unwrap().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// A client whose secret is sealed, since it must be read again.
async fn add_client_with_sealed_secret(world: &World) {
    let metadata = json!({
        "token_endpoint_auth_method": "client_secret_jwt", "grant_types": ["client_credentials"],
    });
    world.client("robot", &metadata, &json!({})).await;
}

/// Logins at an identity provider that are under way.
async fn add_flows(world: &World, count: usize) {
    let key = MasterKey::from_text(old(world)).unwrap();
    for number in 0..count {
        let digest = format!("flow-{number}");
        let place = [digest.as_str(), "login", "up", "b"];
        let place = Purpose::FederationFlow.at(&place);
        let flow = key.seal(world.provider.entropy(), place, b"a login");
        world
            .execute(&format!(
                "INSERT INTO federation_flows (digest, kind, provider_id, browser_digest, sealed,
                 expires_at) VALUES ('{digest}', 'login', 'up', 'b', '{}', {})",
                flow.unwrap(),
                i64::MAX
            ))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_goes_on_while_and_after_the_command_changes_the_master_key() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (world, folder) = (server(backend).await, Folder::new("rotate-master"));
        let with_old_key_alone = world.another_node_with(|_| {}).await;
        add_client_with_sealed_secret(&world).await;
        add_flows(&world, 2).await;
        let mut browser = world.signed_in(ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;

        let done = run(rotate_master(&folder, &world, Some(NEW)));
        assert_eq!(
            (&done["was_changed"], &done["master_key"]),
            (&json!(false), &json!(id_of(&NEW.into())))
        );
        assert!(done["resealed"].as_i64().unwrap() >= 4, "{done}");
        assert_eq!(sealing_keys(&world).await, [id_of(&NEW.into())]);

        // The server that was running has both keys and goes on; so does one that is started with
        // the new one alone.
        world.expire_versions();
        let restarted = world
            .another_node_with(|settings| settings.master_key = Some(NEW.into()))
            .await;
        let mut refresh_token = tokens.refresh;
        for server in [&world, &restarted] {
            assert_eq!(server.readiness().await, (200, "ready\n".into()));
            let (status, next) = server.refresh(&refresh_token).await;
            assert_eq!(status, 200, "{next}");
            next["refresh_token"]
                .as_str()
                .unwrap()
                .clone_into(&mut refresh_token);
            let url = server.here("");
            browser.issuer.clone_from(&url);
            assert_eq!(browser.get("/account").await.status, 200, "still signed in");
            let silent = browser.authorize(&silent_query()).await;
            assert!(silent.parameter("code").is_some(), "{:?}", silent.location);
            let mut other = crate::world::Browser::at(&url);
            let page = other.get("/sign-in").await;
            let fields = [("username", ADA.0), ("password", ADA.1)];
            assert_eq!(other.submit(&page, &fields).await.status, 303, "a sign-in");
        }
        // A new signing key is sealed with the new master key, by the command and by a server, and
        // signs.
        let mut command = folder.command_over(&world, &["keys", "rotate", "--now", "--json"]);
        let published = run({
            command.env("DOORWARD_MASTER_KEY", NEW);
            command
        });
        for server in [&world, &restarted] {
            server.expire_versions();
            let (_, next) = server.refresh(&refresh_token).await;
            next["refresh_token"]
                .as_str()
                .unwrap()
                .clone_into(&mut refresh_token);
            let id_token = next["id_token"].as_str().unwrap();
            let kid = kid_of(id_token);
            let is_new = published["published"]
                .as_array()
                .unwrap()
                .iter()
                .any(|key| key["kid"] == kid.as_str());
            assert!(is_new, "{kid} signs: {published}");
            assert_eq!(claims_of(id_token)["iss"], world.issuer);
        }
        assert_eq!(sealing_keys(&world).await, [id_of(&NEW.into())]);

        // With the old key alone nothing works, and it is said why.
        with_old_key_alone.expire_versions();
        let reason = "the master key is not the one that sealed this database";
        let (status, text) = with_old_key_alone.readiness().await;
        assert!(status == 503 && text.contains(reason), "{text}");
        let (ok, _, err) = output_of(&mut folder.command_over(&world, &["keys", "list"]));
        assert!(!ok && err.contains(reason), "{err}");
    }
}

fn silent_query() -> String {
    crate::world::authorize_query(&[("prompt", "none")])
}

/// The `kid` in the header of a JWT.
fn kid_of(token: &str) -> String {
    let header = format!("{0}.{0}.", token.split('.').next().unwrap());
    claims_of(&header)["kid"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_master_key_that_is_missing_or_no_new_one_changes_nothing() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (world, folder) = (server(backend).await, Folder::new("rotate-master-wrong"));
        add_client_with_sealed_secret(&world).await;
        let present = old(&world).expose_secret().to_owned();
        for (new, named) in [
            (
                None,
                "the new master key is missing: give it in DOORWARD_NEW_MASTER_KEY",
            ),
            (
                Some(present.as_str()),
                "the new master key is the present one",
            ),
            (Some("short"), "must have 32 characters at least"),
            (Some(""), "must have 32 characters at least"),
        ] {
            let (ok, out, err) = output_of(&mut rotate_master(&folder, &world, new));
            assert!(!ok && err.contains(named), "{new:?}: {out}{err}");
            assert!(!err.contains(&present), "a message holds no key: {err}");
        }
        let missing = folder
            .command_over(&world, &["keys", "rotate-master"])
            .env("DOORWARD_NEW_MASTER_KEY_FILE", "no-such-file")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&missing.stderr).into_owned();
        assert!(
            !missing.status.success() && said.contains("no-such-file"),
            "{said}"
        );
        assert_eq!(sealing_keys(&world).await, [id_of(old(&world))]);
        assert_eq!(world.readiness().await.0, 200);
    }
}

/// Each value takes its time, so that the command can be killed between two of them.
async fn make_slow(world: &World) {
    let sql = match world.backend() {
        Backend::Sqlite => {
            "CREATE TRIGGER slow BEFORE UPDATE ON federation_flows BEGIN
             SELECT count(*) FROM (WITH RECURSIVE c (n) AS
             (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 500000) SELECT n FROM c); END"
        }
        Backend::Postgres => {
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM count(*) FROM generate_series(1, 1000000); RETURN NEW; END $$;
             CREATE TRIGGER slow BEFORE UPDATE ON federation_flows
             FOR EACH ROW EXECUTE FUNCTION slow()"
        }
    };
    world.execute(sql).await;
}

async fn make_quick_again(world: &World) {
    let sql = match world.backend() {
        Backend::Sqlite => "DROP TRIGGER slow",
        Backend::Postgres => "DROP TRIGGER slow ON federation_flows",
    };
    world.execute(sql).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_is_killed_in_the_middle_can_be_run_again() {
    const FLOWS: usize = 40;
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (world, folder) = (server(backend).await, Folder::new("rotate-master-killed"));
        add_flows(&world, FLOWS).await;
        make_slow(&world).await;
        let mut command = rotate_master(&folder, &world, Some(NEW));
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = command.spawn().unwrap();
        let new = id_of(&NEW.into());
        eventually("a database under the new key", async || {
            world.texts("SELECT key_id FROM master_key").await == [new.as_str()]
        })
        .await;
        assert!(running.try_wait().unwrap().is_none(), "it is not done");
        running.kill().unwrap();
        running.wait().unwrap();
        let mut both = vec![id_of(old(&world)), new.clone()];
        both.sort();
        assert_eq!(sealing_keys(&world).await, both, "something is left");
        // Meanwhile the server works.
        world.expire_versions();
        assert_eq!(world.readiness().await.0, 200);
        world.signed_in(ADA).await;
        let form = [("grant_type", "client_credentials")];
        let notes = Some(basic("notes", crate::world::SECRET));
        assert_eq!(world.post("/token", notes, &form).await.0, 200);

        make_quick_again(&world).await;
        let done = run(rotate_master(&folder, &world, Some(NEW)));
        assert_eq!(done["was_changed"], true);
        assert_eq!(done["resealed"], FLOWS);
        assert_eq!(sealing_keys(&world).await, [new.as_str()]);
        // Once more there is nothing left to do.
        let again = run(rotate_master(&folder, &world, Some(NEW)));
        assert_eq!(
            (&again["was_changed"], &again["resealed"]),
            (&json!(true), &json!(0))
        );
    }
}
