//! Sign-in by password: one that is kept here, or one that a directory knows.

use crate::context::OperationContext;
use crate::{
    Provider, Result, audit,
    federation::{Found, Problem, Typed, Ways, sign_in_by_directory},
    sessions::{Authenticated, Device, account_group::Account},
};
use doorward_adapters::hashing::Verification;
use doorward_protocol::{
    secret::{Digest, Secret},
    sessions::sso_session::Authentication,
    text::{fold, is_storable},
    time::Timestamp,
};
use doorward_storage::{Store, User};
use secrecy::{ExposeSecret, SecretString};

/// What somebody typed, and where.
pub struct Attempt<'a> {
    /// Address or user name.
    pub identifier: &'a str,
    /// The password.
    pub password: SecretString,
    /// The accounts that this browser has already.
    pub accounts: &'a [Account],
    /// Where they sit.
    pub device: Device<'a>,
    /// What the password proves, once it is right.
    pub authentication: Authentication,
    /// Whether they asked to be kept signed in.
    pub remembered: bool,
}

/// By which door somebody comes.
pub struct Door<'a> {
    /// The ways in that it has.
    pub ways: &'a Ways,
    /// The request that waits.
    pub flow: Option<&'a str>,
    /// The browser.
    pub browser: Option<&'a Secret>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Signed in: the session to bind to the browser.
    SignedIn {
        /// The session.
        sid: String,
    },
    /// No such user, or another password, or disabled: one answer.
    Wrong,
    /// A directory knows them; the account here with their address is to be proven first.
    Offer {
        /// Under which identifier the offer stands.
        offer: Secret,
    },
    /// A directory knows them, and they do not come in.
    Refused(Box<Problem>),
    /// A directory did not answer, and nobody else knows them.
    Unreachable,
    /// Too many attempts in a row.
    Paused {
        /// Until then.
        until: Timestamp,
    },
}

/// Tries to sign somebody in. Equal work whoever it is; the attempt is counted before the password
/// is looked at.
///
/// # Errors
/// `Unavailable` where too many sign in at once or the database is away; `Input` for a password
/// that is too long.
pub async fn sign_in(
    provider: &Provider,
    ctx: &OperationContext,
    attempt: Attempt<'_>,
    door: &Door<'_>,
) -> Result<Outcome> {
    attempt_at(provider, ctx, attempt, Some(door)).await
}

/// Tries a password that is kept here, and nothing else.
///
/// # Errors
/// As [`sign_in`].
pub(crate) async fn by_password(
    provider: &Provider,
    ctx: &OperationContext,
    attempt: Attempt<'_>,
) -> Result<Outcome> {
    attempt_at(provider, ctx, attempt, None).await
}

async fn attempt_at(
    provider: &Provider,
    ctx: &OperationContext,
    attempt: Attempt<'_>,
    door: Option<&Door<'_>>,
) -> Result<Outcome> {
    if !is_storable(attempt.identifier)
        || attempt.identifier.len() > 320
        || attempt.password.expose_secret().len() > 1024
    {
        return Ok(Outcome::Wrong);
    }
    let permit = provider.hashing.permit().await?;
    let user = provider
        .store
        .user_by_identifier(attempt.identifier)
        .await?;
    let account = account_of(attempt.identifier, user.as_ref());
    if let Err(until) = provider
        .store
        .take_sign_in_attempt(&account, ctx.now())
        .await?
    {
        return Ok(Outcome::Paused { until });
    }
    let takes_passwords = door.is_none_or(|door| door.ways.password);
    let stored = user
        .as_ref()
        .filter(|_| takes_passwords)
        .and_then(|user| user.password_hash.clone());
    let verification = provider
        .hashing
        .verify(permit, attempt.password.clone(), stored)
        .await?;
    if verification == Verification::Wrong
        && let Some(outcome) = by_directory(provider, ctx, &attempt, door, &account).await?
    {
        return Ok(outcome);
    }
    match user.filter(|user| user.disabled_at.is_none()) {
        Some(user) if verification != Verification::Wrong => {
            if verification == Verification::RightButOutdated {
                hash_again(provider, &user, &attempt.password).await;
            }
            let sid = start(provider, ctx, &user, &attempt, &account).await?;
            Ok(Outcome::SignedIn { sid })
        }
        other => {
            let subject = other.as_ref().map(|user| user.id.as_str());
            let entry = audit::Entry {
                action: "sign_in.failed",
                actor: "anonymous",
                subject,
                client_id: None,
                detail: "",
            };
            provider
                .store
                .commit(audit::entry(provider, ctx, &entry))
                .await?;
            Ok(Outcome::Wrong)
        }
    }
}

/// What the directories of a door say; `None` where none of them knows this name with this
/// password.
async fn by_directory(
    provider: &Provider,
    ctx: &OperationContext,
    attempt: &Attempt<'_>,
    door: Option<&Door<'_>>,
    account: &Digest,
) -> Result<Option<Outcome>> {
    let Some(door) = door.filter(|door| !door.ways.directories.is_empty()) else {
        return Ok(None);
    };
    let typed = Typed {
        username: attempt.identifier,
        password: &attempt.password,
        flow: door.flow,
        browser: door.browser,
        accounts: attempt.accounts,
        device: attempt.device,
        remembered: attempt.remembered,
    };
    let outcome = match sign_in_by_directory(provider, ctx, &door.ways.directories, &typed).await? {
        Found::SignedIn(sid) => Outcome::SignedIn { sid },
        Found::Offer(offer) => Outcome::Offer { offer },
        Found::Refused(problem) => Outcome::Refused(problem),
        Found::Unreachable => return Ok(Some(Outcome::Unreachable)),
        Found::Nobody => return Ok(None),
    };
    // The password was right, whatever follows from it.
    provider
        .store
        .commit(Store::forget_sign_in_attempts(account))
        .await?;
    Ok(Some(outcome))
}

/// One counter for an account, by whatever name it is called (catalogue case A193).
fn account_of(identifier: &str, user: Option<&User>) -> Digest {
    match user {
        Some(user) => Digest::of(format!("user {}", user.id).as_bytes()),
        None => Digest::of(format!("nobody {}", fold(identifier)).as_bytes()),
    }
}

async fn start(
    provider: &Provider,
    ctx: &OperationContext,
    user: &User,
    attempt: &Attempt<'_>,
    account: &Digest,
) -> Result<String> {
    let authenticated = Authenticated {
        user_id: &user.id,
        authentication: attempt.authentication.clone(),
        auth_time: ctx.now(),
        accounts: attempt.accounts,
        device: attempt.device,
        remembered: attempt.remembered,
        detail: "password",
    };
    provider
        .sessions()
        .start(ctx, &authenticated, |_| {
            Store::forget_sign_in_attempts(account)
        })
        .await
}

/// Today's parameters for an old hash; a busy pool is no reason to fail a sign-in that succeeded.
async fn hash_again(provider: &Provider, user: &User, password: &SecretString) {
    let Ok(permit) = provider.hashing.permit().await else {
        return;
    };
    if let (Ok(new), Some(old)) = (
        provider
            .hashing
            .hash(permit, password.clone(), provider.entropy.as_ref())
            .await,
        &user.password_hash,
    ) && let Err(error) = provider
        .store
        .commit(Store::rehash_password(&user.id, old, &new))
        .await
    {
        tracing::warn!(%error, "a password hash could not be brought up to date");
    }
}
