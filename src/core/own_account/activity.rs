//! What happened to an account lately, for its user.

use super::OwnAccount;
use crate::Result;
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditRow, ListCursor};

/// How many entries a page has at most.
const PAGE: usize = 50;

/// What happened, as far as the user is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// The user signed in.
    SignedIn,
    /// Somebody tried to sign in, and failed.
    SignInFailed,
    /// The user proved again who they are.
    SteppedUp,
    /// A session ended.
    SessionEnded,
    /// The password changed.
    PasswordChanged,
    /// Somebody asked for a new password by mail.
    PasswordResetRequested,
    /// A way to sign in, or a second factor, was added.
    MethodAdded,
    /// A way to sign in, or a second factor, was removed.
    MethodRemoved,
    /// The second factor was wrong.
    SecondFactorFailed,
    /// The second factors were lost: somebody asked to remove them, refused that, or did it.
    Recovery,
    /// The email address changed, or the change was taken back.
    AddressChanged,
    /// The names, the language or the picture changed.
    ProfileChanged,
    /// The account was made.
    AccountMade,
    /// The account was disabled or enabled, or may be tried again.
    AccountLocked,
    /// The user said of a notice that it was somebody else.
    Disowned,
    /// An app was allowed to know the user.
    AppAllowed,
    /// An app was taken out of the account.
    AppRemoved,
}

impl ActivityKind {
    /// The kind of an audit entry; none where it says nothing to the user.
    fn of(action: &str) -> Option<Self> {
        Some(match action {
            "sign_in.succeeded" => Self::SignedIn,
            "sign_in.failed" => Self::SignInFailed,
            "sign_in.stepped_up" => Self::SteppedUp,
            "session.ended" => Self::SessionEnded,
            "password.changed" | "password_reset.completed" => Self::PasswordChanged,
            "password_reset.requested" => Self::PasswordResetRequested,
            "second_factor.added" | "identity.linked" => Self::MethodAdded,
            "second_factor.removed" | "identity.unlinked" => Self::MethodRemoved,
            "second_factor.failed" => Self::SecondFactorFailed,
            "second_factor.code_given"
            | "recovery.requested"
            | "recovery.completed"
            | "recovery.refused" => Self::Recovery,
            "user.address_changed" | "user.address_change_undone" => Self::AddressChanged,
            "user.changed" => Self::ProfileChanged,
            "user.added" | "user.registered" | "user.imported" => Self::AccountMade,
            "user.disabled" | "user.enabled" | "user.unlocked" => Self::AccountLocked,
            "account.disowned" => Self::Disowned,
            "consent.given" => Self::AppAllowed,
            "app.unlinked" => Self::AppRemoved,
            _ => return None,
        })
    }
}

/// Something that happened to the account.
#[derive(Clone, Debug)]
pub struct ActivityEntry {
    /// What the user is told of it.
    pub kind: ActivityKind,
    /// When it happened.
    pub at: Timestamp,
    /// The app that it was about, or through.
    pub app: Option<String>,
    /// Whether an administrator did it.
    pub is_by_administrator: bool,
    /// The IP address that the request came from.
    pub address: Option<String>,
    /// The `User-Agent` header of the request.
    pub user_agent: Option<String>,
}

/// A page of what happened, the newest first.
#[derive(Debug)]
pub struct Activity {
    /// The entries of this page.
    pub entries: Vec<ActivityEntry>,
    /// Where the next page begins; none where this is the last one.
    pub next: Option<ListCursor>,
}

impl OwnAccount {
    /// What happened to a user before a place in the list.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn activity(&self, user_id: &str, before: &ListCursor) -> Result<Activity> {
        let store = self.kernel.database.read();
        let rows = store.audit_events_before(user_id, before, PAGE).await?;
        let next = rows.get(PAGE - 1).map(AuditRow::cursor);
        let mut entries = Vec::new();
        for row in rows {
            if let Some(kind) = ActivityKind::of(&row.action) {
                let app = self.app_of(&row).await?;
                entries.push(ActivityEntry {
                    kind,
                    at: row.at,
                    app,
                    is_by_administrator: row.actor_kind == "command_line",
                    address: row.address,
                    user_agent: row.user_agent,
                });
            }
        }
        Ok(Activity { entries, next })
    }

    /// The name of the app of an entry; its identifier where it was deleted.
    async fn app_of(&self, row: &AuditRow) -> Result<Option<String>> {
        let Some(client_id) = &row.client_id else {
            return Ok(None);
        };
        let configuration = self.kernel.configuration().await?;
        let registered = configuration.client(client_id).await?;
        Ok(Some(registered.map_or_else(
            || client_id.clone(),
            |registered| registered.client.display_name().to_owned(),
        )))
    }
}
