//! A client that is deleted takes everything with it: codes, tokens, consents, and what waits to be sent
//! to it. Nothing of it comes back with another client of its name.

use crate::{
    on_both_wide,
    storage::raw::Raw,
    world::{ADA, Answer, Browser, GRACE, SECRET, Site, VERIFIER, World, authorize_query, basic},
};
use doorward_protocol::time::Lifetime;
use futures_util::future::join_all;
use serde_json::{Value, json};

const CALLBACK: &str = "https://app.example/cb";

on_both_wide!(
    nothing_of_a_deleted_client_works_or_comes_back_with_its_name,
    of_refreshes_and_a_deletion_at_once_no_token_outlives_the_client
);

/// An app that registered itself.
struct App {
    id: String,
    secret: String,
    uri: String,
    token: String,
}

impl App {
    async fn register(world: &World, extra: &Value) -> Self {
        let mut metadata = json!({
            "redirect_uris": [CALLBACK], "grant_types": ["authorization_code", "refresh_token"],
            "scope": "openid email offline_access",
        });
        metadata
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let (status, registered) = world.register(&metadata).await;
        assert_eq!(status, 201, "{registered}");
        let text = |name: &str| registered[name].as_str().unwrap().to_owned();
        Self {
            id: text("client_id"),
            secret: text("client_secret"),
            uri: text("registration_client_uri"),
            token: text("registration_access_token"),
        }
    }

    fn credentials(&self) -> String {
        basic(&self.id, &self.secret)
    }

    async fn code(&self, browser: &mut Browser, scope: &str) -> String {
        let query = authorize_query(&[
            ("client_id", &self.id),
            ("redirect_uri", CALLBACK),
            ("scope", scope),
            (
                "prompt",
                if scope.contains("offline") {
                    "consent"
                } else {
                    ""
                },
            ),
        ]);
        let page = browser.authorize(&query).await;
        let answer: Answer = if page.parameter("code").is_some() {
            page
        } else {
            let answer = browser.submit(&page, &[("answer", "allow")]).await;
            browser.follow(answer).await
        };
        let code = answer.parameter("code");
        code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body))
    }

    async fn redeem(&self, world: &World, credentials: Option<String>, code: &str) -> (u16, Value) {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        world.post("/token", credentials, &form).await
    }

    async fn refresh(
        &self,
        world: &World,
        credentials: Option<String>,
        token: &str,
    ) -> (u16, Value) {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        world.post("/token", credentials, &form).await
    }

    async fn delete(&self, world: &World) -> u16 {
        let request = world.http.delete(&self.uri).bearer_auth(&self.token);
        request.send().await.unwrap().status().as_u16()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn nothing_of_a_deleted_client_works_or_comes_back_with_its_name(world: World) {
    let (site, raw) = (Site::open(), Raw::of(&world).await);
    let told = json!({"backchannel_logout_uri": site.at("/told")});
    let app = App::register(&world, &told).await;
    let mut browser = world.signed_in(ADA).await;
    let scope = "openid email offline_access";
    let code = app.code(&mut browser, scope).await;
    let (status, tokens) = app.redeem(&world, Some(app.credentials()), &code).await;
    assert_eq!(status, 200, "{tokens}");
    let (access, refresh) = (
        text(&tokens["access_token"]),
        text(&tokens["refresh_token"]),
    );
    let waiting = app.code(&mut browser, scope).await;
    assert_eq!(world.userinfo(&access).await.0, 200);
    let mut other = world.signed_in(GRACE).await;
    let code = app.code(&mut other, scope).await;
    assert_eq!(
        app.redeem(&world, Some(app.credentials()), &code).await.0,
        200
    );
    assert_eq!(app.delete(&world).await, 204);
    // Whoever signs out afterwards sends nothing to it.
    let page = other.get("/end_session").await;
    other.submit(&page, &[]).await;
    world.deliver_all().await;
    assert_eq!(site.received("/told").len(), 0);
    let is_dead = async |credentials: &Option<String>, status: u16| {
        let (code, _) = app.redeem(&world, credentials.clone(), &waiting).await;
        let (refreshed, body) = app.refresh(&world, credentials.clone(), &refresh).await;
        assert_eq!((code, refreshed), (status, status), "{body}");
        assert_eq!(world.userinfo(&access).await.0, 401);
        assert!(!world.is_active(&access).await && !world.is_active(&refresh).await);
    };
    is_dead(&Some(app.credentials()), 401).await;
    assert_eq!(app.delete(&world).await, 401);
    for row in raw.dump().await {
        let live = [
            "consents:",
            "clients:",
            "client_registrations:",
            "outbox_messages:",
        ];
        let is_live = live.iter().any(|table| row.starts_with(table));
        assert!(!(is_live && row.contains(&app.id)), "{row}");
    }
    // An administrator gives another app the identifier. A code would have expired by then.
    world.advance(Lifetime::minutes(2)).await;
    let document = json!({
        "redirect_uris": [CALLBACK], "grant_types": ["authorization_code", "refresh_token"],
        "scope": scope, "client_name": "Another",
    });
    world.client(&app.id, &document, &json!({})).await;
    is_dead(&Some(basic(&app.id, SECRET)), 400).await;
    let mut browser = world.signed_in(ADA).await;
    let query = authorize_query(&[
        ("client_id", &app.id),
        ("redirect_uri", CALLBACK),
        ("prompt", "none"),
    ]);
    let silent = browser.authorize(&query).await;
    let error = silent.parameter("error");
    assert_eq!(error.as_deref(), Some("consent_required"));
}

async fn of_refreshes_and_a_deletion_at_once_no_token_outlives_the_client(world: World) {
    for _ in 0..5 {
        let app = App::register(&world, &json!({})).await;
        let mut browser = world.signed_in(ADA).await;
        let mut families = Vec::new();
        for _ in 0..6 {
            let code = app.code(&mut browser, "openid offline_access").await;
            let (status, tokens) = app.redeem(&world, Some(app.credentials()), &code).await;
            assert_eq!(status, 200, "{tokens}");
            families.push(text(&tokens["refresh_token"]));
        }
        let refreshes = families
            .iter()
            .map(|token| app.refresh(&world, Some(app.credentials()), token));
        let (answers, deleted) = tokio::join!(join_all(refreshes), app.delete(&world));
        assert_eq!(deleted, 204);
        for (status, body) in answers {
            assert!([200, 400, 401].contains(&status), "{status} {body}");
            if status != 200 {
                continue;
            }
            let (access, refresh) = (text(&body["access_token"]), text(&body["refresh_token"]));
            assert_eq!(world.userinfo(&access).await.0, 401);
            assert!(!world.is_active(&access).await);
            let (status, _) = app.refresh(&world, Some(app.credentials()), &refresh).await;
            assert_eq!(status, 401);
        }
        let left = format!(
            "SELECT count(*) FROM clients WHERE client_id = '{}'",
            app.id
        );
        assert_eq!(world.numbers(&left).await, [0]);
    }
}
