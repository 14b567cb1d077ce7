//! What the management API says of itself to clients that look for it.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::Provider;
use doorward_protocol::management::{PATH, Permission, audience};
use serde_json::json;

/// The metadata of the protected resource (RFC 9728 §2).
pub async fn protected_resource(provider: Data<Provider>) -> HttpResponse {
    let issuer = provider.issuer();
    let scopes: Vec<String> = Permission::all().map(|scope| scope.to_string()).collect();
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(json!({
            "resource": audience(issuer),
            "resource_name": "Doorward",
            "resource_documentation": format!("{issuer}{PATH}/openapi.json"),
            "authorization_servers": [issuer],
            "scopes_supported": scopes,
            "bearer_methods_supported": ["header"],
        }))
}
