//! The OpenAPI document (3.1), made of the table of routes and of the shapes.

use super::{
    answer::set,
    batch,
    route::{Handler, Method, Route},
    shapes::{
        access_requests, apps, branding, groups, invitations, organizations, provider, roles,
        scim_targets, sessions, users, webhooks,
    },
    table::routes,
};
use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::Provider;
use doorward_protocol::management::{PATH, Permission};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

/// The shapes that routes name.
#[derive(OpenApi)]
#[openapi(components(schemas(
    batch::Batch,
    batch::BatchOperation,
    users::User,
    users::NewUser,
    users::UserPatch,
    groups::Group,
    groups::NewGroup,
    groups::GroupPatch,
    groups::NewMember,
    groups::NewMemberGroup,
    organizations::Organization,
    organizations::NewOrganization,
    organizations::OrganizationPatch,
    organizations::OrganizationMember,
    organizations::Membership,
    organizations::OrganizationRole,
    organizations::OrganizationRoles,
    organizations::NewOrganizationRole,
    organizations::RecordedMember,
    organizations::MemberHistory,
    organizations::OrganizationDomain,
    organizations::OrganizationDomains,
    organizations::NewOrganizationDomain,
    organizations::DomainVerification,
    invitations::Invitation,
    invitations::NewInvitation,
    invitations::NewOrganizationInvitation,
    roles::NamedRole,
    roles::RoleBody,
    roles::NewGrant,
    roles::Grant,
    roles::GrantHistory,
    roles::Holders,
    roles::Access,
    access_requests::AccessRequest,
    access_requests::Approval,
    access_requests::Refusal,
    apps::App,
    apps::NewApp,
    apps::AppWithSecret,
    apps::AppPatch,
    apps::NewSecret,
    apps::AppSecrets,
    apps::NewAppSecret,
    apps::AddedAppSecret,
    apps::AppOwner,
    apps::AppOwnerHistory,
    apps::RecordedAppOwner,
    sessions::Session,
    sessions::Sessions,
    sessions::Factors,
    provider::IdentityProvider,
    provider::IdentityProviders,
    provider::SigningKey,
    provider::SigningKeys,
    provider::AuditEvent,
    provider::AuditEvents,
    provider::AuditHead,
    provider::AuditHeads,
    provider::Settings,
    branding::Branding,
    branding::NewBranding,
    branding::UploadedImage,
    webhooks::Webhook,
    webhooks::WebhookPatch,
    webhooks::NewWebhook,
    webhooks::WebhookWithSecret,
    webhooks::NewWebhookSecret,
    webhooks::WebhookDelivery,
    webhooks::WebhookRecord,
    webhooks::WebhookReplay,
    webhooks::WebhookReplayed,
    webhooks::WebhookTested,
    webhooks::WebhookEventType,
    webhooks::WebhookEventTypes,
    scim_targets::ScimTarget,
    scim_targets::NewScimTarget,
    scim_targets::ScimTargetPatch,
    scim_targets::ScimPush,
    scim_targets::ScimPushed,
    scim_targets::ScimTested,
    scim_targets::ScimPass,
    scim_targets::ScimProblem,
    scim_targets::ScimReport,
)))]
struct Shapes;

/// Answers with the document.
pub async fn document(provider: Data<Provider>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(of(provider.issuer()))
}

/// The document of a provider.
fn of(issuer: &str) -> Value {
    let shapes = serde_json::to_value(Shapes::openapi()).unwrap_or_default();
    let mut schemas = shapes
        .pointer("/components/schemas")
        .cloned()
        .unwrap_or_default();
    let mut paths = Map::new();
    for route in routes() {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        set(path, &route.method.name().to_lowercase(), operation(route));
        if route.is_list()
            && let Some(name) = route.gives
        {
            let entry = name.strip_suffix("Page").unwrap_or(name);
            set(&mut schemas, name, page(entry));
        }
    }
    paths.insert("/batch".into(), batch());
    set(&mut schemas, "Problem", problem());
    let scopes: Map<String, Value> = Permission::all()
        .map(|scope| (scope.to_string(), Value::String(String::new())))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Doorward",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The management API. See docs/guides/api.md.",
        },
        "servers": [{"url": format!("{issuer}{PATH}")}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {
                        "tokenUrl": format!("{issuer}/token"), "scopes": scopes,
                    }},
                },
            },
        },
    })
}

fn page(entry: &str) -> Value {
    json!({
        "type": "object",
        "required": ["items", "next_cursor"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": format!("#/components/schemas/{entry}")}},
            "next_cursor": {
                "type": ["string", "null"],
                "description": "The cursor of the next page; null where this is the last one.",
            },
        },
    })
}

/// A problem (RFC 9457).
fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What happened, and what to do."},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "detail"],
                    "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                },
            },
        },
    })
}

/// A batch needs what its changes need.
fn batch() -> Value {
    let mut described = batch::operation();
    if let Some(post) = described.get_mut("post") {
        set(post, "security", json!([{"token": []}]));
        set(
            post,
            "parameters",
            json!([key_parameter(), force_parameter()]),
        );
        if let Some(responses) = post.get_mut("responses") {
            refusals(responses);
        }
    }
    described
}

fn operation(route: &Route) -> Value {
    let scope = route.permission.to_string();
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.summary,
        "security": [{"token": [scope]}],
        "parameters": parameters(route),
        "responses": responses(route),
    });
    if let Some(shape) = route.takes {
        let body = json!({"required": true, "content": {"application/json": {
            "schema": {"$ref": format!("#/components/schemas/{shape}")},
        }}});
        set(&mut operation, "requestBody", body);
    }
    operation
}

fn parameters(route: &Route) -> Vec<Value> {
    let texts = |names: &[&str], place: &str, is_required: bool| -> Vec<Value> {
        names
            .iter()
            .map(|name| {
                json!({"name": name, "in": place, "required": is_required,
                    "schema": {"type": "string"}})
            })
            .collect()
    };
    let parts: Vec<&str> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    let mut parameters = texts(&parts, "path", true);
    if route.is_list() {
        parameters.extend(texts(&["cursor", "filter"], "query", false));
        parameters.push(json!({"name": "limit", "in": "query", "required": false,
            "schema": {"type": "integer", "minimum": 1, "maximum": 200}}));
    }
    let own: &[&str] = match route.name {
        "readRoleHolders" => &["at"],
        "listAudit" => &["user", "app", "address", "event", "since", "until"],
        _ => &[],
    };
    parameters.extend(texts(own, "query", false));
    if route.name == "listAudit" {
        parameters.push(json!({"name": "limit", "in": "query", "required": false,
            "schema": {"type": "integer", "minimum": 1, "maximum": 1000}}));
    }
    if route.method == Method::Post {
        parameters.push(key_parameter());
    }
    if !matches!(route.handler, Handler::Read(_)) && route.method != Method::Post {
        parameters.extend(texts(&["If-Match"], "header", false));
    }
    if !matches!(route.handler, Handler::Read(_)) {
        parameters.push(force_parameter());
    }
    parameters
}

/// The key of a request that may be sent again.
fn key_parameter() -> Value {
    json!({"name": "Idempotency-Key", "in": "header", "required": false,
        "schema": {"type": "string", "minLength": 1, "maxLength": 255}})
}

/// Whether what a file of declarations manages is changed all the same.
fn force_parameter() -> Value {
    json!({"name": "force", "in": "query", "required": false, "schema": {"type": "string"}})
}

fn responses(route: &Route) -> Value {
    let success = match route.gives {
        None => json!({"description": "Done."}),
        Some(shape) => json!({"description": "The answer.", "content": {"application/json": {
            "schema": {"$ref": format!("#/components/schemas/{shape}")},
        }}}),
    };
    let mut responses = json!({(route.status.to_string()): success});
    refusals(&mut responses);
    responses
}

/// Adds what every request may be refused with.
fn refusals(responses: &mut Value) {
    for (status, text) in [
        (400, "The request cannot be read."),
        (401, "Nobody who is known calls."),
        (403, "The caller may not do this."),
        (404, "There is no such thing."),
        (409, "Something is in the way."),
        (412, "It was changed since it was read."),
        (413, "The body is too large."),
        (422, "The request cannot be carried out as it is."),
        (429, "Too many requests."),
        (503, "Try again later."),
    ] {
        let answer = json!({"description": text, "content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
        }}});
        set(responses, &status.to_string(), answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_that_a_route_names_is_described() {
        let document = of("https://id.example");
        let mut names = std::collections::BTreeSet::new();
        for route in routes() {
            for shape in route.takes.iter().chain(&route.gives) {
                let schema = &document["components"]["schemas"][*shape];
                assert!(schema.is_object(), "{}: {shape}", route.name);
            }
            assert!(
                !route.name.is_empty() && names.insert(route.name),
                "{}",
                route.path
            );
        }
    }
}
