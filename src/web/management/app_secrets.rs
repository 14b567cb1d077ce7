//! The secrets of an app, two at once at most.

use super::{
    answer::{Answer, Reply},
    apps::matched,
    call::Call,
    path::segment,
    route::{
        Handler::{Act, Read},
        Method, Route,
    },
    shapes::{
        apps::{AddedAppSecret, AppSecret, AppSecrets, NewAppSecret},
        moment,
    },
};
use doorward_core::{clients::WantedSecret, management::ManagementError};
use doorward_protocol::management::{Permission, Resource};

const READ: Permission = Permission::read(Resource::Apps);
const WRITE: Permission = Permission::write(Resource::Apps);

/// The routes of the secrets of apps.
pub const ROUTES: &[Route] = &[
    Route::get(
        "/apps/{app}/secrets",
        READ,
        Read(|call| Box::pin(list(call))),
    )
    .named(
        "readAppSecrets",
        "The secrets of an app with when each was last used, never what they are",
    )
    .gives(200, "AppSecrets")
    .of_owners(),
    Route::new(
        Method::Post,
        "/apps/{app}/secrets",
        WRITE,
        Act(|call| Box::pin(add(call))),
    )
    .named(
        "addAppSecret",
        "Add a secret to an app: the one that is there is good as well, a third is refused",
    )
    .takes("NewAppSecret")
    .gives(201, "AddedAppSecret")
    .dangerous()
    .of_owners(),
    Route::new(
        Method::Delete,
        "/apps/{app}/secrets/{secret}",
        WRITE,
        Act(|call| Box::pin(revoke(call))),
    )
    .named(
        "revokeAppSecret",
        "Revoke a secret of an app: it is good no more; the last one that an app needs stays",
    )
    .gives_nothing()
    .dangerous()
    .of_owners(),
];

async fn list(call: &Call<'_>) -> Answer {
    let management = call.management();
    let secrets = management.app_secrets(call.part("app")).await?;
    let secrets = secrets.iter().map(AppSecret::of).collect();
    Ok(Reply::document(&AppSecrets { secrets }))
}

async fn add(call: &Call<'_>) -> Answer {
    let app = matched(call).await?;
    let body: NewAppSecret = call.body()?;
    let end = body.expires_at.as_deref();
    let wanted = WantedSecret {
        description: body.description,
        expires_at: end.map(|end| moment("/expires_at", end)).transpose()?,
    };
    let client_id = &app.client.client_id;
    let made = call
        .management()
        .add_app_secret(call.caller, client_id, wanted)
        .await?;
    let path = format!("/apps/{}/secrets/{}", segment(client_id), made.known.number);
    Ok(Reply::document(&AddedAppSecret::of(&made))
        .with_secret()
        .at(path))
}

async fn revoke(call: &Call<'_>) -> Answer {
    let app = matched(call).await?;
    let unknown = || ManagementError::NotFound("such secret".into());
    let number = call.part("secret").parse().map_err(|_| unknown())?;
    let client_id = &app.client.client_id;
    call.management()
        .revoke_app_secret(call.caller, client_id, number)
        .await?;
    Ok(Reply::nothing())
}
