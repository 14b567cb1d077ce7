//! What every page of the console shows around its content: the bar, the search and the navigation.

use super::admin::Admin;
use crate::messages::Messages;
use doorward_protocol::management::{Permission, Resource};

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What there is to do.
    Overview,
    /// The list of users.
    Users,
    /// The list of apps.
    Apps,
    /// The list of groups.
    Groups,
    /// The audit log.
    Audit,
}

impl Section {
    const ALL: [Self; 5] = [
        Self::Overview,
        Self::Users,
        Self::Apps,
        Self::Groups,
        Self::Audit,
    ];

    /// The path of the page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::Users => "/admin/users",
            Self::Apps => "/admin/apps",
            Self::Groups => "/admin/groups",
            Self::Audit => "/admin/audit",
        }
    }

    /// What it takes to see it; nothing for the page that every administrator has.
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::Overview => None,
            Self::Users => Some(Permission::read(Resource::Users)),
            Self::Apps => Some(Permission::read(Resource::Apps)),
            Self::Groups => Some(Permission::read(Resource::Groups)),
            Self::Audit => Some(Permission::read(Resource::Audit)),
        }
    }

    fn title(self, t: Messages) -> String {
        match self {
            Self::Overview => t.console_nav_overview(),
            Self::Users => t.console_nav_users(),
            Self::Apps => t.console_nav_apps(),
            Self::Groups => t.console_nav_groups(),
            Self::Audit => t.console_nav_audit(),
        }
    }

    fn hint(self, t: Messages) -> String {
        match self {
            Self::Overview => t.console_overview_hint(),
            Self::Users => t.console_users_hint(),
            Self::Apps => t.console_apps_hint(),
            Self::Groups => t.console_groups_hint(),
            Self::Audit => t.console_audit_hint(),
        }
    }
}

/// A line of the navigation.
pub struct NavigationLine {
    /// Where it leads.
    pub path: &'static str,
    /// The name of the page.
    pub title: String,
    /// What one finds there.
    pub hint: String,
    /// Whether the page is in it.
    pub is_here: bool,
}

/// The frame of a page of the console.
pub struct Frame {
    /// The pages that this administrator may see.
    pub lines: Vec<NavigationLine>,
    /// Whether this administrator may look for users.
    pub has_search: bool,
}

impl Frame {
    /// The frame of a page for an administrator.
    pub fn new(section: Section, admin: &Admin, t: Messages) -> Self {
        let may_see = |section: &Section| {
            let needed = section.permission();
            needed.is_none_or(|permission| admin.caller.may(permission))
        };
        let lines = Section::ALL.into_iter().filter(may_see);
        Self {
            lines: lines
                .map(|line| NavigationLine {
                    path: line.path(),
                    title: line.title(t),
                    hint: line.hint(t),
                    is_here: line == section,
                })
                .collect(),
            has_search: admin.caller.may(Permission::read(Resource::Users)),
        }
    }
}
