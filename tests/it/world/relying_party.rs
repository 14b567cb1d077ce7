//! A relying party by hand: requests as the specifications write them.

use super::{Browser, CALLBACK, CHALLENGE, SECRET, VERIFIER, World};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Map, Value};

pub fn encode(form: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

pub fn basic(client_id: &str, secret: &str) -> String {
    let part =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{}", part(client_id), part(secret)))
    )
}

/// A good authorization request of Notes, with parameters changed, added, or (empty) left out.
pub fn authorize_query(changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", "notes"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid profile email"),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        match pairs.iter_mut().find(|(known, _)| known == name) {
            Some(pair) => pair.1 = value,
            None => pairs.push((name, value)),
        }
    }
    pairs.retain(|(_, value)| !value.is_empty());
    encode(&pairs)
}

/// The claims of a JWT, unverified.
pub fn claims_of(token: &str) -> Map<String, Value> {
    serde_json::from_slice(
        &URL_SAFE_NO_PAD
            .decode(token.split('.').nth(1).unwrap())
            .unwrap(),
    )
    .unwrap()
}

#[derive(Clone)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
    pub id: String,
    pub scope: String,
}

impl Tokens {
    pub fn from(body: &Value) -> Self {
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Self {
            access: text("access_token"),
            refresh: text("refresh_token"),
            id: text("id_token"),
            scope: text("scope"),
        }
    }
}

impl World {
    /// A code for Notes from a signed-in browser.
    pub async fn code(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> String {
        let answer = browser.authorize(&authorize_query(changes)).await;
        answer
            .parameter("code")
            .unwrap_or_else(|| panic!("no code: {:?} {}", answer.location, answer.body))
    }

    /// Redeems a code of Notes.
    pub async fn redeem(&self, code: &str) -> (u16, Value) {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.post("/token", Some(basic("notes", SECRET)), &form)
            .await
    }

    /// Tokens of Notes for a signed-in browser.
    pub async fn tokens(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> Tokens {
        let code = self.code(browser, changes).await;
        let (status, body) = self.redeem(&code).await;
        assert_eq!(status, 200, "{body}");
        Tokens::from(&body)
    }

    pub async fn refresh(&self, refresh_token: &str) -> (u16, Value) {
        self.post(
            "/token",
            Some(basic("notes", SECRET)),
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh_token),
            ],
        )
        .await
    }

    /// Revokes a token as Notes: the status.
    pub async fn revoke(&self, token: &str) -> u16 {
        let authorization = Some(basic("notes", SECRET));
        let form = [("token", token)];
        self.post("/revoke", authorization, &form).await.0
    }

    pub async fn introspect(&self, token: &str) -> Value {
        self.post(
            "/introspect",
            Some(basic("notes", SECRET)),
            &[("token", token)],
        )
        .await
        .1
    }

    pub async fn is_active(&self, token: &str) -> bool {
        self.introspect(token).await["active"] == true
    }

    pub async fn userinfo(&self, token: &str) -> (u16, Value) {
        let response = self
            .http
            .get(self.here("/userinfo"))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        (
            response.status().as_u16(),
            serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null),
        )
    }
}
