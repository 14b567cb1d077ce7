//! The mails about roles that users ask for.

use super::parts::{MAX_NAME, Parts, begin};
use crate::messages::Messages;
use doorward_core::mail::MailContent;
use doorward_protocol::{access::requests::MAX_REASON, mail_address::one_line, time::Timestamp};

/// A role of an app, as users know them.
struct Named<'a> {
    app: &'a str,
    role: &'a str,
}

/// The words of a mail about a role that somebody asks for.
pub fn parts(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    Some(match content {
        MailContent::AccessRequested {
            user,
            app,
            role,
            reason,
            until,
            link,
        } => {
            let text = t.mail_access_requested_text(one_line(user, 254));
            let parts = begin(
                t.mail_access_requested_subject(name),
                t.mail_access_requested_title(),
                text,
            );
            let parts = about(parts, &Named { app, role }, t);
            let parts = parts.fact(t.access_until(), end(*until, t));
            let parts = parts.fact(t.access_reason(), one_line(reason, MAX_REASON));
            parts.button(t.mail_access_requested_button(), link)
        }
        MailContent::AccessApproved {
            app,
            role,
            until,
            link,
        } => {
            let parts = begin(
                t.mail_access_decided_subject(name),
                t.mail_access_approved_title(),
                t.mail_access_approved_text(),
            );
            let parts = about(parts, &Named { app, role }, t);
            let parts = parts.fact(t.access_until(), end(*until, t));
            parts.button(t.mail_access_decided_button(), link)
        }
        MailContent::AccessRefused {
            app,
            role,
            reason,
            link,
        } => {
            let parts = begin(
                t.mail_access_decided_subject(name),
                t.mail_access_refused_title(),
                t.mail_access_refused_text(),
            );
            let parts = about(parts, &Named { app, role }, t);
            let parts = parts.fact(t.access_reason(), one_line(reason, MAX_REASON));
            parts.button(t.mail_access_decided_button(), link)
        }
        _ => return None,
    })
}

fn about(parts: Parts, named: &Named<'_>, t: Messages) -> Parts {
    parts
        .fact(t.access_app(), one_line(named.app, MAX_NAME))
        .fact(t.access_role(), one_line(named.role, 2 * MAX_NAME))
}

fn end(until: Option<Timestamp>, t: Messages) -> String {
    until.map_or_else(|| t.access_no_end(), |end| t.date_time(end))
}
