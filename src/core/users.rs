//! Users: declared, changed, disabled.

use crate::context::OperationContext;
use crate::{
    Error, Provider, Result, audit,
    clients::Change,
    sessions::sso_session::{self, Ending},
};
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

/// A declaration with what it would change.
pub struct Planned {
    /// The change.
    pub change: Change,
    /// The user as they will be.
    pub user: User,
    is_new: bool,
    new_password: Option<SecretString>,
    had_password: bool,
}

/// What putting the declaration would change; the password is held against the one there is.
///
/// # Errors
/// `Input` where the user name is somebody else's.
pub async fn plan(
    provider: &Provider,
    ctx: &OperationContext,
    declaration: Declaration,
    existing: Option<User>,
) -> Result<Planned> {
    check(&declaration)?;
    let existing = match existing {
        Some(user) => Some(user),
        None => provider
            .store
            .user_by_identifier(&declaration.email)
            .await?
            .filter(|user| user.has_email(&declaration.email)),
    };
    for name in declaration.username.iter().chain([&declaration.email]) {
        if let Some(other) = provider.store.user_by_identifier(name).await?
            && existing.as_ref().is_none_or(|user| user.id != other.id)
        {
            return Err(Error::Input(format!("{name} is somebody else's")));
        }
    }
    let known_hash = existing
        .as_ref()
        .and_then(|user| user.password_hash.clone());
    let new_password = match (declaration.password, &known_hash) {
        (Some(password), Some(hash)) => {
            let permit = provider.hashing.permit().await?;
            let verification = provider
                .hashing
                .verify(permit, password.clone(), Some(hash.clone()))
                .await?;
            Some(password).filter(|_| verification == Verification::Wrong)
        }
        (password, _) => password,
    };
    let now = ctx.now();
    let same = existing.as_ref().is_some_and(|user| {
        user.email.as_deref() == Some(&declaration.email)
            && user.username == declaration.username
            && user.claims == declaration.claims
            && new_password.is_none()
    });
    let change = match (&existing, same) {
        (None, _) => Change::Add,
        (Some(_), true) => Change::None,
        (Some(_), false) => Change::Change,
    };
    let user = User {
        id: existing
            .as_ref()
            .map_or_else(|| new_user_id(provider), |user| user.id.clone()),
        email: Some(declaration.email),
        username: declaration.username,
        password_hash: known_hash.clone(),
        claims: declaration.claims,
        disabled_at: existing.as_ref().and_then(|user| user.disabled_at),
        created_at: existing.as_ref().map_or(now, |user| user.created_at),
        updated_at: now,
    };
    Ok(Planned {
        change,
        user,
        is_new: existing.is_none(),
        new_password,
        had_password: known_hash.is_some(),
    })
}

impl Planned {
    /// The statements that carry the plan out, with the new password hashed.
    ///
    /// # Errors
    /// Where too many passwords are being hashed.
    pub async fn unit(&mut self, provider: &Provider, ctx: &OperationContext) -> Result<Unit> {
        if self.change == Change::None {
            return Ok(Unit::new());
        }
        if let Some(password) = &self.new_password {
            self.user.password_hash = Some(
                provider
                    .hashing
                    .hash(
                        provider.hashing.permit().await?,
                        password.clone(),
                        provider.entropy.as_ref(),
                    )
                    .await?,
            );
        }
        let (action, unit) = if self.is_new {
            ("user.added", Store::add_user(&self.user))
        } else {
            ("user.changed", Store::change_user(&self.user))
        };
        let entry = audit::Entry {
            action,
            actor: audit::COMMAND_LINE,
            subject: Some(&self.user.id),
            client_id: None,
            detail: "",
        };
        Ok(unit
            .then(self.told(provider, ctx))
            .then(audit::entry(provider, ctx, &entry)))
    }

    /// What receivers of security events hear of a password that changed; somebody new has changed
    /// nothing.
    fn told(&self, provider: &Provider, ctx: &OperationContext) -> Unit {
        if self.new_password.is_none() || self.is_new {
            return Unit::new();
        }
        let change = if self.had_password {
            CredentialChange::PasswordUpdated
        } else {
            CredentialChange::PasswordCreated
        };
        let now = ctx.now();
        let event = NewSecurityEvent {
            cause: &ordered_id(provider.entropy.as_ref(), now),
            event_type: EventType::CredentialChange,
            user_id: &self.user.id,
            sid: None,
            payload: credential_change(change, now),
        };
        Store::add_security_events(&event, now)
    }

    /// What follows once the statements are committed: a changed password ends every session and
    /// family.
    ///
    /// # Errors
    /// Where the store is away.
    pub async fn follow_up(&self, provider: &Provider, ctx: &OperationContext) -> Result<()> {
        if self.new_password.is_some() && self.had_password {
            revoke_everything(provider, ctx, &self.user.id, EndReason::PasswordChanged).await?;
        }
        Ok(())
    }
}

/// Puts a user.
///
/// # Errors
/// Where the store is away or a name is taken.
pub async fn put(
    provider: &Provider,
    ctx: &OperationContext,
    declaration: Declaration,
    existing: Option<User>,
) -> Result<Planned> {
    let mut planned = plan(provider, ctx, declaration, existing).await?;
    provider
        .store
        .commit(planned.unit(provider, ctx).await?)
        .await?;
    planned.follow_up(provider, ctx).await?;
    Ok(planned)
}

/// A random UUID: it tells nothing, not even when it was made.
pub(crate) fn new_user_id(provider: &Provider) -> String {
    let mut bytes = [0_u8; 16];
    provider.entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

/// Disables or enables a user. Disabling ends everything of theirs at once.
///
/// # Errors
/// Where the store is away.
pub async fn set_disabled(
    provider: &Provider,
    ctx: &OperationContext,
    user: &User,
    disabled: bool,
) -> Result<()> {
    let now = ctx.now();
    let changed = User {
        disabled_at: disabled.then_some(user.disabled_at.unwrap_or(now)),
        updated_at: now,
        ..user.clone()
    };
    let action = if disabled {
        "user.disabled"
    } else {
        "user.enabled"
    };
    let entry = audit::Entry {
        action,
        actor: audit::COMMAND_LINE,
        subject: Some(&user.id),
        client_id: None,
        detail: "",
    };
    provider
        .store
        .commit(Store::change_user(&changed).then(audit::entry(provider, ctx, &entry)))
        .await?;
    if disabled {
        revoke_everything(provider, ctx, &user.id, EndReason::UserDisabled).await?;
    } else {
        let account = Digest::of(format!("user {}", user.id).as_bytes());
        provider
            .store
            .commit(Store::forget_sign_in_attempts(&account))
            .await?;
    }
    Ok(())
}

async fn revoke_everything(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
    reason: EndReason,
) -> Result<()> {
    end_everything(
        provider,
        ctx,
        user_id,
        Ending {
            reason,
            actor: audit::COMMAND_LINE,
        },
    )
    .await
    .map(|_| ())
}

/// Ends every session of a user and revokes every family, those with offline access too, which may
/// outlive the session that began them.
///
/// # Errors
/// Where the store is away.
pub(crate) async fn end_everything(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
    ending: Ending<'_>,
) -> Result<usize> {
    let ended = sso_session::end_all(provider, ctx, user_id, None, ending).await?;
    provider
        .store
        .commit(Store::revoke_grants_of_user(user_id, ctx.now()))
        .await?;
    Ok(ended)
}
