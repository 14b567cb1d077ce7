//! What users read when a sign-in with an identity provider failed.

use crate::{messages::Messages, respond::page_error_texts::PageErrorTexts};
use doorward_core::federation::FederationFailure;
use doorward_protocol::federation::Refusal;

/// A failed sign-in with an identity provider.
#[derive(Clone, Debug)]
pub struct FederationError {
    pub trouble: FederationFailure,
    /// The provider's name, where it is known.
    pub provider: Option<String>,
}

impl FederationError {
    pub(crate) fn texts(&self, t: Messages) -> PageErrorTexts {
        let title = match (&self.trouble, &self.provider) {
            (FederationFailure::Refused(Refusal::LinkedToAnother), _) => {
                t.federation_linked_title()
            }
            (_, Some(provider)) => t.federation_failed_with_title(provider),
            (_, None) => t.federation_failed_title(),
        };
        let name = self
            .provider
            .clone()
            .unwrap_or_else(|| t.provider_unknown());
        let (what, remedy) = match &self.trouble {
            FederationFailure::Stale => (t.federation_stale(), t.federation_stale_remedy()),
            FederationFailure::NotASignInMethod => (
                t.federation_not_offered(name),
                t.federation_not_offered_remedy(),
            ),
            FederationFailure::Denied => (t.federation_denied(name), t.federation_denied_remedy()),
            FederationFailure::Unreachable => (
                t.federation_unreachable(name),
                t.federation_unreachable_remedy(),
            ),
            FederationFailure::Busy => (t.federation_busy(name), t.federation_busy_remedy()),
            FederationFailure::Misconfigured => (
                t.federation_misconfigured(name),
                t.federation_misconfigured_remedy(),
            ),
            FederationFailure::InvalidResponse => {
                (t.federation_invalid(name), t.federation_invalid_remedy())
            }
            FederationFailure::Refused(refusal) => refused(*refusal, &name, t),
        };
        PageErrorTexts::new(title, what, remedy)
    }
}

fn refused(refusal: Refusal, name: &str, t: Messages) -> (String, String) {
    match refusal {
        Refusal::Unreadable => (
            t.federation_unreadable(name),
            t.federation_unreadable_remedy(),
        ),
        Refusal::NotAdmitted => (
            t.federation_not_admitted(name),
            t.federation_not_admitted_remedy(),
        ),
        Refusal::NoAccount => (
            t.federation_no_account(name),
            t.federation_connect_remedy(name),
        ),
        Refusal::KnownEmail => (
            t.federation_known_email(name),
            t.federation_connect_remedy(name),
        ),
        Refusal::LinkOnly => (
            t.federation_link_only(name),
            t.federation_link_only_remedy(),
        ),
        Refusal::Disabled => (t.federation_disabled(), t.federation_disabled_remedy()),
        Refusal::LinkedToAnother => (t.federation_linked(name), t.federation_linked_remedy(name)),
    }
}
