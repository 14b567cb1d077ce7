//! What an export says of the owners of an app.

use super::{
    Export,
    entry::{Entry, Exported},
};
use crate::Result;
use doorward_protocol::clients::registered_client::RegisteredClient;
use std::collections::BTreeSet;

/// How many rows are read at once.
const PAGE: i64 = 1000;

impl Export {
    /// Adds the owners of an app to its entry, where it has any.
    pub(super) async fn add_owners(
        &self,
        registered: &RegisteredClient,
        entry: &mut Entry,
        exported: &mut Exported,
    ) -> Result<()> {
        let (store, id) = (self.kernel.database.read(), &registered.client.client_id);
        let (mut owners, mut after) = (BTreeSet::new(), String::new());
        loop {
            let page = store.owners_of_app(id, &after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.user.id);
            for owner in page {
                match owner.user.email.clone() {
                    Some(email) => {
                        owners.insert(email);
                    }
                    None => exported.left_out.push(format!(
                        "the owner {} of {id}: no email address is known",
                        owner.user.label()
                    )),
                }
            }
        }
        if !owners.is_empty() {
            entry
                .fields
                .insert("owners".into(), owners.into_iter().collect());
        }
        Ok(())
    }
}
