//! Who is signed in in a browser, for a page that asks by the browser's cookies.

use crate::{
    Configuration, Result,
    kernel::Kernel,
    oauth::release::{Granted, release, release_to_themself},
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient, oauth::scope::Scope,
    sessions::sso_session::SsoSession,
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Whose page asks.
#[derive(Clone, Copy, Debug)]
pub enum AskingPage<'a> {
    /// A page of this provider, or nobody but the user.
    Ours,
    /// A page of another origin (RFC 6454 §7).
    Origin(&'a str),
}

/// Tells a page who is signed in: a page of a client what was granted to that client, and a page of
/// anybody else nothing.
pub struct SignedInUsers {
    kernel: Arc<Kernel>,
}

impl SignedInUsers {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// The claims about the user of a session; `None` where the page learns nothing, not even that
    /// somebody is signed in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn claims(
        &self,
        session: &SsoSession,
        page: AskingPage<'_>,
    ) -> Result<Option<Map<String, Value>>> {
        let Some(user) = self.kernel.database.read().user(&session.user_id).await? else {
            return Ok(None);
        };
        let mut claims = match page {
            AskingPage::Ours => release_to_themself(&self.kernel, &user),
            AskingPage::Origin(origin) => {
                let configuration = self.kernel.configuration().await?;
                let granted = self.granted(&configuration, session, origin).await?;
                let Some((registered, scope)) = granted else {
                    return Ok(None);
                };
                let granted = Granted::scope(&scope);
                release(
                    &self.kernel,
                    &configuration,
                    &registered.client,
                    &user,
                    granted,
                )
            }
        };
        let authentication = &session.authentication;
        claims.insert("auth_time".into(), session.auth_time.seconds().into());
        claims.insert("amr".into(), authentication.amr.clone().into());
        claims.insert("acr".into(), authentication.acr().into());
        Ok(Some(claims))
    }

    /// The client of an origin that was granted most: a first-party one, or one that the user
    /// consented to. The session must be one that it accepts.
    async fn granted(
        &self,
        configuration: &Configuration,
        session: &SsoSession,
        origin: &str,
    ) -> Result<Option<(Arc<RegisteredClient>, Scope)>> {
        let method = session.authentication.sign_in_method();
        let clients: Vec<_> = configuration
            .clients_of_origin(origin)
            .await?
            .into_iter()
            .filter(|registered| registered.client.admits(&method))
            .collect();
        if let Some(first_party) = clients
            .iter()
            .find(|registered| registered.client.first_party)
            .filter(|registered| registered.client.scope.contains("openid"))
        {
            let scope = visible(&first_party.client.scope);
            return Ok(Some((Arc::clone(first_party), scope)));
        }
        let store = self.kernel.database.read();
        let consents = store.consents_of_user(&session.user_id).await?;
        let granted = consents.into_iter().find_map(|given| {
            let registered = clients
                .iter()
                .find(|registered| registered.client.client_id == given.client_id)?;
            let destination = registered.consent_destination(origin);
            let allowed = given.consent.allowed(destination.as_deref())?;
            let scope = allowed.intersection(&registered.client.scope);
            scope
                .contains("openid")
                .then(|| (Arc::clone(registered), visible(&scope)))
        });
        Ok(granted)
    }
}

/// What this endpoint tells at most.
fn visible(scope: &Scope) -> Scope {
    let max = Scope::parse("openid profile email").unwrap_or_default();
    scope.intersection(&max)
}
