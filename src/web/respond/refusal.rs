//! One line in the log for each request that is refused: which client, from where, and why. It stands
//! in the span of the request, which holds the request's identifier.

use crate::{
    extract::{operation::Operation, query::Query},
    respond::{oauth_error::OAuthError, problem::Problem},
};
use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    dev::ServiceResponse,
    http::{StatusCode, header::LOCATION},
    web::Data,
};
use doorward_core::{Provider, shown_errors::ShownError};
use doorward_protocol::text::noted;

/// The client that a request names itself, where it authenticates as one. Nothing of it is proven.
pub struct ClaimedClient(pub String);

/// A refusal that travels to the client by the browser: a response, but no error of the server.
pub struct RefusedAtClient {
    /// The code of the specification.
    pub error: String,
    /// What is told to the client.
    pub reason: String,
}

/// Why a request is refused that no error describes: in the extensions of the request or the response.
pub struct RefusalReason(pub &'static str);

impl RefusalReason {
    /// A sign-in is not looked at: too many failed before it.
    pub const PAUSED: Self = Self("its source waits after failed attempts");
    /// A form is shown again, and what it says is not done.
    pub const OTHER_FORM: Self =
        Self("its form is too old, of another browser or site, or cookies are blocked");
    /// A sign-in is not looked at: the browser did no calculation.
    pub const LACKS_PROOF: Self = Self("it has no proof of work");

    /// A sign-in by a method that is off, here or for its app.
    pub const METHOD_OFF: Self = Self("the sign-in method is off");
    /// A link of a mail that was opened in another browser than the one that asked for it.
    pub const OTHER_BROWSER: Self = Self("the link was opened in another browser");
    /// A form whose hidden field was filled in, which users do not see.
    pub const TRAPPED: Self = Self("its hidden field was filled in, as programs do");
    /// A form with an address that creates no account here.
    pub const ADDRESS_NOT_ADMITTED: Self = Self("its address is none that may create an account");

    /// Says it of a page that is shown again.
    pub fn of(self, mut page: HttpResponse) -> HttpResponse {
        page.extensions_mut().insert(self);
        page
    }
}

/// The line of this request was written.
struct Logged;

/// What is known of a refusal beyond the request.
#[derive(Default)]
pub struct Refusal<'a> {
    /// The status of the response.
    pub status: StatusCode,
    /// Why, as the log says it.
    pub reason: &'a str,
    /// The client, where it is not what the request names.
    pub client: Option<&'a str>,
    /// A redirect URI that is not registered, as it was received.
    pub redirect_uri: Option<&'a str>,
    /// The registered redirect URI that is most like it.
    pub nearest_redirect_uri: Option<&'a str>,
}

/// The name of what is refused at a path, as it is routed by; none where nobody is refused anything.
fn event(path: &str) -> Option<&'static str> {
    let first = path.trim_start_matches('/').split('/').next();
    Some(match first.unwrap_or_default() {
        "authorize" => "authorize.refused",
        "authorize-challenge" => "authorization_challenge.refused",
        "token" => "token.refused",
        "introspect" => "introspect.refused",
        "revoke" => "revoke.refused",
        "userinfo" => "userinfo.refused",
        "end_session" => "end_session.refused",
        "forward-auth" => "forward_auth.refused",
        "register" => "registration.refused",
        "federation" | "link-account" => "federation.refused",
        "sign-in" | "consent" | "select-account" | "select-organization" => "sign_in.refused",
        "sign-up" | "invitation" => "sign_up.refused",
        "forgot-password" | "reset-password" => "password_reset.refused",
        "access" => "access.refused",
        "ssf" => "shared_signals.refused",
        "global-token-revocation" => "global_token_revocation.refused",
        "me" => "me.refused",
        _ => return None,
    })
}

/// Writes the line. `false` where the path is none at which anybody is refused.
pub fn log(request: &HttpRequest, refusal: &Refusal<'_>) -> bool {
    let Some(event) = event(request.match_info().as_str()) else {
        return false;
    };
    request.extensions_mut().insert(Logged);
    let claimed = claimed_client(request);
    let operation = request.extensions().get::<Operation>().cloned();
    let address = operation.map(|operation| operation.address());
    tracing::info!(
        event,
        client = noted(refusal.client.unwrap_or(&claimed)),
        reason = refusal.reason,
        address = address.unwrap_or_default(),
        status = refusal.status.as_u16(),
        redirect_uri = refusal.redirect_uri.map(noted),
        nearest_redirect_uri = refusal.nearest_redirect_uri.map(noted),
        "refused"
    );
    true
}

/// Keeps what the log says of an error page, for administrators who are told its reference.
pub fn keep(request: &HttpRequest, reference: &str, refusal: &Refusal<'_>) {
    let Some(provider) = request.app_data::<Data<Provider>>() else {
        return;
    };
    let more = [
        ("client", refusal.client),
        ("redirect_uri", refusal.redirect_uri),
        ("nearest_redirect_uri", refusal.nearest_redirect_uri),
    ];
    let more = more.into_iter();
    provider.shown_errors().keep(ShownError {
        reference: reference.to_owned(),
        at: provider.now(),
        path: request.match_info().as_str().to_owned(),
        status: refusal.status.as_u16(),
        reason: refusal.reason.to_owned(),
        more: more
            .filter_map(|(name, value)| Some((name, value?.to_owned())))
            .collect(),
    });
}

fn claimed_client(request: &HttpRequest) -> String {
    if let Some(ClaimedClient(client)) = request.extensions().get::<ClaimedClient>() {
        return client.clone();
    }
    let named = request.match_info().get("client_id").map(str::to_owned);
    let query = || Query::of(request);
    named
        .or_else(|| query().get("client_id").map(str::to_owned))
        .unwrap_or_default()
}

/// Writes the line of a response that refuses. Error pages write their own.
pub fn log_response<B>(response: &ServiceResponse<B>) {
    let request = response.request();
    if request.extensions().get::<Logged>().is_some() {
        return;
    }
    let reason = told_reason(response).or_else(|| {
        // What the server could not do is logged where it failed. A proxy that understands no redirect
        // gets a refusal with an address: the browser goes to sign in or out, and nothing is refused.
        let is_refused =
            response.status().is_client_error() && !response.headers().contains_key(LOCATION);
        is_refused.then(|| reason_of_error(response))
    });
    if let Some(reason) = reason {
        let refusal = Refusal {
            status: response.status(),
            reason: &reason,
            ..Refusal::default()
        };
        log(request, &refusal);
    }
}

/// Why, where what answered the request has said it.
fn told_reason<B>(response: &ServiceResponse<B>) -> Option<String> {
    let (of_request, of_response) = (
        response.request().extensions(),
        response.response().extensions(),
    );
    if let Some(refused) = of_response.get::<RefusedAtClient>() {
        return Some(format!("{}: {}", refused.error, refused.reason));
    }
    let because = of_response
        .get::<RefusalReason>()
        .or_else(|| of_request.get::<RefusalReason>());
    because.map(|because| because.0.to_owned())
}

/// Why, by the error that the response was made of, or by its status alone.
fn reason_of_error<B>(response: &ServiceResponse<B>) -> String {
    let error = response.response().error();
    if let Some(error) = error.and_then(|error| error.as_error::<OAuthError>()) {
        return error.reason();
    }
    if let Some(problem) = error.and_then(|error| error.as_error::<Problem>()) {
        return problem.to_string();
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        return "no credential was sent, or none that stands".to_owned();
    }
    let reason = response.status().canonical_reason();
    reason.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_named_by_the_first_part_of_the_path() {
        assert_eq!(event("/token"), Some("token.refused"));
        assert_eq!(event("/authorize/resume"), Some("authorize.refused"));
        assert_eq!(event("/federation/up/callback"), Some("federation.refused"));
        assert_eq!(event("/tokens"), None);
        assert_eq!(event("/"), None);
    }
}
