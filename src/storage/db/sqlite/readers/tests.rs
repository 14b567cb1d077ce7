use super::*;
use futures_util::future::{Either, select};
use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};

const NEVER_ENDS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
     SELECT max(i) AS i FROM n";
const LONG: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     SELECT max(i) AS i FROM n";
const SHORT: &str = "SELECT t.i AS i FROM t";

/// A database of one test, with one row.
struct Database {
    path: PathBuf,
}

impl Database {
    fn new(name: &str) -> Self {
        let name = format!("doorward-readers-{name}-{}.db", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_file(&path);
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE t (i BIGINT); INSERT INTO t VALUES (7)",
            )
            .unwrap();
        Self { path }
    }

    fn readers(&self) -> Readers {
        Readers::of(&self.path, &Arc::new(SqliteFile::opened(&self.path)))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether a future is done when it is asked for the first time.
async fn is_done_at_once(mut future: Pin<&mut impl Future>) -> bool {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await
}

fn numbers(rows: &Result<Vec<Row>>) -> Vec<Option<i64>> {
    let rows = rows.as_ref().unwrap();
    rows.iter().map(|row| row.opt_int("i").unwrap()).collect()
}

#[tokio::test]
async fn a_short_read_is_answered_at_once() {
    let database = Database::new("short");
    let readers = database.readers();
    assert!(is_done_at_once(pin!(readers.rows(SHORT, &[]))).await);
    // The same one, once more, in the same connection.
    assert_eq!(numbers(&readers.rows(SHORT, &[]).await), [Some(7)]);
    assert_eq!(readers.quick.idle().len(), 1);
    assert_eq!(readers.long.idle().len(), 0);
}

#[tokio::test]
async fn a_long_read_does_not_hold_the_thread_that_asks() {
    let database = Database::new("long");
    let readers = database.readers();
    let count = [Value::from(200_000)];
    let long = pin!(readers.rows(LONG, &count));
    let short = pin!(readers.rows(SHORT, &[]));
    let Either::Right((short, long)) = select(long, short).await else {
        panic!("the long one was asked first, and the thread waited for it");
    };
    assert_eq!(numbers(&short), [Some(7)]);
    assert_eq!(numbers(&long.await), [Some(200_000)]);
}

#[tokio::test]
async fn a_read_that_does_not_end_is_interrupted_and_its_connection_goes_on() {
    let database = Database::new("endless");
    let readers = database.readers();
    let limit = Duration::from_millis(50);
    let answer = readers.long_rows(NEVER_ENDS, &[], limit).await;
    assert!(matches!(answer, Err(Error::Cannot(Cause::NoAnswer))));
    assert_eq!(readers.long.idle().len(), 1);
    let next = readers.long_rows(SHORT, &[], DEADLINE).await;
    assert_eq!(numbers(&next), [Some(7)]);
}

/// Whoever holds the file exclusively also keeps readers out, as nobody who only writes does.
#[tokio::test]
async fn a_read_of_a_file_that_another_keeps_to_itself_waits_beside_the_thread_that_asks() {
    let database = Database::new("held");
    let readers = database.readers();
    let holder = rusqlite::Connection::open(&database.path).unwrap();
    let hold = "PRAGMA locking_mode = EXCLUSIVE; INSERT INTO t VALUES (8)";
    holder.execute_batch(hold).unwrap();
    let mut waiting = pin!(readers.rows(SHORT, &[]));
    assert!(!is_done_at_once(waiting.as_mut()).await);
    let answer = waiting.await;
    assert!(matches!(answer, Err(Error::Cannot(Cause::Locked))));
    drop(holder);
    let answer = readers.rows(SHORT, &[]).await;
    assert_eq!(numbers(&answer), [Some(7), Some(8)]);
}

#[tokio::test]
async fn no_more_connections_are_made_than_there_is_room_for() {
    let database = Database::new("many");
    let readers = database.readers();
    let count = [Value::from(20_000)];
    let reads = (0..40).map(|_| readers.rows(LONG, &count));
    for answer in futures_util::future::join_all(reads).await {
        assert_eq!(numbers(&answer), [Some(20_000)]);
    }
    assert!(readers.long.idle().len() <= LONG_READERS);
    assert!(readers.quick.idle().len() <= QUICK_READERS);
}
