//! What requests wait while millions of expired rows are deleted: the same refreshes with and
//! without a purge under way, in one process, on both databases.

use super::client::{self, Families, Session};
use doorward_cli::{
    settings::Settings,
    startup::{self, Schema, SystemClock},
};
use doorward_core::{Provider, clients, context::Actor, users};
use doorward_protocol::oidc::claims::StandardClaims;
use std::{
    path::PathBuf,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Clients that refresh all the time.
const CLIENTS: usize = 4;
/// How long the requests are measured without a purge.
const QUIET: Duration = Duration::from_secs(5);
/// The longest purge.
const LONGEST: Duration = Duration::from_mins(15);

/// Expired sessions, each with its browser, its app, its grant and a refresh token.
fn dead_rows(rows: u64) -> Vec<String> {
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT"
    );
    let user = "(SELECT min(id) FROM users)";
    [
        ("sso_sessions (sid, user_id, auth_time, amr, user_agent, remembered, created_at, last_seen_at, expires_at, ended_at)".to_owned(), format!("'dead' || i, {user}, 0, '[]', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0)', 0, 0, 0, i, 1")),
        ("browser_sessions (key_digest, sid, created_at)".to_owned(), "'dead' || i, 'dead' || i, 0".to_owned()),
        ("session_clients (sid, client_id, notify)".to_owned(), "'dead' || i, 'notes', 0".to_owned()),
        ("grants (id, client_id, user_id, sid, scope, offline, auth_time, amr, created_at, expires_at)".to_owned(), format!("'dead' || i, 'notes', {user}, 'dead' || i, 'openid', 0, 0, '[]', 0, i")),
        ("refresh_tokens (digest, grant_id, created_at, idle_expires_at)".to_owned(), "'dead' || i, 'dead' || i, 0, 0".to_owned()),
    ]
    .into_iter()
    .map(|(table, values)| format!("INSERT INTO {table} {numbers} {values} FROM n"))
    .collect()
}

async fn fill(url: &str, rows: u64) {
    for statement in dead_rows(rows) {
        let statement = sqlx::raw_sql(sqlx::AssertSqlSafe(statement));
        if url.starts_with("sqlite:") {
            let pool = sqlx::SqlitePool::connect(url).await.unwrap();
            statement.execute(&pool).await.unwrap();
            pool.close().await;
        } else {
            let pool = sqlx::PgPool::connect(url).await.unwrap();
            statement.execute(&pool).await.unwrap();
            sqlx::raw_sql("ANALYZE").execute(&pool).await.unwrap();
            pool.close().await;
        }
    }
}

/// A provider in this process, with the app and the user of the load.
async fn provider(url: &str) -> (Arc<Provider>, String) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut settings = Settings {
        issuer: format!("http://localhost:{port}"),
        listen: format!("127.0.0.1:{port}"),
        master_key: Some(super::server::MASTER_KEY.into()),
        ..Settings::default()
    };
    settings.database.url = url.into();
    settings.http.workers = 1;
    let provider = startup::provider(&settings, Schema::Migrate, Arc::new(SystemClock))
        .await
        .unwrap();
    let ctx = provider.context(Actor::CommandLine);
    let client = serde_json::json!({
        "client_id": "notes", "first_party": true, "redirect_uris": [client::CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": "openid profile email offline_access",
    });
    let declaration = clients::Declaration {
        client: serde_json::from_value(client).unwrap(),
        client_secret: Some(client::SECRET.to_owned()),
        client_secret_hash: None,
        client_secrets: Vec::new(),
    };
    let clients = provider.clients();
    clients
        .declare(&ctx, declaration, "client.added")
        .await
        .unwrap();
    let user = users::Declaration {
        email: "user0@example.com".into(),
        username: Some("user0".into()),
        password: Some("a few words of user 0".into()),
        claims: StandardClaims::default(),
    };
    provider.users().put(&ctx, user, None).await.unwrap();
    let server = startup::serve_without_workers(Arc::clone(&provider), &settings)
        .await
        .unwrap();
    tokio::spawn(server);
    (provider, format!("http://127.0.0.1:{port}"))
}

/// Refreshes until told to stop; how long each request took, in milliseconds, in order.
async fn refreshes(families: &Families, stop: &AtomicBool) -> Vec<f64> {
    let clients = (0..CLIENTS).map(|_| async {
        let (http, mut taken) = (client::http(), Vec::new());
        while !stop.load(Ordering::Relaxed) {
            let started = Instant::now();
            families.refresh(http.clone()).await;
            taken.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        taken
    });
    let mut taken = futures_util::future::join_all(clients).await.concat();
    taken.sort_by(f64::total_cmp);
    taken
}

fn column(taken: &[f64]) -> String {
    let at = |share: f64| {
        let index = (taken.len() as f64 * share) as usize;
        taken[index.min(taken.len() - 1)]
    };
    format!(
        "{:.1} / {:.1} / {:.1} ms",
        at(0.5),
        at(0.99),
        taken[taken.len() - 1]
    )
}

async fn measure(database: &str, url: &str, rows: u64) {
    let (provider, address) = provider(url).await;
    let session = Session::sign_in(&address, 0).await;
    let families = Families::new(&session, CLIENTS).await;
    fill(url, rows).await;
    let stop = AtomicBool::new(false);
    let (quiet, ()) = tokio::join!(refreshes(&families, &stop), async {
        tokio::time::sleep(QUIET).await;
        stop.store(true, Ordering::Relaxed);
    });
    stop.store(false, Ordering::Relaxed);
    let started = Instant::now();
    let (during, report) = tokio::join!(refreshes(&families, &stop), async {
        let ctx = provider.context(Actor::Worker);
        let goes_on = || started.elapsed() < LONGEST;
        let report = provider.purge().run(&ctx, goes_on).await;
        stop.store(true, Ordering::Relaxed);
        report
    });
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "| {database} | {} | {seconds:.0} s | {} | {} |{}",
        report.rows,
        column(&quiet),
        column(&during),
        if report.stopped { " not finished" } else { "" }
    );
}

/// Prints a table for so many expired sessions: how long the purge took, and what refreshes took
/// without and with it (median, 99th percentile, longest).
pub async fn purge(rows: u64) {
    println!(
        "| database | rows deleted | in | refresh without (p50 / p99 / max) | during (p50 / p99 / max) |\n|---|---|---|---|---|"
    );
    let folder = PathBuf::from(std::env::var("BENCH_FOLDER").unwrap()).join("purge");
    std::fs::create_dir_all(&folder).unwrap();
    let file = format!("sqlite://{}/doorward.db", folder.display());
    measure("SQLite", &file, rows).await;
    let postgres = std::env::var("BENCH_POSTGRES_URL").unwrap();
    let name = format!("doorward_purge_{}", std::process::id());
    let created = Command::new("psql")
        .args([
            &format!("{postgres}/postgres"),
            "-qc",
            &format!("CREATE DATABASE {name}"),
        ])
        .status()
        .unwrap();
    assert!(created.success());
    measure("PostgreSQL", &format!("{postgres}/{name}"), rows).await;
}
