//! Who somebody from elsewhere is here: signed in, signed up, linked, or refused.

use crate::context::OperationContext;
use crate::federation::{Federated, Problem, Trouble, Upstream, depart::JUST_NOW, offer};
use crate::{
    Provider, Result, audit,
    sessions::{Authenticated, Device, account_group::Account},
    users::new_user_id,
};
use doorward_protocol::{
    federation::{Decision, Identity, Known, KnownUser, Refusal, decide},
    oidc::claims::StandardClaims,
    secret::Secret,
    sessions::sso_session::Authentication,
    text::fold,
    time::Timestamp,
};
use doorward_storage as storage;
use doorward_storage::{Store, Unit, User};

/// What came of it.
pub enum Outcome {
    /// Signed in.
    SignedIn {
        /// The session to bind to the browser.
        sid: String,
        /// The request that waits.
        flow: Option<String>,
        /// Whether they asked to be kept signed in.
        remembered: bool,
    },
    /// Linked, on the account page.
    Linked,
    /// The user may link it, after proving who they are here.
    Offer {
        /// Under which identifier the offer stands.
        offer: Secret,
    },
}

/// Somebody with their identity, and everything about the way back.
pub(super) struct Arrived<'a> {
    pub(super) upstream: &'a Upstream,
    pub(super) identity: Identity,
    pub(super) id_token: Option<String>,
    pub(super) flow: Option<String>,
    /// Who links, in which session.
    pub(super) link: Option<(String, String)>,
    /// When they left.
    pub(super) at: Timestamp,
    pub(super) browser: Option<&'a Secret>,
    pub(super) accounts: &'a [Account],
    pub(super) device: Device<'a>,
    /// Whether they asked to be kept signed in.
    pub(super) remembered: bool,
}

impl Arrived<'_> {
    fn problem(&self, refusal: Refusal) -> Problem {
        let mut problem = Problem::new(
            Trouble::Refused(refusal),
            Some(self.upstream),
            self.flow.as_deref(),
        )
        .because(format!("{refusal:?}"));
        problem.linking = self.link.is_some();
        problem
    }

    /// When they proved it: where they did so for this very request, now; otherwise when the
    /// provider says, where it says so.
    fn auth_time(&self, now: Timestamp) -> Timestamp {
        match self.identity.auth_time {
            Some(at) if at < self.at.minus(JUST_NOW) => at,
            _ => now,
        }
    }
}

pub(super) fn known(user: &User) -> KnownUser {
    KnownUser {
        id: user.id.clone(),
        disabled: user.disabled_at.is_some(),
        has_password: user.password_hash.is_some(),
    }
}

/// Settles it.
pub(super) async fn settle(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: Arrived<'_>,
) -> Federated<Outcome> {
    if arrived.link.is_some() {
        return link(provider, ctx, arrived).await;
    }
    // Twice where somebody was quicker: two tabs of a newcomer make one user.
    for _ in 0..2 {
        // The address is looked up first: whoever is made with it meanwhile has the identity too,
        // and is found by that.
        let same_email = match &arrived.identity.email {
            Some(email) => provider
                .store
                .user_by_identifier(email)
                .await?
                .filter(|user| user.has_email(email)),
            None => None,
        };
        let linked = provider.store.user_by_identity(&arrived.identity).await?;
        let known = Known {
            linked: linked.as_ref().map(self::known),
            same_email: same_email.as_ref().map(self::known),
            app_admits_newcomers: app_admits_newcomers(provider, ctx, &arrived).await?,
        };
        match (
            decide(&arrived.upstream.provider, &arrived.identity, &known),
            linked,
        ) {
            (Decision::SignIn(_), Some(user)) => {
                let sid = sign_in(provider, ctx, &arrived, &user).await?;
                return Ok(Ok(Outcome::SignedIn {
                    sid,
                    flow: arrived.flow,
                    remembered: arrived.remembered,
                }));
            }
            (Decision::SignUp { with_email }, _) => {
                let user = newcomer(provider, ctx, &arrived.identity, with_email);
                match provider
                    .store
                    .commit(sign_up(provider, ctx, &arrived, &user))
                    .await
                {
                    Ok(_) => {
                        let sid = sign_in(provider, ctx, &arrived, &user).await?;
                        return Ok(Ok(Outcome::SignedIn {
                            sid,
                            flow: arrived.flow,
                            remembered: arrived.remembered,
                        }));
                    }
                    Err(storage::Error::Taken) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            (Decision::OfferLink(user_id), _) => {
                let offer = offer::make(provider, ctx, &arrived, user_id).await?;
                return Ok(Ok(Outcome::Offer { offer }));
            }
            (Decision::Refuse(refusal), _) => {
                refused(provider, ctx, &arrived, refusal).await?;
                return Ok(Err(Box::new(arrived.problem(refusal))));
            }
            (Decision::SignIn(_), None) => {}
        }
    }
    Err(crate::Error::Unavailable(
        "somebody else with the same identity kept being quicker".into(),
    ))
}

async fn app_admits_newcomers(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: &Arrived<'_>,
) -> Result<bool> {
    match &arrived.flow {
        Some(flow) => Ok(provider
            .authorization()
            .pending(ctx, &Secret::presented(flow.as_str()), arrived.browser)
            .await?
            .registered
            .client
            .sign_up),
        None => Ok(true),
    }
}

fn newcomer(
    provider: &Provider,
    ctx: &OperationContext,
    identity: &Identity,
    with_email: bool,
) -> User {
    let now = ctx.now();
    let email = identity.email.clone().filter(|_| with_email);
    let claims = StandardClaims {
        email_verified: email.is_some().then_some(true),
        ..identity.claims.clone()
    };
    User {
        id: new_user_id(provider.entropy.as_ref()),
        email,
        username: None,
        password_hash: None,
        claims,
        disabled_at: None,
        created_at: now,
        updated_at: now,
    }
}

fn sign_up(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: &Arrived<'_>,
    user: &User,
) -> Unit {
    let entry = audit::Entry {
        action: "user.added",
        actor: &user.id,
        subject: Some(&user.id),
        client_id: None,
        detail: &arrived.identity.provider_id,
    };
    Store::add_user(user)
        .then(Store::add_identity(&arrived.identity, &user.id, ctx.now()))
        .then(audit::entry(provider, ctx, &entry))
}

/// A session of a user whose identity this is, with the profile and the roles of now.
async fn sign_in(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: &Arrived<'_>,
    user: &User,
) -> Result<String> {
    let unit = around(
        provider,
        ctx,
        &arrived.upstream.provider,
        &arrived.identity,
        user,
    )
    .await?;
    let detail = format!("provider {}", arrived.identity.provider_id);
    let sealed_id_token = match &arrived.id_token {
        Some(id_token) => Some(provider.master_key.seal(id_token.as_bytes())?),
        None => None,
    };
    let authenticated = Authenticated {
        user_id: &user.id,
        authentication: Authentication {
            amr: arrived.identity.amr.clone(),
            idp: Some(arrived.identity.provider_id.clone()),
        },
        auth_time: arrived.auth_time(ctx.now()),
        accounts: arrived.accounts,
        device: arrived.device,
        remembered: arrived.remembered,
        detail: &detail,
    };
    provider
        .sessions()
        .start(ctx, &authenticated, |sid| {
            unit.clone().then(Store::put_upstream_session(
                sid,
                &arrived.identity,
                sealed_id_token.clone(),
            ))
        })
        .await
}

/// What is written beside a session: the identity's use, the roles of now, and the profile of now.
pub(super) async fn around(
    provider: &Provider,
    ctx: &OperationContext,
    declared: &doorward_protocol::federation::IdentityProvider,
    identity: &Identity,
    user: &User,
) -> Result<Unit> {
    let mut unit = Store::use_identity(identity, &user.id, ctx.now()).then(Store::put_roles(
        &user.id,
        &identity.provider_id,
        &identity.roles,
    ));
    if declared.update_profile
        && let Some(changed) = brought_up_to_date(provider, ctx, identity, user).await?
    {
        unit = unit.then(Store::change_user(&changed));
    }
    Ok(unit)
}

/// The user with the profile of now, where it changed. The address follows only for whom signs in
/// by nothing else, where the provider verified it and nobody has it: whose account this is never
/// follows from an address.
async fn brought_up_to_date(
    provider: &Provider,
    ctx: &OperationContext,
    identity: &Identity,
    user: &User,
) -> Result<Option<User>> {
    let mut changed = user.clone();
    overlay(&mut changed.claims, &identity.claims);
    if let (Some(email), true, None) = (
        &identity.email,
        identity.email_verified,
        &user.password_hash,
    ) && !user.has_email(email)
        && provider.store.user_by_identifier(email).await?.is_none()
    {
        changed.email = Some(email.clone());
    }
    let same_address = changed.email.as_deref().map(fold) == identity.email.as_deref().map(fold);
    if same_address && identity.email_verified {
        changed.claims.email_verified = Some(true);
    } else {
        changed.claims.email_verified = user.claims.email_verified;
    }
    if changed.claims == user.claims && changed.email == user.email {
        return Ok(None);
    }
    changed.updated_at = ctx.now();
    Ok(Some(changed))
}

/// What the provider says over what is known.
fn overlay(known: &mut StandardClaims, told: &StandardClaims) {
    let (Ok(serde_json::Value::Object(mut whole)), Ok(serde_json::Value::Object(more))) =
        (serde_json::to_value(&*known), serde_json::to_value(told))
    else {
        return;
    };
    whole.extend(more);
    if let Ok(claims) = serde_json::from_value(whole.into()) {
        *known = claims;
    }
}

/// Links, for the user who asked for it, in the session in which they did (catalogue case A236).
async fn link(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: Arrived<'_>,
) -> Federated<Outcome> {
    let Some((user_id, sid)) = &arrived.link else {
        return Ok(Err(Box::new(arrived.problem(Refusal::NoAccount))));
    };
    if !arrived
        .accounts
        .first()
        .is_some_and(|in_use| in_use.session.sid == *sid && in_use.session.user_id == *user_id)
    {
        let mut problem = Problem::new(Trouble::Stale, Some(arrived.upstream), None);
        problem.linking = true;
        return Ok(Err(Box::new(problem)));
    }
    if let Some(owner) = provider.store.user_by_identity(&arrived.identity).await? {
        return if owner.id == *user_id {
            Ok(Ok(Outcome::Linked))
        } else {
            Ok(Err(Box::new(arrived.problem(Refusal::LinkedToAnother))))
        };
    }
    let unit = linked(provider, ctx, &arrived.identity, user_id);
    match provider.store.commit(unit).await {
        Ok(_) => Ok(Ok(Outcome::Linked)),
        Err(storage::Error::Taken) => Ok(Err(Box::new(arrived.problem(Refusal::LinkedToAnother)))),
        Err(error) => Err(error.into()),
    }
}

/// The statements that link.
pub(super) fn linked(
    provider: &Provider,
    ctx: &OperationContext,
    identity: &Identity,
    user_id: &str,
) -> Unit {
    let entry = audit::Entry {
        action: "identity.linked",
        actor: user_id,
        subject: Some(user_id),
        client_id: None,
        detail: &identity.provider_id,
    };
    Store::add_identity(identity, user_id, ctx.now())
        .then(Store::put_roles(
            user_id,
            &identity.provider_id,
            &identity.roles,
        ))
        .then(audit::entry(provider, ctx, &entry))
}

async fn refused(
    provider: &Provider,
    ctx: &OperationContext,
    arrived: &Arrived<'_>,
    refusal: Refusal,
) -> Result<()> {
    let detail = format!("provider {}: {refusal:?}", arrived.identity.provider_id);
    let entry = audit::Entry {
        action: "sign_in.failed",
        actor: "anonymous",
        subject: None,
        client_id: None,
        detail: &detail,
    };
    provider
        .store
        .commit(audit::entry(provider, ctx, &entry))
        .await?;
    Ok(())
}
