//! Every form of ours: taken with its own token from its own page, and refused with any other.

use crate::{
    access_requests, organizations, recovery,
    session::EVERY_FORM,
    world::{
        ADA, Answer, Backend, Browser, CALLBACK, GRACE, Shape, Site, StandIn, Way, World,
        authorize_query,
    },
};
use doorward_protocol::secret::{Secret, form_token};
use serde_json::json;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_form_takes_its_own_token_from_its_own_site_and_nothing_else() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        Box::pin(each_form_is_bound(world(backend).await)).await;
    }
}

/// A world in which every form is there.
pub async fn world(backend: Backend) -> World {
    World::open_with(backend, |settings| {
        settings.sign_up.mode = "open".into();
        settings.sign_in.methods = ["password", "passkey", "code", "link"]
            .map(str::to_owned)
            .to_vec();
    })
    .await
}

/// The browser of Ada, who has another session and a notice that did not arrive, which can be sent again.
pub async fn signed_in(world: &World) -> Browser {
    let site = Site::open();
    let told = json!({"redirect_uris": ["https://told.example/cb"], "first_party": true, "backchannel_logout_uri": site.at("/told")});
    world.client("told", &told, &json!({})).await;
    let mut before = world.signed_in(ADA).await;
    let query = authorize_query(&[
        ("client_id", "told"),
        ("redirect_uri", "https://told.example/cb"),
    ]);
    assert!(before.authorize(&query).await.parameter("code").is_some());
    let page = before.get("/end_session").await;
    before.submit(&page, &[]).await;
    world.signed_in(ADA).await;
    world.signed_in(ADA).await
}

/// The fields of a form as a page shows it: the hidden ones, and the first button that has a name.
fn fields(page: &str, action: &str) -> BTreeMap<String, String> {
    let start = page
        .find(&format!("action=\"{action}\""))
        .unwrap_or_else(|| panic!("no form to {action}: {page}"));
    let form = page[start..].split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?;
        let value = value.split('"').next().unwrap();
        Some(value.replace("&#38;", "&").replace("&#39;", "'"))
    };
    let tags = |kind: &'static str| {
        let parts = form.split(kind).skip(1);
        parts.map(|part| part.split('>').next().unwrap())
    };
    let hidden = tags("<input").filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
    let button = tags("<button").find(|tag| attribute(tag, "name").is_some());
    hidden
        .chain(button)
        .map(|tag| {
            (
                attribute(tag, "name").unwrap(),
                attribute(tag, "value").unwrap(),
            )
        })
        .collect()
}

async fn post(browser: &mut Browser, path: &str, fields: &BTreeMap<String, String>) -> u16 {
    let form: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &form).await.status
}

async fn return_from(browser: &mut Browser, up: &StandIn, away: &str) -> String {
    let Way::Redirect(location) = up.visit(away).await else {
        panic!("the stand-in answers by a redirect");
    };
    browser.get(&location).await.location.unwrap_or_default()
}

/// Every form, by its path, as one browser sees it in which Ada is signed in.
pub async fn shown(world: &World, ada: &mut Browser) -> Shown {
    let mut shown = Shown::new();
    // An identity of hers, to unlink.
    let linked = StandIn::open(world, Shape::Oidc);
    linked
        .declare(world, "linked", &json!({"link_only": true}))
        .await;
    linked.is(json!({"sub": "ada", "preferred_username": "ada-there"}));
    let page = ada.get("/account").await.body;
    let mut link = fields(&page, "/account/identities");
    link.insert("provider".into(), "linked".into());
    let link: Vec<(&str, &str)> = link.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let away = ada
        .post("/account/identities", &link)
        .await
        .location
        .unwrap();
    assert_eq!(return_from(ada, &linked, &away).await, "/account");
    // One that belongs to an account with the same address, which asks for its password.
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", &json!({"authoritative_for": ["*"]}))
        .await;
    up.is(json!({"sub": "other", "email": ADA.0, "email_verified": true}));
    let page = ada
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    let mut password = fields(&page.body, "/sign-in");
    password.remove("by");
    shown.insert("/sign-in", password);
    shown.insert("/sign-in/passkey", fields(&page.body, "/sign-in/passkey"));
    let federation = fields(&page.body, "/federation");
    let away = ada.choose(&page, "up").await.location.unwrap();
    let offer = return_from(ada, &up, &away).await;
    let page = ada.get(&offer).await.body;
    shown.insert("/link-account", fields(&page, "/link-account"));
    shown.insert("/federation", federation);
    // An app that she allowed something, one that asks, and a choice of accounts.
    let photos = [
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
    ];
    let page = ada.authorize(&authorize_query(&photos)).await.body;
    let mut allow = fields(&page, "/consent");
    shown.insert("/consent", allow.clone());
    allow.insert("answer".into(), "allow".into());
    assert_eq!(post(ada, "/consent", &allow).await, 303);
    let again = [photos[0], photos[1], ("prompt", "consent")];
    let page = ada.authorize(&authorize_query(&again)).await.body;
    shown.insert("/consent", fields(&page, "/consent"));
    let page = ada
        .authorize(&authorize_query(&[("prompt", "select_account")]))
        .await;
    shown.insert("/select-account", fields(&page.body, "/select-account"));
    let page = ada.get("/end_session").await.body;
    shown.insert(
        "/end_session/confirm",
        fields(&page, "/end_session/confirm"),
    );
    let page = ada.get(&world.link_to(ADA.0, "/not-me").await).await.body;
    shown.insert("/not-me", fields(&page, "/not-me"));
    let page = ada.get("/account").await.body;
    for path in EVERY_FORM
        .iter()
        .filter(|path| page.contains(&format!("action=\"{path}\"")))
    {
        shown.insert(path, fields(&page, path));
    }
    own_account(world, ada, &mut shown).await;
    data(world, ada, &mut shown).await;
    by_mail(world, ada, &mut shown).await;
    sign_in_by_mail(world, ada, &mut shown).await;
    // What the script of a page posts, with the token that stands on the page.
    let browser = Secret::presented(ada.cookies["doorward_browser"].clone());
    let token = form_token(&browser, "password strength");
    let question = [("form_token", token), ("password", "a password".into())];
    let question = question.map(|(name, value)| (name.to_owned(), value));
    shown.insert("/password/strength", question.into());
    shown.extend(Box::pin(of_console(world, ada)).await);
    shown.extend(of_factors(world, ada).await);
    // From here on Ada lacks a field.
    let field = "[[user_attributes]]\nname = \"badge\"\nrequired = \"later\"\n";
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", field).await;
    applied.unwrap();
    world.expire_versions();
    let page = ada.authorize(&authorize_query(&[])).await.body;
    shown.insert("/missing-fields", fields(&page, "/missing-fields"));
    shown.insert("/select-organization", of_organizations(world, ada).await);
    shown.extend(of_access(world, ada).await);
    shown
}

/// The forms of the console, as an administrator sees them.
async fn of_console(world: &World, ada: &mut Browser) -> Shown {
    crate::management::make(world, ADA.0, "admin").await;
    let grace = world.sub(GRACE.0).await;
    let page = ada.get(&format!("/admin/users/{grace}?tab=factors")).await;
    let (act, end) = ("/admin/users/act", "/admin/sessions/end");
    world.signed_in(GRACE).await;
    let sessions = ada.get(&format!("/admin/sessions?q={}", GRACE.0)).await;
    Shown::from([
        (act, fields(&page.body, act)),
        (end, fields(&sessions.body, end)),
        ("/admin/inspect", {
            let page = ada.get("/admin/inspect").await;
            let mut form = fields(&page.body, "/admin/inspect");
            form.insert("text".into(), "client_id=nobody".into());
            form
        }),
        ("/admin/users/bulk", {
            let page = format!("/admin/users/bulk?action=enable&user={grace}");
            fields(&ada.get(&page).await.body, "/admin/users/bulk")
        }),
        ("/admin/import", {
            let page = ada.get("/admin/import").await;
            fields(&page.body, "/admin/import")
        }),
        ("/admin/branding", {
            let page = ada.get("/admin/branding").await;
            typed(&page, "/admin/branding", &[("name", "Analytical")])
        }),
        ("/admin/edit", {
            let page = "/admin/edit?action=add-group&name=typed&filled=1";
            let mut form = fields(&ada.get(page).await.body, "/admin/edit");
            form.insert("name".into(), "typed".into());
            form
        }),
    ])
}

/// The forms about roles that Ada may ask for, one of which she asked for.
async fn of_access(world: &World, ada: &mut Browser) -> Shown {
    access_requests::declare(world).await;
    access_requests::ask_in(world, ada).await;
    let mut shown = Shown::new();
    let withdraw = "/account/access/withdraw";
    let page = ada.get("/account/access").await;
    shown.insert(withdraw, typed(&page, withdraw, &[]));
    let (ask, reason) = ("/account/access/ask", [("reason", "For the audit")]);
    let page = ada.get("/account/access/ask?app=depot&role=buyer").await;
    shown.insert(ask, typed(&page, ask, &reason));
    let query = authorize_query(&[("client_id", "wiki"), ("scope", "openid")]);
    let page = ada.authorize(&query).await;
    shown.insert("/no-access", typed(&page, "/no-access", &[]));
    shown
}

/// The form that asks for which of her two organizations Ada signs in.
async fn of_organizations(world: &World, ada: &mut Browser) -> BTreeMap<String, String> {
    let app = json!({
        "client_name": "Teams", "redirect_uris": [CALLBACK], "first_party": true,
        "scope": "openid", "organizations": "required",
    });
    world.client("teams", &app, &json!({})).await;
    for slug in ["acme", "globex"] {
        let added = organizations::organization(world, slug, slug).await;
        organizations::join(world, &added, ADA.0, false).await;
    }
    let query = authorize_query(&[("client_id", "teams")]);
    let page = ada.authorize(&query).await;
    fields(&page.body, "/select-organization")
}

/// The forms about second factors and passkeys.
async fn of_factors(
    world: &World,
    ada: &mut Browser,
) -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let mut shown = BTreeMap::new();
    let mut show = |path, page: &str| shown.insert(path, fields(page, path));
    for (address, path) in [
        (
            "/account/security/authenticator",
            "/account/security/authenticator",
        ),
        (
            "/account/security/passkeys/new",
            "/account/security/passkeys",
        ),
        (
            "/account/security/passkeys/offer",
            "/account/security/passkeys/offer",
        ),
    ] {
        show(path, &ada.get(address).await.body);
    }
    let more = authorize_query(&[("acr_values", "urn:doorward:acr:2fa")]);
    let page = ada.authorize(&more).await.body;
    show("/sign-in/second-factor/set-up", &page);
    // Ada has everything that can be taken away, and Grace is between two steps in her browser.
    let rows = |user: &str| {
        format!(
            "INSERT INTO authenticator_apps (user_id, sealed_secret, last_step, created_at)
             SELECT id, 'sealed', 0, 0 FROM users WHERE email = '{user}';
             INSERT INTO trusted_browsers (digest, id, user_id, generation, user_agent, created_at,
             last_used_at, expires_at) SELECT 'd-{user}', 'b-{user}', id, generation, '', 0, 0, {}
             FROM users WHERE email = '{user}';",
            i64::MAX
        )
    };
    let passkey = format!(
        "INSERT INTO passkeys (id, user_id, credential, label, signs_in, is_synced, sign_count,
         created_at) SELECT 'key', id, '{{}}', '', 1, 0, 0, 0 FROM users WHERE email = '{}'",
        ADA.0
    );
    let everything = rows(ADA.0) + &rows(GRACE.0) + &passkey;
    world.execute(&everything).await;
    let page = ada.get("/account/security").await.body;
    for path in [
        "/account/security/authenticator/remove",
        "/account/security/recovery-codes",
        "/account/security/trusted-browsers",
        "/account/security/passkeys/rename",
        "/account/security/passkeys/remove",
    ] {
        show(path, &page);
    }
    let page = ada.get("/sign-in?way=another").await;
    let asked = ada
        .submit(&page, &[("username", GRACE.0), ("password", GRACE.1)])
        .await;
    let page = ada.get(&asked.location.unwrap()).await;
    show("/sign-in/second-factor", &page.body);
    for (path, page) in recovery::forms(world, ada, &page).await {
        show(path, &page.body);
    }
    shown
}

pub type Shown = BTreeMap<&'static str, BTreeMap<String, String>>;

/// The fields of a form, with what somebody types.
fn typed(page: &Answer, action: &str, typed: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut form = fields(&page.body, action);
    form.extend(
        typed
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    );
    form
}

/// The code in the newest mail to an address.
async fn code(world: &World, email: &str) -> String {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let mut digits = text.split(|c: char| !c.is_ascii_digit());
    digits.find(|digits| digits.len() == 6).unwrap().to_owned()
}

/// Posts the form of a page, and follows to the next page.
async fn go(browser: &mut Browser, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = browser.submit_at(page, action, fields).await;
    browser.follow(answer).await
}

/// Asks for another address of somebody who is signed in: the page for the code.
async fn new_address(browser: &mut Browser, email: &str) -> Answer {
    let page = browser.get("/account/profile").await;
    go(browser, &page, "/account/address", &[("email", email)]).await
}

async fn own_account(world: &World, ada: &mut Browser, shown: &mut Shown) {
    let page = ada.get("/account/profile").await;
    let name = [("name", "Ada")];
    shown.insert("/account/profile", typed(&page, "/account/profile", &name));
    shown.insert("/account/picture", typed(&page, "/account/picture", &[]));
    let email = [("email", "ada@third.example")];
    shown.insert("/account/address", typed(&page, "/account/address", &email));
    let page = ada.get("/account/password").await;
    let passwords = [
        ("password", ADA.1),
        ("new_password", "seven quiet lamps on a hill"),
    ];
    shown.insert(
        "/account/password",
        typed(&page, "/account/password", &passwords),
    );
    let page = new_address(ada, "ada@second.example").await;
    let mailed = [("code", &*code(world, "ada@second.example").await)];
    shown.insert(
        "/account/address/code",
        typed(&page, "/account/address/code", &mailed),
    );
    // The links are of others; who has one opens it in any browser.
    world
        .user("carol@example.com", "a password for everybody here")
        .await;
    let mut carol = world
        .signed_in(("carol@example.com", "a password for everybody here"))
        .await;
    new_address(&mut carol, "carol@second.example").await;
    let link = world
        .link_to("carol@second.example", "/account-address")
        .await;
    let page = ada.get(&link).await;
    shown.insert("/account-address", typed(&page, "/account-address", &[]));
    let erin = ("erin@example.com", "a password for everybody here");
    world.user(erin.0, erin.1).await;
    let mut browser = world.signed_in(erin).await;
    let page = new_address(&mut browser, "erin@second.example").await;
    let mailed = [("code", &*code(world, "erin@second.example").await)];
    go(&mut browser, &page, "/account/address/code", &mailed).await;
    let link = world.link_to(erin.0, "/account-address/undo").await;
    let page = ada.get(&link).await;
    shown.insert(
        "/account-address/undo",
        typed(&page, "/account-address/undo", &[]),
    );
}

/// The forms about the data of the account.
async fn data(world: &World, ada: &mut Browser, shown: &mut Shown) {
    let page = ada.get("/account/data").await;
    for path in ["/account/data/download", "/account/data/delete"] {
        shown.insert(path, typed(&page, path, &[]));
    }
    // The form stands on the page while a deletion waits.
    let browser = Secret::presented(ada.cookies["doorward_browser"].clone());
    let purpose = format!("account keep {}", world.sub(ADA.0).await);
    let keep = [("form_token".to_owned(), form_token(&browser, &purpose))];
    shown.insert("/account/data/keep", keep.into());
    let frank = ("frank@example.com", "a password for everybody here");
    world.user(frank.0, frank.1).await;
    let mut leaving = world.signed_in(frank).await;
    let page = leaving.get("/account/data").await;
    go(&mut leaving, &page, "/account/data/delete", &[]).await;
    let link = world.link_to(frank.0, "/account-deletion/undo").await;
    let page = ada.get(&link).await;
    shown.insert(
        "/account-deletion/undo",
        typed(&page, "/account-deletion/undo", &[]),
    );
}

/// Begins an account: the page for the code.
async fn begin(browser: &mut Browser, email: &str) -> Answer {
    let page = browser.get("/sign-up").await;
    go(browser, &page, "/sign-up", &[("email", email)]).await
}

async fn by_mail(world: &World, ada: &mut Browser, shown: &mut Shown) {
    let page = ada.get("/sign-up").await;
    let email = [("email", "one@example.org")];
    shown.insert("/sign-up", typed(&page, "/sign-up", &email));
    let page = begin(ada, "two@example.org").await;
    let mailed = [("code", &*code(world, "two@example.org").await)];
    shown.insert("/sign-up/code", typed(&page, "/sign-up/code", &mailed));
    shown.insert("/sign-up/again", typed(&page, "/sign-up/again", &[]));
    begin(ada, "three@example.org").await;
    let link = world.link_to("three@example.org", "/sign-up/confirm").await;
    let page = ada.get(&link).await;
    shown.insert("/sign-up/confirm", typed(&page, "/sign-up/confirm", &[]));
    let page = begin(ada, "four@example.org").await;
    let mailed = [("code", &*code(world, "four@example.org").await)];
    let page = go(ada, &page, "/sign-up/code", &mailed).await;
    let chosen = [
        ("name", "Four"),
        ("new_password", "seven quiet lamps on a hill"),
    ];
    shown.insert(
        "/sign-up/complete",
        typed(&page, "/sign-up/complete", &chosen),
    );
    let ctx = world.context();
    let link = world.provider.sign_up().first_owner_link(&ctx).await;
    let link = link.unwrap().expect("nobody is an owner");
    let page = ada.get(link.strip_prefix(&world.issuer).unwrap()).await;
    let email = [("email", "owen@example.org")];
    shown.insert("/setup", typed(&page, "/setup", &email));
    let new = doorward_core::invitations::NewInvitation {
        email: "five@example.org",
        client_ids: &[],
        language: None,
        inviter: None,
        lifetime: doorward_protocol::time::Lifetime::days(1),
        roles: &std::collections::BTreeMap::default(),
        into: None,
    };
    let invitations = world.provider.invitations();
    invitations.invite(&world.context(), &new).await.unwrap();
    let link = world.link_to("five@example.org", "/invitation").await;
    let page = ada.get(&link).await;
    shown.insert(
        "/invitation",
        typed(&page, "/invitation", &[("as", "user")]),
    );
    let page = ada.get("/forgot-password").await;
    let name = [("username", "nobody")];
    shown.insert("/forgot-password", typed(&page, "/forgot-password", &name));
    world
        .user("dan@example.com", "a password for everybody here")
        .await;
    let dan = [("username", "dan@example.com")];
    ada.submit_at(&page, "/forgot-password", &dan).await;
    let link = world.link_to("dan@example.com", "/reset-password").await;
    let page = ada.get(&link).await;
    let password = [("new_password", "seven quiet lamps on a hill")];
    shown.insert(
        "/reset-password",
        typed(&page, "/reset-password", &password),
    );
}

/// Asks for a mail that signs in: the page for the code.
async fn ask_for_mail(browser: &mut Browser, name: &str) -> Answer {
    let page = browser.get("/sign-in?way=another").await;
    let asked = [("username", name), ("by", "mail")];
    go(browser, &page, "/sign-in", &asked).await
}

async fn sign_in_by_mail(world: &World, ada: &mut Browser, shown: &mut Shown) {
    let page = ask_for_mail(ada, "nobody@example.com").await;
    let code = [("code", "12345678")];
    shown.insert("/sign-in/code", typed(&page, "/sign-in/code", &code));
    shown.insert(
        "/sign-in/code/again",
        typed(&page, "/sign-in/code/again", &[]),
    );
    world
        .user("fay@example.com", "a password for everybody here")
        .await;
    ask_for_mail(ada, "fay@example.com").await;
    let link = world.link_to("fay@example.com", "/sign-in/link").await;
    let page = ada.get(&link).await;
    shown.insert("/sign-in/link", typed(&page, "/sign-in/link", &[]));
}

async fn each_form_is_bound(world: World) {
    let mut ada = signed_in(&world).await;
    let mut shown = Box::pin(shown(&world, &mut ada)).await;
    assert_eq!(
        shown.keys().copied().collect::<Vec<_>>(),
        {
            let mut every = EVERY_FORM.to_vec();
            every.sort_unstable();
            every
        },
        "every form is tried"
    );
    let sign_in = shown.get_mut("/sign-in").unwrap();
    sign_in.extend(
        [("username", ADA.0), ("password", ADA.1)].map(|(n, v)| (n.to_owned(), v.to_owned())),
    );
    shown
        .get_mut("/link-account")
        .unwrap()
        .insert("password".into(), ADA.1.into());
    for (path, own) in &shown {
        ada.extra_headers
            .push(("sec-fetch-site", "cross-site".into()));
        assert_eq!(
            post(&mut ada, path, own).await,
            403,
            "{path} from another site"
        );
        ada.extra_headers[0].1 = "same-site".into();
        assert_eq!(
            post(&mut ada, path, own).await,
            403,
            "{path} from another host of the site"
        );
        ada.extra_headers.clear();
        let mut stranger = world.browser();
        assert_eq!(
            post(&mut stranger, path, own).await,
            403,
            "{path} in another browser"
        );
        for (other, theirs) in shown.iter().filter(|(other, _)| *other != path) {
            let mut foreign = own.clone();
            foreign.insert("form_token".into(), theirs["form_token"].clone());
            assert_eq!(
                post(&mut ada, path, &foreign).await,
                403,
                "{path} with the token of {other}"
            );
        }
        let mut without = own.clone();
        without.remove("form_token");
        assert_eq!(
            post(&mut ada, path, &without).await,
            403,
            "{path} without a token"
        );
    }
    // Each of them was right but for what it was refused for. What ends sessions comes late: it ends
    // the sign-in that an account is being linked in, too.
    let mut order: Vec<&str> = shown.keys().copied().collect();
    order.sort_by_key(|path| match *path {
        "/link-account" => 0,
        // Everything that changes how Ada signs in ends what waits for her new address.
        "/account/address/code" => 1,
        "/sign-in" => 3,
        "/select-account" | "/account/password" => 4,
        // It ends every session of Ada.
        "/account/data/delete" => 5,
        "/sign-up/complete" => 6,
        "/end_session/confirm" => 7,
        "/not-me" => 8,
        // It signs somebody else in.
        "/sign-in/link" => 9,
        _ => 2,
    });
    for path in order {
        let status = post(&mut ada, path, &shown[path]).await;
        assert!(
            status == 303 || status == 200,
            "{path} with its own token: {status}"
        );
    }
}
