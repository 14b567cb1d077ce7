//! What every page of the console shows around its content: the bar, the search and the navigation.

use super::admin::Admin;
use crate::{management::path::segment, messages::Messages};
use doorward_protocol::management::{Permission, Resource};

/// What the search looks through.
const SEARCHED: [Resource; 5] = [
    Resource::Users,
    Resource::Groups,
    Resource::Apps,
    Resource::Organizations,
    Resource::Audit,
];

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What there is to do.
    Overview,
    /// The list of users.
    Users,
    /// Who was invited.
    Invitations,
    /// The users of another system are brought in.
    Import,
    /// The list of apps.
    Apps,
    /// The list of groups.
    Groups,
    /// The roles that users ask for.
    AccessRequests,
    /// The list of organizations.
    Organizations,
    /// The identity providers.
    Providers,
    /// Who is signed in.
    Sessions,
    /// Why a sign-in or a token is refused.
    Inspect,
    /// Who is told of what happens.
    Webhooks,
    /// How users sign in.
    SignIn,
    /// Where mails go, and those that wait.
    Mail,
    /// The signing keys.
    Keys,
    /// How pages look.
    Branding,
    /// The audit log.
    Audit,
    /// The settings that are set explicitly.
    Settings,
    /// Whether the server can do its work.
    System,
}

impl Section {
    const ALL: [Self; 19] = [
        Self::Overview,
        Self::Users,
        Self::Invitations,
        Self::Import,
        Self::Apps,
        Self::Groups,
        Self::AccessRequests,
        Self::Organizations,
        Self::Providers,
        Self::Sessions,
        Self::Inspect,
        Self::Webhooks,
        Self::SignIn,
        Self::Mail,
        Self::Branding,
        Self::Keys,
        Self::Audit,
        Self::Settings,
        Self::System,
    ];

    /// The path of the page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::Users => "/admin/users",
            Self::Invitations => "/admin/invitations",
            Self::Import => "/admin/import",
            Self::Apps => "/admin/apps",
            Self::Groups => "/admin/groups",
            Self::AccessRequests => "/admin/access-requests",
            Self::Organizations => "/admin/organizations",
            Self::Providers => "/admin/providers",
            Self::Sessions => "/admin/sessions",
            Self::Inspect => "/admin/inspect",
            Self::Webhooks => "/admin/webhooks",
            Self::SignIn => "/admin/sign-in",
            Self::Mail => "/admin/mail",
            Self::Keys => "/admin/keys",
            Self::Branding => "/admin/branding",
            Self::Audit => "/admin/audit",
            Self::Settings => "/admin/settings",
            Self::System => "/admin/system",
        }
    }

    /// The path of the page of one thing of the list.
    pub fn page_of(self, id: &str) -> String {
        format!("{}/{}", self.path(), segment(id))
    }

    /// What it takes to see all of it; nothing for the page that every administrator has.
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::Overview => None,
            Self::Users | Self::Invitations => Some(Permission::read(Resource::Users)),
            Self::Import => Some(Permission::write(Resource::Users)),
            Self::Apps | Self::Inspect => Some(Permission::read(Resource::Apps)),
            Self::Groups => Some(Permission::read(Resource::Groups)),
            Self::AccessRequests => Some(Permission::read(Resource::Roles)),
            Self::Organizations => Some(Permission::read(Resource::Organizations)),
            Self::Providers => Some(Permission::read(Resource::Providers)),
            Self::Sessions => Some(Permission::read(Resource::Sessions)),
            Self::Webhooks => Some(Permission::read(Resource::Webhooks)),
            Self::Keys => Some(Permission::read(Resource::Keys)),
            Self::Audit => Some(Permission::read(Resource::Audit)),
            Self::SignIn | Self::Branding | Self::Mail | Self::Settings | Self::System => {
                Some(Permission::read(Resource::Settings))
            }
        }
    }

    /// Whether the owners of apps see it, as far as it is about their apps.
    pub const fn is_of_owners(self) -> bool {
        matches!(self, Self::Apps | Self::AccessRequests)
    }

    /// Whether an administrator or the owner of an app sees it.
    fn is_for(self, admin: &Admin) -> bool {
        match self.permission() {
            None => admin.caller.is_administrator(),
            Some(permission) if self.is_of_owners() => {
                admin.caller.require_of_some_app(permission).is_ok()
            }
            Some(permission) if self == Self::Organizations => {
                admin.caller.require(permission).is_ok()
            }
            Some(permission) => admin.caller.may(permission),
        }
    }

    fn title(self, t: Messages) -> String {
        match self {
            Self::Overview => t.console_nav_overview(),
            Self::Users => t.console_nav_users(),
            Self::Invitations => t.console_nav_invitations(),
            Self::Import => t.console_nav_import(),
            Self::Apps => t.console_nav_apps(),
            Self::Groups => t.console_nav_groups(),
            Self::AccessRequests => t.console_nav_access_requests(),
            Self::Organizations => t.console_nav_organizations(),
            Self::Providers => t.console_nav_providers(),
            Self::Sessions => t.console_nav_sessions(),
            Self::Inspect => t.console_nav_inspect(),
            Self::Webhooks => t.console_nav_webhooks(),
            Self::SignIn => t.console_nav_sign_in(),
            Self::Mail => t.console_nav_mail(),
            Self::Keys => t.console_nav_keys(),
            Self::Branding => t.branding_title(),
            Self::Audit => t.console_nav_audit(),
            Self::Settings => t.console_nav_settings(),
            Self::System => t.console_nav_system(),
        }
    }

    fn hint(self, t: Messages) -> String {
        match self {
            Self::Overview => t.console_overview_hint(),
            Self::Users => t.console_users_hint(),
            Self::Invitations => t.console_invitations_hint(),
            Self::Import => t.console_import_hint(),
            Self::Apps => t.console_apps_hint(),
            Self::Groups => t.console_groups_hint(),
            Self::AccessRequests => t.console_access_requests_hint(),
            Self::Organizations => t.console_organizations_hint(),
            Self::Providers => t.console_providers_hint(),
            Self::Sessions => t.console_sessions_hint(),
            Self::Inspect => t.console_inspect_hint(),
            Self::Webhooks => t.console_webhooks_hint(),
            Self::SignIn => t.console_sign_in_hint(),
            Self::Mail => t.console_mail_hint(),
            Self::Keys => t.console_keys_hint(),
            Self::Branding => t.branding_hint(),
            Self::Audit => t.console_audit_hint(),
            Self::Settings => t.console_settings_hint(),
            Self::System => t.console_system_hint(),
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
    /// Whether there is something that this administrator may look for.
    pub has_search: bool,
}

impl Frame {
    /// The frame of a page for an administrator.
    pub fn new(section: Section, admin: &Admin, t: Messages) -> Self {
        Self::around(Some(section), admin, t)
    }

    /// The frame of a page that is in no part of the navigation.
    pub fn apart(admin: &Admin, t: Messages) -> Self {
        Self::around(None, admin, t)
    }

    fn around(section: Option<Section>, admin: &Admin, t: Messages) -> Self {
        let lines = Section::ALL.into_iter().filter(|line| line.is_for(admin));
        Self {
            lines: lines
                .map(|line| NavigationLine {
                    path: line.path(),
                    title: line.title(t),
                    hint: line.hint(t),
                    is_here: Some(line) == section,
                })
                .collect(),
            has_search: SEARCHED
                .into_iter()
                .any(|kind| admin.caller.may(Permission::read(kind))),
        }
    }
}
