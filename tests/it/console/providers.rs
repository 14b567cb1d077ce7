//! Identity providers in the console.

use super::{
    administrator,
    edit::{done, open},
};
use crate::{
    on_both,
    world::{Shape, StandIn, World},
};
use serde_json::json;

on_both!(
    a_provider_is_shown_without_its_secret_and_tested_step_by_step,
    a_provider_is_disabled_and_enabled_again,
    a_provider_that_does_not_answer_is_named_with_what_to_do,
);

const PAGE: &str = "/admin/providers";

async fn a_provider_is_shown_without_its_secret_and_tested_step_by_step(world: World) {
    let mut owner = administrator(&world, "owner").await;
    assert!(owner.get(PAGE).await.body.contains("id=\"none\""));
    let corporate = StandIn::open(&world, Shape::Oidc);
    let named = json!({"name": "Corporate login"});
    corporate.declare(&world, "corp", &named).await;
    let list = owner.get(PAGE).await.body;
    assert!(list.contains("Corporate login") && list.contains("<td>Active</td>"));
    let corp = format!("{PAGE}/corp");
    let page = owner.get(&corp).await.body;
    let redirect_uri = format!("{}/federation/corp/callback", world.issuer);
    assert!(page.contains(&redirect_uri), "{page}");
    assert!(page.contains("id=\"linked\">0<"), "{page}");
    assert!(!page.contains("client_secret"), "{page}");
    let form = open(&mut owner, &corp, "test-provider").await;
    let report = form.send(&mut owner).await;
    assert_eq!(report.status, 200, "{}", report.body);
    for what in [
        "discovery",
        "keys",
        "clock",
        "redirect URI",
        "client secret",
    ] {
        assert!(report.body.contains(&format!(">{what}<")), "{what}");
    }
    assert_eq!(owner.get(&format!("{PAGE}/nobody")).await.status, 404);
}

async fn a_provider_is_disabled_and_enabled_again(world: World) {
    let corporate = StandIn::open(&world, Shape::Oidc);
    let named = json!({"name": "Corporate login"});
    corporate.declare(&world, "corp", &named).await;
    let mut owner = administrator(&world, "owner").await;
    let corp = format!("{PAGE}/corp");
    let button = "name=\"provider\" value=\"corp\"";
    assert!(world.browser().get("/sign-in").await.body.contains(button));
    let form = open(&mut owner, &corp, "disable-provider").await;
    assert_eq!(done(form.send(&mut owner).await), corp);
    world.expire_versions();
    assert!(!world.browser().get("/sign-in").await.body.contains(button));
    assert!(
        owner
            .get(&corp)
            .await
            .body
            .contains("id=\"state\">Disabled<")
    );
    let form = open(&mut owner, &corp, "enable-provider").await;
    assert_eq!(done(form.send(&mut owner).await), corp);
    world.expire_versions();
    assert!(world.browser().get("/sign-in").await.body.contains(button));
}

async fn a_provider_that_does_not_answer_is_named_with_what_to_do(world: World) {
    let corporate = StandIn::open(&world, Shape::Oidc);
    let nowhere = json!({"issuer": "http://127.0.0.1:9", "allow_private_addresses": true});
    corporate.declare(&world, "corp", &nowhere).await;
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/providers/corp", "test-provider").await;
    let report = form.send(&mut owner).await.body;
    assert!(
        report.contains("class=\"problem\" id=\"verdict\""),
        "{report}"
    );
    assert!(report.contains("is the issuer right"), "{report}");
}
