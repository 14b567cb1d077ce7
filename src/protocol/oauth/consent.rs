//! What a user allowed a client, and for which destination.

use crate::oauth::scope::Scope;
use std::collections::BTreeMap;

/// What a user allowed a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Everything, whatever its destination.
    pub scope: Scope,
    /// The scope for each destination, for a client that registered itself.
    pub destinations: BTreeMap<String, Scope>,
}

impl Consent {
    /// What is allowed at a destination, or at all where an administrator vouches for every address.
    pub fn allowed(&self, destination: Option<&str>) -> Option<&Scope> {
        match destination {
            None => Some(&self.scope),
            Some(destination) => self.destinations.get(destination),
        }
    }

    /// Whether a scope is allowed at a destination.
    pub fn covers(&self, destination: Option<&str>, asked: &Scope) -> bool {
        self.allowed(destination)
            .is_some_and(|allowed| asked.is_subset_of(allowed))
    }

    /// The consent with more allowed at a destination.
    #[must_use]
    pub fn and(mut self, destination: Option<String>, asked: &Scope) -> Self {
        self.scope = self.scope.union(asked);
        if let Some(destination) = destination {
            let allowed = self.destinations.entry(destination).or_default();
            *allowed = allowed.union(asked);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_at_one_destination_is_not_allowed_at_another() {
        let scope = |text| Scope::parse(text).unwrap();
        let consent = Consent::default()
            .and(Some("app.example".into()), &scope("openid email"))
            .and(Some("other.example".into()), &scope("openid"));
        assert!(consent.covers(Some("app.example"), &scope("email")));
        assert!(!consent.covers(Some("other.example"), &scope("email")));
        assert!(!consent.covers(Some("third.example"), &scope("")));
        assert!(consent.covers(None, &scope("openid email")));
        let declared = Consent::default().and(None, &scope("openid"));
        assert!(declared.covers(None, &scope("openid")));
        assert!(!declared.covers(Some("app.example"), &scope("openid")));
    }
}
