//! Users: added, changed and deleted.

use super::{
    action::{Done, Edit, EditCall},
    fields::{CONFIRM, Field, FormView},
};
use crate::console::frame::Section;
use doorward_core::{
    management::{ManagementError, ManagementOutcome, NewUser, UserChange},
    users::{Declaration, User},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oidc::claims::StandardClaims,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::ready,
};

const WRITE: Permission = Permission::write(Resource::Users);

/// The actions on users.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-user",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &["name", "email", "username", "group"],
        title: |t| t.console_user_add(),
        effect: |t| t.console_user_add_effect(),
        describe: |call| Box::pin(ready(Ok(describe_new(call)))),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "change-user",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["user"],
        typed: &["name", "email", "username"],
        title: |t| t.console_user_change(),
        effect: |t| t.console_user_change_effect(),
        describe: |call| Box::pin(describe_change(call)),
        carry_out: |call| Box::pin(change(call)),
    },
    Edit {
        name: "delete-user",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["user"],
        typed: &[CONFIRM],
        title: |t| t.console_user_delete(),
        effect: |t| t.console_user_delete_effect(),
        describe: |call| Box::pin(describe_delete(call)),
        carry_out: |call| Box::pin(delete(call)),
    },
];

fn page_of(user: &User) -> String {
    Section::Users.page_of(&user.id)
}

fn fields(call: &EditCall<'_>, user: Option<&User>) -> Vec<Field> {
    let t = call.t;
    let name = user.and_then(|user| user.claims.name.as_deref());
    let email = user.and_then(|user| user.email.as_deref());
    let username = user.and_then(|user| user.username.as_deref());
    let email = Field::line("email", t.console_field_email()).holding(email.unwrap_or_default());
    vec![
        Field::line("name", t.console_name()).holding(name.unwrap_or_default()),
        if user.is_none() {
            email.required()
        } else {
            email
        },
        Field::line("username", t.console_field_username()).holding(username.unwrap_or_default()),
    ]
}

async fn user_of(call: &EditCall<'_>) -> ManagementOutcome<User> {
    let (management, id) = (call.management(), call.value("user"));
    management.user_in_reach(&call.admin.caller, id).await
}

fn view(user: &User, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(user.label().to_owned()),
        page: page_of(user),
        fields,
    }
}

fn describe_new(call: &EditCall<'_>) -> FormView {
    let mut fields = fields(call, None);
    fields.push(Field::line("group", call.t.console_field_group()));
    FormView {
        subject: None,
        page: "/admin/users".into(),
        fields,
    }
}

async fn describe_change(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let user = user_of(call).await?;
    let fields = fields(call, Some(&user));
    Ok(view(&user, fields))
}

async fn describe_delete(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let user = user_of(call).await?;
    let confirm = Field::line(CONFIRM, call.t.console_field_confirm(user.label())).required();
    Ok(view(&user, vec![confirm]))
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let mut changes = call.changes();
    let claims = StandardClaims {
        name: call.filled("name").map(str::to_owned),
        ..StandardClaims::default()
    };
    let declaration = Declaration {
        email: call.required("email")?.to_owned(),
        username: call.filled("username").map(str::to_owned),
        password: None,
        claims,
    };
    let groups: BTreeSet<String> = call
        .filled("group")
        .map(str::to_owned)
        .into_iter()
        .collect();
    let new = NewUser {
        declaration,
        groups,
        roles: BTreeMap::new(),
    };
    let user = call
        .management()
        .add_user(&call.admin.caller, &mut changes, new)
        .await;
    let user = user.map_err(|error| match error {
        ManagementError::NotFound(_) => {
            let unknown = call.t.console_group_unknown(call.value("group"));
            ManagementError::field("group", unknown)
        }
        error => error,
    })?;
    call.commit(changes).await?;
    Ok(Done::Page(format!("{}?tab=factors", page_of(&user))))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (user, mut changes) = (user_of(call).await?, call.changes());
    let email = call.filled("email").map(str::to_owned);
    if email.is_none() && user.email.is_some() {
        let kept = call.t.console_field_email_kept();
        return Err(ManagementError::field("email", kept));
    }
    let change = UserChange {
        email: email.filter(|email| Some(email) != user.email.as_ref()),
        username: Some(call.filled("username").map(str::to_owned)),
        claims: Some(StandardClaims {
            name: call.filled("name").map(str::to_owned),
            ..user.claims.clone()
        }),
        ..UserChange::default()
    };
    let user = call
        .management()
        .change_user(&call.admin.caller, &mut changes, user, change)
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(page_of(&user)))
}

async fn delete(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let user = user_of(call).await?;
    call.require_confirmed(user.label())?;
    call.management()
        .delete_user(&call.admin.caller, &user)
        .await?;
    Ok(Done::Page("/admin/users".into()))
}
