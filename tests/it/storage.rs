//! The store itself: units, guards, group commit, migrations, and the key that sealed it.

mod attempts;
pub mod guards;
mod guards_access;
mod guards_rest;
mod held;
mod locks;
mod purge;
pub mod races;
mod races_access;
pub mod raw;
mod statements;
mod trips;

use crate::{
    on_both,
    world::{ADA, Backend, World},
};
use doorward_cli::startup::{self, Schema};
use doorward_core::context::Actor;
use doorward_protocol::{
    federation::Identity,
    oidc::claims::StandardClaims,
    secret::{Digest, Secret},
    sessions::sso_session::SessionRef,
};
use doorward_storage::{
    AuditActor, AuditEvent, AuditOrigin, AuditProof, LinkedIdentity, PoolSize, RemainingMethod,
    Store, Unit, User,
};
use races::commit_while_another_writes;
pub use races::meanwhile;
use std::sync::Arc;

on_both!(
    a_unit_whose_guard_touches_nothing_does_nothing,
    of_many_guards_at_once_one_wins,
    a_failing_unit_takes_no_other_down,
    a_unit_goes_on_only_if_the_row_that_it_requires_is_there,
    an_identity_is_removed_only_where_the_remaining_method_exists,
    another_master_key_is_refused_before_serving,
    what_expired_is_purged
);

async fn a_unit_whose_guard_touches_nothing_does_nothing(world: World) {
    let store = world.provider.store();
    let audit = || {
        Store::add_audit_event(&AuditEvent {
            id: Secret::generate(world.provider.entropy())
                .reveal()
                .to_owned(),
            at: world.provider.now(),
            action: "test",
            actor: AuditActor {
                kind: Actor::CommandLine.kind(),
                id: None,
            },
            subject: Some("nobody"),
            client_id: None,
            detail: "",
            origin: AuditOrigin::default(),
            proof: AuditProof::default(),
        })
    };
    let photos = store.client("photos").await.unwrap().unwrap();
    let mut nobody = photos.clone();
    nobody.client.client_id = "nobody".into();
    let (no, yes) = (
        Store::delete_client(&nobody, world.provider.now()),
        Store::delete_client(&photos, world.provider.now()),
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
    let store = world.provider.store();
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
    let store = world.provider.store();
    let user = store.user_by_identifier(ADA.0).await.unwrap().unwrap();
    let fails = Store::add_user(&user);
    let write = |n: usize| {
        let digest = Digest::of(format!("assertion {n}").as_bytes());
        Store::use_client_assertion(&digest, world.provider.now())
    };
    assert!(store.commit(write(1000)).await.unwrap());
    let used_before = write(1000);
    // More than one transaction takes. Some write and fail then, some write and stop then, some do so
    // after more statements than are handed to the database together.
    let kinds = 5;
    let unit = |n: usize| match n % kinds {
        0 => write(n).then(fails.clone()),
        1 => write(n).then(used_before.clone()),
        2 => {
            let many = (0..40).fold(Unit::new(), |unit, _| {
                unit.then(Store::use_password("", world.provider.now()))
            });
            write(n).then(many).then(used_before.clone())
        }
        _ => write(n),
    };
    let answers = (0..200).map(|n| store.commit(unit(n)));
    let answers = futures_util::future::join_all(answers).await;
    for (n, answer) in answers.iter().enumerate() {
        let is_as_expected = match n % kinds {
            0 => answer.is_err(),
            1 | 2 => matches!(answer, Ok(false)),
            _ => matches!(answer, Ok(true)),
        };
        assert!(is_as_expected, "{n}: {answer:?}");
    }
    // What failed or stopped left nothing behind; the others are there.
    for n in 0..200 {
        let is_free = store.commit(write(n)).await.unwrap();
        assert_eq!(is_free, n % kinds < 3, "{n}");
    }
}

async fn a_unit_goes_on_only_if_the_row_that_it_requires_is_there(world: World) {
    let store = world.provider.store();
    world.signed_in(ADA).await;
    let sid = session_of_ada(&world).await;
    let write = |n: usize| {
        Store::use_client_assertion(
            &Digest::of(format!("write {n}").as_bytes()),
            world.provider.now(),
        )
    };
    let user_id = world.sub(ADA.0).await;
    let session = |sid| {
        Store::require_live_session(SessionRef {
            sid,
            user_id: &user_id,
        })
    };
    let (live, none) = (session(&sid), session("no such session"));
    assert!(store.commit(live.clone()).await.unwrap());
    assert!(!store.commit(none.clone()).await.unwrap());
    assert!(store.commit(live.then(write(1))).await.unwrap());
    assert!(!store.commit(none.clone().then(write(2))).await.unwrap());
    assert!(!store.commit(write(2).then(none)).await.unwrap());
    assert!(!store.commit(write(1)).await.unwrap(), "this was committed");
    assert!(store.commit(write(2)).await.unwrap(), "this was not");
}

pub(crate) async fn session_of_ada(world: &World) -> String {
    let store = world.provider.store();
    let ada = store.user_by_identifier(ADA.0).await.unwrap().unwrap();
    let sessions = store.sessions_of_user(&ada.id, world.provider.now()).await;
    sessions.unwrap().remove(0).session.sid
}

pub(crate) fn identity_at(provider_id: &str) -> Identity {
    Identity {
        provider_id: provider_id.to_owned(),
        issuer: format!("https://{provider_id}.example"),
        subject: "ada".to_owned(),
        email: None,
        email_verified: false,
        is_authoritative: false,
        claims: StandardClaims::default(),
        roles: Vec::new(),
        amr: Vec::new(),
        auth_time: None,
        sid: None,
    }
}

/// The user of an address, with two linked identities.
async fn with_two_identities(world: &World) -> (String, Vec<LinkedIdentity>) {
    let store = world.provider.store();
    let sub = world.sub(ADA.0).await;
    for provider_id in ["first", "second"] {
        let add = Store::add_identity(&identity_at(provider_id), &sub, world.provider.now());
        assert!(store.commit(add).await.unwrap());
    }
    let identities = store.identities_of_user(&sub).await.unwrap();
    (sub, identities)
}

async fn an_identity_is_removed_only_where_the_remaining_method_exists(world: World) {
    let store = world.provider.store();
    let (sub, identities) = with_two_identities(&world).await;
    let [first, second] = identities.as_slice() else {
        panic!("two identities")
    };
    let remove = |identity, remaining: RemainingMethod<'_>| {
        store.commit(Store::remove_identity(identity, &sub, &remaining))
    };
    // Each of two removals relies on the method that the other one removes.
    let (one, two) = tokio::join!(
        remove(first, RemainingMethod::Identity(second)),
        remove(second, RemainingMethod::Identity(first))
    );
    assert_ne!(one.unwrap(), two.unwrap());
    let left = store.identities_of_user(&sub).await.unwrap();
    assert_eq!(left.len(), 1);
    assert!(remove(&left[0], RemainingMethod::Password).await.unwrap());
    assert!(store.identities_of_user(&sub).await.unwrap().is_empty());
    // A user who has no password does not keep one.
    let newcomer = User {
        id: "newcomer".to_owned(),
        email: None,
        username: None,
        ..store.user(&sub).await.unwrap().unwrap()
    };
    let now = world.provider.now();
    let add = Store::add_user(&newcomer).then(Store::add_identity(
        &identity_at("first"),
        &newcomer.id,
        now,
    ));
    assert!(store.commit(add).await.unwrap());
    let remove = Store::remove_identity(first, &newcomer.id, &RemainingMethod::Password);
    assert!(!store.commit(remove).await.unwrap());
}

/// Another connection removes a method of a user, or changes the user, while a unit removes the
/// other method.
async fn removes_while_another_writes(statement: &str, is_committed: bool) -> (bool, usize) {
    let world = World::open(Backend::Postgres).await;
    let (sub, identities) = with_two_identities(&world).await;
    let remaining = RemainingMethod::Identity(&identities[1]);
    let unit = Store::remove_identity(&identities[0], &sub, &remaining);
    let statement = format!("{statement} = '{sub}'");
    let done = commit_while_another_writes(&world, unit, statement, is_committed).await;
    let left = world
        .provider
        .store()
        .identities_of_user(&sub)
        .await
        .unwrap();
    (done, left.len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_sees_that_another_connection_removes_the_remaining_method() {
    let delete = "DELETE FROM identities WHERE provider_id = 'second' AND user_id";
    assert_eq!(removes_while_another_writes(delete, true).await, (false, 1));
    assert_eq!(removes_while_another_writes(delete, false).await, (true, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_waits_for_another_change_of_the_same_user() {
    let change = "UPDATE users SET updated_at = updated_at WHERE id";
    assert_eq!(removes_while_another_writes(change, true).await, (true, 1));
}

/// While a unit that requires a session is under way, another connection cannot end the session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_required_row_is_held_until_the_unit_is_committed() {
    use secrecy::ExposeSecret;
    let world = World::open(Backend::Postgres).await;
    world.signed_in(ADA).await;
    let sid = session_of_ada(&world).await;
    let url = world.settings.database.url.expose_secret();
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    // The unit stops at its second statement, which waits for this insert.
    let digest = Digest::of(b"an assertion that two use");
    let mut other = pool.begin().await.unwrap();
    sqlx::query("INSERT INTO client_assertions (digest, expires_at) VALUES ($1, 1)")
        .bind(digest.as_str())
        .execute(&mut *other)
        .await
        .unwrap();
    let store = world.provider.store().clone();
    let user_id = world.sub(ADA.0).await;
    let unit = Store::require_live_session(SessionRef {
        sid: &sid,
        user_id: &user_id,
    })
    .then(Store::use_client_assertion(&digest, world.provider.now()));
    let answer = tokio::spawn(async move { store.commit(unit).await.unwrap() });
    let end = "SELECT 1 FROM sso_sessions WHERE sid = $1 FOR NO KEY UPDATE NOWAIT";
    loop {
        let attempt = sqlx::query(end).bind(&sid).execute(&pool).await;
        if let Err(sqlx::Error::Database(error)) = attempt {
            assert_eq!(error.code().as_deref(), Some("55P03"), "{error}");
            break;
        }
        assert!(!answer.is_finished());
    }
    other.rollback().await.unwrap();
    assert!(answer.await.unwrap());
    sqlx::query(end).bind(&sid).execute(&pool).await.unwrap();
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

async fn purge_all(world: &World) {
    let report = world.provider.purge().run(&world.context(), || true).await;
    assert!(report.failed.is_empty() && !report.stopped, "{report:?}");
}

async fn what_expired_is_purged(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    purge_all(&world).await;
    assert_eq!(
        world.userinfo(&tokens.access).await.0,
        200,
        "what lives stays"
    );
    world
        .advance(doorward_protocol::time::Lifetime::days(40))
        .await;
    purge_all(&world).await;
    assert!(
        world
            .provider
            .store()
            .refresh_token(&doorward_protocol::secret::Secret::presented(tokens.refresh).digest())
            .await
            .unwrap()
            .is_none()
    );
}

/// What a newer release leaves behind: a migration that nobody here knows, and the oldest program
/// that works with it.
/// SQLite would go by what was in the tables when the database was closed last.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_plan_depends_on_what_a_database_once_held() {
    let world = World::open(Backend::Sqlite).await;
    let statistics = "SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'";
    // A process made and closed it.
    assert_eq!(world.texts(statistics).await, Vec::<String>::new());
}

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
        let error = Store::open(&url, PoolSize::default(), Arc::new(startup::SystemClock))
            .await
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("newer") && error.contains("9999"), "{error}");
    }
    let admin = std::env::var("TEST_POSTGRES_URL").expect("run ./scripts/test");
    let error = Store::open(
        &format!("{admin}/postgres"),
        PoolSize::default(),
        Arc::new(startup::SystemClock),
    )
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
    let error = Store::open(
        &format!("sqlite://{}", file.display()),
        PoolSize::default(),
        Arc::new(startup::SystemClock),
    )
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
