//! Apps that users and groups are pushed to by SCIM.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    path::segment,
    route::{
        Handler::{Act, Change, Read},
        Method, Route,
    },
    shapes::scim_targets::{
        NewScimTarget, ScimPush, ScimPushed, ScimReport, ScimTarget, ScimTargetPatch, ScimTested,
    },
};
use doorward_core::{
    change_set::ChangeSet,
    management::ManagementError,
    scim_targets::{ScimTargetChange, StoredScimTarget},
};
use doorward_protocol::{
    management::{Permission, Resource},
    scim_targets::declared::DeclaredScimTarget,
};

const READ: Permission = Permission::read(Resource::ScimTargets);
const WRITE: Permission = Permission::write(Resource::ScimTargets);

/// The routes of targets.
pub const ROUTES: &[Route] = &[
    Route::get("/scim-targets", READ, Read(|call| Box::pin(list(call))))
        .named(
            "listScimTargets",
            "List the apps that users are pushed to, in the order of their names",
        )
        .gives(200, "ScimTargetPage"),
    Route::new(
        Method::Post,
        "/scim-targets",
        WRITE,
        Change(|call, changes| Box::pin(create(call, changes))),
    )
    .named(
        "createScimTarget",
        "Push the users of an app to its SCIM server",
    )
    .takes("NewScimTarget")
    .gives(201, "ScimTarget")
    .dangerous(),
    Route::get(
        "/scim-targets/{target}",
        READ,
        Read(|call| Box::pin(show(call))),
    )
    .named("readScimTarget", "Show an app that users are pushed to")
    .gives(200, "ScimTarget"),
    Route::new(
        Method::Patch,
        "/scim-targets/{target}",
        WRITE,
        Change(|call, changes| Box::pin(change(call, changes))),
    )
    .named(
        "changeScimTarget",
        "Change how users are pushed to an app, or end a pause",
    )
    .takes("ScimTargetPatch")
    .gives(200, "ScimTarget")
    .dangerous(),
    Route::new(
        Method::Delete,
        "/scim-targets/{target}",
        WRITE,
        Change(|call, changes| Box::pin(remove(call, changes))),
    )
    .named(
        "deleteScimTarget",
        "Push nobody to an app any more; the accounts there stay",
    )
    .gives_nothing(),
    Route::new(
        Method::Post,
        "/scim-targets/{target}/test",
        WRITE,
        Act(|call| Box::pin(test(call))),
    )
    .named(
        "testScimTarget",
        "Ask the app for a user, to see whether it answers and knows the token",
    )
    .gives(200, "ScimTested"),
    Route::new(
        Method::Post,
        "/scim-targets/{target}/push",
        WRITE,
        Act(|call| Box::pin(push(call))),
    )
    .named(
        "pushToScimTarget",
        "Push one user, or compare everything with what the app has",
    )
    .takes("ScimPush")
    .gives(202, "ScimPushed"),
    Route::get(
        "/scim-targets/{target}/report",
        READ,
        Read(|call| Box::pin(report(call))),
    )
    .named(
        "readScimReport",
        "Show what the last comparison did, and whom the app does not have as it should",
    )
    .gives(200, "ScimReport"),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let after = async |after: String, limit: i64| {
        let targets = call.provider.scim_targets().after(&after, limit).await?;
        let described = targets.iter().filter_map(|target| {
            let document = serde_json::to_value(ScimTarget::of(target)).ok()?;
            Some((target.name.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

/// The target of a path.
async fn named(call: &Call<'_>) -> Result<StoredScimTarget, ManagementError> {
    let name = call.part("target");
    let found = call.provider.scim_targets().get(name).await?;
    found.ok_or_else(|| ManagementError::NotFound(format!("SCIM target {name}")))
}

/// The target of a path, as the caller read it.
async fn matched(call: &Call<'_>) -> Result<StoredScimTarget, ManagementError> {
    let target = named(call).await?;
    call.require_match(&ScimTarget::of(&target))?;
    Ok(target)
}

async fn show(call: &Call<'_>) -> Answer {
    Ok(Reply::document(&ScimTarget::of(&named(call).await?)))
}

async fn create(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewScimTarget = call.body()?;
    let targets = call.provider.scim_targets();
    let least = DeclaredScimTarget::new(body.name, body.app, body.url);
    let declared = DeclaredScimTarget {
        description: body.description,
        users_in: body.users_in,
        groups: body.groups,
        user_name: body.user_name,
        removal: body.removal,
        reconcile_hours: body.reconcile_hours.unwrap_or(least.reconcile_hours),
        enabled: body.enabled.unwrap_or(least.enabled),
        ..least
    };
    let target = targets.add(changes, declared, &body.token).await?;
    let path = format!("/scim-targets/{}", segment(&target.name));
    Ok(Reply::document(&ScimTarget::of(&target)).at(path))
}

async fn change(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let known = matched(call).await?;
    let body: ScimTargetPatch = call.body()?;
    let change = ScimTargetChange {
        url: body.url,
        description: body.description,
        users_in: body.users_in,
        groups: body.groups,
        user_name: body.user_name,
        removal: body.removal,
        reconcile_hours: body.reconcile_hours,
        enabled: body.enabled,
        allow_private_addresses: None,
        token: body.token,
        resumes: body.resume,
    };
    let targets = call.provider.scim_targets();
    let target = targets.change(changes, known, change).await?;
    Ok(Reply::document(&ScimTarget::of(&target)))
}

async fn remove(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let known = matched(call).await?;
    let targets = call.provider.scim_targets();
    targets.remove(changes, &known).await?;
    Ok(Reply::nothing())
}

async fn test(call: &Call<'_>) -> Answer {
    let target = named(call).await?;
    let tested = call.provider.scim_targets().test(&target).await?;
    Ok(Reply::document(&ScimTested {
        works: tested.failure.is_none(),
        failure: tested.failure,
    }))
}

async fn push(call: &Call<'_>) -> Answer {
    let target = named(call).await?;
    let body: ScimPush = call.body()?;
    let (targets, ctx) = (call.provider.scim_targets(), &call.caller.ctx);
    let pass = match &body.user_id {
        None => Some(targets.compare_all(ctx, &target).await?),
        Some(user_id) => {
            let found = call.provider.users().get(user_id).await?;
            found.ok_or_else(|| ManagementError::NotFound(format!("user {user_id}")))?;
            targets.push_user(ctx, &target, user_id).await?;
            None
        }
    };
    Ok(Reply::document(&ScimPushed { pass }))
}

async fn report(call: &Call<'_>) -> Answer {
    let target = named(call).await?;
    let report = call.provider.scim_targets().report(&target).await?;
    Ok(Reply::document(&ScimReport::of(report)))
}
