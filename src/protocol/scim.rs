//! SCIM 2.0: what a provisioning client reads and writes (RFC 7643, RFC 7644).

pub mod patch;
pub mod path;
pub mod schemas;

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

/// What is wrong with a request (RFC 7644 §3.12, table 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

impl ScimType {
    /// The name in an error.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
        }
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
pub type Outcome<T> = Result<T, Refusal>;

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
pub fn switch(value: &Value, name: &str) -> Outcome<Option<bool>> {
    match member(value, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::new(
            ScimType::InvalidValue,
            format!("{name} must be true or false"),
        )),
    }
}

/// The value of an attribute with several: that of the primary one, or else of the first.
pub fn primary<'a>(resource: &'a Value, name: &str) -> Option<&'a Value> {
    let values = member(resource, name)?.as_array()?;
    let is_primary = |value: &&Value| member(value, "primary") == Some(&Value::Bool(true));
    values.iter().find(is_primary).or(values.first())
}
