//! Apps and their secrets.

use super::{
    action::{Done, Edit, EditCall, Fact, ShownSecret},
    fields::{Choice, Field, FormView},
};
use crate::{
    console::{app_tabs::AppTab, frame::Section},
    management::apps::client,
};
use doorward_core::management::{ManagementError, ManagementOutcome};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};
use serde_json::{Map, Value, json};
use std::future::ready;

const WRITE: Permission = Permission::write(Resource::Apps);

/// The actions on apps.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-app",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &[
            "client_name",
            "kind",
            "redirect_uris",
            "client_id",
            "consent",
        ],
        title: |t| t.console_app_add(),
        effect: |t| t.console_app_add_effect(),
        describe: |call| Box::pin(ready(Ok(describe_new(call)))),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "new-secret",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["app"],
        typed: &[],
        title: |t| t.console_secrets_replace(),
        effect: |t| t.console_secrets_replace_effect(),
        describe: |call| Box::pin(describe_secret(call)),
        carry_out: |call| Box::pin(new_secret(call)),
    },
    Edit {
        name: "disable-app",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["app"],
        typed: &[],
        title: |t| t.console_app_disable(),
        effect: |t| t.console_app_disable_effect(),
        describe: |call| Box::pin(describe_app(call)),
        carry_out: |call| Box::pin(set_disabled(call, true)),
    },
    Edit {
        name: "enable-app",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app"],
        typed: &[],
        title: |t| t.console_app_enable(),
        effect: |t| t.console_app_enable_effect(),
        describe: |call| Box::pin(describe_app(call)),
        carry_out: |call| Box::pin(set_disabled(call, false)),
    },
];

/// The page of an app.
pub fn page_of(client_id: &str) -> String {
    Section::Apps.page_of(client_id)
}

/// The page of an app at a tab.
pub fn page_at(client_id: &str, tab: AppTab) -> String {
    with_query(&page_of(client_id), [("tab", tab.name())])
}

/// The app that an action is about, which the administrator may change.
pub(super) async fn app_of(call: &EditCall<'_>) -> ManagementOutcome<RegisteredClient> {
    let (management, app) = (call.management(), call.value("app"));
    management.app_in_reach(&call.admin.caller, app).await
}

fn view(app: &RegisteredClient, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(app.client.display_name().to_owned()),
        page: page_of(&app.client.client_id),
        fields,
    }
}

async fn describe_app(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    Ok(view(&app_of(call).await?, Vec::new()))
}

async fn describe_secret(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let app = app_of(call).await?;
    Ok(FormView {
        page: page_at(&app.client.client_id, AppTab::Secrets),
        ..view(&app, Vec::new())
    })
}

fn describe_new(call: &EditCall<'_>) -> FormView {
    let t = call.t;
    let kinds = vec![
        Choice::new("web", t.console_kind_web()),
        Choice::new("spa", t.console_kind_spa()),
        Choice::new("native", t.console_kind_native()),
        Choice::new("service", t.console_kind_service()),
    ];
    let consent = vec![
        Choice::new("no", t.console_consent_no()),
        Choice::new("yes", t.console_consent_yes()),
    ];
    FormView {
        subject: None,
        page: "/admin/apps".into(),
        fields: vec![
            Field::line("client_name", t.console_name()).required(),
            Field::choice("kind", t.console_field_kind(), kinds),
            Field::lines("redirect_uris", t.console_app_return())
                .term("redirect_uris")
                .hint(t.console_field_redirect_hint()),
            Field::line("client_id", t.console_identifier())
                .term("client_id")
                .hint(t.console_field_client_id_hint()),
            Field::choice("consent", t.console_field_consent(), consent),
        ],
    }
}

/// An identifier made of a name: its letters and digits, in lower case, with `-` between the words.
fn identifier_of(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The settings of a kind of app.
fn settings_of(kind: &str) -> Map<String, Value> {
    let settings: &[(&str, Value)] = match kind {
        "spa" => &[("token_endpoint_auth_method", json!("none"))],
        "native" => &[
            ("token_endpoint_auth_method", json!("none")),
            ("application_type", json!("native")),
        ],
        "service" => &[
            ("grant_types", json!(["client_credentials"])),
            ("response_types", json!([])),
        ],
        _ => &[],
    };
    let settings = settings.iter();
    settings
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let name = call.required("client_name")?;
    let client_id = match call.filled("client_id") {
        Some(given) => given.to_owned(),
        None => identifier_of(name),
    };
    if client_id.is_empty() {
        let needed = call.t.console_field_client_id_needed();
        return Err(ManagementError::field("client_id", needed));
    }
    let mut settings = settings_of(call.value("kind"));
    settings.insert("client_name".into(), name.into());
    settings.insert("first_party".into(), (call.value("consent") == "no").into());
    if call.value("kind") != "service" {
        call.required("redirect_uris")?;
        settings.insert(
            "redirect_uris".into(),
            call.lines("redirect_uris").collect(),
        );
    }
    let (client, mut changes) = (client(&client_id, settings)?, call.changes());
    let added = call
        .management()
        .add_app(&call.admin.caller, &mut changes, client, None)
        .await?;
    call.commit(changes).await?;
    let client_id = added.registered.client.client_id;
    Ok(match added.secret {
        Some(secret) => shown(call, page_of(&client_id), client_id, secret),
        None => Done::Page(page_of(&client_id)),
    })
}

async fn new_secret(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let client_id = app_of(call).await?.client.client_id;
    let secret = call
        .management()
        .rotate_app_secret(&call.admin.caller, &client_id)
        .await?;
    let page = page_at(&client_id, AppTab::Secrets);
    Ok(shown(call, page, client_id, secret.reveal().to_owned()))
}

/// The secret of an app, which belongs to a page, with what the app needs beside it.
pub(super) fn shown(call: &EditCall<'_>, page: String, client_id: String, secret: String) -> Done {
    let t = call.t;
    let issuer = Fact {
        label: t.console_secret_issuer(),
        term: "issuer",
        value: call.provider.issuer().to_owned(),
    };
    Done::Secret(ShownSecret {
        page,
        term: "client_secret",
        secret,
        facts: vec![
            issuer,
            Fact {
                label: t.console_identifier(),
                term: "client_id",
                value: client_id,
            },
        ],
    })
}

async fn set_disabled(call: &EditCall<'_>, disabled: bool) -> ManagementOutcome<Done> {
    let client_id = app_of(call).await?.client.client_id;
    let (ctx, clients) = (&call.admin.caller.ctx, call.provider.clients());
    clients.set_disabled(ctx, &client_id, disabled).await?;
    Ok(Done::Page(page_of(&client_id)))
}

#[cfg(test)]
mod tests {
    use super::identifier_of;

    #[test]
    fn an_identifier_is_made_of_the_letters_and_digits_of_a_name() {
        assert_eq!(identifier_of("Team Wiki (2)"), "team-wiki-2");
        assert_eq!(identifier_of("  Shop "), "shop");
        assert_eq!(identifier_of("日本"), "");
    }
}
