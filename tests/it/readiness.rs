//! A server that cannot do its main job says so at `/readyz`, and names the reason.

use crate::{
    command_line::{Folder, output_of},
    on_both,
    world::{ADA, Backend, SECRET, World, basic, eventually, free_port},
};
use secrecy::ExposeSecret;
use sqlx::AssertSqlSafe;
use std::{
    os::unix::fs::FileExt,
    path::PathBuf,
    process::{Child, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

on_both!(
    a_server_that_can_work_is_ready,
    a_schema_that_does_not_fit_is_named,
    keys_that_do_not_open_are_named,
    an_algorithm_without_a_key_is_named,
    keys_that_all_left_the_key_set_are_named,
    a_table_that_is_missing_is_named,
    another_database_in_the_place_of_the_first_is_named,
    a_configuration_that_cannot_be_loaded_is_named,
    a_worker_that_stopped_is_named,
    a_database_that_is_locked_is_named,
    hashing_threads_that_finish_nothing_are_named,
    hashing_threads_that_are_gone_are_named
);

/// Waits until the server says that it is not ready for this reason.
async fn says(world: &World, reason: &str) {
    eventually(reason, async || {
        world.readiness().await == (503, format!("not ready: {reason}\n"))
    })
    .await;
}

async fn is_ready(world: &World) {
    eventually("a server that is ready again", async || {
        world.readiness().await == (200, "ready\n".to_owned())
    })
    .await;
}

async fn token_status(world: &World) -> u16 {
    let form = [("grant_type", "client_credentials")];
    world
        .post("/token", Some(basic("notes", SECRET)), &form)
        .await
        .0
}

async fn a_server_that_can_work_is_ready(world: World) {
    is_ready(&world).await;
    assert_eq!(token_status(&world).await, 200);
}

async fn a_schema_that_does_not_fit_is_named(world: World) {
    let checksum = if world.backend() == Backend::Sqlite {
        "'x'"
    } else {
        "'x'::bytea"
    };
    world
        .execute(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'future', TRUE, {checksum}, 0);
             UPDATE schema_compatibility SET oldest = 9999"
        ))
        .await;
    says(
        &world,
        "the schema of the database is newer than this program: start the newer release",
    )
    .await;
    world
        .execute("UPDATE schema_compatibility SET oldest = 1")
        .await;
    is_ready(&world).await;
    world
        .execute("DELETE FROM _sqlx_migrations WHERE version > 5")
        .await;
    says(
        &world,
        "the schema of the database is older than this program: run `doorward migrate`",
    )
    .await;
}

async fn keys_that_do_not_open_are_named(world: World) {
    let sealed = world
        .texts("SELECT sealed FROM signing_keys ORDER BY kid LIMIT 1")
        .await;
    for altered in [
        sealed[0].replace("v2.", "v2.0"),
        format!("{}AAAA", sealed[0]),
        String::new(),
    ] {
        world
            .execute(&format!(
                "UPDATE signing_keys SET sealed = '{altered}' WHERE sealed = '{}'",
                sealed[0]
            ))
            .await;
        says(&world, "a signing key cannot be opened with the master key").await;
        world
            .execute(&format!(
                "UPDATE signing_keys SET sealed = '{}' WHERE sealed = '{altered}'",
                sealed[0]
            ))
            .await;
        is_ready(&world).await;
    }
}

async fn an_algorithm_without_a_key_is_named(world: World) {
    world
        .execute("DELETE FROM signing_keys WHERE algorithm = 'ES256'")
        .await;
    says(
        &world,
        "there is no ES256 signing key: restart the server, which makes one",
    )
    .await;
    let _restarted = world.another_node().await;
    is_ready(&world).await;
}

async fn keys_that_all_left_the_key_set_are_named(world: World) {
    world
        .execute("UPDATE signing_keys SET remove_after = 1 WHERE algorithm = 'ES256'")
        .await;
    says(
        &world,
        "there is no ES256 signing key: restart the server, which makes one",
    )
    .await;
    let _restarted = world.another_node().await;
    is_ready(&world).await;
}

async fn a_table_that_is_missing_is_named(world: World) {
    for table in ["refresh_tokens", "audit_events", "outbox_messages"] {
        let rename = format!("ALTER TABLE {table} RENAME TO aside");
        world.execute(&rename).await;
        says(
            &world,
            "the schema of the database is older than this program: run `doorward migrate`",
        )
        .await;
        let back = format!("ALTER TABLE aside RENAME TO {table}");
        world.execute(&back).await;
        is_ready(&world).await;
    }
}

/// A user of PostgreSQL who owns nothing, and may do what this program needs until somebody revokes
/// a part of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn privileges_that_are_missing_are_named() {
    let world = World::open(Backend::Postgres).await;
    let role = format!("limited_{}", std::process::id());
    world
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD 'x';
             GRANT ALL ON SCHEMA public TO {role};
             GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"
        ))
        .await;
    let limited = world
        .another_node_with(|settings| {
            let mut url = url::Url::parse(settings.database.url.expose_secret()).unwrap();
            url.set_username(&role).unwrap();
            url.set_password(Some("x")).unwrap();
            settings.database.url = url.to_string().into();
        })
        .await;
    is_ready(&limited).await;
    for (privilege, table) in [
        ("SELECT", "users"),
        ("INSERT", "grants"),
        ("DELETE", "consents"),
    ] {
        let revoke = format!("REVOKE {privilege} ON {table} FROM {role}");
        world.execute(&revoke).await;
        says(
            &limited,
            "the database user lacks privileges: grant it SELECT, INSERT, UPDATE and DELETE on \
             every table",
        )
        .await;
        let grant = format!("GRANT {privilege} ON {table} TO {role}");
        world.execute(&grant).await;
        is_ready(&limited).await;
    }
    drop(limited);
    let gone = format!("DROP OWNED BY {role}; DROP ROLE {role}");
    world.execute(&gone).await;
}

/// The server goes on with the key that it has; another process makes no new one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_master_key_whose_file_is_gone_is_named_and_no_other_one_is_made() {
    let folder = Folder::new("key-gone");
    folder.json(&["keys", "list", "--json"]);
    let (_server, base) = serve_in(&folder, "true");
    let ready = async || readyz(&base).await;
    eventually("a server that is ready", async || {
        ready().await == "ready\n"
    })
    .await;
    let shell = |line: &str| output_of(&mut folder.shell(line)).1;
    let key = shell("find . -name master.key").trim().to_owned();
    shell(&format!("mv {key} aside"));
    eventually("a server that names it", async || {
        ready().await
            == "not ready: the file of the master key is gone: put it back from a backup\n"
    })
    .await;
    let (ok, _, err) = folder.run(&["keys", "list"]);
    assert!(!ok && err.contains("the master key is gone"), "{err}");
    assert_eq!(shell("find . -name master.key"), "", "another key was made");
    shell(&format!("openssl rand -base64 48 > {key}"));
    eventually("a server that names the other key", async || {
        ready().await
            == "not ready: the file of the master key holds another key: put the right one back from a backup\n"
    })
    .await;
    shell(&format!("mv aside {key}"));
    eventually("a server that is ready again", async || {
        ready().await == "ready\n"
    })
    .await;
    folder.json(&["keys", "list", "--json"]);
}

async fn another_database_in_the_place_of_the_first_is_named(world: World) {
    let root = world.texts("SELECT sealed_root FROM master_key").await;
    // The root of another provider with the same master key.
    let other = World::open(world.backend()).await;
    let of_other = other.texts("SELECT sealed_root FROM master_key").await;
    world
        .execute(&format!(
            "UPDATE master_key SET sealed_root = '{}'",
            of_other[0]
        ))
        .await;
    says(
        &world,
        "the database is another one than at the start of this server: restart it",
    )
    .await;
    world
        .execute(&format!(
            "UPDATE master_key SET sealed_root = '{}'",
            root[0]
        ))
        .await;
    is_ready(&world).await;
    world
        .execute("UPDATE master_key SET key_id = '0123456789abcdef'")
        .await;
    says(
        &world,
        "the master key is not the one that sealed this database",
    )
    .await;
}

async fn a_configuration_that_cannot_be_loaded_is_named(world: World) {
    world
        .execute(
            "INSERT INTO identity_providers (id, document, sealed_secrets, created_at, updated_at)
             VALUES ('broken', '{', '', 0, 0);
             UPDATE configuration_version SET version = version + 1",
        )
        .await;
    world.expire_versions();
    says(
        &world,
        "clients, identity providers or keys cannot be loaded from the database",
    )
    .await;
    world
        .execute(
            "DELETE FROM identity_providers WHERE id = 'broken';
             UPDATE configuration_version SET version = version + 1",
        )
        .await;
    world.expire_versions();
    is_ready(&world).await;
}

async fn a_worker_that_stopped_is_named(world: World) {
    let workers = world.provider.workers();
    workers.failed("sweep");
    says(&world, "the worker `sweep` stopped").await;
    workers.beat("sweep", Duration::from_mins(10));
    is_ready(&world).await;
    // One that hangs: hours pass, and it has not finished its round.
    world.clock.pass(Duration::from_hours(10));
    let stopped = workers.stopped();
    assert!(stopped.contains(&"sweep"), "{stopped:?}");
}

/// Another process holds the database.
async fn a_database_that_is_locked_is_named(world: World) {
    let url = world.settings.database.url.expose_secret();
    let reason = "the database takes no writes: another process holds it locked";
    if world.backend() == Backend::Sqlite {
        let pool = sqlx::SqlitePool::connect(url).await.unwrap();
        let mut other = pool.acquire().await.unwrap();
        let begin = sqlx::query("BEGIN IMMEDIATE");
        begin.execute(&mut *other).await.unwrap();
        says(&world, reason).await;
        sqlx::query("ROLLBACK").execute(&mut *other).await.unwrap();
    } else {
        let pool = sqlx::PgPool::connect(url).await.unwrap();
        let mut other = pool.begin().await.unwrap();
        let lock = sqlx::query("LOCK TABLE write_probe IN ACCESS EXCLUSIVE MODE");
        lock.execute(&mut *other).await.unwrap();
        says(&world, reason).await;
        other.rollback().await.unwrap();
    }
    is_ready(&world).await;
}

/// A check that takes long is made once for all who ask meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_ask_at_once_wait_for_one_check() {
    let world = World::open(Backend::Postgres).await;
    is_ready(&world).await;
    let url = world.settings.database.url.expose_secret();
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    for table in ["write_probe", "signing_keys", "configuration_version"] {
        let mut other = pool.begin().await.unwrap();
        let lock = format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
        let lock = sqlx::query(AssertSqlSafe(lock));
        lock.execute(&mut *other).await.unwrap();
        // What was found before is over.
        world.clock.pass(Duration::from_secs(2));
        let started = std::time::Instant::now();
        let asked = (0..12).map(|_| world.readiness());
        let told = futures_util::future::join_all(asked).await;
        let took = started.elapsed();
        for (status, text) in told {
            assert_eq!(status, 503, "{table}: {text}");
        }
        assert!(took < Duration::from_secs(8), "{table}: {took:?}");
        other.rollback().await.unwrap();
        world.clock.pass(Duration::from_secs(2));
        is_ready(&world).await;
    }
}

/// Whoever waits for a password has every place, and gets no answer.
async fn hashing_threads_that_finish_nothing_are_named(world: World) {
    let world = world
        .another_node_with(|settings| settings.passwords.concurrency = 2)
        .await;
    let passwords = world.provider.passwords();
    let first = passwords.permit().await.unwrap();
    is_ready(&world).await;
    let second = passwords.permit().await.unwrap();
    // Two looks with half a minute between them, and nothing was finished.
    assert_eq!(world.readiness().await.0, 200);
    world.clock.pass(Duration::from_secs(29));
    let reason = "passwords cannot be verified: every hashing thread is stuck";
    assert_eq!(
        world.readiness().await,
        (503, format!("not ready: {reason}\n"))
    );
    // Many that take turns are no such thing, however long all places are taken.
    drop((first, second));
    for _ in 0..5 {
        let taken = [
            passwords.permit().await.unwrap(),
            passwords.permit().await.unwrap(),
        ];
        assert_eq!(world.readiness().await.0, 200);
        world.clock.pass(Duration::from_secs(29));
        drop(taken);
    }
    is_ready(&world).await;
}

async fn hashing_threads_that_are_gone_are_named(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    world.provider.passwords().stop_hashing();
    says(
        &world,
        "passwords cannot be verified: the hashing threads stopped",
    )
    .await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = browser.submit(&page, &fields).await;
    assert!(answer.status >= 500, "{} {}", answer.status, answer.body);
    // What needs no password goes on.
    assert_eq!(token_status(&world).await, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_became_read_only_is_named() {
    let world = World::open(Backend::Postgres).await;
    let url = world.settings.database.url.expose_secret();
    let name = url.rsplit('/').next().unwrap();
    // What a failover to a standby looks like: the old connections end, the new ones only read.
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for (value, is_read_only) in [("on", true), ("off", false)] {
        let pool = sqlx::PgPool::connect(url).await.unwrap();
        let mut connection = pool.acquire().await.unwrap();
        for sql in [
            "SET default_transaction_read_only = off".to_owned(),
            format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"),
            cut.to_owned(),
        ] {
            sqlx::query(AssertSqlSafe(sql))
                .execute(&mut *connection)
                .await
                .unwrap();
        }
        drop(connection);
        if is_read_only {
            says(&world, "the database is read-only").await;
        } else {
            is_ready(&world).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_of_connections_that_are_all_in_use_is_named() {
    let world = World::open(Backend::Postgres).await;
    let url = world.settings.database.url.expose_secret();
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let mut other = pool.begin().await.unwrap();
    sqlx::query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *other)
        .await
        .unwrap();
    // Each of these holds a connection while it waits for the table.
    let is_over = Arc::new(AtomicBool::new(false));
    let waiting: Vec<_> = (0..40)
        .map(|_| {
            let (store, is_over) = (world.provider.store().clone(), Arc::clone(&is_over));
            tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    let _ = store.user("nobody").await;
                }
            })
        })
        .collect();
    says(&world, "every connection to the database is in use").await;
    is_over.store(true, Ordering::Relaxed);
    other.rollback().await.unwrap();
    for waiting in waiting {
        waiting.await.unwrap();
    }
    is_ready(&world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_dropped_is_named() {
    let world = World::open(Backend::Postgres).await;
    let url = world.settings.database.url.expose_secret();
    let (server, name) = url.rsplit_once('/').unwrap();
    let admin = sqlx::PgPool::connect(&format!("{server}/postgres")).await;
    sqlx::query(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
        .execute(&admin.unwrap())
        .await
        .unwrap();
    says(
        &world,
        "the server has no database of the name in database.url: create it",
    )
    .await;
}

#[test]
fn what_postgresql_refuses_at_the_connection_is_named() {
    let server = std::env::var("TEST_POSTGRES_URL").expect("run ./scripts/test");
    let (scheme, place) = server.split_once("://").unwrap();
    let host = place.split_once('@').map_or(place, |(_, host)| host);
    let folder = Folder::new("refused-login");
    for (url, said) in [
        (
            format!("{scheme}://nobody_of_this_name@{host}/postgres"),
            "the database refuses the user or the password of database.url",
        ),
        (
            format!("{server}/no_database_of_this_name"),
            "the server has no database of the name in database.url: create it",
        ),
    ] {
        for command in ["check", "serve", "migrate"] {
            let mut asked = folder.command(&[command]);
            let output = asked.env("DOORWARD_DATABASE__URL", &url).output().unwrap();
            assert!(!output.status.success(), "{command}");
            let told = [output.stdout, output.stderr].concat();
            let told = String::from_utf8_lossy(&told);
            assert!(told.contains(said), "{command}: {told}");
        }
    }
}

fn file_of(world: &World) -> PathBuf {
    let url = world.settings.database.url.expose_secret();
    PathBuf::from(url.strip_prefix("sqlite://").unwrap())
}

const GONE: &str = "the database file was deleted or replaced while this server runs: put it \
     back, or restart the server";

/// Whatever takes the place of the file: nothing is written to the one that is open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_file_that_is_deleted_or_replaced_is_named_and_nothing_is_written_to_it() {
    for way in [
        "deleted",
        "replaced",
        "log deleted",
        "index of the log deleted",
        "folder moved",
    ] {
        let world = World::open(Backend::Sqlite).await;
        let mut browser = world.signed_in(ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;
        let file = file_of(&world);
        let (log, aside) = (file.with_extension("db-wal"), file.with_extension("aside"));
        let index = file.with_extension("db-shm");
        let folder = file.parent().unwrap().to_owned();
        let moved = folder.with_extension("moved");
        match way {
            "deleted" => std::fs::rename(&file, &aside).unwrap(),
            "replaced" => {
                std::fs::rename(&file, &aside).unwrap();
                std::fs::copy(&aside, &file).unwrap();
            }
            "log deleted" => std::fs::rename(&log, &aside).unwrap(),
            "index of the log deleted" => std::fs::rename(&index, &aside).unwrap(),
            _ => std::fs::rename(&folder, &moved).unwrap(),
        }
        world.expire_versions();
        // The very next request is refused.
        assert_eq!(world.refresh(&tokens.refresh).await.0, 503, "{way}");
        let commit = doorward_storage::Store::use_client_assertion(
            &doorward_protocol::secret::Digest::of(b"a write"),
            world.provider.now(),
        );
        let error = world.provider.store().commit(commit).await.unwrap_err();
        assert!(error.to_string().contains("deleted or replaced"), "{error}");
        says(&world, GONE).await;
        // It is put back: the server goes on as if nothing had been.
        match way {
            "deleted" | "replaced" => std::fs::rename(&aside, &file).unwrap(),
            "log deleted" => std::fs::rename(&aside, &log).unwrap(),
            "index of the log deleted" => std::fs::rename(&aside, &index).unwrap(),
            _ => std::fs::rename(&moved, &folder).unwrap(),
        }
        is_ready(&world).await;
        let written = world.texts("SELECT digest FROM client_assertions").await;
        assert!(written.is_empty(), "{way}: nothing was written meanwhile");
        assert_eq!(world.refresh(&tokens.refresh).await.0, 200, "{way}");
    }
}

const DAMAGED: &str = "the database is damaged: restore it from a backup";

/// Moves everything from the log into the file, so that the file is what is read.
async fn checkpoint(world: &World) {
    let moved = world.numbers("PRAGMA wal_checkpoint(TRUNCATE)").await;
    assert_eq!(moved, [0], "nobody is in the way");
}

/// Overwrites pages of a file in use, the first of which is 1.
async fn overwrite(world: &World, pages: impl IntoIterator<Item = i64>) {
    checkpoint(world).await;
    let size = usize::try_from(world.numbers("PRAGMA page_size").await[0]).unwrap();
    let pages: Vec<i64> = pages.into_iter().collect();
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(file_of(world))
        .unwrap();
    for page in pages {
        let start = u64::try_from(page - 1).unwrap() * u64::try_from(size).unwrap();
        file.write_all_at(&vec![0xa5; size], start).unwrap();
    }
    file.sync_all().unwrap();
}

/// Wherever the damage is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_file_that_is_damaged_is_named() {
    for place in ["everywhere", "the first page", "all but the first page"] {
        let world = World::open(Backend::Sqlite).await;
        is_ready(&world).await;
        let last = world.numbers("PRAGMA page_count").await[0];
        match place {
            "everywhere" => overwrite(&world, 1..=last).await,
            "the first page" => overwrite(&world, [1]).await,
            _ => overwrite(&world, 2..=last).await,
        }
        says(&world, DAMAGED).await;
        assert_eq!(token_status(&world).await, 503, "{place}");
    }
}

/// What the readiness does not read itself: whoever meets the damage tells it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_in_one_table_is_named_once_somebody_met_it() {
    for table in ["users", "sso_sessions", "sqlite_autoindex_users_1"] {
        let world = World::open(Backend::Sqlite).await;
        let mut browser = world.signed_in(ADA).await;
        let root = world
            .numbers(&format!(
                "SELECT rootpage FROM sqlite_master WHERE name = '{table}'"
            ))
            .await;
        overwrite(&world, root).await;
        eventually("damage that somebody met", async || {
            let page = browser.get("/sign-in").await;
            let fields = [("username", ADA.0), ("password", ADA.1)];
            if page.status == 200 {
                browser.submit(&page, &fields).await;
            }
            world.readiness().await == (503, format!("not ready: {DAMAGED}\n"))
        })
        .await;
        // It does not get well by itself.
        says(&world, DAMAGED).await;
    }
}

/// What PostgreSQL says of a page whose content is wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_table_of_postgresql_is_named() {
    let world = World::open(Backend::Postgres).await;
    for code in ["XX001", "XX002"] {
        world
            .execute(&format!(
                "CREATE OR REPLACE FUNCTION damage() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'invalid page' USING ERRCODE = '{code}'; END $$;
                 CREATE OR REPLACE TRIGGER damage BEFORE INSERT ON write_probe
                 FOR EACH ROW EXECUTE FUNCTION damage()"
            ))
            .await;
        says(&world, DAMAGED).await;
        world.execute("DROP TRIGGER damage ON write_probe").await;
        is_ready(&world).await;
    }
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the server in a folder, after a command of the shell, and gives its address.
fn serve_in(folder: &Folder, before: &str) -> (Server, String) {
    let port = free_port();
    let base = format!("http://localhost:{port}");
    let program = env!("CARGO_BIN_EXE_doorward");
    let child = folder
        .shell(&format!("{before}; exec {program} serve"))
        .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
        .env("DOORWARD_ISSUER", &base)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (Server(child), base)
}

/// What a server says of its readiness; nothing while it does not listen.
async fn readyz(base: &str) -> String {
    match reqwest::get(format!("{base}/readyz")).await {
        Ok(answer) => answer.text().await.unwrap(),
        Err(_) => String::new(),
    }
}

/// No file of this process may grow beyond what it has: what a full disk looks like to it. The
/// signal that comes with it does not end the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_is_named_and_takes_nothing_with_it() {
    let folder = Folder::new("full");
    folder.json(&["keys", "list", "--json"]);
    // The log of the database is empty after a clean end, and may grow to 40 KiB.
    let (server, base) = serve_in(&folder, "ulimit -f 80");
    let said = async || readyz(&base).await;
    eventually("a server that says that its disk is full", async || {
        let text = said().await;
        text.contains("the disk of the database is full")
            || text.contains("the disk of the database cannot be read or written")
    })
    .await;
    let document = reqwest::get(format!("{base}/.well-known/openid-configuration"));
    assert_eq!(document.await.unwrap().status(), 200);
    drop(server);
    let (ok, out, err) = folder.run(&["check"]);
    assert!(ok && out.contains("database"), "{out}{err}");
}
