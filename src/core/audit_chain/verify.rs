//! Whether the log is what was written: every entry is read once, and a thousand are in memory.

use super::{ADOPTION, AuditChain, heads::HeadKey};
use crate::{Error, Result, context::OperationContext};
use doorward_protocol::{
    audit_chain::{Damage, DayCheck, Head, Seals},
    secret::Digest,
    time::Timestamp,
};
use doorward_storage::{AuditDay, AuditPlace, ChainedRow, ListCursor};
use std::collections::BTreeMap;

/// How many entries are in memory at a time.
const PAGE: i64 = 1000;
/// How often a day that grows is looked at again.
const ROUNDS: usize = 4;

/// What was found wrong first, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The beginning of the day, where it has one.
    pub day: Option<Timestamp>,
    /// The position in the day.
    pub position: Option<i64>,
    /// The identifier of the entry that is there.
    pub id: Option<String>,
    /// What is wrong.
    pub damage: Damage,
}

/// What an examination of the log found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// The days whose entries were examined.
    pub days: usize,
    /// The entries of these days.
    pub entries: i64,
    /// The days whose entries were deleted because they were old enough.
    pub deleted_days: usize,
    /// Entries that are not chained yet.
    pub unchained: usize,
    /// When the oldest of them happened.
    pub oldest_unchained: Option<Timestamp>,
    /// The newest head.
    pub newest: Option<Head>,
    /// What is wrong; none where everything is as it was written.
    pub found: Option<Found>,
}

/// Why an examination ends early.
enum Stop {
    Failed(Error),
    Found(Found),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

type Walked<T> = std::result::Result<T, Stop>;

/// An examination that is under way.
struct Walk<'a> {
    chain: &'a AuditChain,
    key: HeadKey,
    /// The links that heads from elsewhere say there are.
    kept: BTreeMap<AuditPlace, Digest>,
    verified: Verified,
}

impl AuditChain {
    /// Examines the whole log. `kept` are heads that were kept elsewhere: they show also what was cut
    /// off at the end together with its heads.
    ///
    /// # Errors
    /// `Input` where a kept head was not signed by this provider; otherwise where the database is
    /// unavailable.
    pub async fn verify(&self, ctx: &OperationContext, kept: &[&str]) -> Result<Verified> {
        let key = self.head_key()?;
        let mut links = BTreeMap::new();
        for text in kept {
            let head = key.read(text).ok_or_else(|| {
                Error::Input(format!(
                    "this is no head that this provider signed: {}",
                    text.chars().take(40).collect::<String>()
                ))
            })?;
            links.insert(place(head.day, head.count), head.link);
        }
        let mut walk = Walk {
            chain: self,
            key,
            kept: links,
            verified: Verified::default(),
        };
        match walk.walk(ctx).await {
            Ok(()) => {}
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Found(found)) => walk.verified.found = Some(found),
        }
        Ok(walk.verified)
    }
}

const fn place(day: Timestamp, position: i64) -> AuditPlace {
    AuditPlace { day, position }
}

fn stop(day: Timestamp, position: Option<i64>, damage: Damage) -> Stop {
    Stop::Found(Found {
        day: Some(day),
        position,
        id: None,
        damage,
    })
}

fn stop_at(row: &ChainedRow, damage: Damage) -> Stop {
    Stop::Found(Found {
        day: row.evidence.day,
        position: row.evidence.position,
        id: Some(row.event.id.clone()),
        damage,
    })
}

impl Walk<'_> {
    async fn walk(&mut self, ctx: &OperationContext) -> Walked<()> {
        let store = self.chain.kernel.database.read();
        let mut after = place(Timestamp(i64::MIN), i64::MIN);
        for row in store.audit_days(Timestamp(i64::MIN)).await? {
            let head = self.head(&row)?;
            let before = self.verified.newest.as_ref();
            if head.previous != before.map(Head::as_previous)
                || before.is_some_and(|before| before.began != head.began || !before.closed)
            {
                return Err(stop(head.day, None, Damage::DayRemoved));
            }
            self.no_other_day(after, head.day).await?;
            let head = if head.deleted.is_some() {
                self.deleted_day(&head)?;
                head
            } else {
                self.day(head).await?
            };
            after = place(head.day, i64::MAX);
            self.verified.newest = Some(head);
        }
        self.no_other_day(after, Timestamp(i64::MAX)).await?;
        if let Some((place, _)) = self.kept.pop_first() {
            return Err(stop(place.day, Some(place.position), Damage::Truncated));
        }
        self.outside().await?;
        self.unchained(ctx).await
    }

    fn head(&self, row: &AuditDay) -> Walked<Head> {
        let head = self.key.of_day(row);
        head.map_err(|damage| stop(row.day, None, damage))
    }

    /// The head of a day as it is now.
    async fn head_now(&self, day: Timestamp) -> Walked<Option<Head>> {
        let days = self.chain.kernel.database.read().audit_days(day).await?;
        let row = days.iter().find(|row| row.day == day);
        row.map(|row| self.head(row)).transpose()
    }

    /// Nothing stands after a place and before a day: it would be of a day without a head.
    async fn no_other_day(&self, after: AuditPlace, before: Timestamp) -> Walked<()> {
        let store = self.chain.kernel.database.read();
        for row in store.chained_audit_events(after, 1).await? {
            let day = row.place().day;
            if day < before && self.head_now(day).await?.is_none() {
                return Err(stop_at(&row, Damage::HeadRemoved));
            }
        }
        Ok(())
    }

    /// What heads from elsewhere say about a day whose entries are gone.
    fn deleted_day(&mut self, head: &Head) -> Walked<()> {
        let later = self
            .kept
            .split_off(&place(Timestamp(head.day.0 + 1), i64::MIN));
        let of_day = std::mem::replace(&mut self.kept, later);
        for (kept, link) in of_day {
            let is_other = kept.position == head.count && link != head.link;
            if kept.day != head.day || kept.position > head.count || is_other {
                return Err(stop(kept.day, Some(kept.position), Damage::OtherHead));
            }
        }
        self.verified.deleted_days += 1;
        Ok(())
    }

    /// The entries of a day. Gives its head, which may have grown meanwhile.
    async fn day(&mut self, mut head: Head) -> Walked<Head> {
        let mut check = DayCheck::new(head.day, head.previous.as_ref());
        for _ in 0..ROUNDS {
            let taken = self.entries(&mut check, &head).await;
            if let Err(found @ Stop::Found(_)) = taken {
                // The entries of a day that became old enough are deleted meanwhile.
                return match self.head_now(head.day).await? {
                    Some(now) if now.deleted.is_some() => {
                        self.deleted_day(&now)?;
                        Ok(now)
                    }
                    _ => Err(found),
                };
            }
            taken?;
            let store = self.chain.kernel.database.read();
            let next = place(head.day, head.count);
            let next = store.chained_audit_events(next, 1).await?;
            let next = next.first().filter(|row| row.place().day == head.day);
            let Some(next) = next else { break };
            // Entries were chained meanwhile, or one stands after the last.
            match self.head_now(head.day).await? {
                Some(now) if now.count >= next.place().position => head = now,
                _ => return Err(stop_at(next, Damage::Inserted)),
            }
        }
        self.verified.days += 1;
        self.verified.entries += check.position();
        Ok(head)
    }

    /// Takes the entries of a day up to its head.
    async fn entries(&mut self, check: &mut DayCheck, head: &Head) -> Walked<()> {
        let keys = &self.chain.kernel.lasting_keys;
        let store = self.chain.kernel.database.read();
        // What stands before the first place is looked at, too.
        let start = |check: &DayCheck| match check.position() {
            0 => i64::MIN,
            position => position,
        };
        while check.position() < head.count {
            let after = place(head.day, start(check));
            let rows = store.chained_audit_events(after, PAGE).await?;
            let of_day = rows.iter().filter(|row| row.place().day == head.day);
            let mut taken = 0;
            for row in of_day {
                if check.position() == head.count {
                    break;
                }
                check
                    .take(&row.chained(), keys)
                    .map_err(|damage| match damage {
                        Damage::Removed => stop(head.day, Some(check.position() + 1), damage),
                        damage => stop_at(row, damage),
                    })?;
                taken += 1;
                let kept = self.kept.remove(&row.place());
                if kept.is_some_and(|link| link != *check.link()) {
                    return Err(stop_at(row, Damage::OtherHead));
                }
            }
            if taken == 0 {
                break;
            }
        }
        let position = check.position();
        check
            .end(head)
            .map_err(|damage| stop(head.day, Some(position), damage))
    }

    /// Entries that were set aside, or have a day without a place.
    async fn outside(&self) -> Walked<()> {
        let store = self.chain.kernel.database.read();
        match store.audit_events_outside("", 1).await?.pop() {
            None => Ok(()),
            Some(row) => Err(Stop::Found(Found {
                day: None,
                position: None,
                id: Some(row.id),
                damage: Damage::Changed,
            })),
        }
    }

    async fn unchained(&mut self, ctx: &OperationContext) -> Walked<()> {
        let store = self.chain.kernel.database.read();
        let keys: &dyn Seals = &self.chain.kernel.lasting_keys;
        let newest = self.verified.newest.as_ref();
        let adopts = newest.is_none_or(|head| ctx.now() < head.began.plus(ADOPTION));
        let mut after = ListCursor {
            at: Timestamp(i64::MIN),
            id: String::new(),
        };
        loop {
            let rows = store.unchained_audit_events(&after, PAGE).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.event.cursor();
            for row in &rows {
                let is_earlier = row.evidence.seal.is_none() && row.evidence.commitment.is_none();
                if !(is_earlier && adopts) {
                    let genuine = row.chained().genuine(keys);
                    genuine.map_err(|damage| stop_at(row, damage))?;
                }
                self.verified.unchained += 1;
                self.verified.oldest_unchained.get_or_insert(row.event.at);
            }
        }
    }
}
