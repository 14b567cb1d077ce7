//! What a user may ask for.

use super::{AccessRequest, AccessRequests, RoleOfApp};
use crate::{
    Configuration, Result,
    access::{effective::user_access, offers},
};
use doorward_protocol::{
    access::{UserAccess, requests::Longest, roles::Role},
    clients::registered_client::RegisteredClient,
    sessions::sso_session::SsoSession,
    time::Timestamp,
};

/// An app with roles that a user may ask for.
pub struct OfferedApp {
    /// Its client identifier.
    pub client_id: String,
    /// The name that users see.
    pub name: String,
    /// The address of its logo (`logo_uri`).
    pub logo: Option<String>,
    /// The roles, in the order of their names.
    pub roles: Vec<OfferedRole>,
}

/// A role that a user may ask for.
pub struct OfferedRole {
    /// The name of the role.
    pub name: String,
    /// What it is for, in the operator's words.
    pub description: Option<String>,
    /// The longest time for which it may be asked for.
    pub longest: Option<Longest>,
    /// Whether the app is closed to the user without it.
    pub opens_app: bool,
    /// The request of the user that waits for an answer.
    pub open: Option<AccessRequest>,
}

impl AccessRequests {
    /// The apps with roles that the user of a session may ask for, by name.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn offers(&self, session: &SsoSession, now: Timestamp) -> Result<Vec<OfferedApp>> {
        let configuration = self.kernel.configuration().await?;
        let store = self.kernel.database.read();
        let waiting = self.waiting(session, now).await?;
        let mut offers = Vec::new();
        for registered in &store.clients_with_requestable_roles().await? {
            let Some(access) = self
                .access_of(&configuration, registered, session, now)
                .await?
            else {
                continue;
            };
            let offer = offer(registered, &access, &waiting);
            offers.extend((!offer.roles.is_empty()).then_some(offer));
        }
        offers.sort_by_key(|app| (app.name.to_lowercase(), app.client_id.clone()));
        Ok(offers)
    }

    /// Whether there is anything that the user of a session may ask for, or asked for.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn is_of_use(&self, session: &SsoSession, now: Timestamp) -> Result<bool> {
        let requests = self.of_user(&session.user_id).await?;
        Ok(!requests.is_empty() || !self.offers(session, now).await?.is_empty())
    }

    /// A role that the user of a session may ask for, with its app.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn offer_of(
        &self,
        session: &SsoSession,
        role: RoleOfApp<'_>,
        now: Timestamp,
    ) -> Result<Option<OfferedApp>> {
        let configuration = self.kernel.configuration().await?;
        let store = self.kernel.database.read();
        let Some(registered) = store.client(role.client_id).await? else {
            return Ok(None);
        };
        let access = self
            .access_of(&configuration, &registered, session, now)
            .await?;
        let Some(access) = access else {
            return Ok(None);
        };
        let waiting = self.waiting(session, now).await?;
        let mut offer = offer(&registered, &access, &waiting);
        offer.roles.retain(|offered| offered.name == role.name);
        Ok((!offer.roles.is_empty()).then_some(offer))
    }

    /// What the user of a session has in an app that is open to the way that they signed in.
    pub(super) async fn access_of(
        &self,
        configuration: &Configuration,
        registered: &RegisteredClient,
        session: &SsoSession,
        now: Timestamp,
    ) -> Result<Option<UserAccess>> {
        let client = &registered.client;
        let method = session.authentication.sign_in_method();
        if registered.disabled || !client.admits(&method) {
            return Ok(None);
        }
        let user_id = &session.user_id;
        let access = user_access(&self.kernel, configuration, client, user_id, now).await?;
        Ok(Some(access))
    }

    /// The requests of the user of a session that wait for an answer.
    pub(super) async fn waiting(
        &self,
        session: &SsoSession,
        now: Timestamp,
    ) -> Result<Vec<AccessRequest>> {
        let mut requests = self.of_user(&session.user_id).await?;
        requests.retain(|request| request.is_open(now));
        Ok(requests)
    }
}

fn offer(
    registered: &RegisteredClient,
    access: &UserAccess,
    waiting: &[AccessRequest],
) -> OfferedApp {
    let client = &registered.client;
    let site = client.forward_auth.as_ref();
    let is_closed =
        !client.admits_user(access) || site.is_some_and(|site| !site.admits(&access.roles));
    let role = |(name, role): (&str, &Role)| {
        let is_it = |open: &&AccessRequest| open.client_id == client.client_id && open.role == name;
        OfferedRole {
            name: name.to_owned(),
            description: role.description.clone(),
            longest: role.longest,
            opens_app: is_closed && offers::opens(registered, access, name),
            open: waiting.iter().find(is_it).cloned(),
        }
    };
    OfferedApp {
        client_id: client.client_id.clone(),
        name: client.display_name().to_owned(),
        logo: client.logo_uri.clone(),
        roles: offers::offered(registered, access).map(role).collect(),
    }
}
