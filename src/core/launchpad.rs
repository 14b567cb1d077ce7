//! The launchpad: the apps that a user may open from their account.

use crate::{Result, access::effective::user_access, kernel::Kernel};
use doorward_protocol::{
    clients::client::Client, oauth::redirect_uri::with_query, sessions::sso_session::SsoSession,
};
use std::sync::Arc;

/// An app on the launchpad.
pub struct AppLink {
    /// Its client identifier.
    pub client_id: String,
    /// The name that users see.
    pub name: String,
    /// The address of its logo (`logo_uri`).
    pub logo: Option<String>,
    /// The address that opens the app.
    pub open: String,
}

/// The launchpad of every user.
pub struct Launchpad {
    kernel: Arc<Kernel>,
}

impl Launchpad {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// The apps that the user of a session may open, by name.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn apps(&self, session: &SsoSession) -> Result<Vec<AppLink>> {
        let configuration = self.kernel.configuration().await?;
        let method = session.authentication.sign_in_method();
        let mut apps = Vec::new();
        let clients = self.kernel.database.read().clients_on_launchpad().await?;
        for registered in clients
            .iter()
            .filter(|registered| registered.client.admits(&method))
        {
            let client = &registered.client;
            let Some(open) = opens_at(client, self.kernel.issuer()) else {
                continue;
            };
            let site = client.forward_auth.as_ref();
            let wants_roles = site.is_some_and(|site| !site.roles.is_empty());
            if wants_roles || client.is_restricted() {
                let (kernel, user_id) = (&self.kernel, &session.user_id);
                let now = kernel.now();
                let access = user_access(kernel, &configuration, client, user_id, now).await?;
                let comes_in = site.is_none_or(|site| site.admits(&access.roles));
                if !comes_in || !client.admits_user(&access) {
                    continue;
                }
            }
            apps.push(AppLink {
                client_id: client.client_id.clone(),
                name: client.display_name().to_owned(),
                logo: client.logo_uri.clone(),
                open,
            });
        }
        apps.sort_by_key(|app| (app.name.to_lowercase(), app.client_id.clone()));
        Ok(apps)
    }
}

/// The address that opens an app: its `initiate_login_uri` (OpenID Connect Core §4), the site behind
/// a proxy, or else the home page of an app at which users sign in (`client_uri`).
pub fn opens_at(client: &Client, issuer: &str) -> Option<String> {
    if let Some(uri) = &client.initiate_login_uri {
        return Some(with_query(uri, [("iss", issuer)]));
    }
    if let Some(site) = &client.forward_auth {
        return site.origins.first().map(|origin| format!("{origin}/"));
    }
    let has_users = !client.redirect_uris.is_empty();
    client.client_uri.clone().filter(|_| has_users)
}

/// Where the first of some apps begins that says so; none where no app does.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn first_opening(
    kernel: &Kernel,
    client_ids: &[String],
) -> Result<Option<String>> {
    let configuration = kernel.configuration().await?;
    for client_id in client_ids {
        let registered = configuration.client(client_id).await?;
        let open = registered.and_then(|found| opens_at(&found.client, kernel.issuer()));
        if open.is_some() {
            return Ok(open);
        }
    }
    Ok(None)
}
