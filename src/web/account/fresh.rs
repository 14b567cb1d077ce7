//! Changes of how somebody signs in ask for a sign-in of the last ten minutes.

use crate::{
    extract::{
        return_page,
        signed_in::{SIGN_IN_AGAIN, SignedIn},
    },
    respond::{address::Base, headers::see_other},
};
use actix_web::HttpResponse;
use doorward_core::Provider;

/// Where the user signed in too long ago: the answer that lets them sign in again, and return to
/// `page`.
pub fn require_fresh(
    provider: &Provider,
    signed_in: &SignedIn,
    page: &str,
) -> Option<HttpResponse> {
    if signed_in.session.is_fresh(signed_in.ctx.now()) {
        return None;
    }
    let mut response = see_other(&Base::of(provider).page(SIGN_IN_AGAIN));
    return_page::keep(&mut response, provider, page);
    Some(response)
}
