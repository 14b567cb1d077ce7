//! What the forms do, sent as a browser without scripts sends them.

use super::{PASSWORD, administrator};
use crate::{
    management::make,
    on_both,
    world::{Answer, Browser, GRACE, World},
};
use doorward_protocol::{
    management::{Permission, Powers},
    time::Lifetime,
};

on_both!(
    each_action_is_offered_to_who_may_do_it_and_does_what_it_says,
    a_form_is_good_for_its_user_its_action_and_its_administrator_alone,
    nobody_acts_on_who_may_do_more,
    dangerous_actions_ask_for_a_fresh_sign_in_and_lead_back,
);

/// An action, the tab that it is on, and the permission that it takes.
const ACTIONS: [(&str, &str, &str); 4] = [
    ("disable", "profile", "doorward.users:write"),
    ("sign-out", "sessions", "doorward.sessions:write"),
    ("send-link", "factors", "doorward.factors:write"),
    ("remove-factors", "factors", "doorward.factors:write"),
];

/// The fields of the form of an action on a page, if it is there.
fn form(page: &Answer, action: &str) -> Option<Vec<(String, String)>> {
    let (_, rest) = page.body.split_once(&format!("id=\"action-{action}\""))?;
    let (form, _) = rest.split_once("</form>")?;
    let value = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\""))?;
        let (value, _) = rest.split_once('"')?;
        Some((name.to_owned(), value.to_owned()))
    };
    Some(vec![value("form_token")?, value("user")?, value("action")?])
}

async fn send(browser: &mut Browser, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post("/admin/users/act", &fields).await
}

/// The form of an action on a user, as the page of the user shows it.
async fn form_of(browser: &mut Browser, user: &str, action: &str) -> Option<Vec<(String, String)>> {
    let tab = match action {
        "disable" | "enable" => "profile",
        "sign-out" => "sessions",
        _ => "factors",
    };
    let page = browser.get(&format!("/admin/users/{user}?tab={tab}")).await;
    form(&page, action)
}

async fn each_action_is_offered_to_who_may_do_it_and_does_what_it_says(world: World) {
    let grace = world.sub(GRACE.0).await;
    for role in ["auditor", "support", "admin", "owner"] {
        let powers = Powers::of_roles([role]);
        let mut browser = administrator(&world, role).await;
        for (action, tab, scope) in ACTIONS {
            let permission = Permission::parse(scope).unwrap();
            let may = powers.allow(permission);
            let found = form_of(&mut browser, &grace, action).await;
            assert_eq!(found.is_some(), may, "{role}: {action}");
            let Some(fields) = found else { continue };
            let answer = send(&mut browser, &fields).await;
            assert_eq!(answer.status, 303, "{role}: {action}: {}", answer.body);
            let expected = format!("/admin/users/{grace}?tab={tab}&told=done");
            assert_eq!(
                answer.location.as_deref(),
                Some(&*expected),
                "{role}: {action}"
            );
            let page = browser.get(&expected).await;
            assert!(page.body.contains("id=\"done\""), "{role}: {action}");
            if action == "disable" {
                let users = world.provider.users();
                let user = users.get(&grace).await.unwrap().unwrap();
                assert!(user.disabled_at.is_some(), "{role}");
                let enable = form(&page, "enable").unwrap();
                assert_eq!(send(&mut browser, &enable).await.status, 303, "{role}");
                let user = users.get(&grace).await.unwrap().unwrap();
                assert!(user.disabled_at.is_none(), "{role}");
            }
        }
    }
    let mut theirs = world.signed_in(GRACE).await;
    assert_eq!(theirs.get("/account").await.status, 200);
    let mut support = world.signed_in(("support@example.com", PASSWORD)).await;
    let fields = form_of(&mut support, &grace, "sign-out").await.unwrap();
    send(&mut support, &fields).await;
    world.expire_versions();
    assert_eq!(theirs.get("/account").await.status, 303);
}

async fn a_form_is_good_for_its_user_its_action_and_its_administrator_alone(world: World) {
    let grace = world.sub(GRACE.0).await;
    let ada = world.sub("ada@example.com").await;
    let mut owner = administrator(&world, "owner").await;
    let fields = form_of(&mut owner, &grace, "sign-out").await.unwrap();
    let changed = |name: &str, value: &str| {
        let mut other = fields.clone();
        for (known, held) in &mut other {
            if known == name {
                value.clone_into(held);
            }
        }
        other
    };
    for other in [
        changed("user", &ada),
        changed("action", "remove-factors"),
        changed("action", "delete"),
        changed("form_token", "x"),
    ] {
        assert_eq!(send(&mut owner, &other).await.status, 403);
    }
    let mut support = administrator(&world, "support").await;
    assert_eq!(send(&mut support, &fields).await.status, 403);
    let mut nobody = world.browser();
    assert_eq!(send(&mut nobody, &fields).await.status, 403);
    assert_eq!(send(&mut owner, &fields).await.status, 303);
}

async fn nobody_acts_on_who_may_do_more(world: World) {
    world.user("chief@example.com", PASSWORD).await;
    let chief = world.sub("chief@example.com").await;
    let mut support = administrator(&world, "support").await;
    let actions = ["sign-out", "send-link", "remove-factors"];
    let mut forms = Vec::new();
    for action in actions {
        forms.push(form_of(&mut support, &chief, action).await.unwrap());
    }
    make(&world, "chief@example.com", "owner").await;
    for (action, fields) in actions.into_iter().zip(forms) {
        assert!(form_of(&mut support, &chief, action).await.is_none());
        assert_eq!(send(&mut support, &fields).await.status, 403, "{action}");
    }
    // The last owner stays, and the page says why nothing happened.
    let mut owner = world.signed_in(("chief@example.com", PASSWORD)).await;
    let fields = form_of(&mut owner, &chief, "disable").await.unwrap();
    let answer = send(&mut owner, &fields).await;
    let page = owner.get(&answer.location.unwrap()).await;
    assert!(page.body.contains("id=\"refused\""), "{}", page.body);
}

async fn dangerous_actions_ask_for_a_fresh_sign_in_and_lead_back(world: World) {
    let grace = world.sub(GRACE.0).await;
    let mut owner = administrator(&world, "owner").await;
    world.advance(Lifetime::minutes(11)).await;
    for action in ["disable", "remove-factors"] {
        let fields = form_of(&mut owner, &grace, action).await.unwrap();
        let answer = send(&mut owner, &fields).await;
        assert_eq!(answer.status, 303, "{action}");
        assert_eq!(
            answer.location.as_deref(),
            Some("/sign-in?way=again"),
            "{action}"
        );
    }
    let users = world.provider.users();
    let user = users.get(&grace).await.unwrap().unwrap();
    assert!(user.disabled_at.is_none(), "nothing was done");
    let fields = form_of(&mut owner, &grace, "sign-out").await.unwrap();
    let answer = send(&mut owner, &fields).await;
    assert!(answer.location.unwrap().ends_with("told=done"));
}
