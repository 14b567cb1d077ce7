//! The owners of an app.

use super::{
    action::{Done, Edit, EditCall},
    apps::{app_of, page_at},
    fields::{Field, FormView},
};
use crate::console::app_tabs::AppTab;
use doorward_core::{management::ManagementOutcome, users::User};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource},
};

const WRITE: Permission = Permission::write(Resource::Apps);

/// The actions on the owners of apps.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-app-owner",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app"],
        typed: &["user"],
        title: |t| t.console_owners_add(),
        effect: |t| t.console_owners_add_effect(),
        describe: |call| Box::pin(describe_new(call)),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "remove-app-owner",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app", "owner"],
        typed: &[],
        title: |t| t.console_owners_remove(),
        effect: |t| t.console_owners_remove_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(remove(call)),
    },
];

fn page(app: &RegisteredClient) -> String {
    page_at(&app.client.client_id, AppTab::Owners)
}

async fn describe_new(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let app = app_of(call).await?;
    let user = Field::line("user", call.t.console_filter_exact()).required();
    Ok(FormView {
        subject: Some(app.client.display_name().to_owned()),
        page: page(&app),
        fields: vec![user],
    })
}

/// The user who is to own the app no more.
async fn owner_of(call: &EditCall<'_>) -> ManagementOutcome<User> {
    call.management().user(call.value("owner")).await
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (app, user) = (app_of(call).await?, owner_of(call).await?);
    Ok(FormView {
        subject: Some(format!("{} · {}", app.client.display_name(), user.label())),
        page: page(&app),
        fields: Vec::new(),
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (app, mut changes) = (app_of(call).await?, call.changes());
    let management = call.management();
    let user = management
        .require_user("user", call.required("user")?)
        .await?;
    management
        .add_app_owner(
            &call.admin.caller,
            &mut changes,
            &app.client.client_id,
            &user,
        )
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(page(&app)))
}

async fn remove(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (app, user) = (app_of(call).await?, owner_of(call).await?);
    let mut changes = call.changes();
    call.management()
        .remove_app_owner(
            &call.admin.caller,
            &mut changes,
            &app.client.client_id,
            &user,
        )
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(page(&app)))
}
