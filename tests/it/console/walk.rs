//! The console in Chromium as each kind of administrator: every page that its links lead to opens without an
//! error, and an action of each page is carried out by whoever may do it, and offered to nobody else.

use super::{
    PASSWORD,
    conflicts::furnish_all,
    matrix::{self, OF_OWNERS, OF_OWNERS_OF_ACME},
};
use crate::{
    browser::{chromium, click, complaints, is_at, picture, sign_in, text},
    management::make,
    organizations::join,
    world::{Backend, GRACE, World, comes_true},
};
use doorward_protocol::management::{Permission, Powers, Resource};
use fantoccini::{Client, Locator, elements::Element};
use serde_json::json;
use std::collections::{BTreeSet, VecDeque};

/// Whoever comes into the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Somebody with a role of the app that is built in.
    Role(&'static str),
    OwnerOfApp,
    OwnerOfOrganization,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Role("owner"),
        Self::Role("admin"),
        Self::Role("support"),
        Self::Role("auditor"),
        Self::OwnerOfApp,
        Self::OwnerOfOrganization,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Role(role) => role,
            Self::OwnerOfApp => "app-owner",
            Self::OwnerOfOrganization => "organization-owner",
        }
    }

    fn address(self) -> String {
        format!("{}@example.com", self.name())
    }

    fn may(self, permission: Permission) -> bool {
        match self {
            Self::Role(role) => Powers::of_roles([role]).allow(permission),
            Self::OwnerOfApp | Self::OwnerOfOrganization => false,
        }
    }

    /// Whether a page of the matrix is theirs.
    fn sees(self, page: &str, resource: Option<Resource>) -> bool {
        match self {
            Self::Role(_) => resource.is_none_or(|resource| self.may(Permission::read(resource))),
            Self::OwnerOfApp => OF_OWNERS.contains(&page),
            Self::OwnerOfOrganization => OF_OWNERS_OF_ACME.contains(&page),
        }
    }

    fn does(self, deed: &Deed) -> bool {
        match self {
            Self::Role(_) => deed.needs.iter().all(|permission| self.may(*permission)),
            Self::OwnerOfApp => deed.of == Of::App,
            Self::OwnerOfOrganization => deed.of == Of::Organization,
        }
    }
}

/// Who else than administrators does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Administrators,
    App,
    Organization,
}

/// What is done on a page.
struct Deed {
    page: &'static str,
    /// The link to its form, or the button that does it.
    by: &'static str,
    /// What is filled in. `KIND` stands for who does it.
    fields: &'static [(&'static str, &'static str)],
    /// The button that sends it, where it has a form.
    send: &'static str,
    /// What is shown once it is done.
    done: &'static str,
    needs: &'static [Permission],
    of: Of,
}

const SEND: &str = "#edit button[type=submit]";
/// What is shown after most forms: any page that is none.
const ANY: &str = "main h1";

const fn form(
    page: &'static str,
    by: &'static str,
    fields: &'static [(&'static str, &'static str)],
    needs: &'static [Permission],
) -> Deed {
    Deed {
        page,
        by,
        fields,
        send: SEND,
        done: ANY,
        needs,
        of: Of::Administrators,
    }
}

impl Deed {
    const fn of(self, of: Of) -> Self {
        Self { of, ..self }
    }

    const fn shows(self, done: &'static str) -> Self {
        Self { done, ..self }
    }

    const fn sent_by(self, send: &'static str) -> Self {
        Self { send, ..self }
    }
}

const USERS: &[Permission] = &[Permission::write(Resource::Users)];
const FACTORS: &[Permission] = &[Permission::write(Resource::Factors)];
const SESSIONS: &[Permission] = &[Permission::write(Resource::Sessions)];
const GROUPS: &[Permission] = &[Permission::write(Resource::Groups)];
const APPS: &[Permission] = &[Permission::write(Resource::Apps)];
const ROLES: &[Permission] = &[Permission::write(Resource::Roles)];
const ORGANIZATIONS: &[Permission] = &[Permission::write(Resource::Organizations)];
const PROVIDERS: &[Permission] = &[Permission::write(Resource::Providers)];
const WEBHOOKS: &[Permission] = &[Permission::write(Resource::Webhooks)];
const TARGETS: &[Permission] = &[Permission::write(Resource::ScimTargets)];
const SETTINGS: &[Permission] = &[Permission::write(Resource::Settings)];

/// An action of each page that has one.
const DEEDS: &[Deed] = &[
    form(
        "/admin/users",
        "#add-user",
        &[("name", "New"), ("email", "KIND-new@example.com")],
        USERS,
    ),
    form(
        "/admin/users",
        "#invite",
        &[("emails", "KIND-guest@example.com")],
        USERS,
    ),
    form(
        "/admin/users/GRACE",
        "#change-user",
        &[("name", "Grace KIND")],
        USERS,
    ),
    form("/admin/users/GRACE?tab=factors", "#send-link", &[], FACTORS)
        .sent_by("")
        .shows("#done"),
    form(
        "/admin/users/GRACE?tab=sessions",
        "#action-sign-out button",
        &[],
        SESSIONS,
    )
    .sent_by("")
    .shows("#done"),
    form(
        "/admin/invitations",
        "a[href*=\"action=revoke-invitation\"]",
        &[],
        USERS,
    ),
    form(
        "/admin/groups",
        "#add-group",
        &[("name", "KIND group")],
        GROUPS,
    ),
    form(
        "/admin/groups/staff",
        "#add-member",
        &[("user", GRACE.0)],
        GROUPS,
    ),
    form(
        "/admin/add-app",
        "#add-app",
        &[
            ("client_name", "KIND app"),
            ("redirect_uris", "https://KIND.example/cb"),
        ],
        APPS,
    )
    .shows("#secret"),
    form(
        "/admin/apps/shop",
        "#change-app",
        &[("client_name", "Shop KIND")],
        APPS,
    )
    .of(Of::App),
    form("/admin/apps/shop?tab=secrets", "#new-secret", &[], APPS)
        .of(Of::App)
        .shows("#secret"),
    form(
        "/admin/apps/shop?tab=owners",
        "#add-app-owner",
        &[("user", GRACE.0)],
        APPS,
    ),
    form(
        "/admin/apps/shop/roles/buyer",
        "#grant-role",
        &[("to", GRACE.0)],
        ROLES,
    )
    .of(Of::App),
    form(
        "/admin/access-requests/REQUEST",
        "#refuse-access-request",
        &[("reason", "Not this month")],
        ROLES,
    )
    .of(Of::App),
    form(
        "/admin/organizations",
        "#add-organization",
        &[("name", "KIND house"), ("slug", "KIND-house")],
        ORGANIZATIONS,
    ),
    form(
        "/admin/organizations/acme",
        "#change-organization",
        &[("name", "Acme KIND")],
        ORGANIZATIONS,
    )
    .of(Of::Organization),
    form("/admin/providers/linked", "#test-provider", &[], PROVIDERS).shows("#verdict"),
    form(
        "/admin/sessions",
        "#sessions form:has(input[value=\"GRACE\"]) button",
        &[],
        SESSIONS,
    )
    .sent_by("")
    .shows("#ended"),
    form(
        "/admin/webhooks",
        "#add-webhook",
        &[
            ("name", "KIND"),
            ("url", "https://KIND.example/hook"),
            ("events", "*"),
        ],
        WEBHOOKS,
    )
    .shows("#secret"),
    form(
        "/admin/webhooks/crm",
        "#change-webhook",
        &[("description", "By KIND")],
        WEBHOOKS,
    ),
    form(
        "/admin/scim-targets",
        "#add-scim-target",
        &[
            ("name", "KIND"),
            ("app", "shop"),
            ("url", "https://KIND.example/scim/v2"),
            ("token", "the-token-of-KIND"),
        ],
        TARGETS,
    ),
    form(
        "/admin/scim-targets/crm",
        "#change-scim-target",
        &[("description", "By KIND")],
        TARGETS,
    ),
    form(
        "/admin/sign-in",
        "a[href*=\"action=change-app-sign-in\"][href*=\"app=shop\"]",
        &[("sign_in_methods", "password")],
        APPS,
    ),
    form(
        "/admin/settings",
        "#rename-provider",
        &[("name", "KIND house")],
        SETTINGS,
    ),
    form(
        "/admin/branding",
        "#save",
        &[("accent", "#0f5c4d")],
        SETTINGS,
    )
    .sent_by("#save")
    .shows("#saved"),
    form(
        "/admin/branding?app=shop",
        "#save",
        &[("accent", "#0f5c4d")],
        APPS,
    )
    .of(Of::App)
    .sent_by("#save")
    .shows("#saved"),
    form(
        "/admin/branding?organization=acme",
        "#save",
        &[("accent", "#0f5c4d")],
        ORGANIZATIONS,
    )
    .of(Of::Organization)
    .sent_by("#save")
    .shows("#saved"),
];

/// Pages that no link leads to, with what does.
const NOT_LINKED: [(&str, &str); 4] = [
    ("/admin/start", "where a new server leads its first owner"),
    ("/admin/search", "the field of the search"),
    ("/admin/branding/*", "a frame of the page"),
    ("/admin/apps/*/first-sign-in", "the answer to a new app"),
];

/// What makes a page another one: its path, its tab and its action, but not which of several it is about.
fn key(address: &str) -> String {
    let url = url::Url::parse("http://localhost")
        .unwrap()
        .join(address)
        .unwrap();
    let mut parts: Vec<&str> = url.path().trim_matches('/').split('/').collect();
    if parts.len() > 2 && parts[2] != "bulk" {
        parts[2] = "*";
    }
    if parts.len() > 4 {
        parts[4] = "*";
    }
    let is_look = parts[..] == ["admin", "branding"];
    let query = url
        .query_pairs()
        .filter_map(|(name, value)| match name.as_ref() {
            "tab" | "action" => Some(format!("{name}={value}")),
            "app" | "organization" if is_look => Some(name.into_owned()),
            _ => None,
        });
    let query: Vec<String> = query.collect();
    // Whether somebody can be changed depends on who it is.
    let who =
        if parts[..] == ["admin", "users", "*"] || query.contains(&"action=change-user".into()) {
            address.to_owned()
        } else {
            String::new()
        };
    format!("/{} {} {who}", parts.join("/"), query.join("&"))
}

/// A browser in which one kind is signed in.
struct Walk<'a> {
    world: &'a World,
    client: Client,
    kind: Kind,
}

/// What is looked at on every page.
const FINDINGS: &str = r#"
const problems = [], navigation = performance.getEntriesByType("navigation")[0];
if (navigation.responseStatus !== 200) problems.push("status " + navigation.responseStatus);
if (document.documentElement.scrollWidth > window.innerWidth) problems.push("wider than the window");
if (!document.title || !document.querySelector("h1")) problems.push("no title");
for (const image of document.images) if (image.complete && !image.naturalWidth) problems.push("no image " + image.src);
const links = Array.from(document.querySelectorAll("a[href]"), (link) => link.href);
return {problems, links};
"#;

impl Walk<'_> {
    async fn goto(&self, path: &str) {
        self.client.goto(&self.world.at(path)).await.unwrap();
    }

    /// Looks at the page that is shown: the links of it.
    async fn look(&self, path: &str) -> Vec<String> {
        let told = self.client.execute(FINDINGS, vec![]).await.unwrap();
        let problems = told["problems"].as_array().unwrap();
        let complaints = complaints(&self.client).await;
        assert!(
            problems.is_empty() && complaints.is_empty(),
            "{:?} at {path}: {problems:?} {complaints:?}",
            self.kind
        );
        let links = told["links"].as_array().unwrap().iter();
        let issuer = self.world.at("");
        links
            .filter_map(|link| link.as_str()?.strip_prefix(issuer.trim_end_matches('/')))
            .filter(|path| {
                *path == "/admin" || path.starts_with("/admin/") || path.starts_with("/admin?")
            })
            .map(str::to_owned)
            .collect()
    }

    /// Opens every page that links lead to, from the first one on: their keys.
    async fn every_page(&self) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = VecDeque::from(["/admin".to_owned()]);
        while let Some(path) = open.pop_front() {
            self.goto(&path).await;
            for link in self.look(&path).await {
                if seen.insert(key(&link)) {
                    open.push_back(link);
                }
            }
        }
        seen
    }

    async fn element(&self, css: &str) -> Element {
        self.client.find(Locator::Css(css)).await.unwrap()
    }

    /// Puts a value into a field, in place of what it holds.
    async fn put(&self, name: &str, value: &str) {
        let field = self.element(&format!("main form [name={name}]")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Does something, or finds that it is not offered.
    async fn act(&self, deed: &Deed, request: &str) {
        let kind = self.kind;
        let grace = self.world.sub(GRACE.0).await;
        let page = deed
            .page
            .replace("GRACE", &grace)
            .replace("REQUEST", request);
        let by = deed.by.replace("GRACE", &grace);
        let name = format!("{kind:?}: {by} on {page}");
        self.goto(&page).await;
        if !kind.does(deed) {
            let offered = self.client.find_all(Locator::Css(&by)).await.unwrap();
            assert!(offered.is_empty(), "{name}");
            // A refusal is a complaint of the browser, which belongs to no later page.
            complaints(&self.client).await;
            return;
        }
        if deed.send != deed.by {
            click(&self.client, &by).await;
        }
        if deed.send == SEND {
            assert!(
                is_at(&self.client, &self.world.at("/admin/edit")).await,
                "{name}"
            );
            text(&self.client, SEND).await;
        }
        for (field, value) in deed.fields {
            self.put(field, &value.replace("KIND", kind.name())).await;
        }
        if !deed.send.is_empty() {
            click(&self.client, deed.send).await;
        }
        let has = async |css: &str| self.client.find(Locator::Css(css)).await.is_ok();
        let is_over = comes_true(async || {
            has("#problem").await
                || has(deed.done).await && (deed.send != SEND || !has("#edit").await)
        });
        assert!(is_over.await, "{name}");
        if let Ok(problem) = self.client.find(Locator::Css("#problem, #refused")).await {
            panic!("{name}: {}", problem.text().await.unwrap());
        }
        self.look(&name).await;
    }

    /// What else is asked and answered on a page, by forms that change nothing.
    async fn ask(&self) {
        let reads = |resource| self.kind.may(Permission::read(resource));
        if reads(Resource::Apps) {
            self.goto("/admin/inspect").await;
            self.put("text", "no token at all").await;
            click(&self.client, "#inspect button[type=submit]").await;
            text(&self.client, "#found, #problem").await;
            self.look("what was pasted").await;
        }
        if reads(Resource::Roles) && reads(Resource::Users) {
            self.goto("/admin/explain").await;
            for (field, value) in [("user", "linus@example.com"), ("app", "store")] {
                self.put(field, value).await;
            }
            click(&self.client, "#explain button[type=submit]").await;
            let chain = text(&self.client, "#chain").await;
            assert!(chain.contains("closed at night"), "{chain}");
            self.look("the explanation").await;
            picture(&self.client, &format!("walk-explain-{}", self.kind.name())).await;
        }
        if reads(Resource::Audit) {
            self.goto("/admin/audit").await;
            self.put("event", "group.").await;
            click(&self.client, "#filter button").await;
            assert!(is_at(&self.client, &self.world.at("/admin/audit?")).await);
            self.look("the audit log, filtered").await;
        }
        if self.kind.may(Permission::write(Resource::Groups)) {
            let grace = self.world.sub(GRACE.0).await;
            self.goto("/admin/users?q=grace").await;
            click(&self.client, &format!("input[value=\"{grace}\"]")).await;
            click(&self.client, "#action option[value=add-to-group]").await;
            click(&self.client, "#bulk button").await;
            text(&self.client, "#do").await;
            self.put("group", "staff").await;
            click(&self.client, "#do").await;
            text(&self.client, "#summary").await;
            self.look("the report about several users").await;
        }
    }
}

/// The identifier of the request that waits; Ada asks again where the last one was decided.
async fn waiting_request(world: &World) -> String {
    let waiting = |all: Vec<doorward_core::access_requests::AccessRequest>| {
        let mut all = all.into_iter().filter(|request| request.ended_at.is_none());
        all.next().map(|request| request.id)
    };
    if let Some(id) = waiting(crate::access_requests::requests(world).await) {
        return id;
    }
    crate::access_requests::ada_asks(world).await;
    waiting(crate::access_requests::requests(world).await).unwrap()
}

async fn signed_in<'a>(world: &'a World, client: &Client, kind: Kind) -> Walk<'a> {
    client.delete_all_cookies().await.unwrap();
    client.goto(&world.at("/sign-in")).await.unwrap();
    let user = json!({"email": kind.address(), "password": PASSWORD});
    sign_in(client, &user).await;
    text(client, "#sign-out").await;
    Walk {
        world,
        client: client.clone(),
        kind,
    }
}

async fn find(walk: Walk<'_>) {
    let (world, kind) = (walk.world, walk.kind);
    let seen = walk.every_page().await;
    let mut missing = Vec::new();
    for (page, resource) in matrix::pages(world).await {
        let wanted = key(&page);
        let is_linked = NOT_LINKED
            .iter()
            .all(|(path, _)| !wanted.starts_with(&format!("{path} ")));
        if kind.sees(&page, resource) && is_linked && !seen.contains(&wanted) {
            missing.push(page);
        }
    }
    assert!(
        missing.is_empty(),
        "{kind:?} finds no link to {missing:?}: {seen:#?}"
    );
    println!("{}: {} pages", kind.name(), seen.len());
}

async fn act(walk: Walk<'_>) {
    let world = walk.world;
    for deed in DEEDS {
        // Somebody whose sessions can be ended.
        if deed.needs == SESSIONS {
            world.signed_in(GRACE).await;
        }
        let request = if deed.page.contains("REQUEST") {
            waiting_request(world).await
        } else {
            String::new()
        };
        walk.act(deed, &request).await;
    }
    walk.ask().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_administrator_finds_every_page_and_does_what_they_may() {
    let world = World::open_now(Backend::Sqlite).await;
    let mut owner = super::administrator(&world, "owner").await;
    furnish_all(&world, &mut owner).await;
    crate::access_requests::apply(&world, super::explain::CHAIN).await;
    for kind in Kind::ALL {
        if kind != Kind::Role("owner") {
            world.user(&kind.address(), PASSWORD).await;
        }
        if let Kind::Role(role) = kind
            && role != "owner"
        {
            make(&world, &kind.address(), role).await;
        }
    }
    for app in ["shop", "wiki"] {
        crate::app_owners::own(&world, &Kind::OwnerOfApp.address(), app).await;
    }
    let acme = world.provider.organizations().find("acme").await.unwrap();
    let address = Kind::OwnerOfOrganization.address();
    join(&world, &acme.unwrap(), &address, true).await;
    world.expire_versions();
    let (client, profile) = chromium(1440, 900, false).await;
    // What somebody did is not to be found by others any more.
    for kind in Kind::ALL {
        Box::pin(find(signed_in(&world, &client, kind).await)).await;
    }
    for kind in Kind::ALL {
        Box::pin(act(signed_in(&world, &client, kind).await)).await;
    }
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
