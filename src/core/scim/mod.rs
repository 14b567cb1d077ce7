//! SCIM 2.0: users and groups as provisioning clients read and write them
//! ([decision 55](../../../docs/decisions/0055-scim.md)).

mod groups;
mod list;
mod said;
mod users;
mod values;

pub use doorward_storage::ScimKind as Kind;
pub use list::Query;

use crate::{
    kernel::Kernel,
    management::{Caller, Management, ManagementError},
};
use doorward_protocol::{
    scim::{Refusal, ScimType, base},
    secret::Digest,
    time::Timestamp,
};
use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Why a request is refused.
#[derive(Debug)]
pub enum ScimError {
    /// What the client sent cannot be.
    Refused(Refusal),
    /// What the management API refuses too.
    Management(ManagementError),
}

/// The result of a request.
pub type ScimOutcome<T> = std::result::Result<T, ScimError>;

impl From<Refusal> for ScimError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<ManagementError>> From<E> for ScimError {
    fn from(error: E) -> Self {
        Self::Management(error.into())
    }
}

/// Users and groups, as a provisioning client sees them.
pub struct Scim<'a> {
    kernel: &'a Kernel,
    management: &'a Management,
    caller: &'a Caller,
}

impl<'a> Scim<'a> {
    pub(crate) const fn new(
        kernel: &'a Kernel,
        management: &'a Management,
        caller: &'a Caller,
    ) -> Self {
        Self {
            kernel,
            management,
            caller,
        }
    }

    /// A resource, by its identifier.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn resource(&self, kind: Kind, id: &str) -> ScimOutcome<Value> {
        match kind {
            Kind::Users => {
                let user = self.management.user(id).await?;
                self.user_resource(&user).await
            }
            Kind::Groups => {
                let group = self.known_group(id).await?;
                self.group_resource(&group).await
            }
        }
    }

    /// The address of a resource.
    fn location(&self, kind: Kind, id: &str) -> String {
        let endpoint = match kind {
            Kind::Users => "Users",
            Kind::Groups => "Groups",
        };
        format!("{}/{endpoint}/{id}", base(self.kernel.issuer()))
    }

    /// A resource with what each has: `id` and `meta`.
    fn finish(
        &self,
        kind: Kind,
        id: &str,
        times: Times,
        mut resource: Map<String, Value>,
    ) -> Value {
        resource.insert("id".into(), id.into());
        resource.retain(|_, value| !is_empty(value));
        let digest = Digest::of(Value::Object(resource.clone()).to_string().as_bytes());
        let name = match kind {
            Kind::Users => "User",
            Kind::Groups => "Group",
        };
        let meta = json!({
            "resourceType": name,
            "created": when(times.created),
            "lastModified": when(times.changed),
            "location": self.location(kind, id),
            "version": format!("W/\"{}\"", digest.as_str()),
        });
        resource.insert("meta".into(), meta);
        Value::Object(resource)
    }
}

/// When a resource was made and last changed.
#[derive(Clone, Copy)]
struct Times {
    created: Timestamp,
    changed: Timestamp,
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn when(at: Timestamp) -> String {
    let at = OffsetDateTime::from_unix_timestamp(at.seconds()).ok();
    let text = at.and_then(|at| at.format(&Rfc3339).ok());
    text.unwrap_or_default()
}

/// A value that does not fit.
fn invalid(detail: impl Into<String>) -> Refusal {
    Refusal::new(ScimType::InvalidValue, detail)
}
