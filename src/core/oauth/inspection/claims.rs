//! Where each claim of a token comes from.

use crate::Configuration;
use doorward_protocol::{
    access::place::ACCESS_CLAIMS, clients::client::Client, oidc::claim_map::PROTOCOL,
};
use serde_json::{Map, Value};

/// Where a claim comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimOrigin {
    /// The protocol: this server sets it by itself.
    Server,
    /// A field of the user, which this scope opens.
    Scope(String),
    /// The groups, roles and permissions of the user.
    Access,
    /// A constant of the settings of the app.
    Constant,
    /// Nothing that this server would put there.
    Unknown,
}

/// A claim, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimLine {
    /// The name that the app gets.
    pub name: String,
    /// Its value as JSON.
    pub value: String,
    /// Where it comes from.
    pub origin: ClaimOrigin,
    /// The name that it has here, where the app gets it under another one.
    pub renamed_from: Option<String>,
}

/// The claims as a client gets them, where it is known, each with where it comes from.
pub(super) fn lines(
    configuration: &Configuration,
    client: Option<&Client>,
    claims: &Map<String, Value>,
) -> Vec<ClaimLine> {
    let declared = configuration.user_attributes.declared_claims();
    let line = |(name, value): (&String, &Value)| {
        let source = client.map_or(Some(name.as_str()), |client| {
            client.claim_map.source_of(name)
        });
        let origin = match source {
            None => ClaimOrigin::Constant,
            Some(claim) if ACCESS_CLAIMS.contains(&claim) => ClaimOrigin::Access,
            Some(claim) if PROTOCOL.contains(&claim) => ClaimOrigin::Server,
            Some(claim) => declared
                .scope_of(claim)
                .map_or(ClaimOrigin::Unknown, |scope| {
                    ClaimOrigin::Scope(scope.to_owned())
                }),
        };
        ClaimLine {
            name: name.clone(),
            value: value.to_string(),
            origin,
            renamed_from: source.filter(|claim| claim != name).map(str::to_owned),
        }
    };
    claims.iter().map(line).collect()
}
