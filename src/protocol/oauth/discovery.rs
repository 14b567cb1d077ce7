//! Provider metadata (OpenID Connect Discovery §3, RFC 8414 §2).

use crate::{
    access::place::ACCESS_CLAIMS,
    clients::client::{GrantType, TokenEndpointAuthMethod},
    keys::encryption::{ContentEncryption, KeyManagement},
    oauth::{response_mode::ResponseMode, response_type::ResponseType, scope},
    oidc::{authentication_context::AuthenticationContext, claims},
    users::attributes::UserAttributes,
};
use serde_json::{Map, Value, json};

/// The paths that metadata names, relative to the issuer.
pub mod path {
    #![expect(missing_docs, reason = "each is the path of the endpoint of that name")]
    pub const AUTHORIZE: &str = "/authorize";
    pub const AUTHORIZATION_CHALLENGE: &str = "/authorize-challenge";
    pub const TOKEN: &str = "/token";
    pub const USERINFO: &str = "/userinfo";
    pub const INTROSPECT: &str = "/introspect";
    pub const REVOKE: &str = "/revoke";
    pub const END_SESSION: &str = "/end_session";
    pub const CHECK_SESSION: &str = "/check_session";
    pub const REGISTER: &str = "/register";
    pub const GLOBAL_TOKEN_REVOCATION: &str = "/global-token-revocation";
    pub const SSF_CONFIGURATION: &str = "/.well-known/ssf-configuration";
    pub const EVENT_STREAM: &str = "/ssf/stream";
    pub const EVENT_STREAM_STATUS: &str = "/ssf/status";
    pub const EVENT_STREAM_ADD_SUBJECT: &str = "/ssf/subjects/add";
    pub const EVENT_STREAM_REMOVE_SUBJECT: &str = "/ssf/subjects/remove";
    pub const EVENT_STREAM_VERIFY: &str = "/ssf/verify";
    pub const EVENT_POLL: &str = "/ssf/poll";
    pub const AUTHZEN_CONFIGURATION: &str = "/.well-known/authzen-configuration";
    pub const ACCESS_EVALUATION: &str = "/access/v1/evaluation";
    pub const ACCESS_EVALUATIONS: &str = "/access/v1/evaluations";
    pub const SEARCH_SUBJECT: &str = "/access/v1/search/subject";
    pub const SEARCH_RESOURCE: &str = "/access/v1/search/resource";
    pub const SEARCH_ACTION: &str = "/access/v1/search/action";
    pub const JWKS: &str = "/.well-known/jwks.json";
    pub const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
    pub const OAUTH_AUTHORIZATION_SERVER: &str = "/.well-known/oauth-authorization-server";
}

/// The algorithms in which clients may sign their assertions.
pub const ASSERTION_ALGORITHMS: [&str; 7] = [
    "RS256", "PS256", "ES256", "EdDSA", "HS256", "HS384", "HS512",
];

/// The algorithms in which clients may sign their request objects.
pub const REQUEST_OBJECT_ALGORITHMS: [&str; 4] = ["RS256", "PS256", "ES256", "EdDSA"];

/// What an operator switched on.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a feature of its own"
)]
pub struct Features<'a> {
    /// Algorithms of ID tokens and userinfo.
    pub signing_algorithms: &'a [&'a str],
    /// The languages of the pages, as BCP 47 tags.
    pub ui_locales: &'a [String],
    /// Response types that clients may be registered for.
    pub response_types: &'a [ResponseType],
    /// Whether request objects may come without a signature.
    pub unsigned_request_objects: bool,
    /// Whether clients may register themselves.
    pub registration: bool,
    /// Whether users may create accounts.
    pub sign_up: bool,
    /// The declared fields of users, with their claims and scopes.
    pub user_attributes: &'a UserAttributes,
    /// Whether a client is registered that may revoke every session and token of a user.
    pub global_token_revocation: bool,
    /// Whether a client is registered that may have a form of its own.
    pub authorization_challenge: bool,
}

/// The metadata document, the same for OpenID Connect and OAuth.
pub fn document(issuer: &str, features: Features<'_>) -> Value {
    let mut document = Map::new();
    for part in [
        endpoints(issuer, features),
        authorization(features),
        client_authentication(),
        tokens_and_claims(features),
        logout(issuer),
    ] {
        if let Value::Object(part) = part {
            document.extend(part);
        }
    }
    Value::Object(document)
}

fn endpoints(issuer: &str, features: Features<'_>) -> Value {
    let at = |path: &str| format!("{issuer}{path}");
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": at(path::AUTHORIZE),
        "token_endpoint": at(path::TOKEN),
        "userinfo_endpoint": at(path::USERINFO),
        "jwks_uri": at(path::JWKS),
        "introspection_endpoint": at(path::INTROSPECT),
        "revocation_endpoint": at(path::REVOKE),
        "end_session_endpoint": at(path::END_SESSION),
    });
    let mut add = |name: &str, value: Value| {
        if let Some(members) = document.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
    };
    if features.registration {
        add("registration_endpoint", at(path::REGISTER).into());
    }
    if features.authorization_challenge {
        let endpoint = "authorization_challenge_endpoint";
        add(endpoint, at(path::AUTHORIZATION_CHALLENGE).into());
    }
    if features.global_token_revocation {
        let methods = "global_token_revocation_endpoint_auth_methods_supported";
        add(
            "global_token_revocation_endpoint",
            at(path::GLOBAL_TOKEN_REVOCATION).into(),
        );
        add(methods, json!(["access_token"]));
    }
    document
}

/// What the authorization endpoint accepts.
fn authorization(features: Features<'_>) -> Value {
    let mut request_objects = REQUEST_OBJECT_ALGORITHMS.to_vec();
    if features.unsigned_request_objects {
        request_objects.push("none");
    }
    let mut prompts = vec!["none", "login", "consent", "select_account"];
    if features.sign_up {
        prompts.push("create");
    }
    json!({
        "response_types_supported": features.response_types,
        "response_modes_supported": ResponseMode::ALL,
        "acr_values_supported": AuthenticationContext::NAMES,
        "display_values_supported": ["page", "popup", "touch", "wap"],
        "prompt_values_supported": prompts,
        "claims_parameter_supported": true,
        "request_parameter_supported": true,
        "request_uri_parameter_supported": true,
        "require_request_uri_registration": true,
        "request_object_signing_alg_values_supported": request_objects,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "ui_locales_supported": features.ui_locales,
    })
}

/// How clients authenticate at the token, introspection and revocation endpoints.
fn client_authentication() -> Value {
    let methods = TokenEndpointAuthMethod::NAMES;
    // Introspection is not for public clients (RFC 7662 §2.1).
    let confidential: Vec<&&str> = methods.iter().filter(|name| **name != "none").collect();
    json!({
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
    })
}

fn tokens_and_claims(features: Features<'_>) -> Value {
    let mut grant_types = GrantType::AT_TOKEN_ENDPOINT.map(GrantType::as_str).to_vec();
    if features
        .response_types
        .iter()
        .any(|response_type| response_type.is_front_channel())
    {
        grant_types.push(GrantType::Implicit.as_str());
    }
    let mut scopes = scope::STANDARD.to_vec();
    scopes.extend(ACCESS_CLAIMS);
    for scope in features.user_attributes.scopes() {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    let mut claims = claims::SUPPORTED.to_vec();
    claims.extend(features.user_attributes.claims());
    json!({
        "grant_types_supported": grant_types,
        "scopes_supported": scopes,
        "subject_types_supported": ["public", "pairwise"],
        "claim_types_supported": ["normal", "distributed"],
        "claims_supported": claims,
        "id_token_signing_alg_values_supported": features.signing_algorithms,
        "id_token_encryption_alg_values_supported": KeyManagement::NAMES,
        "id_token_encryption_enc_values_supported": ContentEncryption::NAMES,
        "userinfo_signing_alg_values_supported": features.signing_algorithms,
        "userinfo_encryption_alg_values_supported": KeyManagement::NAMES,
        "userinfo_encryption_enc_values_supported": ContentEncryption::NAMES,
    })
}

/// Session management, back-channel and front-channel logout.
fn logout(issuer: &str) -> Value {
    json!({
        "check_session_iframe": format!("{issuer}{}", path::CHECK_SESSION),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
    })
}

#[cfg(test)]
mod tests;
