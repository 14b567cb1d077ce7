//! A database that another process holds: everybody who waits is told so in time, not each in turn.

use crate::{
    on_both,
    world::{ADA, Backend, SECRET, World, authorize_query, basic, eventually},
};
use doorward_cli::startup;
use doorward_protocol::secret::Digest;
use doorward_storage::{Error, PoolSize, Store};
use futures_util::future::join_all;
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::{sync::Arc, time::Duration};

on_both!(
    twelve_requests_of_a_kind_are_told_within_five_seconds,
    more_writes_than_a_commit_takes_are_told_within_five_seconds
);

/// How long a request may wait for a database that does not answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Another process that keeps everybody else from writing, until it is dropped.
enum Holder {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Holder {
    async fn of(world: &World) -> Self {
        let url = world.database_url();
        if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            let begin = sqlx::raw_sql("BEGIN IMMEDIATE");
            begin.execute(&mut connection).await.unwrap();
            Self::Sqlite(connection)
        } else {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            let lock = sqlx::raw_sql(
                "BEGIN; LOCK TABLE configuration_version, sso_sessions, grants, refresh_tokens,
                 client_assertions, sign_in_attempts, interactions, federation_flows
                 IN ACCESS EXCLUSIVE MODE",
            );
            lock.execute(&mut connection).await.unwrap();
            Self::Postgres(connection)
        }
    }

    async fn let_go(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}

async fn twelve_requests_of_a_kind_are_told_within_five_seconds(world: World) {
    let mut ada = world.signed_in(ADA).await;
    let mut families = Vec::new();
    for _ in 0..12 {
        families.push(world.tokens(&mut ada, &[]).await.refresh);
    }
    let credentials = || Some(basic("notes", SECRET));
    let refresh = |token: &String| {
        let (world, token) = (&world, token.clone());
        async move {
            let form = [("grant_type", "refresh_token"), ("refresh_token", &token)];
            world.post("/token", credentials(), &form).await.0
        }
    };
    let revoke = |token: &String| {
        let (world, token) = (&world, token.clone());
        async move {
            world
                .post("/revoke", credentials(), &[("token", &token)])
                .await
                .0
        }
    };
    let cookies = ada
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let authorize = || async {
        let url = world.at(&format!("/authorize?{}", authorize_query(&[])));
        let request = world.http.get(url).header("cookie", &cookies);
        request.send().await.unwrap().status().as_u16()
    };
    let mut forms = Vec::new();
    for _ in 0..12 {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        forms.push((browser, page));
    }
    let sign_ins = forms.into_iter().map(|(mut browser, page)| async move {
        let fields = [("username", ADA.0), ("password", ADA.1)];
        browser.submit(&page, &fields).await.status
    });
    let holder = Holder::of(&world).await;
    let started = std::time::Instant::now();
    let answers = tokio::time::timeout(TIMEOUT * 2, join_all(sign_ins)).await;
    let took = started.elapsed();
    assert_eq!(answers.expect("users are told"), [503; 12]);
    // On PostgreSQL the version of the configuration is waited for first, a second at most.
    assert!(took < TIMEOUT + TIMEOUT / 4, "{took:?}");
    let answers = tokio::time::timeout(TIMEOUT, async {
        join_all(families.iter().map(refresh)).await
    });
    assert_eq!(
        answers.await.expect("refreshes are told in time"),
        [503; 12]
    );
    let answers = tokio::time::timeout(TIMEOUT, async {
        join_all(families.iter().map(revoke)).await
    });
    assert_eq!(
        answers.await.expect("revocations are told in time"),
        [503; 12]
    );
    let answers = tokio::time::timeout(TIMEOUT, async {
        join_all((0..12).map(|_| authorize())).await
    });
    // A silent authorization writes nothing, and on SQLite nobody keeps others from reading.
    let is_sqlite = world.database_url().starts_with("sqlite:");
    let told = if is_sqlite { 303 } else { 503 };
    assert_eq!(answers.await.expect("users are told in time"), [told; 12]);
    holder.let_go().await;
    // Nothing was used up.
    assert_eq!(join_all(families.iter().map(refresh)).await, [200; 12]);
    assert_eq!(authorize().await, 303);
}

async fn more_writes_than_a_commit_takes_are_told_within_five_seconds(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    let write = |n: usize| {
        store.commit(Store::use_client_assertion(
            &Digest::of(format!("write {n}").as_bytes()),
            now,
        ))
    };
    let holder = Holder::of(&world).await;
    let answers = tokio::time::timeout(TIMEOUT, join_all((0..600).map(write))).await;
    let answers = answers.expect("everybody is told in time");
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Err(Error::Unavailable(_) | Error::Cannot(_))))
    );
    holder.let_go().await;
    let answers = join_all((0..100).map(write)).await;
    assert!(
        answers.into_iter().all(|answer| answer.unwrap()),
        "nothing was written before"
    );
}

/// A process that has the file to itself keeps out whoever starts, also those that would only read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_another_process_keeps_to_itself_is_opened_when_it_is_let_go() {
    let folder = std::env::temp_dir().join(format!("doorward-kept-{}", std::process::id()));
    let url = format!("sqlite://{}", folder.join("doorward.db").display());
    drop(
        Store::open(&url, PoolSize::default(), Arc::new(startup::SystemClock))
            .await
            .unwrap(),
    );
    let mut holder = SqliteConnection::connect(&url).await.unwrap();
    let hold = sqlx::raw_sql(
        "PRAGMA locking_mode = EXCLUSIVE; UPDATE schema_compatibility SET oldest = oldest",
    );
    hold.execute(&mut holder).await.unwrap();
    let refused = tokio::time::timeout(
        TIMEOUT,
        Store::open(&url, PoolSize::default(), Arc::new(startup::SystemClock)),
    )
    .await;
    let error = refused.expect("it is told in time").err().unwrap();
    assert!(error.to_string().contains("to itself"), "{error}");
    holder.close().await.unwrap();
    drop(
        Store::open(&url, PoolSize::default(), Arc::new(startup::SystemClock))
            .await
            .unwrap(),
    );
    std::fs::remove_dir_all(folder).unwrap();
}

/// A process that reads for long keeps the log from being emptied, so that it grows far beyond what a
/// checkpoint waits for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_cannot_be_emptied_keeps_nobody_waiting() {
    let world = World::open(Backend::Sqlite).await;
    let mut browser = world.signed_in(ADA).await;
    let mut holder = SqliteConnection::connect(&world.database_url())
        .await
        .unwrap();
    let read = sqlx::raw_sql("BEGIN; SELECT count(*) FROM users");
    read.execute(&mut holder).await.unwrap();
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
        INSERT INTO client_assertions (digest, expires_at)
        SELECT 'an assertion with a digest that takes as much room as many of them do ' || i, 1 FROM n";
    world.execute(rows).await;
    for _ in 0..2 {
        let change = "UPDATE client_assertions SET expires_at = expires_at + 1";
        world.execute(change).await;
    }
    let log = world.database_url().replace("sqlite://", "") + "-wal";
    let length = std::fs::metadata(log).unwrap().len();
    assert!(length > 4000 * 4096, "{length}");
    let tokens = world.tokens(&mut browser, &[]).await;
    assert_eq!(world.refresh(&tokens.refresh).await.0, 200);
    // One that starts reads the log, too.
    let again = world.another_node().await;
    browser.issuer = format!("http://{}", again.settings.listen);
    assert_eq!(browser.get("/account").await.status, 200);
    holder.close().await.unwrap();
    assert_eq!(world.readiness().await.0, 200);
}

/// A PostgreSQL that hangs keeps no time limit, so each process keeps its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_told_within_five_seconds_that_postgresql_hangs() {
    let (world, link) = World::open_linked().await;
    let mut ada = world.signed_in(ADA).await;
    let cookies = ada
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let mut families = Vec::new();
    for _ in 0..12 {
        families.push(world.tokens(&mut ada, &[]).await.refresh);
    }
    let refresh = |token: &String| {
        let (world, token) = (&world, token.clone());
        async move {
            let form = [("grant_type", "refresh_token"), ("refresh_token", &token)];
            let credentials = Some(basic("notes", SECRET));
            world.post("/token", credentials, &form).await.0
        }
    };
    let account = || async {
        let request = world.http.get(world.at("/account"));
        let answer = request.header("cookie", &cookies).send().await.unwrap();
        answer.status().as_u16()
    };
    // Connections are in the pool and in use.
    join_all((0..32).map(|_| account())).await;
    link.stop();
    for _ in 0..3 {
        let answers = tokio::time::timeout(TIMEOUT, async {
            let accounts = join_all((0..12).map(|_| account()));
            tokio::join!(join_all(families.iter().map(refresh)), accounts)
        });
        let (refreshed, shown) = answers.await.expect("everybody is told in time");
        assert_eq!((refreshed, shown), (vec![503; 12], vec![503; 12]));
    }
    let text = world.readiness().await;
    assert_eq!(
        text,
        (503, "not ready: the database does not answer\n".into())
    );
    link.go_on();
    eventually("a server that is ready again", async || {
        world.readiness().await.0 == 200
    })
    .await;
    // Connections that hung are not used again, and others take their place.
    assert_eq!(join_all((0..32).map(|_| account())).await, [200; 32]);
}
