//! A mixed load with faults for a long time, bounded, and three verdicts: no session was lost, none
//! lives that ended, memory is flat.
//!
//! The load knows what it did. Each user belongs to one task, which does one thing after another
//! and waits for a definite answer wherever something ends, so that there is never a doubt about
//! which of the user's sessions must be alive. While something is broken a server may say that it
//! cannot answer; it must not answer wrongly.

mod faults;
mod ledger;
mod user;

use super::{
    client,
    server::{Algorithm, Database, Server},
};
use faults::Faults;
use ledger::{Ledger, Memory};
use std::{
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Mutex;
use user::SoakUser;

/// How long an access token lives in this run: short, so that many expire in it.
const ACCESS_TOKEN: Duration = Duration::from_secs(20);
/// Users of the load, each a task of its own.
const USERS: usize = 8;

/// What is broken on purpose, to show that a verdict can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A session ends and the load does not know it.
    Lost,
    /// A session goes on that the load takes for ended.
    Alive,
    /// A process beside the server that is counted with it takes more and more memory.
    Memory,
}

impl Broken {
    fn parse(name: &str) -> Self {
        match name {
            "lost" => Self::Lost,
            "alive" => Self::Alive,
            "memory" => Self::Memory,
            other => panic!("--break takes lost, alive or memory, not {other}"),
        }
    }
}

/// What every task of a run shares.
pub struct Run {
    pub url: String,
    pub ledger: Ledger,
    pub stopped: AtomicBool,
    pub broken: Option<Broken>,
}

impl Run {
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Runs for so many minutes, half on each store, and ends the process with the verdict. It has
/// threads of its own: what breaks a server blocks one of them.
pub fn soak(arguments: Vec<String>) {
    let run = move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(on_both(&arguments));
    };
    std::thread::spawn(run)
        .join()
        .expect("the load goes on to the end");
}

async fn on_both(arguments: &[String]) {
    if arguments.first().is_some_and(|argument| argument == "leak") {
        leak();
    }
    let minutes: f64 = arguments[0].parse().expect("the minutes are a number");
    let broken = arguments
        .iter()
        .position(|argument| argument == "--break")
        .map(|at| Broken::parse(&arguments[at + 1]));
    let half = Duration::from_secs_f64(minutes * 30.0);
    let mut holds = true;
    println!("{}", ledger::HEAD);
    for database in [Database::Sqlite, Database::PostgresAndRedis] {
        holds &= on(database, half, broken).await;
    }
    println!(
        "\n{}",
        if holds {
            "No session was lost, none lives that ended, memory is flat."
        } else {
            "At least one verdict does not hold."
        }
    );
    if !holds {
        std::process::exit(1);
    }
}

/// A process that takes a megabyte every tenth of a second, for two minutes at most.
fn leak() -> ! {
    let mut kept = Vec::new();
    for _ in 0..1200 {
        kept.push(vec![1_u8; 1024 * 1024]);
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(kept);
    std::process::exit(0);
}

struct Leak(Child);

impl Drop for Leak {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn on(database: Database, time: Duration, broken: Option<Broken>) -> bool {
    let mut faults = Faults::new(database).await;
    let mut settings = vec![
        // A password costs little here: the load is to be of everything.
        ("DOORWARD_PASSWORDS__MEMORY_KIB", "1024".to_owned()),
        ("DOORWARD_PASSWORDS__ITERATIONS", "1".to_owned()),
        (
            "DOORWARD_TOKENS__ACCESS_TOKEN_SECONDS",
            ACCESS_TOKEN.as_secs().to_string(),
        ),
        ("DOORWARD_HTTP__DRAIN_SECONDS", "1".to_owned()),
        ("DOORWARD_LOG__LEVEL", "error".to_owned()),
    ];
    settings.extend(faults.settings());
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let server = Server::start_with(database, Algorithm::Es256, &settings).await;
    let leak = (broken == Some(Broken::Memory)).then(|| {
        Leak(
            Command::new(std::env::current_exe().unwrap())
                .args(["--soak", "leak"])
                .spawn()
                .unwrap(),
        )
    });
    let run = Arc::new(Run {
        url: server.url.clone(),
        ledger: Ledger::default(),
        stopped: AtomicBool::new(false),
        broken,
    });
    let started = Instant::now();
    let users: Vec<_> = (0..USERS)
        .map(|user| {
            let run = Arc::clone(&run);
            tokio::spawn(async move {
                let mut soak_user = SoakUser::new(run, user);
                soak_user.visit().await;
                soak_user
            })
        })
        .collect();
    let server = Mutex::new(server);
    let mut memory = Memory::default();
    let pids = leak.as_ref().map(|leak| leak.0.id());
    let watch = async {
        while started.elapsed() < time {
            tokio::time::sleep(Duration::from_millis(500)).await;
            if let Ok(server) = server.try_lock() {
                let pids = [Some(server.pids()[0]), pids];
                memory.sample(started.elapsed().as_secs_f64() / time.as_secs_f64(), &pids);
            }
        }
    };
    // The server is restarted in the first half alone: memory is compared within one process.
    tokio::join!(watch, faults.go_on(&server, started, time));
    run.stopped.store(true, Ordering::Relaxed);
    let mut soak_users = Vec::new();
    for user in users {
        soak_users.push(user.await.expect("a user of the load went on to the end"));
    }
    // Everything works again: whoever must be in is in, whoever must be out is out.
    for soak_user in &mut soak_users {
        soak_user.await_state().await;
    }
    run.ledger
        .report(database.name(), started.elapsed(), &faults.count(), &memory)
}

/// The address of an authorization request that shows no page.
pub fn silent(url: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("client_id", "notes"),
            ("redirect_uri", client::CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "state"),
            ("nonce", "nonce"),
            ("code_challenge", client::CHALLENGE),
            ("code_challenge_method", "S256"),
            ("prompt", "none"),
        ])
        .finish();
    format!("{url}/authorize?{query}")
}
