use super::*;
use crate::hashing::cost::MAX_COSTS;

struct Ones;
impl Entropy for Ones {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(1);
    }
}

fn pool(memory: u32) -> HashingPool {
    HashingPool::new(
        PasswordParameters {
            memory,
            iterations: 1,
            parallelism: 1,
        },
        1,
        2,
        Lifetime::seconds(1),
    )
    .unwrap()
}

async fn verify(pool: &HashingPool, password: &str, stored: Option<&str>) -> Verification {
    pool.verify(
        pool.permit().await.unwrap(),
        password.into(),
        stored.map(str::to_owned),
        &CostsInUse::default(),
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn every_byte_counts_and_nobody_matches_nothing() {
    let pool = pool(64);
    let long = format!("{}x", "correct horse ".repeat(5));
    let stored = pool
        .hash(pool.permit().await.unwrap(), long.clone().into(), &Ones)
        .await
        .unwrap();
    assert!(
        stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"),
        "{stored}"
    );
    assert_eq!(
        verify(&pool, &long, Some(&stored)).await,
        Verification::Right
    );
    for wrong in [
        long.trim_end_matches('x'),
        &format!(" {long}"),
        &long.to_uppercase(),
    ] {
        assert_eq!(
            verify(&pool, wrong, Some(&stored)).await,
            Verification::Wrong
        );
    }
    assert_eq!(verify(&pool, &long, None).await, Verification::Wrong);
    assert_eq!(
        verify(&self::pool(128), &long, Some(&stored)).await,
        Verification::RightButOutdated
    );
}

#[tokio::test]
async fn a_full_queue_is_told_at_once() {
    let pool = Arc::new(
        HashingPool::new(
            PasswordParameters {
                memory: 64,
                iterations: 1,
                parallelism: 1,
            },
            1,
            1,
            Lifetime::seconds(30),
        )
        .unwrap(),
    );
    let held = pool.permit().await.unwrap();
    let waiting = tokio::spawn({
        let pool = Arc::clone(&pool);
        async move { pool.permit().await.is_ok() }
    });
    tokio::task::yield_now().await;
    while pool.waiting.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(matches!(pool.permit().await, Err(PasswordError::Busy)));
    drop(held);
    assert!(waiting.await.unwrap());
}

#[test]
fn length_alone_decides() {
    assert!(check_new_password("a lower case sentence").is_ok());
    assert!(check_new_password("short").is_err() && check_new_password(&"x".repeat(300)).is_err());
}

async fn hash(pool: &HashingPool, password: &str) -> String {
    let permit = pool.permit().await.unwrap();
    pool.hash(permit, password.into(), &Ones).await.unwrap()
}

#[tokio::test]
async fn the_work_is_the_same_whoever_the_user_is_and_however_old_the_hash() {
    const PASSWORD: &str = "a lower case sentence";
    let pools: Vec<HashingPool> = [64, 32, 256, 128].map(pool).into();
    let costs: Vec<String> = pools
        .iter()
        .map(|pool| pool.parameters.to_string())
        .collect();
    let others = ["bcrypt:32", "pbkdf2-sha256:1000", "sha512-crypt:1280"];
    let costs = CostsInUse::read(costs.iter().map(String::as_str).chain(others));
    let today = &pools[0];
    let mut cases = vec![(None, "nobody")];
    let mut hashes = Vec::new();
    for pool in &pools {
        hashes.push(hash(pool, PASSWORD).await);
    }
    // Of the same password, by passlib: cheaper than the dearest of their kind, or as dear.
    hashes.extend(
        [
            "$2b$04$aWbgPHW5LcuBYvc1b2h9BOXg2Fb6s2ToYJOi2P3ISNgW87Z7Uzc9m",
            "$2b$05$2QCd6KOEjiD1EM3w1OtUSu1ejT4cmA/1ml8wAQX7uYNe1fmFArn9e",
            "$pbkdf2-sha256$10$EsKYU0qJUerdm7PW.t97Tw$DSWqpwxfkze783ZEENTcYm1UjBkCpssNVi6JBT/Y.g0",
            "$6$rounds=1000$dNxHYAKh23YbvJmp$.RbOLtxokHT4lc7Y/V5HwIfSxR1jX5wO67/4dQjhj.kIYUamO1tLvQeyYPNMXfkRbQaRZF3oMadc9DurrVHfN/",
            "$argon2i$v=19$m=64,t=1,p=1$r7X2vvf+v5eSsvZeS4mxVg$bVTr/Rk3/5Thea+uViAzQ/f8HHz6IRauTqPT6cuatOk",
        ]
        .map(str::to_owned),
    );
    for hash in &hashes {
        cases.push((Some(hash.as_str()), PASSWORD));
        cases.push((Some(hash.as_str()), "another password"));
    }
    let foreign = [
        "",
        "$2b$16$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
        "$pbkdf2-sha256$i=4294967295$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo",
        "{SHA}qvTGHdzF6KLavt4PO0gs2a6pQ00=",
        "$argon2id$v=19$m=64,t=4294967295,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQ",
        "$argon2id$v=19$m=4194304,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQ",
        "$argon2i$v=19$m=64,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQ",
        "$argon2id$v=19$m=64,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ",
    ];
    cases.extend(foreign.map(|hash| (Some(hash), PASSWORD)));
    for (stored, password) in cases {
        let before = today.work_done();
        let permit = today.permit().await.unwrap();
        let stored = stored.map(str::to_owned);
        let found = today
            .verify(permit, password.into(), stored.clone(), &costs)
            .await
            .unwrap();
        assert_eq!(
            today.work_done() - before,
            64 + 32 + 256 + 128 + 32 + 1000 + 1280,
            "{stored:?}"
        );
        let is_theirs = stored
            .as_ref()
            .is_some_and(|stored| hashes.contains(stored));
        assert_eq!(
            found != Verification::Wrong,
            is_theirs && password == PASSWORD,
            "{stored:?}"
        );
    }
}

#[test]
fn the_work_is_the_same_for_a_cost_that_is_left_out() {
    let cost = |memory, iterations| PasswordParameters {
        memory,
        iterations,
        parallelism: 1,
    };
    let today = cost(64 * 1024, 3);
    let in_use: Vec<_> = [19, 23, 32, 46, 64, 96, 128]
        .into_iter()
        .flat_map(|mib| [cost(mib * 1024, 1), cost(mib * 1024, 2)])
        .collect();
    let work = |theirs| -> u64 {
        let costs = costs(today, theirs, &in_use);
        costs.into_iter().map(PasswordParameters::work).sum()
    };
    let of_nobody = work(None);
    for theirs in in_use.iter().chain([&today]) {
        let found = costs(today, Some(*theirs), &in_use);
        assert!(found.contains(theirs) && found.len() <= MAX_COSTS + 1);
        assert!(of_nobody.abs_diff(work(Some(*theirs))) < 8, "{theirs:?}");
    }
}

#[test]
fn costs_of_a_stranger_are_bounded() {
    let cost = |memory, iterations| PasswordParameters {
        memory,
        iterations,
        parallelism: 1,
    };
    let many: Vec<_> = (1..100).map(|n| cost(64 * n, 1)).collect();
    assert_eq!(costs(cost(64, 3), None, &many).len(), MAX_COSTS);
    assert_eq!(
        costs(cost(64, 3), None, &[cost(64, 11), cost(1 << 20, 1)]),
        [cost(64, 3)]
    );
    assert_eq!(PasswordParameters::parse("m=64,t=3,p=1"), Some(cost(64, 3)));
    for text in [
        "",
        "m=64",
        "m=64,t=4294967295,p=1",
        "t=3,m=64,p=1",
        "m=-1,t=1,p=1",
    ] {
        assert_eq!(PasswordParameters::parse(text), None, "{text}");
    }
}

#[tokio::test]
async fn a_pool_whose_threads_are_gone_says_so_and_answers() {
    let pool = pool(64);
    assert!(pool.is_alive());
    pool.stop();
    let permit = pool.permit().await.unwrap();
    let answer = pool
        .verify(permit, "a password".into(), None, &CostsInUse::default())
        .await;
    assert!(
        matches!(answer, Err(PasswordError::Failed(_))),
        "{answer:?}"
    );
    // The thread lets go of the queue before it is gone.
    while pool.is_alive() {
        tokio::task::yield_now().await;
    }
    assert!(
        pool.permit().await.is_ok(),
        "no permit is lost with the threads"
    );
}

#[tokio::test]
async fn a_full_pool_counts_what_comes_back() {
    let pool = pool(64);
    assert_eq!(pool.returned_while_full(), None);
    let held = pool.permit().await.unwrap();
    assert_eq!(pool.returned_while_full(), Some(0));
    drop(held);
    let _held = pool.permit().await.unwrap();
    assert_eq!(pool.returned_while_full(), Some(1));
}

#[tokio::test]
async fn a_permit_is_held_until_the_hash_is_done_also_when_its_caller_is_gone() {
    let pool = pool(128 * 1024);
    let permit = pool.permit().await.unwrap();
    let costs = CostsInUse::default();
    let verified = pool.verify(permit, "a password".into(), None, &costs);
    tokio::select! {
        biased;
        _ = verified => panic!("a hash of that cost takes longer"),
        () = tokio::task::yield_now() => {}
    }
    // The caller is gone, and the work goes on.
    assert_eq!(pool.returned_while_full(), Some(0));
    while pool.returned_while_full().is_some() {
        tokio::task::yield_now().await;
    }
    assert_eq!(pool.work_done(), 128 * 1024);
    assert!(pool.permit().await.is_ok());
}
