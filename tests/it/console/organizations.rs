//! Organizations in the console.

use super::{
    administrator,
    edit::{EditForm, address, done, open},
};
use crate::{
    on_both,
    organizations::{join, organization},
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    an_organization_is_added_renamed_and_deleted,
    members_join_become_owners_and_leave,
    roles_count_for_one_member_or_for_all,
    a_domain_is_claimed_with_its_record_and_verified,
    the_list_of_organizations_goes_on_by_key,
    users_are_invited_into_an_organization,
    an_owner_administers_their_organization_and_finds_nobody_else,
);

const PAGE: &str = "/admin/organizations";

/// The form behind the first link of a page to an action, which stands once for each line.
async fn follow(browser: &mut Browser, page: &Answer, action: &str) -> EditForm {
    let (_, rest) = page
        .body
        .split_once(&format!("href=\"/admin/edit?action={action}"))
        .unwrap_or_else(|| panic!("{action}: {}", page.body));
    let rest = rest.split_once('"').unwrap().0.replace("&#38;", "&");
    let link = format!("/admin/edit?action={action}{rest}");
    EditForm::of(&browser.get(&link).await)
}

async fn an_organization_is_added_renamed_and_deleted(world: World) {
    let mut owner = administrator(&world, "owner").await;
    assert!(owner.get(PAGE).await.body.contains("id=\"none\""));
    let form = open(&mut owner, PAGE, "add-organization").await;
    let form = form.with("name", "Acme, Inc.").with("slug", "Acme");
    let wrong = form.send(&mut owner).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let form = EditForm::of(&wrong).with("slug", "acme");
    let page = done(form.send(&mut owner).await);
    assert!(owner.get(PAGE).await.body.contains("Acme, Inc."));
    let taken = open(&mut owner, PAGE, "add-organization").await;
    let taken = taken.with("name", "Other").with("slug", "acme");
    assert_eq!(taken.send(&mut owner).await.status, 422);

    let form = open(&mut owner, &page, "change-organization").await;
    let form = form.with("name", "Acme").with("slug", "acme-north");
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await.body;
    assert!(shown.contains("<code>acme-north</code>"), "{shown}");

    let form = open(&mut owner, &page, "delete-organization").await;
    let wrong = form.with("confirm", "acme-north").send(&mut owner).await;
    assert_eq!(wrong.status, 422);
    let form = EditForm::of(&wrong).with("confirm", "Acme");
    assert_eq!(done(form.send(&mut owner).await), PAGE);
    assert_eq!(owner.get(&page).await.status, 404);
}

async fn members_join_become_owners_and_leave(world: World) {
    let acme = organization(&world, "acme", "Acme").await;
    let page = format!("{PAGE}/{}", acme.id);
    let mut owner = administrator(&world, "owner").await;
    assert!(owner.get(&page).await.body.contains("id=\"none\""));
    let form = open(&mut owner, &page, "add-organization-member").await;
    let unknown = form.with("user", "nobody@example.com");
    let unknown = unknown.send(&mut owner).await;
    assert_eq!(unknown.status, 422, "{}", unknown.body);
    let form = EditForm::of(&unknown).with("user", GRACE.0);
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await;
    assert!(shown.body.contains(GRACE.0) && shown.body.contains("<td>Member</td>"));

    let form = follow(&mut owner, &shown, "change-organization-member").await;
    done(form.with("as", "owner").send(&mut owner).await);
    let shown = owner.get(&page).await;
    assert!(shown.body.contains("<td>Owner</td>"), "{}", shown.body);
    // The last owner stays.
    let form = follow(&mut owner, &shown, "remove-organization-member").await;
    assert_eq!(form.send(&mut owner).await.status, 422);
    join(&world, &acme, ADA.0, true).await;
    let grace = world.sub(GRACE.0).await;
    let leaver = format!(
        "/admin/edit?action=remove-organization-member&organization={}&member={grace}",
        acme.id
    );
    let form = EditForm::of(&owner.get(&leaver).await);
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await.body;
    assert!(!shown.contains(GRACE.0) && shown.contains(ADA.0), "{shown}");
}

async fn roles_count_for_one_member_or_for_all(world: World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
    let mut owner = administrator(&world, "owner").await;
    for name in ["clerk", "manager"] {
        let form = open(&mut owner, "/admin/apps/shop", "add-role").await;
        done(form.with("name", name).send(&mut owner).await);
    }
    let acme = organization(&world, "acme", "Acme").await;
    join(&world, &acme, GRACE.0, false).await;
    let page = format!("{PAGE}/{}", acme.id);
    for (role, user) in [("clerk", ""), ("manager", GRACE.0)] {
        let form = open(&mut owner, &page, "grant-organization-role").await;
        let form = form.with("app", "shop").with("role", role);
        assert_eq!(done(form.with("user", user).send(&mut owner).await), page);
    }
    let form = open(&mut owner, &page, "grant-organization-role").await;
    let outside = form.with("app", "shop").with("role", "manager");
    let outside = outside.with("user", ADA.0).send(&mut owner).await;
    assert_eq!(outside.status, 422, "{}", outside.body);
    let shown = owner.get(&page).await;
    let (members, all) = shown.body.split_once("id=\"roles\"").unwrap();
    assert!(members.contains("manager") && !members.contains("clerk"));
    assert!(all.contains("clerk") && !all.contains("manager"), "{all}");
    let form = follow(&mut owner, &shown, "revoke-organization-role").await;
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await;
    assert!(!shown.body.contains("manager"), "{}", shown.body);
    let form = follow(&mut owner, &shown, "revoke-organization-role").await;
    done(form.send(&mut owner).await);
    assert!(!owner.get(&page).await.body.contains("clerk"));
}

async fn a_domain_is_claimed_with_its_record_and_verified(world: World) {
    let acme = organization(&world, "acme", "Acme").await;
    let page = format!("{PAGE}/{}", acme.id);
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, &page, "add-domain").await;
    let wrong = form.with("domain", "com").send(&mut owner).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let form = EditForm::of(&wrong).with("domain", "acme.example");
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await;
    for part in [
        "_doorward-challenge.acme.example",
        "doorward-domain-verification=",
        "Not verified yet",
    ] {
        assert!(shown.body.contains(part), "{part}: {}", shown.body);
    }
    let form = follow(&mut owner, &shown, "verify-domain").await;
    let form = form.with("by", "administrator");
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await;
    assert!(shown.body.contains("Verified: <time"), "{}", shown.body);
    assert!(address(&shown, "verify-domain").is_none());
    let form = follow(&mut owner, &shown, "remove-domain").await;
    assert_eq!(done(form.send(&mut owner).await), page);
    assert!(!owner.get(&page).await.body.contains("acme.example"));
}

async fn the_list_of_organizations_goes_on_by_key(world: World) {
    for number in 0..51 {
        organization(&world, &format!("org{number:02}"), "Organization").await;
    }
    let mut owner = administrator(&world, "owner").await;
    let first = owner.get(PAGE).await;
    assert_eq!(first.body.matches("<th scope=\"row\">").count(), 50);
    let second = owner.get(&address(&first, "next").unwrap()).await.body;
    assert_eq!(second.matches("<th scope=\"row\">").count(), 1);
    assert!(second.contains("org50"), "{second}");
}

async fn users_are_invited_into_an_organization(world: World) {
    let acme = organization(&world, "acme", "Acme").await;
    let page = format!("{PAGE}/{}", acme.id);
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/users", "invite").await;
    let form = form.with("emails", "eve@example.com");
    let unknown = form.with("into", "globex").send(&mut owner).await;
    assert_eq!(unknown.status, 422, "{}", unknown.body);
    let form = EditForm::of(&unknown).with("into", "acme");
    let form = form.with("as", "owner").with("roles", "notes");
    let wrong = form.send(&mut owner).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let form = EditForm::of(&wrong).with("roles", "");
    assert_eq!(done(form.send(&mut owner).await), "/admin/invitations");
    let listed = owner.get("/admin/invitations").await.body;
    assert!(listed.contains(&format!("href=\"{page}\"")), "{listed}");

    world.advance(Lifetime::seconds(1)).await;
    let form = open(&mut owner, &page, "invite-into-organization").await;
    let form = form.with("emails", "lin@example.com");
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await;
    for email in ["eve@example.com", "lin@example.com"] {
        assert!(shown.body.contains(email), "{email}: {}", shown.body);
    }
    let first = world.link_to("lin@example.com", "/invitation").await;
    let form = follow(&mut owner, &shown, "resend-into-organization").await;
    assert_eq!(done(form.send(&mut owner).await), page);
    let second = world.link_to("lin@example.com", "/invitation").await;
    assert_ne!(first, second);
    let form = follow(&mut owner, &shown, "revoke-into-organization").await;
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(&page).await.body;
    assert!(!shown.contains("lin@example.com"), "{shown}");
}

async fn an_owner_administers_their_organization_and_finds_nobody_else(world: World) {
    crate::organizations::declare(&world).await;
    let acme = organization(&world, "acme", "Acme").await;
    let globex = organization(&world, "globex", "Globex").await;
    join(&world, &acme, ADA.0, true).await;
    join(&world, &globex, GRACE.0, true).await;
    let page = format!("{PAGE}/{}", acme.id);
    let mut ada = world.signed_in(ADA).await;
    assert!(ada.get("/account").await.body.contains("href=\"/admin\""));
    let shown = ada.get(&page).await;
    assert!(
        !shown.body.contains("delete-organization"),
        "{}",
        shown.body
    );
    let form = open(&mut ada, &page, "change-organization").await;
    assert!(!form.0.contains_key("slug"));
    assert_eq!(
        done(form.with("name", "Acme North").send(&mut ada).await),
        page
    );
    // Nobody is found who has nothing to do with the organization, whoever they are.
    let mut told = Vec::new();
    for name in [GRACE.0, "nobody@example.com"] {
        let form = open(&mut ada, &page, "add-organization-member").await;
        let refused = form.with("user", name).send(&mut ada).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let said = refused.body.split_once("role=\"alert\"").unwrap().1;
        told.push(said.split_once("</").unwrap().0.replace(name, ""));
    }
    assert_eq!(told[0], told[1]);
    let grace = world.sub(GRACE.0).await;
    for action in ["change-organization-member", "remove-organization-member"] {
        let about = format!("/admin/edit?action={action}&organization={}", acme.id);
        let refused = ada.get(&format!("{about}&member={grace}")).await;
        assert_eq!(refused.status, 404, "{action}: {}", refused.body);
        let there = about.replace(&acme.id, &globex.id);
        let refused = ada.get(&format!("{there}&member={grace}")).await;
        assert_eq!(refused.status, 404, "{action}: {}", refused.body);
    }
    // They give what they have there, and invite.
    let form = open(&mut ada, &page, "grant-organization-role").await;
    let form = form.with("app", "app").with("role", "editor");
    assert_eq!(form.send(&mut ada).await.status, 403);
    let form = open(&mut ada, &page, "invite-into-organization").await;
    let form = form.with("emails", "lin@example.com");
    assert_eq!(done(form.send(&mut ada).await), page);
    let domain = open(&mut ada, &page, "add-domain").await;
    done(domain.with("domain", "acme.example").send(&mut ada).await);
    let shown = ada.get(&page).await;
    let verify = follow(&mut ada, &shown, "verify-domain").await;
    let by_word = verify.with("by", "administrator").send(&mut ada).await;
    assert_eq!(by_word.status, 422, "{}", by_word.body);
    // Who is no owner any more has nothing here.
    join(&world, &acme, GRACE.0, true).await;
    join(&world, &acme, ADA.0, false).await;
    assert_eq!(ada.get(&page).await.status, 403);
}
