//! The tabs of the page of an app, and the settings that each of them shows.

use crate::messages::Messages;
use doorward_core::management::Caller;
use doorward_protocol::{
    clients::client_settings::{ClientSetting, TOPICS, is_of_owners},
    management::{Permission, Resource},
};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A tab of the page of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum AppTab {
    /// What users see of the app.
    Basics,
    /// What it may ask for, and how it proves who it is.
    SignIn,
    /// The secrets by which it proves who it is.
    Secrets,
    /// What its tokens hold.
    Tokens,
    /// How it hears of a sign-out.
    SignOut,
    /// Who may use it.
    Access,
    /// Who administers it.
    Owners,
}

impl AppTab {
    /// Every one, in the order of the page.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The tab of a name; the first one where there is none of this name.
    pub fn named(name: &str) -> Self {
        name.parse().unwrap_or(Self::Basics)
    }

    /// What it is called.
    pub(crate) fn title(self, t: Messages) -> String {
        match self {
            Self::Basics => t.console_app_tab_basics(),
            Self::SignIn => t.console_app_tab_sign_in(),
            Self::Secrets => t.console_secrets_tab(),
            Self::Tokens => t.console_app_tab_tokens(),
            Self::SignOut => t.console_app_tab_sign_out(),
            Self::Access => t.console_app_tab_access(),
            Self::Owners => t.console_owners_tab(),
        }
    }

    /// The headings of the guide whose settings it shows.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Basics => &["The app"],
            Self::SignIn => &["Requests and answers", "Authentication of the app"],
            Self::Secrets | Self::Owners => &[],
            Self::Tokens => &["Tokens and claims"],
            Self::SignOut => &["Sign-out"],
            Self::Access => &["Who may use it"],
        }
    }

    /// The settings that it shows.
    pub fn settings(self) -> impl Iterator<Item = &'static ClientSetting> {
        let topics = TOPICS
            .iter()
            .filter(move |topic| self.headings().contains(&topic.heading));
        topics.flat_map(|topic| topic.settings)
    }

    /// Those of its settings that somebody may change: of the owner of the app, what is for owners.
    pub fn settings_of(
        self,
        caller: &Caller,
        client_id: &str,
    ) -> impl Iterator<Item = &'static ClientSetting> + use<> {
        let write = Permission::write(Resource::Apps);
        let is_owner = caller.acts_as_owner(write, client_id);
        self.settings()
            .filter(move |setting| !is_owner || is_of_owners(setting.name))
    }
}

#[cfg(test)]
mod tests {
    use super::AppTab;
    use doorward_protocol::clients::client_settings::all;

    #[test]
    fn every_setting_is_on_one_tab() {
        let shown = AppTab::ALL.iter().copied().flat_map(AppTab::settings);
        let mut shown: Vec<&str> = shown.map(|setting| setting.name).collect();
        let mut every: Vec<&str> = all().map(|setting| setting.name).collect();
        shown.sort_unstable();
        every.sort_unstable();
        assert_eq!(shown, every);
        for tab in AppTab::ALL.iter().copied() {
            assert_eq!(AppTab::named(tab.name()), tab);
        }
    }
}
