//! A directory entry as claims.

use super::IdentityProviderError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{
    federation::{DistinguishedName, GroupNames, LdapSettings},
    text::fold_spelling,
};
use ldap3::SearchEntry;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Attributes that never change: of OpenLDAP (RFC 4530), Active Directory, 389 Directory Server and
/// FreeIPA.
pub(super) const SUBJECT_ATTRIBUTES: [&str; 4] =
    ["entryUUID", "objectGUID", "nsUniqueId", "ipaUniqueID"];

/// A group of a directory.
pub(super) struct Group {
    dn: String,
    common_names: Vec<String>,
}

/// The group that an entry is.
pub(super) fn group(entry: SearchEntry) -> Group {
    let common_names = attribute(&entry.attrs, "cn").cloned().unwrap_or_default();
    Group {
        dn: entry.dn,
        common_names,
    }
}

impl Group {
    /// The group that a value of `memberOf` names; `None` where it does not count.
    fn of_member_of(dn: &str, base: Option<&DistinguishedName>) -> Option<Self> {
        let parsed = DistinguishedName::parse(dn)?;
        if base.is_some_and(|base| !parsed.is_at_or_below(base)) {
            return None;
        }
        Some(Self {
            dn: dn.to_owned(),
            common_names: parsed.common_names().map(str::to_owned).collect(),
        })
    }

    fn names(self, by: GroupNames) -> Vec<String> {
        match by {
            GroupNames::CommonName => self.common_names,
            GroupNames::DistinguishedName => vec![self.dn],
        }
    }
}

/// The name of an entry in groups of POSIX accounts (RFC 2307): its only `uid`, or its only
/// `sAMAccountName`.
pub(super) fn username_of(entry: &SearchEntry) -> Option<&str> {
    ["uid", "sAMAccountName"].into_iter().find_map(|name| {
        match attribute(&entry.attrs, name)?.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        }
    })
}

/// Attributes that hold the own name of an entry, which the directory assigns.
const OWN_NAMES: [&str; 3] = ["uid", "sAMAccountName", "userPrincipalName"];

/// The entry that is meant by a name, of those that a directory finds: the only one, or the only one
/// whose own name it is.
pub(super) fn the_one_called(name: &str, mut found: Vec<SearchEntry>) -> Option<SearchEntry> {
    if found.len() > 1 {
        // Directories ignore case, width and space (RFC 4518 §2).
        let name = fold_spelling(name);
        found.retain(|entry| {
            OWN_NAMES
                .into_iter()
                .filter_map(|own| attribute(&entry.attrs, own))
                .flatten()
                .any(|own| fold_spelling(own) == name)
        });
    }
    match <[SearchEntry; 1]>::try_from(found) {
        Ok([entry]) => Some(entry),
        Err(_) => None,
    }
}

/// The attributes of an entry as lists, with the claims `sub`, `groups` and `dn`.
pub(super) fn claims(
    entry: &SearchEntry,
    groups: Vec<Group>,
    settings: &LdapSettings,
) -> Result<Map<String, Value>, IdentityProviderError> {
    let subject = subject(entry, settings).ok_or_else(|| {
        IdentityProviderError::invalid_declaration(
            "the entry has no attribute that never changes: set ldap.subject_attribute",
        )
    })?;
    let base = settings.group_base_dn.as_deref();
    let base = base.and_then(DistinguishedName::parse);
    let member_of = attribute(&entry.attrs, "memberOf").into_iter().flatten();
    let mut group_names: Vec<String> = member_of
        .filter_map(|dn| Group::of_member_of(dn, base.as_ref()))
        .chain(groups)
        .flat_map(|group| group.names(settings.group_names))
        .collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(attributes: &[(&str, &[&str])]) -> SearchEntry {
        SearchEntry {
            dn: "uid=hedy,ou=people,dc=x".into(),
            attrs: attributes
                .iter()
                .map(|(name, values)| {
                    let values = values.iter().map(|value| (*value).to_owned());
                    ((*name).to_owned(), values.collect())
                })
                .collect(),
            bin_attrs: HashMap::new(),
        }
    }

    fn groups(settings: &LdapSettings, found: Vec<Group>) -> Value {
        let attributes: [(&str, &[&str]); 2] = [
            ("entryUUID", &["u"]),
            (
                "MEMBEROF",
                &[
                    "CN=Admins,OU=Groups,DC=x",
                    "cn=admins,ou=elsewhere,dc=x",
                    "cn=a\\,b,ou=groups,dc=x",
                    "no name",
                ],
            ),
        ];
        claims(&entry(&attributes), found, settings).unwrap()["groups"].clone()
    }

    #[test]
    fn groups_are_named_as_the_declaration_says() {
        let found = || {
            vec![Group {
                dn: "cn=writers,ou=groups,dc=x".into(),
                common_names: vec!["writers".into(), "authors".into()],
            }]
        };
        let mut settings = LdapSettings::default();
        assert_eq!(
            groups(&settings, found()),
            json!(["Admins", "a,b", "admins", "authors", "writers"])
        );
        settings.group_base_dn = Some("ou=groups,dc=x".into());
        assert_eq!(
            groups(&settings, found()),
            json!(["Admins", "a,b", "authors", "writers"]),
            "groups elsewhere do not count"
        );
        settings.group_names = GroupNames::DistinguishedName;
        assert_eq!(
            groups(&settings, found()),
            json!([
                "CN=Admins,OU=Groups,DC=x",
                "cn=a\\,b,ou=groups,dc=x",
                "cn=writers,ou=groups,dc=x"
            ])
        );
    }

    #[test]
    fn the_own_name_of_an_entry_wins_over_an_address_that_another_chose() {
        let named = |name: &str, attributes: &[(&str, &[&str])]| SearchEntry {
            dn: name.to_owned(),
            ..entry(attributes)
        };
        let hedy = || named("hedy", &[("uid", &["Hedy"]), ("mail", &["hedy@x"])]);
        let eve = || named("eve", &[("uid", &["eve"]), ("mail", &["hedy"])]);
        let other = || named("other", &[("sAMAccountName", &["HEDY"])]);
        let called = |found| the_one_called(" hedy", found).map(|entry| entry.dn);
        assert_eq!(called(vec![]), None);
        assert_eq!(called(vec![eve()]).as_deref(), Some("eve"));
        assert_eq!(called(vec![eve(), hedy()]).as_deref(), Some("hedy"));
        assert_eq!(called(vec![hedy(), eve(), eve()]).as_deref(), Some("hedy"));
        assert_eq!(called(vec![eve(), eve()]), None);
        assert_eq!(called(vec![eve(), hedy(), other()]), None);
        // A name that only looks like it is another name.
        let alike = named("alike", &[("uid", &["hedу"]), ("mail", &["hedy"])]);
        assert_eq!(called(vec![alike, hedy()]).as_deref(), Some("hedy"));
    }

    #[test]
    fn the_name_of_an_entry_is_its_own_and_the_only_one() {
        let name =
            |attributes: &[(&str, &[&str])]| username_of(&entry(attributes)).map(str::to_owned);
        assert_eq!(name(&[("UID", &["hedy"])]).as_deref(), Some("hedy"));
        assert_eq!(name(&[("uid", &["hedy", "root"])]), None);
        assert_eq!(
            name(&[("sAMAccountName", &["hedy"])]).as_deref(),
            Some("hedy")
        );
        assert_eq!(name(&[("mail", &["root"])]), None);
    }
}
