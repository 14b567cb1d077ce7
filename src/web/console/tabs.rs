//! The tabs of the page of a user, and what each of them shows.

use super::{
    admin::Admin,
    entry::{self, EntryLine},
    explain, reasons,
    refusal::page_error,
};
use crate::{
    account::words::{device, place},
    messages::{Html, Messages},
    respond::page_error::PageError,
};
use doorward_core::{
    Provider,
    credentials::second_factors::OwnedFactors,
    management::{AuditQuestion, ManagementOutcome},
    sessions::MAX_SESSIONS_OF_USER,
    users::User,
};
use doorward_protocol::{
    management::{BUILT_IN_APP, Permission, Resource},
    oauth::redirect_uri::with_query,
};
use std::collections::BTreeMap;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How many apps a page explains: each of them is asked of the access engine.
const APPS: i64 = 20;
/// How many entries of the audit log a page has.
const ENTRIES: u32 = 50;

/// A tab of the page of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Tab {
    /// The names of the user, and since when there is an account.
    Profile,
    /// The sign-in methods and second factors of the user.
    Factors,
    /// The live sessions of the user.
    Sessions,
    /// The apps that the user may open, and why.
    Apps,
    /// The entries of the audit log about the user.
    History,
}

impl Tab {
    /// Every one, in the order of the page.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// What it takes to see it.
    pub const fn permission(self) -> Permission {
        Permission::read(match self {
            Self::Profile => Resource::Users,
            Self::Factors => Resource::Factors,
            Self::Sessions => Resource::Sessions,
            Self::Apps => Resource::Roles,
            Self::History => Resource::Audit,
        })
    }

    /// What it is called.
    pub(crate) fn title(self, t: Messages) -> String {
        match self {
            Self::Profile => t.console_tab_profile(),
            Self::Factors => t.console_tab_factors(),
            Self::Sessions => t.console_tab_sessions(),
            Self::Apps => t.console_tab_apps(),
            Self::History => t.console_tab_history(),
        }
    }
}

/// What a tab shows.
pub enum Content {
    /// The names of the user, and since when there is an account.
    Profile {
        /// Since when they have an account.
        created: Html,
        /// Whether they have a password.
        has_password: bool,
    },
    /// The sign-in methods and second factors of the user.
    Factors(OwnedFactors),
    /// The live sessions of the user, the one that was used last first.
    Sessions {
        /// The sessions, a line each.
        lines: Vec<SessionLine>,
        /// How many are shown, where there may be more.
        first: Option<usize>,
    },
    /// The apps that the user may open.
    Apps {
        /// The apps, in the order of their identifiers.
        apps: Vec<AccessLine>,
        /// The app after which the next page begins.
        next: Option<String>,
    },
    /// The entries of the audit log about the user, the newest first.
    History(Vec<EntryLine>),
}

/// A live session.
pub struct SessionLine {
    /// The browser in words.
    pub device: String,
    /// Where it was begun.
    pub place: Option<String>,
    /// When the user signed in.
    pub since: Html,
    /// When it was used last.
    pub seen: Html,
}

/// What a user may do in an app.
pub struct AccessLine {
    /// The name of the app.
    pub name: String,
    /// The page that explains it.
    pub explained: String,
    /// Whether the user may open it.
    pub is_allowed: bool,
    /// Why, as the access engine found.
    pub reasons: Vec<String>,
    /// The roles, each with where it comes from.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// What is asked for about a user.
pub struct Asked<'a> {
    /// The user whom the page is about.
    pub user: &'a User,
    /// The tab that is shown.
    pub tab: Tab,
    /// The app after which a list of apps begins; empty for the first page.
    pub after: &'a str,
}

/// Reads what a tab shows about a user.
///
/// # Errors
/// Where the database is unavailable.
pub async fn content(
    provider: &Provider,
    admin: &Admin,
    asked: &Asked<'_>,
    t: Messages,
) -> Result<Content, PageError> {
    let (ctx, now) = (&admin.caller.ctx, admin.caller.ctx.now());
    let user = asked.user;
    Ok(match asked.tab {
        Tab::Profile => Content::Profile {
            created: t.when(user.created_at, now),
            has_password: provider.users().has_password(&user.id).await?,
        },
        Tab::Factors => Content::Factors(provider.second_factors().of_user(&user.id).await?),
        Tab::Sessions => {
            let rows = provider.sessions().of_user(ctx, &user.id).await?;
            let line = |row: doorward_core::sessions::SessionRow| SessionLine {
                device: device(&row.user_agent, t),
                place: row.address.map(|address| place(provider, &address, t)),
                since: t.when(row.session.auth_time, now),
                seen: t.when(row.session.last_seen_at, now),
            };
            Content::Sessions {
                first: first_of(rows.len()),
                lines: rows.into_iter().map(line).collect(),
            }
        }
        Tab::Apps => {
            let read = apps(provider, admin, user, asked.after, t).await;
            read.map_err(page_error)?
        }
        Tab::History => {
            let question = AuditQuestion {
                user_id: Some(&user.id),
                ..AuditQuestion::default()
            };
            let rows = provider
                .management()
                .audit(&admin.caller, &question, ENTRIES)
                .await;
            Content::History(entry::lines(rows.map_err(page_error)?, admin, t))
        }
    })
}

/// How many sessions of a user a list shows, where that is the most that it has.
pub fn first_of(shown: usize) -> Option<usize> {
    Some(shown).filter(|shown| *shown >= usize::from(MAX_SESSIONS_OF_USER))
}

/// What a user may do in the apps after one, and first of all in Doorward itself.
async fn apps(
    provider: &Provider,
    admin: &Admin,
    user: &User,
    after: &str,
    t: Messages,
) -> ManagementOutcome<Content> {
    let management = provider.management();
    let listed = management.apps_after(&admin.caller, after, APPS).await?;
    let is_full = i64::try_from(listed.len()).is_ok_and(|length| length == APPS);
    let last = listed.last().map(|app| app.client.client_id.clone());
    let mut clients = Vec::new();
    if after.is_empty() {
        clients.push(management.app(BUILT_IN_APP).await?.client);
    }
    clients.extend(listed.into_iter().map(|app| app.client));
    let mut apps = Vec::new();
    for client in clients {
        let is_built_in = client.client_id == BUILT_IN_APP;
        let explained = management.explain(&admin.caller, user, &client.client_id);
        let explained = explained.await?;
        // Nobody opens Doorward as an app: it is listed for its roles alone.
        if is_built_in && explained.roles.is_empty() {
            continue;
        }
        let roles = explained.roles.iter();
        let roles = roles.map(|(role, sources)| (role.clone(), reasons::of_sources(sources, t)));
        apps.push(AccessLine {
            name: client.display_name().to_owned(),
            explained: with_query(
                explain::PATH,
                [
                    ("user", user.id.as_str()),
                    ("app", client.client_id.as_str()),
                ],
            ),
            is_allowed: is_built_in || explained.allowed,
            reasons: if is_built_in {
                Vec::new()
            } else {
                reasons::of_accesses(&explained.reasons, t)
            },
            roles: roles.collect(),
        });
    }
    let next = last.filter(|_| is_full);
    Ok(Content::Apps { apps, next })
}

#[cfg(test)]
mod tests {
    use super::{MAX_SESSIONS_OF_USER, first_of};

    #[test]
    fn a_list_of_sessions_says_where_there_may_be_more() {
        assert_eq!(first_of(0), None);
        let most = usize::from(MAX_SESSIONS_OF_USER);
        assert_eq!(first_of(most - 1), None);
        assert_eq!(first_of(most), Some(most));
    }
}
