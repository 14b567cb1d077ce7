//! The services by which users make, find and change their own accounts, and what they may do.

use super::base::Base;
use crate::{
    access::Access, access_decisions::AccessDecisions, credentials::SignIn,
    invitations::Invitations, mailed_requests::MailedRequests, mailed_sign_in::MailedSignIn,
    organizations::Organizations, own_account::OwnAccount, password_reset::PasswordReset,
    recovery::Recovery, scim_targets::ScimTargets, sign_up::SignUp, webhooks::Webhooks,
};
use std::sync::Arc;

/// The services by which users make, find and change their own accounts, and what they may do.
pub(super) struct Accounts {
    pub(super) sign_up: SignUp,
    pub(super) password_reset: PasswordReset,
    pub(super) recovery: Recovery,
    pub(super) mailed_requests: MailedRequests,
    pub(super) invitations: Invitations,
    pub(super) mailed_sign_in: Arc<MailedSignIn>,
    pub(super) own_account: OwnAccount,
    pub(super) access: Access,
    pub(super) organizations: Organizations,
    pub(super) access_decisions: AccessDecisions,
    pub(super) webhooks: Webhooks,
    pub(super) scim_targets: ScimTargets,
}

impl Accounts {
    /// Puts the services together.
    pub(super) fn new(base: &Base, sign_in: &Arc<SignIn>) -> Self {
        Self {
            sign_up: sign_up(base),
            password_reset: password_reset(base),
            recovery: recovery(base),
            mailed_requests: mailed_requests(base),
            invitations: invitations(base),
            mailed_sign_in: Arc::new(mailed_sign_in(base)),
            own_account: own_account(base, sign_in),
            webhooks: Webhooks::new(
                Arc::clone(&base.kernel),
                base.outbound.clone(),
                base.outbox.clone(),
            ),
            scim_targets: ScimTargets::new(
                Arc::clone(&base.kernel),
                base.outbound.clone(),
                base.outbox.clone(),
            ),
            access: Access::new(Arc::clone(&base.kernel)),
            organizations: Organizations::new(Arc::clone(&base.kernel), base.outbound.clone()),
            access_decisions: AccessDecisions::new(
                Arc::clone(&base.kernel),
                Arc::clone(&base.tokens),
            ),
        }
    }
}

/// The forms that ask for a mail.
pub(super) fn mailed_requests(base: &Base) -> MailedRequests {
    MailedRequests {
        kernel: Arc::clone(&base.kernel),
        limits: Arc::clone(&base.rate_limits),
    }
}

fn sign_up(base: &Base) -> SignUp {
    SignUp {
        kernel: Arc::clone(&base.kernel),
        tokens: Arc::clone(&base.one_time_tokens),
        mailer: Arc::clone(&base.mailer),
        mail_limits: Arc::clone(&base.mail_limits),
        passwords: Arc::clone(&base.passwords),
        passkeys: Arc::clone(&base.passkeys),
        second_factors: Arc::clone(&base.second_factors),
        outbox: base.outbox.clone(),
    }
}

fn password_reset(base: &Base) -> PasswordReset {
    PasswordReset {
        kernel: Arc::clone(&base.kernel),
        tokens: Arc::clone(&base.one_time_tokens),
        mailer: Arc::clone(&base.mailer),
        notices: Arc::clone(&base.notices),
        mail_limits: Arc::clone(&base.mail_limits),
        passwords: Arc::clone(&base.passwords),
        second_factors: Arc::clone(&base.second_factors),
        sessions: Arc::clone(&base.sessions),
        outbox: base.outbox.clone(),
    }
}

fn mailed_sign_in(base: &Base) -> MailedSignIn {
    MailedSignIn {
        kernel: Arc::clone(&base.kernel),
        tokens: Arc::clone(&base.one_time_tokens),
        mailer: Arc::clone(&base.mailer),
        mail_limits: Arc::clone(&base.mail_limits),
        second_factors: Arc::clone(&base.second_factors),
        sessions: Arc::clone(&base.sessions),
        outbox: base.outbox.clone(),
    }
}

fn recovery(base: &Base) -> Recovery {
    Recovery {
        kernel: Arc::clone(&base.kernel),
        tokens: Arc::clone(&base.one_time_tokens),
        mailer: Arc::clone(&base.mailer),
        mail_limits: Arc::clone(&base.mail_limits),
        second_factors: Arc::clone(&base.second_factors),
        notices: Arc::clone(&base.notices),
        sessions: Arc::clone(&base.sessions),
        outbox: base.outbox.clone(),
    }
}

/// Invitations to accounts and apps, and into organizations.
pub(super) fn invitations(base: &Base) -> Invitations {
    Invitations {
        kernel: Arc::clone(&base.kernel),
        tokens: Arc::clone(&base.one_time_tokens),
        mailer: Arc::clone(&base.mailer),
        outbox: base.outbox.clone(),
    }
}

fn own_account(base: &Base, sign_in: &Arc<SignIn>) -> OwnAccount {
    OwnAccount {
        kernel: Arc::clone(&base.kernel),
        tokens: Arc::clone(&base.one_time_tokens),
        mailer: Arc::clone(&base.mailer),
        notices: Arc::clone(&base.notices),
        mail_limits: Arc::clone(&base.mail_limits),
        sign_in: Arc::clone(sign_in),
        second_factors: Arc::clone(&base.second_factors),
        passwords: Arc::clone(&base.passwords),
        sessions: Arc::clone(&base.sessions),
        outbox: base.outbox.clone(),
    }
}
