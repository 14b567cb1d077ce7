//! The settings that say who may use a client.

use super::{ClientSetting, Kind, setting};
use crate::{credentials::second_factor::ClientSecondFactor, organizations::OrganizationUse};
use strum::VariantNames;

/// Who may use it, and how.
pub(super) const ACCESS: &[ClientSetting] = &[
    setting(
        "first_party",
        Kind::Switch,
        "true",
        "A first-party app: users are not asked for consent",
    ),
    setting(
        "authorization_challenge",
        Kind::Switch,
        "true",
        "Whether a first-party app may have a sign-in form of its own, which sends what users type to /authorize-challenge",
    ),
    setting(
        "sign_in_methods",
        Kind::Names,
        "password,upstream",
        "The methods by which its users may sign in, in the order of the page: `password`, `passkey`, `code`, `link`, or an identity provider",
    ),
    setting(
        "second_factor",
        Kind::OneOf(ClientSecondFactor::NAMES),
        "required",
        "`required`: its users need a second factor, whatever the server asks of everybody",
    ),
    setting(
        "sign_up",
        Kind::Switch,
        "false",
        "Whether new users may come by this app: create an account, or be made by an identity provider [default: true]",
    ),
    setting(
        "allowed_groups",
        Kind::Texts,
        "staff",
        "Only members of this group may use it, and whoever has one of its allowed_roles",
    ),
    setting(
        "allowed_roles",
        Kind::Texts,
        "editor",
        "Only who has this role in it may use it, and members of its allowed_groups",
    ),
    setting(
        "organizations",
        Kind::OneOf(OrganizationUse::VARIANTS),
        "required",
        "Its users sign in for an organization: always (`required`), or where the request names one (`optional`)",
    ),
    setting(
        "forward_auth",
        Kind::Document,
        r#"{"origins":["https://wiki.example.com"],"roles":["editor"]}"#,
        "A site behind a proxy: {\"origins\": [\"https://wiki.example.com\"], \"roles\": []}",
    ),
];
