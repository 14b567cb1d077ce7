//! A user changes who they are: names, language, time zone.

use super::OwnAccount;
use crate::{Result, audit::Record, context::OperationContext, users::is_username};
use doorward_protocol::{
    oidc::claims::StandardClaims,
    sessions::sso_session::SsoSession,
    text::{fold_username, is_disguise},
    users::{
        attributes::{AttributeProblem, UserAttribute, UserAttributes},
        username::{ChosenNameProblem, check_chosen_name},
    },
};
use doorward_storage::{Store, User};
use std::collections::BTreeMap;

/// The longest value of a claim, in characters.
const MAX_VALUE: usize = 200;

/// What users say of themselves. What is empty is removed.
pub struct Profile {
    /// The user name; it is no address, so nobody takes somebody's address by it.
    pub username: String,
    /// The full name.
    pub name: String,
    /// The given name.
    pub given_name: String,
    /// The family name.
    pub family_name: String,
    /// What friends say.
    pub nickname: String,
    /// The address of a web page.
    pub website: String,
    /// The language of pages and mails, as a BCP 47 tag.
    pub locale: String,
    /// The time zone, as the tz database names it.
    pub zoneinfo: String,
    /// What was typed into the declared fields, by name.
    pub attributes: BTreeMap<String, String>,
}

/// Why a profile is not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum ProfileProblem {
    /// A user name has 1 to 64 characters, without spaces and without `@`.
    Username,
    /// The user name belongs to somebody else.
    UsernameTaken,
    /// The user name is reserved, or looks like one that is.
    UsernameReserved,
    /// The user name mixes scripts, or passes for one of ASCII.
    UsernameDisguised,
    /// The name is missing.
    Name,
    /// A value is too long, or has characters that are not seen.
    Value,
    /// The web page is no http address.
    Website,
    /// The time zone has no name of the tz database.
    TimeZone,
    /// Values of declared fields are missing or wrong, by name.
    Attributes(BTreeMap<String, AttributeProblem>),
    /// The account changed meanwhile.
    Conflict,
}

impl OwnAccount {
    /// Changes the profile of the user of a session, while the session lives.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn change_profile(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        profile: &Profile,
    ) -> Result<std::result::Result<User, ProfileProblem>> {
        let store = self.kernel.database.read();
        let Some(user) = store.user(&session.user_id).await? else {
            return Ok(Err(ProfileProblem::Conflict));
        };
        let mut changed = match changed(&user, profile, ctx) {
            Ok(changed) => changed,
            Err(problem) => return Ok(Err(problem)),
        };
        if let Err(problem) = self.check_username(&user, changed.username.as_deref()) {
            return Ok(Err(problem));
        }
        let configuration = self.kernel.configuration().await?;
        match with_attributes(&configuration.user_attributes, &changed.claims, profile) {
            Ok(claims) => changed.claims = claims,
            Err(problems) => return Ok(Err(ProfileProblem::Attributes(problems))),
        }
        let owner = match &changed.username {
            Some(name) => store.user_by_identifier(name).await?,
            None => None,
        };
        if owner.is_some_and(|owner| owner.id != user.id) {
            return Ok(Err(ProfileProblem::UsernameTaken));
        }
        let record = Record {
            action: "user.changed",
            subject: Some(&user.id),
            client_id: None,
            detail: "profile",
        };
        let unit = Store::change_user(&changed)
            .then(Store::require_live_session(session.reference()))
            .then(self.kernel.database.record(ctx, &record));
        // The user name is unique: who is second is told so.
        let is_changed = self.kernel.database.commit_unless_taken(unit).await?;
        Ok(if is_changed {
            Ok(changed)
        } else {
            Err(ProfileProblem::Conflict)
        })
    }

    /// Whether a user may give themselves a name. They keep one that an administrator gave them.
    fn check_username(
        &self,
        user: &User,
        chosen: Option<&str>,
    ) -> std::result::Result<(), ProfileProblem> {
        let Some(chosen) = chosen else {
            return Ok(());
        };
        let present = user.username.as_deref().map(fold_username);
        if present.is_some_and(|present| present == fold_username(chosen)) {
            return Ok(());
        }
        let reserved = &self.kernel.settings.sign_up.reserved_usernames;
        check_chosen_name(chosen, reserved).map_err(|problem| match problem {
            ChosenNameProblem::Reserved => ProfileProblem::UsernameReserved,
            ChosenNameProblem::Disguised => ProfileProblem::UsernameDisguised,
        })
    }
}

/// The claims with what was typed into the fields that the user edits. Fields that the page has
/// without a declaration are checked where one is about them.
fn with_attributes(
    attributes: &UserAttributes,
    claims: &StandardClaims,
    profile: &Profile,
) -> std::result::Result<StandardClaims, BTreeMap<String, AttributeProblem>> {
    let mut typed = profile.attributes.clone();
    for (name, value) in [
        ("name", &profile.name),
        ("given_name", &profile.given_name),
        ("family_name", &profile.family_name),
        ("nickname", &profile.nickname),
        ("website", &profile.website),
        ("locale", &profile.locale),
        ("zoneinfo", &profile.zoneinfo),
    ] {
        typed.insert(name.to_owned(), value.clone());
    }
    attributes.take(&typed, claims, UserAttribute::is_edited_by_user)
}

fn changed(
    user: &User,
    profile: &Profile,
    ctx: &OperationContext,
) -> std::result::Result<User, ProfileProblem> {
    let given = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    let values = [
        &profile.name,
        &profile.given_name,
        &profile.family_name,
        &profile.nickname,
        &profile.website,
        &profile.locale,
        &profile.zoneinfo,
    ];
    let is_value =
        |value: &&String| value.chars().count() <= MAX_VALUE && !value.chars().any(is_disguise);
    if !values.iter().all(is_value) {
        return Err(ProfileProblem::Value);
    }
    let username = given(&profile.username);
    if username.as_deref().is_some_and(|name| !is_username(name)) {
        return Err(ProfileProblem::Username);
    }
    let name = given(&profile.name).ok_or(ProfileProblem::Name)?;
    let website = given(&profile.website);
    let is_address = |url: &String| {
        url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
    };
    if !website.iter().all(is_address) {
        return Err(ProfileProblem::Website);
    }
    let (locale, zoneinfo) = (given(&profile.locale), given(&profile.zoneinfo));
    let mut changed = user.clone();
    changed.username = username;
    changed.claims.name = Some(name);
    changed.claims.given_name = given(&profile.given_name);
    changed.claims.family_name = given(&profile.family_name);
    changed.claims.nickname = given(&profile.nickname);
    changed.claims.website = website;
    changed.claims.locale = locale;
    changed.claims.zoneinfo = zoneinfo;
    changed.updated_at = ctx.now();
    match unwritten(&changed.claims).next() {
        Some("zoneinfo") => return Err(ProfileProblem::TimeZone),
        Some(_) => return Err(ProfileProblem::Value),
        None => {}
    }
    Ok(changed)
}

/// The standard claims whose values are not written as the account page demands it.
pub(super) fn unwritten(claims: &StandardClaims) -> impl Iterator<Item = &'static str> {
    let locale = claims.locale.as_deref().is_none_or(is_language_tag);
    let zoneinfo = claims.zoneinfo.as_deref().is_none_or(is_time_zone);
    [("locale", locale), ("zoneinfo", zoneinfo)]
        .into_iter()
        .filter_map(|(name, is_written)| (!is_written).then_some(name))
}

/// Whether a text is written as a language tag (BCP 47): subtags of up to eight letters and digits.
fn is_language_tag(text: &str) -> bool {
    text.split('-').all(|subtag| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Whether a text is written as the tz database names its zones: an area and a place. Which of them
/// exist changes several times a year, so that is not looked up.
fn is_time_zone(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
    };
    text.split('/').all(is_part) && (text.contains('/') || matches!(text, "UTC" | "GMT"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_written_as_in_the_tz_database() {
        for zone in [
            "Europe/Berlin",
            "America/Argentina/Ushuaia",
            "Etc/GMT+12",
            "UTC",
        ] {
            assert!(is_time_zone(zone), "{zone}");
        }
        for text in [
            "",
            "Berlin",
            "Europe/",
            "/Berlin",
            "Europe/Ber lin",
            "+01:00",
            "Europe//Berlin",
        ] {
            assert!(!is_time_zone(text), "{text}");
        }
    }

    #[test]
    fn a_language_is_written_as_a_tag() {
        for tag in ["de", "pt-BR", "zh-Hans", "de-CH-1996"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "German language", "de_DE", "-", "de-", "überlang"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}
