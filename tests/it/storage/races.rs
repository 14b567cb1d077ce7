//! What rests on another row holds that row (write skew): on PostgreSQL a second connection has
//! changed it and not yet committed, while the provider is asked for something that rests on it. The
//! provider must wait, and refuse once the change is committed.

use super::{identity_at, session_of_ada};
use crate::world::{
    ADA, Answer, Backend, Browser, CALLBACK, GRACE, Tokens, World, authorize_query,
};
use doorward_protocol::{
    federation::IdentityProviderSecrets,
    oauth::{consent::Consent, scope::Scope},
    secret::{Digest, Secret},
    sessions::sso_session::{EndReason, SessionRef},
};
use doorward_storage::{ConsentKey, GenerationRise, NewVerificationEvent, Store, Unit, User};
use secrecy::ExposeSecret;
use serde_json::json;
use sqlx::PgPool;

async fn pool(world: &World) -> PgPool {
    let url = world.settings.database.url.expose_secret();
    PgPool::connect(url).await.unwrap()
}

/// Counts the change of the other connection, as each commit of a node does, in a counter of its own.
pub const COUNTED: &str =
    "INSERT INTO access_changes (counter, changes, token_changes) VALUES (99, 1, 1)
     ON CONFLICT (counter) DO UPDATE SET changes = access_changes.changes + 1,
     token_changes = access_changes.token_changes + 1";

/// Something that is asked for while another connection has executed statements and not yet
/// committed them; it has to wait for that connection.
pub async fn meanwhile<T>(
    world: &World,
    statements: &[String],
    is_committed: bool,
    asked: impl Future<Output = T>,
) -> T {
    let mut other = world.other_transaction().await;
    for statement in statements {
        other.run(statement).await;
    }
    other.run(COUNTED).await;
    let end = async {
        other.blocks(1).await;
        if is_committed {
            other.commit().await;
        } else {
            other.roll_back().await;
        }
    };
    let (answer, ()) = tokio::join!(asked, end);
    world.expire_versions();
    answer
}

/// Commits a unit while another connection has executed a statement and not yet committed it.
pub async fn commit_while_another_writes(
    world: &World,
    unit: Unit,
    statement: String,
    is_committed: bool,
) -> bool {
    let store = world.provider.store();
    let commit = store.commit(unit);
    meanwhile(world, &[statement], is_committed, commit)
        .await
        .unwrap()
}

/// The ways in which everything of a user ends.
pub const ENDS: [&str; 3] = [
    "UPDATE sso_sessions SET ended_at = 1 WHERE user_id = $1",
    "UPDATE users SET generation = generation + 1, grants_from = generation + 1 WHERE id = $1",
    "UPDATE users SET disabled_at = 1 WHERE id = $1",
];

async fn of_ada(world: &World, statement: &str) -> Vec<String> {
    let sub = world.sub(ADA.0).await;
    vec![statement.replace("$1", &format!("'{sub}'"))]
}

/// A world in which Ada is signed in, for each way to end that, and whether the end is committed.
pub async fn for_each_end(ends: &[&str], asked: impl AsyncFn(&World, Browser, Vec<String>, bool)) {
    for end in ends {
        for is_committed in [true, false] {
            let world = World::open_wide(Backend::Postgres).await;
            let browser = world.signed_in(ADA).await;
            let statements = of_ada(&world, end).await;
            asked(&world, browser, statements, is_committed).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_token_comes_through_the_browser_from_a_session_that_ends() {
    for_each_end(&ENDS, async |world, mut browser, end, is_committed| {
        let implicit = [("response_type", "id_token token"), ("nonce", "n")];
        let common = serde_json::json!({
            "redirect_uris": [CALLBACK], "grant_types": ["implicit"],
            "response_types": ["id_token token"], "scope": "openid profile",
        });
        world
            .client("notes", &common, &serde_json::json!({"first_party": true}))
            .await;
        let asked = browser.silent(&implicit);
        let answer = meanwhile(world, &end, is_committed, asked).await;
        assert_eq!(
            answer.parameter("access_token").is_none(),
            is_committed,
            "{end:?}: {:?} {}",
            answer.location,
            answer.body
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_code_is_redeemed_whose_session_ends_or_whose_client_loses_access() {
    let withdrawn = "UPDATE users SET codes_from = 1 WHERE id = $1";
    let ends = [ENDS[0], ENDS[1], ENDS[2], withdrawn];
    for_each_end(&ends, async |world, mut browser, end, is_committed| {
        let code = world.code(&mut browser, &[]).await;
        let (status, body) = meanwhile(world, &end, is_committed, world.redeem(&code)).await;
        assert_eq!(status == 400, is_committed, "{end:?}: {body}");
        if is_committed {
            let families: i64 = sqlx::query_scalar("SELECT count(*) FROM grants")
                .fetch_one(&pool(world).await)
                .await
                .unwrap();
            assert_eq!(families, 0, "{end:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_family_without_offline_access_rotates_while_its_session_ends() {
    let revoke = "UPDATE grants SET revoked_at = 1 WHERE user_id = $1";
    let ends = [ENDS[0], ENDS[1], ENDS[2], revoke];
    for_each_end(&ends, async |world, mut browser, end, is_committed| {
        let tokens = world.tokens(&mut browser, &[]).await;
        let asked = world.refresh(&tokens.refresh);
        let (status, body) = meanwhile(world, &end, is_committed, asked).await;
        assert_eq!(status == 400, is_committed, "{end:?}: {body}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_family_with_offline_access_rotates_while_it_is_revoked() {
    let revoke = "UPDATE grants SET revoked_at = 1 WHERE user_id = $1";
    let ends = [ENDS[1], ENDS[2], revoke];
    for_each_end(&ends, async |world, mut browser, end, is_committed| {
        let offline = [("scope", "openid offline_access")];
        let tokens = world.tokens(&mut browser, &offline).await;
        let asked = world.refresh(&tokens.refresh);
        let (status, body) = meanwhile(world, &end, is_committed, asked).await;
        assert_eq!(status == 400, is_committed, "{end:?}: {body}");
    })
    .await;
}

/// Two refreshes of one session, which both note its use and look at its row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_families_of_one_session_rotate_at_once() {
    let world = World::open(Backend::Postgres).await;
    let mut browser = world.signed_in(ADA).await;
    let mut tokens = (
        world.tokens(&mut browser, &[]).await,
        world.tokens(&mut browser, &[]).await,
    );
    for _ in 0..20 {
        world
            .advance(doorward_protocol::time::Lifetime::minutes(2))
            .await;
        let (one, two) = tokio::join!(
            world.refresh(&tokens.0.refresh),
            world.refresh(&tokens.1.refresh)
        );
        assert_eq!((one.0, two.0), (200, 200), "{one:?} {two:?}");
        tokens = (Tokens::from(&one.1), Tokens::from(&two.1));
    }
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let deadlocks: i64 = sqlx::query_scalar(deadlocks)
        .fetch_one(&pool(&world).await)
        .await
        .unwrap();
    assert_eq!(deadlocks, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sign_in_goes_on_while_the_account_changes() {
    for_each_end(&ENDS[1..], async |world, mut browser, end, is_committed| {
        // One browser signs in for the first time, the other one again.
        let mut fresh = world.browser();
        let query = authorize_query(&[("prompt", "login")]);
        for browser in [&mut fresh, &mut browser] {
            let page = browser.authorize(&query).await;
            let fields = [("username", ADA.0), ("password", ADA.1)];
            let asked = browser.submit(&page, &fields);
            let answer = meanwhile(world, &end, is_committed, asked).await;
            assert_eq!(answer.status == 200, is_committed, "{end:?}");
            if is_committed {
                assert_eq!(browser.get("/account").await.status, 303, "{end:?}");
            }
            let events = world
                .provider
                .store()
                .audit_events_about(&world.sub(ADA.0).await)
                .await
                .unwrap();
            let is_told = events
                .iter()
                .any(|event| event.detail == "the account changed meanwhile");
            assert_eq!(is_told, is_committed);
            if is_committed {
                return;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sign_in_that_renews_a_session_goes_on_while_the_account_changes() {
    for_each_end(&ENDS[1..], async |world, mut browser, end, is_committed| {
        let page = browser
            .authorize(&authorize_query(&[("prompt", "login")]))
            .await;
        let fields = [("username", ADA.0), ("password", ADA.1)];
        let asked = browser.submit(&page, &fields);
        let answer = meanwhile(world, &end, is_committed, asked).await;
        assert_eq!(answer.status == 200, is_committed, "{end:?}");
        let expected = if is_committed { 303 } else { 200 };
        assert_eq!(browser.get("/account").await.status, expected, "{end:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_bound_to_a_session_that_ends() {
    for_each_end(&ENDS, async |world, _, end, is_committed| {
        let (sid, now) = (session_of_ada(world).await, world.provider.now());
        let key = |n: &str| Digest::of(n.as_bytes());
        let user_id = world.sub(ADA.0).await;
        let session = SessionRef {
            sid: &sid,
            user_id: &user_id,
        };
        let units = [
            Store::bind_session_to_browser(&sid, &key("browser"), now),
            Store::add_forward_auth_session(&key("site"), "https://a.example", &sid, now),
            Store::require_live_session(session),
            Store::require_live_session(session).then(Store::add_identity(
                &identity_at("linked"),
                &user_id,
                now,
            )),
        ];
        for unit in units {
            let done = commit_while_another_writes(world, unit, end[0].clone(), is_committed).await;
            assert_eq!(done, !is_committed, "{end:?}");
            if is_committed {
                let undo = "UPDATE sso_sessions SET ended_at = NULL;
                     UPDATE users SET disabled_at = NULL, generation = 1, grants_from = 1";
                sqlx::raw_sql(undo)
                    .execute(&pool(world).await)
                    .await
                    .unwrap();
            }
        }
    })
    .await;
}

/// A session of another user is not a live session of this one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_lives_for_its_own_user_alone() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        world.signed_in(ADA).await;
        let sid = session_of_ada(&world).await;
        let grace = world.sub(crate::world::GRACE.0).await;
        let session = SessionRef {
            sid: &sid,
            user_id: &grace,
        };
        let store = world.provider.store();
        let unit = Store::require_live_session(session);
        assert!(!store.commit(unit).await.unwrap());
    }
}

/// The question of Photos, and the answer yes.
async fn allowed(browser: &mut Browser) -> Answer {
    let photos = [
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
    ];
    let question = browser.authorize(&authorize_query(&photos)).await;
    browser.submit(&question, &[("answer", "allow")]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_consent_is_given_in_a_session_that_ends() {
    for_each_end(&ENDS, async |world, mut browser, end, is_committed| {
        let asked = allowed(&mut browser);
        let answer = meanwhile(world, &end, is_committed, asked).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let (store, sub) = (world.provider.store(), world.sub(ADA.0).await);
        let key = ConsentKey {
            user_id: &sub,
            client_id: "photos",
        };
        let consent = store.consent(key).await.unwrap();
        assert_eq!(consent.is_none(), is_committed, "{end:?}");
    })
    .await;
}

/// A code that is issued while a user takes the client's access away, and every one from before, is worth
/// nothing from then on; the next one is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_code_outlives_the_access_of_its_client() {
    let world = World::open(Backend::Postgres).await;
    let mut browser = world.signed_in(ADA).await;
    let sub = world.sub(ADA.0).await;
    let before = world.code(&mut browser, &[]).await;
    let mut other = world.other_transaction().await;
    for statement in [
        "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE",
        "UPDATE access_changes SET withdrawals = withdrawals + 1 WHERE counter = 8",
        "UPDATE users SET codes_from = (SELECT withdrawals FROM access_changes WHERE counter = 8)
         WHERE id = $1",
    ] {
        other
            .run(&statement.replace("$1", &format!("'{sub}'")))
            .await;
    }
    other.run(COUNTED).await;
    // Somebody else's is counted after it.
    let grace = world.sub(GRACE.0).await;
    let store = world.provider.store();
    let second = store.commit(Store::withdraw_codes(&grace));
    let meanwhile = async {
        other.blocks(1).await;
        let code = world.code(&mut browser, &[]).await;
        other.commit().await;
        code
    };
    let (withdrawn, between) = tokio::join!(second, meanwhile);
    assert!(withdrawn.unwrap());
    world.expire_versions();
    for code in [before, between] {
        let (status, said) = world.redeem(&code).await;
        assert_eq!(status, 400, "{said}");
    }
    let after = world.code(&mut browser, &[]).await;
    assert_eq!(world.redeem(&after).await.0, 200);
    let numbers = "SELECT codes_from FROM users WHERE codes_from > 0 ORDER BY codes_from";
    assert_eq!(world.numbers(numbers).await, [1, 2]);
}

/// What one request withdraws, another one that read the consent before does not bring back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawn_consent_does_not_come_back_with_a_wider_one() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let (store, now) = (world.provider.store(), world.provider.now());
        let sub = world.sub(ADA.0).await;
        let key = ConsentKey {
            user_id: &sub,
            client_id: "photos",
        };
        let scope = |text: &str| Consent {
            scope: Scope::parse(text).unwrap(),
            ..Consent::default()
        };
        let put = |before: Option<&str>, after: &str| {
            let before = before.map(scope);
            let unit = Store::put_consent(key, before.as_ref(), &scope(after), now);
            async move { store.commit(unit).await.unwrap() }
        };
        assert!(put(None, "openid email").await);
        assert!(!put(None, "openid").await, "somebody else gave one");
        assert!(put(Some("openid email"), "openid email phone").await);
        assert!(!put(Some("openid email"), "openid email address").await);
        let withdraw = Store::delete_consent(&sub, "photos");
        assert!(store.commit(withdraw).await.unwrap());
        assert!(!put(Some("openid email phone"), "openid email phone").await);
        assert_eq!(store.consent(key).await.unwrap(), None);
    }
}

/// A client, or a user, that is deleted while somebody answers a page: nothing is written, as where a
/// guard finds nothing, and no error is made of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_belongs_to_a_row_that_went_is_not_written() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let (store, now) = (world.provider.store(), world.provider.now());
        let sub = world.sub(ADA.0).await;
        for (user_id, client_id) in [(sub.as_str(), "gone"), ("gone", "photos")] {
            let key = ConsentKey { user_id, client_id };
            let given = Consent::default();
            // Alone, and beside another statement in one transaction.
            for before in [Unit::new(), Store::delete_consent(&sub, "notes")] {
                let unit = before.then(Store::put_consent(key, None, &given, now));
                assert!(!store.commit(unit).await.unwrap());
            }
        }
    }
}

/// A rise that keeps a session, while that session ends: nothing happens.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_does_not_end_the_others() {
    for_each_end(&ENDS[..1], async |world, _, end, is_committed| {
        let (sid, user_id) = (session_of_ada(world).await, world.sub(ADA.0).await);
        let rise = GenerationRise {
            user_id: &user_id,
            kept_sid: Some(&sid),
            reason: EndReason::SignOut,
        };
        let unit = Store::raise_generation(rise, world.provider.now());
        let done = commit_while_another_writes(world, unit, end[0].clone(), is_committed).await;
        assert_eq!(done, !is_committed);
        let user = world.provider.store().user(&user_id).await.unwrap();
        let generation = user.unwrap().generation;
        assert_eq!(generation, if is_committed { 1 } else { 2 });
    })
    .await;
}

/// A hash that took long replaces no password that somebody else set meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_changes_of_a_password_one_counts() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let (store, now) = (world.provider.store(), world.provider.now());
        let sub = world.sub(ADA.0).await;
        let hash = store.password_of_user(&sub).await.unwrap().unwrap().hash;
        let replace = |old: &str, new: &str| {
            let unit = Store::replace_password(&sub, old, new, now);
            async move { store.commit(unit).await.unwrap() }
        };
        let (one, two) = tokio::join!(replace(&hash, "one"), replace(&hash, "two"));
        assert_ne!(one, two);
        let add = Store::add_password("another", &sub, "three", now);
        assert!(!store.commit(add).await.unwrap(), "there is one already");
    }
}

/// A slow writer that read a user before they were disabled does not enable them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_that_was_read_before_takes_nothing_back() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let (store, sub) = (world.provider.store(), world.sub(ADA.0).await);
        let read = store.user(&sub).await.unwrap().unwrap();
        world.disable(ADA.0).await;
        assert!(!store.commit(Store::change_user(&read)).await.unwrap());
        let now = store.user(&sub).await.unwrap().unwrap();
        assert!(now.disabled_at.is_some() && now.generation > read.generation);
        assert!(store.commit(Store::change_user(&now)).await.unwrap());
        let still = store.user(&sub).await.unwrap().unwrap();
        assert!(still.disabled_at.is_some());
    }
}

/// Of two writers that read the same row one writes: what the other one read is older now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_read_the_same_user_or_provider_one_writes() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let (store, now) = (world.provider.store(), world.provider.now());
        let user = world.sub(ADA.0).await;
        let user = store.user(&user).await.unwrap().unwrap();
        let change = |email: &str| {
            let email = Some(email.to_owned());
            store.commit(Store::change_user(&User {
                email,
                ..user.clone()
            }))
        };
        let (one, two) = tokio::join!(change("one@example.com"), change("two@example.com"));
        assert_ne!(one.unwrap(), two.unwrap(), "one of two changes of a user");
        let company = json!({"id": "company", "kind": "oidc", "issuer": "https://op.example", "client_id": "doorward"});
        let secrets = IdentityProviderSecrets {
            client_secret: Some("a secret of the company".into()),
            ..IdentityProviderSecrets::default()
        };
        world.declare_provider(company, secrets).await;
        let stored = store.identity_providers().await.unwrap().remove(0);
        for (version, wins) in [(stored.version, 1), (0, 0), (stored.version, 0)] {
            let put = |position| {
                let mut stored = stored.clone();
                stored.version = version;
                stored.provider.position = position;
                store.commit(Store::put_identity_provider(&stored, now))
            };
            let (one, two) = tokio::join!(put(1), put(2));
            let written = u8::from(one.unwrap()) + u8::from(two.unwrap());
            assert_eq!(written, wins, "changes of a provider, version {version}");
        }
    }
}

/// Of two verification requests at once the second counts what the first one added.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_stream_takes_no_further_verification() {
    let world = World::open(Backend::Postgres).await;
    let pool = pool(&world).await;
    let stream = "INSERT INTO event_streams (stream_id, client_id, delivery, status, is_push,
         created_at, updated_at) VALUES ('stream', 'notes', '{}', 'enabled', 0, 1, 1)";
    sqlx::query(stream).execute(&pool).await.unwrap();
    let cause = Secret::generate(world.provider.entropy());
    let new = NewVerificationEvent {
        cause: cause.reveal(),
        stream_id: "stream",
        payload: serde_json::Map::new(),
        max_waiting: 1,
    };
    let unit = Store::add_verification_event(&new, world.provider.now());
    let uri = doorward_protocol::events::security_event::EventType::Verification.uri();
    let statements = [
        "UPDATE event_streams SET updated_at = 2 WHERE stream_id = 'stream'".to_owned(),
        format!(
            "INSERT INTO security_events (jti, stream_id, event_type, payload, created_at, expires_at)
             VALUES ('first', 'stream', '{uri}', '{{}}', 1, 9999999999999)"
        ),
    ];
    let commit = world.provider.store().commit(unit);
    assert!(!meanwhile(&world, &statements, true, commit).await.unwrap());
}

/// A claim that another connection gives to a field first, a declaration that changes meanwhile, and one
/// that is removed while it changes: nothing is taken back, and no claim carries two fields.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_declared_field_rests_on_the_declarations_that_were_read() {
    let world = World::open(Backend::Postgres).await;
    let pool = pool(&world).await;
    let file = |name: &str, label: &str| {
        format!(
            "[[user_attributes]]\nname = \"{name}\"\nlabel = \"{label}\"\nclaim = \"{name}\"\nscope = \"s\"\n"
        )
    };
    let apply = |text: String| {
        let provider = &world.provider;
        async move { doorward_cli::apply_text(provider, "declared.toml", &text).await }
    };
    let document = json!({"name": "other", "claim": "hat", "scope": "s"});
    let taken = format!(
        "INSERT INTO user_attributes (name, claim, document, created_at, updated_at, version)
         VALUES ('other', 'hat', '{document}', 1, 1, 1)"
    );
    let refused = Box::pin(meanwhile(
        &world,
        std::slice::from_ref(&taken),
        true,
        apply(file("hat", "Hat")),
    ))
    .await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("hat carries other already"), "{refused}");
    // Where the other one takes it back, it is free.
    sqlx::query("DELETE FROM user_attributes")
        .execute(&pool)
        .await
        .unwrap();
    let applied = Box::pin(meanwhile(
        &world,
        &[taken],
        false,
        apply(file("hat", "Hat")),
    ))
    .await;
    applied.unwrap();
    // A change that comes first is not taken back: the file is planned again on it.
    let changed = "UPDATE user_attributes SET version = version + 1 WHERE name = 'hat'";
    let applied = Box::pin(meanwhile(
        &world,
        &[changed.to_owned()],
        true,
        apply(file("hat", "A hat")),
    ))
    .await;
    applied.unwrap();
    let version = "SELECT version FROM user_attributes WHERE name = 'hat'";
    assert_eq!(world.numbers(version).await, [3]);
    // Nor is a declaration removed that was changed since it was read.
    let users = world.provider.users();
    let ctx = world.context();
    let removed = Box::pin(meanwhile(
        &world,
        &[changed.to_owned()],
        true,
        users.remove_attribute(&ctx, "hat"),
    ))
    .await;
    assert!(removed.is_err());
    assert_eq!(world.numbers(version).await, [4]);
    assert!(users.remove_attribute(&ctx, "hat").await.unwrap());
    assert!(!users.remove_attribute(&ctx, "hat").await.unwrap());
}

/// Whoever is deleted at the moment in which the other system describes them does not come back: the
/// name is free, and what is left of it is found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_who_is_deleted_meanwhile_is_no_newcomer() {
    let world = World::open(Backend::Postgres).await;
    let now = world.provider.now();
    let gone = Digest::of(b"gone");
    let details = doorward_storage::ImportedDetails {
        id: "another".into(),
        email: Some(ADA.0.into()),
        username: None,
        claims: doorward_protocol::oidc::claims::StandardClaims::default(),
        disabled_at: None,
        created_at: now,
        row: Digest::of(b"row"),
    };
    let user = doorward_storage::ImportedUser::new(details, None);
    let statements = [
        format!("DELETE FROM users WHERE email = '{}'", ADA.0),
        format!(
            "INSERT INTO imported_rows (source, row_digest, imported_at)
             VALUES ('(departed)', '{}', 1)",
            gone.as_str()
        ),
    ];
    let unit = Store::add_newcomer("sign-in", &user, &[gone], now);
    let commit = world.provider.store().commit(unit);
    assert!(!meanwhile(&world, &statements, true, commit).await.unwrap());
    let found = world.provider.store().user("another").await.unwrap();
    assert!(found.is_none());
}
