//! Sessions and second factors of users, and links to choose a new password.

use super::{
    answer::{Answer, Reply},
    call::Call,
    route::{
        Handler::{Act, Read},
        Method, Route,
    },
    shapes::sessions::{Factors, Session, Sessions},
};
use doorward_core::{
    credentials::second_factors::RemovedFactors, management::ManagementError,
    password_reset::LinkDelivery, users::User,
};
use doorward_protocol::{
    management::{Permission, Resource},
    sessions::sso_session::{EndReason, SessionRef},
};

const READ: Permission = Permission::read(Resource::Sessions);
const WRITE: Permission = Permission::write(Resource::Sessions);
const READ_FACTORS: Permission = Permission::read(Resource::Factors);
const WRITE_FACTORS: Permission = Permission::write(Resource::Factors);

/// The routes of sessions and factors.
pub const ROUTES: &[Route] = &[
    Route::get(
        "/users/{user}/sessions",
        READ,
        Read(|call| Box::pin(list(call))),
    )
    .named("listSessions", "List the live sessions of a user")
    .gives(200, "Sessions"),
    Route::new(
        Method::Delete,
        "/users/{user}/sessions",
        WRITE,
        Act(|call| Box::pin(end_all(call))),
    )
    .named("endSessions", "Sign a user out of everything")
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/users/{user}/sessions/{session}",
        WRITE,
        Act(|call| Box::pin(end(call))),
    )
    .named("endSession", "End a session of a user")
    .gives_nothing(),
    Route::get(
        "/users/{user}/factors",
        READ_FACTORS,
        Read(|call| Box::pin(factors(call))),
    )
    .named(
        "readFactors",
        "Show which second factors and passkeys a user has",
    )
    .gives(200, "Factors"),
    Route::new(
        Method::Delete,
        "/users/{user}/factors/{which}",
        WRITE_FACTORS,
        Act(|call| Box::pin(remove_factors(call))),
    )
    .named(
        "removeFactors",
        "Take factors of a user away: app, passkeys or all; every session of theirs ends",
    )
    .gives_nothing()
    .dangerous(),
    Route::new(
        Method::Post,
        "/users/{user}/password-link",
        WRITE_FACTORS,
        Act(|call| Box::pin(password_link(call))),
    )
    .named(
        "mailPasswordLink",
        "Mail a user a link to choose a new password",
    )
    .gives_nothing(),
];

async fn in_reach(call: &Call<'_>) -> Result<User, ManagementError> {
    let user = call.part("user");
    call.management().user_in_reach(call.caller, user).await
}

async fn list(call: &Call<'_>) -> Answer {
    let user = call.management().user(call.part("user")).await?;
    let sessions = call.provider.sessions();
    let rows = sessions.of_user(&call.caller.ctx, &user.id).await?;
    let sessions = rows.iter().map(Session::of).collect();
    Ok(Reply::document(&Sessions { sessions }))
}

async fn end_all(call: &Call<'_>) -> Answer {
    let user = in_reach(call).await?;
    let (ctx, reason) = (&call.caller.ctx, EndReason::Administrator);
    let sessions = call.provider.sessions();
    sessions.end_all(ctx, &user.id, None, reason).await?;
    Ok(Reply::nothing())
}

async fn end(call: &Call<'_>) -> Answer {
    let user = in_reach(call).await?;
    let session = SessionRef {
        sid: call.part("session"),
        user_id: &user.id,
    };
    let (ctx, reason) = (&call.caller.ctx, EndReason::Administrator);
    if call
        .provider
        .sessions()
        .end_own(ctx, session, reason)
        .await?
    {
        return Ok(Reply::nothing());
    }
    Err(ManagementError::NotFound(
        "such live session of the user".into(),
    ))
}

async fn factors(call: &Call<'_>) -> Answer {
    let user = call.management().user(call.part("user")).await?;
    let owned = call.provider.second_factors().of_user(&user.id).await?;
    Ok(Reply::document(&Factors::of(&owned)))
}

async fn remove_factors(call: &Call<'_>) -> Answer {
    let user = in_reach(call).await?;
    let which = match call.part("which") {
        "app" => RemovedFactors::App,
        "passkeys" => RemovedFactors::Passkeys,
        "all" => RemovedFactors::All,
        _ => {
            return Err(ManagementError::NotFound(
                "such factor: app, passkeys, all".into(),
            ));
        }
    };
    let factors = call.provider.second_factors();
    factors
        .remove_for(&call.caller.ctx, &user.id, which)
        .await?;
    Ok(Reply::nothing())
}

async fn password_link(call: &Call<'_>) -> Answer {
    let user = in_reach(call).await?;
    let reset = call.provider.password_reset();
    reset
        .for_user(&call.caller.ctx, &user, LinkDelivery::Mailed)
        .await?;
    Ok(Reply::nothing())
}
