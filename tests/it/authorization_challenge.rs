//! Apps with a form of their own (OAuth 2.0 for First-Party Applications): every limit and factor of the
//! pages, and nothing that the pages would not give.

use crate::{
    second_factors::with_app,
    world::{ADA, Backend, CALLBACK, World, claims_of},
};
use doorward_protocol::{sessions::sso_session::EndReason, time::Lifetime};
use futures_util::future::join_all;
use serde_json::{Value, json};

const BACKENDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];
const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more-here";
const PATH: &str = "/authorize-challenge";

macro_rules! on_both_with_an_app {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(super::open(super::BACKENDS[0]).await).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(super::open(super::BACKENDS[1]).await).await; } )* }
    };
}

on_both_with_an_app!(
    a_password_gives_a_code_that_is_redeemed_with_pkce,
    a_mailed_code_signs_in_and_works_once,
    a_second_factor_is_asked_for_and_used_once_however_many_bring_it,
    an_app_that_wants_two_factors_gets_them,
    an_auth_session_is_of_one_client_and_opens_nothing_by_itself,
    guesses_are_counted_as_on_the_pages,
    nobody_learns_whether_there_is_an_account,
    it_is_for_whom_an_administrator_allowed_it,
    what_only_a_page_can_do_is_sent_to_the_browser,
);

async fn open(backend: Backend) -> World {
    let world = World::open_with(backend, |settings| {
        settings.sign_in.methods = ["password", "passkey", "code"].map(str::to_owned).to_vec();
    })
    .await;
    for client_id in ["phone", "tablet"] {
        let app = json!({"token_endpoint_auth_method": "none", "redirect_uris": [CALLBACK], "first_party": true, "authorization_challenge": true, "scope": "openid profile email offline_access"});
        world.client(client_id, &app, &json!({})).await;
    }
    world
}

/// The parameters of a request that begins.
fn begins<'a>(client_id: &'a str, challenge: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("client_id", client_id),
        ("response_type", "code"),
        ("scope", "openid email offline_access"),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]
}

fn challenge() -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(VERIFIER))
}

async fn json_of(answer: reqwest::Response) -> Value {
    let text = answer.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}

async fn send(world: &World, form: &[(&str, &str)]) -> (u16, Value) {
    let answer = world
        .http
        .post(world.at(PATH))
        .form(form)
        .send()
        .await
        .unwrap();
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    (status, json_of(answer).await)
}

/// A request that begins, with more parameters.
async fn begin(world: &World, more: &[(&str, &str)]) -> (u16, Value) {
    let challenge = challenge();
    let mut form = begins("phone", &challenge);
    form.extend(more);
    send(world, &form).await
}

/// A request that goes on.
async fn go_on(world: &World, before: &Value, more: &[(&str, &str)]) -> (u16, Value) {
    let session = before["auth_session"].as_str().unwrap();
    let mut form = vec![("auth_session", session)];
    form.extend(more);
    send(world, &form).await
}

async fn redeem(world: &World, code: &Value) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "phone"),
        ("code", code["authorization_code"].as_str().unwrap()),
        ("code_verifier", VERIFIER),
    ];
    let answer = world
        .http
        .post(world.at("/token"))
        .form(&form)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), json_of(answer).await)
}

const CREDENTIALS: [(&str, &str); 2] = [("username", ADA.0), ("password", ADA.1)];

async fn a_password_gives_a_code_that_is_redeemed_with_pkce(world: World) {
    let metadata = world.text_at("/.well-known/openid-configuration").await;
    assert!(metadata.contains("\"authorization_challenge_endpoint\""));
    let (status, asked) = begin(&world, &[]).await;
    assert_eq!(
        (
            status,
            &asked["error"],
            &asked["password_required"],
            &asked["code_offered"]
        ),
        (
            400,
            &json!("insufficient_authorization"),
            &json!(true),
            &json!(true)
        )
    );
    let (status, wrong) = go_on(
        &world,
        &asked,
        &[("username", ADA.0), ("password", "another")],
    )
    .await;
    assert_eq!(
        (status, &wrong["error"]),
        (400, &json!("insufficient_authorization"))
    );
    let (status, code) = go_on(&world, &wrong, &CREDENTIALS).await;
    assert_eq!(status, 200, "{code}");
    let (status, tokens) = redeem(&world, &code).await;
    assert_eq!(status, 200, "{tokens}");
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(
        (&claims["amr"], &claims["acr"], &claims["aud"]),
        (
            &json!(["pwd"]),
            &json!("urn:doorward:acr:1fa"),
            &json!("phone")
        )
    );
    // Once, and not without what belongs to it.
    assert_eq!(redeem(&world, &code).await.0, 400);
    let (_, code) = begin(&world, &CREDENTIALS).await;
    let stolen = [
        ("grant_type", "authorization_code"),
        ("client_id", "phone"),
        ("code", code["authorization_code"].as_str().unwrap()),
    ];
    let answer = world
        .http
        .post(world.at("/token"))
        .form(&stolen)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    // What the app keeps tells the device apart, and begins another request.
    let kept = code["auth_session"].as_str().unwrap();
    let (status, again) = begin(&world, &[("auth_session", kept)]).await;
    assert_eq!((status, &again["password_required"]), (400, &json!(true)));
    let (status, over) = send(&world, &[("auth_session", kept)]).await;
    assert_eq!((status, &over["error"]), (400, &json!("invalid_session")));
}

async fn mailed_code(world: &World) -> String {
    let mail = world.mail_to(ADA.0).await;
    let text = mail["text"].as_str().unwrap();
    assert!(!text.contains("/sign-in/link"), "{text}");
    let mut digits = text.split(|c: char| !c.is_ascii_digit());
    digits.find(|digits| digits.len() == 8).unwrap().to_owned()
}

async fn a_mailed_code_signs_in_and_works_once(world: World) {
    let (status, sent) = begin(&world, &[("username", "ada"), ("method", "code")]).await;
    assert_eq!(
        (status, &sent["otp_required"], &sent["otp_source"]),
        (400, &json!(true), &json!("mail"))
    );
    let early = go_on(&world, &sent, &[("method", "code")]).await.1;
    assert!(
        early["error_description"]
            .as_str()
            .unwrap()
            .contains("wait a minute"),
        "{early}"
    );
    let code = mailed_code(&world).await;
    let form = [("otp", code.as_str())];
    let answers = join_all((0..100).map(|_| go_on(&world, &sent, &form))).await;
    let signed_in: Vec<_> = answers
        .iter()
        .filter(|(status, _)| *status == 200)
        .collect();
    assert_eq!(signed_in.len(), 1);
    let (status, tokens) = redeem(&world, &signed_in[0].1).await;
    assert_eq!(status, 200, "{tokens}");
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["amr"], json!(["otp"]));
    let (_, replayed) = go_on(&world, &sent, &form).await;
    assert_eq!(replayed["error"], "insufficient_authorization");
    assert!(replayed.get("authorization_code").is_none());
}

async fn a_second_factor_is_asked_for_and_used_once_however_many_bring_it(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    let (status, asked) = begin(&world, &CREDENTIALS).await;
    assert_eq!(
        (status, &asked["error"], &asked["otp_source"]),
        (
            400,
            &json!("insufficient_authorization"),
            &json!("authenticator_or_recovery_code")
        )
    );
    let wrong = go_on(&world, &asked, &[("otp", "000000")]).await;
    assert_eq!((wrong.0, &wrong.1["otp_required"]), (400, &json!(true)));
    let code = kept.code(&world);
    let form = [("otp", code.as_str())];
    let answers = join_all((0..100).map(|_| go_on(&world, &asked, &form))).await;
    let signed_in: Vec<_> = answers
        .iter()
        .filter(|(status, _)| *status == 200)
        .collect();
    assert_eq!(signed_in.len(), 1);
    let (_, tokens) = redeem(&world, &signed_in[0].1).await;
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(
        (&claims["amr"], &claims["acr"]),
        (
            &json!(["pwd", "otp", "mfa"]),
            &json!("urn:doorward:acr:2fa")
        )
    );
    // A recovery code does as well, once.
    world.advance(Lifetime::minutes(10)).await;
    let (_, asked) = begin(&world, &CREDENTIALS).await;
    let recovery = [("otp", kept.codes[0].as_str())];
    assert_eq!(go_on(&world, &asked, &recovery).await.0, 200);
    assert_eq!(go_on(&world, &asked, &recovery).await.0, 400);
}

async fn an_app_that_wants_two_factors_gets_them(world: World) {
    let two = ("acr_values", "urn:doorward:acr:2fa");
    // Nobody can set one up here.
    let mut wanted = CREDENTIALS.to_vec();
    wanted.push(two);
    let (status, sent_on) = begin(&world, &wanted).await;
    assert_eq!(
        (status, &sent_on["error"]),
        (400, &json!("redirect_to_web"))
    );
    let (kept, _) = with_app(&world, ADA).await;
    let (_, asked) = begin(&world, &wanted).await;
    let code = kept.code(&world);
    let (status, answer) = go_on(&world, &asked, &[("otp", &code)]).await;
    assert_eq!(status, 200, "{answer}");
}

async fn an_auth_session_is_of_one_client_and_opens_nothing_by_itself(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    let (_, asked) = begin(&world, &CREDENTIALS).await;
    let code = kept.code(&world);
    let form = [("otp", code.as_str()), ("client_id", "tablet")];
    let (status, other) = go_on(&world, &asked, &form).await;
    assert_eq!((status, &other["error"]), (400, &json!("invalid_session")));
    for forged in ["x", "", &asked["auth_session"].as_str().unwrap()[1..]] {
        let form = [
            ("client_id", "phone"),
            ("auth_session", forged),
            ("otp", code.as_str()),
        ];
        let (status, answer) = send(&world, &form).await;
        assert_eq!(status, 400, "{answer}");
    }
    // It is not a session: without a code nothing comes of it.
    let (_, nothing) = go_on(&world, &asked, &[]).await;
    assert_eq!(nothing["error"], "insufficient_authorization");
    let late = world.advance(Lifetime::minutes(16));
    late.await;
    let (_, over) = go_on(&world, &asked, &[("otp", &kept.code(&world))]).await;
    assert_eq!(over["error"], "invalid_session");
    // A change of the account ends what waits.
    let (_, asked) = begin(&world, &CREDENTIALS).await;
    let user = world.sub(ADA.0).await;
    let sessions = world.provider.sessions();
    sessions
        .end_all(&world.context(), &user, None, EndReason::Administrator)
        .await
        .unwrap();
    world.advance(Lifetime::seconds(30)).await;
    let (_, over) = go_on(&world, &asked, &[("otp", &kept.code(&world))]).await;
    assert_eq!(over["error"], "invalid_session");
}

async fn guesses_are_counted_as_on_the_pages(world: World) {
    let wrong = [("username", ADA.0), ("password", "another")];
    let answers = join_all((0..30).map(|_| begin(&world, &wrong))).await;
    let looked_at = answers.iter().filter(|(status, _)| *status == 400).count();
    assert!(looked_at <= 5, "{looked_at}");
    let (status, paused) = begin(&world, &CREDENTIALS).await;
    assert_eq!(
        (status, &paused["error"]),
        (429, &json!("temporarily_unavailable"))
    );
    // So are the pages: it is one count.
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let sent = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(
        browser.submit_at(&page, "/sign-in", &sent).await.status,
        429
    );
}

async fn nobody_learns_whether_there_is_an_account(world: World) {
    let without_session = |mut answer: Value| {
        answer.as_object_mut().unwrap().remove("auth_session");
        answer
    };
    let mut passwords = Vec::new();
    let mut mails = Vec::new();
    for name in [ADA.0, "nobody@example.com"] {
        let wrong = [("username", name), ("password", "another")];
        let (status, answer) = begin(&world, &wrong).await;
        passwords.push((status, without_session(answer)));
        let by_mail = [("username", name), ("method", "code")];
        let (status, sent) = begin(&world, &by_mail).await;
        let (wrong_status, wrong) = go_on(&world, &sent, &[("otp", "00000000")]).await;
        mails.push((
            status,
            without_session(sent),
            wrong_status,
            without_session(wrong),
        ));
    }
    assert_eq!(passwords[0], passwords[1]);
    assert_eq!(mails[0], mails[1]);
}

async fn it_is_for_whom_an_administrator_allowed_it(world: World) {
    let challenge = challenge();
    for (client_id, extra) in [
        ("plain", json!({"first_party": true})),
        ("third", json!({"authorization_challenge": true})),
    ] {
        let app = json!({"token_endpoint_auth_method": "none", "redirect_uris": [CALLBACK]});
        world.client(client_id, &app, &extra).await;
        let mut form = begins(client_id, &challenge);
        form.extend(CREDENTIALS);
        let (status, answer) = send(&world, &form).await;
        assert_eq!(
            (status, &answer["error"]),
            (400, &json!("unauthorized_client"))
        );
    }
    // A client with a secret brings it.
    let app =
        json!({"redirect_uris": [CALLBACK], "first_party": true, "authorization_challenge": true});
    world.client("server", &app, &json!({})).await;
    let mut form = begins("server", &challenge);
    form.extend(CREDENTIALS);
    let (status, answer) = send(&world, &form).await;
    assert_eq!((status, &answer["error"]), (401, &json!("invalid_client")));
    // PKCE is required as everywhere, and nothing stands in the address.
    let bare = [
        ("client_id", "phone"),
        ("response_type", "code"),
        ("scope", "openid"),
    ];
    assert_eq!(send(&world, &bare).await.1["error"], "invalid_request");
    let query = format!("{}?password=x", world.at(PATH));
    let answer = world.http.post(query).form(&bare).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    let get = world.http.get(world.at(PATH)).send().await.unwrap();
    assert!(get.status().is_client_error());
}

async fn what_only_a_page_can_do_is_sent_to_the_browser(world: World) {
    let mut consent = CREDENTIALS.to_vec();
    consent.push(("prompt", "consent"));
    let (status, answer) = begin(&world, &consent).await;
    assert_eq!((status, &answer["error"]), (400, &json!("redirect_to_web")));
    // An app that takes passkeys alone has nothing to type.
    let app = json!({"token_endpoint_auth_method": "none", "redirect_uris": [CALLBACK], "first_party": true, "authorization_challenge": true, "sign_in_methods": ["passkey"]});
    world.client("phone", &app, &json!({})).await;
    let (_, answer) = begin(&world, &[]).await;
    assert_eq!(answer["error"], "redirect_to_web");
    let (status, answer) = begin(&world, &CREDENTIALS).await;
    assert_eq!((status, &answer["error"]), (400, &json!("access_denied")));
    let mailed = [("username", ADA.0), ("method", "code")];
    assert_eq!(begin(&world, &mailed).await.1["error"], "access_denied");
}
