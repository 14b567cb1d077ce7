//! Tokens that are mailed and work once: the table `one_time_tokens`.

use crate::{
    Result, Store,
    db::{
        master_key::sealed_by_present_key,
        sql::{Row, columns, query},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{
    credentials::one_time_token::{MAX_MAILS, MAX_TRIES, TokenPurpose},
    secret::Digest,
    time::Timestamp,
};

/// A token as stored.
#[derive(Clone)]
pub struct StoredToken {
    /// Its identifier, which is no secret.
    pub id: String,
    /// What it is for: [`TokenPurpose::name`].
    pub purpose: String,
    /// The digest of what it is about.
    pub subject: Digest,
    /// The user whom it is for.
    pub user_id: Option<String>,
    /// The generation of the user when it was made.
    pub generation: Option<i64>,
    /// The digest of the browser that asked for it.
    pub browser: Option<Digest>,
    /// The digest of the secret in the link.
    pub link: Option<Digest>,
    /// The digest of the code.
    pub code: Option<Digest>,
    /// What it is for, sealed.
    pub sealed: String,
    /// How many codes were tried.
    pub tries: i64,
    /// How many mails were sent.
    pub mails: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the last mail was sent.
    pub sent_at: Timestamp,
    /// Until when it is valid.
    pub expires_at: Timestamp,
    /// When somebody who reads the mail confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When a newer one took its place.
    pub replaced_at: Option<Timestamp>,
}

columns! {
    ONE_TIME_TOKEN of o, read by one_time_token -> StoredToken {
        id: Row::text(id),
        purpose: Row::text(purpose),
        subject: Row::digest(subject),
        user_id: Row::opt_text(user_id),
        generation: Row::opt_int(generation),
        browser: Row::opt_digest(browser_digest),
        link: Row::opt_digest(link_digest),
        code: Row::opt_digest(code_digest),
        sealed: Row::text(sealed),
        tries: Row::int(tries),
        mails: Row::int(mails),
        created_at: Row::at(created_at),
        sent_at: Row::at(sent_at),
        expires_at: Row::at(expires_at),
        confirmed_at: Row::opt_at(confirmed_at),
        used_at: Row::opt_at(used_at),
        replaced_at: Row::opt_at(replaced_at),
    }
}

fn text(digest: Option<&Digest>) -> Option<String> {
    digest.map(|digest| digest.as_str().to_owned())
}

impl Store {
    /// Adds a token.
    pub fn add_one_time_token(token: &StoredToken) -> Unit {
        let insert = query!(
            "INSERT INTO one_time_tokens (id, purpose, subject, user_id, generation,
             browser_digest, link_digest, code_digest, sealed, tries, mails, created_at, sent_at,
             expires_at, confirmed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        );
        let insert = insert
            .bind(&token.id)
            .bind(&token.purpose)
            .bind(&token.subject)
            .bind(token.user_id.clone())
            .bind(token.generation);
        let insert = insert
            .bind(text(token.browser.as_ref()))
            .bind(text(token.link.as_ref()))
            .bind(text(token.code.as_ref()))
            .bind(&token.sealed)
            .bind(token.tries)
            .bind(token.mails);
        let insert = insert
            .bind(token.created_at)
            .bind(token.sent_at)
            .bind(token.expires_at)
            .bind(token.confirmed_at);
        sealed_by_present_key(&token.sealed).run(insert)
    }

    /// Takes back every token of a purpose that is about the same and was not used.
    pub fn replace_one_time_tokens(
        purpose: TokenPurpose,
        subject: &Digest,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET replaced_at = $3 WHERE purpose = $1 AND subject = $2
             AND used_at IS NULL AND replaced_at IS NULL"
        );
        Unit::new().run(update.bind(purpose.name()).bind(subject).bind(now))
    }

    /// Takes back every token of a purpose that one browser asked for about the same, and did not use.
    pub fn replace_one_time_tokens_of_browser(
        purpose: TokenPurpose,
        subject: &Digest,
        browser: &Digest,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET replaced_at = $4 WHERE purpose = $1 AND subject = $2
             AND browser_digest = $3 AND used_at IS NULL AND replaced_at IS NULL"
        );
        let update = update.bind(purpose.name()).bind(subject).bind(browser);
        Unit::new().run(update.bind(now))
    }

    /// Takes back every token of a purpose that is for a user and was not used.
    pub fn replace_one_time_tokens_of_user(
        purpose: TokenPurpose,
        user_id: &str,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET replaced_at = $3 WHERE purpose = $1 AND user_id = $2
             AND used_at IS NULL AND replaced_at IS NULL"
        );
        Unit::new().run(update.bind(purpose.name()).bind(user_id).bind(now))
    }

    /// Makes the links and codes of every token of a purpose that is for a user and was not used worth
    /// nothing. The browsers that wait learn nothing of it.
    pub fn void_one_time_tokens_of_user(purpose: TokenPurpose, user_id: &str) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET link_digest = NULL, code_digest = NULL
             WHERE purpose = $1 AND user_id = $2 AND used_at IS NULL AND replaced_at IS NULL"
        );
        Unit::new().run(update.bind(purpose.name()).bind(user_id))
    }

    /// Takes one token back. A guard: it was not used before.
    pub fn revoke_one_time_token(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET replaced_at = $2
             WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL"
        );
        Unit::new().guard(update.bind(id).bind(now))
    }

    /// The token of an identifier.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn one_time_token(&self, id: &str) -> Result<Option<StoredToken>> {
        let select = query!("SELECT {ONE_TIME_TOKEN} FROM one_time_tokens o WHERE o.id = $1");
        self.row(select.bind(id))
            .await?
            .map(|row| one_time_token(&row))
            .transpose()
    }

    /// The token of the secret in a link.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn one_time_token_of_link(&self, link: &Digest) -> Result<Option<StoredToken>> {
        let select =
            query!("SELECT {ONE_TIME_TOKEN} FROM one_time_tokens o WHERE o.link_digest = $1");
        self.row(select.bind(link))
            .await?
            .map(|row| one_time_token(&row))
            .transpose()
    }

    /// Counts a try at the code of a token, before the code is looked at. A guard: not too many were
    /// tried, and the token is open.
    pub fn try_one_time_code(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET tries = tries + 1 WHERE id = $1 AND tries < $2
             AND expires_at > $3 AND used_at IS NULL AND replaced_at IS NULL
             AND confirmed_at IS NULL"
        );
        Unit::new().guard(update.bind(id).bind(MAX_TRIES).bind(now))
    }

    /// Confirms a token by its code or its link: a guard, so that it happens once, and not by those of
    /// an older mail.
    pub fn confirm_one_time_token(token: &StoredToken, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL
             AND expires_at > $2 AND used_at IS NULL AND replaced_at IS NULL
             AND link_digest = $3 AND code_digest = $4"
        );
        let update = update.bind(&token.id).bind(now);
        Unit::new().guard(
            update
                .bind(text(token.link.as_ref()))
                .bind(text(token.code.as_ref())),
        )
    }

    /// Uses a token: a guard, so that it happens once.
    pub fn use_one_time_token(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET used_at = $2 WHERE id = $1 AND used_at IS NULL
             AND replaced_at IS NULL AND expires_at > $2"
        );
        Unit::new().guard(update.bind(id).bind(now))
    }

    /// Gives a token a new link and code, for another mail. A guard: the mail before was sent before
    /// `sent_before`, and not too many were sent.
    pub fn renew_one_time_token(token: &StoredToken, sent_before: Timestamp) -> Unit {
        let update = query!(
            "UPDATE one_time_tokens SET link_digest = $2, code_digest = $3, sent_at = $4,
             mails = mails + 1 WHERE id = $1 AND mails < $5 AND sent_at <= $6
             AND used_at IS NULL AND replaced_at IS NULL AND confirmed_at IS NULL"
        );
        let update = update
            .bind(&token.id)
            .bind(text(token.link.as_ref()))
            .bind(text(token.code.as_ref()))
            .bind(token.sent_at);
        Unit::new().guard(update.bind(MAX_MAILS).bind(sent_before))
    }

    /// A guard: the user is enabled, and of the generation that was read. Nobody changes them before
    /// the unit is committed.
    pub fn require_user_of_generation(user_id: &str, generation: i64) -> Unit {
        let select =
            query!("SELECT 1 FROM users WHERE id = $1 AND generation = $2 AND disabled_at IS NULL");
        Unit::new().require(select.bind(user_id).bind(generation), Lock::Exclusive)
    }
}
