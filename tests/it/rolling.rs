//! Three nodes behind a real balancer, restarted one after the other while users work: no request
//! fails, and nobody notices.

use crate::{
    command_line::{APPLY, Folder, answers},
    killed::{Postgres, node, signed_in},
    nodes::Redis,
    world::{
        CALLBACK, SECRET, VERIFIER, authorize_query, basic, encode, eventually, free_port,
        free_ports, think,
    },
};
use std::{
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

struct Caddy(Child);

impl Drop for Caddy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The configuration of docs/guides/scaling.md, with the ports of this test.
fn caddy(folder: &Folder, port: u16, nodes: &[String]) -> Caddy {
    let guide = include_str!("../../docs/guides/scaling.md")
        .split("```caddy\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let mut text = guide.replace("id.example.com", &format!("http://127.0.0.1:{port}"));
    for (known, node) in ["127.0.0.1:8081", "127.0.0.1:8082", "127.0.0.1:8083"]
        .into_iter()
        .zip(nodes)
    {
        assert!(text.contains(known), "the guide names {known}");
        text = text.replace(known, node);
    }
    let file = folder.write(
        "Caddyfile",
        &format!("{{\n\tadmin off\n\tauto_https off\n}}\n{text}"),
    );
    let mut command = Command::new("caddy");
    command
        .args([
            "run",
            "--adapter",
            "caddyfile",
            "--config",
            file.to_str().unwrap(),
        ])
        .env("HOME", file.parent().unwrap());
    Caddy(
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("caddy is missing: run ./scripts/test, which installs it"),
    )
}

/// One user's work, again and again: a silent sign-in, its tokens, userinfo. Every answer is looked
/// at, and none is asked for twice.
async fn work(balancer: String, stop: Arc<AtomicBool>, done: Arc<AtomicUsize>) {
    let mut browser = signed_in(std::slice::from_ref(&balancer)).await;
    let http = reqwest::Client::new();
    while !stop.load(Ordering::SeqCst) {
        let answer = browser
            .get(&format!(
                "/authorize?{}",
                authorize_query(&[("prompt", "none"), ("scope", "openid")])
            ))
            .await;
        let code = answer
            .parameter("code")
            .unwrap_or_else(|| panic!("{} {:?} {}", answer.status, answer.location, answer.body));
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let request = http
            .post(format!("http://{balancer}/token"))
            .header("authorization", basic("notes", SECRET));
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encode(&form));
        let response = request.send().await.expect("the token endpoint answers");
        let (status, text) = (response.status().as_u16(), response.text().await.unwrap());
        assert_eq!(status, 200, "{text}");
        let tokens: serde_json::Value = serde_json::from_str(&text).unwrap();
        let userinfo = http
            .get(format!("http://{balancer}/userinfo"))
            .bearer_auth(tokens["access_token"].as_str().unwrap());
        assert_eq!(
            userinfo
                .send()
                .await
                .expect("userinfo answers")
                .status()
                .as_u16(),
            200
        );
        done.fetch_add(3, Ordering::SeqCst);
        think().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_while_every_node_is_restarted() {
    let postgres = Postgres::start();
    let redis_port = free_port();
    let _redis = Redis::start(redis_port).await;
    let first = free_ports(4);
    let nodes: Vec<String> = (0..3).map(|n| format!("127.0.0.1:{}", first + n)).collect();
    let balancer = format!("127.0.0.1:{}", first + 3);
    let folder = Folder::new("rolling");
    let settings = format!(
        "issuer = \"http://localhost:{}\"\nmaster_key = \"a master key for tests, of 32 characters or more\"\n[database]\nurl = \"{}\"\n[redis]\nurl = \"redis://127.0.0.1:{redis_port}/\"\n[http]\nworkers = 1\ndrain_seconds = 2\n[log]\nlevel = \"error\"\n",
        first + 3,
        postgres.url
    );
    folder.write("config/doorward.toml", &settings);
    assert!(folder.run(&["migrate"]).0);
    let file = folder.write("apply.toml", APPLY);
    assert!(folder.run(&["apply", file.to_str().unwrap()]).0);
    let mut running = Vec::new();
    for listen in &nodes {
        running.push(node(&folder, listen).await);
    }
    let _caddy = caddy(&folder, first + 3, &nodes);
    answers(&format!("http://{balancer}/livez")).await;
    // Every node answers through the balancer before anybody depends on it.
    for _ in 0..3 * nodes.len() {
        answers(&format!("http://{balancer}/livez")).await;
    }

    let (stop, done) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let users: Vec<_> = (0..3)
        .map(|_| tokio::spawn(work(balancer.clone(), Arc::clone(&stop), Arc::clone(&done))))
        .collect();
    let http = reqwest::Client::new();
    for listen in &nodes {
        let mut old = running.remove(0);
        let before = done.load(Ordering::SeqCst);
        assert!(
            Command::new("kill")
                .args(["-TERM", &old.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        eventually("a node that says that it goes", async || {
            let ready = http
                .get(format!("http://{listen}/readyz"))
                .send()
                .await
                .expect("it still answers");
            let closes = ready.headers().get("connection");
            ready.status() == 503 && closes.is_some_and(|value| value == "close")
        })
        .await;
        let ended = tokio::task::spawn_blocking(move || old.child.wait().unwrap())
            .await
            .unwrap();
        assert!(ended.success(), "it ends in order");
        running.push(node(&folder, listen).await);
        assert!(
            done.load(Ordering::SeqCst) > before + 30,
            "users went on working"
        );
        let restarted = done.load(Ordering::SeqCst);
        eventually("users who go on working", async || {
            done.load(Ordering::SeqCst) > restarted + 30
        })
        .await;
    }
    stop.store(true, Ordering::SeqCst);
    for user in users {
        user.await.expect("no request failed");
    }
    println!(
        "{} requests while three nodes were restarted, none failed",
        done.load(Ordering::SeqCst)
    );
}
