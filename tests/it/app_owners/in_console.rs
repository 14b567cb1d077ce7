//! Owners of apps in the console: their pages and forms, and none of the others.

use super::{declare, disown, own};
use crate::{
    access_requests::{ada_asks, day, request},
    console::{
        administrator,
        edit::{EditForm, address, done, open},
    },
    management::Caller,
    on_both,
    world::{ADA, Browser, GRACE, World},
};

on_both!(
    an_administrator_names_an_owner_by_the_page_of_the_app,
    an_owner_has_the_pages_of_their_app_and_no_others,
    an_owner_changes_the_app_by_its_forms_and_sees_no_setting_of_administrators,
    an_owner_gives_takes_and_decides_by_forms,
    a_hidden_field_of_a_form_changes_nothing_else,
    the_account_page_leads_an_owner_to_the_console,
);

/// Grace owns the wiki; she has no role of administrators.
async fn owner(world: &World) -> Browser {
    declare(world).await;
    world.execute("DELETE FROM declared_entries").await;
    own(world, GRACE.0, "wiki").await;
    world.signed_in(GRACE).await
}

async fn an_administrator_names_an_owner_by_the_page_of_the_app(world: World) {
    declare(&world).await;
    let mut admin = administrator(&world, "admin").await;
    let tab = "/admin/apps/wiki?tab=owners";
    let empty = admin.get(tab).await.body;
    assert!(empty.contains("Nobody owns this app"), "{empty}");
    let form = open(&mut admin, tab, "add-app-owner").await;
    let unknown = form.with("user", "nobody@example.com");
    assert_eq!(unknown.send(&mut admin).await.status, 422);
    let form = open(&mut admin, tab, "add-app-owner").await;
    let answer = form.with("user", GRACE.0).send(&mut admin).await;
    assert_eq!(done(answer), tab);
    let page = admin.get(tab).await;
    assert!(page.body.contains(GRACE.0), "{}", page.body);
    let mut auditor = administrator(&world, "auditor").await;
    let read = auditor.get(tab).await;
    assert!(read.body.contains(GRACE.0) && !read.body.contains("remove-app-owner"));
    let remove = format!(
        "/admin/edit?action=remove-app-owner&app=wiki&owner={}",
        world.sub(GRACE.0).await
    );
    assert!(
        page.body.contains("action=remove-app-owner"),
        "{}",
        page.body
    );
    let form = EditForm::of(&admin.get(&remove).await);
    assert_eq!(done(form.send(&mut admin).await), tab);
    assert!(admin.get(tab).await.body.contains("Nobody owns this app"));
}

async fn an_owner_has_the_pages_of_their_app_and_no_others(world: World) {
    let mut owner = owner(&world).await;
    let home = owner.get("/admin").await;
    assert_eq!(home.location.as_deref(), Some("/admin/apps"));
    let list = owner.get("/admin/apps").await.body;
    assert!(list.contains("Wiki") && !list.contains("depot"), "{list}");
    let links: Vec<&str> = list
        .split("<nav class=\"side\"")
        .nth(1)
        .and_then(|rest| rest.split("</nav>").next())
        .unwrap()
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(links, ["/admin/apps", "/admin/access-requests"]);
    assert!(!list.contains("id=\"search\""), "{list}");
    for page in [
        "/admin/apps/wiki",
        "/admin/apps/wiki?tab=sign-in",
        "/admin/apps/wiki?tab=secrets",
        "/admin/apps/wiki?tab=tokens",
        "/admin/apps/wiki?tab=sign-out",
        "/admin/apps/wiki?tab=access",
        "/admin/apps/wiki?tab=owners",
        "/admin/apps/wiki/first-sign-in",
        "/admin/apps/wiki/matrix",
        "/admin/apps/wiki/roles/editor",
        "/admin/access-requests",
        "/admin/explain?app=wiki",
        "/admin/audit?app=wiki",
        "/admin/branding?app=wiki",
        "/admin/branding/preview?app=wiki",
    ] {
        let answer = owner.get(page).await;
        assert_eq!(answer.status, 200, "{page}: {}", answer.body);
        // What is linked there is open too.
        if page.contains("/branding") {
            continue;
        }
        for link in answer.body.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap().replace("&#38;", "&");
            if link.starts_with("/admin/") {
                let status = owner.get(&link).await.status;
                assert_eq!(status, 200, "{page} links to {link}");
            }
        }
    }
    // Another app is as good as none.
    for page in [
        "/admin/apps/APP",
        "/admin/apps/APP?tab=secrets",
        "/admin/apps/APP/first-sign-in",
        "/admin/apps/APP/matrix",
        "/admin/apps/APP/roles/buyer",
        "/admin/audit?app=APP",
        "/admin/branding?app=APP",
        "/admin/branding/preview?app=APP",
        "/admin/edit?action=change-app&app=APP&tab=basics",
        "/admin/edit?action=add-secret&app=APP",
        "/admin/edit?action=grant-role&app=APP&role=buyer",
    ] {
        for app in ["depot", "nothing", "doorward"] {
            let answer = owner.get(&page.replace("APP", app)).await;
            assert_eq!(answer.status, 404, "{page}: {app}: {}", answer.body);
        }
    }
    disown(&world, GRACE.0, "wiki").await;
    for page in ["/admin", "/admin/apps", "/admin/apps/wiki"] {
        assert_eq!(owner.get(page).await.status, 403, "{page}");
    }
}

async fn an_owner_changes_the_app_by_its_forms_and_sees_no_setting_of_administrators(world: World) {
    let mut owner = owner(&world).await;
    let basics = "/admin/apps/wiki?tab=basics";
    let form = open(&mut owner, basics, "change-app").await;
    assert!(!form.0.contains_key("mail_from"), "{:?}", form.0.keys());
    let form = form.with("client_name", "Handbook");
    assert_eq!(done(form.send(&mut owner).await), basics);
    let requests = "/admin/apps/wiki?tab=sign-in";
    let form = open(&mut owner, requests, "change-app").await;
    for hidden in ["scope", "grant_types", "token_endpoint_auth_method", "jwks"] {
        assert!(!form.0.contains_key(hidden), "{hidden}");
    }
    let form = form.with("redirect_uris", "https://wiki.example/cb");
    assert_eq!(done(form.send(&mut owner).await), requests);
    let store = world.provider.store();
    let app = store.client("wiki").await.unwrap().unwrap().client;
    assert_eq!(app.client_name, "Handbook");
    assert_eq!(app.redirect_uris, ["https://wiki.example/cb"]);
    assert_eq!(app.scope.to_string(), "openid profile roles");
    for tab in ["tokens", "access", "owners"] {
        let page = owner.get(&format!("/admin/apps/wiki?tab={tab}")).await;
        assert_eq!(address(&page, "change-app"), None, "{tab}");
        assert!(!page.body.contains("add-app-owner"), "{tab}");
    }
    let page = owner.get(basics).await;
    assert_eq!(address(&page, "disable-app"), None);
    let form = open(&mut owner, "/admin/apps/wiki?tab=secrets", "add-secret").await;
    let shown = form.send(&mut owner).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    for action in [
        "disable-app&app=wiki",
        "add-app",
        "add-app-owner&app=wiki",
        "add-role&app=wiki",
        "change-role&app=wiki&role=editor",
        "delete-role&app=wiki&role=editor",
        "add-user",
        "add-group",
    ] {
        let answer = owner.get(&format!("/admin/edit?action={action}")).await;
        assert_eq!(answer.status, 403, "{action}");
    }
}

async fn an_owner_gives_takes_and_decides_by_forms(world: World) {
    let mut owner = owner(&world).await;
    let role = "/admin/apps/wiki/roles/reader";
    let form = open(&mut owner, role, "grant-role").await;
    let form = form.with("to", ADA.0);
    assert_eq!(done(form.send(&mut owner).await), role);
    let page = owner.get(role).await.body;
    assert!(page.contains(ADA.0), "{page}");
    let ada = world.sub(ADA.0).await;
    assert!(!page.contains(&format!("/admin/users/{ada}")), "{page}");
    let revoke =
        format!("/admin/edit?action=revoke-role&app=wiki&role=reader&kind=user&holder={ada}");
    let form = EditForm::of(&owner.get(&revoke).await);
    assert_eq!(done(form.send(&mut owner).await), role);

    ada_asks(&world).await;
    let page = format!("/admin/access-requests/{}", request(&world).await.id);
    let list = owner.get("/admin/access-requests").await.body;
    assert!(list.contains(&page), "{list}");
    let form = open(&mut owner, &page, "approve-access-request").await;
    let form = form.with("expires_at", &day(&world, 5));
    assert_eq!(done(form.send(&mut owner).await), page);
    let decided = owner.get(&page).await.body;
    assert!(
        !decided.contains(&format!("/admin/users/{ada}")),
        "{decided}"
    );
    let robot = Caller::service(&world, "robot", "doorward.users:write").await;
    let name = serde_json::json!({"name": "Ada Lovelace"});
    let named = robot.patch(&format!("/users/{ada}"), &name).await;
    assert_eq!(named.status, 200, "{}", named.body);
    let why = owner
        .get(&format!("/admin/explain?app=wiki&user={ada}"))
        .await;
    assert!(why.body.contains(ADA.0), "{}", why.body);
    assert!(!why.body.contains("Lovelace"), "{}", why.body);
    assert!(why.body.contains("editor"), "{}", why.body);
    // The owner of another app learns nothing of it.
    own(&world, ADA.0, "depot").await;
    let mut other = world.signed_in(ADA).await;
    assert!(
        !other
            .get("/admin/access-requests")
            .await
            .body
            .contains(&page)
    );
    assert_eq!(other.get(&page).await.status, 404);
    let id = request(&world).await.id;
    let action = format!("/admin/edit?action=refuse-access-request&request={id}");
    assert_eq!(other.get(&action).await.status, 404);
}

/// A form with one member more than it was shown with, and with one of another app.
async fn a_hidden_field_of_a_form_changes_nothing_else(world: World) {
    let mut owner = owner(&world).await;
    let form = open(&mut owner, "/admin/apps/wiki?tab=sign-in", "change-app").await;
    let mut more = EditForm(form.0.clone());
    for (name, value) in [
        ("scope", "openid email"),
        ("grant_types", "client_credentials"),
        ("first_party", "false"),
    ] {
        more.0.insert(name.into(), value.into());
    }
    assert_eq!(more.send(&mut owner).await.status, 303);
    let store = world.provider.store();
    let app = store.client("wiki").await.unwrap().unwrap().client;
    assert_eq!(app.scope.to_string(), "openid profile roles");
    assert!(app.first_party);
    let elsewhere = form.with("app", "depot");
    let answer = elsewhere.send(&mut owner).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    // The form of a group is as that of a group that nobody knows.
    let form = open(&mut owner, "/admin/apps/wiki/roles/editor", "grant-role").await;
    let told = async |owner: &mut Browser, name: &str| {
        let form = EditForm(form.0.clone());
        let form = form.with("kind", "group").with("to", name);
        let answer = form.send(owner).await;
        let is_unknown = answer.body.contains("no group");
        (answer.status, is_unknown)
    };
    crate::access_requests::apply(&world, "[[groups]]\nname = \"writers\"\n").await;
    let known = told(&mut owner, "writers").await;
    assert_eq!(known, told(&mut owner, "nobody").await);
    assert_eq!(known.0, 422);
}

async fn the_account_page_leads_an_owner_to_the_console(world: World) {
    declare(&world).await;
    let mut grace = world.signed_in(GRACE).await;
    let link = "href=\"/admin\"";
    assert!(!grace.get("/account").await.body.contains(link));
    own(&world, GRACE.0, "wiki").await;
    assert!(grace.get("/account").await.body.contains(link));
}
