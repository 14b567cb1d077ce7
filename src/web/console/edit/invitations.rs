//! Invitations that were sent.

use super::{
    action::{Done, Edit, EditCall},
    fields::FormView,
};
use crate::console::frame::Section;
use doorward_core::management::{ManagementError, ManagementOutcome};
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
];

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let id = call.value(INVITATION);
    let found = call.provider.invitations().find(id).await?;
    let found = found.ok_or_else(|| ManagementError::NotFound(format!("invitation {id}")))?;
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
    let (ctx, id) = (&call.admin.caller.ctx, call.value(INVITATION));
    call.provider.invitations().send_again(ctx, id).await?;
    Ok(done())
}

async fn revoke(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (ctx, id) = (&call.admin.caller.ctx, call.value(INVITATION));
    call.provider.invitations().revoke(ctx, id).await?;
    Ok(done())
}
