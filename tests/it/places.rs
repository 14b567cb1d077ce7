//! Users see from where each of their sessions was begun.

use crate::{
    on_both,
    world::{ADA, Backend, Browser, World},
};
use std::path::Path;

on_both!(without_a_database_users_see_addresses);

/// Three networks that documentation is written with, two of them somewhere: made for these tests.
const PLACES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/places.mmdb");

async fn sign_in_from(world: &World, address: &'static str) -> Browser {
    let mut browser = world.browser();
    browser.extra_headers = vec![
        ("x-forwarded-for", address.to_owned()),
        (
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".to_owned(),
        ),
    ];
    let page = browser.get("/sign-in").await;
    assert_eq!(
        browser
            .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
            .await
            .status,
        303
    );
    browser
}

async fn without_a_database_users_see_addresses(world: World) {
    let mut browser = sign_in_from(&world, "203.0.113.7").await;
    let page = browser.get("/account").await.body;
    assert!(
        page.contains("127.0.0.1") && !page.contains("203.0.113.7"),
        "nobody trusts this peer: {page}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_shows_city_and_country_as_far_as_they_are_known() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.sessions.places_file = Some(PLACES.into());
        settings.http.trusted_proxies = vec!["127.0.0.0/8".into()];
    })
    .await;
    for (address, shown) in [
        ("203.0.113.7", "Berlin, Germany (203.0.113.7)"),
        ("::ffff:203.0.113.9", "Berlin, Germany (203.0.113.9)"),
        ("2001:db8::5", "Portugal (2001:db8::5)"),
        ("198.51.100.1", "198.51.100.1"),
    ] {
        let page = sign_in_from(&world, address)
            .await
            .get("/account")
            .await
            .body;
        assert!(
            page.contains("Firefox on Linux") && page.contains(shown),
            "{address}: {page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_of_places_stops_the_start_with_its_name() {
    let mut settings = doorward_cli::settings::Settings::default();
    settings.database.url = "sqlite::memory:".into();
    settings.sessions.places_file = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let error = doorward_cli::startup::check_places(&settings)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("sessions.places_file") && error.contains("Cargo.toml"),
        "{error}"
    );
    settings.sessions.places_file = Some("/nowhere/places.mmdb".into());
    assert!(doorward_cli::startup::check_places(&settings).is_err());
}
