//! Addresses that clients chose, where something lies in wait: this server calls nothing of its own
//! network, and whatever answers costs little.

use crate::{
    on_both_wide,
    world::{ADA, Backend, CALLBACK, Page, Site, World, arrives, authorize_query, encode},
};
use doorward_core::clients;
use flate2::{Compression, write::GzEncoder};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::{
    io::Write,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

on_both_wide!(
    a_document_that_never_ends_or_comes_by_the_byte_is_given_up,
    a_chain_of_redirects_is_not_followed,
    a_certificate_that_nobody_vouches_for_is_refused
);

/// Something that counts who connects, and what it was sent and sent itself.
struct Listening {
    port: u16,
    connections: Arc<AtomicUsize>,
    sent: Arc<AtomicUsize>,
    heads: Arc<std::sync::Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How a document comes.
#[derive(Clone, Copy, Debug)]
enum Trap {
    /// Not at all.
    Silent,
    /// A byte each second.
    Drips,
    /// Headers without an end.
    EndlessHead,
    /// A body without an end, of no length that is said.
    EndlessBody,
    /// A gigabyte is said, and little comes.
    SaysTooMuch,
    /// What is small on the way and large when it is unpacked.
    Packed,
    /// A page in place of a document.
    Html,
}

impl Listening {
    async fn open(trap: Trap) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, sent) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let heads: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
        let (counted, written, kept) = (
            Arc::clone(&connections),
            Arc::clone(&sent),
            Arc::clone(&heads),
        );
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (written, kept) = (Arc::clone(&written), Arc::clone(&kept));
                tokio::spawn(async move { spring(trap, stream, written, kept).await });
            }
        });
        Self {
            port,
            connections,
            sent,
            heads,
            task,
        }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Answers one request.
async fn spring(
    trap: Trap,
    mut stream: TcpStream,
    written: Arc<AtomicUsize>,
    heads: Arc<std::sync::Mutex<Vec<String>>>,
) {
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await.unwrap_or(0);
    heads
        .lock()
        .unwrap()
        .push(String::from_utf8_lossy(&head[..read]).to_lowercase());
    let (head, part, pause): (&str, Vec<u8>, bool) = match trap {
        Trap::Silent => ("", Vec::new(), true),
        Trap::Drips => (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n",
            b" ".to_vec(),
            true,
        ),
        Trap::EndlessHead => (
            "HTTP/1.1 200 OK\r\n",
            b"X-More: and more\r\n".repeat(500),
            false,
        ),
        Trap::EndlessBody => (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n",
            vec![b' '; 16 * 1024],
            false,
        ),
        Trap::SaysTooMuch => (
            "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n{",
            Vec::new(),
            true,
        ),
        Trap::Packed => (
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n",
            PACKED.clone(),
            true,
        ),
        Trap::Html => (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>no</html>",
            Vec::new(),
            true,
        ),
    };
    if stream.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    for _ in 0..4096 {
        if stream.write_all(&part).await.is_err() {
            return;
        }
        written.fetch_add(part.len(), Ordering::SeqCst);
        if matches!(trap, Trap::Packed) {
            return;
        }
        if pause {
            // Whoever waits is on its own; a connection that is closed ends this.
            let mut rest = [0; 16];
            let closed = tokio::time::timeout(Duration::from_secs(1), stream.read(&mut rest));
            if closed.await.is_ok() {
                return;
            }
        }
    }
}

/// Megabytes of blanks, packed into a few kilobytes.
static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let blanks = vec![b' '; 1024 * 1024];
    for _ in 0..8 {
        encoder.write_all(&blanks).unwrap();
    }
    encoder.finish().unwrap()
});

async fn register(world: &World, field: &str, uri: &str) -> (u16, Value) {
    let mut metadata = json!({"redirect_uris": [CALLBACK]});
    metadata[field] = uri.into();
    world.register(&metadata).await
}

async fn a_document_that_never_ends_or_comes_by_the_byte_is_given_up(world: World) {
    LazyLock::force(&PACKED);
    let traps = [
        Trap::Silent,
        Trap::Drips,
        Trap::EndlessHead,
        Trap::EndlessBody,
        Trap::SaysTooMuch,
        Trap::Packed,
        Trap::Html,
    ];
    let tries = traps.map(|trap| {
        let world = &world;
        async move {
            let there = Listening::open(trap).await;
            let (started, uri) = (
                Instant::now(),
                format!("http://127.0.0.1:{}/keys", there.port),
            );
            let (status, body) = register(world, "jwks_uri", &uri).await;
            let took = started.elapsed();
            assert_eq!(status, 400, "{trap:?}: {body}");
            assert_eq!(body["error"], "invalid_client_metadata", "{trap:?}");
            // Five seconds, and what a busy machine adds.
            assert!(took < Duration::from_secs(8), "{trap:?}: {took:?}");
            let sent = there.sent.load(Ordering::SeqCst);
            assert!(sent < 8 * 1024 * 1024, "{trap:?}: {sent} bytes were taken");
            let head = there.heads.lock().unwrap().concat();
            assert!(!head.contains("accept-encoding"), "{trap:?}: {head}");
            assert_eq!(there.connections(), 1, "{trap:?}");
            // The failure is remembered: the next one does not wait again.
            let started = Instant::now();
            assert_eq!(register(world, "jwks_uri", &uri).await.0, 400, "{trap:?}");
            assert_eq!(there.connections(), 1, "{trap:?}");
            assert!(started.elapsed() < Duration::from_secs(2), "{trap:?}");
        }
    });
    join_all(tries).await;
    // The server is as well as before.
    assert_eq!(world.text_at("/livez").await, "live\n");
    world.signed_in(ADA).await;
}

async fn a_chain_of_redirects_is_not_followed(world: World) {
    let site = Site::open();
    for n in 0..20 {
        let page = Page {
            status: [301, 302, 303, 307, 308][n % 5],
            body: br#"{"keys": []}"#.to_vec(),
            location: Some(site.at(&format!("/{}", n + 1))),
            after: Duration::ZERO,
        };
        site.put_page(&format!("/{n}"), page);
    }
    site.put("/20", r#"{"keys": []}"#);
    for n in 0..5 {
        let (status, body) = register(&world, "jwks_uri", &site.at(&format!("/{n}"))).await;
        assert_eq!(status, 400, "{n}: {body}");
        assert_eq!(site.received(&format!("/{n}")).len(), 1, "{n}");
    }
    for n in 5..=20 {
        assert_eq!(site.received(&format!("/{n}")).len(), 0, "{n}");
    }
    // The other documents of a client, and what is posted to it.
    let (status, _) = register(&world, "sector_identifier_uri", &site.at("/5")).await;
    assert_eq!(status, 400);
    let common = json!({"redirect_uris": [CALLBACK], "first_party": true, "grant_types": ["authorization_code"]});
    let extra = json!({"request_uris": [site.at("/6")], "backchannel_logout_uri": site.at("/7")});
    world.client("objects", &common, &extra).await;
    let asked = authorize_query(&[("client_id", "objects"), ("request_uri", &site.at("/6"))]);
    let answer = world.browser().get(&format!("/authorize?{asked}")).await;
    let error = answer.parameter("error");
    assert_eq!(error.as_deref(), Some("invalid_request_uri"));
    let mut browser = world.signed_in(ADA).await;
    let query = authorize_query(&[("client_id", "objects")]);
    assert!(browser.authorize(&query).await.parameter("code").is_some());
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
    site.wait_for("/7", 1).await;
    world.deliver_all().await;
    for n in 8..=20 {
        assert_eq!(site.received(&format!("/{n}")).len(), 0, "{n}");
    }
}

async fn a_certificate_that_nobody_vouches_for_is_refused(world: World) {
    let other = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = settings.issuer.replace("http://", "https://");
        settings.tls.self_signed = true;
    })
    .await;
    let trusting = reqwest::Client::builder().danger_accept_invalid_certs(true);
    let uri = other.at("/.well-known/jwks.json");
    let keys = trusting.build().unwrap().get(&uri).send().await.unwrap();
    assert_eq!(keys.status(), 200, "whoever trusts it gets its keys");
    for field in ["jwks_uri", "sector_identifier_uri"] {
        let (status, body) = register(&world, field, &uri).await;
        assert_eq!(status, 400, "{field}: {body}");
    }
}

/// Spellings of addresses that are not of the public Internet.
const PRIVATE: [&str; 24] = [
    "127.0.0.1",
    "127.1",
    "0177.0.0.1",
    "0x7f.1",
    "2130706433",
    "0.0.0.0",
    "0",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "a.localhost",
    "[::1]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
    "[fe80::1]",
    "[fc00::1]",
    "169.254.169.254",
    "100.64.0.1",
    "10.0.0.1",
    "192.168.0.1",
];

/// A port of this machine hears from nobody, whatever names it and whoever declared it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_this_network_is_called_for_a_client() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.registration.mode = "open".into();
            settings.rate_limits.registrations = 0;
        });
        let world = world.await;
        let canary = Listening::open(Trap::Html).await;
        let mut said = std::collections::BTreeSet::new();
        for host in PRIVATE {
            for scheme in ["https", "http", "gopher", "file", "ftp", "ldap", "dict"] {
                let uri = format!("{scheme}://{host}:{}/keys", canary.port);
                for field in [
                    "jwks_uri",
                    "sector_identifier_uri",
                    "backchannel_logout_uri",
                    "logo_uri",
                    "initiate_login_uri",
                ] {
                    let (status, body) = register(&world, field, &uri).await;
                    assert_eq!(status, 400, "{field} {uri}: {body}");
                    let text = body["error_description"].as_str().unwrap();
                    said.insert(text.replace(field, "URI").replace(&uri, "ADDRESS"));
                }
                let listed = json!({"redirect_uris": [CALLBACK], "request_uris": [uri]});
                assert_eq!(world.register(&listed).await.0, 400, "{uri}");
            }
        }
        // What is said depends on the text of the address alone, not on what is there.
        assert!(said.len() <= 3, "{said:#?}");
        assert_eq!(canary.connections(), 0);
        called_for_nobody(&world, &canary).await;
        arrives().await;
        assert_eq!(canary.connections(), 0);
    }
}

/// Clients of an administrator who named addresses of this machine: what they name is not called either.
async fn called_for_nobody(world: &World, canary: &Listening) {
    for (n, host) in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"]
        .iter()
        .enumerate()
    {
        let uri = |path: &str| format!("https://{host}:{}{path}", canary.port);
        let id = format!("private-{n}");
        let document = json!({
            "client_id": id, "redirect_uris": [CALLBACK], "first_party": true,
            "grant_types": ["authorization_code"], "token_endpoint_auth_method": "private_key_jwt",
            "jwks_uri": uri("/keys"), "request_uris": [uri("/object")],
            "backchannel_logout_uri": uri("/told"),
        });
        let declaration = clients::Declaration {
            client: serde_json::from_value(document).unwrap(),
            client_secret: None,
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let clients = world.provider.clients();
        let declared = clients
            .declare(&world.context(), declaration, "client.added")
            .await;
        if declared.is_err() {
            continue;
        }
        world.expire_versions();
        let query = authorize_query(&[("client_id", &id), ("request_uri", &uri("/object"))]);
        world.browser().get(&format!("/authorize?{query}")).await;
        let assertion = "eyJhbGciOiJFUzI1NiIsImtpZCI6Im90aGVyIn0.eyJpc3MiOiJwcml2YXRlIn0.AAAA";
        let form = encode(&[
            ("grant_type", "authorization_code"),
            ("client_id", &id),
            ("code", "guessed"),
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("client_assertion", assertion),
        ]);
        world.post_raw("/token", None, form).await;
        let mut browser = world.signed_in(ADA).await;
        browser
            .authorize(&authorize_query(&[("client_id", &id)]))
            .await;
        let page = browser.get("/end_session").await;
        browser.submit(&page, &[]).await;
        world.deliver_all().await;
    }
}
