//! A file of SQLite whose disk is full for a while, and one whose machine stops.

use crate::{
    command_line::{APPLY, Folder, Server, answers},
    world::{
        ADA, Browser, CALLBACK, SECRET, VERIFIER, authorize_query, basic, encode, eventually,
        free_port,
    },
};
use futures_util::future::join_all;
use serde_json::Value;
use std::process::{Command, Stdio};

/// A server over a file in a folder, after a command of the shell.
async fn serve(folder: &Folder, before: &str, base: &str) -> Server {
    let program = env!("CARGO_BIN_EXE_doorward");
    let port = base.rsplit(':').next().unwrap();
    let child = folder
        .shell(&format!("{before}; exec {program} serve"))
        .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
        .env("DOORWARD_ISSUER", base)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(child);
    answers(&format!("{base}/livez")).await;
    server
}

async fn token(base: &str, form: &[(&str, &str)]) -> (u16, Value) {
    let request = reqwest::Client::new().post(format!("{base}/token"));
    let request = request
        .header("authorization", basic("notes", SECRET))
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(encode(form)).send().await.unwrap();
    let status = answer.status().as_u16();
    let body = serde_json::from_str(&answer.text().await.unwrap());
    (status, body.unwrap_or(Value::Null))
}

async fn redeem(base: &str, code: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    token(base, &form).await
}

async fn refresh(base: &str, refresh_token: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
    ];
    token(base, &form).await
}

async fn signed_in(base: &str) -> Browser {
    let mut browser = Browser::at(base);
    let page = browser.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(browser.submit(&page, &fields).await.status, 303);
    browser
}

async fn code(browser: &mut Browser) -> Option<String> {
    let query = authorize_query(&[("prompt", "none"), ("scope", "openid")]);
    browser.authorize(&query).await.parameter("code")
}

/// What SQLite says of a file that nobody has open.
async fn integrity(folder: &Folder) -> String {
    let url = format!("sqlite://{}", folder.path("doorward.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let found = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool);
    let found: String = found.await.unwrap();
    pool.close().await;
    found
}

fn declared(name: &str) -> (Folder, String) {
    let folder = Folder::new(name);
    let file = folder.write("apply.toml", APPLY);
    folder.json(&["apply", file.to_str().unwrap(), "--json"]);
    (folder, format!("http://localhost:{}", free_port()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_for_a_while_leaves_nothing_half_done() {
    let (folder, base) = declared("full-for-a-while");
    let server = serve(&folder, "true", &base).await;
    let limit = |soft: &str| {
        let mut command = Command::new("prlimit");
        let id = server.0.id().to_string();
        command.args(["--pid", &id, &format!("--fsize={soft}:unlimited")]);
        assert!(command.status().unwrap().success());
    };
    let mut ada = signed_in(&base).await;
    let (_, tokens) = redeem(&base, &code(&mut ada).await.unwrap()).await;
    let access = tokens["access_token"].as_str().unwrap().to_owned();
    let waiting = code(&mut ada).await.unwrap();
    // No file may grow any more.
    limit("4096");
    eventually("a server that says that its disk is full", async || {
        let answer = reqwest::get(format!("{base}/readyz")).await.unwrap();
        answer.status() == 503
            && answer
                .text()
                .await
                .unwrap()
                .contains("the disk of the database")
    })
    .await;
    assert_eq!(redeem(&base, &waiting).await.0, 503);
    let mut stranger = Browser::at(&base);
    let page = stranger.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = stranger.submit(&page, &fields).await;
    assert!(
        answer.status == 503 && stranger.session().is_none(),
        "{}",
        answer.status
    );
    // What is read goes on.
    let request = reqwest::Client::new().get(format!("{base}/userinfo"));
    let userinfo = request.bearer_auth(&access).send().await.unwrap();
    assert_eq!(userinfo.status(), 200);
    assert_eq!(ada.get("/account").await.status, 200);
    // There is room again.
    limit("unlimited");
    eventually("a server that is ready again", async || {
        let answer = reqwest::get(format!("{base}/readyz")).await.unwrap();
        answer.status() == 200
    })
    .await;
    assert_eq!(redeem(&base, &waiting).await.0, 200, "it was not used up");
    assert_eq!(redeem(&base, &waiting).await.0, 400);
    signed_in(&base).await;
    drop(server);
    assert_eq!(integrity(&folder).await, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_before_a_machine_stopped_stays_so() {
    let (folder, base) = declared("machine-stopped");
    for round in 0..3 {
        let server = serve(&folder, "true", &base).await;
        let mut ada = signed_in(&base).await;
        let mut codes = Vec::new();
        for _ in 0..12 {
            codes.push(code(&mut ada).await.unwrap());
        }
        let answered = std::sync::Mutex::new(Vec::new());
        let (at, noted) = (&base, &answered);
        let work = join_all(codes.iter().map(|code| async move {
            // The last ones may be cut off.
            let request = reqwest::Client::new().post(format!("{at}/token"));
            let form = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", CALLBACK),
                ("code_verifier", VERIFIER),
            ];
            let request = request
                .header("authorization", basic("notes", SECRET))
                .header("content-type", "application/x-www-form-urlencoded");
            let Ok(answer) = request.body(encode(&form)).send().await else {
                return;
            };
            let Ok(text) = answer.text().await else {
                return;
            };
            let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
            if let Some(token) = body["refresh_token"].as_str() {
                let pair = (code.clone(), token.to_owned());
                noted.lock().unwrap().push(pair);
            }
        }));
        let stop = async {
            eventually("some answers", async || {
                answered.lock().unwrap().len() > round * 3
            })
            .await;
            // SIGKILL: nothing is written any more.
            drop(server);
        };
        tokio::join!(work, stop);
        // The last page of the log was written in part.
        let log = folder.path("doorward.db-wal");
        let mut torn = std::fs::read(&log).unwrap();
        assert!(!torn.is_empty());
        torn.extend(vec![0x5a; 1000 + 24 * round]);
        std::fs::write(&log, torn).unwrap();
        let server = serve(&folder, "true", &base).await;
        let answered = answered.into_inner().unwrap();
        assert!(!answered.is_empty());
        let mut ada_again = Browser::at(&base);
        ada_again.cookies.clone_from(&ada.cookies);
        assert_eq!(
            ada_again.get("/account").await.status,
            200,
            "still signed in"
        );
        for (code, token) in &answered {
            let (status, body) = refresh(&base, token).await;
            assert_eq!(status, 200, "what was handed out works: {body}");
            let (status, body) = redeem(&base, code).await;
            assert_eq!(status, 400, "what was redeemed stays redeemed: {body}");
        }
        drop(server);
        assert_eq!(integrity(&folder).await, "ok");
    }
}
