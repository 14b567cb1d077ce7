//! https by the server itself: a certificate that is read again when it changes.

use crate::{
    nodes::Redis,
    world::{ADA, Backend, World, eventually, free_port},
};
use doorward_cli::startup::SystemClock;
use rcgen::{CertificateParams, KeyPair, date_time_ymd, generate_simple_self_signed};
use serde_json::json;
use std::{path::Path, sync::Arc, time::Duration};

/// How often the server checks its certificate for a change.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

/// Writes a new certificate and returns it, for a client that trusts no other.
fn renew(folder: &Path) -> reqwest::Certificate {
    let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap()
}

async fn answers(world: &World, certificate: &reqwest::Certificate) -> bool {
    let client = reqwest::Client::builder()
        .tls_built_in_root_certs(false)
        .add_root_certificate(certificate.clone())
        .build()
        .unwrap();
    client
        .get(world.at("/livez"))
        .send()
        .await
        .is_ok_and(|response| response.status() == 200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_certificate_is_served_without_a_restart() {
    let folder = std::env::temp_dir().join(format!("doorward-tls-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let first = renew(&folder);
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = settings.issuer.replace("http://", "https://");
        settings.tls.certificate = Some(folder.join("certificate.pem"));
        settings.tls.key = Some(folder.join("key.pem"));
    })
    .await;
    assert!(answers(&world, &first).await);
    let plain = world
        .http
        .get(format!("http://{}/livez", world.settings.listen))
        .send()
        .await;
    assert!(plain.is_err(), "nothing but TLS is spoken here");
    // Something unusable changes nothing.
    std::fs::write(folder.join("certificate.pem"), "no certificate").unwrap();
    world.clock.pass(CHECK_INTERVAL);
    assert!(answers(&world, &first).await);
    let second = renew(&folder);
    world.clock.pass(CHECK_INTERVAL);
    assert!(answers(&world, &second).await);
    assert!(!answers(&world, &first).await);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Redis over TLS, with a private authority: trusted where the settings name it, and by
/// nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_speaks_tls_with_a_private_authority() {
    let folder = std::env::temp_dir().join(format!("doorward-redis-tls-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    renew(&folder);
    let file = |name: &str| folder.join(name);
    let port = free_port();
    let _redis = Redis::start_tls(
        port,
        file("certificate.pem").to_str().unwrap(),
        file("key.pem").to_str().unwrap(),
    )
    .await;
    for (ca_file, trusted) in [(Some(file("certificate.pem")), true), (None, false)] {
        let world = World::open_with(Backend::Sqlite, |settings| {
            settings.redis.url = Some(format!("rediss://localhost:{port}/").into());
            settings.redis.ca_file = ca_file;
        })
        .await;
        let mut browser = world.signed_in(ADA).await;
        assert_eq!(browser.get("/account").await.status, 200);
        let ready = world.text_at("/readyz").await;
        assert_eq!(ready.trim() == "ready", trusted, "{ready}");
    }
    let mut settings = doorward_cli::settings::Settings::default();
    settings.redis.url = Some("rediss://localhost/".into());
    settings.redis.ca_file = Some(file("missing.pem"));
    let error = doorward_cli::startup::session_cache(&settings, Arc::new(SystemClock))
        .err()
        .unwrap();
    assert!(format!("{error:#}").contains("redis.ca_file"), "{error:#}");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A certificate of an authority that nobody knows is refused; `outbound.ca_file` makes it known.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_trust_public_authorities_and_those_of_the_file() {
    let folder = std::env::temp_dir().join(format!("doorward-ca-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    renew(&folder);
    let site = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = settings.issuer.replace("http://", "https://");
        settings.tls.certificate = Some(folder.join("certificate.pem"));
        settings.tls.key = Some(folder.join("key.pem"));
    })
    .await;
    let metadata = json!({"redirect_uris": ["https://app.example/cb"], "jwks_uri": site.at("/.well-known/jwks.json")});
    for (ca_file, status) in [(None, 400), (Some(folder.join("certificate.pem")), 201)] {
        let world = World::open_with(Backend::Sqlite, |settings| {
            settings.registration.mode = "open".into();
            settings.outbound.allow_private_addresses = true;
            settings.outbound.ca_file = ca_file;
        })
        .await;
        assert_eq!(world.register(&metadata).await.0, status);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// `doorward check` names what is wrong with certificates before `serve` meets it, and an initial
/// access token is made by the command line.
#[test]
fn the_command_line_checks_certificates_and_makes_initial_access_tokens() {
    let folder = std::env::temp_dir().join(format!("doorward-check-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let run = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_doorward"));
        let output = command
            .current_dir(&folder)
            .args(arguments)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        (
            output.status.success(),
            format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            ),
        )
    };
    renew(&folder);
    std::fs::rename(folder.join("key.pem"), folder.join("other.pem")).unwrap();
    renew(&folder);
    let https = [
        ("DOORWARD_ISSUER", "https://localhost:9"),
        (
            "DOORWARD_MASTER_KEY",
            "a master key for tests, of 32 characters or more",
        ),
    ];
    let pair = |key| {
        [
            https[0],
            https[1],
            ("DOORWARD_TLS__CERTIFICATE", "certificate.pem"),
            ("DOORWARD_TLS__KEY", key),
        ]
    };
    let (ok, said) = run(&pair("key.pem"), &["check"]);
    assert!(
        ok && said.contains("certificates: the certificate and its key belong together"),
        "{said}"
    );
    let (ok, said) = run(&pair("other.pem"), &["check"]);
    assert!(
        !ok && said
            .contains("WRONG certificates: tls.key other.pem does not belong to tls.certificate"),
        "{said}"
    );
    let (ok, said) = run(&pair("missing.pem"), &["check"]);
    assert!(
        !ok && said.contains("tls.key missing.pem cannot be read"),
        "{said}"
    );
    let (ok, said) = run(&[("DOORWARD_OUTBOUND__CA_FILE", "key.pem")], &["check"]);
    assert!(
        !ok && said.contains("WRONG certificates: outbound.ca_file: it holds no certificate"),
        "{said}"
    );
    let (ok, said) = run(&[("DOORWARD_TLS__KEY", "key.pem")], &["check"]);
    assert!(
        !ok && said.contains("DOORWARD_TLS__KEY: tls.certificate and tls.key go together"),
        "{said}"
    );
    let (ok, said) = run(&[("DOORWARD_REGISTRATION__MODE", "opn")], &["check"]);
    assert!(
        !ok && said.contains("must be off, initial_access_token or open"),
        "{said}"
    );
    let fresh = [("DOORWARD_DATABASE__URL", "sqlite://fresh.db")];
    let (ok, said) = run(
        &fresh,
        &["--json", "client", "initial-access-token", "--uses", "3"],
    );
    assert!(
        ok && said.contains("\"initial_access_token\":\"") && said.contains("\"uses\":3"),
        "{said}"
    );
    assert!(!run(&fresh, &["client", "initial-access-token", "--uses", "0"]).0);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_has_expired_is_named() {
    let folder = std::env::temp_dir().join(format!("doorward-expired-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut parameters = CertificateParams::new(["localhost".to_owned()]).unwrap();
    parameters.not_before = date_time_ymd(1999, 1, 1);
    parameters.not_after = date_time_ymd(2000, 1, 1);
    let expired = parameters.self_signed(&key).unwrap();
    std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    std::fs::write(folder.join("certificate.pem"), expired.pem()).unwrap();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = settings.issuer.replace("http://", "https://");
        settings.tls.certificate = Some(folder.join("certificate.pem"));
        settings.tls.key = Some(folder.join("key.pem"));
    })
    .await;
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true);
    let client = client.build().unwrap();
    let ready = async || {
        world.clock.pass(CHECK_INTERVAL);
        let answer = client.get(world.at("/readyz")).send().await.unwrap();
        answer.text().await.unwrap()
    };
    assert_eq!(
        ready().await,
        "not ready: the TLS certificate has expired: renew it\n"
    );
    renew(&folder);
    eventually("a server that is ready", async || {
        ready().await == "ready\n"
    })
    .await;
    std::fs::remove_dir_all(&folder).unwrap();
}
