//! The OpenAPI document as pages, by Swagger UI: `/docs`. Its files are in the program, and it runs
//! under the content security policy of every page.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, LOCATION},
    web::{Data, Path},
};
use doorward_core::Provider;
use doorward_protocol::management::{DOCS, PATH};
use std::sync::Arc;
use utoipa_swagger_ui::{Config, serve};

/// Leads to the folder that the addresses of the pages' files are relative to.
pub async fn folder(provider: Data<Provider>) -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, format!("{}{DOCS}/", provider.issuer())))
        .finish()
}

/// A file of Swagger UI by its name; the page itself where there is none.
pub async fn file(provider: Data<Provider>, name: Path<String>) -> HttpResponse {
    let document = format!("{}{PATH}/openapi.json", provider.issuer());
    let config = Config::from(document)
        .display_request_duration(true)
        .filter(true)
        // Nothing leaves for the validator of others, and no token is kept in the browser.
        .validator_url("none")
        .persist_authorization(false);
    match serve(name.as_str(), Arc::new(config)) {
        Ok(Some(file)) => HttpResponse::Ok()
            .content_type(file.content_type)
            .insert_header((CACHE_CONTROL, "public, max-age=3600"))
            .body(file.bytes.to_vec()),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => {
            tracing::error!(%error, file = name.as_str(), "a file of Swagger UI cannot be read");
            HttpResponse::InternalServerError().finish()
        }
    }
}
