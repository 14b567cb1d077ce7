//! Requests whose bodies come late: nobody acts with what was true when the head came.

use crate::{
    console::{PASSWORD, administrator, edit},
    management::Caller,
    on_both,
    world::{ADA, Browser, World, arrives, encode},
};
use doorward_core::context::Actor;
use doorward_protocol::sessions::sso_session::EndReason;
use std::fmt::Write;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

on_both!(
    a_session_that_ends_before_the_body_came_changes_nothing,
    an_administrator_who_is_disabled_before_the_body_came_does_nothing,
    a_large_file_of_somebody_who_is_signed_out_meanwhile_is_not_taken,
    a_large_request_of_a_client_that_is_disabled_meanwhile_is_refused,
);

const FORM: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "a-boundary-of-a-test";

/// A request of which the end is missing.
struct Late {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Late {
    /// Sends a request but for its end, and lets the server begin with it.
    async fn begin(world: &World, head: &str, body: &[u8]) -> Self {
        let mut stream = TcpStream::connect(&world.settings.listen).await.unwrap();
        let head = format!(
            "{head}Host: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            world.settings.listen,
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let (first, rest) = body.split_at(body.len() - 2);
        stream.write_all(first).await.unwrap();
        arrives().await;
        let rest = rest.to_vec();
        Self { stream, rest }
    }

    /// The form of a page, as a browser sends it.
    async fn form(world: &World, browser: &Browser, path: &str, body: &str) -> Self {
        let head = head(browser, path, FORM);
        Self::begin(world, &head, body.as_bytes()).await
    }

    /// Sends the end; gives the status and the whole answer.
    async fn end(mut self) -> (u16, String) {
        self.stream.write_all(&self.rest).await.unwrap();
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.get(9..12).and_then(|status| status.parse().ok());
        (status.unwrap_or_default(), answer)
    }
}

fn head(browser: &Browser, path: &str, kind: &str) -> String {
    let cookies = browser.cookies.iter();
    let cookies: Vec<String> = cookies
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let cookies = cookies.join("; ");
    format!("POST {path} HTTP/1.1\r\nCookie: {cookies}\r\nContent-Type: {kind}\r\n")
}

async fn end_all(world: &World, email: &str) {
    let (sessions, ctx) = (world.provider.sessions(), world.context());
    let user_id = world.sub(email).await;
    let ended = sessions.end_all(&ctx, &user_id, None, EndReason::Administrator);
    ended.await.unwrap();
}

async fn a_session_that_ends_before_the_body_came_changes_nothing(world: World) {
    for ends_before in [false, true] {
        let mut ada = world.signed_in(ADA).await;
        let page = ada.get("/account/profile").await;
        let token = page.token_of("/account/profile").unwrap();
        let name = format!("Ada {ends_before}");
        let fields = [("form_token", token.as_str()), ("name", name.as_str())];
        let late = Late::form(&world, &ada, "/account/profile", &encode(&fields)).await;
        if ends_before {
            end_all(&world, ADA.0).await;
        }
        let (status, answer) = late.end().await;
        let user = world.provider.users().find(ADA.0).await.unwrap().unwrap();
        let is_changed = user.claims.name.as_deref() == Some(name.as_str());
        assert_eq!(is_changed, !ends_before, "{answer}");
        assert_eq!(status == 303, is_changed, "{answer}");
    }
}

async fn an_administrator_who_is_disabled_before_the_body_came_does_nothing(world: World) {
    administrator(&world, "owner").await;
    let mut admin = administrator(&world, "admin").await;
    for (address, is_disabled) in [("first@example.org", false), ("second@example.org", true)] {
        let form = edit::open(&mut admin, "/admin/users", "add-user").await;
        let form = form.with("email", address);
        let fields: Vec<(&str, &str)> = form
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let late = Late::form(&world, &admin, "/admin/edit", &encode(&fields)).await;
        if is_disabled {
            world.disable("admin@example.com").await;
        }
        let (_, answer) = late.end().await;
        let added = world.provider.users().find(address).await.unwrap();
        assert_eq!(added.is_some(), !is_disabled, "{address}: {answer}");
    }
}

async fn a_large_file_of_somebody_who_is_signed_out_meanwhile_is_not_taken(world: World) {
    let rows = (0..5000).fold(String::from("email\n"), |mut rows, number| {
        let _ = writeln!(rows, "user-{number}@example.org");
        rows
    });
    assert!(rows.len() > 100 * 1024);
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin/import").await;
    let token = page.field("form_token").unwrap();
    let mut fields = [
        ("form_token", token.as_str()),
        ("checked", ""),
        ("format", "csv"),
        ("on_duplicate", "skip"),
        ("unreadable", "refuse"),
        ("source_name", ""),
        ("do", "check"),
    ];
    let checked = owner
        .upload("/admin/import", &fields, rows.as_bytes())
        .await;
    let digest = checked.field("checked").unwrap();
    fields[1].1 = &digest;
    fields[6].1 = "import";
    let mut body = String::new();
    for (name, value) in fields {
        let _ = write!(
            body,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let _ = write!(
        body,
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{rows}\r\n--{BOUNDARY}--\r\n"
    );
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let head = head(&owner, "/admin/import", &kind);
    let late = Late::begin(&world, &head, body.as_bytes()).await;
    end_all(&world, "owner@example.com").await;
    let (status, answer) = late.end().await;
    assert!((400..500).contains(&status), "{answer}");
    let first = world.provider.users().find("user-0@example.org").await;
    assert!(first.unwrap().is_none(), "{answer}");
    // Of somebody who is still signed in, the same file is taken.
    let mut owner = world.signed_in(("owner@example.com", PASSWORD)).await;
    let page = owner.get("/admin/import").await;
    let token = page.field("form_token").unwrap();
    fields[0].1 = &token;
    let done = owner
        .upload("/admin/import", &fields, rows.as_bytes())
        .await;
    assert_eq!(done.status, 200, "{}", done.body);
    let first = world.provider.users().find("user-0@example.org").await;
    assert!(first.unwrap().is_some());
}

async fn a_large_request_of_a_client_that_is_disabled_meanwhile_is_refused(world: World) {
    let robot = Caller::service(&world, "robot", "doorward.users:write").await;
    for (name, is_disabled) in [("first@example.org", false), ("second@example.org", true)] {
        // More than is waited for before a request is looked at.
        let filler = " ".repeat(100 * 1024);
        let body = format!(
            "{{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"],{filler}\
             \"userName\": \"{name}\"}}"
        );
        let mut head = "POST /scim/v2/Users HTTP/1.1\r\n".to_owned();
        for (name, value) in &robot.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("Content-Type: application/scim+json\r\n");
        let late = Late::begin(&world, &head, body.as_bytes()).await;
        if is_disabled {
            let ctx = world.provider.context(Actor::CommandLine);
            let clients = world.provider.clients();
            clients.set_disabled(&ctx, "robot", true).await.unwrap();
        }
        let (status, answer) = late.end().await;
        assert_eq!(status, if is_disabled { 401 } else { 201 }, "{answer}");
        let added = world.provider.users().find(name).await.unwrap();
        assert_eq!(added.is_some(), !is_disabled, "{answer}");
    }
}
