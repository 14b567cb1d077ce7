//! A client has two live secrets at once: an app changes from one to the other while both are accepted.

use crate::{
    management::{Caller, EVERYTHING},
    on_both_wide,
    storage::meanwhile,
    world::{Backend, SECRET, World, basic},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_cli::Mode;
use doorward_core::{
    Error,
    clients::{KnownSecret, MadeSecret, SecretProblem, WantedSecret},
    export::{ExportedSecrets, Selection},
};
use doorward_protocol::{
    clients::client_secrets::{ClientSecrets, NewClientSecret},
    secret::{Digest, Secret},
    time::{Clock, Lifetime, Timestamp},
};
use futures_util::future::join_all;
use josekit::jws::{HS256, JwsSigner};
use serde_json::{Value, json};

on_both_wide!(
    an_app_changes_over_while_both_of_its_secrets_are_accepted,
    a_revoked_secret_is_refused_at_each_node_at_once,
    an_expired_secret_is_refused_for_a_reason_of_its_own,
    of_secrets_that_are_added_at_once_one_is_the_second_and_none_the_third,
    the_last_secret_of_a_client_that_needs_one_stays,
    assertions_are_verified_against_each_live_secret,
    the_last_use_of_a_secret_is_noted_once_an_hour,
    what_an_older_release_writes_is_the_secret_of_the_client,
    a_file_names_both_secrets_and_an_export_writes_them,
    callers_of_the_api_list_add_and_revoke_secrets,
    a_client_that_registered_itself_is_told_when_its_secret_expires,
);

const FORM: [(&str, &str); 1] = [("grant_type", "client_credentials")];

async fn machine(world: &World, extra: &Value) {
    let document =
        json!({"grant_types": ["client_credentials"], "scope": "notes:read", "redirect_uris": []});
    world.client("machine", &document, extra).await;
}

async fn status(world: &World, secret: &str) -> u16 {
    let machine = Some(basic("machine", secret));
    world.post("/token", machine, &FORM).await.0
}

async fn tried(world: &World, wanted: WantedSecret) -> Result<MadeSecret, SecretProblem> {
    let (clients, ctx) = (world.provider.clients(), world.context());
    clients.add_secret(&ctx, "machine", wanted).await.unwrap()
}

async fn added(world: &World, wanted: WantedSecret) -> MadeSecret {
    let made = tried(world, wanted).await.unwrap();
    world.expire_versions();
    made
}

fn expiring(world: &World, lifetime: Lifetime) -> WantedSecret {
    WantedSecret {
        description: None,
        expires_at: Some(world.clock.now().plus(lifetime)),
    }
}

async fn revoked(world: &World, number: i64) -> Result<(), SecretProblem> {
    let (clients, ctx) = (world.provider.clients(), world.context());
    let revoked = clients.revoke_secret(&ctx, "machine", number);
    revoked.await.unwrap()
}

async fn known(world: &World) -> Vec<KnownSecret> {
    world.provider.clients().secrets("machine").await.unwrap()
}

async fn numbers(world: &World) -> Vec<i64> {
    known(world).await.iter().map(|one| one.number).collect()
}

async fn an_app_changes_over_while_both_of_its_secrets_are_accepted(world: World) {
    machine(&world, &json!({})).await;
    assert_eq!(status(&world, SECRET).await, 200);
    let wanted = WantedSecret {
        description: Some("the second server".into()),
        expires_at: None,
    };
    let new = added(&world, wanted).await;
    assert_eq!(new.known.number, 2);
    let secret = new.secret.reveal();
    for right in [SECRET, secret] {
        assert_eq!(status(&world, right).await, 200);
    }
    assert_eq!(
        status(&world, "no secret of anybody at all, and long").await,
        401
    );
    let (first, second) = {
        let known = known(&world).await;
        (known[1].clone(), known[0].clone())
    };
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(second.description.as_deref(), Some("the second server"));
    assert!(first.created_at.is_some() && second.created_at.is_some());
    revoked(&world, 1).await.unwrap();
    world.expire_versions();
    assert_eq!(status(&world, SECRET).await, 401);
    assert_eq!(status(&world, secret).await, 200);
    let entries = world
        .texts(
            "SELECT action || ': ' || detail FROM audit_events
             WHERE client_id = 'machine' AND action LIKE 'client.secret%' ORDER BY at, action",
        )
        .await;
    assert_eq!(
        entries,
        [
            "client.secret_added: secret 2",
            "client.secret_revoked: secret 1"
        ]
    );
    // What is given in the place of every other one leaves none of them.
    added(&world, WantedSecret::default()).await;
    let (clients, ctx) = (world.provider.clients(), world.context());
    let only = clients.new_secret(&ctx, "machine").await.unwrap();
    world.expire_versions();
    assert_eq!(numbers(&world).await, [4]);
    assert_eq!(status(&world, secret).await, 401);
    assert_eq!(status(&world, only.reveal()).await, 200);
}

async fn a_revoked_secret_is_refused_at_each_node_at_once(world: World) {
    machine(&world, &json!({})).await;
    let other = world.another_node().await;
    let new = added(&world, WantedSecret::default()).await;
    other.expire_versions();
    for node in [&world, &other] {
        for right in [SECRET, new.secret.reveal()] {
            assert_eq!(status(node, right).await, 200, "both nodes keep the client");
        }
    }
    revoked(&world, 1).await.unwrap();
    for node in [&other, &world] {
        node.expire_versions();
        assert_eq!(status(node, SECRET).await, 401);
        assert_eq!(status(node, new.secret.reveal()).await, 200);
    }
}

async fn an_expired_secret_is_refused_for_a_reason_of_its_own(world: World) {
    machine(&world, &json!({})).await;
    let past = WantedSecret {
        description: None,
        expires_at: Some(world.clock.now()),
    };
    let refused = tried(&world, past).await.unwrap_err();
    assert_eq!(refused, SecretProblem::ExpiredAlready);
    let new = added(&world, expiring(&world, Lifetime::days(30))).await;
    let secret = new.secret.reveal();
    assert_eq!(status(&world, secret).await, 200);
    world.advance(Lifetime::days(30)).await;
    // It is no guess, however often it comes.
    for _ in 0..110 {
        let machine = Some(basic("machine", secret));
        let (status, body) = world.post("/token", machine, &FORM).await;
        assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
        let said = body["error_description"].as_str().unwrap();
        assert!(said.starts_with("the client_secret has expired"), "{said}");
    }
    assert_eq!(status(&world, SECRET).await, 200);
    // The one that has expired makes room for another one.
    let third = added(&world, WantedSecret::default()).await;
    assert_eq!(numbers(&world).await, [3, 1]);
    assert_eq!(status(&world, third.secret.reveal()).await, 200);
    let machine = Some(basic("machine", secret));
    let (_, body) = world.post("/token", machine, &FORM).await;
    let said = body["error_description"].as_str().unwrap();
    assert!(said.starts_with("client authentication failed"), "{said}");
}

async fn of_secrets_that_are_added_at_once_one_is_the_second_and_none_the_third(world: World) {
    machine(&world, &json!({})).await;
    let nodes = [world.another_node().await, world.another_node().await];
    let nodes = [&world, &nodes[0], &nodes[1]];
    let made = join_all((0..6).map(|n| {
        let node = nodes[n % 3];
        async move {
            let (clients, ctx) = (node.provider.clients(), node.context());
            let wanted = WantedSecret::default();
            clients.add_secret(&ctx, "machine", wanted).await
        }
    }))
    .await;
    let mut right = vec![SECRET.to_owned()];
    for made in made {
        match made {
            Ok(Ok(made)) => right.push(made.secret.reveal().to_owned()),
            Ok(Err(problem)) => assert_eq!(problem, SecretProblem::TooMany),
            // It was overtaken more often than it tries.
            Err(error) => assert!(matches!(error, Error::Unavailable(_)), "{error}"),
        }
    }
    assert_eq!((right.len(), numbers(&world).await.len()), (2, 2));
    world.expire_versions();
    for secret in &right {
        assert_eq!(status(&world, secret).await, 200);
    }
    assert_eq!(
        tried(&world, WantedSecret::default()).await.unwrap_err(),
        SecretProblem::TooMany
    );
}

/// On PostgreSQL, another connection adds the second secret, and has not committed yet: whoever adds one
/// as well waits, and is told that there are two. Where the other one gives up, theirs is the second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_third_secret_waits_for_the_second_and_is_refused() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        machine(&world, &json!({})).await;
        let of = |text: &str| NewClientSecret::lasting(Secret::presented(text).digest());
        let now = world.clock.now();
        let secrets = ClientSecrets::default().with(of(SECRET), now).unwrap();
        let secrets = secrets.with(of("another"), now).unwrap();
        let document = serde_json::to_string(&secrets).unwrap();
        let digest = Secret::presented("another").digest();
        let statements = [
            "UPDATE configuration_version SET clients_version = clients_version + 1".to_owned(),
            format!(
                "UPDATE clients SET secrets = '{document}', secret_digest = '{}',
                 version = version + 1000 WHERE client_id = 'machine'",
                digest.as_str()
            ),
        ];
        let asked = tried(&world, WantedSecret::default());
        let answer = Box::pin(meanwhile(&world, &statements, is_committed, asked)).await;
        assert_eq!(answer.is_err(), is_committed);
        assert!(
            answer
                .err()
                .is_none_or(|problem| problem == SecretProblem::TooMany)
        );
        assert_eq!(numbers(&world).await, [2, 1]);
    }
}

async fn the_last_secret_of_a_client_that_needs_one_stays(world: World) {
    machine(&world, &json!({})).await;
    let last = revoked(&world, 1).await.unwrap_err();
    assert_eq!(last, SecretProblem::Last);
    assert!(last.to_string().contains("add another secret first"));
    assert_eq!(revoked(&world, 9).await, Err(SecretProblem::Unknown));
    let new = added(&world, expiring(&world, Lifetime::hours(1))).await;
    world.advance(Lifetime::hours(1)).await;
    assert_eq!(revoked(&world, 1).await, Err(SecretProblem::Last));
    assert_eq!(status(&world, SECRET).await, 200);
    revoked(&world, new.known.number).await.unwrap();
    assert_eq!(numbers(&world).await, [1]);
    let public =
        json!({"redirect_uris": ["https://app.example/cb"], "token_endpoint_auth_method": "none"});
    world.client("public", &public, &json!({})).await;
    let (clients, ctx) = (world.provider.clients(), world.context());
    let none = clients.add_secret(&ctx, "public", WantedSecret::default());
    assert_eq!(none.await.unwrap().unwrap_err(), SecretProblem::NeedsNone);
}

fn assertion(world: &World, secret: &str, number: i64) -> String {
    let now = world.clock.now().seconds();
    let claims = json!({
        "iss": "machine", "sub": "machine", "aud": world.issuer, "exp": now + 60, "iat": now,
        "jti": format!("{number}-{}", Digest::of(secret.as_bytes()).as_str()),
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({"alg": "HS256"})), part(&claims));
    let key = HS256.signer_from_bytes(secret.as_bytes()).unwrap();
    let signature = key.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn assertions_are_verified_against_each_live_secret(world: World) {
    machine(
        &world,
        &json!({"token_endpoint_auth_method": "client_secret_jwt"}),
    )
    .await;
    let mut number = 0;
    let mut by = async |world: &World, secret: &str| {
        number += 1;
        let assertion = assertion(world, secret, number);
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let form = [
            FORM[0],
            ("client_assertion_type", kind),
            ("client_assertion", &assertion),
        ];
        world.post("/token", None, &form).await
    };
    let new = added(&world, expiring(&world, Lifetime::days(1))).await;
    let secret = new.secret.reveal().to_owned();
    for right in [SECRET, secret.as_str()] {
        let (status, body) = by(&world, right).await;
        assert_eq!(status, 200, "{body}");
    }
    let wrong = "another secret of 32 bytes or more.";
    assert_eq!(by(&world, wrong).await.0, 401);
    // The clear text of either is in no column.
    let sealed = "SELECT coalesce(sealed_secret, '') || coalesce(earlier_sealed_secret, '')
         || secrets FROM clients WHERE client_id = 'machine'";
    let stored = world.texts(sealed).await;
    assert!(!stored[0].contains(SECRET) && !stored[0].contains(&secret));
    world.advance(Lifetime::days(1)).await;
    let (status, body) = by(&world, &secret).await;
    let said = body["error_description"].as_str().unwrap();
    assert!(
        status == 401 && said.starts_with("the client_secret has expired"),
        "{said}"
    );
    assert_eq!(by(&world, SECRET).await.0, 200);
    // The first one is the earlier one, then the newest, then the earlier one again.
    revoked(&world, 2).await.unwrap();
    world.expire_versions();
    assert_eq!(by(&world, SECRET).await.0, 200);
    let third = added(&world, WantedSecret::default()).await;
    for right in [SECRET, third.secret.reveal()] {
        assert_eq!(by(&world, right).await.0, 200);
    }
}

async fn the_last_use_of_a_secret_is_noted_once_an_hour(world: World) {
    machine(&world, &json!({})).await;
    let noting = world.provider.clients().secret_uses();
    let used = async || {
        noting.write().await.unwrap();
        known(&world).await[0].last_used_at
    };
    assert_eq!(used().await, None);
    assert_eq!(
        status(&world, "a guess, which is no use of a secret").await,
        401
    );
    assert_eq!(used().await, None);
    let first = world.clock.now();
    assert_eq!(status(&world, SECRET).await, 200);
    let noted = used().await.unwrap();
    assert!(noted >= first && noted <= world.clock.now());
    world.advance(Lifetime::minutes(59)).await;
    assert_eq!(status(&world, SECRET).await, 200);
    assert_eq!(used().await, Some(noted), "the hour is not over");
    world.advance(Lifetime::minutes(2)).await;
    let later = world.clock.now();
    assert_eq!(status(&world, SECRET).await, 200);
    let again = used().await.unwrap();
    assert!(again >= later, "{again:?}");
    // The secret that follows has not been used, and a change of the client forgets no use.
    added(&world, WantedSecret::default()).await;
    let all: Vec<Option<Timestamp>> = known(&world)
        .await
        .iter()
        .map(|one| one.last_used_at)
        .collect();
    assert_eq!(all, [None, Some(again)]);
    revoked(&world, 1).await.unwrap();
    let rows = "SELECT number FROM client_secrets WHERE client_id = 'machine'";
    let left = world.numbers(rows).await;
    assert_eq!(left, [2]);
}

async fn what_an_older_release_writes_is_the_secret_of_the_client(world: World) {
    machine(&world, &json!({})).await;
    let new = added(&world, WantedSecret::default()).await;
    let theirs = "the secret that an older release made";
    world
        .execute(&format!(
            "UPDATE configuration_version SET clients_version = clients_version + 1;
             INSERT INTO client_changes (slot, version, client_id)
             SELECT v.clients_version % 4096, v.clients_version, 'machine'
             FROM configuration_version v WHERE v.id = 1
             ON CONFLICT (slot) DO UPDATE SET version = excluded.version,
             client_id = excluded.client_id;
             UPDATE clients SET secret_digest = '{}',
             version = (SELECT clients_version FROM configuration_version)
             WHERE client_id = 'machine'",
            Secret::presented(theirs).digest().as_str()
        ))
        .await;
    world.expire_versions();
    assert_eq!(numbers(&world).await, [3]);
    assert_eq!(status(&world, theirs).await, 200);
    for gone in [SECRET, new.secret.reveal()] {
        assert_eq!(status(&world, gone).await, 401);
    }
    let next = added(&world, WantedSecret::default()).await;
    assert_eq!(next.known.number, 4);
    for right in [theirs, next.secret.reveal()] {
        assert_eq!(status(&world, right).await, 200);
    }
    // A row of before the secrets were numbered is read as it was.
    world
        .execute("UPDATE clients SET secrets = NULL WHERE client_id = 'machine'")
        .await;
    let known = known(&world).await;
    assert_eq!((known[0].number, known[0].created_at), (1, None));
}

async fn a_client_that_registered_itself_is_told_when_its_secret_expires(world: World) {
    let metadata = json!({"redirect_uris": ["https://app.example/cb"]});
    let (code, registered) = world.register(&metadata).await;
    assert_eq!(code, 201, "{registered}");
    assert_eq!(registered["client_secret_expires_at"], 0);
    let client_id = registered["client_id"].as_str().unwrap();
    let (clients, ctx) = (world.provider.clients(), world.context());
    let wanted = expiring(&world, Lifetime::days(7));
    let end = wanted.expires_at.unwrap().seconds();
    let made = clients.add_secret(&ctx, client_id, wanted).await.unwrap();
    made.unwrap();
    let read = world
        .http
        .get(registered["registration_client_uri"].as_str().unwrap())
        .bearer_auth(registered["registration_access_token"].as_str().unwrap());
    let read = read.send().await.unwrap().text().await.unwrap();
    let read: Value = serde_json::from_str(&read).unwrap();
    assert_eq!(read["client_secret_expires_at"], end, "{read}");
    assert!(read.get("client_secret").is_none());
}

/// A client with two secrets, as a file declares it.
const TWO: &str = r#"
[[clients]]
client_id = "machine"
grant_types = ["client_credentials"]
redirect_uris = []
scope = "notes:read"
client_secrets = [
    { secret = "the first secret of a file, long enough", description = "the old server" },
    { secret = "the second secret of a file, long enough", expires_at = 2100-01-01T00:00:00Z },
]
"#;

const FIRST: &str = "the first secret of a file, long enough";
const SECOND: &str = "the second secret of a file, long enough";

async fn applied(world: &World, text: &str) -> Result<Value, String> {
    let mode = Mode {
        dry_run: false,
        prune: false,
    };
    let done = doorward_cli::apply_text_with(&world.provider, "doorward.toml", text, mode).await;
    world.expire_versions();
    done.map_err(|error| format!("{error:#}"))
}

async fn a_file_names_both_secrets_and_an_export_writes_them(world: World) {
    applied(&world, TWO).await.unwrap();
    for right in [FIRST, SECOND] {
        assert_eq!(status(&world, right).await, 200);
    }
    let again = applied(&world, TWO).await.unwrap();
    assert_eq!(again["text"], "Everything is as the file declares it.");
    let export = async |secrets| {
        let selection = Selection {
            client_id: Some("machine".into()),
            secrets,
            ..Selection::default()
        };
        doorward_cli::export_text(&world.provider, &selection)
            .await
            .unwrap()
    };
    let variables = export(ExportedSecrets::Variables).await;
    for part in [
        "\"${CLIENT_MACHINE_SECRET_1}\"",
        "\"${CLIENT_MACHINE_SECRET_2}\"",
        "description = \"the old server\"",
        "expires_at = \"2100-01-01T00:00:00Z\"",
    ] {
        assert!(variables.contains(part), "{part}: {variables}");
    }
    let hashes = export(ExportedSecrets::Hashes).await;
    assert!(
        !hashes.contains(FIRST) && !hashes.contains("${"),
        "{hashes}"
    );
    let unchanged = applied(&world, &hashes).await.unwrap();
    assert_eq!(unchanged["text"], "Everything is as the file declares it.");
    let kept = export(ExportedSecrets::Kept).await;
    assert!(!kept.contains("client_secrets ="), "{kept}");

    // A file that names one takes the other away; one that names none takes nothing away.
    let (before, after) = TWO.split_once("client_secrets").unwrap();
    let none = applied(&world, before).await.unwrap();
    assert_eq!(
        none["text"], "Everything is as the file declares it.",
        "{after}"
    );
    let one = format!("{before}client_secret = \"{SECOND}\"\n");
    applied(&world, &one).await.unwrap();
    assert_eq!(status(&world, FIRST).await, 401);
    assert_eq!(status(&world, SECOND).await, 200);
    assert_eq!(numbers(&world).await, [2]);
    assert!(
        known(&world).await[0].expires_at.is_some(),
        "what is known of it stays"
    );

    for (wrong, reason) in [
        ("client_secrets = []", "name one secret at least"),
        (
            "client_secrets = [{ description = \"x\" }]",
            "either secret or hash",
        ),
        ("client_secrets = [{ secret = \"short\" }]", "32 to 255"),
        (
            "client_secrets = [{ secret = 918273645 }]",
            "a list of tables",
        ),
        ("client_secrets = [{ secrets = \"x\" }]", "a list of tables"),
        ("client_secrets = [{ hash = \"x\" }]", "SHA-256"),
        (
            "client_secrets = [{ secret = \"the first secret of a file, long enough\", expires_at = 5 }]",
            "must be a time",
        ),
        (
            "client_secret = \"the first secret of a file, long enough\"\nclient_secrets = [{ secret = \"the second secret of a file, long enough\" }]",
            "leave client_secret",
        ),
    ] {
        let refused = applied(&world, &format!("{before}{wrong}\n"))
            .await
            .unwrap_err();
        assert!(refused.contains(reason), "{wrong}: {refused}");
        assert!(!refused.contains("918273645"), "{refused}");
    }
    let third = TWO.replace(
        "    { secret = \"the second",
        "    { secret = \"a third secret of a file, long enough\" },\n    { secret = \"the second",
    );
    let refused = applied(&world, &third).await.unwrap_err();
    assert!(refused.contains("two live secrets"), "{refused}");
    let twice = TWO.replace(SECOND, FIRST);
    let refused = applied(&world, &twice).await.unwrap_err();
    assert!(refused.contains("must differ"), "{refused}");
}

async fn callers_of_the_api_list_add_and_revoke_secrets(world: World) {
    machine(&world, &json!({})).await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let path = "/apps/machine/secrets";
    let list = robot.get(path).await;
    assert_eq!(list.status, 200, "{}", list.body);
    assert_eq!(list.body["secrets"][0]["secret_id"], 1);
    let wanted = json!({"description": "the new server", "expires_at": "2100-01-01T00:00:00Z"});
    let made = robot.post(path, &wanted).await;
    assert_eq!(
        (made.status, &made.body["secret_id"]),
        (201, &json!(2)),
        "{}",
        made.body
    );
    let place = world.at("/api/v1/apps/machine/secrets/2");
    assert_eq!(made.header("location"), place);
    let secret = made.body["client_secret"].as_str().unwrap().to_owned();
    world.expire_versions();
    assert_eq!(status(&world, &secret).await, 200);
    world
        .provider
        .clients()
        .secret_uses()
        .write()
        .await
        .unwrap();
    let list = robot.get(path).await;
    let newest = &list.body["secrets"][0];
    assert_eq!(newest["description"], "the new server");
    assert_eq!(newest["expires_at"], "2100-01-01T00:00:00Z");
    assert!(newest["last_used_at"].is_string(), "{newest}");
    assert!(!list.body.to_string().contains(&secret));

    let third = robot.post(path, &json!({})).await;
    assert_eq!((third.status, third.problem()), (409, "conflict"));
    assert!(
        third.body["detail"]
            .as_str()
            .unwrap()
            .contains("two live secrets")
    );
    for (wrong, pointer) in [
        (json!({"expires_at": "2000-01-01T00:00:00Z"}), "/expires_at"),
        (json!({"expires_at": "soon"}), "/expires_at"),
        (json!({"description": "x".repeat(201)}), "/description"),
        (json!({"description": "two\nlines"}), "/description"),
    ] {
        let answer = robot.post(path, &wrong).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert_eq!(answer.body["errors"][0]["pointer"], pointer);
    }
    assert_eq!(robot.delete(&format!("{path}/1")).await.status, 204);
    world.expire_versions();
    assert_eq!(status(&world, SECRET).await, 401);
    let refused = robot.delete(&format!("{path}/2")).await;
    assert_eq!((refused.status, refused.problem()), (409, "conflict"));
    for unknown in ["1", "9", "x"] {
        assert_eq!(robot.delete(&format!("{path}/{unknown}")).await.status, 404);
    }
    assert_eq!(robot.get("/apps/nobody/secrets").await.status, 404);
    let reader = Caller::service(&world, "reader", "doorward.apps:read").await;
    assert_eq!(reader.get(path).await.status, 200);
    let refused = reader.post(path, &json!({})).await;
    assert_eq!(refused.problem(), "insufficient-scope", "{}", refused.body);
    // Nobody makes a secret for an app that may do more than they may.
    let writer = Caller::service(&world, "writer", "doorward.apps:write").await;
    for answer in [
        writer.post("/apps/robot/secrets", &json!({})).await,
        writer.delete("/apps/robot/secrets/1").await,
    ] {
        assert_eq!(
            answer.problem(),
            "beyond-own-permissions",
            "{}",
            answer.body
        );
    }
    // An administrator signed in just now, or signs in again.
    let old = Caller::browser(&world, {
        let password = "a password of an administrator";
        world.user("admin@example.com", password).await;
        crate::management::make(&world, "admin@example.com", "admin").await;
        ("admin@example.com", password)
    })
    .await;
    assert_eq!(old.get(path).await.status, 200);
    world.advance(Lifetime::minutes(11)).await;
    let answer = old.post(path, &json!({})).await;
    assert_eq!(answer.problem(), "sign-in-again", "{}", answer.body);
}
