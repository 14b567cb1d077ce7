//! An app, as a page shows it.

use doorward_core::{branding::RequestLook, oauth::authorize::PendingRequest};
use doorward_protocol::clients::client::Client;

/// The app that asks.
pub struct App {
    /// Its name as users know it.
    pub name: String,
    /// Its first letter, where it has no logo.
    pub initial: String,
    /// The address of its logo.
    pub logo: Option<String>,
    /// The organization that the user signs in for, where it has a look of its own.
    pub organization: Option<String>,
    /// The address of its privacy policy.
    pub policy: Option<String>,
    /// The address of its terms.
    pub terms: Option<String>,
}

impl App {
    /// The app of a request.
    pub fn of(pending: &PendingRequest) -> Self {
        Self::looking(&pending.registered.client, &pending.look)
    }

    /// An app with its look.
    pub fn looking(client: &Client, look: &RequestLook) -> Self {
        let name = client.display_name().to_owned();
        Self {
            initial: initial(&name),
            name,
            logo: look.logo.clone(),
            organization: look.organization.clone(),
            policy: client.policy_uri.clone(),
            terms: client.tos_uri.clone(),
        }
    }
}

/// The first letter of a name, where there is no picture.
pub fn initial(name: &str) -> String {
    name.chars()
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default()
}
