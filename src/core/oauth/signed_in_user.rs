//! Who is signed in in a browser, for a page that asks by the browser's cookies.

use crate::{
    Configuration, Result,
    access::effective::may_use,
    context::OperationContext,
    credentials::SecondFactors,
    kernel::Kernel,
    oauth::release::{Granted, release, release_to_themself},
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient, credentials::second_factor::ClientSecondFactor,
    oauth::scope::Scope, oidc::authentication_context::AuthenticationContext,
    organizations::OrganizationUse, sessions::sso_session::SsoSession,
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
    second_factors: Arc<SecondFactors>,
}

/// Who is signed in in a browser.
#[derive(Clone, Copy)]
pub struct BrowserSession<'a> {
    /// The session of the browser.
    pub session: &'a SsoSession,
    /// The cookie of a browser that its user trusts.
    pub trusted_browser: Option<&'a str>,
}

impl SignedInUsers {
    pub(crate) const fn new(kernel: Arc<Kernel>, second_factors: Arc<SecondFactors>) -> Self {
        Self {
            kernel,
            second_factors,
        }
    }

    /// The claims about the user of a session; `None` where the page learns nothing, not even that
    /// somebody is signed in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn claims(
        &self,
        ctx: &OperationContext,
        browser: BrowserSession<'_>,
        page: AskingPage<'_>,
    ) -> Result<Option<Map<String, Value>>> {
        let session = browser.session;
        let Some(user) = self.kernel.database.read().user(&session.user_id).await? else {
            return Ok(None);
        };
        let mut claims = match page {
            AskingPage::Ours => release_to_themself(&self.kernel, &user),
            AskingPage::Origin(origin) => {
                let configuration = self.kernel.configuration().await?;
                let granted = self.granted(ctx, &configuration, browser, origin).await?;
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

    /// The clients of an origin to which a sign-in in the browser would lead without a question: those that
    /// accept its session as it is, and that its user may use.
    async fn open_clients(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        browser: BrowserSession<'_>,
        origin: &str,
    ) -> Result<Vec<Arc<RegisteredClient>>> {
        let BrowserSession {
            session,
            trusted_browser,
        } = browser;
        let factors = &self.second_factors;
        if factors
            .lacks_required(ctx, session, trusted_browser)
            .await?
        {
            return Ok(Vec::new());
        }
        let (method, user_id) = (session.authentication.sign_in_method(), &session.user_id);
        let has_one_factor = session.authentication.context() != AuthenticationContext::MultiFactor;
        let mut open = Vec::new();
        for registered in configuration.clients_of_origin(origin).await? {
            let client = &registered.client;
            let lacks_factor =
                has_one_factor && client.second_factor == Some(ClientSecondFactor::Required);
            // Which organization is not known here, and its roles may be what admits them.
            let needs_organization = client.organizations == Some(OrganizationUse::Required);
            if !client.admits(&method) || lacks_factor || needs_organization {
                continue;
            }
            let now = ctx.now();
            if may_use(&self.kernel, configuration, &registered, user_id, now).await? {
                open.push(registered);
            }
        }
        Ok(open)
    }

    /// The client of an origin that was granted most: a first-party one, or one that the user
    /// consented to.
    async fn granted(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        browser: BrowserSession<'_>,
        origin: &str,
    ) -> Result<Option<(Arc<RegisteredClient>, Scope)>> {
        let clients = self.open_clients(ctx, configuration, browser, origin);
        let (clients, session) = (clients.await?, browser.session);
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
