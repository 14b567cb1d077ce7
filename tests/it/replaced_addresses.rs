//! Whoever manages an account and gives it another address tells the former one, and what was mailed
//! there is worth nothing.

use crate::{
    management::Caller,
    on_both,
    own_account::{ELSEWHERE, ask, mailed},
    password_reset,
    world::{ADA, GRACE, World},
};
use doorward_core::{context::OperationContext, users::Declaration};
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
use doorward_storage::User;
use serde_json::json;

on_both!(
    the_former_address_is_told_and_everything_ends,
    a_link_of_before_takes_nothing_back_from_an_administrator,
    the_same_address_in_other_letters_ends_nothing,
);

const NEW: &str = "ada@new.example";
const SUBJECT: &str = "Your email address at Doorward was changed";

/// Who replaces an address.
#[derive(Clone, Copy, Debug)]
enum By {
    CommandLine,
    Api,
    Scim,
}

async fn user(world: &World, sub: &str) -> User {
    world.provider.store().user(sub).await.unwrap().unwrap()
}

/// What the command line does.
async fn put_address(world: &World, ctx: &OperationContext, sub: &str, email: &str) {
    let existing = user(world, sub).await;
    let declaration = Declaration {
        email: email.into(),
        username: existing.username.clone(),
        password: None,
        claims: StandardClaims {
            email_verified: None,
            ..existing.claims.clone()
        },
    };
    let users = world.provider.users();
    let put = users.put(ctx, declaration, Some(existing)).await;
    put.unwrap();
}

impl By {
    async fn replace(self, world: &World, sub: &str, email: &str) {
        match self {
            Self::CommandLine => put_address(world, &world.context(), sub, email).await,
            Self::Api => {
                let hr = Caller::service(world, "hr", "doorward.users:write").await;
                let body = json!({"email": email});
                let told = hr.patch(&format!("/users/{sub}"), &body).await;
                assert_eq!(told.status, 200, "{}", told.body);
            }
            Self::Scim => {
                let hr = Caller::service(world, "directory", "doorward.users:write").await;
                let body = json!({
                    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                    "Operations": [{"op": "replace", "path": "emails", "value": [{"value": email}]}],
                });
                let path = format!("/scim/v2/Users/{sub}");
                let told = hr.send_to("PATCH", &path, Some(&body)).await;
                assert_eq!(told.status, 200, "{}", told.body);
            }
        }
    }
}

async fn the_former_address_is_told_and_everything_ends(world: World) {
    let sub = world.sub(ADA.0).await;
    let mut address = ADA.0.to_owned();
    for (number, by) in [By::CommandLine, By::Api, By::Scim].into_iter().enumerate() {
        let mut browser = world.signed_in(("ada", ADA.1)).await;
        let link = password_reset::asked_link(&world, &address).await;
        let new = format!("ada{number}@new.example");
        by.replace(&world, &sub, &new).await;
        assert_eq!(user(&world, &sub).await.email.as_deref(), Some(&*new));
        let told = world.mail_to(&address).await;
        assert_eq!(told["subject"], SUBJECT, "{by:?}");
        let text = told["text"].as_str().unwrap();
        assert!(text.contains("a•••@new.example"), "{text}");
        assert!(!text.contains(&new) && !text.contains("token="), "{text}");
        let account = browser.get("/account").await;
        assert_eq!(account.status, 303, "{by:?}: signed out");
        let page = world.browser().get(&link).await;
        assert_eq!(page.status, 400, "{by:?}: {}", page.body);
        address = new;
    }
    // The mails of an hour are counted.
    world.advance(Lifetime::hours(1)).await;
    // Back at its first address, nothing that was mailed there before works again.
    let old = password_reset::asked_link(&world, &address).await;
    By::CommandLine.replace(&world, &sub, ADA.0).await;
    By::CommandLine.replace(&world, &sub, &address).await;
    assert_eq!(world.browser().get(&old).await.status, 400);
}

/// Whoever had the address before the last one may not be whom the administrator gave the account to.
async fn a_link_of_before_takes_nothing_back_from_an_administrator(world: World) {
    let sub = world.sub(ADA.0).await;
    let mut browser = world.signed_in(ADA).await;
    let page = ask(&mut browser, ELSEWHERE).await;
    let (code, _) = mailed(&world, ELSEWHERE).await;
    let code = [("code", code.as_str())];
    let changed = browser.submit_at(&page, "/account/address/code", &code);
    changed.await;
    let undo = world.link_to(ADA.0, "/account-address/undo").await;
    assert_eq!(world.browser().get(&undo).await.status, 200);
    By::Api.replace(&world, &sub, NEW).await;
    assert_eq!(world.browser().get(&undo).await.status, 400);
    assert_eq!(user(&world, &sub).await.email.as_deref(), Some(NEW));
}

async fn the_same_address_in_other_letters_ends_nothing(world: World) {
    let sub = world.sub(GRACE.0).await;
    let mut browser = world.signed_in(GRACE).await;
    By::Api.replace(&world, &sub, &GRACE.0.to_uppercase()).await;
    assert_eq!(browser.get("/account").await.status, 200);
    assert!(world.subjects_to(GRACE.0).await.is_empty());
}
