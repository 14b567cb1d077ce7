//! The way to a provider: an authorization request of ours, bound to the browser that takes it
//! there.

use crate::context::OperationContext;
use crate::federation::{Federated, Problem, Trouble, Upstream, Ways, health::guarded, keep};
use crate::{
    Error, Provider, Result,
    clients::documents::{Freshness, is_key_set},
};
use doorward_adapters::{
    keys::sign_client_secret,
    outbound::{
        OutboundError,
        upstream::{self, Metadata, OAuth, OpenId, UpstreamError},
    },
};
use doorward_protocol::{
    federation::{Kind, Protocol},
    oauth::authorization_request::AuthorizationRequest,
    secret::{Secret, random_id},
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use doorward_storage::Store;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// How soon somebody must have signed in there again to count as signed in now.
pub(super) const JUST_NOW: Lifetime = Lifetime::minutes(2);

/// What waits for the answer.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    /// The authorization request of an app here.
    pub(super) flow: Option<String>,
    pub(super) nonce: String,
    pub(super) verifier: String,
    /// Who links, in which session.
    pub(super) link: Option<(String, String)>,
    pub(super) at: Timestamp,
    /// Whether they asked to be kept signed in.
    #[serde(default)]
    pub(super) remembered: bool,
}

/// Who leaves, and why.
pub struct Departing<'a> {
    /// For which provider.
    pub provider_id: &'a str,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The browser.
    pub browser: &'a Secret,
    /// Whom the browser is likely to be of.
    pub login_hint: Option<&'a str>,
    /// Whether they are to prove it there again.
    pub again: bool,
    /// Whether they asked to be kept signed in.
    pub remembered: bool,
}

/// The address that the browser goes to.
///
/// # Errors
/// Where the store is away; trouble of the provider comes as a [`Problem`].
pub async fn depart(
    provider: &Provider,
    ctx: &OperationContext,
    departing: Departing<'_>,
) -> Federated<String> {
    let configuration = provider.configuration().await?;
    let pending = match departing.flow {
        Some(flow) => Some(
            provider
                .authorization()
                .pending(ctx, &Secret::presented(flow), Some(departing.browser))
                .await?,
        ),
        None => None,
    };
    let ways = Ways::of(
        provider,
        &configuration,
        pending.as_ref().map(|pending| &pending.registered.client),
    );
    let Some(upstream) = ways.provider(departing.provider_id) else {
        let known = configuration
            .upstream(departing.provider_id)
            .map(AsRef::as_ref);
        return Ok(Err(Box::new(Problem::new(
            Trouble::NotAWayIn,
            known,
            departing.flow,
        ))));
    };
    let mut further: Vec<(String, String)> = Vec::new();
    let request = pending.as_ref().map(|pending| &pending.request);
    let typed = departing
        .login_hint
        .map(str::to_owned)
        .or_else(|| request.and_then(|request| request.login_hint.clone()));
    further.extend(typed.map(|hint| ("login_hint".to_owned(), hint)));
    // A hint that is none of ours may be one of theirs.
    let hint = request
        .and_then(|request| request.idp_hint.clone())
        .filter(|hint| configuration.upstream(hint).is_none());
    further.extend(hint.map(|hint| ("idp_hint".to_owned(), hint)));
    let wants_more = upstream.provider.trust_amr
        && request.is_some_and(AuthorizationRequest::wants_more_than_one_factor);
    if let (true, Some(pending)) = (wants_more, &pending) {
        provider.authorization().note_step_up(pending).await?;
    }
    if let (true, Some(acr_values)) = (wants_more, &upstream.provider.step_up_acr_values) {
        // They ask for what is missing there, and for nothing else.
        further.push(("acr_values".to_owned(), acr_values.clone()));
    } else if departing.again
        || request.is_some_and(|request| request.prompt.login || request.max_age == Some(0))
    {
        further.push(("prompt".to_owned(), "login".to_owned()));
    } else if request.is_some_and(|request| request.prompt.select_account) {
        further.push(("prompt".to_owned(), "select_account".to_owned()));
    }
    if let Some(max_age) = request.and_then(|request| request.max_age) {
        further.push(("max_age".to_owned(), max_age.to_string()));
    }
    send_off(
        provider,
        ctx,
        upstream,
        (departing.flow, departing.browser, departing.remembered),
        None,
        further,
    )
    .await
}

/// The address that the browser goes to so that a signed-in user links what they are there.
///
/// # Errors
/// As [`depart`].
pub async fn start_link(
    provider: &Provider,
    ctx: &OperationContext,
    provider_id: &str,
    session: &SsoSession,
    browser: &Secret,
) -> Federated<String> {
    let configuration = provider.configuration().await?;
    let known = configuration.upstream(provider_id);
    let Some(upstream) =
        known.filter(|upstream| upstream.provider.enabled && !upstream.provider.is_directory())
    else {
        let mut problem = Problem::new(Trouble::NotAWayIn, known.map(AsRef::as_ref), None);
        problem.linking = true;
        return Ok(Err(Box::new(problem)));
    };
    send_off(
        provider,
        ctx,
        upstream,
        (None, browser, false),
        Some((session.user_id.clone(), session.sid.clone())),
        Vec::new(),
    )
    .await
}

async fn send_off(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    from: (Option<&str>, &Secret, bool),
    link: Option<(String, String)>,
    mut further: Vec<(String, String)>,
) -> Federated<String> {
    let (flow, browser, remembered) = from;
    let linking = link.is_some();
    let declared = &upstream.provider;
    if let ([only], Kind::Google) = (declared.hosted_domains.as_slice(), declared.kind) {
        further.push(("hd".to_owned(), only.clone()));
    }
    if declared.preset().form_post {
        further.push(("response_mode".to_owned(), "form_post".to_owned()));
    }
    further.extend(declared.authorization_parameters.clone());
    let waiting = Waiting {
        flow: flow.map(str::to_owned),
        nonce: random_id(provider.entropy.as_ref(), 32),
        verifier: random_id(provider.entropy.as_ref(), 32),
        link,
        at: ctx.now(),
        remembered,
    };
    let (state, kept) = keep(
        provider,
        ctx,
        "authorization",
        &declared.id,
        browser,
        &waiting,
    )?;
    let departure = upstream::Departure {
        redirect_uri: &upstream.redirect_uri(provider.issuer()),
        scopes: &declared.scopes(),
        state: state.reveal(),
        nonce: &waiting.nonce,
        verifier: &waiting.verifier,
        further: &further,
    };
    let url = match declared.preset().protocol {
        Protocol::OpenId => {
            match guarded(provider, &declared.id, discover(provider, upstream)).await {
                Ok(found) => openid(upstream, &found.metadata, "").authorization_url(&departure),
                Err(problem) => Err(problem),
            }
        }
        Protocol::OAuth2 => match declared.endpoints() {
            Some(endpoints) => oauth(upstream, &endpoints).authorization_url(&departure),
            None => Err(UpstreamError::Declaration("an endpoint is missing".into())),
        },
        Protocol::Ldap => Err(UpstreamError::Declaration(
            "a directory has no page of its own".into(),
        )),
    };
    match url {
        Ok(url) => {
            provider
                .store
                .commit(Store::add_federation_flow(&kept))
                .await?;
            Ok(Ok(url))
        }
        Err(error) => {
            let mut problem = Problem::new(trouble_of(&error), Some(upstream), flow).because(error);
            problem.linking = linking;
            Ok(Err(Box::new(problem)))
        }
    }
}

/// What an error of a provider is to a user.
pub(super) fn trouble_of(error: &UpstreamError) -> Trouble {
    match error {
        UpstreamError::Unreachable(_) => Trouble::Unreachable,
        UpstreamError::Busy => Trouble::Busy,
        UpstreamError::Refused(code)
            if code == "invalid_grant" || code == "bad_verification_code" =>
        {
            Trouble::Unbelievable
        }
        UpstreamError::Refused(code)
            if code == "temporarily_unavailable" || code == "server_error" =>
        {
            Trouble::Unreachable
        }
        UpstreamError::Refused(_) | UpstreamError::Declaration(_) => Trouble::Misconfigured,
        UpstreamError::Garbage(_) => Trouble::Unbelievable,
    }
}

/// What discovery says, with what the operator says otherwise.
pub(super) struct Discovered {
    pub(super) metadata: Metadata,
    /// The same with what the crate has no name for.
    pub(super) document: Value,
}

/// Discovers a provider.
pub(super) async fn discover(
    provider: &Provider,
    upstream: &Upstream,
) -> std::result::Result<Discovered, UpstreamError> {
    let declared = &upstream.provider;
    let issuer = declared.issuer().unwrap_or_default();
    let uri = format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    );
    let found = provider
        .documents
        .get(
            &upstream.outbound(provider),
            &uri,
            Freshness::Remembered,
            |document| document.get("issuer").is_some(),
        )
        .await;
    let mut document = found
        .as_deref()
        .cloned()
        .ok_or(UpstreamError::Unreachable(OutboundError::Unreachable))?;
    let named = document
        .get("issuer")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !declared.may_be_named(named) {
        return Err(UpstreamError::Garbage(
            "discovery names another issuer".into(),
        ));
    }
    let instead = [
        ("authorization_endpoint", &declared.authorization_endpoint),
        ("token_endpoint", &declared.token_endpoint),
        ("userinfo_endpoint", &declared.userinfo_endpoint),
    ];
    for (name, address) in instead {
        if let (Some(address), Some(object)) = (address, document.as_object_mut()) {
            object.insert(name.to_owned(), address.as_str().into());
        }
    }
    Ok(Discovered {
        metadata: upstream::read_metadata(&document)?,
        document,
    })
}

/// The key set that discovery names.
pub(super) async fn key_set(
    provider: &Provider,
    upstream: &Upstream,
    metadata: &Metadata,
    freshness: Freshness,
) -> Option<Arc<Value>> {
    provider
        .documents
        .get(
            &upstream.outbound(provider),
            metadata.jwks_uri().as_str(),
            freshness,
            is_key_set,
        )
        .await
}

pub(super) fn openid<'a>(
    upstream: &'a Upstream,
    metadata: &'a Metadata,
    secret: &'a str,
) -> OpenId<'a> {
    let declared = &upstream.provider;
    // Apple takes its signed secret in the body alone.
    let auth_method = if declared.kind == Kind::Apple {
        Some("client_secret_post")
    } else {
        declared.token_endpoint_auth_method.as_deref()
    };
    OpenId {
        metadata,
        client_id: &declared.client_id,
        client_secret: secret,
        auth_method,
    }
}

pub(super) fn oauth<'a>(
    upstream: &'a Upstream,
    endpoints: &'a doorward_protocol::federation::Endpoints,
) -> OAuth<'a> {
    OAuth {
        endpoints,
        client_id: &upstream.provider.client_id,
        client_secret: upstream
            .secrets
            .client_secret
            .as_deref()
            .unwrap_or_default(),
        auth_method: upstream.provider.token_endpoint_auth_method.as_deref(),
    }
}

/// What proves us at the token endpoint: the secret, or for Apple a statement under our key, good
/// for five minutes.
pub(super) fn client_secret(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
) -> Result<String> {
    let declared = &upstream.provider;
    let (Kind::Apple, Some(team), Some(kid), Some(key)) = (
        declared.kind,
        &declared.team_id,
        &declared.key_id,
        &upstream.secrets.private_key,
    ) else {
        return Ok(upstream.secrets.client_secret.clone().unwrap_or_default());
    };
    let now = ctx.now().seconds();
    let audience = declared.issuer().unwrap_or_default();
    let claims = json!({"iss": team, "iat": now, "exp": now + 300, "aud": audience, "sub": declared.client_id});
    let Value::Object(claims) = claims else {
        return Err(Error::Internal("claims are an object".into()));
    };
    sign_client_secret(key, kid, &claims).map_err(|error| Error::Internal(error.to_string()))
}
