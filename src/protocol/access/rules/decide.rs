//! The decision: permissions and rules that allow it, and rules that deny it.

use super::{AccessRule, AccessRules, Attributes, Effect};
use crate::{
    access::{UserAccess, evaluation::Evaluation},
    text::fold_username,
    time::Timestamp,
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The type of a resource that is an app itself, by its `client_id`.
pub const APP: &str = "app";
/// The action of using an app.
pub const USE: &str = "use";
/// The name that stands for every action.
const EVERY: &str = "*";

/// What a decision is made from, apart from what is asked: the user and the app.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The app that is asked about.
    pub client_id: &'a str,
    /// The rules of the app.
    pub rules: &'a AccessRules,
    /// What the user has in the app.
    pub access: &'a UserAccess,
    /// What this provider knows of the user, for conditions.
    pub user: &'a Map<String, Value>,
    /// When the decision is made.
    pub now: Timestamp,
}

/// Why a decision is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis<'a> {
    /// Nothing allows it.
    Nothing,
    /// The user may use the app.
    Admitted,
    /// The user has this permission.
    Permission(&'a str),
    /// This rule allows it.
    Rule(&'a str),
    /// This rule denies it, and without it, it would be allowed.
    Denied(&'a str),
}

/// A decision, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<'a> {
    /// Whether it is allowed.
    pub allowed: bool,
    /// Why it is so.
    pub basis: Basis<'a>,
}

impl Decision<'_> {
    /// Nothing allows it.
    pub const NOTHING: Self = Decision {
        allowed: false,
        basis: Basis::Nothing,
    };
}

/// Decides what a user who may use the app may do. Where nothing allows it, no rule is named, so that
/// the answer is the one about somebody who is unknown.
pub fn decide<'a>(asked: Asked<'a>, evaluation: &Evaluation) -> Decision<'a> {
    let Evaluation {
        resource, action, ..
    } = evaluation;
    if resource.kind == APP {
        let allowed = resource.id == asked.client_id && action.name == USE;
        return Decision {
            allowed,
            basis: if allowed {
                Basis::Admitted
            } else {
                Basis::Nothing
            },
        };
    }
    let attributes = Attributes {
        evaluation,
        user: asked.user,
        now: asked.now,
    };
    let groups: BTreeSet<String> = asked
        .access
        .groups
        .iter()
        .map(|name| fold_username(name))
        .collect();
    let applies = |effect: Effect| {
        asked.rules.iter().find(|(_, rule)| {
            rule.effect == effect
                && is_about(rule, evaluation)
                && holds(rule, asked.access, &groups)
                && rule
                    .when
                    .iter()
                    .all(|condition| condition.is_met(&attributes))
        })
    };
    let allowed = permission(asked.access, evaluation)
        .map(Basis::Permission)
        .or_else(|| applies(Effect::Allow).map(|(name, _)| Basis::Rule(name)));
    let Some(basis) = allowed else {
        return Decision::NOTHING;
    };
    match applies(Effect::Deny) {
        Some((name, _)) => Decision {
            allowed: false,
            basis: Basis::Denied(name),
        },
        None => Decision {
            allowed: true,
            basis,
        },
    }
}

/// The permission of the user that is the action itself, or the type of the resource and the action.
fn permission<'a>(access: &'a UserAccess, evaluation: &Evaluation) -> Option<&'a str> {
    let (kind, action) = (&evaluation.resource.kind, &evaluation.action.name);
    let mut held = access.permissions.iter().map(String::as_str);
    held.find(|held| *held == action || action_of(held, kind) == Some(action))
}

/// The action on resources of a type that a permission such as `inventory.write` or `inventory:write`
/// gives.
pub(crate) fn action_of<'a>(permission: &'a str, kind: &str) -> Option<&'a str> {
    let rest = permission.strip_prefix(kind)?;
    rest.strip_prefix('.').or_else(|| rest.strip_prefix(':'))
}

fn is_about(rule: &AccessRule, evaluation: &Evaluation) -> bool {
    rule.resource_type == evaluation.resource.kind
        && (rule.actions.contains(&evaluation.action.name) || rule.actions.contains(EVERY))
        && (rule.resource_ids.is_empty() || rule.resource_ids.contains(&evaluation.resource.id))
}

fn holds(rule: &AccessRule, access: &UserAccess, groups: &BTreeSet<String>) -> bool {
    let has_one = |wanted: &BTreeSet<String>, held: &[String]| {
        wanted.is_empty() || held.iter().any(|name| wanted.contains(name))
    };
    let is_in_one = rule.groups.is_empty()
        || rule
            .groups
            .iter()
            .any(|name| groups.contains(&fold_username(name)));
    is_in_one
        && has_one(&rule.roles, &access.roles)
        && has_one(&rule.permissions, &access.permissions)
}

impl AccessRules {
    /// The resources of a type that rules name, in order.
    pub fn resources(&self, kind: &str) -> BTreeSet<&str> {
        let rules = self.iter().map(|(_, rule)| rule);
        rules
            .filter(|rule| rule.effect == Effect::Allow && rule.resource_type == kind)
            .flat_map(|rule| rule.resource_ids.iter().map(String::as_str))
            .collect()
    }

    /// The actions on resources of a type that rules allow or the permissions of the user give, in order.
    pub fn actions<'a>(&'a self, access: &'a UserAccess, kind: &str) -> BTreeSet<&'a str> {
        if kind == APP {
            return BTreeSet::from([USE]);
        }
        let rules = self.iter().map(|(_, rule)| rule);
        let named = rules
            .filter(|rule| rule.effect == Effect::Allow && rule.resource_type == kind)
            .flat_map(|rule| rule.actions.iter().map(String::as_str));
        let held = access.permissions.iter();
        let given = held.filter_map(|permission| action_of(permission, kind));
        named
            .chain(given)
            .filter(|name| *name != EVERY && !name.is_empty())
            .collect()
    }
}
