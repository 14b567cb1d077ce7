//! Three nodes on PostgreSQL and Redis, under load: each killed in turn, the database restarted,
//! Redis killed. Nobody who is in is signed out, nobody who is out comes back.

use crate::{
    command_line::{APPLY, Folder, answers},
    nodes::Redis,
    world::{ADA, Browser, authorize_query, free_port, free_ports, think},
};
use std::{
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

/// A PostgreSQL of this test's own, that can be restarted.
pub struct Postgres {
    folder: String,
    pub url: String,
    home: String,
}

fn bash(script: &str) -> String {
    let output = Command::new("bash")
        .args([
            "-euc",
            &format!(
                "cd {}; . scripts/lib.sh; {script}",
                env!("CARGO_MANIFEST_DIR")
            ),
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

impl Postgres {
    pub fn start() -> Self {
        let home = std::env::temp_dir()
            .join(format!(
                "doorward-postgres-{}-{}",
                std::process::id(),
                free_port()
            ))
            .display()
            .to_string();
        let said = bash(&format!(
            "mkdir {home}; chmod 755 {home}; start_postgres {home} '-c max_connections=100' >&2; echo $postgres_url $postgres_folder"
        ));
        let (url, folder) = said.split_once(' ').unwrap();
        Self {
            folder: folder.to_owned(),
            url: format!("{url}/postgres"),
            home,
        }
    }

    /// Stops it as a crash would, and starts it again.
    fn restart(&self) {
        let find = "pg=$(dirname \"$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)\")";
        bash(&format!(
            "{find}; as_postgres \"$pg/pg_ctl\" -D {0} -m immediate -w -l {0}/log restart >&2 </dev/null",
            self.folder
        ));
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stop = format!(
            "postgres_folder={}; pg=$(dirname \"$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)\"); stop_postgres; rm -rf {}",
            self.folder, self.home
        );
        let _ = Command::new("bash")
            .args([
                "-c",
                &format!(
                    "cd {}; . scripts/lib.sh; {stop}",
                    env!("CARGO_MANIFEST_DIR")
                ),
            ])
            .output();
    }
}

/// A node: a process that can be killed.
pub struct Node {
    listen: String,
    pub child: Child,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub async fn node(folder: &Folder, listen: &str) -> Node {
    let child = folder
        .command(&["serve"])
        .env("DOORWARD_LISTEN", listen)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    answers(&format!("http://{listen}/livez")).await;
    Node {
        listen: listen.to_owned(),
        child,
    }
}

/// A balancer in the browser: the first node that takes the request, and again where the database
/// is just away.
async fn balanced(
    browser: &mut Browser,
    nodes: &[String],
    from: usize,
    target: &str,
) -> (u16, Option<String>) {
    for at in (from + 1..).take(1000) {
        browser.issuer = format!("http://{}", nodes[at % nodes.len()]);
        match browser.try_get(target).await {
            Some(answer) if answer.status != 503 => return (answer.status, answer.location),
            _ => think().await,
        }
    }
    panic!("no node takes {target}");
}

pub async fn signed_in(nodes: &[String]) -> Browser {
    let mut browser = Browser::at(&format!("http://{}", nodes[0]));
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_dies_signs_anybody_out_or_in() {
    let postgres = Postgres::start();
    let redis_port = free_port();
    let mut redis = Some(Redis::start(redis_port).await);
    let first = free_ports(3);
    let nodes: Vec<String> = (0..3).map(|n| format!("127.0.0.1:{}", first + n)).collect();
    let folder = Folder::new("killed");
    let settings = format!(
        "issuer = \"http://localhost:{first}\"\nmaster_key = \"a master key for tests, of 32 characters or more\"\n[database]\nurl = \"{}\"\n[redis]\nurl = \"redis://127.0.0.1:{redis_port}/\"\n[http]\nworkers = 1\n[log]\nlevel = \"error\"\n",
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

    let (stop, asked) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let mut users = Vec::new();
    for n in 0..3 {
        let (mut browser, nodes, stop, asked) = (
            signed_in(&nodes).await,
            nodes.clone(),
            Arc::clone(&stop),
            Arc::clone(&asked),
        );
        users.push(tokio::spawn(async move {
            let target = format!(
                "/authorize?{}",
                authorize_query(&[("prompt", "none"), ("scope", "openid")])
            );
            let mut turn = n;
            while !stop.load(Ordering::SeqCst) {
                turn += 1;
                let (status, location) = balanced(&mut browser, &nodes, turn, &target).await;
                let location = location.unwrap_or_default();
                assert!(
                    status == 303 && location.contains("code="),
                    "signed out: {status} {location}"
                );
                asked.fetch_add(1, Ordering::SeqCst);
                think().await;
            }
        }));
    }
    let mut out: Vec<Browser> = Vec::new();
    // Somebody is known to every node and to Redis, signs out at one, and stays out at each.
    let one_more_is_out = async |out: &mut Vec<Browser>, at: usize| {
        let mut browser = signed_in(&nodes[at..]).await;
        for n in 0..nodes.len() {
            assert_eq!(balanced(&mut browser, &nodes, n, "/account").await.0, 200);
        }
        browser.issuer = format!("http://{}", nodes[at]);
        let page = browser.get("/end_session").await;
        let cookies = browser.cookies.clone();
        assert_eq!(browser.submit(&page, &[]).await.status, 303);
        browser.cookies = cookies;
        out.push(browser);
    };
    let nobody_came_back = async |out: &mut Vec<Browser>| {
        for browser in out {
            for n in 0..nodes.len() {
                let (status, location) = balanced(browser, &nodes, n, "/account").await;
                assert_eq!((status, location.as_deref()), (303, Some("/sign-in")));
            }
        }
    };
    for at in 0..3 {
        one_more_is_out(&mut out, at).await;
        // SIGKILL, and another process in its place.
        let dead = running.remove(0);
        let listen = dead.listen.clone();
        drop(dead);
        nobody_came_back(&mut out).await;
        running.push(node(&folder, &listen).await);
    }
    one_more_is_out(&mut out, 0).await;
    postgres.restart();
    nobody_came_back(&mut out).await;
    one_more_is_out(&mut out, 1).await;
    drop(redis.take());
    one_more_is_out(&mut out, 2).await;
    nobody_came_back(&mut out).await;
    let _again = Redis::start(redis_port).await;
    nobody_came_back(&mut out).await;
    stop.store(true, Ordering::SeqCst);
    for user in users {
        user.await.expect("nobody was signed out");
    }
    assert!(
        asked.load(Ordering::SeqCst) > 50,
        "the load ran: {}",
        asked.load(Ordering::SeqCst)
    );
}
