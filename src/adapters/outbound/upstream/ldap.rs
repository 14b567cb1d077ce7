//! A directory: find the user, then try their password as them (RFC 4511, RFC 4513 §5.1). Referrals
//! are not followed.

use crate::outbound::upstream::UpstreamError;
use crate::outbound::{Outbound, OutboundError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::federation::LdapSettings;
use ldap3::{
    DerefAliases, Ldap, LdapConnAsync, LdapConnSettings, LdapError, Scope, SearchEntry,
    SearchOptions, dn_escape, ldap_escape,
};
use serde_json::{Map, Value};
use std::time::Duration;

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// The groups of one user that are read at most.
const MOST_GROUPS: i32 = 500;
/// Who is meant by what was typed, in OpenLDAP's words and in Active Directory's.
const USER_FILTER: &str = "(&(objectClass=person)(|(uid={username})(mail={username})(sAMAccountName={username})(userPrincipalName={username})))";
const GROUP_FILTER: &str = "(|(member={dn})(uniqueMember={dn})(memberUid={username}))";
/// Attributes that never change, by directory: OpenLDAP (RFC 4530), Active Directory, 389, FreeIPA.
const SUBJECTS: [&str; 4] = ["entryUUID", "objectGUID", "nsUniqueId", "ipaUniqueID"];
const INVALID_CREDENTIALS: u32 = 49;

/// A directory and who may search it.
pub struct Directory<'a> {
    /// Where users are.
    pub settings: &'a LdapSettings,
    /// The password of `bind_dn`.
    pub bind_password: Option<&'a str>,
}

impl From<LdapError> for UpstreamError {
    fn from(error: LdapError) -> Self {
        match error {
            // The code alone: the text of a directory may quote what was typed.
            LdapError::LdapResult { result } => Self::Refused(format!("LDAP result {}", result.rc)),
            LdapError::FilterParsing => Self::Declaration("the filter cannot be read".into()),
            _ => Self::Unreachable(OutboundError::Unreachable),
        }
    }
}

async fn connect(outbound: &Outbound, directory: &Directory<'_>) -> Result<Ldap, UpstreamError> {
    let settings = LdapConnSettings::new()
        .set_conn_timeout(PATIENCE)
        .set_starttls(directory.settings.start_tls)
        .set_config(std::sync::Arc::clone(&outbound.tls));
    let connecting = tokio::time::timeout(
        PATIENCE,
        LdapConnAsync::with_settings(settings, &directory.settings.url),
    );
    let (connection, mut ldap) = connecting
        .await
        .map_err(|_| UpstreamError::Unreachable(OutboundError::Unreachable))??;
    ldap3::drive!(connection);
    if !directory.settings.bind_dn.is_empty() {
        let password = directory.bind_password.unwrap_or_default();
        let bound = ldap
            .with_timeout(PATIENCE)
            .simple_bind(&directory.settings.bind_dn, password)
            .await?;
        if bound.rc != 0 {
            return Err(UpstreamError::Declaration(format!(
                "ldap.bind_dn is refused with LDAP result {}",
                bound.rc
            )));
        }
    }
    Ok(ldap)
}

/// Whether the directory can be reached and searched: the number of entries right at its base, for
/// `doorward provider test`.
///
/// # Errors
/// [`UpstreamError`].
pub async fn reach(outbound: &Outbound, directory: &Directory<'_>) -> Result<usize, UpstreamError> {
    let mut ldap = connect(outbound, directory).await?;
    let (found, _) = ldap
        .with_timeout(PATIENCE)
        .search(
            &directory.settings.base_dn,
            Scope::Base,
            "(objectClass=*)",
            vec!["1.1"],
        )
        .await?
        .success()?;
    let _ = ldap.unbind().await;
    Ok(found.len())
}

/// The entry of whom this name and password belong to; `None` for anybody else, in as many steps.
///
/// # Errors
/// [`UpstreamError`], where the directory does not answer as it should.
pub async fn authenticate(
    outbound: &Outbound,
    directory: &Directory<'_>,
    username: &str,
    password: &str,
) -> Result<Option<Map<String, Value>>, UpstreamError> {
    // An empty password is an unauthenticated bind, which succeeds for everybody (RFC 4513 §5.1.2).
    if username.is_empty() || password.is_empty() || password.contains('\0') {
        return Ok(None);
    }
    let mut ldap = connect(outbound, directory).await?;
    let settings = directory.settings;
    let filter = settings
        .user_filter
        .as_deref()
        .unwrap_or(USER_FILTER)
        .replace("{username}", &ldap_escape(username));
    let mut attributes = vec!["*", "memberOf"];
    attributes.extend(settings.subject_attribute.as_deref());
    attributes.extend(SUBJECTS);
    let found = search(&mut ldap, (&settings.base_dn, &filter), attributes, 2).await?;
    // Two of one name are nobody: the directory must say which.
    let entry = match <[SearchEntry; 1]>::try_from(found) {
        Ok([entry]) => Some(entry),
        Err(_) => None,
    };
    let groups = match (&entry, &settings.group_base_dn) {
        (Some(entry), Some(base)) => {
            groups(
                &mut ldap,
                base,
                settings.group_filter.as_deref(),
                (&entry.dn, username),
            )
            .await?
        }
        _ => Vec::new(),
    };
    // Somebody unknown costs a bind as well, so that the time tells nothing.
    let dn = entry.as_ref().map_or_else(
        || format!("cn={},{}", dn_escape(username), settings.base_dn),
        |entry| entry.dn.clone(),
    );
    let bound = ldap
        .with_timeout(PATIENCE)
        .simple_bind(&dn, password)
        .await?;
    let _ = ldap.unbind().await;
    match (bound.rc, entry) {
        (0, Some(entry)) => claims(&entry, groups, settings).map(Some),
        // 53 (unwilling), 50 (not allowed), 32: a locked or disabled entry, by the directory's own
        // rules.
        (0 | 32 | 50 | 53 | INVALID_CREDENTIALS, _) | (_, None) => Ok(None),
        (rc, _) => Err(UpstreamError::Refused(format!("LDAP result {rc}"))),
    }
}

async fn search(
    ldap: &mut Ldap,
    what: (&str, &str),
    attributes: Vec<&str>,
    most: i32,
) -> Result<Vec<SearchEntry>, UpstreamError> {
    let options = SearchOptions::new()
        .deref(DerefAliases::Never)
        .sizelimit(most);
    let result = ldap
        .with_timeout(PATIENCE)
        .with_search_options(options)
        .search(what.0, Scope::Subtree, what.1, attributes)
        .await?;
    // Size limit exceeded still brings entries: more than were asked for.
    let entries = match result.1.rc {
        0 | 4 => result.0,
        32 => Vec::new(),
        rc => return Err(UpstreamError::Refused(format!("LDAP result {rc}"))),
    };
    Ok(entries
        .into_iter()
        .filter(|entry| !entry.is_ref() && !entry.is_intermediate())
        .map(SearchEntry::construct)
        .collect())
}

async fn groups(
    ldap: &mut Ldap,
    base: &str,
    filter: Option<&str>,
    of: (&str, &str),
) -> Result<Vec<String>, UpstreamError> {
    let filter = filter
        .unwrap_or(GROUP_FILTER)
        .replace("{dn}", &ldap_escape(of.0))
        .replace("{username}", &ldap_escape(of.1));
    let found = search(ldap, (base, &filter), vec!["cn"], MOST_GROUPS).await?;
    Ok(found
        .into_iter()
        .filter_map(|entry| {
            entry
                .attrs
                .get("cn")
                .and_then(|names| names.first().cloned())
        })
        .collect())
}

/// An entry as claims: every attribute a list, `sub` what never changes, `groups` by name.
fn claims(
    entry: &SearchEntry,
    groups: Vec<String>,
    settings: &LdapSettings,
) -> Result<Map<String, Value>, UpstreamError> {
    let declared = settings.subject_attribute.as_deref();
    let candidates = declared
        .into_iter()
        .chain(SUBJECTS.into_iter().filter(|_| declared.is_none()));
    let of = |name: &str| {
        let text = entry
            .attrs
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .and_then(|(_, values)| values.first().cloned());
        let binary = || {
            entry
                .bin_attrs
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .and_then(|(_, values)| values.first())
        };
        // Active Directory's objectGUID is bytes.
        text.or_else(|| binary().map(|bytes| URL_SAFE_NO_PAD.encode(bytes)))
    };
    let subject = candidates.into_iter().find_map(of);
    let subject = subject.ok_or_else(|| {
        UpstreamError::Declaration(
            "the entry has no attribute that never changes: set ldap.subject_attribute".into(),
        )
    })?;
    let mut claims: Map<String, Value> = entry
        .attrs
        .iter()
        .map(|(name, values)| (name.clone(), values.clone().into()))
        .collect();
    let member_of = entry
        .attrs
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("memberOf"))
        .map(|(_, values)| values.clone())
        .unwrap_or_default();
    let mut names: Vec<String> = member_of.iter().filter_map(|dn| common_name(dn)).collect();
    names.extend(groups);
    names.sort();
    names.dedup();
    claims.insert("groups".into(), names.into());
    claims.insert("dn".into(), entry.dn.clone().into());
    claims.insert("sub".into(), subject.into());
    Ok(claims)
}

/// The name of a group from its place: `cn=admins,ou=groups,…` is `admins`.
fn common_name(dn: &str) -> Option<String> {
    let (name, value) = dn.split(',').next()?.split_once('=')?;
    name.trim()
        .eq_ignore_ascii_case("cn")
        .then(|| value.trim().to_owned())
}
