//! Invitations: by mail, for an end, accepted once, by a new account or by one that exists.

use crate::{
    event_streams::{Receiver, USER_REGISTERED},
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_core::invitations::{Invitation, NewInvitation};
use doorward_protocol::{secret::Secret, time::Lifetime};
use futures_util::future::join_all;
use serde_json::{Map, Value, json};

const EVE: &str = "eve@example.org";
const PASSWORD: &str = "seven quiet lamps on a hill";

on_both!(
    the_page_and_the_mail_are_the_same_whether_or_not_the_address_has_an_account,
    an_app_hears_who_registered_with_it_and_another_receiver_does_not,
    somebody_new_accepts_by_an_account_although_nobody_else_may_create_one,
    somebody_with_an_account_accepts_by_signing_in,
    an_invitation_is_accepted_once_however_many_try,
    a_revoked_or_expired_invitation_says_so,
    an_invitation_that_is_sent_again_has_one_link,
    what_cannot_be_invited_is_refused
);

async fn invite(world: &World, email: &str) -> Invitation {
    let new = NewInvitation {
        email,
        client_ids: &["notes".to_owned()],
        language: None,
        inviter: Some("Grace Hopper"),
        lifetime: Lifetime::days(3),
        roles: &std::collections::BTreeMap::new(),
        into: None,
    };
    let invitations = world.provider.invitations();
    invitations.invite(&world.context(), &new).await.unwrap()
}

async fn link(world: &World, email: &str) -> String {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/invitation?token="))
        .unwrap_or_else(|| panic!("no link in {text}"));
    link.strip_prefix(&world.issuer).unwrap().to_owned()
}

async fn state(world: &World, id: &str) -> Invitation {
    world
        .provider
        .store()
        .invitation(id)
        .await
        .unwrap()
        .unwrap()
}

async fn create(browser: &mut Browser, shown: &Answer) -> Answer {
    let answer = browser.submit(shown, &[("as", "new")]).await;
    let page = browser.follow(answer).await;
    let fields = [("name", "Eve"), ("new_password", PASSWORD)];
    browser.submit_at(&page, "/sign-up/complete", &fields).await
}

async fn somebody_new_accepts_by_an_account_although_nobody_else_may_create_one(world: World) {
    let invitation = invite(&world, EVE).await;
    let path = link(&world, EVE).await;
    let mut browser = world.browser();
    let shown = browser.get(&path).await;
    for word in ["Grace Hopper", EVE, "Notes"] {
        assert!(shown.body.contains(word), "{word}: {}", shown.body);
    }
    assert!(state(&world, &invitation.id).await.accepted_at.is_none());
    let answer = create(&mut browser, &shown).await;
    assert_eq!(
        (answer.status, answer.location.as_deref()),
        (303, Some("/")),
        "{}",
        answer.body
    );
    let accepted = state(&world, &invitation.id).await;
    assert_eq!(
        accepted.accepted_by.as_deref(),
        Some(world.sub(EVE).await.as_str())
    );
    let again = world.browser().get(&path).await;
    assert!(again.status == 400 && again.body.contains("was used"));
    world.signed_in((EVE, PASSWORD)).await;
}

async fn somebody_with_an_account_accepts_by_signing_in(world: World) {
    let invitation = invite(&world, ADA.0).await;
    let path = link(&world, ADA.0).await;
    let mut browser = world.browser();
    let shown = browser.get(&path).await;
    let answer = browser.submit(&shown, &[("as", "sign-in")]).await;
    let page = browser.follow(answer).await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    // The browser returns to the invitation by itself.
    assert_eq!(answer.location.as_deref(), Some(path.as_str()));
    let shown = browser.get(&path).await;
    assert!(
        shown.body.contains("Accept as Ada Lovelace"),
        "{}",
        shown.body
    );
    let answer = browser.submit(&shown, &[("as", "user")]).await;
    assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
    let accepted = state(&world, &invitation.id).await;
    assert_eq!(
        accepted.accepted_by.as_deref(),
        Some(world.sub(ADA.0).await.as_str())
    );
}

async fn an_invitation_is_accepted_once_however_many_try(world: World) {
    invite(&world, EVE).await;
    let path = link(&world, EVE).await;
    let token = Secret::presented(path.split_once("token=").unwrap().1);
    let users = [world.sub(ADA.0).await, world.sub(GRACE.0).await];
    let accepted = join_all((0..100).map(async |n: usize| {
        let invitations = world.provider.invitations();
        let user = &users[n % 2];
        invitations
            .accept(&world.context(), &token, user)
            .await
            .unwrap()
    }))
    .await;
    assert_eq!(
        accepted.iter().filter(|accepted| accepted.is_ok()).count(),
        1
    );
}

async fn a_revoked_or_expired_invitation_says_so(world: World) {
    let revoked = invite(&world, EVE).await;
    let path = link(&world, EVE).await;
    let mut browser = world.browser();
    let shown = browser.get(&path).await;
    let invitations = world.provider.invitations();
    invitations
        .revoke(&world.context(), &revoked.id)
        .await
        .unwrap();
    let answer = browser.submit(&shown, &[("as", "new")]).await;
    let tells = |answer: &Answer, what: &str| {
        assert_eq!(answer.status, 400, "{}", answer.body);
        let remedy = "Otherwise ask whoever invited you for a new one.";
        for said in [what, remedy, "href=\"/sign-in\""] {
            assert!(answer.body.contains(said), "{said}: {}", answer.body);
        }
        for untrue in ["newer link", "send you a new one", "Start again"] {
            assert!(!answer.body.contains(untrue), "{untrue}: {}", answer.body);
        }
    };
    tells(&answer, "The invitation was taken back");
    assert!(
        invitations
            .revoke(&world.context(), &revoked.id)
            .await
            .is_err()
    );
    invite(&world, "mallory@example.org").await;
    let path = link(&world, "mallory@example.org").await;
    let shown = browser.get(&path).await;
    world.advance(Lifetime::days(4)).await;
    let late = browser.get(&path).await;
    tells(&late, "This link has expired");
    assert_eq!(browser.submit(&shown, &[("as", "new")]).await.status, 400);
    invite(&world, "eva@example.org").await;
    let path = link(&world, "eva@example.org").await;
    let shown = browser.get(&path).await;
    assert_eq!(create(&mut browser, &shown).await.status, 303);
    tells(&browser.get(&path).await, "This link was used");
}

async fn an_invitation_that_is_sent_again_has_one_link(world: World) {
    let invitation = invite(&world, EVE).await;
    let first = link(&world, EVE).await;
    world.advance(Lifetime::days(2)).await;
    let invitations = world.provider.invitations();
    let again = invitations
        .send_again(&world.context(), &invitation.id)
        .await
        .unwrap();
    assert_eq!(
        again.expires_at,
        world.provider.now().plus(Lifetime::days(3))
    );
    let second = link(&world, EVE).await;
    let mut browser = world.browser();
    assert!(
        browser
            .get(&first)
            .await
            .body
            .contains("a newer one was sent")
    );
    world.advance(Lifetime::days(2)).await;
    let shown = browser.get(&second).await;
    assert_eq!(create(&mut browser, &shown).await.status, 303);
    assert!(
        invitations
            .send_again(&world.context(), &invitation.id)
            .await
            .is_err()
    );
    assert_eq!(invitations.list().await.unwrap().len(), 1);
}

async fn what_cannot_be_invited_is_refused(world: World) {
    let invitations = world.provider.invitations();
    for (email, client, lifetime) in [
        ("no address", "notes", Lifetime::days(1)),
        (EVE, "nothing", Lifetime::days(1)),
        (EVE, "notes", Lifetime::days(91)),
        (EVE, "notes", Lifetime::days(0)),
    ] {
        let new = NewInvitation {
            email,
            client_ids: &[client.to_owned()],
            language: None,
            inviter: None,
            lifetime,
            roles: &std::collections::BTreeMap::new(),
            into: None,
        };
        let refused = invitations.invite(&world.context(), &new).await;
        assert!(
            matches!(refused, Err(doorward_core::Error::Input(_))),
            "{email} {client}"
        );
    }
    world.deliver_all().await;
    assert!(world.mails().await.is_empty());
}

async fn the_page_and_the_mail_are_the_same_whether_or_not_the_address_has_an_account(
    world: World,
) {
    let mut seen = Vec::new();
    for email in [EVE, ADA.0] {
        invite(&world, email).await;
        let path = link(&world, email).await;
        let token = path.split_once("token=").unwrap().1;
        let text = |text: &str| text.replace(email, "ADDRESS").replace(token, "TOKEN");
        let mail = world.mail_to(email).await;
        let mail = format!("{} {}", mail["subject"], mail["text"]);
        let shown = world.browser().get(&path).await;
        let form_token = shown.field("form_token").unwrap();
        let page = shown.body.replace(&form_token, "FORM");
        seen.push((shown.status, text(&page), text(&mail)));
    }
    assert_eq!(seen[0], seen[1]);
    // Whoever has an account and asks for a new one signs in, and comes back.
    let path = link(&world, ADA.0).await;
    let mut browser = world.browser();
    let shown = browser.get(&path).await;
    let answer = browser.submit(&shown, &[("as", "new")]).await;
    assert_eq!(answer.location.as_deref(), Some("/sign-in"));
}

async fn an_app_hears_who_registered_with_it_and_another_receiver_does_not(world: World) {
    let app = Receiver::app(&world, "tenants").await;
    let other = Receiver::open(&world).await;
    let (stream, others) = (app.stream(None).await, other.stream(None).await);
    for (email, is_new) in [(EVE, true), (ADA.0, false)] {
        let new = NewInvitation {
            email,
            client_ids: &["notes".to_owned(), "tenants".to_owned()],
            language: None,
            inviter: None,
            lifetime: Lifetime::days(3),
            roles: &std::collections::BTreeMap::new(),
            into: None,
        };
        let invitations = world.provider.invitations();
        let invitation = invitations.invite(&world.context(), &new).await.unwrap();
        let path = link(&world, email).await;
        if is_new {
            let mut browser = world.browser();
            let shown = browser.get(&path).await;
            create(&mut browser, &shown).await;
        } else {
            let mut browser = world.signed_in(ADA).await;
            let shown = browser.get(&path).await;
            browser.submit(&shown, &[("as", "user")]).await;
        }
        let sub = &world.sub(email).await;
        let events = app.waiting(&stream).await;
        let of_user = |event: &&Map<String, Value>| event["sub_id"]["sub"] == *sub;
        let heard: Vec<_> = events.iter().filter(of_user).collect();
        let [event] = heard.as_slice() else {
            panic!("one event of {email}: {events:?}");
        };
        let payload = &event["events"][USER_REGISTERED];
        assert_eq!(payload["invitation_id"], invitation.id);
        assert_eq!(payload["is_new_account"], is_new);
        assert!(!json!(event).to_string().contains(email));
    }
    assert_eq!(
        other.waiting(&others).await,
        Vec::<Map<String, Value>>::new()
    );
}
