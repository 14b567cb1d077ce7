//! What comes from Redis is believed only where it is proven: by whom it was written, for which
//! identifier and epoch, and that nothing ended since.

use crate::{
    nodes::{Redis, with_redis},
    world::{
        ADA, Backend, Browser, GRACE, Tokens, World, authorize_query, claims_of, encode, eventually,
    },
};
use doorward_protocol::{sessions::sso_session::EndReason, time::Lifetime};
use doorward_storage::{GenerationRise, Store};

const ENTRIES: &str = "doorward:session:";

/// A browser whose session is in Redis, with the name and the text of its entry.
struct Cached {
    browser: Browser,
    name: String,
    text: String,
}

impl Cached {
    async fn of(redis: &Redis, world: &World, who: (&str, &str)) -> Self {
        let before = redis.names(ENTRIES).await;
        let mut browser = world.signed_in(who).await;
        assert!(is(&mut browser, who.0).await);
        let names = redis.names(ENTRIES).await;
        let name = names
            .into_iter()
            .find(|name| !before.contains(name))
            .expect("Redis holds the session");
        let text = redis.text(&["GET", &name]).await.unwrap();
        Self {
            browser,
            name,
            text,
        }
    }

    /// Writes a text in the place of the entry, which is read by whoever asks next.
    async fn put(&self, redis: &Redis, world: &World, text: &str) {
        redis.text(&["SET", &self.name, text]).await;
        world.forget_known().await;
    }
}

/// Whether a browser is that of somebody.
async fn is(browser: &mut Browser, email: &str) -> bool {
    let page = browser.get("/account").await;
    page.status == 200 && page.body.contains(email)
}

async fn is_out(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == 303
}

/// A context of two nodes of one database and one Redis.
async fn two_nodes(backend: Backend) -> (Redis, World, World) {
    let (redis, first) = with_redis(backend).await;
    let second = first.another_node().await;
    (redis, first, second)
}

fn at(browser: &mut Browser, node: &World) {
    browser.issuer = format!("http://{}", node.settings.listen);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_no_node_wrote_is_not_believed() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, world) = with_redis(backend).await;
        let mut ada = Cached::of(&redis, &world, ADA).await;
        let mut grace = Cached::of(&redis, &world, GRACE).await;
        let (ada_id, grace_id) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
        let edited = ada.text.replace(&ada_id, &grace_id);
        assert_ne!(edited, ada.text, "the entry names its user");
        let json = &ada.text[ada.text.find('{').unwrap()..];
        let garbled = |at: usize| {
            let mut bytes = ada.text.clone().into_bytes();
            bytes[at] ^= 1;
            String::from_utf8(bytes).unwrap()
        };
        let lies = [
            edited.clone(),
            json.to_owned(),
            json.replace(&ada_id, &grace_id),
            garbled(0),
            garbled(42),
            garbled(43),
            garbled(ada.text.len() - 1),
            ada.text[..ada.text.len() - 1].to_owned(),
            grace.text.clone(),
            "ended".to_owned(),
            String::new(),
            "x".repeat(100_000),
        ];
        for lie in &lies {
            ada.put(&redis, &world, lie).await;
            let query = authorize_query(&[("prompt", "none")]);
            let answer = ada.browser.authorize(&query).await;
            let code = answer.parameter("code").expect("Ada is in");
            let tokens = Tokens::from(&world.redeem(&code).await.1);
            let whose = claims_of(&tokens.id)["sub"].clone();
            assert_eq!(whose, ada_id.as_str(), "{lie}");
        }
        assert!(is(&mut ada.browser, ADA.0).await && is(&mut grace.browser, GRACE.0).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_signs_nobody_out_but_whom_it_was_made_for() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, world) = with_redis(backend).await;
        let mut ada = Cached::of(&redis, &world, ADA).await;
        let mut grace = Cached::of(&redis, &world, GRACE).await;
        let page = grace.browser.get("/end_session").await;
        grace.browser.submit(&page, &[]).await;
        let mark = redis.text(&["GET", &grace.name]).await.unwrap();
        assert!(mark.ends_with("ended"));
        ada.put(&redis, &world, &mark).await;
        assert!(is(&mut ada.browser, ADA.0).await);
    }
}

/// Whoever reads along sees the mark of each session that is put, and can write it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mark_of_a_live_session_does_not_end_it() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, world) = with_redis(backend).await;
        redis.log_commands().await;
        let mut ada = Cached::of(&redis, &world, ADA).await;
        let mut arguments = redis.arguments().await;
        arguments.retain(|argument| argument.ends_with("ended"));
        assert!(!arguments.is_empty());
        for mark in arguments {
            ada.put(&redis, &world, &mark).await;
            assert!(is(&mut ada.browser, ADA.0).await, "{mark}");
            let page = ada.browser.get("/account").await;
            assert_eq!(page.status, 200);
        }
    }
}

/// Each way to end a session whose entry is put back afterwards, with a life as long as one likes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_is_put_back_brings_nobody_back() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, first, second) = two_nodes(backend).await;
        let (sub, ctx) = (first.sub(ADA.0).await, first.context());
        for way in [
            "sign out",
            "end all",
            "sign in again",
            "the others",
            "crash",
        ] {
            let mut ada = Cached::of(&redis, &first, ADA).await;
            at(&mut ada.browser, &second);
            assert!(is(&mut ada.browser, ADA.0).await);
            at(&mut ada.browser, &first);
            let cookies = ada.browser.cookies.clone();
            let sessions = first.provider.sessions();
            match way {
                "sign out" => {
                    let page = ada.browser.get("/end_session").await;
                    ada.browser.submit(&page, &[]).await;
                }
                "end all" => {
                    let reason = EndReason::Administrator;
                    sessions.end_all(&ctx, &sub, None, reason).await.unwrap();
                }
                "sign in again" => {
                    let query = authorize_query(&[("prompt", "login")]);
                    let page = ada.browser.authorize(&query).await;
                    ada.browser.sign_in_on(&page, ADA).await;
                }
                "the others" => {
                    let mut other = first.signed_in(ADA).await;
                    let page = other.get("/account").await;
                    other.submit_at(&page, "/account/sessions", &[]).await;
                    assert!(is(&mut other, ADA.0).await);
                }
                _ => {
                    // The process is killed after the commit: Redis was told nothing.
                    let rise = GenerationRise {
                        user_id: &sub,
                        kept_sid: None,
                        reason: EndReason::UserDisabled,
                    };
                    let unit = Store::raise_generation(rise, first.provider.now());
                    assert!(first.provider.store().commit(unit).await.unwrap());
                    first.expire_versions();
                    second.expire_versions();
                }
            }
            ada.browser.cookies = cookies;
            ada.put(&redis, &first, &ada.text).await;
            second.expire_versions();
            for node in [&second, &first] {
                at(&mut ada.browser, node);
                assert!(is_out(&mut ada.browser).await, "{way}");
                ada.put(&redis, &first, &ada.text).await;
                second.expire_versions();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_entry_is_read_from_its_row_again() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, world) = with_redis(backend).await;
        let mut ada = Cached::of(&redis, &world, ADA).await;
        // An entry that is used all the time is not put back as it was: each minute it is what the
        // row says.
        for _ in 0..3 {
            world.advance(Lifetime::minutes(1)).await;
            assert!(is(&mut ada.browser, ADA.0).await);
        }
        assert_ne!(
            redis.text(&["GET", &ada.name]).await,
            Some(ada.text.clone())
        );
        world.advance(Lifetime::minutes(20)).await;
        ada.put(&redis, &world, &ada.text).await;
        assert!(is(&mut ada.browser, ADA.0).await);
        assert_ne!(
            redis.text(&["GET", &ada.name]).await,
            Some(ada.text.clone())
        );
    }
}

/// A node that starts knows what ended before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_starts_knows_what_ended() {
    let (redis, first) = with_redis(Backend::Postgres).await;
    let mut ada = Cached::of(&redis, &first, ADA).await;
    let mut grace = Cached::of(&redis, &first, GRACE).await;
    let cookies = ada.browser.cookies.clone();
    let page = ada.browser.get("/end_session").await;
    ada.browser.submit(&page, &[]).await;
    ada.browser.cookies = cookies;
    ada.put(&redis, &first, &ada.text).await;
    let second = first.another_node().await;
    at(&mut ada.browser, &second);
    at(&mut grace.browser, &second);
    assert!(is_out(&mut ada.browser).await);
    assert!(is(&mut grace.browser, GRACE.0).await);
}

/// Counts of failures that no node made stop nobody; those of other nodes do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_count_that_no_node_made_stops_nobody() {
    let redis = Redis::start(crate::world::free_port()).await;
    let url = redis.url();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.redis.url = Some(url.into());
        settings.rate_limits.failed_clients = 5;
    })
    .await;
    let attempt = async || {
        let form = encode(&[("grant_type", "client_credentials")]);
        let wrong = Some(crate::world::basic(
            "notes",
            "a wrong secret of this client",
        ));
        world.post_raw("/token", wrong, form).await.0
    };
    assert_eq!(attempt().await, 401);
    let names = redis.names("doorward:limit:").await;
    let [counter] = names.as_slice() else {
        panic!("one counter: {names:?}")
    };
    let own: Vec<String> = redis.fields(counter).await;
    let [node] = own.as_slice() else {
        panic!("one node: {own:?}")
    };
    let real = redis.text(&["HGET", counter, node]).await.unwrap();
    for lie in ["1000000", &real, &format!("{real}000"), "", "x"] {
        for other in ["another", "node", node] {
            redis.integer(&["HSET", counter, other, lie]).await;
        }
        assert_eq!(attempt().await, 401);
        if lie.is_empty() {
            break;
        }
    }
    // It counts on by itself, whatever Redis holds.
    redis.integer(&["DEL", counter]).await;
    redis.text(&["SET", counter, "x"]).await;
    assert_eq!(attempt().await, 429, "five wrong secrets are the limit");
}

/// Whoever makes up clients makes one counter, with an end, and uses up the limit of no client.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_up_clients_share_a_counter() {
    let redis = Redis::start(crate::world::free_port()).await;
    let url = redis.url();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.redis.url = Some(url.into());
        settings.rate_limits.failed_clients = 5;
        settings.rate_limits.registration_changes = 5;
        settings.registration.mode = "open".into();
    })
    .await;
    let attempt = async |client: &str, secret: &str| {
        let form = encode(&[("grant_type", "client_credentials")]);
        let credentials = Some(crate::world::basic(client, secret));
        world.post_raw("/token", credentials, form).await.0
    };
    for n in 0..5 {
        assert_eq!(attempt(&format!("made-up-{n}"), "x").await, 401);
    }
    assert_eq!(attempt("made-up-5", "x").await, 429);
    assert_eq!(attempt("notes", crate::world::SECRET).await, 200);
    for n in 0..4 {
        let path = world.here(&format!("/register/made-up-{n}"));
        let deletion = world.http.delete(path).bearer_auth("made-up");
        assert_eq!(deletion.send().await.unwrap().status(), 401);
    }
    let names = redis.names("doorward:limit:").await;
    assert_eq!(names.len(), 2, "{names:?}");
    for name in &names {
        let seconds = redis.integer(&["TTL", name]).await;
        assert!((1..=120).contains(&seconds), "{name}: {seconds}");
    }
}

/// A Redis that is full answers, and takes no more of what is written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_full_is_named() {
    let redis = Redis::start(crate::world::free_port()).await;
    let url = redis.url();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.redis.url = Some(url.into());
    })
    .await;
    eventually("a node that is ready", async || {
        world.readiness().await == (200, "ready\n".to_owned())
    })
    .await;
    for (limit, said) in [
        (
            "1",
            "ready, degraded: redis does not answer, or takes no writes; sessions come from the database\n",
        ),
        ("0", "ready\n"),
    ] {
        redis.text(&["CONFIG", "SET", "maxmemory", limit]).await;
        eventually(said, async || {
            world.readiness().await == (200, said.to_owned())
        })
        .await;
    }
}
