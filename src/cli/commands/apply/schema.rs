//! The JSON Schema of a file of declarations, for editors: made from the types that read it.

use doorward_core::declared::EntryKind;
use doorward_protocol::{
    access::{
        declared::{DeclaredAccess, DeclaredGroup, DeclaredRole},
        rules::AccessRule,
    },
    clients::client_settings::{ClientSetting, Kind, all},
    federation::IdentityProvider,
    oidc::claims::StandardClaims,
    organizations::declared::DeclaredOrganization,
    scim_targets::declared::DeclaredScimTarget,
    users::attributes::UserAttribute,
    webhooks::declared::DeclaredWebhook,
};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The schema (JSON Schema 2020-12).
pub fn schema() -> Value {
    let tables = EntryKind::ALL.iter().map(|kind| {
        let entry = with_references(entry(*kind));
        let table = json!({"type": "array", "items": entry});
        (kind.name().to_owned(), table)
    });
    let mut properties: Map<String, Value> = tables.collect();
    let managed_by = json!({
        "type": "string",
        "description": "What the file is called where somebody asks who manages an entry; its path without it",
    });
    properties.insert("managed_by".into(), managed_by);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Declarations of Doorward",
        "description": "What `doorward apply` reads",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": {"file": {
            "description": "The value stands in this file",
            "type": "object",
            "additionalProperties": false,
            "required": ["file"],
            "properties": {"file": {"type": "string"}},
        }},
    })
}

fn entry(kind: EntryKind) -> Value {
    match kind {
        EntryKind::UserAttributes => of_type::<UserAttribute>(),
        EntryKind::Clients => client(),
        EntryKind::Providers => with_texts(
            of_type::<IdentityProvider>(),
            &[
                ("client_secret", "The client secret"),
                (
                    "private_key",
                    "The private key that signs client secrets, PEM",
                ),
                ("bind_password", "The password of ldap.bind_dn"),
            ],
        ),
        EntryKind::Roles => of_type::<DeclaredRole>(),
        EntryKind::AccessRules => access_rule(),
        EntryKind::Groups => of_type::<DeclaredGroup>(),
        EntryKind::Users => user(),
        EntryKind::Webhooks => with_texts(
            of_type::<DeclaredWebhook>(),
            &[(
                "secret",
                "The secret, whsec_ and base64; without one the present one stays",
            )],
        ),
        EntryKind::ScimTargets => with_texts(
            of_type::<DeclaredScimTarget>(),
            &[(
                "token",
                "The bearer token that the app gave; without one the present one stays",
            )],
        ),
        EntryKind::Organizations => of_type::<DeclaredOrganization>(),
    }
}

fn access_rule() -> Value {
    let texts = [
        ("app", "The app, by its client_id"),
        ("name", "A name of the rule in the app"),
    ];
    let mut schema = with_texts(of_type::<AccessRule>(), &texts);
    if let Some(members) = schema.as_object_mut() {
        let required = json!(["app", "name", "actions", "resource_type"]);
        members.insert("required".to_owned(), required);
    }
    schema
}

fn of_type<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// A schema with further properties that are texts.
fn with_texts(mut schema: Value, texts: &[(&str, &str)]) -> Value {
    if let Some(properties) = schema
        .pointer_mut("/properties")
        .and_then(Value::as_object_mut)
    {
        for (name, meaning) in texts {
            let text = json!({"type": "string", "description": meaning});
            properties.insert((*name).to_owned(), text);
        }
    }
    schema
}

fn user() -> Value {
    let texts = [
        ("email", "The email address"),
        ("username", "The user name"),
        (
            "password",
            "The password, at least 15 characters; without one the present one stays",
        ),
        (
            "password_hash",
            "The hash of the password, in a format that docs/guides/moving-in.md names",
        ),
    ];
    let mut schema = with_texts(of_type::<StandardClaims>(), &texts);
    let access = of_type::<DeclaredAccess>();
    if let (Some(properties), Some(of_access)) = (
        schema
            .pointer_mut("/properties")
            .and_then(Value::as_object_mut),
        access.pointer("/properties").and_then(Value::as_object),
    ) {
        properties.extend(of_access.clone());
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("required".into(), json!(["email"]));
    }
    schema
}

fn client() -> Value {
    let settings = all().map(|setting| (setting.name.to_owned(), of_setting(setting)));
    let mut properties: Map<String, Value> = settings.collect();
    // What sign_in_methods was called before.
    if let Some(methods) = properties.get("sign_in_methods").cloned() {
        properties.insert("providers".into(), methods);
    }
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["client_id"],
        "properties": properties,
    });
    let texts = [
        ("client_id", "The identifier of the app"),
        (
            "client_secret",
            "The secret; without one the present one stays",
        ),
        (
            "client_secret_hash",
            "The SHA-256 hash of the secret, in hexadecimal",
        ),
    ];
    let mut schema = with_texts(schema, &texts);
    if let Some(properties) = schema
        .pointer_mut("/properties")
        .and_then(Value::as_object_mut)
    {
        properties.insert("client_secrets".into(), client_secrets());
        properties.insert("owners".into(), owners());
    }
    schema
}

/// Who administers the app.
fn owners() -> Value {
    json!({
        "type": "array",
        "description": "Who owns the app: addresses, user names or identifiers of users. An owner who was named in another way stays",
        "items": {"type": "string"},
        "examples": [["ada@example.com"]],
    })
}

/// Two secrets at once, for the time in which an app is changed over.
fn client_secrets() -> Value {
    let texts = [
        ("secret", "The secret"),
        ("hash", "The SHA-256 hash of the secret, in hexadecimal"),
        ("description", "What it is for, or who keeps it"),
        (
            "expires_at",
            "When it stops working, such as 2027-12-31T18:00:00Z",
        ),
    ];
    let one = json!({"type": "object", "additionalProperties": false, "properties": {}});
    json!({
        "type": "array",
        "description": "Every secret of the app, the oldest first, in place of client_secret: two at most",
        "maxItems": 2,
        "items": with_texts(one, &texts),
    })
}

fn of_setting(setting: &ClientSetting) -> Value {
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let mut schema = match setting.kind {
        Kind::Text => json!({"type": "string"}),
        Kind::OneOf(names) => json!({"type": "string", "enum": names}),
        Kind::Switch => json!({"type": "boolean"}),
        Kind::Number => json!({"type": "integer", "minimum": 0}),
        Kind::Texts | Kind::Names => texts,
        Kind::NamesOrSwitch => json!({"anyOf": [texts, {"type": "boolean"}]}),
        Kind::Document => json!({"type": "object"}),
    };
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".into(), setting.help.into());
        object.insert("examples".into(), json!([setting.example]));
    }
    schema
}

/// A schema whose texts may stand in a variable or a file.
fn with_references(schema: Value) -> Value {
    match schema {
        Value::Array(list) => list.into_iter().map(with_references).collect(),
        Value::Object(mut object) => {
            let is_text = match object.get("type") {
                Some(Value::Array(types)) => types.contains(&json!("string")),
                one => one == Some(&json!("string")),
            };
            if !is_text {
                let members = object.into_iter();
                let members = members.map(|(name, value)| match name.as_str() {
                    "examples" | "default" | "enum" | "required" => (name, value),
                    _ => (name, with_references(value)),
                });
                return Value::Object(members.collect());
            }
            let description = object.remove("description");
            let is_one_of_some = object.contains_key("enum");
            let mut alternatives = vec![Value::Object(object), json!({"$ref": "#/$defs/file"})];
            if is_one_of_some {
                alternatives.push(json!({"type": "string", "pattern": "\\$\\{"}));
            }
            let mut either = Map::new();
            either.insert("anyOf".into(), alternatives.into());
            either.extend(description.map(|text| ("description".to_owned(), text)));
            Value::Object(either)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_keys() {
        let schema = schema();
        for kind in EntryKind::ALL {
            let entry = &schema["properties"][kind.name()]["items"];
            assert_eq!(entry["additionalProperties"], false, "{kind:?}");
            assert!(
                entry["properties"]
                    .as_object()
                    .is_some_and(|keys| keys.len() > 3)
            );
        }
        let client = &schema["properties"]["clients"]["items"]["properties"];
        for setting in all() {
            assert!(client[setting.name].is_object(), "{}", setting.name);
        }
        let email = &schema["properties"]["users"]["items"]["properties"]["email"];
        assert_eq!(email["anyOf"][1]["$ref"], "#/$defs/file");
        let kind = &schema["properties"]["providers"]["items"]["properties"]["logout"];
        assert!(kind.to_string().contains("upstream"), "{kind}");
    }
}
