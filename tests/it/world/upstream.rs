//! An identity provider, as its public documentation describes it, that can lie on demand. It asks
//! nobody anything: whoever comes is the user that the test put there.

use super::{TestClock, World, keys};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, http::StatusCode, web,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use doorward_core::federation::Declaration;
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    federation::{IdentityProvider, IdentityProviderSecrets},
    time::Clock,
};
use josekit::{
    jwk::{
        Jwk, KeyPair,
        alg::ec::{EcCurve, EcKeyPair},
    },
    jws::{ES256, HS256, JwsHeader, RS256},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

pub const UPSTREAM_CLIENT: &str = "doorward-at-upstream";
pub const UPSTREAM_SECRET: &str = "a secret that the upstream gave";
pub const TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Google,
    Microsoft,
    Github,
    Facebook,
    Gitlab,
    Apple,
    Discord,
    Oidc,
    OAuth2,
}

impl Shape {
    pub fn is_openid(self) -> bool {
        matches!(
            self,
            Self::Google | Self::Microsoft | Self::Gitlab | Self::Apple | Self::Oidc
        )
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::Github => "github",
            Self::Facebook => "facebook",
            Self::Gitlab => "gitlab",
            Self::Apple => "apple",
            Self::Discord => "discord",
            Self::Oidc => "oidc",
            Self::OAuth2 => "oauth2",
        }
    }
}

/// A change of what it says.
pub type Twist = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// A lie of a closure.
pub fn twist(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Twist {
    Arc::new(change)
}

/// What it does wrong; nothing by default.
#[derive(Clone, Default)]
pub struct Lies {
    pub id_token: Option<Twist>,
    /// `none`, `HS256` under the client secret or the public key, or `forged`: another key under
    /// the right name.
    pub signature: Option<&'static str>,
    pub discovery: Option<Twist>,
    pub userinfo: Option<Twist>,
    pub token_response: Option<Twist>,
    pub jwks: Option<Twist>,
    /// Instead of the answer of a path.
    pub answers: HashMap<String, (u16, String)>,
    pub slow: HashMap<String, Duration>,
    /// Instead of a code.
    pub error: Option<(String, String)>,
    /// Instead of its own `iss` in the answer; empty leaves it out.
    pub iss: Option<String>,
    /// Its clock, in its own words.
    pub date: Option<String>,
}

struct State {
    shape: Shape,
    base: String,
    user: Value,
    lies: Lies,
    codes: HashMap<String, HashMap<String, String>>,
    key: (String, Jwk),
    seen: Vec<(String, String)>,
    clock: Arc<TestClock>,
    issued: usize,
    /// Codes, tokens and ID tokens.
    handed_out: Vec<String>,
}

pub struct StandIn {
    pub base: String,
    pub shape: Shape,
    state: Arc<Mutex<State>>,
    handle: ServerHandle,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.stop(false).await });
    }
}

fn new_key(shape: Shape, kid: &str) -> (String, Jwk) {
    let mut jwk = if shape == Shape::Oidc || shape == Shape::Gitlab {
        Jwk::generate_ec_key(EcCurve::P256).unwrap()
    } else {
        let key = keys::generate(SigningAlgorithm::RS256).unwrap();
        Jwk::from_bytes(key).unwrap()
    };
    jwk.set_key_id(kid);
    (kid.to_owned(), jwk)
}

impl StandIn {
    pub fn open(world: &World, shape: Shape) -> Self {
        Self::open_at(Arc::clone(&world.clock), shape)
    }

    /// One with a clock of its own, for a provider in another process.
    pub fn open_at(clock: Arc<TestClock>, shape: Shape) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = State {
            shape,
            base: base.clone(),
            user: json!({"sub": "up-1"}),
            lies: Lies::default(),
            codes: HashMap::new(),
            key: new_key(shape, "k1"),
            seen: Vec::new(),
            clock,
            issued: 0,
            handed_out: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        let data = web::Data::from(Arc::clone(&state));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .default_service(web::to(answer))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap()
            .run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            base,
            shape,
            state,
            handle,
        }
    }

    /// Who comes next: the claims of the ID token, or the profile.
    pub fn is(&self, user: Value) {
        self.state.lock().unwrap().user = user;
    }

    pub fn lie(&self, lies: Lies) {
        self.state.lock().unwrap().lies = lies;
    }

    pub fn rotate(&self, kid: &str) {
        let mut state = self.state.lock().unwrap();
        state.key = new_key(state.shape, kid);
    }

    /// What came to a path: queries and bodies.
    pub fn seen(&self, path: &str) -> Vec<String> {
        self.state
            .lock()
            .unwrap()
            .seen
            .iter()
            .filter(|(known, _)| known == path)
            .map(|(_, what)| what.clone())
            .collect()
    }

    /// The codes and tokens that it gave.
    pub fn handed_out(&self) -> Vec<String> {
        self.state.lock().unwrap().handed_out.clone()
    }

    /// The issuer as the operator declares it.
    pub fn issuer(&self) -> String {
        if self.shape == Shape::Microsoft {
            format!("{}/common/v2.0", self.base)
        } else {
            self.base.clone()
        }
    }

    /// A declaration with its endpoints here; `extra` goes over it.
    pub fn declaration(&self, id: &str, extra: &Value) -> Value {
        let at = |path: &str| format!("{}{path}", self.base);
        let mut document = json!({"id": id, "kind": self.shape.kind(), "client_id": UPSTREAM_CLIENT, "allow_private_addresses": true});
        let more = match self.shape {
            Shape::Facebook => {
                json!({"authorization_endpoint": at("/v21.0/dialog/oauth"), "token_endpoint": at("/v21.0/oauth/access_token"), "userinfo_endpoint": at("/v21.0/me?fields=id,name,first_name,last_name,email,picture")})
            }
            Shape::Discord => {
                json!({"authorization_endpoint": at("/oauth2/authorize"), "token_endpoint": at("/api/oauth2/token"), "userinfo_endpoint": at("/api/users/@me")})
            }
            Shape::OAuth2 => {
                json!({"authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "userinfo_endpoint": at("/me"),
                "claims": {"sub": "uid", "email": "mail", "email_verified": "mail_confirmed", "name": "profile.title"}})
            }
            Shape::Apple => {
                json!({"issuer": self.issuer(), "team_id": "TEAM123456", "key_id": "KEY1234567"})
            }
            _ => json!({"issuer": self.issuer()}),
        };
        for part in [&more, extra] {
            document
                .as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
        }
        document
    }

    /// Declares it at Doorward.
    pub async fn declare(&self, world: &World, id: &str, extra: &Value) {
        let private_key = (self.shape == Shape::Apple)
            .then(|| String::from_utf8(APPLE_KEY.to_pem_private_key()).unwrap());
        let client_secret = (self.shape != Shape::Apple).then(|| UPSTREAM_SECRET.to_owned());
        world
            .declare_provider(
                self.declaration(id, extra),
                IdentityProviderSecrets {
                    client_secret,
                    private_key,
                    bind_password: None,
                },
            )
            .await;
    }

    /// Where it sends a browser that comes with this address: to Doorward, or by a form.
    pub async fn visit(&self, url: &str) -> Way {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let response = http.get(url).send().await.unwrap();
        let status = response.status().as_u16();
        if let Some(location) = response.headers().get("location") {
            return Way::Redirect(location.to_str().unwrap().to_owned());
        }
        let body = response.text().await.unwrap();
        assert_eq!(status, 200, "{body}");
        let form: Value = serde_json::from_str(&body).unwrap();
        Way::Form(
            form["action"].as_str().unwrap().to_owned(),
            form["body"].as_str().unwrap().to_owned(),
        )
    }

    /// A logout token for a subject.
    pub fn logout_token(&self, change: impl Fn(&mut Value)) -> String {
        let mut state = self.state.lock().unwrap();
        state.issued += 1;
        let now = state.clock.now().seconds();
        let mut claims = json!({"iss": state.issuer(), "aud": UPSTREAM_CLIENT, "iat": now, "exp": now + 120, "jti": format!("jti-{}", state.issued),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}}});
        change(&mut claims);
        state.signed(&claims, "logout+jwt")
    }
}

/// How a provider sends a browser back.
pub enum Way {
    Redirect(String),
    Form(String, String),
}

impl State {
    fn issuer(&self) -> String {
        if self.shape == Shape::Microsoft {
            format!("{}/{TENANT}/v2.0", self.base)
        } else {
            self.base.clone()
        }
    }

    /// A code or a token, numbered.
    fn unguessable(&mut self, kind: &str) -> String {
        let random = Jwk::generate_oct_key(24).unwrap();
        let random = random.parameter("k").unwrap().as_str().unwrap().to_owned();
        let value = format!("{kind}-{}-{random}", self.issued);
        self.handed_out.push(value.clone());
        value
    }

    fn signed(&self, claims: &Value, typ: &str) -> String {
        let mut header = JwsHeader::new();
        header.set_token_type(typ);
        header.set_key_id(&self.key.0);
        let bytes = claims.to_string().into_bytes();
        let sign = |key: &Jwk| {
            if key.key_type() == "EC" {
                josekit::jws::serialize_compact(
                    &bytes,
                    &header,
                    &ES256.signer_from_jwk(key).unwrap(),
                )
                .unwrap()
            } else {
                josekit::jws::serialize_compact(
                    &bytes,
                    &header,
                    &RS256.signer_from_jwk(key).unwrap(),
                )
                .unwrap()
            }
        };
        match self.lies.signature {
            None => sign(&self.key.1),
            Some("forged") => sign(&new_key(self.shape, &self.key.0).1),
            Some("none") => format!(
                "{}.{}.",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#),
                URL_SAFE_NO_PAD.encode(&bytes)
            ),
            Some("HS256") => {
                let secret = format!("{UPSTREAM_SECRET} and more of it");
                josekit::jws::serialize_compact(
                    &bytes,
                    &header,
                    &HS256.signer_from_bytes(secret.as_bytes()).unwrap(),
                )
                .unwrap()
            }
            Some(other) => panic!("no such lie: {other}"),
        }
    }

    fn discovery(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.base);
        let alg = if self.key.1.key_type() == "EC" {
            "ES256"
        } else {
            "RS256"
        };
        let mut document = json!({
            "response_types_supported": ["code", "token", "id_token"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": [alg],
            "scopes_supported": ["openid", "email", "profile"], "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        });
        let more = match self.shape {
            Shape::Google => {
                json!({"issuer": self.base, "authorization_endpoint": at("/o/oauth2/v2/auth"), "device_authorization_endpoint": at("/device/code"),
                "token_endpoint": at("/token"), "userinfo_endpoint": at("/v1/userinfo"), "revocation_endpoint": at("/revoke"), "jwks_uri": at("/oauth2/v3/certs"),
                "response_types_supported": ["code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token", "none"],
                "claims_supported": ["aud", "email", "email_verified", "exp", "family_name", "given_name", "iat", "iss", "name", "picture", "sub"]})
            }
            // The document of every tenant names its issuer by a template, and offers what it does
            // not document.
            Shape::Microsoft => {
                json!({"issuer": format!("{}/{{tenantid}}/v2.0", self.base), "authorization_endpoint": at("/common/oauth2/v2.0/authorize"),
                "token_endpoint": at("/common/oauth2/v2.0/token"), "jwks_uri": at("/common/discovery/v2.0/keys"), "userinfo_endpoint": at("/oidc/userinfo"),
                "end_session_endpoint": at("/common/oauth2/v2.0/logout"), "subject_types_supported": ["pairwise"], "request_uri_parameter_supported": false,
                "response_types_supported": ["code", "id_token", "code id_token", "id_token token"], "tenant_region_scope": null, "cloud_instance_name": "microsoftonline.com",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic", "self_signed_tls_client_auth"]})
            }
            Shape::Gitlab => {
                json!({"issuer": self.base, "authorization_endpoint": at("/oauth/authorize"), "token_endpoint": at("/oauth/token"),
                "userinfo_endpoint": at("/oauth/userinfo"), "jwks_uri": at("/oauth/discovery/keys"), "response_types_supported": ["code"]})
            }
            Shape::Apple => {
                json!({"issuer": self.base, "authorization_endpoint": at("/auth/authorize"), "token_endpoint": at("/auth/token"),
                "jwks_uri": at("/auth/keys"), "response_types_supported": ["code"], "response_modes_supported": ["query", "fragment", "form_post"],
                "subject_types_supported": ["pairwise"], "token_endpoint_auth_methods_supported": ["client_secret_post"]})
            }
            _ => {
                json!({"issuer": self.base, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "userinfo_endpoint": at("/userinfo"),
                "jwks_uri": at("/jwks"), "end_session_endpoint": at("/logout"), "authorization_response_iss_parameter_supported": true,
                "token_endpoint_auth_methods_supported": ["client_secret_basic"]})
            }
        };
        document
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        if let Some(twist) = &self.lies.discovery {
            twist(&mut document);
        }
        document
    }

    fn jwks(&self) -> Value {
        let mut key = serde_json::to_value(self.key.1.to_public_key().unwrap().as_ref()).unwrap();
        key["use"] = "sig".into();
        key["kid"] = self.key.0.as_str().into();
        key["alg"] = if self.key.1.key_type() == "EC" {
            "ES256".into()
        } else {
            "RS256".into()
        };
        if self.shape == Shape::Microsoft {
            // Its keys name no alg, and an issuer that nobody else knows.
            key.as_object_mut().unwrap().remove("alg");
            key["issuer"] = format!("{}/{{tenantid}}/v2.0", self.base).into();
        }
        let mut jwks = json!({"keys": [key, {"kty": "unheard-of", "kid": "future"}]});
        if let Some(twist) = &self.lies.jwks {
            twist(&mut jwks);
        }
        jwks
    }

    fn id_token(&self, nonce: Option<&String>, access_token: &str) -> String {
        let now = self.clock.now().seconds();
        let mut claims = json!({"iss": self.issuer(), "aud": UPSTREAM_CLIENT, "iat": now, "exp": now + 3600,
            "at_hash": URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])});
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.as_str().into();
        }
        match self.shape {
            Shape::Google => claims["azp"] = UPSTREAM_CLIENT.into(),
            Shape::Microsoft => {
                claims["tid"] = TENANT.into();
                claims["oid"] = "00000000-0000-0000-66f3-3332eca7ea81".into();
                claims["ver"] = "2.0".into();
            }
            Shape::Apple => claims["nonce_supported"] = true.into(),
            _ => {}
        }
        claims
            .as_object_mut()
            .unwrap()
            .extend(self.user.as_object().unwrap().clone());
        if let Some(twist) = &self.lies.id_token {
            twist(&mut claims);
        }
        self.signed(&claims, "JWT")
    }
}

fn pairs(text: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

fn json_answer(status: u16, body: &Value) -> HttpResponse {
    HttpResponse::build(StatusCode::from_u16(status).unwrap())
        .content_type("application/json")
        .body(body.to_string())
}

async fn answer(
    request: HttpRequest,
    state: web::Data<Mutex<State>>,
    body: web::Bytes,
) -> HttpResponse {
    let path = request.path().to_owned();
    let text = if body.is_empty() {
        request.query_string().to_owned()
    } else {
        String::from_utf8_lossy(&body).into_owned()
    };
    let (slow, instead) = {
        let mut state = state.lock().unwrap();
        state.seen.push((path.clone(), text.clone()));
        (
            state.lies.slow.get(&path).copied(),
            state.lies.answers.get(&path).cloned(),
        )
    };
    if let Some(slow) = slow {
        tokio::time::sleep(slow).await;
    }
    if let Some((status, body)) = instead {
        return HttpResponse::build(StatusCode::from_u16(status).unwrap())
            .content_type("application/json")
            .body(body);
    }
    let mut state = state.lock().unwrap();
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    if header("user-agent").is_empty() && path.starts_with("/api/v3") {
        return HttpResponse::Forbidden().body("Request forbidden by administrative rules. Please make sure your request has a User-Agent header");
    }
    match path.as_str() {
        path if path.ends_with("/.well-known/openid-configuration") => {
            json_answer(200, &state.discovery())
        }
        "/oauth2/v3/certs"
        | "/common/discovery/v2.0/keys"
        | "/oauth/discovery/keys"
        | "/auth/keys"
        | "/jwks" => {
            let mut answer = json_answer(200, &state.jwks());
            if let Some(date) = &state.lies.date {
                answer
                    .headers_mut()
                    .insert(actix_web::http::header::DATE, date.parse().unwrap());
            }
            answer
        }
        "/o/oauth2/v2/auth"
        | "/common/oauth2/v2.0/authorize"
        | "/login/oauth/authorize"
        | "/v21.0/dialog/oauth"
        | "/oauth/authorize"
        | "/auth/authorize"
        | "/oauth2/authorize"
        | "/authorize" => authorize(&mut state, &pairs(&text)),
        "/token"
        | "/common/oauth2/v2.0/token"
        | "/login/oauth/access_token"
        | "/v21.0/oauth/access_token"
        | "/oauth/token"
        | "/auth/token"
        | "/api/oauth2/token" => token(
            &mut state,
            &pairs(&text),
            &header("authorization"),
            &header("accept"),
        ),
        "/api/v3/user/emails" => json_answer(200, &state.user["emails"]),
        "/v1/userinfo" | "/oidc/userinfo" | "/oauth/userinfo" | "/userinfo" | "/api/v3/user"
        | "/v21.0/me" | "/api/users/@me" | "/me" => {
            if !header("authorization").starts_with("Bearer token-") {
                return json_answer(401, &json!({"message": "Bad credentials"}));
            }
            let mut profile = state.user.clone();
            profile.as_object_mut().unwrap().remove("emails");
            if let Some(twist) = &state.lies.userinfo {
                twist(&mut profile);
            }
            json_answer(200, &profile)
        }
        _ => HttpResponse::NotFound().finish(),
    }
}

fn authorize(state: &mut State, query: &HashMap<String, String>) -> HttpResponse {
    let get = |name: &str| query.get(name).cloned().unwrap_or_default();
    let redirect_uri = get("redirect_uri");
    // What every provider checks before it sends anybody anywhere.
    if get("client_id") != UPSTREAM_CLIENT
        || !redirect_uri.contains("/federation/")
        || !redirect_uri.ends_with("/callback")
        || get("response_type") != "code"
    {
        return HttpResponse::BadRequest().body("redirect_uri_mismatch");
    }
    assert_eq!(
        (
            get("code_challenge_method").as_str(),
            get("code_challenge").len()
        ),
        ("S256", 43),
        "PKCE, always"
    );
    assert!(get("state").len() >= 43, "state has 256 bits");
    if state.shape.is_openid() {
        assert!(get("scope").split(' ').any(|scope| scope == "openid") && get("nonce").len() >= 43);
    }
    let mut answer = vec![("state".to_owned(), get("state"))];
    if let Some((error, description)) = &state.lies.error {
        answer.push(("error".to_owned(), error.clone()));
        answer.push(("error_description".to_owned(), description.clone()));
    } else {
        state.issued += 1;
        let code = state.unguessable("code");
        state.codes.insert(code.clone(), query.clone());
        answer.push(("code".to_owned(), code));
    }
    match (&state.lies.iss, state.shape) {
        (Some(iss), _) if iss.is_empty() => {}
        (Some(iss), _) => answer.push(("iss".to_owned(), iss.clone())),
        (None, Shape::Oidc) => answer.push(("iss".to_owned(), state.base.clone())),
        _ => {}
    }
    if state.shape == Shape::Apple {
        // Apple refuses name and email without it, and tells the name once.
        if get("response_mode") != "form_post" {
            return HttpResponse::BadRequest().body("invalid_request: response_mode must be form_post when name or email scope is requested");
        }
        answer.push(("user".to_owned(), json!({"name": {"firstName": "Ada", "lastName": "Lovelace"}, "email": "unsigned@evil.example"}).to_string()));
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&answer)
            .finish();
        return json_answer(200, &json!({"action": redirect_uri, "body": body}));
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&answer)
        .finish();
    HttpResponse::Found()
        .insert_header(("location", format!("{redirect_uri}?{query}")))
        .finish()
}

fn token(
    state: &mut State,
    form: &HashMap<String, String>,
    authorization: &str,
    accept: &str,
) -> HttpResponse {
    let get = |name: &str| form.get(name).cloned().unwrap_or_default();
    // GitHub says no with 200.
    let refuse = |state: &State, error: &str| {
        if state.shape == Shape::Github {
            json_answer(200, &json!({"error": error, "error_description": "no"}))
        } else {
            json_answer(400, &json!({"error": error}))
        }
    };
    let basic = authorization
        .strip_prefix("Basic ")
        .and_then(|text| STANDARD.decode(text).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let (client_id, secret) = match &basic {
        Some(text) => {
            let (id, secret) = text.split_once(':').unwrap();
            (id.to_owned(), pairs(&format!("s={secret}"))["s"].clone())
        }
        None => (get("client_id"), get("client_secret")),
    };
    let knows = match state.shape {
        Shape::Apple => {
            basic.is_none() && is_apple_secret(&secret, &state.base, state.clock.now().seconds())
        }
        Shape::Oidc => basic.is_some() && secret == UPSTREAM_SECRET,
        Shape::Github | Shape::Discord | Shape::Facebook => {
            basic.is_none() && secret == UPSTREAM_SECRET
        }
        _ => secret == UPSTREAM_SECRET,
    };
    if client_id != UPSTREAM_CLIENT || !knows {
        let error = if state.shape == Shape::Github {
            "incorrect_client_credentials"
        } else {
            "invalid_client"
        };
        return refuse(state, error);
    }
    let Some(asked) = state.codes.remove(&get("code")) else {
        return refuse(
            state,
            if state.shape == Shape::Github {
                "bad_verification_code"
            } else {
                "invalid_grant"
            },
        );
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(get("code_verifier")));
    if asked["redirect_uri"] != get("redirect_uri") || asked["code_challenge"] != challenge {
        return refuse(state, "invalid_grant");
    }
    let access_token = state.unguessable("token");
    let mut body = json!({"access_token": access_token, "token_type": if state.shape == Shape::Github { "bearer" } else { "Bearer" }, "expires_in": 3600});
    match state.shape {
        Shape::Github => {
            body = json!({"access_token": access_token, "token_type": "bearer", "scope": "read:user,user:email"});
        }
        shape if shape.is_openid() => {
            let id_token = state.id_token(asked.get("nonce"), &access_token);
            state.handed_out.push(id_token.clone());
            body["id_token"] = id_token.into();
        }
        _ => {}
    }
    if let Some(twist) = &state.lies.token_response {
        twist(&mut body);
    }
    if state.shape == Shape::Github && !accept.contains("application/json") {
        return HttpResponse::Ok()
            .content_type("application/x-www-form-urlencoded")
            .body(format!("access_token={access_token}&token_type=bearer"));
    }
    json_answer(200, &body)
}

/// Apple's secret: a JWT under the team's key, for this client, good for six months at most.
fn is_apple_secret(secret: &str, audience: &str, now: i64) -> bool {
    let verifier = ES256
        .verifier_from_pem(APPLE_KEY.to_pem_public_key())
        .unwrap();
    let Ok((payload, header)) = josekit::jws::deserialize_compact(secret, &verifier) else {
        return false;
    };
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    let timely = claims["iat"].as_i64().unwrap() <= now
        && claims["exp"].as_i64().unwrap() > now
        && claims["exp"].as_i64().unwrap() < now + 15_777_000;
    header.key_id() == Some("KEY1234567")
        && claims["iss"] == "TEAM123456"
        && claims["sub"] == UPSTREAM_CLIENT
        && claims["aud"] == audience
        && timely
}

impl World {
    pub async fn declare_provider(&self, document: Value, secrets: IdentityProviderSecrets) {
        let provider: IdentityProvider = serde_json::from_value(document).unwrap();
        self.provider
            .federation()
            .put_provider(&self.context(), &Declaration { provider, secrets })
            .await
            .unwrap();
        self.expire_versions();
    }
}

/// A key of this run alone.
static APPLE_KEY: LazyLock<EcKeyPair> =
    LazyLock::new(|| EcKeyPair::generate(EcCurve::P256).unwrap());
