//! Relying-party libraries, unmodified: discovery, code with PKCE, ID token validation, refresh,
//! userinfo, logout.

use crate::world::{ADA, Backend, SECRET, World};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, Scope, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreUserInfoClaims},
};
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

const CALLBACK: &str = "http://127.0.0.1/callback";
const BYE: &str = "http://127.0.0.1/bye";

async fn with_library_client(backend: Backend) -> World {
    let world = World::open_now(backend).await;
    let extra = json!({"first_party": true, "redirect_uris": [CALLBACK], "post_logout_redirect_uris": [BYE]});
    world.client("library", &json!({}), &extra).await;
    world
}

/// Signs Ada in at the address that a library made, and gives it the address that the browser was
/// sent back to.
async fn visit(world: &World, url: &str) -> String {
    let mut browser = world.browser();
    let first = browser.get(url).await;
    let page = browser.follow(first).await;
    browser.sign_in_on(&page, ADA).await.location.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_openidconnect_crate() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = with_library_client(backend).await;
        let http = reqwest::ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let metadata = ProviderMetadataWithLogout::discover_async(
            IssuerUrl::new(world.issuer.clone()).unwrap(),
            &http,
        )
        .await
        .unwrap();
        let end_session = metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()
            .unwrap();
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new("library".into()),
            Some(ClientSecret::new(SECRET.into())),
        )
        .set_redirect_uri(RedirectUrl::new(CALLBACK.into()).unwrap());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("offline_access".into()))
            .set_pkce_challenge(challenge)
            .url();
        let back = url::Url::parse(&visit(&world, url.as_str()).await).unwrap();
        let parameter = |name: &str| {
            back.query_pairs()
                .find(|(known, _)| known == name)
                .unwrap()
                .1
                .into_owned()
        };
        assert_eq!(
            (parameter("state"), parameter("iss")),
            (state.secret().clone(), world.issuer.clone())
        );
        let tokens = client
            .exchange_code(AuthorizationCode::new(parameter("code")))
            .unwrap()
            .set_pkce_verifier(verifier)
            .request_async(&http)
            .await
            .unwrap();
        let id = tokens.id_token().unwrap();
        let claims = id.claims(&client.id_token_verifier(), &nonce).unwrap();
        assert_eq!(claims.subject().as_str(), world.sub(ADA.0).await);
        let userinfo: CoreUserInfoClaims = client
            .user_info(
                tokens.access_token().clone(),
                Some(claims.subject().clone()),
            )
            .unwrap()
            .request_async(&http)
            .await
            .unwrap();
        assert_eq!(userinfo.email().unwrap().as_str(), ADA.0);
        let refreshed = client
            .exchange_refresh_token(tokens.refresh_token().unwrap())
            .unwrap()
            .request_async(&http)
            .await
            .unwrap();
        assert_ne!(
            refreshed.refresh_token().unwrap().secret(),
            tokens.refresh_token().unwrap().secret()
        );
        let logout: LogoutRequest = end_session.into();
        let logout = logout
            .set_id_token_hint(id)
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(BYE.into()).unwrap())
            .http_get_url();
        let mut browser = world.browser();
        assert_eq!(
            browser.get(logout.as_str()).await.location.as_deref(),
            Some(BYE)
        );
    }
}

/// Runs a library's script: it prints `OPEN url`, gets the address that the browser came back to,
/// and prints `DONE` with what it saw.
async fn run_script(world: &World, mut command: tokio::process::Command) -> Value {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()
        .expect("run ./scripts/test, which installs the libraries");
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let answer = async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some(url) = line.strip_prefix("OPEN ") {
                let back = visit(world, url).await;
                input
                    .write_all(format!("{back}\n").as_bytes())
                    .await
                    .unwrap();
            } else if let Some(seen) = line.strip_prefix("DONE ") {
                return serde_json::from_str(seen).unwrap();
            }
        }
        panic!("the library did not finish");
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), answer)
        .await
        .expect("the library finishes in time")
}

async fn check(world: &World, seen: &Value) {
    assert_eq!(seen["sub"], world.sub(ADA.0).await);
    assert_eq!(seen["email"], ADA.0);
    assert_eq!(seen["refreshed"], true);
    let mut browser = world.browser();
    assert_eq!(
        browser
            .get(seen["logout"].as_str().unwrap())
            .await
            .location
            .as_deref(),
        Some(BYE)
    );
}

fn script(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/client_libraries")
        .join(name)
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!(
            "{name} is not set: run ./scripts/test, which installs and starts what the tests need"
        )
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn authlib() {
    let world = with_library_client(Backend::Sqlite).await;
    let mut command = tokio::process::Command::new(variable("TEST_PYTHON"));
    command
        .arg(script("authlib_client.py"))
        .args([&world.issuer, "library", SECRET, CALLBACK, BYE])
        .env("AUTHLIB_INSECURE_TRANSPORT", "1");
    check(&world, &run_script(&world, command).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openid_client() {
    let world = with_library_client(Backend::Sqlite).await;
    let mut command = tokio::process::Command::new("node");
    command
        .arg(script("openid_client.mjs"))
        .args([&world.issuer, "library", SECRET, CALLBACK, BYE])
        .env("TEST_NODE_MODULES", variable("TEST_NODE_MODULES"));
    check(&world, &run_script(&world, command).await).await;
}
