//! What the time of an answer tells: nobody learns by it who has an account, or in what state.

use crate::{
    sign_in::guess_too_often,
    world::{Backend, World},
};
use doorward_core::users::Declaration;
use doorward_protocol::oidc::claims::StandardClaims;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Accounts of each kind, and attempts at each: fewer than pause one.
const ACCOUNTS: usize = 14;
const ATTEMPTS: usize = 3;
const PASSWORD: &str = "a password of fifteen letters";

/// How far the chance that one kind takes longer than another may be from a half. With 42 samples of
/// each, four standard deviations of what equal kinds show.
const TOLERANCE: f64 = 0.26;

/// The chance that an answer of the first kind takes longer than one of the second: 0.5 where the
/// times say nothing (the statistic of Mann and Whitney).
fn chance_of_longer(first: &[Duration], second: &[Duration]) -> f64 {
    let pairs = first
        .iter()
        .flat_map(|one| second.iter().map(move |other| one.cmp(other)));
    let (mut longer, mut all) = (0.0, 0.0);
    for order in pairs {
        longer += match order {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        };
        all += 1.0;
    }
    longer / all
}

/// What somebody finds at a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Nobody has this name.
    Unknown,
    /// The password is wrong.
    Wrong,
    /// The password is right, the account is disabled.
    Disabled,
    /// The password is wrong, the account is disabled.
    DisabledAndWrong,
    /// The account has no password: its user comes by a provider.
    WithoutPassword,
    /// The password is right, and so many were wrong before that it counts for nothing.
    Guessed,
    /// Nothing is hashed, since no password was typed: what a difference looks like.
    Empty,
}

const KINDS: [Kind; 7] = [
    Kind::Unknown,
    Kind::Wrong,
    Kind::Disabled,
    Kind::DisabledAndWrong,
    Kind::WithoutPassword,
    Kind::Guessed,
    Kind::Empty,
];

impl Kind {
    fn name(self, trial: usize, account: usize) -> String {
        format!("{self:?}-{trial}-{account}@example.com").to_lowercase()
    }

    fn password(self) -> &'static str {
        match self {
            Self::Disabled | Self::Guessed => PASSWORD,
            Self::Empty => "",
            _ => "another one of fifteen letters",
        }
    }

    async fn prepare(self, world: &World, email: String) {
        let password = match self {
            Self::Unknown | Self::Empty => return,
            Self::WithoutPassword => None,
            Self::Wrong | Self::Disabled | Self::DisabledAndWrong | Self::Guessed => {
                Some(PASSWORD.into())
            }
        };
        let declaration = Declaration {
            email: email.clone(),
            username: None,
            password,
            claims: StandardClaims::default(),
        };
        let users = world.provider.users();
        users
            .put(&world.context(), declaration, None)
            .await
            .unwrap();
        if matches!(self, Self::Disabled | Self::DisabledAndWrong) {
            world.disable(&email).await;
        }
        if self == Self::Guessed {
            guess_too_often(world, &email).await;
        }
    }
}

/// The time of each answer, by kind; the kinds take turns, so that whatever else the machine does
/// slows all of them.
async fn measured(world: &World, trial: usize) -> BTreeMap<Kind, Vec<Duration>> {
    for account in 0..ACCOUNTS {
        for kind in KINDS {
            kind.prepare(world, kind.name(trial, account)).await;
        }
    }
    let mut taken: BTreeMap<Kind, Vec<Duration>> = BTreeMap::new();
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    for round in 0..ACCOUNTS * ATTEMPTS {
        for turn in 0..KINDS.len() {
            // Not always in one order: what comes after something slow may be slow itself.
            let kind = KINDS[(turn * 5 + round) % KINDS.len()];
            let name = kind.name(trial, round % ACCOUNTS);
            let form = [("username", name.as_str()), ("password", kind.password())];
            let started = Instant::now();
            let answer = browser.submit(&page, &form).await;
            let took = started.elapsed();
            assert_eq!(answer.status, 200, "{kind:?}: {}", answer.body);
            taken.entry(kind).or_default().push(took);
        }
    }
    taken
}

async fn the_time_of_an_answer_tells_nobody_who_has_an_account(backend: Backend) {
    let world = World::open_with(backend, |settings| {
        // A hash takes most of the time of an answer, as with the default costs.
        (settings.passwords.memory_kib, settings.passwords.iterations) = (8 * 1024, 1);
        settings.rate_limits.wrong_passwords = 0;
    })
    .await;
    let mut told = Vec::new();
    // A machine that stumbles does so once: what the code tells, it tells each time.
    for trial in 0..3 {
        let taken = measured(&world, trial).await;
        let against = |kind: Kind| chance_of_longer(&taken[&kind], &taken[&Kind::Unknown]);
        assert!(
            against(Kind::Empty) < TOLERANCE,
            "a difference is seen where there is one: {:.2}",
            against(Kind::Empty)
        );
        let alike = KINDS.into_iter().filter(|kind| *kind != Kind::Empty);
        told = alike
            .map(|kind| (kind, against(kind)))
            .filter(|(_, chance)| (chance - 0.5).abs() > TOLERANCE)
            .collect();
        if told.is_empty() {
            return;
        }
    }
    panic!("the time of an answer tells these from unknown names: {told:?}");
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_time_of_an_answer_tells_nobody_who_has_an_account() {
        super::the_time_of_an_answer_tells_nobody_who_has_an_account(super::Backend::Sqlite).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_time_of_an_answer_tells_nobody_who_has_an_account() {
        super::the_time_of_an_answer_tells_nobody_who_has_an_account(super::Backend::Postgres)
            .await;
    }
}

#[test]
fn times_that_differ_are_told_apart_and_others_are_not() {
    let times = |from: u64| {
        (0..42)
            .map(|n| Duration::from_micros(from + n * 37 % 41))
            .collect()
    };
    let (one, same, longer): (Vec<_>, Vec<_>, Vec<_>) = (times(1000), times(1000), times(1030));
    assert!((chance_of_longer(&one, &same) - 0.5).abs() < 0.01);
    assert!((chance_of_longer(&longer, &one) - 0.5).abs() > TOLERANCE);
}
