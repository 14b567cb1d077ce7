//! Whether somebody signed in to an app yet, for the page that waits for it.

use super::{admin::AdminOrOwner, frame::Section, refusal::page_error};
use crate::respond::page_error::PageError;
use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, HeaderValue},
    web::{Data, Path},
};
use doorward_core::Provider;
use doorward_protocol::management::{Permission, Resource};
use serde_json::json;

/// The address of the answer for an app.
pub fn path_of(client_id: &str) -> String {
    format!("{}/first-sign-in", Section::Apps.page_of(client_id))
}

/// Answers a script: whether somebody signed in.
pub async fn show(
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    app: Path<String>,
) -> Result<HttpResponse, PageError> {
    admin.require_of_app(Permission::read(Resource::Apps), &app)?;
    let management = provider.management();
    let at = management.first_sign_in(&app).await.map_err(page_error)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(json!({"signed_in": at.is_some()})))
}
