//! Apps that users are pushed to, by the forms of the console.

use super::{
    administrator,
    edit::{EditForm, done, open},
};
use crate::{on_both, world::World};
use serde_json::json;

on_both!(
    a_target_is_added_changed_and_removed,
    a_token_is_shown_nowhere_and_goes_to_no_other_server,
    a_target_that_does_not_answer_says_so,
);

const LIST: &str = "/admin/scim-targets";
const PAGE: &str = "/admin/scim-targets/crm";
const TOKEN: &str = "the-token-of-the-crm";

async fn shop(world: &World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
}

/// The form of a new target, filled in.
async fn filled(browser: &mut crate::world::Browser) -> EditForm {
    let form = open(browser, LIST, "add-scim-target").await;
    form.with("name", "crm")
        .with("app", "shop")
        .with("url", "https://crm.example/scim/v2")
        .with("token", TOKEN)
}

async fn a_target_is_added_changed_and_removed(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    for (field, wrong) in [
        ("name", "C R M"),
        ("app", "nothing"),
        ("url", "http://127.0.0.1/scim"),
        ("reconcile_hours", "often"),
        ("reconcile_hours", "1000"),
        ("token", "two words"),
    ] {
        let form = filled(&mut owner).await.with(field, wrong);
        let answer = form.send(&mut owner).await;
        assert_eq!(answer.status, 422, "{field}: {}", answer.body);
        let (before, _) = answer
            .body
            .split_once("aria-invalid=\"true\"")
            .unwrap_or_else(|| panic!("{field}: {}", answer.body));
        let start = before.rfind('<').unwrap();
        assert!(
            before[start..].contains(&format!("name=\"{field}\"")),
            "{field}"
        );
        assert_eq!(EditForm::of(&answer).0["token"], "", "typed anew");
    }
    let form = filled(&mut owner).await.with("users_in", "staff\r\nsales");
    assert_eq!(done(form.send(&mut owner).await), PAGE);
    let taken = filled(&mut owner).await.send(&mut owner).await;
    assert_eq!(taken.status, 422, "{}", taken.body);

    let form = open(&mut owner, PAGE, "change-scim-target").await;
    assert_eq!(form.0["users_in"], "sales\nstaff");
    let form = form
        .with("users_in", "staff")
        .with("user_name", "username")
        .with("removal", "delete")
        .with("reconcile_hours", "0")
        .with("description", "Customers");
    assert_eq!(done(form.send(&mut owner).await), PAGE);
    let found = world.provider.scim_targets().find("crm").await.unwrap();
    let declared = serde_json::to_value(found.declared()).unwrap();
    assert_eq!(declared["users_in"], json!(["staff"]));
    assert_eq!(declared["user_name"], "username");
    assert_eq!(declared["removal"], "delete");
    assert_eq!(declared["reconcile_hours"], 0);
    assert_eq!(declared["description"], "Customers");
    assert_eq!(declared["url"], "https://crm.example/scim/v2");

    let form = open(&mut owner, PAGE, "delete-scim-target").await;
    let wrong = form.with("confirm", "shop").send(&mut owner).await;
    assert_eq!(wrong.status, 422);
    let form = EditForm::of(&wrong).with("confirm", "crm");
    assert_eq!(done(form.send(&mut owner).await), LIST);
    assert_eq!(owner.get(PAGE).await.status, 404);
}

async fn a_token_is_shown_nowhere_and_goes_to_no_other_server(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    done(filled(&mut owner).await.send(&mut owner).await);
    let sealed = || async {
        let found = world.provider.scim_targets().find("crm").await.unwrap();
        found.sealed_token
    };
    let before = sealed().await;
    let form = open(&mut owner, PAGE, "change-scim-target").await;
    let elsewhere = form.with("url", "https://other.example/scim/v2");
    let refused = elsewhere.send(&mut owner).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(
        refused.body.contains("token of its own"),
        "{}",
        refused.body
    );
    let form = EditForm::of(&refused);
    assert_eq!(form.0["url"], "https://other.example/scim/v2");
    done(form.with("token", "another-token").send(&mut owner).await);
    assert_ne!(sealed().await, before);
    let form = open(&mut owner, PAGE, "change-scim-target").await;
    let kept = sealed().await;
    done(form.with("description", "Customers").send(&mut owner).await);
    assert_eq!(sealed().await, kept, "an empty field keeps the token");
    for page in [
        LIST,
        PAGE,
        "/admin/edit?action=change-scim-target&target=crm",
        "/admin/audit",
    ] {
        let shown = owner.get(page).await;
        assert_eq!(shown.status, 200, "{page}");
        for token in [TOKEN, "another-token"] {
            assert!(!shown.body.contains(token), "{page}");
        }
    }
}

async fn a_target_that_does_not_answer_says_so(world: World) {
    crate::scim_targets::add_disabled(&world, "crm").await;
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, PAGE, "test-scim-target").await;
    let report = form.send(&mut owner).await;
    assert_eq!(report.status, 200, "{}", report.body);
    assert!(
        report.body.contains("class=\"problem\" id=\"verdict\""),
        "{}",
        report.body
    );
    assert!(
        !report.body.contains("the-token-of-the-app"),
        "{}",
        report.body
    );
}
