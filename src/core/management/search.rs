//! Looks for apps, roles, groups and organizations by a part of their names. Nothing of it has an index
//! for parts of words: so many are looked through at most, and whatever is named exactly is found
//! always.

use super::{Caller, Management, ManagementOutcome};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource},
};
use doorward_storage::{Group, Organization};

/// How many of a kind are looked through at most.
const MAX_SCANNED: usize = 1000;
/// How many are read at once.
const PAGE: i64 = 250;

/// A role of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRole {
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
}

/// The apps and the roles whose names hold a text.
#[derive(Default)]
pub struct FoundApps {
    /// The apps, in the order of their identifiers; the one that is named exactly comes first.
    pub apps: Vec<RegisteredClient>,
    /// The roles, in the order of their apps.
    pub roles: Vec<FoundRole>,
}

/// Whether a name holds a text in lower case.
fn holds(name: &str, text: &str) -> bool {
    name.to_lowercase().contains(text)
}

impl Management {
    /// The apps and the roles whose names hold a text; so many of each at most.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn find_apps(
        &self,
        caller: &Caller,
        text: &str,
        limit: usize,
    ) -> ManagementOutcome<FoundApps> {
        let text = text.to_lowercase();
        let configuration = self.kernel.configuration().await?;
        let mut found = FoundApps::default();
        let (mut after, mut scanned) = (String::new(), 0);
        let named = configuration.client(&text).await?;
        let reads = Permission::read(Resource::Apps);
        if let Some(named) = named.filter(|_| caller.may_of_app(reads, &text)) {
            found.apps.push(named.as_ref().clone());
        }
        while scanned < MAX_SCANNED {
            let read = self.apps_after(caller, &after, PAGE).await?;
            let Some(last) = read.last() else { break };
            after.clone_from(&last.client.client_id);
            scanned += read.len();
            for app in read {
                let client_id = &app.client.client_id;
                let roles = app.roles.iter().filter(|(role, _)| holds(role, &text));
                let room = limit.saturating_sub(found.roles.len());
                let roles = roles.take(room).map(|(role, _)| FoundRole {
                    client_id: client_id.clone(),
                    role: role.to_owned(),
                });
                found.roles.extend(roles);
                let is_meant = holds(client_id, &text) || holds(app.client.display_name(), &text);
                if is_meant && *client_id != text && found.apps.len() < limit {
                    found.apps.push(app);
                }
            }
        }
        Ok(found)
    }

    /// The groups whose names hold a text; so many at most, the one that is named exactly first.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn find_groups(&self, text: &str, limit: usize) -> ManagementOutcome<Vec<Group>> {
        let lower = text.to_lowercase();
        let named = self.access.find_group(text).await?;
        let named_id = named.as_ref().map(|group| group.id.clone());
        let mut found: Vec<Group> = named.into_iter().collect();
        let (mut after, mut scanned) = (String::new(), 0);
        while scanned < MAX_SCANNED && found.len() < limit {
            let read = self.groups_after(&after, PAGE).await?;
            let Some(last) = read.last() else { break };
            after.clone_from(&last.name);
            scanned += read.len();
            let is_meant =
                |group: &Group| holds(&group.name, &lower) && Some(&group.id) != named_id.as_ref();
            found.extend(read.into_iter().filter(is_meant));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The organizations that the caller may see and whose names hold a text; so many at most.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn find_organizations(
        &self,
        caller: &Caller,
        text: &str,
        limit: usize,
    ) -> ManagementOutcome<Vec<Organization>> {
        let text = text.to_lowercase();
        let mut found: Vec<Organization> = Vec::new();
        let (mut after, mut scanned) = (String::new(), 0);
        while scanned < MAX_SCANNED && found.len() < limit {
            let read = self.organizations_after(caller, &after, PAGE).await?;
            let Some(last) = read.last() else { break };
            after.clone_from(&last.slug);
            scanned += read.len();
            let is_meant =
                |each: &Organization| holds(&each.slug, &text) || holds(&each.name, &text);
            found.extend(read.into_iter().filter(is_meant));
        }
        found.truncate(limit);
        Ok(found)
    }
}
