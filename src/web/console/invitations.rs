//! The invitations, and what became of each.

use super::{
    admin::Admin,
    edit::EditLink,
    frame::{Frame, Section},
    list::{LIMIT, List, last_of_full},
};
use crate::{
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, invitations::Invitation};
use doorward_protocol::time::Timestamp;

#[derive(Template)]
#[template(path = "pages/console_invitations.html")]
struct InvitationsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    invitations: Vec<InvitationLine>,
    links: Vec<EditLink>,
    next: Option<Address>,
}

struct InvitationLine {
    email: String,
    state: String,
    /// The page of the user who accepted it.
    user: Option<Address>,
    apps: Vec<String>,
    inviter: Option<String>,
    /// The page of the organization that it is into.
    organization: Option<Address>,
    sent: Html,
    until: Html,
    links: Vec<EditLink>,
}

/// Whether an invitation can be accepted or sent again.
pub(super) const fn is_open(invitation: &Invitation) -> bool {
    invitation.accepted_at.is_none() && invitation.revoked_at.is_none()
}

/// What became of an invitation, in words.
pub(super) fn state(invitation: &Invitation, now: Timestamp, t: Messages) -> String {
    match invitation.state(now) {
        "accepted" => t.console_invitation_accepted(),
        "revoked" => t.console_invitation_revoked(),
        "expired" => t.console_invitation_expired(),
        _ => t.console_invitation_open(),
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let list = List::asked(&request, &provider, &admin, Section::Invitations)?;
    let read = provider
        .invitations()
        .before(list.field("before"), LIMIT)
        .await?;
    let next = last_of_full(&read, LIMIT);
    let next = next.map(|last| list.at(&[("before", &last.id)]));
    let (links, now) = (list.links(t), list.now);
    let line = |invitation: Invitation| InvitationLine {
        state: state(&invitation, now, t),
        links: if is_open(&invitation) {
            let about = [("invitation", invitation.id.as_str())];
            links.all(&["send-invitation-again", "revoke-invitation"], &about)
        } else {
            Vec::new()
        },
        user: invitation
            .accepted_by
            .map(|id| list.base.page(&Section::Users.page_of(&id))),
        sent: t.when(invitation.created_at, now),
        until: t.when(invitation.expires_at, now),
        email: invitation.email,
        organization: invitation
            .organization_id
            .map(|id| list.base.page(&Section::Organizations.page_of(&id))),
        apps: invitation.client_ids,
        inviter: invitation.inviter,
    };
    html::page(&InvitationsPage {
        t,
        base: list.base,
        brand: Brand::of(&provider),
        frame: list.frame(t),
        invitations: read.into_iter().map(line).collect(),
        links: links.all(&["invite"], &[]),
        next,
    })
}
