//! Authorization requests that wait for a user, bound to the browser that brought them.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, query},
};
use doorward_protocol::{secret::Digest, time::Timestamp};

/// A waiting request.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what the user did about it so far, each on its own"
)]
pub struct Interaction {
    /// The digest of its identifier.
    pub digest: Digest,
    /// The browser that it belongs to.
    pub browser_digest: Digest,
    /// The request as it came.
    pub parameters: String,
    /// When it came.
    pub asked_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// Whether the user chose an account.
    pub account_chosen: bool,
    /// The session of the account that they chose, where there were several.
    pub chosen_sid: Option<String>,
    /// Whether the user allowed it.
    pub consent_given: bool,
    /// Whether the user was sent for a stronger sign-in.
    pub stepped_up: bool,
    /// Whether it was answered.
    pub finished: bool,
}

columns! {
    INTERACTION of i, read by interaction -> Interaction {
        digest: Row::digest(digest),
        browser_digest: Row::digest(browser_digest),
        parameters: Row::text(parameters),
        asked_at: Row::at(asked_at),
        expires_at: Row::at(expires_at),
        account_chosen: Row::flag(account_chosen),
        chosen_sid: Row::opt_text(chosen_sid),
        consent_given: Row::flag(consent_given),
        stepped_up: Row::flag(stepped_up),
        finished: Row::is_set(finished_at),
    }
}

impl Store {
    /// Keeps a request.
    pub fn add_interaction(interaction: &Interaction) -> Unit {
        let insert = query!(
            "INSERT INTO interactions (digest, browser_digest, parameters, asked_at, expires_at,
             account_chosen, consent_given, stepped_up, finished_at)
             VALUES ($1, $2, $3, $4, $5, 0, 0, 0, NULL)"
        );
        let insert = insert
            .bind(&interaction.digest)
            .bind(&interaction.browser_digest)
            .bind(&interaction.parameters);
        Unit::new().run(
            insert
                .bind(interaction.asked_at)
                .bind(interaction.expires_at),
        )
    }

    /// Finds a request.
    pub async fn interaction(&self, digest: &Digest) -> Result<Option<Interaction>> {
        let select = query!("SELECT {INTERACTION} FROM interactions i WHERE i.digest = $1");
        self.row(select.bind(digest))
            .await?
            .map(|row| interaction(&row))
            .transpose()
    }

    /// Writes down that the user chose an account.
    pub fn choose_account(digest: &Digest, sid: &str) -> Unit {
        let update = query!(
            "UPDATE interactions SET account_chosen = 1, chosen_sid = $2
             WHERE digest = $1 AND finished_at IS NULL"
        );
        Unit::new().guard(update.bind(digest).bind(sid))
    }

    /// Writes down that the user was sent for a stronger sign-in.
    pub fn step_up(digest: &Digest) -> Unit {
        Unit::new().run(
            query!(
                "UPDATE interactions SET stepped_up = 1
                 WHERE digest = $1 AND finished_at IS NULL"
            )
            .bind(digest),
        )
    }

    /// Writes down that the user allowed it, once.
    pub fn give_consent(digest: &Digest) -> Unit {
        Unit::new().guard(
            query!(
                "UPDATE interactions SET consent_given = 1
                 WHERE digest = $1 AND finished_at IS NULL AND consent_given = 0"
            )
            .bind(digest),
        )
    }

    /// Answers a request, once.
    pub fn finish_interaction(digest: &Digest, now: Timestamp) -> Unit {
        Unit::new().guard(
            query!(
                "UPDATE interactions SET finished_at = $1 WHERE digest = $2 AND finished_at IS NULL"
            )
            .bind(now)
            .bind(digest),
        )
    }
}
