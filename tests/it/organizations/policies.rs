//! The domains of organizations, which bring users in and route their sign-in, and what an organization
//! demands of it.

use super::{ask, declare, error, join, leave, organization, redeemed};
use crate::{
    federation::into_notes,
    management::{Caller, make},
    on_both,
    second_factors::set_up_on,
    world::{
        ADA, Answer, Backend, Browser, GRACE, Shape, StandIn, World, authorize_query, claims_of,
    },
};
use doorward_core::organizations::Organization;
use doorward_protocol::{oidc::claims::StandardClaims, organizations::VerifiedBy, time::Lifetime};
use serde_json::{Value, json};

on_both!(
    a_second_factor_is_required_of_whoever_signs_in_for_an_organization_that_says_so,
    a_sign_in_is_too_old_for_an_organization_after_its_time,
    administrators_decide_the_policy_and_owners_do_not,
);

const TWO: &str = "urn:doorward:acr:2fa";
const PASSWORD: &str = "seven quiet lamps on a hill";

/// Changes an organization.
async fn change(world: &World, slug: &str, with: impl FnOnce(&mut Organization)) {
    let organizations = world.provider.organizations();
    let mut organization = organizations.require(slug).await.unwrap();
    with(&mut organization);
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    organizations
        .change(&mut changes, &organization)
        .await
        .unwrap();
    changes.commit_or_conflict().await.unwrap();
    world.expire_versions();
}

async fn claim(world: &World, organization: &Organization, domain: &str, is_verified: bool) {
    let ctx = world.context();
    let organizations = world.provider.organizations();
    let mut changes = world.provider.change_set(&ctx);
    organizations
        .add_domain(&mut changes, organization, domain)
        .await
        .unwrap();
    changes.commit_or_conflict().await.unwrap();
    if is_verified {
        let mut changes = world.provider.change_set(&ctx);
        let by = VerifiedBy::Administrator;
        let verified = organizations.verify_domain(&mut changes, organization, domain, by);
        verified.await.unwrap();
        changes.commit_or_conflict().await.unwrap();
    }
    world.expire_versions();
}

async fn is_in(world: &World, organization: &Organization, email: &str) -> bool {
    let id = world.sub(email).await;
    let theirs = world.provider.organizations().of_user(&id).await.unwrap();
    theirs.iter().any(|theirs| theirs.id == organization.id)
}

async fn a_second_factor_is_required_of_whoever_signs_in_for_an_organization_that_says_so(
    world: World,
) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    for organization in [&acme, &globex] {
        join(&world, organization, ADA.0, false).await;
    }
    change(&world, "acme", |acme| acme.second_factor = true).await;
    let mut browser = world.signed_in(ADA).await;
    let answer = ask(&mut browser, &[("organization", "globex")]).await;
    redeemed(&world, "app", &answer).await;
    let silent = [("organization", "acme"), ("prompt", "none")];
    assert_eq!(
        error(&ask(&mut browser, &silent).await),
        "interaction_required"
    );
    // It is set up within the sign-in, and cannot be put off.
    let page = ask(&mut browser, &[("organization", "acme")]).await;
    assert!(
        page.body.contains("Set up two-step verification"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Not now"), "{}", page.body);
    set_up_on(&world, &mut browser, &page).await;
    let answer = ask(&mut browser, &silent).await;
    let tokens = redeemed(&world, "app", &answer).await;
    assert_eq!(claims_of(&tokens.id)["acr"], TWO);
    assert_eq!(claims_of(&tokens.id)["org_id"], acme.id.as_str());
    // Also where the user chooses on a page for which one they sign in.
    for organization in [&acme, &globex] {
        join(&world, organization, GRACE.0, false).await;
    }
    let mut grace = world.signed_in(GRACE).await;
    let page = ask(&mut grace, &[]).await;
    let chosen = [("organization", acme.id.as_str())];
    let resumed = grace
        .submit_at(&page, "/select-organization", &chosen)
        .await;
    let page = grace.follow(resumed).await;
    assert!(
        page.body.contains("Set up two-step verification"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Not now"), "{}", page.body);
    let later = grace.submit(&page, &[("later", "yes")]).await;
    let told = grace.follow(later).await;
    assert_eq!(told.parameter("code"), None, "{:?}", told.location);
}

async fn a_sign_in_is_too_old_for_an_organization_after_its_time(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    join(&world, &acme, ADA.0, false).await;
    change(&world, "acme", |acme| acme.max_session_age = Some(600)).await;
    let mut browser = world.signed_in(ADA).await;
    redeemed(
        &world,
        "app",
        &ask(&mut browser, &[("prompt", "none")]).await,
    )
    .await;
    world.advance(Lifetime::seconds(601)).await;
    let silent = ask(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(error(&silent), "login_required");
    // What the app demands holds where it is stricter, and another sign-in is enough.
    let page = ask(&mut browser, &[]).await;
    assert!(page.body.contains("type=\"password\""), "{}", page.body);
    let answer = browser.sign_in_on(&page, ADA).await;
    let answer = browser.follow(answer).await;
    redeemed(&world, "app", &answer).await;
    world.advance(Lifetime::seconds(300)).await;
    let asked = [("prompt", "none"), ("max_age", "120")];
    assert_eq!(error(&ask(&mut browser, &asked).await), "login_required");
    let asked = [("prompt", "none"), ("max_age", "6000")];
    redeemed(&world, "app", &ask(&mut browser, &asked).await).await;
    // For no organization there is no such limit.
    world.advance(Lifetime::seconds(600)).await;
    let plain = authorize_query(&[("client_id", "other"), ("prompt", "none")]);
    let answer = browser.authorize(&plain).await;
    redeemed(&world, "other", &answer).await;
}

async fn administrators_decide_the_policy_and_owners_do_not(world: World) {
    declare(&world).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    join(&world, &acme, ADA.0, true).await;
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let owner = Caller::browser(&world, ADA).await;
    let path = "/organizations/acme";
    for change in [
        json!({"second_factor": "required"}),
        json!({"max_session_age": 3600}),
    ] {
        assert_eq!(owner.patch(path, &change).await.status, 403, "{change}");
        assert_eq!(admin.patch(path, &change).await.status, 200, "{change}");
    }
    let shown = owner.get(path).await;
    assert_eq!(shown.body["second_factor"], "required", "{}", shown.body);
    assert_eq!(shown.body["max_session_age"], 3600);
    // What it says already is no change, so that an owner may send back what they read.
    let same = json!({"name": "Acme", "second_factor": "required"});
    assert_eq!(owner.patch(path, &same).await.status, 200);
    for bad in [
        json!({"second_factor": "sometimes"}),
        json!({"max_session_age": 5}),
        json!({"provider": "nothing"}),
    ] {
        let told = admin.patch(path, &bad).await;
        assert_eq!(told.status, 422, "{bad}: {}", told.body);
    }
    let back = json!({"second_factor": "default", "max_session_age": 0, "provider": ""});
    let shown = admin.patch(path, &back).await;
    assert_eq!(shown.body["second_factor"], Value::Null, "{}", shown.body);
    assert_eq!(shown.body["max_session_age"], Value::Null);
    // A file says the same, and what it does not say stays.
    let apply = async |text: &str| {
        let file = format!("[[organizations]]\nslug = \"acme\"\nname = \"Acme\"\n{text}");
        let applied = doorward_cli::apply_text(&world.provider, "policy.toml", &file).await;
        applied.map_err(|error| error.to_string())
    };
    apply("second_factor = \"required\"\nmax_session_age = 7200\n")
        .await
        .unwrap();
    apply("").await.unwrap();
    let shown = admin.get(path).await;
    assert_eq!(shown.body["second_factor"], "required", "{}", shown.body);
    assert_eq!(shown.body["max_session_age"], 7200);
    let refused = apply("max_session_age = 1\n").await.unwrap_err();
    assert!(refused.contains("max_session_age"), "{refused}");
    apply("second_factor = \"default\"\nmax_session_age = 0\n")
        .await
        .unwrap();
    assert_eq!(admin.get(path).await.body["second_factor"], Value::Null);
}

const BACKENDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

/// Makes an account at the sign-up page.
async fn signs_up(world: &World, email: &str) {
    let mut browser = world.browser();
    let query = authorize_query(&[("prompt", "create")]);
    let page = browser.authorize(&query).await;
    let answer = browser
        .submit_at(&page, "/sign-up", &[("email", email)])
        .await;
    let page = browser.follow(answer).await;
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let code = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 6)
        .unwrap();
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", code)])
        .await;
    let page = browser.follow(answer).await;
    let fields = [("name", "Somebody"), ("new_password", PASSWORD)];
    let made = browser.submit_at(&page, "/sign-up/complete", &fields).await;
    assert_eq!(made.status, 303, "{}", made.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verified_domain_brings_in_whoever_proves_an_address_of_it() {
    for backend in BACKENDS {
        let world = World::open_with(backend, |settings| {
            settings.sign_up.mode = "open".into();
            settings.sign_in.methods = ["password", "code"].map(str::to_owned).to_vec();
        })
        .await;
        let acme = organization(&world, "acme", "Acme, Inc.").await;
        let globex = organization(&world, "globex", "Globex").await;
        claim(&world, &acme, "acme.example", true).await;
        claim(&world, &globex, "globex.example", false).await;
        claim(&world, &globex, "acme.example", false).await;
        for (email, of_acme) in [
            ("one@acme.example", true),
            ("two@globex.example", false),
            ("three@sub.acme.example", false),
            ("four@acme.example.org", false),
        ] {
            signs_up(&world, email).await;
            assert_eq!(is_in(&world, &acme, email).await, of_acme, "{email}");
            assert!(!is_in(&world, &globex, email).await, "{email}");
        }
        // The first proof of an address that somebody else typed, and not the next sign-in.
        let email = "five@acme.example";
        world
            .put_user(email, None, PASSWORD, StandardClaims::default())
            .await;
        assert!(!is_in(&world, &acme, email).await);
        by_code(&world, email).await;
        assert!(is_in(&world, &acme, email).await);
        leave(&world, &acme, email).await;
        by_code(&world, email).await;
        assert!(
            !is_in(&world, &acme, email).await,
            "who was taken out stays out"
        );
    }
}

/// Anybody may have an account there with the address of somebody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_a_provider_only_says_brings_nobody_in() {
    const MALLORY: &str = "mallory@acme.example";
    for backend in BACKENDS {
        let world = World::open(backend).await;
        let acme = organization(&world, "acme", "Acme, Inc.").await;
        claim(&world, &acme, "acme.example", true).await;
        let up = StandIn::open(&world, Shape::Oidc);
        up.declare(&world, "up", &json!({"sign_up": true})).await;
        up.is(json!({"sub": "mallory", "email": MALLORY, "email_verified": true}));
        for _ in 0..2 {
            into_notes(&world, &mut world.browser(), &up, "up").await;
            assert!(!is_in(&world, &acme, MALLORY).await);
        }
        // Its word counts where it assigns the addresses of the domain.
        let assigns = json!({"sign_up": true, "authoritative_for": ["acme.example"]});
        up.declare(&world, "up", &assigns).await;
        into_notes(&world, &mut world.browser(), &up, "up").await;
        assert!(is_in(&world, &acme, MALLORY).await);
    }
}

/// Signs in by a mailed code.
async fn by_code(world: &World, email: &str) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let asked = [("username", email), ("by", "mail")];
    let answer = browser.submit_at(&page, "/sign-in", &asked).await;
    let page = browser.follow(answer).await;
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let code = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() >= 6)
        .unwrap();
    let done = browser
        .submit_at(&page, "/sign-in/code", &[("code", code)])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    world.advance(Lifetime::minutes(2)).await;
}

/// What comes of typing an address.
async fn types(browser: &mut Browser, email: &str) -> Answer {
    let page = browser.authorize(&authorize_query(&[])).await;
    let typed = [
        ("username", email),
        ("password", PASSWORD),
        ("step", "identifier"),
    ];
    browser.submit_at(&page, "/sign-in", &typed).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verified_domain_routes_its_addresses_to_the_provider_of_the_organization() {
    for backend in BACKENDS {
        let world = World::open(backend).await;
        let up = StandIn::open(&world, Shape::Oidc);
        up.declare(&world, "corp", &json!({})).await;
        let acme = organization(&world, "acme", "Acme, Inc.").await;
        let globex = organization(&world, "globex", "Globex").await;
        claim(&world, &acme, "acme.example", true).await;
        claim(&world, &acme, "open.example", false).await;
        claim(&world, &globex, "globex.example", true).await;
        let organizations = world.provider.organizations();
        assert!(organizations.require_provider("nothing").await.is_err());
        organizations.require_provider("corp").await.unwrap();
        change(&world, "acme", |acme| {
            acme.provider_id = Some("corp".into());
        })
        .await;
        let leads_there = async |email: &str| {
            let answer = types(&mut world.browser(), email).await;
            answer
                .location
                .is_some_and(|to| to.starts_with(&up.issuer()))
        };
        assert!(leads_there("eve@acme.example").await);
        assert!(leads_there("eve@ACME.example").await);
        for other in [
            "eve@open.example",
            "eve@globex.example",
            "eve@x.acme.example",
            ADA.0,
        ] {
            assert!(!leads_there(other).await, "{other}");
        }
        // Passwords of such users are off, by whatever name.
        let claims = StandardClaims::default();
        world
            .put_user("eve@acme.example", Some("eve"), PASSWORD, claims)
            .await;
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        let first = [("username", "eve"), ("step", "identifier")];
        let page = browser.submit_at(&page, "/sign-in", &first).await;
        let both = [("username", "eve"), ("password", PASSWORD)];
        let answer = browser.submit_at(&page, "/sign-in", &both).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(browser.session(), None);
        // A domain that is given up, and an organization that is gone, route no more.
        let ctx = world.context();
        let mut changes = world.provider.change_set(&ctx);
        organizations
            .remove_domain(&mut changes, &acme, "acme.example")
            .await
            .unwrap();
        changes.commit_or_conflict().await.unwrap();
        world.expire_versions();
        assert!(!leads_there("eve@acme.example").await);
        change(&world, "globex", |globex| {
            globex.provider_id = Some("corp".into());
        })
        .await;
        assert!(leads_there("eve@globex.example").await);
        let globex = organizations.require("globex").await.unwrap();
        let mut changes = world.provider.change_set(&ctx);
        organizations.delete(&mut changes, &globex).await.unwrap();
        changes.commit_or_conflict().await.unwrap();
        world.expire_versions();
        assert!(!leads_there("eve@globex.example").await);
    }
}
