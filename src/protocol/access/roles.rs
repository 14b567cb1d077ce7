//! The roles of one app: what each gives, and which others it includes.

use crate::access::{check_permission, check_role_name, longest::Longest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many roles an app may have: each node keeps them in memory.
pub const MAX_ROLES: usize = 1000;
/// How many permissions a role may give by itself.
const MAX_PERMISSIONS: usize = 1000;

/// A role of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is for, in the operator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it gives by itself.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub permissions: BTreeSet<String>,
    /// Roles of the same app that whoever has this one has too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub includes: BTreeSet<String>,
    /// Whether every user has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    /// Whether users may ask for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub requestable: bool,
    /// The longest time for which users may ask for it; none for any time, also without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest: Option<Longest>,
    /// Whether a file of declarations made it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub managed: bool,
}

impl Role {
    /// Checks what is said of requests for the role.
    fn check_requests(&self, name: &str) -> Result<(), String> {
        if self.requestable && self.default {
            return Err(format!(
                "{name}: every user has it by default, so nobody can ask for it"
            ));
        }
        if self.longest.is_some() && !self.requestable {
            return Err(format!(
                "{name}: longest is about roles that users may ask for: say requestable too"
            ));
        }
        Ok(())
    }
}

/// Why somebody has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// It was given to them, or to a group of theirs.
    Given,
    /// This role of theirs includes it.
    IncludedBy(&'a str),
    /// Every user has it.
    Default,
}

/// The roles of an app, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(BTreeMap<String, Role>);

impl Roles {
    /// Whether the app has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The roles that users may ask for, with their names, in order.
    pub fn requestable(&self) -> impl Iterator<Item = (&str, &Role)> {
        self.iter().filter(|(_, role)| role.requestable)
    }

    /// A role, by its name.
    pub fn get(&self, name: &str) -> Option<&Role> {
        self.0.get(name)
    }

    /// Every role with its name, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Role)> {
        self.0.iter().map(|(name, role)| (name.as_str(), role))
    }

    /// Adds or replaces a role, without a check of the whole.
    pub fn put(&mut self, name: String, role: Role) {
        self.0.insert(name, role);
    }

    /// Removes a role, also from those that include it. `false` where there is none.
    pub fn remove(&mut self, name: &str) -> bool {
        for role in self.0.values_mut() {
            role.includes.remove(name);
        }
        self.0.remove(name).is_some()
    }

    /// Checks names, permissions, and that every role includes roles that exist, in no circle.
    ///
    /// # Errors
    /// What to change, with the role that it is about.
    pub fn check(&self) -> Result<(), String> {
        if self.0.len() > MAX_ROLES {
            return Err(format!("an app may have {MAX_ROLES} roles at most"));
        }
        for (name, role) in &self.0 {
            check_role_name(name)?;
            role.check_requests(name)?;
            if role.permissions.len() > MAX_PERMISSIONS {
                return Err(format!(
                    "{name}: a role may give {MAX_PERMISSIONS} permissions at most"
                ));
            }
            for permission in &role.permissions {
                check_permission(permission).map_err(|reason| format!("{name}: {reason}"))?;
            }
            for included in &role.includes {
                if !self.0.contains_key(included) {
                    return Err(format!(
                        "{name} includes {included}, which is no role of the app"
                    ));
                }
            }
        }
        match self.circle() {
            Some(circle) => Err(format!(
                "these roles include each other: {}; a role must not include itself, also through \
                 others",
                circle.join(" → ")
            )),
            None => Ok(()),
        }
    }

    /// What somebody with these roles has: the roles themselves, those that they include, also through
    /// others, and the roles that every user has. A role that is not declared counts as itself: an
    /// identity provider may give it.
    pub fn effective<'a>(&'a self, given: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        self.explained(given).into_keys().collect()
    }

    /// As [`Roles::effective`], with everything that each role comes from.
    pub fn explained<'a>(
        &'a self,
        given: impl IntoIterator<Item = &'a str>,
    ) -> BTreeMap<&'a str, Vec<Source<'a>>> {
        let defaults = self.iter().filter(|(_, role)| role.default);
        let given = given.into_iter().map(|name| (name, Source::Given));
        self.reached(given.chain(defaults.map(|(name, _)| (name, Source::Default))))
    }

    /// A role and those that it includes, also through others.
    pub fn with_included<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        self.reached([(name, Source::Given)]).into_keys().collect()
    }

    fn reached<'a>(
        &'a self,
        begin: impl IntoIterator<Item = (&'a str, Source<'a>)>,
    ) -> BTreeMap<&'a str, Vec<Source<'a>>> {
        let mut open: Vec<(&str, Source<'a>)> = begin.into_iter().collect();
        let mut all: BTreeMap<&str, Vec<Source<'a>>> = BTreeMap::new();
        while let Some((name, source)) = open.pop() {
            let sources = all.entry(name).or_default();
            let is_new = sources.is_empty();
            sources.push(source);
            if is_new && let Some(role) = self.get(name) {
                let included = role.includes.iter().map(String::as_str);
                open.extend(included.map(|included| (included, Source::IncludedBy(name))));
            }
        }
        all
    }

    /// The permissions of roles, without those of the roles that they include: ask for
    /// [`Roles::effective`] first.
    pub fn permissions<'a>(&'a self, effective: &BTreeSet<&str>) -> BTreeSet<&'a str> {
        let roles = effective.iter().filter_map(|name| self.get(name));
        roles
            .flat_map(|role| role.permissions.iter().map(String::as_str))
            .collect()
    }

    /// The roles of a circle, the first of which comes again at its end.
    fn circle(&self) -> Option<Vec<&str>> {
        let mut done = BTreeSet::new();
        for start in self.0.keys() {
            let mut path: Vec<(&str, Vec<&str>)> = Vec::new();
            self.enter(start, &mut path);
            while let Some((_, open)) = path.last_mut() {
                let Some(next) = open.pop() else {
                    done.extend(path.pop().map(|(name, _)| name));
                    continue;
                };
                if let Some(at) = path.iter().position(|(name, _)| *name == next) {
                    let names = path.iter().skip(at).map(|(name, _)| *name);
                    return Some(names.chain([next]).collect());
                }
                if !done.contains(next) {
                    self.enter(next, &mut path);
                }
            }
        }
        None
    }

    fn enter<'a>(&'a self, name: &'a str, path: &mut Vec<(&'a str, Vec<&'a str>)>) {
        let role = self.get(name);
        let includes = role.map(|role| role.includes.iter().map(String::as_str).collect());
        path.push((name, includes.unwrap_or_default()));
    }
}

#[cfg(test)]
mod tests;
