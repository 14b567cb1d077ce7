//! Single checks: the clock, the redirect URI and the client secret.

use super::finding::{Finding, finding};
use crate::{context::OperationContext, federation::error::ProviderResult};
use doorward_adapters::outbound::{
    Outbound,
    identity_provider::{IdentityProviderError, Probe},
};
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

/// Seconds between two clocks above which ID tokens may be refused.
const MAX_CLOCK_DIFFERENCE: i64 = 30;
/// Error codes of an authorization response that tell of a wrong registration (RFC 6749 §4.1.2.1).
const REGISTRATION_ERRORS: [&str; 4] = [
    "unauthorized_client",
    "invalid_scope",
    "unsupported_response_type",
    "invalid_request",
];
/// Error codes of a token response that tell of wrong client credentials (RFC 6749 §5.2).
const CREDENTIAL_ERRORS: [&str; 3] = [
    "invalid_client",
    "unauthorized_client",
    "incorrect_client_credentials",
];

/// Compares the clocks by the `Date` of an answer (RFC 9110 §6.6.1).
pub(super) async fn clock_finding(
    ctx: &OperationContext,
    outbound: &Outbound,
    uri: &str,
) -> Finding {
    let date = match outbound.probe(uri).await {
        Ok(Probe {
            date: Some(date), ..
        }) => date,
        Ok(_) => return finding("clock", true, "it does not tell the time"),
        Err(error) => return finding("clock", false, format!("{uri}: {error}")),
    };
    let Ok(theirs) = OffsetDateTime::parse(&date.replace("GMT", "+0000"), &Rfc2822) else {
        return finding("clock", true, "its Date cannot be read");
    };
    let difference = (ctx.now().seconds() - theirs.unix_timestamp()).abs();
    if difference <= MAX_CLOCK_DIFFERENCE {
        finding("clock", true, "within half a minute of this machine's")
    } else {
        let detail = format!(
            "{difference} seconds from this machine's: set the clock here, or ID tokens will look expired"
        );
        finding("clock", false, detail)
    }
}

/// Whether the authorization endpoint accepts our request, as far as an anonymous request tells.
pub(super) async fn redirect_uri_finding(
    outbound: &Outbound,
    url: ProviderResult<String>,
    redirect_uri: &str,
) -> Finding {
    let what = "redirect URI";
    let url = match url {
        Ok(url) => url,
        Err(error) => return finding(what, false, error.to_string()),
    };
    let answer = match outbound.probe(&url).await {
        Ok(answer) => answer,
        Err(error) => return finding(what, false, error.to_string()),
    };
    let redirect = answer
        .location
        .filter(|location| location.starts_with(redirect_uri));
    match (answer.status, redirect) {
        (300..400, Some(location)) => {
            let error = REGISTRATION_ERRORS
                .iter()
                .find(|code| location.contains(&format!("error={code}")));
            match error {
                Some(code) => finding(
                    what,
                    false,
                    format!("it knows {redirect_uri}, and answers {code}"),
                ),
                None => finding(what, true, format!("it knows {redirect_uri}")),
            }
        }
        (200..400, _) => finding(
            what,
            true,
            format!("it shows a page; if that says redirect_uri, register {redirect_uri} there"),
        ),
        (status, _) => finding(
            what,
            false,
            format!(
                "it answers {status}: register {redirect_uri} there, exactly so, for this client_id"
            ),
        ),
    }
}

/// Whether the provider knows the client, by how it refuses an invalid code.
pub(super) fn client_secret_finding(answer: ProviderResult<()>) -> Finding {
    let what = "client secret";
    match answer {
        Err(IdentityProviderError::ErrorResponse(code))
            if CREDENTIAL_ERRORS.contains(&code.as_str()) =>
        {
            let detail =
                format!("it answers {code}: client_id and client_secret are not what it gave you");
            finding(what, false, detail)
        }
        Err(IdentityProviderError::ErrorResponse(code)) => finding(
            what,
            true,
            format!("it knows this client (a code that is none is answered with {code})"),
        ),
        Err(IdentityProviderError::Unreachable(error)) => {
            finding(what, false, format!("the token endpoint: {error}"))
        }
        Err(error) => finding(what, false, error.to_string()),
        Ok(()) => finding(what, false, "it takes a code that is none"),
    }
}
