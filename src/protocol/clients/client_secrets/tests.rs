use super::*;
use proptest::prelude::*;

fn new(text: &str) -> NewClientSecret {
    NewClientSecret::lasting(Secret::presented(text).digest())
}

fn ending(text: &str, end: i64) -> NewClientSecret {
    NewClientSecret {
        expires_at: Some(Timestamp(end)),
        ..new(text)
    }
}

fn check(secrets: &ClientSecrets, text: &str, now: i64) -> SecretCheck {
    secrets.check(&[Secret::presented(text)], Timestamp(now))
}

fn numbers(secrets: &ClientSecrets) -> Vec<i64> {
    secrets.iter().map(|secret| secret.number).collect()
}

#[test]
fn both_secrets_of_a_client_are_accepted_until_one_is_revoked() {
    let now = Timestamp(5);
    let secrets = ClientSecrets::default().with(new("old"), now).unwrap();
    let secrets = secrets.with(new("new"), now).unwrap();
    assert_eq!(check(&secrets, "old", 5), SecretCheck::Live(1));
    assert_eq!(check(&secrets, "new", 5), SecretCheck::Live(2));
    assert_eq!(check(&secrets, "other", 5), SecretCheck::Wrong);
    let readings = ["wrong", "new"].map(Secret::presented);
    assert_eq!(secrets.check(&readings, now), SecretCheck::Live(2));
    let secrets = secrets.without(1, now, true).unwrap();
    assert_eq!(check(&secrets, "old", 5), SecretCheck::Wrong);
    assert_eq!(check(&secrets, "new", 5), SecretCheck::Live(2));
}

#[test]
fn a_third_live_secret_is_refused_and_one_that_expired_makes_room() {
    let secrets = ClientSecrets::default();
    let secrets = secrets.with(ending("a", 10), Timestamp(1)).unwrap();
    let secrets = secrets.with(new("b"), Timestamp(1)).unwrap();
    let refused = secrets.clone().with(new("c"), Timestamp(9));
    assert_eq!(refused, Err(SecretProblem::TooMany));
    let same = secrets.clone().with(new("b"), Timestamp(20));
    assert_eq!(same, Err(SecretProblem::Repeated));
    let secrets = secrets.with(new("c"), Timestamp(10)).unwrap();
    assert_eq!(numbers(&secrets), [2, 3]);
}

#[test]
fn an_expired_secret_is_told_from_a_wrong_one() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(ending("a", 10), now).unwrap();
    assert_eq!(check(&secrets, "a", 9), SecretCheck::Live(1));
    assert_eq!(check(&secrets, "a", 10), SecretCheck::Expired(1));
    assert_eq!(check(&secrets, "b", 10), SecretCheck::Wrong);
}

#[test]
fn the_last_secret_that_works_stays() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(ending("a", 10), now).unwrap();
    let secrets = secrets.with(new("b"), now).unwrap();
    let later = Timestamp(10);
    let last = secrets.clone().without(2, later, true);
    assert_eq!(last, Err(SecretProblem::Last));
    let unknown = secrets.clone().without(7, later, true);
    assert_eq!(unknown, Err(SecretProblem::Unknown));
    let secrets = secrets.without(1, later, true).unwrap();
    let last = secrets.clone().without(2, later, true);
    assert_eq!(last, Err(SecretProblem::Last));
    assert!(secrets.without(2, later, false).unwrap().is_empty());
}

#[test]
fn a_secret_that_an_older_release_wrote_is_the_only_one() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(new("a"), now).unwrap();
    let secrets = secrets.with(new("b"), now).unwrap();
    let digest = |text: &str| Some(Secret::presented(text).digest());
    assert_eq!(secrets.clone().restored(digest("b")), secrets);
    let other = secrets.clone().restored(digest("c"));
    assert_eq!(check(&other, "c", 1), SecretCheck::Live(3));
    assert_eq!(check(&other, "b", 1), SecretCheck::Wrong);
    assert!(secrets.restored(None).is_empty());
    let first = ClientSecrets::default().restored(digest("x"));
    assert_eq!(numbers(&first), [1]);
}

#[test]
fn a_declaration_keeps_what_is_there_already() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(new("a"), now).unwrap();
    let wanted = vec![new("a"), ending("b", 50)];
    let both = secrets.exactly(wanted.clone(), Timestamp(7)).unwrap();
    assert_eq!(numbers(&both), [1, 2]);
    assert_eq!(both.iter().next().unwrap().created_at, Some(now));
    let again = both.clone().exactly(wanted, Timestamp(9)).unwrap();
    assert!(again.is_same(&both));
    let three = vec![new("a"), new("b"), new("c")];
    assert_eq!(
        both.clone().exactly(three, now),
        Err(SecretProblem::TooMany)
    );
    let twice = both.exactly(vec![new("a"), new("a")], now);
    assert_eq!(twice, Err(SecretProblem::Repeated));
}

#[test]
fn what_is_stored_holds_no_sealed_value() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(new("a"), now).unwrap();
    let sealed = secrets.sealed_by(|_, is_newest| Ok::<_, ()>(Some(is_newest.to_string())));
    let text = serde_json::to_string(&sealed.unwrap()).unwrap();
    assert!(!text.contains("true"), "{text}");
    let read: ClientSecrets = serde_json::from_str(&text).unwrap();
    assert_eq!(check(&read, "a", 1), SecretCheck::Live(1));
}

/// A change of the secrets of a client.
#[derive(Clone, Debug)]
enum Step {
    Add(Option<i64>),
    Revoke(i64),
    Replace,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        proptest::option::of(0_i64..40).prop_map(Step::Add),
        (0_i64..12).prop_map(Step::Revoke),
        Just(Step::Replace),
    ]
}

proptest! {
    /// Whatever is done: there are never more than two, no number comes twice, what is live is
    /// accepted, and once a client has a live secret it keeps one until that expires.
    #[test]
    fn no_change_leaves_more_than_two_secrets_or_none_that_works(
        steps in proptest::collection::vec(step(), 1..30)
    ) {
        let mut secrets = ClientSecrets::default();
        let mut given = std::collections::BTreeSet::new();
        for (position, step) in steps.into_iter().enumerate() {
            let now = Timestamp(i64::try_from(position).unwrap());
            let text = position.to_string();
            let live = |secrets: &ClientSecrets| secrets.iter().any(|one| one.is_live(now));
            let was_live = live(&secrets);
            let before = secrets.clone();
            let changed = match step {
                Step::Add(end) => secrets.with(
                    NewClientSecret { expires_at: end.map(Timestamp), ..new(&text) }, now,
                ),
                Step::Revoke(number) => secrets.without(number, now, true),
                Step::Replace => Ok(secrets.replaced(new(&text), now)),
            };
            secrets = changed.unwrap_or(before.clone());
            prop_assert!(secrets.iter().count() <= MAX_SECRETS);
            prop_assert!(!was_live || live(&secrets));
            for one in secrets.iter().filter(|one| before.of_digest(&one.digest).is_none()) {
                prop_assert!(given.insert(one.number));
                if one.is_live(now) {
                    prop_assert_eq!(check(&secrets, &text, now.0), SecretCheck::Live(one.number));
                }
            }
        }
    }
}

#[test]
fn the_newest_secret_is_the_last_of_the_list() {
    let now = Timestamp(1);
    let none = ClientSecrets::default();
    assert!(none.is_empty() && !none.is_newest(0));
    let one = none.with(new("a"), now).unwrap();
    assert!(!one.is_empty() && one.is_newest(1));
    let two = one.with(new("b"), now).unwrap();
    assert!(two.is_newest(2) && !two.is_newest(1) && !two.is_newest(3));
    let seal = |secret: &ClientSecret, is_newest| {
        Ok::<_, ()>(Some(format!("{} {is_newest}", secret.number)))
    };
    let sealed = two.sealed_by(seal).unwrap();
    let sealed: Vec<_> = sealed
        .iter()
        .filter_map(|one| one.sealed.as_deref())
        .collect();
    assert_eq!(sealed, ["1 false", "2 true"]);
}

#[test]
fn a_declaration_changes_what_is_said_of_a_secret_that_stays() {
    let secrets = ClientSecrets::default()
        .with(new("a"), Timestamp(1))
        .unwrap();
    let said = NewClientSecret {
        description: Some("of the wiki".into()),
        ..ending("a", 50)
    };
    let changed = secrets.exactly(vec![said], Timestamp(7)).unwrap();
    let changed = changed.newest().unwrap();
    assert_eq!(
        (changed.number, changed.created_at),
        (1, Some(Timestamp(1)))
    );
    assert_eq!(changed.description.as_deref(), Some("of the wiki"));
    assert_eq!(changed.expires_at, Some(Timestamp(50)));
}

#[test]
fn numbers_go_on_after_every_secret_is_gone() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(new("a"), now).unwrap();
    let secrets = secrets.with(new("b"), now).unwrap().none();
    assert!(secrets.is_empty());
    assert_eq!(numbers(&secrets.with(new("c"), now).unwrap()), [3]);
}

#[test]
fn secrets_are_the_same_whatever_key_they_are_sealed_under() {
    let now = Timestamp(1);
    let secrets = ClientSecrets::default().with(new("a"), now).unwrap();
    let sealed = |text: &str| {
        let seal = |_: &ClientSecret, _| Ok::<_, ()>(Some(text.to_owned()));
        secrets.clone().sealed_by(seal).unwrap()
    };
    assert!(sealed("one").is_same(&sealed("other")) && sealed("one").is_same(&secrets));
    let more = secrets.clone().with(new("b"), now).unwrap();
    let other = ClientSecrets::default().with(new("b"), now).unwrap();
    assert!(!secrets.is_same(&more) && !secrets.is_same(&other));
}

#[test]
fn a_description_is_one_line_of_200_characters_at_most() {
    let check = |description: Option<&str>| {
        let description = description.map(str::to_owned);
        NewClientSecret {
            description,
            ..new("a")
        }
        .check()
    };
    let long = |length: usize| "ü".repeat(length);
    assert_eq!(check(None), Ok(()));
    assert_eq!(check(Some("")), Ok(()));
    assert_eq!(check(Some(&long(MAX_DESCRIPTION))), Ok(()));
    for bad in [
        long(MAX_DESCRIPTION + 1),
        long(300),
        "two\nlines".into(),
        "\u{7}".into(),
    ] {
        assert_eq!(
            check(Some(&bad)),
            Err(SecretProblem::BadDescription),
            "{bad}"
        );
    }
}
