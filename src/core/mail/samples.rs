//! Each mail with values that are made up, for previews.

use super::content::{FactorChange, FactorKind, MailContent};
use doorward_protocol::{
    mail_address::masked,
    time::{Lifetime, Timestamp},
};

const DEVICE: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

impl MailContent {
    /// Each mail once, with links below an issuer that lead nowhere.
    pub fn samples(issuer: &str, now: Timestamp) -> Vec<Self> {
        let link = |path: &str| format!("{issuer}{path}#sample-of-a-link");
        let mut samples = codes(issuer, now);
        samples.extend(access(issuer, now));
        samples.extend([
            Self::AddressChanged {
                new_address: "ada@new.example".into(),
                undo_link: link("/address/undo"),
            },
            Self::AddressReplaced {
                new_address: masked("ada@new.example"),
                at: now,
            },
            Self::AddressProven {
                at: now,
                not_me_link: link("/not-me"),
            },
            Self::NewDevice {
                device: DEVICE.into(),
                place: Some("Berlin, Germany (203.0.113.7)".into()),
                at: now,
                not_me_link: link("/not-me"),
            },
            Self::PasswordChanged {
                at: now,
                not_me_link: link("/not-me"),
            },
            Self::PasswordGuessed {
                at: now,
                reset_link: link("/forgot-password"),
            },
            Self::FactorChanged {
                change: FactorChange::Added(FactorKind::Passkey),
                at: now,
                not_me_link: link("/not-me"),
            },
            Self::RecoveryRequested {
                at: now,
                effective_at: now.plus(Lifetime::days(1)),
                refuse_link: link("/recovery/refuse"),
            },
            Self::RecoveryReady {
                link: link("/recovery"),
                expires_at: now.plus(Lifetime::days(3)),
            },
            Self::AccountDeletion {
                at: now,
                final_at: now.plus(Lifetime::days(14)),
                undo_link: link("/account-deletion/undo"),
            },
            Self::AccountDeleted { at: now },
            Self::Test { at: now },
        ]);
        samples
    }
}

/// The mails about roles that users ask for.
fn access(issuer: &str, now: Timestamp) -> [MailContent; 3] {
    let link = |path: &str| format!("{issuer}{path}#sample-of-a-link");
    let (app, role) = (|| "Wiki".to_owned(), || "editor".to_owned());
    let until = Some(now.plus(Lifetime::days(30)));
    [
        MailContent::AccessRequested {
            user: "ada@example.com".into(),
            app: app(),
            role: role(),
            reason: "The handbook is mine from May on.".into(),
            until,
            link: link("/admin/access-requests"),
        },
        MailContent::AccessApproved {
            app: app(),
            role: role(),
            until,
            link: link("/account/access"),
        },
        MailContent::AccessRefused {
            app: app(),
            role: role(),
            reason: "Reading is enough for now.".into(),
            link: link("/account/access"),
        },
    ]
}

/// The mails that somebody asked for.
fn codes(issuer: &str, now: Timestamp) -> Vec<MailContent> {
    let link = |path: &str| format!("{issuer}{path}#sample-of-a-link");
    let code = || "314159".to_owned();
    vec![
        MailContent::SignUpCode {
            code: code(),
            link: link("/sign-up/verify"),
        },
        MailContent::AccountExists {
            sign_in_link: link("/sign-in"),
            reset_link: link("/forgot-password"),
        },
        MailContent::VerifyAddress {
            code: code(),
            link: link("/verify"),
        },
        MailContent::ResetPassword {
            link: link("/reset-password"),
        },
        MailContent::SignInCode {
            code: "31415926".into(),
            link: Some(link("/sign-in/link")),
        },
        MailContent::SignInLink {
            link: link("/sign-in/link"),
        },
        MailContent::Invitation {
            link: link("/invitation"),
            inviter: Some("Grace Hopper".into()),
            apps: vec!["Notes".into(), "Photos".into()],
            organization: Some("Acme, Inc.".into()),
            expires_at: now.plus(Lifetime::days(3)),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_mail_has_one_sample_and_a_name_of_its_own() {
        let samples = MailContent::samples("https://id.example.com", Timestamp(0));
        let names: BTreeSet<&str> = samples.iter().map(MailContent::name).collect();
        assert_eq!((samples.len(), names.len()), (22, 22));
    }
}
