//! A user of another system who moves in at a sign-in: made with the password that was typed.

use super::{ImportRow, Users, imported_row::names, new_user_id};
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::{
    secret::{Digest, ordered_id},
    text::{fold_address, fold_username},
};
use doorward_storage::{ImportedDetails, ImportedPassword, ImportedUser, Store, Unit, User};
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
        if row.disabled {
            tracing::warn!("the other system described a disabled user, who cannot move in");
            return Ok(None);
        }
        prepare(&mut row, typed);
        let entropy = self.kernel.entropy.as_ref();
        let checked = match row.check(new_user_id(entropy), ctx.now()) {
            Ok(checked) => checked,
            Err(cause) => {
                tracing::warn!(cause, "a user of the other system cannot move in");
                return Ok(None);
            }
        };
        let mut details = checked.details;
        if !is_of(&mut details, typed) {
            tracing::warn!("the other system described a user of another name");
            return Ok(None);
        }
        let hash = self.passwords.hash_of(password).await?;
        let user = User {
            id: details.id.clone(),
            email: details.email.clone(),
            username: details.username.clone(),
            claims: details.claims.clone(),
            disabled_at: None,
            address_said_by: None,
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
        let before = self.traces(&row.names_of(&details));
        let imported = ImportedUser::new(details, Some(password));
        let record = Record {
            action: "user.migrated",
            subject: Some(&user.id),
            client_id: None,
            detail: source,
        };
        let makes = Store::add_newcomer(source, &imported, &before, ctx.now())
            .then(self.kernel.database.record(ctx, &record));
        Ok(Some(Newcomer { user, makes }))
    }

    /// The digests by which somebody is known again who was here before: those of rows that were
    /// imported, from whatever source, and those of users who left.
    fn traces(&self, names: &[String]) -> Vec<Digest> {
        let imported = names.iter().map(|name| Digest::of(name.as_bytes()));
        let left = names.iter().map(|name| self.trace_of_departed(name));
        imported.chain(left).collect()
    }

    /// What stays of a name of a user who left: a digest that only this server can make.
    fn trace_of_departed(&self, name: &str) -> Digest {
        let proven = self.kernel.lasting_keys.prove("departed user", name);
        Digest::of(proven.as_bytes())
    }

    /// Remembers that a user left, so that no sign-in makes them anew from what another system says.
    pub(super) fn remember_departed(&self, ctx: &OperationContext, user: &User) -> Unit {
        let names = names(
            Some(&user.id),
            user.email.as_deref(),
            user.username.as_deref(),
        );
        let traces: Vec<Digest> = names
            .iter()
            .map(|name| self.trace_of_departed(name))
            .collect();
        Store::remember_departed(&traces, ctx.now())
    }

    /// How many users came from a source.
    pub(crate) async fn imported_from(&self, source: &str) -> Result<i64> {
        Ok(self.kernel.database.read().imported_rows(source).await?)
    }
}

/// Whether a description is of the user who was asked for. One that names nobody else gets the typed user
/// name.
fn is_of(details: &mut ImportedDetails, typed: &str) -> bool {
    let by_email = |email: &String| fold_address(email) == fold_address(typed);
    let by_name = |name: &String| fold_username(name) == fold_username(typed);
    let is_named = details.email.as_ref().is_some_and(by_email)
        || details.username.as_ref().is_some_and(by_name);
    if is_named {
        return true;
    }
    let may_be_named = details.username.is_none() && !typed.contains('@');
    if may_be_named {
        details.username = Some(typed.to_owned());
    }
    may_be_named
}

/// What of a described user is taken: no hash, no characters that nobody sees, and the name that was typed
/// where they have none.
fn prepare(row: &mut ImportRow, typed: &str) {
    row.password_hash = None;
    row.claims.undisguise_names();
    if row.email.is_none() && row.username.is_none() {
        row.username = Some(typed.to_owned());
    }
}
