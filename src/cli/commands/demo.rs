//! `doorward demo`: the issuer, two ordinary apps and one that asks for a role, on embedded defaults.

use crate::{
    commands::{apply, serve::StopSignals},
    demo::{self, AppConfig},
    output,
    settings::{LogSettings, Settings},
    startup::{self, Schema, SystemClock},
    telemetry,
};
use actix_web::dev::ServerHandle;
use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;
use std::{io::ErrorKind, net::TcpListener, path::Path, sync::Arc};

/// Start the provider with three sample apps, to see what it does
///
/// The issuer listens on PORT and the apps on the three ports after it. Data goes to ./doorward-demo;
/// a second start keeps it.
#[derive(Args)]
pub struct Demo {
    /// The issuer's port; the apps take the three after it
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..=65532))]
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

/// A user of the demo. The users are made up, and their passwords are printed.
struct DemoUser {
    email: &'static str,
    username: &'static str,
    name: &'static str,
    password: &'static str,
    /// What the user is, as the declaration says it.
    access: &'static str,
}

const ADA: DemoUser = DemoUser {
    email: "ada@example.com",
    username: "ada",
    name: "Ada Lovelace",
    password: "notes on the analytical engine",
    access: "",
};
const GRACE: DemoUser = DemoUser {
    email: "grace@example.com",
    username: "grace",
    name: "Grace Hopper",
    password: "a moth in relay number 70",
    access: "roles = { ledger = [\"bookkeeper\"], doorward = [\"owner\"] }\n",
};

/// A sample app. The apps listen on loopback, so that their secrets protect nothing.
struct DemoApp {
    client_id: &'static str,
    name: &'static str,
    /// How many ports after the issuer's the app listens.
    offset: u16,
    /// The role without which nobody gets into the app.
    role: Option<&'static str>,
}

const NOTES: DemoApp = DemoApp {
    client_id: "notes",
    name: "Notes",
    offset: 1,
    role: None,
};
const PHOTOS: DemoApp = DemoApp {
    client_id: "photos",
    name: "Photos",
    offset: 2,
    role: None,
};
const LEDGER: DemoApp = DemoApp {
    client_id: "ledger",
    name: "Ledger",
    offset: 3,
    role: Some("bookkeeper"),
};
const APPS: [DemoApp; 3] = [NOTES, PHOTOS, LEDGER];

impl DemoApp {
    fn secret(&self) -> String {
        format!("the demo secret of {}, known to everybody", self.client_id)
    }

    fn url(&self, issuer_port: u16) -> String {
        format!("http://localhost:{}", issuer_port + self.offset)
    }

    fn other(&self) -> &'static Self {
        if self.client_id == NOTES.client_id {
            &PHOTOS
        } else {
            &NOTES
        }
    }

    fn declaration(&self, issuer_port: u16) -> String {
        let url = self.url(issuer_port);
        let rule = self.role.map_or_else(String::new, |role| {
            format!(
                "allowed_roles = [\"{role}\"]\n\n[[roles]]\napp = \"{}\"\nname = \"{role}\"\n",
                self.client_id
            )
        });
        format!(
            "[[clients]]\nclient_id = \"{}\"\nclient_name = \"{}\"\nclient_secret = \"{}\"\n\
             first_party = true\nclient_uri = \"{url}\"\n\
             redirect_uris = [\"{url}/callback\"]\n\
             post_logout_redirect_uris = [\"{url}/signed-out\"]\n{rule}",
            self.client_id,
            self.name,
            self.secret()
        )
    }

    async fn start(&self, demo: &Demo, listener: TcpListener) -> anyhow::Result<ServerHandle> {
        let app = demo::start(
            AppConfig {
                name: self.name.to_owned(),
                client_id: self.client_id.to_owned(),
                client_secret: self.secret(),
                url: self.url(demo.port),
                issuer: demo.issuer(),
                other_name: self.other().name.to_owned(),
                other_url: self.other().url(demo.port),
            },
            listener,
        )
        .await?;
        let handle = app.handle();
        tokio::spawn(app);
        Ok(handle)
    }
}

impl DemoUser {
    fn declaration(&self) -> String {
        format!(
            "[[users]]\nemail = \"{}\"\nusername = \"{}\"\nname = \"{}\"\npassword = \"{}\"\n\
             email_verified = true\n{}",
            self.email, self.username, self.name, self.password, self.access
        )
    }
}

impl Demo {
    fn issuer(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings {
            issuer: self.issuer(),
            listen: format!("127.0.0.1:{}", self.port),
            ..Settings::default()
        };
        settings.database.url = format!("sqlite://{FOLDER}/doorward.db").into();
        // The demo's apps are on this machine.
        settings.outbound.allow_private_addresses = true;
        // Its mails stay on this machine, at /dev/mail.
        settings.sign_up.mode = "open".into();
        settings
    }

    fn declarations(&self) -> String {
        let apps = APPS.map(|app| app.declaration(self.port));
        let users = [ADA, GRACE].map(|user| user.declaration());
        [apps.as_slice(), &users].concat().join("\n")
    }
}

/// Runs the demo until Ctrl-C.
pub async fn run(demo: Demo, json: bool) -> anyhow::Result<()> {
    let log = telemetry::start(
        &LogSettings {
            level: "warn".into(),
            ..LogSettings::default()
        },
        true,
    )?;
    log.tell_of_dropped();
    // Every port is tried first: nothing is written where one of them is taken.
    let issuer_listener = listen(demo.port)?;
    let mut listeners = Vec::new();
    for app in APPS {
        listeners.push((listen(demo.port + app.offset)?, app));
    }
    if demo.fresh {
        start_over()?;
    }
    let settings = demo.settings();
    let provider = startup::provider(&settings, Schema::Migrate, Arc::new(SystemClock)).await?;
    apply::apply_text(&provider, "the demo", &demo.declarations()).await?;
    // The issuer binds its own listener.
    drop(issuer_listener);
    let server = startup::serve(provider, &settings).await?;
    let mut handles = vec![server.handle()];
    tokio::spawn(server);
    for (listener, app) in listeners {
        handles.push(app.start(&demo, listener).await?);
    }
    announce(&demo, json)?;
    StopSignals::new()?.next().await;
    for handle in handles {
        handle.stop(false).await;
    }
    Ok(())
}

fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
        format!(
            "port {port} is busy: end what uses it, or choose others with \
             `doorward demo --port N` (N, N+1, N+2 and N+3 must be free)"
        )
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Deletes the files of an earlier demo, and no others.
fn start_over() -> anyhow::Result<()> {
    for file in FILES {
        match std::fs::remove_file(Path::new(FOLDER).join(file)) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => bail!("{FOLDER}/{file} cannot be deleted: {error}"),
        }
    }
    Ok(())
}

fn announce(demo: &Demo, json: bool) -> anyhow::Result<()> {
    let (issuer, port) = (demo.issuer(), demo.port);
    if json {
        let apps = APPS.map(|app| {
            let url = app.url(port);
            let redirect_uri = format!("{url}/callback");
            json!({
                "name": app.name, "url": url, "client_id": app.client_id,
                "redirect_uri": redirect_uri, "role": app.role,
            })
        });
        let users =
            [ADA, GRACE].map(|user| json!({"email": user.email, "password": user.password}));
        let document = json!({"issuer": issuer, "apps": apps, "users": users, "mails": format!("{issuer}/dev/mail.json")});
        return output::line(&serde_json::to_string(&document)?);
    }
    output::line(&format!(
        "Doorward is running.

  1. Open Notes at    {}
  2. Sign in as       {}
     email            {}
     password         {}
  3. Open Photos at   {}
     You are signed in there already.
  4. Sign out at either app: you are signed out of both.
  5. Open Ledger at   {}
     It asks for a role: {} ({}) is let in, {} is not.
     The first of them is an administrator of Doorward too.
  6. Create an account of your own at Notes; its mails are at
                       {issuer}/dev/mail

Your apps             {issuer}/
Your account          {issuer}/account
Admin console         {issuer}/admin
Emails                {issuer}/dev/mail
Data                  ./{FOLDER} (start over with --fresh)
Press Ctrl-C to stop.",
        NOTES.url(port),
        ADA.name,
        ADA.email,
        ADA.password,
        PHOTOS.url(port),
        LEDGER.url(port),
        GRACE.email,
        GRACE.password,
        ADA.email
    ))
}
