//! Entries get their places, in the order in which a worker finds them, and the head is signed with
//! each step. Whoever writes entries waits for nothing of it.

use super::{ADOPTION, AuditChain, broken, heads::HeadKey};
use crate::{Error, Result, audit::proof, context::OperationContext};
use doorward_protocol::{
    audit_chain::{Damage, Head, day_of, digest, first_link, link},
    secret::Digest,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{
    AuditDay, AuditLink, AuditPlace, AuditProof, ChainedRow, ListCursor, Store,
};
use std::sync::PoisonError;

/// How many entries are chained in one transaction.
const BATCH: usize = 500;
/// How often the same trouble is told to the log.
const REPORT_INTERVAL: Lifetime = Lifetime::minutes(10);

/// Whether there is more to do at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    More,
    Done,
}

/// An entry that may be chained, with its proof.
struct Genuine {
    id: String,
    at: Timestamp,
    digest: Digest,
    salt: Option<String>,
    commitment: String,
    seal: String,
}

/// The newest day as it is stored, and its head.
struct Newest {
    row: AuditDay,
    head: Head,
}

/// Entries that are chained next, and the day that they are put into.
struct Next<'a> {
    newest: Option<Newest>,
    day: Timestamp,
    /// When chaining began.
    began: Timestamp,
    entries: Vec<&'a Genuine>,
}

impl AuditChain {
    /// Chains what was written since the last call. Of several processes that do so at once, one goes
    /// on. `goes_on` is asked before each step.
    ///
    /// # Errors
    /// Where the database is unavailable, or the log was changed from outside so that nothing can be
    /// added to it.
    pub async fn extend(&self, ctx: &OperationContext, goes_on: impl Fn() -> bool) -> Result<()> {
        while goes_on() {
            if self.step(ctx).await? == Step::Done {
                break;
            }
        }
        Ok(())
    }

    /// Whether this trouble is to be told to the log: it is another one than last time, or that was long
    /// ago.
    pub fn is_news(&self, ctx: &OperationContext, trouble: &str) -> bool {
        let mut last = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = last.as_ref().is_some_and(|(known, at)| {
            known == trouble && ctx.now().since(*at).abs() < REPORT_INTERVAL.0
        });
        if !is_known {
            *last = Some((trouble.to_owned(), ctx.now()));
        }
        !is_known
    }

    async fn step(&self, ctx: &OperationContext) -> Result<Step> {
        let key = self.head_key()?;
        let newest = self.newest(&key).await?;
        let began = newest
            .as_ref()
            .map_or(ctx.now(), |newest| newest.head.began);
        let store = self.kernel.database.read();
        let start = ListCursor {
            at: Timestamp(i64::MIN),
            id: String::new(),
        };
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let found = store.unchained_audit_events(&start, limit).await?;
        let adopts = ctx.now() < began.plus(ADOPTION);
        let (genuine, foreign): (Vec<_>, Vec<_>) = found
            .iter()
            .map(|row| self.genuine(row, adopts).ok_or(row))
            .partition(std::result::Result::is_ok);
        self.set_aside(foreign.into_iter().filter_map(std::result::Result::err))
            .await?;
        let genuine: Vec<Genuine> = genuine
            .into_iter()
            .filter_map(std::result::Result::ok)
            .collect();
        let Some(first) = genuine.first() else {
            if found.is_empty() {
                return self.close_past_day(ctx, &key, newest).await;
            }
            return Ok(Step::More);
        };
        let today = day_of(ctx.now());
        let earliest = newest.as_ref().map_or(Timestamp(i64::MIN), first_day_after);
        let day_for = |at: Timestamp| day_of(at).min(today).max(earliest);
        let day = day_for(first.at);
        if newest
            .as_ref()
            .is_some_and(|newest| !newest.head.closed && newest.head.day < day)
        {
            return self.close_past_day(ctx, &key, newest).await;
        }
        let of_day = genuine.iter().take_while(|entry| day_for(entry.at) == day);
        let next = Next {
            newest,
            day,
            began,
            entries: of_day.collect(),
        };
        self.add(ctx, &key, next).await
    }

    /// The newest day. Where it was there before and is not any more, somebody took it away.
    async fn newest(&self, key: &HeadKey) -> Result<Option<Newest>> {
        // Of before the reading: whoever chains at the same time may be further meanwhile.
        let before = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(row) = self.newest_day().await? else {
            return Ok(None);
        };
        let head = key.of_day(&row).map_err(|damage| broken(row.day, damage))?;
        let place = AuditPlace {
            day: head.day,
            position: head.count,
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_set_back = before.is_some_and(|before| place < before);
        if is_set_back {
            tracing::error!(
                day = head.day.seconds(),
                entries = head.count,
                "the audit log has fewer entries than this process chained: the database was set back, or entries were removed with their head"
            );
        }
        *seen = if is_set_back {
            Some(place)
        } else {
            seen.max(Some(place))
        };
        Ok(Some(Newest { row, head }))
    }

    /// The row of the newest day. There is none before the first entry is chained.
    async fn newest_day(&self) -> Result<Option<AuditDay>> {
        let store = self.kernel.database.read();
        let newest = async || {
            store
                .newest_audit_days(1)
                .await
                .map(|days| days.into_iter().next())
        };
        if let Some(row) = newest().await? {
            return Ok(Some(row));
        }
        let first = AuditPlace {
            day: Timestamp(i64::MIN),
            position: i64::MIN,
        };
        let Some(chained) = store
            .chained_audit_events(first, 1)
            .await?
            .into_iter()
            .next()
        else {
            return Ok(None);
        };
        // Another process may have chained the first one between the two readings. The row of its day
        // was written with it.
        let row = newest().await?;
        row.map(Some)
            .ok_or_else(|| broken(chained.place().day, Damage::HeadRemoved))
    }

    /// An entry that this provider wrote. One of an earlier release gets its proof now.
    fn genuine(&self, row: &ChainedRow, adopts: bool) -> Option<Genuine> {
        let keys = &self.kernel.lasting_keys;
        let evidence = &row.evidence;
        let fields = row.event.fields();
        let (salt, proof) = if evidence.seal.is_none() && evidence.commitment.is_none() {
            let made = adopts.then(|| proof(&fields, self.kernel.entropy.as_ref(), keys))?;
            (Some(made.salt.clone()), made)
        } else {
            row.chained().genuine(keys).ok()?;
            let made = AuditProof {
                salt: String::new(),
                commitment: evidence.commitment.clone()?,
                seal: evidence.seal.clone()?,
            };
            (evidence.salt.clone(), made)
        };
        let commitment = Digest::from_encoded(proof.commitment.clone());
        Some(Genuine {
            id: row.event.id.clone(),
            at: row.event.at,
            digest: digest(&fields, &commitment),
            salt,
            commitment: proof.commitment,
            seal: proof.seal,
        })
    }

    async fn set_aside(&self, foreign: impl Iterator<Item = &ChainedRow>) -> Result<()> {
        let ids: Vec<&str> = foreign.map(|row| row.event.id.as_str()).collect();
        let Some(first) = ids.first() else {
            return Ok(());
        };
        tracing::error!(
            number = ids.len(),
            first,
            "entries of the audit log were not written by this provider, or were changed; they are kept out of its chain"
        );
        let unit = Store::set_audit_events_aside(&ids);
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }

    /// Signs that a day is over, once it is.
    async fn close_past_day(
        &self,
        ctx: &OperationContext,
        key: &HeadKey,
        newest: Option<Newest>,
    ) -> Result<Step> {
        let Some(Newest { row, head }) = newest else {
            return Ok(Step::Done);
        };
        if head.closed || head.day >= day_of(ctx.now()) {
            return Ok(Step::Done);
        }
        let closed = Head {
            closed: true,
            ..head
        };
        let change = Store::change_audit_day(&row, &key.row(&closed, ctx.now())?);
        if !self.kernel.database.commit_unaudited(change).await? {
            return Ok(Step::Done);
        }
        tracing::info!(
            day = closed.day.seconds(),
            entries = closed.count,
            hash = closed.link.as_str(),
            "a day of the audit log is over"
        );
        Ok(Step::More)
    }

    /// Puts entries at the end of a day, which is the newest one or a new one.
    async fn add(&self, ctx: &OperationContext, key: &HeadKey, next: Next<'_>) -> Result<Step> {
        let Next {
            newest,
            day,
            began,
            entries,
        } = next;
        let (open, before) = match newest {
            Some(newest) if newest.head.day == day => (Some(newest), None),
            before => (None, before.map(|newest| newest.head.as_previous())),
        };
        let mut head = match &open {
            Some(open) => open.head.clone(),
            None => Head {
                day,
                count: 0,
                link: first_link(day, before.as_ref()),
                previous: before,
                began,
                closed: false,
                deleted: None,
            },
        };
        let links: Vec<AuditLink> = entries
            .iter()
            .map(|entry| placed(&mut head, entry))
            .collect();
        let row = key.row(&head, ctx.now())?;
        let unit = match &open {
            Some(open) => Store::change_audit_day(&open.row, &row),
            None => Store::begin_audit_day(&row),
        };
        let unit = unit.then(Store::link_audit_events(&links));
        if self.kernel.database.commit_unless_taken(unit).await? {
            return Ok(Step::More);
        }
        // Another process went on meanwhile, or an entry stands where there is none yet.
        let now = self.kernel.database.read().newest_audit_days(1).await?;
        if now.first() == open.as_ref().map(|open| &open.row) {
            return Err(Error::Internal(
                "an entry stands at a place of the audit log's chain that is not taken yet: run \
                 `doorward audit verify`"
                    .into(),
            ));
        }
        Ok(Step::Done)
    }
}

/// The first day that an entry can still be put into.
fn first_day_after(newest: &Newest) -> Timestamp {
    if newest.head.closed {
        newest.head.day.plus(Lifetime::days(1))
    } else {
        newest.head.day
    }
}

/// The next place of a day, for an entry.
fn placed(head: &mut Head, entry: &Genuine) -> AuditLink {
    head.count += 1;
    head.link = link(&head.link, head.count, &entry.digest);
    AuditLink {
        id: entry.id.clone(),
        day: head.day,
        position: head.count,
        link: head.link.as_str().to_owned(),
        salt: entry.salt.clone(),
        commitment: entry.commitment.clone(),
        seal: entry.seal.clone(),
    }
}
