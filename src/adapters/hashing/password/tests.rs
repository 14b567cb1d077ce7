use super::*;

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
