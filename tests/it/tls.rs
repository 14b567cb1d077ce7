//! https by the server itself: a certificate that is read again when it changes.

use crate::world::{Backend, World};
use rcgen::generate_simple_self_signed;
use serde_json::json;
use std::{path::Path, time::Duration};

/// Writes a new certificate and returns it, for a client that trusts no other.
fn renew(folder: &Path) -> reqwest::Certificate {
    let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap()
}

async fn answers(world: &World, certificate: &reqwest::Certificate) -> bool {
    let client = reqwest::Client::builder().tls_built_in_root_certs(false).add_root_certificate(certificate.clone()).build().unwrap();
    client.get(world.at("/livez")).send().await.is_ok_and(|response| response.status() == 200)
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
    let plain = world.http.get(format!("http://{}/livez", world.settings.listen)).send().await;
    assert!(plain.is_err(), "nothing but TLS is spoken here");
    tokio::time::sleep(Duration::from_millis(1100)).await;
    // Something unusable changes nothing.
    std::fs::write(folder.join("certificate.pem"), "no certificate").unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(answers(&world, &first).await);
    let second = renew(&folder);
    let mut seen = false;
    for _ in 0..20 {
        seen = answers(&world, &second).await;
        if seen {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    assert!(seen && !answers(&world, &first).await);
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
