//! Every page in headless Chromium, judged by axe-core against WCAG 2.2 AA: in light and dark, from
//! right to left, on a phone and on a desktop. `./scripts/accessibility` prints the pages.
//!
//! A new page is one line of [`walk`]. `SCREENSHOTS=folder LANGUAGES=de,ja` keeps pictures, in these
//! languages instead.

use crate::{
    browser::{chromium, click, fill, is_at, picture, sign_in, text},
    console::explain::CHAIN,
    organizations::{join, organization},
    second_factors::key_of_text,
    world::{ADA, Backend, GRACE, Shape, Site, StandIn, World, authorize_query, comes_true},
};
use doorward_core::invitations::NewInvitation;
use doorward_protocol::time::Lifetime;
use fantoccini::{Client, Locator};
use serde_json::json;

const EVE: &str = "eve.of.a.rather.long.address@example.org";

/// How a page is looked at.
#[derive(Clone, Copy)]
struct Look<'a> {
    width: u32,
    is_dark: bool,
    language: &'a str,
}

impl Look<'_> {
    fn label(self) -> String {
        let light = if self.is_dark { "dark" } else { "light" };
        format!("{}-{light}-{}", self.language, self.width)
    }
}

/// A browser that looks at one page after the other.
struct Visit<'a> {
    world: &'a World,
    client: Client,
    look: Look<'a>,
    axe: &'a str,
    pages: usize,
    found: Vec<String>,
    advice: Vec<String>,
}

impl Visit<'_> {
    async fn goto(&self, address: &str) {
        let address = if address.starts_with('/') {
            self.world.at(address)
        } else {
            address.to_owned()
        };
        self.client.goto(&address).await.unwrap();
    }

    /// A page by its address.
    async fn page(&mut self, name: &str, address: &str) {
        self.goto(address).await;
        self.here(name).await;
    }

    /// The page that is shown.
    async fn here(&mut self, name: &str) {
        // A click does not wait for the page that it leads to.
        let loaded = comes_true(async || {
            let state = self.client.execute("return document.readyState", vec![]);
            state.await.is_ok_and(|state| state == "complete")
        });
        assert!(loaded.await, "{name}");
        let label = self.look.label();
        picture(&self.client, &format!("{name}-{label}")).await;
        self.client.execute(self.axe, vec![]).await.unwrap();
        let judge = include_str!("check.js");
        let told = self.client.execute_async(judge, vec![]).await.unwrap();
        self.pages += 1;
        let says = |list: &str| -> Vec<String> {
            let all = told[list].as_array().unwrap().iter();
            all.map(|one| format!("{name} ({label}): {}", one.as_str().unwrap()))
                .collect()
        };
        let found = says("found");
        println!(
            "{label:20} {name:28} {}",
            if found.is_empty() { "good" } else { "BAD" }
        );
        self.found.extend(found);
        self.advice.extend(says("advice"));
        let direction = if self.look.language == "ar" {
            "rtl"
        } else {
            "ltr"
        };
        if told["lang"] != self.look.language || told["dir"] != direction {
            let is = format!("{name} ({label}): in {} {}", told["lang"], told["dir"]);
            self.found.push(is);
        }
    }

    /// Chooses the language of the look by the menu, as a reader does.
    async fn choose_language(&self) {
        self.goto("/signed-out").await;
        click(&self.client, ".languages summary").await;
        let button = format!("button[name=language][value=\"{}\"]", self.look.language);
        click(&self.client, &button).await;
        let chosen = format!("html[lang=\"{}\"]", self.look.language);
        let wait = self.client.wait();
        wait.for_element(Locator::Css(&chosen)).await.unwrap();
    }
}

/// What the pages need: apps, a user with two accounts, and providers of each design.
async fn furnish(world: &World, site: &Site) -> StandIn {
    let callback = site.put("/cb", "<!doctype html><title>Shop</title><h1>Shop</h1>");
    let shop = json!({
        "client_name": "Wissenschaftliche Gemeinschaftsbibliothek", "redirect_uris": [callback],
        "policy_uri": "https://shop.example/privacy", "tos_uri": "https://shop.example/terms",
        "frontchannel_logout_uri": site.put("/told", "<!doctype html><title>told</title>"),
    });
    world.client("shop", &shop, &json!({})).await;
    let orders = json!({"client_name": "Orders", "redirect_uris": [callback]});
    let extra = json!({"first_party": true, "organizations": "required"});
    world.client("orders", &orders, &extra).await;
    let long = "Gesellschaft für Wissenschaftliche Datenverarbeitung und Beratung mbH";
    for (slug, name) in [("acme", "Acme, Inc."), ("gwdb", long), ("nour", "شركة نور")] {
        let organization = organization(world, slug, name).await;
        join(world, &organization, ADA.0, false).await;
    }
    let designs = [
        Shape::Google,
        Shape::Microsoft,
        Shape::Github,
        Shape::Facebook,
        Shape::Gitlab,
        Shape::Apple,
        Shape::Discord,
    ];
    for shape in designs {
        let id = format!("{shape:?}").to_lowercase();
        StandIn::open(world, shape)
            .declare(world, &id, &json!({}))
            .await;
    }
    let corporate = StandIn::open(world, Shape::Oidc);
    let trusted = json!({"name": "Corporate login", "trust_amr": true, "authoritative_for": ["*"]});
    corporate.declare(world, "corp", &trusted).await;
    let partner = json!({"name": "Partner login", "trust_amr": true});
    corporate.declare(world, "partner", &partner).await;
    let user = json!({"sub": "ada-there", "email": ADA.0, "email_verified": true});
    corporate.is(user);
    crate::access_requests::declare(world).await;
    crate::access_requests::ada_asks(world).await;
    corporate
}

/// A sign-in by mail, up to the button that would sign in: a line for each page.
async fn walk_sign_in_by_mail(visit: &mut Visit<'_>) {
    visit.goto("/sign-in").await;
    fill(&visit.client, "#username", GRACE.0).await;
    click(&visit.client, "#by-mail").await;
    assert!(is_at(&visit.client, &visit.world.at("/sign-in/code")).await);
    visit.here("sign-in-code").await;
    fill(&visit.client, "#code", "00000000").await;
    click(&visit.client, "#sign-in").await;
    text(&visit.client, "#problem").await;
    visit.here("sign-in-code-wrong").await;
    let link = visit.world.link_to(GRACE.0, "/sign-in/link").await;
    visit.page("sign-in-link", &link).await;
    // As in another browser.
    visit.client.delete_all_cookies().await.unwrap();
    visit.choose_language().await;
    visit.page("sign-in-link-elsewhere", &link).await;
    visit.page("mail-sign-in", "/dev/mail").await;
}

/// A new account, a forgotten password, an invitation, and the mails of them: a line for each page.
async fn walk_by_mail(visit: &mut Visit<'_>) {
    visit.page("sign-up", "/sign-up").await;
    fill(&visit.client, "#email", EVE).await;
    click(&visit.client, "#continue").await;
    assert!(is_at(&visit.client, &visit.world.at("/sign-up/code")).await);
    visit.here("sign-up-code").await;
    let waiting = visit.client.current_url().await.unwrap();
    let link = visit.world.link_to(EVE, "/sign-up/confirm").await;
    visit.page("sign-up-confirm", &link).await;
    visit.page("dev-mail", "/dev/mail").await;
    click(&visit.client, "article p:last-child a").await;
    assert!(is_at(&visit.client, &visit.world.at("/dev/mail/")).await);
    visit.here("mail-sign-up").await;
    let mail = visit.world.mail_to(EVE).await;
    let text = mail["text"].as_str().unwrap();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let code = numbers.find(|digits| digits.len() == 6).unwrap();
    visit.goto(waiting.as_str()).await;
    fill(&visit.client, "#code", code).await;
    click(&visit.client, "#continue").await;
    assert!(is_at(&visit.client, &visit.world.at("/sign-up/complete")).await);
    visit.here("sign-up-complete").await;

    visit.page("forgot-password", "/forgot-password").await;
    fill(&visit.client, "#username", ADA.0).await;
    click(&visit.client, "main button[type=submit]").await;
    let is_sent = comes_true(async || {
        let field = visit.client.find(Locator::Css("#username")).await;
        field.is_err()
    });
    assert!(is_sent.await, "the form is gone");
    visit.here("forgot-password-sent").await;
    let link = visit.world.link_to(ADA.0, "/reset-password").await;
    visit.page("reset-password", &link).await;
    visit
        .page("link-unknown", "/reset-password?token=none")
        .await;

    let new = NewInvitation {
        email: EVE,
        client_ids: &["notes".to_owned()],
        language: Some(visit.look.language),
        inviter: Some("Grace Hopper"),
        lifetime: Lifetime::days(3),
        roles: &std::collections::BTreeMap::default(),
        into: None,
    };
    let invitations = visit.world.provider.invitations();
    invitations
        .invite(&visit.world.context(), &new)
        .await
        .unwrap();
    let link = visit.world.link_to(EVE, "/invitation").await;
    visit.page("invitation", &link).await;
    let (ctx, sign_up) = (visit.world.context(), visit.world.provider.sign_up());
    let link = sign_up.first_owner_link(&ctx).await.unwrap();
    let path = link.as_deref().unwrap().strip_prefix(&visit.world.issuer);
    visit.page("setup", path.unwrap()).await;
}

/// The pages of the account of whoever is signed in: a line each.
async fn walk_account(visit: &mut Visit<'_>) {
    visit.page("account", "/account").await;
    visit.page("account-profile", "/account/profile").await;
    fill(&visit.client, "#email", "ada@analytical.example").await;
    click(&visit.client, "#change-address").await;
    fill(&visit.client, "#code", "1").await;
    visit.here("account-address-code").await;
    visit.page("account-password", "/account/password").await;
}

/// The console, as an owner sees it: a line each.
async fn walk_console(visit: &mut Visit<'_>) {
    crate::management::make(visit.world, ADA.0, "owner").await;
    let user = format!("/admin/users/{}", visit.world.sub(GRACE.0).await);
    visit.page("console", "/admin").await;
    visit.page("console-start", "/admin/start").await;
    let rename = "/admin/edit?action=rename-provider";
    visit.page("console-rename", rename).await;
    visit.page("console-users", "/admin/users").await;
    let nobody = "/admin/users?q=nobody-of-this-name";
    visit.page("console-users-none", nobody).await;
    for tab in ["profile", "factors", "sessions", "apps", "history"] {
        let page = format!("{user}?tab={tab}");
        visit.page(&format!("console-user-{tab}"), &page).await;
    }
    let done = format!("{user}?tab=profile&told=done");
    visit.page("console-user-done", &done).await;
    let refused = format!("{user}?tab=profile&told=refused");
    visit.page("console-user-refused", &refused).await;
    visit.page("console-apps", "/admin/apps").await;
    visit.page("console-app", "/admin/apps/shop").await;
    for tab in ["sign-in", "tokens", "sign-out", "access"] {
        let page = format!("/admin/apps/shop?tab={tab}");
        visit.page(&format!("console-app-{tab}"), &page).await;
        let form = format!("/admin/edit?action=change-app&app=shop&tab={tab}");
        visit.page(&format!("console-app-{tab}-form"), &form).await;
    }
    visit
        .page("console-app-secrets", "/admin/apps/shop?tab=secrets")
        .await;
    let form = "/admin/edit?action=add-secret&app=shop";
    visit.page("console-add-secret", form).await;
    crate::app_owners::own(visit.world, ADA.0, "shop").await;
    crate::app_owners::own(visit.world, GRACE.0, "shop").await;
    crate::app_owners::disown(visit.world, GRACE.0, "shop").await;
    let owners = "/admin/apps/shop?tab=owners";
    visit.page("console-app-owners", owners).await;
    let form = "/admin/edit?action=revoke-secret&app=shop&secret=1";
    visit.page("console-revoke-secret", form).await;
    visit.page("console-choose-app", "/admin/add-app").await;
    let preset = "/admin/edit?action=add-app-by-preset&preset=express";
    visit.page("console-add-preset", preset).await;
    fill(&visit.client, "#f-url", "http://localhost:3000").await;
    click(&visit.client, "#edit button[type=submit]").await;
    visit.here("console-written").await;
    visit.page("console-groups", "/admin/groups").await;
    visit
        .page("console-access-requests", "/admin/access-requests")
        .await;
    let asked = crate::access_requests::requests(visit.world).await;
    let asked = format!("/admin/access-requests/{}", asked[0].id);
    visit.page("console-access-request", &asked).await;
    visit
        .page("console-invitations", "/admin/invitations")
        .await;
    visit.page("console-import", "/admin/import").await;
    visit.page("console-providers", "/admin/providers").await;
    visit
        .page("console-provider", "/admin/providers/corp")
        .await;
    let test = "/admin/edit?action=test-provider&provider=corp";
    visit.page("console-test-provider", test).await;
    click(&visit.client, "#edit button").await;
    text(&visit.client, "#verdict").await;
    visit.here("console-report").await;
    visit
        .page("console-organizations", "/admin/organizations")
        .await;
    visit
        .page("console-organization", "/admin/organizations/acme")
        .await;
    visit
        .page(
            "console-grant-organization-role",
            "/admin/edit?action=grant-organization-role&organization=acme",
        )
        .await;
    let invite = "/admin/edit?action=invite-into-organization&organization=acme";
    visit.page("console-invite-into-organization", invite).await;
    visit.page("console-sessions", "/admin/sessions").await;
    visit.page("console-ended", "/admin/sessions?ended=x").await;
    visit.page("console-inspect", "/admin/inspect").await;
    let bulk = "/admin/users/bulk?action=add-to-group&user=ada@example.com";
    visit.page("console-bulk", bulk).await;
    crate::access_requests::apply(visit.world, CHAIN).await;
    let explained = "/admin/explain?app=store&user=linus@example.com&at=2099-01-01T00:00";
    visit.page("console-explain", explained).await;
    visit.page("console-search", "/admin/search?q=a").await;
    visit
        .page("console-role-matrix", "/admin/apps/doorward/matrix")
        .await;
    let tried = "/admin/inspect?app=notes&as=ada@example.com";
    visit.page("console-inspect-try", tried).await;
    visit
        .page("console-add-app", "/admin/edit?action=add-app")
        .await;
    visit
        .page(
            "console-stale",
            "/admin/edit?action=add-group&name=&filled=1&version=x",
        )
        .await;
    visit.page("console-webhooks-none", "/admin/webhooks").await;
    crate::webhooks::add(visit.world, "crm", "https://crm.example/hook", &["*"]).await;
    visit.page("console-webhooks", "/admin/webhooks").await;
    visit.page("console-webhook", "/admin/webhooks/crm").await;
    visit
        .page(
            "console-replay",
            "/admin/edit?action=replay-webhook&webhook=crm",
        )
        .await;
    visit.page("console-streams", "/admin/streams").await;
    visit.page("console-scim-none", "/admin/scim-targets").await;
    let add = "/admin/edit?action=add-scim-target";
    visit.page("console-scim-add", add).await;
    crate::scim_targets::add_disabled(visit.world, "crm").await;
    visit.page("console-scim", "/admin/scim-targets").await;
    visit
        .page("console-scim-target", "/admin/scim-targets/crm")
        .await;
    let change = "/admin/edit?action=change-scim-target&target=crm";
    visit.page("console-scim-change", change).await;
    let test = "/admin/edit?action=test-scim-target&target=crm";
    visit.page("console-scim-test", test).await;
    let resume = "/admin/edit?action=resume-scim-target&target=crm";
    visit.page("console-scim-resume", resume).await;
    visit.page("console-sign-in", "/admin/sign-in").await;
    let change = "/admin/edit?action=change-app-sign-in&app=shop";
    visit.page("console-app-sign-in", change).await;
    visit.page("console-branding", "/admin/branding").await;
    let of_app = "/admin/branding?app=shop";
    visit.page("console-branding-app", of_app).await;
    visit.page("console-mail", "/admin/mail").await;
    let preview = "/admin/mail/preview/invitation";
    visit.page("console-mail-preview", preview).await;
    visit.page("console-keys", "/admin/keys").await;
    visit.page("console-settings", "/admin/settings").await;
    visit.page("console-system", "/admin/system").await;
    visit.page("console-audit", "/admin/audit").await;
}

async fn sign_in_as(visit: &Visit<'_>, who: (&str, &str)) {
    let user = json!({"email": who.0, "password": who.1});
    sign_in(&visit.client, &user).await;
}

/// Every page, one after the other: a line each.
async fn walk(visit: &mut Visit<'_>, callback: &str) {
    let app = |client_id: &str, more: &[(&str, &str)]| {
        let base = [("client_id", client_id), ("redirect_uri", callback)];
        format!(
            "/authorize?{}",
            authorize_query(&[&base[..], more].concat())
        )
    };
    let shop = |more: &[(&str, &str)]| app("shop", more);

    // Nobody is signed in.
    visit.page("sign-in", "/sign-in").await;
    visit.page("sign-in-for-app", &shop(&[])).await;
    sign_in_as(visit, (ADA.0, "a wrong password here")).await;
    text(&visit.client, ".problem[role=alert]").await;
    visit.here("sign-in-wrong").await;
    visit.page("signed-out", "/signed-out").await;
    visit.page("not-found", "/nowhere").await;
    let evil = "/authorize?client_id=shop&redirect_uri=https://evil.example/";
    visit.page("address-refused", evil).await;
    visit
        .page(
            "provider-error",
            "/federation/corp/callback?error=access_denied&state=x",
        )
        .await;
    walk_sign_in_by_mail(visit).await;
    walk_by_mail(visit).await;
    visit.goto(&shop(&[])).await;
    click(&visit.client, "button[name=provider][value=corp]").await;
    assert!(is_at(&visit.client, &visit.world.at("/link-account")).await);
    visit.here("link-account").await;

    // Ada is signed in, then Grace too.
    visit.goto(&shop(&[])).await;
    sign_in_as(visit, ADA).await;
    assert!(is_at(&visit.client, &visit.world.at("/consent")).await);
    visit.here("consent").await;
    click(&visit.client, "#allow").await;
    assert!(is_at(&visit.client, callback).await);
    visit.page("apps", "/").await;
    walk_account(visit).await;
    walk_console(visit).await;
    visit.page("select-organization", &app("orders", &[])).await;
    visit
        .page("sign-in-again", &shop(&[("prompt", "login")]))
        .await;
    visit
        .page("step-up", &shop(&[("acr_values", "urn:doorward:acr:2fa")]))
        .await;
    // A sign-in elsewhere, of which Ada hears.
    visit.world.signed_in(ADA).await;
    second_factors(visit).await;
    visit.page("sign-in-another", "/sign-in?way=another").await;
    sign_in_as(visit, GRACE).await;
    assert!(is_at(&visit.client, &visit.world.at("/account")).await);
    visit
        .page("select-account", &shop(&[("prompt", "select_account")]))
        .await;
    let not_me = visit.world.link_to(ADA.0, "/not-me").await;
    visit.page("mailbox", "/dev/mail").await;
    visit.page("not-me-invalid", "/not-me?token=x").await;
    visit.page("not-me", &not_me).await;
    visit.page("sign-out", "/end_session").await;
    click(&visit.client, "#sign-out-all").await;
    text(&visit.client, "main .button").await;
    visit.here("signing-out").await;

    // Ada has a second factor now.
    visit.goto("/sign-in").await;
    sign_in_as(visit, ADA).await;
    text(&visit.client, "input[name=code]").await;
    visit.here("second-factor").await;
    click(&visit.client, "#other-kind").await;
    text(&visit.client, "input[name=method]").await;
    visit.here("second-factor-recovery").await;
    recovery(visit).await;
    visit.goto(&not_me).await;
    click(&visit.client, "main button[type=submit]").await;
    text(&visit.client, "#next").await;
    visit.here("not-me-done").await;

    // Fields that an administrator asks for from now on.
    let fields = "[[user_attributes]]\nname = \"birthdate\"\nrequired = \"later\"\n";
    let applied = doorward_cli::apply_text(&visit.world.provider, "fields.toml", fields).await;
    applied.unwrap();
    visit.world.expire_versions();
    visit.goto(&shop(&[])).await;
    sign_in_as(visit, GRACE).await;
    assert!(is_at(&visit.client, &visit.world.at("/missing-fields")).await);
    visit.here("missing-fields").await;
}

/// Ada lost her second factor: the pages of the request.
async fn recovery(visit: &mut Visit<'_>) {
    click(&visit.client, "#lost").await;
    text(&visit.client, "#confirm").await;
    visit.here("recovery").await;
    click(&visit.client, "#confirm").await;
    let is_asked = comes_true(async || {
        let button = visit.client.find(Locator::Css("#confirm")).await;
        button.is_err()
    });
    assert!(is_asked.await, "the form is gone");
    visit.here("recovery-waiting").await;
    let refuse = visit.world.link_to(ADA.0, "/recovery/refuse").await;
    visit.page("recovery-refuse", &refuse).await;
}

async fn open() -> World {
    World::open_now_with(Backend::Sqlite, |settings| {
        settings.sign_up.mode = "open".into();
        settings.sign_in.methods = ["password", "passkey", "code", "link"]
            .map(str::to_owned)
            .to_vec();
    })
    .await
}

/// Ada looks at her security page, and sets an authenticator app up.
async fn second_factors(visit: &mut Visit<'_>) {
    visit.page("security", "/account/security").await;
    visit
        .page("new-passkey", "/account/security/passkeys/new")
        .await;
    visit
        .page(
            "new-security-key",
            "/account/security/passkeys/new?kind=security-key",
        )
        .await;
    visit
        .page("passkey-offer", "/account/security/passkeys/offer")
        .await;
    visit
        .page("authenticator", "/account/security/authenticator")
        .await;
    let key = "return document.querySelector('code.key').textContent";
    let key = visit.client.execute(key, vec![]).await.unwrap();
    let code = key_of_text(key.as_str().unwrap()).code_at(visit.world.provider.now());
    fill(&visit.client, "#code", &code).await;
    click(&visit.client, "#confirm").await;
    text(&visit.client, "#codes").await;
    visit.here("recovery-codes").await;
    visit.page("security-on", "/account/security").await;
    visit.page("access", "/account/access").await;
    let ask = "/account/access/ask?app=depot&role=buyer";
    visit.page("ask-for-access", ask).await;
    visit.page("activity", "/account/activity").await;
    visit.page("data", "/account/data").await;
}

/// Looks at every page once, and says what is wrong with them.
async fn look_at(look: Look<'_>, axe: &str) -> Vec<String> {
    let (world, site) = (open().await, Site::open());
    let _providers = furnish(&world, &site).await;
    let (client, profile) = chromium(look.width, 1100, look.is_dark).await;
    let mut visit = Visit {
        world: &world,
        client,
        look,
        axe,
        pages: 0,
        found: Vec::new(),
        advice: Vec::new(),
    };
    visit.choose_language().await;
    walk(&mut visit, &site.at("/cb")).await;
    visit.client.clone().close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
    let (pages, found, advice) = (visit.pages, visit.found, visit.advice);
    println!(
        "{}: {pages} pages, {} violations",
        look.label(),
        found.len()
    );
    for one in &advice {
        println!("  advice: {one}");
    }
    found
}

fn axe() -> String {
    let modules =
        std::env::var("TEST_NODE_MODULES").expect("run ./scripts/test, which installs axe-core");
    std::fs::read_to_string(format!("{modules}/axe-core/axe.min.js")).unwrap()
}

/// The looks of one width; pictures of other languages where somebody asked for them.
async fn every_look(width: u32) {
    let axe = axe();
    let asked = std::env::var("LANGUAGES").unwrap_or_default();
    let looks: Vec<(&str, bool)> = if asked.is_empty() {
        vec![("en", false), ("en", true), ("ar", false), ("de", false)]
    } else {
        let both = |tag| [(tag, false), (tag, true)];
        asked.split(',').flat_map(both).collect()
    };
    let mut found: Vec<String> = Vec::new();
    for (language, is_dark) in looks {
        let look = Look {
            width,
            is_dark,
            language,
        };
        found.extend(Box::pin(look_at(look, &axe)).await);
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_on_a_phone() {
    Box::pin(every_look(360)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_on_a_desktop() {
    Box::pin(every_look(1280)).await;
}
