//! Authorization codes. A code is sealed and has no row: the grant that it opens is the record of its use.

use crate::{
    Result, Store,
    db::{
        access_changes::WITHDRAWALS,
        sql::{Query, query},
        unit::{Lock, Unit},
    },
    oauth::grants::{NewGrant, bind_facts},
};
use doorward_protocol::{
    oauth::{
        authorization_code::{AuthorizationCode, CodeState},
        grant::GrantFacts,
    },
    time::Timestamp,
};

/// How often something had been taken away from users (`ConfigurationVersion::withdrawals`).
#[derive(Clone, Copy, Debug, Default)]
pub struct CodeNumbers {
    /// When the code was issued.
    pub issued_at: i64,
    /// When it was looked at whether the user may use the client.
    pub admitted_at: i64,
}

impl Store {
    /// What became of a code, and of the sign-in that it came from.
    pub async fn code_state(&self, code: &AuthorizationCode) -> Result<CodeState> {
        let select = query!(
            "SELECT (SELECT COUNT(*) FROM grants g WHERE g.id = $1) AS grants,
             (SELECT COUNT(*) FROM sso_sessions s WHERE s.sid = $2 AND s.user_id = u.id
             AND s.ended_at IS NULL AND s.generation = u.generation
             AND u.disabled_at IS NULL AND u.codes_from <= $4) AS live
             FROM users u WHERE u.id = $3"
        );
        let facts = &code.facts;
        let select = select
            .bind(&facts.grant_id)
            .bind(facts.sid.clone())
            .bind(&facts.user_id)
            .bind(code.withdrawals);
        let row = self.row(select).await?;
        let count = |name| row.as_ref().map_or(Ok(0), |row| row.int(name));
        Ok(CodeState {
            redeemed: count("grants")? > 0,
            subject_is_live: count("live")? > 0,
        })
    }

    /// Opens the grant of a code, which consumes the code: one caller makes the row. A guard: the user is
    /// enabled, the session of the code lives and does not end before the tokens are stored, and
    /// no client's access was taken away from the user since the code was issued.
    pub fn redeem_code(grant: &NewGrant, numbers: CodeNumbers) -> Unit {
        consume(grant, numbers, None)
    }

    /// As [`Self::redeem_code`], for what is no token: the grant is revoked from the start.
    pub fn use_code(grant: &NewGrant, numbers: CodeNumbers) -> Unit {
        consume(grant, numbers, Some(grant.created_at))
    }

    /// Uses up a code that gives nothing, by a grant that is revoked from the start and is kept for as long
    /// as others of its time. A guard that fails where the code was used before.
    pub fn burn_code(facts: &GrantFacts, now: Timestamp, expires_at: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO grants (id, client_id, user_id, sid, scope, auth_time, amr, claims,
             resources, organization_id, offline, created_at, expires_at, revoked_at, generation)
             SELECT $1, $2, u.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, u.generation
             FROM users u WHERE u.id = $3 /*FOR SHARE*/ ON CONFLICT (id) DO NOTHING"
        );
        Unit::new().guard(
            bind_facts(insert, facts)
                .bind(facts.is_offline())
                .bind(now)
                .bind(expires_at),
        )
    }

    /// Makes every code worthless that a user got before, at whichever client, and that was not redeemed
    /// yet.
    pub fn withdraw_codes(user_id: &str) -> Unit {
        number_user(
            user_id,
            query!(
                "UPDATE users SET codes_from = (SELECT a.withdrawals FROM access_changes a
                 WHERE a.counter = $2 /*FOR SHARE*/) WHERE id = $1"
            ),
        )
    }

    /// Makes whoever redeems a code of a user look again at what the user may do. From the commit on, every
    /// grant that was opened before is found, and none is opened by what was looked at before.
    pub fn renew_admissions(user_id: &str) -> Unit {
        number_user(
            user_id,
            query!(
                "UPDATE users SET admitted_from = (SELECT a.withdrawals FROM access_changes a
                 WHERE a.counter = $2 /*FOR SHARE*/) WHERE id = $1"
            ),
        )
    }
}

/// Gives a user the next number. The row of the user is held first, since whoever redeems a code holds it,
/// too; then the counter, so that no two units have one number.
fn number_user(user_id: &str, update: Query) -> Unit {
    let hold = query!("SELECT 1 FROM users u WHERE u.id = $1");
    let count =
        query!("UPDATE access_changes SET withdrawals = withdrawals + 1 WHERE counter = $1");
    Unit::new()
        .require(hold.bind(user_id), Lock::Exclusive)
        .run(count.bind(WITHDRAWALS))
        .run(update.bind(user_id).bind(WITHDRAWALS))
}

fn consume(grant: &NewGrant, numbers: CodeNumbers, revoked_at: Option<Timestamp>) -> Unit {
    let insert = query!(
        "INSERT INTO grants (id, client_id, user_id, sid, scope, auth_time, amr, claims, resources,
         organization_id, offline, created_at, expires_at, revoked_at, generation)
         SELECT $1, $2, u.id, s.sid, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, u.generation
         FROM users u JOIN sso_sessions s ON s.user_id = u.id
         WHERE s.sid = $4 AND u.id = $3 AND s.ended_at IS NULL
         AND s.generation = u.generation AND u.disabled_at IS NULL
         AND u.codes_from <= $15 AND u.admitted_from <= $16 /*FOR SHARE*/ ON CONFLICT (id) DO NOTHING"
    );
    Unit::new().guard(
        bind_facts(insert, &grant.facts)
            .bind(grant.facts.is_offline())
            .bind(grant.created_at)
            .bind(grant.expires_at)
            .bind(revoked_at)
            .bind(numbers.issued_at)
            .bind(numbers.admitted_at),
    )
}
