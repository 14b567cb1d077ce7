//! People: declared, changed, disabled.

use super::{Error, Provider, Result, audit, clients::Change, sso_session, sso_session::Ending};
use crate::{
    credentials::{Verification, check_new_password},
    protocol::{
        claims::StandardClaims,
        secret::Digest,
        sso_session::EndReason,
        text::{fold, is_storable},
    },
    storage::{Person, Store},
};
use secrecy::{ExposeSecret, SecretString};

/// A person as they are to be.
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

/// Checks what can be checked without the store.
///
/// # Errors
/// `Input` with what to change.
pub fn check(declaration: &Declaration) -> Result<()> {
    let wrong = |text: &str| Err(Error::Input(text.to_owned()));
    let email = &declaration.email;
    let shaped = email.split_once('@').is_some_and(|(local, domain)| {
        (1..=64).contains(&local.len()) && domain.len() >= 1 && !domain.contains('@') && !domain.starts_with('.') && !domain.ends_with('.')
    });
    if !shaped || email.len() > 254 || !is_storable(email) || email.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return wrong("email must be one address, such as ada@example.com, of 254 characters at most");
    }
    if let Some(username) = &declaration.username {
        let fine = (1..=64).contains(&username.chars().count()) && !username.contains('@') && !username.chars().any(|c| c.is_control() || c.is_whitespace());
        if !fine {
            return wrong("username must have 1 to 64 characters, without spaces and without @, so that it is never somebody's address");
        }
    }
    if let Some(password) = &declaration.password {
        check_new_password(password.expose_secret()).map_err(|hint| Error::Input(hint.to_owned()))?;
    }
    Ok(())
}

/// What putting the declaration would change, with the password verified against the one there is.
///
/// # Errors
/// `Input` where the user name is somebody else's.
pub async fn plan(provider: &Provider, declaration: &Declaration) -> Result<(Change, Option<Person>)> {
    check(declaration)?;
    let existing = provider.store.person_by_identifier(&declaration.email).await?.filter(|person| fold(&person.email) == fold(&declaration.email));
    if let Some(username) = &declaration.username
        && let Some(other) = provider.store.person_by_identifier(username).await?
        && existing.as_ref().is_none_or(|person| person.id != other.id)
    {
        return Err(Error::Input(format!("the username {username} is somebody else's")));
    }
    let Some(person) = &existing else { return Ok((Change::Add, None)) };
    let same = person.email == declaration.email && person.username == declaration.username && person.claims == declaration.claims;
    let same_password = match (&declaration.password, &person.password_hash) {
        (None, _) => true,
        (Some(password), Some(hash)) => {
            let permit = provider.hashing.permit().await?;
            provider.hashing.verify(permit, password.clone(), Some(hash.clone())).await? != Verification::Wrong
        }
        (Some(_), None) => false,
    };
    Ok((if same && same_password { Change::None } else { Change::Change }, existing))
}

/// Puts a person. A changed password ends every session and family of theirs.
///
/// # Errors
/// Where the store is away or the user name is taken.
pub async fn put(provider: &Provider, declaration: Declaration) -> Result<(Change, Person)> {
    let (change, existing) = plan(provider, &declaration).await?;
    let now = provider.now();
    if let (Change::None, Some(person)) = (change, &existing) {
        return Ok((change, person.clone()));
    }
    let mut password_changed = false;
    let password_hash = match (&declaration.password, existing.as_ref().and_then(|person| person.password_hash.clone())) {
        (Some(password), known) => {
            let unchanged = match &known {
                Some(hash) => provider.hashing.verify(provider.hashing.permit().await?, password.clone(), Some(hash.clone())).await? != Verification::Wrong,
                None => false,
            };
            if unchanged {
                known
            } else {
                password_changed = known.is_some();
                Some(provider.hashing.hash(provider.hashing.permit().await?, password.clone(), provider.entropy.as_ref()).await?)
            }
        }
        (None, known) => known,
    };
    let person = Person {
        id: existing.as_ref().map_or_else(|| new_person_id(provider), |person| person.id.clone()),
        email: declaration.email,
        username: declaration.username,
        password_hash,
        claims: declaration.claims,
        disabled_at: existing.as_ref().and_then(|person| person.disabled_at),
        created_at: existing.as_ref().map_or(now, |person| person.created_at),
        updated_at: now,
    };
    let (action, unit) = if existing.is_some() { ("person.changed", Store::change_person(&person)) } else { ("person.added", Store::add_person(&person)) };
    let entry = audit::Entry { action, actor: audit::COMMAND_LINE, subject: Some(&person.id), client_id: None, detail: "" };
    provider.store.commit(unit.then(audit::entry(provider, &entry))).await?;
    if password_changed {
        revoke_everything(provider, &person.id, EndReason::PasswordChanged).await?;
    }
    Ok((change, person))
}

/// A random UUID: it tells nothing, not even when it was made.
fn new_person_id(provider: &Provider) -> String {
    let mut bytes = [0_u8; 16];
    provider.entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// Disables or enables a person. Disabling ends everything of theirs at once.
///
/// # Errors
/// Where the store is away.
pub async fn set_disabled(provider: &Provider, person: &Person, disabled: bool) -> Result<()> {
    let now = provider.now();
    let changed = Person { disabled_at: disabled.then_some(person.disabled_at.unwrap_or(now)), updated_at: now, ..person.clone() };
    let action = if disabled { "person.disabled" } else { "person.enabled" };
    let entry = audit::Entry { action, actor: audit::COMMAND_LINE, subject: Some(&person.id), client_id: None, detail: "" };
    provider.store.commit(Store::change_person(&changed).then(audit::entry(provider, &entry))).await?;
    if disabled {
        revoke_everything(provider, &person.id, EndReason::PersonDisabled).await?;
    } else {
        let account = Digest::of(format!("person {}", person.id).as_bytes());
        provider.store.commit(Store::forget_sign_in_attempts(&account)).await?;
    }
    Ok(())
}

async fn revoke_everything(provider: &Provider, person_id: &str, reason: EndReason) -> Result<()> {
    sso_session::end_all(provider, person_id, None, Ending { reason, actor: audit::COMMAND_LINE }).await?;
    // Families with offline access may outlive the session that began them.
    provider.store.commit(Store::revoke_grants_of_person(person_id, provider.now())).await?;
    Ok(())
}
