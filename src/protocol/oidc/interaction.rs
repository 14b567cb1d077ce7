//! What happens next to a valid authorization request: one decision, from values alone (OpenID
//! Connect Core §3.1.2.1 to §3.1.2.6).

use crate::{
    clients::client::Client,
    oauth::{
        authorization_request::AuthorizationRequest,
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
    },
    oidc::authentication_context::AuthenticationContext,
    organizations::Choice,
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use std::borrow::Cow;

/// What is known, in addition to the request, when the decision is made.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each found on its own"
)]
pub struct Facts<'a> {
    /// The live session of this browser, if any.
    pub session: Option<&'a SsoSession>,
    /// What the user allowed this client, at the destination of this request; `None` where that may
    /// not be relied on.
    pub consented: Option<&'a Scope>,
    /// Whether the session is of whom the client expects, by a valid `id_token_hint` or the `sub`
    /// of the `claims` parameter.
    pub is_expected: bool,
    /// Whether a hint was sent that proves nothing.
    pub hint_is_invalid: bool,
    /// When this request was first seen: authentication after it is fresh.
    pub asked_at: Timestamp,
    /// Whether the user has chosen an account for this request.
    pub account_chosen: bool,
    /// Whether the user of the session has allowed this very request. They may have withdrawn that
    /// since.
    pub consent_given: bool,
    /// The strongest authentication that the sign-in methods of the client can give.
    pub strongest: AuthenticationContext,
    /// Whether the user was sent for a stronger sign-in for this very request.
    pub stepped_up: bool,
    /// Whether the user of the session lacks a declared field that is asked for at a sign-in.
    pub lacks_fields: bool,
    /// Whether the user of the session has to have a second factor by a group or a role, and the session
    /// began without one.
    pub lacks_required_factor: bool,
    /// For which organization the user of the session signs in.
    pub organization: &'a Choice,
    /// The current time, for `max_age` and the limits of the session.
    pub now: Timestamp,
}

/// The next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Ask for credentials.
    SignIn,
    /// Ask for what is missing of the strength that the client wants (RFC 9470 §5), and for nothing
    /// else.
    StepUp,
    /// Ask which account.
    SelectAccount,
    /// Ask for which organization.
    SelectOrganization,
    /// Ask for the declared fields that the user has no value of.
    MissingFields,
    /// Ask for permission.
    Consent,
    /// Tell the user that they may not use the client, and may ask for a role that opens it.
    AskForAccess,
    /// Give the client what it asked for.
    Issue,
    /// Tell the client no.
    Refuse(ProtocolError),
}

/// What happens where several accounts are signed in and only the user can say which (OpenID
/// Connect Core §3.1.2.6).
pub fn select_account(request: &AuthorizationRequest) -> NextStep {
    if request.prompt.none {
        let hint = "several accounts are signed in; send login_hint or id_token_hint, \
                    or ask without prompt=none";
        return NextStep::Refuse(ProtocolError::new(
            ErrorCode::AccountSelectionRequired,
            hint,
        ));
    }
    NextStep::SelectAccount
}

/// Decides what happens next. With `prompt=none` the answer is never a page.
///
/// The order is: whether the request can be met at all, whether the user must sign in, whether they
/// must sign in by a stronger method, for which organization, whether fields of theirs are missing, whether
/// they must consent.
pub fn next_step(
    request: &AuthorizationRequest,
    client: &Client,
    redirect_uri: &str,
    facts: &Facts<'_>,
) -> NextStep {
    if facts.hint_is_invalid {
        return NextStep::Refuse(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "id_token_hint is no ID token of this issuer for this client",
        ));
    }
    let Some(session) = facts.session else {
        return without_session(request, facts);
    };
    let mut strict = within_policy(request, facts.organization);
    if facts.lacks_required_factor {
        demand_second_factor(strict.to_mut());
    }
    let request: &AuthorizationRequest = &strict;
    unmet_acr(request, facts, session)
        .or_else(|| sign_in_step(request, facts, session))
        .or_else(|| step_up_step(request, facts, session))
        .or_else(|| organization_step(request, facts))
        .or_else(|| missing_fields_step(request, facts))
        .or_else(|| consent_step(request, client, redirect_uri, facts))
        .unwrap_or(NextStep::Issue)
}

/// The request with what the organization demands that the user signs in for, where that is more.
pub fn within_policy<'r>(
    request: &'r AuthorizationRequest,
    organization: &Choice,
) -> Cow<'r, AuthorizationRequest> {
    let mut request = Cow::Borrowed(request);
    let Some(policy) = organization.policy() else {
        return request;
    };
    if policy.second_factor {
        demand_second_factor(request.to_mut());
    }
    let age = policy
        .max_session_age
        .and_then(|age| u32::try_from(age).ok());
    if let Some(age) = age {
        let asked = request.max_age.unwrap_or(age);
        request.to_mut().max_age = Some(asked.min(age));
    }
    request
}

fn demand_second_factor(request: &mut AuthorizationRequest) {
    let wanted = AuthenticationContext::MultiFactor.as_str().to_owned();
    request.claims.essential_acr = vec![wanted];
}

/// A page, or the error of that code where the request forbids pages.
fn page_or(
    request: &AuthorizationRequest,
    page: NextStep,
    code: ErrorCode,
    hint: &'static str,
) -> NextStep {
    if request.prompt.none {
        NextStep::Refuse(ProtocolError::new(code, hint))
    } else {
        page
    }
}

fn refuse_acr() -> NextStep {
    NextStep::Refuse(ProtocolError::new(
        ErrorCode::UnmetAuthenticationRequirements,
        "none of the wanted acr values can be met here",
    ))
}

/// Nobody is signed in. The user is not asked to sign in for a request that is refused afterwards.
fn without_session(request: &AuthorizationRequest, facts: &Facts<'_>) -> NextStep {
    let (wanted, is_essential) = request.wanted_acr();
    if is_essential && !request.prompt.none && !facts.strongest.meets(wanted) {
        return refuse_acr();
    }
    page_or(
        request,
        NextStep::SignIn,
        ErrorCode::LoginRequired,
        "nobody is signed in in this browser",
    )
}

/// An essential `acr` that neither the session nor any sign-in method meets.
fn unmet_acr(
    request: &AuthorizationRequest,
    facts: &Facts<'_>,
    session: &SsoSession,
) -> Option<NextStep> {
    let (wanted, is_essential) = request.wanted_acr();
    let is_met = session.authentication.context().meets(wanted);
    (is_essential && !is_met && !facts.strongest.meets(wanted)).then(refuse_acr)
}

/// Whether the user must sign in or choose an account: the wrong user is signed in, or the sign-in
/// is not fresh enough.
fn sign_in_step(
    request: &AuthorizationRequest,
    facts: &Facts<'_>,
    session: &SsoSession,
) -> Option<NextStep> {
    let sign_in = |hint| page_or(request, NextStep::SignIn, ErrorCode::LoginRequired, hint);
    if !facts.is_expected {
        return Some(sign_in(
            "somebody else is signed in than id_token_hint names",
        ));
    }
    let is_fresh = session.auth_time >= facts.asked_at && !session.auth_time.is_ahead_of(facts.now);
    if request.prompt.select_account && !facts.account_chosen && !is_fresh {
        return Some(NextStep::SelectAccount);
    }
    if (request.prompt.login || request.prompt.create) && !is_fresh {
        return Some(NextStep::SignIn);
    }
    let is_too_old = request.max_age.is_some_and(|max_age| {
        facts.now.since(session.auth_time) > Lifetime::seconds(i64::from(max_age)).0
            || session.auth_time.is_ahead_of(facts.now)
    });
    // A sign-in for this very request satisfies max_age=0 too, however long the consent page stood
    // open.
    if !is_fresh && (is_too_old || request.max_age == Some(0)) {
        return Some(sign_in("the sign-in is older than max_age"));
    }
    None
}

/// Whether the user must sign in by a stronger method (RFC 9470 §5).
fn step_up_step(
    request: &AuthorizationRequest,
    facts: &Facts<'_>,
    session: &SsoSession,
) -> Option<NextStep> {
    let (wanted, is_essential) = request.wanted_acr();
    if session.authentication.context().meets(wanted) || !facts.strongest.meets(wanted) {
        return None;
    }
    if !facts.stepped_up {
        return Some(page_or(
            request,
            NextStep::StepUp,
            ErrorCode::InteractionRequired,
            "a stronger sign-in is wanted than there was",
        ));
    }
    // The user was sent for a stronger sign-in and came back without one. `acr_values` are voluntary:
    // the token then says which method was used.
    is_essential.then(refuse_acr)
}

/// Whether the user has to say for which organization they sign in, or is in none that would do.
fn organization_step(request: &AuthorizationRequest, facts: &Facts<'_>) -> Option<NextStep> {
    match facts.organization {
        Choice::None | Choice::Chosen(_) => None,
        Choice::Open => Some(page_or(
            request,
            NextStep::SelectOrganization,
            ErrorCode::InteractionRequired,
            "the user is in several organizations; send organization, or ask without prompt=none",
        )),
        Choice::Refused => Some(NextStep::Refuse(ProtocolError::new(
            ErrorCode::AccessDenied,
            "this user is in no organization that this request could be for",
        ))),
    }
}

/// Whether the user must fill in fields first.
fn missing_fields_step(request: &AuthorizationRequest, facts: &Facts<'_>) -> Option<NextStep> {
    facts.lacks_fields.then(|| {
        page_or(
            request,
            NextStep::MissingFields,
            ErrorCode::InteractionRequired,
            "the user has to fill in fields of their account first",
        )
    })
}

/// Whether the user must allow what the client asks for.
fn consent_step(
    request: &AuthorizationRequest,
    client: &Client,
    redirect_uri: &str,
    facts: &Facts<'_>,
) -> Option<NextStep> {
    needs_consent(request, client, redirect_uri, facts).then(|| {
        page_or(
            request,
            NextStep::Consent,
            ErrorCode::ConsentRequired,
            "the user has not allowed this yet",
        )
    })
}

fn needs_consent(
    request: &AuthorizationRequest,
    client: &Client,
    redirect_uri: &str,
    facts: &Facts<'_>,
) -> bool {
    let is_allowed = client.first_party
        || facts
            .consented
            .is_some_and(|consented| request.consent_scope().is_subset_of(consented));
    if facts.consent_given {
        return !is_allowed;
    }
    if request.prompt.consent {
        return true;
    }
    if client.first_party {
        return false;
    }
    !client.identity_is_assured(redirect_uri) || !is_allowed
}

#[cfg(test)]
mod tests;
