//! Roles that users ask for, and the decisions about them.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::{
        access_requests::{AccessRequest, Approval, Refusal},
        moment,
    },
};
use doorward_core::{change_set::ChangeSet, management::ManagementError};
use doorward_protocol::management::{Permission, Resource};

const READ: Permission = Permission::read(Resource::Roles);
const WRITE: Permission = Permission::write(Resource::Roles);

/// The routes of requests for roles.
pub const ROUTES: &[Route] = &[
    Route::get("/access-requests", READ, Read(|call| Box::pin(list(call))))
        .named(
            "listAccessRequests",
            "List the roles that users asked for, the oldest request first; an owner of apps sees theirs",
        )
        .gives(200, "AccessRequestPage")
        .of_owners_as_the_action_says(),
    Route::get(
        "/access-requests/{request}",
        READ,
        Read(|call| Box::pin(show(call))),
    )
    .named("readAccessRequest", "Show a request for a role")
    .gives(200, "AccessRequest")
    .of_owners_as_the_action_says(),
    Route::new(
        Method::Post,
        "/access-requests/{request}/approve",
        WRITE,
        Change(|call, changes| Box::pin(approve(call, changes))),
    )
    .named(
        "approveAccessRequest",
        "Give the role that was asked for, also for a time",
    )
    .takes("Approval")
    .gives_nothing()
    .of_owners_as_the_action_says(),
    Route::new(
        Method::Post,
        "/access-requests/{request}/refuse",
        WRITE,
        Change(|call, changes| Box::pin(refuse(call, changes))),
    )
    .named(
        "refuseAccessRequest",
        "Refuse a request for a role, with a reason that the user reads",
    )
    .takes("Refusal")
    .gives_nothing()
    .of_owners_as_the_action_says(),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let now = call.caller.ctx.now();
    let after = async |after: String, limit: i64| {
        let read = call
            .management()
            .access_requests_after(call.caller, &after, limit);
        let described = read.await?.into_iter().filter_map(|request| {
            let document = serde_json::to_value(AccessRequest::of(&request, now)).ok()?;
            Some((request.id, document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn show(call: &Call<'_>) -> Answer {
    let request = call
        .management()
        .access_request(call.caller, call.part("request"));
    let now = call.caller.ctx.now();
    Ok(Reply::document(&AccessRequest::of(&request.await?, now)))
}

async fn approve(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: Approval = call.body()?;
    let end = body.expires_at.as_deref();
    let end = end.map(|text| moment("/expires_at", text)).transpose()?;
    let request = found(call).await?;
    call.management()
        .approve_access_request(call.caller, changes, &request, end)
        .await?;
    Ok(Reply::nothing())
}

async fn refuse(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: Refusal = call.body()?;
    let request = found(call).await?;
    call.management()
        .refuse_access_request(call.caller, changes, &request, &body.reason)
        .await?;
    Ok(Reply::nothing())
}

/// The request that is decided, as the caller read it.
async fn found(
    call: &Call<'_>,
) -> Result<doorward_core::access_requests::AccessRequest, ManagementError> {
    let request = call
        .management()
        .access_request(call.caller, call.part("request"));
    let request = request.await?;
    call.require_match(&AccessRequest::of(&request, call.caller.ctx.now()))?;
    Ok(request)
}
