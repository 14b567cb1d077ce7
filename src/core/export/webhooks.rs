//! The webhooks of this provider as `[[webhooks]]` tables of a file of declarations.

use super::{
    Export, entries,
    entry::{Exported, ExportedSecrets, Selection, stays},
    variables::Variables,
};
use crate::Result;

/// How many rows are read at once.
const PAGE: i64 = 1000;

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
                let mut entry = entries::webhook(webhook)?;
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
