//! What ends while a sign-in by a provider or a directory is under way ends the sign-in too.

use super::{
    come_back,
    directory::{HEDY, Slapd},
    into_notes, sign_up, state_of,
};
use crate::{
    on_both,
    world::{
        Answer, Backend, Browser, GRACE, Lies, Shape, StandIn, World, authorize_query, encode,
        eventually, free_port,
    },
};
use doorward_core::users::User;
use doorward_protocol::sessions::sso_session::EndReason;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

on_both!(
    a_sign_in_by_a_provider_does_not_outlive_the_end_of_everything,
    a_sign_in_by_a_provider_does_not_outlive_its_logout,
    nobody_signs_up_after_the_logout_at_the_provider
);

/// What ends everything of a user.
const ENDS: [&str; 4] = ["administrator", "revocation", "disabled", "others"];

async fn carry_out(world: &World, end: &str, user: &User) {
    let (ctx, id) = (world.context(), user.id.as_str());
    let sessions = world.provider.sessions();
    let reason = match end {
        "administrator" => EndReason::Administrator,
        "revocation" => EndReason::GlobalRevocation,
        "others" => EndReason::SignOut,
        _ => {
            let users = world.provider.users();
            users.set_disabled(&ctx, user, true).await.unwrap();
            return users.set_disabled(&ctx, user, false).await.unwrap();
        }
    };
    let kept = sessions.of_user(&ctx, id).await.unwrap().into_iter().next();
    let kept = kept.map(|row| row.session.sid).filter(|_| end == "others");
    let ended = sessions.end_all(&ctx, id, kept.as_deref(), reason).await;
    ended.unwrap();
}

async fn up(world: &World) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", &sign_up()).await;
    up.is(json!({"sub": "u-1", "sid": "there-1", "name": "One"}));
    up
}

/// The only user with a linked identity.
async fn linked_user(world: &World) -> User {
    let store = world.provider.store();
    for user in store.users().await.unwrap() {
        if !store.identities_of_user(&user.id).await.unwrap().is_empty() {
            return user;
        }
    }
    panic!("nobody has an identity")
}

async fn away(browser: &mut Browser) -> Answer {
    let page = browser.authorize(&authorize_query(&[("prompt", "")])).await;
    browser.choose(&page, "up").await
}

/// A sign-in during which something happens: before the user comes back, or while the provider
/// thinks about the code.
async fn sign_in_while(
    world: &World,
    up: &StandIn,
    late: bool,
    meanwhile: impl AsyncFn(),
) -> (Browser, Answer) {
    let mut browser = world.browser();
    let away = away(&mut browser).await;
    if !late {
        meanwhile().await;
        let back = come_back(&mut browser, up, &away).await;
        return (browser, back);
    }
    up.lie(Lies {
        slow: [("/token".to_owned(), Duration::from_millis(500))].into(),
        ..Lies::default()
    });
    let before = up.seen("/token").len();
    let happens = async {
        let is_asked = async || up.seen("/token").len() > before;
        eventually("the provider is asked", is_asked).await;
        meanwhile().await;
    };
    let (back, ()) = tokio::join!(come_back(&mut browser, up, &away), happens);
    up.lie(Lies::default());
    (browser, back)
}

async fn is_refused(world: &World, (mut browser, back): (Browser, Answer), what: &str) {
    assert_eq!(back.status, 400, "{what}: {}", back.body);
    assert_eq!(browser.get("/account").await.status, 303, "{what}");
    let ctx = world.context();
    let user = linked_user(world).await;
    let live = world.provider.sessions().of_user(&ctx, &user.id).await;
    assert!(live.unwrap().len() <= 1, "{what}: a session is left");
}

async fn a_sign_in_by_a_provider_does_not_outlive_the_end_of_everything(world: World) {
    let up = up(&world).await;
    for end in ENDS {
        for late in [false, true] {
            into_notes(&world, &mut world.browser(), &up, "up").await;
            let user = linked_user(&world).await;
            let end_all = async || carry_out(&world, end, &user).await;
            let outcome = sign_in_while(&world, &up, late, end_all).await;
            is_refused(&world, outcome, &format!("{end}, late: {late}")).await;
        }
    }
    // What ended before, or for somebody else, is nothing to a sign-in.
    let grace = world.provider.users().find(GRACE.0).await.unwrap().unwrap();
    let of_another = async || carry_out(&world, "administrator", &grace).await;
    let (_, back) = sign_in_while(&world, &up, true, of_another).await;
    assert_eq!(back.status, 303, "{}", back.body);
}

async fn tell(world: &World, token: &str) -> u16 {
    let form = encode(&[("logout_token", token)]);
    let path = "/federation/up/backchannel-logout";
    world.post_raw(path, None, form).await.0
}

/// Logout tokens by subject, by session, and by both, for one subject.
fn logout_tokens(up: &StandIn, sub: &str) -> [String; 3] {
    let token = |sub: Value, sid: Value| {
        up.logout_token(|claims| {
            claims["sub"] = sub.clone();
            claims["sid"] = sid.clone();
            claims.as_object_mut().unwrap().retain(|_, v| !v.is_null());
        })
    };
    [
        token(sub.into(), Value::Null),
        token(Value::Null, "there-1".into()),
        token(sub.into(), "there-1".into()),
    ]
}

async fn a_sign_in_by_a_provider_does_not_outlive_its_logout(world: World) {
    let up = up(&world).await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
    for late in [false, true] {
        for token in logout_tokens(&up, "u-1") {
            let logout = async || assert_eq!(tell(&world, &token).await, 200);
            let outcome = sign_in_while(&world, &up, late, logout).await;
            is_refused(&world, outcome, &format!("{token}, late: {late}")).await;
        }
        // Another session there, or somebody else.
        for (name, value) in [("sid", "there-2"), ("sub", "u-2")] {
            let token = up.logout_token(|claims| claims[name] = value.into());
            let logout = async || assert_eq!(tell(&world, &token).await, 200);
            let (_, back) = sign_in_while(&world, &up, late, logout).await;
            assert_eq!(back.status, 303, "{name}: {}", back.body);
        }
    }
}

async fn nobody_signs_up_after_the_logout_at_the_provider(world: World) {
    let up = up(&world).await;
    let before = state_of(&world).await;
    for late in [false, true] {
        for token in logout_tokens(&up, "u-1") {
            let logout = async || assert_eq!(tell(&world, &token).await, 200);
            let (mut browser, back) = sign_in_while(&world, &up, late, logout).await;
            assert_eq!(back.status, 400, "{}", back.body);
            assert_eq!(browser.get("/account").await.status, 303);
        }
    }
    assert_eq!(state_of(&world).await, before);
}

/// A way to a directory that is closed until it is opened.
struct Gate {
    port: u16,
    open: &'static Semaphore,
    came: &'static Semaphore,
}

impl Gate {
    async fn before(port: u16) -> Self {
        let gate = Self {
            port: free_port(),
            open: Box::leak(Box::new(Semaphore::new(0))),
            came: Box::leak(Box::new(Semaphore::new(0))),
        };
        let (open, came) = (gate.open, gate.came);
        let listener = TcpListener::bind(("127.0.0.1", gate.port)).await.unwrap();
        tokio::spawn(async move {
            while let Ok((mut here, _)) = listener.accept().await {
                tokio::spawn(async move {
                    came.add_permits(1);
                    open.acquire().await.unwrap().forget();
                    let mut there = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut here, &mut there).await;
                });
            }
        });
        gate
    }

    async fn attempt(&self, world: &World, meanwhile: impl AsyncFn()) -> (Browser, Answer) {
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        let happens = async {
            self.came.acquire().await.unwrap().forget();
            meanwhile().await;
            self.open.add_permits(1);
        };
        let (answer, ()) = tokio::join!(browser.sign_in_on(&page, HEDY), happens);
        (browser, answer)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_by_a_directory_does_not_outlive_the_end_of_everything() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let slapd = Slapd::start().await;
        let certificate = slapd.certificate();
        let world = World::open_with(backend, |settings| {
            settings.outbound.ca_file = Some(certificate);
        })
        .await;
        let gate = Gate::before(slapd.port()).await;
        let url = json!({"ldap": {"url": format!("ldap://localhost:{}", gate.port)}});
        slapd.declare(&world, &url, "who may search here").await;
        let (_, answer) = gate.attempt(&world, async || {}).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.body);
        let user = linked_user(&world).await;
        for end in ENDS {
            let end_all = async || carry_out(&world, end, &user).await;
            let (mut browser, answer) = gate.attempt(&world, end_all).await;
            assert_eq!(answer.status, 400, "{end}: {}", answer.body);
            assert_eq!(browser.get("/account").await.status, 303, "{end}");
        }
        let (_, answer) = gate.attempt(&world, async || {}).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.body);
    }
}
