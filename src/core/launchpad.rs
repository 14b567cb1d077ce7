//! The apps that a user may open from here.

use crate::{Provider, Result, oauth::roles::roles};
use doorward_protocol::{
    clients::client::Client, oauth::redirect_uri::with_query, sessions::sso_session::SsoSession,
};

/// An app, and where it is opened.
pub struct Door {
    /// Its client identifier.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Its logo.
    pub logo: Option<String>,
    /// Where a sign-in at it begins.
    pub open: String,
}

/// Where an app is opened: at its `initiate_login_uri` (OpenID Connect Core §4), or at the site
/// behind a proxy.
pub fn opens_at(client: &Client, issuer: &str) -> Option<String> {
    let initiated = client
        .initiate_login_uri
        .as_deref()
        .map(|uri| with_query(uri, [("iss", issuer)]));
    initiated.or_else(|| {
        client
            .forward_auth
            .as_ref()?
            .origins
            .first()
            .map(|origin| format!("{origin}/"))
    })
}

/// The apps that the user of a session may open, by name.
///
/// # Errors
/// Where the store is away.
pub async fn doors(provider: &Provider, session: &SsoSession) -> Result<Vec<Door>> {
    let configuration = provider.configuration().await?;
    let way = session.authentication.way();
    let mut doors = Vec::new();
    for registered in configuration
        .clients()
        .filter(|registered| !registered.disabled && registered.client.admits_way(way))
    {
        let client = &registered.client;
        let Some(open) = opens_at(client, provider.issuer()) else {
            continue;
        };
        if let Some(site) = client
            .forward_auth
            .as_ref()
            .filter(|site| !site.roles.is_empty())
            && !site.admits(&roles(provider, &configuration, client, &session.user_id).await?)
        {
            continue;
        }
        doors.push(Door {
            client_id: client.client_id.clone(),
            name: client.display_name().to_owned(),
            logo: client.logo_uri.clone(),
            open,
        });
    }
    doors.sort_by_key(|door| (door.name.to_lowercase(), door.client_id.clone()));
    Ok(doors)
}
