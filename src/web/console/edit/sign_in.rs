//! How users sign in to one app.

use super::{
    action::{Done, Edit, EditCall},
    fields::{Choice, Field, FormView},
};
use crate::{
    console::frame::Section,
    management::{apps::client, shapes::apps::App},
};
use doorward_core::management::{ManagementError, ManagementOutcome};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    credentials::{second_factor::ClientSecondFactor, sign_in_method::SignInMethod},
    management::{Permission, Resource},
};
use serde_json::Value;

const REQUIRED: &str = "required";
const YES: &str = "yes";
const NO: &str = "no";

/// The name of the action.
pub const CHANGE: &str = "change-app-sign-in";

/// The actions on how users sign in to apps.
pub const EDITS: &[Edit] = &[Edit {
    name: CHANGE,
    permission: Permission::write(Resource::Apps),
    is_dangerous: false,
    takes_away: false,
    about: &["app"],
    typed: &["sign_in_methods", "second_factor", "sign_up"],
    title: |t| t.console_app_sign_in(),
    effect: |t| t.console_app_sign_in_effect(),
    describe: |call| Box::pin(describe(call)),
    carry_out: |call| Box::pin(change(call)),
}];

async fn app_of(call: &EditCall<'_>) -> ManagementOutcome<RegisteredClient> {
    let (management, app) = (call.management(), call.value("app"));
    management.app_in_reach(&call.admin.caller, app).await
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (app, t) = (app_of(call).await?, call.t);
    let methods = app.client.sign_in_methods.iter().map(SignInMethod::as_str);
    let methods: Vec<&str> = methods.collect();
    let second_factor = match app.client.second_factor {
        Some(ClientSecondFactor::Required) => REQUIRED,
        None => "",
    };
    let fields = vec![
        Field::lines("sign_in_methods", t.console_rule_methods())
            .term("sign_in_methods")
            .hint(t.console_methods_hint(SignInMethod::NAMES.join(", ")))
            .holding(methods.join("\n")),
        Field::choice(
            "second_factor",
            t.console_rule_second_factor(),
            vec![
                Choice::new("", t.console_as_everybody()),
                Choice::new(REQUIRED, t.console_factor_required()),
            ],
        )
        .term("second_factor")
        .holding(second_factor),
        Field::choice(
            "sign_up",
            t.console_takes_new_users(),
            vec![
                Choice::new(YES, t.console_as_everybody()),
                Choice::new(NO, t.console_no()),
            ],
        )
        .term("sign_up")
        .holding(if app.client.sign_up { YES } else { NO }),
    ];
    Ok(FormView {
        subject: Some(app.client.display_name().to_owned()),
        page: Section::SignIn.path().into(),
        fields,
    })
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (app, mut changes) = (app_of(call).await?, call.changes());
    let mut settings = match App::of(&app).settings {
        Value::Object(settings) => settings,
        _ => serde_json::Map::new(),
    };
    let methods: Vec<&str> = call.lines("sign_in_methods").collect();
    let configuration = call.provider.configuration().await?;
    let unknown = methods.iter().find(|name| {
        !SignInMethod::NAMES.contains(name) && configuration.identity_provider(name).is_none()
    });
    if let Some(name) = unknown {
        let text = call.t.console_method_unknown(*name);
        return Err(ManagementError::field("sign_in_methods", text));
    }
    settings.insert("sign_in_methods".into(), methods.into());
    if call.value("second_factor") == REQUIRED {
        settings.insert("second_factor".into(), REQUIRED.into());
    } else {
        settings.remove("second_factor");
    }
    settings.insert("sign_up".into(), (call.value("sign_up") == YES).into());
    let client = client(&app.client.client_id, settings)?;
    call.management()
        .change_app(&call.admin.caller, &mut changes, client, app.version)
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(Section::SignIn.path().into()))
}
