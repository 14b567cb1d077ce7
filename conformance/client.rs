//! A client of a module: how it authenticates, what it asks for, and what it got.

use crate::{agent::Answer, jose::Key};
use serde_json::{Map, Value};

/// How the client authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    Basic,
    Post,
    PrivateKey,
}

impl Auth {
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "client_secret_basic",
            Self::Post => "client_secret_post",
            Self::PrivateKey => "private_key_jwt",
        }
    }
}

/// The variant of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    pub response_type: &'static str,
    pub form_post: bool,
    pub auth: Auth,
}

impl Variant {
    pub fn has(self, word: &str) -> bool {
        self.response_type.split(' ').any(|known| known == word)
    }

    pub fn front(self) -> bool {
        self.has("id_token") || self.has("token")
    }
}

/// A client of this module.
#[derive(Clone)]
pub struct Client {
    pub id: String,
    pub secret: Option<String>,
    pub redirect_uri: String,
    pub auth: Auth,
    pub key: Option<Key>,
    /// What the provider answered to the registration.
    pub information: Value,
}

/// An authorization request to be sent.
#[derive(Clone)]
pub struct Request {
    pub parameters: Vec<(String, String)>,
}

impl Request {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Sets a parameter; an empty value takes it away.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.parameters.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.parameters.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// What a whole flow gave.
#[derive(Default)]
pub struct Flow {
    pub answer: Answer,
    /// The last ID token.
    pub id_token: String,
    /// The claims of the payload.
    pub claims: Map<String, Value>,
    /// The claims of the ID token that came from the authorization endpoint.
    pub front_claims: Option<Map<String, Value>>,
    pub access_token: Option<String>,
    pub token_response: Value,
}

impl Flow {
    pub fn sub(&self) -> &str {
        self.claims
            .get("sub")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub fn auth_time(&self) -> Option<i64> {
        self.claims.get("auth_time").and_then(Value::as_i64)
    }
}
