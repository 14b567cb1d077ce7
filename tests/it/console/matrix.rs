//! Each kind of administrator and each page, from one table.

use super::administrator;
use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_protocol::management::{Permission, Powers, Resource};
use serde_json::json;

on_both!(
    each_page_is_shown_to_who_may_read_it_alone,
    the_owner_of_an_app_has_its_pages_alone,
    the_owner_of_an_organization_has_its_pages_alone,
    whoever_has_no_role_is_told_so_and_whoever_is_not_signed_in_signs_in_first,
    users_are_found_by_a_part_of_their_name,
    a_page_of_the_console_is_small_and_without_scripts_of_its_own,
);

/// The most that a page has, in bytes.
const MAX_PAGE: usize = 150 * 1024;

/// Every page, and what it takes to see it; nothing where every administrator sees it.
pub async fn pages(world: &World) -> Vec<(String, Option<Resource>)> {
    let user = world.sub(GRACE.0).await;
    let tab = |name: &str| format!("/admin/users/{user}?tab={name}");
    vec![
        ("/admin".into(), None),
        ("/admin/start".into(), Some(Resource::Settings)),
        ("/admin/users".into(), Some(Resource::Users)),
        (format!("/admin/users/{user}"), Some(Resource::Users)),
        (tab("profile"), Some(Resource::Users)),
        (tab("factors"), Some(Resource::Factors)),
        (tab("sessions"), Some(Resource::Sessions)),
        (tab("apps"), Some(Resource::Roles)),
        (tab("history"), Some(Resource::Audit)),
        ("/admin/apps".into(), Some(Resource::Apps)),
        ("/admin/apps/shop".into(), Some(Resource::Apps)),
        ("/admin/apps/shop?tab=sign-in".into(), Some(Resource::Apps)),
        ("/admin/apps/shop?tab=secrets".into(), Some(Resource::Apps)),
        ("/admin/apps/shop?tab=tokens".into(), Some(Resource::Apps)),
        ("/admin/apps/shop?tab=sign-out".into(), Some(Resource::Apps)),
        ("/admin/apps/shop?tab=access".into(), Some(Resource::Apps)),
        ("/admin/apps/shop?tab=owners".into(), Some(Resource::Apps)),
        (
            "/admin/apps/shop/first-sign-in".into(),
            Some(Resource::Apps),
        ),
        ("/admin/apps/shop/matrix".into(), Some(Resource::Roles)),
        ("/admin/search?q=shop".into(), None),
        ("/admin/explain".into(), Some(Resource::Roles)),
        ("/admin/groups".into(), Some(Resource::Groups)),
        ("/admin/access-requests".into(), Some(Resource::Roles)),
        (
            format!("/admin/access-requests/{}", requested(world).await),
            Some(Resource::Roles),
        ),
        ("/admin/organizations".into(), Some(Resource::Organizations)),
        (
            "/admin/organizations/acme".into(),
            Some(Resource::Organizations),
        ),
        ("/admin/invitations".into(), Some(Resource::Users)),
        ("/admin/providers".into(), Some(Resource::Providers)),
        ("/admin/sessions".into(), Some(Resource::Sessions)),
        ("/admin/inspect".into(), Some(Resource::Apps)),
        ("/admin/webhooks".into(), Some(Resource::Webhooks)),
        ("/admin/webhooks/crm".into(), Some(Resource::Webhooks)),
        ("/admin/streams".into(), Some(Resource::Webhooks)),
        ("/admin/scim-targets".into(), Some(Resource::ScimTargets)),
        (
            "/admin/scim-targets/crm".into(),
            Some(Resource::ScimTargets),
        ),
        ("/admin/sign-in".into(), Some(Resource::Settings)),
        ("/admin/branding".into(), Some(Resource::Settings)),
        (
            "/admin/branding/preview?scheme=dark".into(),
            Some(Resource::Settings),
        ),
        ("/admin/branding?app=shop".into(), Some(Resource::Apps)),
        (
            "/admin/branding?organization=acme".into(),
            Some(Resource::Organizations),
        ),
        ("/admin/mail".into(), Some(Resource::Settings)),
        (
            "/admin/mail/preview/invitation".into(),
            Some(Resource::Settings),
        ),
        ("/admin/keys".into(), Some(Resource::Keys)),
        ("/admin/audit".into(), Some(Resource::Audit)),
        ("/admin/settings".into(), Some(Resource::Settings)),
        ("/admin/system".into(), Some(Resource::Settings)),
    ]
}

/// The identifier of a request for a role, which is made where there is none.
async fn requested(world: &World) -> String {
    let store = world.provider.store();
    if let Some(known) = store.access_requests_after("", 1).await.unwrap().pop() {
        return known.id;
    }
    crate::access_requests::declare(world).await;
    crate::access_requests::ada_asks(world).await;
    crate::access_requests::request(world).await.id
}

/// What the pages are about.
pub async fn shop(world: &World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
    crate::organizations::organization(world, "acme", "Acme").await;
    crate::webhooks::add(world, "crm", "https://crm.example/hook", &["*"]).await;
    crate::scim_targets::add_disabled(world, "crm").await;
}

async fn each_page_is_shown_to_who_may_read_it_alone(world: World) {
    shop(&world).await;
    let pages = pages(&world).await;
    for role in ["owner", "admin", "support", "auditor"] {
        let powers = Powers::of_roles([role]);
        let mut browser = administrator(&world, role).await;
        let home = browser.get("/admin").await.body;
        for (page, resource) in &pages {
            let may = resource.is_none_or(|resource| powers.allow(Permission::read(resource)));
            let answer = browser.get(page).await;
            let expected = if may { 200 } else { 403 };
            assert_eq!(answer.status, expected, "{role}: {page}: {}", answer.body);
            if [
                "/admin/users",
                "/admin/apps",
                "/admin/groups",
                "/admin/access-requests",
                "/admin/organizations",
                "/admin/invitations",
                "/admin/providers",
                "/admin/sessions",
                "/admin/inspect",
                "/admin/webhooks",
                "/admin/sign-in",
                "/admin/mail",
                "/admin/keys",
                "/admin/audit",
                "/admin/settings",
                "/admin/system",
            ]
            .contains(&page.as_str())
            {
                let is_offered = home.contains(&format!("href=\"{page}\""));
                assert_eq!(is_offered, may, "{role}: {page} in the navigation");
            }
        }
    }
}

/// The pages of the table that the owner of the shop has; the others are for administrators.
pub const OF_OWNERS: [&str; 12] = [
    "/admin/apps",
    "/admin/apps/shop",
    "/admin/apps/shop?tab=sign-in",
    "/admin/apps/shop?tab=secrets",
    "/admin/apps/shop?tab=tokens",
    "/admin/apps/shop?tab=sign-out",
    "/admin/apps/shop?tab=access",
    "/admin/apps/shop?tab=owners",
    "/admin/apps/shop/first-sign-in",
    "/admin/apps/shop/matrix",
    "/admin/access-requests",
    "/admin/branding?app=shop",
];

async fn the_owner_of_an_app_has_its_pages_alone(world: World) {
    shop(&world).await;
    let pages = pages(&world).await;
    crate::app_owners::own(&world, ADA.0, "shop").await;
    let mut ada = world.signed_in(ADA).await;
    let mut seen = 0;
    for (page, _) in pages {
        let answer = ada.get(&page).await;
        let expected = match page.as_str() {
            "/admin" => 303,
            page if OF_OWNERS.contains(&page) => 200,
            // The request is about a role of another app.
            page if page.starts_with("/admin/access-requests/") => 404,
            _ => 403,
        };
        seen += usize::from(expected == 200);
        assert_eq!(answer.status, expected, "{page}: {}", answer.body);
        if expected == 403 {
            assert!(answer.body.contains("You don’t have access"), "{page}");
        }
    }
    assert_eq!(seen, OF_OWNERS.len());
}

/// The pages of the table that the owner of Acme has.
pub const OF_OWNERS_OF_ACME: [&str; 3] = [
    "/admin/organizations",
    "/admin/organizations/acme",
    "/admin/branding?organization=acme",
];

async fn the_owner_of_an_organization_has_its_pages_alone(world: World) {
    shop(&world).await;
    let pages = pages(&world).await;
    let acme = world.provider.organizations().find("acme").await.unwrap();
    crate::organizations::join(&world, &acme.unwrap(), ADA.0, true).await;
    crate::organizations::organization(&world, "globex", "Globex").await;
    let mut ada = world.signed_in(ADA).await;
    for (page, _) in pages {
        let answer = ada.get(&page).await;
        let expected = match page.as_str() {
            "/admin" => 303,
            page if OF_OWNERS_OF_ACME.contains(&page) => 200,
            _ => 403,
        };
        assert_eq!(answer.status, expected, "{page}: {}", answer.body);
        if expected == 403 {
            assert!(answer.body.contains("You don’t have access"), "{page}");
        }
    }
    let home = ada.get("/admin").await;
    assert_eq!(home.location.as_deref(), Some("/admin/organizations"));
    let listed = ada.get("/admin/organizations").await.body;
    assert!(listed.contains("Acme") && !listed.contains("Globex"));
    for page in OF_OWNERS_OF_ACME.map(|page| page.replace("acme", "globex")) {
        let expected = if page.contains("globex") { 404 } else { 200 };
        assert_eq!(ada.get(&page).await.status, expected, "{page}");
    }
}

async fn whoever_has_no_role_is_told_so_and_whoever_is_not_signed_in_signs_in_first(world: World) {
    shop(&world).await;
    let mut ada = world.signed_in(ADA).await;
    let mut nobody = world.browser();
    for (page, _) in pages(&world).await {
        let answer = ada.get(&page).await;
        assert_eq!(answer.status, 403, "{page}");
        assert!(answer.body.contains("You don’t have access"), "{page}");
        let answer = nobody.get(&page).await;
        assert_eq!(answer.status, 303, "{page}");
        let to = answer.location.unwrap();
        assert!(to.starts_with("/sign-in"), "{page} leads to {to}");
    }
    // Whether there is such a user is nobody's business either.
    assert_eq!(ada.get("/admin/users/nobody").await.status, 403);
}

async fn users_are_found_by_a_part_of_their_name(world: World) {
    let mut support = administrator(&world, "support").await;
    let page = support.get("/admin/users?q=GRACE").await;
    assert!(page.body.contains(GRACE.0), "{}", page.body);
    assert!(!page.body.contains(ADA.0), "{}", page.body);
    let whole = support.get("/admin/users?q=ada%40example.com").await;
    assert_eq!(whole.body.matches("<th scope=\"row\">").count(), 1);
    let none = support.get("/admin/users?q=nobody-at-all").await;
    assert!(none.body.contains("id=\"none\""), "{}", none.body);
    let markup = support.get("/admin/users?q=%22%3E%3Cscript%3E").await;
    assert!(!markup.body.contains("\"><script>"), "{}", markup.body);
    assert_eq!(support.get("/admin/users/nobody").await.status, 404);
}

async fn a_page_of_the_console_is_small_and_without_scripts_of_its_own(world: World) {
    for number in 0..60 {
        world
            .user(&format!("user{number}@example.com"), super::PASSWORD)
            .await;
    }
    let mut owner = administrator(&world, "owner").await;
    shop(&world).await;
    let mut listed = 0;
    let mut next = Some("/admin/users".to_owned());
    while let Some(page) = next {
        let answer = owner.get(&page).await;
        assert!(
            answer.body.len() < MAX_PAGE,
            "{page}: {}",
            answer.body.len()
        );
        listed += answer.body.matches("<th scope=\"row\">").count();
        next = answer
            .body
            .split_once("id=\"next\" href=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(address, _)| address.replace("&amp;", "&").replace("&#38;", "&"));
    }
    assert!(listed >= 61, "every user is on a page: {listed}");
    for (page, _) in pages(&world).await {
        let answer = owner.get(&page).await;
        assert!(
            answer.body.len() < MAX_PAGE,
            "{page}: {}",
            answer.body.len()
        );
        assert!(!answer.body.contains("<script>"), "{page}");
        assert!(!answer.body.contains(" style="), "{page}");
        assert!(!answer.body.contains(" onclick="), "{page}");
    }
}
