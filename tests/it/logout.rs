//! RP-initiated logout.

use crate::{
    on_both,
    world::{ADA, GRACE, SECRET, World, authorize_query, encode},
};

on_both!(
    a_valid_hint_signs_out_and_goes_back,
    without_a_hint_the_user_is_asked,
    a_hint_that_proves_nothing_is_refused,
    a_hint_of_somebody_else_asks_first,
    post_works_as_get_does,
    after_sign_out_no_code_and_no_token_comes_of_the_session
);

const BYE: &str = "https://notes.example/bye";

async fn a_valid_hint_signs_out_and_goes_back(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let id = world.tokens(&mut browser, &[]).await.id;
    let answer = browser
        .get(&format!(
            "/end_session?{}",
            encode(&[
                ("id_token_hint", &id),
                ("post_logout_redirect_uri", BYE),
                ("state", "a b&c")
            ])
        ))
        .await;
    assert_eq!(
        (answer.status, answer.location.as_deref()),
        (303, Some("https://notes.example/bye?state=a+b%26c"))
    );
    assert_eq!(
        browser.get("/account").await.location.as_deref(),
        Some("/sign-in")
    );
    // Again, with nobody there: the browser still goes on.
    let answer = browser
        .get(&format!(
            "/end_session?{}",
            encode(&[("id_token_hint", &id), ("post_logout_redirect_uri", BYE)])
        ))
        .await;
    assert_eq!(answer.location.as_deref(), Some(BYE));
}

async fn without_a_hint_the_user_is_asked(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for query in [
        String::new(),
        encode(&[("client_id", "notes")]),
        encode(&[("client_id", "notes"), ("post_logout_redirect_uri", BYE)]),
        encode(&[("state", "x")]),
    ] {
        let page = browser.get(&format!("/end_session?{query}")).await;
        assert!(
            page.status == 200 && page.body.contains("Sign out everywhere?"),
            "{query}"
        );
        assert_eq!(browser.get("/account").await.status, 200, "still signed in");
        assert_eq!(
            browser
                .post("/end_session/confirm", &[("request", "")])
                .await
                .status,
            403,
            "a form without its token signs nobody out"
        );
    }
    let page = browser
        .get(&format!(
            "/end_session?{}",
            encode(&[("client_id", "notes"), ("post_logout_redirect_uri", BYE)])
        ))
        .await;
    assert_eq!(
        browser.submit(&page, &[]).await.location.as_deref(),
        Some(BYE)
    );
    let page = browser.get("/signed-out").await;
    assert!(page.body.contains("signed out"));
}

async fn a_hint_that_proves_nothing_is_refused(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let id = world.tokens(&mut browser, &[]).await.id;
    let altered = format!("{}{}", &id[..id.len() - 3], "AAA");
    for form in [
        vec![("id_token_hint", altered.as_str())],
        vec![("id_token_hint", "x")],
        vec![("id_token_hint", id.as_str()), ("client_id", "photos")],
        vec![
            ("id_token_hint", id.as_str()),
            ("post_logout_redirect_uri", "https://evil.example/"),
        ],
        vec![
            ("id_token_hint", id.as_str()),
            ("post_logout_redirect_uri", "https://notes.example/bye?x=1"),
        ],
        vec![("post_logout_redirect_uri", BYE)],
        vec![("client_id", "nobody")],
        vec![
            ("id_token_hint", id.as_str()),
            ("id_token_hint", id.as_str()),
        ],
    ] {
        let answer = browser
            .get(&format!("/end_session?{}", encode(&form)))
            .await;
        assert_eq!((answer.status, &answer.location), (400, &None), "{form:?}");
        assert_eq!(browser.get("/account").await.status, 200);
    }
}

async fn a_hint_of_somebody_else_asks_first(world: World) {
    let mut grace = world.signed_in(GRACE).await;
    let theirs = world.tokens(&mut grace, &[]).await.id;
    let mut ada = world.signed_in(ADA).await;
    let answer = ada
        .get(&format!(
            "/end_session?{}",
            encode(&[("id_token_hint", &theirs)])
        ))
        .await;
    assert!(answer.status == 200 && answer.body.contains("Sign out everywhere?"));
    assert_eq!(ada.get("/account").await.status, 200);
}

async fn post_works_as_get_does(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let id = world.tokens(&mut browser, &[]).await.id;
    let answer = browser
        .post(
            "/end_session",
            &[("id_token_hint", &id), ("post_logout_redirect_uri", BYE)],
        )
        .await;
    assert_eq!(answer.status, 303);
    let answer = browser.follow(answer).await;
    assert_eq!(answer.location.as_deref(), Some(BYE));
    assert_eq!(browser.get("/account").await.status, 303);
}

async fn after_sign_out_no_code_and_no_token_comes_of_the_session(world: World) {
    for _ in 0..5 {
        let mut browser = world.signed_in(ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;
        let mut twin = world.browser();
        twin.cookies = browser.cookies.clone();
        let page = browser.get("/end_session").await;
        let query = authorize_query(&[("prompt", "none")]);
        let (_, answer, (_, refreshed)) = tokio::join!(
            browser.submit(&page, &[]),
            twin.authorize(&query),
            world.refresh(&tokens.refresh)
        );
        if let Some(code) = answer.parameter("code") {
            assert_eq!(world.redeem(&code).await.1["error"], "invalid_grant");
        }
        if let Some(token) = refreshed["access_token"].as_str() {
            assert_eq!(world.userinfo(token).await.0, 401);
        }
        assert_eq!(
            twin.authorize(&query).await.parameter("error").as_deref(),
            Some("login_required")
        );
        assert_eq!(
            world
                .post(
                    "/token",
                    Some(crate::world::basic("notes", SECRET)),
                    &[
                        ("grant_type", "refresh_token"),
                        ("refresh_token", &tokens.refresh)
                    ]
                )
                .await
                .0,
            400
        );
    }
}
