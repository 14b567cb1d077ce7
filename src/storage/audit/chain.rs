//! The chain of the audit log: where each entry stands, and how each day ended.

use super::{AUDIT_EVENT, AuditRow, audit_event};
use crate::db::cursor::ListCursor;
use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{
    audit_chain::{Chained, Fields},
    time::Timestamp,
};
use serde::Serialize;

/// The evidence of an entry, as it is stored.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What the commitment was made with.
    pub salt: Option<String>,
    /// The hash of the private fields.
    pub commitment: Option<String>,
    /// The code of the provider.
    pub seal: Option<String>,
    /// The mark of an erasure.
    pub erasure: Option<String>,
    /// The day of the chain.
    pub day: Option<Timestamp>,
    /// The place in the day.
    pub position: Option<i64>,
    /// The link there.
    pub link: Option<String>,
}

columns! {
    EVIDENCE of a, read by evidence -> Evidence {
        salt: Row::opt_text(salt),
        commitment: Row::opt_text(commitment),
        seal: Row::opt_text(seal),
        erasure: Row::opt_text(erasure),
        day: Row::opt_at(chain_day),
        position: Row::opt_int(position),
        link: Row::opt_text(link),
    }
}

/// An entry with its evidence.
#[derive(Clone, Debug)]
pub struct ChainedRow {
    /// The entry itself.
    pub event: AuditRow,
    /// What proves it.
    pub evidence: Evidence,
}

impl ChainedRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            event: audit_event(row)?,
            evidence: evidence(row)?,
        })
    }

    /// The place in the chain; the beginning of time for what is not chained.
    pub fn place(&self) -> AuditPlace {
        AuditPlace {
            day: self.evidence.day.unwrap_or_default(),
            position: self.evidence.position.unwrap_or_default(),
        }
    }

    /// The entry and its evidence, as the rules take them.
    pub fn chained(&self) -> Chained<'_> {
        let (event, evidence) = (&self.event, &self.evidence);
        Chained {
            fields: event.fields(),
            salt: evidence.salt.as_deref(),
            commitment: evidence.commitment.as_deref(),
            seal: evidence.seal.as_deref(),
            erasure: evidence.erasure.as_deref(),
            position: evidence.position.unwrap_or_default(),
            link: evidence.link.as_deref(),
        }
    }
}

impl AuditRow {
    /// The fields, as the rules take them.
    pub fn fields(&self) -> Fields<'_> {
        Fields {
            id: &self.id,
            at: self.at,
            action: &self.action,
            actor_kind: &self.actor_kind,
            actor_id: self.actor_id.as_deref(),
            subject: self.subject.as_deref(),
            client_id: self.client_id.as_deref(),
            detail: &self.detail,
            address: self.address.as_deref(),
            user_agent: self.user_agent.as_deref(),
            request_id: self.request_id.as_deref(),
        }
    }
}

/// A place in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct AuditPlace {
    /// The beginning of a day.
    pub day: Timestamp,
    /// The position in the day, from 1.
    pub position: i64,
}

/// A day of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDay {
    /// The beginning of the day.
    pub day: Timestamp,
    /// How many entries it has.
    pub entries: i64,
    /// Its last link.
    pub link: String,
    /// Its head, a signed JWS.
    pub head: String,
    /// Whether it is over.
    pub closed: bool,
    /// Whether its entries may be deleted, or were.
    pub deleted: bool,
}

columns! {
    AUDIT_DAY of d, read by audit_day -> AuditDay {
        day: Row::at(day),
        entries: Row::int(entries),
        link: Row::text(link),
        head: Row::text(head),
        closed: Row::flag(closed),
        deleted: Row::flag(deleted),
    }
}

/// Where an entry is put in the chain, and the proof of one that was written without.
#[derive(Clone, Debug, Serialize)]
pub struct AuditLink {
    /// The identifier of the entry.
    pub id: String,
    /// The beginning of the day.
    pub day: Timestamp,
    /// The place in the day.
    pub position: i64,
    /// The link there.
    pub link: String,
    /// What the commitment was made with.
    pub salt: Option<String>,
    /// The hash of the private fields.
    pub commitment: String,
    /// The code of the provider.
    pub seal: String,
}

impl Store {
    /// The entries after a moment and an identifier and before a time, the oldest first.
    pub async fn audit_events_after(
        &self,
        cursor: &ListCursor,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ChainedRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT}, {EVIDENCE} FROM audit_events a WHERE (a.at, a.id) > ($1, $3)
             AND a.at < $2 ORDER BY a.at, a.id LIMIT $4"
        );
        let select = select.bind(cursor.at).bind(until).bind(&cursor.id);
        let rows = self.rows(select.bind(i64::from(limit))).await?;
        rows.iter().map(ChainedRow::read).collect()
    }

    /// Entries that have no place in the chain, after one of them, in the order of time.
    pub async fn unchained_audit_events(
        &self,
        after: &ListCursor,
        limit: i64,
    ) -> Result<Vec<ChainedRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT}, {EVIDENCE} FROM audit_events a WHERE a.chain_day IS NULL
             AND (a.at, a.id) > ($1, $2) ORDER BY a.at, a.id LIMIT $3"
        );
        let select = select.bind(after.at).bind(&after.id).bind(limit);
        self.rows(select)
            .await?
            .iter()
            .map(ChainedRow::read)
            .collect()
    }

    /// Entries of the chain after a place, in its order.
    pub async fn chained_audit_events(
        &self,
        after: AuditPlace,
        limit: i64,
    ) -> Result<Vec<ChainedRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT}, {EVIDENCE} FROM audit_events a WHERE
             (a.chain_day, a.position) > ($1, $2) AND a.position IS NOT NULL
             ORDER BY a.chain_day, a.position LIMIT $3"
        );
        let select = select.bind(after.day).bind(after.position).bind(limit);
        self.rows(select)
            .await?
            .iter()
            .map(ChainedRow::read)
            .collect()
    }

    /// Entries that were set aside, because this provider did not write them, after one of them; and
    /// all others that are in a day without a place there.
    pub async fn audit_events_outside(&self, after: &str, limit: i64) -> Result<Vec<AuditRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.chain_day IS NOT NULL
             AND a.position IS NULL AND a.id > $1 ORDER BY a.id LIMIT $2"
        );
        let rows = self.rows(select.bind(after).bind(limit)).await?;
        rows.iter().map(audit_event).collect()
    }

    /// The days of the chain from one on, the oldest first.
    pub async fn audit_days(&self, from: Timestamp) -> Result<Vec<AuditDay>> {
        let select =
            query!("SELECT {AUDIT_DAY} FROM audit_days d WHERE d.day >= $1 ORDER BY d.day");
        self.rows(select.bind(from))
            .await?
            .iter()
            .map(audit_day)
            .collect()
    }

    /// The newest days of the chain, the newest first.
    pub async fn newest_audit_days(&self, limit: i64) -> Result<Vec<AuditDay>> {
        let select = query!(
            "SELECT {AUDIT_DAY} FROM audit_days d WHERE d.day >= $1 ORDER BY d.day DESC LIMIT $2"
        );
        let rows = self
            .rows(select.bind(Timestamp(i64::MIN)).bind(limit))
            .await?;
        rows.iter().map(audit_day).collect()
    }

    /// Begins a day. It fails with `Taken` where another process began it.
    pub fn begin_audit_day(day: &AuditDay) -> Unit {
        let insert = query!(
            "INSERT INTO audit_days (day, entries, link, head, closed, deleted)
             VALUES ($1, $2, $3, $4, 0, 0)"
        );
        let insert = insert.bind(day.day).bind(day.entries).bind(&day.link);
        Unit::new().run(insert.bind(&day.head))
    }

    /// Changes a day that was read. A guard: it is as it was then, so that of several processes one
    /// goes on.
    pub fn change_audit_day(from: &AuditDay, to: &AuditDay) -> Unit {
        let update = query!(
            "UPDATE audit_days SET entries = $2, link = $3, head = $4, closed = $5, deleted = $6
             WHERE day = $1 AND head = $7"
        );
        let update = update.bind(from.day).bind(to.entries).bind(&to.link);
        let update = update
            .bind(&to.head)
            .bind(i64::from(to.closed))
            .bind(i64::from(to.deleted));
        Unit::new().guard(update.bind(&from.head))
    }

    /// Puts entries at their places. Where the private fields of one were erased meanwhile, it gets no
    /// salt.
    pub fn link_audit_events(links: &[AuditLink]) -> Unit {
        let update = query!(
            "UPDATE audit_events SET chain_day = CAST(r.value ->> 'day' AS BIGINT),
             position = CAST(r.value ->> 'position' AS BIGINT), link = r.value ->> 'link',
             salt = CASE WHEN erasure IS NULL THEN r.value ->> 'salt' END,
             commitment = r.value ->> 'commitment', seal = r.value ->> 'seal'
             FROM json_each($1) AS r
             WHERE audit_events.id = r.value ->> 'id' AND +audit_events.chain_day IS NULL"
        );
        Unit::new().run(update.bind(to_json(&links)))
    }

    /// Keeps entries out of the chain that this provider did not write.
    pub fn set_audit_events_aside(ids: &[&str]) -> Unit {
        let update = query!(
            "UPDATE audit_events SET chain_day = -1 FROM json_each($1) AS r
             WHERE audit_events.id = r.value ->> 'id' AND +audit_events.chain_day IS NULL"
        );
        let rows: Vec<_> = ids
            .iter()
            .map(|id| serde_json::json!({ "id": id }))
            .collect();
        Unit::new().run(update.bind(to_json(&rows)))
    }
}
