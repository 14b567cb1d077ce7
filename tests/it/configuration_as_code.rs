//! What is declared here leaves as a file, and the file leads to the same again.

use crate::{
    client_settings::example,
    on_both,
    world::{Backend, SECRET, World, think, unopened},
};
use doorward_cli::{
    Mode,
    startup::{self, Schema, SystemClock},
};
use doorward_core::{
    Provider,
    access::Assignee,
    clients::Declaration,
    context::Actor,
    export::{EntryKind, ExportedSecrets, Selection},
};
use doorward_protocol::{
    access::declared::{DeclaredGroup, DeclaredRole},
    clients::client_settings::all,
    federation::{IdentityProvider, LdapSettings, RoleRule},
    oidc::claims::{Address, StandardClaims},
    scim_targets::declared::DeclaredScimTarget,
    time::{Clock, Lifetime, Timestamp},
    users::attributes::UserAttribute,
    webhooks::declared::DeclaredWebhook,
};
use doorward_storage::RoleOfApp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::Arc};

on_both!(
    what_is_made_by_commands_leaves_as_a_file_too,
    a_plan_names_what_changes_and_masks_secrets,
    what_a_file_names_no_more_goes_and_what_others_made_stays,
    what_a_file_manages_is_changed_elsewhere_by_force_alone
);

/// A declaration of every key of every table but `[[clients]]`.
const EVERYTHING: &str = r#"
[[user_attributes]]
name = "employee_number"
type = "text"
label = { en = "Employee number", de = "Personalnummer" }
pattern = "[A-Z][0-9]{5}"
min_length = 6
max_length = 6
edit = ["admin"]
read = ["user", "admin"]
required = "no"
claim = "employee_number"
scope = "employee"

[[user_attributes]]
name = "level"
type = "number"
min = 1.5
max = 9.0

[[user_attributes]]
name = "colour"
type = "choice"
options = ["red", "$${BLUE}"]
required = "later"

[[providers]]
id = "upstream"
kind = "oidc"
name = "Upstream"
issuer = "https://id.example.org"
client_id = "doorward"
client_secret = "a secret of the provider"
scopes = ["openid", "email"]
enabled = true
sign_up = true
link_only = false
on_known_email = "new_account"
authoritative_for = ["example.org"]
email_domains = ["example.org"]
home_realms = ["example.org"]
hosted_domains = ["example.org"]
tenants = ["t"]
claims = { email = "mail" }
roles = [{ claim = "groups", value = "admins", client_id = "scope", role = "admin" }]
update_profile = false
trust_amr = true
step_up_acr_values = "high"
logout = "upstream"
authorization_endpoint = "https://id.example.org/authorize"
token_endpoint = "https://id.example.org/token"
userinfo_endpoint = "https://id.example.org/userinfo"
emails_endpoint = "https://id.example.org/emails"
token_endpoint_auth_method = "client_secret_post"
authorization_parameters = { hint = "x" }
allow_private_addresses = true
team_id = "team"
key_id = "key"

[[providers]]
id = "directory"
kind = "ldap"
bind_password = "the password of the reader"
[providers.ldap]
url = "ldaps://ldap.example.org"
start_tls = false
bind_dn = "cn=reader,dc=example,dc=org"
base_dn = "dc=example,dc=org"
user_filter = "(uid={username})"
subject_attribute = "entryUUID"
group_base_dn = "ou=groups,dc=example,dc=org"
group_filter = "(member={dn})"
group_names = "dn"
mail_verified = true

[[roles]]
app = "scope"
name = "admin"
description = "All of it"
permissions = ["notes.read", "notes.write"]
includes = ["reader"]
requestable = true
longest = "30d"

[[roles]]
app = "scope"
name = "reader"
default = true

[[groups]]
name = "staff"

[[groups]]
name = "Writers"
description = "Who writes ${NOBODY:-the manual}"
groups = ["staff"]
roles = { scope = ["admin"] }

[[users]]
email = "zoe@example.com"

[[users]]
email = "ada@example.com"
username = "ada"
password = "notes on the analytical engine"
groups = ["writers"]
roles = { scope = ["reader"] }
name = "Ada \"Lovelace\""
given_name = "Ada"
family_name = "Lovelace"
middle_name = "King"
nickname = "A"
preferred_username = "countess"
profile = "https://ada.example"
picture = "https://ada.example/picture"
website = "https://ada.example"
gender = "female"
birthdate = "1815-12-10"
zoneinfo = "Europe/London"
locale = "en-GB"
email_verified = true
phone_number = "+441234567"
phone_number_verified = false
attributes = { employee_number = "A12345", level = 2, colour = "$${BLUE}" }
[users.address]
formatted = "London"
street_address = "12 St James's Square"
locality = "London"
region = "Greater London"
postal_code = "SW1"
country = "United Kingdom"

[[webhooks]]
name = "everything"
url = "https://a.example.org/hook"

[[webhooks]]
name = "crm"
url = "https://crm.example.org/hook"
description = "The customers' side"
events = ["user.created", "user.deleted"]
enabled = false
allow_private_addresses = true
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

[[scim_targets]]
name = "least"
app = "least"
url = "https://least.example.org/scim"
token = "the-token-of-least"

[[scim_targets]]
name = "wiki"
app = "least"
url = "https://wiki.example.org/scim/v2"
description = "The wiki"
users_in = ["staff"]
groups = ["staff", "writers"]
user_name = "username"
removal = "delete"
reconcile_hours = 12
enabled = false
allow_private_addresses = true
token = "the-token-of-the-wiki"
"#;

/// A client for the example of each setting, and one with none.
fn clients() -> String {
    let mut text = String::from(
        "[[clients]]\nclient_id = \"least\"\nredirect_uris = [\"https://a.example/cb\"]\ntoken_endpoint_auth_method = \"none\"\n",
    );
    for setting in all() {
        let mut table = toml::Table::new();
        table.insert("client_id".into(), setting.name.into());
        for (setting, text) in example(setting) {
            let value = setting.parse(&[&text]).unwrap();
            table.insert(setting.name.into(), toml::Value::try_from(value).unwrap());
        }
        let method = table.get("token_endpoint_auth_method");
        let is_public = method.is_some_and(|method| method.as_str() == Some("none"));
        if setting.name != "forward_auth" && !is_public {
            table.insert("client_secret".into(), SECRET.into());
        }
        let file = toml::Table::from_iter([("clients".to_owned(), vec![table].into())]);
        text = [text, toml::to_string(&file).unwrap()].concat();
    }
    text
}

/// The names of the fields of a type, as its reader lists them.
fn fields<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = serde_json::from_value::<T>(json!({"?": 1})).err().unwrap();
    let message = error.to_string();
    let names = message.split('`').skip(3).step_by(2);
    names.map(str::to_owned).collect()
}

/// The keys that the entries of a table have together, at a path.
fn keys(entries: &[&Map<String, Value>], path: &[&str]) -> BTreeSet<String> {
    let reached = entries.iter().filter_map(|entry| {
        let entry = Value::Object((*entry).clone());
        let value = path.iter().fold(entry, |value, name| match value {
            Value::Array(list) => list[0][name].clone(),
            value => value[name].clone(),
        });
        match value {
            Value::Array(list) => list.first().cloned(),
            value => Some(value),
        }
    });
    let objects = reached.filter_map(|value| value.as_object().cloned());
    objects
        .flat_map(|object| object.into_iter().map(|(name, _)| name))
        .collect()
}

#[test]
fn the_law_of_exports_is_tested_with_every_key_of_every_table() {
    let file: toml::Table = EVERYTHING.parse().unwrap();
    let file = serde_json::to_value(file).unwrap();
    let has = |table: &str, path: &[&str], fields: BTreeSet<String>| {
        let entries = file[table].as_array().unwrap().iter();
        let entries: Vec<_> = entries.map(|entry| entry.as_object().unwrap()).collect();
        let missing: Vec<_> = fields.difference(&keys(&entries, path)).cloned().collect();
        // What a file itself says by its order.
        let missing = missing.into_iter().filter(|name| name != "position");
        assert_eq!(
            missing.collect::<Vec<_>>(),
            Vec::<String>::new(),
            "{table} {path:?}"
        );
    };
    has("user_attributes", &[], fields::<UserAttribute>());
    has("providers", &[], fields::<IdentityProvider>());
    has("providers", &["ldap"], fields::<LdapSettings>());
    has("providers", &["roles"], fields::<RoleRule>());
    has("roles", &[], fields::<DeclaredRole>());
    has("groups", &[], fields::<DeclaredGroup>());
    has("users", &[], fields::<StandardClaims>());
    has("users", &["address"], fields::<Address>());
    has("webhooks", &[], fields::<DeclaredWebhook>());
    has("scim_targets", &[], fields::<DeclaredScimTarget>());
}

async fn empty(backend: Backend) -> (impl Sized, Arc<Provider>) {
    let (database, settings) = unopened(backend).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let provider = startup::provider(&settings, Schema::Migrate, clock).await;
    (database, provider.unwrap())
}

/// The variables that an export of secrets names, with their values.
fn with_secrets(text: &str) -> String {
    let text = text.replace(
        "${PROVIDER_UPSTREAM_CLIENT_SECRET}",
        "a secret of the provider",
    );
    let text = text.replace(
        "${PROVIDER_DIRECTORY_BIND_PASSWORD}",
        "the password of the reader",
    );
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let text = text.replace("${WEBHOOK_CRM_SECRET}", secret);
    let text = text.replace("${SCIM_LEAST_TOKEN}", "the-token-of-least");
    let text = text.replace("${SCIM_WIKI_TOKEN}", "the-token-of-the-wiki");
    // Its secret was made here: whatever it is, a file that names it declares another.
    text.replace("secret = \"${WEBHOOK_EVERYTHING_SECRET}\"\n", "")
}

async fn carried_out(provider: &Provider, text: &str, mode: Mode) -> Value {
    let text = with_secrets(text);
    let done = doorward_cli::apply_text_with(provider, "doorward.toml", &text, mode).await;
    think().await;
    done.unwrap()
}

const DRY: Mode = Mode {
    dry_run: true,
    prune: true,
};
const PRUNE: Mode = Mode {
    dry_run: false,
    prune: true,
};

/// What a dry run says, then the file is applied.
async fn apply(provider: &Provider, text: &str) -> Vec<Value> {
    let plan = carried_out(provider, text, DRY).await;
    carried_out(provider, text, PRUNE).await;
    plan["changes"].as_array().unwrap().clone()
}

fn changed(plan: &[Value]) -> Vec<&Value> {
    plan.iter()
        .filter(|line| line["change"] != "none")
        .collect()
}

async fn the_law(backend: Backend) {
    let (_first_database, first) = empty(backend).await;
    let file = [clients(), EVERYTHING.to_owned()].concat();
    let added = apply(&first, &file).await;
    assert_eq!(changed(&added).len(), added.len());
    assert_eq!(changed(&apply(&first, &file).await), Vec::<&Value>::new());

    let with_hashes = Selection {
        secrets: ExportedSecrets::Hashes,
        password_hashes: true,
        ..Selection::default()
    };
    for selection in [&Selection::default(), &with_hashes] {
        let exported = doorward_cli::export_text(&first, selection).await.unwrap();
        let plan = apply(&first, &exported).await;
        assert!(plan.len() > all().count());
        assert_eq!(changed(&plan), Vec::<&Value>::new(), "{exported}");
    }

    let exported = doorward_cli::export_text(&first, &with_hashes)
        .await
        .unwrap();
    assert!(!exported.contains("secret of the") && !exported.contains("password of the"));
    assert!(
        !exported.contains(SECRET) && !exported.contains("No file can say"),
        "{exported}"
    );
    let (_second_database, second) = empty(backend).await;
    apply(&second, &exported).await;
    for selection in [Selection::default(), with_hashes] {
        let ours = doorward_cli::export_text(&first, &selection).await.unwrap();
        let theirs = doorward_cli::export_text(&second, &selection)
            .await
            .unwrap();
        assert_eq!(ours, theirs);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_changes_nothing_here_and_makes_an_empty_installation_the_same() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        the_law(backend).await;
    }
}

async fn what_is_made_by_commands_leaves_as_a_file_too(world: World) {
    let ctx = world.context();
    let access = world.provider.access();
    let mut changes = world.provider.change_set(&ctx);
    access
        .add_group(&mut changes, "visitors", None)
        .await
        .unwrap();
    changes.commit_or_conflict().await.unwrap();
    let role = "[[roles]]\napp = \"notes\"\nname = \"editor\"\n[[roles]]\napp = \"notes\"\nname = \"guest\"\n";
    apply(&world.provider, role).await;
    let mut changes = world.provider.change_set(&ctx);
    let group = access.group("visitors").await.unwrap();
    let until = Timestamp(ctx.now().0 + Lifetime::days(1).0);
    for (name, end) in [("editor", None), ("guest", Some(until))] {
        let to = Assignee::Group(&group);
        let role = RoleOfApp {
            client_id: "notes",
            name,
        };
        let granted = access.grant_role(&mut changes, to, role, end).await;
        granted.unwrap();
    }
    changes.commit_or_conflict().await.unwrap();

    let everything = Selection::default();
    let exported = doorward_cli::export_text(&world.provider, &everything).await;
    let exported = exported.unwrap();
    assert!(
        exported.contains("[[groups]]\nname = \"visitors\"\nroles = { notes = [\"editor\"] }\n"),
        "{exported}"
    );
    assert!(
        exported.contains("#  the role guest of notes for the group visitors: it has an end\n")
    );
    assert!(!exported.contains("hash"), "{exported}");

    // A part alone.
    let selection = Selection {
        client_id: Some("notes".into()),
        secrets: ExportedSecrets::Variables,
        ..Selection::default()
    };
    let part = doorward_cli::export_text(&world.provider, &selection)
        .await
        .unwrap();
    assert!(
        part.contains("client_secret = \"${CLIENT_NOTES_SECRET}\"\n"),
        "{part}"
    );
    assert!(part.contains("[[roles]]\napp = \"notes\"") && !part.contains("[[users]]"));
    assert!(!part.contains("photos"));
    let selection = Selection {
        kinds: [EntryKind::Users].into(),
        ..Selection::default()
    };
    let part = doorward_cli::export_text(&world.provider, &selection)
        .await
        .unwrap();
    assert!(part.contains("[[users]]") && !part.contains("[[clients]]"));
    let selection = Selection {
        client_id: Some("nobody".into()),
        ..Selection::default()
    };
    assert!(
        doorward_cli::export_text(&world.provider, &selection)
            .await
            .is_err()
    );
}

const SMALL: &str = r#"
managed_by = "team/notes.toml"
[[clients]]
client_id = "wiki"
client_secret = "a secret of the wiki, long enough"
redirect_uris = ["https://wiki.example/cb"]
[[clients]]
client_id = "board"
token_endpoint_auth_method = "none"
redirect_uris = ["https://board.example/cb"]
[[user_attributes]]
name = "hat"
[[providers]]
id = "up"
kind = "oidc"
issuer = "https://id.example.org"
client_id = "doorward"
client_secret = "a secret of the provider"
[[roles]]
app = "wiki"
name = "editor"
[[roles]]
app = "wiki"
name = "reader"
[[groups]]
name = "staff"
roles = { wiki = ["editor"] }
[[groups]]
name = "visitors"
[[users]]
email = "ada@example.com"
name = "Ada Lovelace"
groups = ["staff"]
roles = { wiki = ["reader"] }
"#;

async fn a_plan_names_what_changes_and_masks_secrets(world: World) {
    let provider = &world.provider;
    let first = carried_out(provider, SMALL, PRUNE).await;
    let text = first["text"].as_str().unwrap();
    assert!(
        text.contains("+ clients.wiki\n") && text.contains("+ roles.wiki.editor\n"),
        "{text}"
    );
    // Ada was there before.
    assert!(text.contains("~ users.ada@example.com"), "{text}");
    let again = carried_out(provider, SMALL, PRUNE).await;
    assert_eq!(again["text"], "Everything is as the file declares it.");
    let changed = SMALL
        .replace("https://wiki.example/cb", "https://wiki.example/callback")
        .replace("a secret of the wiki", "a newer secret of the wiki")
        .replace("a secret of the provider", "another secret there")
        .replace(
            "name = \"staff\"",
            "name = \"staff\"\ndescription = \"All\"",
        )
        .replace("groups = [\"staff\"]", "groups = [\"STAFF\", \"visitors\"]")
        .replace("name = \"hat\"", "name = \"hat\"\nmax_length = 5");
    let plan = carried_out(provider, &changed, DRY).await;
    let text = plan["text"].as_str().unwrap();
    for line in [
        "~ user_attributes.hat.max_length: (none) -> 5\n",
        "~ clients.wiki.redirect_uris: [\"https://wiki.example/cb\"] -> [\"https://wiki.example/callback\"]\n",
        "~ clients.wiki.client_secret: \"••••\" -> \"•••• (another)\"\n",
        "~ providers.up.client_secret: \"••••\" -> \"•••• (another)\"\n",
        "~ groups.staff.description: (none) -> \"All\"\n",
        "~ users.ada@example.com.groups: [\"staff\"] -> [\"staff\",\"visitors\"]\n",
        "0 to add, 5 to change, 0 to remove. Run it without --dry-run.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(!plan.to_string().contains("newer secret"), "{plan}");
    assert_eq!(plan["summary"]["change"], 5);
}

async fn what_a_file_names_no_more_goes_and_what_others_made_stays(world: World) {
    let provider = &world.provider;
    carried_out(provider, SMALL, PRUNE).await;
    let other =
        "managed_by = \"other\"\n[[groups]]\nname = \"visitors\"\n[[groups]]\nname = \"others\"\n";
    let taken = carried_out(provider, other, PRUNE).await;
    let text = taken["text"].as_str().unwrap();
    assert!(
        text.contains("= groups.visitors: this file manages it from now on\n"),
        "{text}"
    );

    let less = "managed_by = \"team/notes.toml\"\n[[clients]]\nclient_id = \"board\"\ntoken_endpoint_auth_method = \"none\"\nredirect_uris = [\"https://board.example/cb\"]\n";
    // Without --prune nothing goes.
    let stays = carried_out(provider, less, Mode::default()).await;
    assert_eq!(stays["summary"]["remove"], 0);
    let plan = carried_out(provider, less, DRY).await;
    let text = plan["text"].as_str().unwrap();
    for line in [
        "- clients.wiki: disabled\n",
        "- groups.staff: deleted",
        "- providers.up: disabled",
        "- roles.wiki.editor: removed",
        "- user_attributes.hat: removed",
        "- users.ada@example.com: kept",
        "0 to add, 0 to change, 7 to remove.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(
        carried_out(provider, less, PRUNE).await["summary"]["remove"],
        7
    );
    world.expire_versions();
    let clients = provider.clients();
    assert!(clients.get("wiki").await.unwrap().disabled);
    assert!(
        !clients.get("notes").await.unwrap().disabled
            && !clients.get("board").await.unwrap().disabled
    );
    let access = provider.access();
    assert!(access.group("staff").await.is_err() && access.group("visitors").await.is_ok());
    let exported = doorward_cli::export_text(provider, &Selection::default())
        .await
        .unwrap();
    assert!(
        !exported.contains("[[roles]]") && !exported.contains("\"hat\""),
        "{exported}"
    );
    assert!(
        exported.contains("email = \"ada@example.com\""),
        "{exported}"
    );
    assert_eq!(
        carried_out(provider, less, PRUNE).await["text"],
        "Everything is as the file declares it."
    );
    // Named again, it is back.
    carried_out(provider, SMALL, PRUNE).await;
    world.expire_versions();
    assert!(!clients.get("wiki").await.unwrap().disabled);
}

async fn what_a_file_manages_is_changed_elsewhere_by_force_alone(world: World) {
    let provider = &world.provider;
    carried_out(provider, SMALL, PRUNE).await;
    let declaration = || Declaration {
        client: serde_json::from_value(json!({
            "client_id": "board", "token_endpoint_auth_method": "none",
            "redirect_uris": ["https://board.example/other"],
        }))
        .unwrap(),
        client_secret: None,
        client_secret_hash: None,
        client_secrets: Vec::new(),
    };
    // A command on the machine is only warned.
    let ctx = world.context().acting_as(Actor::Client("robot".into()));
    let clients = provider.clients();
    let refused = clients.declare(&ctx, declaration(), "client.changed").await;
    let reason = refused.err().unwrap().to_string();
    assert!(
        reason.contains("team/notes.toml manages this, under [[clients]]"),
        "{reason}"
    );
    let forced = ctx.forced(true);
    clients
        .declare(&forced, declaration(), "client.changed")
        .await
        .unwrap();
    let group = provider.access().group("visitors").await.unwrap();
    let mut changes = provider.change_set(&ctx);
    assert!(
        provider
            .access()
            .delete_group(&mut changes, &group)
            .await
            .is_err()
    );
    let mut changes = provider.change_set(&forced);
    provider
        .access()
        .delete_group(&mut changes, &group)
        .await
        .unwrap();
    changes.commit_or_conflict().await.unwrap();
    // Applied again, it is as the file says.
    let again = carried_out(provider, SMALL, PRUNE).await;
    assert_eq!(
        (&again["summary"]["add"], &again["summary"]["change"]),
        (&json!(1), &json!(1))
    );
}
