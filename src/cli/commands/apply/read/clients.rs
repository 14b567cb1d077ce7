//! The entries of clients.

use super::{Declared, OwnersOfApp, Reader, line_of_key};
use doorward_core::clients::Declaration;
use doorward_protocol::{clients::client::Client, secret::Digest};
use toml::{Spanned, Table};

const OWNERS: &str = "owners";

impl Reader<'_> {
    pub(super) fn client(
        &mut self,
        entry: Spanned<Table>,
    ) -> anyhow::Result<Declared<Declaration>> {
        let (mut table, line) = self.entry(entry)?;
        let client_secret = self.take(&mut table, line, "client_secret")?;
        let hash = self.take(&mut table, line, "client_secret_hash")?;
        let client_secret_hash = hash.map(|hash| Digest::from_hash(&hash)).transpose();
        let client_secret_hash = client_secret_hash.map_err(|reason| {
            let line = line_of_key(self.text, line, "client_secret_hash");
            self.error(line, &format!("client_secret_hash: {reason}"))
        })?;
        let client_secrets = self.take_client_secrets(&mut table, line)?;
        let owners = self.take_owners(&mut table, line)?;
        let client: Client = self.typed(table, line)?;
        self.once(line, "client", &client.client_id)?;
        if let Some(users) = owners {
            let client_id = client.client_id.clone();
            self.app_owners.push(Declared {
                declaration: OwnersOfApp { client_id, users },
                line: line_of_key(self.text, line, OWNERS),
            });
        }
        Ok(Declared {
            declaration: Declaration {
                client,
                client_secret,
                client_secret_hash,
                client_secrets,
            },
            line,
        })
    }

    /// Takes the owners out of the entry of a client; `None` where it says nothing of them.
    fn take_owners(&self, table: &mut Table, line: usize) -> anyhow::Result<Option<Vec<String>>> {
        let Some(value) = table.remove(OWNERS) else {
            return Ok(None);
        };
        let users = value.try_into().map_err(|_: toml::de::Error| {
            let line = line_of_key(self.text, line, OWNERS);
            self.error(
                line,
                "owners must be a list of users, such as [\"ada@example.com\"]",
            )
        })?;
        Ok(Some(users))
    }
}
