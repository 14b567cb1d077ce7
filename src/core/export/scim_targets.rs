//! The apps that users are pushed to as `[[scim_targets]]` tables of a file of declarations.

use super::{
    Export, entries,
    entry::{Exported, ExportedSecrets, Selection, stays},
    variables::Variables,
};
use crate::Result;

/// How many rows are read at once.
const PAGE: i64 = 1000;

impl Export {
    pub(super) async fn scim_targets(
        &self,
        selection: &Selection,
        variables: &mut Variables,
        exported: &mut Exported,
    ) -> Result<()> {
        let store = self.kernel.database.read();
        let mut after = String::new();
        loop {
            let page = store.scim_targets_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.name);
            for target in &page {
                let mut entry = entries::scim_target(target)?;
                match selection.secrets {
                    ExportedSecrets::Kept => entry.notes.push(stays("token")),
                    ExportedSecrets::Variables | ExportedSecrets::Hashes => {
                        let variable = variables.of(&["SCIM", &target.name, "TOKEN"]);
                        entry.references.insert("token".into(), variable.into());
                    }
                }
                exported.entries.push(entry);
            }
        }
    }
}
