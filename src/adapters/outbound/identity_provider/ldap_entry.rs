//! A directory entry as claims.

use super::IdentityProviderError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::federation::LdapSettings;
use ldap3::SearchEntry;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Attributes that never change: of OpenLDAP (RFC 4530), Active Directory, 389 Directory Server and
/// FreeIPA.
pub(super) const SUBJECT_ATTRIBUTES: [&str; 4] =
    ["entryUUID", "objectGUID", "nsUniqueId", "ipaUniqueID"];

/// The attributes of an entry as lists, with the claims `sub`, `groups` and `dn`.
pub(super) fn claims(
    entry: &SearchEntry,
    groups: Vec<String>,
    settings: &LdapSettings,
) -> Result<Map<String, Value>, IdentityProviderError> {
    let subject = subject(entry, settings).ok_or_else(|| {
        IdentityProviderError::invalid_declaration(
            "the entry has no attribute that never changes: set ldap.subject_attribute",
        )
    })?;
    let member_of = attribute(&entry.attrs, "memberOf");
    let mut group_names: Vec<String> = member_of
        .into_iter()
        .flatten()
        .filter_map(|dn| common_name(dn))
        .collect();
    group_names.extend(groups);
    group_names.sort();
    group_names.dedup();
    let mut claims: Map<String, Value> = entry
        .attrs
        .iter()
        .map(|(name, values)| (name.clone(), values.clone().into()))
        .collect();
    claims.insert("groups".into(), group_names.into());
    claims.insert("dn".into(), entry.dn.clone().into());
    claims.insert("sub".into(), subject.into());
    Ok(claims)
}

/// The declared subject attribute, or the first known one that the entry has.
fn subject(entry: &SearchEntry, settings: &LdapSettings) -> Option<String> {
    let value = |name: &str| {
        let text = attribute(&entry.attrs, name).and_then(|values| values.first().cloned());
        // Active Directory's objectGUID is binary.
        text.or_else(|| {
            attribute(&entry.bin_attrs, name)
                .and_then(|values| values.first())
                .map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
        })
    };
    match settings.subject_attribute.as_deref() {
        Some(declared) => value(declared),
        None => SUBJECT_ATTRIBUTES.into_iter().find_map(value),
    }
}

/// An attribute by its name, which is case-insensitive (RFC 4512 §2.5).
fn attribute<'a, T>(attributes: &'a HashMap<String, Vec<T>>, name: &str) -> Option<&'a Vec<T>> {
    attributes
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, values)| values)
}

/// The name of a group from its DN: `cn=admins,ou=groups,…` is `admins`.
fn common_name(dn: &str) -> Option<String> {
    let (name, value) = dn.split(',').next()?.split_once('=')?;
    name.trim()
        .eq_ignore_ascii_case("cn")
        .then(|| value.trim().to_owned())
}
