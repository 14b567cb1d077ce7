//! Whether a declaration can be taken.

use super::declaration::{AttributeType, Label, Party, Required, UserAttribute, standard_type};
use crate::oauth::scope::Scope;
use crate::oidc::{
    claim_map::PROTOCOL,
    claims::{SUPPORTED, scope_of},
};
use regex::{Regex, RegexBuilder};

/// The longest name of a field or a claim, in bytes.
const MAX_NAME: usize = 64;
/// The longest label and the longest option, in characters.
const MAX_LABEL: usize = 200;
/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 500;
/// The most memory of a compiled pattern, in bytes.
const MAX_COMPILED: usize = 256 * 1024;
/// The most options of a choice.
const MAX_OPTIONS: usize = 500;
/// The greatest `max_length`, in characters.
const MAX_LENGTH: usize = 2000;

/// Names that mean something else in an account or a declaration.
const RESERVED: [&str; 17] = [
    "id",
    "email",
    "email_verified",
    "phone_number_verified",
    "username",
    "preferred_username",
    "password",
    "password_hash",
    "new_password",
    "address",
    "updated_at",
    "disabled",
    "created_at",
    "attributes",
    "roles",
    "groups",
    "picture",
];

/// Checks a declaration by itself, and compiles its pattern.
///
/// # Errors
/// The key, and what to change.
pub(super) fn check(attribute: &UserAttribute) -> Result<Option<Regex>, String> {
    check_name(attribute)?;
    check_label(attribute)?;
    check_options(attribute)?;
    check_bounds(attribute)?;
    check_parties(attribute)?;
    check_claim(attribute)?;
    attribute.pattern.as_deref().map(compiled).transpose()
}

/// A pattern that the whole value matches, in a time that grows with its length alone.
fn compiled(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > MAX_PATTERN {
        return Err(format!("pattern must have {MAX_PATTERN} bytes at most"));
    }
    // By itself first: what closes the group early is no pattern, though it may be one within it.
    let build = |pattern: &str| RegexBuilder::new(pattern).size_limit(MAX_COMPILED).build();
    let anchored = build(pattern).and_then(|_| build(&format!(r"\A(?:{pattern})\z")));
    anchored.map_err(|_| {
        "pattern is no regular expression, or is too large; look-around and back references do not \
         exist"
            .into()
    })
}

fn check_name(attribute: &UserAttribute) -> Result<(), String> {
    let name = attribute.name.as_str();
    let is_name = name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_name {
        return Err(format!(
            "name must be 1 to {MAX_NAME} of a-z, 0-9 and _, and begin with a letter"
        ));
    }
    if RESERVED.contains(&name) || PROTOCOL.contains(&name) {
        return Err(format!("name: {name} means something else already"));
    }
    let Some(kind) = standard_type(name) else {
        return Ok(());
    };
    if attribute.kind.is_some_and(|other| other != kind) {
        return Err(format!(
            "type: {name} is a standard claim, whose type stays"
        ));
    }
    if attribute.claim.is_some() || attribute.scope.is_some() {
        return Err(format!(
            "claim: {name} is a standard claim, which has its claim and its scope"
        ));
    }
    Ok(())
}

fn check_label(attribute: &UserAttribute) -> Result<(), String> {
    let texts: Vec<&String> = match &attribute.label {
        None => return Ok(()),
        Some(Label::One(text)) => vec![text],
        Some(Label::ByLanguage(texts)) => texts.values().collect(),
    };
    if !texts.is_empty() && texts.into_iter().all(|text| is_line(text)) {
        return Ok(());
    }
    Err(format!("label must have 1 to {MAX_LABEL} characters"))
}

fn is_line(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= MAX_LABEL
        && !text.chars().any(char::is_control)
}

fn check_options(attribute: &UserAttribute) -> Result<(), String> {
    let options = &attribute.options;
    match (attribute.kind(), options.is_empty()) {
        (AttributeType::Choice, true) => {
            return Err("options: a choice needs some".into());
        }
        (AttributeType::Choice, false) | (_, true) => {}
        (_, false) => return Err("options are for the type \"choice\" alone".into()),
    }
    let mut sorted: Vec<&String> = options.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != options.len() {
        return Err("options: one is there twice".into());
    }
    let is_clean = |option: &String| is_line(option) && option.trim() == option;
    if options.len() > MAX_OPTIONS || !options.iter().all(is_clean) {
        return Err(format!(
            "options must be {MAX_OPTIONS} at most, each of 1 to {MAX_LABEL} characters"
        ));
    }
    Ok(())
}

fn check_bounds(attribute: &UserAttribute) -> Result<(), String> {
    let kind = attribute.kind();
    let (min, max) = (attribute.min, attribute.max);
    if (min.is_some() || max.is_some()) && kind != AttributeType::Number {
        return Err("min and max are for the type \"number\" alone".into());
    }
    if [min, max]
        .into_iter()
        .flatten()
        .any(|bound| !bound.is_finite())
    {
        return Err("min and max must be finite numbers".into());
    }
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        return Err("min must not be above max".into());
    }
    let (least, max) = (attribute.min_length, attribute.max_length);
    if attribute.pattern.is_some() || least.is_some() || max.is_some() {
        if !kind.is_written() {
            return Err(
                "pattern, min_length and max_length are for \"text\", \"email\", \"phone\" and \
                 \"url\" alone"
                    .into(),
            );
        }
        if max.is_some_and(|max| !(1..=MAX_LENGTH).contains(&max)) {
            return Err(format!("max_length must be 1 to {MAX_LENGTH}"));
        }
        if least.unwrap_or_default() > attribute.longest() {
            return Err("min_length must not be above max_length".into());
        }
    }
    Ok(())
}

fn check_parties(attribute: &UserAttribute) -> Result<(), String> {
    let is_both = attribute.is_read_by_user() && attribute.is_edited_by_user();
    if attribute.required != Required::No && !is_both {
        return Err(
            "required: whom it is asked of is the user, who must be in read and edit".into(),
        );
    }
    if attribute.is_edited_by_user() && !attribute.is_read_by_user() {
        return Err("edit: whoever edits it must be in read".into());
    }
    if attribute.is_on_profile() && !is_both {
        let name = &attribute.name;
        return Err(format!("edit: users read and edit their {name} themselves"));
    }
    if attribute.edit.contains(&Party::Admin) && !attribute.read.contains(&Party::Admin) {
        return Err("edit: whoever edits it must be in read".into());
    }
    Ok(())
}

/// Claims by which apps decide what a user may do.
const TRUSTED: [&str; 9] = [
    "admin",
    "entitlements",
    "groups",
    "is_admin",
    "memberOf",
    "permissions",
    "role",
    "upn",
    "wids",
];

fn check_claim(attribute: &UserAttribute) -> Result<(), String> {
    let (claim, scope) = match (&attribute.claim, &attribute.scope) {
        (None, None) => return Ok(()),
        (Some(claim), Some(scope)) => (claim, scope),
        (Some(_), None) => return Err("scope: a claim needs the scope that opens it".into()),
        (None, Some(_)) => return Err("claim: a scope opens nothing without one".into()),
    };
    let is_claim = (1..=255).contains(&claim.len()) && claim.bytes().all(|b| b.is_ascii_graphic());
    if !is_claim {
        return Err("claim must have 1 to 255 characters of ASCII without spaces".into());
    }
    let is_known = PROTOCOL.contains(&claim.as_str()) || SUPPORTED.contains(&claim.as_str());
    if is_known || scope_of(claim).is_some() {
        return Err(format!("claim: {claim} means something else already"));
    }
    if TRUSTED.contains(&claim.as_str()) && attribute.is_edited_by_user() {
        return Err(format!(
            "edit: apps decide by the claim {claim} what a user may do, so users may not edit it: edit = [\"admin\"]"
        ));
    }
    let one = Scope::parse(scope).filter(|parsed| parsed.iter().eq([scope.as_str()]));
    if one.is_none() {
        return Err("scope must be one scope token".into());
    }
    if ["openid", "offline_access"].contains(&scope.as_str()) {
        return Err(format!("scope: {scope} opens no claim of a user"));
    }
    Ok(())
}
