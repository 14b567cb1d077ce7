//! The page of a failed sign-in with an identity provider: its texts, and the way to go on.

use crate::{
    extract::form::page_about,
    respond::{
        address::Base,
        federation_error::FederationError,
        headers::see_other,
        page_error::{NextPage, PageError},
        page_error_kind::PageErrorKind,
    },
};
use actix_web::HttpResponse;
use doorward_core::federation::{FederationError as LoginError, FederationFailure};

/// The answer to a problem. A sign-in that this browser began and that is over (it was used, or took
/// too long) begins again where the user began it.
///
/// # Errors
/// The page of every other problem.
pub fn answer(base: Base<'_>, problem: &LoginError) -> Result<HttpResponse, PageError> {
    if !problem.begins_again {
        return Err(page(problem));
    }
    let path = problem.flow.as_deref().map_or_else(
        || "/sign-in".to_owned(),
        |flow| page_about("/authorize/resume", "flow", Some(flow)),
    );
    Ok(see_other(&base.page(&path)))
}

/// The page for a problem, with a link to the other sign-in methods.
pub fn page(problem: &LoginError) -> PageError {
    metrics::counter!("doorward_federation_problems_total", "trouble" => problem.failure.name())
        .increment(1);
    let kind = PageErrorKind::Federation(FederationError {
        trouble: problem.failure.clone(),
        provider: problem.provider_name.clone(),
    });
    let page = PageError::of_provider(kind, &problem.cause);
    if problem.linking {
        page.with_next("/account", NextPage::Account)
    } else {
        page.with_next(every_method(problem.flow.as_deref()), NextPage::SignIn)
    }
}

/// The page for a sign-in that is not known.
pub fn stale() -> PageError {
    let kind = PageErrorKind::Federation(FederationError {
        trouble: FederationFailure::Stale,
        provider: None,
    });
    PageError::of_provider(kind, "").with_next(every_method(None), NextPage::SignIn)
}

/// The path of the sign-in page with every method on it, with its query.
pub fn every_method(flow: Option<&str>) -> String {
    flow.map_or_else(
        || "/sign-in?way=choose".to_owned(),
        |flow| format!("/sign-in?flow={flow}&way=choose"),
    )
}
