//! SCIM 2.0 (RFC 7644) at `/scim/v2`: for programs that provision users and groups.

mod bulk;
pub(crate) mod bulk_order;
mod carry_out;
pub mod request;
mod response;

use crate::{
    extract::{operation::Operation, query::Query},
    management::caller::{caller, caller_now},
    middleware::body::MAX_AWAITED,
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data, Payload, ServiceConfig},
};
use carry_out::carry_out;
use doorward_core::{Provider, scim::ScimError};
use doorward_protocol::scim::{LIST, PATH, base, schemas};
use request::{Request, no_such};
use response::{Reply, failure, forbidden_filter, method_not_allowed, part, success, too_large};
use serde_json::json;

/// Mounts the endpoints.
pub fn endpoints(config: &mut ServiceConfig) {
    let below = format!("{PATH}/{{tail:.*}}");
    config.service(web::resource([PATH.to_owned(), below]).default_service(web::to(answer)));
}

async fn answer(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    payload: Payload,
) -> HttpResponse {
    let path = request.match_info().query("tail").to_owned();
    if let Some(response) = of_itself(&provider, &request, &path) {
        return response;
    }
    let answered = async {
        let ctx = ctx.forced(false);
        let caller = caller(&request, &provider, &ctx).await?;
        // Only of somebody who is known: this is more than a stranger may send.
        let Ok(body) = payload.to_bytes_limited(schemas::MAX_BYTES).await else {
            return Ok(too_large());
        };
        let body = body.unwrap_or_default();
        let caller = if body.len() > MAX_AWAITED {
            // It was waited for since: who calls is asked again.
            caller_now(&request, &provider, &ctx).await?
        } else {
            caller
        };
        let wanted = Request::read(&request, &path, &body)?;
        let reply = if path == "Bulk" {
            bulk::answer(&provider, &caller, &wanted).await?
        } else {
            Box::pin(carry_out(&provider, &caller, &wanted)).await?
        };
        Ok::<_, ScimError>(success(&reply, &wanted))
    };
    // On the heap: what is under way is large, and is moved.
    Box::pin(answered)
        .await
        .unwrap_or_else(|error| failure(&error, provider.issuer()))
}

/// What the server says of itself, to everybody.
fn of_itself(provider: &Provider, request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let base = base(provider.issuer());
    let (kind, id) = path.split_once('/').unwrap_or((path, ""));
    let all = match kind {
        "ServiceProviderConfig" => vec![schemas::service_provider_config(&base)],
        "Schemas" => schemas::schemas(&base),
        "ResourceTypes" => schemas::resource_types(&base),
        _ => return None,
    };
    if !request.method().is_safe() {
        return Some(method_not_allowed());
    }
    // RFC 7644 §4.
    if Query::of(request).get("filter").is_some() {
        return Some(forbidden_filter());
    }
    let found = match (kind, id) {
        ("ServiceProviderConfig", "") => all.into_iter().next(),
        (_, "") => Some(json!({
            "schemas": [LIST], "totalResults": all.len(), "startIndex": 1,
            "itemsPerPage": all.len(), "Resources": all,
        })),
        _ => all.into_iter().find(|one| part(one, "id") == id),
    };
    Some(match found {
        Some(document) => success(&Reply::document(document), &Request::default()),
        None => failure(&no_such(path), provider.issuer()),
    })
}
