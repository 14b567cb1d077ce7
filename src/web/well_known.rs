//! Documents at well-known addresses that browsers and password managers look for.

use crate::respond::{address::Base, headers::see_other};
use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::Provider;
use serde_json::{Value, json};

/// The security page of the account.
const SECURITY: &str = "/account/security";
/// The page that makes a passkey.
const NEW_PASSKEY: &str = "/account/security/passkeys/new";

/// Where a password is changed (A Well-Known URL for Changing Passwords).
pub async fn change_password(provider: Data<Provider>) -> HttpResponse {
    see_other(&Base::of(&provider).page(SECURITY))
}

/// Where passkeys are made and managed (Passkey Endpoints Well-Known URL).
pub async fn passkey_endpoints(provider: Data<Provider>) -> HttpResponse {
    if !provider.passkeys().are_available() {
        return HttpResponse::NotFound().finish();
    }
    let issuer = provider.issuer();
    document(&json!({
        "enroll": format!("{issuer}{NEW_PASSKEY}"),
        "manage": format!("{issuer}{SECURITY}"),
    }))
}

/// The origins that may use the passkeys of this host (WebAuthn Level 3 §5.11): the one of the issuer.
pub async fn webauthn(provider: Data<Provider>) -> HttpResponse {
    match provider.passkeys().origin() {
        Some(origin) => document(&json!({"origins": [origin]})),
        None => HttpResponse::NotFound().finish(),
    }
}

fn document(document: &Value) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .json(document)
}
