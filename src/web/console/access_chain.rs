//! Where the access of a user to an app comes from, drawn as a tree: the user, their groups and the groups
//! around these, the roles that each of them gives, the roles in those, and the rules that ask for one.

use super::reasons::of_source;
use crate::messages::Messages;
use doorward_core::access::RoleSource;
use doorward_protocol::access::{
    roles::Roles,
    rules::{AccessRule, Effect},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a branch of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The user, where the tree begins.
    User,
    /// A group that the user is in.
    Group,
    /// A role that the user has.
    Role,
    /// A rule of the app that allows something.
    Allow,
    /// A rule of the app that denies something.
    Deny,
}

/// A branch of the tree.
pub struct Branch {
    /// What it is.
    pub kind: Kind,
    /// The name of the user, group, role or rule.
    pub name: String,
    /// Where it comes from, in a sentence.
    pub source: Option<String>,
    /// The permissions of a role, or what a rule is about.
    pub gives: String,
    /// Whether others follow from it.
    pub has_branches: bool,
}

/// A step of drawing the tree.
pub enum Step {
    /// A branch begins, and after it those that follow from it.
    Begin(Branch),
    /// A branch ends, and the list in it where it has one.
    End(bool),
}

/// What the access engine found.
pub struct Found<'a> {
    /// The user, by the name that the administrator knows.
    pub user: &'a str,
    /// The roles of the app that they want to open.
    pub defined: &'a Roles,
    /// The groups of the user, each with the groups on the path to it.
    pub groups: &'a BTreeMap<String, Vec<String>>,
    /// The roles of the user, each with where it comes from.
    pub roles: &'a BTreeMap<String, Vec<RoleSource>>,
    /// The rules that could be about the user.
    pub rules: Vec<(&'a str, &'a AccessRule)>,
}

impl Found<'_> {
    /// The tree, step by step.
    pub fn steps(&self, t: Messages) -> Vec<Step> {
        let mut drawing = Drawing {
            of: self,
            drawn: BTreeSet::new(),
            placed: BTreeSet::new(),
            t,
        };
        let mut steps = Vec::new();
        drawing.user().into_steps(&mut steps);
        steps
    }
}

/// A branch with those that follow from it.
struct Node {
    kind: Kind,
    name: String,
    source: Option<String>,
    gives: String,
    branches: Vec<Self>,
}

impl Node {
    fn into_steps(self, steps: &mut Vec<Step>) {
        let has_branches = !self.branches.is_empty();
        steps.push(Step::Begin(Branch {
            kind: self.kind,
            name: self.name,
            source: self.source,
            gives: self.gives,
            has_branches,
        }));
        for branch in self.branches {
            branch.into_steps(steps);
        }
        steps.push(Step::End(has_branches));
    }
}

/// A tree while it is drawn.
struct Drawing<'a> {
    of: &'a Found<'a>,
    /// The roles whose branches are drawn: they are not repeated where a role has a second source.
    drawn: BTreeSet<&'a str>,
    /// The rules that are drawn.
    placed: BTreeSet<&'a str>,
    t: Messages,
}

impl<'a> Drawing<'a> {
    fn user(&mut self) -> Node {
        let direct = self.of.groups.iter().filter(|(_, path)| path.is_empty());
        let mut groups: BTreeSet<&'a str> = direct.map(|(name, _)| name.as_str()).collect();
        // To the owner of an app the groups of a user are not told, but those that give its roles.
        let giving = self.of.roles.values().flatten().filter_map(group_of);
        groups.extend(giving.filter(|group| !self.of.groups.contains_key(*group)));
        let groups: Vec<Node> = groups.into_iter().map(|name| self.group(name)).collect();
        let roles = self.roles(|source| match source {
            RoleSource::User { .. } | RoleSource::Everyone | RoleSource::IdentityProvider => true,
            RoleSource::Group { .. } | RoleSource::Role { .. } => false,
        });
        let asking = self.rules(|_| true);
        Node {
            kind: Kind::User,
            name: self.of.user.to_owned(),
            source: None,
            gives: String::new(),
            branches: groups.into_iter().chain(roles).chain(asking).collect(),
        }
    }

    fn group(&mut self, name: &'a str) -> Node {
        let is_around = |path: &Vec<String>| path.last().is_some_and(|inner| inner == name);
        let around = self.of.groups.iter().filter(|(_, path)| is_around(path));
        let around: Vec<&'a str> = around.map(|(name, _)| name.as_str()).collect();
        let around: Vec<Node> = around.into_iter().map(|name| self.group(name)).collect();
        let roles = self.roles(|source| group_of(source) == Some(name));
        let asking = self.rules(|rule| rule.groups.contains(name));
        Node {
            kind: Kind::Group,
            name: name.to_owned(),
            source: None,
            gives: String::new(),
            branches: around.into_iter().chain(roles).chain(asking).collect(),
        }
    }

    /// The roles of which a source is one that is looked for.
    fn roles(&mut self, is_it: impl Fn(&RoleSource) -> bool) -> Vec<Node> {
        let mut found = Vec::new();
        for (name, sources) in self.of.roles {
            let said = sources.iter().filter(|source| is_it(source));
            let said: Vec<String> = said.map(|source| of_source(source, self.t)).collect();
            if !said.is_empty() {
                found.push(self.role(name, said.join("; ")));
            }
        }
        found
    }

    fn role(&mut self, name: &'a str, source: String) -> Node {
        let defined = self.of.defined.get(name);
        let permissions = defined.map(|role| &role.permissions);
        let gives: Vec<&str> = permissions
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let mut branches = Vec::new();
        if self.drawn.insert(name) {
            let is_in =
                |source: &RoleSource| matches!(source, RoleSource::Role { role } if role == name);
            branches = self.roles(is_in);
            branches.extend(self.rules(|rule| {
                let gives = |permission: &String| gives.contains(&permission.as_str());
                rule.roles.contains(name) || rule.permissions.iter().any(gives)
            }));
        }
        Node {
            kind: Kind::Role,
            name: name.to_owned(),
            source: Some(source),
            gives: gives.join(" "),
            branches,
        }
    }

    /// The rules that are looked for and are not drawn yet.
    fn rules(&mut self, is_it: impl Fn(&AccessRule) -> bool) -> Vec<Node> {
        let mut found = Vec::new();
        for &(name, rule) in &self.of.rules {
            if is_it(rule) && self.placed.insert(name) {
                let actions: Vec<&str> = rule.actions.iter().map(String::as_str).collect();
                found.push(Node {
                    kind: match rule.effect {
                        Effect::Allow => Kind::Allow,
                        Effect::Deny => Kind::Deny,
                    },
                    name: name.to_owned(),
                    source: None,
                    gives: format!("{} {}", actions.join(", "), rule.resource_type),
                    branches: Vec::new(),
                });
            }
        }
        found
    }
}

/// The group that gives a role.
fn group_of(source: &RoleSource) -> Option<&str> {
    match source {
        RoleSource::Group { group, .. } => Some(group),
        RoleSource::User { .. }
        | RoleSource::Role { .. }
        | RoleSource::Everyone
        | RoleSource::IdentityProvider => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_core::access::Giver;

    /// The tree as lines, each as far to the right as its branch is deep.
    fn drawn(found: &Found<'_>) -> Vec<String> {
        let (mut lines, mut depth) = (Vec::new(), 0);
        for step in found.steps(Messages::english()) {
            match step {
                Step::Begin(branch) => {
                    let gives = format!("{} {}", branch.name, branch.gives);
                    let line = format!("{}{:?} {}", " ".repeat(depth), branch.kind, gives.trim());
                    lines.push(line);
                    depth += 1;
                }
                Step::End(_) => depth -= 1,
            }
        }
        assert_eq!(depth, 0);
        lines
    }

    fn defined() -> Roles {
        let roles = r#"{"editor": {"permissions": ["page.write"]}, "reader": {"permissions": ["page.read"]}}"#;
        serde_json::from_str(roles).unwrap()
    }

    #[test]
    fn groups_roles_and_rules_hang_on_what_they_come_from() {
        let defined = defined();
        let by = Giver {
            kind: "command_line".to_owned(),
            id: None,
        };
        let group = |group: &str| RoleSource::Group {
            group: group.to_owned(),
            by: by.clone(),
        };
        let groups = BTreeMap::from([
            ("writers".to_owned(), Vec::new()),
            ("staff".to_owned(), vec!["writers".to_owned()]),
        ]);
        let included = RoleSource::Role {
            role: "editor".to_owned(),
        };
        let roles = BTreeMap::from([
            ("editor".to_owned(), vec![group("staff")]),
            ("reader".to_owned(), vec![RoleSource::Everyone, included]),
        ]);
        let rule = |text: &str| serde_json::from_str::<AccessRule>(text).unwrap();
        let deny = rule(
            r#"{"effect": "deny", "actions": ["page.write"], "resource_type": "page", "roles": ["editor"]}"#,
        );
        let allow = rule(
            r#"{"effect": "allow", "actions": ["page.print"], "resource_type": "page", "groups": ["staff"]}"#,
        );
        let everybody =
            rule(r#"{"effect": "allow", "actions": ["page.find"], "resource_type": "page"}"#);
        let found = Found {
            user: "Grace",
            defined: &defined,
            groups: &groups,
            roles: &roles,
            rules: vec![("locked", &deny), ("find", &everybody), ("print", &allow)],
        };
        let expected = [
            "User Grace",
            " Group writers",
            "  Group staff",
            "   Role editor page.write",
            "    Role reader page.read",
            "    Deny locked page.write page",
            "   Allow print page.print page",
            " Role reader page.read",
            " Allow find page.find page",
        ];
        assert_eq!(drawn(&found), expected);
    }

    #[test]
    fn a_role_with_two_sources_and_a_group_that_is_not_told_are_drawn() {
        let defined = defined();
        let by = Giver {
            kind: "worker".to_owned(),
            id: None,
        };
        let given = RoleSource::Group {
            group: "staff".to_owned(),
            by: by.clone(),
        };
        let roles = BTreeMap::from([("editor".to_owned(), vec![given, RoleSource::User { by }])]);
        let found = Found {
            user: "Grace",
            defined: &defined,
            groups: &BTreeMap::new(),
            roles: &roles,
            rules: Vec::new(),
        };
        let expected = [
            "User Grace",
            " Group staff",
            "  Role editor page.write",
            " Role editor page.write",
        ];
        assert_eq!(drawn(&found), expected);
    }
}
