//! Organizations, who is in them, and what their members may do.

use super::{
    action::{Done, Edit, EditCall},
    fields::{CONFIRM, Choice, Field, FormView},
};
use crate::console::frame::Section;
use doorward_core::{
    access::RoleOfApp,
    management::{
        ManagementOutcome, OrganizationChange, OrganizationMembership, RoleInOrganization,
    },
    organizations::Organization,
    users::User,
};
use doorward_protocol::management::{Permission, Resource, Verb};
use std::future::ready;

pub(super) const WRITE: Permission = Permission::write(Resource::Organizations);

const MEMBER: &str = "member";
pub(super) const OWNER: &str = "owner";

/// The actions on organizations.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-organization",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &["name", "slug"],
        title: |t| t.console_organization_add(),
        effect: |t| t.console_organization_add_effect(),
        describe: |call| Box::pin(ready(Ok(describe_new(call)))),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "change-organization",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization"],
        typed: &["name", "slug"],
        title: |t| t.console_organization_change(),
        effect: |t| t.console_organization_change_effect(),
        describe: |call| Box::pin(describe_change(call)),
        carry_out: |call| Box::pin(change(call)),
    },
    Edit {
        name: "delete-organization",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["organization"],
        typed: &[CONFIRM],
        title: |t| t.console_organization_delete(),
        effect: |t| t.console_organization_delete_effect(),
        describe: |call| Box::pin(describe_delete(call)),
        carry_out: |call| Box::pin(delete(call)),
    },
    Edit {
        name: "add-organization-member",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization"],
        typed: &["user", "as"],
        title: |t| t.console_member_add(),
        effect: |t| t.console_organization_member_effect(),
        describe: |call| Box::pin(describe_member(call)),
        carry_out: |call| Box::pin(add_member(call)),
    },
    Edit {
        name: "change-organization-member",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", "member"],
        typed: &["as"],
        title: |t| t.console_organization_member_change(),
        effect: |t| t.console_organization_member_change_effect(),
        describe: |call| Box::pin(describe_present(call)),
        carry_out: |call| Box::pin(change_member(call)),
    },
    Edit {
        name: "remove-organization-member",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", "member"],
        typed: &[],
        title: |t| t.console_member_remove(),
        effect: |t| t.console_organization_leave_effect(),
        describe: |call| Box::pin(describe_leaver(call)),
        carry_out: |call| Box::pin(remove_member(call)),
    },
    Edit {
        name: "grant-organization-role",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization"],
        typed: &["app", "role", "user"],
        title: |t| t.console_role_grant(),
        effect: |t| t.console_organization_role_effect(),
        describe: |call| Box::pin(describe_role(call)),
        carry_out: |call| Box::pin(grant(call)),
    },
    Edit {
        name: "revoke-organization-role",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", "app", "role", "member"],
        typed: &[],
        title: |t| t.console_role_revoke(),
        effect: |t| t.console_organization_revoke_effect(),
        describe: |call| Box::pin(describe_revoke(call)),
        carry_out: |call| Box::pin(revoke(call)),
    },
];

pub(super) fn done(organization: &Organization) -> Done {
    Done::Page(Section::Organizations.page_of(&organization.id))
}

/// The organization of a form, which the administrator may change.
pub(super) async fn organization_of(call: &EditCall<'_>) -> ManagementOutcome<Organization> {
    let (caller, named) = (&call.admin.caller, call.value("organization"));
    call.management()
        .organization(caller, named, Verb::Write)
        .await
}

pub(super) fn view(organization: &Organization, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(organization.name.clone()),
        page: Section::Organizations.page_of(&organization.id),
        fields,
    }
}

fn fields(call: &EditCall<'_>, name: &str, slug: &str) -> Vec<Field> {
    let t = call.t;
    vec![
        Field::line("name", t.console_name())
            .holding(name)
            .required(),
        Field::line("slug", t.console_organization_slug())
            .term("org_name")
            .hint(t.console_organization_slug_hint())
            .holding(slug)
            .required(),
    ]
}

fn describe_new(call: &EditCall<'_>) -> FormView {
    FormView {
        subject: None,
        page: Section::Organizations.path().into(),
        fields: fields(call, "", ""),
    }
}

async fn describe_change(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let organization = organization_of(call).await?;
    let mut fields = fields(call, &organization.name, &organization.slug);
    // A slug that is taken would tell an owner of another organization.
    fields.retain(|field| field.name != "slug" || call.admin.caller.may(WRITE));
    Ok(view(&organization, fields))
}

async fn describe_delete(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let organization = organization_of(call).await?;
    let label = call.t.console_field_confirm(&organization.name);
    let confirm = Field::line(CONFIRM, label).required();
    Ok(view(&organization, vec![confirm]))
}

/// The field for what somebody is in the organization.
pub(super) fn as_what(call: &EditCall<'_>, owner: bool) -> Field {
    let t = call.t;
    let choices = vec![
        Choice::new(MEMBER, t.console_organization_member()),
        Choice::new(OWNER, t.console_organization_owner()),
    ];
    Field::choice("as", t.console_organization_as(), choices)
        .hint(t.console_organization_owner_hint())
        .holding(if owner { OWNER } else { MEMBER })
}

async fn describe_member(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let organization = organization_of(call).await?;
    let user = Field::line("user", call.t.console_filter_exact()).required();
    Ok(view(&organization, vec![user, as_what(call, false)]))
}

/// The organization and the user whom a form is about.
async fn member_of(call: &EditCall<'_>) -> ManagementOutcome<(Organization, User)> {
    let organization = organization_of(call).await?;
    let (caller, id) = (&call.admin.caller, call.value(MEMBER));
    let user = call
        .management()
        .user_of_organization(caller, &organization, id);
    let user = user.await?;
    Ok((organization, user))
}

/// The user whom a form names, as the administrator sees them in the organization.
async fn named_user(
    call: &EditCall<'_>,
    organization: &Organization,
    name: &str,
) -> ManagementOutcome<User> {
    let caller = &call.admin.caller;
    call.management()
        .require_user_of_organization(caller, organization, "user", name)
        .await
}

/// What a form shows about a user in an organization.
fn view_of(organization: &Organization, user: &User, fields: Vec<Field>) -> FormView {
    FormView {
        subject: Some(format!("{} · {}", organization.name, user.label())),
        ..view(organization, fields)
    }
}

async fn describe_present(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (organization, user) = member_of(call).await?;
    let owner = call
        .management()
        .is_owner_of_organization(&organization, &user)
        .await?;
    Ok(view_of(&organization, &user, vec![as_what(call, owner)]))
}

async fn describe_leaver(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (organization, user) = member_of(call).await?;
    Ok(view_of(&organization, &user, Vec::new()))
}

async fn describe_role(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (organization, t) = (organization_of(call).await?, call.t);
    let fields = vec![
        Field::line("app", t.console_app())
            .term("client_id")
            .required(),
        Field::line("role", t.console_organization_role()).required(),
        Field::line("user", t.console_filter_exact()).hint(t.console_organization_role_hint()),
    ];
    Ok(view(&organization, fields))
}

async fn describe_revoke(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (organization, t) = (organization_of(call).await?, call.t);
    let holder = match call.filled("member") {
        Some(_) => member_of(call).await?.1.label().to_owned(),
        None => t.console_organization_everybody(),
    };
    let role = format!("{} {}", call.value("app"), call.value("role"));
    Ok(FormView {
        subject: Some(format!("{} · {role} · {holder}", organization.name)),
        ..view(&organization, Vec::new())
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let mut changes = call.changes();
    let (slug, name) = (call.required("slug")?, call.required("name")?);
    let added = call
        .management()
        .add_organization(&call.admin.caller, &mut changes, slug, name)
        .await?;
    call.commit(changes).await?;
    Ok(done(&added))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let change = OrganizationChange {
        slug: if call.admin.caller.may(WRITE) {
            Some(call.required("slug")?.to_owned())
        } else {
            None
        },
        name: Some(call.required("name")?.to_owned()),
        ..OrganizationChange::default()
    };
    let renamed = call
        .management()
        .change_organization(&call.admin.caller, &mut changes, organization, change)
        .await?;
    call.commit(changes).await?;
    Ok(done(&renamed))
}

async fn delete(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    call.require_confirmed(&organization.name)?;
    call.management()
        .delete_organization(&call.admin.caller, &mut changes, &organization)
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(Section::Organizations.path().into()))
}

/// Makes a user what was chosen.
async fn put(
    call: &EditCall<'_>,
    organization: Organization,
    user: &User,
) -> ManagementOutcome<Done> {
    let mut changes = call.changes();
    let membership = OrganizationMembership {
        organization: &organization,
        user,
        owner: call.value("as") == OWNER,
    };
    call.management()
        .put_organization_member(&call.admin.caller, &mut changes, membership)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}

async fn add_member(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let organization = organization_of(call).await?;
    let user = named_user(call, &organization, call.required("user")?).await?;
    put(call, organization, &user).await
}

async fn change_member(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, user) = member_of(call).await?;
    put(call, organization, &user).await
}

async fn remove_member(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, user) = member_of(call).await?;
    let mut changes = call.changes();
    call.management()
        .remove_organization_member(&call.admin.caller, &mut changes, &organization, &user)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}

async fn grant(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let management = call.management();
    let member = match call.filled("user") {
        Some(named) => Some(named_user(call, &organization, named).await?),
        None => None,
    };
    let given = RoleInOrganization {
        organization: &organization,
        member: member.as_ref(),
        role: RoleOfApp {
            client_id: call.required("app")?,
            name: call.required("role")?,
        },
    };
    management
        .grant_organization_role(&call.admin.caller, &mut changes, given)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}

async fn revoke(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let member = match call.filled("member") {
        Some(_) => Some(member_of(call).await?.1),
        None => None,
    };
    let taken = RoleInOrganization {
        organization: &organization,
        member: member.as_ref(),
        role: RoleOfApp {
            client_id: call.value("app"),
            name: call.value("role"),
        },
    };
    call.management()
        .revoke_organization_role(&call.admin.caller, &mut changes, taken)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}
