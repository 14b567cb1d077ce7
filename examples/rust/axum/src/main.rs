//! An API in axum whose requests are allowed by access tokens of Doorward.

use access_token::{AccessTokens, Claims, Need, Refused};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};
use std::env;
use std::sync::Arc;

type Allowed = (Arc<AccessTokens>, Need);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tokens = AccessTokens::new(&env::var("ISSUER")?, &env::var("AUDIENCE")?)?;
    let permission = |name| from_fn_with_state((tokens.clone(), Need::Permission(name)), allow);
    let role = |name| from_fn_with_state((tokens.clone(), Need::Role(name)), allow);
    let app = Router::new()
        .route("/", get("Inventory"))
        .route(
            "/items",
            get(items).route_layer(permission("inventory.read")),
        )
        .route(
            "/items",
            post(add).route_layer(permission("inventory.write")),
        )
        .route("/close", post(close).route_layer(role("manager")));

    let port = env::var("PORT").unwrap_or_else(|_| "3001".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// Lets in whoever has what is needed; handlers take the claims as an extension.
async fn allow(
    State((tokens, need)): State<Allowed>,
    mut request: Request,
    next: Next,
) -> Response {
    let authorization = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match tokens.check(authorization, need).await {
        Ok(claims) => {
            request.extensions_mut().insert(claims);
            next.run(request).await
        }
        Err(Refused { status, challenge }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNAUTHORIZED);
            (status, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
        }
    }
}

async fn items(Extension(user): Extension<Claims>) -> Json<Value> {
    Json(json!({ "items": ["lamp"], "user": user.sub }))
}

async fn add() -> Json<Value> {
    Json(json!({ "added": true }))
}

async fn close() -> Json<Value> {
    Json(json!({ "closed": true }))
}
