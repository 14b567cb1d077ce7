//! The table `account_deletions`: users who asked that their account is deleted.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// A request of a user to delete their account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDeletion {
    /// The user whose account it is.
    pub user_id: String,
    /// When they asked.
    pub requested_at: Timestamp,
    /// When it is done.
    pub due_at: Timestamp,
}

columns! {
    ACCOUNT_DELETION of d, read by account_deletion -> AccountDeletion {
        user_id: Row::text(user_id),
        requested_at: Row::at(requested_at),
        due_at: Row::at(due_at),
    }
}

impl Store {
    /// The request of a user, where one waits.
    pub async fn account_deletion(&self, user_id: &str) -> Result<Option<AccountDeletion>> {
        let select =
            query!("SELECT {ACCOUNT_DELETION} FROM account_deletions d WHERE d.user_id = $1");
        self.row(select.bind(user_id))
            .await?
            .map(|row| account_deletion(&row))
            .transpose()
    }

    /// The oldest hundred requests whose time has come.
    pub async fn due_account_deletions(&self, now: Timestamp) -> Result<Vec<AccountDeletion>> {
        let select = query!(
            "SELECT {ACCOUNT_DELETION} FROM account_deletions d WHERE d.due_at <= $1
             ORDER BY d.due_at LIMIT 100"
        );
        let rows = self.rows(select.bind(now)).await?;
        rows.iter().map(account_deletion).collect()
    }

    /// Adds a request. A guard: the user has made none.
    pub fn add_account_deletion(request: &AccountDeletion) -> Unit {
        let insert = query!(
            "INSERT INTO account_deletions (user_id, requested_at, due_at, is_final)
             VALUES ($1, $2, $3, 0) ON CONFLICT (user_id) DO NOTHING"
        );
        let insert = insert.bind(&request.user_id).bind(request.requested_at);
        Unit::new().guard(insert.bind(request.due_at))
    }

    /// Takes a request back. A guard: there is one, and the deletion has not begun.
    pub fn remove_account_deletion(user_id: &str) -> Unit {
        let delete = query!("DELETE FROM account_deletions WHERE user_id = $1 AND is_final = 0");
        Unit::new().guard(delete.bind(user_id))
    }

    /// Begins a deletion, which cannot be taken back from then on. A guard: its time has come, and the
    /// request was not taken back.
    pub fn begin_account_deletion(user_id: &str, now: Timestamp) -> Unit {
        let update =
            query!("UPDATE account_deletions SET is_final = 1 WHERE user_id = $1 AND due_at <= $2");
        Unit::new().guard(update.bind(user_id).bind(now))
    }
}
