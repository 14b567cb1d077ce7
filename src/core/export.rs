//! What is declared here, as entries of a file that `doorward apply` reads
//! ([decision 54](../../docs/decisions/0054-configuration-as-code.md)).

mod access;
mod app_owners;
mod client_secrets;
mod entries;
mod entry;
mod organizations;
mod scim_targets;
mod variables;
mod webhooks;

pub use crate::declared::EntryKind;
pub use entries::{fields_of, least, rule_fields};
pub use entry::{Entry, Exported, ExportedSecrets, Selection};

use crate::{Error, Result, kernel::Kernel};
use doorward_protocol::management::is_built_in_app;
use entry::stays;
use std::sync::Arc;
use variables::Variables;

/// Exports what is declared here.
pub struct Export {
    pub(super) kernel: Arc<Kernel>,
}

impl Export {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// What a file declares that leads to what is here.
    ///
    /// # Errors
    /// `Input` where the client that is selected does not exist, and where the database is
    /// unavailable.
    pub async fn export(&self, selection: &Selection) -> Result<Exported> {
        let mut exported = Exported::default();
        let mut variables = Variables::default();
        if selection.has(EntryKind::UserAttributes) {
            self.user_attributes(&mut exported).await?;
        }
        self.clients(selection, &mut variables, &mut exported)
            .await?;
        if selection.has(EntryKind::Providers) {
            self.providers(selection, &mut variables, &mut exported)
                .await?;
        }
        if selection.has(EntryKind::Groups) {
            self.groups(&mut exported).await?;
        }
        if selection.has(EntryKind::Users) {
            self.users(selection, &mut exported).await?;
        }
        if selection.has(EntryKind::Webhooks) {
            self.webhooks(selection, &mut variables, &mut exported)
                .await?;
        }
        if selection.has(EntryKind::ScimTargets) {
            self.scim_targets(selection, &mut variables, &mut exported)
                .await?;
        }
        if selection.has(EntryKind::Organizations) {
            self.organizations(&mut exported).await?;
        }
        exported.entries.sort_by_key(|entry| entry.kind);
        Ok(exported)
    }

    /// The entry of one thing, as [`Export::export`] would have it: by the name that
    /// [`Named`](crate::declarations::Named) describes, of a user by the address.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn entry(&self, kind: EntryKind, name: &str) -> Result<Option<Entry>> {
        let mut exported = Exported::default();
        let everything = Selection::default();
        let key = match kind {
            EntryKind::UserAttributes => {
                self.user_attributes(&mut exported).await?;
                "name"
            }
            EntryKind::Providers => {
                let mut variables = Variables::default();
                self.providers(&everything, &mut variables, &mut exported)
                    .await?;
                "id"
            }
            EntryKind::Clients => return self.client_entry(name).await,
            EntryKind::Roles | EntryKind::AccessRules => return self.role_entry(kind, name).await,
            EntryKind::Webhooks => {
                let known = self.kernel.database.read().webhook(name).await?;
                return known.as_ref().map(entries::webhook).transpose();
            }
            EntryKind::ScimTargets => {
                let known = self.kernel.database.read().scim_target(name).await?;
                return known.as_ref().map(entries::scim_target).transpose();
            }
            EntryKind::Groups => {
                if let Some(group) = self.kernel.database.read().group(name).await? {
                    self.group(&group, &mut exported).await?;
                }
                return Ok(exported.entries.pop());
            }
            EntryKind::Organizations => {
                let store = self.kernel.database.read();
                if let Some(organization) = store.organization(name).await? {
                    self.organization(&organization, &mut exported).await?;
                }
                return Ok(exported.entries.pop());
            }
            EntryKind::Users => {
                if let Some(user) = self.kernel.database.read().user_by_email(name).await? {
                    self.user(&user, &everything, &mut exported).await?;
                }
                return Ok(exported.entries.pop());
            }
        };
        let mut entries = exported.entries.into_iter();
        Ok(entries.find(|entry| entry.fields.get(key).is_some_and(|value| value == name)))
    }

    async fn client_entry(&self, client_id: &str) -> Result<Option<Entry>> {
        let Some(known) = self.kernel.database.read().client(client_id).await? else {
            return Ok(None);
        };
        let secrets = ExportedSecrets::Kept;
        let mut entry = entries::client(&known, secrets, &mut Variables::default())?;
        self.add_owners(&known, &mut entry, &mut Exported::default())
            .await?;
        Ok(Some(entry))
    }

    /// The entry of a role or a rule, by its app, a space and its name.
    async fn role_entry(&self, kind: EntryKind, name: &str) -> Result<Option<Entry>> {
        let Some((app, role)) = name.split_once(' ') else {
            return Ok(None);
        };
        let Some(known) = self.kernel.database.read().client(app).await? else {
            return Ok(None);
        };
        let listed = match kind {
            EntryKind::AccessRules => entries::access_rules(&known)?,
            _ => entries::roles(&known)?,
        };
        let mut roles = listed.into_iter();
        Ok(roles.find(|entry| entry.fields.get("name").is_some_and(|value| value == role)))
    }

    async fn user_attributes(&self, exported: &mut Exported) -> Result<()> {
        let mut stored = self.kernel.database.read().user_attributes().await?;
        stored.sort_by(|a, b| a.attribute.name.cmp(&b.attribute.name));
        for known in stored {
            let least = least(EntryKind::UserAttributes, &known.attribute.name);
            let fields = fields_of(&known.attribute, least)?;
            let entry = Entry::new(EntryKind::UserAttributes, fields);
            exported.entries.push(entry);
        }
        Ok(())
    }

    /// Clients, each with its roles.
    async fn clients(
        &self,
        selection: &Selection,
        variables: &mut Variables,
        exported: &mut Exported,
    ) -> Result<()> {
        let store = self.kernel.database.read();
        let known = match &selection.client_id {
            None => store.clients().await?,
            Some(client_id) => store.client(client_id).await?.into_iter().collect(),
        };
        if let (Some(client_id), []) = (&selection.client_id, known.as_slice()) {
            return Err(Error::Input(format!(
                "no client is called {client_id}; `doorward client list` shows them"
            )));
        }
        for registered in known
            .iter()
            .filter(|known| selection.names(&known.client.client_id))
            .filter(|known| !is_built_in_app(&known.client.client_id))
        {
            if registered.registered_by_itself {
                let id = &registered.client.client_id;
                exported
                    .left_out
                    .push(format!("the client {id}: it registered itself"));
                continue;
            }
            if selection.has(EntryKind::Clients) {
                let mut entry = entries::client(registered, selection.secrets, variables)?;
                self.add_owners(registered, &mut entry, exported).await?;
                exported.entries.push(entry);
            }
            if selection.has(EntryKind::Roles) {
                exported.entries.extend(entries::roles(registered)?);
            }
            if selection.has(EntryKind::AccessRules) {
                let rules = entries::access_rules(registered)?;
                exported.entries.extend(rules);
            }
        }
        Ok(())
    }

    async fn providers(
        &self,
        selection: &Selection,
        variables: &mut Variables,
        exported: &mut Exported,
    ) -> Result<()> {
        let configuration = self.kernel.configuration().await?;
        let mut known: Vec<_> = configuration.identity_providers.iter().collect();
        known.sort_by_key(|provider| (provider.declared().position, provider.id().to_owned()));
        for provider in known {
            let declared = provider.declared();
            let least = least(EntryKind::Providers, &declared.id);
            let mut fields = fields_of(declared, least)?;
            fields.insert("kind".into(), declared.kind.clone().into());
            // Where a file says nothing, the position is that in the file.
            fields.insert("position".into(), declared.position.into());
            let mut entry = Entry::new(EntryKind::Providers, fields);
            for name in provider.secret_names() {
                match selection.secrets {
                    ExportedSecrets::Kept => entry.notes.push(stays(name)),
                    ExportedSecrets::Variables | ExportedSecrets::Hashes => {
                        let variable = variables.of(&["PROVIDER", &declared.id, name]);
                        entry.references.insert(name.into(), variable.into());
                    }
                }
            }
            exported.entries.push(entry);
        }
        Ok(())
    }
}
