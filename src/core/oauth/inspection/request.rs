//! An authorization request, looked at as the authorization endpoint looks.

use super::{Checked, Fact, Finding};
use crate::{
    Result,
    oauth::authorize::{Authorization, RequestInspection},
};
use doorward_protocol::oauth::authorization_request::{
    AddressError, AddressRefusal, Parameters, RequestCheck,
};

impl Authorization {
    /// What the authorization endpoint says to a request, up to the question who the user is.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn inspect(&self, parameters: &Parameters) -> Result<Vec<Finding>> {
        let object = ["request", "request_uri"];
        let object = object
            .into_iter()
            .find(|name| parameters.get(name).is_some());
        let mut findings = findings(self.inspect_request(parameters).await?, parameters);
        if let Some(parameter) = object {
            findings.retain(|finding| finding.checked == Checked::Client);
            let fact = Fact::RequestObjectNotOpened { parameter };
            findings.push(Finding::wrong(Checked::Request, fact));
        }
        Ok(findings)
    }
}

/// The checks of a request in their order, up to the one that fails.
pub(super) fn findings(inspected: RequestInspection, parameters: &Parameters) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (client_id, redirect_uri) = match inspected {
        RequestInspection::NoAddress(refusal) => {
            let wrong = unanswerable(&refusal);
            if wrong.checked != Checked::Client {
                let client_id = refusal.client_id.unwrap_or_default();
                let fact = Fact::ClientRegistered { client_id };
                findings.push(Finding::good(Checked::Client, fact));
            }
            findings.push(wrong);
            return findings;
        }
        RequestInspection::Refused { ref request, .. }
        | RequestInspection::Accepted { ref request, .. } => {
            (request.client_id.clone(), request.redirect_uri.clone())
        }
    };
    let fact = Fact::ClientRegistered { client_id };
    findings.push(Finding::good(Checked::Client, fact));
    let fact = Fact::RedirectUriRegistered { uri: redirect_uri };
    findings.push(Finding::good(Checked::RedirectUri, fact));
    match inspected {
        RequestInspection::NoAddress(_) => {}
        RequestInspection::Refused { mut request, error } => {
            let failed = request.checks.pop();
            findings.extend(passed(&request.checks, parameters));
            findings.extend(failed.map(|check| {
                let fact = Fact::CheckFailed { check, error };
                Finding::wrong(Checked::Check(check), fact)
            }));
        }
        RequestInspection::Accepted { request, left_out } => {
            findings.extend(passed(&request.checks, parameters));
            if !left_out.is_empty() {
                let checked = Checked::Check(RequestCheck::Scope);
                let narrowed = Finding::noted(checked, Fact::ScopeNarrowed { left_out });
                let scope = findings.iter_mut().find(|each| each.checked == checked);
                if let Some(scope) = scope {
                    *scope = narrowed;
                }
            }
        }
    }
    findings
}

/// The parameter that a check is about, where it is about one.
const fn parameter_of(check: RequestCheck) -> Option<&'static str> {
    match check {
        RequestCheck::Once | RequestCheck::RequestObject | RequestCheck::GrantType => None,
        RequestCheck::ResponseType => Some("response_type"),
        RequestCheck::ResponseMode => Some("response_mode"),
        RequestCheck::OpenIdParameters => Some("prompt"),
        RequestCheck::Nonce => Some("nonce"),
        RequestCheck::CodeChallenge => Some("code_challenge"),
        RequestCheck::Organization => Some("organization"),
        RequestCheck::Resource => Some("resource"),
        RequestCheck::Claims => Some("claims"),
        RequestCheck::Scope => Some("scope"),
        RequestCheck::MaxAge => Some("max_age"),
    }
}

fn passed<'a>(
    checks: &'a [RequestCheck],
    parameters: &'a Parameters,
) -> impl Iterator<Item = Finding> + 'a {
    let about = checks
        .iter()
        .filter_map(|check| Some((*check, parameter_of(*check)?)));
    about.map(|(check, name)| {
        let sent = parameters.get(name).map(str::to_owned);
        Finding::good(Checked::Check(check), Fact::CheckPassed { sent })
    })
}

/// What is wrong with a request that cannot be answered at any address.
fn unanswerable(refusal: &AddressRefusal) -> Finding {
    let client_id = || refusal.client_id.clone().unwrap_or_default();
    let sent = || refusal.redirect_uri.clone().unwrap_or_default();
    let (checked, fact) = match refusal.error {
        AddressError::ClientMissing => (Checked::Client, Fact::ClientMissing),
        AddressError::ClientUnknown => {
            let client_id = client_id();
            (Checked::Client, Fact::ClientUnknown { client_id })
        }
        AddressError::ClientDisabled => {
            let client_id = client_id();
            (Checked::Client, Fact::ClientDisabled { client_id })
        }
        AddressError::RedirectUriMissing => (Checked::RedirectUri, Fact::RedirectUriMissing),
        AddressError::RedirectUriUnregistered => {
            let fact = Fact::RedirectUriUnregistered {
                sent: sent(),
                nearest: refusal.nearest.clone(),
            };
            (Checked::RedirectUri, fact)
        }
        AddressError::LocalhostUnregistered => {
            let fact = Fact::LocalhostUnregistered { sent: sent() };
            (Checked::RedirectUri, fact)
        }
        AddressError::Repeated => (Checked::Client, Fact::Repeated),
        AddressError::Unusable => (Checked::Request, Fact::Unusable),
        AddressError::RequestObject => (Checked::Request, Fact::RequestObjectInvalid),
    };
    Finding::wrong(checked, fact)
}
