//! How far each stream was delivered, for the operator.

use super::{AuditReceiver, AuditStreams};
use crate::Result;
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditStreamRow, Store};

/// A stream, and how far it was delivered.
#[derive(Clone, Debug)]
pub struct AuditStreamState {
    /// The name of the stream.
    pub name: String,
    /// `syslog`, `webhook` or `file`; none where the settings of this process have no such stream.
    pub kind: Option<&'static str>,
    /// How far it was delivered; none where it was never begun.
    pub row: Option<AuditStreamRow>,
    /// Entries that its receiver does not have yet.
    pub waiting: i64,
    /// When the oldest of them happened.
    pub oldest: Option<Timestamp>,
}

impl AuditReceiver {
    const fn kind(&self) -> &'static str {
        self.into_str()
    }
}

impl AuditStreams {
    /// The streams of the settings, and those that were begun by other settings.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn states(&self) -> Result<Vec<AuditStreamState>> {
        let store = self.kernel.database.read();
        let mut rows = store.audit_streams().await?;
        let mut states = Vec::new();
        for running in &self.streams {
            let name = &running.stream.name;
            let at = rows.iter().position(|row| row.name == *name);
            let row = at.map(|at| rows.swap_remove(at));
            let kind = Some(running.stream.receiver.kind());
            states.push(state(store, name.clone(), kind, row).await?);
        }
        for row in rows {
            states.push(state(store, row.name.clone(), None, Some(row)).await?);
        }
        states.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(states)
    }
}

async fn state(
    store: &Store,
    name: String,
    kind: Option<&'static str>,
    row: Option<AuditStreamRow>,
) -> Result<AuditStreamState> {
    let place = row.as_ref().map(AuditStreamRow::place).unwrap_or_default();
    let waiting = store.audit_entries_after(place).await?;
    let oldest = if waiting > 0 {
        let next = store.chained_audit_events(place, 1).await?;
        next.first().map(|next| next.event.at)
    } else {
        None
    };
    Ok(AuditStreamState {
        name,
        kind,
        row,
        waiting,
        oldest,
    })
}
