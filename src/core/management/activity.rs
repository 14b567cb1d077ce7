//! What happened in the last days, counted from the audit log: what the first page of the console shows.

use super::{Management, ManagementOutcome, counted_days::Counts};
use doorward_protocol::{
    audit_chain::day_of,
    time::{Lifetime, Timestamp},
};

/// The days that a page looks back on, today among them.
const DAYS: i64 = 14;
/// How long after its end a day is taken as complete: until then an operation that began in it may
/// still write its entry.
const COMPLETE_AFTER: Lifetime = Lifetime::minutes(10);
/// What a new user is recorded as, by the way that they came.
const NEW_USERS: [&str; 5] = [
    "user.added",
    "user.registered",
    "user.imported",
    "user.migrated",
    "user.provisioned",
];

/// What happened on one day (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfActivity {
    /// When the day begins.
    pub start: Timestamp,
    /// Sign-ins of the day that succeeded, counted from the audit log.
    pub sign_ins: i64,
    /// Sign-ins of the day that failed, counted from the audit log.
    pub failures: i64,
    /// Accounts that were made on the day, in whatever way, counted from the audit log.
    pub new_users: i64,
}

/// What happened in the last 24 hours that an administrator looks into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Incidents {
    /// Times that attacks on the sign-in were suspected.
    pub attacks: i64,
    /// Refresh tokens that were used a second time: somebody else may have a copy.
    pub replays: i64,
    /// Mails that could not be delivered.
    pub lost_mails: i64,
    /// Apps that did not hear of a sign-out.
    pub unheard_logouts: i64,
    /// Webhooks that were paused, since they accepted nothing for a day or said that they are gone.
    pub paused_webhooks: i64,
}

impl Management {
    /// What happened on each of the last days, the oldest first.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn activity(&self, now: Timestamp) -> ManagementOutcome<Vec<DayOfActivity>> {
        let (day, today) = (Lifetime::days(1), day_of(now));
        let oldest = today.minus(Lifetime::days(DAYS - 1));
        let mut activity = Vec::new();
        let mut start = oldest;
        while start <= today {
            let counts = self.counts_of_day(start, now).await?;
            let count = |action: &str| counts.get(action).copied().unwrap_or_default();
            activity.push(DayOfActivity {
                start,
                sign_ins: count("sign_in.succeeded"),
                failures: count("sign_in.failed"),
                new_users: NEW_USERS.into_iter().map(count).sum(),
            });
            start = start.plus(day);
        }
        Ok(activity)
    }

    /// What happened in the last 24 hours that an administrator looks into.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn incidents(&self, now: Timestamp) -> ManagementOutcome<Incidents> {
        let store = self.kernel.database.read();
        let since = now.minus(Lifetime::days(1));
        // What happened in this millisecond counts.
        let until = Timestamp(now.0.saturating_add(1));
        let counts = store.audit_counts(since, until).await?;
        let count = |action: &str| counts.get(action).copied().unwrap_or_default();
        Ok(Incidents {
            attacks: count("sign_in.attack_suspected"),
            replays: count("refresh_token.replayed"),
            lost_mails: count("mail.given_up"),
            unheard_logouts: count("backchannel_logout.given_up"),
            paused_webhooks: count("webhook.paused"),
        })
    }

    /// How many sessions are live.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn live_sessions(&self, now: Timestamp) -> ManagementOutcome<i64> {
        Ok(self.kernel.database.read().live_sessions(now).await?)
    }

    /// How many enabled users are owners.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn owners(&self, now: Timestamp) -> ManagementOutcome<usize> {
        Ok(self.kernel.database.read().owners(now).await?.len())
    }

    async fn counts_of_day(&self, start: Timestamp, now: Timestamp) -> ManagementOutcome<Counts> {
        if let Some(counts) = self.counted_days.get(start) {
            return Ok(counts);
        }
        let end = start.plus(Lifetime::days(1));
        let store = self.kernel.database.read();
        let counts = store.audit_counts(start, end).await?;
        if now >= end.plus(COMPLETE_AFTER) {
            self.counted_days.keep(start, counts.clone());
        }
        Ok(counts)
    }
}
