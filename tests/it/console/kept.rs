//! A form of the console that is sent after the session ended: whoever signs in again finds it filled in.

use super::{
    PASSWORD, administrator,
    conflicts::{actions, everything, furnish_all, text_fields},
    edit::{EditForm, done},
};
use crate::{
    on_both,
    session::EVERY_FORM,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_protocol::sessions::sso_session::EndReason;

on_both!(
    every_form_of_an_action_is_still_filled_after_the_next_sign_in,
    every_other_form_is_still_filled_after_the_next_sign_in,
);

const SECRET: &str = "a-secret-that-is-typed-once";

/// The forms of the console, each with why nothing is kept of it where that is so.
const FORMS: [(&str, Option<&str>); 7] = [
    ("/admin/edit", None),
    ("/admin/branding", None),
    ("/admin/import", None),
    ("/admin/users/bulk", None),
    ("/admin/users/act", Some("a button without a field")),
    ("/admin/sessions/end", Some("a button without a field")),
    ("/admin/inspect", Some("a token stays out of addresses")),
];

#[test]
fn each_form_of_the_console_is_looked_at() {
    for form in EVERY_FORM.iter().filter(|form| form.starts_with("/admin")) {
        assert!(FORMS.iter().any(|(known, _)| known == form), "{form}");
    }
}

async fn end_session(world: &World) {
    let sub = world.sub("owner@example.com").await;
    let (ctx, sessions) = (world.context(), world.provider.sessions());
    let reason = EndReason::Administrator;
    sessions.end_all(&ctx, &sub, None, reason).await.unwrap();
    world.expire_versions();
}

/// The link of a page that leads back to a form.
fn link_back(refused: &Answer, path: &str) -> String {
    assert_eq!(refused.status, 403, "{}", refused.body);
    let (_, link) = refused
        .body
        .split_once(&format!("href=\"{path}"))
        .unwrap_or_else(|| panic!("{path}: {}", refused.body));
    let (link, _) = link.split_once('"').unwrap();
    format!("{path}{}", link.replace("&#38;", "&"))
}

/// Follows the link, and signs in on the way.
async fn sign_in_again(browser: &mut Browser, link: &str) -> Answer {
    let asked = browser.get(link).await;
    let page = browser.get(&done(asked)).await;
    let fields = [("username", "owner@example.com"), ("password", PASSWORD)];
    let back = done(browser.submit(&page, &fields).await);
    assert!(back.starts_with("/admin/"), "{link} leads to {back}");
    browser.get(&back).await
}

/// What is typed into a field of a form.
fn typed(body: &str, field: &str) -> String {
    let (before, _) = body
        .split_once(&format!(" name=\"{field}\""))
        .unwrap_or_else(|| panic!("{field}"));
    let tag = before.rsplit('<').next().unwrap();
    if tag.contains("type=\"date\"") {
        "2096-02-29".to_owned()
    } else if tag.contains("type=\"datetime-local\"") {
        "2096-02-29T10:00".to_owned()
    } else if tag.contains("type=\"password\"") {
        SECRET.to_owned()
    } else {
        format!("kept & \"{field}\"")
    }
}

async fn every_form_of_an_action_is_still_filled_after_the_next_sign_in(world: World) {
    let mut owner = administrator(&world, "owner").await;
    furnish_all(&world, &mut owner).await;
    let everything = everything(&world).await;
    let tabs = ["basics", "sign-in", "tokens", "sign-out", "access"];
    let mut forms = Vec::new();
    for action in actions() {
        let page = format!("/admin/edit?action={action}&{everything}");
        let pages = if action == "change-app" {
            tabs.map(|tab| page.replace("tab=basics", &format!("tab={tab}")))
                .to_vec()
        } else {
            vec![page]
        };
        for page in pages {
            let shown = owner.get(&page).await;
            if shown.status != 200 || text_fields(&shown.body).is_empty() {
                continue;
            }
            let mut form = EditForm::of(&shown);
            for (field, _) in text_fields(&shown.body) {
                form = form.with(&field, &typed(&shown.body, &field));
            }
            forms.push((page, form));
        }
    }
    assert!(forms.len() >= 35, "{}", forms.len());
    end_session(&world).await;
    let mut is_signed_in = false;
    let mut links = Vec::new();
    for (page, form) in forms {
        let refused = form.send(&mut owner).await;
        assert!(!refused.body.contains(SECRET), "{page}");
        links.push((link_back(&refused, "/admin/edit?"), form));
    }
    for (link, form) in links {
        let page = if is_signed_in {
            owner.get(&link).await
        } else {
            is_signed_in = true;
            sign_in_again(&mut owner, &link).await
        };
        assert_eq!(page.status, 200, "{link}: {}", page.body);
        assert!(!link.contains(SECRET) && !page.body.contains(SECRET));
        let again = EditForm::of(&page);
        for (field, _) in text_fields(&page.body) {
            let sent = form.0[&field].as_str();
            let kept = if sent == SECRET { "" } else { sent };
            assert_eq!(again.0[&field].trim(), kept, "{link}: {field}");
        }
        assert!(page.body.contains("id=\"filled\"") || page.body.contains("id=\"problem\""));
    }
}

async fn every_other_form_is_still_filled_after_the_next_sign_in(world: World) {
    let mut owner = administrator(&world, "owner").await;
    furnish_all(&world, &mut owner).await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let bulk = format!("/admin/users/bulk?action=grant-role&user={ada}&user={grace}");
    let bulk = owner.get(&bulk).await;
    let look = owner.get("/admin/branding").await;
    let of_app = owner.get("/admin/branding?app=shop").await;
    let import = owner.get("/admin/import").await;
    end_session(&world).await;

    let users = format!("{ada} {grace}");
    let fields = [
        ("action", "grant-role"),
        ("users", users.as_str()),
        ("app", "shop & co"),
        ("role", "buyer"),
    ];
    let refused = owner.submit_at(&bulk, "/admin/users/bulk", &fields).await;
    let link = link_back(&refused, "/admin/users/bulk?");
    let page = sign_in_again(&mut owner, &link).await;
    for kept in ["value=\"shop &#38; co\"", "value=\"buyer\"", &users] {
        assert!(page.body.contains(kept), "{kept}: {}", page.body);
    }
    end_session(&world).await;

    let values = |page: &Answer| {
        let version = page.field("version").unwrap();
        [
            ("version", version),
            ("name", "Our & own".to_owned()),
            ("accent", "#0f5c4d".to_owned()),
            ("accent_dark", "#63d2b5".to_owned()),
            ("do", "save".to_owned()),
        ]
    };
    let sent = values(&look);
    let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let refused = owner.submit_at(&look, "/admin/branding", &sent).await;
    let link = link_back(&refused, "/admin/branding?");
    let page = sign_in_again(&mut owner, &link).await;
    for kept in [
        "id=\"filled\"",
        "value=\"Our &#38; own\"",
        "value=\"#0f5c4d\"",
        "value=\"#63d2b5\"",
    ] {
        assert!(page.body.contains(kept), "{kept}: {}", page.body);
    }
    // What somebody else changed meanwhile is said then, too.
    let stale = link.replace("version=", "version=x");
    let stale = owner.get(&stale).await.body;
    assert!(stale.contains("class=\"now\"") && !stale.contains("id=\"filled\""));
    end_session(&world).await;

    let sent = [
        ("app", "shop"),
        ("tos_uri", "https://shop.example/terms?a=1&b=2"),
        ("do", "save"),
    ];
    let refused = owner.submit_at(&of_app, "/admin/branding", &sent).await;
    let link = link_back(&refused, "/admin/branding?");
    let page = sign_in_again(&mut owner, &link).await;
    let kept = "value=\"https://shop.example/terms?a=1&#38;b=2\"";
    assert!(page.body.contains(kept), "{}", page.body);
    end_session(&world).await;

    let token = import.field("form_token").unwrap();
    let sent = [
        ("form_token", token.as_str()),
        ("format", "keycloak"),
        ("on_duplicate", "update"),
        ("unreadable", "add"),
        ("source_name", "the & old"),
        ("do", "check"),
    ];
    let refused = owner.upload("/admin/import", &sent, b"email\n").await;
    let link = link_back(&refused, "/admin/import?");
    let page = sign_in_again(&mut owner, &link).await;
    for kept in [
        "value=\"keycloak\" selected",
        "value=\"update\" selected",
        "value=\"add\" selected",
        "value=\"the &#38; old\"",
    ] {
        assert!(page.body.contains(kept), "{kept}: {}", page.body);
    }
}
