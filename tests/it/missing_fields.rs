//! Fields that users fill in at the next sign-in to an app: asked for before the app gets its answer.

use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, World, authorize_query},
};
use serde_json::json;

const FILE: &str = r#"
[[user_attributes]]
name = "badge"
label = { en = "Badge number", de = "Ausweisnummer" }
pattern = "[A-Z][0-9]{3}"
required = "later"
claim = "badge"
scope = "profile"

[[user_attributes]]
name = "birthdate"
required = "later"

[[user_attributes]]
name = "team"

[[user_attributes]]
name = "rank"
edit = ["admin"]

[[user_attributes]]
name = "shoe_size"
type = "number"
required = "registration"
"#;

on_both!(
    whoever_lacks_a_field_fills_it_in_before_the_app_gets_its_answer,
    nothing_is_asked_without_a_page_nor_of_whoever_signs_in_as_another,
    a_value_that_the_declaration_takes_no_more_is_asked_for_again,
    of_two_answers_at_once_neither_takes_the_other_back,
);

async fn declare(world: &World, text: &str) {
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
    applied.unwrap();
    world.expire_versions();
}

async fn asked(browser: &mut Browser) -> Answer {
    let page = browser.authorize(&authorize_query(&[])).await;
    assert!(page.body.contains("Complete your account"), "{}", page.body);
    page
}

async fn whoever_lacks_a_field_fills_it_in_before_the_app_gets_its_answer(world: World) {
    declare(&world, FILE).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let page = browser.sign_in_on(&page, ADA).await;
    assert!(page.body.contains("Badge number"), "{}", page.body);
    assert!(page.body.contains("Continue to") && page.body.contains("birthdate"));
    for other in ["team", "rank", "shoe_size", "family_name"] {
        assert!(
            !page.body.contains(&format!("attribute_{other}")),
            "{other}"
        );
    }
    let fields = [("attribute_badge", "x"), ("attribute_birthdate", "")];
    let again = browser.submit_at(&page, "/missing-fields", &fields).await;
    assert_eq!(again.status, 200, "{}", again.body);
    assert!(again.body.contains("Fill in this field"), "{}", again.body);
    assert_eq!(again.field("attribute_badge").as_deref(), Some("x"));
    assert!(
        again
            .body
            .contains("aria-describedby=\"attribute_badge-problem\"")
    );
    let fields = [
        ("attribute_badge", "A123"),
        ("attribute_birthdate", "1815-12-10"),
        ("attribute_rank", "general"),
        ("attribute_team", "red"),
        ("attribute_name", "Somebody else"),
    ];
    let done = browser.submit_at(&again, "/missing-fields", &fields).await;
    let done = browser.follow(done).await;
    let code = done.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", done.location, done.body));
    assert_eq!(world.redeem(&code).await.0, 200);
    let ada = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    assert_eq!(json!(ada.claims.attributes), json!({"badge": "A123"}));
    assert_eq!(ada.claims.birthdate.as_deref(), Some("1815-12-10"));
    assert_eq!(ada.claims.name.as_deref(), Some("Ada Lovelace"));
    let audit = "SELECT detail FROM audit_events WHERE action = 'user.changed'";
    assert_eq!(world.texts(audit).await, ["missing fields"]);
    // From then on nobody asks, and the page of the request leads on.
    let next = browser.authorize(&authorize_query(&[])).await;
    assert!(next.parameter("code").is_some(), "{}", next.body);
    assert!(browser.silent(&[]).await.parameter("code").is_some());
}

async fn nothing_is_asked_without_a_page_nor_of_whoever_signs_in_as_another(world: World) {
    let mut browser = world.signed_in(ADA).await;
    declare(&world, FILE).await;
    let silent = browser.silent(&[]).await;
    let error = silent.parameter("error");
    assert_eq!(error.as_deref(), Some("interaction_required"));
    // The page is of one account: an answer after another one signed in is no answer.
    let page = asked(&mut browser).await;
    let flow = page.field("flow").unwrap();
    let another = browser
        .get(&format!("/sign-in?flow={flow}&way=another"))
        .await;
    browser
        .submit(&another, &[("username", GRACE.0), ("password", GRACE.1)])
        .await;
    let fields = [
        ("attribute_badge", "A123"),
        ("attribute_birthdate", "1815-12-10"),
    ];
    let late = browser.submit_at(&page, "/missing-fields", &fields).await;
    assert_ne!(late.status, 200, "{}", late.body);
    for who in [ADA, GRACE] {
        let user = world.provider.users().find(who.0).await.unwrap().unwrap();
        assert!(user.claims.attributes.is_empty() && user.claims.birthdate.is_none());
    }
    // Half a sign-in shows nothing of anybody.
    let mut stranger = world.browser();
    let page = stranger.authorize(&authorize_query(&[])).await;
    let flow = page.field("flow").unwrap();
    let shown = stranger.get(&format!("/missing-fields?flow={flow}")).await;
    assert_eq!(shown.status, 303);
    let posted = stranger.post("/missing-fields", &[("flow", &flow)]).await;
    assert_eq!(posted.status, 403);
}

async fn a_value_that_the_declaration_takes_no_more_is_asked_for_again(world: World) {
    let declared = |pattern: &str| {
        format!(
            "[[user_attributes]]\nname = \"badge\"\npattern = \"{pattern}\"\nrequired = \"later\"\n"
        )
    };
    declare(&world, &declared("[0-9]+")).await;
    let mut browser = world.signed_in(ADA).await;
    let page = asked(&mut browser).await;
    let fields = [("attribute_badge", "123")];
    let done = browser.submit_at(&page, "/missing-fields", &fields).await;
    assert!(browser.follow(done).await.parameter("code").is_some());
    declare(&world, &declared("[A-Z]+")).await;
    let page = asked(&mut browser).await;
    assert_eq!(page.field("attribute_badge").as_deref(), Some("123"));
    declare(&world, &declared("[0-9]+")).await;
    let flow = page.field("flow").unwrap();
    let shown = browser.get(&format!("/missing-fields?flow={flow}")).await;
    let onward = browser.follow(shown).await;
    assert!(
        onward.parameter("code").is_some(),
        "nothing is missing any more"
    );
}

async fn of_two_answers_at_once_neither_takes_the_other_back(world: World) {
    declare(&world, FILE).await;
    let user = world.sub(ADA.0).await;
    let own_account = world.provider.own_account();
    let ctx = world.context();
    let typed = |badge: &str| {
        [("badge", badge), ("birthdate", "1815-12-10")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    };
    let badges: Vec<_> = (100..120)
        .map(|number| typed(&format!("A{number}")))
        .collect();
    let answers = badges
        .iter()
        .map(|typed| own_account.fill_in(&ctx, &user, typed));
    for answer in futures_util::future::join_all(answers).await {
        assert_eq!(answer.unwrap(), Ok(()));
    }
    let audit = "SELECT detail FROM audit_events WHERE action = 'user.changed'";
    assert_eq!(world.texts(audit).await.len(), 1, "one of them is written");
}
