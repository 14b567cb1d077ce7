//! What a mail consists of, whatever it says.

use crate::{account::words, messages::Messages};
use doorward_core::mail::{Asked, FactorChange, FactorKind, MailContent, MailView};
use doorward_protocol::{mail_address::one_line, time::Timestamp};

/// The longest name that a stranger may have chosen, in characters.
pub(super) const MAX_NAME: usize = 60;
/// The most apps that are named.
const MAX_APPS: usize = 20;

/// A link with the words that lead to it.
pub struct Link {
    pub label: String,
    pub link: String,
}

/// Something that happened: what is known of it.
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// A mail in words.
#[derive(Default)]
pub struct Parts {
    pub subject: String,
    pub title: String,
    pub paragraphs: Vec<String>,
    pub code: Option<String>,
    pub facts: Vec<Fact>,
    /// What the button does.
    pub before_button: Vec<String>,
    pub button: Option<Link>,
    pub after: Vec<String>,
    /// Another way, beside the button.
    pub second: Option<Link>,
}

impl Parts {
    pub(super) fn button(mut self, label: String, link: &str) -> Self {
        self.button = Some(Link {
            label,
            link: link.to_owned(),
        });
        self
    }

    pub(super) fn after(mut self, paragraphs: impl IntoIterator<Item = String>) -> Self {
        self.after.extend(paragraphs);
        self
    }

    pub(super) fn fact(mut self, label: String, value: String) -> Self {
        self.facts.push(Fact { label, value });
        self
    }
}

pub(super) fn begin(subject: String, title: String, text: String) -> Parts {
    Parts {
        subject,
        title,
        paragraphs: vec![text],
        ..Parts::default()
    }
}

/// The words of a mail. `name` is that of the app, or of the provider.
pub fn of(view: &MailView<'_>, name: &str, t: Messages) -> Parts {
    codes(view.content, name, t)
        .or_else(|| links(view.content, name, t))
        .or_else(|| invitation(view.content, name, t))
        .or_else(|| notices(view.content, name, t))
        .or_else(|| changes(view.content, name, t))
        .unwrap_or_default()
}

/// Mails with a code to type.
fn codes(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    let with_code = |parts: Parts, code: &str| Parts {
        code: Some(code.to_owned()),
        ..parts
    };
    Some(match content {
        MailContent::SignUpCode { code, link } => with_code(
            begin(
                t.mail_sign_up_subject(name),
                t.mail_sign_up_title(),
                t.mail_sign_up_text(name),
            ),
            code,
        )
        .button(t.mail_sign_up_button(), link)
        .after([t.mail_sign_up_valid(), t.mail_sign_up_not_you()]),
        MailContent::VerifyAddress { code, link } => with_code(
            begin(
                t.mail_verify_subject(name),
                t.mail_verify_title(),
                t.mail_verify_text(name),
            ),
            code,
        )
        .button(t.mail_verify_button(), link)
        .after([t.mail_verify_valid(), t.mail_verify_not_you()]),
        MailContent::SignInCode { code, link } => sign_in_code(code, link.as_deref(), name, t),
        _ => return None,
    })
}

/// A code that signs in, and the link that does the same.
fn sign_in_code(code: &str, link: Option<&str>, name: &str, t: Messages) -> Parts {
    let parts = begin(
        t.mail_code_subject(name),
        t.mail_code_title(),
        t.mail_code_text(name),
    );
    let parts = Parts {
        code: Some(code.to_owned()),
        ..parts
    };
    let valid = match link {
        Some(_) => t.mail_code_and_link_valid(),
        None => t.mail_code_valid(),
    };
    let after = [valid, t.mail_code_warning(), t.mail_code_not_you()];
    match link {
        Some(link) => Parts {
            before_button: vec![t.mail_code_or_link()],
            ..parts
        }
        .button(t.mail_link_button(), link),
        None => parts,
    }
    .after(after)
}

/// Mails with a link that does something.
fn links(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    Some(match content {
        MailContent::AccountExists {
            sign_in_link,
            reset_link,
        } => {
            let text = t.mail_account_exists_text(name);
            let parts = begin(
                t.mail_account_exists_subject(name),
                t.mail_account_exists_title(),
                text,
            );
            let parts = Parts {
                second: Some(Link {
                    label: t.mail_account_exists_reset(),
                    link: reset_link.clone(),
                }),
                ..parts
            };
            parts
                .button(t.mail_account_exists_button(), sign_in_link)
                .after([t.mail_account_exists_not_you()])
        }
        MailContent::ResetPassword { link } => begin(
            t.mail_reset_subject(name),
            t.mail_reset_title(),
            t.mail_reset_text(name),
        )
        .button(t.mail_reset_button(), link)
        .after([t.mail_reset_valid(), t.mail_reset_not_you()]),
        MailContent::SignInLink { link } => begin(
            t.mail_link_subject(name),
            t.mail_link_title(name),
            t.mail_link_text(),
        )
        .button(t.mail_link_button(), link)
        .after([t.mail_link_valid(), t.mail_link_not_you()]),
        MailContent::RecoveryReady { link, expires_at } => begin(
            t.mail_recovery_ready_subject(name),
            t.mail_recovery_ready_title(),
            t.mail_recovery_ready_text(),
        )
        .button(t.mail_recovery_ready_button(), link)
        .after([
            t.mail_recovery_ready_valid(t.date_time(*expires_at)),
            t.mail_recovery_ready_not_you(),
        ]),
        MailContent::AccountDeleted { at } => begin(
            t.mail_deleted_subject(name),
            t.mail_deleted_title(),
            t.mail_deleted_text(name, t.date_time(*at)),
        ),
        MailContent::Test { at } => begin(
            t.mail_test_subject(name),
            t.mail_test_title(),
            t.mail_test_text(name, t.date_time(*at)),
        ),
        _ => return None,
    })
}

/// An invitation to make an account.
fn invitation(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    let MailContent::Invitation {
        link,
        inviter,
        apps,
        organization,
        expires_at,
    } = content
    else {
        return None;
    };
    let inviter = inviter
        .as_deref()
        .map(|inviter| one_line(inviter, MAX_NAME));
    let text = match inviter {
        Some(inviter) if !inviter.is_empty() => t.mail_invitation_text_by(inviter, name),
        _ => t.mail_invitation_text(name),
    };
    let (subject, title) = (
        t.mail_invitation_subject(name),
        t.mail_invitation_title(name),
    );
    let parts = begin(subject, title, text)
        .button(t.mail_invitation_button(), link)
        .after([
            t.mail_invitation_valid(t.date_time(*expires_at)),
            t.mail_invitation_not_you(),
        ]);
    let apps = apps
        .iter()
        .take(MAX_APPS)
        .map(|app| one_line(app, MAX_NAME));
    let apps: Vec<String> = apps.collect();
    let parts = match organization {
        Some(into) => parts.fact(t.mail_invitation_into(), one_line(into, MAX_NAME)),
        None => parts,
    };
    Some(if apps.is_empty() {
        parts
    } else {
        parts.fact(t.mail_invitation_apps(), apps.join(", "))
    })
}

/// A notice with the button of whoever it was not.
pub(super) fn with_not_me(parts: Parts, link: &str, t: Messages) -> Parts {
    let parts = parts.button(t.mail_not_me_button(), link);
    Parts {
        before_button: vec![t.mail_was_me(), t.mail_not_me_explained()],
        ..parts
    }
}

/// Notices that somebody else may have caused, who is to be put out.
fn notices(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    Some(match content {
        MailContent::NewDevice {
            device,
            place,
            at,
            not_me_link,
        } => {
            let parts = begin(
                t.mail_new_device_subject(name),
                t.mail_new_device_title(),
                t.mail_new_device_text(name),
            )
            .fact(t.mail_device(), words::device(device, t));
            let parts = match place {
                Some(place) => parts.fact(t.mail_place(), one_line(place, 2 * MAX_NAME)),
                None => parts,
            };
            let parts = parts.fact(t.mail_time(), t.date_time(*at));
            with_not_me(parts, not_me_link, t)
        }
        MailContent::PasswordChanged { at, not_me_link } => {
            let parts = begin(
                t.mail_password_changed_subject(name),
                t.mail_password_changed_title(),
                t.mail_password_changed_text(name),
            );
            let parts = parts.fact(t.mail_time(), t.date_time(*at));
            with_not_me(parts, not_me_link, t)
        }
        MailContent::FactorChanged {
            change,
            at,
            not_me_link,
        } => {
            let parts = begin(
                t.mail_factor_subject(name),
                change_in_words(change, t),
                t.mail_factor_text(name),
            );
            let parts = parts.fact(t.mail_time(), t.date_time(*at));
            with_not_me(parts, not_me_link, t)
        }
        _ => return None,
    })
}

/// Changes that can be taken back.
fn changes(content: &MailContent, name: &str, t: Messages) -> Option<Parts> {
    let (parts, explained) = match content {
        MailContent::AddressChanged {
            new_address,
            undo_link,
        } => {
            let text = t.mail_address_changed_text(name, one_line(new_address, 254));
            let parts = begin(
                t.mail_address_changed_subject(name),
                t.mail_address_changed_title(),
                text,
            );
            (
                parts.button(t.mail_address_changed_button(), undo_link),
                t.mail_address_changed_explained(),
            )
        }
        MailContent::RecoveryRequested {
            at,
            effective_at,
            refuse_link,
        } => {
            let text = t.mail_recovery_text(name, t.date_time(*effective_at));
            let parts = begin(t.mail_recovery_subject(name), t.mail_recovery_title(), text);
            let parts = parts.fact(t.mail_time(), t.date_time(*at));
            (
                parts.button(t.mail_recovery_button(), refuse_link),
                t.mail_recovery_explained(),
            )
        }
        MailContent::AccountDeletion {
            at,
            final_at,
            undo_link,
        } => {
            let text = t.mail_deletion_text(name, t.date_time(*final_at));
            let parts = begin(t.mail_deletion_subject(name), t.mail_deletion_title(), text);
            let parts = parts.fact(t.mail_time(), t.date_time(*at));
            (
                parts.button(t.mail_deletion_button(), undo_link),
                t.mail_deletion_explained(),
            )
        }
        _ => return None,
    };
    Some(Parts {
        before_button: vec![t.mail_was_me(), explained],
        ..parts
    })
}

fn change_in_words(change: &FactorChange, t: Messages) -> String {
    match change {
        FactorChange::Added(kind) => match kind {
            FactorKind::Passkey => t.mail_passkey_added(),
            FactorKind::SecurityKey => t.mail_security_key_added(),
            FactorKind::AuthenticatorApp => t.mail_authenticator_added(),
            FactorKind::RecoveryCodes => t.mail_recovery_codes_added(),
            FactorKind::ConnectedAccount(provider) => {
                t.mail_connected_added(one_line(provider, MAX_NAME))
            }
        },
        FactorChange::Removed(kind) => match kind {
            FactorKind::Passkey => t.mail_passkey_removed(),
            FactorKind::SecurityKey => t.mail_security_key_removed(),
            FactorKind::AuthenticatorApp => t.mail_authenticator_removed(),
            FactorKind::RecoveryCodes => t.mail_recovery_codes_removed(),
            FactorKind::ConnectedAccount(provider) => {
                t.mail_connected_removed(one_line(provider, MAX_NAME))
            }
        },
        FactorChange::PasswordRemoved => t.mail_password_removed(),
        FactorChange::CodeGiven => t.mail_code_given(),
    }
}

/// From where the mail was asked for, in words.
pub fn asked(asked: Option<&Asked>, t: Messages) -> Vec<String> {
    let Some(asked) = asked else {
        return Vec::new();
    };
    let when = |at: Timestamp| t.date_time(at);
    let device = Some(asked.user_agent.as_str()).filter(|agent| !agent.is_empty());
    device
        .map(|agent| words::device(agent, t))
        .into_iter()
        .chain(asked.place.clone())
        .chain([when(asked.at)])
        .collect()
}
