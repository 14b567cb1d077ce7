//! The table `access_requests`: roles that users ask for, and what became of it.

use crate::{
    Result, Store,
    access::{Stamp, role_grants::RoleOfApp},
    db::{
        sql::{Row, columns, query},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::time::{CLOCK_TOLERANCE, Timestamp};

/// A role that a user asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    /// The identifier of the request, which begins with its time.
    pub id: String,
    /// The user who asks.
    pub user_id: String,
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// Why the user needs it, in their words.
    pub reason: String,
    /// When the user wants the role to end; none for no end.
    pub wished_end: Option<Timestamp>,
    /// When the user asked for the role.
    pub requested_at: Timestamp,
    /// Until when it waits for an answer.
    pub expires_at: Timestamp,
    /// What became of it: `approved`, `refused`, `withdrawn` or `expired`; none while it waits.
    pub outcome: Option<String>,
    /// When it got its outcome.
    pub ended_at: Option<Timestamp>,
    /// What kind of actor decided.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by_id: Option<String>,
    /// Why it was refused.
    pub answer: Option<String>,
    /// When the role that was given ends.
    pub granted_until: Option<Timestamp>,
}

impl AccessRequest {
    /// Whether it waits for an answer.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }

    /// The role that is asked for.
    pub fn role_of_app(&self) -> RoleOfApp<'_> {
        RoleOfApp {
            client_id: &self.client_id,
            name: &self.role,
        }
    }
}

columns! {
    ACCESS_REQUEST of q, read by access_request -> AccessRequest {
        id: Row::text(id),
        user_id: Row::text(user_id),
        client_id: Row::text(client_id),
        role: Row::text(role),
        reason: Row::text(reason),
        wished_end: Row::opt_at(wished_end),
        requested_at: Row::at(requested_at),
        expires_at: Row::at(expires_at),
        outcome: Row::opt_text(outcome),
        ended_at: Row::opt_at(ended_at),
        ended_by_kind: Row::opt_text(ended_by_kind),
        ended_by_id: Row::opt_text(ended_by_id),
        answer: Row::opt_text(answer),
        granted_until: Row::opt_at(granted_until),
    }
}

/// A request that is to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewAccessRequest<'a> {
    /// The identifier of the request.
    pub id: &'a str,
    /// The user who asks.
    pub user_id: &'a str,
    /// The role that is asked for.
    pub role: RoleOfApp<'a>,
    /// The version of the roles of the app that the request rests on.
    pub roles_version: i64,
    /// Why the user needs it.
    pub reason: &'a str,
    /// When the user wants the role to end.
    pub wished_end: Option<Timestamp>,
    /// When the user asks for the role.
    pub requested_at: Timestamp,
    /// Until when it waits for an answer.
    pub expires_at: Timestamp,
}

/// How many requests of a user there may be.
#[derive(Clone, Copy, Debug)]
pub struct RequestLimits {
    /// How many may wait for an answer.
    pub open: i64,
    /// How many may be made from a time on.
    pub lately: i64,
    /// The time from which on they are counted.
    pub since: Timestamp,
}

impl From<&NewAccessRequest<'_>> for AccessRequest {
    fn from(new: &NewAccessRequest<'_>) -> Self {
        Self {
            id: new.id.to_owned(),
            user_id: new.user_id.to_owned(),
            client_id: new.role.client_id.to_owned(),
            role: new.role.name.to_owned(),
            reason: new.reason.to_owned(),
            wished_end: new.wished_end,
            requested_at: new.requested_at,
            expires_at: new.expires_at,
            outcome: None,
            ended_at: None,
            ended_by_kind: None,
            ended_by_id: None,
            answer: None,
            granted_until: None,
        }
    }
}

/// What a decision says.
#[derive(Clone, Copy, Debug)]
pub enum RequestAnswer<'a> {
    /// The role is given until a time; none for no end.
    Approved(Option<Timestamp>),
    /// It is not given, for this reason.
    Refused(&'a str),
}

impl Store {
    /// Adds a request. Guards: the user may sign in, has not reached a limit, no request of theirs for
    /// this role waits, and the app has the role as it was read.
    pub fn add_access_request(new: &NewAccessRequest<'_>, limits: RequestLimits) -> Unit {
        // The row of the user is held, so that of two requests at once the second counts the first.
        let user = query!("SELECT 1 FROM users u WHERE u.id = $1 AND u.disabled_at IS NULL");
        let over = query!(
            "UPDATE access_requests SET ended_at = expires_at, outcome = 'expired',
             ended_by_kind = 'worker'
             WHERE user_id = $1 AND ended_at IS NULL AND expires_at <= $2"
        );
        let insert = query!(
            "INSERT INTO access_requests (id, user_id, client_id, role, reason, wished_end,
             requested_at, expires_at)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8
             FROM users u WHERE u.id = $2 AND u.disabled_at IS NULL
             AND (SELECT COUNT(*) FROM access_requests q WHERE q.user_id = u.id
             AND q.ended_at IS NULL) < $9
             AND (SELECT COUNT(*) FROM access_requests q WHERE q.user_id = u.id
             AND q.requested_at > $10 AND q.requested_at <= $12) < $11 /*FOR SHARE*/
             ON CONFLICT DO NOTHING"
        );
        let insert = insert
            .bind(new.id)
            .bind(new.user_id)
            .bind(new.role.client_id)
            .bind(new.role.name)
            .bind(new.reason)
            .bind(new.wished_end)
            .bind(new.requested_at)
            .bind(new.expires_at)
            .bind(limits.open)
            .bind(limits.since)
            .bind(limits.lately)
            .bind(new.requested_at.plus(CLOCK_TOLERANCE));
        Unit::new()
            .require(user.bind(new.user_id), Lock::Exclusive)
            .then(Self::require_roles_of_app(
                new.role.client_id,
                new.roles_version,
            ))
            .run(over.bind(new.user_id).bind(new.requested_at))
            .guard(insert)
    }

    /// Decides a request. A guard: it waits for an answer.
    pub fn decide_access_request(id: &str, answer: RequestAnswer<'_>, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE access_requests SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4,
             outcome = $5, answer = $6, granted_until = $7
             WHERE id = $1 AND ended_at IS NULL AND expires_at > $2"
        );
        let (outcome, answer, until) = match answer {
            RequestAnswer::Approved(until) => ("approved", None, until),
            RequestAnswer::Refused(reason) => ("refused", Some(reason.to_owned()), None),
        };
        let update = stamp.end(update.bind(id));
        Unit::new().guard(update.bind(outcome).bind(answer).bind(until))
    }

    /// Withdraws a request of a user. A guard: it is theirs, and waits for an answer.
    pub fn withdraw_access_request(id: &str, user_id: &str, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE access_requests SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4,
             outcome = 'withdrawn'
             WHERE id = $1 AND user_id = $5 AND ended_at IS NULL AND expires_at > $2"
        );
        Unit::new().guard(stamp.end(update.bind(id)).bind(user_id))
    }

    /// Ends a request that waited too long, as of that time. A guard: nobody ended it meanwhile.
    pub fn end_expired_access_request(id: &str, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE access_requests SET ended_at = expires_at, ended_by_kind = $3,
             ended_by_id = $4, outcome = 'expired'
             WHERE id = $1 AND ended_at IS NULL AND expires_at <= $2"
        );
        Unit::new().guard(stamp.end(update.bind(id)))
    }

    /// Removes the requests for a role that wait: there is no such role any more.
    pub fn remove_open_requests_of_role(role: RoleOfApp<'_>) -> Unit {
        let delete = query!(
            "DELETE FROM access_requests WHERE client_id = $1 AND role = $2 AND ended_at IS NULL"
        );
        Unit::new().run(delete.bind(role.client_id).bind(role.name))
    }

    /// Notes by which request a role was given.
    pub fn note_request_of_grant(user_id: &str, role: RoleOfApp<'_>, request_id: &str) -> Unit {
        let update = query!(
            "UPDATE role_grants SET request_id = $4
             WHERE user_id = $1 AND client_id = $2 AND role = $3 AND ended_at IS NULL"
        );
        let update = update.bind(user_id).bind(role.client_id).bind(role.name);
        Unit::new().guard(update.bind(request_id))
    }

    /// A request, by its identifier.
    pub async fn access_request(&self, id: &str) -> Result<Option<AccessRequest>> {
        let select = query!("SELECT {ACCESS_REQUEST} FROM access_requests q WHERE q.id = $1");
        let row = self.row(select.bind(id)).await?;
        row.map(|row| access_request(&row)).transpose()
    }

    /// The requests of a user, the newest first; at most so many.
    pub async fn access_requests_of_user(
        &self,
        user_id: &str,
        limit: i64,
    ) -> Result<Vec<AccessRequest>> {
        let select = query!(
            "SELECT {ACCESS_REQUEST} FROM access_requests q WHERE q.user_id = $1
             ORDER BY q.id DESC LIMIT $2"
        );
        let rows = self.rows(select.bind(user_id).bind(limit)).await?;
        rows.iter().map(access_request).collect()
    }

    /// Requests that waited too long and are not ended yet, at most so many.
    pub async fn expired_access_requests(
        &self,
        now: Timestamp,
        max: i64,
    ) -> Result<Vec<AccessRequest>> {
        let select = query!(
            "SELECT {ACCESS_REQUEST} FROM access_requests q
             WHERE q.ended_at IS NULL AND q.expires_at <= $1 ORDER BY q.expires_at LIMIT $2"
        );
        let rows = self.rows(select.bind(now).bind(max)).await?;
        rows.iter().map(access_request).collect()
    }
}
