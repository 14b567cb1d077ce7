//! `doorward demo`: the issuer and two ordinary apps, on embedded defaults.

use crate::{
    commands::{apply, serve::stop_signal},
    telemetry,
};
use crate::{
    demo::{self, AppConfig},
    settings::{LogSettings, Settings},
    startup::{self, Schema, SystemClock},
};
use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;
use std::{net::TcpListener, path::Path, sync::Arc};

/// Start the provider with two sample apps, to see what it does
///
/// The issuer listens on PORT and the apps on the two ports after it. Data goes to ./doorward-demo;
/// a second start keeps it.
#[derive(Args)]
pub struct Demo {
    /// The issuer's port; the apps take the two after it
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..=65533))]
    port: u16,
    /// Start over: what an earlier demo kept in ./doorward-demo is deleted
    #[arg(long)]
    fresh: bool,
}

const FOLDER: &str = "doorward-demo";
const FILES: [&str; 4] = [
    "doorward.db",
    "doorward.db-wal",
    "doorward.db-shm",
    "master.key",
];
/// Users of the demo: address, user name, name, password.
const USERS: [(&str, &str, &str, &str); 2] = [
    (
        "ada@example.com",
        "ada",
        "Ada Lovelace",
        "notes on the analytical engine",
    ),
    (
        "grace@example.com",
        "grace",
        "Grace Hopper",
        "a moth in relay number 70",
    ),
];
const APPS: [(&str, &str); 2] = [("notes", "Notes"), ("photos", "Photos")];

/// Runs the demo until Ctrl-C.
pub async fn run(demo: Demo, json: bool) -> anyhow::Result<()> {
    telemetry::start(
        &LogSettings {
            level: "warn".into(),
            ..LogSettings::default()
        },
        true,
    )?;
    let ports = [demo.port, demo.port + 1, demo.port + 2];
    let mut listeners = ports
        .iter()
        .map(|port| listen(*port))
        .collect::<anyhow::Result<Vec<_>>>()?;
    if demo.fresh {
        start_over()?;
    }
    let issuer = format!("http://localhost:{}", demo.port);
    let mut settings = Settings {
        issuer: issuer.clone(),
        listen: format!("127.0.0.1:{}", demo.port),
        ..Settings::default()
    };
    settings.database.url = format!("sqlite://{FOLDER}/doorward.db").into();
    // The demo's apps are on this machine.
    settings.outbound.allow_private_addresses = true;
    let provider = startup::provider(&settings, Schema::Migrate, Arc::new(SystemClock)).await?;
    apply::apply_text(&provider, "the demo", &declarations(demo.port)).await?;
    let app_listeners = listeners.split_off(1);
    // The issuer binds its own listener; this one only showed that the port is free.
    drop(listeners);
    let server = startup::serve(provider, &settings).await?;
    let mut handles = vec![server.handle()];
    tokio::spawn(server);
    for ((client_id, name), (listener, port)) in APPS.iter().zip(
        app_listeners
            .into_iter()
            .zip([demo.port + 1, demo.port + 2]),
    ) {
        let other = if *client_id == "notes" {
            ("Photos", demo.port + 2)
        } else {
            ("Notes", demo.port + 1)
        };
        let config = AppConfig {
            name: (*name).to_owned(),
            client_id: (*client_id).to_owned(),
            client_secret: secret(client_id),
            url: format!("http://localhost:{port}"),
            issuer: issuer.clone(),
            other_name: other.0.to_owned(),
            other_url: format!("http://localhost:{}", other.1),
        };
        let app = demo::start(config, listener).await?;
        handles.push(app.handle());
        tokio::spawn(app);
    }
    announce(&issuer, demo.port, json)?;
    stop_signal().await;
    for handle in handles {
        handle.stop(false).await;
    }
    Ok(())
}

fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
        format!("port {port} is busy: end what uses it, or choose others with `doorward demo --port N` (N, N+1 and N+2 must be free)")
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Deletes what a demo made, and nothing else.
fn start_over() -> anyhow::Result<()> {
    for file in FILES {
        match std::fs::remove_file(Path::new(FOLDER).join(file)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => bail!("{FOLDER}/{file} cannot be deleted: {error}"),
        }
    }
    Ok(())
}

/// The demo's apps are on loopback and its users are made up: this secret guards nothing.
fn secret(client_id: &str) -> String {
    format!("the demo secret of {client_id}")
}

fn declarations(port: u16) -> String {
    let clients = APPS.iter().zip([port + 1, port + 2]).map(|((client_id, name), port)| {
        format!(
            "[[clients]]\nclient_id = \"{client_id}\"\nclient_name = \"{name}\"\nclient_secret = \"{}\"\nfirst_party = true\nclient_uri = \"http://localhost:{port}\"\n\
             redirect_uris = [\"http://localhost:{port}/callback\"]\npost_logout_redirect_uris = [\"http://localhost:{port}/signed-out\"]\n",
            secret(client_id)
        )
    });
    let users = USERS.iter().map(|(email, username, name, password)| {
        format!("[[users]]\nemail = \"{email}\"\nusername = \"{username}\"\nname = \"{name}\"\npassword = \"{password}\"\nemail_verified = true\n")
    });
    clients.chain(users).collect::<Vec<_>>().join("\n")
}

fn announce(issuer: &str, port: u16, json: bool) -> anyhow::Result<()> {
    let apps: Vec<_> = APPS.iter().zip([port + 1, port + 2]).map(|((client_id, name), port)| {
        json!({"name": name, "url": format!("http://localhost:{port}"), "client_id": client_id, "redirect_uri": format!("http://localhost:{port}/callback")})
    }).collect();
    if json {
        let users: Vec<_> = USERS
            .iter()
            .map(|(email, _, _, password)| json!({"email": email, "password": password}))
            .collect();
        println!(
            "{}",
            serde_json::to_string(&json!({"issuer": issuer, "apps": apps, "users": users}))?
        );
        return Ok(());
    }
    let (email, _, name, password) = USERS[0];
    println!(
        "Doorward is open.\n\n  1. Open Notes at    http://localhost:{}\n  2. Sign in as       {name}\n     email            {email}\n     password         {password}\n  3. Open Photos at   http://localhost:{}\n     You are signed in there already.\n  4. Sign out at either: you are signed out of both.\n\nYour account          {issuer}/account\nData                  ./{FOLDER} (start over with --fresh)\nCtrl-C ends all of it.",
        port + 1,
        port + 2
    );
    Ok(())
}
