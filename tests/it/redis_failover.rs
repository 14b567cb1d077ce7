//! Redis behind Sentinel and as a Cluster, failing over under load: nobody is signed out, and
//! nobody who is out comes back.

use crate::world::{
    ADA, Backend, Browser, GRACE, World, authorize_query, eventually, forget_known, free_ports,
    listens, think,
};
use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// Redis servers of a test's own, with a folder.
struct Servers {
    folder: PathBuf,
    children: Vec<(u16, Child)>,
}

impl Drop for Servers {
    fn drop(&mut self) {
        for (_, child) in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Servers {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!(
            "doorward-redis-{}-{}",
            std::process::id(),
            crate::world::free_port()
        ));
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            folder,
            children: Vec::new(),
        }
    }

    async fn start(&mut self, port: u16, settings: &str, sentinel: bool) {
        let file = self.folder.join(format!("{port}.conf"));
        let common = format!(
            "port {port}\nbind 127.0.0.1\ndir {}\nsave \"\"\nappendonly no\n",
            self.folder.display()
        );
        let common = if sentinel {
            common.replace("save \"\"\nappendonly no\n", "")
        } else {
            common
        };
        std::fs::write(&file, format!("{common}{settings}")).unwrap();
        let mut command = Command::new("redis-server");
        command.arg(&file);
        if sentinel {
            command.arg("--sentinel");
        }
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-server is missing: run ./scripts/test, which installs it");
        self.children.push((port, child));
        listens("127.0.0.1", port).await;
    }

    fn kill(&mut self, port: u16) {
        let at = self
            .children
            .iter()
            .position(|(known, _)| *known == port)
            .unwrap();
        let (_, mut child) = self.children.remove(at);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

fn cli(port: u16, arguments: &[&str]) -> String {
    let output = Command::new("redis-cli")
        .args(["-p", &port.to_string()])
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn healthy(world: &World) -> bool {
    world.provider.sessions().is_cache_healthy().await == Some(true)
}

/// Users who go on working while Redis fails over; each counts how often it was refused, and how
/// long it waited at most.
struct Load {
    stop: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    tasks: Vec<tokio::task::JoinHandle<Duration>>,
}

impl Load {
    async fn start(world: &World) -> Self {
        let (stop, asked) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicUsize::new(0)),
        );
        let mut tasks = Vec::new();
        for _ in 0..4 {
            let mut browser = world.signed_in(GRACE).await;
            let (stop, asked) = (Arc::clone(&stop), Arc::clone(&asked));
            let store = world.provider.store().clone();
            tasks.push(tokio::spawn(async move {
                let mut longest = Duration::ZERO;
                while !stop.load(Ordering::SeqCst) {
                    // Each request asks Redis, as those of many users do.
                    forget_known(&store).await;
                    let started = Instant::now();
                    let answer = browser
                        .authorize(&authorize_query(&[("prompt", "none")]))
                        .await;
                    assert!(
                        answer.parameter("code").is_some(),
                        "signed out by Redis: {:?} {}",
                        answer.location,
                        answer.body
                    );
                    longest = longest.max(started.elapsed());
                    asked.fetch_add(1, Ordering::SeqCst);
                    think().await;
                }
                longest
            }));
        }
        Self { stop, asked, tasks }
    }

    async fn finish(self) {
        self.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            let longest = task.await.expect("nobody was signed out");
            assert!(
                longest < Duration::from_secs(2),
                "nobody waits longer than two seconds: {longest:?}"
            );
        }
        assert!(self.asked.load(Ordering::SeqCst) > 40, "the load ran");
    }
}

/// Ends Ada's session now, and says whether it is over, also for a browser that Redis knew.
async fn ends(ada: &mut Browser) {
    assert_eq!(ada.get("/account").await.status, 200, "in until she is out");
    let page = ada.get("/end_session").await;
    let cookies = ada.cookies.clone();
    ada.submit(&page, &[]).await;
    ada.cookies = cookies;
    assert_eq!(ada.get("/account").await.status, 303, "out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sentinel_names_another_master() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let mut servers = Servers::new();
        let first = free_ports(3);
        let (second, sentinel) = (first + 1, first + 2);
        servers.start(first, "", false).await;
        servers
            .start(
                second,
                &format!("replicaof 127.0.0.1 {first}\nrepl-diskless-sync-delay 0\n"),
                false,
            )
            .await;
        let watch = format!(
            "sentinel monitor main 127.0.0.1 {first} 1\nsentinel down-after-milliseconds main 500\nsentinel failover-timeout main 2000\n"
        );
        eventually("the replica", async || {
            cli(second, &["INFO", "replication"]).contains("master_link_status:up")
        })
        .await;
        servers.start(sentinel, &watch, true).await;
        eventually("sentinel's view", async || {
            cli(sentinel, &["SENTINEL", "replicas", "main"]).contains(&second.to_string())
        })
        .await;
        let world = World::open_with(backend, |settings| {
            settings.redis.url = Some(format!("redis+sentinel://127.0.0.1:{sentinel}/main").into());
        })
        .await;
        let load = Load::start(&world).await;
        let (mut before, mut during, mut after) = (
            world.signed_in(ADA).await,
            world.signed_in(ADA).await,
            world.signed_in(ADA).await,
        );
        for browser in [&mut before, &mut during, &mut after] {
            assert_eq!(browser.get("/account").await.status, 200);
        }
        assert!(
            healthy(&world).await && cli(first, &["DBSIZE"]).trim() != "0",
            "the master holds sessions"
        );
        ends(&mut before).await;
        servers.kill(first);
        ends(&mut during).await;
        eventually("the new master", async || healthy(&world).await).await;
        assert!(cli(second, &["ROLE"]).starts_with("master"));
        // The new master has the memory of the old one, from before.
        for browser in [&mut before, &mut during] {
            assert_eq!(
                browser.get("/account").await.status,
                303,
                "nobody comes back"
            );
        }
        ends(&mut after).await;
        assert!(
            cli(second, &["KEYS", "doorward:session:*"]).contains("doorward:session"),
            "and it is used again"
        );
        load.finish().await;
    }
}

/// A Cluster of three masters, each with so many replicas.
async fn cluster(servers: &mut Servers, replicas: u16) -> Vec<u16> {
    let count = 3 * (1 + replicas);
    let first = free_ports(count);
    // The bus listens ten thousand ports above unless it is told.
    let ports: Vec<u16> = (first..first + count).collect();
    for (n, port) in ports.iter().enumerate() {
        let bus = free_ports(1);
        servers.start(*port, &format!("cluster-enabled yes\ncluster-config-file nodes-{n}.conf\ncluster-node-timeout 500\ncluster-port {bus}\ncluster-require-full-coverage no\nrepl-diskless-sync-delay 0\n"), false).await;
    }
    let nodes = ports.iter().map(|port| format!("127.0.0.1:{port}"));
    let mut create = Command::new("redis-cli");
    create.args(["--cluster", "create"]).args(nodes).args([
        "--cluster-replicas",
        &replicas.to_string(),
        "--cluster-yes",
    ]);
    let made = create.output().unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stdout)
    );
    eventually("the cluster", async || {
        ports
            .iter()
            .all(|port| cli(*port, &["CLUSTER", "INFO"]).contains("cluster_state:ok"))
    })
    .await;
    ports
}

fn cluster_url(ports: &[u16]) -> String {
    format!(
        "redis+cluster://{}",
        ports
            .iter()
            .map(|port| format!("127.0.0.1:{port}"))
            .collect::<Vec<_>>()
            .join(",")
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_makes_a_replica_the_master() {
    let mut servers = Servers::new();
    let ports = cluster(&mut servers, 1).await;
    let is_master = |port: u16| cli(port, &["ROLE"]).starts_with("master");
    eventually("the replicas", async || {
        ports
            .iter()
            .filter(|port| cli(**port, &["INFO", "replication"]).contains("master_link_status:up"))
            .count()
            == 3
    })
    .await;
    let world = World::open_with(Backend::Postgres, |settings| {
        settings.redis.url = Some(cluster_url(&ports).into());
    })
    .await;
    let load = Load::start(&world).await;
    let mut browsers = Vec::new();
    for _ in 0..9 {
        let mut browser = world.signed_in(ADA).await;
        assert_eq!(browser.get("/account").await.status, 200);
        browsers.push(browser);
    }
    let mut late = browsers.split_off(4);
    for browser in &mut browsers {
        ends(browser).await;
    }
    let masters: Vec<u16> = ports
        .iter()
        .copied()
        .filter(|port| is_master(*port))
        .collect();
    assert_eq!(masters.len(), 3);
    servers.kill(masters[0]);
    let mut later = late.split_off(2);
    for browser in &mut late {
        ends(browser).await;
    }
    let others: Vec<u16> = ports
        .iter()
        .copied()
        .filter(|port| *port != masters[0])
        .collect();
    eventually("the replica's rise", async || {
        others.iter().filter(|port| is_master(**port)).count() == 3
    })
    .await;
    eventually("every slot", async || {
        others
            .iter()
            .all(|port| cli(*port, &["CLUSTER", "INFO"]).contains("cluster_slots_ok:16384"))
    })
    .await;
    eventually("its use", async || healthy(&world).await).await;
    for browser in &mut later {
        ends(browser).await;
    }
    for browser in browsers.iter_mut().chain(&mut late).chain(&mut later) {
        assert_eq!(
            browser.get("/account").await.status,
            303,
            "nobody comes back"
        );
    }
    load.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_loses_one_of_three() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let mut servers = Servers::new();
        let ports = cluster(&mut servers, 0).await;
        let world = World::open_with(backend, |settings| {
            settings.redis.url = Some(cluster_url(&ports).into());
        })
        .await;
        let load = Load::start(&world).await;
        let mut browsers = Vec::new();
        for _ in 0..9 {
            let mut browser = world.signed_in(ADA).await;
            assert_eq!(browser.get("/account").await.status, 200);
            browsers.push(browser);
        }
        assert!(healthy(&world).await);
        let holding = ports
            .iter()
            .filter(|port| cli(**port, &["DBSIZE"]).trim() != "0")
            .count();
        assert!(holding >= 2, "sessions lie on several nodes: {holding}");
        let mut late = browsers.split_off(3);
        for browser in &mut browsers {
            ends(browser).await;
        }
        servers.kill(ports[1]);
        for browser in &mut late {
            ends(browser).await;
        }
        // A while without the third of it.
        let before = load.asked.load(Ordering::SeqCst);
        world.clock.pass(Duration::from_millis(1500));
        eventually("users who go on", async || {
            load.asked.load(Ordering::SeqCst) > before + 40
        })
        .await;
        for browser in browsers.iter_mut().chain(&mut late) {
            assert_eq!(
                browser.get("/account").await.status,
                303,
                "nobody comes back"
            );
        }
        load.finish().await;
    }
}
