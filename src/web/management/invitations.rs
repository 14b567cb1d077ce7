//! Invitations: to an account, to apps, and into organizations.

use super::{
    answer::{Answer, Reply},
    call::Call,
    organizations::reached,
    page::{Entry, Wanted, page},
    path::segment,
    route::{
        Handler::{Act, Read},
        Method, Route,
    },
    shapes::invitations::{Invitation, NewInvitation, NewOrganizationInvitation},
};
use doorward_core::{
    invitations::{self, InvitedInto},
    management::ManagementError,
};
use doorward_protocol::management::{Permission, Resource, Verb};

const READ: Permission = Permission::read(Resource::Users);
const WRITE: Permission = Permission::write(Resource::Users);
const READ_ORGANIZATION: Permission = Permission::read(Resource::Organizations);
const WRITE_ORGANIZATION: Permission = Permission::write(Resource::Organizations);

/// The routes of invitations.
pub const ROUTES: &[Route] = &[
    Route::get("/invitations", READ, Read(|call| Box::pin(list(call))))
        .named("listInvitations", "List invitations, the newest first")
        .gives(200, "InvitationPage"),
    Route::new(
        Method::Post,
        "/invitations",
        WRITE,
        Act(|call| Box::pin(invite(call))),
    )
    .named(
        "createInvitation",
        "Invite somebody by an email, also into an organization",
    )
    .takes("NewInvitation")
    .gives(201, "Invitation"),
    Route::get(
        "/invitations/{invitation}",
        READ,
        Read(|call| Box::pin(show(call))),
    )
    .named("readInvitation", "Show an invitation")
    .gives(200, "Invitation"),
    Route::new(
        Method::Post,
        "/invitations/{invitation}/resend",
        WRITE,
        Act(|call| Box::pin(resend(call))),
    )
    .named(
        "resendInvitation",
        "Send an invitation again, with a new link: the one before works no more",
    )
    .gives(200, "Invitation"),
    Route::new(
        Method::Delete,
        "/invitations/{invitation}",
        WRITE,
        Act(|call| Box::pin(revoke(call))),
    )
    .named(
        "revokeInvitation",
        "Revoke an invitation: its link works no more",
    )
    .gives_nothing(),
    Route::get(
        "/organizations/{organization}/invitations",
        READ_ORGANIZATION,
        Read(|call| Box::pin(list_into(call))),
    )
    .named(
        "listOrganizationInvitations",
        "List the invitations into an organization, the newest first",
    )
    .gives(200, "InvitationPage"),
    Route::new(
        Method::Post,
        "/organizations/{organization}/invitations",
        WRITE_ORGANIZATION,
        Act(|call| Box::pin(invite_into(call))),
    )
    .named(
        "createOrganizationInvitation",
        "Invite somebody into an organization: whoever accepts is in it",
    )
    .takes("NewOrganizationInvitation")
    .gives(201, "Invitation"),
    Route::new(
        Method::Post,
        "/organizations/{organization}/invitations/{invitation}/resend",
        WRITE_ORGANIZATION,
        Act(|call| Box::pin(resend_into(call))),
    )
    .named(
        "resendOrganizationInvitation",
        "Send an invitation into an organization again, with a new link",
    )
    .gives(200, "Invitation"),
    Route::new(
        Method::Delete,
        "/organizations/{organization}/invitations/{invitation}",
        WRITE_ORGANIZATION,
        Act(|call| Box::pin(revoke_into(call))),
    )
    .named(
        "revokeOrganizationInvitation",
        "Revoke an invitation into an organization",
    )
    .gives_nothing(),
];

fn described(call: &Call<'_>, invitation: &invitations::Invitation) -> Invitation {
    Invitation::of(invitation, call.caller.ctx.now())
}

fn entries(call: &Call<'_>, found: &[invitations::Invitation]) -> Vec<Entry> {
    let described = found.iter().filter_map(|invitation| {
        let document = serde_json::to_value(described(call, invitation)).ok()?;
        Some((invitation.id.clone(), document))
    });
    described.collect()
}

async fn list(call: &Call<'_>) -> Answer {
    let wanted = Wanted::of(call)?;
    let before = async |before: String, limit: i64| {
        let before = Some(before.as_str()).filter(|before| !before.is_empty());
        let found = call.provider.invitations().before(before, limit).await?;
        Ok(entries(call, &found))
    };
    page(wanted, before).await
}

async fn list_into(call: &Call<'_>) -> Answer {
    let (wanted, organization) = (Wanted::of(call)?, reached(call, Verb::Read).await?);
    let before = async |before: String, limit: i64| {
        let before = Some(before.as_str()).filter(|before| !before.is_empty());
        let invitations = call.provider.invitations();
        let found = invitations
            .into_organization(&organization, before, limit)
            .await?;
        Ok(entries(call, &found))
    };
    page(wanted, before).await
}

async fn show(call: &Call<'_>) -> Answer {
    let found = call.management().invitation(call.part("invitation"));
    Ok(Reply::document(&described(call, &found.await?)))
}

async fn invite(call: &Call<'_>) -> Answer {
    send(call, call.body()?).await
}

async fn invite_into(call: &Call<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let body: NewOrganizationInvitation = call.body()?;
    send(call, body.into(&organization.id)).await
}

async fn send(call: &Call<'_>, new: NewInvitation) -> Answer {
    let management = call.management();
    let organization = match &new.organization {
        Some(named) => {
            call.caller.require(WRITE_ORGANIZATION)?;
            let found = management.organization(call.caller, named, Verb::Write);
            Some(found.await?)
        }
        None if new.owner => {
            return Err(ManagementError::field(
                "/organization",
                "is missing: owner is about an organization",
            ));
        }
        None => None,
    };
    let invitation = invitations::NewInvitation {
        email: &new.email,
        client_ids: &new.apps,
        language: new.language.as_deref(),
        inviter: new.inviter.as_deref(),
        lifetime: new.lifetime(),
        roles: &new.roles,
        into: organization.as_ref().map(|organization| InvitedInto {
            organization,
            owner: new.owner,
            roles: &new.roles,
        }),
    };
    let sent = management.invite(call.caller, &invitation).await?;
    let path = format!("/invitations/{}", segment(&sent.id));
    Ok(Reply::document(&described(call, &sent)).at(path))
}

/// The invitation of a path, as the caller read it.
async fn matched(call: &Call<'_>) -> Result<invitations::Invitation, ManagementError> {
    let found = call.management().invitation(call.part("invitation"));
    let found = found.await?;
    call.require_match(&described(call, &found))?;
    Ok(found)
}

/// As [`matched`], of an invitation into the organization of the path.
async fn matched_into(call: &Call<'_>) -> Result<invitations::Invitation, ManagementError> {
    let organization = reached(call, Verb::Write).await?;
    let id = call.part("invitation");
    let found = call.management().invitation_into(&organization, id);
    let found = found.await?;
    call.require_match(&described(call, &found))?;
    Ok(found)
}

async fn resend(call: &Call<'_>) -> Answer {
    resent(call, matched(call).await?).await
}

async fn resend_into(call: &Call<'_>) -> Answer {
    resent(call, matched_into(call).await?).await
}

async fn resent(call: &Call<'_>, invitation: invitations::Invitation) -> Answer {
    let sent = call
        .management()
        .send_invitation_again(call.caller, &invitation);
    Ok(Reply::document(&described(call, &sent.await?)))
}

async fn revoke(call: &Call<'_>) -> Answer {
    revoked(call, matched(call).await?).await
}

async fn revoke_into(call: &Call<'_>) -> Answer {
    revoked(call, matched_into(call).await?).await
}

async fn revoked(call: &Call<'_>, invitation: invitations::Invitation) -> Answer {
    call.management()
        .revoke_invitation(call.caller, &invitation)
        .await?;
    Ok(Reply::nothing())
}
