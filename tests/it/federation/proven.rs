//! An account that a provider made with the address of somebody else.

use super::{into_notes, there_and_back};
use crate::{
    on_both,
    password_reset::{asked_link, choose},
    world::{Shape, StandIn, World},
};
use serde_json::{Value, json};

on_both!(
    the_owner_of_an_address_takes_the_account_from_who_only_said_so,
    whom_the_provider_speaks_for_keeps_the_identity,
    an_address_that_a_provider_replaces_is_told_at_the_former_one,
);

const NEW: &str = "another dozen words of difference";
const VICTIM: &str = "victim@elsewhere.example";

async fn up(world: &World, extra: &Value) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", extra).await;
    up.is(json!({"sub": "mallory", "email": VICTIM, "email_verified": true}));
    up
}

async fn the_owner_of_an_address_takes_the_account_from_who_only_said_so(world: World) {
    let up = up(&world, &json!({"sign_up": true})).await;
    let mut mallory = world.browser();
    let claims = into_notes(&world, &mut mallory, &up, "up").await;
    let sub = claims["sub"].as_str().unwrap().to_owned();
    assert_eq!(world.sub(VICTIM).await, sub);
    let link = asked_link(&world, VICTIM).await;
    let done = choose(&mut world.browser(), &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    assert_eq!(mallory.get("/account").await.status, 303, "signed out");
    let store = world.provider.store();
    assert!(store.identities_of_user(&sub).await.unwrap().is_empty());
    let mut mallory = world.browser();
    let back = there_and_back(&mut mallory, &up, "up").await;
    assert_eq!(back.status, 403, "{:?} {}", back.location, back.body);
    assert!(mallory.session().is_none());
    let mut owner = world.signed_in((VICTIM, NEW)).await;
    assert_eq!(owner.get("/account").await.status, 200);
}

async fn whom_the_provider_speaks_for_keeps_the_identity(world: World) {
    let up = up(&world, &json!({"sign_up": true})).await;
    let claims = into_notes(&world, &mut world.browser(), &up, "up").await;
    let sub = claims["sub"].as_str().unwrap().to_owned();
    // The operator says now that the provider assigns the addresses of the domain.
    let extra = json!({"sign_up": true, "authoritative_for": ["elsewhere.example"]});
    up.declare(&world, "up", &extra).await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
    let link = asked_link(&world, VICTIM).await;
    choose(&mut world.browser(), &link, NEW).await;
    let store = world.provider.store();
    assert_eq!(store.identities_of_user(&sub).await.unwrap().len(), 1);
    let again = into_notes(&world, &mut world.browser(), &up, "up").await;
    assert_eq!(again["sub"], sub.as_str());
}

async fn an_address_that_a_provider_replaces_is_told_at_the_former_one(world: World) {
    let up = up(&world, &json!({"sign_up": true})).await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
    let link = asked_link(&world, VICTIM).await;
    up.is(json!({"sub": "mallory", "email": "other@elsewhere.example", "email_verified": true}));
    into_notes(&world, &mut world.browser(), &up, "up").await;
    let told = world.mail_to(VICTIM).await;
    assert_eq!(
        told["subject"],
        "Your email address at Doorward was changed"
    );
    assert_eq!(world.browser().get(&link).await.status, 400);
}
