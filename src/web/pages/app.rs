//! An app, as a page shows it.

use doorward_protocol::clients::client::Client;

/// The app that asks.
pub struct App {
    /// Its name as users know it.
    pub name: String,
    /// Its first letter, where it has no logo.
    pub initial: String,
    /// The address of its logo.
    pub logo: Option<String>,
    /// The address of its privacy policy.
    pub policy: Option<String>,
    /// The address of its terms.
    pub terms: Option<String>,
}

impl App {
    /// The app of a client.
    pub fn of(client: &Client) -> Self {
        let name = client.display_name().to_owned();
        Self {
            initial: initial(&name),
            name,
            logo: client.logo_uri.clone(),
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
