//! What is kept of users for decisions: who they are and what they have in an app, dropped by any change
//! of either ([decision 51](../../../docs/decisions/0051-authzen.md)).

use super::effective::user_access;
use crate::{Configuration, Result, kernel::Kernel, oauth::release::known_of_user};
use doorward_protocol::{
    access::UserAccess, clients::registered_client::RegisteredClient, time::Timestamp,
};
use doorward_storage::{ConfigurationVersion, User};
use moka::future::Cache;
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
    store: ConfigurationVersion,
    client: i64,
    roles: i64,
}

#[derive(Clone)]
struct Kept {
    /// `None`: nobody is called so.
    user: Option<Arc<KnownUser>>,
    versions: Versions,
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
    kept: Cache<Key, Kept>,
}

/// What is asked about, and with what.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) configuration: &'a Configuration,
    pub(super) registered: &'a RegisteredClient,
    pub(super) now: Timestamp,
}

impl KnownUsers {
    pub(super) fn new() -> Self {
        Self {
            kept: Cache::new(MAX_KNOWN),
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
            registered,
            now,
            ..
        } = asking;
        // Read before the rows are: what is read is never older than these numbers.
        let versions = Versions {
            store: kernel.session_cache_version().await?,
            client: registered.version,
            roles: registered.roles_version,
        };
        let key = Key {
            client_id: registered.client.client_id.clone(),
            subject: subject.to_owned(),
        };
        if let Some(kept) = self.kept.get(&key).await
            && kept.versions == versions
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
        let known = know(asking, user_id, found.as_ref()).await?.map(Arc::new);
        if subject.len() <= MAX_IDENTIFIER {
            let kept = Kept {
                user: known.clone(),
                versions,
                until,
            };
            self.kept.insert(key, kept).await;
        }
        Ok(known)
    }
}

async fn find(kernel: &Kernel, subject: &str) -> Result<Option<User>> {
    let store = kernel.database.read();
    // First by identifier: who takes the identifier of another user as their name is not that user.
    let (by_id, by_name) = (
        store.user(subject).await?,
        store.user_by_identifier(subject).await?,
    );
    let is_proven =
        |user: &User| !user.has_email(subject) || user.claims.email_verified == Some(true);
    Ok(by_id.or_else(|| by_name.filter(is_proven)))
}

/// What a user has in an app, and what conditions may compare.
pub(super) async fn know(
    asking: Asking<'_>,
    user_id: &str,
    user: Option<&User>,
) -> Result<Option<KnownUser>> {
    let Asking {
        kernel,
        configuration,
        registered,
        now,
    } = asking;
    let client = &registered.client;
    let access = user_access(kernel, configuration, client, user_id, now).await?;
    let Some(user) = user else { return Ok(None) };
    let is_admitted =
        !registered.disabled && user.disabled_at.is_none() && client.admits_user(&access);
    Ok(Some(KnownUser {
        attributes: known_of_user(kernel, configuration, client, user),
        access,
        is_admitted,
    }))
}
