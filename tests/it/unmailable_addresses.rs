//! Addresses that no mail is sent to: nobody gets one any more, and whoever has one keeps it.

use crate::{
    management::{Caller, EVERYTHING},
    on_both_wide,
    own_account::ask,
    world::{ADA, World},
};
use doorward_protocol::oidc::claims::StandardClaims;
use serde_json::json;

/// Addresses with a letter, a composed one and a picture beyond ASCII, and one with two dots.
const UNMAILABLE: [&str; 4] = [
    "j\u{f6}rg@example.org",
    "jo\u{308}rg@example.org",
    "\u{1f600}@example.org",
    "ada..l@example.org",
];
const REASON: &str = "the @ it may have";

on_both_wide!(
    no_page_and_no_endpoint_takes_an_address_that_gets_no_mail,
    whoever_has_one_keeps_it
);

async fn no_page_and_no_endpoint_takes_an_address_that_gets_no_mail(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let mut ada = world.signed_in(ADA).await;
    let id = world.sub(ADA.0).await;
    for address in UNMAILABLE {
        let mut browser = world.browser();
        let page = browser.get("/sign-up").await;
        let fields = [("email", address)];
        let answer = browser.submit_at(&page, "/sign-up", &fields).await;
        assert_eq!(answer.status, 400, "{address}: {}", answer.body);
        assert!(answer.body.contains(REASON), "{address}: {}", answer.body);
        let answer = ask(&mut ada, address).await;
        assert!(answer.body.contains(REASON), "{address}: {}", answer.body);
        let body = json!({"email": address});
        for told in [
            robot.post("/users", &body).await,
            robot.patch(&format!("/users/{id}"), &body).await,
            robot.post("/invitations", &body).await,
        ] {
            assert_eq!(told.status, 422, "{address}: {}", told.body);
            assert!(told.body.to_string().contains(REASON), "{}", told.body);
        }
    }
    let invited = world.provider.invitations().list().await.unwrap();
    assert!(invited.is_empty());
    // Only the domain has letters beyond ASCII: mail finds it.
    let found = json!({"email": "eve@b\u{fc}cher.example"});
    assert_eq!(robot.post("/users", &found).await.status, 201);
}

async fn whoever_has_one_keeps_it(world: World) {
    const PASSWORD: &str = "seven quiet lamps on a hill";
    let claims = StandardClaims::default();
    let [jorg, ..] = UNMAILABLE;
    world.put_user(jorg, Some("joerg"), PASSWORD, claims).await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let id = world.sub(jorg).await;
    for body in [
        json!({"name": "Joerg"}),
        json!({"email": jorg, "username": "jo"}),
    ] {
        let told = robot.patch(&format!("/users/{id}"), &body).await;
        assert_eq!(told.status, 200, "{}", told.body);
    }
    world.signed_in((jorg, PASSWORD)).await;
}
