//! Signing in at a site: the authorization code flow with PKCE, in which this provider is the
//! client.

use crate::{
    Error, Result,
    audit::Record,
    browser_seal::{pack, unpack},
    context::{Actor, OperationContext},
    forward_auth::navigation::{Navigation, Return},
    forward_auth::{
        check::{ForwardAuth, Site},
        verdict::{SiteCookie, Verdict},
    },
    sealing::Purpose,
};
use doorward_protocol::{
    forward_auth::{CALLBACK, Challenge, return_target},
    oauth::{
        authorization_code::{PresentedCode, check},
        authorization_request::Parameters,
    },
    secret::{Secret, same_text},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{CodeNumbers, NewGrant, Store};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long a sign-in may take.
const SIGN_IN_TTL: Lifetime = Lifetime::minutes(15);
/// The longest target that travels as it is, in bytes; a longer one is compressed. The release before
/// reads no compressed ones, and made none that were longer.
const MAX_PLAIN_TARGET_BYTES: usize = 2048;
/// The longest `state` that the authorization endpoint takes, in bytes.
const MAX_STATE_BYTES: usize = 4096;

/// What travels as `state`, sealed for the origin of the site.
#[derive(Serialize, Deserialize)]
struct SignInState {
    /// The origin of the site.
    origin: String,
    /// Path and query that the browser asked for.
    target: String,
    /// The PKCE code verifier (RFC 7636 §4.1).
    verifier: String,
    /// The digest of the cookie that binds the sign-in to the browser.
    flow: String,
    expires_at: Timestamp,
    /// Whether it was started again, since the browser came back to a sign-in that was over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    again: bool,
}

impl ForwardAuth {
    /// Sends the browser to the authorization endpoint, and binds the request to a cookie of the
    /// site. The PKCE challenge is the digest of the verifier (RFC 7636 §4.2).
    pub(super) fn begin_sign_in(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        navigation: Navigation<'_>,
        challenge: &Challenge,
    ) -> Result<Verdict> {
        let Navigation {
            target,
            flow,
            again,
        } = navigation;
        let entropy = self.kernel.entropy.as_ref();
        // The tabs of a browser share the cookie, so that each of them can finish.
        let flow = flow.cloned().unwrap_or_else(|| Secret::generate(entropy));
        let verifier = Secret::generate(entropy);
        let state = SignInState {
            origin: site.origin.to_owned(),
            target: target.to_owned(),
            verifier: verifier.reveal().to_owned(),
            flow: flow.digest().as_str().to_owned(),
            expires_at: ctx.now().plus(SIGN_IN_TTL),
            again,
        };
        let state = self.seal_state(site, state)?;
        let mut query = vec![
            ("client_id", site.registered.client.client_id.clone()),
            ("redirect_uri", format!("{}{CALLBACK}", site.origin)),
            ("response_type", "code".to_owned()),
            ("scope", "openid".to_owned()),
            ("state", state),
            ("code_challenge", verifier.digest().as_str().to_owned()),
            ("code_challenge_method", "S256".to_owned()),
        ];
        query.extend(step_up(challenge));
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        Ok(Verdict::Redirect {
            location: format!("{}/authorize?{query}", self.kernel.issuer()),
            cookie: SiteCookie::Flow(flow),
            is_https: site.is_https(),
        })
    }

    /// A sign-in as it travels. What is too long for an authorization request goes back to the front
    /// page.
    fn seal_state(&self, site: Site<'_>, state: SignInState) -> Result<String> {
        let plain =
            serde_json::to_vec(&state).map_err(|error| Error::Internal(error.to_string()))?;
        let plain = if state.target.len() > MAX_PLAIN_TARGET_BYTES {
            pack(&plain)?
        } else {
            plain
        };
        let sealing = &self.kernel.sealing;
        let sealed = sealing.seal(Purpose::ForwardAuthState.at(&[site.origin]), &plain)?;
        if sealed.len() > MAX_STATE_BYTES && state.target != "/" {
            let target = "/".to_owned();
            return self.seal_state(site, SignInState { target, ..state });
        }
        Ok(sealed)
    }

    /// The answer of the authorization endpoint: redeems the code, and gives the browser a new
    /// cookie that refers to the session. Where that sign-in is over (it took too long, its code was
    /// used, another browser began it), the browser goes to the page that it was for: at once where
    /// the user is signed in at the site, otherwise by another sign-in.
    pub(super) async fn handle_callback(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        back: Return<'_>,
    ) -> Result<Verdict> {
        let Some(state) = self.open_state(site, back.parameters) else {
            return Ok(site.out_of_date());
        };
        if !state.is_of(back.cookies.flow) || !state.is_valid(ctx.now()) {
            return self.begin_again(ctx, site, back, &state).await;
        }
        let Some(code) = back.parameters.get("code") else {
            return Ok(Verdict::Forbidden("the sign-in was refused"));
        };
        match self.redeem(ctx, site, &state, code).await? {
            Some(cookie) => Ok(Verdict::Redirect {
                location: format!("{}{}", site.origin, return_target(&state.target)),
                cookie: SiteCookie::Session(cookie),
                is_https: site.is_https(),
            }),
            None => self.begin_again(ctx, site, back, &state).await,
        }
    }

    /// Redeems a code for a cookie of the site; `None` where that is not possible any more.
    async fn redeem(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        state: &SignInState,
        code: &str,
    ) -> Result<Option<Secret>> {
        let Some(found) = self.kernel.open_code(&Secret::presented(code)) else {
            return Ok(None);
        };
        let client_id = site.registered.client.client_id.as_str();
        let redirect_uri = format!("{}{CALLBACK}", site.origin);
        let presented = PresentedCode {
            client_id,
            redirect_uri: Some(&redirect_uri),
            code_verifier: Some(&state.verifier),
            lifetime: self.kernel.settings.lifetimes.authorization_code,
            now: ctx.now(),
        };
        let (Ok(()), Some(sid)) = (check(&found, &presented), &found.facts.sid) else {
            return Ok(None);
        };
        let cookie = Secret::generate(self.kernel.entropy.as_ref());
        let used = NewGrant {
            facts: found.facts.clone(),
            created_at: ctx.now(),
            expires_at: found.expires_at,
        };
        // Whether the user may use the site is looked at with each request to it.
        let numbers = CodeNumbers {
            issued_at: found.withdrawals,
            admitted_at: i64::MAX,
        };
        let unit = Store::use_code(&used, numbers).then(Store::add_forward_auth_session(
            &cookie.digest(),
            site.origin,
            sid,
            ctx.now(),
        ));
        let user_id = &found.facts.user_id;
        let record = Record {
            action: "forward_auth.signed_in",
            subject: Some(user_id),
            client_id: Some(client_id),
            detail: site.origin,
        };
        let ctx = ctx.acting_as(Actor::User(user_id.clone()));
        let is_redeemed = self.kernel.database.commit(&ctx, unit, &[record]).await?;
        Ok(is_redeemed.then_some(cookie))
    }

    /// Goes on where a sign-in is over. It is started again once: a browser that keeps no cookies
    /// would go round.
    async fn begin_again(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        back: Return<'_>,
        state: &SignInState,
    ) -> Result<Verdict> {
        let target = return_target(&state.target);
        let cookie = back.cookies.session;
        if let Some(cookie) = cookie
            && self.signed_in(ctx, site, Some(cookie)).await?.is_some()
        {
            return Ok(Verdict::Redirect {
                location: format!("{}{target}", site.origin),
                cookie: SiteCookie::Session(cookie.clone()),
                is_https: site.is_https(),
            });
        }
        if state.again && state.is_valid(ctx.now()) {
            return Ok(site.out_of_date());
        }
        let navigation = Navigation {
            target,
            flow: back.cookies.flow,
            again: true,
        };
        self.begin_sign_in(ctx, site, navigation, &site.everything())
    }

    /// The state of a sign-in that was begun at this site, over or not.
    fn open_state(&self, site: Site<'_>, parameters: &Parameters) -> Option<SignInState> {
        let place = Purpose::ForwardAuthState;
        let sealed = parameters.get("state")?;
        let opened = self.kernel.sealing.open(place.at(&[site.origin]), sealed);
        let plain = opened.ok()?;
        let plain = unpack(&plain)
            .filter(|unpacked| unpacked.starts_with(b"{"))
            .unwrap_or(plain);
        let state: SignInState = serde_json::from_slice(&plain).ok()?;
        let is_ours =
            state.origin == site.origin && !parameters.has_repeated() && !parameters.has_too_many();
        is_ours.then_some(state)
    }
}

impl SignInState {
    /// Whether the browser with this cookie began it.
    fn is_of(&self, flow: Option<&Secret>) -> bool {
        flow.is_some_and(|flow| same_text(flow.digest().as_str(), &self.flow))
    }

    fn is_valid(&self, now: Timestamp) -> bool {
        self.expires_at.ends_a_valid(SIGN_IN_TTL, now)
    }
}

/// The parameters that ask for what the session is missing. `acr` is essential: the site refuses a
/// session with less, so an answer with less is of no use.
fn step_up(challenge: &Challenge) -> Vec<(&'static str, String)> {
    let mut query = Vec::new();
    if !challenge.acr_values.is_empty() {
        let claims =
            json!({"id_token": {"acr": {"essential": true, "values": challenge.acr_values}}});
        query.push(("claims", claims.to_string()));
    }
    if let Some(max_age) = challenge.max_age {
        query.push(("max_age", max_age.to_string()));
    }
    query
}
