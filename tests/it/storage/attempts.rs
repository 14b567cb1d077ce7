//! Attempts at a user are each counted, by whatever names and from wherever, and no more are taken than may
//! be.

use super::races::meanwhile;
use crate::{
    on_both,
    world::{Backend, World},
};
use doorward_protocol::{
    credentials::sign_in_attempts::{
        FREE_ATTEMPTS, MAX_FROM_ONE_NETWORK, MAX_IN_A_ROW, MEMORY, MEMORY_OF_USER,
    },
    secret::Digest,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{AttemptKey, NewSource, Store, TakenAttempt, Unit, UserKey};
use futures_util::future::join_all;

on_both!(
    by_many_names_at_once_as_many_are_taken_as_by_one,
    of_many_sources_at_once_a_hundred_are_taken,
    one_network_takes_a_part,
    a_browser_that_is_not_new_takes_its_own,
    what_was_counted_is_taken_back_noted_and_forgotten
);

/// An attempt at a user by a name from a source.
struct At {
    name: Digest,
    source: Digest,
    user: Digest,
    everywhere: Digest,
    share: Digest,
}

impl At {
    fn new(name: &str, source: &str) -> Self {
        let of = |text: &str| Digest::of(text.as_bytes());
        Self {
            name: of(name),
            source: of(source),
            user: of("the user"),
            everywhere: of("everywhere"),
            share: of(&format!("share of {source}")),
        }
    }

    fn key(&self) -> AttemptKey<'_> {
        AttemptKey {
            account: &self.name,
            spelling: &self.name,
            source: &self.source,
        }
    }

    fn of_user(&self) -> UserKey<'_> {
        UserKey {
            user: &self.user,
            source: &self.source,
            new: Some(NewSource {
                everywhere: &self.everywhere,
                share: &self.share,
                memory: MEMORY_OF_USER,
            }),
        }
    }

    async fn take(&self, world: &World, now: Timestamp) -> Result<TakenAttempt, Timestamp> {
        let store = world.provider.store();
        let taken = store.take_attempt_at_user(self.key(), self.of_user(), now);
        taken.await.unwrap()
    }

    async fn commit(world: &World, unit: Unit) -> bool {
        world.provider.store().commit(unit).await.unwrap()
    }
}

async fn by_many_names_at_once_as_many_are_taken_as_by_one(world: World) {
    let now = world.provider.now();
    let places: Vec<At> = (0..40)
        .map(|n| At::new(&format!("name {}", n % 8), "network"))
        .collect();
    let taken = join_all(places.iter().map(|place| place.take(&world, now))).await;
    let in_turn = taken
        .iter()
        .filter(|taken| taken.is_ok_and(|taken| !taken.is_out_of_turn));
    assert_eq!(in_turn.count(), usize::try_from(FREE_ATTEMPTS).unwrap());
}

async fn of_many_sources_at_once_a_hundred_are_taken(world: World) {
    let now = world.provider.now();
    let places: Vec<At> = (0..130)
        .map(|n| At::new("name", &format!("network {n}")))
        .collect();
    for fifty in places.chunks(50) {
        join_all(fifty.iter().map(|place| place.take(&world, now))).await;
    }
    let again = join_all((200..220).map(|n| {
        let (world, place) = (&world, At::new("name", &format!("network {n}")));
        async move { place.take(world, now).await }
    }))
    .await;
    assert!(again.iter().all(|taken| taken.unwrap().is_over_limit));
    let counted = "SELECT failures FROM sign_in_attempts ORDER BY failures DESC LIMIT 1";
    assert_eq!(world.numbers(counted).await, [MAX_IN_A_ROW]);
}

async fn one_network_takes_a_part(world: World) {
    let mut now = world.provider.now();
    let place = At::new("name", "network");
    for n in 0..MAX_FROM_ONE_NETWORK + 5 {
        now = now.plus(Lifetime::minutes(5));
        let taken = place.take(&world, now).await.unwrap();
        assert_eq!(taken.is_over_limit, n >= MAX_FROM_ONE_NETWORK, "{n}");
    }
    let taken = At::new("name", "another").take(&world, now).await.unwrap();
    assert!(!taken.is_over_limit);
    assert_eq!(taken.from_everywhere, MAX_FROM_ONE_NETWORK + 1);
    // Its part is remembered as long as what came from everywhere, or it would take another one a day later.
    let later = now.plus(MEMORY).plus(Lifetime::minutes(6));
    let taken = place.take(&world, later).await.unwrap();
    assert!(taken.is_over_limit && !taken.is_out_of_turn);
    assert_eq!(taken.from_everywhere, MAX_FROM_ONE_NETWORK + 1);
    let taken = place.take(&world, later.plus(MEMORY_OF_USER)).await;
    assert_eq!(taken.unwrap().from_everywhere, 1);
}

async fn a_browser_that_is_not_new_takes_its_own(world: World) {
    let mut now = world.provider.now();
    let place = At::new("name", "browser");
    let of_user = UserKey {
        new: None,
        ..place.of_user()
    };
    let store = world.provider.store();
    for n in 0..MAX_IN_A_ROW + 2 {
        now = now.plus(Lifetime::minutes(5));
        let taken = store.take_attempt_at_user(place.key(), of_user, now);
        let taken = taken.await.unwrap().unwrap();
        assert_eq!(taken.is_over_limit, n >= MAX_IN_A_ROW, "{n}");
        assert_eq!(taken.from_everywhere, 0);
    }
    // There a pause by another name is shown.
    let other = At::new("another name", "browser");
    let taken = store.take_attempt_at_user(other.key(), of_user, now);
    assert!(taken.await.unwrap().is_err());
    let new = At::new("name", "network").take(&world, now).await.unwrap();
    assert_eq!((new.from_everywhere, new.is_over_limit), (1, false));
}

async fn what_was_counted_is_taken_back_noted_and_forgotten(world: World) {
    let now = world.provider.now();
    let take = async |n: i64| {
        let place = At::new("name", &format!("network {n}"));
        (place.take(&world, now).await.unwrap(), place)
    };
    for n in 0..3 {
        let (taken, place) = take(n).await;
        assert_eq!(taken.from_everywhere, 1, "{n}");
        let unit = Store::take_back_attempt_at_user(place.of_user(), taken);
        At::commit(&world, unit).await;
    }
    let place = At::new("name", "network");
    let note = || Store::note_most_attempts(&place.user, &place.everywhere);
    for n in 10..10 + MAX_IN_A_ROW {
        assert!(!At::commit(&world, note()).await);
        take(n).await;
    }
    let noted = join_all((0..5).map(|_| At::commit(&world, note()))).await;
    assert_eq!(noted.iter().filter(|noted| **noted).count(), 1);
    // One that was not counted is not taken back.
    let (taken, place) = take(1000).await;
    assert!(taken.is_over_limit);
    let unit = Store::take_back_attempt_at_user(place.of_user(), taken);
    At::commit(&world, unit).await;
    assert!(take(1001).await.0.is_over_limit);
    let of_user = place.of_user();
    let forget = Store::forget_attempts_at_user(of_user, &place.everywhere, &place.share);
    At::commit(&world, forget).await;
    let (taken, _) = take(1002).await;
    assert_eq!((taken.is_over_limit, taken.from_everywhere), (false, 1));
}

/// The last one that may be taken is taken by another connection at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_waits_for_one_that_is_taken_meanwhile() {
    for is_committed in [true, false] {
        let world = World::open_wide(Backend::Postgres).await;
        let now = world.provider.now();
        for n in 0..MAX_IN_A_ROW - 1 {
            let place = At::new("name", &format!("network {n}"));
            place.take(&world, now).await.unwrap();
        }
        let place = At::new("name", "network");
        let (user, everywhere) = (place.user.as_str(), place.everywhere.as_str());
        let other = format!(
            "UPDATE sign_in_attempts SET failures = failures + 1
             WHERE account = '{user}' AND source = '{everywhere}'"
        );
        let taken = meanwhile(&world, &[other], is_committed, place.take(&world, now)).await;
        assert_eq!(taken.unwrap().is_over_limit, is_committed);
    }
}
