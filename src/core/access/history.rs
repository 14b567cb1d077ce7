//! Who had a role when, and who gave it: read from rows that say since when and until when they hold.

use super::Access;
use crate::{Error, Result};
use doorward_protocol::{access::roles::Roles, time::Timestamp};
use doorward_storage::{RecordedGrant, RoleOfApp};

/// The users who had a role at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleHolders {
    /// Whether every user had it.
    pub everybody: bool,
    /// The identifiers of the users who had it by a grant, their own or that of a group, or by a role
    /// that includes it; in order. Roles that identity providers give have no record and do not count.
    pub user_ids: Vec<String>,
}

impl Access {
    /// Who had a role at a time.
    ///
    /// # Errors
    /// `Input` where there is no such app.
    pub async fn holders_at(&self, role: RoleOfApp<'_>, at: Timestamp) -> Result<RoleHolders> {
        self.require_app(role.client_id).await?;
        let store = self.kernel.database.read();
        let roles = store.roles_of_app_at(role.client_id, at).await?;
        let giving = giving(&roles, role.name);
        let is_default = |name: &String| roles.get(name).is_some_and(|role| role.default);
        let mut user_ids = store
            .users_with_roles_at(role.client_id, &giving, at)
            .await?;
        user_ids.sort();
        Ok(RoleHolders {
            everybody: giving.iter().any(is_default),
            user_ids,
        })
    }

    /// Every time that a role was given to a user or a group, the newest first; a thousand at most.
    ///
    /// # Errors
    /// `Input` where there is no such app.
    pub async fn grants_of_role(&self, role: RoleOfApp<'_>) -> Result<Vec<RecordedGrant>> {
        self.require_app(role.client_id).await?;
        Ok(self.kernel.database.read().grants_of_role(role).await?)
    }

    async fn require_app(&self, client_id: &str) -> Result<()> {
        let found = self.kernel.database.read().client(client_id).await?;
        found.map(|_| ()).ok_or_else(|| {
            Error::Input(format!(
                "no client is called {client_id}; `doorward client list` shows them"
            ))
        })
    }
}

/// The roles that give a role: itself, and those that include it, also through others.
fn giving(roles: &Roles, name: &str) -> Vec<String> {
    let includes = |(other, _): &(&str, _)| roles.with_included(other).contains(name);
    let mut giving: Vec<String> = roles
        .iter()
        .filter(includes)
        .map(|(other, _)| other.to_owned())
        .collect();
    if !giving.iter().any(|known| known == name) {
        giving.push(name.to_owned());
    }
    giving
}
