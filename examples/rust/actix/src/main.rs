//! An API in actix-web whose requests are allowed by access tokens of Doorward.

use access_token::{AccessTokens, Claims, Need, Refused};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, Json, ReqData};
use actix_web::{App, Error, HttpMessage, HttpResponse, HttpServer};
use serde_json::{Value, json};
use std::env;

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tokens = AccessTokens::new(&env::var("ISSUER")?, &env::var("AUDIENCE")?)?;
    let port = env::var("PORT").unwrap_or_else(|_| "3001".to_owned());
    HttpServer::new(move || {
        App::new()
            .app_data(Data::from(tokens.clone()))
            .route("/", web::get().to(async || "Inventory"))
            .route(
                "/items",
                web::get().to(items).wrap(from_fn(async |request, next| {
                    allow(Need::Permission("inventory.read"), request, next).await
                })),
            )
            .route(
                "/items",
                web::post().to(add).wrap(from_fn(async |request, next| {
                    allow(Need::Permission("inventory.write"), request, next).await
                })),
            )
            .route(
                "/close",
                web::post().to(close).wrap(from_fn(async |request, next| {
                    allow(Need::Role("manager"), request, next).await
                })),
            )
    })
    .bind(format!("127.0.0.1:{port}"))?
    .run()
    .await?;
    Ok(())
}

/// Lets in whoever has what is needed; handlers take the claims as request data.
async fn allow(
    need: Need,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let tokens = request
        .app_data::<Data<AccessTokens>>()
        .cloned()
        .expect("the app has it");
    let authorization = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let claims = tokens.check(authorization, need).await.map_err(refuse)?;
    request.extensions_mut().insert(claims);
    next.call(request).await
}

fn refuse(Refused { status, challenge }: Refused) -> Error {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNAUTHORIZED);
    let answer = HttpResponse::build(status)
        .insert_header((header::WWW_AUTHENTICATE, challenge))
        .finish();
    InternalError::from_response("refused", answer).into()
}

async fn items(user: ReqData<Claims>) -> Json<Value> {
    Json(json!({ "items": ["lamp"], "user": user.sub }))
}

async fn add() -> Json<Value> {
    Json(json!({ "added": true }))
}

async fn close() -> Json<Value> {
    Json(json!({ "closed": true }))
}
