//! Authorization requests that wait for a user, bound to the browser that brought them.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
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

impl Store {
    /// Keeps a request.
    pub fn add_interaction(interaction: &Interaction) -> Unit {
        let insert = query(
            "INSERT INTO interactions (digest, browser_digest, parameters, asked_at, expires_at,
             account_chosen, consent_given, stepped_up, finished_at)
             VALUES ($1, $2, $3, $4, $5, 0, 0, 0, NULL)",
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
        let select = query(
            "SELECT browser_digest, parameters, asked_at, expires_at, account_chosen, consent_given, finished_at, chosen_sid, stepped_up FROM interactions WHERE digest = $1",
        );
        let Some(row) = self.row(select.bind(digest)).await? else {
            return Ok(None);
        };
        Ok(Some(Interaction {
            digest: digest.clone(),
            browser_digest: Digest::stored(row.text(0)?),
            parameters: row.text(1)?,
            asked_at: row.at(2)?,
            expires_at: row.at(3)?,
            account_chosen: row.flag(4)?,
            consent_given: row.flag(5)?,
            finished: row.opt_at(6)?.is_some(),
            chosen_sid: row.opt_text(7)?,
            stepped_up: row.flag(8)?,
        }))
    }

    /// Writes down that the user chose an account.
    pub fn choose_account(digest: &Digest, sid: &str) -> Unit {
        let update = query(
            "UPDATE interactions SET account_chosen = 1, chosen_sid = $2 WHERE digest = $1 AND finished_at IS NULL",
        );
        Unit::new().guard(update.bind(digest).bind(sid))
    }

    /// Writes down that the user was sent for a stronger sign-in.
    pub fn step_up(digest: &Digest) -> Unit {
        Unit::new().run(
            query(
                "UPDATE interactions SET stepped_up = 1 WHERE digest = $1 AND finished_at IS NULL",
            )
            .bind(digest),
        )
    }

    /// Writes down that the user allowed it, once.
    pub fn give_consent(digest: &Digest) -> Unit {
        Unit::new()
            .guard(query("UPDATE interactions SET consent_given = 1 WHERE digest = $1 AND finished_at IS NULL AND consent_given = 0").bind(digest))
    }

    /// Answers a request, once.
    pub fn finish_interaction(digest: &Digest, now: Timestamp) -> Unit {
        Unit::new().guard(query("UPDATE interactions SET finished_at = $1 WHERE digest = $2 AND finished_at IS NULL").bind(now).bind(digest))
    }
}
