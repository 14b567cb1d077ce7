//! Two administrators change the same thing by its form: the second sees what the first one changed, and
//! decides. On PostgreSQL also where both forms arrive in the same moment.

use super::{
    administrator,
    edit::{EditForm, done, open},
};
use crate::{
    management::make,
    on_both,
    storage::meanwhile,
    world::{ADA, Backend, Browser, GRACE, World},
};
use serde_json::json;
use std::collections::BTreeSet;

on_both!(
    the_second_sees_what_the_first_changed_and_decides,
    every_form_with_present_values_is_in_the_table,
);

const EDIT: &str = "/admin/edit";

/// A form that changes what there is.
struct Kind {
    action: &'static str,
    about: &'static str,
    field: &'static str,
    first: &'static str,
    second: &'static str,
    /// What another connection changes, for `THEIRS` in the field.
    theirs: &'static str,
}

const THEIRS: &str = "theirs";

/// Every form whose fields hold present values.
const KINDS: [Kind; 12] = [
    Kind {
        action: "change-user",
        about: "user=GRACE",
        field: "username",
        first: "first",
        second: "second",
        theirs: "UPDATE users SET username = 'theirs', username_folded = 'theirs', version = version + 1 WHERE id = 'GRACE'",
    },
    Kind {
        action: "change-group",
        about: "group=staff",
        field: "description",
        first: "first",
        second: "second",
        theirs: "UPDATE user_groups SET description = 'theirs', version = version + 1 WHERE name = 'staff'",
    },
    Kind {
        action: "change-role",
        about: "app=shop&role=buyer",
        field: "description",
        first: "first",
        second: "second",
        theirs: "UPDATE clients SET roles = '{\"buyer\": {\"description\": \"theirs\"}}', roles_version = roles_version + 1 WHERE client_id = 'shop'",
    },
    Kind {
        action: "change-app",
        about: "app=shop&tab=basics",
        field: "client_name",
        first: "first",
        second: "second",
        theirs: "UPDATE clients SET document = replace(document, 'Shop', 'theirs'), version = version + 1 WHERE client_id = 'shop'",
    },
    Kind {
        action: "change-app-sign-in",
        about: "app=shop",
        field: "sign_in_methods",
        first: "password",
        second: "passkey",
        theirs: "UPDATE clients SET document = replace(document, '\"client_id\":\"shop\"', '\"client_id\":\"shop\",\"sign_in_methods\":[\"theirs\"]'), version = version + 1 WHERE client_id = 'shop'",
    },
    Kind {
        action: "change-organization",
        about: "organization=acme",
        field: "name",
        first: "first",
        second: "second",
        theirs: "UPDATE organizations SET name = 'theirs', version = version + 1 WHERE slug = 'acme'",
    },
    Kind {
        action: "change-organization-policy",
        about: "organization=acme",
        field: "provider",
        first: "linked",
        second: "other",
        theirs: "UPDATE organizations SET provider_id = 'theirs', version = version + 1 WHERE slug = 'acme'",
    },
    Kind {
        action: "change-organization-member",
        about: "organization=acme&member=GRACE",
        field: "as",
        first: "owner",
        second: "member",
        theirs: "",
    },
    Kind {
        action: "change-webhook",
        about: "webhook=crm",
        field: "description",
        first: "first",
        second: "second",
        theirs: "UPDATE webhooks SET description = 'theirs', version = version + 1 WHERE name = 'crm'",
    },
    Kind {
        action: "change-scim-target",
        about: "target=crm",
        field: "description",
        first: "first",
        second: "second",
        theirs: "UPDATE scim_targets SET description = 'theirs', version = version + 1 WHERE name = 'crm'",
    },
    Kind {
        action: "rename-provider",
        about: "",
        field: "name",
        first: "first",
        second: "second",
        theirs: "UPDATE provider_values SET value = 'theirs', version = version + 1 WHERE name = 'name'",
    },
    Kind {
        action: "change-app",
        about: "app=shop&tab=tokens",
        field: "audience",
        first: "https://first.example",
        second: "https://second.example",
        theirs: "",
    },
];

/// Forms whose values are a proposal for something new, or what a user wished: nobody else changes them.
const PROPOSALS: [&str; 10] = [
    "add-app-by-preset",
    "add-app-owner",
    "add-domain",
    "add-member",
    "add-organization-member",
    "add-scim-target",
    "add-user",
    "add-webhook",
    "approve-access-request",
    "grant-organization-role",
];

/// The forms that no page shows here: they have no field.
const NOT_SHOWN: [&str; 5] = [
    "disable-provider",
    "enable-provider",
    "resend-into-organization",
    "revoke-into-organization",
    "test-provider",
];

/// Something of each kind.
async fn furnish(world: &World, owner: &mut Browser) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
    crate::webhooks::add(world, "crm", "https://crm.example/hook", &["*"]).await;
    crate::scim_targets::add_disabled(world, "crm").await;
    let acme = crate::organizations::organization(world, "acme", "Acme").await;
    crate::organizations::join(world, &acme, ADA.0, true).await;
    crate::organizations::join(world, &acme, GRACE.0, false).await;
    for id in ["linked", "other"] {
        let up = crate::world::StandIn::open(world, crate::world::Shape::Oidc);
        up.declare(world, id, &json!({})).await;
    }
    for name in ["staff", "within"] {
        let form = open(owner, "/admin/groups", "add-group").await;
        done(form.with("name", name).send(owner).await);
    }
    let form = open(owner, "/admin/apps/shop", "add-role").await;
    done(form.with("name", "buyer").send(owner).await);
    world.expire_versions();
}

async fn address(world: &World, kind: &Kind) -> String {
    let about = kind.about.replace("GRACE", &world.sub(GRACE.0).await);
    format!("{EDIT}?action={}&{about}", kind.action)
}

/// The value that the form shows to whoever opens it now.
async fn present(browser: &mut Browser, address: &str, field: &str) -> String {
    let form = EditForm::of(&browser.get(address).await);
    form.0[field].trim().to_owned()
}

async fn the_second_sees_what_the_first_changed_and_decides(world: World) {
    let mut owner = administrator(&world, "owner").await;
    furnish(&world, &mut owner).await;
    make(&world, ADA.0, "owner").await;
    let mut ada = world.signed_in(ADA).await;
    for kind in &KINDS {
        let (address, field) = (address(&world, kind).await, kind.field);
        let first = EditForm::of(&owner.get(&address).await);
        let second = EditForm::of(&ada.get(&address).await);
        done(first.with(field, kind.first).send(&mut owner).await);
        world.expire_versions();
        let refused = second.with(field, kind.second).send(&mut ada).await;
        assert_eq!(refused.status, 409, "{address}: {}", refused.body);
        let (_, now) = refused
            .body
            .split_once(&format!("id=\"now-{field}\""))
            .unwrap_or_else(|| panic!("{address}: {}", refused.body));
        let (now, _) = now.split_once("</div>").unwrap();
        assert!(now.contains(kind.first), "{address}: {now}");
        let saved = present(&mut owner, &address, field).await;
        assert_eq!(saved, kind.first, "{address}: nothing was saved");
        let again = EditForm::of(&refused);
        assert_eq!(again.0[field].trim(), kind.second, "{address}");
        done(again.send(&mut ada).await);
        world.expire_versions();
        let saved = present(&mut owner, &address, field).await;
        assert_eq!(saved, kind.second, "{address}");
    }
}

/// The names of all actions, as the sources have them.
pub fn actions() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/console/edit");
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let constant = |name: &str| {
            let (_, rest) = text.split_once(&format!("const {name}: &str = \""))?;
            Some(rest.split_once('"')?.0.to_owned())
        };
        for edit in text.split("Edit {\n").skip(1) {
            let line = edit.lines().next().unwrap().trim();
            let Some(name) = line.strip_prefix("name: ") else {
                continue;
            };
            let name = name.trim_end_matches(',');
            let literal = name
                .strip_prefix('"')
                .and_then(|name| name.strip_suffix('"'));
            names.insert(match literal {
                Some(name) => name.to_owned(),
                None => constant(name).unwrap(),
            });
        }
    }
    assert!(names.len() >= 60, "{names:?}");
    names
}

/// What the actions are about, all at once.
pub async fn everything(world: &World) -> String {
    let grace = world.sub(GRACE.0).await;
    let request = crate::access_requests::request(world).await.id;
    let invitation = world.provider.invitations().list().await.unwrap();
    let invitation = invitation.first().map_or("", |one| one.id.as_str());
    format!(
        "user={grace}&member={grace}&owner={grace}&holder={grace}&kind=user&group=staff&app=shop&role=buyer\
         &secret=1&organization=acme&domain=acme.example&webhook=crm&target=crm&provider=none\
         &inner=within&preset=express&request={request}&invitation={invitation}&tab=basics"
    )
}

/// As [`furnish`], with a request and an invitation that wait.
pub async fn furnish_all(world: &World, owner: &mut Browser) {
    furnish(world, owner).await;
    crate::access_requests::declare(world).await;
    crate::access_requests::ada_asks(world).await;
    let form = open(owner, "/admin/users", "invite").await;
    done(form.with("emails", "new@example.com").send(owner).await);
    let grace = world.sub(GRACE.0).await;
    let page = format!("{EDIT}?action=grant-role&app=shop&role=buyer");
    let form = EditForm::of(&owner.get(&page).await);
    done(form.with("to", &grace).send(owner).await);
    crate::app_owners::own(world, GRACE.0, "shop").await;
}

/// The fields that are filled in with text, and whether each holds some.
pub fn text_fields(body: &str) -> Vec<(String, String)> {
    let (_, form) = body.split_once(" id=\"edit\">").unwrap_or(("", ""));
    let (form, _) = form.split_once("</form>").unwrap_or((form, ""));
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1) {
        let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
        let attribute = |name: &str| {
            let (_, rest) = head.split_once(&format!(" {name}=\""))?;
            Some(rest.split_once('"')?.0.to_owned())
        };
        let value = match head.split(' ').next() {
            Some("textarea") => Some(text.trim().to_owned()),
            Some("input") if attribute("type").as_deref() != Some("hidden") => attribute("value"),
            _ => None,
        };
        if let (Some(name), Some(value)) = (attribute("name"), value) {
            fields.push((name, value));
        }
    }
    fields
}

async fn every_form_with_present_values_is_in_the_table(world: World) {
    let mut owner = administrator(&world, "owner").await;
    furnish_all(&world, &mut owner).await;
    let everything = everything(&world).await;
    let mut holding = BTreeSet::new();
    let mut not_shown = BTreeSet::new();
    for action in actions() {
        let page = owner
            .get(&format!("{EDIT}?action={action}&{everything}"))
            .await;
        if page.status != 200 {
            not_shown.insert(action);
            continue;
        }
        let fields = text_fields(&page.body);
        if fields.iter().any(|(_, value)| !value.is_empty()) {
            holding.insert(action);
        }
    }
    let known: BTreeSet<String> = KINDS
        .iter()
        .filter(|kind| !HOLDING_NOTHING.contains(&kind.action))
        .map(|kind| kind.action)
        .chain(PROPOSALS)
        .map(str::to_owned)
        .collect();
    assert_eq!(holding, known);
    let expected: BTreeSet<String> = NOT_SHOWN.map(str::to_owned).into();
    assert_eq!(not_shown, expected);
}

/// Kinds of the table whose fields are choices, or empty here.
const HOLDING_NOTHING: [&str; 3] = [
    "change-app-sign-in",
    "change-organization-member",
    "change-role",
];

/// Another connection has changed it and not committed yet when the form arrives: the form waits, and is
/// refused with what was changed once that is committed. Where it is not, the form is saved.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_is_committed_meanwhile_is_not_written_over() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        let mut owner = administrator(&world, "owner").await;
        furnish(&world, &mut owner).await;
        let form = EditForm::of(&owner.get(&format!("{EDIT}?action=rename-provider")).await);
        done(form.with("name", "Before").send(&mut owner).await);
        let grace = world.sub(GRACE.0).await;
        for kind in KINDS.iter().filter(|kind| !kind.theirs.is_empty()) {
            world.expire_versions();
            let address = address(&world, kind).await;
            let form = EditForm::of(&owner.get(&address).await).with(kind.field, kind.second);
            let theirs = [kind.theirs.replace("GRACE", &grace)];
            let sent = Box::pin(form.send(&mut owner));
            let answer = meanwhile(&world, &theirs, is_committed, sent).await;
            world.expire_versions();
            let saved = present(&mut owner, &address, kind.field).await;
            if !is_committed {
                done(answer);
                assert_eq!(saved, kind.second, "{address}");
                continue;
            }
            assert_eq!(answer.status, 409, "{address}: {}", answer.body);
            let (_, now) = answer
                .body
                .split_once(&format!("id=\"now-{}\"", kind.field))
                .unwrap_or_else(|| panic!("{address}: {}", answer.body));
            assert!(now.split_once("</div>").unwrap().0.contains(THEIRS));
            assert_eq!(saved, THEIRS, "{address}");
        }
    }
}
