//! Who is signed in: the list, the end of one session, and what the apps answered.

use super::{PASSWORD, administrator};
use crate::{
    management::make,
    on_both,
    world::{ADA, Browser, GRACE, World},
};
use serde_json::json;
use std::time::Duration;

on_both!(
    one_session_ends_and_the_apps_of_it_are_named,
    nobody_ends_a_session_of_who_may_do_more_or_with_the_form_of_another,
    every_session_is_on_one_page_of_the_list,
    keys_say_what_they_are_for,
    the_system_page_says_what_works,
);

const END: &str = "/admin/sessions/end";

/// The fields of the form that ends a session of a user.
async fn form_of(browser: &mut Browser, user: &str) -> Option<Vec<(&'static str, String)>> {
    let page = browser.get("/admin/sessions").await;
    let action = format!("action=\"{END}\"");
    let forms = page.body.split(&action).skip(1);
    let value = |form: &str, name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let fields = |form: &str| -> Option<Vec<(&'static str, String)>> {
        let names = ["form_token", "user", "sid"].into_iter();
        names.map(|name| Some((name, value(form, name)?))).collect()
    };
    let mut forms = forms.filter_map(fields);
    forms.find(|fields| fields[1].1 == user)
}

async fn send(browser: &mut Browser, fields: &[(&'static str, String)]) -> crate::world::Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post(END, &fields).await
}

async fn one_session_ends_and_the_apps_of_it_are_named(world: World) {
    let told = json!({"backchannel_logout_uri": "https://wiki.example/logout"});
    let wiki = json!({"client_name": "Wiki", "redirect_uris": ["https://wiki.example/callback"], "first_party": true});
    world.client("wiki", &wiki, &told).await;
    let grace = world.sub(GRACE.0).await;
    let mut support = administrator(&world, "support").await;
    let mut theirs = world.signed_in(GRACE).await;
    let query = crate::world::authorize_query(&[
        ("client_id", "wiki"),
        ("redirect_uri", "https://wiki.example/callback"),
    ]);
    let answer = theirs.get(&format!("/authorize?{query}")).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let fields = form_of(&mut support, &grace).await.unwrap();
    let answer = send(&mut support, &fields).await;
    let ended = answer.location.unwrap();
    assert_eq!(ended, format!("/admin/sessions?ended={}", fields[2].1));
    let page = support.get(&ended).await.body;
    assert!(page.contains("id=\"ended\""), "{page}");
    let (_, receipts) = page.split_once("id=\"receipts\"").expect("a receipt");
    let (receipts, _) = receipts.split_once("</ul>").unwrap();
    assert!(receipts.contains("Wiki"), "{receipts}");
    world.expire_versions();
    assert_eq!(theirs.get("/account").await.status, 303);
    assert!(form_of(&mut support, &grace).await.is_none());
    let sent_again = send(&mut support, &fields).await;
    assert_eq!(sent_again.status, 303, "what is over stays over");
    let found = support.get("/admin/sessions?q=support%40example.com").await;
    assert_eq!(found.body.matches("<th scope=\"row\">").count(), 1);
    let found = support.get("/admin/sessions?q=nobody").await;
    assert!(found.body.contains("id=\"none\""));
}

async fn nobody_ends_a_session_of_who_may_do_more_or_with_the_form_of_another(world: World) {
    make(&world, GRACE.0, "owner").await;
    let grace = world.sub(GRACE.0).await;
    world.signed_in(GRACE).await;
    let mut support = administrator(&world, "support").await;
    let fields = form_of(&mut support, &grace).await.unwrap();
    assert_eq!(send(&mut support, &fields).await.status, 403);
    let mut auditor = administrator(&world, "auditor").await;
    assert!(form_of(&mut auditor, &grace).await.is_none());
    assert_eq!(send(&mut auditor, &fields).await.status, 403);
    let mut owner = world.signed_in(GRACE).await;
    assert_eq!(
        send(&mut owner, &fields).await.status,
        403,
        "another's form"
    );
    let support = world.sub("support@example.com").await;
    let mut mixed = form_of(&mut owner, &support).await.unwrap();
    mixed[2].1.clone_from(&fields[2].1);
    assert_eq!(send(&mut owner, &mixed).await.status, 403);
    world.signed_in(("support@example.com", PASSWORD)).await;
}

async fn every_session_is_on_one_page_of_the_list(world: World) {
    for _ in 0..7 {
        world.signed_in(GRACE).await;
        world.signed_in(ADA).await;
    }
    let (sessions, ctx) = (world.provider.sessions(), world.context());
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = sessions.latest(&ctx, after.as_ref(), 3).await.unwrap();
        listed.extend(page.rows.into_iter().map(|row| row.session));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(listed.is_sorted_by(|one, next| one.last_seen_at >= next.last_seen_at));
    let mut sids: Vec<String> = listed.into_iter().map(|session| session.sid).collect();
    sids.sort();
    sids.dedup();
    assert_eq!(sids.len(), 14);
    let mut auditor = administrator(&world, "auditor").await;
    for after in ["", "1", "x.y", "1.", "."] {
        let page = auditor.get(&format!("/admin/sessions?after={after}")).await;
        assert_eq!(page.status, 200, "{after}");
    }
}

async fn keys_say_what_they_are_for(world: World) {
    let mut auditor = administrator(&world, "auditor").await;
    let page = auditor.get("/admin/keys").await.body;
    for key in world.provider.signing_keys().list().await.unwrap() {
        assert!(page.contains(&format!("<code>{}</code>", key.kid)));
    }
    let algorithms = world.provider.settings().algorithms.len();
    assert_eq!(page.matches("Signs tokens").count(), algorithms, "{page}");
}

async fn the_system_page_says_what_works(world: World) {
    let mut auditor = administrator(&world, "auditor").await;
    let page = auditor.get("/admin/system").await.body;
    let schema = world.provider.schema_version();
    for known in [env!("CARGO_PKG_VERSION"), world.provider.database_kind()] {
        assert!(page.contains(&format!("<code>{known}</code>")), "{known}");
    }
    assert!(page.contains(&format!("<code>{schema}</code>")), "{page}");
    let workers = world.provider.workers();
    let states = workers.states();
    assert!(states.iter().any(|worker| worker.name == "outbox"));
    for worker in &states {
        assert!(page.contains(&format!("<code>{}</code>", worker.name)));
    }
    assert!(!page.contains("Does not work"), "{page}");
    workers.failed("purge");
    world.clock.pass(Duration::from_secs(2));
    let page = auditor.get("/admin/system").await.body;
    // The server, for the worker.
    assert_eq!(page.matches("Does not work").count(), 2, "{page}");
    assert!(page.contains("the worker `purge` stopped"), "{page}");
}
