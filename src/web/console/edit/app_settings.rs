//! The settings of an app, with a form for each tab of its page. The list of the settings of clients says
//! which fields there are.

use super::{
    action::{Done, Edit, EditCall},
    apps::{app_of, page_at},
    fields::{Choice, Field, FormView},
};
use crate::{
    console::app_tabs::AppTab,
    extract::form::Fields,
    management::{apps::client, shapes::apps::App},
    messages::Messages,
};
use doorward_core::management::{ManagementError, ManagementOutcome};
use doorward_protocol::{
    clients::client_settings::{ClientSetting, Kind},
    management::{Permission, Resource},
};
use serde_json::Value;

/// The name of the action.
const CHANGE: &str = "change-app";

/// The action on settings. The tab says which of them the form holds.
pub const EDITS: &[Edit] = &[Edit {
    name: CHANGE,
    permission: Permission::write(Resource::Apps),
    is_dangerous: false,
    takes_away: false,
    about: &["app", "tab"],
    typed: &[],
    title: |t| t.console_settings_change(),
    effect: |t| t.console_settings_change_effect(),
    describe: |call| Box::pin(describe(call)),
    carry_out: |call| Box::pin(change(call)),
}];

/// The fields of a form of this action, which depend on its tab; none for every other action.
pub fn typed(edit: &Edit, values: &Fields) -> impl Iterator<Item = &'static str> {
    let tab = (edit.name == CHANGE).then(|| tab_of(values));
    let settings = tab.into_iter().flat_map(AppTab::settings);
    settings.map(|setting| setting.name)
}

fn tab_of(values: &Fields) -> AppTab {
    AppTab::named(values.get("tab").unwrap_or_default())
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (app, tab) = (app_of(call).await?, tab_of(call.values));
    let settings = App::of(&app).settings;
    let field = |setting| field(setting, settings.get(setting.name), call.t);
    Ok(FormView {
        subject: Some(app.client.display_name().to_owned()),
        page: page_at(&app.client.client_id, tab),
        fields: tab
            .settings_of(&call.admin.caller, &app.client.client_id)
            .map(field)
            .collect(),
    })
}

/// The field of a setting, with the value that holds now.
fn field(setting: &'static ClientSetting, now: Option<&Value>, t: Messages) -> Field {
    let label = setting.name.to_owned();
    let choice = |names: &[&str]| {
        let names = names.iter().map(|name| Choice::new(name, (*name).into()));
        let unset = Choice::new("", t.console_setting_default());
        let choices = [unset].into_iter().chain(names).collect();
        Field::choice(setting.name, label.clone(), choices)
    };
    let field = match setting.kind {
        // As long as an app has permissions: it is read on several lines.
        Kind::Text if setting.name == "scope" => Field::lines(setting.name, label),
        Kind::Text | Kind::Number => Field::line(setting.name, label),
        Kind::OneOf(names) => choice(names),
        Kind::Switch => choice(&["true", "false"]),
        Kind::Texts | Kind::Names | Kind::NamesOrSwitch | Kind::Document => {
            Field::lines(setting.name, label)
        }
    };
    field
        .english_hint(setting.help)
        .example(example(setting))
        .holding(now.map(text_of).unwrap_or_default())
}

/// A value that a setting could have, where the form does not show all of them.
fn example(setting: &ClientSetting) -> Option<String> {
    match setting.kind {
        Kind::OneOf(_) | Kind::Switch => None,
        Kind::Names | Kind::NamesOrSwitch => Some(setting.example.replace(',', ", ")),
        Kind::Text | Kind::Number | Kind::Texts | Kind::Document => Some(setting.example.into()),
    }
}

/// The text of a setting: of a list, a line each; of a document, its JSON.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(text_of).collect::<Vec<_>>().join("\n"),
        Value::Object(_) => serde_json::to_string_pretty(value).unwrap_or_default(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// The value that was filled in; `None` where the field is empty, for the default.
fn filled_in(call: &EditCall<'_>, setting: &ClientSetting) -> ManagementOutcome<Option<Value>> {
    if call.filled(setting.name).is_none() {
        return Ok(None);
    }
    let lines: Vec<&str> = call.lines(setting.name).collect();
    let joined = lines.join(" ");
    let whole = [joined.as_str()];
    let texts = if setting.kind.is_list() {
        lines.as_slice()
    } else {
        &whole
    };
    let wrong = |reason: String| ManagementError::field(setting.name, reason);
    setting.parse(texts).map(Some).map_err(wrong)
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (app, mut changes) = (app_of(call).await?, call.changes());
    let mut settings = match App::of(&app).settings {
        Value::Object(settings) => settings,
        _ => serde_json::Map::new(),
    };
    let tab = tab_of(call.values);
    for setting in tab.settings_of(&call.admin.caller, &app.client.client_id) {
        match filled_in(call, setting)? {
            Some(value) => settings.insert(setting.name.to_owned(), value),
            None => settings.remove(setting.name),
        };
    }
    let client = client(&app.client.client_id, settings)?;
    let app = call
        .management()
        .change_app(&call.admin.caller, &mut changes, client, app.version)
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(page_at(&app.client.client_id, tab)))
}
