//! How a server ends that is told to: what is under way is finished at the first signal, and cut off at
//! the second.

use crate::{
    command_line::{Folder, Server, answers},
    world::{arrives, eventually, free_port},
};
use std::process::{Command, ExitStatus, Stdio};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const STOPS: &str = "what is under way is finished first";
const HEAD: &str = "POST /token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
     Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 29\r\n\r\n";
const BODY: (&str, &str) = ("grant_type=client", "_credentials");

/// A server of its own, with a request under way whose body is sent in part.
struct Running {
    folder: Folder,
    port: u16,
    server: Server,
    request: TcpStream,
}

impl Running {
    async fn start(drain_seconds: &str) -> Self {
        let folder = Folder::new("stopping");
        let port = free_port();
        let log = folder.write("log", "");
        let child = folder
            .command(&["serve"])
            .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("DOORWARD_ISSUER", format!("http://localhost:{port}"))
            .env("DOORWARD_HTTP__DRAIN_SECONDS", drain_seconds)
            .env("DOORWARD_HTTP__BODY_SECONDS", "600")
            .env("DOORWARD_HTTP__BODY_BYTES_PER_SECOND", "1")
            .stderr(std::fs::File::create(&log).unwrap())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Server(child);
        answers(&format!("http://localhost:{port}/readyz")).await;
        let mut request = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        request.write_all(HEAD.as_bytes()).await.unwrap();
        request.write_all(BODY.0.as_bytes()).await.unwrap();
        arrives().await;
        Self {
            folder,
            port,
            server,
            request,
        }
    }

    /// Sends a signal, and waits for these words in the log.
    async fn told(&self, signal: &str, words: &str) {
        let mut kill = Command::new("kill");
        kill.args([signal, &self.server.0.id().to_string()]);
        assert!(kill.status().unwrap().success());
        eventually(words, async || self.folder.read("log").contains(words)).await;
    }

    fn is_running(&mut self) -> bool {
        self.server.0.try_wait().unwrap().is_none()
    }

    async fn ended(&mut self) -> ExitStatus {
        eventually("the end of the process", async || {
            self.server.0.try_wait().unwrap().is_some()
        })
        .await;
        self.server.0.wait().unwrap()
    }

    /// Sends the rest of the request, and reads the answer.
    async fn answer(&mut self) -> String {
        let mut answer = Vec::new();
        let _ = self.request.write_all(BODY.1.as_bytes()).await;
        let _ = self.request.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_finished_and_nothing_new_is_taken() {
    for signal in ["-TERM", "-INT"] {
        let mut running = Running::start("0").await;
        running.told(signal, STOPS).await;
        let port = running.port;
        eventually("nobody who listens", async || {
            TcpStream::connect(("127.0.0.1", port)).await.is_err()
        })
        .await;
        assert!(running.is_running(), "{signal}: a request is under way");
        let answer = running.answer().await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{signal}: {answer}");
        assert_eq!(running.ended().await.code(), Some(0), "{signal}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_signal_ends_the_process_at_once() {
    let cut_off = "stopped by a second signal: what was under way is cut off";
    for (drain, first, said) in [
        ("0", "-TERM", STOPS),
        ("0", "-INT", STOPS),
        (
            "300",
            "-TERM",
            "about to stop: balancers are told at /readyz",
        ),
    ] {
        for second in ["-TERM", "-INT"] {
            let mut running = Running::start(drain).await;
            running.told(first, said).await;
            assert!(running.is_running(), "{first}");
            running.told(second, cut_off).await;
            let code = running.ended().await.code();
            assert_eq!(code, Some(1), "{drain} {first} {second}");
            assert_eq!(running.answer().await, "", "{drain} {first} {second}");
        }
    }
}
