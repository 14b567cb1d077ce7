//! Sign-in by a directory: the name and password of the form, tried there.

use crate::context::OperationContext;
use crate::federation::{
    Problem, Upstream,
    health::guarded,
    settle::{Arrived, Outcome, settle},
};
use crate::{
    Provider, Result,
    sessions::{Device, account_group::Account},
};
use doorward_adapters::outbound::upstream::{Directory, UpstreamError, authenticate};
use doorward_protocol::{
    federation::{Assertion, identity},
    secret::Secret,
};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// Who typed what, where.
pub(crate) struct Typed<'a> {
    pub(crate) username: &'a str,
    pub(crate) password: &'a SecretString,
    pub(crate) flow: Option<&'a str>,
    pub(crate) browser: Option<&'a Secret>,
    pub(crate) accounts: &'a [Account],
    pub(crate) device: Device<'a>,
    pub(crate) remembered: bool,
}

/// What the directories say.
pub(crate) enum Found {
    /// Signed in.
    SignedIn(String),
    /// The user may link it, after proving who they are here.
    Offer(Secret),
    /// None of them knows this name with this password.
    Nobody,
    /// One knows them, and they do not come in.
    Refused(Box<Problem>),
    /// None knows them, but one did not answer.
    Unreachable,
}

/// Tries every directory in order; the first that knows name and password decides.
pub(crate) async fn sign_in(
    provider: &Provider,
    ctx: &OperationContext,
    directories: &[Arc<Upstream>],
    typed: &Typed<'_>,
) -> Result<Found> {
    let mut unreachable = false;
    for upstream in directories {
        let claims = match ask(provider, ctx, upstream, typed).await {
            Ok(Some(claims)) => claims,
            Ok(None) => continue,
            Err(error) => {
                tracing::warn!(provider = upstream.provider.id, %error, "a directory could not be asked");
                unreachable = true;
                continue;
            }
        };
        let base = upstream
            .provider
            .ldap
            .as_ref()
            .map(|ldap| ldap.base_dn.to_lowercase())
            .unwrap_or_default();
        let assertion = Assertion {
            issuer: format!("ldap:{base}"),
            claims,
            id_token: None,
        };
        let identity = match identity(&upstream.provider, &assertion) {
            Ok(identity) => identity,
            Err(refusal) => {
                return Ok(Found::Refused(Box::new(Problem::new(
                    crate::federation::Trouble::Refused(refusal),
                    Some(upstream),
                    typed.flow,
                ))));
            }
        };
        let arrived = Arrived {
            upstream,
            identity,
            id_token: None,
            flow: typed.flow.map(str::to_owned),
            link: None,
            at: ctx.now(),
            browser: typed.browser,
            accounts: typed.accounts,
            device: typed.device,
            remembered: typed.remembered,
        };
        return Ok(match settle(provider, ctx, arrived).await? {
            Ok(Outcome::SignedIn { sid, .. }) => Found::SignedIn(sid),
            Ok(Outcome::Offer { offer }) => Found::Offer(offer),
            Ok(Outcome::Linked) => Found::Nobody,
            Err(problem) => Found::Refused(problem),
        });
    }
    Ok(if unreachable {
        Found::Unreachable
    } else {
        Found::Nobody
    })
}

async fn ask(
    provider: &Provider,
    ctx: &OperationContext,
    upstream: &Upstream,
    typed: &Typed<'_>,
) -> std::result::Result<Option<serde_json::Map<String, serde_json::Value>>, UpstreamError> {
    let declared = &upstream.provider;
    let settings = declared
        .ldap
        .as_ref()
        .ok_or_else(|| UpstreamError::Declaration("ldap is missing".into()))?;
    let directory = Directory {
        settings,
        bind_password: upstream.secrets.bind_password.as_deref(),
    };
    let asking = authenticate(
        &provider.outbound,
        &directory,
        typed.username.trim(),
        typed.password.expose_secret(),
    );
    guarded(provider, &declared.id, asking).await
}
