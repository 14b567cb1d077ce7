//! Roles that users ask for: which may be asked for, for how long, and what a request must say.

pub use super::longest::Longest;

use crate::{
    access::roles::Role,
    time::{Lifetime, Timestamp},
};

/// How long a request waits for an answer.
pub const LIFETIME: Lifetime = Lifetime::days(14);
/// How many requests of one user may wait for an answer at the same time.
pub const MAX_OPEN: i64 = 10;
/// The longest reason of a request or of a refusal, in characters.
pub const MAX_REASON: usize = 500;
/// What is wrong with the end of a role that is asked for or approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndProblem {
    /// It is over already.
    Over,
    /// The role is given for a time alone, and there is no end.
    Missing,
    /// It is later than the role allows.
    TooLate(Timestamp),
}

/// Checks the end of a role that is asked for or approved.
///
/// # Errors
/// What is wrong with it.
pub fn check_end(
    longest: Option<Longest>,
    end: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), EndProblem> {
    if end.is_some_and(|end| end <= now) {
        return Err(EndProblem::Over);
    }
    let Some(latest) = longest.map(|longest| longest.latest_end(now)) else {
        return Ok(());
    };
    match end {
        None => Err(EndProblem::Missing),
        Some(end) if end > latest => Err(EndProblem::TooLate(latest)),
        Some(_) => Ok(()),
    }
}

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestProblem {
    /// The role is none that may be asked for.
    NotRequestable,
    /// The user has the role.
    HasRole,
    /// There is no reason.
    ReasonMissing,
    /// The reason is too long, or holds control characters.
    ReasonWrong,
    /// The end cannot be as it is.
    End(EndProblem),
}

/// What a user asks for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Why they need the role.
    pub reason: &'a str,
    /// When they want it to end; none for no end.
    pub end: Option<Timestamp>,
}

/// Checks a request for a role that a user has or has not.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_request(
    role: &Role,
    has_role: bool,
    wish: Wish<'_>,
    now: Timestamp,
) -> Result<(), RequestProblem> {
    if !role.requestable {
        return Err(RequestProblem::NotRequestable);
    }
    if has_role {
        return Err(RequestProblem::HasRole);
    }
    check_reason(wish.reason)?;
    check_end(role.longest, wish.end, now).map_err(RequestProblem::End)
}

/// Checks the reason of a request or of a refusal.
///
/// # Errors
/// What is wrong with it.
pub fn check_reason(reason: &str) -> Result<(), RequestProblem> {
    if reason.trim().is_empty() {
        return Err(RequestProblem::ReasonMissing);
    }
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    if reason.chars().count() > MAX_REASON || !reason.chars().all(is_text) {
        return Err(RequestProblem::ReasonWrong);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
