//! What holds while somebody signs in for an organization, beside what the server and the app demand.

use serde::{Deserialize, Serialize};

/// The shortest age, in seconds, after which a sign-in for an organization is too old.
const MIN_AGE: i64 = 60;
/// The longest such age.
const MAX_AGE: i64 = 365 * 86_400;

/// What holds while somebody signs in for an organization. What is not set is as the server and the app say;
/// of several demands the strictest holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationPolicy {
    /// Whether its users need a second factor.
    pub second_factor: bool,
    /// How old their sign-in may be, in seconds.
    pub max_session_age: Option<i64>,
}

/// Checks how old a sign-in for an organization may be, in seconds.
///
/// # Errors
/// What to change.
pub fn check_max_session_age(seconds: i64) -> Result<(), String> {
    if (MIN_AGE..=MAX_AGE).contains(&seconds) {
        return Ok(());
    }
    Err(format!(
        "max_session_age must be {MIN_AGE} to {MAX_AGE} seconds"
    ))
}

#[cfg(test)]
mod tests {
    use super::check_max_session_age;

    #[test]
    fn an_age_is_a_minute_to_a_year() {
        for good in [60, 3600, 365 * 86_400] {
            assert_eq!(check_max_session_age(good), Ok(()), "{good}");
        }
        for bad in [i64::MIN, -1, 0, 59, 365 * 86_400 + 1, i64::MAX] {
            assert!(check_max_session_age(bad).is_err(), "{bad}");
        }
    }
}
