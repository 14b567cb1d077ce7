//! What an administrator declares of a user.

use crate::{Error, RefusedChange, Result, change_set::Change, credentials::GivenPassword};
use doorward_adapters::hashing::{check_new_password, check_password_hash};
use doorward_protocol::{
    mail_address::is_mailable_local,
    oidc::claims::StandardClaims,
    text::{is_storable, is_unseen},
};
use doorward_storage::User;
use secrecy::ExposeSecret;

/// A user as an administrator declares them.
pub struct Declaration {
    /// The email address.
    pub email: String,
    /// The user name.
    pub username: Option<String>,
    /// The password; `None` keeps the present one.
    pub password: Option<GivenPassword>,
    /// The standard claims (OpenID Connect Core §5.1).
    pub claims: StandardClaims,
}

/// The user that a declaration leads to.
pub struct Declared {
    /// What the declaration changes.
    pub change: Change,
    /// Whether a user who was there has another password.
    pub changes_password: bool,
    /// The user as they are once the changes are committed.
    pub user: User,
}

impl Declaration {
    /// Whether whoever gets this address can have it.
    ///
    /// # Errors
    /// `Refused` with what to change.
    pub(super) fn check_new_address(&self) -> Result<()> {
        Ok(check_address(&self.email).map_err(RefusedChange::from)?)
    }

    /// Whether the names are seen as they are; a user keeps those of `before`.
    ///
    /// # Errors
    /// `Refused` with what to change.
    pub(super) fn check_names(&self, before: Option<&StandardClaims>) -> Result<()> {
        match self.claims.disguised_name(before) {
            Some(_) => Err(RefusedChange::UnseenCharacter.into()),
            None => Ok(()),
        }
    }

    /// Checks what can be checked without the database. A user keeps an address that nobody gets any
    /// more.
    ///
    /// # Errors
    /// `Input` with what to change.
    pub fn check(&self) -> Result<()> {
        if !is_email(&self.email) {
            return Err(RefusedChange::NoAddress.into());
        }
        if self
            .username
            .as_deref()
            .is_some_and(|name| !is_username(name))
        {
            return Err(RefusedChange::NoUsername.into());
        }
        match &self.password {
            Some(GivenPassword::Plain(password)) => check_new_password(password.expose_secret())
                .map_err(|hint| Error::Input(hint.to_owned())),
            Some(GivenPassword::Hashed(hash)) => check_password_hash(hash)
                .map_err(|reason| Error::Input(format!("password_hash: {reason}"))),
            None => Ok(()),
        }
    }
}

/// Why a text is not taken as the address of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// It has not the form of one address.
    NoAddress,
    /// Mail is not sent to it, for what stands before the `@`.
    Unmailable,
}

impl From<AddressProblem> for RefusedChange {
    fn from(problem: AddressProblem) -> Self {
        match problem {
            AddressProblem::NoAddress => Self::NoAddress,
            AddressProblem::Unmailable => Self::UnmailableAddress,
        }
    }
}

/// Whether a text is an address that somebody can have from now on: mail is sent to it.
///
/// # Errors
/// Why not.
pub fn check_address(text: &str) -> std::result::Result<(), AddressProblem> {
    if !is_email(text) {
        return Err(AddressProblem::NoAddress);
    }
    let local = text.split_once('@').map_or("", |(local, _)| local);
    if is_mailable_local(local) {
        Ok(())
    } else {
        Err(AddressProblem::Unmailable)
    }
}

/// Whether a text has the form of one email address: no comment, no quotes, no address literal (RFC 5321
/// §4.1.2), and nothing that is not seen, so that it does not look like the address of somebody else. The
/// length limits are those of §4.5.3.1. Users of earlier releases may have one that [`check_address`] refuses.
pub fn is_email(text: &str) -> bool {
    let has_form = text.split_once('@').is_some_and(|(local, domain)| {
        (1..=64).contains(&local.len()) && domain.split('.').all(|label| !label.is_empty())
    });
    let has_other_signs = text.matches('@').count() != 1 || text.contains(OTHER_SIGNS);
    let is_seen = is_storable(text) && !has_blanks(text) && !text.chars().any(is_unseen);
    has_form && !has_other_signs && text.len() <= 254 && is_seen
}

/// Signs that make a comment, a quotation, an address literal or a list of what they stand in.
const OTHER_SIGNS: [char; 10] = ['(', ')', '<', '>', '[', ']', ',', ';', '"', '\\'];

/// Whether a text can be a user name. It has no `@`, so that it is never an email address, and nothing that
/// is not seen, so that it does not look like the name of somebody else.
pub(crate) fn is_username(text: &str) -> bool {
    (1..=64).contains(&text.chars().count())
        && !text.contains('@')
        && !has_blanks(text)
        && !text.chars().any(is_unseen)
}

fn has_blanks(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || c.is_whitespace())
}
