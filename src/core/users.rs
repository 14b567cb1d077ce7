//! Users: declared, changed, disabled.

use crate::context::OperationContext;
use crate::{Error, Provider, Result, audit::Record, change_set::ChangeSet, clients::Change};
use doorward_adapters::hashing::{Verification, check_new_password};
use doorward_protocol::{
    events::{
        security_event::{CredentialChange, EventType, credential_change},
        subject_identifier::SubjectIdentifier,
    },
    oidc::claims::StandardClaims,
    secret::{Digest, ordered_id},
    sessions::sso_session::EndReason,
    text::is_storable,
};
use doorward_storage::{NewSecurityEvent, Store, Unit};
use secrecy::{ExposeSecret, SecretString};

/// A user as they are to be.
pub struct Declaration {
    /// Their address.
    pub email: String,
    /// Their user name.
    pub username: Option<String>,
    /// Their password; none keeps the one there is.
    pub password: Option<SecretString>,
    /// The standard claims.
    pub claims: StandardClaims,
}

pub use doorward_storage::User;

/// The user of that identifier.
///
/// # Errors
/// Where the store is away.
pub async fn user(provider: &Provider, id: &str) -> Result<Option<User>> {
    Ok(provider.store.user(id).await?)
}

/// The user whom a subject identifier means; nobody where it is one that is not known here.
pub(crate) async fn meant(
    provider: &Provider,
    subject: &SubjectIdentifier,
) -> Result<Option<User>> {
    let simple = match subject {
        SubjectIdentifier::Complex {
            user: Some(user), ..
        } => user.as_ref(),
        simple => simple,
    };
    Ok(match simple {
        SubjectIdentifier::Email { email } => provider
            .store
            .user_by_identifier(email)
            .await?
            .filter(|user| user.has_email(email)),
        SubjectIdentifier::Opaque { id } => provider.store.user(id).await?,
        SubjectIdentifier::IssSub { iss, sub } if iss == provider.issuer() => {
            provider.store.user(sub).await?
        }
        SubjectIdentifier::IssSub { iss, sub } => provider.store.user_by_subject(iss, sub).await?,
        SubjectIdentifier::Complex { .. } => None,
    })
}

/// Checks what can be checked without the store.
///
/// # Errors
/// `Input` with what to change.
pub fn check(declaration: &Declaration) -> Result<()> {
    let wrong = |text: &str| Err(Error::Input(text.to_owned()));
    let email = &declaration.email;
    let shaped = email.split_once('@').is_some_and(|(local, domain)| {
        (1..=64).contains(&local.len())
            && !domain.is_empty()
            && !domain.contains('@')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
    });
    if !shaped
        || email.len() > 254
        || !is_storable(email)
        || email.chars().any(|c| c.is_control() || c.is_whitespace())
    {
        return wrong(
            "email must be one address, such as ada@example.com, of 254 characters at most",
        );
    }
    if let Some(username) = &declaration.username {
        let fine = (1..=64).contains(&username.chars().count())
            && !username.contains('@')
            && !username
                .chars()
                .any(|c| c.is_control() || c.is_whitespace());
        if !fine {
            return wrong(
                "username must have 1 to 64 characters, without spaces and without @, so that it is never somebody's address",
            );
        }
    }
    if let Some(password) = &declaration.password {
        check_new_password(password.expose_secret())
            .map_err(|hint| Error::Input(hint.to_owned()))?;
    }
    Ok(())
}

/// The user that a declaration leads to.
pub struct Declared {
    /// What the declaration changes.
    pub change: Change,
    /// The user as they are once the changes are committed.
    pub user: User,
}

/// Adds what a declaration changes to a change set. A changed password also ends every session of
/// the user, once the set is committed. Without `existing`, the user is found by the address.
///
/// # Errors
/// `Input` where the declaration is malformed, or its address or user name is another user's;
/// `Unavailable` where too many passwords are hashed at once or the database is unavailable.
pub async fn declare(
    provider: &Provider,
    changes: &mut ChangeSet<'_>,
    declaration: Declaration,
    existing: Option<User>,
) -> Result<Declared> {
    check(&declaration)?;
    let existing = match existing {
        Some(user) => Some(user),
        None => provider
            .store
            .user_by_identifier(&declaration.email)
            .await?
            .filter(|user| user.has_email(&declaration.email)),
    };
    check_names_are_free(provider, &declaration, existing.as_ref()).await?;
    let now = changes.context().now();
    let Some(existing) = existing else {
        return add(provider, changes, declaration).await;
    };
    let new_password = changed_password(provider, declaration.password, &existing).await?;
    let same = existing.email.as_deref() == Some(&declaration.email)
        && existing.username == declaration.username
        && existing.claims == declaration.claims;
    let user = User {
        email: Some(declaration.email),
        username: declaration.username,
        claims: declaration.claims,
        updated_at: now,
        ..existing
    };
    if same && new_password.is_none() {
        return Ok(Declared {
            change: Change::None,
            user,
        });
    }
    change(provider, changes, user, new_password).await
}

/// Refuses a declaration whose address or user name is another user's.
async fn check_names_are_free(
    provider: &Provider,
    declaration: &Declaration,
    existing: Option<&User>,
) -> Result<()> {
    for name in declaration.username.iter().chain([&declaration.email]) {
        if let Some(other) = provider.store.user_by_identifier(name).await?
            && existing.is_none_or(|user| user.id != other.id)
        {
            return Err(Error::Input(format!("{name} is somebody else's")));
        }
    }
    Ok(())
}

/// The declared password, unless it is the one that the user has.
async fn changed_password(
    provider: &Provider,
    declared: Option<SecretString>,
    user: &User,
) -> Result<Option<SecretString>> {
    let (Some(password), Some(hash)) = (declared.clone(), &user.password_hash) else {
        return Ok(declared);
    };
    let permit = provider.hashing.permit().await?;
    let verification = provider
        .hashing
        .verify(permit, password.clone(), Some(hash.clone()))
        .await?;
    Ok(Some(password).filter(|_| verification == Verification::Wrong))
}

async fn hash(provider: &Provider, password: SecretString) -> Result<String> {
    let permit = provider.hashing.permit().await?;
    Ok(provider
        .hashing
        .hash(permit, password, provider.entropy.as_ref())
        .await?)
}

async fn add(
    provider: &Provider,
    changes: &mut ChangeSet<'_>,
    declaration: Declaration,
) -> Result<Declared> {
    let now = changes.context().now();
    let password_hash = match declaration.password {
        Some(password) => Some(hash(provider, password).await?),
        None => None,
    };
    let user = User {
        id: new_user_id(provider),
        email: Some(declaration.email),
        username: declaration.username,
        password_hash,
        claims: declaration.claims,
        disabled_at: None,
        created_at: now,
        updated_at: now,
    };
    changes.add(Store::add_user(&user), &about("user.added", &user));
    Ok(Declared {
        change: Change::Add,
        user,
    })
}

async fn change(
    provider: &Provider,
    changes: &mut ChangeSet<'_>,
    mut user: User,
    new_password: Option<SecretString>,
) -> Result<Declared> {
    let mut events = Unit::new();
    if let Some(password) = new_password {
        let had_password = user.password_hash.is_some();
        user.password_hash = Some(hash(provider, password).await?);
        let credential = if had_password {
            changes.end_sessions(&user.id, EndReason::PasswordChanged);
            CredentialChange::PasswordUpdated
        } else {
            CredentialChange::PasswordCreated
        };
        events = security_event(provider, changes.context(), &user.id, credential);
    }
    changes.add(
        Store::change_user(&user).then(events),
        &about("user.changed", &user),
    );
    Ok(Declared {
        change: Change::Change,
        user,
    })
}

/// What receivers of security events are told of a password that changed.
fn security_event(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
    change: CredentialChange,
) -> Unit {
    let event = NewSecurityEvent {
        cause: &ordered_id(provider.entropy.as_ref(), ctx.now()),
        event_type: EventType::CredentialChange,
        user_id,
        sid: None,
        payload: credential_change(change, ctx.now()),
    };
    Store::add_security_events(&event, ctx.now())
}

const fn about<'a>(action: &'static str, user: &'a User) -> Record<'a> {
    Record {
        action,
        subject: Some(user.id.as_str()),
        client_id: None,
        detail: "",
    }
}

/// Puts a user.
///
/// # Errors
/// As [`declare`].
pub async fn put(
    provider: &Provider,
    ctx: &OperationContext,
    declaration: Declaration,
    existing: Option<User>,
) -> Result<Declared> {
    let mut changes = provider.change_set(ctx);
    let declared = declare(provider, &mut changes, declaration, existing).await?;
    changes.commit().await?;
    Ok(declared)
}

/// A random UUID: it tells nothing, not even when it was made.
pub(crate) fn new_user_id(provider: &Provider) -> String {
    let mut bytes = [0_u8; 16];
    provider.entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

/// Disables or enables a user. Disabling also ends every session and every grant of the user;
/// enabling clears the delay after failed sign-ins.
///
/// # Errors
/// Where the database is unavailable.
pub async fn set_disabled(
    provider: &Provider,
    ctx: &OperationContext,
    user: &User,
    disabled: bool,
) -> Result<()> {
    let changed = User {
        disabled_at: disabled.then_some(user.disabled_at.unwrap_or(ctx.now())),
        updated_at: ctx.now(),
        ..user.clone()
    };
    let mut changes = provider.change_set(ctx);
    if disabled {
        changes.add(Store::change_user(&changed), &about("user.disabled", user));
        changes.end_sessions(&user.id, EndReason::UserDisabled);
    } else {
        let account = Digest::of(format!("user {}", user.id).as_bytes());
        changes.add(
            Store::change_user(&changed).then(Store::forget_sign_in_attempts(&account)),
            &about("user.enabled", user),
        );
    }
    changes.commit().await?;
    Ok(())
}
