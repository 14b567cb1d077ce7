//! A server whose log nobody reads: the pipe is full, and everybody is served all the same.

use crate::{
    command_line::{Folder, Server, answers},
    world::{Browser, eventually, free_ports},
};
use std::{
    io::{PipeReader, Read, pipe},
    process::{Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
};

const DROPPED: &str = "doorward_log_lines_dropped_total";
const WARNING: &str = "so many lines of the log were dropped since the start";
const ADA: (&str, &str) = ("ada@example.com", "notes on the analytical engine");

/// A server of its own at its most verbose, and the end of its log that nobody reads yet.
struct Unread {
    folder: Folder,
    base: String,
    figures: String,
    server: Server,
    log: PipeReader,
}

impl Unread {
    async fn start() -> Self {
        Self::start_with(false).await
    }

    /// `is_one`: standard output is the same pipe, as in a terminal or a container.
    async fn start_with(is_one: bool) -> Self {
        let folder = Folder::new("log-reader");
        folder.json(&[
            "user",
            "add",
            "--email",
            ADA.0,
            "--password",
            ADA.1,
            "--json",
        ]);
        let port = free_ports(2);
        let (log, end) = pipe().unwrap();
        let output = if is_one {
            Stdio::from(end.try_clone().unwrap())
        } else {
            Stdio::null()
        };
        let child = folder
            .command(&["serve"])
            .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("DOORWARD_ISSUER", format!("http://localhost:{port}"))
            .env(
                "DOORWARD_METRICS__LISTEN",
                format!("127.0.0.1:{}", port + 1),
            )
            .env("DOORWARD_HTTP__DRAIN_SECONDS", "0")
            .env("DOORWARD_LOG__LEVEL", "trace")
            .stderr(end)
            .stdout(output)
            .spawn()
            .unwrap();
        let server = Server(child);
        let base = format!("http://localhost:{port}");
        answers(&format!("{base}/readyz")).await;
        let figures = format!("http://localhost:{}/metrics", port + 1);
        Self {
            folder,
            base,
            figures,
            server,
            log,
        }
    }

    /// How many lines the server says it dropped.
    async fn dropped(&self) -> u64 {
        let text = reqwest::get(&self.figures).await.unwrap();
        let text = text.text().await.unwrap();
        let figure = text.lines().find_map(|line| line.strip_prefix(DROPPED));
        figure.map_or(0, |figure| figure.trim().parse().unwrap())
    }

    /// Requests until lines are dropped: each of them is answered.
    async fn fill(&self) {
        let http = reqwest::Client::new();
        eventually("lines that are dropped", async || {
            for _ in 0..50 {
                let url = format!("{}/authorize?client_id=nobody", self.base);
                assert_eq!(http.get(url).send().await.unwrap().status(), 400);
            }
            self.dropped().await > 0
        })
        .await;
    }

    async fn sign_in(&self) {
        let mut browser = Browser::at(&self.base);
        let page = browser.get("/sign-in").await;
        let fields = [("username", ADA.0), ("password", ADA.1)];
        assert_eq!(browser.submit(&page, &fields).await.status, 303);
    }

    /// How many sign-ins are in the audit log.
    fn audited(&self) -> usize {
        let entries = self.folder.json(&["audit", "list", "--json"]);
        entries.to_string().matches("sign_in.succeeded").count()
    }

    async fn end(&mut self) -> ExitStatus {
        let mut kill = Command::new("kill");
        kill.args(["-TERM", &self.server.0.id().to_string()]);
        assert!(kill.status().unwrap().success());
        eventually("the end of the process", async || {
            self.server.0.try_wait().unwrap().is_some()
        })
        .await;
        self.server.0.wait().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_log_nobody_reads_serves_everybody_and_ends_in_order() {
    for is_one in [false, true] {
        let mut server = Unread::start_with(is_one).await;
        server.fill().await;
        server.sign_in().await;
        server.sign_in().await;
        assert_eq!(server.audited(), 2, "the audit log drops nothing");
        assert_eq!(server.end().await.code(), Some(0), "one pipe: {is_one}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_read_again_says_how_many_lines_were_dropped_and_goes_on() {
    let Unread {
        base,
        figures,
        mut log,
        server: _server,
        folder: _folder,
    } = {
        let server = Unread::start().await;
        server.fill().await;
        server
    };
    let text = Arc::new(Mutex::new(Vec::new()));
    let read = Arc::clone(&text);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        while let Ok(count) = log.read(&mut buffer) {
            if count == 0 {
                return;
            }
            read.lock().unwrap().extend_from_slice(&buffer[..count]);
        }
    });
    let says = |words: &str| {
        let text = text.lock().unwrap();
        String::from_utf8_lossy(&text).contains(words)
    };
    eventually("the warning", async || says(WARNING)).await;
    let url = format!("{base}/authorize?client_id=somebody-else");
    assert_eq!(reqwest::get(url).await.unwrap().status(), 400);
    eventually("the next line", async || says("somebody-else")).await;
    let text = reqwest::get(figures).await.unwrap().text().await.unwrap();
    assert!(
        text.contains(&format!("# TYPE {DROPPED} counter")),
        "{text}"
    );
}
