//! Carries out what a file declares of the rules of apps.

use super::{Access, Refused};
use crate::{
    Error, Result,
    audit::Record,
    change_set::{Change, ChangeSet, PlannedRules},
};
use doorward_protocol::access::{declared::DeclaredAccessRule, rules::AccessRules};
use doorward_storage::Store;
use std::collections::BTreeMap;

impl Access {
    /// Adds declared rules to a set of changes. The rules of an app that a file names are all that it has
    /// afterwards.
    ///
    /// # Errors
    /// The first one that cannot be: its app is not registered, or it cannot apply.
    pub async fn declare_rules(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &[DeclaredAccessRule],
    ) -> std::result::Result<Vec<Change>, Refused> {
        let mut planned = Vec::new();
        let mut of_app: BTreeMap<&str, (usize, AccessRules)> = BTreeMap::new();
        for (index, declared) in declared.iter().enumerate() {
            let refused = |error| Refused { index, error };
            declared
                .rule
                .check()
                .map_err(|reason| refused(Error::Input(reason)))?;
            let before = self.rules_before(changes, &declared.app).await;
            let before = before.map_err(refused)?;
            planned.push(match before.rules.get(&declared.name) {
                None => Change::Add,
                Some(known) if *known == declared.rule => Change::None,
                Some(_) => Change::Change,
            });
            let (last, rules) = of_app.entry(declared.app.as_str()).or_default();
            *last = index;
            rules.put(declared.name.clone(), declared.rule.clone());
        }
        for (client_id, (index, rules)) in of_app {
            let written = self.write_rules(changes, client_id, &rules).await;
            let is_written = written.map_err(|error| Refused { index, error })?;
            // A rule that is gone is a change of the app, which its last rule stands for.
            if let (true, Some(change)) = (is_written, planned.get_mut(index))
                && *change == Change::None
            {
                *change = Change::Change;
            }
        }
        Ok(planned)
    }

    async fn write_rules(
        &self,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
        rules: &AccessRules,
    ) -> Result<bool> {
        let before = self.rules_before(changes, client_id).await?;
        rules.check().map_err(Error::Input)?;
        if before.rules == *rules {
            return Ok(false);
        }
        let PlannedRules {
            version,
            is_in_memory,
            ..
        } = before;
        let record = Record {
            action: "access_rules.applied",
            subject: None,
            client_id: Some(client_id),
            detail: "",
        };
        let unit = Store::put_access_rules(client_id, rules, version, is_in_memory);
        changes.add(unit, &record);
        let after = PlannedRules {
            rules: rules.clone(),
            version: version + 1,
            is_in_memory,
        };
        changes.access.put_rules(client_id, after);
        Ok(true)
    }

    /// Adds to a set of changes what removes a rule, unless it is gone.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn remove_rule_in(
        &self,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
        name: &str,
    ) -> Result<()> {
        if self
            .kernel
            .database
            .read()
            .client(client_id)
            .await?
            .is_none()
        {
            return Ok(());
        }
        let mut rules = self.rules_before(changes, client_id).await?.rules;
        rules.remove(name);
        self.write_rules(changes, client_id, &rules).await?;
        Ok(())
    }

    async fn rules_before(
        &self,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
    ) -> Result<PlannedRules> {
        if let Some(known) = changes.access.rules(client_id) {
            return Ok(known.clone());
        }
        let registered = self.kernel.database.read().client(client_id).await?;
        let before = match registered {
            Some(registered) => PlannedRules {
                is_in_memory: registered.is_in_memory(),
                rules: registered.access_rules,
                version: registered.access_rules_version,
            },
            None if changes.adds_client(client_id) => PlannedRules::default(),
            None => {
                return Err(Error::Input(format!(
                    "no client is called {client_id}; declare it under [[clients]], or see \
                     `doorward client list`"
                )));
            }
        };
        changes.access.put_rules(client_id, before.clone());
        Ok(before)
    }
}
