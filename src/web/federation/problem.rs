//! What users read when a sign-in with an identity provider failed.

use crate::{
    messages::Messages,
    respond::{
        page_error::{NextPage, PageError},
        page_error_kind::{PageErrorKind, PageErrorTexts},
    },
};
use actix_web::http::StatusCode;
use doorward_core::federation::{Problem, Trouble};
use doorward_protocol::federation::Refusal;

/// A failed sign-in with an identity provider.
#[derive(Clone, Debug)]
pub struct FederationProblem {
    trouble: Trouble,
    /// The provider's name, where it is known.
    provider: Option<String>,
}

/// The page for a problem, with a link to the other sign-in methods.
pub fn page(problem: &Problem) -> PageError {
    metrics::counter!("doorward_federation_problems_total", "trouble" => label(&problem.trouble))
        .increment(1);
    let kind = PageErrorKind::Federation(FederationProblem {
        trouble: problem.trouble.clone(),
        provider: problem.name.clone(),
    });
    let page = PageError::of_provider(status(&problem.trouble), kind, &problem.cause);
    if problem.linking {
        page.with_next("/account", NextPage::Account)
    } else {
        page.with_next(every_method(problem.flow.as_deref()), NextPage::SignIn)
    }
}

/// The page for a sign-in that is not known.
pub fn stale() -> PageError {
    let kind = PageErrorKind::Federation(FederationProblem {
        trouble: Trouble::Stale,
        provider: None,
    });
    PageError::of_provider(status(&Trouble::Stale), kind, "")
        .with_next(every_method(None), NextPage::SignIn)
}

/// The sign-in page with every method on it.
pub fn every_method(flow: Option<&str>) -> String {
    flow.map_or_else(
        || "/sign-in?way=choose".to_owned(),
        |flow| format!("/sign-in?flow={flow}&way=choose"),
    )
}

fn label(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Stale => "stale",
        Trouble::NotAWayIn => "not_a_way_in",
        Trouble::Denied => "denied",
        Trouble::Unreachable => "unreachable",
        Trouble::Busy => "busy",
        Trouble::Misconfigured => "misconfigured",
        Trouble::Unbelievable => "unbelievable",
        Trouble::Refused(_) => "refused",
    }
}

fn status(trouble: &Trouble) -> StatusCode {
    match trouble {
        Trouble::Stale => StatusCode::BAD_REQUEST,
        Trouble::Unreachable | Trouble::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Trouble::Misconfigured | Trouble::Unbelievable | Trouble::Refused(Refusal::Unreadable) => {
            StatusCode::BAD_GATEWAY
        }
        Trouble::Refused(Refusal::LinkedToAnother) => StatusCode::CONFLICT,
        Trouble::NotAWayIn | Trouble::Denied | Trouble::Refused(_) => StatusCode::FORBIDDEN,
    }
}

impl FederationProblem {
    pub(crate) fn texts(&self, t: Messages) -> PageErrorTexts {
        let title = match (&self.trouble, &self.provider) {
            (Trouble::Refused(Refusal::LinkedToAnother), _) => t.federation_linked_title(),
            (_, Some(provider)) => t.federation_failed_with_title(provider),
            (_, None) => t.federation_failed_title(),
        };
        let name = self
            .provider
            .clone()
            .unwrap_or_else(|| t.provider_unknown());
        let (what, remedy) = match &self.trouble {
            Trouble::Stale => (t.federation_stale(), t.federation_stale_remedy()),
            Trouble::NotAWayIn => (
                t.federation_not_offered(name),
                t.federation_not_offered_remedy(),
            ),
            Trouble::Denied => (t.federation_denied(name), t.federation_denied_remedy()),
            Trouble::Unreachable => (
                t.federation_unreachable(name),
                t.federation_unreachable_remedy(),
            ),
            Trouble::Busy => (t.federation_busy(name), t.federation_busy_remedy()),
            Trouble::Misconfigured => (
                t.federation_misconfigured(name),
                t.federation_misconfigured_remedy(),
            ),
            Trouble::Unbelievable => (t.federation_invalid(name), t.federation_invalid_remedy()),
            Trouble::Refused(refusal) => refused(*refusal, &name, t),
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
