//! A connection that comes to no request, because one side speaks TLS and the other does not, or does not
//! trust the certificate: the log says so in the words that `docs/troubleshooting.md` quotes.

use crate::{
    command_line::{Folder, Server},
    refusal_log::written,
    troubleshooting::GUIDE,
    world::{eventually, free_port, listens},
};
use std::path::PathBuf;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const SPEAKS_TLS: &str =
    "a connection is refused: it speaks TLS, and this server speaks plain HTTP here";
const SPEAKS_NO_TLS: &str = "it speaks no TLS";
const REFUSED_TLS: &str = "the other side refused TLS";
const PLAIN: &[u8] = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// The beginning of a `ClientHello`. No byte of it ends a line.
const HELLO: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and so on";

/// A server of its own, whose log is read.
struct Listening {
    scheme: String,
    port: u16,
    log: PathBuf,
    _server: Server,
    _folder: Folder,
}

impl Listening {
    async fn start(scheme: &str, variables: &[(&str, &str)]) -> Self {
        let folder = Folder::new("connections");
        let (port, log) = (free_port(), folder.write("log", ""));
        let child = folder
            .command(&["serve"])
            .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("DOORWARD_ISSUER", format!("{scheme}://localhost:{port}"))
            .envs(variables.iter().copied())
            .stderr(std::fs::File::create(&log).unwrap())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let server = Server(child);
        listens("127.0.0.1", port).await;
        Self {
            scheme: scheme.to_owned(),
            port,
            log,
            _server: server,
            _folder: folder,
        }
    }

    /// Sends these bytes as the first of a connection, and reads until the server closes it.
    async fn speak(&self, bytes: &[u8]) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }

    fn says(&self, words: &str) -> bool {
        std::fs::read_to_string(&self.log).unwrap().contains(words)
    }

    /// Whether the log has these words of anything that happened before.
    async fn said(&self, words: &str) -> bool {
        let http = trusting();
        let base = format!("{}://localhost:{}", self.scheme, self.port);
        written(&http, &base, &self.log).await.contains(words)
    }
}

fn trusting() -> reqwest::Client {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true);
    client.build().unwrap()
}

#[test]
fn the_guide_quotes_what_the_log_says_of_connections() {
    for words in [SPEAKS_TLS, SPEAKS_NO_TLS, REFUSED_TLS, "alert=UnknownCA"] {
        assert!(GUIDE.contains(words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_asks_for_https_where_http_is_spoken_is_in_the_log() {
    let server = Listening::start("http", &[]).await;
    server.speak(PLAIN).await;
    assert!(!server.said("a connection is refused").await);
    server.speak(HELLO).await;
    eventually("the line", async || server.says(SPEAKS_TLS)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_asks_for_http_or_trusts_nobody_where_tls_is_spoken_is_in_the_log() {
    let variables = [
        ("DOORWARD_TLS__SELF_SIGNED", "true"),
        (
            "DOORWARD_MASTER_KEY",
            "a master key for tests, of 32 characters or more",
        ),
    ];
    let server = Listening::start("https", &variables).await;
    // A load balancer that looks whether the port is open.
    drop(
        TcpStream::connect(("127.0.0.1", server.port))
            .await
            .unwrap(),
    );
    let url = format!("https://localhost:{}/livez", server.port);
    assert!(
        trusting()
            .get(&url)
            .send()
            .await
            .unwrap()
            .status()
            .is_success()
    );
    assert!(!server.said("a connection is refused").await && !server.says(REFUSED_TLS));
    server.speak(PLAIN).await;
    eventually("the line", async || server.says(SPEAKS_NO_TLS)).await;
    assert!(!server.said(REFUSED_TLS).await);
    assert!(reqwest::get(&url).await.is_err());
    eventually("the line", async || server.says(REFUSED_TLS)).await;
}
