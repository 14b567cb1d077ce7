//! The page of a failed sign-in with an identity provider: its status, and the way to go on.

use crate::respond::{
    federation_error::FederationError,
    page_error::{NextPage, PageError},
    page_error_kind::PageErrorKind,
};
use actix_web::http::StatusCode;
use doorward_core::federation::{Problem, Trouble};
use doorward_protocol::federation::Refusal;

/// The page for a problem, with a link to the other sign-in methods.
pub fn page(problem: &Problem) -> PageError {
    metrics::counter!("doorward_federation_problems_total", "trouble" => label(&problem.trouble))
        .increment(1);
    let kind = PageErrorKind::Federation(FederationError {
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
    let kind = PageErrorKind::Federation(FederationError {
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
