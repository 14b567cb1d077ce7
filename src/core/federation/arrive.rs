//! The way back from a provider: what the browser brings is held against what waits for it, and
//! what the provider says is verified.

use crate::context::OperationContext;
use crate::federation::{
    Federated, Problem, Trouble, Upstream, Ways,
    depart::{Discovered, Waiting, client_secret, discover, key_set, oauth, openid, trouble_of},
    health::guarded,
    recall,
    settle::{Arrived, Outcome, settle},
};
use crate::{
    Provider, Result,
    clients::documents::Freshness,
    sessions::{Device, account_group::Account},
};
use doorward_adapters::outbound::upstream::{self, Redeemed, UpstreamError, VerifyError};
use doorward_protocol::{
    federation::{Assertion, Kind, Protocol, identity},
    oauth::authorization_request::Parameters,
    secret::Secret,
};
use doorward_storage::Store;
use serde_json::{Map, Value};

/// What a browser brings back.
pub struct Answer<'a> {
    /// From which provider, by the address that it came to.
    pub provider_id: &'a str,
    /// The provider's answer.
    pub parameters: &'a Parameters,
    /// The browser.
    pub browser: Option<&'a Secret>,
    /// The accounts that it has already.
    pub accounts: &'a [Account],
    /// Where they sit.
    pub device: Device<'a>,
}

/// Takes an answer. One that fits nothing that waits changes nothing; one that does is used once,
/// whatever it says.
///
/// # Errors
/// Where the store is away; trouble of the provider comes as a [`Problem`].
pub async fn arrive(
    provider: &Provider,
    ctx: &OperationContext,
    answer: Answer<'_>,
) -> Federated<Outcome> {
    let stale = || Ok(Err(Box::new(Problem::new(Trouble::Stale, None, None))));
    let parameters = answer.parameters;
    let Some(presented) = parameters
        .get("state")
        .filter(|_| !parameters.has_repeated() && !parameters.has_unusable())
    else {
        return stale();
    };
    let waiting = recall::<Waiting>(
        provider,
        ctx,
        "authorization",
        &Secret::presented(presented),
        answer.browser,
    )
    .await?;
    let Some((digest, _, waiting)) =
        waiting.filter(|(_, provider_id, _)| provider_id == answer.provider_id)
    else {
        return stale();
    };
    let configuration = provider.configuration().await?;
    let Some(upstream) = configuration.upstream(answer.provider_id).cloned() else {
        return stale();
    };
    // Ten that come at once are one sign-in (catalogue case A242).
    if !provider
        .store
        .commit(Store::use_federation_flow(&digest))
        .await?
    {
        return stale();
    }
    let problem = |trouble, cause: String| {
        let mut problem =
            Problem::new(trouble, Some(&upstream), waiting.flow.as_deref()).because(cause);
        problem.linking = waiting.link.is_some();
        Ok(Err(Box::new(problem)))
    };
    if !may_come_in(provider, ctx, &upstream, &waiting, answer.browser).await? {
        return problem(
            Trouble::NotAWayIn,
            "it was switched off, or is none of the app's".to_owned(),
        );
    }
    if let Some(error) = parameters.get("error") {
        let trouble = match error {
            "access_denied"
            | "consent_required"
            | "interaction_required"
            | "login_required"
            | "account_selection_required"
            | "user_cancelled_login"
            | "user_cancelled_authorize" => Trouble::Denied,
            "temporarily_unavailable" | "server_error" => Trouble::Unreachable,
            _ => Trouble::Misconfigured,
        };
        // The code is theirs: what is not a code is not repeated.
        let code: String = error
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .take(60)
            .collect();
        return problem(trouble, format!("it answered {code}"));
    }
    let Some(code) = parameters.get("code") else {
        return problem(
            Trouble::Unbelievable,
            "neither code nor error came".to_owned(),
        );
    };
    let secret = client_secret(provider, ctx, &upstream)?;
    let asked = guarded(
        provider,
        answer.provider_id,
        ask(
            provider,
            ctx,
            &upstream,
            &waiting,
            (parameters, code, &secret),
        ),
    )
    .await;
    let assertion = match asked {
        Ok(assertion) => assertion,
        Err(error) => return problem(trouble_of(&error), error.to_string()),
    };
    let identity = match identity(&upstream.provider, &assertion) {
        Ok(identity) => identity,
        Err(refusal) => return problem(Trouble::Refused(refusal), "by its declaration".to_owned()),
    };
    let arrived = Arrived {
        upstream: &upstream,
        identity,
        id_token: assertion.id_token,
        flow: waiting.flow,
        link: waiting.link,
        at: waiting.at,
        browser: answer.browser,
        accounts: answer.accounts,
        device: answer.device,
        remembered: waiting.remembered,
    };
    settle(provider, ctx, arrived).await
}

/// Whether the provider is still a way in for what waits, or still links.
async fn may_come_in(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    waiting: &Waiting,
    browser: Option<&Secret>,
) -> Result<bool> {
    if waiting.link.is_some() {
        return Ok(upstream.provider.enabled);
    }
    let configuration = provider.configuration().await?;
    let pending = match &waiting.flow {
        Some(flow) => Some(
            provider
                .authorization()
                .pending(ctx, &Secret::presented(flow.as_str()), browser)
                .await?,
        ),
        None => None,
    };
    let ways = Ways::of(
        provider,
        &configuration,
        pending.as_ref().map(|pending| &pending.registered.client),
    );
    Ok(ways.provider(&upstream.provider.id).is_some())
}

type Asked = std::result::Result<Assertion, UpstreamError>;

async fn ask(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    waiting: &Waiting,
    came: (&Parameters, &str, &str),
) -> Asked {
    let (parameters, code, secret) = came;
    match upstream.provider.preset().protocol {
        Protocol::OpenId => {
            let found = discover(provider, upstream).await?;
            redeem(
                provider,
                ctx,
                upstream,
                (&found, secret),
                waiting,
                (parameters, code),
            )
            .await
        }
        Protocol::OAuth2 => ask_oauth(provider, upstream, waiting, code).await,
        Protocol::Ldap => Err(UpstreamError::Declaration(
            "a directory sends nobody back".into(),
        )),
    }
}

async fn ask_oauth(
    provider: &Provider,
    upstream: &Upstream,
    waiting: &Waiting,
    code: &str,
) -> Asked {
    let declared = &upstream.provider;
    let endpoints = declared
        .endpoints()
        .ok_or_else(|| UpstreamError::Declaration("an endpoint is missing".into()))?;
    let outbound = upstream.outbound(provider);
    let redirect_uri = upstream.redirect_uri(provider.issuer());
    let redeemed = oauth(upstream, &endpoints)
        .redeem(&outbound, &redirect_uri, code, &waiting.verifier)
        .await?;
    let claims = upstream::profile(&outbound, &endpoints, &redeemed.access_token).await?;
    // Whose subject it is: where the provider is, which an operator does not change without meaning
    // another provider.
    let place = |address: &str| {
        url::Url::parse(address)
            .map(|url| url.origin().ascii_serialization())
            .unwrap_or_default()
    };
    let issuer = declared.issuer().map_or_else(
        || place(&endpoints.authorization),
        |issuer| issuer.trim_end_matches('/').to_owned(),
    );
    Ok(Assertion {
        issuer,
        claims,
        id_token: None,
    })
}

async fn redeem(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    known: (&Discovered, &str),
    waiting: &Waiting,
    came: (&Parameters, &str),
) -> Asked {
    let (parameters, code) = came;
    let (found, secret) = known;
    let named = found.metadata.issuer().as_str();
    is_from(named, found, parameters)?;
    let outbound = upstream.outbound(provider);
    let openid = openid(upstream, &found.metadata, secret);
    let redeemed = openid
        .redeem(
            &outbound,
            &upstream.redirect_uri(provider.issuer()),
            code,
            &waiting.verifier,
        )
        .await?;
    let mut claims = believed(
        provider,
        ctx,
        upstream,
        (found, &openid),
        &redeemed,
        &waiting.nonce,
    )
    .await?;
    if !upstream.provider.is_issuer(named, &claims) {
        return Err(UpstreamError::Garbage(
            "the ID token is of another issuer".into(),
        ));
    }
    // What the ID token leaves out, userinfo may know; about the same subject, or it is about
    // somebody else (OpenID Connect Core §5.3.2).
    let userinfo = found.metadata.userinfo_endpoint().filter(|_| {
        ["email", "name"]
            .iter()
            .any(|name| !claims.contains_key(*name))
    });
    if let Some(uri) = userinfo {
        let more = outbound
            .userinfo(uri.as_str(), &redeemed.access_token)
            .await?;
        if more
            .get("sub")
            .is_none_or(|sub| Some(sub) != claims.get("sub"))
        {
            return Err(UpstreamError::Garbage(
                "userinfo is about another subject".into(),
            ));
        }
        // Whether an address is verified is said of that address, not of another that the ID token
        // names.
        let of_another = claims.contains_key("email") && claims.get("email") != more.get("email");
        for (name, value) in more
            .into_iter()
            .filter(|(name, _)| !of_another || name != "email_verified")
        {
            claims.entry(name).or_insert(value);
        }
    }
    if upstream.provider.kind == Kind::Apple {
        apple_name(parameters, &mut claims);
    }
    let issuer = match upstream.provider.kind {
        Kind::Microsoft => claims
            .get("iss")
            .and_then(Value::as_str)
            .unwrap_or(named)
            .to_owned(),
        _ => named.to_owned(),
    };
    Ok(Assertion {
        issuer,
        claims,
        id_token: redeemed.id_token,
    })
}

/// Whether the answer itself says that it is from this provider, where it says so or must (RFC 9207
/// §2.4): the defence against mix-up.
fn is_from(
    named: &str,
    found: &Discovered,
    parameters: &Parameters,
) -> std::result::Result<(), UpstreamError> {
    let must = found
        .document
        .get("authorization_response_iss_parameter_supported")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    match parameters.get("iss") {
        Some(iss) if iss == named || named.contains("{tenantid}") => Ok(()),
        None if !must => Ok(()),
        _ => Err(UpstreamError::Garbage(
            "the answer is of another issuer".into(),
        )),
    }
}

/// The claims of the ID token, under the keys of now: a key that is not known yet is looked for
/// once.
async fn believed(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    spoken: (&Discovered, &upstream::OpenId<'_>),
    redeemed: &Redeemed,
    nonce: &str,
) -> std::result::Result<Map<String, Value>, UpstreamError> {
    let (found, openid) = spoken;
    for freshness in [Freshness::Remembered, Freshness::Again] {
        let Some(jwks) = key_set(provider, upstream, &found.metadata, freshness).await else {
            return Err(UpstreamError::Unreachable(
                doorward_adapters::outbound::OutboundError::Unreachable,
            ));
        };
        match upstream::verify(openid, redeemed, &jwks, nonce, ctx.now()) {
            Ok(claims) => return Ok(claims),
            Err(VerifyError::UnknownKey) => {}
            Err(VerifyError::Invalid(reason)) => {
                return Err(UpstreamError::Garbage(format!(
                    "the ID token is not believed: {reason}"
                )));
            }
        }
    }
    Err(UpstreamError::Garbage(
        "the ID token is under no key of the provider".into(),
    ))
}

/// Apple tells a name once, beside the code and unsigned: good enough for a name, and for nothing
/// else.
fn apple_name(parameters: &Parameters, claims: &mut Map<String, Value>) {
    let user = parameters
        .get("user")
        .and_then(|user| serde_json::from_str::<Value>(user).ok());
    let Some(name) = user.as_ref().and_then(|user| user.get("name")) else {
        return;
    };
    let part = |key: &str| {
        name.get(key)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|part| !part.is_empty())
    };
    let (given, family) = (part("firstName"), part("lastName"));
    let whole = [given, family]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    for (claim, value) in [
        ("given_name", given),
        ("family_name", family),
        (
            "name",
            Some(whole.as_str()).filter(|whole| !whole.is_empty()),
        ),
    ] {
        if let Some(value) = value {
            claims.entry(claim).or_insert_with(|| value.into());
        }
    }
}
