//! Access tokens at the paths of a site's API (RFC 6750), and the sign-out of sites.

use crate::{
    Configuration, Result,
    context::OperationContext,
    forward_auth::{
        check::{ByCookie, ForwardAuth, Site},
        verdict::{Admitted, PresentedCredentials, Verdict},
    },
};
use doorward_protocol::{
    forward_auth::{Authenticated, ForwardAuthSite},
    oauth::redirect_uri::with_query,
    oidc::authentication_context::AuthenticationContext,
    secret::Secret,
};

const UNKNOWN: Verdict = Verdict::NoToken {
    fault: Some("the access token is unknown, expired or revoked"),
};
const OTHER_AUDIENCE: Verdict = Verdict::NoToken {
    fault: Some("the access token is not meant for this site: its audience must name it"),
};
const OTHER_METHOD: Verdict = Verdict::NoToken {
    fault: Some("the user did not sign in by a method that this site takes"),
};

impl ForwardAuth {
    /// Answers a request for a path of the site's API. The token is asked first, since whoever sends
    /// one means it; one that does not open the site may be the site's own, so the cookie of a
    /// signed-in browser still counts.
    pub(super) async fn check_api(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        site: Site<'_>,
        presented: PresentedCredentials<'_>,
    ) -> Result<Verdict> {
        let by_token = match presented.bearer {
            Some(bearer) => self.by_token(ctx, configuration, site, bearer).await?,
            None => Verdict::NoToken { fault: None },
        };
        if !matches!(by_token, Verdict::NoToken { .. }) {
            return Ok(by_token);
        }
        let cookie = site.cookies(presented.cookies).session;
        let by_cookie = self.by_cookie(ctx, configuration, site, cookie);
        Ok(match by_cookie.await? {
            ByCookie::Answered(verdict) => verdict,
            ByCookie::StepUp(missing) => Verdict::StepUp(missing),
            ByCookie::NotSignedIn => by_token,
        })
    }

    /// Answers a request by an access token. The token must be live and meant for the site, and the
    /// site must admit its user as if the user came by a browser.
    async fn by_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        site: Site<'_>,
        bearer: &Secret,
    ) -> Result<Verdict> {
        let Some(live) = self.tokens.live_access_token(ctx, bearer).await? else {
            return Ok(UNKNOWN);
        };
        let user = live.user().cloned();
        let token = live.token;
        let client = &site.registered.client;
        if !ForwardAuthSite::is_audience(&client.client_id, site.origin, &token.aud) {
            return Ok(OTHER_AUDIENCE);
        }
        if !self.is_admitted_method(site, token.sid.as_deref()).await? {
            return Ok(OTHER_METHOD);
        }
        let authenticated = Authenticated {
            context: token.acr.as_deref().and_then(AuthenticationContext::parse),
            auth_time: token.auth_time,
        };
        if let Some(missing) = site.policy.missing_of(authenticated, ctx.now()) {
            return Ok(Verdict::StepUp(missing));
        }
        match user {
            Some(user) => {
                let client_id = Some(token.client_id);
                self.admit(configuration, site, user, client_id).await
            }
            // A client has no roles.
            None if !site.policy.admits(&[]) => Ok(Verdict::Forbidden(
                "a client that acts for itself has none of the roles that come in here",
            )),
            None => Ok(Verdict::Allow(Box::new(Admitted {
                user: None,
                roles: Vec::new(),
                client_id: Some(token.client_id),
            }))),
        }
    }

    /// Whether the site takes the method by which the user of a token signed in. Only the session
    /// knows it.
    async fn is_admitted_method(&self, site: Site<'_>, sid: Option<&str>) -> Result<bool> {
        let client = &site.registered.client;
        if client.sign_in_methods.is_empty() {
            return Ok(true);
        }
        let Some(sid) = sid else {
            return Ok(false);
        };
        let session = self.kernel.database.read().live_session(sid).await?;
        Ok(session.is_some_and(|session| client.admits(&session.authentication.sign_in_method())))
    }

    /// Sends the browser to the end session endpoint, which asks the user: any page can link to a
    /// site's sign-out. The browser comes back to the first address that is registered for it.
    pub(super) fn begin_sign_out(&self, site: Site<'_>) -> Verdict {
        let client = &site.registered.client;
        let back = client.post_logout_redirect_uris.first();
        let query = std::iter::once(("client_id", client.client_id.as_str()))
            .chain(back.map(|back| ("post_logout_redirect_uri", back.as_str())));
        let endpoint = format!("{}/end_session", self.kernel.issuer());
        Verdict::SignOut {
            location: with_query(&endpoint, query),
        }
    }
}
