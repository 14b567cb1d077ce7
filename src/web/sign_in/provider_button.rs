//! The button of an identity provider, by the provider's own rules for its brand.

use crate::messages::Messages;
use doorward_core::federation::LoadedIdentityProvider;

/// A button that begins a sign-in at an identity provider.
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
    pub(crate) fn of(provider: &LoadedIdentityProvider, t: Messages) -> Self {
        let (class, mark) = match provider.declared().kind.as_str() {
            "google" => (
                "google",
                include_str!("../../../templates/providers/google.svg"),
            ),
            "github" => (
                "github",
                include_str!("../../../templates/providers/github.svg"),
            ),
            "microsoft" => (
                "microsoft",
                include_str!("../../../templates/providers/microsoft.svg"),
            ),
            "facebook" => (
                "facebook",
                include_str!("../../../templates/providers/facebook.svg"),
            ),
            "gitlab" => (
                "gitlab",
                include_str!("../../../templates/providers/gitlab.svg"),
            ),
            "apple" => (
                "apple",
                include_str!("../../../templates/providers/apple.svg"),
            ),
            "discord" => (
                "discord",
                include_str!("../../../templates/providers/discord.svg"),
            ),
            _ => ("plain", ""),
        };
        let name = provider.display_name();
        // Microsoft's rules know these words alone; the others allow both.
        let label = if provider.declared().kind == "microsoft" {
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
            id: provider.id().to_owned(),
            class,
            label,
            mark,
            initial,
        }
    }
}
