//! Password verification by a directory: search the user, then bind as them (RFC 4511, RFC 4513
//! §5.1). Referrals are not followed.

use super::{
    IdentityProviderError,
    error::ldap_result,
    ldap_entry::{Group, SUBJECT_ATTRIBUTES, claims, group, the_one_called, username_of},
};
use crate::outbound::{Outbound, OutboundError};
use doorward_protocol::federation::LdapSettings;
use ldap3::{
    DerefAliases, Ldap, LdapConnAsync, LdapConnSettings, Scope, SearchEntry, SearchOptions,
    dn_escape, ldap_escape,
};
use serde_json::{Map, Value};
use std::time::Duration;

/// How long each operation may take.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Maximum number of groups that are read of one user.
const MAX_GROUPS: i32 = 500;
/// The default filter, with the attribute names of OpenLDAP and of Active Directory.
const USER_FILTER: &str = "(&(objectClass=person)(|(uid={username})(mail={username})(sAMAccountName={username})(userPrincipalName={username})))";
/// The default filters of groups: of an entry with a name of its own, and of one without.
const GROUP_FILTER: &str = "(|(member={dn})(uniqueMember={dn})(memberUid={username}))";
const GROUP_FILTER_BY_DN: &str = "(|(member={dn})(uniqueMember={dn}))";

/// How many entries of one name are read: enough to find the one whose own name it is.
const MAX_USERS: i32 = 20;

/// Result codes (RFC 4511 §4.1.9).
const SUCCESS: u32 = 0;
const SIZE_LIMIT_EXCEEDED: u32 = 4;
const NO_SUCH_OBJECT: u32 = 32;
/// The result codes of a bind that say nothing about the entry or the password: operationsError,
/// protocolError, timeLimitExceeded, authMethodNotSupported, strongerAuthRequired,
/// adminLimitExceeded, confidentialityRequired, busy, unavailable and other.
const DIRECTORY_TROUBLE: [u32; 10] = [1, 2, 3, 7, 8, 11, 13, 51, 52, 80];

/// A directory with the credentials that may search it.
pub struct Directory<'a> {
    /// How users are found.
    pub settings: &'a LdapSettings,
    /// The password of `bind_dn`.
    pub bind_password: Option<&'a str>,
}

/// What is searched, and where.
struct Query<'a> {
    base: &'a str,
    filter: &'a str,
    attributes: Vec<&'a str>,
    max_entries: i32,
}

/// What a search finds.
struct Found {
    entries: Vec<SearchEntry>,
    /// Whether there are more (sizeLimitExceeded): what is there are the first ones only.
    is_cut_off: bool,
}

async fn connect(
    outbound: &Outbound,
    directory: &Directory<'_>,
) -> Result<Ldap, IdentityProviderError> {
    let settings = LdapConnSettings::new()
        .set_conn_timeout(TIMEOUT)
        .set_starttls(directory.settings.start_tls)
        .set_config(std::sync::Arc::clone(&outbound.tls));
    let connecting = tokio::time::timeout(
        TIMEOUT,
        LdapConnAsync::with_settings(settings, &directory.settings.url),
    );
    let (connection, mut ldap) = connecting
        .await
        .map_err(|_| IdentityProviderError::Unreachable(OutboundError::Unreachable))??;
    ldap3::drive!(connection);
    if !directory.settings.bind_dn.is_empty() {
        bind_searcher(&mut ldap, directory).await?;
    }
    Ok(ldap)
}

/// Binds as the account that searches, or as nobody where none is declared.
async fn bind_searcher(
    ldap: &mut Ldap,
    directory: &Directory<'_>,
) -> Result<(), IdentityProviderError> {
    let dn = directory.settings.bind_dn.as_str();
    let password = directory.bind_password.filter(|_| !dn.is_empty());
    let bound = ldap
        .with_timeout(TIMEOUT)
        .simple_bind(dn, password.unwrap_or_default())
        .await?;
    // Also a refused bind makes the connection one of nobody (RFC 4513 §4).
    if bound.rc != SUCCESS && !dn.is_empty() {
        return Err(IdentityProviderError::InvalidDeclaration(format!(
            "ldap.bind_dn is refused with LDAP result {}",
            bound.rc
        )));
    }
    Ok(())
}

/// The number of entries at the base DN itself, which shows whether the directory can be reached
/// and searched, for `doorward provider test`.
///
/// # Errors
/// [`IdentityProviderError`].
pub async fn count_base_entries(
    outbound: &Outbound,
    directory: &Directory<'_>,
) -> Result<usize, IdentityProviderError> {
    let mut ldap = connect(outbound, directory).await?;
    let (found, _) = ldap
        .with_timeout(TIMEOUT)
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

/// The claims of the user with this name and password; `None` for an unknown user or a wrong
/// password, after the same operations: one search and one bind. What only a user has, such as groups,
/// is read after the password is verified.
///
/// # Errors
/// [`IdentityProviderError`], where the directory could not be asked.
pub async fn authenticate(
    outbound: &Outbound,
    directory: &Directory<'_>,
    username: &str,
    password: &str,
) -> Result<Option<Map<String, Value>>, IdentityProviderError> {
    // A bind without a password is an unauthenticated bind, which succeeds for every name (RFC 4513
    // §5.1.2).
    if username.is_empty() || password.is_empty() || password.contains('\0') {
        return Ok(None);
    }
    let settings = directory.settings;
    let mut ldap = connect(outbound, directory).await?;
    let entry = find_user(&mut ldap, settings, username).await?;
    let dn = entry.as_ref().map_or_else(
        || format!("cn={},{}", dn_escape(username), settings.base_dn),
        |entry| entry.dn.clone(),
    );
    let is_right = is_password(&mut ldap, &dn, password).await?;
    let claims = match entry.filter(|_| is_right) {
        Some(entry) => {
            bind_searcher(&mut ldap, directory).await?;
            let groups = find_groups(&mut ldap, settings, &entry).await?;
            Some(claims(&entry, groups, settings)?)
        }
        None => None,
    };
    let _ = ldap.unbind().await;
    Ok(claims)
}

/// Whether a bind with this password succeeds. Any answer about the entry or the password is a no: many
/// codes mean an entry that is locked, disabled or without a password, by the rules of the directory,
/// and must not be told from an entry that does not exist.
async fn is_password(
    ldap: &mut Ldap,
    dn: &str,
    password: &str,
) -> Result<bool, IdentityProviderError> {
    let bind = ldap.with_timeout(TIMEOUT).simple_bind(dn, password);
    match bind.await?.rc {
        SUCCESS => Ok(true),
        code if DIRECTORY_TROUBLE.contains(&code) => Err(ldap_result(code)),
        code => {
            tracing::debug!(code, "a directory refuses a bind");
            Ok(false)
        }
    }
}

/// The only entry with this name. Where several match, the one whose own name it is: an address is what
/// a user may choose, and may be the name of another. `None` where that does not say which is meant.
async fn find_user(
    ldap: &mut Ldap,
    settings: &LdapSettings,
    username: &str,
) -> Result<Option<SearchEntry>, IdentityProviderError> {
    let filter = settings
        .user_filter
        .as_deref()
        .unwrap_or(USER_FILTER)
        .replace("{username}", &ldap_escape(username));
    let mut attributes = vec!["*", "memberOf"];
    attributes.extend(settings.subject_attribute.as_deref());
    attributes.extend(SUBJECT_ATTRIBUTES);
    let query = Query {
        base: &settings.base_dn,
        filter: &filter,
        attributes,
        max_entries: MAX_USERS,
    };
    let found = search(ldap, query).await?;
    if found.is_cut_off {
        tracing::warn!(
            "a name is refused: the directory finds more entries with it than it returns (LDAP \
             result 4), so that nobody knows which is meant"
        );
        return Ok(None);
    }
    let is_none = found.entries.is_empty();
    let chosen = the_one_called(username, found.entries);
    if chosen.is_none() && !is_none {
        tracing::warn!("a name is refused: it is that of several entries of the directory");
    }
    Ok(chosen)
}

/// The groups of a user, where the declaration says where groups are.
async fn find_groups(
    ldap: &mut Ldap,
    settings: &LdapSettings,
    entry: &SearchEntry,
) -> Result<Vec<Group>, IdentityProviderError> {
    let Some(base) = &settings.group_base_dn else {
        return Ok(Vec::new());
    };
    let Some(filter) = group_filter(settings, entry) else {
        tracing::warn!(
            "ldap.group_filter has {{username}}, and the entry of a user has no single uid or \
             sAMAccountName; the user is in no group"
        );
        return Ok(Vec::new());
    };
    let query = Query {
        base,
        filter: &filter,
        attributes: vec!["cn"],
        max_entries: MAX_GROUPS,
    };
    let found = search(ldap, query).await?;
    if found.is_cut_off {
        tracing::warn!(
            "the groups of a user are cut off: the directory finds more than it returns (LDAP result 4)"
        );
    }
    Ok(found.entries.into_iter().map(group).collect())
}

/// The filter that finds the groups of an entry: by its DN and by its own name. What was typed could
/// be the name of somebody else there, such as an address that the user chose. `None` where the
/// filter asks for a name and the entry has none.
fn group_filter(settings: &LdapSettings, entry: &SearchEntry) -> Option<String> {
    let name = username_of(entry);
    let default = if name.is_some() {
        GROUP_FILTER
    } else {
        GROUP_FILTER_BY_DN
    };
    let filter = settings.group_filter.as_deref().unwrap_or(default);
    if filter.contains("{username}") && name.is_none() {
        return None;
    }
    // The name goes last: a DN may hold the text of its placeholder.
    let mut parts = filter
        .split("{username}")
        .map(|part| part.replace("{dn}", &ldap_escape(&entry.dn)));
    let first = parts.next().unwrap_or_default();
    let name = ldap_escape(name.unwrap_or_default()).into_owned();
    Some(parts.fold(first, |filter, part| filter + &name + &part))
}

async fn search(ldap: &mut Ldap, query: Query<'_>) -> Result<Found, IdentityProviderError> {
    let options = SearchOptions::new()
        .deref(DerefAliases::Never)
        .sizelimit(query.max_entries);
    let result = ldap
        .with_timeout(TIMEOUT)
        .with_search_options(options)
        .search(query.base, Scope::Subtree, query.filter, query.attributes)
        .await?;
    let code = result.1.rc;
    let entries = match code {
        SUCCESS | SIZE_LIMIT_EXCEEDED => result.0,
        NO_SUCH_OBJECT => Vec::new(),
        code => return Err(ldap_result(code)),
    };
    let entries = entries
        .into_iter()
        .filter(|entry| !entry.is_ref() && !entry.is_intermediate());
    Ok(Found {
        entries: entries.map(SearchEntry::construct).collect(),
        is_cut_off: code == SIZE_LIMIT_EXCEEDED,
    })
}
