//! Apps and their secrets.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    path::segment,
    route::{
        Handler::{Act, Change, Read},
        Method, Route,
    },
    shapes::apps::{App, AppPatch, AppWithSecret, NewApp, NewSecret},
};
use doorward_core::{change_set::ChangeSet, management::ManagementError};
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    json,
    management::{Permission, Resource},
};
use serde_json::{Map, Value};

const READ: Permission = Permission::read(Resource::Apps);
const WRITE: Permission = Permission::write(Resource::Apps);

/// The routes of apps.
pub const ROUTES: &[Route] = &[
    Route::get("/apps", READ, Read(|call| Box::pin(list(call))))
        .named(
            "listApps",
            "List apps, in the order of their identifiers; an owner of some sees these",
        )
        .gives(200, "AppPage")
        .of_owners_as_the_action_says(),
    Route::new(
        Method::Post,
        "/apps",
        WRITE,
        Change(|call, changes| Box::pin(create(call, changes))),
    )
    .named("createApp", "Add an app")
    .takes("NewApp")
    .gives(201, "AppWithSecret"),
    Route::get("/apps/{app}", READ, Read(|call| Box::pin(show(call))))
        .named("readApp", "Show an app, without its secret")
        .gives(200, "App")
        .of_owners(),
    Route::new(
        Method::Patch,
        "/apps/{app}",
        WRITE,
        Change(|call, changes| Box::pin(change(call, changes))),
    )
    .named(
        "changeApp",
        "Change the settings of an app; its owners change how it looks and where it is",
    )
    .takes("AppPatch")
    .gives(200, "App")
    .of_owners(),
    Route::new(
        Method::Post,
        "/apps/{app}/disable",
        WRITE,
        Act(|call| Box::pin(set_disabled(call, true))),
    )
    .named(
        "disableApp",
        "Switch an app off: none of its tokens is accepted any more",
    )
    .gives_nothing()
    .dangerous(),
    Route::new(
        Method::Post,
        "/apps/{app}/enable",
        WRITE,
        Act(|call| Box::pin(set_disabled(call, false))),
    )
    .named("enableApp", "Switch an app on again")
    .gives_nothing(),
    Route::new(
        Method::Post,
        "/apps/{app}/secret",
        WRITE,
        Act(|call| Box::pin(new_secret(call))),
    )
    .named(
        "rotateSecret",
        "Give an app a new secret; the one before is good no more",
    )
    .gives(200, "NewSecret")
    .dangerous()
    .of_owners(),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let after = async |after: String, limit: i64| {
        let apps = call
            .management()
            .apps_after(call.caller, &after, limit)
            .await?;
        let described = apps.iter().filter_map(|app| {
            let document = serde_json::to_value(App::of(app)).ok()?;
            Some((app.client.client_id.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn show(call: &Call<'_>) -> Answer {
    let app = call.management().app(call.part("app")).await?;
    Ok(Reply::document(&App::of(&app)))
}

/// The app of a path, which the caller may change, as they read it.
pub(super) async fn matched(call: &Call<'_>) -> Result<RegisteredClient, ManagementError> {
    let app = call.part("app");
    let app = call.management().app_in_reach(call.caller, app).await?;
    call.require_match(&App::of(&app))?;
    Ok(app)
}

/// A client of its settings.
///
/// # Errors
/// `Invalid` where a setting is unknown or wrong, or the identifier is among them.
pub fn client(
    client_id: &str,
    mut settings: Map<String, Value>,
) -> Result<Client, ManagementError> {
    if settings.contains_key("client_id") {
        return Err(ManagementError::field(
            "/settings/client_id",
            "the identifier of an app never changes: leave it out",
        ));
    }
    settings.insert("client_id".into(), client_id.into());
    serde_json::from_value(settings.into())
        .map_err(|error| ManagementError::field("/settings", json::reason(&error)))
}

async fn create(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewApp = call.body()?;
    let client = client(&body.client_id, body.settings)?;
    let added = call
        .management()
        .add_app(call.caller, changes, client, body.client_secret)
        .await?;
    let path = format!("/apps/{}", segment(&body.client_id));
    let holds_secret = added.secret.is_some();
    let reply = Reply::document(&AppWithSecret {
        app: App::of(&added.registered),
        client_secret: added.secret,
    });
    Ok(if holds_secret {
        reply.with_secret()
    } else {
        reply
    }
    .at(path))
}

async fn change(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let app = matched(call).await?;
    let body: AppPatch = call.body()?;
    let mut settings = App::of(&app).settings;
    if let Some(settings) = settings.as_object_mut() {
        for (name, value) in body.settings {
            if value.is_null() {
                settings.remove(&name);
            } else {
                settings.insert(name, value);
            }
        }
    }
    let settings = settings.as_object().cloned().unwrap_or_default();
    let client = client(call.part("app"), settings)?;
    let app = call
        .management()
        .change_app(call.caller, changes, client, app.version)
        .await?;
    Ok(Reply::document(&App::of(&app)))
}

async fn set_disabled(call: &Call<'_>, disabled: bool) -> Answer {
    let app = matched(call).await?;
    call.provider
        .clients()
        .set_disabled(&call.caller.ctx, &app.client.client_id, disabled)
        .await?;
    Ok(Reply::nothing())
}

async fn new_secret(call: &Call<'_>) -> Answer {
    let app = matched(call).await?;
    let secret = call
        .management()
        .rotate_app_secret(call.caller, &app.client.client_id)
        .await?;
    let client_secret = secret.reveal().to_owned();
    Ok(Reply::document(&NewSecret { client_secret }).with_secret())
}
