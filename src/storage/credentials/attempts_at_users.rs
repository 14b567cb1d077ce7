//! Consecutive attempts at a user, by whatever name: from one source, and from everywhere together.
//!
//! Where the name is nobody's, it stands for the user, and the same rows are written.

use super::sign_in_attempts::{AttemptKey, TakenRow, count_spelling, one_less};
use crate::{
    Result, Store,
    db::{
        sql::{Query, query},
        unit::Unit,
    },
};
use doorward_protocol::{
    credentials::sign_in_attempts::{
        FREE_ATTEMPTS, MAX_FROM_ONE_NETWORK, MAX_IN_A_ROW, SignInAttempts, kept_until, pause_after,
    },
    secret::Digest,
    time::{Lifetime, Timestamp},
};

/// What attempts at one user are counted by.
#[derive(Clone, Copy, Debug)]
pub struct UserKey<'a> {
    /// The digest of the user, or of a name that is nobody's.
    pub user: &'a Digest,
    /// The digest of the network or the browser that the attempt comes from.
    pub source: &'a Digest,
    /// What is counted beside where the source is new to the user.
    pub new: Option<NewSource<'a>>,
}

/// What attempts from a source that is new to the user are counted by beside.
#[derive(Clone, Copy, Debug)]
pub struct NewSource<'a> {
    /// What stands for all sources that are new to the user.
    pub everywhere: &'a Digest,
    /// What stands for what this source has of those from everywhere. It is remembered as long, so that
    /// one network does not use up all of them day after day.
    pub share: &'a Digest,
    /// How long both are remembered.
    pub memory: Lifetime,
}

/// An attempt that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenAttempt {
    /// By another name the user would wait here: the attempt was counted for its name alone.
    pub is_out_of_turn: bool,
    /// There were as many without success before as there may be in a row: from everywhere, from this
    /// network, or in this browser where it is not new to the user.
    pub is_over_limit: bool,
    /// The attempts from everywhere in a row, this one included where it was counted there; none where
    /// the browser is not new to the user.
    pub from_everywhere: i64,
}

impl TakenAttempt {
    fn of(known: &Known, of: UserKey<'_>, now: Timestamp) -> Self {
        let is_out_of_turn = known.here.is_some_and(|row| row.is_paused(now));
        let here = known.here.map_or(0, |row| row.remembered(now));
        let Some(new) = of.new else {
            return Self {
                is_out_of_turn,
                is_over_limit: here >= MAX_IN_A_ROW,
                from_everywhere: 0,
            };
        };
        let remembered =
            |row: Option<SignInAttempts>| row.map_or(0, |row| row.remembered_for(new.memory, now));
        let before = remembered(known.everywhere);
        let is_over_limit =
            before >= MAX_IN_A_ROW || remembered(known.share) >= MAX_FROM_ONE_NETWORK;
        let is_counted = !is_out_of_turn && !is_over_limit;
        Self {
            is_out_of_turn,
            is_over_limit,
            from_everywhere: before + i64::from(is_counted),
        }
    }

    /// Whether it was counted among those from everywhere.
    const fn is_counted_everywhere(self) -> bool {
        !self.is_out_of_turn && !self.is_over_limit
    }
}

/// The rows of an attempt before it is taken.
#[derive(Default)]
struct Known {
    name: Option<SignInAttempts>,
    here: Option<SignInAttempts>,
    everywhere: Option<SignInAttempts>,
    share: Option<SignInAttempts>,
}

impl Store {
    /// Takes an attempt at a user, atomically: `Err` holds until when it is to wait. A pause by another
    /// name of the user is shown in a browser that is not new to them alone; elsewhere it would tell
    /// that two names are of one user.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn take_attempt_at_user(
        &self,
        name: AttemptKey<'_>,
        of: UserKey<'_>,
        now: Timestamp,
    ) -> Result<std::result::Result<TakenAttempt, Timestamp>> {
        for _ in 0..16 {
            let known = self.known_attempts(name, of).await?;
            if let Some(row) = known.name.filter(|row| row.is_paused(now)) {
                return Ok(Err(row.paused_until));
            }
            let here = known.here.filter(|row| row.is_paused(now));
            if let (Some(row), None) = (here, of.new) {
                return Ok(Err(row.paused_until));
            }
            let taken = TakenAttempt::of(&known, of, now);
            if self.commit(take(name, of, &known, taken, now)).await? {
                return Ok(Ok(taken));
            }
        }
        // Sixteen others were quicker each time: that is a storm by one name, and it waits. By other names of
        // the user at most five are, until they wait.
        Ok(Err(now.plus(pause_after(FREE_ATTEMPTS))))
    }

    async fn known_attempts(&self, name: AttemptKey<'_>, of: UserKey<'_>) -> Result<Known> {
        let everywhere = of.new.map_or(of.source, |new| new.everywhere);
        let share = of.new.map_or(of.source, |new| new.share);
        let select = query!(
            "SELECT account, source, failures, paused_until FROM sign_in_attempts
             WHERE account IN ($1, $2) AND source IN ($3, $4, $5)"
        )
        .bind(name.account)
        .bind(of.user)
        .bind(of.source)
        .bind(everywhere)
        .bind(share);
        let mut known = Known::default();
        for row in self.rows(select).await? {
            let attempts = SignInAttempts {
                failures: row.int("failures")?,
                paused_until: row.at("paused_until")?,
            };
            let (account, source) = (row.text("account")?, row.text("source")?);
            let is_here = source == of.source.as_str();
            if account == name.account.as_str() {
                known.name = known.name.or(Some(attempts).filter(|_| is_here));
            } else if is_here {
                known.here = Some(attempts);
            } else if source == everywhere.as_str() {
                known.everywhere = Some(attempts);
            } else {
                known.share = Some(attempts);
            }
        }
        Ok(known)
    }

    /// Forgets the attempts at a user from one source, and from everywhere with the share of the source:
    /// it was their password.
    pub fn forget_attempts_at_user(of: UserKey<'_>, everywhere: &Digest, share: &Digest) -> Unit {
        // In the order in which an attempt is counted.
        [of.source, share, everywhere]
            .into_iter()
            .fold(Unit::new(), |unit, source| {
                let forget =
                    query!("DELETE FROM sign_in_attempts WHERE account = $1 AND source = $2");
                unit.run(forget.bind(of.user).bind(source))
            })
    }

    /// Takes back an attempt: it was at another account of the same name.
    pub fn take_back_attempt_at_user(of: UserKey<'_>, taken: TakenAttempt) -> Unit {
        let mut unit = Unit::new();
        if !taken.is_out_of_turn {
            unit = unit.run(one_less(of.user, of.source));
        }
        match of.new {
            Some(new) if taken.is_counted_everywhere() => unit
                .run(one_less(of.user, new.share))
                .run(one_less(of.user, new.everywhere)),
            _ => unit,
        }
    }

    /// Writes down that there were as many attempts in a row as there may be. A guard: it is true, and was
    /// not written down before.
    pub fn note_most_attempts(user: &Digest, everywhere: &Digest) -> Unit {
        let note = query!(
            "UPDATE sign_in_attempts SET failures = failures + 1
             WHERE account = $1 AND source = $2 AND failures = $3"
        );
        Unit::new().guard(note.bind(user).bind(everywhere).bind(MAX_IN_A_ROW))
    }
}

/// One attempt more in each row that it counts in; the others are written as they are, so that the work
/// is the same. First the rows of the name, as whoever forgets attempts.
fn take(
    name: AttemptKey<'_>,
    of: UserKey<'_>,
    known: &Known,
    taken: TakenAttempt,
    now: Timestamp,
) -> Unit {
    let row = |account, source| TakenRow { account, source };
    let of_name = row(name.account, name.source).take(known.name, now);
    let mut unit = Unit::new().guard(of_name).run(count_spelling(name, now));
    unit = if taken.is_out_of_turn {
        unit.run(touch(&row(of.user, of.source), known.here))
    } else {
        unit.guard(row(of.user, of.source).take(known.here, now))
    };
    let Some(new) = of.new else {
        return unit;
    };
    if !taken.is_counted_everywhere() {
        return unit
            .run(touch(&row(of.user, new.share), known.share))
            .run(touch(&row(of.user, new.everywhere), known.everywhere));
    }
    let until = kept_until(new.memory, now);
    let count = |source, known: Option<SignInAttempts>, max| {
        // Those before may be past.
        let old = known.filter(|row| row.failures > 0 && row.remembered_for(new.memory, now) == 0);
        let row = row(of.user, source);
        old.map_or_else(
            || count_up(&row, until, max),
            |old| count_anew(&row, until, old),
        )
    };
    unit.guard(count(new.share, known.share, MAX_FROM_ONE_NETWORK))
        .guard(count(new.everywhere, known.everywhere, MAX_IN_A_ROW))
}

/// Writes a row as it was read, unless it is another one meanwhile.
fn touch(row: &TakenRow<'_>, known: Option<SignInAttempts>) -> Query {
    query!(
        "UPDATE sign_in_attempts SET failures = $3
         WHERE account = $1 AND source = $2 AND failures = $3"
    )
    .bind(row.account)
    .bind(row.source)
    .bind(known.map_or(0, |row| row.failures))
}

/// The first attempt again, where those before are past.
fn count_anew(row: &TakenRow<'_>, until: Timestamp, old: SignInAttempts) -> Query {
    query!(
        "UPDATE sign_in_attempts SET failures = 1, paused_until = $1
         WHERE account = $2 AND source = $3 AND failures = $4 AND paused_until = $5"
    )
    .bind(until)
    .bind(row.account)
    .bind(row.source)
    .bind(old.failures)
    .bind(old.paused_until)
}

/// One attempt more, unless there were as many meanwhile as there may be.
fn count_up(row: &TakenRow<'_>, until: Timestamp, max: i64) -> Query {
    query!(
        "INSERT INTO sign_in_attempts (account, source, failures, paused_until)
         VALUES ($1, $2, 1, $3) ON CONFLICT (account, source) DO UPDATE
         SET failures = sign_in_attempts.failures + 1, paused_until = excluded.paused_until
         WHERE sign_in_attempts.failures < $4"
    )
    .bind(row.account)
    .bind(row.source)
    .bind(until)
    .bind(max)
}
