//! Every statement of `src/storage`, found by reading its source: both databases know each table
//! and column that it names, and SQLite answers it by an index.

use crate::world::{Backend, World};
use secrecy::ExposeSecret;
use sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr};
use std::{collections::BTreeMap, fs, path::Path};

/// Statements that read a whole table: a part of their text, and the reason.
const SCANS: &[(&str, &str)] = &[
    (
        ") AS closing",
        "what is read in full are two pages of sessions, each found in the order of an index",
    ),
    (
        "AS security_keys",
        "one row of counts, each of which is found by an index",
    ),
    (
        "NOT LIKE $",
        "when the master key changes, every sealed value is read",
    ),
    (
        "FROM invitations i ORDER BY",
        "the command line lists the newest thousand invitations",
    ),
    (
        "AND c.id NOT IN (WITH RECURSIVE above",
        "what is read in full are the groups above one group, each found by an index",
    ),
    (
        "FROM above a JOIN role_grants",
        "what is read in full are the groups above one group, each found by an index",
    ),
    (
        "WITH RECURSIVE giving",
        "what is read in full are the groups whose members are owners",
    ),
    (
        "FROM declared_entries d ORDER BY",
        "whoever applies a file reads what files manage",
    ),
    (
        "FROM below b",
        "what is read in full are the groups below one group, each found by an index",
    ),
    (
        "FROM held h",
        "what is read in full are the groups of one user, each found by an index",
    ),
    (
        "SELECT DISTINCT g.user_id AS user_id FROM grants g",
        "a worker reads it where an administrator changes who may use a client",
    ),
    ("FROM access_changes a", "there are eight counters"),
    ("FROM scim_targets t", "there are a handful of targets"),
    (
        "FROM inside s",
        "what is read in full are the groups in one group, each found by an index",
    ),
    ("_sqlx_migrations", "there are a handful of migrations"),
    (
        "FROM clients c ORDER BY",
        "the command line lists all clients",
    ),
    (
        "c.in_memory = 1",
        "a partial index holds the few clients that every node keeps, all of which are read",
    ),
    (
        "c.on_launchpad = 1",
        "a partial index holds the clients of the launchpad, all of which are read",
    ),
    (
        "o.provider_id IS NOT NULL",
        "a partial index holds the organizations that have a provider, all of which are read",
    ),
    ("signing_keys", "there are a handful of keys"),
    (
        "FROM user_attributes a ORDER BY",
        "there are a handful of fields",
    ),
    (
        "FROM identity_providers i ORDER BY",
        "there are a handful of providers",
    ),
    (
        "FROM event_streams s ORDER BY",
        "the command line lists all streams",
    ),
    (
        "FROM event_streams s WHERE s.status <>",
        "there are a handful of streams, and an event goes to each",
    ),
    (
        "FROM event_streams s JOIN",
        "there are a handful of streams, and an event is pushed to each",
    ),
    (
        "ROW_NUMBER() OVER (PARTITION BY target",
        "what is read in full are the messages that are due, found by an index",
    ),
    ("FROM users u ORDER BY", "the command line lists all users"),
    (
        "count(*) AS many FROM users",
        "a list of a provisioning client says how many users there are",
    ),
    (
        "json_each($1) AS r",
        "the rows of the parameter, all of which are meant",
    ),
    (
        "WITH RECURSIVE costs",
        "the rows of the recursion, one for each cost of a hash",
    ),
    (
        "FROM audit_days d WHERE d.day >= $1",
        "whoever examines the audit log reads its days, of which each has one row",
    ),
    (
        "UNION SELECT id FROM (SELECT b.id, b.at FROM audit_events b",
        "what is read in full are the newest entries of both halves, each found by an index",
    ),
    (
        "FROM audit_streams t ORDER BY",
        "there are a handful of streams",
    ),
    (
        "FROM session_ends ORDER BY",
        "there are as many rows as ends that are under way",
    ),
];

/// Writes that look at other rows without holding them (`/*FOR SHARE*/`): a part of their text, and
/// why nothing goes wrong.
const UNHELD: &[(&str, &str)] = &[
    (
        "AND user_id IN (SELECT m.user_id FROM organization_members m",
        "the unit has just deleted the organization, for whose row whoever joins it waits",
    ),
    (
        "DELETE FROM recovery_codes WHERE user_id = $1",
        "the unit has just changed the row of the user, as whoever adds a second factor does",
    ),
    (
        "AND NOT EXISTS (SELECT 1 FROM users o WHERE o.",
        "the unique index refuses what it does not see",
    ),
    (
        "json_each($1) AS r",
        "the rows come from the parameter, and from no table",
    ),
    (
        "FROM webhook_events s JOIN",
        "a message to a webhook that is paused or removed meanwhile is dropped when its turn comes",
    ),
    (
        "INSERT INTO webhook_deliveries",
        "the foreign key holds the webhook, and nothing else of it is looked at",
    ),
    (
        "SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL",
        "the unit has just changed the row of the one user, and deletes the other",
    ),
    (
        "INSERT INTO group_inclusions",
        "the unit has just changed the row of the versions, by which changes of groups in groups wait for each other",
    ),
    (
        "SET user_id = $2 WHERE user_id = $1 AND NOT EXISTS",
        "the unit has just changed the row of the one user, and deletes the other",
    ),
    (
        "AND user_id IN (SELECT c.user_id FROM consents c WHERE",
        "the unit deletes the client, by whose row a consent that is given meanwhile is refused",
    ),
    (
        "DELETE FROM consents WHERE client_id = $1 AND user_id IN",
        "it looks at the rows that it deletes, of a client that is disabled",
    ),
    (
        "DELETE FROM event_stream_removed_subjects WHERE (stream_id",
        "it looks at the rows that it deletes, of a client that is disabled",
    ),
    (
        "DELETE FROM security_events WHERE jti IN (SELECT e.jti",
        "it looks at the rows that it deletes, of a client that is disabled",
    ),
    (
        "UPDATE master_key SET key_id",
        "the unit holds the row of the master key, which every writer of a sealed value demands",
    ),
    (
        "SET failures = failures - (SELECT",
        "the unit holds the row of the account, which every writer of a spelling changes first",
    ),
    (
        "SET last_seen_at = $1",
        "it says when a session was used, and lets nobody in",
    ),
    (
        "INSERT INTO account_group_sessions",
        "a session of a group is looked at again whenever the group is read",
    ),
    (
        "INSERT INTO account_group_clients",
        "it names the account that is offered first, among those that are live",
    ),
    (
        "INSERT INTO session_ends",
        "the unit has just changed the row of the user",
    ),
    (
        "INSERT INTO cache_revocations",
        "the unit has just changed the row that the number is from, and the row of the user",
    ),
    (
        "SET generation = generation + 1",
        "the unit has just changed the row of the user",
    ),
    (
        "UPDATE grants SET revoked_at = $1 WHERE id IN",
        "it writes down what the generation of the user revoked already",
    ),
    (
        "INSERT INTO outbox_messages",
        "what is sent is looked at again when it is sent",
    ),
    (
        "INSERT INTO logout_receipts",
        "the unit has just ended the session, or the receipt stands for a notice to one client",
    ),
    (
        "INSERT INTO security_events",
        "the stream of a verification is held by the unit; other events are dropped by the receiver's stream when they are sent",
    ),
    (
        "UPDATE signing_keys SET remove_after = NULL",
        "keys are removed by hand, and never the one that signs",
    ),
    (
        "FROM configuration_version v WHERE v.id = 1",
        "the unit has just changed the row of the versions",
    ),
    (
        "SET registered_clients = registered_clients - 1",
        "the unit deletes the client, which one of several can do",
    ),
    (
        "SET clients_version = clients_version + 1",
        "the statement changes the row of the versions, by which changes of clients wait for each other",
    ),
    (
        "DELETE FROM user_roles",
        "the unit holds the row of the user",
    ),
    (
        "AS passed_at",
        "a purge: what it deletes has passed for good; whoever joins an empty group renews it first",
    ),
    (
        "DELETE FROM forward_auth_sessions",
        "the sessions of a user stay the user's",
    ),
];

/// Every statement with where it stands, its lists of columns filled in.
fn statements() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    read(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/storage")),
        &mut sources,
    );
    let lists: BTreeMap<String, String> = sources
        .iter()
        .flat_map(|(_, text)| column_lists(text))
        .collect();
    let mut found = Vec::new();
    for (file, text) in &sources {
        let defines_macro = file.ends_with("db/sql.rs");
        assert!(
            defines_macro || !text.contains("Query::of("),
            "{file}: a statement is made by `query!` alone"
        );
        for (position, _) in text.match_indices("query!(").filter(|_| !defines_macro) {
            let line = text[..position].lines().count();
            let literal = text[position + "query!(".len()..]
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
                .unwrap_or_else(|| panic!("{file}:{line}: `query!` takes a string literal"));
            let sql = lists
                .iter()
                .fold(literal.to_owned(), |sql, (name, columns)| {
                    sql.replace(&format!("{{{name}}}"), columns)
                });
            assert!(
                !sql.contains('{'),
                "{file}:{line}: unknown list of columns: {sql}"
            );
            // `query!` makes the parameters of SQLite of those of PostgreSQL.
            let is_number = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
            assert!(
                sql.split('$').skip(1).all(is_number) && !sql.contains('?'),
                "{file}:{line}: `$` is a parameter with a number: {sql}"
            );
            found.push((format!("{file}:{line}"), sql));
        }
    }
    found
}

fn read(folder: &Path, sources: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            sources.push((path.display().to_string(), text));
        }
    }
}

/// The lists that `columns!` declares in a file, by name, as the macro writes them.
fn column_lists(text: &str) -> Vec<(String, String)> {
    let declarations = text.split("\ncolumns! {\n").skip(1);
    let list = |declaration: &str| {
        let (head, body) = declaration.split_once('{').unwrap();
        let (name, alias) = head
            .split_once(", read by")
            .unwrap()
            .0
            .trim()
            .split_once(" of ")
            .unwrap();
        let columns = body.split('}').next().unwrap().lines().filter_map(|line| {
            let column = line.split_once('(')?.1.split_once(')')?.0;
            Some(format!("{alias}.{column} AS {alias}_{column}"))
        });
        (name.to_owned(), columns.collect::<Vec<_>>().join(", "))
    };
    declarations.map(list).collect()
}

/// What a database says about the statements that it does not understand.
async fn refusals<'c, DB, C>(connection: C, lock: impl Fn(String) -> String) -> Vec<String>
where
    DB: sqlx::Database,
    C: Executor<'c, Database = DB> + Copy,
{
    let mut refusals = Vec::new();
    for (place, sql) in statements() {
        let sql = lock(sql);
        let prepared = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await;
        refusals.extend(prepared.err().map(|error| format!("{place}: {error}")));
    }
    refusals
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_understand_every_statement() {
    let number = statements().len();
    assert!(number > 100, "{number} statements were found");
    let world = World::open(Backend::Sqlite).await;
    let url = world.settings.database.url.expose_secret();
    let pool = sqlx::SqlitePool::connect(url).await.unwrap();
    assert_eq!(refusals(&pool, |sql| sql).await, [""; 0], "SQLite");
    let world = World::open(Backend::Postgres).await;
    let url = world.settings.database.url.expose_secret();
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let lock = |sql: String| {
        sql.replace("/*FOR SHARE*/", "FOR SHARE").replace(
            "json_each($1) AS r",
            "json_array_elements(CAST($1 AS json)) AS r(value)",
        )
    };
    assert_eq!(refusals(&pool, lock).await, [""; 0], "PostgreSQL");
}

/// At READ COMMITTED a subselect takes no lock: what it sees may be gone at the commit.
#[test]
fn a_write_that_rests_on_other_rows_holds_them() {
    let is_write = |sql: &str| {
        let mut writes = ["INSERT", "UPDATE", "DELETE"].into_iter();
        writes.any(|word| sql.trim_start().starts_with(word))
    };
    let is_known = |sql: &str| UNHELD.iter().any(|(part, _)| sql.contains(part));
    let unheld: Vec<String> = statements()
        .into_iter()
        .filter(|(_, sql)| is_write(sql) && sql.contains("SELECT"))
        .filter(|(_, sql)| !sql.contains("/*FOR SHARE*/") && !is_known(sql))
        .map(|(place, sql)| format!("{place}: {sql}"))
        .collect();
    assert!(unheld.is_empty(), "{}", unheld.join("\n"));
    let held = statements()
        .into_iter()
        .filter(|(_, sql)| sql.contains("/*FOR SHARE*/"))
        .count();
    assert!(held > 5, "{held} statements hold rows");
}

/// Whether a statement gives a column the value that it has, only to lock the row.
fn assigns_itself(sql: &str) -> bool {
    let words: Vec<&str> = sql.split_whitespace().chain(["", ""]).collect();
    words.windows(4).any(|words| {
        let [column, "=", value, next] = words else {
            return false;
        };
        let is_changed = ["+", "-", "*", "/", "||"].contains(next) && !value.ends_with(',');
        let is_name = column.starts_with(|first: char| first.is_ascii_lowercase());
        is_name && *column == value.trim_end_matches([',', ')']) && !is_changed
    })
}

/// A row is locked by `Unit::require` or `Unit::hold`, never by a write that changes
/// nothing.
#[test]
fn no_statement_writes_a_column_as_it_is() {
    for write in [
        "UPDATE t SET used_at = used_at WHERE id = $1",
        "UPDATE t SET a = 1, used_at = used_at",
        "UPDATE t SET used_at = used_at, a = 1",
    ] {
        assert!(assigns_itself(write), "{write}");
    }
    assert!(!assigns_itself("UPDATE t SET tries = tries + 1, a = b"));
    let found: Vec<String> = statements()
        .into_iter()
        .filter(|(_, sql)| assigns_itself(sql))
        .map(|(place, sql)| format!("{place}: {sql}"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_finds_its_rows_by_an_index() {
    let world = World::open(Backend::Sqlite).await;
    let pool = sqlx::SqlitePool::connect(world.settings.database.url.expose_secret())
        .await
        .unwrap();
    let mut scans = Vec::new();
    for (place, sql) in statements() {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        for step in pool.fetch_all(explain).await.unwrap() {
            let detail: String = step.get("detail");
            let is_known = SCANS.iter().any(|(part, _)| sql.contains(part));
            let is_table = !detail.starts_with("SCAN (subquery") && detail != "SCAN due";
            if detail.starts_with("SCAN") && is_table && !is_known {
                scans.push(format!("{place}: {detail}: {sql}"));
            }
        }
    }
    assert!(
        scans.is_empty(),
        "these read whole tables:\n{}",
        scans.join("\n")
    );
}

/// A statement that lists the audit log.
struct List {
    /// A part of its text.
    part: &'static str,
    /// The user, the client, the address and the event that are asked for.
    asked: [&'static str; 4],
    /// What finds the entries, in the order of time.
    indexes: &'static [&'static str],
}

const LISTS: [List; 4] = [
    List {
        part: "WHERE s.subject = $3",
        asked: ["u7", "", "", ""],
        indexes: &["audit_events_subject", "audit_events_actor"],
    },
    List {
        part: "WHERE a.address = $5",
        asked: ["", "", "192.0.2.7", ""],
        indexes: &["audit_events_address"],
    },
    List {
        part: "WHERE s.client_id = $4",
        asked: ["", "app7", "", ""],
        indexes: &["audit_events_client", "audit_events_actor"],
    },
    List {
        part: "AND $3 = '' AND $4 = '' AND $5 = ''",
        asked: ["", "", "", ""],
        indexes: &["audit_events_order"],
    },
];

/// Entries as a log of many users has them.
const MANY_ENTRIES: &str = "INSERT INTO audit_events (id, at, action, actor_kind, actor_id, subject, client_id, detail, address, chain_day, position)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    SELECT 'x' || i, 1700000000000 + i, 'sign_in.succeeded', 'user', 'u' || (i % 900), 'u' || (i % 700),
    'app' || (i % 300), '', '192.0.2.' || (i % 3000), 1700000000000, i FROM n";

/// With ten million entries a list by user, client or address is as quick as with a few.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_is_listed_by_indexes_on_both_databases() {
    let all = statements();
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        world.execute(MANY_ENTRIES).await;
        world.execute("ANALYZE").await;
        for list in &LISTS {
            let is_it = |sql: &str| sql.contains("audit_events") && sql.contains(list.part);
            let (_, sql) = all.iter().find(|(_, sql)| is_it(sql)).unwrap();
            let mut sql = sql.replace("$1", "0").replace("$2", "1800000000000");
            sql = sql.replace("$7", "100").replace("$8", "''");
            for (number, value) in (3..).zip(list.asked) {
                sql = sql.replace(&format!("${number}"), &format!("'{value}'"));
            }
            let plan = plan(&world, &sql).await;
            for index in list.indexes {
                assert!(plan.contains(index), "{backend:?}: {index}\n{plan}\n{sql}");
            }
            let reads_all = plan.contains("Seq Scan") || plan.contains("SCAN a\n");
            assert!(!reads_all, "{backend:?}:\n{plan}");
        }
    }
}

/// What a database says that it does for a statement.
async fn plan(world: &World, sql: &str) -> String {
    let url = world.settings.database.url.expose_secret();
    let lines: Vec<String> = match world.backend() {
        Backend::Sqlite => {
            let pool = sqlx::SqlitePool::connect(url).await.unwrap();
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let rows = pool.fetch_all(explain).await.unwrap();
            rows.iter().map(|row| row.get("detail")).collect()
        }
        Backend::Postgres => {
            let pool = sqlx::PgPool::connect(url).await.unwrap();
            let explain = AssertSqlSafe(format!("EXPLAIN {sql}"));
            let rows = pool.fetch_all(explain).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
    };
    lines.join("\n") + "\n"
}
