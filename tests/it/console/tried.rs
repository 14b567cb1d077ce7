//! Secrets that were pasted, references of error pages, and sign-ins that are tried out.

use super::{
    administrator,
    broken::{curl, declare_apps},
    inspect::{INSPECT, request},
};
use crate::{
    on_both_wide,
    world::{ADA, Browser, GRACE, Lies, Shape, StandIn, World, basic, encode},
};
use serde_json::json;

on_both_wide!(
    a_secret_that_was_pasted_is_not_shown_again_and_not_to_be_guessed,
    the_reference_of_an_error_page_names_its_cause,
    a_sign_in_is_tried_out_and_nothing_is_stored,
);

async fn a_secret_that_was_pasted_is_not_shown_again_and_not_to_be_guessed(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let form = encode(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", "token-in-form"),
    ]);
    for text in [
        curl("hidden-secret", &[("code", "code-in-form")]),
        format!(
            "POST /token HTTP/1.1\nAuthorization: {}\n\n{form}",
            basic("notes", "hidden-secret")
        ),
    ] {
        let page = owner.get(INSPECT).await;
        let answer = owner.submit_at(&page, INSPECT, &[("text", &text)]).await;
        assert!(
            answer.body.contains("The client secret is wrong"),
            "{}",
            answer.body
        );
        for secret in ["hidden-secret", "code-in-form", "token-in-form", "Basic "] {
            assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
        }
    }
    let quota = world.provider.settings().quotas.client_authentication;
    let mut statuses = Vec::new();
    for number in 0..=quota {
        let page = owner.get(INSPECT).await;
        let text = curl(&format!("guess-{number}"), &[("code", "x")]);
        statuses.push(
            owner
                .submit_at(&page, INSPECT, &[("text", &text)])
                .await
                .status,
        );
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let (status, _) = world.redeem("x").await;
    assert_eq!(status, 400, "the app itself is not told to wait");
}

async fn the_reference_of_an_error_page_names_its_cause(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let mut stranger = world.browser();
    let wrong = stranger
        .get(
            &request(&[("redirect_uri", "https://notes.example/callbck")])
                .replace("https://id.example", ""),
        )
        .await;
    let reference = |body: &str| {
        let (_, rest) = body.rsplit_once("<span>Reference ").expect(body);
        rest.split('<').next().unwrap().to_owned()
    };
    let look_up = async |browser: &mut Browser, reference: &str| {
        let page = browser.get(INSPECT).await;
        browser
            .submit_at(&page, INSPECT, &[("text", reference)])
            .await
            .body
    };
    let found = look_up(&mut owner, &reference(&wrong.body)).await;
    assert!(found.contains("https://notes.example/callbck"), "{found}");
    assert!(found.contains("nearest_redirect_uri"), "{found}");
    assert!(
        look_up(&mut owner, "zzzzzzzz")
            .await
            .contains("id=\"unknown\"")
    );

    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "up", &json!({})).await;
    world.expire_versions();
    up.lie(Lies {
        answers: [(
            "/.well-known/openid-configuration".to_owned(),
            (503, String::new()),
        )]
        .into(),
        ..Lies::default()
    });
    let page = stranger.get("/sign-in").await;
    let failed = stranger.choose(&page, "up").await;
    let failed = stranger.follow(failed).await;
    let found = look_up(&mut owner, &reference(&failed.body)).await;
    assert!(found.contains("id=\"shown\""), "{found}");
    assert!(
        found.contains("/federation") && found.contains("503"),
        "{found}"
    );

    // An entry of the audit log is found by its request.
    let ids = world
        .texts("SELECT request_id FROM audit_events WHERE action = 'sign_in.succeeded'")
        .await;
    let found = look_up(&mut owner, &ids[0]).await;
    assert!(found.contains("sign_in.succeeded"), "{found}");
    let mut support = administrator(&world, "support").await;
    assert_eq!(support.get(INSPECT).await.status, 403);
}

async fn a_sign_in_is_tried_out_and_nothing_is_stored(world: World) {
    declare_apps(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let ask = async |owner: &mut Browser, app: &str, user: &str| {
        let query = encode(&[("app", app), ("as", user)]);
        let answer = owner.get(&format!("{INSPECT}?{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    };
    let rows = "SELECT (SELECT COUNT(*) FROM sso_sessions) + (SELECT COUNT(*) FROM grants)
                + (SELECT COUNT(*) FROM consents) + (SELECT COUNT(*) FROM interactions)";
    let before = world.numbers(rows).await;
    let nobody = ask(&mut owner, "notes", "").await;
    assert!(nobody.contains("The sign-in page is shown"), "{nobody}");
    assert!(nobody.contains("id=\"methods\"") && !nobody.contains("id=\"for-user\""));
    let ada = ask(&mut owner, "notes", ADA.0).await;
    assert!(
        ada.contains("The app gets its answer at https://notes.example/callback"),
        "{ada}"
    );
    assert!(
        ada.contains("a field of the user, opened by the scope email"),
        "{ada}"
    );
    assert!(ada.contains("set by this server"), "{ada}");
    let consent = ask(&mut owner, "photos", ADA.0).await;
    assert!(
        consent.contains("asked to allow what the app wants"),
        "{consent}"
    );
    let refused = ask(&mut owner, "closed", GRACE.0).await;
    assert!(
        refused.contains("The app gets the error access_denied"),
        "{refused}"
    );
    assert!(!refused.contains("<code>id_token</code>"), "{refused}");
    assert!(ask(&mut owner, "off", "").await.contains("off is disabled"));
    assert!(
        ask(&mut owner, "nowhere", "")
            .await
            .contains("id=\"problem\"")
    );
    assert_eq!(world.numbers(rows).await, before);
}
