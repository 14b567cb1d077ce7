//! Mails that wait for a server which the settings do not have any more.

use super::mailer::Mailer;
use crate::{Result, context::OperationContext};
use doorward_storage::{MAIL_OF_SERVER, Store, Unit};

/// How many kinds of messages are looked at: there are a handful, and one for each server of an app.
const MAX_KINDS: usize = 1000;

impl Mailer {
    /// Lets mails go that wait for a server which the settings of this process do not have: another one
    /// takes them. To be called once the process has started, since settings change by that alone.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn release_strays(&self, ctx: &OperationContext) -> Result<()> {
        if !self.can_send() {
            return Ok(());
        }
        let known = self.delivery.kinds();
        let store = self.kernel.database.read();
        let (mut last, mut unit) = (String::new(), Unit::new());
        for _ in 0..MAX_KINDS {
            let Some(kind) = store.outbox_kind_after(&last).await? else {
                break;
            };
            if kind.starts_with(MAIL_OF_SERVER) && !known.contains(&kind) {
                tracing::warn!(
                    kind,
                    "mails wait for a server that the settings do not have; another one takes them"
                );
                unit = unit.then(Store::release_mails_of_server(&kind, ctx.now()));
            }
            last = kind;
        }
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }
}
