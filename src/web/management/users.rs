//! The routes of the management API for users.

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    path::segment,
    route::{
        Handler::{Act, Change, Read},
        Method, Route,
    },
    shapes::users::{NewUser, User, UserPatch, merged},
};
use doorward_core::{
    change_set::ChangeSet,
    management::{self, ManagementError, UserChange},
    users::Declaration,
};
use doorward_protocol::{
    management::{Permission, Resource},
    oidc::claims::StandardClaims,
};

const READ: Permission = Permission::read(Resource::Users);
const WRITE: Permission = Permission::write(Resource::Users);

/// The routes of users.
pub const ROUTES: &[Route] = &[
    Route::get("/users", READ, Read(|call| Box::pin(list(call))))
        .named("listUsers", "List users, in the order of their identifiers")
        .gives(200, "UserPage"),
    Route::new(
        Method::Post,
        "/users",
        WRITE,
        Change(|call, changes| Box::pin(create(call, changes))),
    )
    .named(
        "createUser",
        "Add a user, with groups and roles in one step",
    )
    .takes("NewUser")
    .gives(201, "User"),
    Route::get("/users/{user}", READ, Read(|call| Box::pin(show(call))))
        .named("readUser", "Show a user")
        .gives(200, "User"),
    Route::new(
        Method::Patch,
        "/users/{user}",
        WRITE,
        Change(|call, changes| Box::pin(change(call, changes))),
    )
    .named("changeUser", "Change a user")
    .takes("UserPatch")
    .gives(200, "User"),
    Route::new(
        Method::Delete,
        "/users/{user}",
        WRITE,
        Act(|call| Box::pin(delete(call))),
    )
    .named("deleteUser", "Delete a user with everything of theirs")
    .gives_nothing()
    .dangerous(),
    Route::new(
        Method::Post,
        "/users/{user}/disable",
        WRITE,
        Change(|call, changes| Box::pin(set_disabled(call, changes, true))),
    )
    .named(
        "disableUser",
        "Disable a user: they are signed out of everything",
    )
    .gives(200, "User")
    .dangerous(),
    Route::new(
        Method::Post,
        "/users/{user}/enable",
        WRITE,
        Change(|call, changes| Box::pin(set_disabled(call, changes, false))),
    )
    .named("enableUser", "Let a disabled user sign in again")
    .gives(200, "User"),
];

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let attributes = call.provider.users().attributes().await?;
    let named = named_by(&wanted).map(str::to_owned);
    let after = async |after: String, limit: i64| {
        let users = match &named {
            // What is found by an index is asked of the whole filter still.
            Some(name) => call.management().user_named(name, &after).await?,
            None => call.management().users_after(&after, limit).await?,
        };
        let described = users.iter().map(|user| {
            let key = user.id.clone();
            (key, serde_json::to_value(User::of(user, &attributes)))
        });
        Ok(described
            .filter_map(|(key, document)| Some((key, document.ok()?)))
            .collect())
    };
    page(wanted, after).await
}

/// The identifier, address or user name that the filter demands.
fn named_by(wanted: &Wanted) -> Option<&str> {
    let filter = wanted.filter.as_ref()?;
    ["id", "email", "username"]
        .into_iter()
        .find_map(|attribute| filter.required(attribute))
}

async fn show(call: &Call<'_>) -> Answer {
    let user = call.management().user(call.part("user")).await?;
    described(call, &user).await
}

async fn described(call: &Call<'_>, user: &doorward_core::users::User) -> Answer {
    let attributes = call.provider.users().attributes().await?;
    Ok(Reply::document(&User::of(user, &attributes)))
}

/// The user of a path, as the caller read them.
async fn matched(call: &Call<'_>) -> Result<doorward_core::users::User, ManagementError> {
    let user = call.management().user(call.part("user")).await?;
    let attributes = call.provider.users().attributes().await?;
    call.require_match(&User::of(&user, &attributes))?;
    Ok(user)
}

async fn create(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let body: NewUser = call.body()?;
    let claims = merged(&StandardClaims::default(), &body.claims, body.attributes)?;
    let declaration = Declaration {
        email: body.email,
        username: body.username,
        password: body.password.map(Into::into),
        claims: StandardClaims {
            name: body.name.or(claims.name),
            email_verified: body.email_verified.or(claims.email_verified),
            ..claims
        },
    };
    let new = management::NewUser {
        declaration,
        groups: body.groups,
        roles: body.roles,
    };
    let user = call
        .management()
        .add_user(call.caller, changes, new)
        .await?;
    let reply = described(call, &user).await?;
    Ok(reply.at(format!("/users/{}", segment(&user.id))))
}

async fn change(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let user = matched(call).await?;
    let body: UserPatch = call.body()?;
    let mut claims = merged(&user.claims, &body.claims, body.attributes)?;
    if let Some(name) = body.name {
        claims.name = name;
    }
    let change = UserChange {
        email: body.email,
        username: body.username,
        password: body.password.map(Into::into),
        email_verified: body.email_verified,
        claims: Some(claims),
    };
    let user = call
        .management()
        .change_user(call.caller, changes, user, change)
        .await?;
    described(call, &user).await
}

async fn set_disabled(call: &Call<'_>, changes: &mut ChangeSet<'_>, disabled: bool) -> Answer {
    let user = matched(call).await?;
    let user = call
        .management()
        .set_user_disabled(call.caller, changes, user, disabled)
        .await?;
    described(call, &user).await
}

async fn delete(call: &Call<'_>) -> Answer {
    let user = matched(call).await?;
    call.management().delete_user(call.caller, &user).await?;
    Ok(Reply::nothing())
}
