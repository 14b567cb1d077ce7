//! Invitations that were sent.

use super::{
    action::{Done, Edit, EditCall},
    fields::FormView,
    organizations::{self, organization_of, view},
};
use crate::console::frame::Section;
use doorward_core::{
    invitations::Invitation, management::ManagementOutcome, organizations::Organization,
};
use doorward_protocol::management::{Permission, Resource};

const WRITE: Permission = Permission::write(Resource::Users);

/// The field that names an invitation.
pub const INVITATION: &str = "invitation";

/// The actions on invitations.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "send-invitation-again",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[INVITATION],
        typed: &[],
        title: |t| t.console_invitation_again(),
        effect: |t| t.console_invitation_again_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(send_again(call)),
    },
    Edit {
        name: "revoke-invitation",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[INVITATION],
        typed: &[],
        title: |t| t.console_invitation_revoke(),
        effect: |t| t.console_invitation_revoke_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(revoke(call)),
    },
    Edit {
        name: "resend-into-organization",
        permission: super::organizations::WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", INVITATION],
        typed: &[],
        title: |t| t.console_invitation_again(),
        effect: |t| t.console_invitation_again_effect(),
        describe: |call| Box::pin(describe_into(call)),
        carry_out: |call| Box::pin(resend_into(call)),
    },
    Edit {
        name: "revoke-into-organization",
        permission: super::organizations::WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", INVITATION],
        typed: &[],
        title: |t| t.console_invitation_revoke(),
        effect: |t| t.console_invitation_revoke_effect(),
        describe: |call| Box::pin(describe_into(call)),
        carry_out: |call| Box::pin(revoke_into(call)),
    },
];

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let id = call.value(INVITATION);
    let found = call.management().invitation(id).await?;
    Ok(FormView {
        subject: Some(found.email),
        page: Section::Invitations.path().into(),
        fields: Vec::new(),
    })
}

fn done() -> Done {
    Done::Page(Section::Invitations.path().into())
}

async fn send_again(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (management, id) = (call.management(), call.value(INVITATION));
    let invitation = management.invitation(id).await?;
    management
        .send_invitation_again(&call.admin.caller, &invitation)
        .await?;
    Ok(done())
}

async fn revoke(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (management, id) = (call.management(), call.value(INVITATION));
    let invitation = management.invitation(id).await?;
    management
        .revoke_invitation(&call.admin.caller, &invitation)
        .await?;
    Ok(done())
}

/// The invitation into the organization of the form.
async fn into_organization(call: &EditCall<'_>) -> ManagementOutcome<(Organization, Invitation)> {
    let organization = organization_of(call).await?;
    let found = call
        .management()
        .invitation_into(&organization, call.value(INVITATION));
    let invitation = found.await?;
    Ok((organization, invitation))
}

async fn describe_into(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (organization, invitation) = into_organization(call).await?;
    Ok(FormView {
        subject: Some(format!("{} · {}", organization.name, invitation.email)),
        ..view(&organization, Vec::new())
    })
}

async fn resend_into(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, invitation) = into_organization(call).await?;
    call.management()
        .send_invitation_again(&call.admin.caller, &invitation)
        .await?;
    Ok(organizations::done(&organization))
}

async fn revoke_into(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, invitation) = into_organization(call).await?;
    call.management()
        .revoke_invitation(&call.admin.caller, &invitation)
        .await?;
    Ok(organizations::done(&organization))
}
