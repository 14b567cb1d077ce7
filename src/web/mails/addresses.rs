//! The mails about an address of an account that somebody else replaced, or that is proven at last.

use super::parts::{Parts, begin, with_not_me};
use crate::messages::Messages;
use doorward_core::mail::MailContent;
use doorward_protocol::mail_address::one_line;

/// The words of a mail about the address of an account.
pub fn parts(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    Some(match content {
        MailContent::AddressReplaced { new_address, at } => begin(
            t.mail_address_changed_subject(name),
            t.mail_address_changed_title(),
            t.mail_address_replaced_text(name, one_line(new_address, 254)),
        )
        .fact(t.mail_time(), t.date_time(*at))
        .after([t.mail_address_replaced_explained(name)]),
        MailContent::AddressProven { at, not_me_link } => {
            let parts = begin(
                t.mail_address_proven_subject(name),
                t.mail_address_proven_title(),
                t.mail_address_proven_text(name),
            );
            let parts = parts.fact(t.mail_time(), t.date_time(*at));
            with_not_me(parts, not_me_link, t)
        }
        _ => return None,
    })
}
