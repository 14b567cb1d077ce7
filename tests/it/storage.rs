//! The store itself: units, guards, group commit, migrations, and the key that sealed it.

use crate::{
    on_both,
    world::{ADA, Backend, World},
};
use doorward_cli::startup::{self, Schema};
use doorward_protocol::secret::Digest;
use doorward_storage::{Store, Unit};
use std::sync::Arc;

on_both!(
    a_unit_whose_guard_touches_nothing_does_nothing,
    of_many_guards_at_once_one_wins,
    a_failing_unit_takes_no_other_down,
    another_master_key_is_refused_before_serving,
    what_expired_is_swept
);

async fn a_unit_whose_guard_touches_nothing_does_nothing(world: World) {
    let store = &world.provider.store;
    let audit = || {
        doorward_core::audit::entry(
            &world.provider,
            &world.context(),
            &doorward_core::audit::Entry {
                action: "test",
                actor: "test",
                subject: Some("nobody"),
                client_id: None,
                detail: "",
            },
        )
    };
    let (no, yes) = (
        Store::delete_client("nobody"),
        Store::delete_client("photos"),
    );
    assert!(!store.commit(no.clone().then(audit())).await.unwrap());
    assert!(
        !store.commit(audit().then(no)).await.unwrap(),
        "also where the guard comes last"
    );
    assert!(store.audit_events_about("nobody").await.unwrap().is_empty());
    assert!(store.commit(audit().then(yes)).await.unwrap());
    assert_eq!(store.audit_events_about("nobody").await.unwrap().len(), 1);
    assert!(store.commit(Unit::new()).await.unwrap());
}

async fn of_many_guards_at_once_one_wins(world: World) {
    let store = &world.provider.store;
    for round in 0..200 {
        let digest = Digest::of(format!("assertion {round}").as_bytes());
        let until = world.provider.now();
        let answers = futures_util::future::join_all(
            (0..40).map(|_| store.commit(Store::use_client_assertion(&digest, until))),
        )
        .await;
        assert_eq!(
            answers
                .into_iter()
                .filter(|won| *won.as_ref().unwrap())
                .count(),
            1
        );
    }
}

async fn a_failing_unit_takes_no_other_down(world: World) {
    let store = &world.provider.store;
    let user = store.user_by_identifier(ADA.0).await.unwrap().unwrap();
    let taken = Store::add_user(&user);
    let good = |n: usize| {
        Store::use_client_assertion(
            &Digest::of(format!("good {n}").as_bytes()),
            world.provider.now(),
        )
    };
    let units: Vec<Unit> = (0..30)
        .map(|n| {
            if n % 3 == 0 {
                good(n + 100).then(taken.clone())
            } else {
                good(n)
            }
        })
        .collect();
    let answers =
        futures_util::future::join_all(units.into_iter().map(|unit| store.commit(unit))).await;
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.is_ok(), n % 3 != 0, "{n}: {answer:?}");
    }
    // What failed left nothing behind.
    assert!(store.commit(good(100)).await.unwrap());
}

async fn another_master_key_is_refused_before_serving(world: World) {
    let mut settings = world.settings.clone();
    settings.master_key = Some("quite another master key of 32 characters".into());
    let error = startup::provider(&settings, Schema::AsItIs, Arc::new(startup::SystemClock))
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("not the one that sealed this database"),
        "{error}"
    );
}

async fn what_expired_is_swept(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    world
        .provider
        .store
        .sweep(world.provider.now())
        .await
        .unwrap();
    assert_eq!(
        world.userinfo(&tokens.access).await.0,
        200,
        "what lives stays"
    );
    world
        .clock
        .advance(doorward_protocol::time::Lifetime::days(40));
    world
        .provider
        .store
        .sweep(world.provider.now())
        .await
        .unwrap();
    assert!(
        world
            .provider
            .store
            .refresh_token(&doorward_protocol::secret::Secret::presented(tokens.refresh).digest())
            .await
            .unwrap()
            .is_none()
    );
}

/// What a newer release leaves behind: a migration that nobody here knows, and the oldest program
/// that works with it.
async fn a_newer_release_migrates(world: &World, backend: Backend, oldest: i64) -> String {
    use secrecy::ExposeSecret;
    let url = world.settings.database.url.expose_secret().to_owned();
    let future = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'future', TRUE, 'x', 0)";
    let says = format!("UPDATE schema_compatibility SET oldest = {oldest}");
    if backend == Backend::Sqlite {
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        sqlx::query(future).execute(&pool).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(says))
            .execute(&pool)
            .await
            .unwrap();
    } else {
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(future.replace("'x'", "'x'::bytea")))
            .execute(&pool)
            .await
            .unwrap();
        sqlx::query(sqlx::AssertSqlSafe(says))
            .execute(&pool)
            .await
            .unwrap();
    }
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_schema_that_goes_on_with_this_release_is_worked_with() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        a_newer_release_migrates(&world, backend, 1).await;
        // One that runs goes on, one that starts again does, and so does its migration.
        let mut browser = world.signed_in(ADA).await;
        let again = world.another_node().await;
        browser.issuer = format!("http://{}", again.settings.listen);
        assert_eq!(browser.get("/account").await.status, 200);
    }
}

/// A schema that is newer or older than the program, on each database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schema_of_another_release_is_refused() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let url = a_newer_release_migrates(&world, backend, 9999).await;
        let error = Store::open(&url).await.err().unwrap().to_string();
        assert!(error.contains("newer") && error.contains("9999"), "{error}");
    }
    let admin = std::env::var("TEST_POSTGRES_URL").expect("run ./scripts/test");
    let error = Store::open(&format!("{admin}/postgres"))
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("run `doorward migrate`"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let file = std::env::temp_dir().join(format!("doorward-no-database-{}", std::process::id()));
    std::fs::write(
        &file,
        "this is a diary, and long enough to be looked at as a header of a database".repeat(20),
    )
    .unwrap();
    let error = Store::open(&format!("sqlite://{}", file.display()))
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("cannot") || error.contains("database"),
        "{error}"
    );
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .starts_with("this is a diary")
    );
    std::fs::remove_file(&file).unwrap();
}
