//! What administrators change by the forms of the console, sent as a browser without scripts sends them.

use super::{PASSWORD, administrator};
use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_core::access::{RecordedGrant, RoleOfApp};
use doorward_protocol::{
    management::{Permission, Powers, Resource},
    time::Timestamp,
};
use serde_json::json;
use std::collections::BTreeMap;

on_both!(
    a_group_is_made_filled_given_a_role_and_deleted,
    an_app_is_added_changed_given_a_new_secret_and_switched_off,
    users_are_added_invited_changed_and_deleted,
    the_second_of_two_administrators_sees_what_the_first_changed,
    a_form_that_came_after_the_session_ended_is_still_filled,
    each_action_is_shown_to_who_may_carry_it_out_alone,
    everybody_who_has_a_role_now_is_on_one_page_of_its_list,
    what_is_wrong_is_said_and_nothing_that_was_filled_in_is_lost,
);

const EDIT: &str = "/admin/edit";

/// The form of a page of an action: its fields with their values.
pub struct EditForm(pub BTreeMap<String, String>);

/// The text that HTML stands for.
fn unescaped(html: &str) -> String {
    let named = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
    ];
    let text = named
        .iter()
        .fold(html.to_owned(), |text, (written, meant)| {
            text.replace(written, meant)
        });
    text.replace("&#38;", "&")
}

impl EditForm {
    pub fn of(page: &Answer) -> Self {
        let (_, form) = page.body.split_once(" id=\"edit\">").expect(&page.body);
        let (form, _) = form.split_once("</form>").unwrap();
        let mut fields = BTreeMap::new();
        let mut select = String::new();
        for tag in form.split('<').skip(1) {
            let (head, text) = tag.split_once('>').unwrap();
            let attribute = |name: &str| {
                let (_, rest) = head.split_once(&format!(" {name}=\""))?;
                Some(unescaped(rest.split_once('"')?.0))
            };
            let kind = head.split(' ').next().unwrap();
            match (kind, attribute("name")) {
                ("input", Some(name)) => {
                    fields.insert(name, attribute("value").unwrap());
                }
                ("textarea", Some(name)) => {
                    fields.insert(name, unescaped(text.trim_start_matches('\n')));
                }
                ("select", Some(name)) => select = name,
                ("option", None) => {
                    let value = attribute("value").unwrap();
                    if head.ends_with(" selected") || !fields.contains_key(&select) {
                        fields.insert(select.clone(), value);
                    }
                }
                _ => {}
            }
        }
        assert!(fields.contains_key("form_token"), "{}", page.body);
        Self(fields)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        assert!(self.0.contains_key(name), "no field {name}");
        self.0.insert(name.into(), value.into());
        self
    }

    pub async fn send(&self, browser: &mut Browser) -> Answer {
        let fields: Vec<(&str, &str)> = self
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.post(EDIT, &fields).await
    }
}

/// The address of a link on a page, by its `id`.
pub fn address(page: &Answer, id: &str) -> Option<String> {
    let (_, rest) = page.body.split_once(&format!("id=\"{id}\" href=\""))?;
    let (address, _) = rest.split_once('"')?;
    Some(address.replace("&#38;", "&"))
}

/// Opens a page and the form of an action that it links to.
pub async fn open(browser: &mut Browser, page: &str, action: &str) -> EditForm {
    let page = browser.get(page).await;
    let link = address(&page, action).unwrap_or_else(|| panic!("{action}: {}", page.body));
    EditForm::of(&browser.get(&link).await)
}

/// Where an action that was carried out leads.
pub fn done(answer: Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location.unwrap()
}

async fn shop(world: &World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
}

async fn a_group_is_made_filled_given_a_role_and_deleted(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/groups", "add-group").await;
    let form = form.with("name", "buyers").with("description", "Who buys");
    let group = done(form.send(&mut owner).await);
    let form = open(&mut owner, &group, "add-member").await;
    assert_eq!(
        done(form.with("user", GRACE.0).send(&mut owner).await),
        group
    );
    assert!(owner.get(&group).await.body.contains(GRACE.0));

    let form = open(&mut owner, "/admin/apps/shop", "add-role").await;
    let form = form
        .with("name", "buyer")
        .with("permissions", "order:read\r\norder:write\r\n");
    let role = done(form.send(&mut owner).await);
    assert_eq!(role, "/admin/apps/shop/roles/buyer");
    let form = open(&mut owner, &role, "grant-role").await;
    let form = form
        .with("kind", "group")
        .with("to", "buyers")
        .with("until", "2096-W09-3");
    let by_week = form.send(&mut owner).await;
    assert_eq!(by_week.status, 422);
    assert!(by_week.body.contains("such as 2027-01-31"));
    let form = EditForm::of(&by_week).with("until", "2096-02-29");
    assert_eq!(done(form.send(&mut owner).await), role);
    let page = owner.get(&role).await.body;
    for shown in ["order:write", "buyers", "owner@example.com", "2096"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let grace = world.sub(GRACE.0).await;
    let access = owner
        .get(&format!("/admin/users/{grace}?tab=apps"))
        .await
        .body;
    assert!(access.contains("<code>buyer</code>"), "{access}");

    let (_, link) = page
        .split_once("href=\"/admin/edit?action=revoke-role")
        .unwrap();
    let (link, _) = link.split_once('"').unwrap();
    let link = format!(
        "/admin/edit?action=revoke-role{}",
        link.replace("&#38;", "&")
    );
    let form = EditForm::of(&owner.get(&link).await);
    assert_eq!(done(form.send(&mut owner).await), role);
    assert!(owner.get(&role).await.body.contains("id=\"none\""));

    let form = open(&mut owner, &group, "delete-group").await;
    let wrong = form.with("confirm", "Buyers").send(&mut owner).await;
    assert_eq!(wrong.status, 422);
    let form = EditForm::of(&wrong).with("confirm", "buyers");
    assert_eq!(done(form.send(&mut owner).await), "/admin/groups");
    assert_eq!(owner.get(&group).await.status, 404);
}

async fn an_app_is_added_changed_given_a_new_secret_and_switched_off(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/add-app", "add-app").await;
    let callback = "https://wiki.example/callback";
    let form = form
        .with("client_name", "Team Wiki")
        .with("redirect_uris", callback);
    let answer = form.send(&mut owner).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let secret = |page: &Answer| {
        let (_, rest) = page.body.split_once("<code id=\"secret\">").unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    let first = secret(&answer);
    assert!(first.len() >= 32);
    world.expire_versions();
    let clients = world.provider.clients();
    let stored = || async { clients.get("team-wiki").await.unwrap() };
    let added = stored().await;
    assert!(added.client.first_party);
    assert_eq!(added.client.redirect_uris, [callback]);

    let page = "/admin/apps/team-wiki";
    let tab = "/admin/apps/team-wiki?tab=sign-in";
    let form = open(&mut owner, tab, "change-app").await;
    assert_eq!(form.0["redirect_uris"], callback);
    let more = format!("{callback}\r\nhttps://wiki.example/second");
    let form = form.with("redirect_uris", &more);
    assert_eq!(done(form.send(&mut owner).await), tab);
    let form = open(&mut owner, page, "change-app").await;
    let form = form.with("client_name", "Wiki");
    let basics = "/admin/apps/team-wiki?tab=basics";
    assert_eq!(done(form.send(&mut owner).await), basics);
    world.expire_versions();
    let changed = stored().await;
    assert_eq!(changed.client.redirect_uris.len(), 2);
    assert_eq!(changed.client.display_name(), "Wiki");
    assert_eq!(changed.secrets, added.secrets, "the secret stays");
    assert!(changed.client.first_party, "all other settings stay");

    let secrets = format!("{page}?tab=secrets");
    let form = open(&mut owner, &secrets, "new-secret").await;
    let answer = form.send(&mut owner).await;
    assert_ne!(secret(&answer), first);
    let form = open(&mut owner, page, "disable-app").await;
    assert_eq!(done(form.send(&mut owner).await), page);
    world.expire_versions();
    assert!(stored().await.disabled);
    let form = open(&mut owner, page, "enable-app").await;
    assert_eq!(done(form.send(&mut owner).await), page);

    for (kind, method) in [
        ("spa", "none"),
        ("native", "none"),
        ("service", "client_secret_basic"),
    ] {
        let form = open(&mut owner, "/admin/add-app", "add-app").await;
        let form = form
            .with("client_name", &format!("A {kind} app"))
            .with("kind", kind);
        let uris = if kind == "service" {
            ""
        } else {
            "https://app.example/cb"
        };
        let answer = form.with("redirect_uris", uris).send(&mut owner).await;
        assert!(
            [200, 303].contains(&answer.status),
            "{kind}: {}",
            answer.body
        );
        world.expire_versions();
        let stored = clients.get(&format!("a-{kind}-app")).await.unwrap();
        let named: &str = stored.client.token_endpoint_auth_method.into();
        assert_eq!(named, method, "{kind}");
    }
}

async fn users_are_added_invited_changed_and_deleted(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/users", "add-user").await;
    let form = form
        .with("name", "Lin Chen")
        .with("email", "lin@example.com");
    let page = done(form.send(&mut owner).await);
    let (page, _) = page.split_once('?').unwrap();
    let form = open(&mut owner, page, "change-user").await;
    let form = form.with("username", "lin").with("name", "Lin Q. Chen");
    assert_eq!(done(form.send(&mut owner).await), page);
    let shown = owner.get(page).await.body;
    assert!(shown.contains("Lin Q. Chen") && shown.contains("lin@example.com"));
    let taken = open(&mut owner, page, "change-user").await;
    let taken = taken.with("email", ADA.0).send(&mut owner).await;
    assert_eq!(taken.status, 422, "{}", taken.body);
    let form = open(&mut owner, page, "delete-user").await;
    let form = form.with("confirm", "lin@example.com");
    assert_eq!(done(form.send(&mut owner).await), "/admin/users");
    assert_eq!(owner.get(page).await.status, 404);

    let form = open(&mut owner, "/admin/users", "invite").await;
    let wrong = form
        .with("emails", "one@example.com\r\nnobody")
        .send(&mut owner)
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        world
            .provider
            .invitations()
            .list()
            .await
            .unwrap()
            .is_empty()
    );
    let form = EditForm::of(&wrong).with("emails", "one@example.com\r\nj\u{f6}rg@example.org");
    let wrong = form.send(&mut owner).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("before the @"), "{}", wrong.body);
    let form = EditForm::of(&wrong).with("emails", "one@example.com\r\ntwo@example.com");
    done(form.send(&mut owner).await);
    assert_eq!(world.provider.invitations().list().await.unwrap().len(), 2);
}

async fn the_second_of_two_administrators_sees_what_the_first_changed(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let mut admin = administrator(&world, "admin").await;
    let first = open(&mut owner, "/admin/apps/shop", "change-app").await;
    let second = open(&mut admin, "/admin/apps/shop", "change-app").await;
    done(first.with("client_name", "The Shop").send(&mut owner).await);
    world.expire_versions();
    let refused = second.with("client_name", "My Shop").send(&mut admin).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let (_, now) = refused.body.split_once("id=\"now-client_name\"").unwrap();
    assert!(now.split_once("</div>").unwrap().0.contains("The Shop"));
    assert!(!refused.body.contains("id=\"now-redirect_uris\""));
    let name = |client: &doorward_protocol::clients::registered_client::RegisteredClient| {
        client.client.display_name().to_owned()
    };
    let shop = || async { world.provider.clients().get("shop").await.unwrap() };
    assert_eq!(name(&shop().await), "The Shop");
    let again = EditForm::of(&refused);
    assert_eq!(again.0["client_name"], "My Shop");
    done(again.send(&mut admin).await);
    world.expire_versions();
    assert_eq!(name(&shop().await), "My Shop");
}

async fn a_form_that_came_after_the_session_ended_is_still_filled(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/groups", "add-group").await;
    let form = form
        .with("name", "kept & well")
        .with("description", "Still here");
    let sub = world.sub("owner@example.com").await;
    let (ctx, reason) = (
        world.context(),
        doorward_protocol::sessions::sso_session::EndReason::Administrator,
    );
    let sessions = world.provider.sessions();
    sessions.end_all(&ctx, &sub, None, reason).await.unwrap();
    world.expire_versions();
    let refused = form.send(&mut owner).await;
    assert_eq!(refused.status, 403);
    let (_, link) = refused
        .body
        .split_once("href=\"/admin/edit?")
        .expect(&refused.body);
    let (link, _) = link.split_once('"').unwrap();
    let answer = owner.get(&format!("/admin/edit?{}", unescaped(link))).await;
    let page = owner.get(&done(answer)).await;
    let fields = [("username", "owner@example.com"), ("password", PASSWORD)];
    let signed_in = owner.submit(&page, &fields).await;
    let back = done(signed_in);
    let page = owner.get(&back).await;
    assert!(page.body.contains("id=\"filled\""), "{}", page.body);
    let form = EditForm::of(&page);
    assert_eq!(form.0["name"], "kept & well");
    assert_eq!(form.0["description"], "Still here");
    assert!(done(form.send(&mut owner).await).starts_with("/admin/groups/"));
}

async fn everybody_who_has_a_role_now_is_on_one_page_of_its_list(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/apps/shop", "add-role").await;
    let role = done(form.with("name", "buyer").send(&mut owner).await);
    let names = ["a", "b", "c", "d", "left", "ended"];
    for name in names {
        let user = format!("{name}@example.com");
        world.user(&user, PASSWORD).await;
        let form = open(&mut owner, &role, "grant-role").await;
        let until = if name == "ended" { "2096-01-01" } else { "" };
        let form = form.with("to", &user).with("until", until);
        assert_eq!(done(form.send(&mut owner).await), role);
    }
    let left = world.sub("left@example.com").await;
    let page = format!("{EDIT}?action=revoke-role&app=shop&role=buyer&kind=user&holder={left}");
    let form = EditForm::of(&owner.get(&page).await);
    assert_eq!(done(form.send(&mut owner).await), role);
    let management = world.provider.management();
    let buyer = RoleOfApp {
        client_id: "shop",
        name: "buyer",
    };
    let later = Timestamp::from_seconds(4_000_000_000);
    let (mut holders, mut after) = (Vec::new(), None);
    loop {
        let grants = management.live_grants_after(buyer, later, after.as_ref(), 3);
        let grants = grants.await.unwrap();
        after = grants.last().map(RecordedGrant::cursor);
        if grants.is_empty() {
            break;
        }
        holders.extend(grants.into_iter().map(|grant| grant.user_id.unwrap()));
    }
    holders.sort();
    let mut expected = Vec::new();
    for name in ["a", "b", "c", "d"] {
        expected.push(world.sub(&format!("{name}@example.com")).await);
    }
    expected.sort();
    assert_eq!(holders, expected);
}

const ORGANIZATIONS: Resource = Resource::Organizations;

/// Actions, what they are about, and what each takes.
const ACTIONS: [(&str, &str, Resource); 41] = [
    ("add-user", "", Resource::Users),
    ("invite", "", Resource::Users),
    ("change-user", "user", Resource::Users),
    ("delete-user", "user", Resource::Users),
    ("add-group", "", Resource::Groups),
    ("add-role", "app", Resource::Roles),
    ("add-app", "", Resource::Apps),
    ("change-app", "app", Resource::Apps),
    ("new-secret", "app", Resource::Apps),
    ("add-secret", "app", Resource::Apps),
    ("revoke-secret", "app", Resource::Apps),
    ("add-app-owner", "app", Resource::Apps),
    ("remove-app-owner", "app", Resource::Apps),
    ("disable-app", "app", Resource::Apps),
    ("add-webhook", "", Resource::Webhooks),
    ("change-webhook", "webhook", Resource::Webhooks),
    ("pause-webhook", "webhook", Resource::Webhooks),
    ("resume-webhook", "webhook", Resource::Webhooks),
    ("new-webhook-secret", "webhook", Resource::Webhooks),
    ("test-webhook", "webhook", Resource::Webhooks),
    ("replay-webhook", "webhook", Resource::Webhooks),
    ("delete-webhook", "webhook", Resource::Webhooks),
    ("add-scim-target", "", Resource::ScimTargets),
    ("change-scim-target", "target", Resource::ScimTargets),
    ("test-scim-target", "target", Resource::ScimTargets),
    ("delete-scim-target", "target", Resource::ScimTargets),
    ("compare-scim-target", "target", Resource::ScimTargets),
    ("pause-scim-target", "target", Resource::ScimTargets),
    ("resume-scim-target", "target", Resource::ScimTargets),
    ("add-organization", "", ORGANIZATIONS),
    ("change-organization", "organization", ORGANIZATIONS),
    ("delete-organization", "organization", ORGANIZATIONS),
    ("add-organization-member", "organization", ORGANIZATIONS),
    ("change-organization-member", "organization", ORGANIZATIONS),
    ("remove-organization-member", "organization", ORGANIZATIONS),
    ("grant-organization-role", "organization", ORGANIZATIONS),
    ("revoke-organization-role", "organization", ORGANIZATIONS),
    ("add-domain", "organization", ORGANIZATIONS),
    ("verify-domain", "organization", ORGANIZATIONS),
    ("remove-domain", "organization", ORGANIZATIONS),
    ("invite-into-organization", "organization", ORGANIZATIONS),
];

async fn each_action_is_shown_to_who_may_carry_it_out_alone(world: World) {
    shop(&world).await;
    crate::webhooks::add(&world, "crm", "https://crm.example/hook", &["*"]).await;
    crate::scim_targets::add_disabled(&world, "crm").await;
    let acme = crate::organizations::organization(&world, "acme", "Acme").await;
    crate::organizations::join(&world, &acme, GRACE.0, false).await;
    let grace = world.sub(GRACE.0).await;
    let page = |action: &str, about: &str| match about {
        "organization" => {
            format!("{EDIT}?action={action}&organization=acme&member={grace}&domain=acme.example")
        }
        "webhook" => format!("{EDIT}?action={action}&webhook=crm"),
        "target" => format!("{EDIT}?action={action}&target=crm"),
        "user" => format!("{EDIT}?action={action}&user={grace}"),
        "app" => format!("{EDIT}?action={action}&app=shop&secret=1&owner={grace}"),
        _ => format!("{EDIT}?action={action}"),
    };
    let mut owner = administrator(&world, "owner").await;
    for role in ["admin", "support", "auditor"] {
        let powers = Powers::of_roles([role]);
        let mut browser = administrator(&world, role).await;
        for (action, about, resource) in ACTIONS {
            let may = powers.allow(Permission::write(resource));
            let answer = browser.get(&page(action, about)).await;
            let expected = if may { 200 } else { 403 };
            assert_eq!(answer.status, expected, "{role} {action}: {}", answer.body);
            // The form of another administrator is good for nobody else.
            let theirs = EditForm::of(&owner.get(&page(action, about)).await);
            assert_eq!(
                theirs.send(&mut browser).await.status,
                403,
                "{role} {action}"
            );
        }
    }
    assert_eq!(owner.get(&page("delete-everything", "")).await.status, 404);
    assert_eq!(owner.get(EDIT).await.status, 404);
    let mut nobody = world.browser();
    assert_eq!(nobody.get(&page("add-app", "")).await.status, 303);
}

/// An action, what is filled in, and the field that is wrong, where one is marked.
type WrongForm = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

async fn what_is_wrong_is_said_and_nothing_that_was_filled_in_is_lost(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let cases: [WrongForm; 11] = [
        (
            "action=change-app&app=shop&tab=sign-in",
            &[("default_max_age", "soon")],
            "default_max_age",
        ),
        (
            "action=add-app",
            &[
                ("client_name", ""),
                ("redirect_uris", "https://a.example/cb"),
            ],
            "client_name",
        ),
        (
            "action=add-app",
            &[("client_name", "A"), ("redirect_uris", "")],
            "redirect_uris",
        ),
        (
            "action=add-app",
            &[
                ("client_name", "Shop"),
                ("redirect_uris", "https://a.example/cb"),
            ],
            "",
        ),
        (
            "action=add-app",
            &[
                ("client_name", "日本"),
                ("redirect_uris", "https://a.example/cb"),
            ],
            "client_id",
        ),
        (
            "action=add-app",
            &[("client_name", "A"), ("redirect_uris", "/cb")],
            "",
        ),
        (
            "action=add-app",
            &[("client_name", "A"), ("kind", "magic")],
            "kind",
        ),
        (
            "action=change-app&app=shop&tab=tokens",
            &[("claim_map", "{\"a\"")],
            "claim_map",
        ),
        (
            "action=change-app&app=shop&tab=sign-in",
            &[("redirect_uris", "/relative")],
            "",
        ),
        (
            "action=change-app&app=shop&tab=sign-in",
            &[("grant_types", "magic")],
            "grant_types",
        ),
        (
            "action=add-user",
            &[("email", "x@example.com"), ("group", "nowhere")],
            "group",
        ),
    ];
    for (query, filled, wrong) in cases {
        let mut form = EditForm::of(&owner.get(&format!("{EDIT}?{query}")).await);
        for (name, value) in filled {
            form = form.with(name, value);
        }
        let answer = form.send(&mut owner).await;
        assert_eq!(answer.status, 422, "{query} {filled:?}: {}", answer.body);
        assert!(answer.body.contains("id=\"problem\""), "{query}");
        if !wrong.is_empty() {
            let (before, _) = answer
                .body
                .split_once("aria-invalid=\"true\"")
                .expect(wrong);
            let start = before.rfind('<').unwrap();
            let named = format!("name=\"{wrong}\"");
            assert!(before[start..].contains(&named), "{query} {filled:?}");
        }
        let again = EditForm::of(&answer);
        for (name, value) in filled.iter().filter(|(name, _)| *name != "kind") {
            assert_eq!(again.0[*name].trim(), *value, "{query}");
        }
    }
    let missing = owner
        .get(&format!("{EDIT}?action=change-app&app=none"))
        .await;
    assert_eq!(missing.status, 404);
    let until = format!("{EDIT}?action=grant-role&app=shop&role=none");
    assert_eq!(owner.get(&until).await.status, 404);
}
