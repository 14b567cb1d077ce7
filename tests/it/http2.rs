//! HTTP/2: it is offered by ALPN, answers what HTTP/1.1 answers, and is guarded as well.

use crate::world::{ADA, Answer, Backend, World, encode};
use http_body_util::{BodyExt, Channel, Full, combinators::BoxBody};
use hyper::{
    Request, StatusCode, Version,
    body::Bytes,
    client::conn::http2::{SendRequest, handshake},
    header::HeaderMap,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::generate_simple_self_signed;
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{net::TcpStream, task::JoinHandle, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

type Body = BoxBody<Bytes, Infallible>;

/// A server with TLS, and a certificate that its clients trust.
struct Secure {
    world: World,
    certificate: CertificateDer<'static>,
    _folder: tempfile::TempDir,
}

impl Secure {
    async fn open(http2: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        let world = World::open_with(Backend::Sqlite, |settings| {
            settings.issuer = settings.issuer.replace("http://", "https://");
            settings.tls.certificate = Some(certificate);
            settings.tls.key = Some(key);
            settings.tls.http2 = http2;
        });
        Self {
            world: world.await,
            certificate: made.cert.der().clone(),
            _folder: folder,
        }
    }

    /// A connection of a client that offers these protocols.
    async fn connect(&self, offered: &[&[u8]]) -> TlsStream<TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let mut configuration =
            ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
        configuration.alpn_protocols = offered.iter().map(|name| name.to_vec()).collect();
        let stream = TcpStream::connect(&self.world.settings.listen)
            .await
            .unwrap();
        let connector = TlsConnector::from(Arc::new(configuration));
        connector
            .connect("localhost".try_into().unwrap(), stream)
            .await
            .unwrap()
    }

    async fn http2(&self) -> (SendRequest<Body>, JoinHandle<()>) {
        let stream = self.connect(&[b"h2", b"http/1.1"]).await;
        let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream))
            .await
            .unwrap();
        let ended = tokio::spawn(async move {
            let _ = connection.await;
        });
        (sender, ended)
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(self.world.at(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body).unwrap()
    }
}

fn text(body: String) -> Body {
    Full::new(Bytes::from(body)).boxed()
}

async fn send(sender: &SendRequest<Body>, request: Request<Body>) -> Result<Answer, hyper::Error> {
    let mut sender = sender.clone();
    sender.ready().await?;
    let (head, body) = sender.send_request(request).await?.into_parts();
    assert_eq!(head.version, Version::HTTP_2);
    let body = body.collect().await?.to_bytes();
    let header = |name: &str| texts(&head.headers, name).into_iter().next();
    Ok(Answer {
        status: head.status.as_u16(),
        location: header("location"),
        set_cookies: texts(&head.headers, "set-cookie"),
        body: String::from_utf8(body.to_vec()).unwrap(),
        headers: head.headers,
    })
}

fn texts(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_offers_it_gets_it_unless_it_is_off() {
    let (on, off) = (Secure::open(true).await, Secure::open(false).await);
    let both: [&[u8]; 2] = [b"h2", b"http/1.1"];
    for (server, offered, agreed) in [
        (&on, &both[..], &b"h2"[..]),
        (&on, &both[1..], b"http/1.1"),
        (&off, &both[..], b"http/1.1"),
    ] {
        let stream = server.connect(offered).await;
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(agreed));
    }
    // A client that offers nothing speaks HTTP/1.1.
    assert_eq!(on.connect(&[]).await.get_ref().1.alpn_protocol(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_signs_in_over_one_connection_of_many_requests() {
    let server = Secure::open(true).await;
    let (sender, _ended) = server.http2().await;
    let page = send(
        &sender,
        server.request("GET", "/sign-in", &[], text(String::new())),
    )
    .await
    .unwrap();
    assert_eq!(page.status, 200);
    // Browsers send each cookie as a header of its own (RFC 9113 section 8.2.3).
    let cookies: Vec<&str> = page
        .set_cookies
        .iter()
        .map(|cookie| cookie.split(';').next().unwrap())
        .collect();
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded"),
        ("cookie", "other=1"),
    ];
    headers.extend(cookies.iter().map(|cookie| ("cookie", *cookie)));
    let token = page.field("form_token").unwrap();
    let form = encode(&[
        ("form_token", &token),
        ("username", ADA.0),
        ("password", ADA.1),
    ]);
    let answer = send(
        &sender,
        server.request("POST", "/sign-in", &headers, text(form)),
    )
    .await
    .unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    let path = "/.well-known/openid-configuration";
    let many = (0..90).map(|_| {
        send(
            &sender,
            server.request("GET", path, &[], text(String::new())),
        )
    });
    for answer in futures_util::future::join_all(many).await {
        let answer = answer.unwrap();
        assert!(answer.status == 200 && answer.body.contains(&server.world.issuer));
        assert!(!answer.headers.contains_key("connection"));
    }
    let head = send(
        &sender,
        server.request("HEAD", path, &[], text(String::new())),
    )
    .await
    .unwrap();
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_guards_requests_guards_those_too() {
    let server = Secure::open(true).await;
    let (sender, _ended) = server.http2().await;
    // A body that does not arrive.
    let (_never, silent) = Channel::<Bytes, Infallible>::new(1);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let slow = send(
        &sender,
        server.request("POST", "/token", &form, silent.boxed()),
    );
    // A whole one without a length.
    let (mut all, chunks) = Channel::<Bytes, Infallible>::new(1);
    all.send_data(Bytes::from_static(b"grant_type=none"))
        .await
        .unwrap();
    drop(all);
    let whole = send(
        &sender,
        server.request("POST", "/token", &form, chunks.boxed()),
    );
    assert_eq!(
        timeout(Duration::from_secs(5), whole)
            .await
            .unwrap()
            .unwrap()
            .status,
        401
    );
    // One that is larger than any endpoint reads.
    let large = send(
        &sender,
        server.request("POST", "/token", &form, text("a".repeat(1 << 20))),
    );
    let long = "a".repeat(40_000);
    let head = [("x-long", long.as_str())];
    let head = send(
        &sender,
        server.request("GET", "/livez", &head, text(String::new())),
    );
    let other_host = [("host", "evil.example")];
    let path = "/.well-known/openid-configuration";
    let host = send(
        &sender,
        server.request("GET", path, &other_host, text(String::new())),
    );
    let (slow, large, head, host) =
        tokio::join!(timeout(Duration::from_secs(30), slow), large, head, host);
    assert_eq!(
        slow.expect("an end").unwrap().status,
        StatusCode::REQUEST_TIMEOUT
    );
    assert!(large.is_err() || large.unwrap().status >= 400);
    assert!(head.is_err() || head.unwrap().status == 431);
    assert!(!host.unwrap().body.contains("evil"));
    // The others of the connection go on.
    let alive = send(
        &sender,
        server.request("GET", "/livez", &[], text(String::new())),
    )
    .await;
    assert_eq!(alive.unwrap().status, 200);
    // Streams that are reset at once make nobody work on more of them than others.
    for _ in 0..500 {
        let request = server.request(
            "GET",
            "/.well-known/openid-configuration",
            &[],
            text(String::new()),
        );
        let mut sender = sender.clone();
        if sender.ready().await.is_err() {
            break;
        }
        drop(sender.send_request(request));
    }
    let (sender, _ended) = server.http2().await;
    let alive = send(
        &sender,
        server.request("GET", "/livez", &[], text(String::new())),
    )
    .await;
    assert_eq!(alive.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_without_requests_is_closed() {
    let server = Secure::open(true).await;
    let (sender, ended) = server.http2().await;
    timeout(Duration::from_secs(30), ended)
        .await
        .expect("closed")
        .unwrap();
    assert!(sender.is_closed());
}
