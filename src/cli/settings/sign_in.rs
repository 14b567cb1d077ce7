//! The ways to sign in.

use crate::settings::refused::{Refused, refuse};
use doorward_protocol::credentials::sign_in_method::SignInMethod;
use serde::Deserialize;

/// The ways to sign in that this server has itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInSettings {
    /// `password`, `passkey`, `code` and `link`, in the order of the page. What is left out is off.
    pub methods: Vec<String>,
}

impl Default for SignInSettings {
    fn default() -> Self {
        Self {
            methods: vec!["password".into(), "passkey".into()],
        }
    }
}

impl SignInSettings {
    /// The methods that are on: those by mail where mails can be sent.
    pub(crate) fn methods(&self, can_mail: bool) -> Vec<SignInMethod> {
        let methods = self.methods.iter().cloned().map(SignInMethod::from);
        let is_on = |method: &SignInMethod| can_mail || !is_mailed(method);
        methods.filter(is_on).collect()
    }
}

const fn is_mailed(method: &SignInMethod) -> bool {
    matches!(method, SignInMethod::Code | SignInMethod::Link)
}

/// Checks what its types cannot express.
pub(super) fn validate(sign_in: &SignInSettings) -> Result<(), Refused> {
    for (position, method) in sign_in.methods.iter().enumerate() {
        if !SignInMethod::NAMES.contains(&method.as_str()) {
            let names = SignInMethod::NAMES.join(", ");
            return refuse(
                "sign_in.methods",
                format!(
                    "{method} is none of {names}; identity providers are declared under [[providers]]"
                ),
            );
        }
        if sign_in
            .methods
            .iter()
            .take(position)
            .any(|before| before == method)
        {
            return refuse("sign_in.methods", format!("names {method} twice"));
        }
    }
    Ok(())
}
