//! Lists and searches, asked for with numbers and texts that nobody should send: a refusal or a part of the
//! list comes back, in a moment, and never all of it.

use crate::{
    console::administrator,
    management::{Caller, EVERYTHING},
    on_both,
    world::{ADA, GRACE, World, encode},
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

on_both!(
    lists_of_the_api_are_bounded_whatever_is_asked_for,
    lists_of_scim_are_bounded_whatever_is_asked_for,
    pages_of_the_console_are_bounded_whatever_is_asked_for
);

/// More users than a page of any list has.
const USERS: usize = 260;
const EVERY_USER: &str = "crowd-";

const NUMBERS: [&str; 15] = [
    "0",
    "-1",
    "1",
    "201",
    "1001",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999",
    "1e3",
    "0x10",
    "1.5",
    "",
    " 5",
    "\u{ff15}",
];

fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "%",
        "_",
        "%%",
        "'",
        "\"",
        "\\",
        "';--",
        "' OR '1'='1",
        "*",
        "..",
        "/",
        "\u{0}",
        "a\u{0}b",
        "\u{202e}",
        "$(id)",
        "{{7*7}}",
        "(",
        "[",
        "userName eq \"",
        "not (",
        "userName pr",
        "2147483648",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-1",
        "eyJhIjoxfQ",
        "AAAA",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("x".repeat(3000));
    texts.push("%".repeat(2000));
    texts.push("(".repeat(3000));
    texts.push("not (".repeat(600));
    texts.push(format!("userName eq \"{}\"", "x".repeat(3000)));
    texts
}

async fn crowd(world: &World) {
    let numbers = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {USERS})"
    );
    world
        .execute(&format!(
            "INSERT INTO users (id, email, claims, created_at, updated_at)
             {numbers} SELECT 'crowd-' || i, 'crowd-' || i || '@example.com', '{{}}', 1, 1 FROM n"
        ))
        .await;
}

/// The entries of an answer.
fn entries(body: &Value) -> usize {
    let list = body["items"]
        .as_array()
        .or_else(|| body["Resources"].as_array());
    list.map_or(0, Vec::len)
}

/// An answer came at once, with a part of a list or a refusal.
fn is_bounded(name: &str, status: u16, body: &Value, started: Instant, most: usize) {
    assert!(
        matches!(status, 200 | 400 | 404 | 414 | 422),
        "{name}: {status} {body}"
    );
    assert!(started.elapsed() < Duration::from_secs(5), "{name}");
    assert!(entries(body) <= most, "{name}: {} entries", entries(body));
}

async fn lists_of_the_api_are_bounded_whatever_is_asked_for(world: World) {
    crowd(&world).await;
    crate::organizations::organization(&world, "acme", "Acme").await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    robot.post("/groups", &json!({"name": "staff"})).await;
    let ada = world.sub(ADA.0).await;
    let document: Value =
        serde_json::from_str(&world.text_at("/api/v1/openapi.json").await).unwrap();
    let mut tried = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(parameters) = operations["get"]["parameters"].as_array() else {
            continue;
        };
        let target = path
            .replace("{user}", &ada)
            .replace("{app}", "notes")
            .replace("{group}", "staff")
            .replace("{organization}", "acme")
            .replace(['{', '}'], "");
        let of_query = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query");
        let known: Vec<&str> = of_query
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        if known.is_empty() {
            continue;
        }
        let most = if path.contains("audit") { 1000 } else { 200 };
        let texts = texts();
        let unknown = ["page", "page_size", "sort"].map(|name| (name, "-1"));
        let hostile = known.iter().flat_map(|name| {
            let texts = texts.iter().map(String::as_str);
            let values = NUMBERS.iter().copied().chain(texts);
            values.map(move |value| (*name, value))
        });
        for (name, value) in hostile.chain(unknown) {
            let query = encode(&[(name, value)]);
            let started = Instant::now();
            let told = robot.get(&format!("{target}?{query}")).await;
            let shown: String = format!("{path}?{query}").chars().take(120).collect();
            is_bounded(&shown, told.status, &told.body, started, most);
            tried += 1;
        }
        let twice = robot.get(&format!("{target}?limit=1&limit=200")).await;
        is_bounded(path, twice.status, &twice.body, Instant::now(), most);
    }
    assert!(tried > 1000, "{tried}");
    // A whole list comes in parts.
    let first = robot.get("/users?limit=200").await;
    assert_eq!(entries(&first.body), 200);
    assert!(first.body["next_cursor"].is_string());
}

async fn lists_of_scim_are_bounded_whatever_is_asked_for(world: World) {
    crowd(&world).await;
    let scope = "doorward.users:write doorward.groups:write";
    let client = Caller::service(&world, "directory", scope).await;
    let texts = texts();
    for path in ["/scim/v2/Users", "/scim/v2/Groups"] {
        for name in [
            "startIndex",
            "count",
            "filter",
            "sortBy",
            "sortOrder",
            "attributes",
            "excludedAttributes",
            "cursor",
        ] {
            for value in NUMBERS
                .iter()
                .copied()
                .chain(texts.iter().map(String::as_str))
            {
                let query = encode(&[(name, value)]);
                let started = Instant::now();
                let told = client
                    .send_to("GET", &format!("{path}?{query}"), None)
                    .await;
                let shown: String = format!("{path}?{query}").chars().take(120).collect();
                is_bounded(&shown, told.status, &told.body, started, 200);
                if name == "count" && told.status == 200 && ["0", "-1"].contains(&value) {
                    assert_eq!(entries(&told.body), 0, "{shown}: RFC 7644 §3.4.2.4");
                }
            }
        }
    }
    let filter = encode(&[("filter", "userName co \"%\"")]);
    let none = client
        .send_to("GET", &format!("/scim/v2/Users?{filter}"), None)
        .await;
    assert_eq!(
        (none.status, entries(&none.body)),
        (200, 0),
        "{}",
        none.body
    );
}

async fn pages_of_the_console_are_bounded_whatever_is_asked_for(world: World) {
    crowd(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let texts = texts();
    for path in [
        "/admin/users",
        "/admin/sessions",
        "/admin/audit",
        "/admin/apps",
        "/admin/search",
        "/admin/invitations",
    ] {
        for name in ["q", "after", "before", "app", "limit"] {
            for value in NUMBERS
                .iter()
                .copied()
                .chain(texts.iter().map(String::as_str))
            {
                let query = encode(&[(name, value)]);
                let started = Instant::now();
                let page = owner.get(&format!("{path}?{query}")).await;
                let shown: String = format!("{path}?{query}").chars().take(120).collect();
                assert!(page.status < 500, "{shown}: {}", page.status);
                assert!(started.elapsed() < Duration::from_secs(5), "{shown}");
                let listed = page.body.matches(&format!(">{EVERY_USER}")).count();
                assert!(listed <= 100, "{shown}: {listed}");
            }
        }
    }
    // What stands for anything in SQL stands for itself.
    for wild in ["%", "_", "%@%", "_______@______", "'", "\\"] {
        let page = owner
            .get(&format!("/admin/users?{}", encode(&[("q", wild)])))
            .await;
        assert_eq!(page.status, 200, "{wild}");
        for email in [ADA.0, GRACE.0, "crowd-7@example.com"] {
            assert!(!page.body.contains(email), "{wild} finds {email}");
        }
    }
    let page = owner.get("/admin/users?q=ada%40example").await;
    assert!(page.body.contains(ADA.0));
    // Who is called so is found by it.
    world
        .user("100%_sure@example.com", "a password of somebody")
        .await;
    let page = owner
        .get(&format!("/admin/users?{}", encode(&[("q", "100%_")])))
        .await;
    assert!(page.body.contains("100%_sure@example.com"), "{}", page.body);
}
