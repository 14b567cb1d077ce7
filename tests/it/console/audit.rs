//! The audit log as a page: every entry once, whichever page it is on, and each with all that is known.

use super::{PASSWORD, administrator};
use crate::{
    on_both,
    world::{Answer, Browser, GRACE, World},
};
use doorward_protocol::time::Lifetime;
use std::collections::BTreeSet;

on_both!(
    every_entry_is_on_one_page,
    entries_are_found_by_their_day_and_by_what_happened,
    an_entry_shows_the_browser_and_leads_to_its_user,
);

/// The identifiers of the entries of a page.
fn entries(page: &Answer) -> Vec<String> {
    let rows = page.body.split("<dl><dt>Identifier</dt><dd><code>").skip(1);
    let ids = rows.map(|row| row.split('<').next().unwrap().to_owned());
    ids.collect()
}

fn next(page: &Answer) -> Option<String> {
    let (_, rest) = page.body.split_once("id=\"next\" href=\"")?;
    let (address, _) = rest.split_once('"')?;
    Some(address.replace("&amp;", "&").replace("&#38;", "&"))
}

/// The entries of a page and of those after it.
async fn read(browser: &mut Browser, first: &str) -> Vec<String> {
    let (mut found, mut place) = (Vec::new(), Some(first.to_owned()));
    while let Some(address) = place {
        let page = browser.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        let here = entries(&page);
        assert!(here.len() <= 50, "{address}: {}", here.len());
        found.extend(here);
        place = next(&page);
    }
    found
}

async fn every_entry_is_on_one_page(world: World) {
    let mut owner = administrator(&world, "owner").await;
    for number in 0..120 {
        // All at one time: the order is that of the identifiers then.
        let address = format!("user{number}@example.com");
        world.user(&address, PASSWORD).await;
    }
    let found = read(&mut owner, "/admin/audit?event=user.added").await;
    let different: BTreeSet<&String> = found.iter().collect();
    assert_eq!(found.len(), different.len(), "no entry twice");
    // Ada, Grace and the owner are users, too.
    assert_eq!(found.len(), 123);
}

async fn entries_are_found_by_their_day_and_by_what_happened(world: World) {
    administrator(&world, "owner").await;
    world.advance(Lifetime::days(2)).await;
    let mut owner = world.signed_in(("owner@example.com", PASSWORD)).await;
    let added = "/admin/audit?event=user.added";
    // The clock of these tests begins in the morning of that day.
    for (days, is_there) in [
        ("from=2027-01-15&until=2027-01-15", true),
        ("from=2027-01-16", false),
        ("until=2027-01-14", false),
        ("from=nonsense", true),
    ] {
        let page = owner.get(&format!("{added}&{days}")).await;
        assert_eq!(!entries(&page).is_empty(), is_there, "{days}");
    }
    let page = owner.get("/admin/audit?at=x&before=y").await;
    assert_eq!(page.status, 200, "a place that is none is the first page");
}

async fn an_entry_shows_the_browser_and_leads_to_its_user(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let mut browser = world.browser();
    browser.extra_headers = vec![("user-agent", "A <browser>".into())];
    let page = browser.get("/sign-in").await;
    let fields = [("username", GRACE.0), ("password", GRACE.1)];
    browser.submit(&page, &fields).await;
    let grace = world.sub(GRACE.0).await;
    let address = format!("/admin/audit?event=sign_in.succeeded&user={}", GRACE.0);
    let page = owner.get(&address).await;
    assert_eq!(entries(&page).len(), 1, "{}", page.body);
    assert!(
        page.body
            .contains(&format!("href=\"/admin/users/{grace}\""))
    );
    assert!(page.body.contains("A &#60;browser&#62;"), "{}", page.body);
}
