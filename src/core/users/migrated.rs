//! A user of another system who moves in at a sign-in: made with the password that was typed.

use super::{ImportRow, Users, new_user_id};
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::{
    secret::ordered_id,
    text::{fold_address, fold_username},
};
use doorward_storage::{ImportedPassword, ImportedUser, Store, Unit, User};
use secrecy::SecretString;

/// What the other system says of somebody who signed in.
pub(crate) struct Described {
    pub(crate) row: ImportRow,
    /// The password that was typed, and that the other system knows.
    pub(crate) password: SecretString,
}

/// A user who is about to be made, and the statements that make them.
pub(crate) struct Newcomer {
    pub(crate) user: User,
    pub(crate) makes: Unit,
}

impl Users {
    /// A user who signed in as `typed`, and whom the other system describes by a row. `None` where the
    /// row cannot be one of theirs.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once.
    pub(crate) async fn newcomer(
        &self,
        ctx: &OperationContext,
        source: &str,
        typed: &str,
        described: Described,
    ) -> Result<Option<Newcomer>> {
        let Described { mut row, password } = described;
        row.password_hash = None;
        let entropy = self.kernel.entropy.as_ref();
        if row.email.is_none() && row.username.is_none() {
            row.username = Some(typed.to_owned());
        }
        let checked = match row.check(new_user_id(entropy), ctx.now()) {
            Ok(checked) => checked,
            Err(cause) => {
                tracing::warn!(cause, "a user of the other system cannot move in");
                return Ok(None);
            }
        };
        let mut details = checked.details;
        let by_email = |email: &String| fold_address(email) == fold_address(typed);
        let by_name = |name: &String| fold_username(name) == fold_username(typed);
        let is_named = details.email.as_ref().is_some_and(by_email)
            || details.username.as_ref().is_some_and(by_name);
        if !is_named && details.username.is_none() && !typed.contains('@') {
            details.username = Some(typed.to_owned());
        } else if !is_named || row.disabled {
            tracing::warn!("the other system described a user of another name, or a disabled one");
            return Ok(None);
        }
        let hash = self.passwords.hash_of(password).await?;
        let user = User {
            id: details.id.clone(),
            email: details.email.clone(),
            username: details.username.clone(),
            claims: details.claims.clone(),
            disabled_at: None,
            picture_id: None,
            generation: 1,
            version: 1,
            created_at: details.created_at,
            updated_at: ctx.now(),
        };
        let password = ImportedPassword {
            id: ordered_id(entropy, ctx.now()),
            hash: hash.text,
            cost: hash.cost,
        };
        let imported = ImportedUser::new(details, Some(password));
        let record = Record {
            action: "user.migrated",
            subject: Some(&user.id),
            client_id: None,
            detail: source,
        };
        let makes = Store::add_imported_users(source, &[imported], ctx.now())
            .then(self.kernel.database.record(ctx, &record));
        Ok(Some(Newcomer { user, makes }))
    }

    /// How many users came from a source.
    pub(crate) async fn imported_from(&self, source: &str) -> Result<i64> {
        Ok(self.kernel.database.read().imported_rows(source).await?)
    }
}
