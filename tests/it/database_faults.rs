//! Faults of PostgreSQL in the middle of the work: collisions, a standby that only reads, a user who may not
//! log in any more.

use crate::{
    command_line::{Folder, Server, answers},
    storage::raw::Raw,
    world::{
        ADA, Backend, Browser, CALLBACK, SECRET, VERIFIER, World, basic, encode, eventually,
        free_port,
    },
};
use futures_util::future::join_all;
use secrecy::ExposeSecret;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use std::process::Stdio;

/// Makes the next so many writes of a table fail with a code of PostgreSQL. The count is not taken back
/// with the transaction.
async fn collide(world: &World, table: &str, code: &str, times: i64) {
    world
        .execute(&format!(
            "CREATE SEQUENCE IF NOT EXISTS collisions MINVALUE 0;
             SELECT setval('collisions', 0);
             CREATE OR REPLACE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF nextval('collisions') <= {times} THEN
             RAISE EXCEPTION 'collision' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$;
             DROP TRIGGER IF EXISTS collide ON {table};
             CREATE TRIGGER collide BEFORE INSERT OR UPDATE ON {table}
             FOR EACH ROW EXECUTE FUNCTION collide()"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_collides_is_tried_again_and_given_up_in_order() {
    let world = World::open(Backend::Postgres).await;
    let raw = Raw::of(&world).await;
    let mut browser = world.signed_in(ADA).await;
    for code_of_error in ["40001", "40P01"] {
        // Three times, and the fourth one goes well.
        let code = world.code(&mut browser, &[]).await;
        collide(&world, "grants", code_of_error, 3).await;
        let (status, body) = world.redeem(&code).await;
        assert_eq!(status, 200, "{code_of_error}: {body}");
        assert_eq!(world.redeem(&code).await.0, 400);
        // Again and again: an error that may be asked again, and nothing is half done.
        let code = world.code(&mut browser, &[]).await;
        collide(&world, "grants", code_of_error, 1_000).await;
        let before = raw.kept().await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let app = Some(basic("notes", SECRET));
        let (status, headers, body) = world.post_raw("/token", app, encode(&form)).await;
        assert_eq!(status, 503, "{code_of_error}: {body}");
        assert!(headers.contains_key("retry-after"), "{headers:?}");
        assert!(
            !body.contains("access_token") && !body.contains("collision"),
            "{body}"
        );
        assert_eq!(raw.kept().await, before, "{code_of_error}");
        collide(&world, "grants", code_of_error, 0).await;
        let (status, body) = world.redeem(&code).await;
        assert_eq!(status, 200, "{code_of_error}: {body}");
        // A refresh in the same way.
        let refresh = body["refresh_token"].as_str().unwrap().to_owned();
        collide(&world, "refresh_tokens", code_of_error, 3).await;
        let (status, body) = world.refresh(&refresh).await;
        assert_eq!(status, 200, "{code_of_error}: {body}");
        collide(&world, "refresh_tokens", code_of_error, 0).await;
    }
    // Of many who bring one code while some collide, one gets tokens and the others are told so.
    for _ in 0..3 {
        let code = world.code(&mut browser, &[]).await;
        collide(&world, "grants", "40001", 3).await;
        let answers = join_all((0..20).map(|_| world.redeem(&code))).await;
        let won = answers.iter().filter(|(status, _)| *status == 200).count();
        assert_eq!(won, 1, "{answers:?}");
        for (status, body) in answers.iter().filter(|(status, _)| *status != 200) {
            assert_eq!(
                (*status, &body["error"]),
                (400, &Value::from("invalid_grant"))
            );
        }
        collide(&world, "grants", "40001", 0).await;
    }
}

/// Two transactions that each wait for what the other has changed: PostgreSQL ends ours.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refresh_that_loses_a_deadlock_is_answered_by_what_is_true_then() {
    for (is_used, status) in [(false, 200), (true, 400)] {
        let world = World::open(Backend::Postgres).await;
        let mut browser = world.signed_in(ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;
        let mut other = world.other_transaction().await;
        // The other one has the token and wants the session; ours has the session and wants the token.
        let used = if is_used {
            "used_at = 1"
        } else {
            "used_at = used_at"
        };
        other
            .run(&format!(
                "UPDATE refresh_tokens SET {used} WHERE used_at IS NULL"
            ))
            .await;
        let refresh = world.refresh(&tokens.refresh);
        let meanwhile = async {
            other.blocks(1).await;
            other
                .run("UPDATE sso_sessions SET user_agent = user_agent")
                .await;
            other.run("UPDATE users SET updated_at = updated_at").await;
            other.commit().await;
        };
        let ((found, body), ()) = tokio::join!(refresh, meanwhile);
        assert_eq!(found, status, "{body}");
        if is_used {
            assert_eq!(body["error"], "invalid_grant");
        }
    }
}

/// What a failover to a standby looks like: the connections end, and new ones only read.
async fn only_reads(world: &World, is_read_only: bool) {
    let url = world.settings.database.url.expose_secret();
    let name = url.rsplit('/').next().unwrap();
    let value = if is_read_only { "on" } else { "off" };
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let mut connection = pool.acquire().await.unwrap();
    for sql in [
        "SET default_transaction_read_only = off".to_owned(),
        format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()"
            .to_owned(),
    ] {
        let sql = sqlx::query(AssertSqlSafe(sql));
        sql.execute(&mut *connection).await.unwrap();
    }
    drop(connection);
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_only_reads_answers_what_is_read_and_refuses_the_rest() {
    let world = World::open(Backend::Postgres).await;
    let raw = Raw::of(&world).await;
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let code = world.code(&mut browser, &[]).await;
    let mut stranger = world.browser();
    let page = stranger.get("/sign-in").await;
    world.forget_known().await;
    only_reads(&world, true).await;
    eventually("a server that says it", async || {
        world.readiness().await == (503, "not ready: the database is read-only\n".to_owned())
    })
    .await;
    let raw_again = Raw::of(&world).await;
    let before = raw_again.kept().await;
    // What is read goes on.
    for path in [
        "/.well-known/openid-configuration",
        "/.well-known/jwks.json",
        "/livez",
    ] {
        let answer = world.http.get(world.at(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    let (status, body) = world.userinfo(&tokens.access).await;
    assert_eq!(status, 200, "{body}");
    assert!(world.is_active(&tokens.access).await, "introspection");
    assert_eq!(browser.get("/account").await.status, 200);
    // What is written is refused, by each in its own way, and may be asked again.
    let (status, body) = world.redeem(&code).await;
    assert_eq!(status, 503, "{body}");
    let (status, body) = world.refresh(&tokens.refresh).await;
    assert_eq!(status, 503, "{body}");
    assert_eq!(world.revoke(&tokens.refresh).await, 503);
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = stranger.submit(&page, &fields).await;
    assert!(
        answer.status == 503 && stranger.session().is_none(),
        "{}",
        answer.body
    );
    assert_eq!(raw_again.kept().await, before);
    // It recovers by itself, and nothing of what was refused is used up.
    only_reads(&world, false).await;
    eventually("a server that is ready", async || {
        world.readiness().await.0 == 200
    })
    .await;
    assert_eq!(world.redeem(&code).await.0, 200);
    assert_eq!(world.refresh(&tokens.refresh).await.0, 200);
    assert_eq!(stranger.submit(&page, &fields).await.status, 303);
    drop(raw);
}

/// Somebody changed the password, the certificate or the name of the database: who is connected works on,
/// and nobody new connects.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_are_refused_stop_nobody_who_is_connected_and_log_no_secret() {
    const PASSWORD: &str = "a-password-of-the-database-user";
    let world = World::open(Backend::Postgres).await;
    let role = format!("rotated_{}", std::process::id());
    world
        .execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}';
             GRANT ALL ON SCHEMA public TO {role};
             GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"
        ))
        .await;
    let mut url = url::Url::parse(world.settings.database.url.expose_secret()).unwrap();
    url.set_username(&role).unwrap();
    url.set_password(Some(PASSWORD)).unwrap();
    let folder = Folder::new("rotated");
    let (port, log) = (free_port(), folder.write("log", ""));
    let base = format!("http://localhost:{port}");
    let child = folder
        .command_over(&world, &["serve"])
        .env("DOORWARD_DATABASE__URL", url.as_str())
        .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
        .env("DOORWARD_ISSUER", &base)
        .env("DOORWARD_LOG__LEVEL", "debug")
        .stderr(std::fs::File::create(&log).unwrap())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(child);
    answers(&format!("{base}/readyz")).await;
    let mut ada = Browser::at(&base);
    let page = ada.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(ada.submit(&page, &fields).await.status, 303);
    let readyz = async || {
        let answer = reqwest::get(format!("{base}/readyz")).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    world.execute(&format!("ALTER ROLE {role} NOLOGIN")).await;
    // Those who are connected are.
    for _ in 0..5 {
        assert_eq!(ada.get("/account").await.status, 200);
    }
    world
        .execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'"
        ))
        .await;
    let reason = "the database refuses the user or the password of database.url";
    eventually(reason, async || {
        let (status, text) = readyz().await;
        status == 503 && text.contains(reason)
    })
    .await;
    let page = ada.get("/account").await;
    assert!(
        page.status == 503 && !page.body.contains(PASSWORD),
        "{}",
        page.body
    );
    let keys = reqwest::get(format!("{base}/.well-known/jwks.json")).await;
    assert_eq!(keys.unwrap().status(), 200);
    world.execute(&format!("ALTER ROLE {role} LOGIN")).await;
    eventually("a server that is ready again", async || {
        readyz().await.0 == 200
    })
    .await;
    assert_eq!(
        ada.get("/account").await.status,
        200,
        "the session is there"
    );
    let http = reqwest::Client::new();
    let log = crate::refusal_log::written(&http, &base, &log).await;
    assert!(!log.contains(PASSWORD), "{log}");
    drop(server);
    world
        .execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))
        .await;
}
