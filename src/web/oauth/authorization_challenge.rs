//! The authorization challenge endpoint: a form in, JSON out (draft-ietf-oauth-first-party-apps-04
//! §5).

use crate::{
    extract::{client_auth::ClientAuth, operation::Operation},
    messages::Messages,
    respond::{
        headers::{NO_STORE, seconds_until},
        oauth_error::OAuthError,
        refusal::RefusalReason,
    },
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, PRAGMA, RETRY_AFTER},
    },
    web::Data,
};
use doorward_core::{
    Provider,
    authorization_challenge::{ChallengeCall, ChallengeOutcome, Failed, Needed},
};
use doorward_protocol::oauth::error_code::ErrorCode;
use serde_json::{Value, json};

fn answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .json(body)
}

fn refusal(code: ErrorCode, description: &str) -> Value {
    json!({"error": code.as_str(), "error_description": description})
}

/// What is needed, as members of the answer.
fn needed_members(needed: Needed) -> Value {
    match needed {
        Needed::FirstFactor { password, code } => {
            json!({"password_required": password, "code_offered": code})
        }
        Needed::MailedCode => json!({"otp_required": true, "otp_source": "mail"}),
        Needed::SecondFactor => {
            json!({"otp_required": true, "otp_source": "authenticator_or_recovery_code"})
        }
    }
}

/// What was wrong, for the developer and for the log.
const fn told(needed: Needed, failed: Option<Failed>) -> &'static str {
    match (failed, needed) {
        (Some(Failed::Password), _) => "the username and password do not match",
        (Some(Failed::Code), Needed::FirstFactor { .. }) => "the code is over; begin again",
        (Some(Failed::Code), _) => "the code is wrong, or was used",
        (Some(Failed::Mail), _) => "wait a minute before another mail is asked for",
        (None, Needed::FirstFactor { .. }) => "send username with password, or with method=code",
        (None, Needed::MailedCode) => "send the code of the mail as otp, with auth_session",
        (None, Needed::SecondFactor) => {
            "send a code of the second factor as otp, with auth_session"
        }
    }
}

/// Takes a request.
pub async fn post(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
    t: Messages,
) -> Result<HttpResponse, OAuthError> {
    let call = ChallengeCall {
        credentials: client.authorization(),
        parameters: &client.parameters,
        device: ctx.device(),
        language: t.language(),
    };
    let endpoint = provider.authorization_challenges();
    // Boxed, since the future of a handler is moved several times before it runs.
    let outcome = Box::pin(endpoint.answer(&ctx, &call))
        .await
        .map_err(|error| client.refuse(error, &request))?;
    Ok(respond(&ctx, outcome))
}

fn count(outcome: &ChallengeOutcome) {
    match outcome {
        ChallengeOutcome::Code { .. } => {
            metrics::counter!("doorward_sign_ins_total", "outcome" => "succeeded").increment(1);
        }
        ChallengeOutcome::Needed {
            failed: Some(Failed::Password | Failed::Code),
            ..
        } => {
            metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
        }
        _ => {}
    }
}

fn respond(ctx: &Operation, outcome: ChallengeOutcome) -> HttpResponse {
    count(&outcome);
    match outcome {
        ChallengeOutcome::Code { code, auth_session } => answer(
            StatusCode::OK,
            &json!({"authorization_code": code.reveal(), "auth_session": auth_session.reveal()}),
        ),
        ChallengeOutcome::Needed {
            needed,
            failed,
            auth_session,
        } => {
            let told = told(needed, failed);
            let mut body = refusal(ErrorCode::InsufficientAuthorization, told);
            if let (Some(body), Value::Object(members)) =
                (body.as_object_mut(), needed_members(needed))
            {
                body.insert("auth_session".to_owned(), auth_session.reveal().into());
                body.extend(members);
            }
            RefusalReason(told).of(answer(StatusCode::BAD_REQUEST, &body))
        }
        ChallengeOutcome::RedirectToWeb(reason) => {
            let body = refusal(ErrorCode::RedirectToWeb, reason);
            RefusalReason(reason).of(answer(StatusCode::BAD_REQUEST, &body))
        }
        ChallengeOutcome::InvalidSession => {
            let told = "the auth_session is over, or of another client; begin again";
            let body = refusal(ErrorCode::InvalidSession, told);
            RefusalReason(told).of(answer(StatusCode::BAD_REQUEST, &body))
        }
        ChallengeOutcome::Paused { until } => {
            let seconds = seconds_until(ctx.now(), until);
            let told = format!("too many attempts failed; try again in {seconds} seconds");
            let body = refusal(ErrorCode::TemporarilyUnavailable, &told);
            let mut response = answer(StatusCode::TOO_MANY_REQUESTS, &body);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            RefusalReason::PAUSED.of(response)
        }
    }
}
