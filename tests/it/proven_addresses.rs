//! Whoever proves an address by its mail takes the account from whoever only said that it is theirs.

use crate::{
    mailed_sign_in,
    management::{Caller, EVERYTHING},
    on_both,
    passkeys::{Device, make},
    password_reset::{asked_link, choose},
    second_factors::with_app,
    world::{ADA, Backend, GRACE, World},
};
use doorward_core::password_reset::LinkDelivery;
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
use doorward_storage::User;
use serde_json::json;

on_both!(
    roles_that_a_provider_gave_go_with_its_identity,
    a_new_password_takes_what_was_set_up_before_and_is_told,
    a_link_that_was_handed_over_proves_nothing,
    a_proven_address_keeps_what_its_user_set_up,
    whom_an_administrator_added_keeps_what_they_set_up,
    an_administrator_vouches_for_what_a_provider_said,
    a_second_factor_is_no_way_in_and_its_removal_waits,
);

const NEW: &str = "another dozen words of difference";
const PROVEN: &str = "Your email address at Doorward is confirmed";

impl World {
    /// Says that the address of a user is proven, as an administrator does.
    pub async fn vouch(&self, email: &str) {
        let store = self.provider.store();
        let user = store.user_by_email(email).await.unwrap().unwrap();
        let proven = user.with_proven_address(self.provider.now());
        let unit = doorward_storage::Store::change_user(&proven);
        assert!(store.commit(unit).await.unwrap());
    }

    /// Says that the address of a user is not proven, as a file of another system does.
    pub async fn unverify(&self, email: &str) {
        let mut user = self.user_at(email).await;
        user.claims.email_verified = Some(false);
        let unit = doorward_storage::Store::change_user(&user);
        assert!(self.provider.store().commit(unit).await.unwrap());
    }

    async fn user_at(&self, email: &str) -> User {
        let store = self.provider.store();
        store.user_by_email(email).await.unwrap().unwrap()
    }
}

async fn a_new_password_takes_what_was_set_up_before_and_is_told(world: World) {
    world.unverify(ADA.0).await;
    let device = Device::at(&world).await;
    let mut holder = world.signed_in(ADA).await;
    make(&device, &mut holder, "").await;
    assert!(!world.user_at(ADA.0).await.has_proven_address());
    let link = asked_link(&world, ADA.0).await;
    let mut owner = world.browser();
    let done = choose(&mut owner, &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    assert!(world.user_at(ADA.0).await.has_proven_address());
    assert_eq!(holder.get("/account").await.status, 303, "signed out");
    assert!(world.texts("SELECT id FROM passkeys").await.is_empty());
    let subjects = world.subjects_to(ADA.0).await;
    assert!(
        subjects.iter().any(|subject| subject == PROVEN),
        "{subjects:?}"
    );
    let entries = "SELECT action FROM audit_events WHERE action = 'user.address_proven'";
    assert_eq!(world.texts(entries).await.len(), 1);
    world.signed_in((ADA.0, NEW)).await;
    device.close().await;
}

async fn roles_that_a_provider_gave_go_with_its_identity(world: World) {
    world.unverify(ADA.0).await;
    for who in [ADA, GRACE] {
        let id = world.sub(who.0).await;
        let now = world.provider.now().0;
        let identity = format!(
            "INSERT INTO identities (provider_id, issuer, subject, user_id, label, linked_at)
             VALUES ('up', 'https://up.example', '{id}', '{id}', '', {now})"
        );
        world.execute(&identity).await;
        let role = format!(
            "INSERT INTO user_roles (user_id, client_id, role, provider_id)
             VALUES ('{id}', 'notes', 'editor', 'up')"
        );
        world.execute(&role).await;
    }
    let link = asked_link(&world, ADA.0).await;
    choose(&mut world.browser(), &link, NEW).await;
    for of in ["identities", "user_roles"] {
        let left = world.texts(&format!("SELECT user_id FROM {of}")).await;
        assert_eq!(left, [world.sub(GRACE.0).await], "{of}");
    }
}

/// Whoever has it got it from an administrator, and reads no mail.
async fn a_link_that_was_handed_over_proves_nothing(world: World) {
    world.unverify(ADA.0).await;
    let device = Device::at(&world).await;
    let mut holder = world.signed_in(ADA).await;
    make(&device, &mut holder, "").await;
    let user = world.user_at(ADA.0).await;
    let (reset, ctx) = (world.provider.password_reset(), world.context());
    let link = reset.for_user(&ctx, &user, LinkDelivery::HandedOver).await;
    let link = link.unwrap().unwrap();
    let done = choose(&mut world.browser(), &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    assert!(!world.user_at(ADA.0).await.has_proven_address());
    assert_eq!(world.texts("SELECT id FROM passkeys").await.len(), 1);
    device.close().await;
}

async fn a_proven_address_keeps_what_its_user_set_up(world: World) {
    world.vouch(ADA.0).await;
    // A file that says nothing of it, applied again.
    let claims = StandardClaims::default();
    world.put_user(ADA.0, Some("ada"), ADA.1, claims).await;
    assert!(world.user_at(ADA.0).await.has_proven_address());
    let device = Device::at(&world).await;
    let mut holder = world.signed_in(ADA).await;
    make(&device, &mut holder, "").await;
    let link = asked_link(&world, ADA.0).await;
    let done = choose(&mut world.browser(), &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    assert_eq!(world.texts("SELECT id FROM passkeys").await.len(), 1);
    let subjects = world.subjects_to(ADA.0).await;
    assert!(!subjects.iter().any(|subject| subject == PROVEN));
    device.close().await;
}

async fn an_administrator_vouches_for_what_a_provider_said(world: World) {
    let said = async || {
        let mut user = world.user_at(ADA.0).await;
        user.claims.email_verified = Some(true);
        user.address_said_by = Some("up".into());
        let unit = doorward_storage::Store::change_user(&user);
        assert!(world.provider.store().commit(unit).await.unwrap());
    };
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let path = format!("/users/{}", world.sub(ADA.0).await);
    for (change, is_proven) in [
        (json!({"name": "Ada"}), false),
        (json!({"email_verified": true}), true),
        (json!({"name": "Ada L."}), true),
    ] {
        if !is_proven {
            said().await;
        }
        let told = robot.patch(&path, &change).await;
        assert_eq!(told.status, 200, "{}", told.body);
        assert_eq!(told.body["email_verified"], true, "{change}");
        let user = world.user_at(ADA.0).await;
        assert_eq!(user.has_proven_address(), is_proven, "{change}");
    }
    said().await;
    let file = format!("[[users]]\nemail = \"{}\"\nemail_verified = true\n", ADA.0);
    doorward_cli::apply_text(&world.provider, "declared.toml", &file)
        .await
        .unwrap();
    assert!(world.user_at(ADA.0).await.has_proven_address());
}

/// The administrator who typed the address knows whose it is, though nobody read its mail so far.
async fn whom_an_administrator_added_keeps_what_they_set_up(world: World) {
    let added = world.user_at(ADA.0).await;
    assert!(!added.has_proven_address() && !added.has_untrusted_address());
    let device = Device::at(&world).await;
    let mut holder = world.signed_in(ADA).await;
    make(&device, &mut holder, "").await;
    let link = asked_link(&world, ADA.0).await;
    choose(&mut world.browser(), &link, NEW).await;
    assert!(world.user_at(ADA.0).await.has_proven_address());
    assert_eq!(world.texts("SELECT id FROM passkeys").await.len(), 1);
    let subjects = world.subjects_to(ADA.0).await;
    assert!(!subjects.iter().any(|subject| subject == PROVEN));
    device.close().await;
}

/// The mailbox alone removes no second factor.
async fn a_second_factor_is_no_way_in_and_its_removal_waits(world: World) {
    world.unverify(GRACE.0).await;
    let device = Device::at(&world).await;
    let (_, mut holder) = with_app(&world, GRACE).await;
    make(&device, &mut holder, "").await;
    let link = asked_link(&world, GRACE.0).await;
    let mut owner = world.browser();
    choose(&mut owner, &link, NEW).await;
    let signs_in = "SELECT id FROM passkeys WHERE signs_in = 1";
    assert!(world.texts(signs_in).await.is_empty());
    let apps = "SELECT user_id FROM authenticator_apps";
    assert_eq!(world.texts(apps).await.len(), 1);
    let page = owner.get("/sign-in").await;
    let both = [("username", GRACE.0), ("password", NEW)];
    let answer = owner.submit(&page, &both).await;
    let at = answer.location.unwrap();
    assert!(at.starts_with("/sign-in/second-factor"), "{at}");
    device.close().await;
}

/// A user of another system may have taken the address of somebody else there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_of_before_does_not_outlive_the_first_sign_in_by_mail() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = mailed_sign_in::open(backend, &mailed_sign_in::ALL).await;
        world.unverify(ADA.0).await;
        let mut holder = world.signed_in(ADA).await;
        let mut owner = world.browser();
        let page = owner.get("/sign-in").await;
        let page = mailed_sign_in::ask(&mut owner, &page, ADA.0).await;
        let (code, _) = mailed_sign_in::mailed(&world, ADA.0).await;
        let code = [("code", code.as_str())];
        let done = owner.submit_at(&page, "/sign-in/code", &code).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(owner.get("/account").await.status, 200, "signed in");
        assert_eq!(holder.get("/account").await.status, 303, "signed out");
        let page = holder.get("/sign-in").await;
        let both = [("username", ADA.0), ("password", ADA.1)];
        assert_eq!(holder.submit(&page, &both).await.status, 200, "refused");
        assert!(world.user_at(ADA.0).await.has_proven_address());
        let subjects = world.subjects_to(ADA.0).await;
        assert!(subjects.iter().any(|subject| subject == PROVEN));
        // The next one is a sign-in like every other one.
        world.advance(Lifetime::minutes(1)).await;
        let mut again = world.browser();
        let page = again.get("/sign-in").await;
        let page = mailed_sign_in::ask(&mut again, &page, ADA.0).await;
        let (code, _) = mailed_sign_in::mailed(&world, ADA.0).await;
        let code = [("code", code.as_str())];
        again.submit_at(&page, "/sign-in/code", &code).await;
        assert_eq!(owner.get("/account").await.status, 200, "signed in still");
    }
}

/// Of a user whom an administrator added, the first sign-in by mail ends nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_sign_in_by_mail_keeps_the_password_of_an_added_user() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = mailed_sign_in::open(backend, &mailed_sign_in::ALL).await;
        let mut holder = world.signed_in(ADA).await;
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let page = mailed_sign_in::ask(&mut browser, &page, ADA.0).await;
        let (code, _) = mailed_sign_in::mailed(&world, ADA.0).await;
        let code = [("code", code.as_str())];
        let done = browser.submit_at(&page, "/sign-in/code", &code).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(holder.get("/account").await.status, 200, "signed in still");
        world.signed_in(ADA).await;
        assert!(world.user_at(ADA.0).await.has_proven_address());
    }
}
