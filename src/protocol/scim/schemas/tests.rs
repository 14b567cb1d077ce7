use super::*;
use std::collections::BTreeSet;

const BASE: &str = "https://op.example/scim/v2";

fn names(attributes: &Value) -> BTreeSet<&str> {
    let attributes = attributes.as_array().unwrap().iter();
    attributes
        .map(|one| one["name"].as_str().unwrap())
        .collect()
}

fn attributes(id: &str) -> Value {
    let schemas = schemas(BASE);
    let mut found = schemas.into_iter().filter(|schema| schema["id"] == id);
    found.next().unwrap()["attributes"].take()
}

fn named(attributes: &Value, name: &str) -> Value {
    let attributes = attributes.as_array().unwrap();
    attributes
        .iter()
        .find(|one| one["name"] == name)
        .unwrap()
        .clone()
}

/// Checks what RFC 7643 §7 asks of an attribute and of each of its parts.
fn is_described(attribute: &Value) {
    for (name, values) in [
        (
            "mutability",
            vec!["readOnly", "readWrite", "immutable", "writeOnly"],
        ),
        ("returned", vec!["always", "never", "default", "request"]),
        (
            "type",
            vec!["string", "boolean", "complex", "reference", "binary"],
        ),
    ] {
        let value = attribute[name].as_str().unwrap();
        assert!(values.contains(&value), "{attribute}");
    }
    assert!(attribute["multiValued"].is_boolean() && attribute["required"].is_boolean());
    assert!(
        !attribute["description"].as_str().unwrap().is_empty(),
        "{attribute}"
    );
    let kind = attribute["type"].as_str().unwrap();
    let is_text = ["string", "reference", "binary"].contains(&kind);
    let case_exact = is_text.then_some(kind != "string");
    assert_eq!(attribute["caseExact"].as_bool(), case_exact, "{attribute}");
    assert_eq!(attribute["uniqueness"].is_string(), is_text, "{attribute}");
    assert_eq!(
        attribute["referenceTypes"].is_array(),
        kind == "reference",
        "{attribute}"
    );
    assert_eq!(
        attribute["subAttributes"].is_array(),
        kind == "complex",
        "{attribute}"
    );
    for part in attribute["subAttributes"].as_array().into_iter().flatten() {
        is_described(part);
    }
}

#[test]
fn each_attribute_of_each_schema_is_described_in_full() {
    let all = schemas(BASE);
    let ids: Vec<&str> = all
        .iter()
        .map(|schema| schema["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [USER, ENTERPRISE_USER, GROUP]);
    for schema in &all {
        let id = schema["id"].as_str().unwrap();
        assert_eq!(schema["schemas"], json!([SCHEMA]));
        assert_eq!(schema["meta"]["location"], format!("{BASE}/Schemas/{id}"));
        let attributes = schema["attributes"].as_array().unwrap();
        assert!(!attributes.is_empty(), "{id}");
        attributes.iter().for_each(is_described);
    }
}

#[test]
fn a_user_has_what_is_kept_and_what_only_this_server_or_only_the_client_knows() {
    let user = attributes(USER);
    let mut expected = BTreeSet::from(USER_ATTRIBUTES);
    // Of every resource, and in no schema (RFC 7643 §3.1).
    expected.remove("externalId");
    expected.extend(["password", "groups"]);
    assert_eq!(names(&user), expected);
    for (name, member, value) in [
        ("userName", "required", json!(true)),
        ("userName", "uniqueness", json!("server")),
        ("password", "mutability", json!("writeOnly")),
        ("password", "returned", json!("never")),
        ("groups", "mutability", json!("readOnly")),
        ("emails", "required", json!(true)),
        ("title", "required", json!(false)),
    ] {
        assert_eq!(named(&user, name)[member], value, "{name} {member}");
    }
    for one in user.as_array().unwrap() {
        let name = one["name"].as_str().unwrap();
        let is_multi = crate::scim::is_multi_valued(name);
        assert_eq!(one["multiValued"], is_multi, "{name}");
    }
}

#[test]
fn the_parts_of_an_attribute_are_those_of_the_specification() {
    let (user, group) = (attributes(USER), attributes(GROUP));
    let enterprise = attributes(ENTERPRISE_USER);
    let parts = |attributes: &Value, name: &str| -> Vec<String> {
        let attribute = named(attributes, name);
        names(&attribute["subAttributes"])
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    for name in [
        "emails",
        "phoneNumbers",
        "ims",
        "photos",
        "roles",
        "x509Certificates",
    ] {
        assert_eq!(
            parts(&user, name),
            ["display", "primary", "type", "value"],
            "{name}"
        );
    }
    assert_eq!(parts(&user, "name").len(), 6);
    assert_eq!(parts(&user, "addresses").len(), 8);
    assert_eq!(parts(&user, "groups"), ["$ref", "display", "type", "value"]);
    assert_eq!(
        parts(&enterprise, "manager"),
        ["$ref", "displayName", "value"]
    );
    assert_eq!(
        names(&enterprise),
        BTreeSet::from([
            "employeeNumber",
            "costCenter",
            "organization",
            "division",
            "department",
            "manager",
        ])
    );
    assert_eq!(names(&group), BTreeSet::from(["displayName", "members"]));
    assert_eq!(named(&group, "members")["multiValued"], true);
    let of_groups = named(&named(&user, "groups")["subAttributes"], "type");
    assert_eq!(of_groups["canonicalValues"], json!(["direct"]));
    let member = &named(&group, "members")["subAttributes"];
    for part in member.as_array().unwrap() {
        assert_eq!(part["mutability"], "immutable", "{part}");
    }
    assert_eq!(named(member, "type")["canonicalValues"], json!(["User"]));
}

#[test]
fn kinds_of_resources_have_their_endpoint_and_their_schemas() {
    let kinds = resource_types(BASE);
    let said: Vec<_> = kinds
        .iter()
        .map(|kind| {
            (
                &kind["name"],
                &kind["endpoint"],
                &kind["schema"],
                &kind["schemaExtensions"],
            )
        })
        .collect();
    let extensions = json!([{"schema": ENTERPRISE_USER, "required": false}]);
    assert_eq!(
        said,
        [
            (&json!("User"), &json!("/Users"), &json!(USER), &extensions),
            (
                &json!("Group"),
                &json!("/Groups"),
                &json!(GROUP),
                &json!([])
            ),
        ]
    );
    for kind in &kinds {
        let location = kind["meta"]["location"].as_str().unwrap();
        assert!(
            location.starts_with(&format!("{BASE}/ResourceTypes/")),
            "{location}"
        );
    }
}

#[test]
fn the_configuration_says_the_limits_that_are_kept() {
    let config = service_provider_config(BASE);
    assert_eq!(config["schemas"], json!([CONFIG]));
    assert_eq!(config["bulk"]["maxOperations"], MAX_BULK);
    assert_eq!(config["bulk"]["maxPayloadSize"], MAX_BYTES);
    assert_eq!(config["filter"]["maxResults"], MAX_RESULTS);
    for feature in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] {
        assert_eq!(config[feature]["supported"], true, "{feature}");
    }
    assert_eq!(
        config["authenticationSchemes"][0]["type"],
        "oauthbearertoken"
    );
    assert_eq!(
        config["meta"]["location"],
        format!("{BASE}/ServiceProviderConfig")
    );
}
