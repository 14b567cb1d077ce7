//! Users: read, declared, disabled.

mod attributes;
mod declaration;
mod declare;
mod import;
mod import_file;
mod imported_row;
mod migrated;
mod personal_data;
mod removal;

pub use crate::credentials::GivenPassword;
pub use declaration::is_email;
pub(crate) use declaration::is_username;
pub use declaration::{AddressProblem, Declaration, Declared, check_address};
pub use doorward_storage::User;
pub(crate) use import::Reach;
pub use import::{Import, ImportOptions, OnDuplicate, RowOutcome, check_source};
pub use import_file::{ReadImport, ReadRow};
pub use imported_row::ImportRow;
pub(crate) use migrated::{Described, Newcomer};

use crate::{
    Result,
    audit::Record,
    change_set::ChangeSet,
    context::OperationContext,
    credentials::{Passwords, forget_all_attempts},
    kernel::Kernel,
    notices::Notices,
    sessions::Sessions,
};
use doorward_protocol::{
    events::subject_identifier::SubjectIdentifier, secret::Entropy,
    sessions::sso_session::EndReason,
};
use doorward_storage::Store;
use std::sync::Arc;

/// The users of this provider.
pub struct Users {
    kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
    passwords: Arc<Passwords>,
    notices: Arc<Notices>,
}

impl Users {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        sessions: Arc<Sessions>,
        passwords: Arc<Passwords>,
        notices: Arc<Notices>,
    ) -> Self {
        Self {
            kernel,
            sessions,
            passwords,
            notices,
        }
    }

    /// The user with an identifier.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn get(&self, id: &str) -> Result<Option<User>> {
        Ok(self.kernel.database.read().user(id).await?)
    }

    /// The user with an email address, a user name or an identifier.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn find(&self, identifier: &str) -> Result<Option<User>> {
        Ok(self
            .kernel
            .database
            .read()
            .user_by_identifier(identifier)
            .await?)
    }

    /// Whether a user has a password.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn has_password(&self, user_id: &str) -> Result<bool> {
        Ok(self.passwords.of_user(user_id).await?.is_some())
    }

    /// The users by email address: ten thousand at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn list(&self) -> Result<Vec<User>> {
        Ok(self.kernel.database.read().users().await?)
    }

    /// The users that a subject identifier names (RFC 9493): none of this provider, one, or those whom
    /// two identity providers of one issuer know by one subject.
    pub(crate) async fn by_subject(&self, subject: &SubjectIdentifier) -> Result<Vec<User>> {
        let store = self.kernel.database.read();
        let simple = match subject {
            SubjectIdentifier::Complex {
                user: Some(user), ..
            } => user.as_ref(),
            simple => simple,
        };
        let only = match simple {
            SubjectIdentifier::Email { email } => store.user_by_email(email).await?,
            SubjectIdentifier::Opaque { id } => store.user(id).await?,
            SubjectIdentifier::IssSub { iss, sub } if iss == self.kernel.issuer() => {
                store.user(sub).await?
            }
            SubjectIdentifier::IssSub { iss, sub } => {
                return Ok(store.users_by_subject(iss, sub).await?);
            }
            SubjectIdentifier::Complex { .. } => None,
        };
        Ok(only.into_iter().collect())
    }

    /// Disables or enables a user. Disabling also ends every session and every grant of the user;
    /// enabling clears the delay after failed sign-ins.
    ///
    /// # Errors
    /// Where the database is unavailable, and `Unavailable` where the user is gone.
    pub async fn set_disabled(
        &self,
        ctx: &OperationContext,
        user: &User,
        disabled: bool,
    ) -> Result<()> {
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        Self::set_disabled_in(&mut set, user, disabled);
        set.commit_or_conflict().await
    }

    /// As [`Users::set_disabled`], in a set of changes.
    pub(crate) fn set_disabled_in(set: &mut ChangeSet<'_>, user: &User, disabled: bool) {
        let now = set.context().now();
        if disabled {
            let change = Store::disable_user(&user.id, now);
            set.add(change, &about("user.disabled", user));
            set.end_sessions(&user.id, EndReason::UserDisabled);
        } else {
            let forget = forget_all_attempts(user);
            let change = Store::enable_user(&user.id, now).then(forget);
            set.add(change, &about("user.enabled", user));
        }
    }
}

/// What the audit log says of a change to a user.
const fn about<'a>(action: &'static str, user: &'a User) -> Record<'a> {
    Record {
        action,
        subject: Some(user.id.as_str()),
        client_id: None,
        detail: "",
    }
}

/// A new user identifier: a random UUID, which does not even tell when it was made.
pub(crate) fn new_user_id(entropy: &dyn Entropy) -> String {
    let mut bytes = [0_u8; 16];
    entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}
