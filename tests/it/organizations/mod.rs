//! Organizations: who signs in for which, what the tokens say, and who reaches what.

mod commands;
mod declared;
mod invitations;
mod owners;
mod policies;
mod reach;

use crate::{
    on_both,
    world::{
        ADA, Answer, Browser, CALLBACK, GRACE, SECRET, Tokens, VERIFIER, World, authorize_query,
        basic, claims_of,
    },
};
use doorward_core::organizations::{Organization, Recipient};
use doorward_storage::{RoleOfApp, User};
use serde_json::{Map, Value};

on_both!(
    tokens_say_for_which_organization_a_user_signed_in,
    whoever_is_in_several_chooses_and_a_silent_request_is_told_so,
    nobody_learns_of_an_organization_that_they_are_not_in,
    roles_of_an_organization_count_for_it_alone,
    whoever_leaves_an_organization_loses_what_was_issued_for_it,
    an_app_that_knows_no_organizations_names_none,
    a_choice_belongs_to_the_account_that_made_it,
    a_member_who_leaves_meanwhile_keeps_no_code,
);

/// Two apps: one that always wants an organization, and one that wants it where it says so.
const FILE: &str = r#"
[[clients]]
client_id = "app"
client_secret = "SECRET"
redirect_uris = ["CALLBACK"]
first_party = true
scope = "openid profile offline_access roles permissions"
organizations = "required"

[[clients]]
client_id = "other"
client_secret = "SECRET"
redirect_uris = ["CALLBACK"]
first_party = true
scope = "openid profile offline_access roles"
organizations = "optional"

[[roles]]
app = "app"
name = "editor"
permissions = ["notes.write"]

[[roles]]
app = "app"
name = "admin"
includes = ["editor"]
permissions = ["notes.delete"]
"#;

/// Declares the apps.
pub async fn declare(world: &World) {
    let file = FILE.replace("SECRET", SECRET).replace("CALLBACK", CALLBACK);
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", &file).await;
    applied.unwrap();
    world.expire_versions();
}

/// Adds an organization.
pub async fn organization(world: &World, slug: &str, name: &str) -> Organization {
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    let added = organizations.add(&mut changes, slug, name).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    added
}

/// The user of an address.
pub async fn user(world: &World, email: &str) -> User {
    world.provider.users().find(email).await.unwrap().unwrap()
}

/// Makes a user a member or an owner.
pub async fn join(world: &World, organization: &Organization, email: &str, owner: bool) {
    let member = user(world, email).await;
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    let put = organizations.put_member(&mut changes, organization, &member, owner);
    put.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

async fn leave(world: &World, organization: &Organization, email: &str) {
    let member = user(world, email).await;
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    let removed = organizations.remove_member(&mut changes, organization, &member);
    removed.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

async fn grant(world: &World, organization: &Organization, email: Option<&str>, role: &str) {
    let member = match email {
        Some(email) => Some(user(world, email).await),
        None => None,
    };
    let to = member
        .as_ref()
        .map_or(Recipient::Everybody, Recipient::Member);
    let role = RoleOfApp {
        client_id: "app",
        name: role,
    };
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    let granted = organizations.grant_role(&mut changes, organization, to, role);
    granted.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

async fn ask(browser: &mut Browser, more: &[(&str, &str)]) -> Answer {
    let scope = "openid offline_access roles permissions";
    let mut query = vec![("client_id", "app"), ("scope", scope)];
    query.extend(more.iter().copied());
    browser.authorize(&authorize_query(&query)).await
}

async fn redeemed(world: &World, client_id: &str, answer: &Answer) -> Tokens {
    let (status, body) = redeem(world, client_id, answer).await;
    assert_eq!(status, 200, "{body}");
    Tokens::from(&body)
}

async fn redeem(world: &World, client_id: &str, answer: &Answer) -> (u16, Value) {
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let app = basic(client_id, SECRET);
    world.post("/token", Some(app), &form).await
}

async fn refresh(world: &World, tokens: &Tokens) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
    ];
    let app = basic("app", SECRET);
    world.post("/token", Some(app), &form).await
}

async fn introspect(world: &World, token: &str) -> Map<String, Value> {
    let app = basic("app", SECRET);
    let asked = [("token", token)];
    let (_, told) = world.post("/introspect", Some(app), &asked).await;
    told.as_object().unwrap().clone()
}

fn error(answer: &Answer) -> String {
    let error = answer.parameter("error");
    error.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body))
}

async fn tokens_say_for_which_organization_a_user_signed_in(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    join(&world, &acme, ADA.0, false).await;
    let mut browser = world.signed_in(ADA).await;
    // The only one needs no choice, also silently.
    for more in [&[][..], &[("prompt", "none")], &[("organization", "acme")]] {
        let answer = ask(&mut browser, more).await;
        let tokens = redeemed(&world, "app", &answer).await;
        let told = introspect(&world, &tokens.access).await;
        for claims in [claims_of(&tokens.id), claims_of(&tokens.access), told] {
            assert_eq!(claims["org_id"], acme.id.as_str(), "{more:?}: {claims:?}");
            assert_eq!(claims["org_name"], "acme", "{more:?}");
        }
        let (status, body) = refresh(&world, &tokens).await;
        assert_eq!(status, 200, "{body}");
        let again = Tokens::from(&body);
        assert_eq!(claims_of(&again.id)["org_id"], acme.id.as_str());
    }
    // By identifier too, and an app that may do without gets none unless it asks.
    let asked = [("client_id", "other"), ("organization", acme.id.as_str())];
    let answer = browser.authorize(&authorize_query(&asked)).await;
    let tokens = redeemed(&world, "other", &answer).await;
    assert_eq!(claims_of(&tokens.id)["org_name"], "acme");
    let answer = browser.authorize(&authorize_query(&asked[..1])).await;
    let tokens = redeemed(&world, "other", &answer).await;
    assert_eq!(claims_of(&tokens.id).get("org_id"), None);
}

async fn whoever_is_in_several_chooses_and_a_silent_request_is_told_so(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    let initech = organization(&world, "initech", "Initech").await;
    join(&world, &acme, ADA.0, false).await;
    join(&world, &globex, ADA.0, false).await;
    let mut browser = world.signed_in(ADA).await;
    let silent = ask(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(error(&silent), "interaction_required");
    let named = [("prompt", "none"), ("organization", "globex")];
    let answer = ask(&mut browser, &named).await;
    let tokens = redeemed(&world, "app", &answer).await;
    assert_eq!(claims_of(&tokens.id)["org_name"], "globex");

    let page = ask(&mut browser, &[]).await;
    assert!(
        page.body.contains("Choose an organization"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Acme, Inc.") && page.body.contains("Globex"));
    assert!(!page.body.contains("Initech"), "{}", page.body);
    // One that the user is not in is asked about again.
    let other = [("organization", initech.id.as_str())];
    let again = browser
        .submit_at(&page, "/select-organization", &other)
        .await;
    assert_eq!(again.status, 200, "{}", again.body);
    let chosen = [("organization", acme.id.as_str())];
    let resumed = browser
        .submit_at(&again, "/select-organization", &chosen)
        .await;
    let answer = browser.follow(resumed).await;
    let tokens = redeemed(&world, "app", &answer).await;
    assert_eq!(claims_of(&tokens.id)["org_id"], acme.id.as_str());
}

async fn nobody_learns_of_an_organization_that_they_are_not_in(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    join(&world, &acme, GRACE.0, false).await;
    let mut browser = world.signed_in(ADA).await;
    let mut told = Vec::new();
    for organization in ["acme", acme.id.as_str(), "nothing", ""] {
        for more in [
            &[("organization", organization)][..],
            &[("organization", organization), ("prompt", "none")],
        ] {
            let answer = ask(&mut browser, more).await;
            assert_eq!(error(&answer), "access_denied", "{organization}");
            told.push(answer.parameter("error_description"));
        }
    }
    told.push(ask(&mut browser, &[]).await.parameter("error_description"));
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
}

async fn roles_of_an_organization_count_for_it_alone(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    for organization in [&acme, &globex] {
        join(&world, organization, ADA.0, false).await;
    }
    grant(&world, &acme, None, "editor").await;
    grant(&world, &globex, Some(ADA.0), "admin").await;
    let mut browser = world.signed_in(ADA).await;
    for (organization, roles) in [("acme", "editor"), ("globex", "admin,editor")] {
        let answer = ask(&mut browser, &[("organization", organization)]).await;
        let tokens = redeemed(&world, "app", &answer).await;
        let told = introspect(&world, &tokens.access).await;
        for claims in [claims_of(&tokens.id), claims_of(&tokens.access), told] {
            let has = claims["roles"].as_array().unwrap().iter();
            let has: Vec<&str> = has.filter_map(Value::as_str).collect();
            assert_eq!(has.join(","), roles, "{organization}: {claims:?}");
        }
    }
    // Nobody administers the provider by an organization.
    let owner = RoleOfApp {
        client_id: "doorward",
        name: "owner",
    };
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    let refused = organizations.grant_role(&mut changes, &acme, Recipient::Everybody, owner);
    assert!(refused.await.is_err());
}

async fn whoever_leaves_an_organization_loses_what_was_issued_for_it(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    for organization in [&acme, &globex] {
        join(&world, organization, ADA.0, false).await;
    }
    let mut browser = world.signed_in(ADA).await;
    let answer = ask(&mut browser, &[("organization", "acme")]).await;
    let lost = redeemed(&world, "app", &answer).await;
    let answer = ask(&mut browser, &[("organization", "globex")]).await;
    let kept = redeemed(&world, "app", &answer).await;
    let waiting = ask(&mut browser, &[("organization", "acme")]).await;
    leave(&world, &acme, ADA.0).await;
    let (status, body) = refresh(&world, &lost).await;
    assert_eq!((status, &body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(introspect(&world, &lost.access).await["active"], false);
    let (status, body) = redeem(&world, "app", &waiting).await;
    assert_eq!((status, &body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(introspect(&world, &kept.access).await["active"], true);
    let (status, body) = refresh(&world, &kept).await;
    assert_eq!(status, 200, "{body}");
    // It is the same where the organization goes.
    let kept = Tokens::from(&body);
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    organizations.delete(&mut changes, &globex).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    assert_eq!(introspect(&world, &kept.access).await["active"], false);
    assert_eq!(refresh(&world, &kept).await.0, 400);
    assert_eq!(error(&ask(&mut browser, &[]).await), "access_denied");
    // The record stays.
    let record = organizations.history(&globex).await.unwrap();
    assert_eq!(record.len(), 1);
    assert!(record[0].ended_at.is_some());
}

async fn an_app_that_knows_no_organizations_names_none(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let query = authorize_query(&[("organization", "acme")]);
    let answer = browser.authorize(&query).await;
    assert_eq!(error(&answer), "invalid_request");
}

async fn a_choice_belongs_to_the_account_that_made_it(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    for organization in [&acme, &globex] {
        join(&world, organization, ADA.0, false).await;
    }
    let mut ada = world.signed_in(ADA).await;
    let mut grace = world.signed_in(GRACE).await;
    let page = ask(&mut ada, &[]).await;
    let flow = page.field("flow").unwrap();
    let shown = grace
        .get(&format!("/select-organization?flow={flow}"))
        .await;
    let shown = grace.follow(shown).await;
    assert!(!shown.body.contains("Acme"), "{}", shown.body);
    let fields = [("flow", flow.as_str()), ("organization", acme.id.as_str())];
    let posted = grace.post("/select-organization", &fields).await;
    assert_eq!(posted.status, 403);
    let page = ask(&mut ada, &[]).await;
    assert!(
        page.body.contains("Choose an organization"),
        "{}",
        page.body
    );
}

/// That somebody leaves at the moment at which a code is issued to them: whichever comes first, nothing
/// that was issued outlives the membership.
async fn a_member_who_leaves_meanwhile_keeps_no_code(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    join(&world, &acme, ADA.0, false).await;
    let mut browser = world.signed_in(ADA).await;
    let (answer, ()) = tokio::join!(ask(&mut browser, &[]), leave(&world, &acme, ADA.0));
    if answer.parameter("code").is_some() {
        assert_eq!(redeem(&world, "app", &answer).await.0, 400);
    }
}
