//! Entries of webhooks.

use super::{
    Export,
    entries::{fields_of, least},
    entry::{Entry, Exported, ExportedSecrets, Selection, stays},
    variables::Variables,
};
use crate::{Result, declared::EntryKind};
use doorward_storage::StoredWebhook;

/// How many rows are read at once.
const PAGE: i64 = 1000;

/// The entry of a webhook, without its secret.
pub(super) fn entry(webhook: &StoredWebhook) -> Result<Entry> {
    let least = least(EntryKind::Webhooks, &webhook.name);
    let fields = fields_of(&webhook.declared(), least)?;
    Ok(Entry::new(EntryKind::Webhooks, fields))
}

impl Export {
    pub(super) async fn webhooks(
        &self,
        selection: &Selection,
        variables: &mut Variables,
        exported: &mut Exported,
    ) -> Result<()> {
        let store = self.kernel.database.read();
        let mut after = String::new();
        loop {
            let page = store.webhooks_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.name);
            for webhook in &page {
                let mut entry = entry(webhook)?;
                match selection.secrets {
                    ExportedSecrets::Kept => entry.notes.push(stays("secret")),
                    ExportedSecrets::Variables | ExportedSecrets::Hashes => {
                        let variable = variables.of(&["WEBHOOK", &webhook.name, "SECRET"]);
                        entry.references.insert("secret".into(), variable.into());
                    }
                }
                exported.entries.push(entry);
            }
        }
    }
}
