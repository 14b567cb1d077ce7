//! Signing in at a site: the authorization code flow with PKCE, in which this provider is the
//! client.

use crate::{
    Error, Result,
    audit::Record,
    context::{Actor, OperationContext},
    forward_auth::navigation::Navigation,
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
use doorward_storage::Store;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long a sign-in may take.
const SIGN_IN_TTL: Lifetime = Lifetime::minutes(15);

const STALE: Verdict =
    Verdict::Forbidden("this sign-in was finished, took too long, or was begun in another browser");

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
        let Navigation { target, flow } = navigation;
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
        };
        let state =
            serde_json::to_vec(&state).map_err(|error| Error::Internal(error.to_string()))?;
        let state = self
            .kernel
            .sealing
            .seal(Purpose::ForwardAuthState.at(&[site.origin]), &state)?;
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

    /// The answer of the authorization endpoint: redeems the code, and gives the browser a new
    /// cookie that refers to the session.
    pub(super) async fn handle_callback(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        parameters: &Parameters,
        flow: Option<&Secret>,
    ) -> Result<Verdict> {
        let Some(state) = self.open_state(ctx, site, parameters, flow) else {
            return Ok(STALE);
        };
        let Some(code) = parameters.get("code") else {
            return Ok(Verdict::Forbidden("the sign-in was refused"));
        };
        let digest = Secret::presented(code).digest();
        let store = self.kernel.database.read();
        let Some(found) = store.authorization_code(&digest).await? else {
            return Ok(STALE);
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
            return Ok(STALE);
        };
        let cookie = Secret::generate(self.kernel.entropy.as_ref());
        let unit = Store::redeem_authorization_code(&digest, ctx.now()).then(
            Store::add_forward_auth_session(&cookie.digest(), site.origin, sid, ctx.now()),
        );
        let user_id = &found.facts.user_id;
        let record = Record {
            action: "forward_auth.signed_in",
            subject: Some(user_id),
            client_id: Some(client_id),
            detail: site.origin,
        };
        let ctx = ctx.acting_as(Actor::User(user_id.clone()));
        if !self.kernel.database.commit(&ctx, unit, &[record]).await? {
            return Ok(STALE);
        }
        Ok(Verdict::Redirect {
            location: format!("{}{}", site.origin, return_target(&state.target)),
            cookie: SiteCookie::Session(cookie),
            is_https: site.is_https(),
        })
    }

    /// The state of a sign-in that this browser began at this site and that has not expired.
    fn open_state(
        &self,
        ctx: &OperationContext,
        site: Site<'_>,
        parameters: &Parameters,
        flow: Option<&Secret>,
    ) -> Option<SignInState> {
        let place = Purpose::ForwardAuthState;
        let sealed = parameters.get("state")?;
        let opened = self.kernel.sealing.open(place.at(&[site.origin]), sealed);
        let plain = opened.ok()?;
        let state: SignInState = serde_json::from_slice(&plain).ok()?;
        let is_valid = state.origin == site.origin
            && state.expires_at.ends_a_valid(SIGN_IN_TTL, ctx.now())
            && !parameters.has_repeated()
            && !parameters.has_too_many()
            && same_text(flow?.digest().as_str(), &state.flow);
        is_valid.then_some(state)
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
