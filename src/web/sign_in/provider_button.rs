//! The button of a provider elsewhere, by the provider's own rules for its brand.

use crate::messages::Messages;
use doorward_protocol::federation::{IdentityProvider, Kind};

/// A button.
pub struct ProviderButton {
    /// The provider's identifier.
    pub id: String,
    /// Its colours, as a class.
    pub class: &'static str,
    /// What it says.
    pub label: String,
    /// Its mark, inline SVG of ours; empty where it has none.
    pub mark: &'static str,
    /// Its first letter, where it has no mark.
    pub initial: String,
}

impl ProviderButton {
    /// The button of a provider.
    pub(crate) fn of(provider: &IdentityProvider, t: Messages) -> Self {
        let (class, mark) = match provider.kind {
            Kind::Google => (
                "google",
                include_str!("../../../templates/providers/google.svg"),
            ),
            Kind::Github => (
                "github",
                include_str!("../../../templates/providers/github.svg"),
            ),
            Kind::Microsoft => (
                "microsoft",
                include_str!("../../../templates/providers/microsoft.svg"),
            ),
            Kind::Facebook => (
                "facebook",
                include_str!("../../../templates/providers/facebook.svg"),
            ),
            Kind::Gitlab => (
                "gitlab",
                include_str!("../../../templates/providers/gitlab.svg"),
            ),
            Kind::Apple => (
                "apple",
                include_str!("../../../templates/providers/apple.svg"),
            ),
            Kind::Discord => (
                "discord",
                include_str!("../../../templates/providers/discord.svg"),
            ),
            Kind::Oidc | Kind::Oauth2 | Kind::Ldap => ("plain", ""),
        };
        let name = provider.display_name();
        // Microsoft's rules know these words alone; the others allow both.
        let label = if provider.kind == Kind::Microsoft {
            t.sign_in_with(name)
        } else {
            t.sign_in_continue_with(name)
        };
        let initial = name
            .chars()
            .next()
            .map(|first| first.to_uppercase().collect())
            .unwrap_or_default();
        Self {
            id: provider.id.clone(),
            class,
            label,
            mark,
            initial,
        }
    }
}
