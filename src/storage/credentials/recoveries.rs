//! Requests of users who lost their second factor: one at a time for each user, and a few within a
//! time.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::{CLOCK_TOLERANCE, Timestamp};

/// A request to get back in without the second factor.
#[derive(Clone, Debug)]
pub struct StoredRecovery {
    /// Its identifier, which is no secret.
    pub id: String,
    /// The user who is to get back in.
    pub user_id: String,
    /// The generation of the user when it was asked for: a change of how they sign in ends it.
    pub generation: i64,
    /// The browser that asked, by its `User-Agent` header.
    pub user_agent: String,
    /// The network address that asked.
    pub address: Option<String>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// From when on it can be carried out.
    pub effective_at: Timestamp,
    /// Until when it can be carried out.
    pub expires_at: Timestamp,
}

columns! {
    RECOVERY of r, read by recovery -> StoredRecovery {
        id: Row::text(id),
        user_id: Row::text(user_id),
        generation: Row::int(generation),
        user_agent: Row::text(user_agent),
        address: Row::opt_text(address),
        requested_at: Row::at(requested_at),
        effective_at: Row::at(effective_at),
        expires_at: Row::at(expires_at),
    }
}

impl Store {
    /// Adds a request. Guards: the user is of its generation, has no other one that is open, and asked
    /// fewer than `max` times since an instant. One that was made while the clock was ahead is over and
    /// counts no more once it was set back: nobody waits until then.
    pub fn begin_recovery(new: &StoredRecovery, max: i64, since: Timestamp) -> Unit {
        let stale = query!(
            "UPDATE recoveries SET ended_at = $1, outcome = 'outdated'
             WHERE user_id = $2 AND ended_at IS NULL AND (generation <> $3 OR expires_at <= $1
             OR requested_at > $4)"
        );
        let future = new.requested_at.plus(CLOCK_TOLERANCE);
        let stale = stale
            .bind(new.requested_at)
            .bind(&new.user_id)
            .bind(new.generation)
            .bind(future);
        let insert = query!(
            "INSERT INTO recoveries (id, user_id, generation, user_agent, address, requested_at,
             effective_at, expires_at)
             SELECT $1, u.id, u.generation, $4, $5, $6, $7, $8
             FROM users u WHERE u.id = $2 AND u.generation = $3
             AND (SELECT COUNT(*) FROM recoveries r WHERE r.user_id = u.id
             AND r.requested_at > $9 AND r.requested_at <= $11) < $10 /*FOR SHARE*/
             ON CONFLICT DO NOTHING"
        );
        let insert = insert
            .bind(&new.id)
            .bind(&new.user_id)
            .bind(new.generation)
            .bind(&new.user_agent)
            .bind(new.address.clone())
            .bind(new.requested_at)
            .bind(new.effective_at)
            .bind(new.expires_at);
        Self::require_user_of_generation(&new.user_id, new.generation)
            .run(stale)
            .guard(insert.bind(since).bind(max).bind(future))
    }

    /// The open request of a user.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn open_recovery(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Option<StoredRecovery>> {
        let select = query!(
            "SELECT {RECOVERY} FROM recoveries r JOIN users u ON u.id = r.user_id
             WHERE r.user_id = $1 AND r.ended_at IS NULL AND r.expires_at > $2
             AND r.requested_at <= $3 AND u.generation = r.generation"
        );
        let select = select.bind(user_id).bind(now);
        let row = self.row(select.bind(now.plus(CLOCK_TOLERANCE))).await?;
        row.map(|row| recovery(&row)).transpose()
    }

    /// The requests whose time has come and whose link was not mailed yet: a hundred at most.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn due_recoveries(&self, now: Timestamp) -> Result<Vec<StoredRecovery>> {
        let select = query!(
            "SELECT {RECOVERY} FROM recoveries r JOIN users u ON u.id = r.user_id
             WHERE r.ended_at IS NULL AND r.mailed_at IS NULL AND r.effective_at <= $1
             AND r.expires_at > $1 AND u.generation = r.generation AND u.disabled_at IS NULL
             ORDER BY r.effective_at LIMIT 100"
        );
        let rows = self.rows(select.bind(now)).await?;
        rows.iter().map(recovery).collect()
    }

    /// Notes that the link of a request is mailed. A guard: it is open, and no link was.
    pub fn mail_recovery(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE recoveries SET mailed_at = $1
             WHERE id = $2 AND ended_at IS NULL AND mailed_at IS NULL"
        );
        Unit::new().guard(update.bind(now).bind(id))
    }

    /// Carries a request out. A guard: it is open, and its time has come and is not over.
    pub fn use_recovery(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE recoveries SET ended_at = $1, outcome = 'used'
             WHERE id = $2 AND ended_at IS NULL AND effective_at <= $1 AND expires_at > $1"
        );
        Unit::new().guard(update.bind(now).bind(id))
    }

    /// Refuses a request. A guard: it is open.
    pub fn refuse_recovery(id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE recoveries SET ended_at = $1, outcome = 'refused'
             WHERE id = $2 AND ended_at IS NULL"
        );
        Unit::new().guard(update.bind(now).bind(id))
    }

    /// Lets the request of a user that began by "this was not me" outlive the new password that they choose then:
    /// it is for the next generation, and its link is mailed again where it was before.
    pub fn carry_disowned_recovery(user_id: &str, generation: i64) -> Unit {
        let update = query!(
            "UPDATE recoveries SET generation = generation + 1, mailed_at = NULL
             WHERE user_id = $1 AND generation = $2 AND ended_at IS NULL
             AND requested_at = (SELECT u.disowned_at FROM users u WHERE u.id = $1
             /*FOR SHARE*/)"
        );
        Unit::new().run(update.bind(user_id).bind(generation))
    }

    /// Cancels the open request of a user, where there is one: they signed in with a second factor.
    pub fn cancel_recovery(user_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE recoveries SET ended_at = $1, outcome = 'cancelled'
             WHERE user_id = $2 AND ended_at IS NULL"
        );
        Unit::new().run(update.bind(now).bind(user_id))
    }
}
