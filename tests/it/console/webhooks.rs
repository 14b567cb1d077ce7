//! Webhooks and streams of events in the console.

use super::{
    administrator,
    edit::{EditForm, done, open},
};
use crate::{
    event_streams::Receiver,
    on_both,
    webhooks::{add, answers},
    world::{Answer, Site, World},
};

on_both!(
    a_webhook_is_added_changed_paused_and_deleted_with_its_secret_shown_once,
    the_page_of_a_webhook_says_what_was_delivered_and_what_fails,
    events_are_sent_again_from_a_time_on,
    streams_are_listed_with_what_waits_in_them,
    the_list_of_webhooks_goes_on_by_key,
);

const PAGE: &str = "/admin/webhooks";

fn secret(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("<code id=\"secret\">")
        .expect(&page.body);
    rest.split_once('<').unwrap().0.to_owned()
}

/// What an element with an identifier holds.
fn held<'a>(page: &'a Answer, id: &str) -> &'a str {
    let (_, rest) = page.body.split_once(&format!("id=\"{id}\">")).expect(id);
    rest.split_once('<').unwrap().0
}

async fn a_webhook_is_added_changed_paused_and_deleted_with_its_secret_shown_once(world: World) {
    let mut owner = administrator(&world, "owner").await;
    assert!(owner.get(PAGE).await.body.contains("id=\"none\""));
    let form = open(&mut owner, PAGE, "add-webhook").await;
    let form = form
        .with("name", "crm")
        .with("url", "https://crm.example/hook")
        .with("events", "user.disabled\r\nuser.created\r\n");
    let added = form.send(&mut owner).await;
    assert_eq!(added.status, 200, "{}", added.body);
    let first = secret(&added);
    assert!(first.starts_with("whsec_"), "{first}");
    let crm = format!("{PAGE}/crm");
    let page = owner.get(&crm).await;
    assert!(page.body.contains("user.disabled"), "{}", page.body);
    assert!(!page.body.contains(&first));
    // The name is taken, an event is unknown, an address is private.
    let taken = form.send(&mut owner).await;
    assert_eq!(taken.status, 422, "{}", taken.body);
    for (field, wrong) in [
        ("events", "user.made"),
        ("url", "http://127.0.0.1:9/hook"),
        ("events", ""),
    ] {
        let form = open(&mut owner, &crm, "change-webhook").await;
        let answer = form.with(field, wrong).send(&mut owner).await;
        assert_eq!(answer.status, 422, "{field} {wrong}: {}", answer.body);
    }
    let form = open(&mut owner, &crm, "change-webhook").await;
    let form = form.with("events", "*").with("description", "Customers");
    assert_eq!(done(form.send(&mut owner).await), crm);
    assert!(owner.get(&crm).await.body.contains("Customers"));

    let form = open(&mut owner, &crm, "new-webhook-secret").await;
    let rotated = form.with("keep_hours", "24").send(&mut owner).await;
    assert_ne!(secret(&rotated), first);
    let stored = world.provider.webhooks().find("crm").await.unwrap();
    assert!(stored.previous_secret_ends_at.is_some());

    let form = open(&mut owner, &crm, "pause-webhook").await;
    assert_eq!(done(form.send(&mut owner).await), crm);
    let paused = owner.get(&crm).await;
    assert_eq!(held(&paused, "state"), "Paused by an administrator");
    assert!(!paused.body.contains("action=test-webhook"));
    let form = open(&mut owner, &crm, "resume-webhook").await;
    done(form.send(&mut owner).await);
    assert_eq!(held(&owner.get(&crm).await, "state"), "Active");

    let form = open(&mut owner, &crm, "delete-webhook").await;
    let wrong = form.with("confirm", "CRM").send(&mut owner).await;
    assert_eq!(wrong.status, 422);
    let form = EditForm::of(&wrong).with("confirm", "crm");
    assert_eq!(done(form.send(&mut owner).await), PAGE);
    assert_eq!(owner.get(&crm).await.status, 404);
}

async fn the_page_of_a_webhook_says_what_was_delivered_and_what_fails(world: World) {
    let site = Site::open();
    add(&world, "crm", &site.at("/crm"), &["*"]).await;
    let mut owner = administrator(&world, "owner").await;
    let crm = format!("{PAGE}/crm");
    let form = open(&mut owner, &crm, "test-webhook").await;
    assert_eq!(done(form.send(&mut owner).await), crm);
    world.deliver_all().await;
    let page = owner.get(&crm).await.body;
    for shown in ["webhook.test", "Delivered"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    answers(&site, "/crm", 500);
    let form = open(&mut owner, &crm, "test-webhook").await;
    done(form.send(&mut owner).await);
    world.deliver_all().await;
    let page = owner.get(&crm).await;
    for shown in ["Will be tried again", "<code>500</code>", "Failing since"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let waiting = page.body.split_once("Will be tried again").unwrap().1;
    let (line, _) = waiting.split_once("</tr>").unwrap();
    assert!(line.contains("<time datetime="), "the next try: {line}");
    let list = owner.get(PAGE).await.body;
    assert!(list.contains("Failing"), "{list}");
}

async fn events_are_sent_again_from_a_time_on(world: World) {
    let site = Site::open();
    add(&world, "crm", &site.at("/crm"), &["user.created"]).await;
    let mut owner = administrator(&world, "owner").await;
    world.deliver_all().await;
    let crm = format!("{PAGE}/crm");
    let form = open(&mut owner, &crm, "replay-webhook").await;
    let wrong = form.with("since", "yesterday").send(&mut owner).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let form = EditForm::of(&wrong).with("since", "2001-01-01T00:00");
    let page = done(form.send(&mut owner).await);
    let (path, count) = page.split_once("?replayed=").unwrap();
    assert_eq!(path, crm);
    assert!(count.parse::<u32>().unwrap() >= 1, "{count}");
    let shown = owner.get(&page).await;
    assert!(held(&shown, "replayed\" role=\"status").ends_with(count));
}

async fn streams_are_listed_with_what_waits_in_them(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let empty = owner.get("/admin/streams").await.body;
    assert!(empty.contains("id=\"none\"") && empty.contains("id=\"audit-none\""));
    let receiver = Receiver::open(&world).await;
    receiver
        .stream(Some("https://receiver.example/events"))
        .await;
    let page = owner.get("/admin/streams").await.body;
    for shown in ["receiver", "https://receiver.example/events", "Active"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("Bearer of the receiver"), "{page}");
}

async fn the_list_of_webhooks_goes_on_by_key(world: World) {
    for number in 0..51 {
        let (name, url) = (format!("hook{number:02}"), "https://crm.example/hook");
        add(&world, &name, url, &["user.created"]).await;
    }
    let mut owner = administrator(&world, "owner").await;
    let first = owner.get(PAGE).await.body;
    assert_eq!(first.matches("<th scope=\"row\">").count(), 50);
    let (_, rest) = first.split_once("id=\"next\" href=\"").unwrap();
    let next = rest.split_once('"').unwrap().0.replace("&#38;", "&");
    let second = owner.get(&next).await.body;
    assert!(second.contains("hook50"), "{second}");
    assert_eq!(second.matches("<th scope=\"row\">").count(), 1);
}
