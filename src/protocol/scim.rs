//! SCIM 2.0: what a provisioning client reads and writes (RFC 7643, RFC 7644).

pub mod patch;
pub mod path;
pub mod schemas;
pub mod selection;

use serde_json::Value;

/// The path of the server, relative to the issuer.
pub const PATH: &str = "/scim/v2";
/// The schema of users (RFC 7643 §4.1).
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The schema of groups (RFC 7643 §4.2).
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The enterprise extension of users (RFC 7643 §4.3).
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The schema of an error (RFC 7644 §3.12).
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
/// The schema of a list (RFC 7644 §3.4.2).
pub const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// The schema of a PATCH request (RFC 7644 §3.5.2).
pub const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// The schema of a bulk request (RFC 7644 §3.7).
pub const BULK: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// The schema of the answer to a bulk request.
pub const BULK_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

/// The address of the server.
pub fn base(issuer: &str) -> String {
    format!("{issuer}{PATH}")
}

/// What is wrong with a request (RFC 7644 §3.12, table 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "camelCase", const_into_str)]
pub enum ScimType {
    /// The filter cannot be read.
    InvalidFilter,
    /// A name belongs to another resource.
    Uniqueness,
    /// What is read-only was to change.
    Mutability,
    /// The body is not what the operation takes.
    InvalidSyntax,
    /// The path of a PATCH operation cannot be read.
    InvalidPath,
    /// The path of a PATCH operation leads nowhere.
    NoTarget,
    /// A value is missing or does not fit.
    InvalidValue,
    /// More resources would have to be looked at than the server does.
    TooMany,
}

impl ScimType {
    /// The name in an error.
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }

    /// The status of the answer (RFC 7644 §3.12).
    pub const fn status(self) -> u16 {
        match self {
            Self::Uniqueness => 409,
            _ => 400,
        }
    }
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub scim_type: ScimType,
    /// What to change.
    pub detail: String,
}

impl Refusal {
    /// Why a request is refused.
    pub fn new(scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self {
            scim_type,
            detail: detail.into(),
        }
    }
}

/// The result of reading a request.
pub type Result<T> = std::result::Result<T, Refusal>;

/// The attributes with several values (RFC 7643 §4.1.2 and §4.2).
const MULTI_VALUED: [&str; 10] = [
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
    "members",
];

/// Whether an attribute has several values.
pub fn is_multi_valued(name: &str) -> bool {
    MULTI_VALUED
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// A member of an object, whatever the case of its name (RFC 7643 §2.1).
pub fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.get(name).or_else(|| {
        let mut members = object.iter();
        let found = members.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    })
}

/// A text member, without blanks around it; none where it is absent or empty.
pub fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    let text = member(value, name)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// A switch, which some clients write as a text.
pub fn switch(value: &Value, name: &str) -> Result<Option<bool>> {
    match member(value, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(given) => given.as_str().and_then(flag).map(Some).ok_or_else(|| {
            Refusal::new(
                ScimType::InvalidValue,
                format!("{name} must be true or false"),
            )
        }),
    }
}

/// The value of an attribute with several: that of the primary one, or else of the first.
pub fn primary<'a>(resource: &'a Value, name: &str) -> Option<&'a Value> {
    let values = member(resource, name)?.as_array()?;
    let is_primary = |value: &&Value| member(value, "primary") == Some(&Value::Bool(true));
    values.iter().find(is_primary).or(values.first())
}

/// Makes a resource what its schemas say where clients write it otherwise: switches as texts, and the
/// manager as an identifier alone or as a list of one.
pub fn tidy(resource: &mut Value) {
    let Some(members) = resource.as_object_mut() else {
        return;
    };
    for (name, value) in members {
        if name.eq_ignore_ascii_case("active") {
            tidy_switch(value);
        } else if name.eq_ignore_ascii_case(ENTERPRISE_USER) {
            tidy_manager(value);
        } else if let Value::Array(values) = value {
            for (name, value) in values.iter_mut().filter_map(Value::as_object_mut).flatten() {
                if name.eq_ignore_ascii_case("primary") {
                    tidy_switch(value);
                }
            }
        }
    }
}

fn tidy_switch(value: &mut Value) {
    if let Value::String(text) = value
        && let Some(flag) = flag(text)
    {
        *value = Value::Bool(flag);
    }
}

fn flag(text: &str) -> Option<bool> {
    let is = |word: &str| text.trim().eq_ignore_ascii_case(word);
    is("true").then_some(true).or(is("false").then_some(false))
}

fn tidy_manager(extension: &mut Value) {
    for (name, value) in extension.as_object_mut().into_iter().flatten() {
        if !name.eq_ignore_ascii_case("manager") {
            continue;
        }
        if let Value::Array(values) = value {
            let first = values.first().cloned().unwrap_or_default();
            *value = first;
        }
        if value.is_string() {
            let id = value.take();
            *value = serde_json::json!({"value": id});
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_clients_write_otherwise_becomes_what_the_schemas_say() {
        let mut resource = json!({
            "Active": "False", "emails": [{"value": "true", "primary": "True"}, "plain"],
            ENTERPRISE_USER: {"manager": "1"},
        });
        tidy(&mut resource);
        let wanted = json!({
            "Active": false, "emails": [{"value": "true", "primary": true}, "plain"],
            ENTERPRISE_USER: {"manager": {"value": "1"}},
        });
        assert_eq!(resource, wanted);
        for manager in [json!([{"value": "1"}]), json!({"value": "1"})] {
            let mut resource = json!({ENTERPRISE_USER: {"manager": manager}});
            tidy(&mut resource);
            assert_eq!(resource[ENTERPRISE_USER]["manager"], json!({"value": "1"}));
        }
        assert!(switch(&json!({"active": "maybe"}), "active").is_err());
    }

    #[test]
    fn a_text_is_what_stands_between_its_blanks() {
        let resource = json!({"userName": " ada ", "title": "  ", "nickName": "", "age": 7});
        assert_eq!(text(&resource, "USERNAME"), Some("ada"));
        for name in ["title", "nickName", "age", "displayName"] {
            assert_eq!(text(&resource, name), None, "{name}");
        }
        assert_eq!(
            base("https://op.example/auth"),
            "https://op.example/auth/scim/v2"
        );
    }

    #[test]
    fn the_primary_value_is_taken_or_else_the_first() {
        let of = |values: Value| primary(&json!({"emails": values}), "Emails").cloned();
        let (one, two) = (json!({"value": "1"}), json!({"value": "2"}));
        let main = json!({"value": "3", "Primary": true});
        let not = json!({"value": "4", "primary": false});
        assert_eq!(of(json!([one, main, two])), Some(main));
        assert_eq!(of(json!([not, one])), Some(not));
        assert_eq!(of(json!([one, two])), Some(one));
        assert_eq!(of(json!([])), None);
        assert_eq!(of(json!("a@x")), None);
        assert_eq!(primary(&json!({}), "emails"), None);
    }
}
