//! What is declared here, as entries of a file that `doorward apply` reads
//! ([decision 54](../../docs/decisions/0054-configuration-as-code.md)).

mod access;
mod entries;
mod entry;
mod variables;

pub use crate::declared::EntryKind;
pub use entries::{fields_of, least, rule_fields};
pub use entry::{Entry, Exported, ExportedSecrets, Selection};

use crate::{Error, Result, kernel::Kernel};
use doorward_protocol::management::is_built_in_app;
use entry::stays;
use std::sync::Arc;
use variables::Variables;

/// What an export says of the secrets of clients and identity providers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ExportedSecrets {
    /// Nothing: `apply` keeps the stored ones.
    #[default]
    Kept,
    /// The name of a variable that holds each.
    Variables,
    /// The hash of each secret of a client, and a variable for what no hash stands for.
    Hashes,
}

/// Which part is exported, and how.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The tables; empty means every one.
    pub kinds: BTreeSet<EntryKind>,
    /// One client alone, with its roles.
    pub client_id: Option<String>,
    /// What is said of secrets.
    pub secrets: ExportedSecrets,
    /// Whether the hashes of users' passwords are there.
    pub password_hashes: bool,
}

impl Selection {
    fn has(&self, kind: EntryKind) -> bool {
        let of_client = matches!(
            kind,
            EntryKind::Clients | EntryKind::Roles | EntryKind::AccessRules
        );
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.client_id.is_none() || of_client)
    }

    fn names(&self, client_id: &str) -> bool {
        self.client_id.as_deref().is_none_or(|id| id == client_id)
    }
}

/// An entry of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The table.
    pub kind: EntryKind,
    /// What to know about it, for whoever reads the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The keys with their values. Values of secrets are references already; every other text is to be
    /// taken as it is.
    pub fields: Map<String, Value>,
    /// References to secrets, by key.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub references: Map<String, Value>,
}

impl Entry {
    pub(crate) fn new(kind: EntryKind, fields: Map<String, Value>) -> Self {
        Self {
            kind,
            notes: Vec::new(),
            fields,
            references: Map::new(),
        }
    }
}

/// What is declared here.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Exported {
    /// The entries, in their order.
    pub entries: Vec<Entry>,
    /// What no file can say, each with its reason.
    pub left_out: Vec<String>,
}

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
            EntryKind::Groups => {
                if let Some(group) = self.kernel.database.read().group(name).await? {
                    self.group(&group, &mut exported).await?;
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
        let known = self.kernel.database.read().client(client_id).await?;
        let secrets = ExportedSecrets::Kept;
        let entry = known.map(|known| entries::client(&known, secrets, &mut Variables::default()));
        entry.transpose()
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
                let entry = entries::client(registered, selection.secrets, variables)?;
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
