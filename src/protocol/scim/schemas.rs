//! What this server says of itself: schemas, kinds of resources, and what it can do (RFC 7643 §5 to §7).

use super::{ENTERPRISE_USER, GROUP, USER};
use serde_json::{Value, json};

/// The schema of a schema.
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
/// The schema of a kind of resource.
const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// The schema of what a server can do.
const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
/// How many resources a page has at most.
pub const MAX_RESULTS: usize = 200;
/// How many operations a bulk request has at most.
pub const MAX_BULK: usize = 1000;
/// How long a request may be, in bytes.
pub const MAX_BYTES: usize = 1_048_576;

/// The attributes of a user that are kept, but for the enterprise extension.
pub const USER_ATTRIBUTES: [&str; 20] = [
    "externalId",
    "userName",
    "name",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active",
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
    "x509Certificates",
];

/// An attribute of a kind, with one value.
fn attribute(name: &str, kind: &str, description: &str) -> Value {
    let mut attribute = json!({
        "name": name, "type": kind, "multiValued": false, "description": description,
        "required": false, "mutability": "readWrite", "returned": "default",
    });
    if matches!(kind, "string" | "reference" | "binary") {
        attribute = with(attribute, "caseExact", kind != "string");
        attribute = with(attribute, "uniqueness", "none");
    }
    if kind == "reference" {
        attribute = with(attribute, "referenceTypes", json!(["external"]));
    }
    attribute
}

fn text(name: &str, description: &str) -> Value {
    attribute(name, "string", description)
}

fn complex(name: &str, description: &str, parts: Vec<Value>) -> Value {
    let whole = attribute(name, "complex", description);
    with(whole, "subAttributes", parts)
}

/// An attribute with several values, each with a type, and one of them primary.
fn several(name: &str, value_kind: &str, description: &str) -> Value {
    let parts = vec![
        attribute("value", value_kind, "The value"),
        text("display", "What to show"),
        text("type", "What it is for, such as work or home"),
        attribute("primary", "boolean", "Whether it is the main one"),
    ];
    with(complex(name, description, parts), "multiValued", true)
}

/// The addresses: a user needs one.
fn emails() -> Value {
    let parts = vec![
        with(text("value", "The address"), "required", true),
        text("display", "What to show"),
        text("type", "What it is for, such as work or home"),
        attribute("primary", "boolean", "Whether it is the main one"),
    ];
    let emails = complex("emails", "The addresses of mail", parts);
    with(with(emails, "multiValued", true), "required", true)
}

fn with(mut attribute: Value, name: &str, value: impl Into<Value>) -> Value {
    if let Some(members) = attribute.as_object_mut() {
        members.insert(name.into(), value.into());
    }
    attribute
}

/// The type of a value, of which there is one.
fn kind_of(only: &str) -> Value {
    let kind = text("type", "What kind of value it is");
    with(kind, "canonicalValues", json!([only]))
}

/// The groups of a user, which are changed at the groups alone.
fn groups_of_user() -> Value {
    let group = vec![
        text("value", "The identifier of the group"),
        with(
            attribute("$ref", "reference", "The group"),
            "referenceTypes",
            json!(["Group"]),
        ),
        text("display", "The name of the group"),
        kind_of("direct"),
    ];
    let group = group
        .into_iter()
        .map(|part| with(part, "mutability", "readOnly"));
    let groups = complex("groups", "The groups that the user is in", group.collect());
    with(with(groups, "multiValued", true), "mutability", "readOnly")
}

fn addresses() -> Value {
    let address = vec![
        text("formatted", "The whole address"),
        text("streetAddress", "Street and number"),
        text("locality", "The city"),
        text("region", "The region"),
        text("postalCode", "The postal code"),
        text("country", "The country"),
        text("type", "What it is for"),
        attribute("primary", "boolean", "Whether it is the main one"),
    ];
    let addresses = complex("addresses", "Where the user lives and works", address);
    with(addresses, "multiValued", true)
}

fn user() -> Vec<Value> {
    let user_name = text(
        "userName",
        "What the user signs in with; an address counts as the address",
    );
    let user_name = with(user_name, "required", true);
    let names = vec![
        text("formatted", "The whole name"),
        text("familyName", "The family name"),
        text("givenName", "The given name"),
        text("middleName", "The middle name"),
        text("honorificPrefix", "A title before the name"),
        text("honorificSuffix", "What stands after the name"),
    ];
    vec![
        with(user_name, "uniqueness", "server"),
        complex("name", "The parts of the name", names),
        text("displayName", "What to call the user"),
        text("nickName", "A casual name"),
        attribute("profileUrl", "reference", "A page about the user"),
        text("title", "The position"),
        text("userType", "How the user belongs to the organization"),
        text("preferredLanguage", "The languages to write to the user in"),
        text("locale", "The language and country for dates and numbers"),
        text("timezone", "The time zone"),
        with(
            attribute(
                "active",
                "boolean",
                "Whether the user may sign in; without it every session ends",
            ),
            // It is said of everybody, and cannot be taken away.
            "required",
            true,
        ),
        with(
            with(text("password", "The password"), "mutability", "writeOnly"),
            "returned",
            "never",
        ),
        emails(),
        several("phoneNumbers", "string", "The telephone numbers"),
        several("ims", "string", "The addresses of messages"),
        several("photos", "reference", "Pictures"),
        addresses(),
        groups_of_user(),
        several(
            "entitlements",
            "string",
            "What the client notes; it gives nothing here",
        ),
        several(
            "roles",
            "string",
            "What the client notes; it gives nothing here",
        ),
        several("x509Certificates", "binary", "Certificates"),
    ]
}

fn enterprise_user() -> Vec<Value> {
    let manager = vec![
        text("value", "The identifier of the manager"),
        with(
            attribute("$ref", "reference", "The manager"),
            "referenceTypes",
            json!(["User"]),
        ),
        with(
            text("displayName", "The name of the manager"),
            "mutability",
            "readOnly",
        ),
    ];
    vec![
        text("employeeNumber", "The number of the employee"),
        text("costCenter", "The cost center"),
        text("organization", "The organization"),
        text("division", "The division"),
        text("department", "The department"),
        complex("manager", "The manager", manager),
    ]
}

fn group() -> Vec<Value> {
    let member = vec![
        with(
            text("value", "The identifier of the user"),
            "mutability",
            "immutable",
        ),
        with(
            with(
                attribute("$ref", "reference", "The user"),
                "referenceTypes",
                json!(["User"]),
            ),
            "mutability",
            "immutable",
        ),
        with(kind_of("User"), "mutability", "immutable"),
    ];
    let name = with(
        text("displayName", "The name, under which apps know it"),
        "required",
        true,
    );
    vec![
        with(name, "uniqueness", "server"),
        with(
            complex("members", "The users in it", member),
            "multiValued",
            true,
        ),
    ]
}

/// Every schema that resources follow.
pub fn schemas(base: &str) -> Vec<Value> {
    let schema = |id: &str, name: &str, attributes: Vec<Value>| {
        json!({
            "schemas": [SCHEMA], "id": id, "name": name, "description": name,
            "attributes": attributes,
            "meta": {"resourceType": "Schema", "location": format!("{base}/Schemas/{id}")},
        })
    };
    vec![
        schema(USER, "User", user()),
        schema(ENTERPRISE_USER, "Enterprise User", enterprise_user()),
        schema(GROUP, "Group", group()),
    ]
}

/// Every kind of resource.
pub fn resource_types(base: &str) -> Vec<Value> {
    let kind = |name: &str, endpoint: &str, schema: &str, extensions: Value| {
        json!({
            "schemas": [RESOURCE_TYPE], "id": name, "name": name, "description": name,
            "endpoint": endpoint, "schema": schema, "schemaExtensions": extensions,
            "meta": {"resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{name}")},
        })
    };
    let enterprise = json!([{"schema": ENTERPRISE_USER, "required": false}]);
    vec![
        kind("User", "/Users", USER, enterprise),
        kind("Group", "/Groups", GROUP, json!([])),
    ]
}

/// What this server can do.
pub fn service_provider_config(base: &str) -> Value {
    json!({
        "schemas": [CONFIG],
        "patch": {"supported": true},
        "bulk": {"supported": true, "maxOperations": MAX_BULK, "maxPayloadSize": MAX_BYTES},
        "filter": {"supported": true, "maxResults": MAX_RESULTS},
        "changePassword": {"supported": true},
        "sort": {"supported": true},
        "etag": {"supported": true},
        "authenticationSchemes": [{
            "type": "oauthbearertoken", "name": "OAuth bearer token",
            "description": "An access token of this server with the scopes doorward.users and doorward.groups",
            "specUri": "https://www.rfc-editor.org/info/rfc6750", "primary": true,
        }],
        "meta": {"resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig")},
    })
}

#[cfg(test)]
mod tests;
