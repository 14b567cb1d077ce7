//! What a user allowed a client, and for which destination.

use crate::oauth::scope::Scope;
use std::collections::BTreeMap;

/// What a user allowed a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Everything, whatever its destination.
    pub scope: Scope,
    /// The scope for each destination, for a client that registered itself, and for each resource beside
    /// this provider.
    pub destinations: BTreeMap<String, Scope>,
}

/// What a request asks a user to allow.
#[derive(Clone, Copy, Debug)]
pub struct AskedConsent<'a> {
    /// Where its answer goes, for a client that registered itself.
    pub destination: Option<&'a str>,
    /// The resources beside this provider that its tokens are for.
    pub resources: &'a [String],
    /// What it asks for.
    pub scope: &'a Scope,
}

impl Consent {
    /// What is allowed at a destination, or at all where an administrator vouches for every address.
    pub fn allowed(&self, destination: Option<&str>) -> Option<&Scope> {
        match destination {
            None => Some(&self.scope),
            Some(destination) => self.destinations.get(destination),
        }
    }

    /// Whether the scope of a request is allowed at each of the resources (RFC 8707) that its tokens are
    /// for: what is allowed at one is not allowed at another.
    pub fn reaches(&self, asked: &AskedConsent<'_>) -> bool {
        asked.resources.iter().all(|resource| {
            let allowed = self.destinations.get(&key_of(resource));
            allowed.is_some_and(|allowed| asked.scope.is_subset_of(allowed))
        })
    }

    /// Whether everything that a request asks for is allowed.
    pub fn covers(&self, asked: &AskedConsent<'_>) -> bool {
        let is_allowed = self
            .allowed(asked.destination)
            .is_some_and(|allowed| asked.scope.is_subset_of(allowed));
        is_allowed && self.reaches(asked)
    }

    /// The consent with what a request asks for allowed, too.
    #[must_use]
    pub fn and(mut self, asked: &AskedConsent<'_>) -> Self {
        self.scope = self.scope.union(asked.scope);
        let resources = asked.resources.iter().map(|resource| key_of(resource));
        let destination = asked.destination.map(str::to_owned);
        for place in destination.into_iter().chain(resources) {
            let allowed = self.destinations.entry(place).or_default();
            *allowed = allowed.union(asked.scope);
        }
        self
    }
}

/// The place of a resource among the destinations, none of which has a space.
fn key_of(resource: &str) -> String {
    format!("resource {resource}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(text: &str) -> Scope {
        Scope::parse(text).unwrap()
    }

    fn at<'a>(destination: Option<&'a str>, scope: &'a Scope) -> AskedConsent<'a> {
        AskedConsent {
            destination,
            resources: &[],
            scope,
        }
    }

    #[test]
    fn what_is_allowed_at_one_destination_is_not_allowed_at_another() {
        let (both, email, openid) = (scope("openid email"), scope("email"), scope("openid"));
        let none = Scope::default();
        let consent = Consent::default()
            .and(&at(Some("app.example"), &both))
            .and(&at(Some("other.example"), &openid));
        assert!(consent.covers(&at(Some("app.example"), &email)));
        assert!(!consent.covers(&at(Some("other.example"), &email)));
        assert!(!consent.covers(&at(Some("third.example"), &none)));
        assert!(consent.covers(&at(None, &both)));
        let declared = Consent::default().and(&at(None, &openid));
        assert!(declared.covers(&at(None, &openid)));
        assert!(!declared.covers(&at(Some("app.example"), &openid)));
    }

    #[test]
    fn what_is_allowed_at_one_resource_is_not_allowed_at_another() {
        let (read, write) = (scope("read"), scope("read write"));
        let (one, other) = (["https://one.example".to_owned()], ["urn:other".to_owned()]);
        let for_resources = |resources, scope| AskedConsent {
            destination: None,
            resources,
            scope,
        };
        let consent = Consent::default().and(&for_resources(&one, &read));
        assert!(consent.covers(&for_resources(&one, &read)));
        assert!(consent.covers(&for_resources(&[], &read)));
        assert!(!consent.covers(&for_resources(&one, &write)));
        assert!(!consent.covers(&for_resources(&other, &read)));
        let consent = consent.and(&for_resources(&other, &write));
        assert!(consent.covers(&for_resources(&other, &write)));
        assert!(!consent.covers(&for_resources(&one, &write)));
    }
}
