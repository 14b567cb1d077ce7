//! What `doorward provider test` finds out: whether users could come in by a provider, without
//! anybody signing in.

use crate::context::OperationContext;
use crate::federation::{
    Upstream,
    depart::{client_secret, discover, key_set, oauth, openid},
};
use crate::{Provider, Result, clients::documents::Freshness};
use doorward_adapters::outbound::upstream::{Departure, Directory, UpstreamError, reach};
use doorward_protocol::federation::Protocol;
use serde::Serialize;
use serde_json::Value;

/// Seconds that two clocks may be apart before ID tokens are refused.
const CLOCKS_APART: i64 = 30;

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What.
    pub what: &'static str,
    /// Whether it is as it must be.
    pub ok: bool,
    /// What was found, and what to do where it is wrong.
    pub detail: String,
}

fn finding(what: &'static str, ok: bool, detail: impl Into<String>) -> Finding {
    Finding {
        what,
        ok,
        detail: detail.into(),
    }
}

/// Tries a provider.
///
/// # Errors
/// Where our own store or keys fail; what is wrong with the provider is a finding.
pub async fn test(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
) -> Result<Vec<Finding>> {
    let declared = &upstream.provider;
    let mut findings = Vec::new();
    if !declared.enabled {
        findings.push(finding(
            "enabled",
            false,
            "enabled = false: nobody comes in by it",
        ));
    }
    match declared.preset().protocol {
        Protocol::Ldap => findings.push(directory(provider, upstream).await),
        Protocol::OpenId => test_openid(provider, ctx, upstream, &mut findings).await?,
        Protocol::OAuth2 => test_oauth(provider, ctx, upstream, &mut findings).await,
    }
    Ok(findings)
}

async fn directory(provider: &Provider, upstream: &Upstream) -> Finding {
    let Some(settings) = &upstream.provider.ldap else {
        return finding("directory", false, "ldap is missing");
    };
    let directory = Directory {
        settings,
        bind_password: upstream.secrets.bind_password.as_deref(),
    };
    match reach(&provider.outbound, &directory).await {
        Ok(1..) => finding(
            "directory",
            true,
            format!("{} answers and holds {}", settings.url, settings.base_dn),
        ),
        Ok(0) => finding(
            "directory",
            false,
            format!(
                "ldap.base_dn {} is not there, or ldap.bind_dn may not read it",
                settings.base_dn
            ),
        ),
        Err(UpstreamError::Unreachable(_)) => finding(
            "directory",
            false,
            format!(
                "{} does not answer, or its certificate is not trusted: see outbound.ca_file",
                settings.url
            ),
        ),
        Err(error) => finding("directory", false, error.to_string()),
    }
}

async fn test_openid(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let issuer = upstream.provider.issuer().unwrap_or_default();
    let found = match discover(provider, upstream).await {
        Ok(found) => found,
        Err(UpstreamError::Unreachable(_)) => {
            let detail = format!(
                "{issuer}/.well-known/openid-configuration cannot be had: is the issuer right, and can this machine reach it?"
            );
            findings.push(finding("discovery", false, detail));
            return Ok(());
        }
        Err(error) => {
            findings.push(finding("discovery", false, format!("{issuer}: {error}")));
            return Ok(());
        }
    };
    findings.push(finding(
        "discovery",
        true,
        format!("issuer {}", found.metadata.issuer().as_str()),
    ));
    let keys = key_set(provider, upstream, &found.metadata, Freshness::Remembered).await;
    let count = keys
        .as_ref()
        .and_then(|keys| keys.get("keys")?.as_array().map(Vec::len))
        .unwrap_or_default();
    findings.push(match count {
        0 => finding(
            "keys",
            false,
            format!(
                "{} holds no key: ID tokens cannot be verified",
                found.metadata.jwks_uri().as_str()
            ),
        ),
        count => finding(
            "keys",
            true,
            format!("{count} keys at {}", found.metadata.jwks_uri().as_str()),
        ),
    });
    findings.push(clock(provider, ctx, upstream, found.metadata.jwks_uri().as_str()).await);
    let secret = client_secret(provider, ctx, upstream)?;
    let openid = openid(upstream, &found.metadata, &secret);
    let redirect_uri = upstream.redirect_uri(provider.issuer());
    // prompt=none: whoever accepts the request answers by sending the browser back, without a page.
    let silent = [("prompt".to_owned(), "none".to_owned())];
    let scopes = upstream.provider.scopes();
    let departure = probe(&redirect_uri, &scopes, &silent);
    findings.push(
        knock(
            provider,
            upstream,
            openid.authorization_url(&departure),
            &redirect_uri,
        )
        .await,
    );
    findings.push(credentials(
        openid
            .redeem(
                &upstream.outbound(provider),
                &redirect_uri,
                "doorward-provider-test",
                PROBE,
            )
            .await
            .map(|_| ()),
    ));
    if found
        .document
        .get("backchannel_logout_supported")
        .and_then(Value::as_bool)
        == Some(true)
    {
        let uri = format!(
            "{}/federation/{}/backchannel-logout",
            provider.issuer(),
            upstream.provider.id
        );
        findings.push(finding(
            "logout",
            true,
            format!("it can tell of sign-outs: register {uri} there"),
        ));
    }
    Ok(())
}

async fn test_oauth(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    findings: &mut Vec<Finding>,
) {
    let Some(endpoints) = upstream.provider.endpoints() else {
        findings.push(finding(
            "endpoints",
            false,
            "authorization_endpoint, token_endpoint and userinfo_endpoint must be given",
        ));
        return;
    };
    findings.push(clock(provider, ctx, upstream, &endpoints.userinfo).await);
    let redirect_uri = upstream.redirect_uri(provider.issuer());
    let oauth = oauth(upstream, &endpoints);
    let scopes = upstream.provider.scopes();
    findings.push(
        knock(
            provider,
            upstream,
            oauth.authorization_url(&probe(&redirect_uri, &scopes, &[])),
            &redirect_uri,
        )
        .await,
    );
    findings.push(credentials(
        oauth
            .redeem(
                &upstream.outbound(provider),
                &redirect_uri,
                "doorward-provider-test",
                PROBE,
            )
            .await
            .map(|_| ()),
    ));
}

/// A state, a nonce and a verifier that nobody uses.
const PROBE: &str = "doorward-provider-test-doorward-provider-test";

fn probe<'a>(
    redirect_uri: &'a str,
    scopes: &'a [&'a str],
    further: &'a [(String, String)],
) -> Departure<'a> {
    Departure {
        redirect_uri,
        scopes,
        state: PROBE,
        nonce: PROBE,
        verifier: PROBE,
        further,
    }
}

/// Its clock, by the `Date` of an answer (RFC 9110 §6.6.1).
async fn clock(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    uri: &str,
) -> Finding {
    let date = match upstream.outbound(provider).knock(uri).await {
        Ok((_, _, Some(date))) => date,
        Ok(_) => return finding("clock", true, "it does not tell the time"),
        Err(error) => return finding("clock", false, format!("{uri}: {error}")),
    };
    let format = time::format_description::well_known::Rfc2822;
    let Ok(theirs) = time::OffsetDateTime::parse(&date.replace("GMT", "+0000"), &format) else {
        return finding("clock", true, "its Date cannot be read");
    };
    let apart = ctx.now().seconds() - theirs.unix_timestamp();
    if apart.abs() <= CLOCKS_APART {
        finding("clock", true, "within half a minute of this machine's")
    } else {
        finding(
            "clock",
            false,
            format!(
                "{} seconds from this machine's: set the clock here, or ID tokens will look expired",
                apart.abs()
            ),
        )
    }
}

/// Whether the authorization endpoint takes our request, as far as can be told from outside.
async fn knock(
    provider: &Provider,
    upstream: &Upstream,
    url: std::result::Result<String, UpstreamError>,
    redirect_uri: &str,
) -> Finding {
    let url = match url {
        Ok(url) => url,
        Err(error) => return finding("redirect URI", false, error.to_string()),
    };
    match upstream.outbound(provider).knock(&url).await {
        Ok((300..400, Some(location), _)) if location.starts_with(redirect_uri) => {
            let refused = [
                "unauthorized_client",
                "invalid_scope",
                "unsupported_response_type",
                "invalid_request",
            ];
            match refused
                .iter()
                .find(|code| location.contains(&format!("error={code}")))
            {
                Some(code) => finding(
                    "redirect URI",
                    false,
                    format!("it knows {redirect_uri}, and answers {code}"),
                ),
                None => finding("redirect URI", true, format!("it knows {redirect_uri}")),
            }
        }
        Ok((200..400, ..)) => finding(
            "redirect URI",
            true,
            format!("it shows a page; if that says redirect_uri, register {redirect_uri} there"),
        ),
        Ok((status, ..)) => finding(
            "redirect URI",
            false,
            format!(
                "it answers {status}: register {redirect_uri} there, exactly so, for this client_id"
            ),
        ),
        Err(error) => finding("redirect URI", false, error.to_string()),
    }
}

/// Whether it knows us, by how it refuses a code that is none.
fn credentials(answer: std::result::Result<(), UpstreamError>) -> Finding {
    match answer {
        Err(UpstreamError::Refused(code))
            if [
                "invalid_client",
                "unauthorized_client",
                "incorrect_client_credentials",
            ]
            .contains(&code.as_str()) =>
        {
            finding(
                "client secret",
                false,
                format!("it answers {code}: client_id and client_secret are not what it gave you"),
            )
        }
        Err(UpstreamError::Refused(code)) => finding(
            "client secret",
            true,
            format!("it knows this client (a code that is none is answered with {code})"),
        ),
        Err(UpstreamError::Unreachable(error)) => finding(
            "client secret",
            false,
            format!("the token endpoint: {error}"),
        ),
        Err(error) => finding("client secret", false, error.to_string()),
        Ok(()) => finding("client secret", false, "it takes a code that is none"),
    }
}
