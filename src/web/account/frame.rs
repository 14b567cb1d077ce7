//! What every page of the account shows around its content: the bar and the navigation.

use crate::extract::browser::Browser;

/// A page of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum AccountSection {
    /// Devices and apps.
    Overview,
    /// Who the user is.
    Profile,
    /// How the user signs in.
    Security,
    /// The roles that the user may ask for.
    Access,
    /// What happened lately.
    Activity,
    /// The data of the account.
    Data,
}

impl AccountSection {
    const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The path of the page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/account",
            Self::Profile => "/account/profile",
            Self::Security => "/account/security",
            Self::Access => "/account/access",
            Self::Activity => "/account/activity",
            Self::Data => "/account/data",
        }
    }
}

/// The frame of a page of the account.
pub struct Frame {
    section: AccountSection,
    /// How many accounts are signed in in this browser.
    pub accounts: usize,
}

impl Frame {
    /// The frame of a page for a browser.
    pub fn new(section: AccountSection, browser: &Browser) -> Self {
        Self {
            section,
            accounts: browser.accounts.len(),
        }
    }

    /// Whether the page has this name.
    pub fn is_at(&self, name: &str) -> bool {
        self.section.name() == name
    }
}
