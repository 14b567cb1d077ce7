//! Organizations and their domains, as documents.

use crate::output::when;
use doorward_core::organizations::{Organization, OrganizationDomain};
use doorward_protocol::organizations::{challenge_name, challenge_text};
use serde_json::{Map, Value, json};

/// An organization, as a document.
pub(super) fn describe(organization: &Organization) -> Value {
    fields(organization).into()
}

/// The fields of such a document.
pub(super) fn fields(organization: &Organization) -> Map<String, Value> {
    [
        ("id", organization.id.clone().into()),
        ("slug", organization.slug.clone().into()),
        ("name", organization.name.clone().into()),
        (
            "second_factor",
            organization.second_factor.then_some("required").into(),
        ),
        ("max_session_age", organization.max_session_age.into()),
        ("provider", organization.provider_id.clone().into()),
        ("managed", organization.managed.into()),
        ("created_at", when(organization.created_at).into()),
    ]
    .map(|(name, value): (&str, Value)| (name.to_owned(), value))
    .into_iter()
    .collect()
}

/// A domain, as a document.
pub(super) fn describe_domain(domain: &OrganizationDomain) -> Value {
    json!({
        "domain": domain.domain, "verified_at": domain.verified_at.map(when),
        "verified_by": domain.verified_by, "record": challenge_name(&domain.domain),
        "record_text": challenge_text(&domain.challenge),
    })
}
