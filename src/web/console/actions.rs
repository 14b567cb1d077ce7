//! What an administrator can do to a user, as forms.

use super::{admin::Admin, tabs::first_of};
use crate::messages::Messages;
use doorward_core::users::User;
use doorward_protocol::{
    management::{Permission, Resource},
    secret::{Secret, form_token},
    sessions::sso_session::SsoSession,
};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Something that an administrator can do to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Action {
    /// Disables the user.
    Disable,
    /// Lets them sign in again.
    Enable,
    /// Ends all of their sessions.
    SignOut,
    /// Mails them a link to choose a new password.
    SendLink,
    /// Takes all of their factors away.
    RemoveFactors,
}

impl Action {
    /// Its name in forms.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The action of a name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// What it takes; the same as the route of the management API.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Disable | Self::Enable => Permission::write(Resource::Users),
            Self::SignOut => Permission::write(Resource::Sessions),
            Self::SendLink | Self::RemoveFactors => Permission::write(Resource::Factors),
        }
    }

    /// Whether the administrator must have signed in just now.
    pub const fn is_dangerous(self) -> bool {
        matches!(self, Self::Disable | Self::RemoveFactors)
    }

    /// The name of the tab that it is on.
    pub const fn tab(self) -> &'static str {
        match self {
            Self::Disable | Self::Enable => "profile",
            Self::SignOut => "sessions",
            Self::SendLink | Self::RemoveFactors => "factors",
        }
    }

    fn is_for(self, user: &User) -> bool {
        match self {
            Self::Disable => user.disabled_at.is_none(),
            Self::Enable => user.disabled_at.is_some(),
            Self::SendLink => user.email.is_some(),
            Self::SignOut | Self::RemoveFactors => true,
        }
    }

    /// What it is called.
    pub(crate) fn label(self, t: Messages) -> String {
        match self {
            Self::Disable => t.console_disable(),
            Self::Enable => t.console_enable(),
            Self::SignOut => t.console_sign_out(),
            Self::SendLink => t.console_send_link(),
            Self::RemoveFactors => t.console_remove_factors(),
        }
    }

    /// What will happen.
    pub(crate) fn effect(self, t: Messages) -> String {
        match self {
            Self::Disable => t.console_disable_effect(),
            Self::Enable => t.console_enable_effect(),
            Self::SignOut => t.console_sign_out_effect(),
            Self::SendLink => t.console_send_link_effect(),
            Self::RemoveFactors => t.console_remove_factors_effect(),
        }
    }

    /// Whether it ends every session of the user.
    const fn ends_sessions(self) -> bool {
        matches!(self, Self::Disable | Self::SignOut | Self::RemoveFactors)
    }

    /// What the token of the form is bound to beside the browser: a form about one user is never taken
    /// for one about another, nor one action for another.
    pub fn purpose(self, user_id: &str, session: &SsoSession) -> String {
        format!("console {} {user_id} by {}", self.name(), session.user_id)
    }
}

/// A form of the page of a user.
pub struct ActionForm {
    /// Its name, for the field of the form and the identifier of the button.
    pub name: &'static str,
    /// What the button says.
    pub label: String,
    /// What will happen.
    pub effect: String,
    /// What ends by it: how many sessions the user has.
    pub loss: Option<String>,
    /// Whether it may ask for a fresh sign-in.
    pub is_dangerous: bool,
    /// The token of the form.
    pub token: String,
}

/// Where forms are offered.
pub struct Place<'a> {
    /// The name of the tab.
    pub tab: &'static str,
    /// Whether the provider can send mail: only then can a link be mailed.
    pub can_mail: bool,
    /// How many live sessions the user has.
    pub sessions: usize,
    /// Whether the user may do more than the administrator.
    pub is_beyond: bool,
    /// The secret of the browser, which the tokens of the forms are made with.
    pub secret: &'a Secret,
}

/// The forms that a tab offers an administrator about a user.
pub fn forms(admin: &Admin, user: &User, place: &Place<'_>, t: Messages) -> Vec<ActionForm> {
    let session = &admin.signed_in.session;
    let offered = |action: &Action| {
        !place.is_beyond
            && action.tab() == place.tab
            && action.is_for(user)
            && admin.caller.may(action.permission())
            && (place.can_mail || *action != Action::SendLink)
    };
    let actions = Action::VARIANTS.iter().copied().filter(offered);
    actions
        .map(|action| ActionForm {
            name: action.name(),
            label: action.label(t),
            effect: action.effect(t),
            loss: action
                .ends_sessions()
                .then(|| match first_of(place.sessions) {
                    Some(first) => t.console_loss_sessions_more(first),
                    None => t.console_loss_sessions(place.sessions),
                }),
            is_dangerous: action.is_dangerous(),
            token: form_token(place.secret, &action.purpose(&user.id, session)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Action, VariantArray};

    #[test]
    fn an_action_is_known_by_its_name() {
        for action in Action::VARIANTS.iter().copied() {
            assert_eq!(Action::named(action.name()), Some(action));
        }
        assert_eq!(Action::named("delete"), None);
    }
}
