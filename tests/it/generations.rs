//! The generation of a user: with it every session, code, grant and token from before ends at once,
//! however many there are and whatever crashes on the way.

use crate::{
    on_both,
    world::{ADA, Backend, Browser, GRACE, Tokens, World, authorize_query, start_session},
};
use doorward_core::users::Declaration;
use doorward_protocol::{
    oidc::claims::StandardClaims,
    sessions::sso_session::{EndReason, SsoSession},
    time::Lifetime,
};
use doorward_storage::{GenerationRise, Store, Unit};

on_both!(
    the_end_of_everything_ends_more_than_a_list_shows,
    a_crash_before_the_rows_are_ended_lets_nobody_in,
    this_session_stays_where_the_others_end,
    whatever_changes_who_may_sign_in_ends_everything,
    credentials_that_were_read_before_a_change_start_nothing,
    a_family_without_offline_access_ends_with_the_row_of_its_session,
);

/// Sessions that Ada began somewhere, each signed in to Notes, which is told of their ends.
async fn add_sessions(world: &World, count: usize) -> Vec<String> {
    let user_id = world.sub(ADA.0).await;
    let store = world.provider.store();
    let generation = store.user(&user_id).await.unwrap().unwrap().generation;
    let sids: Vec<String> = (0..count).map(|n| format!("many{n:05}")).collect();
    for some in sids.chunks(200) {
        let unit = some.iter().fold(Unit::new(), |unit, sid| {
            let session = world.new_session(sid, &user_id, generation);
            unit.then(start_session(&session))
                .then(Store::add_session_client(sid, "notes", true))
        });
        assert!(store.commit(unit).await.unwrap());
    }
    sids
}

async fn reasons(world: &World, action: &str) -> Vec<String> {
    let sub = world.sub(ADA.0).await;
    let events = world.provider.store().audit_events_about(&sub).await;
    let of_action = events.unwrap().into_iter();
    of_action
        .filter(|event| event.action == action)
        .map(|event| event.detail)
        .collect()
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == 200
}

async fn the_end_of_everything_ends_more_than_a_list_shows(world: World) {
    let sids = add_sessions(&world, 2300).await;
    let (sub, ctx) = (world.sub(ADA.0).await, world.context());
    let sessions = world.provider.sessions();
    let reason = EndReason::Administrator;
    let ended = sessions.end_all(&ctx, &sub, None, reason).await.unwrap();
    assert_eq!(ended, sids.len());
    assert!(sessions.of_user(&ctx, &sub).await.unwrap().is_empty());
    assert_eq!(sessions.end_expired(&ctx).await.unwrap(), 0);
    let store = world.provider.store();
    for sid in &sids {
        let receipts = store.logout_receipts_of_session(sid).await.unwrap();
        assert_eq!(receipts.len(), 1, "{sid}");
    }
}

/// What a browser and an app have of Ada.
struct Access {
    browser: Browser,
    code: String,
    bound: Tokens,
    offline: Tokens,
}

impl Access {
    async fn get(world: &World) -> Self {
        let mut browser = world.signed_in(ADA).await;
        let offline = [("scope", "openid offline_access")];
        Self {
            bound: world.tokens(&mut browser, &[]).await,
            offline: world.tokens(&mut browser, &offline).await,
            code: world.code(&mut browser, &[]).await,
            browser,
        }
    }

    /// Whether anything of it opens anything.
    async fn is_gone(&mut self, world: &World) {
        assert!(!is_in(&mut self.browser).await);
        let silent = authorize_query(&[("prompt", "none")]);
        let answer = self.browser.authorize(&silent).await;
        assert_eq!(answer.parameter("error").as_deref(), Some("login_required"));
        assert_eq!(world.redeem(&self.code).await.0, 400);
        for tokens in [&self.bound, &self.offline] {
            assert_eq!(world.userinfo(&tokens.access).await.0, 401);
            assert!(!world.is_active(&tokens.access).await);
            assert!(!world.is_active(&tokens.refresh).await);
            assert_eq!(world.refresh(&tokens.refresh).await.0, 400);
        }
    }
}

/// The process is killed after the commit of what ends everything: nothing else has happened.
async fn a_crash_before_the_rows_are_ended_lets_nobody_in(world: World) {
    let mut access = Access::get(&world).await;
    let sub = world.sub(ADA.0).await;
    let (store, ctx) = (world.provider.store(), world.context());
    let rise = GenerationRise {
        user_id: &sub,
        kept_sid: None,
        reason: EndReason::PasswordChanged,
    };
    let unit = Store::raise_generation(rise, world.provider.now());
    assert!(store.commit(unit).await.unwrap());
    access.is_gone(&world).await;
    assert!(reasons(&world, "session.ended").await.is_empty());
    // Ada is back before the worker is; her new session is not touched.
    let mut back = world.signed_in(ADA).await;
    let sessions = world.provider.sessions();
    assert_eq!(sessions.end_expired(&ctx).await.unwrap(), 1);
    assert_eq!(sessions.end_expired(&ctx).await.unwrap(), 0);
    assert_eq!(reasons(&world, "session.ended").await, ["password_changed"]);
    assert!(store.ends_under_way().await.unwrap().is_empty());
    assert!(is_in(&mut back).await);
}

async fn this_session_stays_where_the_others_end(world: World) {
    let mut here = Access::get(&world).await;
    let mut there = Access::get(&world).await;
    let page = here.browser.get("/account").await;
    let answer = here
        .browser
        .submit_at(&page, "/account/sessions", &[])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(is_in(&mut here.browser).await && !is_in(&mut there.browser).await);
    assert_eq!(world.redeem(&here.code).await.0, 200);
    assert_eq!(world.redeem(&there.code).await.0, 400);
    for tokens in [&here.bound, &here.offline] {
        assert_eq!(world.userinfo(&tokens.access).await.0, 200);
        assert_eq!(world.refresh(&tokens.refresh).await.0, 200);
    }
    assert_eq!(world.refresh(&there.bound.refresh).await.0, 400);
    assert_eq!(world.userinfo(&there.bound.access).await.0, 401);
    // A user who signs out keeps what was meant to go on without them.
    assert_eq!(world.refresh(&there.offline.refresh).await.0, 200);
    // The one that stayed is a session like any other.
    let page = here.browser.get("/end_session").await;
    here.browser.submit(&page, &[]).await;
    assert!(!is_in(&mut here.browser).await);
}

async fn whatever_changes_who_may_sign_in_ends_everything(world: World) {
    let sub = world.sub(ADA.0).await;
    let users = world.provider.users();
    let password = |text: &str| Declaration {
        email: ADA.0.to_owned(),
        username: Some("ada".to_owned()),
        password: Some(text.into()),
        claims: StandardClaims::default(),
    };
    let mut access = Access::get(&world).await;
    let ctx = world.context();
    let declaration = password("another password of hers");
    users.put(&ctx, declaration, None).await.unwrap();
    access.is_gone(&world).await;
    users.put(&ctx, password(ADA.1), None).await.unwrap();

    let mut access = Access::get(&world).await;
    world.disable(ADA.0).await;
    let user = users.get(&sub).await.unwrap().unwrap();
    users.set_disabled(&ctx, &user, false).await.unwrap();
    // Also once the user is enabled again.
    access.is_gone(&world).await;

    for reason in [EndReason::Administrator, EndReason::GlobalRevocation] {
        let mut access = Access::get(&world).await;
        let sessions = world.provider.sessions();
        assert_eq!(sessions.end_all(&ctx, &sub, None, reason).await.unwrap(), 1);
        access.is_gone(&world).await;
    }
    let mut written = reasons(&world, "sessions.ended").await;
    written.sort();
    assert_eq!(
        written,
        [
            "administrator",
            "global_revocation",
            "password_changed",
            "password_changed",
            "user_disabled"
        ]
    );
}

async fn credentials_that_were_read_before_a_change_start_nothing(world: World) {
    let sub = world.sub(ADA.0).await;
    let (store, now) = (world.provider.store(), world.provider.now());
    let read = store.user(&sub).await.unwrap().unwrap();
    let start = |sid: &str, generation: i64| {
        let session = world.new_session(sid, &sub, generation);
        (start_session(&session), session)
    };
    let (unit, session) = start("first", read.generation);
    assert!(store.commit(unit).await.unwrap());
    let (sessions, ctx) = (world.provider.sessions(), world.context());
    let reason = EndReason::Administrator;
    sessions.end_all(&ctx, &sub, None, reason).await.unwrap();
    let (unit, _) = start("second", read.generation);
    assert!(!store.commit(unit).await.unwrap());
    let renew = Store::refresh_session_authentication(&session, now);
    assert!(!store.commit(renew).await.unwrap());
    let (unit, session) = start("third", read.generation + 1);
    assert!(store.commit(unit).await.unwrap());
    let renew = |generation: i64| {
        let renewed = SsoSession {
            generation,
            ..session.clone()
        };
        store.commit(Store::refresh_session_authentication(&renewed, now))
    };
    assert!(!renew(read.generation).await.unwrap());
    assert!(renew(read.generation + 1).await.unwrap());
    world.disable(ADA.0).await;
    let (unit, _) = start("fourth", read.generation + 2);
    assert!(!store.commit(unit).await.unwrap(), "a disabled user");
}

async fn a_family_without_offline_access_ends_with_the_row_of_its_session(world: World) {
    let access = Access::get(&world).await;
    world.execute("DELETE FROM sso_sessions").await;
    assert_eq!(world.refresh(&access.bound.refresh).await.0, 400);
    assert!(!world.is_active(&access.bound.refresh).await);
    assert_eq!(world.userinfo(&access.bound.access).await.0, 401);
    assert_eq!(world.redeem(&access.code).await.0, 400);
    assert_eq!(world.refresh(&access.offline.refresh).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_beyond_those_that_are_shown_can_be_ended() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| settings.sessions.per_user = 1000).await;
        let sids = add_sessions(&world, 250).await;
        world.advance(Lifetime::minutes(1)).await;
        let mut browser = world.signed_in(ADA).await;
        let page = browser.get("/account").await;
        let hidden = sids.iter().find(|sid| !page.body.contains(*sid)).unwrap();
        let end = [("sid", hidden.as_str())];
        browser.submit_at(&page, "/account/sessions", &end).await;
        assert_eq!(reasons(&world, "session.ended").await, ["sign_out"]);
        // Nobody ends a session of somebody else.
        // The page of somebody with one session has no such form.
        world.signed_in(GRACE).await;
        let mut grace = world.signed_in(GRACE).await;
        let page = grace.get("/account").await;
        let end = [("sid", sids[0].as_str())];
        let answer = grace.submit_at(&page, "/account/sessions", &end).await;
        assert_eq!(answer.status, 303);
        assert_eq!(reasons(&world, "session.ended").await, ["sign_out"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_too_many_sessions_the_oldest_ends() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| settings.sessions.per_user = 3).await;
        let mut browsers = Vec::new();
        let mut grace = world.signed_in(GRACE).await;
        for _ in 0..5 {
            let mut browser = world.signed_in(ADA).await;
            let tokens = world.tokens(&mut browser, &[]).await;
            browsers.push((browser, tokens));
            world.advance(Lifetime::seconds(1)).await;
        }
        let mut are_in = Vec::new();
        for (browser, tokens) in &mut browsers {
            let is_in = is_in(browser).await;
            assert_eq!(world.refresh(&tokens.refresh).await.0 == 200, is_in);
            are_in.push(is_in);
        }
        assert_eq!(are_in, [false, false, true, true, true]);
        assert!(is_in(&mut grace).await);
        assert_eq!(reasons(&world, "session.ended").await, ["too_many"; 2]);
        // Whoever signs in again where they are in needs no further session.
        let (browser, _) = &mut browsers[2];
        let page = browser
            .authorize(&authorize_query(&[("prompt", "login")]))
            .await;
        browser.sign_in_on(&page, ADA).await;
        for (browser, _) in &mut browsers[2..] {
            assert!(is_in(browser).await);
        }
        // Nor is that session the oldest any more: the next one goes instead.
        world.advance(Lifetime::seconds(1)).await;
        world.signed_in(ADA).await;
        let mut are_in = Vec::new();
        for (browser, _) in &mut browsers[2..] {
            are_in.push(is_in(browser).await);
        }
        assert_eq!(are_in, [true, false, true]);
        // What was read before such a sign-in ends nothing.
        let (store, sub) = (world.provider.store(), world.sub(ADA.0).await);
        let read = store.sessions_beyond(&sub, 0, 10).await.unwrap();
        let (browser, _) = &mut browsers[2];
        let page = browser
            .authorize(&authorize_query(&[("prompt", "login")]))
            .await;
        browser.sign_in_on(&page, ADA).await;
        let held = read.iter().map(Store::require_session_number);
        let held = futures_util::future::join_all(held.map(|guard| store.commit(guard))).await;
        let changed = held.into_iter().filter(|held| !held.as_ref().unwrap());
        assert_eq!(changed.count(), 1);
        // At one instant the one that just began stays too.
        for _ in 0..4 {
            let mut newest = world.signed_in(ADA).await;
            assert!(is_in(&mut newest).await);
        }
        // A limit that became lower holds from the next sign-in on.
        add_sessions(&world, 120).await;
        world.advance(Lifetime::seconds(1)).await;
        world.signed_in(ADA).await;
        let (sub, ctx) = (world.sub(ADA.0).await, world.context());
        let left = world.provider.sessions().of_user(&ctx, &sub).await.unwrap();
        assert_eq!(left.len(), 3);
    }
}

/// However many sign in at once, no more sessions than allowed are left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_sign_ins_at_once_leave_no_more_than_allowed() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| settings.sessions.per_user = 2).await;
        let sign_ins = (0..4).map(|_| world.signed_in(ADA));
        futures_util::future::join_all(sign_ins).await;
        let (sub, ctx) = (world.sub(ADA.0).await, world.context());
        let left = world.provider.sessions().of_user(&ctx, &sub).await.unwrap();
        assert_eq!(left.len(), 2);
    }
}
