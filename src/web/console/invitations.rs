//! The invitations, and what became of each.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
};
use crate::{
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, invitations::Invitation};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    time::Timestamp,
};

/// How many invitations a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_invitations.html")]
struct InvitationsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
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
    sent: Html,
    until: Html,
    links: Vec<EditLink>,
}

/// Whether an invitation can be accepted or sent again.
const fn is_open(invitation: &Invitation) -> bool {
    invitation.accepted_at.is_none() && invitation.revoked_at.is_none()
}

fn state(invitation: &Invitation, now: Timestamp, t: Messages) -> String {
    if invitation.accepted_at.is_some() {
        t.console_invitation_accepted()
    } else if invitation.revoked_at.is_some() {
        t.console_invitation_revoked()
    } else if invitation.expires_at <= now {
        t.console_invitation_expired()
    } else {
        t.console_invitation_open()
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Users))?;
    let query = Parameters::parse(request.query_string());
    let read = provider
        .invitations()
        .before(query.get("before"), LIMIT)
        .await?;
    let is_full = i64::try_from(read.len()).is_ok_and(|length| length == LIMIT);
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let next = read.last().filter(|_| is_full).map(|last| {
        let place = [("before", last.id.as_str())];
        base.page(&with_query(Section::Invitations.path(), place))
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
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
            .map(|id| base.page(&Section::Users.page_of(&id))),
        sent: t.when(invitation.created_at, now),
        until: t.when(invitation.expires_at, now),
        email: invitation.email,
        apps: invitation.client_ids,
        inviter: invitation.inviter,
    };
    html::page(&InvitationsPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Invitations, &admin, t),
        invitations: read.into_iter().map(line).collect(),
        links: links.all(&["invite"], &[]),
        next,
    })
}
