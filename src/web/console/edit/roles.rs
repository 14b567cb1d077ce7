//! Roles of apps, and who has them.

use super::{
    action::{Done, Edit, EditCall},
    apps,
    fields::{CONFIRM, Choice, Field, FormView},
};
use crate::management::path::segment;
use doorward_core::{
    access::{Assignee, Group, RoleOfApp},
    management::{ManagementError, ManagementOutcome, RoleGift},
    users::User,
};
use doorward_protocol::{
    access::roles::Role,
    management::{Permission, Resource},
    time::{Lifetime, Timestamp},
};

const WRITE: Permission = Permission::write(Resource::Roles);

/// The values of a field that is yes or no.
const YES: &str = "yes";
const NO: &str = "no";

/// The actions on roles.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-role",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app"],
        typed: &[
            "name",
            "description",
            "permissions",
            "requestable",
            "longest",
        ],
        title: |t| t.console_role_add(),
        effect: |t| t.console_role_add_effect(),
        describe: |call| Box::pin(describe_new(call)),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "change-role",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app", "role"],
        typed: &["description", "permissions", "requestable", "longest"],
        title: |t| t.console_role_change(),
        effect: |t| t.console_role_change_effect(),
        describe: |call| Box::pin(describe_change(call)),
        carry_out: |call| Box::pin(change(call)),
    },
    Edit {
        name: "delete-role",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["app", "role"],
        typed: &[CONFIRM],
        title: |t| t.console_role_delete(),
        effect: |t| t.console_role_delete_effect(),
        describe: |call| Box::pin(describe_delete(call)),
        carry_out: |call| Box::pin(delete(call)),
    },
    Edit {
        name: "grant-role",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app", "role"],
        typed: &["kind", "to", "until"],
        title: |t| t.console_role_grant(),
        effect: |t| t.console_role_grant_effect(),
        describe: |call| Box::pin(describe_grant(call)),
        carry_out: |call| Box::pin(grant(call)),
    },
    Edit {
        name: "revoke-role",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["app", "role", "kind", "holder"],
        typed: &[],
        title: |t| t.console_role_revoke(),
        effect: |t| t.console_role_revoke_effect(),
        describe: |call| Box::pin(describe_revoke(call)),
        carry_out: |call| Box::pin(revoke(call)),
    },
];

fn role_of<'a>(call: &EditCall<'a>) -> RoleOfApp<'a> {
    RoleOfApp {
        client_id: call.value("app"),
        name: call.value("role"),
    }
}

/// The page of a role.
pub fn page_of(role: RoleOfApp<'_>) -> String {
    let app = apps::page_of(role.client_id);
    format!("{app}/roles/{}", segment(role.name))
}

fn done(role: RoleOfApp<'_>) -> Done {
    Done::Page(page_of(role))
}

/// What the page of an action on a role shows.
fn view(role: RoleOfApp<'_>, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(format!("{} · {}", role.client_id, role.name)),
        page: page_of(role),
        fields,
    }
}

fn fields(call: &EditCall<'_>, role: &Role) -> [Field; 4] {
    let t = call.t;
    let permissions: Vec<&str> = role.permissions.iter().map(String::as_str).collect();
    let no_or_yes = vec![
        Choice::new(NO, t.console_no()),
        Choice::new(YES, t.console_yes()),
    ];
    let longest = role.longest.map(|longest| longest.to_string());
    [
        Field::line("description", t.console_field_description())
            .holding(role.description.as_deref().unwrap_or_default()),
        Field::lines("permissions", t.console_field_permissions())
            .hint(t.console_field_permissions_hint())
            .holding(permissions.join("\n")),
        Field::choice("requestable", t.console_field_requestable(), no_or_yes)
            .holding(if role.requestable { YES } else { NO }),
        Field::line("longest", t.console_field_longest())
            .hint(t.console_field_longest_hint())
            .holding(longest.unwrap_or_default()),
    ]
}

async fn describe_new(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let app = call.management().app(call.value("app")).await?;
    let name = Field::line("name", call.t.console_name()).required();
    Ok(FormView {
        subject: Some(app.client.display_name().to_owned()),
        page: apps::page_of(&app.client.client_id),
        fields: [name]
            .into_iter()
            .chain(fields(call, &Role::default()))
            .collect(),
    })
}

async fn describe_change(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (role, named) = (call.management().role(role_of(call)).await?, role_of(call));
    Ok(view(named, fields(call, &role).into()))
}

async fn describe_delete(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let named = role_of(call);
    call.management().role(named).await?;
    let confirm = Field::line(CONFIRM, call.t.console_field_confirm(named.name)).required();
    Ok(view(named, vec![confirm]))
}

async fn describe_grant(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (named, t) = (role_of(call), call.t);
    call.management().role(named).await?;
    let mut kinds = vec![Choice::new("user", t.console_field_to_user())];
    // To the owner of an app there are no groups.
    if !call.admin.caller.acts_as_owner(WRITE, named.client_id) {
        kinds.push(Choice::new("group", t.console_field_to_group()));
    }
    let fields = vec![
        Field::choice("kind", t.console_field_to_kind(), kinds),
        Field::line("to", t.console_field_to()).required(),
        Field::day("until", t.console_field_until()).hint(t.console_field_until_hint()),
    ];
    Ok(view(named, fields))
}

async fn describe_revoke(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (named, holder) = (role_of(call), holder_of(call, "holder").await?);
    let subject = format!("{} · {} · {}", named.client_id, named.name, holder.name());
    Ok(FormView {
        subject: Some(subject),
        ..view(named, Vec::new())
    })
}

/// The role as the form says it, and as it was otherwise.
fn filled(call: &EditCall<'_>, before: Role) -> ManagementOutcome<Role> {
    let longest = call.filled("longest").map(str::parse).transpose();
    let longest = longest.map_err(|reason: String| ManagementError::field("longest", reason))?;
    Ok(Role {
        description: call.filled("description").map(str::to_owned),
        permissions: call.lines("permissions").map(str::to_owned).collect(),
        requestable: call.value("requestable") == YES,
        longest,
        ..before
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (management, mut changes) = (call.management(), call.changes());
    let client_id = call.value("app");
    let name = call.required("name")?;
    let named = RoleOfApp { client_id, name };
    if management.app(client_id).await?.roles.get(name).is_some() {
        let taken = call.t.console_role_taken(name);
        return Err(ManagementError::field("name", taken));
    }
    let role = filled(call, Role::default())?;
    management.put_role(&mut changes, named, role).await?;
    call.commit(changes).await?;
    Ok(done(named))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (management, mut changes) = (call.management(), call.changes());
    let named = role_of(call);
    let known = management.role(named).await?;
    let role = filled(call, known.clone())?;
    management.put_role(&mut changes, named, role).await?;
    // The form does not show all of a role, and it was read before the version that the write rests on.
    if management.role(named).await? != known {
        return Err(ManagementError::changed_meanwhile());
    }
    call.commit(changes).await?;
    Ok(done(named))
}

async fn delete(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (named, mut changes) = (role_of(call), call.changes());
    call.require_confirmed(named.name)?;
    call.management().delete_role(&mut changes, named).await?;
    call.commit(changes).await?;
    Ok(Done::Page(apps::page_of(named.client_id)))
}

/// Who has a role, or gets it.
enum Holder {
    User(Box<User>),
    Group(Group),
}

impl Holder {
    const fn assignee(&self) -> Assignee<'_> {
        match self {
            Self::User(user) => Assignee::User(user),
            Self::Group(group) => Assignee::Group(group),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::User(user) => user.label(),
            Self::Group(group) => &group.name,
        }
    }
}

/// The user or the group that a field names.
async fn holder_of(call: &EditCall<'_>, field: &'static str) -> ManagementOutcome<Holder> {
    let (management, name) = (call.management(), call.required(field)?);
    if call.value("kind") == "group" {
        let (caller, app) = (&call.admin.caller, call.value("app"));
        return match management.group_of_role(caller, app, name).await {
            Ok(group) => Ok(Holder::Group(group)),
            Err(ManagementError::NotFound(_)) => {
                let unknown = call.t.console_group_unknown(name);
                Err(ManagementError::field(field, unknown))
            }
            Err(error) => Err(error),
        };
    }
    let user = management.require_user(field, name).await?;
    Ok(Holder::User(Box::new(user)))
}

async fn grant(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (holder, mut changes) = (holder_of(call, "to").await?, call.changes());
    let wrong = || ManagementError::field("until", call.t.console_field_until_wrong());
    let until = call.filled("until");
    let until = until
        .map(|text| Timestamp::of_day(text).ok_or_else(wrong))
        .transpose()?;
    let given = RoleGift {
        to: holder.assignee(),
        role: role_of(call),
        // The whole day that was chosen, in UTC.
        expires_at: until.map(|start| start.plus(Lifetime::days(1))),
    };
    call.management()
        .grant_role(&call.admin.caller, &mut changes, given)
        .await?;
    call.commit(changes).await?;
    Ok(done(given.role))
}

async fn revoke(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (holder, mut changes) = (holder_of(call, "holder").await?, call.changes());
    call.management()
        .revoke_role(
            &call.admin.caller,
            &mut changes,
            holder.assignee(),
            role_of(call),
        )
        .await?;
    call.commit(changes).await?;
    Ok(done(role_of(call)))
}
