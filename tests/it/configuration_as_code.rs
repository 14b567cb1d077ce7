//! What is declared here leaves as a file, and the file leads to the same again.

use crate::{
    client_settings::example,
    on_both,
    world::{Backend, SECRET, World, unopened},
};
use doorward_cli::startup::{self, Schema, SystemClock};
use doorward_core::{
    Provider,
    access::Assignee,
    export::{EntryKind, ExportedSecrets, Selection},
};
use doorward_protocol::{
    access::declared::{DeclaredGroup, DeclaredRole},
    clients::client_settings::all,
    federation::{IdentityProvider, LdapSettings, RoleRule},
    oidc::claims::{Address, StandardClaims},
    time::{Clock, Lifetime, Timestamp},
    users::attributes::UserAttribute,
};
use doorward_storage::RoleOfApp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::Arc};

on_both!(what_is_made_by_commands_leaves_as_a_file_too);

/// A declaration of every key of every table but `[[clients]]`.
const EVERYTHING: &str = r##"
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
"##;

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
}

async fn empty(backend: Backend) -> (impl Sized, Arc<Provider>) {
    let (database, settings) = unopened(backend).await;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let provider = startup::provider(&settings, Schema::Migrate, clock).await;
    (database, provider.unwrap())
}

async fn apply(provider: &Provider, text: &str) -> Vec<Value> {
    // The variables that an export of secrets names.
    let text = text.replace(
        "${PROVIDER_UPSTREAM_CLIENT_SECRET}",
        "a secret of the provider",
    );
    let text = text.replace(
        "${PROVIDER_DIRECTORY_BIND_PASSWORD}",
        "the password of the reader",
    );
    let plan = doorward_cli::plan_text(provider, "doorward.toml", &text).await;
    let plan = plan.unwrap();
    let applied = doorward_cli::apply_text(provider, "doorward.toml", &text).await;
    applied.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
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
    assert_eq!(
        changed(&apply(&first, &file).await).len(),
        apply(&first, &file).await.len()
    );
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
