//! Sites behind a proxy, the launchpad, and who is signed in for scripts.

use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_protocol::{federation::Role, time::Lifetime};
use doorward_storage::Store;
use serde_json::{Value, json};

on_both!(
    a_site_gets_sign_in_and_headers,
    the_end_of_a_session_is_the_end_of_the_next_request,
    a_rule_by_role_holds_at_once,
    a_late_return_to_a_site_ends_at_its_page,
    a_long_address_survives_the_sign_in_however_the_host_is_spelled,
    the_way_back_is_for_one_browser_one_site_and_once,
    what_is_no_page_is_told_no_and_nothing_unknown_is_opened,
    the_site_that_the_proxy_names_is_the_one_that_answers,
    a_cookie_without_its_prefix_counts_at_http_sites_alone,
    options_pass_to_a_site_that_says_so_alone,
    the_launchpad_shows_what_the_user_may_open,
    me_says_who_is_signed_in_to_registered_origins_alone
);

const WIKI: &str = "https://wiki.example";

async fn wiki(world: &World, roles: Value) {
    let site = json!({"client_name": "Wiki", "forward_auth": {"origins": [WIKI], "roles": roles}, "grant_types": ["authorization_code"]});
    world.client("wiki", &site, &json!({})).await;
}

/// A proxy that asks about a request of a browser: its own cookies of the site.
pub async fn ask(
    site: &mut Browser,
    host: &str,
    uri: &str,
    more: &[(&'static str, &str)],
) -> Answer {
    site.extra_headers = vec![
        ("x-forwarded-host", host.to_owned()),
        ("x-forwarded-uri", uri.to_owned()),
        ("x-forwarded-method", "GET".to_owned()),
        ("accept", "text/html".to_owned()),
    ];
    for (name, value) in more {
        site.extra_headers.retain(|(known, _)| known != name);
        site.extra_headers.push((name, (*value).to_owned()));
    }
    let answer = site.get("/forward-auth").await;
    site.extra_headers.clear();
    answer
}

/// Signs in at the site: to the provider, and back.
pub async fn enter(world: &World, site: &mut Browser, doorward: &mut Browser, uri: &str) -> Answer {
    let away = ask(site, "wiki.example", uri, &[]).await;
    assert_eq!(away.status, 302, "{}", away.body);
    let location = away.location.unwrap();
    assert!(location.starts_with(&format!("{}/authorize?", world.issuer)));
    let first = doorward.get(&location).await;
    let back = doorward
        .follow(first)
        .await
        .location
        .unwrap_or_else(|| panic!("a redirect to the site"));
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    ask(site, "wiki.example", &callback, &[]).await
}

async fn a_site_gets_sign_in_and_headers(world: World) {
    wiki(&world, json!([])).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    let back = enter(&world, &mut site, &mut doorward, "/page?x=1").await;
    assert_eq!(
        (back.status, back.location.as_deref()),
        (302, Some("https://wiki.example/page?x=1"))
    );
    let cookie = back
        .set_cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-doorward_site="))
        .unwrap();
    assert!(
        cookie.contains("Secure")
            && cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
            && cookie.contains("Path=/")
            && !cookie.contains("Domain"),
        "{cookie}"
    );
    let allowed = ask(&mut site, "wiki.example", "/page?x=1", &[]).await;
    assert_eq!(allowed.status, 200, "{}", allowed.body);
    let header = |name: &str| allowed.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        (
            header("remote-user"),
            header("remote-email"),
            header("remote-name"),
            header("remote-groups")
        ),
        (
            "ada".into(),
            ADA.0.into(),
            "Ada Lovelace".into(),
            String::new()
        )
    );
    assert_eq!(header("remote-subject"), world.sub(ADA.0).await);
    // As nginx asks: the whole address in one header, 401 instead of a redirect.
    let nginx = |cookies: &Browser| {
        let mut browser = world.browser();
        browser.cookies = cookies.cookies.clone();
        browser.extra_headers = vec![
            ("x-original-url", "https://wiki.example/page".to_owned()),
            ("x-original-method", "GET".to_owned()),
        ];
        browser
    };
    assert_eq!(nginx(&site).get("/forward-auth").await.status, 200);
    let away = nginx(&world.browser()).get("/forward-auth").await;
    assert!(
        away.status == 401
            && away
                .location
                .unwrap()
                .starts_with(&format!("{}/authorize?", world.issuer))
    );
    // A POST of a page is allowed as its GET.
    assert_eq!(
        ask(
            &mut site,
            "wiki.example",
            "/save",
            &[("x-forwarded-method", "POST")]
        )
        .await
        .status,
        200
    );
}

async fn the_end_of_a_session_is_the_end_of_the_next_request(world: World) {
    wiki(&world, json!([])).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut site, &mut doorward, "/").await;
    assert_eq!(ask(&mut site, "wiki.example", "/", &[]).await.status, 200);
    let page = doorward.get("/end_session").await;
    doorward.submit(&page, &[]).await;
    assert_eq!(
        ask(&mut site, "wiki.example", "/", &[]).await.status,
        302,
        "signed out"
    );
    let mut doorward = world.signed_in(ADA).await;
    enter(&world, &mut site, &mut doorward, "/").await;
    // Busy at the site alone: that keeps the session from going idle.
    for _ in 0..5 {
        world.advance(Lifetime::minutes(30)).await;
        assert_eq!(ask(&mut site, "wiki.example", "/", &[]).await.status, 200);
    }
    world.disable(ADA.0).await;
    assert_eq!(
        ask(
            &mut site,
            "wiki.example",
            "/",
            &[("sec-fetch-mode", "cors")]
        )
        .await
        .status,
        401,
        "disabled"
    );
    let mut doorward = world.signed_in(GRACE).await;
    enter(&world, &mut site, &mut doorward, "/").await;
    world.advance(Lifetime::minutes(62)).await;
    assert_eq!(
        ask(&mut site, "wiki.example", "/", &[]).await.status,
        302,
        "idle"
    );
}

async fn a_rule_by_role_holds_at_once(world: World) {
    // Roles come from a provider: one that gives any must be declared.
    let up = crate::world::StandIn::open(&world, crate::world::Shape::Oidc);
    up.declare(&world, "up", &json!({"roles": [{"claim": "groups", "value": "x", "client_id": "wiki", "role": "editor"}]})).await;
    wiki(&world, json!(["editor"])).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut site, &mut doorward, "/").await;
    let refused = ask(&mut site, "wiki.example", "/", &[]).await;
    assert!(
        refused.status == 403 && refused.body.contains("You don’t have access"),
        "{}",
        refused.body
    );
    let sub = world.sub(ADA.0).await;
    let give = async |role: &str| {
        let roles = [Role {
            client_id: "wiki".into(),
            role: role.into(),
            rules: Vec::new(),
        }];
        world
            .provider
            .store()
            .commit(Store::put_roles(&sub, "up", &roles))
            .await
            .unwrap();
    };
    give("editor").await;
    let allowed = ask(&mut site, "wiki.example", "/", &[]).await;
    assert_eq!(
        (
            allowed.status,
            allowed.headers["remote-groups"].to_str().unwrap()
        ),
        (200, "editor")
    );
    give("reader").await;
    assert_eq!(ask(&mut site, "wiki.example", "/", &[]).await.status, 403);
    // A sign-in method that the site does not list is none.
    world.client("wiki", &json!({"forward_auth": {"origins": [WIKI]}, "providers": ["up"], "grant_types": ["authorization_code"]}), &json!({})).await;
    assert_eq!(ask(&mut site, "wiki.example", "/", &[]).await.status, 302);
}

/// A sign-in at a site begins again: nobody is signed in by what the browser brought.
fn is_begun_again(world: &World, site: &Browser, answer: &Answer, what: &str) {
    let location = answer.location.as_deref().unwrap_or_default();
    let authorize = format!("{}/authorize?", world.issuer);
    assert!(location.starts_with(&authorize), "{what}: {}", answer.body);
    assert!(!site.cookies.contains_key("__Host-doorward_site"), "{what}");
}

async fn a_long_address_survives_the_sign_in_however_the_host_is_spelled(world: World) {
    wiki(&world, json!([])).await;
    let mut doorward = world.signed_in(ADA).await;
    let words: Vec<String> = (1..4000_u64)
        .map(|number| (number * 2_654_435_761 % 9973).to_string())
        .collect();
    let words = words.concat();
    for length in [2000, 2049, 5000] {
        let target = format!("/page?q={}", &words[..length]);
        for host in [
            "wiki.example",
            "WIKI.example:443",
            "wiki.example.",
            "wiki.example.:443",
        ] {
            // As Traefik and Caddy ask, then as nginx does.
            let mut site = world.browser();
            let away = ask(&mut site, host, &target, &[]).await;
            let back = doorward
                .get(&away.location.unwrap())
                .await
                .location
                .unwrap();
            let callback = back.strip_prefix(WIKI).unwrap().to_owned();
            let back = ask(&mut site, host, &callback, &[]).await;
            assert_eq!(
                back.location,
                Some(format!("{WIKI}{target}")),
                "{host} {length} {}",
                back.body
            );
            let url = format!("https://{host}{target}");
            site.extra_headers = vec![("x-original-url", url)];
            let inside = site.get("/forward-auth").await;
            assert_eq!(inside.status, 200, "{host} {length}");
        }
    }
    // Somebody who has to sign in first.
    let target = format!("/page?q={}", &words[..5000]);
    let (mut site, mut doorward) = (world.browser(), world.browser());
    let away = ask(&mut site, "wiki.example", &target, &[]).await;
    let page = doorward.get(&away.location.unwrap()).await;
    let page = doorward.follow(page).await;
    let back = doorward.sign_in_on(&page, ADA).await.location.unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    let back = ask(&mut site, "wiki.example", &callback, &[]).await;
    assert_eq!(back.location, Some(format!("{WIKI}{target}")));
}

async fn a_late_return_to_a_site_ends_at_its_page(world: World) {
    wiki(&world, json!([])).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    let away = ask(&mut site, "wiki.example", "/page?x=1", &[]).await;
    let back = doorward
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    world.advance(Lifetime::minutes(16)).await;
    let again = ask(&mut site, "wiki.example", &callback, &[]).await;
    is_begun_again(&world, &site, &again, "too late");
    let back = doorward
        .get(&again.location.unwrap())
        .await
        .location
        .unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    // A browser that keeps no cookies of the site does not go round.
    let mut bare = world.browser();
    let refused = ask(&mut bare, "wiki.example", &callback, &[]).await;
    assert_eq!(refused.status, 403);
    let link = "id=\"another-way\" href=\"https://wiki.example/\"";
    assert!(refused.body.contains(link), "{}", refused.body);
    let entered = ask(&mut site, "wiki.example", &callback, &[]).await;
    assert_eq!(
        entered.location.as_deref(),
        Some("https://wiki.example/page?x=1")
    );
    assert_eq!(ask(&mut site, "wiki.example", "/", &[]).await.status, 200);
}

async fn the_way_back_is_for_one_browser_one_site_and_once(world: World) {
    wiki(&world, json!([])).await;
    world.client("other", &json!({"forward_auth": {"origins": ["https://other.example"]}, "grant_types": ["authorization_code"]}), &json!({})).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    let away = ask(&mut site, "wiki.example", "/secret", &[]).await;
    let back = doorward
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    let mut stranger = world.browser();
    let answer = ask(&mut stranger, "wiki.example", &callback, &[]).await;
    is_begun_again(&world, &stranger, &answer, "another browser's");
    let mut victim = world.browser();
    ask(&mut victim, "wiki.example", "/", &[]).await;
    let answer = ask(&mut victim, "wiki.example", &callback, &[]).await;
    is_begun_again(
        &world,
        &victim,
        &answer,
        "nor one that is signing in itself",
    );
    assert_eq!(
        ask(&mut site, "other.example", &callback, &[]).await.status,
        403,
        "another site's"
    );
    let changed = callback.replace("state=", "state=x");
    assert_eq!(
        ask(&mut site, "wiki.example", &changed, &[]).await.status,
        403
    );
    assert_eq!(
        ask(&mut site, "wiki.example", &callback, &[])
            .await
            .location
            .as_deref(),
        Some("https://wiki.example/secret")
    );
    let cookies = site.cookies.clone();
    let again = ask(&mut site, "wiki.example", &callback, &[]).await;
    assert_eq!(
        (again.location.as_deref(), &site.cookies),
        (Some("https://wiki.example/secret"), &cookies),
        "once"
    );
    let mut late = world.browser();
    late.cookies.clone_from(&cookies);
    late.cookies.remove("__Host-doorward_site");
    let answer = ask(&mut late, "wiki.example", &callback, &[]).await;
    is_begun_again(&world, &late, &answer, "a used code signs nobody in");
    assert_eq!(
        ask(&mut site, "wiki.example", "/", &[]).await.status,
        200,
        "and that harms nobody who is in"
    );
    // The cookie of one site opens no other.
    assert_eq!(ask(&mut site, "other.example", "/", &[]).await.status, 302);
    // However the address is written, the browser ends at the site.
    for target in [
        "//evil.example",
        "/\\evil.example",
        "/.doorward/callback2//x",
        "https://evil.example/",
    ] {
        let mut site = world.browser();
        let back = enter(&world, &mut site, &mut doorward, target).await;
        assert!(
            back.location
                .as_deref()
                .unwrap()
                .starts_with("https://wiki.example/"),
            "{target}: {:?}",
            back.location
        );
    }
    // Two tabs that sign in at once both get in.
    let mut site = world.browser();
    let first = ask(&mut site, "wiki.example", "/one", &[]).await;
    let second = ask(&mut site, "wiki.example", "/two", &[]).await;
    for (away, page) in [(first, "/one"), (second, "/two")] {
        let back = doorward
            .get(&away.location.unwrap())
            .await
            .location
            .unwrap();
        let back = ask(
            &mut site,
            "wiki.example",
            back.strip_prefix(WIKI).unwrap(),
            &[],
        )
        .await;
        assert_eq!(
            back.location.as_deref(),
            Some(format!("{WIKI}{page}").as_str())
        );
    }
}

async fn what_is_no_page_is_told_no_and_nothing_unknown_is_opened(world: World) {
    wiki(&world, json!([])).await;
    let mut site = world.browser();
    for more in [
        ("sec-fetch-mode", "cors"),
        ("x-requested-with", "XMLHttpRequest"),
        ("x-forwarded-method", "POST"),
        ("accept", "application/json"),
    ] {
        let answer = ask(&mut site, "wiki.example", "/api", &[more]).await;
        assert_eq!((answer.status, answer.location), (401, None), "{more:?}");
    }
    for host in [
        "evil.example",
        "wiki.example:8443",
        "wiki.example.evil.example",
        "",
        "wiki.example, evil.example",
    ] {
        let answer = ask(&mut site, host, "/", &[]).await;
        assert!(
            [400, 403].contains(&answer.status),
            "{host}: {}",
            answer.status
        );
    }
    assert_eq!(
        site.get("/forward-auth").await.status,
        400,
        "nobody said which request"
    );
    // Let in at one site, somebody asks for another and says that they meant the first.
    let (mut open, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut open, &mut doorward, "/").await;
    world
        .client(
            "closed",
            &json!({"forward_auth": {"origins": ["https://closed.example"], "roles": ["nobody"]}, "grant_types": ["authorization_code"]}),
            &json!({}),
        )
        .await;
    assert_eq!(
        ask(
            &mut open,
            "closed.example",
            "/",
            &[("x-original-url", "https://wiki.example/")]
        )
        .await
        .status,
        400
    );
    // A header that a client sent beside the proxy's own.
    site.extra_headers = vec![
        ("x-forwarded-host", "wiki.example".into()),
        ("x-forwarded-host", "other.example".into()),
        ("x-forwarded-uri", "/".into()),
    ];
    assert_eq!(site.get("/forward-auth").await.status, 400);
    world
        .client(
            "wiki",
            &json!({"forward_auth": {"origins": [WIKI]}, "grant_types": ["authorization_code"]}),
            &json!({}),
        )
        .await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut site, &mut doorward, "/").await;
    let cookie = site.cookies["__Host-doorward_site"].clone();
    site.cookies
        .insert("__Host-doorward_site".into(), format!("{cookie}x"));
    assert_eq!(
        ask(&mut site, "wiki.example", "/", &[]).await.status,
        302,
        "a cookie that is nearly one"
    );
}

/// What a proxy that names the site is told, with these headers and the cookies of a browser.
async fn ask_named(site: &mut Browser, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    site.extra_headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let answer = site.get(path).await;
    site.extra_headers.clear();
    answer
}

async fn the_site_that_the_proxy_names_is_the_one_that_answers(world: World) {
    wiki(&world, json!([])).await;
    let closed = json!({"forward_auth": {"origins": ["https://closed.example"], "roles": ["nobody"]}, "grant_types": ["authorization_code"]});
    world.client("closed", &closed, &json!({})).await;
    let several = json!({"forward_auth": {"origins": ["https://one.example", "https://two.example"]}, "grant_types": ["authorization_code"]});
    world.client("several", &several, &json!({})).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut site, &mut doorward, "/").await;
    // As Traefik and Caddy, and as nginx; what they say of the host does not matter.
    let cases: [&[(&'static str, &str)]; 4] = [
        &[
            ("x-forwarded-uri", "/page"),
            ("x-forwarded-host", "wiki.example"),
        ],
        &[
            ("x-forwarded-uri", "/page"),
            ("x-forwarded-host", "closed.example"),
        ],
        &[("x-forwarded-uri", "/page")],
        &[("x-original-url", "https://closed.example/page")],
    ];
    for headers in cases {
        let named = ask_named(&mut site, "/forward-auth/wiki", headers).await;
        assert_eq!(named.status, 200, "{headers:?}");
    }
    let cases: [&[(&'static str, &str)]; 3] = [
        &[
            ("x-forwarded-uri", "/"),
            ("x-forwarded-host", "wiki.example"),
        ],
        &[("x-original-url", "https://wiki.example/")],
        &[
            ("x-forwarded-uri", "/"),
            ("x-forwarded-host", "wiki.example"),
            ("x-forwarded-host", "wiki.example"),
        ],
    ];
    for headers in cases {
        for query in ["", "?site=https://wiki.example", "?client_id=wiki"] {
            let path = format!("/forward-auth/closed{query}");
            let refused = ask_named(&mut site, &path, headers).await;
            assert!(
                [302, 400, 401].contains(&refused.status),
                "{path} {headers:?}: {}",
                refused.status
            );
            assert!(!refused.headers.contains_key("remote-user"));
        }
    }
    // Where a client has several origins, the host chooses among its own.
    let host = |host| [("x-forwarded-uri", "/"), ("x-forwarded-host", host)];
    for (name, status) in [("one.example", 302), ("wiki.example", 403), ("", 403)] {
        let answer = ask_named(&mut site, "/forward-auth/several", &host(name)).await;
        assert_eq!(answer.status, status, "{name}");
    }
    for unknown in [
        "/forward-auth/notes",
        "/forward-auth/nothing",
        "/forward-auth/wiki%00",
    ] {
        let answer = ask_named(&mut site, unknown, &host("wiki.example")).await;
        assert_eq!(answer.status, 403, "{unknown}");
    }
    // The whole of a sign-in goes by the named site.
    let mut site = world.browser();
    let target = [("x-original-url", "https://nonsense.example/deep?x=1")];
    let away = ask_named(&mut site, "/forward-auth/wiki", &target).await;
    let back = doorward
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    let callback = [("x-original-url", back.as_str())];
    let entered = ask_named(&mut site, "/forward-auth/wiki", &callback).await;
    assert_eq!(
        entered.location.as_deref(),
        Some("https://wiki.example/deep?x=1")
    );
}

async fn a_cookie_without_its_prefix_counts_at_http_sites_alone(world: World) {
    wiki(&world, json!([])).await;
    let (mut site, mut doorward) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut site, &mut doorward, "/").await;
    assert_eq!(ask(&mut site, "wiki.example", "/", &[]).await.status, 200);
    let value = site.cookies.remove("__Host-doorward_site").unwrap();
    for name in [
        "doorward_site",
        "__Secure-doorward_site",
        "__host-doorward_site",
    ] {
        let mut planted = world.browser();
        planted.cookies.insert(name.into(), value.clone());
        let answer = ask(&mut planted, "wiki.example", "/", &[]).await;
        assert_eq!(answer.status, 302, "{name}");
    }
    // Nor does it bind a sign-in to the browser.
    let mut victim = world.browser();
    let away = ask(&mut victim, "wiki.example", "/", &[]).await;
    let back = doorward
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    let flow = victim.cookies.remove("__Host-doorward_site_flow").unwrap();
    victim.cookies.insert("doorward_site_flow".into(), flow);
    let callback = back.strip_prefix(WIKI).unwrap();
    let answer = ask(&mut victim, "wiki.example", callback, &[]).await;
    is_begun_again(
        &world,
        &victim,
        &answer,
        "a cookie that a neighbour may set",
    );
}

async fn options_pass_to_a_site_that_says_so_alone(world: World) {
    wiki(&world, json!(["editor"])).await;
    let site = json!({"forward_auth": {"origins": ["https://api.example"], "roles": ["editor"], "pass_options": true}, "grant_types": ["authorization_code"]});
    world.client("api", &site, &json!({})).await;
    let mut browser = world.browser();
    let options = [
        ("x-forwarded-method", "OPTIONS"),
        ("origin", "https://app.example"),
        ("access-control-request-method", "PUT"),
    ];
    let closed = ask(&mut browser, "wiki.example", "/notes", &options).await;
    assert_eq!(closed.status, 401);
    let open = ask(&mut browser, "api.example", "/notes", &options).await;
    assert_eq!(open.status, 200, "{}", open.body);
    for name in ["user", "subject", "email", "name", "groups"] {
        assert_eq!(open.headers[&format!("remote-{name}")], "", "{name}");
    }
    // Another method, and a method that the browser says and the proxy does not.
    for method in [
        [("x-forwarded-method", "PUT"), ("accept", "*/*")],
        [
            ("x-forwarded-method", "GET"),
            ("x-original-method", "OPTIONS"),
        ],
        [("x-forwarded-method", "options"), ("accept", "*/*")],
    ] {
        let answer = ask(&mut browser, "api.example", "/notes", &method).await;
        assert_ne!(answer.status, 200, "{method:?}");
    }
    // The site never sees where a sign-in comes back.
    let callback = ask(
        &mut browser,
        "api.example",
        "/.doorward/callback?code=x",
        &options,
    )
    .await;
    assert_ne!(callback.status, 200);
}

async fn the_launchpad_shows_what_the_user_may_open(world: World) {
    wiki(&world, json!(["editor"])).await;
    let app = json!({"client_name": "<b>Board</b>", "redirect_uris": ["https://board.example/cb"], "initiate_login_uri": "https://board.example/start", "first_party": true});
    world.client("board", &app, &json!({})).await;
    world
        .client(
            "payroll",
            &app,
            &json!({"client_name": "Payroll", "providers": ["corp"]}),
        )
        .await;
    assert_eq!(
        world.browser().get("/").await.location.as_deref(),
        Some("/sign-in")
    );
    let mut browser = world.signed_in(ADA).await;
    let page = browser.get("/").await;
    assert!(
        page.status == 200
            && page.body.contains("&#60;b&#62;Board")
            && page.body.contains("https://board.example/start?iss="),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("Wiki") && !page.body.contains("Payroll"),
        "nothing that would refuse her: {}",
        page.body
    );
    wiki(&world, json!([])).await;
    assert!(
        browser
            .get("/")
            .await
            .body
            .contains("https://wiki.example/")
    );
    // An app without an address that starts a sign-in has its home page, unless no user signs in
    // there.
    let home = json!({"client_uri": "https://diary.example", "client_name": "Diary"});
    let diary = json!({"redirect_uris": ["https://diary.example/cb"]});
    world.client("diary", &home, &diary).await;
    let machine = json!({"grant_types": ["client_credentials"], "client_name": "Nightly"});
    world.client("nightly", &home, &machine).await;
    let page = browser.get("/").await;
    let shows_diary = page.body.contains("href=\"https://diary.example\"");
    assert!(shows_diary && page.body.contains("Diary"), "{}", page.body);
    assert!(!page.body.contains("Nightly"), "{}", page.body);
    assert!(
        page.body.contains("https://board.example/start?iss="),
        "{}",
        page.body
    );
}

async fn me_says_who_is_signed_in_to_registered_origins_alone(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    browser.extra_headers = vec![("origin", "https://notes.example".into())];
    let me = browser.get("/me").await;
    let claims: Value = serde_json::from_str(&me.body).unwrap();
    assert_eq!(
        (me.status, claims["email"].as_str(), claims["sub"].as_str()),
        (200, Some(ADA.0), Some(world.sub(ADA.0).await.as_str()))
    );
    assert_eq!(
        (
            me.headers["access-control-allow-origin"].to_str().unwrap(),
            me.headers["access-control-allow-credentials"]
                .to_str()
                .unwrap()
        ),
        ("https://notes.example", "true")
    );
    assert!(
        me.headers["vary"].to_str().unwrap().contains("Origin")
            && me.headers["cache-control"] == "no-store"
    );
    for origin in [
        "https://evil.example",
        "null",
        "https://notes.example.evil.example",
        "http://notes.example",
    ] {
        browser.extra_headers = vec![("origin", origin.into())];
        assert!(
            !browser
                .get("/me")
                .await
                .headers
                .contains_key("access-control-allow-origin"),
            "{origin}"
        );
    }
    let bearer = async |token: &str| {
        let response = world
            .http
            .get(world.at("/me"))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        (
            response.status().as_u16(),
            serde_json::from_str::<Value>(&response.text().await.unwrap()).unwrap(),
        )
    };
    assert_eq!(bearer(&tokens.access).await.1["email"], ADA.0);
    assert_eq!(bearer("nonsense").await.0, 401);
    let nobody = world.browser().get("/me").await;
    assert!(nobody.status == 401 && nobody.body.contains("login_required"));
    world.disable(ADA.0).await;
    browser.extra_headers.clear();
    assert_eq!(
        (
            browser.get("/me").await.status,
            bearer(&tokens.access).await.0
        ),
        (401, 401)
    );
}
