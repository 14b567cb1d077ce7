//! What a file changes of who is told of what happens, and of the apps that users are pushed to.

use super::{
    super::read::{Declared, ScimTargetEntry, WebhookEntry},
    Line, Plan,
};
use doorward_core::{
    change_set::{Change, ChangeSet},
    declared::EntryKind,
};

impl Plan<'_, '_> {
    pub(super) async fn webhook(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<WebhookEntry>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let WebhookEntry { webhook, secret } = &declaration;
        let id = webhook.name.clone();
        let webhooks = self.provider.webhooks();
        let planned = webhooks.declare(changes, webhook, secret.as_deref()).await;
        let change = planned.map_err(|error| self.error(line, &format!("webhook {id}"), &error))?;
        let differences = match (&self.differences, change) {
            (Some(find), Change::Change) => find.webhook(&declaration).await?,
            _ => Vec::new(),
        };
        let mut warnings = Vec::new();
        if change == Change::Add && secret.is_none() {
            warnings.push(format!(
                "the webhook {id} has a secret that nobody has seen; `doorward webhook rotate-secret \
                 {id}` makes one and shows it"
            ));
        }
        let line = Line {
            differences,
            warnings,
            ..Line::new(EntryKind::Webhooks, id.clone(), change)
        };
        self.add_line(changes, line, id).await
    }

    pub(super) async fn scim_target(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<ScimTargetEntry>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let ScimTargetEntry { scim_target, token } = &declaration;
        let id = scim_target.name.clone();
        let targets = self.provider.scim_targets();
        let planned = targets.declare(changes, scim_target, token.as_deref());
        let change = planned
            .await
            .map_err(|error| self.error(line, &format!("SCIM target {id}"), &error))?;
        let differences = match (&self.differences, change) {
            (Some(find), Change::Change) => find.scim_target(&declaration).await?,
            _ => Vec::new(),
        };
        let line = Line {
            differences,
            ..Line::new(EntryKind::ScimTargets, id.clone(), change)
        };
        self.add_line(changes, line, id).await
    }
}
