//! The chain of the audit log: entries are chained after they are written, the end of each day is
//! signed, and whoever has the key finds what was changed since.

mod extend;
mod heads;
mod verify;

use crate::{Error, Result, audit::Record, context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    audit_chain::{Damage, Head},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{AuditDay, AuditPlace, Store};
use heads::HeadKey;
use serde_json::Value;
use std::sync::{Arc, Mutex};

pub use verify::{Found, Verified};

/// How long after the first entry was chained entries without a proof are taken for those of an
/// earlier release, which may still run on other nodes.
const ADOPTION: Lifetime = Lifetime::days(1);

/// A head with its signature.
#[derive(Clone, Debug)]
pub struct SignedHead {
    /// What is signed.
    pub head: Head,
    /// The compact JWS of it.
    pub jws: String,
}

/// The chain of the audit log.
pub struct AuditChain {
    kernel: Arc<Kernel>,
    /// The newest place that this process has seen chained.
    seen: Mutex<Option<AuditPlace>>,
    /// What was last reported to the log, and when.
    reported: Mutex<Option<(String, Timestamp)>>,
}

impl AuditChain {
    pub(crate) fn new(kernel: Arc<Kernel>) -> Self {
        Self {
            kernel,
            seen: Mutex::default(),
            reported: Mutex::default(),
        }
    }

    fn head_key(&self) -> Result<HeadKey> {
        HeadKey::new(&self.kernel)
    }

    /// The heads of the newest days, the newest first.
    ///
    /// # Errors
    /// Where the database is unavailable, or a head is not one of this provider.
    pub async fn heads(&self, limit: u32) -> Result<Vec<SignedHead>> {
        let key = self.head_key()?;
        let store = self.kernel.database.read();
        let days = store.newest_audit_days(i64::from(limit)).await?;
        let signed = |day: &AuditDay| {
            let head = key.of_day(day).map_err(|damage| broken(day.day, damage))?;
            let jws = day.head.clone();
            Ok(SignedHead { head, jws })
        };
        days.iter().map(signed).collect()
    }

    /// The public key that heads are verified with, as a JWK.
    ///
    /// # Errors
    /// Where OpenSSL does not take it.
    pub fn public_key(&self) -> Result<Value> {
        Ok(self.head_key()?.public_jwk())
    }

    /// Signs that the entries of the days before a time may be deleted. Gives the beginning of the
    /// first day that stays.
    ///
    /// # Errors
    /// Where the database is unavailable, or a head is not one of this provider.
    pub(crate) async fn release(
        &self,
        ctx: &OperationContext,
        before: Timestamp,
    ) -> Result<Timestamp> {
        let key = self.head_key()?;
        let store = self.kernel.database.read();
        for day in store.audit_days(Timestamp(i64::MIN)).await? {
            if day.day >= before {
                break;
            }
            let head = key.of_day(&day).map_err(|damage| broken(day.day, damage))?;
            if head.deleted.is_some() {
                continue;
            }
            if !head.closed {
                return Ok(day.day);
            }
            let released = Head {
                deleted: Some(ctx.now()),
                ..head
            };
            let row = key.row(&released, ctx.now())?;
            let change = Store::change_audit_day(&day, &row);
            if !self.kernel.database.commit_unaudited(change).await? {
                // Another node does it at the moment.
                return Ok(day.day);
            }
        }
        Ok(before)
    }

    /// Notes that somebody takes the log away.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn note_export(&self, ctx: &OperationContext, detail: &str) -> Result<()> {
        let record = Record {
            action: "audit.exported",
            subject: None,
            client_id: None,
            detail,
        };
        let unit = doorward_storage::Unit::new();
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(())
    }
}

fn broken(day: Timestamp, damage: Damage) -> Error {
    Error::Internal(format!(
        "the audit log was changed from outside: {damage} (the day that begins at {}); run \
         `doorward audit verify`",
        day.seconds()
    ))
}
