//! Who calls the management API: by an access token, or by the session of a browser whose page is ours.

use crate::extract::{bearer::Bearer, browser::Browser, operation::Operation};
use actix_web::{FromRequest, HttpRequest, http::header::ORIGIN};
use doorward_core::{
    Error, Provider,
    context::OperationContext,
    limits::Class,
    management::{Caller, ManagementError},
};

/// The header that a page of ours sends with each change: a form of another site cannot.
const CSRF_HEADER: &str = "doorward-csrf";

/// Finds out who calls, and counts the request.
pub async fn caller(
    request: &HttpRequest,
    provider: &Provider,
    ctx: &OperationContext,
) -> Result<Caller, ManagementError> {
    let caller = caller_now(request, provider, ctx).await?;
    count(provider, &caller).await?;
    Ok(caller)
}

/// As [`caller`], without counting the request: once more, after a body that may have taken long.
pub async fn caller_now(
    request: &HttpRequest,
    provider: &Provider,
    ctx: &OperationContext,
) -> Result<Caller, ManagementError> {
    let caller = match Bearer::of(request) {
        Bearer::Token(token) => provider.management().caller_by_token(ctx, &token).await?,
        Bearer::Malformed(hint) => return Err(ManagementError::Unauthenticated(hint)),
        Bearer::Absent => by_session(request, provider, ctx).await?,
    };
    Operation::note_caller(&caller.ctx);
    Ok(caller)
}

/// Counts a request of a caller, or a part of one.
///
/// # Errors
/// `Limited`.
pub async fn count(provider: &Provider, caller: &Caller) -> Result<(), ManagementError> {
    let (limits, name) = (provider.rate_limits(), caller.name());
    limits.check(&caller.ctx, Class::Management, &name)?;
    limits.count(&caller.ctx, Class::Management, &name).await;
    Ok(())
}

async fn by_session(
    request: &HttpRequest,
    provider: &Provider,
    ctx: &OperationContext,
) -> Result<Caller, ManagementError> {
    let browser = Browser::extract(request).await.map_err(|_| {
        ManagementError::Failed(Error::Unavailable("the session could not be loaded".into()))
    })?;
    let nobody = ManagementError::Unauthenticated(
        "send an access token for this API, or sign in in this browser",
    );
    let Some(session) = &browser.session else {
        return Err(nobody);
    };
    if !is_from_our_page(request, provider) {
        return Err(ManagementError::ForeignOrigin);
    }
    // It was loaded before the body came, which may be large.
    if !provider.sessions().is_live(ctx, session).await? {
        return Err(nobody);
    }
    // As the console does: a session of one factor is not enough where two are required.
    let (factors, trusted) = (provider.second_factors(), browser.context().trusted_browser);
    if factors.lacks_required(ctx, session, trusted).await? {
        return Err(ManagementError::SignInAgain);
    }
    provider.management().caller_by_session(ctx, session).await
}

/// Whether a page of ours sends the request. Browsers say where a request comes from; whoever says
/// nothing sends the header, which needs a script of the same origin.
fn is_from_our_page(request: &HttpRequest, provider: &Provider) -> bool {
    let headers = request.headers();
    let mut origins = headers.get_all(ORIGIN);
    let is_our_origin = match (origins.next(), origins.next()) {
        (None, _) => true,
        (Some(origin), None) => origin.as_bytes() == provider.settings().issuer.origin().as_bytes(),
        _ => false,
    };
    let mut sites = headers.get_all("sec-fetch-site");
    let is_our_site = match (sites.next(), sites.next()) {
        (None, _) => true,
        (Some(site), None) => site == "same-origin" || site == "none",
        _ => false,
    };
    let is_safe = request.method().is_safe();
    is_our_origin && is_our_site && (is_safe || headers.contains_key(CSRF_HEADER))
}
