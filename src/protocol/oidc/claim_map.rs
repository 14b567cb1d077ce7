//! What an operator changes of the claims that a client gets: which ones its ID tokens hold, and
//! under which names it gets them. Neither opens a claim that was not granted.

use crate::{
    oidc::claims::{self, DeclaredClaims},
    text::nearest,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Claims and members that the protocol defines. None of them is renamed, and nothing takes the
/// place of one.
pub const PROTOCOL: [&str; 27] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "nonce",
    "sid",
    "acr",
    "amr",
    "auth_time",
    "at_hash",
    "c_hash",
    "s_hash",
    "azp",
    "jti",
    "client_id",
    "scope",
    "idp",
    "active",
    "token_type",
    "events",
    "cnf",
    "act",
    "sub_id",
    "org_id",
    "org_name",
];
/// The most entries of a claim map.
const MAX_ENTRIES: usize = 50;
/// The longest name of a claim, in bytes.
const MAX_NAME: usize = 255;
/// The longest constant as JSON, in bytes. It is in every token of the client.
const MAX_CONSTANT: usize = 1024;

/// The claims about a user in the ID tokens of a client, beside those that a request names (OpenID
/// Connect Core §5.5). Only what was granted is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub enum IdTokenClaims {
    /// No claims at all.
    #[default]
    None,
    /// Every claim of the granted scope.
    All,
    /// These, as far as the granted scope opens them.
    Named(Vec<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected true, false or a list of names of claims"
)]
enum Written {
    Switch(bool),
    Names(Vec<String>),
}

impl From<Written> for IdTokenClaims {
    fn from(written: Written) -> Self {
        match written {
            Written::Switch(true) => Self::All,
            Written::Switch(false) => Self::None,
            Written::Names(names) if names.is_empty() => Self::None,
            Written::Names(names) => Self::Named(names),
        }
    }
}

impl From<IdTokenClaims> for Written {
    fn from(claims: IdTokenClaims) -> Self {
        match claims {
            IdTokenClaims::None => Self::Switch(false),
            IdTokenClaims::All => Self::Switch(true),
            IdTokenClaims::Named(names) => Self::Names(names),
        }
    }
}

impl IdTokenClaims {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// Whether a claim is among them.
    pub fn includes(&self, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Named(names) => names.iter().any(|named| named == name),
        }
    }

    /// Checks the names, which are of standard claims or declared ones.
    ///
    /// # Errors
    /// A name that is no claim, with the nearest one.
    pub fn check(&self, declared: &DeclaredClaims) -> Result<(), String> {
        let Self::Named(names) = self else {
            return Ok(());
        };
        let is_unknown = |name: &&String| {
            !claims::SUPPORTED.contains(&name.as_str()) && !declared.contains(name)
        };
        match names.iter().find(is_unknown) {
            None => Ok(()),
            Some(name) => Err(format!(
                "id_token_claims: there is no claim {name}{}",
                suggestion(name, declared)
            )),
        }
    }
}

/// Under which names a client gets claims, and what it gets in addition: a name of a claim with its
/// new name or names, or the name of a constant with its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimMap(BTreeMap<String, Entry>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected the new name of a claim, a list of such names, or { value = … }"
)]
enum Entry {
    Name(String),
    Names(Vec<String>),
    Constant(Constant),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Constant {
    value: Value,
}

impl Entry {
    /// The names under which a claim leaves; none where it is a constant.
    fn names(&self) -> &[String] {
        match self {
            Self::Name(name) => std::slice::from_ref(name),
            Self::Names(names) => names,
            Self::Constant(_) => &[],
        }
    }
}

impl ClaimMap {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The claims as the client gets them. What the map takes for a name is the only thing under
    /// that name, so a claim of that name that has no other one is left out.
    #[must_use]
    pub fn apply(&self, claims: Map<String, Value>) -> Map<String, Value> {
        if self.is_empty() {
            return claims;
        }
        let taken: BTreeSet<&str> = self.taken().filter(|name| !is_protocol(name)).collect();
        let mut mapped = Map::new();
        for (name, value) in claims {
            match self.0.get(&name).filter(|_| !is_protocol(&name)) {
                Some(entry) => {
                    let names = entry.names().iter().filter(|name| !is_protocol(name));
                    mapped.extend(names.map(|name| (name.clone(), value.clone())));
                }
                None if taken.contains(name.as_str()) => {}
                None => {
                    mapped.insert(name, value);
                }
            }
        }
        for (name, entry) in &self.0 {
            if let (Entry::Constant(constant), false) = (entry, is_protocol(name)) {
                mapped.insert(name.clone(), constant.value.clone());
            }
        }
        mapped
    }

    /// The name under which the client gets a claim; the first of several.
    pub fn name_of<'a>(&'a self, claim: &'a str) -> &'a str {
        let names = self.0.get(claim).map(Entry::names);
        names.and_then(<[_]>::first).map_or(claim, String::as_str)
    }

    /// The claim whose value the client gets under a name; none where it is a constant.
    pub fn source_of<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        if is_protocol(name) {
            return Some(name);
        }
        if matches!(self.0.get(name), Some(Entry::Constant(_))) {
            return None;
        }
        let is_under_it = |entry: &Entry| entry.names().iter().any(|under| under == name);
        let renamed = self.0.iter().find(|(_, entry)| is_under_it(entry));
        Some(renamed.map_or(name, |(claim, _)| claim.as_str()))
    }

    /// Every name that the map puts something under.
    fn taken(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|(name, entry)| {
            let constant = matches!(entry, Entry::Constant(_)).then_some(name.as_str());
            constant
                .into_iter()
                .chain(entry.names().iter().map(String::as_str))
        })
    }

    /// Checks the map, whose sources are standard claims or declared ones.
    ///
    /// # Errors
    /// What to change, with the name that it is about.
    pub fn check(&self, declared: &DeclaredClaims) -> Result<(), String> {
        if self.0.len() > MAX_ENTRIES {
            return Err(format!("claim_map may have {MAX_ENTRIES} entries at most"));
        }
        for (name, entry) in &self.0 {
            match entry {
                Entry::Constant(Constant { value }) if value.to_string().len() > MAX_CONSTANT => {
                    return Err(format!(
                        "claim_map: the value of {name} is longer than {MAX_CONSTANT} bytes"
                    ));
                }
                Entry::Constant(_) => {}
                Entry::Name(_) | Entry::Names(_) => check_source(name, entry, declared)?,
            }
        }
        let mut seen = BTreeSet::new();
        for name in self.taken() {
            if name.is_empty() || name.len() > MAX_NAME {
                return Err(format!("claim_map: a name must have 1 to {MAX_NAME} bytes"));
            }
            if is_protocol(name) {
                return Err(format!(
                    "claim_map: {name} belongs to the protocol, and nothing may take its place"
                ));
            }
            if !seen.insert(name) {
                return Err(format!(
                    "claim_map: two entries want the name {name}; each name stands for one thing"
                ));
            }
        }
        Ok(())
    }
}

fn is_protocol(name: &str) -> bool {
    PROTOCOL.contains(&name)
}

/// Checks the name of a claim that gets another name.
fn check_source(name: &str, entry: &Entry, declared: &DeclaredClaims) -> Result<(), String> {
    if is_protocol(name) {
        return Err(format!(
            "claim_map: {name} belongs to the protocol and cannot be renamed"
        ));
    }
    let is_claim = |name: &str| declared.scope_of(name).is_some();
    if is_claim(name) {
        return Ok(());
    }
    // Whoever writes it the other way round means this.
    if let Some(claim) = entry.names().iter().find(|target| is_claim(target)) {
        return Err(format!(
            "claim_map: there is no claim {name}; the claim stands before its new name: {claim} = \
             \"{name}\""
        ));
    }
    Err(format!(
        "claim_map: there is no claim {name}{}; a constant is written {name} = {{ value = … }}",
        suggestion(name, declared)
    ))
}

fn suggestion(name: &str, declared: &DeclaredClaims) -> String {
    let known = claims::SUPPORTED
        .into_iter()
        .chain(declared.names())
        .filter(|known| !is_protocol(known));
    nearest(name, known).map_or_else(String::new, |known| format!("; did you mean {known}?"))
}

#[cfg(test)]
mod tests;
