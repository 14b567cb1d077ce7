//! What grows with sessions, users and apps: the same two things are timed with more and more rows
//! around them. Each request takes another session or user at random, so that nothing of it was
//! read before.

use super::{
    client::{self, Session},
    server::{Algorithm, Database, MASTER_KEY, Server},
};
use actix_web::cookie::{Cookie, CookieJar, Key};
use doorward_adapters::keys::{LastingKeys, MasterKey, Purpose};
use std::{fmt::Write, process::Command, time::Instant};

const FLOWS: usize = 600;
const ENDS: usize = 300;

/// Numbers that look random and are the same in each run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// The median of the times that were measured, in milliseconds.
pub fn timed(mut milliseconds: Vec<f64>) -> f64 {
    milliseconds.sort_by(f64::total_cmp);
    milliseconds[milliseconds.len() / 2]
}

/// Two sessions a user, each in a browser, with an app and its tokens.
fn fill(server: &Server, from: u64, to: u64) {
    let now = "(extract(epoch FROM now()) * 1000)::bigint";
    let (users, last_user) = (from / 2, to / 2 - 1);
    let last = to - 1;
    let digest = "rtrim(translate(encode(sha256(('bench-session-' || n)::bytea), 'base64'), '+/', '-_'), '=')";
    for statement in [
        format!(
            "INSERT INTO users (id, email, email_folded, claims, created_at, updated_at, generation, grants_from) SELECT 'bench-' || p, 'bench' || p || '@example.com', 'bench' || p || '@example.com', '{{}}', {now}, {now}, 1, 1 FROM generate_series({users}, {last_user}) p"
        ),
        format!(
            "INSERT INTO sso_sessions (sid, user_id, auth_time, amr, user_agent, created_at, last_seen_at, expires_at, remembered, generation, number) SELECT 'bench' || n, 'bench-' || n / 2, {now}, '[\"pwd\"]', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', {now}, {now}, {now} + 86400000, 0, 1, n FROM generate_series({from}, {last}) n"
        ),
        format!(
            "INSERT INTO browser_sessions SELECT {digest}, 'bench' || n, {now} FROM generate_series({from}, {last}) n"
        ),
        format!(
            "INSERT INTO session_clients (sid, client_id, notify) SELECT 'bench' || n, 'notes', 0 FROM generate_series({from}, {last}) n"
        ),
        format!(
            "INSERT INTO grants (id, client_id, user_id, sid, scope, offline, auth_time, amr, created_at, expires_at, generation) SELECT 'bench' || n, 'notes', 'bench-' || n / 2, 'bench' || n, 'openid', 0, {now}, '[\"pwd\"]', {now}, {now} + 86400000, 1 FROM generate_series({from}, {last}) n"
        ),
    ] {
        // What refers to what was made so by hand: PostgreSQL need not look each row up.
        psql(
            server,
            &format!("SET session_replication_role = replica; {statement}"),
        );
    }
    psql(server, "VACUUM ANALYZE");
}

pub fn psql(server: &Server, statement: &str) -> String {
    let output = Command::new("psql")
        .args([
            &server.database_url(),
            "-qAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement,
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The key that signs the cookies of a server.
fn cookie_key(server: &Server) -> Key {
    let sealed = psql(server, "SELECT sealed_root FROM master_key");
    let master_key = MasterKey::from_text(&MASTER_KEY.into()).unwrap();
    let root = master_key
        .open(Purpose::RootSecret.at(&[]), &sealed)
        .unwrap();
    Key::from(LastingKeys::from_root(&root).unwrap().cookie_key())
}

/// The cookie of a session that was never signed in by hand.
fn cookie(key: &Key, n: u64) -> String {
    let mut jar = CookieJar::new();
    jar.signed_mut(key).add(Cookie::new(
        "doorward_session",
        format!("bench-session-{n}"),
    ));
    jar.get("doorward_session").unwrap().encoded().to_string()
}

/// A server with so many sessions around the ones that are used, and what its requests took.
struct Among {
    server: Server,
    key: Key,
    token: String,
    size: u64,
    flows: Vec<f64>,
    ends: Vec<f64>,
}

impl Among {
    async fn start(http: &reqwest::Client) -> Self {
        let server = Server::start(Database::PostgresAndRedis, Algorithm::Es256).await;
        let token = client::token_of(http, &server.url, "hr").await;
        Self {
            key: cookie_key(&server),
            server,
            token,
            size: 0,
            flows: Vec::new(),
            ends: Vec::new(),
        }
    }

    fn grow(&mut self, size: u64) {
        let started = Instant::now();
        fill(&self.server, self.size, size);
        eprintln!(
            "{size} sessions after {:.0} s",
            started.elapsed().as_secs_f64()
        );
        self.size = size;
    }

    /// Somebody signs in silently. Even users do, odd users are ended: nobody is both.
    async fn flow(&mut self, http: &reqwest::Client, dice: &mut Dice) {
        let session = Session::of(
            &self.server.url,
            cookie(&self.key, dice.roll(self.size / 4) * 4 + dice.roll(2)),
        );
        let started = Instant::now();
        client::flow(http, &session).await;
        self.flows.push(started.elapsed().as_secs_f64() * 1000.0);
    }

    /// Somebody is to be out of everything.
    async fn end(&mut self, http: &reqwest::Client, dice: &mut Dice) {
        let user = format!("bench-{}", dice.roll(self.size / 4) * 2 + 1);
        let started = Instant::now();
        client::end_user(http, &self.server.url, &self.token, &user).await;
        self.ends.push(started.elapsed().as_secs_f64() * 1000.0);
    }
}

/// Prints a table: so many sessions, and what two things cost among them, beside what they cost
/// among the fewest at the same time: requests to the two alternate, so that whatever else the
/// machine does slows both.
pub async fn scale(sizes: &[u64]) {
    let (http, mut dice) = (client::http(), Dice(1));
    let (mut few, mut many) = (Among::start(&http).await, Among::start(&http).await);
    few.grow(sizes[0]);
    println!(
        "| sessions | users | database | silent flow p50 | beside {} | end this user p50 | beside {} |\n|---|---|---|---|---|---|---|",
        sizes[0], sizes[0]
    );
    for &size in sizes {
        many.grow(size);
        psql(&many.server, "CHECKPOINT");
        for _ in 0..FLOWS {
            few.flow(&http, &mut dice).await;
            many.flow(&http, &mut dice).await;
        }
        for _ in 0..ENDS {
            few.end(&http, &mut dice).await;
            many.end(&http, &mut dice).await;
        }
        let [few_flow, flow, few_end, end] = [
            &mut few.flows,
            &mut many.flows,
            &mut few.ends,
            &mut many.ends,
        ]
        .map(|taken| timed(std::mem::take(taken)));
        let database = psql(
            &many.server,
            "SELECT pg_size_pretty(pg_database_size(current_database()))",
        );
        println!(
            "| {size} | {} | {database} | {flow:.2} ms | {:.2}x | {end:.2} ms | {:.2}x |",
            size / 2,
            flow / few_flow,
            end / few_end
        );
    }
    println!(
        "\nDoorward held {} MB in memory at the end.",
        many.server.resident_kilobytes() / 1024
    );
    apps(&few.server, &few.key, &http, &mut dice).await;
}

/// The same with more apps.
async fn apps(server: &Server, key: &Key, http: &reqwest::Client, dice: &mut Dice) {
    println!("\n| apps | silent flow p50 | memory of Doorward |\n|---|---|---|");
    let mut declared = 0;
    for apps in [10, 1000, 10_000] {
        let mut text = String::new();
        for n in declared..apps {
            write!(text, "[[clients]]\nclient_id = \"app{n}\"\nclient_name = \"App {n}\"\nclient_secret = \"{}-{n}\"\nfirst_party = true\nredirect_uris = [\"https://app{n}.example/callback\"]\n", client::SECRET).unwrap();
        }
        declared = apps;
        server.apply(&text);
        let mut flows = Vec::new();
        for _ in 0..FLOWS {
            let session = Session::of(&server.url, cookie(key, dice.roll(2_500) * 4));
            let started = Instant::now();
            client::flow(http, &session).await;
            flows.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        println!(
            "| {apps} | {:.2} ms | {} MB |",
            timed(flows),
            server.resident_kilobytes() / 1024
        );
    }
}
