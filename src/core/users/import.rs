//! Users of another system, added in batches (docs/decisions/0036). A bad row is refused by itself.

use super::{
    Users, about,
    imported_row::{CheckedRow, ImportRow},
    new_user_id,
};
use crate::{
    Error, Result, audit::Record, change_set::ChangeSet, context::OperationContext,
    credentials::GivenPassword,
};
use doorward_protocol::{oidc::claims::StandardClaims, secret::ordered_id, text::fold_address};
use doorward_storage::{
    CommonName, ImportedNames, ImportedPassword, ImportedUser, KnownRow, Store, Unit, User,
};
use futures_util::future::LocalBoxFuture;
use std::collections::HashSet;

/// What becomes of a row whose user is here already: by the identifier, the address or the user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum OnDuplicate {
    /// The user stays as they are.
    Skip,
    /// What the row says goes over what is known of the user of its identifier or address. A password
    /// that the user has here stays.
    Update,
    /// The row is refused.
    Fail,
}

/// How users are imported.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The name of the other system: a row of one name is imported once.
    pub source: String,
    /// What becomes of a row whose user is here already.
    pub on_duplicate: OnDuplicate,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Whether a user whose hash cannot be read is added without a password.
    pub without_unreadable_passwords: bool,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// The user was added.
    Added,
    /// The user was here already, and was changed.
    Updated,
    /// The user is here already, and stays as they are.
    Skipped,
    /// The row was imported before.
    ImportedBefore,
    /// The row was not imported, and why.
    Refused(String),
}

/// Says whether whoever imports may act on the user of an identifier.
pub(crate) type Reach<'a> = Box<dyn Fn(String) -> LocalBoxFuture<'a, Result<bool>> + 'a>;

/// An import that is under way.
pub struct Import<'a> {
    users: &'a Users,
    ctx: &'a OperationContext,
    options: ImportOptions,
    /// Whom whoever imports may act on; none at the command line, which may do everything.
    reach: Option<Reach<'a>>,
    /// What names the users of the rows so far.
    seen: HashSet<String>,
}

impl Users {
    /// Begins an import.
    pub fn import<'a>(&'a self, ctx: &'a OperationContext, options: ImportOptions) -> Import<'a> {
        Import {
            users: self,
            ctx,
            options,
            reach: None,
            seen: HashSet::new(),
        }
    }
}

impl<'a> Import<'a> {
    /// Lets the import change nobody beyond a reach.
    pub(crate) fn within(mut self, reach: Reach<'a>) -> Self {
        self.reach = Some(reach);
        self
    }

    /// Whether whoever imports may act on a user: a row may bring an address and a password.
    async fn reaches(&self, user_id: &str) -> Result<bool> {
        match &self.reach {
            None => Ok(true),
            Some(reach) => reach(user_id.to_owned()).await,
        }
    }
}

/// A row with its place in the batch.
struct Fresh {
    place: usize,
    user: ImportedUser,
}

impl Import<'_> {
    /// Imports the rows of a batch, and says of each what became of it.
    ///
    /// # Errors
    /// Where the database is unavailable: what was imported stays, and the import can be run again.
    pub async fn rows(&mut self, rows: &[ImportRow]) -> Result<Vec<RowOutcome>> {
        let mut outcomes: Vec<Option<RowOutcome>> = vec![None; rows.len()];
        let attributes = self.users.attributes().await?;
        let mut checked: Vec<(usize, CheckedRow)> = Vec::with_capacity(rows.len());
        for ((place, row), outcome) in rows.iter().enumerate().zip(&mut outcomes) {
            let with_attributes = row.with_attributes(&attributes);
            match with_attributes.and_then(|row| self.check(&row)) {
                Ok(row) => checked.push((place, row)),
                Err(reason) => *outcome = Some(RowOutcome::Refused(reason)),
            }
        }
        let known = self.known(rows, &checked).await?;
        let mut fresh = Vec::with_capacity(checked.len());
        for (place, row) in checked {
            let number = i64::try_from(place).unwrap_or(i64::MAX);
            let theirs: Vec<&KnownRow> = known.iter().filter(|known| known.n == number).collect();
            if theirs.is_empty() {
                fresh.push(self.fresh(place, row));
            } else if let Some(outcome) = outcomes.get_mut(place) {
                *outcome = Some(self.duplicate(row, &theirs).await?);
            }
        }
        for (place, outcome) in self.add(fresh).await? {
            if let Some(slot) = outcomes.get_mut(place) {
                *slot = Some(outcome);
            }
        }
        let lost = || RowOutcome::Refused("it was not looked at".into());
        Ok(outcomes
            .into_iter()
            .map(|outcome| outcome.unwrap_or_else(lost))
            .collect())
    }

    /// Checks a row by itself, and against the rows before it.
    fn check(&mut self, row: &ImportRow) -> std::result::Result<CheckedRow, String> {
        let now = self.ctx.now();
        let new_id = || new_user_id(self.users.kernel.entropy.as_ref());
        let mut checked = row.check(new_id(), now);
        if self.options.without_unreadable_passwords
            && checked
                .as_ref()
                .is_err_and(|reason| reason.starts_with("password_hash"))
        {
            let without = ImportRow {
                password_hash: None,
                ..row.clone()
            };
            checked = without.check(new_id(), now);
        }
        let checked = checked?;
        let names = checked.names();
        if names.iter().any(|name| self.seen.contains(name)) {
            return Err("an earlier row has its identifier, address or user name".into());
        }
        self.seen.extend(names);
        Ok(checked)
    }

    async fn known(
        &self,
        rows: &[ImportRow],
        checked: &[(usize, CheckedRow)],
    ) -> Result<Vec<KnownRow>> {
        let names: Vec<ImportedNames> = checked
            .iter()
            .map(|(place, row)| {
                let number = i64::try_from(*place).unwrap_or(i64::MAX);
                let id = rows.get(*place).and_then(ImportRow::kept_id);
                ImportedNames::new(number, &row.details, id)
            })
            .collect();
        let store = self.users.kernel.database.read();
        Ok(store.known_rows(&self.options.source, &names).await?)
    }

    fn fresh(&self, place: usize, row: CheckedRow) -> Fresh {
        let entropy = self.users.kernel.entropy.as_ref();
        let password = row.password.map(|hash| ImportedPassword {
            id: ordered_id(entropy, self.ctx.now()),
            hash: hash.text,
            cost: hash.cost,
        });
        Fresh {
            place,
            user: ImportedUser::new(row.details, password),
        }
    }

    /// Adds users who are not here. Where one of them cannot be added, the others are.
    async fn add(&self, fresh: Vec<Fresh>) -> Result<Vec<(usize, RowOutcome)>> {
        let mut outcomes = Vec::with_capacity(fresh.len());
        let mut open = vec![fresh];
        while let Some(mut batch) = open.pop() {
            if batch.is_empty() {
                continue;
            }
            let is_added = self.options.dry_run || self.commit(&batch).await?;
            if is_added {
                let added = batch.iter().map(|fresh| (fresh.place, RowOutcome::Added));
                outcomes.extend(added);
            } else if let [only] = batch.as_slice() {
                let reason = "somebody else took its identifier, address or user name meanwhile";
                outcomes.push((only.place, RowOutcome::Refused(reason.into())));
            } else {
                open.push(batch.split_off(batch.len() / 2));
                open.push(batch);
            }
        }
        Ok(outcomes)
    }

    async fn commit(&self, batch: &[Fresh]) -> Result<bool> {
        let users: Vec<ImportedUser> = batch.iter().map(|fresh| fresh.user.clone()).collect();
        let database = &self.users.kernel.database;
        let add = Store::add_imported_users(&self.options.source, &users, self.ctx.now());
        let record = Record {
            action: "user.imported",
            subject: None,
            client_id: None,
            detail: &format!("{} users from {}", users.len(), self.options.source),
        };
        let unit = add.then(database.record(self.ctx, &record));
        database.commit_unless_taken(unit).await
    }

    /// A row whose user is here, or whose names are those of others.
    async fn duplicate(&self, row: CheckedRow, theirs: &[&KnownRow]) -> Result<RowOutcome> {
        if theirs.iter().any(|known| known.common == CommonName::Row) {
            return Ok(RowOutcome::ImportedBefore);
        }
        let Some(first) = theirs.iter().min_by_key(|known| known.common) else {
            return Ok(RowOutcome::Skipped);
        };
        let is_one = theirs.iter().all(|known| known.user_id == first.user_id);
        Ok(match self.options.on_duplicate {
            OnDuplicate::Skip => RowOutcome::Skipped,
            OnDuplicate::Fail => {
                let reason = "a user with its identifier, address or user name is here already";
                RowOutcome::Refused(reason.into())
            }
            OnDuplicate::Update if !is_one => {
                let reason = "its identifier, address and user name belong to different users here";
                RowOutcome::Refused(reason.into())
            }
            OnDuplicate::Update if first.common == CommonName::Username => {
                RowOutcome::Refused("its user name is that of another user here".into())
            }
            OnDuplicate::Update if !self.reaches(&first.user_id).await? => {
                let reason = "its user may do more by the roles of this provider than who imports";
                RowOutcome::Refused(reason.into())
            }
            OnDuplicate::Update if self.options.dry_run => RowOutcome::Updated,
            OnDuplicate::Update => self.update(row, &first.user_id).await?,
        })
    }

    /// Puts what a row says over what is known of a user.
    async fn update(&self, row: CheckedRow, user_id: &str) -> Result<RowOutcome> {
        let store = self.users.kernel.database.read();
        let Some(user) = store.user(user_id).await? else {
            return Ok(RowOutcome::Refused("its user was deleted meanwhile".into()));
        };
        let details = row.details;
        let email = user.email.clone().or(details.email.clone());
        let same = |other: &String| email.as_deref().map(fold_address) == Some(fold_address(other));
        let mut claims = details.claims;
        if details.email.as_ref().is_some_and(|email| !same(email)) {
            // Whoever verified the address of the row said nothing about the one here.
            claims.email_verified = None;
        } else if user.email.is_none() && email.is_some() {
            // As where a user is added: another system may have given accounts to anybody.
            claims.email_verified.get_or_insert(false);
        }
        let vouches = claims.email_verified == Some(true);
        let mut claims = laid_over(&user.claims, &claims);
        claims.drop_stale_phone_proof(&user.claims);
        let merged = User {
            email,
            username: user.username.clone().or(details.username),
            claims,
            address_said_by: user.address_said_by.clone().filter(|_| !vouches),
            updated_at: self.ctx.now(),
            ..user
        };
        let present = self.users.passwords.of_user(user_id).await?;
        // Whoever said that a change was not theirs has no password until they choose one.
        let revoked = store.revoked_password(user_id).await?;
        let password = match (present, revoked, row.password) {
            (None, None, Some(hash)) => {
                let given = GivenPassword::Hashed(hash.text);
                let put = self
                    .users
                    .passwords
                    .put(user_id, None, given, self.ctx.now());
                put.await?
            }
            _ => Unit::new(),
        };
        let unit = Store::change_user(&merged)
            .then(password)
            .then(Store::add_imported_row(
                &self.options.source,
                &details.row,
                self.ctx.now(),
            ));
        let users = self.users;
        let mut changes = ChangeSet::new(&users.kernel, &users.sessions, self.ctx);
        changes.add(unit, &about("user.changed", &merged));
        Ok(if changes.commit().await? {
            RowOutcome::Updated
        } else {
            RowOutcome::Refused("the user was changed at the same time".into())
        })
    }
}

/// Claims with those of a row over them.
fn laid_over(known: &StandardClaims, row: &StandardClaims) -> StandardClaims {
    let object = |claims: &StandardClaims| match serde_json::to_value(claims) {
        Ok(serde_json::Value::Object(object)) => object,
        _ => serde_json::Map::new(),
    };
    let mut both = object(known);
    both.extend(object(row));
    let mut attributes = known.attributes.clone();
    attributes.extend(row.attributes.clone());
    let both = serde_json::from_value(both.into()).unwrap_or_else(|_| known.clone());
    StandardClaims { attributes, ..both }
}

/// Whether a name can stand for a source.
///
/// # Errors
/// `Input` where it cannot.
pub fn check_source(name: &str) -> Result<()> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if (1..=64).contains(&name.len()) && name.chars().all(fits) {
        return Ok(());
    }
    Err(Error::Input(
        "a source is named by letters, digits, - _ and . alone, 64 at most".into(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_of_a_row_go_over_those_that_are_known() {
        let claims = |name: Option<&str>, locale: Option<&str>| StandardClaims {
            name: name.map(str::to_owned),
            locale: locale.map(str::to_owned),
            ..StandardClaims::default()
        };
        let merged = laid_over(
            &claims(Some("Ada"), Some("en")),
            &claims(Some("Ada L."), None),
        );
        assert_eq!(merged, claims(Some("Ada L."), Some("en")));
    }

    #[test]
    fn sources_have_plain_names() {
        assert!(check_source("keycloak-2024.json").is_ok());
        for name in ["", "a b", "\u{e4}", &"x".repeat(65)] {
            assert!(check_source(name).is_err(), "{name}");
        }
    }
}
