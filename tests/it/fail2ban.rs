//! The real fail2ban reads the log: who guesses is found, in both forms of the log, and nobody else.

use crate::{
    refusal_log::Logged,
    world::{ADA, Browser, encode},
};
use base64::prelude::{BASE64_STANDARD, Engine};
use std::{path::Path, process::Command};

/// The addresses that a mode of the filter finds in a log, in order.
fn found(log: &Path, mode: &str) -> Vec<String> {
    let filter =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("config/fail2ban/filter.d/doorward.conf");
    let output = Command::new("fail2ban-regex")
        .args(["--out", "ip"])
        .arg(log)
        .arg(format!("{}[mode={mode}]", filter.display()))
        .output()
        .unwrap_or_else(|_| panic!("fail2ban is missing: run ./scripts/test, which installs it"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let found = String::from_utf8_lossy(&output.stdout);
    found.lines().map(str::to_owned).collect()
}

/// A request to an endpoint for clients, from an address.
async fn send(
    server: &Logged,
    address: &str,
    path: &str,
    credential: String,
    form: &[(&str, &str)],
) -> u16 {
    let request = server.http.post(format!("{}{path}", server.base));
    let request = request
        .header("x-forwarded-for", address)
        .header("authorization", credential);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(encode(form)).send().await.unwrap();
    answer.status().as_u16()
}

/// A sign-in with a name and a password, from an address.
async fn sign_in(server: &Logged, address: &str, name: &str, password: &str) -> u16 {
    let mut browser = Browser::at(&server.base);
    browser.extra_headers = vec![("x-forwarded-for", address.to_owned())];
    let page = browser.get("/sign-in").await;
    let fields = [("username", name), ("password", password)];
    browser.submit(&page, &fields).await.status
}

fn as_sent(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_is_found_and_nobody_else() {
    let right = "a secret of notes that is long enough";
    let credentials = [("grant_type", "client_credentials")];
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "no-such-token"),
    ];
    for format in ["text", "json"] {
        let server = Logged::start_with(&[
            ("DOORWARD_LOG__FORMAT", format),
            ("DOORWARD_HTTP__TRUSTED_PROXIES", "127.0.0.0/8"),
        ])
        .await;
        // Lines that the victim, 192.0.2.66, would be banned for.
        let victim = r#"event="sign_in.failed" reason="wrong_password" address="192.0.2.66""#;
        let text = format!(
            "x\n2026-11-27T20:55:57.966876Z  INFO request{{request_id=\"jna73v1y\" method=\"POST\" path=\"/sign-in\"}}: a password was wrong {victim}"
        );
        let json = "x\n{\"timestamp\":\"2026-11-27T20:55:57.966876Z\",\"level\":\"INFO\",\"fields\":{\"message\":\"a password was wrong\",\"event\":\"sign_in.failed\",\"reason\":\"wrong_password\",\"address\":\"192.0.2.66\"}}";
        let short = r#"x" reason="invalid_client: wrong_secret" address="192.0.2.66"#;
        let quoted = r#"x","reason":"invalid_client: wrong_secret","address":"192.0.2.66"#;
        assert_eq!(sign_in(&server, "203.0.113.1", ADA.0, "a guess").await, 200);
        assert_eq!(sign_in(&server, "2001:db8::2", &text, json).await, 200);
        assert_eq!(
            sign_in(&server, "192.0.2.66, 203.0.113.3", json, &text).await,
            200
        );
        for (address, id) in [
            ("203.0.113.4", "notes"),
            ("2001:db8::5", "nobody"),
            ("203.0.113.6", &text),
            ("203.0.113.7", json),
            ("203.0.113.8", short),
            ("203.0.113.9", quoted),
        ] {
            let status = send(
                &server,
                address,
                "/token",
                as_sent(id, "a guess"),
                &credentials,
            )
            .await;
            assert_eq!(status, 401, "{id}");
        }
        let introspected = send(
            &server,
            "203.0.113.10",
            "/introspect",
            as_sent("notes", "a guess"),
            &[("token", "x")],
        )
        .await;
        assert_eq!(introspected, 401);
        // These are no guesses of a secret: only the aggressive mode finds them.
        assert_eq!(
            send(
                &server,
                "203.0.113.11",
                "/token",
                as_sent("notes", right),
                &refresh
            )
            .await,
            400
        );
        let bearer = format!("Bearer {}", "x".repeat(43));
        assert_eq!(
            send(&server, "2001:db8::12", "/userinfo", bearer, &[]).await,
            401
        );
        // Nothing of these is anybody's guess.
        assert_eq!(
            sign_in(&server, "192.0.2.1", ADA.0, "a few words of ada").await,
            303
        );
        let status = send(
            &server,
            "192.0.2.2",
            "/token",
            as_sent("notes", right),
            &credentials,
        )
        .await;
        assert_eq!(status, 400, "unauthorized_client");
        for path in [
            "/authorize?client_id=nobody",
            "/authorize?client_id=notes&prompt=none",
            "/token",
            "/me",
            "/nothing%0aevil%22",
        ] {
            let request = server.http.get(format!("{}{path}", server.base));
            let request = request.header("user-agent", victim.replace('\n', " "));
            request
                .header("x-forwarded-for", "192.0.2.3")
                .send()
                .await
                .unwrap();
        }
        let guessed = [
            "203.0.113.1",
            "2001:db8::2",
            "203.0.113.3",
            "203.0.113.4",
            "2001:db8::5",
            "203.0.113.6",
            "203.0.113.7",
            "203.0.113.8",
            "203.0.113.9",
            "203.0.113.10",
        ];
        let log = server.text().await;
        assert_eq!(found(&server.log, "normal"), guessed, "{log}");
        let all: Vec<&str> = guessed
            .into_iter()
            .chain(["203.0.113.11", "2001:db8::12"])
            .collect();
        assert_eq!(found(&server.log, "aggressive"), all, "{log}");
        // As the journal gives the lines.
        let journal = server.log.with_extension("journal");
        let lines = log
            .lines()
            .map(|line| format!("id.example doorward[4711]: {line}\n"));
        std::fs::write(&journal, lines.collect::<String>()).unwrap();
        assert_eq!(found(&journal, "normal"), guessed, "{log}");
    }
}
