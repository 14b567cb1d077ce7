//! A call of the management API: who calls, and what the request says.

use super::{answer::tag, body};
use doorward_core::{
    Provider,
    management::{Caller, Management, ManagementError},
};
use doorward_protocol::oauth::authorization_request::Parameters;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

/// A request whose caller may do what it asks for.
pub struct Call<'a> {
    /// The provider that is called.
    pub provider: &'a Provider,
    /// Who calls, and what they may do.
    pub caller: &'a Caller,
    /// The parameters of the path.
    pub path: BTreeMap<String, String>,
    /// The parameters of the query.
    pub query: Parameters,
    /// The body, as it came.
    pub body: &'a [u8],
    /// The entity tags of which one must be that of the resource (RFC 9110 §13.1.1).
    pub if_match: Option<String>,
}

impl Call<'_> {
    /// The actions of this API.
    pub fn management(&self) -> &Management {
        self.provider.management()
    }

    /// A parameter of the path.
    pub fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// `Invalid` with the member that is wrong.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, ManagementError> {
        body::read(self.body)
    }

    /// Refuses a change of what is not as the caller read it.
    ///
    /// # Errors
    /// `Stale`.
    pub fn require_match(&self, present: &impl serde::Serialize) -> Result<(), ManagementError> {
        let Some(wanted) = &self.if_match else {
            return Ok(());
        };
        let present = tag(&serde_json::to_value(present).unwrap_or(Value::Null));
        let mut tags = wanted.split(',').map(str::trim);
        if tags.any(|tag| tag == "*" || tag == present) {
            return Ok(());
        }
        Err(ManagementError::Stale)
    }
}
