//! Organizations, their members, roles and domains.

pub mod domains;

use super::{
    answer::{Answer, Reply},
    call::Call,
    page::{Wanted, page},
    path::segment,
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::organizations::{
        MemberHistory, Membership, NewOrganization, NewOrganizationRole, Organization,
        OrganizationMember, OrganizationPatch, OrganizationRole, OrganizationRoles, RecordedMember,
    },
};
use doorward_core::{
    access::RoleOfApp,
    change_set::ChangeSet,
    management::{ManagementError, OrganizationMembership, RoleInOrganization},
    organizations,
    users::User,
};
use doorward_protocol::management::{Permission, Resource, Verb};

const READ: Permission = Permission::read(Resource::Organizations);
const WRITE: Permission = Permission::write(Resource::Organizations);

/// The routes of organizations.
pub const ROUTES: &[Route] = &[
    Route::get("/organizations", READ, Read(|call| Box::pin(list(call))))
        .named(
            "listOrganizations",
            "List organizations, in the order of their slugs; an owner of some sees these",
        )
        .gives(200, "OrganizationPage"),
    Route::new(
        Method::Post,
        "/organizations",
        WRITE,
        Change(|call, changes| Box::pin(create(call, changes))),
    )
    .named("createOrganization", "Add an organization")
    .takes("NewOrganization")
    .gives(201, "Organization"),
    Route::get(
        "/organizations/{organization}",
        READ,
        Read(|call| Box::pin(show(call))),
    )
    .named(
        "readOrganization",
        "Show an organization, by identifier or slug",
    )
    .gives(200, "Organization"),
    Route::new(
        Method::Patch,
        "/organizations/{organization}",
        WRITE,
        Change(|call, changes| Box::pin(change(call, changes))),
    )
    .named("changeOrganization", "Change an organization")
    .takes("OrganizationPatch")
    .gives(200, "Organization"),
    Route::new(
        Method::Delete,
        "/organizations/{organization}",
        WRITE,
        Change(|call, changes| Box::pin(delete(call, changes))),
    )
    .named(
        "deleteOrganization",
        "Delete an organization: nobody is in it any more, and its tokens end",
    )
    .gives_nothing()
    .dangerous(),
    Route::get(
        "/organizations/{organization}/members",
        READ,
        Read(|call| Box::pin(members(call))),
    )
    .named(
        "listOrganizationMembers",
        "List the members of an organization",
    )
    .gives(200, "OrganizationMemberPage"),
    Route::new(
        Method::Put,
        "/organizations/{organization}/members/{user}",
        WRITE,
        Change(|call, changes| Box::pin(put_member(call, changes))),
    )
    .named(
        "putOrganizationMember",
        "Make a user a member or an owner of an organization",
    )
    .takes("Membership")
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/organizations/{organization}/members/{user}",
        WRITE,
        Change(|call, changes| Box::pin(remove_member(call, changes))),
    )
    .named(
        "removeOrganizationMember",
        "Take a user out of an organization: their roles in it and their tokens for it end",
    )
    .gives_nothing(),
    Route::get(
        "/organizations/{organization}/history",
        READ,
        Read(|call| Box::pin(history(call))),
    )
    .named(
        "readOrganizationHistory",
        "Every time that somebody was in an organization, and by whose word",
    )
    .gives(200, "MemberHistory"),
    Route::get(
        "/organizations/{organization}/roles",
        READ,
        Read(|call| Box::pin(roles(call))),
    )
    .named(
        "readOrganizationRoles",
        "The roles that were given in an organization",
    )
    .gives(200, "OrganizationRoles"),
    Route::new(
        Method::Post,
        "/organizations/{organization}/roles",
        WRITE,
        Change(|call, changes| Box::pin(grant(call, changes))),
    )
    .named(
        "grantOrganizationRole",
        "Give a role in an organization, to one member or to all",
    )
    .takes("NewOrganizationRole")
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/organizations/{organization}/roles/{app}/{role}",
        WRITE,
        Change(|call, changes| Box::pin(revoke_of_all(call, changes))),
    )
    .named(
        "revokeOrganizationRole",
        "Take a role in an organization away that every member has",
    )
    .gives_nothing(),
    Route::new(
        Method::Delete,
        "/organizations/{organization}/roles/{app}/{role}/members/{user}",
        WRITE,
        Change(|call, changes| Box::pin(revoke_of_member(call, changes))),
    )
    .named(
        "revokeOrganizationRoleOfMember",
        "Take a role in an organization from one member",
    )
    .gives_nothing(),
];

/// The organization of a path, within what the caller reaches.
pub(super) async fn reached(
    call: &Call<'_>,
    verb: Verb,
) -> Result<organizations::Organization, ManagementError> {
    let named = call.part("organization");
    call.management()
        .organization(call.caller, named, verb)
        .await
}

/// As [`reached`] for a change, as the caller read it.
pub(super) async fn matched(
    call: &Call<'_>,
) -> Result<organizations::Organization, ManagementError> {
    let organization = reached(call, Verb::Write).await?;
    call.require_match(&Organization::of(&organization))?;
    Ok(organization)
}

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let after = async |after: String, limit: i64| {
        let found = call
            .management()
            .organizations_after(call.caller, &after, limit)
            .await?;
        let described = found.iter().filter_map(|organization| {
            let document = serde_json::to_value(Organization::of(organization)).ok()?;
            Some((organization.slug.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn show(call: &Call<'_>) -> Answer {
    let organization = reached(call, Verb::Read).await?;
    Ok(Reply::document(&Organization::of(&organization)))
}

async fn create(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    // An owner of another organization adds none, whatever the body says.
    call.caller.require_everywhere(WRITE)?;
    let body: NewOrganization = call.body()?;
    let added = call
        .management()
        .add_organization(call.caller, changes, &body.slug, &body.name)
        .await?;
    let path = format!("/organizations/{}", segment(&added.id));
    Ok(Reply::document(&Organization::of(&added)).at(path))
}

async fn change(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = matched(call).await?;
    let body: OrganizationPatch = call.body()?;
    let change = body.change(&organization.look)?;
    let renamed = call
        .management()
        .change_organization(call.caller, changes, organization, change)
        .await?;
    Ok(Reply::document(&Organization::of(&renamed)))
}

async fn delete(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = matched(call).await?;
    call.management()
        .delete_organization(call.caller, changes, &organization)
        .await?;
    Ok(Reply::nothing())
}

async fn members(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let organization = reached(call, Verb::Read).await?;
    let after = async |after: String, limit: i64| {
        let members = call
            .management()
            .organization_members_after(&organization, &after, limit)
            .await?;
        let described = members.iter().filter_map(|member| {
            let document = serde_json::to_value(OrganizationMember::of(member)).ok()?;
            Some((member.user.id.clone(), document))
        });
        Ok(described.collect())
    };
    page(wanted, after).await
}

async fn put_member(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let body: Membership = call.body()?;
    let user = user_of(call, &organization, call.part("user")).await?;
    let membership = OrganizationMembership {
        organization: &organization,
        user: &user,
        owner: body.owner,
    };
    call.management()
        .put_organization_member(call.caller, changes, membership)
        .await?;
    Ok(Reply::nothing())
}

async fn remove_member(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let user = user_of(call, &organization, call.part("user")).await?;
    call.management()
        .remove_organization_member(call.caller, changes, &organization, &user)
        .await?;
    Ok(Reply::nothing())
}

/// A user, as the caller sees them in the organization.
async fn user_of(
    call: &Call<'_>,
    organization: &organizations::Organization,
    id: &str,
) -> Result<User, ManagementError> {
    call.management()
        .user_of_organization(call.caller, organization, id)
        .await
}

async fn history(call: &Call<'_>) -> Answer {
    let organization = reached(call, Verb::Read).await?;
    let found = call
        .management()
        .organization_history(&organization)
        .await?;
    let members = found.iter().map(RecordedMember::of).collect();
    Ok(Reply::document(&MemberHistory { members }))
}

async fn roles(call: &Call<'_>) -> Answer {
    let organization = reached(call, Verb::Read).await?;
    let found = call.management().organization_roles(&organization).await?;
    let roles = found.iter().map(OrganizationRole::of).collect();
    Ok(Reply::document(&OrganizationRoles { roles }))
}

async fn grant(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let body: NewOrganizationRole = call.body()?;
    let member = match &body.user {
        Some(id) => Some(user_of(call, &organization, id).await?),
        None => None,
    };
    let given = RoleInOrganization {
        organization: &organization,
        member: member.as_ref(),
        role: RoleOfApp {
            client_id: &body.app,
            name: &body.role,
        },
    };
    call.management()
        .grant_organization_role(call.caller, changes, given)
        .await?;
    Ok(Reply::nothing())
}

async fn revoke_of_all(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let taken = RoleInOrganization {
        organization: &organization,
        member: None,
        role: role_of(call),
    };
    call.management()
        .revoke_organization_role(call.caller, changes, taken)
        .await?;
    Ok(Reply::nothing())
}

async fn revoke_of_member(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let user = user_of(call, &organization, call.part("user")).await?;
    let taken = RoleInOrganization {
        organization: &organization,
        member: Some(&user),
        role: role_of(call),
    };
    call.management()
        .revoke_organization_role(call.caller, changes, taken)
        .await?;
    Ok(Reply::nothing())
}

fn role_of<'c>(call: &'c Call<'_>) -> RoleOfApp<'c> {
    RoleOfApp {
        client_id: call.part("app"),
        name: call.part("role"),
    }
}
