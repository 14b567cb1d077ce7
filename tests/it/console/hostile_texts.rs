//! Texts that others chose, on every page of the console and of the account, and in mails: they are read
//! and never run.

use super::{administrator, matrix};
use crate::{
    on_both_wide,
    world::{
        ADA, Answer, Browser, CALLBACK, GRACE, SECRET, Shape, StandIn, Way, World, authorize_query,
        basic,
    },
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

on_both_wide!(texts_of_others_run_on_no_page_and_in_no_mail);

/// It ends an attribute, an element, a script and a template.
const HOSTILE: &str =
    "\"'></script><script>alert(262)</script><img src=x onerror=alert(262)>{{7*7}}";
/// The same where a name may not be long.
const SHORT: &str = "\"'><img src=x onerror=alert(262)>";
/// The most pages that are looked at.
const MAX_PAGES: usize = 600;

/// The addresses of this server that a page leads to by GET.
fn links(page: &Answer) -> Vec<String> {
    let hrefs = page.body.split("href=\"").skip(1);
    hrefs
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with('/') && !href.starts_with("/assets"))
        .map(|href| href.replace("&#38;", "&"))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// Nothing of the texts is markup, and the policy would let no script of a page run.
fn is_inert(name: &str, page: &Answer) {
    for run in [
        "<script>alert",
        "<img src=x",
        "onerror=alert(262)>",
        "href=\"javascript:",
    ] {
        assert!(
            !page.body.contains(run),
            "{name} holds {run}: {}",
            page.body
        );
    }
    let header = |name: &str| {
        let value = page.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    };
    if !header("content-type").starts_with("text/html") {
        assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
        return;
    }
    let policy = header("content-security-policy");
    // A preview of a mail has styles of its own, and no script at all.
    let is_of_mail = name.starts_with("/admin/mail/preview") && !policy.contains("script-src");
    assert!(
        policy.contains("default-src 'none'") && (is_of_mail || !policy.contains("unsafe-")),
        "{name}: {policy}"
    );
}

/// Follows every link from these pages on. The pages on which a hostile text stands.
async fn crawl(browser: &mut Browser, start: &[String]) -> BTreeSet<String> {
    let mut waiting: Vec<String> = start.to_vec();
    let (mut seen, mut showing) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    let mut looked_at = BTreeSet::new();
    while let Some(next) = waiting.pop() {
        // Some of each kind: a list of many pages is left after a few of them.
        let kind = next.split('?').next().unwrap_or_default().to_owned();
        let of_kind = seen.entry(kind.clone()).or_default();
        *of_kind += 1;
        let is_known = !looked_at.insert(next.clone());
        if is_known || *of_kind > 12 || kind == "/end_session" || looked_at.len() > MAX_PAGES {
            continue;
        }
        let page = browser.get(&next).await;
        assert!(page.status < 500, "{next}: {}", page.status);
        is_inert(&next, &page);
        if page.body.contains("alert(262)") {
            showing.insert(kind);
        }
        waiting.extend(links(&page));
        waiting.extend(page.location.filter(|to| to.starts_with('/')));
    }
    showing
}

/// Everything that somebody else may call as they like is called so.
async fn fill(world: &World) {
    let document = json!({"client_name": SHORT, "redirect_uris": [CALLBACK], "first_party": false,
        "grant_types": ["authorization_code"], "scope": "openid profile email"});
    world.client("hostile", &document, &json!({})).await;
    let registered = json!({"redirect_uris": ["https://self.example/cb"], "client_name": SHORT,
        "contacts": [SHORT], "software_id": HOSTILE, "software_version": HOSTILE});
    let (status, body) = world.register(&registered).await;
    assert!(matches!(status, 201 | 400), "{body}");
    // A user of another provider, who is called so there.
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", &json!({"sign_up": true, "name": SHORT}))
        .await;
    up.is(
        json!({"sub": HOSTILE, "email": "eve@up.example", "email_verified": true,
        "name": HOSTILE, "preferred_username": SHORT, "nickname": HOSTILE, "given_name": HOSTILE,
        "locale": SHORT, "zoneinfo": SHORT, "picture": "javascript:alert(262)",
        "website": "javascript:alert(262)", "profile": "javascript:alert(262)"}),
    );
    let mut eve = world.browser();
    eve.extra_headers = vec![
        ("user-agent", HOSTILE.to_owned()),
        ("x-forwarded-for", SHORT.to_owned()),
    ];
    let page = eve.get("/sign-in").await;
    is_inert("/sign-in", &page);
    let away = eve.choose(&page, "up").await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let back = eve.get(&location).await;
    let landed = eve.follow(back).await;
    is_inert("after the provider", &landed);
    // Ada has it from her own profile, and her browser says it of itself.
    let claims = doorward_protocol::oidc::claims::StandardClaims {
        name: Some(HOSTILE.into()),
        nickname: Some(HOSTILE.into()),
        phone_number: Some(SHORT.into()),
        ..Default::default()
    };
    world.put_user(ADA.0, Some("ada"), ADA.1, claims).await;
    let mut ada = world.browser();
    ada.extra_headers = vec![("user-agent", HOSTILE.to_owned())];
    let page = ada.get("/sign-in").await;
    let signed_in = ada
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(signed_in.status, 303);
    let wrong = [("username", HOSTILE), ("password", "a guess")];
    let mut stranger = world.browser();
    stranger.extra_headers = vec![("user-agent", HOSTILE.to_owned())];
    let page = stranger.get("/sign-in").await;
    is_inert("a wrong name", &stranger.submit(&page, &wrong).await);
    // Refusals that are written down with what a client called itself.
    let form = [("grant_type", "client_credentials")];
    world
        .post("/token", Some(basic(HOSTILE, SECRET)), &form)
        .await;
    let consent = authorize_query(&[("client_id", "hostile")]);
    let page = ada.authorize(&consent).await;
    assert!(page.body.contains("id=\"allow\""), "{}", page.body);
    is_inert("consent", &page);
    ada.submit(&page, &[("answer", "allow")]).await;
}

/// What the doors refuse stands in the database all the same, as where somebody wrote it there.
async fn plant(world: &World) {
    let text = HOSTILE.replace('\'', "''");
    for statement in [
        "UPDATE user_groups SET name = 'TEXT', description = 'TEXT'",
        "UPDATE organizations SET name = 'TEXT'",
        "UPDATE access_requests SET reason = 'TEXT', answer = 'TEXT'",
        "UPDATE audit_events SET detail = 'TEXT', user_agent = 'TEXT', address = 'TEXT', request_id = 'TEXT'",
        "UPDATE sso_sessions SET user_agent = 'TEXT'",
        "UPDATE users SET username = 'TEXT' WHERE email LIKE 'eve@%'",
        "INSERT INTO passkeys (id, user_id, credential, label, signs_in, is_synced, sign_count,
         created_at) SELECT 'TEXT', id, '{}', 'TEXT', 1, 0, 0, 0 FROM users WHERE email = 'ada@example.com'",
    ] {
        world.execute(&statement.replace("TEXT", &text)).await;
    }
}

async fn texts_of_others_run_on_no_page_and_in_no_mail(world: World) {
    matrix::shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let pages: Vec<String> = matrix::pages(&world)
        .await
        .into_iter()
        .map(|page| page.0)
        .collect();
    let robot =
        crate::management::Caller::service(&world, "robot", crate::management::EVERYTHING).await;
    let group = json!({"name": SHORT, "description": HOSTILE});
    assert_eq!(robot.post("/groups", &group).await.status, 201);
    let joined = robot
        .post(
            &format!("/groups/{}/members", url_of(SHORT)),
            &json!({"user": ADA.0}),
        )
        .await;
    assert_eq!(joined.status, 204, "{}", joined.body);
    fill(&world).await;
    plant(&world).await;
    world.forget_known().await;
    world.expire_versions();
    let ada = world.sub(ADA.0).await;
    let mut start = pages;
    for tab in ["profile", "factors", "sessions", "apps", "history"] {
        start.push(format!("/admin/users/{ada}?tab={tab}"));
    }
    for path in [
        "/admin/search",
        "/admin/users",
        "/admin/audit",
        "/admin/sessions",
    ] {
        start.push(format!("{path}?q={}", url_of(HOSTILE)));
    }
    start.push("/admin/apps/hostile".to_owned());
    let showing = crawl(&mut owner, &start).await;
    for kind in [
        "/admin/users",
        "/admin/groups",
        "/admin/apps",
        "/admin/organizations",
        "/admin/sessions",
        "/admin/audit",
        "/admin/access-requests/",
        "/admin/apps/hostile",
    ] {
        let is_of_kind =
            |page: &String| page == kind || kind.ends_with('/') && page.starts_with(kind);
        assert!(
            showing.iter().any(is_of_kind),
            "{kind} shows no text of others: {showing:?}"
        );
    }
    assert!(
        showing.contains(&format!("/admin/users/{ada}")),
        "{showing:?}"
    );
    // The pages of the user themselves, and of somebody else.
    let mut own = world.signed_in(ADA).await;
    let of_account = [
        "/account",
        "/account/security",
        "/account/profile",
        "/account/access",
        "/account/activity",
        "/",
    ];
    let showing = crawl(&mut own, &of_account.map(str::to_owned)).await;
    for kind in [
        "/account",
        "/account/security",
        "/account/profile",
        "/account/activity",
    ] {
        assert!(showing.contains(kind), "{kind}: {showing:?}");
    }
    let mut other = world.signed_in(GRACE).await;
    crawl(&mut other, &of_account.map(str::to_owned)).await;
    // Answers of the API are no pages.
    for path in [
        "/api/v1/users",
        "/api/v1/groups",
        "/api/v1/audit",
        "/api/v1/apps/hostile",
    ] {
        let answer = owner.get(path).await;
        let kind = answer.headers["content-type"].to_str().unwrap();
        assert!(kind.starts_with("application/json"), "{path}: {kind}");
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{path}"
        );
    }
    // Mails: about a browser that called itself so, and for an app that is called so.
    let mut newcomer = world.browser();
    let create = authorize_query(&[("client_id", "hostile"), ("prompt", "create")]);
    let page = newcomer.authorize(&create).await;
    let asked = [("email", "new@example.org")];
    newcomer.submit_at(&page, "/sign-up", &asked).await;
    let mails = world.mails().await;
    let mut read = 0;
    for mail in &mails {
        let html = mail["html"].as_str().unwrap_or_default();
        assert!(
            !html.contains("<script>alert") && !html.contains("<img src=x"),
            "{html}"
        );
        read += usize::from(html.contains("alert(262)"));
        let subject = mail["subject"].as_str().unwrap();
        assert!(!subject.contains(['\r', '\n']), "{subject}");
    }
    assert!(read > 0, "a mail holds a text of others: {mails:?}");
}

fn url_of(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
