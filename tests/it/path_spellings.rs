//! A path that is spelled in another way, and headers that name another path or method: whoever may not
//! see a page sees it by none of them.

use crate::{
    console,
    management::{Caller, EVERYTHING},
    on_both,
    storage::raw::Raw,
    world::{ADA, Browser, GRACE, World},
};
use std::fmt::Write;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

on_both!(
    another_spelling_of_a_path_opens_nothing_more,
    headers_that_name_another_path_or_method_change_nothing
);

/// Pages that not everybody sees, with a word of each.
const PAGES: [&str; 8] = [
    "/admin",
    "/admin/users",
    "/admin/settings",
    "/admin/audit",
    "/admin/keys",
    "/api/v1/users",
    "/api/v1/audit",
    "/account",
];

/// The path in other ways.
fn spellings(path: &str) -> Vec<String> {
    let (_, rest) = path.split_at(1);
    let (first, more) = rest
        .split_once('/')
        .map_or((rest, String::new()), |(first, more)| {
            (first, format!("/{more}"))
        });
    let (head, tail) = first.split_at(1);
    let coded: String = first.bytes().fold(String::new(), |mut text, byte| {
        write!(text, "%{byte:02X}").unwrap();
        text
    });
    let last = path.replace('/', "%2f");
    vec![
        path.to_uppercase(),
        format!("/{}{tail}{more}", head.to_uppercase()),
        format!("/{path}"),
        format!("//{path}"),
        path.replace('/', "//"),
        format!("{path}/"),
        format!("{path}//"),
        format!("{path}/."),
        format!("/.{path}"),
        format!("/x/..{path}"),
        format!("/{first}/..;{path}"),
        format!("/{first}/..{path}"),
        format!("/livez/..{path}"),
        format!("/assets/..{path}"),
        format!("/.well-known/..{path}"),
        format!("/%2e{path}"),
        format!("/x/%2e%2e{path}"),
        format!("/x/%2E%2E%2F{rest}"),
        format!("/x/..%2f{rest}"),
        format!("/x/..%5c{rest}"),
        format!("/x\\..\\{rest}"),
        format!("/{coded}{more}"),
        format!("/%25{:02x}{tail}{more}", head.as_bytes()[0]),
        format!("/{last}"),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("{path}%0a"),
        format!("{path};x=1"),
        format!("/{first};x=1{more}"),
        format!("{path}%3fx"),
        format!("{path}.html"),
        format!("{path}.json"),
        format!("http://other.example{path}"),
        format!("http://localhost{path}"),
    ]
}

/// Sends a request as it is, and reads the answer: its status and everything of it.
async fn send(world: &World, method: &str, target: &str, headers: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(&world.settings.listen).await.unwrap();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|text| text.parse().ok());
    (status.unwrap_or(0), answer)
}

fn cookies(browser: &Browser) -> String {
    let pairs = browser.cookies.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("Cookie: {}\r\n", pairs.join("; "))
}

/// Who asks, and what their browser sends.
async fn askers(world: &World) -> Vec<(&'static str, String)> {
    let mut askers = vec![("a stranger", String::new())];
    askers.push(("a user", cookies(&world.signed_in(GRACE).await)));
    for role in ["support", "auditor"] {
        askers.push((role, cookies(&console::administrator(world, role).await)));
    }
    askers
}

async fn another_spelling_of_a_path_opens_nothing_more(world: World) {
    let raw = Raw::of(&world).await;
    for (who, sent) in askers(&world).await {
        let (status, _) = send(&world, "GET", "/livez", &sent).await;
        assert_eq!(status, 200);
        for path in PAGES {
            let (canonical, _) = send(&world, "GET", path, &sent).await;
            assert!(
                [200, 303, 401, 403].contains(&canonical),
                "{who} {path}: {canonical}"
            );
            for target in spellings(path) {
                let (status, body) = send(&world, "GET", &target, &sent).await;
                assert!((200..500).contains(&status), "{who} {target}: {status}");
                if canonical != 200 {
                    assert_ne!(status, 200, "{who} {target}: {body}");
                    assert!(!body.contains(ADA.0), "{who} {target}: {body}");
                }
                // Nobody is sent elsewhere by it.
                let location = body
                    .lines()
                    .find_map(|line| line.strip_prefix("location: "));
                let location = location.unwrap_or("/");
                assert!(
                    location.starts_with('/') && !location.starts_with("//"),
                    "{who} {target}: {location}"
                );
            }
        }
    }
    // Nor is anything done by one.
    let before: Vec<String> = raw.kept().await;
    let ada = world.sub(ADA.0).await;
    for (who, sent) in askers(&world).await {
        let before_of = raw.kept().await;
        for path in [
            format!("/api/v1/users/{ada}"),
            "/api/v1/keys/rotate".to_owned(),
        ] {
            for target in spellings(&path) {
                for method in ["DELETE", "POST"] {
                    let headers = format!(
                        "{sent}Doorward-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n"
                    );
                    let (status, body) = send(&world, method, &target, &headers).await;
                    assert!(
                        (300..500).contains(&status),
                        "{who} {method} {target}: {status} {body}"
                    );
                }
            }
        }
        assert_eq!(raw.kept().await, before_of, "{who}");
    }
    assert!(raw.kept().await.len() >= before.len());
}

async fn headers_that_name_another_path_or_method_change_nothing(world: World) {
    let owner = cookies(&console::administrator(&world, "owner").await);
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let token = format!("Authorization: {}\r\n", robot.headers[0].1);
    let raw = Raw::of(&world).await;
    let before = raw.kept().await;
    let ada = world.sub(ADA.0).await;
    let user = format!("/api/v1/users/{ada}");
    let ours = "Doorward-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\n";
    for name in [
        "X-Original-URL",
        "X-Original-URI",
        "X-Rewrite-URL",
        "X-Forwarded-URI",
        "X-Forwarded-Path",
        "X-Forwarded-Prefix",
        "X-Override-URL",
    ] {
        let header = format!("{owner}{name}: /admin/users\r\n");
        let (status, body) = send(&world, "GET", "/livez", &header).await;
        assert!(status == 200 && body.ends_with("live\n"), "{name}: {body}");
        let header = format!("{name}: /livez\r\n");
        let (status, body) = send(&world, "GET", "/admin/users", &header).await;
        assert_eq!(status, 303, "{name}: {body}");
        let (status, body) = send(&world, "GET", "/api/v1/users", &header).await;
        assert_eq!(status, 401, "{name}: {body}");
    }
    for name in [
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Forwarded-Method",
    ] {
        for sent in [&token, &format!("{owner}{ours}")] {
            let header = format!("{sent}{name}: DELETE\r\n");
            let (status, body) = send(&world, "GET", &user, &header).await;
            assert_eq!(status, 200, "{name}: {body}");
            let header = format!("{header}Content-Length: 0\r\n");
            let (status, body) = send(&world, "POST", &user, &header).await;
            assert_eq!(status, 405, "{name}: {body}");
            let target = format!("{user}?_method=DELETE");
            let (status, body) = send(&world, "POST", &target, &header).await;
            assert_eq!(status, 405, "{name}: {body}");
        }
    }
    assert_eq!(raw.kept().await, before);
    // The same user is deleted by who may and says so.
    let header = format!("{owner}{ours}");
    assert_eq!(send(&world, "DELETE", &user, &header).await.0, 204);
    assert!(world.provider.users().get(&ada).await.unwrap().is_none());
}
