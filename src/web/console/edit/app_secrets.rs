//! The secrets of an app, two at once at most.

use super::{
    action::{Done, Edit, EditCall},
    apps::{app_of, page_at, shown},
    fields::{Field, FormView},
};
use crate::console::app_tabs::AppTab;
use doorward_core::{
    clients::WantedSecret,
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::{
    clients::{client_secrets::MAX_DESCRIPTION, registered_client::RegisteredClient},
    management::{Permission, Resource},
    time::{Lifetime, Timestamp},
};

const WRITE: Permission = Permission::write(Resource::Apps);

/// The actions on the secrets of apps.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-secret",
        permission: WRITE,
        is_dangerous: true,
        takes_away: false,
        about: &["app"],
        typed: &["description", "expires"],
        title: |t| t.console_secrets_add(),
        effect: |t| t.console_secrets_add_effect(),
        describe: |call| Box::pin(describe_new(call)),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "revoke-secret",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["app", "secret"],
        typed: &[],
        title: |t| t.console_secrets_revoke(),
        effect: |t| t.console_secrets_revoke_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(revoke(call)),
    },
];

fn page(app: &RegisteredClient) -> String {
    page_at(&app.client.client_id, AppTab::Secrets)
}

async fn describe_new(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (app, t) = (app_of(call).await?, call.t);
    Ok(FormView {
        subject: Some(app.client.display_name().to_owned()),
        page: page(&app),
        fields: vec![
            Field::line("description", t.console_field_description())
                .hint(t.console_secrets_description_hint()),
            Field::day("expires", t.console_secrets_expires_on())
                .hint(t.console_secrets_expires_hint()),
        ],
    })
}

/// The number of the secret that is revoked, which the app has.
async fn number_of(call: &EditCall<'_>) -> ManagementOutcome<i64> {
    let unknown = || ManagementError::NotFound("such secret".into());
    let number = call.value("secret").parse().map_err(|_| unknown())?;
    let secrets = call.management().app_secrets(call.value("app")).await?;
    let is_known = secrets.iter().any(|secret| secret.number == number);
    is_known.then_some(number).ok_or_else(unknown)
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (app, number) = (app_of(call).await?, number_of(call).await?);
    let (name, number) = (app.client.display_name(), number.to_string());
    Ok(FormView {
        subject: Some(call.t.console_secrets_subject(name, &number)),
        page: page(&app),
        fields: Vec::new(),
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (app, t) = (app_of(call).await?, call.t);
    let past = || ManagementError::field("expires", t.console_secrets_past());
    let description = call.filled("description");
    if description.is_some_and(|text| text.chars().count() > MAX_DESCRIPTION) {
        return Err(ManagementError::field(
            "description",
            t.console_secrets_long(),
        ));
    }
    let expires = call.filled("expires");
    let expires = expires
        .map(|text| Timestamp::of_day(text).ok_or_else(past))
        .transpose()?;
    // The whole day that was chosen, in UTC.
    let expires = expires.map(|start| start.plus(Lifetime::days(1)));
    let caller = &call.admin.caller;
    if expires.is_some_and(|end| end <= caller.ctx.now()) {
        return Err(past());
    }
    let wanted = WantedSecret {
        description: description.map(str::to_owned),
        expires_at: expires,
    };
    let client_id = app.client.client_id.clone();
    let made = call
        .management()
        .add_app_secret(caller, &client_id, wanted)
        .await
        .map_err(|error| in_words(error, t.console_secrets_two()))?;
    let secret = made.secret.reveal().to_owned();
    Ok(shown(call, page(&app), client_id, secret))
}

async fn revoke(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (app, number) = (app_of(call).await?, number_of(call).await?);
    let (caller, client_id) = (&call.admin.caller, &app.client.client_id);
    call.management()
        .revoke_app_secret(caller, client_id, number)
        .await
        .map_err(|error| in_words(error, call.t.console_secrets_last()))?;
    Ok(Done::Page(page(&app)))
}

/// A refusal in the language of the administrator.
fn in_words(error: ManagementError, text: String) -> ManagementError {
    match error {
        ManagementError::Conflict(_) => ManagementError::Conflict(text),
        other => other,
    }
}
