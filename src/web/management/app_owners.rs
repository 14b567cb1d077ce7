//! The owners of apps. Administrators name them.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::apps::{AppOwner, AppOwnerHistory, RecordedAppOwner},
};
use doorward_core::change_set::ChangeSet;
use doorward_protocol::management::{Permission, Resource};

const READ: Permission = Permission::read(Resource::Apps);
const WRITE: Permission = Permission::write(Resource::Apps);

/// The routes of the owners of apps.
pub const ROUTES: &[Route] = &[
    Route::get(
        "/apps/{app}/owners",
        READ,
        Read(|call| Box::pin(list(call))),
    )
    .named("listAppOwners", "List the users who own an app")
    .gives(200, "AppOwnerPage")
    .of_owners(),
    Route::get(
        "/apps/{app}/owners/history",
        READ,
        Read(|call| Box::pin(history(call))),
    )
    .named(
        "readAppOwnerHistory",
        "Every time that somebody owned an app, and by whose word",
    )
    .gives(200, "AppOwnerHistory"),
    Route::new(
        Method::Put,
        "/apps/{app}/owners/{user}",
        WRITE,
        Change(|call, changes| Box::pin(add(call, changes))),
    )
    .named(
        "addAppOwner",
        "Make a user an owner of an app; its owners name no others",
    )
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/apps/{app}/owners/{user}",
        WRITE,
        Change(|call, changes| Box::pin(remove(call, changes))),
    )
    .named("removeAppOwner", "End that a user owns an app")
    .gives_nothing(),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let after = async |after: String, limit: i64| {
        let owners = call
            .management()
            .app_owners_after(call.part("app"), &after, limit)
            .await?;
        let described = owners.iter().filter_map(|owner| {
            let document = serde_json::to_value(AppOwner::of(owner)).ok()?;
            Some((owner.user.id.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn history(call: &Call<'_>) -> Answer {
    let found = call
        .management()
        .app_owner_history(call.part("app"))
        .await?;
    let owners = found.iter().map(RecordedAppOwner::of).collect();
    Ok(Reply::document(&AppOwnerHistory { owners }))
}

async fn add(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let (management, app) = (call.management(), call.part("app"));
    let user = management.user(call.part("user")).await?;
    management
        .add_app_owner(call.caller, changes, app, &user)
        .await?;
    Ok(Reply::nothing())
}

async fn remove(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let (management, app) = (call.management(), call.part("app"));
    let user = management.user(call.part("user")).await?;
    management
        .remove_app_owner(call.caller, changes, app, &user)
        .await?;
    Ok(Reply::nothing())
}
