//! The services that take what users type into a form.

use super::{
    accounts::{Accounts, mailed_requests},
    base::Base,
};
use crate::{
    authorization_challenge::AuthorizationChallenges, oauth::authorize::Authorization,
    sign_in_form::FormSignIn,
};
use std::sync::Arc;

/// The forms for a name and a password: that of the pages, and those of apps.
pub(super) struct SignInForms {
    pub(super) sign_in_form: Arc<FormSignIn>,
    pub(super) authorization_challenges: AuthorizationChallenges,
}

impl SignInForms {
    /// Puts the services together.
    pub(super) fn new(
        base: &Base,
        form: FormSignIn,
        authorization: &Arc<Authorization>,
        accounts: &Accounts,
    ) -> Self {
        let sign_in_form = Arc::new(form);
        Self {
            authorization_challenges: AuthorizationChallenges {
                kernel: Arc::clone(&base.kernel),
                authorization: Arc::clone(authorization),
                tokens: Arc::clone(&base.tokens),
                sign_in_form: Arc::clone(&sign_in_form),
                mailed_sign_in: Arc::clone(&accounts.mailed_sign_in),
                mailed_requests: mailed_requests(base),
                second_factors: Arc::clone(&base.second_factors),
                known_browsers: Arc::clone(&base.known_browsers),
            },
            sign_in_form,
        }
    }
}
