//! The mail about many wrong passwords.

use super::parts::{Parts, begin};
use crate::messages::Messages;
use doorward_core::mail::MailContent;

/// The words of the mail, whose button leads to a new password; none of another one.
pub fn parts(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    let MailContent::PasswordGuessed { at, reset_link } = content else {
        return None;
    };
    let parts = begin(
        t.mail_guessed_subject(name),
        t.mail_guessed_title(),
        t.mail_guessed_text(name),
    );
    let parts = parts.fact(t.mail_time(), t.date_time(*at));
    let parts = parts.button(t.mail_reset_button(), reset_link);
    Some(Parts {
        before_button: vec![t.mail_guessed_explained()],
        ..parts
    })
}
