//! One action on several users: confirmed with its effect and number, and reported for each.

use super::administrator;
use crate::{
    management::{Caller, EVERYTHING},
    on_both,
    world::{ADA, Answer, Browser, GRACE, World, encode},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    each_user_of_a_selection_is_reported_and_nobody_beyond_reach_is_touched,
    a_selection_is_confirmed_and_never_taken_for_another,
    what_ends_something_asks_for_a_fresh_sign_in,
);

const BULK: &str = "/admin/users/bulk";

/// The page that asks about these users.
async fn select(browser: &mut Browser, action: &str, users: &[&str]) -> Answer {
    let mut query = vec![("action", action)];
    query.extend(users.iter().map(|user| ("user", *user)));
    browser.get(&format!("{BULK}?{}", encode(&query))).await
}

async fn disabled(world: &World, email: &str) -> bool {
    let user = world.provider.users().find(email).await.unwrap().unwrap();
    user.disabled_at.is_some()
}

/// Sends the form of the page, with further fields or others.
async fn send(browser: &mut Browser, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    let (_, form) = page.body.split_once("id=\"bulk\"").expect(&page.body);
    let hidden = |name: &str| {
        let (_, field) = form
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap();
        field.split('"').next().unwrap().to_owned()
    };
    let (action, users) = (hidden("action"), hidden("users"));
    let mut form = vec![("action", action.as_str()), ("users", users.as_str())];
    for (name, value) in fields {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    browser.submit_at(page, BULK, &form).await
}

/// The lines of the report.
fn report(answer: &Answer) -> Vec<String> {
    let (_, report) = answer.body.split_once("id=\"report\"").expect(&answer.body);
    let (report, _) = report.split_once("</ul>").unwrap();
    report.split("<li>").skip(1).map(str::to_owned).collect()
}

async fn each_user_of_a_selection_is_reported_and_nobody_beyond_reach_is_touched(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let added = robot.post("/groups", &json!({"name": "staff"})).await;
    assert!(added.status < 300, "{}", added.body);
    administrator(&world, "owner").await;
    let mut admin = administrator(&world, "admin").await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let owner = world.sub("owner@example.com").await;
    let page = select(&mut admin, "disable", &[&ada, &grace, &owner]).await;
    assert!(page.body.contains("Selected users: 3."), "{}", page.body);
    assert!(page.body.contains("Ada Lovelace"), "{}", page.body);
    let answer = send(&mut admin, &page, &[]).await;
    let lines = report(&answer);
    assert!(answer.body.contains("Done: 2 of 3"), "{}", answer.body);
    assert_eq!(
        lines.iter().filter(|line| line.contains("tag off")).count(),
        1
    );
    assert!(
        lines[2].contains("nobody grants, takes away or acts on"),
        "{lines:?}"
    );
    assert!(disabled(&world, ADA.0).await && disabled(&world, GRACE.0).await);
    assert!(!disabled(&world, "owner@example.com").await);
    let page = select(&mut admin, "enable", &[&ada, &grace]).await;
    assert!(
        send(&mut admin, &page, &[])
            .await
            .body
            .contains("Done: 2 of 2")
    );
    assert!(!disabled(&world, ADA.0).await);
    let page = select(&mut admin, "add-to-group", &[&ada, &grace]).await;
    let answer = send(&mut admin, &page, &[("group", "staff")]).await;
    assert!(answer.body.contains("Done: 2 of 2"), "{}", answer.body);
    let page = select(&mut admin, "add-to-group", &[&ada]).await;
    let answer = send(&mut admin, &page, &[("group", "nobody")]).await;
    assert!(
        report(&answer)[0].contains("there is no group nobody"),
        "{}",
        answer.body
    );
    let page = select(&mut admin, "grant-role", &[&ada]).await;
    let role = [("app", "doorward"), ("role", "owner")];
    let answer = send(&mut admin, &page, &role).await;
    assert!(answer.body.contains("Done: 0 of 1"), "{}", answer.body);
}

async fn a_selection_is_confirmed_and_never_taken_for_another(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let none = select(&mut owner, "disable", &[]).await;
    assert!(none.body.contains("id=\"problem\""), "{}", none.body);
    let many = vec![ada.as_str(); 101];
    let many = select(&mut owner, "disable", &many).await;
    assert!(
        many.body.contains("At most 100 users at once"),
        "{}",
        many.body
    );
    assert_eq!(select(&mut owner, "explode", &[&ada]).await.status, 400);
    let page = select(&mut owner, "disable", &[&ada]).await;
    let changed = send(&mut owner, &page, &[("users", &grace)]).await;
    assert_eq!(changed.status, 403, "a form about others");
    let changed = send(&mut owner, &page, &[("action", "sign-out")]).await;
    assert_eq!(changed.status, 403, "another action");
    assert!(!disabled(&world, ADA.0).await && !disabled(&world, GRACE.0).await);
    let list = owner.get("/admin/users").await.body;
    assert!(
        list.contains(&format!("name=\"user\" value=\"{ada}\"")),
        "{list}"
    );
    let mut auditor = administrator(&world, "auditor").await;
    let list = auditor.get("/admin/users").await.body;
    assert!(!list.contains("type=\"checkbox\""), "{list}");
    assert_eq!(select(&mut auditor, "disable", &[&ada]).await.status, 403);
}

async fn what_ends_something_asks_for_a_fresh_sign_in(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let ada = world.sub(ADA.0).await;
    world.advance(Lifetime::minutes(11)).await;
    for action in ["disable", "sign-out", "grant-role"] {
        let asked = select(&mut owner, action, &[&ada]).await;
        assert_eq!(asked.status, 303, "{action}: {}", asked.body);
    }
    let asked = select(&mut owner, "add-to-group", &[&ada]).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
}
