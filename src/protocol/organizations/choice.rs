//! For which organization a user signs in: the rule, from values alone.

use super::OrganizationPolicy;
use serde::{Deserialize, Serialize};
use strum::VariantNames;

/// Whether an app knows organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OrganizationUse {
    /// Its users sign in for an organization, or for none: the request says which.
    Optional,
    /// Its users always sign in for an organization. Whoever is in several is asked for which.
    Required,
}

/// An organization that a user is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationOfUser {
    /// The identifier: the claim `org_id`.
    pub id: String,
    /// The short name: the claim `org_name`.
    pub slug: String,
    /// The name that users see.
    pub name: String,
    /// Whether the user is an owner of it.
    pub owner: bool,
    /// What holds while the user signs in for it.
    pub policy: OrganizationPolicy,
}

/// For which organization a user signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The user signs in for no organization: the app does not ask for one.
    #[default]
    None,
    /// The organization that the user signs in for: the one that the app or the user named, or the only
    /// one that the user is in.
    Chosen(OrganizationOfUser),
    /// The user is in several and has to choose.
    Open,
    /// The user is not in the organization that is asked for, there is no such organization, or the user
    /// is in none at all. Which of them it is, nobody is told.
    Refused,
}

impl Choice {
    /// The identifier of the chosen organization.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Chosen(chosen) => Some(&chosen.id),
            Self::None | Self::Open | Self::Refused => None,
        }
    }

    /// What holds by the chosen organization.
    pub const fn policy(&self) -> Option<&OrganizationPolicy> {
        match self {
            Self::Chosen(chosen) => Some(&chosen.policy),
            Self::None | Self::Open | Self::Refused => None,
        }
    }
}

/// Decides for which organization a user signs in. `asked`: the parameter `organization` of the request,
/// an identifier or a slug. `picked`: the identifier that the user chose for this request, which counts
/// only while the user is in it.
pub fn choose(
    usage: Option<OrganizationUse>,
    asked: Option<&str>,
    picked: Option<&str>,
    mine: &[OrganizationOfUser],
) -> Choice {
    let Some(usage) = usage else {
        return Choice::None;
    };
    if let Some(asked) = asked {
        let found = mine
            .iter()
            .find(|mine| mine.id == asked || mine.slug == asked);
        return found.cloned().map_or(Choice::Refused, Choice::Chosen);
    }
    if usage == OrganizationUse::Optional {
        return Choice::None;
    }
    let picked = picked.and_then(|id| mine.iter().find(|mine| mine.id == id));
    match (picked, mine) {
        (Some(picked), _) => Choice::Chosen(picked.clone()),
        (None, []) => Choice::Refused,
        (None, [only]) => Choice::Chosen(only.clone()),
        (None, _) => Choice::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrganizationUse::{Optional, Required};

    fn of(slug: &str) -> OrganizationOfUser {
        OrganizationOfUser {
            id: format!("id-{slug}"),
            slug: slug.to_owned(),
            name: slug.to_uppercase(),
            owner: false,
            policy: OrganizationPolicy::default(),
        }
    }

    #[test]
    fn an_app_that_knows_no_organizations_gets_none() {
        let mine = [of("acme")];
        assert_eq!(choose(None, Some("acme"), None, &mine), Choice::None);
        assert_eq!(choose(Some(Optional), None, None, &mine), Choice::None);
        let picked = choose(Some(Optional), None, Some("id-acme"), &mine);
        assert_eq!(picked, Choice::None);
    }

    #[test]
    fn who_is_not_in_an_organization_learns_nothing_of_it() {
        let mine = [of("acme")];
        for usage in [Optional, Required] {
            for asked in ["acme", "id-acme"] {
                let chosen = choose(Some(usage), Some(asked), None, &mine);
                assert_eq!(chosen, Choice::Chosen(of("acme")));
            }
            for asked in ["globex", "id-globex", "ACME", ""] {
                assert_eq!(
                    choose(Some(usage), Some(asked), None, &mine),
                    Choice::Refused
                );
            }
            // What the request asks for outweighs what the user chose.
            let other = choose(Some(usage), Some("globex"), Some("id-acme"), &mine);
            assert_eq!(other, Choice::Refused);
        }
    }

    #[test]
    fn only_who_is_in_several_has_to_choose() {
        let (one, two) = ([of("acme")], [of("acme"), of("globex")]);
        let required = |picked, mine| choose(Some(Required), None, picked, mine);
        assert_eq!(required(None, &[]), Choice::Refused);
        assert_eq!(required(None, &one), Choice::Chosen(of("acme")));
        assert_eq!(required(None, &two), Choice::Open);
        assert_eq!(
            required(Some("id-globex"), &two),
            Choice::Chosen(of("globex"))
        );
        assert_eq!(required(Some("id-initech"), &two), Choice::Open);
    }
    #[test]
    fn only_what_is_chosen_has_an_identifier() {
        assert_eq!(Choice::Chosen(of("acme")).id(), Some("id-acme"));
        for none in [Choice::None, Choice::Open, Choice::Refused] {
            assert_eq!(none.id(), None, "{none:?}");
        }
    }
}
