//! Invitations into organizations: whoever accepts is a member, and nobody invites with what they may not give.

use super::{ask, declare, grant, introspect, join, leave, organization, redeemed, user};
use crate::{
    management::{Caller, make, unmake},
    on_both,
    storage::{guards::refused, meanwhile},
    world::{ADA, Answer, Backend, Browser, GRACE, World},
};
use doorward_core::{
    context::Actor,
    invitations::{Invitation, InvitedInto, NewInvitation},
    organizations::Organization,
};
use doorward_protocol::{organizations::declared::RolesByApp, secret::Secret, time::Lifetime};
use doorward_storage::Store;
use serde_json::{Value, json};

on_both!(
    whoever_makes_an_account_by_an_invitation_is_in_the_organization,
    whoever_signs_in_to_accept_is_in_the_organization_and_loses_nothing,
    an_invitation_does_not_outlast_who_gave_it,
    an_owner_invites_with_what_they_have_and_sees_no_other_invitation,
    an_administrator_invites_by_the_api_also_into_an_organization,
    an_organization_has_so_many_open_invitations,
);

const EVE: &str = "eve@example.org";
const PASSWORD: &str = "seven quiet lamps on a hill";

/// Who invites somebody in a test.
#[derive(Clone, Copy)]
enum By<'a> {
    Command,
    User(&'a str),
}

async fn invite(
    world: &World,
    by: By<'_>,
    email: &str,
    into: InvitedInto<'_>,
) -> (Invitation, String) {
    let ctx = match by {
        By::Command => world.context(),
        By::User(email) => {
            let id = world.sub(email).await;
            world.context().acting_as(Actor::User(id))
        }
    };
    let new = NewInvitation {
        email,
        client_ids: &[],
        language: None,
        inviter: Some("Grace Hopper"),
        lifetime: Lifetime::days(3),
        roles: &std::collections::BTreeMap::new(),
        into: Some(into),
    };
    let invitations = world.provider.invitations();
    let sent = invitations.invite(&ctx, &new).await.unwrap();
    let link = world.link_to(email, "/invitation").await;
    (sent, link.strip_prefix(&world.issuer).unwrap().to_owned())
}

fn editor() -> RolesByApp {
    RolesByApp::from([("app".to_owned(), ["editor".to_owned()].into())])
}

/// Goes from the page of an invitation to the form of a new account.
async fn to_account(browser: &mut Browser, shown: &Answer) -> Answer {
    let answer = browser.submit(shown, &[("as", "new")]).await;
    browser.follow(answer).await
}

async fn create(browser: &mut Browser, form: &Answer) -> Answer {
    let fields = [("name", "Eve"), ("new_password", PASSWORD)];
    browser.submit_at(form, "/sign-up/complete", &fields).await
}

/// Whether somebody is in an organization; where they are, whether as an owner.
async fn membership(world: &World, organization: &Organization, email: &str) -> Option<bool> {
    let id = world.sub(email).await;
    let theirs = world.provider.organizations().of_user(&id).await.unwrap();
    let found = theirs.iter().find(|theirs| theirs.id == organization.id);
    found.map(|found| found.owner)
}

/// Expects the page that says that the invitation is over.
fn withdrawn(answer: &Answer) {
    assert_eq!(answer.status, 400, "{}", answer.body);
    let told = answer.body.contains("doesn’t hold any more");
    assert!(told, "{}", answer.body);
}

async fn whoever_makes_an_account_by_an_invitation_is_in_the_organization(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    join(&world, &acme, GRACE.0, true).await;
    grant(&world, &acme, Some(GRACE.0), "editor").await;
    let roles = editor();
    let into = InvitedInto {
        organization: &acme,
        owner: false,
        roles: &roles,
    };
    let (sent, path) = invite(&world, By::User(GRACE.0), EVE, into).await;
    let mail = world.mail_to(EVE).await;
    assert!(mail["text"].as_str().unwrap().contains("Acme, Inc."));
    let mut browser = world.browser();
    let shown = browser.get(&path).await;
    let told = shown.body.contains("You join Acme, Inc. as a member");
    assert!(told, "{}", shown.body);
    let form = to_account(&mut browser, &shown).await;
    let made = create(&mut browser, &form).await;
    assert_eq!(made.status, 303, "{}", made.body);
    assert_eq!(membership(&world, &acme, EVE).await, Some(false));
    let tokens = redeemed(&world, "app", &ask(&mut browser, &[]).await).await;
    let told = introspect(&world, &tokens.access).await;
    assert_eq!(told["org_id"], acme.id.as_str());
    assert_eq!(told["roles"], json!(["editor"]), "{told:?}");
    // The record names who invited, the audit log who accepted.
    let history = world.provider.organizations().history(&acme).await.unwrap();
    let eve = world.sub(EVE).await;
    let row = history.iter().find(|row| row.user_id == eve).unwrap();
    assert_eq!(
        row.actor_id.as_deref(),
        Some(world.sub(GRACE.0).await.as_str())
    );
    let log = "SELECT subject FROM audit_events WHERE action = 'organization.member_added'";
    assert!(world.texts(log).await.contains(&eve));
    assert_eq!(sent.organization_id.as_ref(), Some(&acme.id));
}

async fn whoever_signs_in_to_accept_is_in_the_organization_and_loses_nothing(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let (none, roles) = (RolesByApp::new(), editor());
    for (owner, roles, expected) in [
        (false, &roles, false),
        (true, &none, true),
        (false, &none, true),
    ] {
        let into = InvitedInto {
            organization: &acme,
            owner,
            roles,
        };
        let (_, path) = invite(&world, By::Command, ADA.0, into).await;
        let mut browser = world.browser();
        let shown = browser.get(&path).await;
        let answer = browser.submit(&shown, &[("as", "sign-in")]).await;
        let page = browser.follow(answer).await;
        let fields = [("username", ADA.0), ("password", ADA.1)];
        let answer = browser.submit(&page, &fields).await;
        assert_eq!(answer.location.as_deref(), Some(path.as_str()));
        let shown = browser.get(&path).await;
        let answer = browser.submit(&shown, &[("as", "user")]).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
        assert_eq!(membership(&world, &acme, ADA.0).await, Some(expected));
    }
    let ada = user(&world, ADA.0).await;
    let organizations = world.provider.organizations();
    let held = organizations.roles_of_members(&acme, &[&ada.id]).await;
    let held = held.unwrap();
    assert_eq!(held.len(), 1, "{held:?}");
}

async fn an_invitation_does_not_outlast_who_gave_it(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let (ada, grace) = (ADA.0, GRACE.0);
    join(&world, &acme, ada, true).await;
    let roles = editor();
    let into = InvitedInto {
        organization: &acme,
        owner: false,
        roles: &roles,
    };
    // Of an owner who may not give the role.
    join(&world, &acme, grace, true).await;
    let (_, path) = invite(&world, By::User(grace), EVE, into).await;
    withdrawn(&world.browser().get(&path).await);
    grant(&world, &acme, Some(grace), "editor").await;
    let mut browser = world.browser();
    let shown = browser.get(&path).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    // Who leaves between the page and the button, and before the account is made.
    let form = to_account(&mut browser, &shown).await;
    leave(&world, &acme, grace).await;
    withdrawn(&create(&mut browser, &form).await);
    let made = world.provider.users().find(EVE).await.unwrap();
    assert!(made.is_none(), "no account without the organization");
    let mut signed_in = world.signed_in(ADA).await;
    withdrawn(&signed_in.get(&path).await);
    // An administrator stands for it while they are one.
    make(&world, grace, "admin").await;
    let shown = signed_in.get(&path).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    unmake(&world, grace, "admin").await;
    withdrawn(&signed_in.submit(&shown, &[("as", "user")]).await);
    // The command line stands for itself, and for an organization that is there.
    let (_, path) = invite(&world, By::Command, EVE, into).await;
    let shown = browser.get(&path).await;
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    organizations.delete(&mut changes, &acme).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    withdrawn(&browser.submit(&shown, &[("as", "new")]).await);
}

/// The owner who invited leaves at the moment at which the invitation is accepted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_and_the_end_of_its_owner_wait_for_each_other() {
    for is_committed in [true, false] {
        let world = World::open_wide(Backend::Postgres).await;
        let acme = organization(&world, "acme", "Acme, Inc.").await;
        join(&world, &acme, GRACE.0, true).await;
        let into = InvitedInto {
            organization: &acme,
            owner: false,
            roles: &RolesByApp::new(),
        };
        let (_, path) = invite(&world, By::User(GRACE.0), ADA.0, into).await;
        let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
        let statements = [
            format!(
                "SELECT 1 FROM organizations WHERE id = '{}' FOR NO KEY UPDATE",
                acme.id
            ),
            format!("UPDATE organization_members SET ended_at = 1 WHERE user_id = '{grace}'"),
        ];
        let link = Secret::presented(path.split_once("token=").unwrap().1);
        let ctx = world.context();
        let accepts = world.provider.invitations().accept(&ctx, &link, &ada);
        let accepted = meanwhile(&world, &statements, is_committed, Box::pin(accepts)).await;
        assert_eq!(accepted.unwrap().is_err(), is_committed);
        let is_in = membership(&world, &acme, ADA.0).await.is_some();
        assert_eq!(is_in, !is_committed);
    }
}

async fn an_owner_invites_with_what_they_have_and_sees_no_other_invitation(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    join(&world, &acme, ADA.0, true).await;
    let into = InvitedInto {
        organization: &globex,
        owner: false,
        roles: &RolesByApp::new(),
    };
    let (foreign, _) = invite(&world, By::Command, EVE, into).await;
    let owner = Caller::browser(&world, ADA).await;
    let here = "/organizations/acme/invitations";
    let role = json!({"email": EVE, "roles": {"app": ["editor"]}});
    assert_eq!(owner.post(here, &role).await.status, 403);
    grant(&world, &acme, Some(ADA.0), "editor").await;
    let sent = owner
        .post(
            here,
            &json!({"email": EVE, "roles": {"app": ["editor"]}, "inviter": "Your bank"}),
        )
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    assert_eq!(sent.body["inviter"], "Ada Lovelace");
    assert_eq!(sent.body["state"], "open");
    let listed = owner.get(here).await;
    let listed = listed.body["items"].as_array().unwrap().clone();
    assert_eq!(listed.len(), 1, "{listed:?}");
    let id = listed[0]["id"].as_str().unwrap();
    let again = owner.post(&format!("{here}/{id}/resend"), &json!({})).await;
    assert_eq!(again.status, 200, "{}", again.body);
    for path in [
        format!("{here}/{}", foreign.id),
        format!("/organizations/globex/invitations/{}", foreign.id),
        format!("/organizations/globex/invitations/{id}"),
    ] {
        assert_eq!(owner.delete(&path).await.status, 404, "{path}");
        let again = owner.post(&format!("{path}/resend"), &json!({})).await;
        assert_eq!(again.status, 404, "{path}");
    }
    assert_eq!(
        owner.get("/organizations/globex/invitations").await.status,
        404
    );
    // The invitations of the whole provider are for administrators, and so are apps.
    assert_eq!(owner.get("/invitations").await.status, 403);
    let anywhere = json!({"email": EVE, "organization": "acme"});
    assert_eq!(owner.post("/invitations", &anywhere).await.status, 403);
    assert_eq!(owner.delete(&format!("{here}/{id}")).await.status, 204);
    let revoked = owner.get(here).await;
    assert_eq!(revoked.body["items"][0]["state"], "revoked");
}

async fn an_administrator_invites_by_the_api_also_into_an_organization(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let new = json!({"email": EVE, "apps": ["app"], "organization": "acme", "owner": true,
        "roles": {"app": ["editor"]}, "days": 2, "inviter": "Grace"});
    let sent = admin.post("/invitations", &new).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    assert_eq!(sent.body["organization"], acme.id.as_str());
    assert_eq!(sent.body["owner"], true);
    assert_eq!(sent.body["apps"], json!(["app"]));
    world.advance(Lifetime::seconds(1)).await;
    let plain = admin
        .post("/invitations", &json!({"email": "lin@example.org"}))
        .await;
    assert_eq!(plain.body["organization"], Value::Null, "{}", plain.body);
    for (bad, named) in [
        (json!({"email": "nobody"}), "nobody"),
        (json!({"email": EVE, "organization": "initech"}), "initech"),
        (json!({"email": EVE, "owner": true}), "organization"),
        (
            json!({"email": EVE, "organization": "acme", "roles": {"app": ["boss"]}}),
            "boss",
        ),
        (
            json!({"email": EVE, "organization": "acme", "roles": {"doorward": ["owner"]}}),
            "doorward",
        ),
        (json!({"email": EVE, "days": 91}), "90 days"),
    ] {
        let told = admin.post("/invitations", &bad).await;
        assert!([404, 422].contains(&told.status), "{bad}: {}", told.body);
        assert!(
            told.body.to_string().contains(named),
            "{bad}: {}",
            told.body
        );
    }
    let listed = admin.get("/invitations?limit=1").await;
    assert_eq!(listed.body["items"][0]["email"], "lin@example.org");
    let cursor = listed.body["next_cursor"].as_str().unwrap();
    let next = admin
        .get(&format!("/invitations?limit=1&cursor={cursor}"))
        .await;
    assert_eq!(next.body["items"][0]["email"], EVE, "{}", next.body);
    let id = plain.body["id"].as_str().unwrap();
    let again = admin
        .post(&format!("/invitations/{id}/resend"), &json!({}))
        .await;
    assert_eq!(again.status, 200, "{}", again.body);
    assert_eq!(
        admin.delete(&format!("/invitations/{id}")).await.status,
        204
    );
    let shown = admin.get(&format!("/invitations/{id}")).await;
    assert_eq!(shown.body["state"], "revoked");
    assert_eq!(
        admin.delete(&format!("/invitations/{id}")).await.status,
        422
    );
    // Whoever may change users alone invites into no organization.
    let users = Caller::service(&world, "hr", "doorward.users:write").await;
    assert_eq!(users.post("/invitations", &new).await.status, 403);
    let plain = json!({"email": "kim@example.org"});
    assert_eq!(users.post("/invitations", &plain).await.status, 201);
}

async fn an_organization_has_so_many_open_invitations(world: World) {
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let into = InvitedInto {
        organization: &acme,
        owner: false,
        roles: &RolesByApp::new(),
    };
    let (sent, _) = invite(&world, By::Command, EVE, into).await;
    let many = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
         INSERT INTO invitations (id, email, client_ids, created_at, expires_at, organization_id)
         SELECT 'p' || i, 'eve@example.org', '[]', 0, {}, '{}' FROM n",
        world.provider.now().plus(Lifetime::days(1)).0,
        acme.id
    );
    world.execute(&many).await;
    let next = Invitation {
        id: "next".into(),
        ..sent.clone()
    };
    refused(&world, "one more", Store::add_invitation(&next)).await;
    let invitations = world.provider.invitations();
    invitations
        .revoke(&world.context(), &sent.id)
        .await
        .unwrap();
    invite(&world, By::Command, EVE, into).await;
}
