//! RP-initiated logout.

use crate::{
    on_both,
    world::{ADA, GRACE, SECRET, World, authorize_query, encode},
};
use serde_json::json;

on_both!(
    a_valid_hint_signs_out_and_goes_back,
    without_a_hint_the_user_is_asked,
    what_cannot_be_verified_costs_the_way_back_and_not_the_sign_out,
    a_hint_that_is_none_is_not_repeated_on_a_page,
    the_account_that_a_hint_names_is_signed_out_whatever_else_is_wrong,
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

/// Each request with what is wrong with it, and whether it names an app all the same.
async fn what_cannot_be_verified_costs_the_way_back_and_not_the_sign_out(world: World) {
    let uri = json!({"client_uri": "https://wiki.example/", "client_name": "Wiki", "redirect_uris": ["https://wiki.example/cb"]});
    world.client("wiki", &uri, &json!({})).await;
    let evil = "https://evil.example/";
    for turn in 0..10 {
        let mut browser = world.signed_in(ADA).await;
        let id = world.tokens(&mut browser, &[]).await.id;
        let altered = format!("{}{}", &id[..id.len() - 3], "AAA");
        let hint = ("id_token_hint", id.as_str());
        let to = |uri| ("post_logout_redirect_uri", uri);
        let (parameters, app) = match turn {
            0 => (vec![("id_token_hint", altered.as_str()), to(BYE)], None),
            1 => (vec![("id_token_hint", "x")], None),
            2 => (vec![hint, ("client_id", "wiki"), to(BYE)], Some("notes")),
            3 => (vec![hint, to(evil)], Some("notes")),
            4 => (
                vec![hint, to("https://notes.example/bye?x=1")],
                Some("notes"),
            ),
            5 => (vec![to(BYE)], None),
            6 => (vec![("client_id", "nobody"), to(BYE)], None),
            7 => (vec![hint, hint, to(BYE)], None),
            8 => (vec![("client_id", "wiki"), to(BYE)], Some("wiki")),
            _ => (
                vec![("id_token_hint", "x"), ("client_id", "notes"), to(BYE)],
                Some("notes"),
            ),
        };
        let target = format!("/end_session?{}", encode(&parameters));
        let page = browser.get(&target).await;
        let is_asked = page.status == 200 && page.body.contains("Sign out everywhere?");
        assert!(is_asked && page.location.is_none(), "{turn}: {}", page.body);
        let says_why = page.body.contains("This sign-out link does not work");
        assert!(
            says_why && page.body.contains("invalid_request: "),
            "{turn}"
        );
        assert_eq!(browser.get("/account").await.status, 200, "not unasked");
        let done = browser.submit(&page, &[]).await;
        let result = match app {
            Some(app) => format!("/signed-out?client_id={app}"),
            None => "/signed-out".to_owned(),
        };
        assert_eq!(done.location.as_ref(), Some(&result), "{turn}");
        assert_eq!(browser.get("/account").await.status, 303, "signed out");
        let page = browser.get(&result).await;
        let link = match app {
            Some("wiki") => Some(("https://wiki.example/", "Wiki")),
            Some(_) => Some(("/", "Notes")),
            None => None,
        };
        assert!(
            page.status == 200 && page.body.contains("signed out"),
            "{turn}"
        );
        assert_eq!(page.body.contains("id=\"app\""), link.is_some(), "{turn}");
        if let Some((address, name)) = link {
            let link = format!("id=\"app\" href=\"{address}\"");
            assert!(page.body.contains(&link), "{turn}: {}", page.body);
            assert!(
                page.body.contains(&format!("Go to {name}")),
                "{}",
                page.body
            );
        }
        // Nobody is there any more: nothing to ask, and still no way to an address that was not
        // verified.
        let again = browser.get(&target).await;
        assert_eq!(again.location.as_ref(), Some(&result), "{turn}");
    }
}

/// What came as a hint may be a secret in the wrong place.
async fn a_hint_that_is_none_is_not_repeated_on_a_page(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    for token in [&tokens.access, &tokens.refresh] {
        let query = encode(&[("id_token_hint", token), ("client_id", "notes")]);
        let page = browser.get(&format!("/end_session?{query}")).await;
        assert!(page.status == 200 && !page.body.contains(token.as_str()));
    }
}

/// Of several accounts, the one that a valid hint names, also where the address is unregistered.
async fn the_account_that_a_hint_names_is_signed_out_whatever_else_is_wrong(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let id = world.tokens(&mut browser, &[]).await.id;
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    browser.sign_in_on(&page, GRACE).await;
    let query = encode(&[
        ("id_token_hint", &id),
        ("post_logout_redirect_uri", "https://evil.example/"),
    ]);
    let page = browser.get(&format!("/end_session?{query}")).await;
    assert!(
        page.body.contains("signed in as ada@example.com"),
        "{}",
        page.body
    );
    let done = browser.submit(&page, &[]).await;
    let result = "/signed-out?client_id=notes";
    assert_eq!(done.location.as_deref(), Some(result));
    assert!(browser.get("/account").await.body.contains("Grace Hopper"));
    let page = browser.get(result).await;
    assert!(page.body.contains("grace@example.com"), "{}", page.body);
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
