//! Tokens that are mailed and work once: what they are for, how long they live, and why one is refused.

use crate::{
    credentials::one_time_code::grouped,
    secret::Entropy,
    time::{Lifetime, Timestamp},
};

/// How many codes may be tried for one token (ASVS 6.6.3).
pub const MAX_TRIES: i64 = 5;
/// How many mails may be sent for one token.
pub const MAX_MAILS: i64 = 3;
/// The pause before another mail is sent for the same token.
pub const RESEND_AFTER: Lifetime = Lifetime::minutes(1);

/// How long a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeLength {
    /// As long as somebody types readily: safe where few are tried.
    Usual,
    /// Sixteen digits, 53 bits: safe also where many are tried.
    Long,
}

/// What a token is for. It is never taken for one of another purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum TokenPurpose {
    /// Proves the address of somebody who creates an account.
    SignUp,
    /// Proves the new address of a user.
    ChangeAddress,
    /// Takes a change of the address back.
    UndoAddressChange,
    /// Lets a user choose a new password.
    ResetPassword,
    /// Creates an account, or adds apps to one, on invitation.
    Invitation,
    /// Makes the first owner of this provider, while it has none.
    FirstOwner,
    /// Signs a user in by a mailed code or link.
    SignIn,
    /// Takes back the deletion of an account.
    UndoDeletion,
    /// Refuses the recovery of an account whose factors are lost.
    RefuseRecovery,
    /// Removes the factors that are lost, once the request has waited.
    Recovery,
}

impl TokenPurpose {
    /// The name in the database.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// How long a token is valid.
    pub const fn lifetime(self) -> Lifetime {
        match self {
            Self::ResetPassword => Lifetime::hours(1),
            Self::SignIn => Lifetime::minutes(10),
            Self::SignUp | Self::ChangeAddress | Self::FirstOwner => Lifetime::days(1),
            Self::Invitation | Self::UndoAddressChange => Lifetime::days(7),
            Self::UndoDeletion | Self::RefuseRecovery | Self::Recovery => Lifetime::days(14),
        }
    }

    /// The number of digits of a code.
    pub const fn code_digits(self, length: CodeLength) -> u32 {
        match (length, self) {
            (CodeLength::Long, _) => 16,
            (CodeLength::Usual, Self::SignIn) => 8,
            (CodeLength::Usual, _) => 6,
        }
    }

    /// Whether a change of how the user signs in ends the token. What takes a change back, or reports
    /// one, must outlive what somebody else changes next.
    pub const fn ends_with_generation(self) -> bool {
        matches!(
            self,
            Self::ChangeAddress | Self::ResetPassword | Self::SignIn | Self::Recovery
        )
    }

    /// Whether anybody may ask for one about anybody and wait for its code, so that what the browser is
    /// told must not depend on whether there is a user.
    pub const fn hides_its_user(self) -> bool {
        matches!(self, Self::SignIn)
    }

    /// Whether it is asked for by whatever name somebody signs in by, and not by an address alone.
    pub const fn is_about_a_name(self) -> bool {
        matches!(self, Self::SignIn | Self::ResetPassword)
    }

    /// Whether a new token takes the place of every older one of the same purpose and subject. It does
    /// not where anybody may ask for one about the address of somebody else, who waits for theirs,
    /// nor where the subject is a name, which may be like that of somebody else: then the older ones
    /// of the user are replaced.
    pub const fn replaces_older(self) -> bool {
        !matches!(self, Self::SignUp) && !self.is_about_a_name()
    }
}

/// What is known of a token when it is presented.
#[derive(Clone, Copy, Debug)]
pub struct TokenState {
    /// Until when it is valid.
    pub expires_at: Timestamp,
    /// How long it is valid from the start.
    pub lifetime: Lifetime,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When a newer token took its place.
    pub replaced_at: Option<Timestamp>,
    /// Whether its user is as when it was made: the password, the address and the right to sign in.
    pub is_user_unchanged: bool,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum TokenRefusal {
    /// There is no such token, or it is of another purpose or browser.
    Unknown,
    /// It was used.
    Used,
    /// A newer one took its place, or it was taken back.
    Replaced,
    /// The account changed since it was made.
    Outdated,
    /// Its time is over.
    Expired,
    /// Too many codes were tried.
    TooManyTries,
    /// What it is for is not there any more, or whoever gave it may not give it any more.
    Withdrawn,
}

impl TokenRefusal {
    /// The reason in the log.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// Whether a token may be used.
///
/// # Errors
/// The first reason why not.
pub fn check(state: &TokenState, now: Timestamp) -> Result<(), TokenRefusal> {
    if state.used_at.is_some() {
        Err(TokenRefusal::Used)
    } else if state.replaced_at.is_some() {
        Err(TokenRefusal::Replaced)
    } else if !state.expires_at.ends_a_valid(state.lifetime, now) {
        Err(TokenRefusal::Expired)
    } else if !state.is_user_unchanged {
        Err(TokenRefusal::Outdated)
    } else {
        Ok(())
    }
}

/// A random code of decimal digits, each code with the same probability.
pub fn random_code(entropy: &dyn Entropy, digits: u32) -> String {
    let bound = 10_u64.pow(digits.min(18));
    // Numbers beyond the last multiple of the bound would make small codes more likely.
    let limit = u64::MAX - u64::MAX % bound;
    loop {
        let mut bytes = [0_u8; 8];
        entropy.fill(&mut bytes);
        let number = u64::from_be_bytes(bytes);
        if number < limit {
            let width = usize::try_from(digits).unwrap_or_default();
            return format!("{:0width$}", number % bound);
        }
    }
}

/// A code as it is shown: a long one in groups of four digits.
pub fn shown(code: &str, length: CodeLength) -> String {
    match length {
        CodeLength::Usual => code.to_owned(),
        CodeLength::Long => grouped(code),
    }
}

/// A code as somebody typed it, without what separates its digits. `None` where it is no code of the
/// purpose, of either length.
pub fn typed_code(text: &str, purpose: TokenPurpose) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_digit(10).and_then(|digit| char::from_digit(digit, 10)))
        .collect::<Option<_>>()?;
    let digits = u32::try_from(code.len()).ok()?;
    [CodeLength::Usual, CodeLength::Long]
        .iter()
        .any(|length| purpose.code_digits(*length) == digits)
        .then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Entropy for Fixed {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(self.0);
        }
    }

    #[test]
    fn a_code_has_its_digits_also_where_the_number_is_small() {
        assert_eq!(random_code(&Fixed(0), 6), "000000");
        assert_eq!(random_code(&Fixed(1), 8).len(), 8);
    }

    #[test]
    fn a_typed_code_may_be_spaced_and_nothing_else() {
        let typed = |text| typed_code(text, TokenPurpose::SignUp);
        assert_eq!(typed(" 123-456 ").as_deref(), Some("123456"));
        assert_eq!(
            typed("1234 5678 9012 3456").as_deref(),
            Some("1234567890123456")
        );
        for text in ["12345", "12345x", "1234567", "12345678", "123456789012345"] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert!(typed_code("12345678", TokenPurpose::SignIn).is_some());
        assert_eq!(typed_code("123456", TokenPurpose::SignIn), None);
    }

    #[test]
    fn a_long_code_is_read_as_it_is_shown() {
        let purpose = TokenPurpose::SignIn;
        let long = random_code(&Fixed(7), purpose.code_digits(CodeLength::Long));
        assert_eq!(long.len(), 16);
        let in_groups = shown(&long, CodeLength::Long);
        let lengths: Vec<usize> = in_groups.split('-').map(str::len).collect();
        assert_eq!(lengths, [4; 4]);
        assert_eq!(typed_code(&in_groups, purpose), Some(long));
        assert_eq!(shown("31415926", CodeLength::Usual), "31415926");
    }

    #[test]
    fn a_token_is_refused_for_the_first_reason_that_holds() {
        let lifetime = Lifetime::hours(1);
        let fresh = TokenState {
            expires_at: Timestamp(0).plus(lifetime),
            lifetime,
            used_at: None,
            replaced_at: None,
            is_user_unchanged: true,
        };
        let now = Timestamp(1);
        assert_eq!(check(&fresh, now), Ok(()));
        assert_eq!(check(&fresh, fresh.expires_at), Err(TokenRefusal::Expired));
        let outdated = TokenState {
            is_user_unchanged: false,
            ..fresh
        };
        assert_eq!(check(&outdated, now), Err(TokenRefusal::Outdated));
        let replaced = TokenState {
            replaced_at: Some(now),
            ..outdated
        };
        assert_eq!(check(&replaced, now), Err(TokenRefusal::Replaced));
        let used = TokenState {
            used_at: Some(now),
            ..replaced
        };
        assert_eq!(check(&used, now), Err(TokenRefusal::Used));
    }

    /// Entropy that gives these numbers, one after the other.
    struct Numbers(std::sync::Mutex<Vec<u64>>);
    impl Entropy for Numbers {
        fn fill(&self, buffer: &mut [u8]) {
            let number = self.0.lock().unwrap().pop().unwrap();
            buffer.copy_from_slice(&number.to_be_bytes());
        }
    }

    #[test]
    fn no_code_is_more_likely_than_another() {
        // Each code stands for as many of the numbers below the limit.
        let limit = u64::MAX - u64::MAX % 1_000_000;
        for (numbers, code) in [
            (vec![0], "000000"),
            (vec![limit - 1], "999999"),
            (vec![limit, 7], "000007"),
            (vec![u64::MAX, limit, 123_456], "123456"),
        ] {
            let drawn = Numbers(numbers.iter().rev().copied().collect::<Vec<_>>().into());
            assert_eq!(random_code(&drawn, 6), code, "{numbers:?}");
        }
    }
}
