//! A liar between the runner and a healthy provider: it stands at the issuer, and breaks one rule
//! at a time.

use crate::faults::Fault;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use josekit::{
    jwk::Jwk,
    jws::{self, JwsHeader, RS256},
};
use serde_json::{Map, Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// A request on its way in, and its answer on the way out.
pub struct Exchange {
    pub method: String,
    pub path: String,
    /// Parameters of the query.
    pub query: Vec<(String, String)>,
    /// Parameters of a form.
    pub form: Vec<(String, String)>,
    pub request_body: String,
    pub authorization: Option<String>,
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
    /// Set: the provider is not asked at all.
    pub answered: bool,
    /// What a fault remembers from one request to the next.
    pub memory: Arc<Mutex<HashMap<String, String>>>,
    key: Arc<Jwk>,
}

impl Exchange {
    pub fn get(&self, name: &str) -> Option<String> {
        self.query
            .iter()
            .chain(&self.form)
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    }

    pub fn remove(&mut self, name: &str) {
        self.query.retain(|(known, _)| known != name);
        self.form.retain(|(known, _)| known != name);
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.query.push((name.to_owned(), value.to_owned()));
    }

    /// Answers in the provider's place.
    pub fn answer(&mut self, status: u16, body: &str) {
        (self.answered, self.status, self.body) = (true, status, body.to_owned());
    }

    /// Sends the browser on in the provider's place.
    pub fn redirect(&mut self, location: String) {
        (self.answered, self.status, self.location) = (true, 303, Some(location));
    }

    pub fn json(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        if let Ok(Value::Object(mut document)) = serde_json::from_str(&self.body) {
            change(&mut document);
            self.body = Value::Object(document).to_string();
        }
    }

    /// Takes a parameter away from the redirect to the client.
    pub fn without_in_location(&mut self, name: &str) {
        if let Some(location) = &mut self.location {
            let separator = if location.contains('#') { '#' } else { '?' };
            if let Some((base, encoded)) = location.split_once(separator) {
                let kept: Vec<(String, String)> = url::form_urlencoded::parse(encoded.as_bytes())
                    .into_owned()
                    .filter(|(known, _)| known != name)
                    .collect();
                *location = format!(
                    "{base}{separator}{}",
                    url::form_urlencoded::Serializer::new(String::new())
                        .extend_pairs(kept)
                        .finish()
                );
            }
        }
    }

    /// Signs every ID token that passes again, with other claims or another header, under a key
    /// that the key set lists.
    pub fn id_tokens(&mut self, change: impl Fn(&mut Map<String, Value>)) {
        let forge = |token: &str| forged(&self.key, token, &change);
        if self.path == "/token"
            && let Ok(mut document) = serde_json::from_str::<Value>(&self.body)
            && let Some(token) = document["id_token"].as_str()
        {
            document["id_token"] = forge(token).into();
            self.body = document.to_string();
        }
        if let Some(location) = &self.location
            && let Some((base, fragment)) = location.split_once('#')
        {
            let pairs = url::form_urlencoded::parse(fragment.as_bytes()).into_owned();
            let changed: Vec<(String, String)> = pairs
                .map(|(name, value)| {
                    if name == "id_token" {
                        (name, forge(&value))
                    } else {
                        (name, value)
                    }
                })
                .collect();
            self.location = Some(format!(
                "{base}#{}",
                url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(changed)
                    .finish()
            ));
        }
    }
}

fn forged(key: &Jwk, token: &str, change: &impl Fn(&mut Map<String, Value>)) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = token.split('.').nth(1).unwrap();
    let mut claims: Map<String, Value> =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    change(&mut claims);
    let mut header = JwsHeader::new();
    header.set_key_id("liar");
    // A fault of the header is given among the claims, under a name that no claim has.
    if let Some(kid) = claims.remove("=kid") {
        match kid.as_str() {
            Some(kid) => header.set_key_id(kid),
            None => header.set_claim("kid", None).unwrap(),
        }
    }
    // The claims are signed as bytes: the types of the library refuse the claims that some faults need.
    let payload = serde_json::to_vec(&claims).unwrap();
    jws::serialize_compact(&payload, &header, &RS256.signer_from_jwk(key).unwrap()).unwrap()
}

struct Shared {
    upstream: String,
    http: reqwest::Client,
    fault: Mutex<Option<&'static Fault>>,
    memory: Arc<Mutex<HashMap<String, String>>>,
    key: Arc<Jwk>,
}

/// A proxy before a provider, which breaks one rule of its answers at a time.
pub struct Proxy(web::Data<Shared>);

impl Proxy {
    pub fn start(port: u16, upstream: &str) -> Self {
        let data = web::Data::new(Shared {
            upstream: format!("http://{upstream}"),
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            fault: Mutex::default(),
            memory: Arc::default(),
            key: Arc::new(Jwk::generate_rsa_key(2048).unwrap()),
        });
        let app = data.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(app.clone())
                .default_service(web::to(pass))
        })
        .workers(2)
        .disable_signals()
        .bind(("127.0.0.1", port))
        .unwrap()
        .run();
        tokio::spawn(server);
        Self(data)
    }

    /// From now on breaks this rule alone, or none.
    pub fn with(&self, fault: Option<&'static Fault>) {
        *self.0.fault.lock().unwrap() = fault;
        self.0.memory.lock().unwrap().clear();
    }
}

fn pairs(encoded: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(encoded.as_bytes())
        .into_owned()
        .collect()
}

fn encoded(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

async fn pass(request: HttpRequest, body: web::Bytes, shared: web::Data<Shared>) -> HttpResponse {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let is_form = header("content-type")
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let text = String::from_utf8_lossy(&body).into_owned();
    let fault = *shared.fault.lock().unwrap();
    let mut exchange = Exchange {
        method: request.method().to_string(),
        path: request.path().to_owned(),
        query: pairs(request.query_string()),
        form: if is_form { pairs(&text) } else { Vec::new() },
        request_body: text,
        authorization: header("authorization"),
        status: 0,
        location: None,
        body: String::new(),
        answered: false,
        memory: Arc::clone(&shared.memory),
        key: Arc::clone(&shared.key),
    };
    if let Some(fault) = fault {
        (fault.request)(&mut exchange);
    }
    let mut kept = Vec::new();
    if !exchange.answered {
        let method = reqwest::Method::from_bytes(exchange.method.as_bytes()).unwrap();
        let query = if exchange.query.is_empty() {
            String::new()
        } else {
            format!("?{}", encoded(&exchange.query))
        };
        let mut forward = shared.http.request(
            method,
            format!("{}{}{query}", shared.upstream, exchange.path),
        );
        for name in ["content-type", "cookie", "accept", "user-agent"] {
            if let Some(value) = header(name) {
                forward = forward.header(name, value);
            }
        }
        if let Some(authorization) = &exchange.authorization {
            forward = forward.header("authorization", authorization);
        }
        let response = forward
            .body(if is_form {
                encoded(&exchange.form)
            } else {
                exchange.request_body.clone()
            })
            .send()
            .await
            .unwrap();
        exchange.status = response.status().as_u16();
        for (name, value) in response.headers() {
            let value = value.to_str().unwrap().to_owned();
            match name.as_str() {
                "location" => exchange.location = Some(value),
                "content-length" | "connection" | "transfer-encoding" => {}
                name => kept.push((name.to_owned(), value)),
            }
        }
        exchange.body = response.text().await.unwrap();
    }
    if exchange.path == "/.well-known/jwks.json" {
        let mut public: Map<String, Value> = shared.key.to_public_key().unwrap().as_ref().clone();
        public.extend(
            json!({"kid": "liar", "use": "sig", "alg": "RS256"})
                .as_object()
                .unwrap()
                .clone(),
        );
        exchange.json(|jwks| {
            if let Some(keys) = jwks.get_mut("keys").and_then(Value::as_array_mut) {
                keys.push(Value::Object(public));
            }
        });
    }
    if let Some(fault) = fault {
        (fault.response)(&mut exchange);
    }
    let mut response =
        HttpResponse::build(actix_web::http::StatusCode::from_u16(exchange.status).unwrap());
    for (name, value) in &kept {
        response.append_header((name.as_str(), value.as_str()));
    }
    if exchange.answered && !kept.iter().any(|(name, _)| name == "content-type") {
        let kind = if exchange.body.starts_with('{') {
            "application/json"
        } else {
            "text/html; charset=utf-8"
        };
        response.content_type(kind);
    }
    if let Some(location) = &exchange.location {
        response.insert_header(("location", location.as_str()));
    }
    response.body(exchange.body)
}
