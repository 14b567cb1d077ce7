//! A provider that lies, and strangers who meddle with the way back: nobody is signed in, nothing
//! changes.

use super::{come_back, into_notes, sign_up, state_of, there_and_back};
use crate::{
    on_both,
    world::{ADA, Lies, Shape, StandIn, Way, World, authorize_query, twist},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    no_id_token_that_does_not_hold_signs_anybody_in,
    what_a_provider_says_beside_the_id_token_must_hold_too,
    verified_is_said_of_the_address_beside_it_alone,
    a_callback_that_fits_nothing_changes_nothing,
    a_code_of_somebody_else_is_worth_nothing,
    ten_callbacks_at_once_are_one_sign_in,
    rotated_keys_are_found_and_strange_ones_are_not,
    the_way_back_is_fixed_by_configuration,
    an_error_with_markup_is_a_plain_page,
    a_key_that_others_can_know_verifies_nothing,
    an_odd_type_in_a_claim_that_nobody_needs_keeps_nobody_out
);

async fn oidc(world: &World) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", &sign_up()).await;
    up.is(json!({"sub": "u-1", "email": "someone@acme.example", "email_verified": true, "name": "Some One"}));
    up
}

/// The provider lies: the page says that its answer cannot be trusted, and the store is as before.
async fn is_not_believed(world: &World, up: &StandIn, what: &str, lies: Lies) {
    let before = state_of(world).await;
    up.lie(lies);
    let mut browser = world.browser();
    let answer = there_and_back(&mut browser, up, "up").await;
    assert_eq!(
        answer.status, 502,
        "{what}: {} {:?} {}",
        answer.status, answer.location, answer.body
    );
    assert!(
        answer.body.contains("verify the response") && answer.body.contains("another method"),
        "{what}: {}",
        answer.body
    );
    assert!(browser.session().is_none(), "{what}");
    assert_eq!(state_of(world).await, before, "{what}");
}

async fn a_key_that_others_can_know_verifies_nothing(world: World) {
    let up = oidc(&world).await;
    // Nothing is wrong with the token, only with the key that the provider publishes.
    let private = twist(|jwks| jwks["keys"][0]["d"] = "AA".into());
    let lies = Lies {
        jwks: Some(private),
        ..Lies::default()
    };
    is_not_believed(&world, &up, "a private key", lies).await;
    up.lie(Lies::default());
    world.advance(Lifetime::seconds(6)).await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
}

async fn no_id_token_that_does_not_hold_signs_anybody_in(world: World) {
    let up = oidc(&world).await;
    let claim =
        |name: &'static str, value: Value| Some(twist(move |claims| claims[name] = value.clone()));
    let now = world.clock_seconds();
    let claims: [(&str, Value); 15] = [
        ("iss", json!("https://evil.example")),
        ("iss", json!(null)),
        ("aud", json!("somebody-else")),
        ("aud", json!(["somebody-else", "another"])),
        ("aud", json!([crate::world::UPSTREAM_CLIENT, "another"])),
        ("azp", json!("somebody-else")),
        ("nonce", json!("another nonce")),
        ("nonce", json!(null)),
        ("exp", json!(now - 61)),
        ("exp", json!("tomorrow")),
        ("iat", json!(now + 600)),
        ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
        ("sub", json!(7)),
        ("sub", json!(["u-1"])),
        ("sub", json!("")),
    ];
    for (name, value) in claims {
        is_not_believed(
            &world,
            &up,
            &format!("{name} {value}"),
            Lies {
                id_token: claim(name, value.clone()),
                ..Lies::default()
            },
        )
        .await;
    }
    let missing = twist(|claims| {
        claims.as_object_mut().unwrap().remove("sub");
    });
    is_not_believed(
        &world,
        &up,
        "no sub",
        Lies {
            id_token: Some(missing),
            ..Lies::default()
        },
    )
    .await;
    for signature in ["none", "HS256", "forged"] {
        is_not_believed(
            &world,
            &up,
            signature,
            Lies {
                signature: Some(signature),
                ..Lies::default()
            },
        )
        .await;
    }
    // And without a lie it works.
    up.lie(Lies::default());
    into_notes(&world, &mut world.browser(), &up, "up").await;
}

async fn what_a_provider_says_beside_the_id_token_must_hold_too(world: World) {
    let up = oidc(&world).await;
    let only_sub = || {
        twist(|claims| {
            claims.as_object_mut().unwrap().remove("email");
        })
    };
    let other = twist(|claims| claims["sub"] = "somebody-else".into());
    is_not_believed(
        &world,
        &up,
        "userinfo of another",
        Lies {
            id_token: Some(only_sub()),
            userinfo: Some(other),
            ..Lies::default()
        },
    )
    .await;
    let nobody = twist(|claims| {
        claims.as_object_mut().unwrap().remove("sub");
    });
    is_not_believed(
        &world,
        &up,
        "userinfo of nobody",
        Lies {
            id_token: Some(only_sub()),
            userinfo: Some(nobody),
            ..Lies::default()
        },
    )
    .await;
    for iss in ["https://evil.example", ""] {
        is_not_believed(
            &world,
            &up,
            &format!("iss {iss}"),
            Lies {
                iss: Some(iss.into()),
                ..Lies::default()
            },
        )
        .await;
    }
    let answers = |path: &str, status, body: &str| Lies {
        answers: [(path.to_owned(), (status, body.to_owned()))].into(),
        ..Lies::default()
    };
    let huge = format!("{{\"access_token\":\"{}\"}}", "x".repeat(10_000_000));
    for (what, body) in [
        ("HTML", "<html>Welcome</html>"),
        ("200 with an error", "{\"ok\":false}"),
        (
            "no id_token",
            "{\"access_token\":\"x\",\"token_type\":\"Bearer\"}",
        ),
    ] {
        is_not_believed(&world, &up, what, answers("/token", 200, body)).await;
    }
    // Ten megabytes are not read.
    up.lie(answers("/token", 200, &huge));
    let answer = there_and_back(&mut world.browser(), &up, "up").await;
    assert!([502, 503].contains(&answer.status), "{}", answer.status);
}

async fn verified_is_said_of_the_address_beside_it_alone(world: World) {
    // The ID token has Ada's address without a word about it; userinfo verifies another.
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(
        &world,
        "up",
        &json!({"sign_up": true, "authoritative_for": ["*"]}),
    )
    .await;
    up.is(json!({"sub": "u-1", "email": "eve@evil.example", "email_verified": true}));
    let unsaid = twist(|claims| {
        claims["email"] = ADA.0.into();
        claims.as_object_mut().unwrap().remove("email_verified");
    });
    up.lie(Lies {
        id_token: Some(unsaid),
        ..Lies::default()
    });
    let answer = there_and_back(&mut world.browser(), &up, "up").await;
    assert!(
        answer.status == 403 && answer.location.is_none(),
        "no offer: {:?} {}",
        answer.location,
        answer.body
    );
}

async fn a_callback_that_fits_nothing_changes_nothing(world: World) {
    let up = oidc(&world).await;
    let second = StandIn::open(&world, Shape::Oidc);
    second.declare(&world, "second", &sign_up()).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let away = browser.choose(&page, "up").await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let before = state_of(&world).await;
    let query = location.split_once('?').unwrap().1.to_owned();
    let state = crate::world::Answer {
        location: Some(location.clone()),
        ..browser.get("/signed-out").await
    }
    .parameter("state")
    .unwrap();
    let without: String = query.replace(
        &url::form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &state)
            .finish(),
        "",
    );
    let others = [
        ("/federation/up/callback".to_owned(), "nothing"),
        (format!("/federation/up/callback?{without}"), "no state"),
        (
            "/federation/up/callback?code=code-1&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                .to_owned(),
            "a state of nobody",
        ),
        (
            format!("/federation/second/callback?{query}"),
            "another provider's",
        ),
        (
            format!("/federation/nobody/callback?{query}"),
            "a provider that is none",
        ),
        (
            format!("/federation/up/callback?{query}&state={state}"),
            "state twice",
        ),
    ];
    for (target, what) in &others {
        let answer = browser.get(target).await;
        assert_eq!((answer.status, answer.location), (400, None), "{what}");
    }
    let elsewhere = world.browser().get(&location).await;
    assert_eq!(elsewhere.status, 400, "another browser's");
    let mut signed_in = world.signed_in(ADA).await;
    let before_ada = state_of(&world).await;
    assert_eq!(
        signed_in.get(&location).await.status,
        400,
        "nor somebody else's, signed in"
    );
    assert_eq!(state_of(&world).await, before_ada);
    assert_ne!(before, before_ada);
    // None of that used it up: the browser that it is of goes on.
    let back = browser.get(&location).await;
    assert_eq!(back.status, 303, "{}", back.body);
    let session = browser.session();
    let again = browser.get(&location).await;
    assert!(again.location.unwrap().starts_with("/authorize/resume?"));
    assert_eq!(browser.session(), session, "once");
    let mut late = world.browser();
    let page = late.authorize(&authorize_query(&[])).await;
    let away = late.choose(&page, "up").await;
    world.advance(Lifetime::minutes(11)).await;
    let answer = come_back(&mut late, &up, &away).await;
    assert_eq!((answer.status, late.session()), (303, None), "too late");
}

/// The code in the address of a callback.
fn code_in(callback: &str) -> String {
    let url = url::Url::parse(callback).unwrap();
    let code = url.query_pairs().find(|(name, _)| name == "code");
    code.unwrap().1.into_owned()
}

async fn a_code_of_somebody_else_is_worth_nothing(world: World) {
    let up = oidc(&world).await;
    // The attacker keeps their own code and puts it into the victim's callback.
    let mut attacker = world.browser();
    let page = attacker.authorize(&authorize_query(&[])).await;
    let away = attacker.choose(&page, "up").await;
    let Way::Redirect(theirs) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let code = code_in(&theirs);
    let mut victim = world.browser();
    let page = victim.authorize(&authorize_query(&[])).await;
    let away = victim.choose(&page, "up").await;
    let Way::Redirect(own) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let own_code = code_in(&own);
    let answer = victim.get(&own.replace(&own_code, &code)).await;
    assert_eq!(
        answer.status, 502,
        "PKCE binds the code to the browser that asked"
    );
    assert!(victim.session().is_none());
}

async fn ten_callbacks_at_once_are_one_sign_in(world: World) {
    let up = oidc(&world).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let away = browser.choose(&page, "up").await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let cookies = browser.cookies.clone();
    let sessions = futures_util::future::join_all((0..10).map(|_| {
        let (mut browser, location) = (world.browser(), location.clone());
        browser.cookies = cookies.clone();
        async move {
            let answer = browser.get(&location).await;
            assert!(answer.location.unwrap().starts_with("/authorize/resume?"));
            browser.session()
        }
    }))
    .await;
    assert_eq!(sessions.iter().flatten().count(), 1, "{sessions:?}");
    assert_eq!(world.provider.store().users().await.unwrap().len(), 3);
}

async fn rotated_keys_are_found_and_strange_ones_are_not(world: World) {
    let up = oidc(&world).await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
    up.rotate("k2");
    into_notes(&world, &mut world.browser(), &up, "up").await;
    assert_eq!(up.seen("/jwks").len(), 2, "the new key was looked for once");
    is_not_believed(
        &world,
        &up,
        "forged",
        Lies {
            signature: Some("forged"),
            ..Lies::default()
        },
    )
    .await;
    is_not_believed(
        &world,
        &up,
        "forged again",
        Lies {
            signature: Some("forged"),
            ..Lies::default()
        },
    )
    .await;
    assert_eq!(
        up.seen("/jwks").len(),
        2,
        "whoever forges orders no work of the provider"
    );
    up.lie(Lies::default());
    // The same under a key set that suddenly is none.
    let other = StandIn::open(&world, Shape::Oidc);
    other.declare(&world, "other", &sign_up()).await;
    other.lie(Lies {
        jwks: Some(twist(|jwks| *jwks = json!({"keys": "none"}))),
        ..Lies::default()
    });
    let answer = there_and_back(&mut world.browser(), &other, "other").await;
    assert_eq!(answer.status, 503, "{}", answer.body);
}

async fn the_way_back_is_fixed_by_configuration(world: World) {
    let up = oidc(&world).await;
    let mut browser = world.browser();
    browser.extra_headers = vec![
        ("x-forwarded-host", "evil.example".into()),
        ("forwarded", "host=evil.example".into()),
    ];
    let page = browser.authorize(&authorize_query(&[])).await;
    let token = page
        .body
        .split("action=\"/federation\"")
        .nth(1)
        .unwrap()
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let flow = page.field("flow").unwrap();
    let form = [
        ("form_token", token.as_str()),
        ("flow", flow.as_str()),
        ("provider", "up"),
        ("redirect_uri", "https://evil.example/"),
    ];
    let away = browser.post("/federation", &form).await;
    let expected = format!("{}/federation/up/callback", world.issuer);
    assert_eq!(
        away.parameter("redirect_uri"),
        Some(expected),
        "the callback is that of the provider"
    );
    assert!(up.seen("/authorize").is_empty());
}

async fn an_error_with_markup_is_a_plain_page(world: World) {
    let up = oidc(&world).await;
    let markup = "<script>alert(1)</script>";
    for (error, status, says) in [
        ("access_denied", 403, "cancelled or not allowed"),
        ("user_cancelled_authorize", 403, "cancelled or not allowed"),
        ("temporarily_unavailable", 503, "responding"),
        ("invalid_scope", 502, "rejected our request"),
        (markup, 502, "rejected our request"),
    ] {
        up.lie(Lies {
            error: Some((error.into(), markup.into())),
            ..Lies::default()
        });
        let answer = there_and_back(&mut world.browser(), &up, "up").await;
        assert_eq!(answer.status, status, "{error}");
        assert!(
            answer.body.contains(says) && !answer.body.contains("alert(1)"),
            "{error}: {}",
            answer.body
        );
        // The other methods are one click away, and work.
        let way = answer
            .body
            .split("id=\"another-way\" href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let mut browser = world.browser();
        let answer = browser.get(&way).await;
        let answer = browser.follow(answer).await;
        assert_eq!(answer.status, 400, "the flow is another browser's");
    }
    let mut browser = world.browser();
    let answer = there_and_back(&mut browser, &up, "up").await;
    let way = answer
        .body
        .split("id=\"another-way\" href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let page = browser.get(&way).await;
    assert!(
        page.status == 200 && page.body.contains("name=\"password\""),
        "{}",
        page.body
    );
    assert!(
        browser
            .sign_in_on(&page, ADA)
            .await
            .parameter("code")
            .is_some(),
        "the app gets its answer by another way"
    );
}

async fn an_odd_type_in_a_claim_that_nobody_needs_keeps_nobody_out(world: World) {
    let up = oidc(&world).await;
    let odd = |claims: &mut Value| {
        for name in [
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "phone_number",
        ] {
            claims[name] = 42.into();
        }
        claims["locale"] = json!({"language": "en"});
        claims["address"] = "1 Main Street".into();
        claims["updated_at"] = "yesterday".into();
        claims["phone_number_verified"] = json!(["yes"]);
        claims["acr"] = json!({"level": 1});
        claims["amr"] = "pwd".into();
        claims["auth_time"] = "now".into();
        claims["groups"] = json!({"a": [null]});
        claims["roles"] = json!(0.5);
    };
    let token_response = |body: &mut Value| {
        body["expires_in"] = "an hour".into();
        body["scope"] = json!(["openid"]);
        body["token_type"] = Value::Null;
        body["refresh_token"] = json!({});
    };
    for lies in [
        Lies {
            id_token: Some(twist(odd)),
            ..Lies::default()
        },
        Lies {
            userinfo: Some(twist(odd)),
            id_token: Some(twist(without_profile)),
            ..Lies::default()
        },
        Lies {
            token_response: Some(twist(token_response)),
            ..Lies::default()
        },
    ] {
        up.lie(lies);
        let mut browser = world.browser();
        let answer = there_and_back(&mut browser, &up, "up").await;
        assert_eq!(answer.status, 303, "{} {}", answer.status, answer.body);
        assert!(browser.session().is_some());
    }
    let claims = world
        .texts("SELECT claims FROM users WHERE email = 'someone@acme.example'")
        .await;
    assert!(
        !claims[0].contains("42") && !claims[0].contains("language"),
        "{claims:?}"
    );
    // A claim that is needed must be of its type, whatever else is odd; and the signature is of what
    // was sent.
    let needed = ["sub", "iss", "aud", "exp", "iat", "nonce", "azp", "at_hash"];
    for name in needed {
        let twisted = move |claims: &mut Value| {
            odd(claims);
            claims[name] = json!({"of": "another type"});
        };
        let lies = Lies {
            id_token: Some(twist(twisted)),
            ..Lies::default()
        };
        is_not_believed(&world, &up, name, lies).await;
    }
    for signature in ["none", "HS256", "forged"] {
        let lies = Lies {
            id_token: Some(twist(odd)),
            signature: Some(signature),
            ..Lies::default()
        };
        is_not_believed(&world, &up, signature, lies).await;
    }
    let expired = move |claims: &mut Value| {
        odd(claims);
        claims["exp"] = 1.into();
    };
    let lies = Lies {
        id_token: Some(twist(expired)),
        ..Lies::default()
    };
    is_not_believed(&world, &up, "an expired token", lies).await;
    let other_nonce = move |claims: &mut Value| {
        odd(claims);
        claims["nonce"] = "another".into();
    };
    let lies = Lies {
        id_token: Some(twist(other_nonce)),
        ..Lies::default()
    };
    is_not_believed(&world, &up, "another nonce", lies).await;
}

fn without_profile(claims: &mut Value) {
    let claims = claims.as_object_mut().unwrap();
    claims.retain(|name, _| name != "name" && name != "email" && name != "email_verified");
}
