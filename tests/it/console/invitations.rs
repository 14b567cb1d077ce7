//! Invitations in the console.

use super::{
    administrator,
    edit::{address, done, open},
};
use crate::{
    on_both,
    world::{Answer, Browser, World},
};
use doorward_core::invitations::NewInvitation;
use doorward_protocol::time::Lifetime;

on_both!(
    an_invitation_is_sent_again_and_revoked,
    an_invitation_says_who_accepted_it_and_when_it_expired,
    the_list_of_invitations_goes_on_by_key,
);

const PAGE: &str = "/admin/invitations";
const EVE: &str = "eve@example.com";

/// Where the first link of a page to an action leads.
fn link(page: &Answer, action: &str) -> Option<String> {
    let start = format!("href=\"/admin/edit?action={action}");
    let (_, rest) = page.body.split_once(&start)?;
    let rest = rest.split_once('"')?.0.replace("&#38;", "&");
    Some(format!("/admin/edit?action={action}{rest}"))
}

async fn follow(browser: &mut Browser, page: &Answer, action: &str) -> Answer {
    let link = link(page, action).unwrap_or_else(|| panic!("{action}: {}", page.body));
    let form = super::edit::EditForm::of(&browser.get(&link).await);
    form.send(browser).await
}

async fn invite(world: &World, email: &str) {
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
    invitations.invite(&world.context(), &new).await.unwrap();
}

async fn an_invitation_is_sent_again_and_revoked(world: World) {
    let mut owner = administrator(&world, "owner").await;
    assert!(owner.get(PAGE).await.body.contains("id=\"none\""));
    let form = open(&mut owner, PAGE, "invite").await;
    done(form.with("emails", EVE).send(&mut owner).await);
    let first = world.link_to(EVE, "/invitation").await;
    let page = owner.get(PAGE).await;
    assert!(page.body.contains("Waiting for an answer"), "{}", page.body);
    let again = follow(&mut owner, &page, "send-invitation-again").await;
    assert_eq!(done(again), PAGE);
    let second = world.link_to(EVE, "/invitation").await;
    assert_ne!(first, second);
    assert_ne!(world.browser().get(&first).await.status, 200);
    assert_eq!(world.browser().get(&second).await.status, 200);

    let revoked = follow(&mut owner, &page, "revoke-invitation").await;
    assert_eq!(done(revoked), PAGE);
    let page = owner.get(PAGE).await;
    assert!(page.body.contains("Revoked"), "{}", page.body);
    assert!(link(&page, "revoke-invitation").is_none(), "{}", page.body);
    assert_ne!(world.browser().get(&second).await.status, 200);
    let nobody = "/admin/edit?action=revoke-invitation&invitation=none";
    assert_eq!(owner.get(nobody).await.status, 404);
}

async fn an_invitation_says_who_accepted_it_and_when_it_expired(world: World) {
    let mut owner = administrator(&world, "owner").await;
    invite(&world, EVE).await;
    let page = owner.get(PAGE).await.body;
    for shown in [EVE, "Grace Hopper", "<code>notes</code>"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    world.advance(Lifetime::days(4)).await;
    let mut owner = world
        .signed_in(("owner@example.com", super::PASSWORD))
        .await;
    let page = owner.get(PAGE).await.body;
    assert!(page.contains("Expired"), "{page}");
}

async fn the_list_of_invitations_goes_on_by_key(world: World) {
    for number in 0..51 {
        invite(&world, &format!("guest{number:02}@example.com")).await;
        world.advance(Lifetime::seconds(1)).await;
    }
    let mut owner = administrator(&world, "owner").await;
    let first = owner.get(PAGE).await;
    assert_eq!(first.body.matches("<th scope=\"row\">").count(), 50);
    assert!(first.body.contains("guest50@") && !first.body.contains("guest00@"));
    let second = owner.get(&address(&first, "next").unwrap()).await.body;
    assert_eq!(second.matches("<th scope=\"row\">").count(), 1);
    assert!(second.contains("guest00@"), "{second}");
}
