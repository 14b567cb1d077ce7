//! The offer to link: somebody came from a provider that speaks for their address, and an account
//! here has it. Who proves the account by its password links exactly the identity that the offer
//! was made for.

use crate::context::{Actor, OperationContext};
use crate::federation::{
    Federated, Problem, Trouble, keep, recall,
    settle::{Arrived, around, linked},
};
use crate::{
    Error, Provider, Result,
    credentials::{Attempt, SignInOutcome},
    sessions::{Device, account_group::Account},
};
use doorward_protocol::{
    federation::Identity,
    secret::Secret,
    sessions::sso_session::{Authentication, EndReason, SessionRef},
};
use doorward_storage as storage;
use doorward_storage::Store;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

const KIND: &str = "link_offer";

#[derive(Serialize, Deserialize)]
struct Offered {
    identity: Identity,
    user_id: String,
    flow: Option<String>,
}

/// An offer, as a page shows it.
pub struct Offer {
    /// The provider.
    pub provider_name: String,
    /// The address that both have.
    pub email: String,
    /// The request that waits.
    pub flow: Option<String>,
}

pub(super) async fn make(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: &Arrived<'_>,
    user_id: String,
) -> Result<Secret> {
    let browser = arrived
        .browser
        .ok_or_else(|| Error::Internal("an offer was to be made to no browser".into()))?;
    let offered = Offered {
        identity: arrived.identity.clone(),
        user_id,
        flow: arrived.flow.clone(),
    };
    let (identifier, flow) = keep(
        provider,
        ctx,
        KIND,
        &arrived.identity.provider_id,
        browser,
        &offered,
    )?;
    provider
        .store
        .commit(Store::add_federation_flow(&flow))
        .await?;
    Ok(identifier)
}

/// An offer of this browser.
///
/// # Errors
/// Where the store is away; [`Trouble::Stale`] where there is none.
pub async fn offer(
    provider: &Provider,
    ctx: &OperationContext,
    identifier: &Secret,
    browser: Option<&Secret>,
) -> Federated<Offer> {
    let configuration = provider.configuration().await?;
    let found = recall::<Offered>(provider, ctx, KIND, identifier, browser).await?;
    let upstream = found
        .as_ref()
        .and_then(|(_, provider_id, _)| configuration.upstream(provider_id));
    match (found.as_ref(), upstream) {
        (Some((_, _, offered)), Some(upstream)) => Ok(Ok(Offer {
            provider_name: upstream.provider.display_name().to_owned(),
            email: offered.identity.email.clone().unwrap_or_default(),
            flow: offered.flow.clone(),
        })),
        _ => Ok(Err(Box::new(Problem::new(Trouble::Stale, None, None)))),
    }
}

/// Takes an offer up: the password of the account, then the link.
///
/// # Errors
/// As [`offer`], and as a sign-in by password.
pub async fn accept_offer(
    provider: &Provider,
    ctx: &OperationContext,
    identifier: &Secret,
    password: SecretString,
    browser: (Option<&Secret>, &[Account], Device<'_>),
) -> Federated<(SignInOutcome, Option<String>)> {
    let (secret, accounts, device) = browser;
    let stale = || Ok(Err(Box::new(Problem::new(Trouble::Stale, None, None))));
    let Some((digest, provider_id, offered)) =
        recall::<Offered>(provider, ctx, KIND, identifier, secret).await?
    else {
        return stale();
    };
    let configuration = provider.configuration().await?;
    let Some(upstream) = configuration
        .upstream(&provider_id)
        .filter(|upstream| upstream.is_way_in())
    else {
        return stale();
    };
    // The account is the one that the offer names, whatever anybody types.
    // Both were proven: who they are there, and who they are here.
    let amr = offered
        .identity
        .amr
        .iter()
        .cloned()
        .chain(["pwd".to_owned()])
        .collect();
    let authentication = Authentication {
        amr,
        idp: Some(provider_id.clone()),
    };
    let attempt = Attempt {
        identifier: &offered.user_id,
        password,
        accounts,
        device,
        authentication,
        remembered: false,
    };
    let outcome = provider.sign_in().by_password(ctx, &attempt).await?;
    let SignInOutcome::SignedIn { sid } = &outcome else {
        return Ok(Ok((outcome, offered.flow)));
    };
    let unit = Store::use_federation_flow(&digest)
        .then(linked(provider, ctx, &offered.identity, &offered.user_id))
        .then(Store::put_upstream_session(sid, &offered.identity, None));
    let committed = match provider.store.commit(unit).await {
        Ok(committed) => committed,
        Err(storage::Error::Taken) => false,
        Err(error) => return Err(error.into()),
    };
    if !committed {
        // Linked meanwhile, by this offer or elsewhere: the password was right, but this page is
        // out of date.
        let ctx = &ctx.acting_as(Actor::User(offered.user_id.clone()));
        let session = SessionRef {
            sid,
            user_id: &offered.user_id,
        };
        provider
            .sessions()
            .end(ctx, session, EndReason::SignOut)
            .await?;
        return stale();
    }
    if let Some(user) = provider.store.user(&offered.user_id).await? {
        provider
            .store
            .commit(around(provider, ctx, &upstream.provider, &offered.identity, &user).await?)
            .await?;
    }
    Ok(Ok((outcome, offered.flow)))
}
