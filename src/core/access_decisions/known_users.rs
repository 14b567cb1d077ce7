//! What is kept of users for decisions: who they are and what they have in an app, dropped by any change
//! of either ([decision 51](../../../docs/decisions/0051-authzen.md)).

use crate::{
    Configuration, Result, access::effective::user_access, kernel::Kernel,
    numbered_cache::NumberedCache, oauth::release::known_of_user,
};
use doorward_protocol::{
    access::UserAccess, clients::registered_client::RegisteredClient, text::is_storable,
    time::Timestamp,
};
use doorward_storage::User;
use serde_json::{Map, Value};
use std::sync::Arc;

/// How many users are kept at most, each for one app; the least used ones go first.
const MAX_KNOWN: u64 = 100_000;
/// The longest identifier that is kept.
const MAX_IDENTIFIER: usize = 255;

/// A user, with regard to an app.
pub(super) struct KnownUser {
    /// What conditions compare.
    pub(super) attributes: Map<String, Value>,
    /// What the user has in the app.
    pub(super) access: UserAccess,
    /// Whether the user is enabled and may use the app.
    pub(super) is_admitted: bool,
}

/// The numbers that what is kept was read with.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Versions {
    configuration: i64,
    access: i64,
    client: i64,
    roles: i64,
    rules: i64,
}

#[derive(Clone)]
struct Kept {
    /// `None`: nobody is called so.
    user: Option<Arc<KnownUser>>,
    /// When the next role of the user ends.
    until: Option<Timestamp>,
}

/// An app, and who is asked about.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    client_id: String,
    subject: String,
}

/// The users who were asked about lately.
pub(super) struct KnownUsers {
    kept: NumberedCache<Key, Versions, Kept>,
}

/// What is asked about, and with what.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) configuration: &'a Configuration,
    /// The number of changes of users, groups and roles, of the moment of the configuration: what is read
    /// from here on is never older.
    pub(super) access_changes: i64,
    pub(super) registered: &'a RegisteredClient,
    pub(super) now: Timestamp,
}

impl KnownUsers {
    pub(super) fn new() -> Self {
        Self {
            kept: NumberedCache::new(MAX_KNOWN),
        }
    }

    /// The user whom an app calls so: by `sub`, or else by user name or verified email address.
    ///
    /// # Errors
    /// Where the user is not in memory and the database is unavailable.
    pub(super) async fn get(
        &self,
        asking: Asking<'_>,
        subject: &str,
    ) -> Result<Option<Arc<KnownUser>>> {
        let Asking {
            kernel,
            configuration,
            access_changes,
            registered,
            now,
        } = asking;
        let versions = Versions {
            configuration: configuration.version,
            access: access_changes,
            client: registered.version,
            roles: registered.roles_version,
            rules: registered.access_rules_version,
        };
        let key = Key {
            client_id: registered.client.client_id.clone(),
            subject: subject.to_owned(),
        };
        if let Some(kept) = self.kept.get(&key, &versions).await
            && kept.until.is_none_or(|until| now < until)
        {
            return Ok(kept.user);
        }
        let found = find(kernel, subject).await?;
        // Whether there is such a user or not, the same is read.
        let user_id = found.as_ref().map_or("", |user| user.id.as_str());
        let client_id = &registered.client.client_id;
        let store = kernel.database.read();
        let until = store.next_end_of_roles(user_id, client_id, now).await?;
        let access = user_access(kernel, configuration, &registered.client, user_id, now).await?;
        let known = found.map(|user| Arc::new(KnownUser::of(asking, &user, access)));
        if subject.len() <= MAX_IDENTIFIER {
            let kept = Kept {
                user: known.clone(),
                until,
            };
            self.kept.insert(key, versions, kept).await;
        }
        Ok(known)
    }
}

async fn find(kernel: &Kernel, subject: &str) -> Result<Option<User>> {
    let store = kernel.database.read();
    // Nobody is called by what cannot be stored.
    let subject = if is_storable(subject) { subject } else { "" };
    // First by identifier: who takes the identifier of another user as their name is not that user.
    let (by_id, by_name) = (
        store.user(subject).await?,
        store.user_by_identifier(subject).await?,
    );
    let is_proven =
        |user: &User| !user.has_email(subject) || user.claims.email_verified == Some(true);
    Ok(by_id.or_else(|| by_name.filter(is_proven)))
}

impl KnownUser {
    /// A user with what they have in the app.
    pub(super) fn of(asking: Asking<'_>, user: &User, access: UserAccess) -> Self {
        let Asking {
            kernel,
            configuration,
            registered,
            ..
        } = asking;
        let client = &registered.client;
        let is_admitted =
            !registered.disabled && user.disabled_at.is_none() && client.admits_user(&access);
        Self {
            attributes: known_of_user(kernel, configuration, client, user),
            access,
            is_admitted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever asks about users who do not exist.
    #[tokio::test]
    async fn no_more_users_are_kept_than_there_is_room_for() {
        let known = KnownUsers::new();
        for number in 0..MAX_KNOWN + 2000 {
            let key = Key {
                client_id: "app".to_owned(),
                subject: number.to_string(),
            };
            let versions = Versions {
                configuration: 1,
                access: 1,
                client: 1,
                roles: 1,
                rules: 1,
            };
            let kept = Kept {
                user: None,
                until: None,
            };
            known.kept.insert(key, versions, kept).await;
        }
        assert!(known.kept.count().await <= MAX_KNOWN);
    }
}
