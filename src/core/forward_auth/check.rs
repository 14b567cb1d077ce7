//! Whether a request to a site goes on.

use crate::{
    Configuration, Result,
    access::{
        effective::{NOT_ADMITTED, user_access},
        offers::may_ask,
    },
    context::OperationContext,
    forward_auth::{
        navigation::{Navigation, Return},
        verdict::{
            Admitted, BrowserCookies, PresentedCredentials, ProxiedRequest, SiteCookies, Verdict,
        },
    },
    kernel::Kernel,
    oauth::{release::release_to_site, token::Tokens},
    sessions::Sessions,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    forward_auth::{Authenticated, CALLBACK, Challenge, ForwardAuthSite, return_target},
    oauth::authorization_request::Parameters,
    secret::Secret,
    sessions::sso_session::SsoSession,
};
use doorward_storage::User;
use std::sync::Arc;

/// The sites behind a proxy.
pub struct ForwardAuth {
    pub(super) kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
    pub(super) tokens: Arc<Tokens>,
}

/// A declared site.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// The client that the site is.
    pub(super) registered: &'a RegisteredClient,
    /// Who has access to it.
    pub(super) policy: &'a ForwardAuthSite,
    /// The origin that the request is for.
    pub(super) origin: &'a str,
}

/// What the cookie of a site says of a request.
pub(super) enum ByCookie {
    /// A user is signed in, and this is the answer.
    Answered(Verdict),
    /// A user is signed in, but not strongly or recently enough.
    StepUp(Challenge),
    /// No user is signed in.
    NotSignedIn,
}

impl Site<'_> {
    pub(super) fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// The cookies that count at the origin.
    pub(super) fn cookies<'b>(&self, cookies: BrowserCookies<'b>) -> SiteCookies<'b> {
        if self.is_https() {
            cookies.https
        } else {
            cookies.http
        }
    }

    /// What a user who is not signed in is asked for.
    pub(super) fn everything(&self) -> Challenge {
        Challenge {
            acr_values: self.policy.acr_values.clone(),
            max_age: self.policy.max_age,
        }
    }

    /// The answer to a sign-in that is over and cannot be started again.
    pub(super) fn out_of_date(&self) -> Verdict {
        Verdict::OutOfDate {
            front_page: format!("{}/", self.origin),
        }
    }
}

impl ForwardAuth {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        sessions: Arc<Sessions>,
        tokens: Arc<Tokens>,
    ) -> Self {
        Self {
            kernel,
            sessions,
            tokens,
        }
    }

    /// Answers a proxy about a request.
    ///
    /// # Errors
    /// Where the database is unavailable: the proxy must refuse the request.
    pub async fn check(
        &self,
        ctx: &OperationContext,
        request: &ProxiedRequest,
        presented: PresentedCredentials<'_>,
    ) -> Result<Verdict> {
        let configuration = self.kernel.configuration().await?;
        let Some(site) = site_of(&configuration, request) else {
            return Ok(Verdict::Forbidden("no such site is declared"));
        };
        let cookies = site.cookies(presented.cookies);
        let target = request.target.as_str();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path == CALLBACK {
            let parameters = Parameters::parse(query);
            let back = Return {
                parameters: &parameters,
                cookies,
            };
            return self.handle_callback(ctx, site, back).await;
        }
        if request.is_options && site.policy.pass_options {
            return Ok(Verdict::Allow(Box::default()));
        }
        if site.policy.signs_out(path) {
            return Ok(self.begin_sign_out(site));
        }
        if site.policy.is_api(path) {
            return self.check_api(ctx, &configuration, site, presented).await;
        }
        let signed_in = self.by_cookie(ctx, &configuration, site, cookies.session);
        let (challenge, refusal) = match signed_in.await? {
            ByCookie::Answered(verdict) => return Ok(verdict),
            ByCookie::StepUp(missing) => (missing.clone(), Verdict::StepUp(missing)),
            ByCookie::NotSignedIn => (site.everything(), Verdict::Unauthenticated),
        };
        if !request.is_navigation {
            return Ok(refusal);
        }
        let navigation = Navigation {
            target: return_target(target),
            flow: cookies.flow,
            again: false,
        };
        self.begin_sign_in(ctx, site, navigation, &challenge)
    }

    /// Answers a request by the cookie of the site alone.
    pub(super) async fn by_cookie(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        site: Site<'_>,
        cookie: Option<&Secret>,
    ) -> Result<ByCookie> {
        let Some((session, user)) = self.signed_in(ctx, site, cookie).await? else {
            return Ok(ByCookie::NotSignedIn);
        };
        let authenticated = Authenticated {
            context: Some(session.authentication.context()),
            auth_time: Some(session.auth_time),
        };
        Ok(match site.policy.missing_of(authenticated, ctx.now()) {
            Some(missing) => ByCookie::StepUp(missing),
            None => ByCookie::Answered(self.admit(configuration, site, user, None).await?),
        })
    }

    /// The live session behind the cookie of a site, and its user.
    pub(super) async fn signed_in(
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

    /// Lets a user in who has a role of the site: by their browser, or by the access token of a
    /// client.
    pub(super) async fn admit(
        &self,
        configuration: &Configuration,
        site: Site<'_>,
        user: User,
        client_id: Option<String>,
    ) -> Result<Verdict> {
        let (kernel, client) = (&self.kernel, &site.registered.client);
        let access = user_access(kernel, configuration, client, &user.id, kernel.now()).await?;
        let why = if !client.admits_user(&access) {
            Some(NOT_ADMITTED)
        } else if !site.policy.admits(&access.roles) {
            Some("this user has none of the roles that come in here")
        } else {
            None
        };
        Ok(match why {
            None => Verdict::Allow(Box::new(Admitted {
                user: Some(release_to_site(&self.kernel, client, &user)),
                roles: access.roles,
                client_id,
            })),
            // A client reads no page.
            Some(why) if client_id.is_none() && may_ask(site.registered, &access) => {
                Verdict::MayAsk {
                    why,
                    client_id: client.client_id.clone(),
                }
            }
            Some(why) => Verdict::Forbidden(why),
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
