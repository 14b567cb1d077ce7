//! Whether a request to a site goes on.

use crate::{
    Configuration, Result,
    context::OperationContext,
    forward_auth::{
        navigation::Navigation,
        verdict::{BrowserCookies, ProxiedRequest, Verdict},
    },
    kernel::Kernel,
    oauth::{release::release_to_site, roles::roles},
    sessions::Sessions,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    forward_auth::{CALLBACK, Challenge, ForwardAuthSite, return_target},
    oauth::authorization_request::Parameters,
    secret::Secret,
    sessions::sso_session::SsoSession,
    text::noted,
};
use doorward_storage::User;
use std::sync::Arc;

/// The sites behind a proxy.
pub struct ForwardAuth {
    pub(super) kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
}

/// A declared site.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// The client that the site is.
    pub(super) registered: &'a RegisteredClient,
    /// Who has access to it.
    policy: &'a ForwardAuthSite,
    /// The origin that the request is for.
    pub(super) origin: &'a str,
}

impl Site<'_> {
    pub(super) fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

impl ForwardAuth {
    pub(crate) const fn new(kernel: Arc<Kernel>, sessions: Arc<Sessions>) -> Self {
        Self { kernel, sessions }
    }

    /// Answers a proxy about a request.
    ///
    /// # Errors
    /// Where the database is unavailable: the proxy must refuse the request.
    pub async fn check(
        &self,
        ctx: &OperationContext,
        request: &ProxiedRequest,
        cookies: BrowserCookies<'_>,
    ) -> Result<Verdict> {
        let configuration = self.kernel.configuration().await?;
        let Some(site) = site_of(&configuration, request) else {
            let (client_id, host) = (request.client_id.as_deref(), request.host.as_deref());
            let (client_id, host) = (client_id.map(noted), host.map(noted));
            tracing::info!(
                ?client_id,
                ?host,
                "a proxy asks for a site that is not declared"
            );
            return Ok(Verdict::Forbidden("no such site is declared"));
        };
        let cookies = if site.is_https() {
            cookies.https
        } else {
            cookies.http
        };
        let target = request.target.as_str();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path == CALLBACK {
            let parameters = Parameters::parse(query);
            return self
                .handle_callback(ctx, site, &parameters, cookies.flow)
                .await;
        }
        if request.is_options && site.policy.pass_options {
            return Ok(Verdict::Pass);
        }
        let (challenge, refusal) = match self.signed_in(ctx, site, cookies.session).await? {
            None => {
                let everything = Challenge {
                    acr_values: site.policy.acr_values.clone(),
                    max_age: site.policy.max_age,
                };
                (everything, Verdict::Unauthenticated)
            }
            Some((session, user)) => match site.policy.missing_of(&session, ctx.now()) {
                None => return self.admit(&configuration, site, user).await,
                Some(missing) => (missing.clone(), Verdict::StepUp(missing)),
            },
        };
        if !request.is_navigation {
            return Ok(refusal);
        }
        let navigation = Navigation {
            target: return_target(target),
            flow: cookies.flow,
        };
        self.begin_sign_in(ctx, site, navigation, &challenge)
    }

    /// The live session behind the cookie of a site, and its user.
    async fn signed_in(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        cookie: Option<&Secret>,
    ) -> Result<Option<(SsoSession, User)>> {
        let Some(cookie) = cookie else {
            return Ok(None);
        };
        let store = self.kernel.database.read();
        let found = store
            .forward_auth_session(&cookie.digest(), site.origin)
            .await?
            .filter(|(session, _)| {
                session.is_alive(ctx.now(), self.kernel.settings.lifetimes.session)
                    && site
                        .registered
                        .client
                        .admits(&session.authentication.sign_in_method())
            });
        if let Some((session, _)) = &found
            && session.wants_touch(ctx.now())
        {
            self.sessions.touch_by_sid(ctx, &session.sid).await?;
        }
        Ok(found)
    }

    async fn admit(
        &self,
        configuration: &Configuration,
        site: Site<'_>,
        user: User,
    ) -> Result<Verdict> {
        let client = &site.registered.client;
        let roles = roles(&self.kernel, configuration, client, &user.id).await?;
        Ok(if site.policy.admits(&roles) {
            Verdict::Allow {
                user: Box::new(release_to_site(&self.kernel, client, &user)),
                roles,
            }
        } else {
            Verdict::Forbidden("this user has none of the roles that come in here")
        })
    }
}

/// The site that a proxy asks for: the client that it names, or else the one of the host.
fn site_of<'a>(configuration: &'a Configuration, request: &ProxiedRequest) -> Option<Site<'a>> {
    let named = request.client_id.as_deref();
    configuration
        .sites
        .iter()
        .filter(|registered| named.is_none_or(|named| registered.client.client_id == named))
        .find_map(|registered| {
            let policy = registered.client.forward_auth.as_ref()?;
            let by_host = || policy.origin_of(request.host.as_deref()?);
            let origin = match policy.origins.as_slice() {
                [only] if named.is_some() => Some(only.as_str()),
                _ => by_host(),
            };
            Some(Site {
                registered,
                policy,
                origin: origin?,
            })
        })
}
