//! What a file changes of the owners of apps.

use super::{
    difference::Difference,
    plan::Plan,
    read::{Declared, OwnersOfApp},
    report::Step,
};
use anyhow::anyhow;
use doorward_core::{
    access::AppOwner,
    change_set::{Change, ChangeSet},
    declared::EntryKind,
};
use doorward_protocol::text::fold_address;
use serde_json::Value;
use std::collections::BTreeSet;

/// How many owners of an app are read at once.
const PAGE: i64 = 1000;

impl Plan<'_, '_> {
    /// Makes those whom an entry names the owners of its app. Users come before: the same file may add
    /// them.
    pub(super) async fn owners_of_app(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<OwnersOfApp>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let OwnersOfApp { client_id, users } = declaration;
        let what = format!("client {client_id}: owners");
        let mut user_ids = BTreeSet::new();
        for name in &users {
            user_ids.insert(self.user_of_file(line, &what, name).await?);
        }
        let before = self.present_owners(&client_id).await?;
        let access = self.provider.access();
        let put = access.declare_app_owners(changes, &client_id, &user_ids);
        let change = put.await.map_err(|error| self.error(line, &what, &error))?;
        if change == Change::None {
            return Ok(());
        }
        let difference = self.differences.as_ref().map(|_| {
            let stay = before.iter().filter(|owner| !owner.managed);
            let stay = stay.map(|owner| name_of(owner).to_owned());
            Difference {
                key: "owners".to_owned(),
                before: listed(before.iter().map(|owner| name_of(owner).to_owned())),
                after: listed(stay.chain(users)),
            }
        });
        let is_it = |line: &&mut super::report::Line| {
            line.kind == EntryKind::Clients && line.id == client_id
        };
        if let Some(line) = self.lines.iter_mut().find(is_it)
            && line.change != Step::Add
        {
            line.change = Step::Change;
            line.differences.extend(difference);
        }
        Ok(())
    }

    /// Every owner that an app has until now.
    async fn present_owners(&self, client_id: &str) -> anyhow::Result<Vec<AppOwner>> {
        let (access, mut owners) = (self.provider.access(), Vec::new());
        let mut after = String::new();
        loop {
            let page = access.owners_of_app(client_id, &after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(owners);
            };
            after.clone_from(&last.user.id);
            owners.extend(page);
        }
    }

    /// The identifier of a user whom an entry names: one who is here, or whom the file adds.
    pub(super) async fn user_of_file(
        &self,
        line: usize,
        what: &str,
        name: &str,
    ) -> anyhow::Result<String> {
        if let Some(id) = self.users.get(&fold_address(name)) {
            return Ok(id.clone());
        }
        let found = self.provider.users().find(name).await?;
        found.map(|user| user.id).ok_or_else(|| {
            anyhow!(
                "{}:{line}: {what}: no user is called {name}; declare them under [[users]]; nothing was \
                 applied",
                self.name
            )
        })
    }
}

fn name_of(owner: &AppOwner) -> &str {
    owner.user.email.as_deref().unwrap_or(&owner.user.id)
}

/// Names in order, each once; none where there is no name.
fn listed(names: impl Iterator<Item = String>) -> Option<Value> {
    let names: BTreeSet<String> = names.collect();
    (!names.is_empty()).then(|| names.into_iter().map(Value::from).collect())
}
