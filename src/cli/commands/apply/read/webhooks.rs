//! Reads the `[[webhooks]]` tables of a file of declarations.

use super::{Declared, Reader};
use doorward_protocol::webhooks::declared::DeclaredWebhook;
use toml::{Spanned, Table};

/// A webhook, and the secret that its entry gives it.
pub(in super::super) struct WebhookEntry {
    pub(in super::super) webhook: DeclaredWebhook,
    pub(in super::super) secret: Option<String>,
}

impl Reader<'_> {
    pub(super) fn webhook(
        &mut self,
        entry: Spanned<Table>,
    ) -> anyhow::Result<Declared<WebhookEntry>> {
        let (mut table, line) = self.entry(entry)?;
        let secret = self.take(&mut table, line, "secret")?;
        let webhook: DeclaredWebhook = self.typed(table, line)?;
        webhook
            .check()
            .map_err(|reason| self.error(line, &reason))?;
        self.once(line, "webhook", &webhook.name)?;
        Ok(Declared {
            declaration: WebhookEntry { webhook, secret },
            line,
        })
    }
}
