//! Every flow in which something is handed out or typed in.

use super::Place;
use crate::{
    forward_auth::ask,
    world::{
        ADA, Answer, Browser, CALLBACK, GRACE, Page, Site, StandIn, UPSTREAM_SECRET, VERIFIER, Way,
        authorize_query, basic, encode, eventually,
    },
};
use doorward_protocol::{oauth::client_authentication::JWT_BEARER, time::Clock};
use josekit::jws::{HS256, JwsHeader, serialize_compact};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// The secret of every declared client, of letters that no encoding changes.
const SECRET: &str = "secret-of-the-declared-clients-0123456789";
/// What somebody typed by mistake: perhaps the right password of another site.
const WRONG: &str = "a password of another site";
/// The `state` of the client, which travels in addresses and is its own.
const STATE: &str = "state-of-the-client-itself";
const NONCE: &str = "nonce-of-the-client-itself";
const PUSH_AUTHORIZATION: &str = "Bearer token-of-the-receiver-0123456789";
const BYE: &str = "https://notes.example/bye";
const WIKI: &str = "https://wiki.example";

/// The path at which users of another system are asked for, and what the questions are signed with.
pub const OTHER_SYSTEM: &str = "/other-system";
pub const HOOK_SECRET: &str = "secret-of-the-other-system-0123456789";
const NEWCOMER: (&str, &str) = ("newcomer@example.org", "a password that lives elsewhere");

/// Clients of every kind, an identity provider, two users.
pub fn declarations(up: &StandIn, site: &Site) -> String {
    let client = |id: &str, more: &str| {
        format!("[[clients]]\nclient_id = \"{id}\"\nclient_secret = \"{SECRET}\"\n{more}\n")
    };
    let app = format!(
        "redirect_uris = [\"{CALLBACK}\"]\npost_logout_redirect_uris = [\"{BYE}\"]\ngrant_types = [\"authorization_code\", \"refresh_token\", \"client_credentials\"]\nscope = \"openid profile email offline_access notes:read\"\n"
    );
    let hybrid = "grant_types = [\"authorization_code\", \"implicit\"]\nresponse_types = [\"code id_token token\"]\nfirst_party = true\n";
    let program =
        |scope: &str| format!("grant_types = [\"client_credentials\"]\nscope = \"{scope}\"\n");
    let mut parts = vec![
        client(
            "notes",
            &format!(
                "{app}first_party = true\nbackchannel_logout_uri = \"{}\"\n",
                site.at("/logout")
            ),
        ),
        client(
            "photos",
            &format!("{app}token_endpoint_auth_method = \"client_secret_post\"\n"),
        ),
        client(
            "opaque",
            &format!("{app}first_party = true\naccess_token_format = \"opaque\"\n"),
        ),
        client(
            "hybrid",
            &format!("redirect_uris = [\"{CALLBACK}\"]\n{hybrid}"),
        ),
        client(
            "jwt",
            &format!(
                "{}token_endpoint_auth_method = \"client_secret_jwt\"\n",
                program("notes:read")
            ),
        ),
        client("hr", &program("global_token_revocation")),
        client("receiver", &program("ssf.manage ssf.read")),
        format!(
            "[[clients]]\nclient_id = \"wiki\"\ngrant_types = [\"authorization_code\"]\nforward_auth = {{ origins = [\"{WIKI}\"] }}\n"
        ),
        format!(
            "[[providers]]\nid = \"up\"\nkind = \"oidc\"\nissuer = \"{}\"\nclient_id = \"doorward-at-upstream\"\nclient_secret = \"{UPSTREAM_SECRET}\"\nsign_up = true\nlogout = \"upstream\"\nauthoritative_for = [\"example.com\"]\nallow_private_addresses = true\n",
            up.issuer()
        ),
    ];
    for ((email, password), username) in [(ADA, "ada"), (GRACE, "grace")] {
        parts.push(format!(
            "[[users]]\nemail = \"{email}\"\nusername = \"{username}\"\npassword = \"{password}\"\nname = \"{username}\"\n"
        ));
    }
    parts.concat()
}

fn text(value: &Value, name: &str) -> String {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}

/// A query of an app, with the state and the nonce of this test.
fn query(changes: &[(&str, &str)]) -> String {
    let common = [
        ("scope", "openid email offline_access"),
        ("state", STATE),
        ("nonce", NONCE),
    ];
    authorize_query(&[&common, changes].concat())
}

/// Walks through every flow, and keeps what is kept after each; a refresh token that lives.
pub async fn walk(place: &mut Place) -> String {
    for value in [STATE, NONCE] {
        place.handed_out().is_public(value);
    }
    for (name, value) in [
        ("a password", ADA.1),
        ("a password", GRACE.1),
        ("a wrong password", WRONG),
        ("the client secret of notes", SECRET),
        (
            "the client secret at the provider elsewhere",
            UPSTREAM_SECRET,
        ),
        ("the code verifier", VERIFIER),
        ("the header of pushes", PUSH_AUTHORIZATION),
        ("the master key", super::MASTER_KEY),
        ("the secret of the other system", HOOK_SECRET),
        ("a password of the other system", NEWCOMER.1),
    ] {
        place.secret(name, value);
    }
    let initial = commands(place);
    registration(place, &initial).await;
    tokens(place).await;
    front_channel(place).await;
    events(place).await;
    several_accounts(place).await;
    elsewhere(place).await;
    linking(place).await;
    behind_a_proxy(place).await;
    moving_in(place).await;
    sign_out(place).await;
    everything_ends(place).await;
    misplaced(place).await;
    mails(place).await;
    let mut ada = signed_in(place, ADA).await;
    let refresh_token = text(&redeemed(place, &mut ada, "notes").await, "refresh_token");
    place.look().await;
    refresh_token
}

/// The links of notices, which stand in mails alone: those are in the memory of the process that
/// delivered them.
async fn mails(place: &mut Place) {
    let mut links = Vec::new();
    eventually("a notice", async || {
        let mails = place.http.get(format!("{}/dev/mail.json", place.base));
        let mails = mails.send().await.unwrap().text().await.unwrap();
        links = serde_json::from_str::<Vec<Value>>(&mails).unwrap();
        !links.is_empty()
    })
    .await;
    for mail in links {
        let text = text(&mail, "text");
        let (_, rest) = text.split_once("/not-me?token=").unwrap();
        let token = rest.split_whitespace().next().unwrap();
        place.secret("the link of a notice", token);
        let path = format!("/not-me?token={token}");
        assert_eq!(place.browser().get(&path).await.status, 200);
    }
    place.look().await;
}

fn commands(place: &mut Place) -> String {
    place.command(&["user", "add", "--email", "linus@example.com", "--json"]);
    place.command(&[
        "client",
        "add",
        "--client-id",
        "printed",
        "--redirect-uri",
        CALLBACK,
        "--json",
    ]);
    place.command(&["client", "rotate", "printed", "--json"]);
    let made = place.command(&["client", "initial-access-token", "--uses", "9", "--json"]);
    text(&made, "initial_access_token")
}

async fn signed_in(place: &Place, who: (&str, &str)) -> Browser {
    let mut browser = place.browser();
    let page = browser.get("/sign-in").await;
    let fields = [
        ("username", who.0),
        ("password", who.1),
        ("remember", "yes"),
    ];
    let answer = browser.submit(&page, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    browser
}

fn code_of(answer: &Answer) -> String {
    answer
        .parameter("code")
        .unwrap_or_else(|| panic!("no code: {:?} {}", answer.location, answer.body))
}

/// Redeems a code of an app that authenticates by HTTP Basic.
async fn redeem(place: &Place, client_id: &str, code: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    place
        .form("/token", Some(&basic(client_id, SECRET)), &form)
        .await
}

/// Tokens of an app for a browser that is signed in.
async fn redeemed(place: &Place, browser: &mut Browser, client_id: &str) -> Value {
    let answer = browser
        .authorize(&query(&[("client_id", client_id), ("prompt", "none")]))
        .await;
    let (status, body) = redeem(place, client_id, &code_of(&answer)).await;
    assert_eq!(status, 200, "{body}");
    body
}

/// A user of another system: refused, while it is away, and let in.
async fn moving_in(place: &mut Place) {
    let document = json!({"email": NEWCOMER.0, "name": "Newcomer"});
    for (status, expected) in [(401, 200), (500, 200), (200, 303)] {
        let answer = Page {
            status,
            body: document.to_string().into_bytes(),
            location: None,
            after: Duration::ZERO,
        };
        place.site.put_page(OTHER_SYSTEM, answer);
        let mut browser = place.browser();
        let page = browser.get("/sign-in").await;
        let fields = [("username", NEWCOMER.0), ("password", NEWCOMER.1)];
        let answer = browser.submit(&page, &fields).await;
        if status == 200 {
            assert!([303, 503].contains(&answer.status), "{}", answer.body);
        } else {
            assert_eq!(answer.status, expected, "{status}: {}", answer.body);
        }
        place.look().await;
    }
    assert_eq!(place.site.received(OTHER_SYSTEM).len(), 3);
}

async fn registration(place: &mut Place, initial: &str) {
    let bearer = format!("Bearer {initial}");
    let metadata = json!({"redirect_uris": ["https://app.example/cb"], "client_name": "App"});
    let mut registered = Vec::new();
    for _ in 0..2 {
        let (status, body) = place
            .json(Method::POST, "/register", Some(&bearer), &metadata)
            .await;
        assert_eq!(status, 201, "{body}");
        registered.push(body);
    }
    let path = |body: &Value| format!("/register/{}", text(body, "client_id"));
    let own = format!(
        "Bearer {}",
        text(&registered[0], "registration_access_token")
    );
    let mut changed = metadata.clone();
    for name in ["client_id", "client_secret"] {
        changed[name] = registered[0][name].clone();
    }
    changed["client_name"] = "Another".into();
    for (method, body) in [(Method::GET, Value::Null), (Method::PUT, changed)] {
        let (status, answer) = place
            .json(method, &path(&registered[0]), Some(&own), &body)
            .await;
        assert_eq!(status, 200, "{answer}");
    }
    // At the address of another client, and as no JSON at all.
    let (status, _) = place
        .json(Method::GET, &path(&registered[1]), Some(&own), &Value::Null)
        .await;
    assert_eq!(status, 401);
    let (status, _) = place
        .json(Method::POST, "/register", Some(&bearer), &json!([initial]))
        .await;
    assert_eq!(status, 400);
    place.look().await;
}

async fn tokens(place: &mut Place) {
    let mut ada = place.browser();
    let page = ada.authorize(&query(&[])).await;
    place.look().await;
    let again = ada
        .submit(&page, &[("username", ADA.0), ("password", WRONG)])
        .await;
    assert_eq!(again.status, 200, "{}", again.body);
    let answer = ada.sign_in_on(&again, ADA).await;
    let code = code_of(&answer);
    let (status, tokens) = redeem(place, "notes", &code).await;
    assert_eq!(status, 200, "{tokens}");
    let bearer = format!("Bearer {}", text(&tokens, "access_token"));
    assert_eq!(
        place
            .json(Method::GET, "/userinfo", Some(&bearer), &Value::Null)
            .await
            .0,
        200
    );
    let notes = basic("notes", SECRET);
    for name in ["access_token", "refresh_token"] {
        let form = [("token", text(&tokens, name))];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(
            place.form("/introspect", Some(&notes), &form).await.1["active"],
            true
        );
    }
    // Rotated, then repeated within the grace; redeemed again.
    let old = text(&tokens, "refresh_token");
    for expected in [200, 200] {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", old.as_str()),
        ];
        assert_eq!(place.form("/token", Some(&notes), &form).await.0, expected);
    }
    assert_eq!(redeem(place, "notes", &code).await.0, 400);
    // A hint waits with the request.
    let id_token = text(&tokens, "id_token");
    let hinted = [("prompt", "login"), ("id_token_hint", id_token.as_str())];
    ada.authorize(&query(&hinted)).await;
    place.look().await;

    let opaque = redeemed(place, &mut ada, "opaque").await;
    let token = text(&opaque, "access_token");
    assert!(!token.contains('.'), "opaque");
    assert_eq!(
        place
            .form(
                "/revoke",
                Some(&basic("opaque", SECRET)),
                &[("token", &token)]
            )
            .await
            .0,
        200
    );
    // Consent, and the secret in the body.
    let page = ada.authorize(&query(&[("client_id", "photos")])).await;
    let allowed = ada.submit(&page, &[("answer", "allow")]).await;
    let code = code_of(&ada.follow(allowed).await);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", "photos"),
        ("client_secret", SECRET),
    ];
    assert_eq!(place.form("/token", None, &form).await.0, 200);
    // An assertion under the secret.
    let now = crate::world::TestClock::of_the_machine().now().seconds();
    let claims = json!({"iss": "jwt", "sub": "jwt", "aud": place.base, "jti": "j-1", "iat": now, "exp": now + 60});
    let assertion = serialize_compact(
        claims.to_string().as_bytes(),
        &JwsHeader::new(),
        &HS256.signer_from_bytes(SECRET).unwrap(),
    )
    .unwrap();
    place.secret("the client assertion", &assertion);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion.as_str()),
    ];
    assert_eq!(place.form("/token", None, &form).await.0, 200);
    place.look().await;
}

async fn front_channel(place: &mut Place) {
    let mut ada = signed_in(place, ADA).await;
    let asked = query(&[
        ("client_id", "hybrid"),
        ("response_type", "code id_token token"),
        ("scope", "openid email"),
    ]);
    let answer = ada.authorize(&asked).await;
    for name in ["code", "id_token", "access_token"] {
        assert!(answer.parameter(name).is_some(), "{:?}", answer.location);
    }
    let answer = ada
        .authorize(&format!("{asked}&response_mode=form_post"))
        .await;
    assert!(answer.field("code").is_some(), "{}", answer.body);
    place.look().await;
}

async fn token_of(place: &Place, client_id: &str) -> String {
    let form = [("grant_type", "client_credentials")];
    let (status, body) = place
        .form("/token", Some(&basic(client_id, SECRET)), &form)
        .await;
    assert_eq!(status, 200, "{body}");
    format!("Bearer {}", text(&body, "access_token"))
}

async fn events(place: &mut Place) {
    let bearer = token_of(place, "receiver").await;
    place.site.put_page(
        "/events",
        Page {
            status: 202,
            body: Vec::new(),
            location: None,
            after: Duration::ZERO,
        },
    );
    let stream = json!({"delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": place.site.at("/events"), "authorization_header": PUSH_AUTHORIZATION}});
    let (status, body) = place
        .json(Method::POST, "/ssf/stream", Some(&bearer), &stream)
        .await;
    assert_eq!(status, 201, "{body}");
    let asked = json!({"stream_id": body["stream_id"], "state": "a state of the receiver"});
    assert_eq!(
        place
            .json(Method::POST, "/ssf/verify", Some(&bearer), &asked)
            .await
            .0,
        204
    );
    for set in place.site.wait_for("/events", 1).await {
        place.secret("the security event token", &set);
    }
    assert_eq!(
        place.site.requests("/events")[0].authorization.as_deref(),
        Some(PUSH_AUTHORIZATION)
    );
    place.look().await;
}

async fn several_accounts(place: &mut Place) {
    let mut both = signed_in(place, ADA).await;
    let page = both.get("/sign-in?way=another").await;
    let answer = both
        .submit(&page, &[("username", GRACE.0), ("password", GRACE.1)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = both
        .authorize(&query(&[("prompt", "select_account")]))
        .await;
    let account = page.body.split("name=\"account\" value=\"").nth(1).unwrap();
    let account = account.split('"').next().unwrap().to_owned();
    let chosen = both.submit(&page, &[("account", &account)]).await;
    code_of(&both.follow(chosen).await);
    both.get("/account").await;
    place.look().await;
}

/// To the identity provider and back, as far as the callback leads.
async fn there_and_back(place: &Place, browser: &mut Browser, away: &Answer) -> Answer {
    let url = away
        .location
        .as_deref()
        .unwrap_or_else(|| panic!("{}", away.body));
    let Way::Redirect(back) = place.up.visit(url).await else {
        panic!("it sends browsers back by a redirect");
    };
    place.handed_out().address(&back);
    let answer = browser.get(&back).await;
    for value in place.up.handed_out() {
        place.secret("a code or token of the provider elsewhere", &value);
    }
    for form in place.up.seen("/token") {
        let verifier = url::form_urlencoded::parse(form.as_bytes())
            .find(|(name, _)| name == "code_verifier")
            .unwrap()
            .1
            .into_owned();
        place.secret("the code verifier of the provider elsewhere", &verifier);
    }
    answer
}

async fn elsewhere(place: &mut Place) {
    place.up.is(json!({"sub": "u-1", "sid": "there-1"}));
    let mut browser = place.browser();
    let page = browser.authorize(&query(&[])).await;
    let away = browser.choose(&page, "up").await;
    place.look().await;
    let back = there_and_back(place, &mut browser, &away).await;
    let code = code_of(&browser.follow(back).await);
    let (status, tokens) = redeem(place, "notes", &code).await;
    assert_eq!(status, 200, "{tokens}");
    place.look().await;
    let out = browser
        .get(&format!(
            "/end_session?{}",
            encode(&[("id_token_hint", &text(&tokens, "id_token"))])
        ))
        .await;
    assert!(out.location.unwrap().starts_with(&place.up.base));
    place.look().await;
    let token = place.up.logout_token(|claims| claims["sub"] = "u-1".into());
    place.secret("a logout token of the provider elsewhere", &token);
    let form = [("logout_token", token.as_str())];
    let (status, body) = place
        .form("/federation/up/backchannel-logout", None, &form)
        .await;
    assert!([200, 204].contains(&status), "{status} {body}");
    place.look().await;
}

/// The provider speaks for the address of Ada, whose password decides.
async fn linking(place: &mut Place) {
    place
        .up
        .is(json!({"sub": "u-2", "email": ADA.0, "email_verified": true}));
    let mut browser = place.browser();
    let page = browser.authorize(&query(&[])).await;
    let away = browser.choose(&page, "up").await;
    let back = there_and_back(place, &mut browser, &away).await;
    let page = browser.follow(back).await;
    assert!(
        page.field("offer").is_some(),
        "{:?} {}",
        page.location,
        page.body
    );
    place.look().await;
    let (token, offer) = (
        page.field("form_token").unwrap(),
        page.field("offer").unwrap(),
    );
    for password in [WRONG, ADA.1] {
        let form = [
            ("form_token", token.as_str()),
            ("offer", offer.as_str()),
            ("username", ADA.0),
            ("password", password),
        ];
        browser.post("/link-account", &form).await;
    }
    assert_eq!(
        browser.get("/account").await.status,
        200,
        "linked and signed in"
    );
    place.look().await;
}

async fn behind_a_proxy(place: &mut Place) {
    let (mut site, mut at_provider) = (place.browser(), signed_in(place, ADA).await);
    let away = ask(&mut site, "wiki.example", "/page", &[]).await;
    place.look().await;
    let first = at_provider.get(&away.location.unwrap()).await;
    let back = at_provider.follow(first).await.location.unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    assert_eq!(
        ask(&mut site, "wiki.example", &callback, &[]).await.status,
        302
    );
    assert_eq!(
        ask(&mut site, "wiki.example", "/page", &[]).await.status,
        200
    );
    place.look().await;
}

async fn sign_out(place: &mut Place) {
    let mut ada = signed_in(place, ADA).await;
    let tokens = redeemed(place, &mut ada, "notes").await;
    let (before, id_token) = (
        place.site.received("/logout").len(),
        text(&tokens, "id_token"),
    );
    let asked = encode(&[
        ("id_token_hint", &id_token),
        ("post_logout_redirect_uri", BYE),
        ("state", STATE),
    ]);
    let out = ada.get(&format!("/end_session?{asked}")).await;
    assert!(out.location.unwrap().starts_with(BYE));
    for body in place.site.wait_for("/logout", before + 1).await {
        place.secret(
            "the logout token",
            body.strip_prefix("logout_token=").unwrap(),
        );
    }
    place.look().await;
}

async fn everything_ends(place: &mut Place) {
    let mut grace = signed_in(place, GRACE).await;
    redeemed(place, &mut grace, "notes").await;
    let hr = token_of(place, "hr").await;
    let whom = json!({"sub_id": {"format": "email", "email": GRACE.0}});
    assert_eq!(
        place
            .json(Method::POST, "/global-token-revocation", Some(&hr), &whom)
            .await
            .0,
        204
    );
    for set in place.site.wait_for("/events", 2).await {
        place.secret("the security event token", &set);
    }
    place.look().await;
}

/// Secrets where they do not belong: in a query, under another scheme, in a body that is no form.
async fn misplaced(place: &mut Place) {
    let mut ada = signed_in(place, ADA).await;
    let tokens = redeemed(place, &mut ada, "notes").await;
    let (access, refresh) = (
        text(&tokens, "access_token"),
        text(&tokens, "refresh_token"),
    );
    for target in [
        format!("/userinfo?access_token={access}"),
        format!("/end_session?id_token_hint={access}"),
        format!(
            "/authorize?{}",
            encode(&[("client_id", "notes"), ("request", &access)])
        ),
        format!(
            "/sign-in?{}",
            encode(&[("username", ADA.0), ("password", ADA.1)])
        ),
        format!("/select-account?flow={refresh}"),
        format!("/federation/up/callback?code={refresh}&state={refresh}"),
        format!("/link-account?offer={refresh}"),
    ] {
        ada.get(&target).await;
    }
    for scheme in ["Basic", "Bearer", "DPoP", ""] {
        let header = format!("{scheme} {refresh}");
        for target in ["/userinfo", "/register/notes", "/ssf/stream"] {
            let (status, _) = place
                .json(Method::GET, target, Some(header.trim()), &Value::Null)
                .await;
            assert!((400..500).contains(&status), "{target} {status}");
        }
        let (status, _) = place
            .form(
                &format!("/token?refresh_token={refresh}"),
                Some(header.trim()),
                &[("client_secret", SECRET)],
            )
            .await;
        assert!((400..500).contains(&status), "{status}");
    }
    for target in [
        "/token",
        "/introspect",
        "/revoke",
        "/sign-in",
        "/global-token-revocation",
    ] {
        place
            .json(
                Method::POST,
                target,
                None,
                &json!({"password": ADA.1, "token": refresh}),
            )
            .await;
    }
    let form = [("logout_token", access.as_str())];
    place
        .form("/federation/up/backchannel-logout", None, &form)
        .await;
    place.look().await;
}
