//! The first steps of a new server: what it is called, and whether the guide of the console is hidden.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{RefusedChange, audit::Record, look::PROVIDER_NAME};
use doorward_protocol::text::is_unseen;
use doorward_storage::{ProviderValue, Store};
use std::sync::Arc;

/// The longest name, in characters: it stands in the title of every page.
pub const MAX_PROVIDER_NAME: usize = 60;
/// The name under which it is stored that the guide is hidden.
const FIRST_RUN: &str = "first_run";

/// What this provider is called, and where that comes from.
pub struct ProviderName {
    /// The name that pages and mails show.
    pub name: Arc<str>,
    /// Whether it was decided in the console; the setting holds otherwise.
    pub is_stored: bool,
}

impl Management {
    /// What this provider is called.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn provider_name(&self) -> ManagementOutcome<ProviderName> {
        let stored = self.kernel.database.read();
        let stored = stored.provider_value(PROVIDER_NAME).await?;
        Ok(ProviderName {
            is_stored: stored.is_some(),
            name: stored.map_or_else(
                || self.kernel.settings.name.as_str().into(),
                |stored| stored.value.into(),
            ),
        })
    }

    /// Gives this provider another name, on every node at once; an empty one takes it back to that of the
    /// setting. `seen` is the name that it had when the caller decided.
    ///
    /// # Errors
    /// `Invalid` where it is too long or holds what nobody sees; `Conflict` where somebody else changed
    /// it meanwhile.
    pub async fn rename_provider(
        &self,
        caller: &Caller,
        name: &str,
        seen: &str,
    ) -> ManagementOutcome<()> {
        let name = name.trim();
        if name.chars().count() > MAX_PROVIDER_NAME {
            let max = MAX_PROVIDER_NAME;
            let reason = RefusedChange::NameTooLong { max };
            return Err(ManagementError::refused_field("name", reason));
        }
        if name.chars().any(is_unseen) {
            let reason = RefusedChange::UnseenCharacter;
            return Err(ManagementError::refused_field("name", reason));
        }
        let read = self.kernel.database.read();
        let stored = read.provider_value(PROVIDER_NAME).await?;
        let present = stored.as_ref().map(|stored| stored.value.as_str());
        if present.unwrap_or(&self.kernel.settings.name) != seen {
            return Err(ManagementError::changed_meanwhile());
        }
        let unit = match stored {
            None if name.is_empty() => return Ok(()),
            Some(stored) if stored.value == name => return Ok(()),
            Some(stored) if name.is_empty() => Store::remove_provider_value(&stored),
            stored => {
                let version = stored.map_or(0, |stored| stored.version);
                let wanted = value(PROVIDER_NAME, name, version);
                Store::put_provider_value(&wanted, caller.ctx.now())
            }
        };
        let record = Record {
            action: "provider.renamed",
            subject: None,
            client_id: None,
            detail: name,
        };
        let database = &self.kernel.database;
        if database.commit(&caller.ctx, unit, &[record]).await? {
            return Ok(());
        }
        Err(ManagementError::changed_meanwhile())
    }

    /// Whether the guide of the first steps is hidden.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn is_guide_hidden(&self) -> ManagementOutcome<bool> {
        let read = self.kernel.database.read();
        Ok(read.provider_value(FIRST_RUN).await?.is_some())
    }

    /// Hides the guide of the first steps. Of several who do so at once each is told that it is hidden.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn hide_guide(&self, caller: &Caller) -> ManagementOutcome<()> {
        let unit = Store::put_provider_value(&value(FIRST_RUN, "done", 0), caller.ctx.now());
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }
}

fn value(name: &str, value: &str, version: i64) -> ProviderValue {
    ProviderValue {
        name: name.to_owned(),
        value: value.to_owned(),
        version,
    }
}
