//! What was found, in the language of the administrator.

use crate::{console::reasons::of_accesses, messages::Messages};
use doorward_core::oauth::inspection::{
    Checked, ClaimLine, ClaimOrigin, Fact, Finding, InactiveReason, Verdict,
};
use doorward_protocol::oauth::{
    authorization_code::{CodeFault, ProofFault},
    authorization_request::RequestCheck,
    client_assertion::AssertionFault,
    client_authentication::AuthenticationFailure,
    error_code::ProtocolError,
};

/// A finding as a line of the page.
pub struct FindingLine {
    /// What was looked at.
    pub label: String,
    /// How bad it is.
    pub verdict: Verdict,
    /// What was found.
    pub detail: String,
    /// What the app is told, in the words of the specification.
    pub told: Option<String>,
    /// The reasons of the access engine.
    pub reasons: Vec<String>,
}

impl FindingLine {
    /// The line of a finding.
    pub fn of(finding: Finding, t: Messages) -> Self {
        let told = match &finding.fact {
            Fact::CheckFailed { error, .. } | Fact::Refused { error } => Some(error.to_string()),
            Fact::AuthenticationFailed { failure, .. } => Some(failure.error().to_string()),
            _ => None,
        };
        let (detail, reasons) = match finding.fact {
            Fact::Admitted { reasons } => (t.console_app_allowed(), of_accesses(&reasons, t)),
            Fact::NotAdmitted { reasons } => (t.console_app_refused(), of_accesses(&reasons, t)),
            fact => (detail(&fact, t), Vec::new()),
        };
        Self {
            label: label(finding.checked, t),
            verdict: finding.verdict,
            detail,
            told,
            reasons,
        }
    }

    /// Whether it is as it should be.
    pub fn is_good(&self) -> bool {
        self.verdict == Verdict::Good
    }

    /// Whether it is refused.
    pub fn is_wrong(&self) -> bool {
        self.verdict == Verdict::Wrong
    }
}

fn label(checked: Checked, t: Messages) -> String {
    match checked {
        Checked::Client => t.console_app(),
        Checked::RedirectUri => t.console_app_return(),
        Checked::Request => t.console_inspect_request(),
        Checked::Check(check) => parameter(check).to_owned(),
        Checked::Access => t.console_inspect_access(),
        Checked::Decision => t.inspect_label_decision(),
        Checked::Authentication => t.inspect_label_authentication(),
        Checked::GrantType => "grant_type".to_owned(),
        Checked::Code => t.inspect_label_code(),
        Checked::Proof => t.inspect_label_proof(),
        Checked::Shape => t.console_inspect_shape(),
        Checked::Signature => t.console_inspect_signature(),
        Checked::Issuer => t.console_secret_issuer(),
        Checked::Audience => "aud".to_owned(),
        Checked::Time => t.console_inspect_time(),
        Checked::Kind => t.console_inspect_kind(),
        Checked::Live => t.console_inspect_live(),
        Checked::Hint => "id_token_hint".to_owned(),
        Checked::LogoutUri => "post_logout_redirect_uri".to_owned(),
    }
}

/// The name of a check: the words of the specification, which are the same in every language.
const fn parameter(check: RequestCheck) -> &'static str {
    match check {
        RequestCheck::Once => "client_id … state",
        RequestCheck::ResponseType => "response_type",
        RequestCheck::RequestObject => "request",
        RequestCheck::ResponseMode => "response_mode",
        RequestCheck::GrantType => "grant_types",
        RequestCheck::OpenIdParameters => "prompt",
        RequestCheck::Nonce => "nonce",
        RequestCheck::CodeChallenge => "code_challenge",
        RequestCheck::Organization => "organization",
        RequestCheck::Resource => "resource",
        RequestCheck::Claims => "claims",
        RequestCheck::Scope => "scope",
        RequestCheck::MaxAge => "max_age",
    }
}

/// A sentence for each fact, in three parts so that none of them is long.
fn detail(fact: &Fact, t: Messages) -> String {
    of_request(fact, t)
        .or_else(|| of_token_request(fact, t))
        .or_else(|| of_token(fact, t))
        .or_else(|| of_logout(fact, t))
        .unwrap_or_default()
}

fn of_request(fact: &Fact, t: Messages) -> Option<String> {
    Some(match fact {
        Fact::ClientRegistered { client_id } => t.inspect_client_registered(client_id),
        Fact::ClientMissing => t.inspect_client_missing(),
        Fact::ClientUnknown { client_id } => t.inspect_client_unknown(client_id),
        Fact::ClientDisabled { client_id } => t.inspect_client_disabled(client_id),
        Fact::Repeated => t.inspect_repeated(),
        Fact::Unusable => t.inspect_unusable(),
        Fact::RedirectUriRegistered { uri } => t.inspect_uri_registered(uri),
        Fact::RedirectUriMissing => t.inspect_uri_missing(),
        Fact::RedirectUriUnregistered { sent, nearest } => {
            with_nearest(t.inspect_uri_unregistered(sent), nearest.as_deref(), t)
        }
        Fact::LocalhostUnregistered { sent } => t.inspect_uri_localhost(sent),
        Fact::RequestObjectInvalid => t.inspect_object_invalid(),
        Fact::RequestObjectNotOpened { parameter } => t.inspect_object_closed(*parameter),
        Fact::CheckPassed { sent: Some(value) } => t.inspect_sent(value),
        Fact::CheckPassed { sent: None } => t.inspect_not_sent(),
        Fact::CheckFailed { check, .. } => failed(*check, t),
        Fact::ScopeNarrowed { left_out } => t.inspect_scope_narrowed(left_out.to_string()),
        Fact::Refused { error } => refused(error, t),
        _ => return None,
    })
}

fn with_nearest(sentence: String, nearest: Option<&str>, t: Messages) -> String {
    match nearest {
        Some(uri) => format!("{sentence} {}", t.inspect_uri_nearest(uri)),
        None => sentence,
    }
}

fn refused(error: &ProtocolError, t: Messages) -> String {
    t.inspect_refused(error.code.as_str())
}

fn failed(check: RequestCheck, t: Messages) -> String {
    match check {
        RequestCheck::Once => t.inspect_check_once(),
        RequestCheck::ResponseType => t.inspect_check_response_type(),
        RequestCheck::RequestObject => t.inspect_check_object(),
        RequestCheck::ResponseMode => t.inspect_check_response_mode(),
        RequestCheck::GrantType => t.inspect_check_grant_type(),
        RequestCheck::OpenIdParameters => t.inspect_check_openid(),
        RequestCheck::Nonce => t.inspect_check_nonce(),
        RequestCheck::CodeChallenge => t.inspect_check_pkce(),
        RequestCheck::Organization => t.inspect_check_organization(),
        RequestCheck::Resource => t.inspect_check_resource(),
        RequestCheck::Claims => t.inspect_check_claims(),
        RequestCheck::Scope => t.inspect_check_scope(),
        RequestCheck::MaxAge => t.inspect_check_max_age(),
    }
}

fn of_token_request(fact: &Fact, t: Messages) -> Option<String> {
    Some(match fact {
        Fact::Authenticated => t.inspect_authenticated(),
        Fact::AuthenticationFailed {
            failure,
            registered,
        } => unauthenticated(*failure, registered, t),
        Fact::KeysNotFetched => t.inspect_keys_remote(),
        Fact::GrantTypeAllowed { grant_type } => t.inspect_grant_allowed(grant_type),
        Fact::GrantTypeUnknown { sent } => t.inspect_grant_unknown(sent),
        Fact::GrantTypeNotRegistered { sent } => t.inspect_grant_unregistered(sent),
        Fact::CodeGood => t.inspect_code_good(),
        Fact::CodeUnknown => t.inspect_code_unknown(),
        Fact::CodeFailed { fault } => match fault {
            CodeFault::OtherClient => t.inspect_code_unknown(),
            CodeFault::Redeemed => t.inspect_code_redeemed(),
            CodeFault::Expired => t.inspect_code_expired(),
            CodeFault::SubjectEnded => t.inspect_code_ended(),
        },
        Fact::ProofGood => t.inspect_proof_good(),
        Fact::ProofFailed { fault } => match fault {
            ProofFault::VerifierUnexpected => t.inspect_proof_unexpected(),
            ProofFault::VerifierMissing => t.inspect_proof_missing(),
            ProofFault::VerifierWrong | ProofFault::RedirectUri => t.inspect_proof_wrong(),
        },
        Fact::RedirectUriDiffers { sent, expected } => t.inspect_proof_uri(expected, sent),
        Fact::RefreshTokenGood { client_id, scope } => {
            t.inspect_refresh_good(client_id, scope.to_string())
        }
        _ => return None,
    })
}

fn unauthenticated(failure: AuthenticationFailure, method: &str, t: Messages) -> String {
    match failure {
        AuthenticationFailure::WrongSecret => t.inspect_auth_secret(),
        AuthenticationFailure::ExpiredSecret => t.inspect_auth_secret_expired(),
        AuthenticationFailure::RightSecretByOtherMethod => t.inspect_auth_place(method),
        AuthenticationFailure::OtherMethod => t.inspect_auth_method(method),
        AuthenticationFailure::NoCredential => t.inspect_auth_none(method),
        AuthenticationFailure::Assertion(fault) => assertion(fault, t),
        AuthenticationFailure::UnknownClient | AuthenticationFailure::Disabled => {
            t.inspect_client_unknown("")
        }
    }
}

fn assertion(fault: AssertionFault, t: Messages) -> String {
    match fault {
        AssertionFault::WrongAlg => t.inspect_assertion_alg(),
        AssertionFault::NoKeys => t.inspect_assertion_no_keys(),
        AssertionFault::UnknownKid => t.inspect_assertion_kid(),
        AssertionFault::WrongSignature => t.inspect_assertion_signature(),
        AssertionFault::WrongIssuer => t.inspect_assertion_issuer(),
        AssertionFault::WrongAud => t.inspect_assertion_aud(),
        AssertionFault::NoExp => t.inspect_assertion_no_exp(),
        AssertionFault::Expired => t.inspect_assertion_expired(),
        AssertionFault::LivesTooLong => t.inspect_assertion_long(),
        AssertionFault::NotYetValid => t.inspect_assertion_early(),
        AssertionFault::NoJti => t.inspect_assertion_jti(),
        AssertionFault::ReusedJti => t.inspect_assertion_reused(),
    }
}

fn of_token(fact: &Fact, t: Messages) -> Option<String> {
    let text = i64::to_string;
    Some(match fact {
        Fact::NotAToken => t.inspect_no_token(),
        Fact::IssuerOurs { iss } => t.inspect_iss_ours(iss),
        Fact::IssuerOther { iss, ours } => t.inspect_iss_other(iss, ours),
        Fact::IssuerMissing => t.inspect_iss_missing(),
        Fact::KidMissing => t.inspect_kid_missing(),
        Fact::Signed { alg, kid } => t.inspect_signed(alg, kid),
        Fact::SignatureWrong { kid } => t.inspect_signature_wrong(kid),
        Fact::KeyUnknown { kid } => t.inspect_key_unknown(kid),
        Fact::TimeAhead { claim, seconds } => t.inspect_time_ahead(*claim, text(seconds)),
        Fact::Expired { seconds } => t.inspect_expired(text(seconds)),
        Fact::GoodFor { seconds } => t.inspect_good_for(text(seconds)),
        Fact::ExpMissing => t.inspect_exp_missing(),
        Fact::LogoutToken => t.inspect_logout_token(),
        Fact::LogoutTokenWithoutEvents => t.inspect_logout_no_events(),
        Fact::LogoutTokenWithNonce => t.inspect_logout_nonce(),
        Fact::LogoutTokenWithoutSubject => t.inspect_logout_subject(),
        Fact::AccessToken => t.inspect_access_token(),
        Fact::IdToken => t.inspect_id_token(),
        Fact::AudienceIs { aud } => t.inspect_aud(aud),
        Fact::AudienceOther { aud, expected } => t.inspect_aud_other(aud, expected),
        Fact::AudienceUnregistered { aud } => t.inspect_aud_unregistered(aud),
        Fact::Accepted { client_id } => t.inspect_accepted(client_id),
        Fact::Ended { reason } => ended(*reason, t),
        _ => return None,
    })
}

fn ended(reason: InactiveReason, t: Messages) -> String {
    match reason {
        InactiveReason::Unknown => t.inspect_ended_unknown(),
        InactiveReason::Used => t.inspect_ended_used(),
        InactiveReason::Revoked => t.inspect_ended_revoked(),
        InactiveReason::Expired => t.inspect_ended_expired(),
        InactiveReason::SessionEnded => t.inspect_ended_session(),
        InactiveReason::UserDisabled => t.inspect_ended_user(),
        InactiveReason::AppGone => t.inspect_ended_app(),
        InactiveReason::NotAdmitted => t.inspect_ended_access(),
    }
}

fn of_logout(fact: &Fact, t: Messages) -> Option<String> {
    Some(match fact {
        Fact::HintGood { client_id } => t.inspect_hint_good(client_id),
        Fact::HintInvalid => t.inspect_hint_invalid(),
        Fact::HintOfOtherClient { of, sent } => t.inspect_hint_other(of, sent),
        Fact::LogoutUriRegistered { uri } => t.inspect_uri_registered(uri),
        Fact::LogoutUriUnregistered { sent, nearest } => {
            with_nearest(t.inspect_logout_unregistered(sent), nearest.as_deref(), t)
        }
        Fact::LogoutWithoutClient => t.inspect_logout_no_client(),
        _ => return None,
    })
}

/// A claim as a line of the page.
pub struct ClaimRow {
    /// The name that the app gets.
    pub name: String,
    /// Its value as JSON.
    pub value: String,
    /// Where it comes from.
    pub origin: String,
}

impl ClaimRow {
    /// The rows of claims.
    pub fn all(lines: Vec<ClaimLine>, t: Messages) -> Vec<Self> {
        let row = |line: ClaimLine| {
            let origin = match &line.origin {
                ClaimOrigin::Server => t.inspect_from_server(),
                ClaimOrigin::Scope(scope) => t.inspect_from_scope(scope),
                ClaimOrigin::Access => t.inspect_from_access(),
                ClaimOrigin::Constant => t.inspect_from_constant(),
                ClaimOrigin::Unknown => t.inspect_from_unknown(),
            };
            let renamed = line.renamed_from.map(|name| t.inspect_renamed(name));
            Self {
                name: line.name,
                value: line.value,
                origin: match renamed {
                    Some(renamed) => format!("{origin} ({renamed})"),
                    None => origin,
                },
            }
        };
        lines.into_iter().map(row).collect()
    }
}
