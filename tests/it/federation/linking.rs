//! Linking that cannot be used for takeover: the subject is the key, never the address.

use super::{into_notes, state_of, there_and_back};
use crate::{
    on_both,
    world::{ADA, Answer, Backend, Browser, GRACE, Shape, StandIn, World, authorize_query},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    an_address_that_nobody_verified_links_nothing,
    an_address_of_another_provider_than_its_own_links_nothing,
    a_workspace_is_a_claim_and_not_an_address,
    a_provider_that_speaks_for_the_address_may_offer_and_the_password_decides,
    an_offer_is_for_one_browser_one_identity_and_once,
    a_password_of_an_offer_counts_as_any_other,
    the_subject_is_the_key_whatever_the_address_says,
    the_same_subject_elsewhere_is_somebody_else,
    newcomers_come_in_where_provider_and_app_both_let_them,
    an_account_of_its_own_has_no_address_that_is_anothers,
    two_tabs_of_a_newcomer_are_one_user,
    a_disabled_user_stays_out,
    a_provider_that_is_off_or_only_links_lets_nobody_in,
    the_profile_follows_and_roles_come_and_go,
    roles_leave_under_the_name_that_the_client_wants,
    a_role_lives_no_longer_than_its_rule_and_its_provider,
    a_provider_names_nobody_like_a_user_of_here,
    what_a_provider_says_with_nul_is_refused_and_no_failure
);

async fn up(world: &World, shape: Shape, extra: &Value, user: Value) -> StandIn {
    let up = StandIn::open(world, shape);
    up.declare(world, "up", extra).await;
    up.is(user);
    up
}

/// Refused with a clear page; nobody is signed in, nothing is linked.
async fn refused(world: &World, up: &StandIn, what: &str, says: &str) {
    let before = state_of(world).await;
    let mut browser = world.browser();
    let answer = there_and_back(&mut browser, up, "up").await;
    assert_eq!(
        answer.status, 403,
        "{what}: {:?} {}",
        answer.location, answer.body
    );
    assert!(answer.body.contains(says), "{what}: {}", answer.body);
    assert!(browser.session().is_none(), "{what}");
    assert_eq!(state_of(world).await, before, "{what}");
}

async fn an_address_that_nobody_verified_links_nothing(world: World) {
    // Whatever the provider may do, an unverified address of Ada's opens nothing of hers.
    let liberal = json!({"sign_up": true, "authoritative_for": ["*"]});
    for (shape, user) in [
        (
            Shape::Google,
            json!({"sub": "1", "email": ADA.0, "email_verified": false}),
        ),
        (Shape::Google, json!({"sub": "1", "email": ADA.0})),
        (
            Shape::Google,
            json!({"sub": "1", "email": "ADA@Example.com", "email_verified": "false"}),
        ),
        (
            Shape::Github,
            json!({"id": 1, "login": "eve", "emails": [{"email": ADA.0, "primary": true, "verified": false}]}),
        ),
        (
            Shape::Github,
            json!({"id": 1, "login": "eve", "email": ADA.0, "emails": [{"email": "eve@evil.example", "primary": false, "verified": true}]}),
        ),
        (
            Shape::Microsoft,
            json!({"sub": "1", "email": ADA.0, "email_verified": true}),
        ),
        (Shape::Facebook, json!({"id": "1", "email": ADA.0})),
        (Shape::OAuth2, json!({"uid": "1", "mail": ADA.0})),
    ] {
        let up = StandIn::open(&world, shape);
        let id = format!("{shape:?}").to_lowercase();
        up.declare(&world, &id, &liberal).await;
        up.is(user.clone());
        let before = state_of(&world).await;
        let mut browser = world.browser();
        let answer = there_and_back(&mut browser, &up, &id).await;
        assert_eq!(answer.status, 403, "{user} {:?}", answer.location);
        assert!(
            answer.body.contains("sign in as usual and connect"),
            "{user}: {}",
            answer.body
        );
        assert!(
            browser.session().is_none() && state_of(&world).await == before,
            "{user}"
        );
    }
}

async fn a_workspace_is_a_claim_and_not_an_address(world: World) {
    // A consumer account with an address of the domain is none of the Workspace's.
    let user = json!({"sub": "1", "email": "eve@corp.example", "email_verified": true});
    let up = up(
        &world,
        Shape::Google,
        &json!({"sign_up": true, "hosted_domains": ["corp.example"]}),
        user.clone(),
    )
    .await;
    refused(&world, &up, "no hd", "can’t be used here").await;
    let mut other = user.clone();
    other["hd"] = "evil.example".into();
    up.is(other);
    refused(&world, &up, "another hd", "can’t be used here").await;
    let mut hosted = user;
    hosted["hd"] = "corp.example".into();
    up.is(hosted);
    into_notes(&world, &mut world.browser(), &up, "up").await;
    assert!(
        up.seen("/o/oauth2/v2/auth")
            .iter()
            .all(|query| query.contains("hd=corp.example")),
        "Google is asked for the domain too"
    );
}

async fn an_address_of_another_provider_than_its_own_links_nothing(world: World) {
    let user = json!({"sub": "1", "email": ADA.0, "email_verified": true});
    let up = up(&world, Shape::Oidc, &json!({"sign_up": true}), user).await;
    refused(
        &world,
        &up,
        "verified, but not the provider's to give",
        "sign in as usual and connect",
    )
    .await;
}

/// An offer of a provider that is authoritative for Ada's domain.
async fn offer(world: &World, up: &StandIn) -> (Browser, Answer) {
    let mut browser = world.browser();
    let back = there_and_back(&mut browser, up, "up").await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert!(
        back.location
            .as_deref()
            .unwrap()
            .starts_with("/link-account?offer="),
        "{:?}",
        back.location
    );
    let page = browser.follow(back).await;
    assert!(
        page.body.contains("Is this your account?") && page.body.contains(ADA.0),
        "{}",
        page.body
    );
    (browser, page)
}

async fn authoritative(world: &World) -> StandIn {
    let user = json!({"sub": "ada-there", "email": ADA.0, "email_verified": true});
    up(
        world,
        Shape::Oidc,
        &json!({"authoritative_for": ["example.com"]}),
        user,
    )
    .await
}

async fn a_provider_that_speaks_for_the_address_may_offer_and_the_password_decides(world: World) {
    let up = authoritative(&world).await;
    let before = state_of(&world).await;
    let (mut browser, page) = offer(&world, &up).await;
    assert!(
        browser.session().is_none() && state_of(&world).await == before,
        "an offer is no sign-in"
    );
    let answer = browser.submit_offer(&page, "a wrong password here").await;
    assert!(answer.status == 200 && answer.body.contains("That password is wrong"));
    // Grace's password proves Grace, not Ada, whatever name is sent along.
    let answer = browser.submit_offer(&page, GRACE.1).await;
    assert!(answer.status == 200 && answer.body.contains("That password is wrong"));
    assert!(browser.session().is_none());
    let answer = browser.submit_offer(&page, ADA.1).await;
    let answer = browser.follow(answer).await;
    let code = answer
        .parameter("code")
        .unwrap_or_else(|| panic!("on to the app: {}", answer.body));
    let claims = crate::world::claims_of(world.redeem(&code).await.1["id_token"].as_str().unwrap());
    assert_eq!(
        (claims["idp"].as_str(), &claims["amr"]),
        (Some("up"), &json!(["fed", "pwd"])),
        "both were proven"
    );
    let identities = world
        .provider
        .store()
        .identities_of_user(&world.sub(ADA.0).await)
        .await
        .unwrap();
    assert_eq!(
        identities
            .iter()
            .map(|identity| identity.subject.as_str())
            .collect::<Vec<_>>(),
        ["ada-there"]
    );
    // From now on it opens the account by itself.
    let claims = into_notes(&world, &mut world.browser(), &up, "up").await;
    assert_eq!(claims["sub"], world.sub(ADA.0).await);
}

impl Browser {
    async fn submit_offer(&mut self, page: &Answer, password: &str) -> Answer {
        let (token, offer) = (
            page.field("form_token").unwrap(),
            page.field("offer").unwrap(),
        );
        self.post(
            "/link-account",
            &[
                ("form_token", &token),
                ("offer", &offer),
                ("username", GRACE.0),
                ("password", password),
            ],
        )
        .await
    }
}

async fn a_password_of_an_offer_counts_as_any_other(world: World) {
    let backend = if world.provider.database_kind() == "SQLite" {
        Backend::Sqlite
    } else {
        Backend::Postgres
    };
    let world = World::open_with(backend, |settings| {
        settings.rate_limits.wrong_passwords = 3;
        settings.outbound.allow_private_addresses = true;
    })
    .await;
    let up = authoritative(&world).await;
    let (mut browser, page) = offer(&world, &up).await;
    for _ in 0..3 {
        let answer = browser.submit_offer(&page, "a wrong password here").await;
        assert_eq!(answer.status, 200);
    }
    let answer = browser.submit_offer(&page, ADA.1).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.headers["ratelimit-policy"], "\"sign-in\";q=3;w=60");
    // They are the same limit.
    let mut other = world.browser();
    let form = other.get("/sign-in").await;
    let fields = [("username", GRACE.0), ("password", GRACE.1)];
    assert_eq!(other.submit(&form, &fields).await.status, 429);
    // Where the network is not limited, the name is.
    world.advance(Lifetime::minutes(1)).await;
    for _ in 0..2 {
        browser.submit_offer(&page, "a wrong password here").await;
    }
    let paused = browser.submit_offer(&page, ADA.1).await;
    assert_eq!(paused.status, 429);
    assert!(paused.headers.contains_key("retry-after"));
    assert!(!paused.headers.contains_key("ratelimit-policy"));
}

async fn an_offer_is_for_one_browser_one_identity_and_once(world: World) {
    let up = authoritative(&world).await;
    let (mut browser, page) = offer(&world, &up).await;
    // Another browser cannot take it up, and no other identity gets in by it.
    let mut other = world.browser();
    other.get("/sign-in").await;
    assert_eq!(other.submit_offer(&page, ADA.1).await.status, 403);
    let address = format!("/link-account?offer={}", page.field("offer").unwrap());
    assert_eq!(other.get(&address).await.status, 400);
    up.is(json!({"sub": "eve-there", "email": ADA.0, "email_verified": true}));
    let answer = browser.submit_offer(&page, ADA.1).await;
    assert_eq!(answer.status, 303);
    let identities = world
        .provider
        .store()
        .identities_of_user(&world.sub(ADA.0).await)
        .await
        .unwrap();
    assert_eq!(
        identities
            .iter()
            .map(|identity| identity.subject.as_str())
            .collect::<Vec<_>>(),
        ["ada-there"],
        "what was offered, and nothing else"
    );
    assert_eq!(browser.submit_offer(&page, ADA.1).await.status, 400, "once");
    // Without the form's token nothing happens.
    let (mut browser, page) = offer(&world, &up).await;
    let offer = page.field("offer").unwrap();
    let forged = browser
        .post(
            "/link-account",
            &[("offer", &offer), ("password", ADA.1), ("form_token", "x")],
        )
        .await;
    assert_eq!(forged.status, 403);
    assert_eq!(
        world
            .provider
            .store()
            .identities_of_user(&world.sub(ADA.0).await)
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn the_subject_is_the_key_whatever_the_address_says(world: World) {
    let user = |email: &str| json!({"sub": "eve-there", "email": email, "email_verified": true, "name": "Eve"});
    let up = up(
        &world,
        Shape::Oidc,
        &json!({"sign_up": true, "authoritative_for": ["*"]}),
        user("eve@evil.example"),
    )
    .await;
    let eve = into_notes(&world, &mut world.browser(), &up, "up").await["sub"].clone();
    // The address becomes Ada's: Eve is still Eve, and her address here stays what it was.
    up.is(user(ADA.0));
    let mut browser = world.browser();
    let again = into_notes(&world, &mut browser, &up, "up").await;
    assert_eq!(again["sub"], eve);
    assert_ne!(again["sub"], world.sub(ADA.0).await);
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(
        world.userinfo(&tokens.access).await.1["email"],
        "eve@evil.example"
    );
    // To an address that is nobody's it follows.
    up.is(user("eve@new.example"));
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(
        world.userinfo(&tokens.access).await.1["email"],
        "eve@new.example"
    );
}

async fn the_same_subject_elsewhere_is_somebody_else(world: World) {
    let user = json!({"sub": "42", "name": "Some One"});
    let first = up(&world, Shape::Oidc, &json!({"sign_up": true}), user.clone()).await;
    let second = StandIn::open(&world, Shape::Gitlab);
    second
        .declare(&world, "second", &json!({"sign_up": true}))
        .await;
    second.is(user);
    let one = into_notes(&world, &mut world.browser(), &first, "up").await;
    let other = into_notes(&world, &mut world.browser(), &second, "second").await;
    assert_ne!(one["sub"], other["sub"]);
    // The same provider under another issuer: another tenant's user, or another server.
    let moved = StandIn::open(&world, Shape::Oidc);
    moved.declare(&world, "up", &json!({"sign_up": true})).await;
    moved.is(json!({"sub": "42"}));
    let elsewhere = into_notes(&world, &mut world.browser(), &moved, "up").await;
    assert!(elsewhere["sub"] != one["sub"] && elsewhere["sub"] != other["sub"]);
}

async fn newcomers_come_in_where_provider_and_app_both_let_them(world: World) {
    let user = json!({"sub": "1", "email": "new@new.example", "email_verified": true});
    let no = up(&world, Shape::Oidc, &json!({}), user.clone()).await;
    refused(
        &world,
        &no,
        "the provider may not",
        "not connected to an account here",
    )
    .await;
    let yes = up(&world, Shape::Oidc, &json!({"sign_up": true}), user).await;
    world
        .client(
            "notes",
            &json!({"redirect_uris": [crate::world::CALLBACK], "first_party": true}),
            &json!({"sign_up": false}),
        )
        .await;
    refused(
        &world,
        &yes,
        "the app does not want it",
        "not connected to an account here",
    )
    .await;
    world
        .client(
            "notes",
            &json!({"redirect_uris": [crate::world::CALLBACK], "first_party": true}),
            &json!({}),
        )
        .await;
    assert!(
        into_notes(&world, &mut world.browser(), &yes, "up")
            .await
            .contains_key("sub")
    );
}

async fn an_account_of_its_own_has_no_address_that_is_anothers(world: World) {
    let user = json!({"sub": "1", "email": ADA.0, "email_verified": true, "name": "Not Ada"});
    let up = up(
        &world,
        Shape::Oidc,
        &json!({"sign_up": true, "on_known_email": "new_account"}),
        user,
    )
    .await;
    let mut browser = world.browser();
    let claims = into_notes(&world, &mut browser, &up, "up").await;
    assert_ne!(claims["sub"], world.sub(ADA.0).await);
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    let userinfo = world.userinfo(&tokens.access).await.1;
    assert_eq!(
        (
            userinfo.get("email"),
            userinfo.get("email_verified"),
            userinfo["name"].as_str()
        ),
        (None, None, Some("Not Ada"))
    );
    // An unverified address is nobody's either: its owner is not kept out by whoever claimed it
    // first.
    let other = StandIn::open(&world, Shape::Oidc);
    other
        .declare(&world, "other", &json!({"sign_up": true}))
        .await;
    other.is(json!({"sub": "1", "email": "victim@later.example", "email_verified": false}));
    into_notes(&world, &mut world.browser(), &other, "other").await;
    assert!(
        world
            .provider
            .store()
            .user_by_identifier("victim@later.example")
            .await
            .unwrap()
            .is_none()
    );
}

async fn two_tabs_of_a_newcomer_are_one_user(world: World) {
    let up = up(
        &world,
        Shape::Oidc,
        &json!({"sign_up": true}),
        json!({"sub": "1", "email": "new@new.example", "email_verified": true}),
    )
    .await;
    let tabs = futures_util::future::join_all((0..6).map(|_| {
        let (world, up) = (&world, &up);
        async move { there_and_back(&mut world.browser(), up, "up").await.status }
    }))
    .await;
    assert!(tabs.iter().all(|status| *status == 303), "{tabs:?}");
    assert_eq!(world.provider.store().users().await.unwrap().len(), 3);
}

async fn a_disabled_user_stays_out(world: World) {
    let up = up(
        &world,
        Shape::Oidc,
        &json!({"sign_up": true}),
        json!({"sub": "1", "email": "new@new.example", "email_verified": true}),
    )
    .await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
    world.disable("new@new.example").await;
    refused(&world, &up, "disabled", "Your account is disabled").await;
}

async fn a_provider_that_is_off_or_only_links_lets_nobody_in(world: World) {
    // Begun while it was a sign-in method, it comes back when it is none.
    let up = up(
        &world,
        Shape::Oidc,
        &json!({"sign_up": true}),
        json!({"sub": "1"}),
    )
    .await;
    into_notes(&world, &mut world.browser(), &up, "up").await;
    for closed in [
        json!({"sign_up": true, "enabled": false}),
        json!({"sign_up": true, "link_only": true}),
    ] {
        up.declare(&world, "up", &json!({"sign_up": true})).await;
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        let away = browser.choose(&page, "up").await;
        up.declare(&world, "up", &closed).await;
        let back = super::come_back(&mut browser, &up, &away).await;
        assert_eq!((back.status, back.location), (403, None), "{closed}");
        assert!(browser.session().is_none());
        let page = browser.get("/sign-in").await;
        assert!(
            !page.body.contains("/federation"),
            "no button: {}",
            page.body
        );
        let token = doorward_protocol::secret::form_token(
            &doorward_protocol::secret::Secret::presented(
                browser.cookies["doorward_browser"].clone(),
            ),
            "federation ",
        );
        let direct = browser
            .post("/federation", &[("form_token", &token), ("provider", "up")])
            .await;
        assert_eq!((direct.status, direct.location), (403, None), "{closed}");
    }
    // Nor for an app that does not list it.
    up.declare(&world, "up", &json!({"sign_up": true})).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let away = browser.choose(&page, "up").await;
    world
        .client(
            "notes",
            &json!({"redirect_uris": [crate::world::CALLBACK], "first_party": true}),
            &json!({"providers": ["password"]}),
        )
        .await;
    assert_eq!(super::come_back(&mut browser, &up, &away).await.status, 403);
}

async fn roles_leave_under_the_name_that_the_client_wants(world: World) {
    let roles = json!({"sign_up": true, "roles": [{"claim": "groups", "value": "admins", "client_id": "notes", "role": "editor"}]});
    let user = json!({"sub": "1", "email": "new@new.example", "email_verified": true, "groups": ["admins"]});
    let up = up(&world, Shape::Oidc, &roles, user).await;
    let common = json!({
        "redirect_uris": [crate::world::CALLBACK], "first_party": true,
        "claim_map": {"roles": "groups"},
    });
    for format in ["jwt", "opaque"] {
        let mut browser = world.browser();
        world
            .client("notes", &common, &json!({"access_token_format": format}))
            .await;
        let userinfo = into_notes(&world, &mut browser, &up, "up").await;
        let userinfo = Value::Object(userinfo);
        let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
        let id_token = Value::Object(crate::world::claims_of(&tokens.id));
        let introspected = world.introspect(&tokens.access).await;
        for claims in [userinfo, id_token, introspected] {
            assert_eq!(claims["groups"], json!(["editor"]), "{format}: {claims}");
            assert_eq!(claims.get("roles"), None, "{format}");
        }
        if format == "jwt" {
            let claims = crate::world::claims_of(&tokens.access);
            assert_eq!(claims["groups"], json!(["editor"]));
        }
    }
}

async fn the_profile_follows_and_roles_come_and_go(world: World) {
    let roles = json!({"sign_up": true, "roles": [{"claim": "groups", "value": "admins", "client_id": "notes", "role": "editor"}]});
    let user = |name: &str, groups: Value| json!({"sub": "1", "email": "new@new.example", "email_verified": true, "name": name, "groups": groups});
    let up = up(
        &world,
        Shape::Oidc,
        &roles,
        user("Before", json!(["admins"])),
    )
    .await;
    let mut browser = world.browser();
    assert_eq!(
        into_notes(&world, &mut browser, &up, "up").await["roles"],
        json!(["editor"])
    );
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(
        world.introspect(&tokens.access).await["roles"],
        json!(["editor"])
    );
    assert_eq!(
        crate::world::claims_of(&tokens.access)["roles"],
        json!(["editor"])
    );
    up.is(user("After", json!(["users"])));
    assert_eq!(
        into_notes(&world, &mut world.browser(), &up, "up")
            .await
            .get("roles"),
        None
    );
    let (status, body) = world.refresh(&tokens.refresh).await;
    assert_eq!(status, 200);
    assert_eq!(
        crate::world::claims_of(body["id_token"].as_str().unwrap()).get("roles"),
        None,
        "gone at the next refresh"
    );
    assert_eq!(
        world
            .userinfo(body["access_token"].as_str().unwrap())
            .await
            .1["name"],
        "After"
    );
    up.declare(
        &world,
        "up",
        &json!({"sign_up": true, "update_profile": false}),
    )
    .await;
    up.is(user("Later", json!([])));
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(world.userinfo(&tokens.access).await.1["name"], "After");
}

async fn a_role_lives_no_longer_than_its_rule_and_its_provider(world: World) {
    let rule = |value: &str, role: &str| json!({"claim": "groups", "value": value, "client_id": "notes", "role": role});
    let declared =
        |rules: Value, enabled: bool| json!({"sign_up": true, "roles": rules, "enabled": enabled});
    let editor = || json!([rule("admins", "editor")]);
    let user = json!({"sub": "1", "groups": ["admins", "staff"]});
    let up = up(&world, Shape::Oidc, &declared(editor(), true), user).await;
    // Another provider with a rule for the app: it is asked for the roles of users in any case.
    let other = StandIn::open(&world, Shape::Oidc);
    other
        .declare(&world, "other", &json!({"roles": [rule("none", "reader")]}))
        .await;
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    let mut refresh = tokens.refresh;
    let mut roles = async || {
        let (status, body) = world.refresh(&refresh).await;
        assert_eq!(status, 200, "{body}");
        body["refresh_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut refresh);
        let claims = crate::world::claims_of(body["id_token"].as_str().unwrap());
        claims.get("roles").cloned().unwrap_or(Value::Null)
    };
    assert_eq!(roles().await, json!(["editor"]));
    for (rules, enabled, left) in [
        (json!([rule("owners", "editor")]), true, Value::Null),
        (editor(), true, json!(["editor"])),
        (json!([rule("admins", "reader")]), true, Value::Null),
        (
            json!([rule("owners", "editor"), rule("admins", "editor")]),
            true,
            json!(["editor"]),
        ),
        (json!([]), true, Value::Null),
        (editor(), false, Value::Null),
        (editor(), true, json!(["editor"])),
    ] {
        up.declare(&world, "up", &declared(rules.clone(), enabled))
            .await;
        world.expire_versions();
        assert_eq!(roles().await, left, "{rules} {enabled}");
    }
    // What an earlier release wrote names no rule: any rule for the role will do until the next sign-in.
    world.execute("UPDATE user_roles SET rules = ''").await;
    assert_eq!(roles().await, json!(["editor"]));
    let gone = "DELETE FROM identity_providers WHERE id = 'up'; UPDATE configuration_version SET version = version + 1";
    world.execute(gone).await;
    world.expire_versions();
    assert_eq!(roles().await, Value::Null);
}

async fn a_provider_names_nobody_like_a_user_of_here(world: World) {
    let eve = |name: &str| json!({"sub": "eve", "preferred_username": name});
    let up = up(&world, Shape::Oidc, &json!({"sign_up": true}), eve("ada")).await;
    let seen = async |up: &StandIn| {
        let mut browser = world.browser();
        into_notes(&world, &mut browser, up, "up").await;
        let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
        world.userinfo(&tokens.access).await.1
    };
    let made = seen(&up).await["preferred_username"].clone();
    assert!(
        made.as_str().is_some_and(|name| name.starts_with("user-")),
        "{made}"
    );
    up.is(eve("eve-there"));
    assert_eq!(seen(&up).await["preferred_username"], "eve-there");
    // Nor like a name that is made for somebody who has none.
    for name in ["ADA", ADA.0, "lin-0123456789", "Lin-01234abcde"] {
        up.is(eve(name));
        assert_eq!(seen(&up).await["preferred_username"], "eve-there", "{name}");
    }
    // Somebody who has a name here keeps it, and a phone number that changes is verified no more.
    let named = "UPDATE users SET username = 'eve', username_folded = 'eve',
        claims = '{\"phone_number\": \"+441\", \"phone_number_verified\": true, \"preferred_username\": \"root\"}'
        WHERE username IS NULL AND email IS NULL";
    world.execute(named).await;
    let mut user = eve("root");
    user["phone_number"] = "+441".into();
    for (number, verified) in [("+441", json!(true)), ("+442", Value::Null)] {
        user["phone_number"] = number.into();
        up.is(user.clone());
        let userinfo = seen(&up).await;
        assert_eq!(userinfo["preferred_username"], "eve");
        let store = world.provider.store();
        let found = store.user_by_identifier("eve").await.unwrap().unwrap();
        assert_eq!(found.claims.phone_number.as_deref(), Some(number));
        assert_eq!(json!(found.claims.phone_number_verified), verified);
    }
}

async fn what_a_provider_says_with_nul_is_refused_and_no_failure(world: World) {
    let provider = json!({"sign_up": true, "roles": [{"claim": "groups", "value": "x", "client_id": "notes", "role": "r"}]});
    for user in [
        json!({"sub": "1\0", "email": "one@corp.example", "email_verified": true}),
        json!({"sub": "2", "email": "t\0wo@corp.example", "email_verified": true}),
        json!({"sub": "3", "email": "three@corp.example", "email_verified": true, "name": "Th\0ree"}),
        json!({"sub": "4", "preferred_username": "four\0", "email": "four@corp.example", "email_verified": true}),
    ] {
        let up = up(&world, Shape::Oidc, &provider, user.clone()).await;
        let mut browser = world.browser();
        let answer = there_and_back(&mut browser, &up, "up").await;
        assert!(
            ![500, 503].contains(&answer.status),
            "{user}: {} {}",
            answer.status,
            answer.body
        );
    }
}
