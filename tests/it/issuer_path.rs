//! An issuer with a path: every address that a browser or a client is given lies below it, and
//! requests are answered with the path and, behind a proxy that takes it away, without it.

use crate::world::{
    ADA, Answer, Backend, Browser, CALLBACK, GRACE, SECRET, Shape, StandIn, Way, World,
    authorize_query, basic, claims_of, encode, is_below,
};
use doorward_cli::settings::Settings;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

const PATH: &str = "/auth";

fn with_path(settings: &mut Settings) {
    settings.issuer.push_str(PATH);
    settings.registration.mode = "open".into();
    settings.outbound.allow_private_addresses = true;
}

/// The origin of an issuer with this path.
fn origin(world: &World) -> &str {
    world.issuer.strip_suffix(PATH).unwrap()
}

/// The addresses in a page: of links, files, frames and forms, and where it goes by itself.
fn addresses(body: &str) -> impl Iterator<Item = String> {
    ["href=\"", "src=\"", "action=\"", ";url="]
        .into_iter()
        .flat_map(|before| body.split(before).skip(1))
        .map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"))
}

/// What a browser was shown: it fails where an address of ours does not lie below the path, and
/// keeps those that can be opened.
fn watch(browser: &mut Browser, world: &World) -> Arc<Mutex<BTreeSet<String>>> {
    let links = Arc::new(Mutex::new(BTreeSet::new()));
    let (seen, origin) = (Arc::clone(&links), origin(world).to_owned());
    browser.watch = Some(Arc::new(move |answer: &Answer| {
        let found = addresses(&answer.body).chain(answer.location.clone());
        for address in found {
            let own = address.strip_prefix(&origin).unwrap_or(&address);
            if own.starts_with('/') {
                assert!(is_below(PATH, own), "{address} in {}", answer.body);
                seen.lock().unwrap().insert(own.to_owned());
            }
        }
        for cookie in &answer.set_cookies {
            let path = format!("Path={PATH}");
            assert!(cookie.split("; ").any(|part| part == path), "{cookie}");
        }
    }));
    links
}

fn form_of(page: &Answer, action: &str) -> String {
    let action = format!("{PATH}{action}");
    assert!(page.token_of(&action).is_some(), "{action}: {}", page.body);
    action
}

/// Goes to the provider and back.
async fn there_and_back(browser: &mut Browser, up: &StandIn, away: &Answer) -> Answer {
    assert_eq!(away.status, 303, "{}", away.body);
    let Way::Redirect(back) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    assert!(back.contains(&format!("{PATH}/federation/up/callback")));
    let answer = browser.get(&back).await;
    browser.follow(answer).await
}

/// Signs in at Photos, which asks for consent, and at Notes with form_post.
async fn sign_in_at_apps(browser: &mut Browser) {
    let photos = "https://photos.example/callback";
    let query = authorize_query(&[("client_id", "photos"), ("redirect_uri", photos)]);
    let page = browser.authorize(&query).await;
    let fields = [("username", ADA.0), ("password", "a wrong one here")];
    let page = browser.submit(&page, &fields).await;
    let consent = browser.sign_in_on(&page, ADA).await;
    let action = form_of(&consent, "/consent");
    let answer = browser
        .submit_at(&consent, &action, &[("answer", "allow")])
        .await;
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{:?}", answer.location);

    let query = authorize_query(&[("response_mode", "form_post")]);
    let page = browser.authorize(&query).await;
    assert_eq!(page.action(), CALLBACK);
    let by_post = browser
        .post("/authorize", &[("client_id", "notes"), ("x", "1")])
        .await;
    assert_eq!(by_post.status, 303);
}

/// A second account, the choice between the two, and each page of an account.
async fn visit_own_pages(world: &World, browser: &mut Browser) {
    // One more device, which the account page offers to sign out.
    world.signed_in(GRACE).await;
    let page = browser.get("/sign-in?way=another").await;
    let answer = browser.sign_in_on(&page, GRACE).await;
    assert_eq!(answer.status, 200, "the account page: {}", answer.body);
    let page = browser.get("/select-account").await;
    form_of(&page, "/select-account");
    let answer = browser.submit(&page, &[("account", "other")]).await;
    assert_eq!(browser.follow(answer).await.status, 200);
    for path in ["", "/", "/account", "/check_session", "/signed-out"] {
        let page = browser.get(&format!("{PATH}{path}")).await;
        assert_eq!(page.status, 200, "{path}");
        let isolated = page.headers.contains_key("cross-origin-opener-policy");
        assert_eq!(isolated, ["", "/", "/account"].contains(&path), "{path}");
    }
    let page = browser.get("/account").await;
    let action = form_of(&page, "/account/sessions");
    let answer = browser.submit_at(&page, &action, &[]).await;
    assert_eq!(
        answer.location.as_deref(),
        Some(&*format!("{PATH}/account"))
    );
}

async fn meet_errors(browser: &mut Browser) {
    for (path, status) in [
        ("/authorize?client_id=nobody", 400),
        ("/nothing", 404),
        ("/auth/sign-in", 404),
        ("/federation/up/callback?state=x&code=y", 400),
        ("/link-account?offer=x", 400),
    ] {
        let page = browser.get(&format!("{PATH}{path}")).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.body.contains("/auth/assets/doorward.css"), "{path}");
    }
    assert_eq!(browser.post("/consent", &[("flow", "x")]).await.status, 403);
}

async fn sign_out(browser: &mut Browser) {
    for query in ["", "?client_id=photos"] {
        let page = browser.get(&format!("/end_session{query}")).await;
        let action = form_of(&page, "/end_session/confirm");
        let answer = browser.submit_at(&page, &action, &[]).await;
        assert_eq!(browser.follow(answer).await.status, 200);
    }
}

/// Everything that a browser can come to, and every link of it.
async fn every_address_lies_below_the_path(backend: Backend) {
    let world = World::open_with(backend, with_path).await;
    let up = StandIn::open(&world, Shape::Google);
    let extra = json!({"sign_up": true, "authoritative_for": ["example.com"]});
    up.declare(&world, "up", &extra).await;
    let framed = json!({"frontchannel_logout_uri": "https://framed.example/out", "first_party": true,
        "redirect_uris": [CALLBACK], "grant_types": ["authorization_code"]});
    world.client("framed", &framed, &json!({})).await;

    let mut browser = world.browser();
    let links = watch(&mut browser, &world);
    sign_in_at_apps(&mut browser).await;
    visit_own_pages(&world, &mut browser).await;
    meet_errors(&mut browser).await;
    let framed = authorize_query(&[("client_id", "framed")]);
    browser.authorize(&framed).await;
    sign_out(&mut browser).await;

    // A newcomer by the provider, and an offer to link.
    up.is(json!({"sub": "1", "email": "eve@elsewhere.example", "email_verified": true}));
    let page = browser.get("/sign-in?way=choose").await;
    let away = browser.choose(&page, "up").await;
    let account = there_and_back(&mut browser, &up, &away).await;
    form_of(&account, "/account/identities/unlink");
    let page = browser.get("/account").await;
    assert!(page.body.contains("eve@elsewhere.example"), "{}", page.body);
    let mut another = world.browser();
    let links_of_another = watch(&mut another, &world);
    up.is(json!({"sub": "2", "email": ADA.0, "email_verified": true}));
    let page = another.get("/sign-in").await;
    let away = another.choose(&page, "up").await;
    let offer = there_and_back(&mut another, &up, &away).await;
    form_of(&offer, "/link-account");
    let named = offer.field("offer").unwrap();
    let fields = [("offer", named.as_str()), ("password", ADA.1)];
    let linked = another.submit(&offer, &fields).await;
    let linked = another.follow(linked).await;
    form_of(&linked, "/account/identities/unlink");

    let mut open: BTreeSet<String> = links.lock().unwrap().clone();
    open.extend(links_of_another.lock().unwrap().clone());
    assert!(open.len() > 20, "{open:?}");
    for address in open {
        let status = browser.get(&address).await.status;
        // A form's address knows no GET.
        assert!(
            ![404, 500].contains(&status) || is_form(&address),
            "{address}"
        );
    }
}

fn is_form(address: &str) -> bool {
    let path = address.strip_prefix(PATH).unwrap_or(address);
    let path = path.split('?').next().unwrap();
    crate::session::EVERY_FORM.contains(&path) || path == "/nothing"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_lies_below_the_path_of_the_issuer_on_sqlite() {
    Box::pin(every_address_lies_below_the_path(Backend::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_lies_below_the_path_of_the_issuer_on_postgres() {
    Box::pin(every_address_lies_below_the_path(Backend::Postgres)).await;
}

/// Every string in a document.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(strings).collect(),
        Value::Object(members) => members.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_are_found_by_either_rule_and_name_addresses_below_the_path() {
    let world = World::open_with(Backend::Sqlite, with_path).await;
    let origin = origin(&world);
    for name in [
        "openid-configuration",
        "oauth-authorization-server",
        "ssf-configuration",
        "authzen-configuration",
    ] {
        let mut texts = Vec::new();
        for address in [
            format!("{origin}/.well-known/{name}{PATH}"),
            format!("{origin}{PATH}/.well-known/{name}"),
            format!("{origin}/.well-known/{name}"),
        ] {
            let request = world
                .http
                .get(&address)
                .header("origin", "https://spa.example");
            let response = request.send().await.unwrap();
            assert_eq!(response.status().as_u16(), 200, "{address}");
            assert_eq!(response.headers()["access-control-allow-origin"], "*");
            texts.push(response.text().await.unwrap());
        }
        assert!(texts.iter().all(|text| *text == texts[0]), "{name}");
        let document: Value = serde_json::from_str(&texts[0]).unwrap();
        let named = document.get("issuer");
        let named = named.unwrap_or(&document["policy_decision_point"]);
        assert_eq!(*named, world.issuer);
        let own = strings(&document);
        let own: Vec<&&str> = own.iter().filter(|text| text.starts_with(origin)).collect();
        assert!(
            own.iter().all(|text| text.starts_with(&world.issuer)),
            "{own:?}"
        );
        for other in ["/other", "/auth/x", "/authx", "/x/auth"] {
            let address = format!("{origin}/.well-known/{name}{other}");
            let status = world.http.get(&address).send().await.unwrap().status();
            assert_eq!(status.as_u16(), 404, "{address}");
        }
        let preflight = world
            .http
            .request(
                reqwest::Method::OPTIONS,
                format!("{origin}/.well-known/{name}{PATH}"),
            )
            .header("origin", "https://spa.example")
            .header("access-control-request-method", "GET")
            .send()
            .await
            .unwrap();
        assert_eq!(preflight.status().as_u16(), 200, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_gets_tokens_userinfo_and_its_registration_below_the_path() {
    let world = World::open_with(Backend::Sqlite, with_path).await;
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    assert_eq!(claims_of(&tokens.id)["iss"], world.issuer);
    assert_eq!(claims_of(&tokens.access)["iss"], world.issuer);
    assert_eq!(world.userinfo(&tokens.access).await.0, 200);
    assert_eq!(world.introspect(&tokens.access).await["iss"], world.issuer);

    let document = json!({"redirect_uris": ["https://new.example/cb"]});
    let response = world
        .http
        .post(world.at("/register"))
        .header("content-type", "application/json")
        .body(document.to_string())
        .send()
        .await
        .unwrap();
    let registered: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    let address = registered["registration_client_uri"].as_str().unwrap();
    assert!(address.starts_with(&world.issuer), "{address}");
    let bearer = registered["registration_access_token"].as_str().unwrap();
    let request = world.http.get(address).bearer_auth(bearer);
    assert_eq!(request.send().await.unwrap().status().as_u16(), 200);

    // A site behind a proxy is sent to the provider below its path.
    let site = json!({"forward_auth": {"origins": ["https://wiki.example"]}, "grant_types": ["authorization_code"]});
    world.client("wiki", &site, &json!({})).await;
    for prefix in [PATH, ""] {
        let asked = world
            .http
            .get(format!("{}{prefix}/forward-auth/wiki", origin(&world)))
            .header("x-forwarded-host", "wiki.example")
            .header("x-forwarded-uri", "/page")
            .header("sec-fetch-mode", "navigate")
            .header("accept", "text/html")
            .send()
            .await
            .unwrap();
        let away = asked.headers()["location"].to_str().unwrap();
        let authorize = format!("{}/authorize?", world.issuer);
        assert!(away.starts_with(&authorize), "{away}");
        let cookie = asked.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.ends_with("; Path=/"), "of the site: {cookie}");
    }
    // A page of the same origin is one of ours, whatever its path.
    let me = world
        .http
        .get(world.at("/me"))
        .header("origin", origin(&world))
        .header(
            "cookie",
            format!("doorward_session={}", browser.session().unwrap()),
        )
        .send()
        .await
        .unwrap();
    assert_eq!(me.status().as_u16(), 200);
}

/// A proxy may take the path of the issuer away: the answers are the same, with the path in them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_without_the_path_is_answered_as_one_with_it() {
    let world = World::open_with(Backend::Sqlite, with_path).await;
    let origin = origin(&world);
    for path in [
        "/",
        "/account",
        "/sign-in?x=%2Fauth%3F",
        "/authorize?client_id=notes",
        "/authorize?client_id=nobody",
        "/end_session",
        "/check_session",
        "/federation/up/callback?state=x",
        "/.well-known/jwks.json",
        "/assets/mark.svg",
        "/assets/%2e%2e/x",
        "/nothing",
        "/livez",
        "/readyz",
        "/userinfo",
        "/me",
    ] {
        let mut answers = Vec::new();
        for prefix in [PATH, ""] {
            let address = format!("{origin}{prefix}{path}");
            let response = world.http.get(&address).send().await.unwrap();
            let header = |name: &str| {
                let value = response.headers().get(name)?;
                Some(
                    value
                        .to_str()
                        .unwrap()
                        .split('=')
                        .next()
                        .unwrap()
                        .to_owned(),
                )
            };
            let headers = ["location", "set-cookie", "cross-origin-opener-policy"].map(header);
            answers.push((response.status().as_u16(), headers));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_of_an_https_issuer_with_a_path_are_for_the_path_alone() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = format!("HTTPS://ID.Example.com:443{PATH}");
    })
    .await;
    let mut browser = Browser::at(&format!("http://{}{PATH}", world.settings.listen));
    let page = browser.get("/sign-in?ui_locales=en").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = browser.submit(&page, &fields).await;
    let silent = browser.authorize(&authorize_query(&[])).await;
    let all = [&page, &answer, &silent].map(|answer| answer.set_cookies.clone());
    let all = all.concat();
    assert!(all.len() >= 4, "{all:?}");
    for cookie in &all {
        assert!(
            cookie.starts_with("__Secure-doorward_")
                && cookie.contains("; Secure")
                && cookie.contains(&format!("; Path={PATH}"))
                && !cookie.contains("Domain"),
            "{cookie}"
        );
    }
    let issuer = format!("https://id.example.com{PATH}");
    assert_eq!(silent.parameter("iss"), Some(issuer.clone()));
    assert_eq!(answer.location.as_deref(), Some("/auth/account"));
    assert!(answer.headers.contains_key("strict-transport-security"));
    let metadata = world.provider.issuer();
    assert_eq!(metadata, issuer);
}

/// In whatever case an issuer is written, its cookies are those of https.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issuer_in_capitals_is_the_same_issuer() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = "HTTPS://ID.Example.com".into();
    })
    .await;
    let mut browser = Browser::at(&format!("http://{}", world.settings.listen));
    let page = browser.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = browser.submit(&page, &fields).await;
    for cookie in page.set_cookies.iter().chain(&answer.set_cookies) {
        let is_bound = cookie.starts_with("__Host-") && cookie.contains("; Secure");
        assert!(is_bound && cookie.contains("; Path=/"), "{cookie}");
    }
    let code = browser.authorize(&authorize_query(&[])).await;
    let issuer = "https://id.example.com";
    assert_eq!(code.parameter("iss").as_deref(), Some(issuer));
    let refused = browser.silent(&[("scope", "none")]).await;
    assert_eq!(refused.parameter("iss").as_deref(), Some(issuer));
    let form = encode(&[
        ("grant_type", "authorization_code"),
        ("code", &code.parameter("code").unwrap()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", crate::world::VERIFIER),
    ]);
    let token = world
        .http
        .post(format!("http://{}/token", world.settings.listen))
        .header("authorization", basic("notes", SECRET))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let body = token.send().await.unwrap().text().await.unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(claims_of(body["id_token"].as_str().unwrap())["iss"], issuer);
}

/// No address in a template or a redirect is written without what stands before it.
#[test]
fn no_template_holds_an_address_without_the_path() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for kind in ["pages", "assets"] {
        for file in std::fs::read_dir(folder.join(kind)).unwrap() {
            let file = file.unwrap().path();
            let text = std::fs::read_to_string(&file).unwrap();
            for bare in ["=\"/", "='/", "=/a", "url(/", "url=/"] {
                assert!(!text.contains(bare), "{}: {bare}", file.display());
            }
        }
    }
}

/// A path that begins as an own route does is refused, since a proxy may take it away.
#[test]
fn every_route_is_known_to_the_rule_of_issuers() {
    use doorward_protocol::oauth::{discovery::path, issuer::OWN_SEGMENTS};
    let routes = concat!(
        include_str!("../../src/web/routes.rs"),
        include_str!("../../src/web/routes/account_pages.rs"),
        include_str!("../../src/web/routes/console_pages.rs")
    );
    let mut found: BTreeSet<&str> = routes
        .split("resource(")
        .skip(1)
        .filter_map(|rest| {
            rest.trim_start_matches(['[', ' ', '\n'])
                .strip_prefix("\"/")
        })
        .map(|rest| rest.split(['/', '"']).next().unwrap())
        .collect();
    for path in [
        path::AUTHORIZE,
        path::AUTHORIZATION_CHALLENGE,
        path::TOKEN,
        path::USERINFO,
        path::INTROSPECT,
        path::REVOKE,
        path::END_SESSION,
        path::CHECK_SESSION,
        path::REGISTER,
        path::GLOBAL_TOKEN_REVOCATION,
        path::EVENT_STREAM,
        path::ACCESS_EVALUATION,
        path::JWKS,
        doorward_protocol::management::PATH,
        doorward_protocol::management::DOCS,
        doorward_protocol::scim::PATH,
    ] {
        found.insert(path.split('/').nth(1).unwrap());
    }
    found.remove("");
    assert_eq!(found, BTreeSet::from(OWN_SEGMENTS));
}
