//! What users did about authorization requests that wait for them. A request itself travels through
//! the browser; its row is made by the first thing that its user does.

use crate::{
    Result, Store,
    db::{
        sql::{Query, Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{secret::Digest, time::Timestamp};

/// Names the row of a request.
#[derive(Clone, Debug)]
pub struct InteractionKey {
    /// The digest of the identifier of the request.
    pub digest: Digest,
    /// When the request expires. The row is kept until then, so that a request is answered once.
    pub expires_at: Timestamp,
}

/// What the user did about a request so far: nothing, where there is no row.
#[derive(Clone, Debug, Default)]
pub struct Interaction {
    /// Whether the user chose an account.
    pub account_chosen: bool,
    /// The session of the account that they chose, where there were several.
    pub chosen_sid: Option<String>,
    /// The session whose user allowed it.
    pub consent_sid: Option<String>,
    /// Whether the user was sent for a stronger sign-in.
    pub stepped_up: bool,
    /// The organization that the user chose, by identifier.
    pub organization_id: Option<String>,
    /// Whether it was answered.
    pub finished: bool,
}

columns! {
    INTERACTION of i, read by interaction -> Interaction {
        account_chosen: Row::flag(account_chosen),
        chosen_sid: Row::opt_text(chosen_sid),
        consent_sid: Row::opt_text(consent_sid),
        stepped_up: Row::flag(stepped_up),
        organization_id: Row::opt_text(organization_id),
        finished: Row::is_set(finished_at),
    }
}

/// Binds the key of a row, the first two values of every statement here.
fn of(statement: Query, key: &InteractionKey) -> Query {
    statement.bind(&key.digest).bind(key.expires_at)
}

impl Store {
    /// What the user did about a request. `None`: nothing.
    pub async fn interaction(&self, key: &InteractionKey) -> Result<Option<Interaction>> {
        let select = query!("SELECT {INTERACTION} FROM interactions i WHERE i.digest = $1");
        self.row(select.bind(&key.digest))
            .await?
            .map(|row| interaction(&row))
            .transpose()
    }

    /// Writes down that the user chose an account.
    pub fn choose_account(key: &InteractionKey, sid: &str) -> Unit {
        let put = query!(
            "INSERT INTO interactions (digest, expires_at, account_chosen, chosen_sid,
             stepped_up) VALUES ($1, $2, 1, $3, 0)
             ON CONFLICT (digest) DO UPDATE SET account_chosen = 1,
             chosen_sid = excluded.chosen_sid WHERE interactions.finished_at IS NULL"
        );
        Unit::new().guard(of(put, key).bind(sid))
    }

    /// Writes down for which organization the user signs in. A guard: the request waits still.
    pub fn choose_organization(key: &InteractionKey, organization_id: &str) -> Unit {
        let put = query!(
            "INSERT INTO interactions (digest, expires_at, account_chosen, stepped_up,
             organization_id) VALUES ($1, $2, 0, 0, $3)
             ON CONFLICT (digest) DO UPDATE SET organization_id = excluded.organization_id
             WHERE interactions.finished_at IS NULL"
        );
        Unit::new().guard(of(put, key).bind(organization_id))
    }

    /// Writes down that the user was sent for a stronger sign-in.
    pub fn step_up(key: &InteractionKey) -> Unit {
        let put = query!(
            "INSERT INTO interactions (digest, expires_at, account_chosen, stepped_up)
             VALUES ($1, $2, 0, 1)
             ON CONFLICT (digest) DO UPDATE SET stepped_up = 1
             WHERE interactions.finished_at IS NULL"
        );
        Unit::new().run(of(put, key))
    }

    /// Writes down that the user of a session allowed it, once for each session: the consent of one
    /// account says nothing about another that is chosen afterwards. With `again`, what the session
    /// allowed before was withdrawn, and is allowed once more.
    pub fn give_consent(key: &InteractionKey, sid: &str, again: bool) -> Unit {
        let put = query!(
            "INSERT INTO interactions (digest, expires_at, account_chosen, consent_sid,
             stepped_up) VALUES ($1, $2, 0, $3, 0)
             ON CONFLICT (digest) DO UPDATE SET consent_sid = excluded.consent_sid
             WHERE interactions.finished_at IS NULL AND ($4 = 1 OR interactions.consent_sid IS NULL
             OR interactions.consent_sid <> excluded.consent_sid)"
        );
        Unit::new().guard(of(put, key).bind(sid).bind(again))
    }

    /// Answers a request, once.
    pub fn finish_interaction(key: &InteractionKey, now: Timestamp) -> Unit {
        let put = query!(
            "INSERT INTO interactions (digest, expires_at, account_chosen, stepped_up,
             finished_at) VALUES ($1, $2, 0, 0, $3)
             ON CONFLICT (digest) DO UPDATE SET finished_at = excluded.finished_at
             WHERE interactions.finished_at IS NULL"
        );
        Unit::new().guard(of(put, key).bind(now))
    }
}
