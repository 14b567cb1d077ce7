//! Which of the accounts that are signed in in a browser answers a request (OpenID Connect Core
//! §3.1.2.1, §3.1.2.2).

/// An account that is signed in in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The identifier of the session of the account.
    pub sid: &'a str,
    /// Whether it is whom the client expects: by `id_token_hint`, by the `sub` of the `claims`
    /// parameter, and by the sign-in methods that the client takes.
    pub is_expected: bool,
    /// Whether `login_hint` names it.
    pub is_hinted: bool,
}

/// What the request says, apart from the accounts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// The session that the user chose for this very request.
    pub chosen: Option<&'a str>,
    /// The session that the client used last in this browser.
    pub used_last: Option<&'a str>,
    /// Whether the user must authenticate again, so that the sign-in page is shown anyway.
    pub prompt_login: bool,
}

/// Which of the accounts in the browser answers the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// No account is signed in in this browser.
    NotSignedIn,
    /// This one, by its place.
    Account(usize),
    /// Only the user can say.
    Ask,
}

/// Decides; the account that is in use stands first. With one account there is no choice. What the
/// user chose comes before what the client expects, that before what it hints at, and that before
/// what it used last.
pub fn select(accounts: &[Candidate<'_>], clues: Clues<'_>) -> Selection {
    if accounts.len() < 2 {
        return if accounts.is_empty() {
            Selection::NotSignedIn
        } else {
            Selection::Account(0)
        };
    }
    let place = |fits: &dyn Fn(&Candidate<'_>) -> bool| accounts.iter().position(fits);
    let chosen = clues
        .chosen
        .and_then(|sid| place(&|account| account.sid == sid));
    if let Some(chosen) = chosen {
        return Selection::Account(chosen);
    }
    let expected: Vec<usize> = (0..accounts.len())
        .filter(|at| accounts.get(*at).is_some_and(|account| account.is_expected))
        .collect();
    match expected.as_slice() {
        // No account is expected: the account in use is answered for, and refused or asked to sign in as
        // somebody else.
        [] => return Selection::Account(0),
        [only] => return Selection::Account(*only),
        _ => {}
    }
    let among = |fits: &dyn Fn(&Candidate<'_>) -> bool| {
        expected
            .iter()
            .copied()
            .find(|at| accounts.get(*at).is_some_and(fits))
    };
    let hinted = among(&|account| account.is_hinted);
    let used = clues
        .used_last
        .and_then(|sid| among(&|account| account.sid == sid));
    match hinted.or(used) {
        Some(at) => Selection::Account(at),
        None if clues.prompt_login => expected
            .first()
            .map_or(Selection::Ask, |at| Selection::Account(*at)),
        None => Selection::Ask,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const IN_USE: Candidate<'_> = Candidate {
        sid: "a",
        is_expected: true,
        is_hinted: false,
    };
    const OTHER: Candidate<'_> = Candidate { sid: "b", ..IN_USE };

    #[test]
    fn the_table_of_selections() {
        let none = Clues::default();
        let unexpected = |account| Candidate {
            is_expected: false,
            ..account
        };
        assert_eq!(select(&[], none), Selection::NotSignedIn);
        assert_eq!(
            select(&[unexpected(IN_USE)], none),
            Selection::Account(0),
            "one account is no choice, whoever is expected"
        );
        assert_eq!(select(&[IN_USE, OTHER], none), Selection::Ask);
        assert_eq!(
            select(
                &[IN_USE, OTHER],
                Clues {
                    used_last: Some("b"),
                    ..none
                }
            ),
            Selection::Account(1)
        );
        assert_eq!(
            select(
                &[IN_USE, OTHER],
                Clues {
                    used_last: Some("gone"),
                    ..none
                }
            ),
            Selection::Ask
        );
        let hinted = Candidate {
            is_hinted: true,
            ..IN_USE
        };
        assert_eq!(
            select(
                &[hinted, OTHER],
                Clues {
                    used_last: Some("b"),
                    ..none
                }
            ),
            Selection::Account(0)
        );
        assert_eq!(
            select(
                &[hinted, OTHER],
                Clues {
                    chosen: Some("b"),
                    ..none
                }
            ),
            Selection::Account(1)
        );
        assert_eq!(
            select(&[unexpected(IN_USE), OTHER], none),
            Selection::Account(1)
        );
        assert_eq!(
            select(
                &[unexpected(IN_USE), unexpected(OTHER)],
                Clues {
                    used_last: Some("b"),
                    ..none
                }
            ),
            Selection::Account(0)
        );
        assert_eq!(
            select(
                &[IN_USE, OTHER],
                Clues {
                    prompt_login: true,
                    ..none
                }
            ),
            Selection::Account(0)
        );
    }

    proptest! {
        #[test]
        fn whoever_is_not_expected_never_answers_while_somebody_is(facts in proptest::collection::vec((any::<bool>(), any::<bool>()), 2..5), used in 0_usize..6) {
            let sids = ["0", "1", "2", "3", "4", "5"];
            let accounts: Vec<Candidate<'_>> = facts.iter().zip(sids).map(|((is_expected, is_hinted), sid)| Candidate { sid, is_expected: *is_expected, is_hinted: *is_hinted }).collect();
            let clues = Clues { used_last: Some(sids[used]), ..Clues::default() };
            match select(&accounts, clues) {
                Selection::Account(at) => prop_assert!(accounts[at].is_expected || accounts.iter().all(|account| !account.is_expected)),
                Selection::Ask => prop_assert!(accounts.iter().filter(|account| account.is_expected).count() > 1),
                Selection::NotSignedIn => prop_assert!(false),
            }
        }
    }
}
