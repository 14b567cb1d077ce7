//! Federation to a second Doorward, to an OpenID provider that is not ours, and to a directory, in
//! Chromium, all the way to the second app.

use super::directory::{HEDY, Slapd};
use crate::{
    browser::{chromium, click, fill as fill_in, is_at, picture, sign_in, text},
    world::{
        ADA, Backend, SECRET, Shape, Site, StandIn, World, authorize_query, comes_true, eventually,
        free_port, listens,
    },
};
use doorward_core::users as accounts;
use doorward_protocol::{federation::IdentityProviderSecrets, oidc::claims::StandardClaims};
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::{path::Path, process::Stdio, time::Duration};

/// Two apps of ours whose pages are on another site, so that a browser can land there.
struct Apps {
    site: Site,
}

impl Apps {
    async fn open(world: &World) -> Self {
        let site = Site::open();
        for app in ["notes", "photos"] {
            let callback = site.put(
                &format!("/{app}"),
                format!("<!doctype html><title>{app}</title><h1>{app}</h1>"),
            );
            world
                .client(
                    app,
                    &json!({"redirect_uris": [callback], "first_party": true}),
                    &json!({"client_name": app}),
                )
                .await;
        }
        Self { site }
    }

    fn authorize(&self, world: &World, app: &str, more: &[(&str, &str)]) -> String {
        let callback = self.site.at(&format!("/{app}"));
        let mut changes = vec![("client_id", app), ("redirect_uri", callback.as_str())];
        changes.extend(more);
        format!("{}/authorize?{}", world.issuer, authorize_query(&changes))
    }

    /// The browser is at the app, with a code: without any page of ours in between where
    /// `silently`.
    async fn landed(&self, client: &Client, app: &str) -> String {
        let mut url = String::new();
        let landed = comes_true(async || {
            url = client.current_url().await.unwrap().to_string();
            url.starts_with(&self.site.at(&format!("/{app}")))
        });
        assert!(
            landed.await,
            "the browser did not land at {app}: {} {}",
            client.current_url().await.unwrap(),
            client.source().await.unwrap()
        );
        url
    }

    async fn silent(&self, client: &Client, world: &World, app: &str) -> String {
        client
            .goto(&self.authorize(world, app, &[("prompt", "none")]))
            .await
            .unwrap();
        self.landed(client, app).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_doorward_behind_the_first() {
    let behind = World::open_wide(Backend::Sqlite).await;
    let lise = ("lise@behind.example", "fission was not my idea");
    let declaration = accounts::Declaration {
        email: lise.0.into(),
        username: None,
        password: Some(lise.1.into()),
        claims: StandardClaims::default(),
    };
    behind
        .provider
        .users()
        .put(&behind.context(), declaration, None)
        .await
        .unwrap();
    // Another name for this machine: a browser keeps cookies by name, not by port.
    let front = World::open_with(Backend::Postgres, |settings| {
        settings.issuer = format!("http://{}", settings.listen);
    })
    .await;
    let client = json!({"redirect_uris": [format!("{}/federation/up/callback", front.issuer)], "post_logout_redirect_uris": [format!("{}/federation/up/signed-out", front.issuer)],
        "first_party": true, "client_name": "The provider in front", "backchannel_logout_uri": format!("{}/federation/up/backchannel-logout", front.issuer)});
    behind.client("front", &client, &json!({})).await;
    let document = json!({"id": "up", "kind": "oidc", "name": "The provider behind", "issuer": behind.issuer, "client_id": "front", "sign_up": true, "logout": "upstream", "allow_private_addresses": true});
    front
        .declare_provider(
            document,
            IdentityProviderSecrets {
                client_secret: Some(SECRET.into()),
                ..IdentityProviderSecrets::default()
            },
        )
        .await;
    let apps = Apps::open(&front).await;
    let (client, profile) = chromium(1280, 800, false).await;

    client
        .goto(&apps.authorize(&front, "notes", &[]))
        .await
        .unwrap();
    click(&client, "button[value=up]").await;
    assert!(is_at(&client, &behind.issuer).await);
    assert!(
        text(&client, ".app")
            .await
            .contains("The provider in front")
    );
    sign_in(&client, &json!({"email": lise.0, "password": lise.1})).await;
    let at_notes = apps.landed(&client, "notes").await;
    assert!(
        at_notes.contains("code=") && at_notes.contains("state=s-1"),
        "{at_notes}"
    );
    // The second app, with nothing asked.
    assert!(
        apps.silent(&client, &front, "photos")
            .await
            .contains("code=")
    );
    let users = front.provider.store().users().await.unwrap();
    let mut without_password = Vec::new();
    for user in &users {
        let password = front.provider.store().password_of_user(&user.id);
        if password.await.unwrap().is_none() {
            without_password.push(user);
        }
    }
    let newcomer = without_password[0];
    let identity = front
        .provider
        .store()
        .identities_of_user(&newcomer.id)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (identity.subject, identity.issuer),
        (behind.sub(lise.0).await, behind.issuer.clone())
    );

    // Signed out behind: signed out in front, without anybody asking there.
    behind.disable(lise.0).await;
    let mut signed_out = String::new();
    let is_out = comes_true(async || {
        signed_out = apps.silent(&client, &front, "photos").await;
        signed_out.contains("error=login_required")
    });
    assert!(is_out.await, "{signed_out}");
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_openid_provider_from_the_registries() {
    let world = World::open_now_with(Backend::Postgres, |settings| {
        settings.issuer = format!("http://{}", settings.listen);
    })
    .await;
    let port = free_port();
    let packages = std::env::var("TEST_NODE_MODULES")
        .expect("TEST_NODE_MODULES is not set: run ./scripts/test");
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/federation/openid_provider.mjs");
    // Modules are found from where the script lies: beside the packages.
    let copy = Path::new(&packages)
        .parent()
        .unwrap()
        .join("openid_provider.mjs");
    std::fs::copy(script, &copy).unwrap();
    let redirect_uri = format!("{}/federation/up/callback", world.issuer);
    let mut command = tokio::process::Command::new("node");
    command.arg(&copy).args([
        &port.to_string(),
        &redirect_uri,
        &format!("{}/federation/up/backchannel-logout", world.issuer),
    ]);
    let _child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    listens("localhost", port).await;
    let document = json!({"id": "up", "kind": "oidc", "name": "Elsewhere", "issuer": format!("http://localhost:{port}"), "client_id": "doorward-at-upstream",
        "scopes": ["openid", "profile", "email"], "sign_up": true, "allow_private_addresses": true});
    let secrets = IdentityProviderSecrets {
        client_secret: Some("a secret that the upstream gave".into()),
        ..IdentityProviderSecrets::default()
    };
    world.declare_provider(document, secrets).await;
    let configuration = world.provider.configuration().await.unwrap();
    let declared = configuration.identity_provider("up").unwrap();
    let findings = world
        .provider
        .federation()
        .test_provider(&world.context(), declared)
        .await
        .unwrap();
    assert!(findings.iter().all(|finding| finding.ok), "{findings:?}");

    let apps = Apps::open(&world).await;
    let (client, profile) = chromium(1280, 800, false).await;
    client
        .goto(&apps.authorize(&world, "notes", &[]))
        .await
        .unwrap();
    click(&client, "button[value=up]").await;
    let fill = async |name: &str| {
        let css = format!("input[name={name}]");
        fill_in(&client, &css, "grete").await;
    };
    fill("login").await;
    fill("password").await;
    click(&client, "button[type=submit]").await;
    // Its page of consent.
    client
        .wait()
        .at_most(Duration::from_secs(10))
        .for_element(Locator::Css("input[name=prompt][value=consent]"))
        .await
        .unwrap();
    click(&client, "button[type=submit]").await;
    assert!(apps.landed(&client, "notes").await.contains("code="));
    assert!(
        apps.silent(&client, &world, "photos")
            .await
            .contains("code=")
    );
    let user = world
        .provider
        .store()
        .user_by_identifier("grete@npm.example")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(user.claims.name.as_deref(), Some("grete of npm"));
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_in_a_browser() {
    let slapd = Slapd::start().await;
    let certificate = slapd.certificate();
    let world = World::open_with(Backend::Postgres, |settings| {
        settings.outbound.ca_file = Some(certificate);
    })
    .await;
    slapd
        .declare(&world, &json!({}), "who may search here")
        .await;
    let apps = Apps::open(&world).await;
    let (client, profile) = chromium(360, 740, true).await;
    client
        .goto(&apps.authorize(&world, "notes", &[]))
        .await
        .unwrap();
    sign_in(&client, &json!({"email": HEDY.0, "password": HEDY.1})).await;
    assert!(apps.landed(&client, "notes").await.contains("code="));
    assert!(
        apps.silent(&client, &world, "photos")
            .await
            .contains("code=")
    );
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

/// Every page that has to do with providers, as users see it; `SCREENSHOTS=folder` keeps the
/// pictures.
async fn pages(width: u32, dark: bool, label: &str) {
    let world = World::open(Backend::Sqlite).await;
    let shapes = [
        Shape::Google,
        Shape::Microsoft,
        Shape::Github,
        Shape::Apple,
        Shape::Facebook,
        Shape::Gitlab,
        Shape::Discord,
        Shape::Oidc,
    ];
    let mut stand_ins = Vec::new();
    for (position, shape) in shapes.into_iter().enumerate() {
        let up = StandIn::open(&world, shape);
        let id = format!("{shape:?}").to_lowercase();
        let mut extra = if shape == Shape::Oidc {
            json!({"name": "Acme", "authoritative_for": ["example.com"]})
        } else {
            json!({})
        };
        extra["position"] = position.into();
        up.declare(&world, &id, &extra).await;
        stand_ins.push(up);
    }
    let (client, profile) = chromium(width, 1100, dark).await;
    let nothing_runs_over = async || {
        let wide: Value = client
            .execute(
                "return document.documentElement.scrollWidth > window.innerWidth",
                vec![],
            )
            .await
            .unwrap();
        assert_eq!(
            wide,
            false,
            "nothing runs over the edge at {}",
            client.current_url().await.unwrap()
        );
    };
    client
        .goto(&format!(
            "{}/authorize?{}",
            world.issuer,
            authorize_query(&[])
        ))
        .await
        .unwrap();
    assert_eq!(
        client
            .find_all(Locator::Css("button.provider"))
            .await
            .unwrap()
            .len(),
        8
    );
    picture(&client, &format!("{label}-11-providers")).await;
    nothing_runs_over().await;
    let oidc = &stand_ins[7];
    // Nobody here, and no newcomers.
    oidc.is(json!({"sub": "1"}));
    click(&client, "button[value=oidc]").await;
    text(&client, "#another-way").await;
    assert!(
        text(&client, "h1")
            .await
            .contains("We couldn’t sign you in with")
    );
    picture(&client, &format!("{label}-12-refused")).await;
    nothing_runs_over().await;
    click(&client, "#another-way").await;
    text(&client, "input[name=password]").await;
    oidc.is(json!({"sub": "2", "email": ADA.0, "email_verified": true, "name": "Ada"}));
    click(&client, "button[value=oidc]").await;
    text(&client, "#link").await;
    assert!(text(&client, "h1").await.contains("Is this your account?"));
    picture(&client, &format!("{label}-13-link-offer")).await;
    nothing_runs_over().await;
    fill_in(&client, "input[name=password]", ADA.1).await;
    click(&client, "#link").await;
    // The app is nowhere, so the browser stays; the session is there.
    let ada = world.sub(ADA.0).await;
    eventually("the link", async || {
        let identities = world
            .provider
            .store()
            .identities_of_user(&ada)
            .await
            .unwrap();
        !identities.is_empty()
    })
    .await;
    client
        .goto(&format!("{}/account", world.issuer))
        .await
        .unwrap();
    assert!(text(&client, "#ways").await.contains("Acme"));
    picture(&client, &format!("{label}-14-account")).await;
    nothing_runs_over().await;
    oidc.declare(
        &world,
        "oidc",
        &json!({"name": "Acme", "home_realms": ["acme.example"]}),
    )
    .await;
    client.delete_all_cookies().await.unwrap();
    client
        .goto(&format!("{}/sign-in", world.issuer))
        .await
        .unwrap();
    text(&client, "#username").await;
    picture(&client, &format!("{label}-15-address-first")).await;
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_on_a_desktop_by_day() {
    pages(1280, false, "desktop-light").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_on_a_phone_by_night() {
    pages(360, true, "phone-dark").await;
}
