//! Everything that is kept: each column of each table, the files of SQLite, each entry in Redis.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use std::collections::BTreeMap;

/// What is kept, by its place.
pub type Dump = BTreeMap<String, Vec<u8>>;

fn add(dump: &mut Dump, place: String, values: impl IntoIterator<Item = Vec<u8>>) {
    let column = dump.entry(place).or_default();
    for value in values {
        column.extend(value);
        column.push(b'\n');
    }
}

/// Every value of every column of every table. Of SQLite also the bytes of its files, where what
/// was deleted still stands until the page is used again.
pub async fn database(url: &str) -> Dump {
    match url.strip_prefix("sqlite://") {
        Some(file) => sqlite(url, file).await,
        None => postgres(url).await,
    }
}

async fn sqlite(url: &str, file: &str) -> Dump {
    let mut dump = Dump::new();
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let columns = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    for column in sqlx::query(columns)
        .fetch_all(&mut connection)
        .await
        .unwrap()
    {
        let (table, column): (String, String) = (column.get(0), column.get(1));
        let values = sqlx::query(AssertSqlSafe(format!(
            "SELECT CAST(\"{column}\" AS BLOB) FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"
        )));
        let rows = values.fetch_all(&mut connection).await.unwrap();
        add(
            &mut dump,
            format!("{table}.{column}"),
            rows.iter().map(|row| row.get(0)),
        );
    }
    for end in ["", "-wal", "-shm"] {
        if let Ok(bytes) = std::fs::read(format!("{file}{end}")) {
            add(&mut dump, format!("the file of SQLite{end}"), [bytes]);
        }
    }
    dump
}

async fn postgres(url: &str) -> Dump {
    let mut dump = Dump::new();
    let mut connection = PgConnection::connect(url).await.unwrap();
    let columns = "SELECT table_schema::text, table_name::text, column_name::text FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')";
    for column in sqlx::query(columns)
        .fetch_all(&mut connection)
        .await
        .unwrap()
    {
        let [schema, table, column]: [String; 3] = [0, 1, 2].map(|index| column.get(index));
        // Of bytes this is the hexadecimal form.
        let values = sqlx::query(AssertSqlSafe(format!(
            "SELECT \"{column}\"::text FROM \"{schema}\".\"{table}\" WHERE \"{column}\" IS NOT NULL"
        )));
        let rows = values.fetch_all(&mut connection).await.unwrap();
        let values = rows.iter().map(|row| row.get::<String, _>(0).into_bytes());
        add(&mut dump, format!("{table}.{column}"), values);
    }
    dump
}

/// Every key in Redis, with what is behind it.
pub async fn redis(url: &str) -> Dump {
    let mut dump = Dump::new();
    let client = redis::Client::open(url).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let keys: Vec<Vec<u8>> = redis::cmd("KEYS")
        .arg("*")
        .query_async(&mut connection)
        .await
        .unwrap();
    for key in keys {
        let kind: String = redis::cmd("TYPE")
            .arg(&key)
            .query_async(&mut connection)
            .await
            .unwrap();
        let mut read = match kind.as_str() {
            // It expired since the keys were listed.
            "none" => continue,
            "string" => redis::cmd("GET"),
            "hash" => redis::cmd("HGETALL"),
            "set" => redis::cmd("SMEMBERS"),
            "list" => redis::cmd("LRANGE"),
            "zset" => redis::cmd("ZRANGE"),
            other => panic!("Redis holds a {other}: say here how it is read"),
        };
        read.arg(&key);
        if ["list", "zset"].contains(&kind.as_str()) {
            read.arg(0).arg(-1);
        }
        let values: Vec<Vec<u8>> = if kind == "string" {
            let value: Option<Vec<u8>> = read.query_async(&mut connection).await.unwrap();
            value.into_iter().collect()
        } else {
            read.query_async(&mut connection).await.unwrap()
        };
        add(&mut dump, "a key in Redis".to_owned(), [key]);
        add(&mut dump, "a value in Redis".to_owned(), values);
    }
    dump
}
