//! How far the end of a session reaches, how fast, and what each app answered.

use crate::{
    browser::{chromium, click, picture, sign_in, text},
    command_line::Folder,
    on_both_wide,
    world::{
        ADA, Backend, Browser, GRACE, Page, SECRET, Site, World, authorize_query, basic,
        comes_true, eventually,
    },
};
use doorward_protocol::{
    secret::{Secret, form_token},
    time::Lifetime,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

on_both_wide!(
    a_receipt_tells_when_how_and_how_often,
    a_notice_is_sent_again_by_its_own_user_alone,
    within_a_second_she_is_out_of_fifty_apps
);

async fn app(world: &World, id: &str, extra: &Value) {
    let common = json!({"redirect_uris": [format!("https://{id}.example/cb")], "first_party": true, "client_name": id});
    world.client(id, &common, extra).await;
}

async fn visit(browser: &mut Browser, id: &str) -> String {
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", id),
            ("redirect_uri", &format!("https://{id}.example/cb")),
        ]))
        .await;
    answer
        .parameter("code")
        .unwrap_or_else(|| panic!("{id}: {:?} {}", answer.location, answer.body))
}

async fn sign_out(browser: &mut Browser) {
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
}

fn status(site: &Site, path: &str, status: u16) {
    site.put_page(
        path,
        Page {
            status,
            body: Vec::new(),
            location: None,
            after: Duration::ZERO,
        },
    );
}

async fn receipts(world: &World) -> Vec<doorward_storage::LogoutReceipt> {
    let sub = world.sub(ADA.0).await;
    world
        .provider
        .logout()
        .receipts_of_user(&world.context(), &sub, 1)
        .await
        .unwrap()
}

async fn eventually_receipts(
    world: &World,
    until: impl Fn(&[doorward_storage::LogoutReceipt]) -> bool,
) -> Vec<doorward_storage::LogoutReceipt> {
    let mut found = Vec::new();
    let came = comes_true(async || {
        found = receipts(world).await;
        until(&found)
    });
    assert!(came.await, "{found:?}");
    found
}

async fn a_receipt_tells_when_how_and_how_often(world: World) {
    let site = Site::open();
    for (id, path) in [("good", "/good"), ("bad", "/bad")] {
        app(
            &world,
            id,
            &json!({"backchannel_logout_uri": site.at(path)}),
        )
        .await;
    }
    app(&world, "quiet", &json!({})).await;
    status(&site, "/bad", 503);
    let mut browser = world.signed_in(ADA).await;
    for id in ["good", "bad", "quiet"] {
        visit(&mut browser, id).await;
    }
    let account = browser.get("/account").await;
    assert!(
        account.body.contains("Opened bad, good, quiet"),
        "the session shows its apps: {}",
        account.body
    );
    sign_out(&mut browser).await;
    let found = eventually_receipts(&world, |receipts| {
        receipts.iter().all(|receipt| receipt.attempts == 1)
    })
    .await;
    assert_eq!(found.len(), 2, "who has no address for it gets no notice");
    let of = |id: &str, found: &[doorward_storage::LogoutReceipt]| {
        found
            .iter()
            .find(|receipt| receipt.client_id == id)
            .unwrap()
            .clone()
    };
    let (good, bad) = (of("good", &found), of("bad", &found));
    assert_eq!(
        (good.state.as_str(), good.status, good.attempts),
        ("delivered", Some(200), 1)
    );
    assert!(
        good.delivered_at.is_some() && good.latency_ms.is_some_and(|ms| ms < 1000),
        "{good:?}"
    );
    assert_eq!(
        (bad.state.as_str(), bad.status, bad.delivered_at),
        ("waiting", Some(503), None)
    );
    let reasons = [good.reason.as_deref(), bad.reason.as_deref()];
    assert_eq!(reasons, [None, Some("the answer has status 503")]);
    status(&site, "/bad", 200);
    world.advance(Lifetime::seconds(5)).await;
    let found = eventually_receipts(&world, |receipts| {
        receipts.iter().all(|receipt| receipt.state == "delivered")
    })
    .await;
    assert_eq!(of("bad", &found).attempts, 2);
    // Given up after a day, and said so.
    status(&site, "/bad", 503);
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "bad").await;
    sign_out(&mut browser).await;
    eventually_receipts(&world, |receipts| {
        receipts.iter().any(|receipt| receipt.status == Some(503))
    })
    .await;
    world.advance(Lifetime::hours(24)).await;
    let sub = world.sub(ADA.0).await;
    eventually("a notice that is given up", async || {
        world
            .provider
            .outbox()
            .deliver_due(&world.context())
            .await
            .unwrap();
        let all = world
            .provider
            .logout()
            .receipts_of_user(&world.context(), &sub, 3)
            .await
            .unwrap();
        all.iter().any(|receipt| receipt.state == "given_up")
    })
    .await;
}

async fn a_notice_is_sent_again_by_its_own_user_alone(world: World) {
    let site = Site::open();
    app(
        &world,
        "bad",
        &json!({"backchannel_logout_uri": site.at("/bad")}),
    )
    .await;
    status(&site, "/bad", 503);
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "bad").await;
    sign_out(&mut browser).await;
    eventually_receipts(&world, |receipts| {
        receipts.iter().any(|receipt| receipt.status == Some(503))
    })
    .await;
    let mut browser = world.signed_in(ADA).await;
    let page = browser.get("/account").await;
    assert!(
        page.body.contains("Could not be reached yet") && page.body.contains("Send again"),
        "{}",
        page.body
    );
    let (token, receipt) = (
        page.token_of("/account/receipts").unwrap(),
        page.field("receipt").unwrap(),
    );
    let before = site.received("/bad").len();
    let mut grace = world.signed_in(GRACE).await;
    // A good token of her own, as any form of hers carries it.
    let secret = Secret::presented(grace.cookies["doorward_browser"].clone());
    let hers = form_token(
        &secret,
        &format!("account send-again {}", world.sub(GRACE.0).await),
    );
    grace
        .post(
            "/account/receipts",
            &[("form_token", &hers), ("receipt", &receipt)],
        )
        .await;
    assert_eq!(
        browser
            .post("/account/receipts", &[("receipt", &receipt)])
            .await
            .status,
        403
    );
    world.deliver_all().await;
    assert_eq!(site.received("/bad").len(), before, "nobody else's to send");
    status(&site, "/bad", 200);
    // The pause after the failure is not over; she does not wait for it.
    assert_eq!(
        browser
            .post(
                "/account/receipts",
                &[("form_token", &token), ("receipt", &receipt)]
            )
            .await
            .status,
        303
    );
    eventually_receipts(&world, |receipts| {
        receipts.iter().all(|receipt| receipt.state == "delivered")
    })
    .await;
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("Signed you out")
    );
}

/// The account page as users see it, with an app that could not be reached.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_account_page_says_who_was_told() {
    for (width, dark, label) in [(360, true, "phone-dark"), (1280, false, "desktop-light")] {
        let (site, world) = (Site::open(), World::open_wide(Backend::Sqlite).await);
        for (id, code) in [("Board", 200), ("Payroll", 503)] {
            app(
                &world,
                id,
                &json!({"backchannel_logout_uri": site.at(&format!("/{id}"))}),
            )
            .await;
            status(&site, &format!("/{id}"), code);
        }
        let mut browser = world.signed_in(ADA).await;
        for id in ["Board", "Payroll"] {
            visit(&mut browser, id).await;
        }
        sign_out(&mut browser).await;
        eventually_receipts(&world, |receipts| {
            receipts.iter().all(|receipt| receipt.attempts == 1)
        })
        .await;
        let mut elsewhere = world.signed_in(ADA).await;
        visit(&mut elsewhere, "Board").await;
        let (client, profile) = chromium(width, 1100, dark).await;
        client
            .goto(&format!("{}/sign-in", world.issuer))
            .await
            .unwrap();
        sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
        assert!(
            text(&client, "#receipts")
                .await
                .contains("Could not be reached yet")
        );
        picture(&client, &format!("{label}-17-receipts")).await;
        let wide = client
            .execute(
                "return document.documentElement.scrollWidth > window.innerWidth",
                vec![],
            )
            .await
            .unwrap();
        assert_eq!(wide, false, "nothing runs over the edge");
        status(&site, "/Payroll", 200);
        click(&client, "#receipts button").await;
        eventually_receipts(&world, |receipts| {
            receipts.iter().all(|receipt| receipt.state == "delivered")
        })
        .await;
        client.refresh().await.unwrap();
        assert!(
            !text(&client, "#receipts")
                .await
                .contains("Could not be reached")
        );
        client.close().await.unwrap();
        let _ = std::fs::remove_dir_all(profile);
    }
}

/// Twenty apps that are told, twenty APIs that ask about a token, ten sites behind a proxy; one of
/// the apps is down. She is disabled, and the clock runs until the last one has her out.
async fn within_a_second_she_is_out_of_fifty_apps(world: World) {
    let site = Site::open();
    for n in 0..20 {
        app(
            &world,
            &format!("told{n}"),
            &json!({"backchannel_logout_uri": site.at(&format!("/told{n}"))}),
        )
        .await;
    }
    for n in 0..20 {
        app(&world, &format!("asks{n}"), &json!({})).await;
    }
    for n in 0..10 {
        let origin = format!("https://site{n}.example");
        world.client(&format!("site{n}"), &json!({"forward_auth": {"origins": [origin]}, "grant_types": ["authorization_code"]}), &json!({})).await;
    }
    app(
        &world,
        "down",
        &json!({"backchannel_logout_uri": site.at("/down")}),
    )
    .await;
    status(&site, "/down", 503);
    let user = world
        .provider
        .store()
        .user_by_identifier(ADA.0)
        .await
        .unwrap()
        .unwrap();
    let mut slowest = Vec::new();
    // `REACH_ROUNDS=100` gives a 99th percentile; of fewer it is the second slowest.
    let rounds = std::env::var("REACH_ROUNDS").map_or(20, |rounds| rounds.parse().unwrap());
    for round in 1..=rounds {
        world
            .provider
            .users()
            .set_disabled(&world.context(), &user, false)
            .await
            .unwrap();
        let mut browser = world.signed_in(ADA).await;
        visit(&mut browser, "down").await;
        let mut tokens = Vec::new();
        for n in 0..20 {
            visit(&mut browser, &format!("told{n}")).await;
            let id = format!("asks{n}");
            let code = visit(&mut browser, &id).await;
            let redirect_uri = format!("https://{id}.example/cb");
            let form = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", &redirect_uri),
                ("code_verifier", crate::world::VERIFIER),
            ];
            let (status, body) = world.post("/token", Some(basic(&id, SECRET)), &form).await;
            assert_eq!(status, 200, "{body}");
            tokens.push((id, body["access_token"].as_str().unwrap().to_owned()));
        }
        let mut sites = Vec::new();
        for n in 0..10 {
            let mut at_site = world.browser();
            let host = format!("site{n}.example");
            let away = crate::forward_auth::ask(&mut at_site, &host, "/", &[]).await;
            let first = browser.get(&away.location.unwrap()).await;
            let back = browser.follow(first).await.location.unwrap();
            crate::forward_auth::ask(
                &mut at_site,
                &host,
                back.strip_prefix(&format!("https://{host}")).unwrap(),
                &[],
            )
            .await;
            assert_eq!(
                crate::forward_auth::ask(&mut at_site, &host, "/", &[])
                    .await
                    .status,
                200
            );
            sites.push((host, at_site));
        }
        let started = Instant::now();
        world
            .provider
            .users()
            .set_disabled(&world.context(), &user, true)
            .await
            .unwrap();
        let asks = futures_util::future::join_all(tokens.iter().map(|(id, token)| {
            let world = &world;
            async move {
                world
                    .post("/introspect", Some(basic(id, SECRET)), &[("token", token)])
                    .await
                    .1["active"]
                    .clone()
            }
        }));
        let proxies =
            futures_util::future::join_all(sites.iter_mut().map(|(host, at_site)| async move {
                crate::forward_auth::ask(at_site, host, "/", &[])
                    .await
                    .status
            }));
        let told = async {
            eventually("everybody who hears", async || {
                assert!(
                    started.elapsed() < Duration::from_secs(10),
                    "somebody never heard"
                );
                (0..20).all(|n| site.received(&format!("/told{n}")).len() >= round)
            })
            .await;
        };
        let (asks, proxies, ()) = tokio::join!(asks, proxies, told);
        slowest.push(started.elapsed());
        assert!(
            asks.iter().all(|active| active == false),
            "introspection says no at once: {asks:?}"
        );
        assert!(
            proxies.iter().all(|status| *status == 302),
            "forward-auth refuses the next request: {proxies:?}"
        );
    }
    slowest.sort();
    let (median, p99, kind) = (
        slowest[rounds / 2],
        slowest[(rounds * 99 / 100).min(rounds - 1) - 1],
        world.provider.database_kind(),
    );
    println!(
        "out of 50 apps on {kind}: median {median:?}, 99th percentile {p99:?}, slowest of {rounds} {:?}",
        slowest[rounds - 1]
    );
    assert!(p99 < Duration::from_secs(1), "{slowest:?}");
    // The one that was down hears when it is back, from a server that was started meanwhile.
    let heard = site.received("/down").len();
    let restarted = world.another_node().await;
    drop(world);
    status(&site, "/down", 200);
    restarted.advance(Lifetime::hours(2)).await;
    site.wait_for("/down", heard + rounds).await;
    let sub = restarted.sub(ADA.0).await;
    let waiting = async || {
        let all = restarted
            .provider
            .logout()
            .receipts_of_user(&restarted.context(), &sub, 1)
            .await
            .unwrap();
        all.iter()
            .filter(|receipt| receipt.state != "delivered")
            .count()
    };
    eventually("apps that are all told", async || waiting().await == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_lists_ends_and_shows_receipts_while_a_server_runs() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let site = Site::open();
        let world = World::open_now_with(backend, |settings| {
            settings.outbound.allow_private_addresses = true;
        })
        .await;
        app(
            &world,
            "told",
            &json!({"backchannel_logout_uri": site.at("/told")}),
        )
        .await;
        let mut browser = world.signed_in(ADA).await;
        visit(&mut browser, "told").await;
        let folder = Folder::new("session");
        let settings = format!(
            "issuer = \"{}\"\nmaster_key = \"a master key for tests, of 32 characters or more\"\n[database]\nurl = \"{}\"\n",
            world.issuer,
            world.database_url()
        );
        folder.write("config/doorward.toml", &settings);
        let listed = folder.json(&["session", "list", "ada", "--json"]);
        let sid = listed["sessions"][0]["sid"].as_str().unwrap().to_owned();
        assert_eq!(
            (
                listed["sessions"].as_array().unwrap().len(),
                &listed["sessions"][0]["amr"]
            ),
            (1, &json!(["pwd"]))
        );
        let mut grace = world.signed_in(GRACE).await;
        assert_eq!(
            folder.json(&["session", "list", "--json"])["sessions"]
                .as_array()
                .unwrap()
                .len(),
            2,
            "everybody's"
        );
        let started = Instant::now();
        assert_eq!(folder.json(&["session", "end", &sid, "--json"])["ended"], 1);
        // The clock of this world stands still, and the command line has the machine's.
        world.advance(Lifetime::minutes(1)).await;
        site.wait_for("/told", 1).await;
        assert!(
            started.elapsed() < Duration::from_secs(3),
            "the running server tells the apps at once: {:?}",
            started.elapsed()
        );
        assert_eq!(
            (
                browser.get("/account").await.status,
                grace.get("/account").await.status
            ),
            (303, 200)
        );
        let mut report = Value::Null;
        for _ in 0..50 {
            report = folder.json(&["session", "receipts", &sid, "--json"]);
            if report["receipts"][0]["state"] == "delivered" {
                break;
            }
        }
        let receipt = &report["receipts"][0];
        assert_eq!(
            (
                &receipt["client_id"],
                &receipt["state"],
                &receipt["status"],
                &receipt["attempts"]
            ),
            (&json!("told"), &json!("delivered"), &json!(200), &json!(1)),
            "{report}"
        );
        assert_eq!(receipt["reason"], Value::Null, "{report}");
        let (ok, out, _) = folder.run(&["session", "receipts", "--user", "ada"]);
        assert!(
            ok && out.contains("delivered") && out.contains("told"),
            "{out}"
        );
        assert_eq!(
            folder.json(&["session", "end", &sid, "--json"])["ended"],
            0,
            "once"
        );
        for wrong in [
            vec!["session", "end"],
            vec!["session", "end", "no-such"],
            vec!["session", "list", "nobody"],
        ] {
            let (ok, _, err) = folder.run(&wrong);
            assert!(!ok && !err.is_empty(), "{wrong:?}");
        }
        assert_eq!(
            folder.json(&["session", "list", "ada", "--json"])["sessions"],
            json!([])
        );
    }
}

mod not_called {
    use super::{app, eventually_receipts, sign_out, visit};
    use crate::{
        on_both,
        world::{ADA, World},
    };
    use doorward_protocol::time::Lifetime;
    use serde_json::json;

    on_both!(a_receipt_tells_why_an_app_was_not_told);

    async fn a_receipt_tells_why_an_app_was_not_told(world: World) {
        let address = json!({"backchannel_logout_uri": "https://10.0.0.7/logout"});
        app(&world, "inside", &address).await;
        let mut browser = world.signed_in(ADA).await;
        visit(&mut browser, "inside").await;
        sign_out(&mut browser).await;
        let is_tried = async |attempts: i64| {
            let found =
                eventually_receipts(&world, |receipts| receipts[0].attempts == attempts).await;
            assert_eq!(
                (found[0].state.as_str(), found[0].reason.as_deref()),
                (
                    "waiting",
                    Some("the address is not https on the public Internet")
                )
            );
            // The queue counts as the receipt does, although the next attempt is expected to fail too.
            let counts = "SELECT attempts FROM outbox_messages WHERE kind = 'logout_notice'";
            assert_eq!(world.numbers(counts).await, [attempts]);
        };
        is_tried(1).await;
        // The pause is the longest one, also for the worker that looks for pauses of the future.
        world.advance(Lifetime::minutes(20)).await;
        world.deliver_all().await;
        is_tried(1).await;
        world.advance(Lifetime::hours(1)).await;
        is_tried(2).await;
    }
}
