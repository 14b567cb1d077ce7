//! The signatures of heads.

use crate::{Error, Result, kernel::Kernel};
use doorward_adapters::keys::{AUDIT_HEAD, SigningKey};
use doorward_protocol::{
    audit_chain::{Damage, Head},
    keys::jws,
    time::Timestamp,
};
use doorward_storage::AuditDay;
use serde_json::Value;

/// The key that signs heads.
pub(super) struct HeadKey {
    key: SigningKey,
    issuer: String,
}

impl HeadKey {
    pub(super) fn new(kernel: &Kernel) -> Result<Self> {
        let key = kernel.lasting_keys.audit_head_key();
        Ok(Self {
            key: key.map_err(|error| Error::Internal(error.to_string()))?,
            issuer: kernel.issuer().to_owned(),
        })
    }

    pub(super) fn public_jwk(&self) -> Value {
        self.key.public_jwk().clone()
    }

    /// The row of a day that ends so.
    pub(super) fn row(&self, head: &Head, now: Timestamp) -> Result<AuditDay> {
        let signed = self.key.sign(AUDIT_HEAD, &head.claims(&self.issuer, now));
        Ok(AuditDay {
            day: head.day,
            entries: head.count,
            link: head.link.as_str().to_owned(),
            head: signed.map_err(|error| Error::Internal(error.to_string()))?,
            closed: head.closed,
            deleted: head.deleted.is_some(),
        })
    }

    /// The head that this key signed.
    pub(super) fn read(&self, text: &str) -> Option<Head> {
        let parsed = jws::parse(text)?;
        let is_head = parsed.typ.as_deref() == Some(AUDIT_HEAD) && self.key.verifies(&parsed);
        is_head.then(|| Head::from_claims(&parsed.claims)).flatten()
    }

    /// The head of a day, where its row says the same.
    pub(super) fn of_day(&self, row: &AuditDay) -> std::result::Result<Head, Damage> {
        let head = self.read(&row.head).ok_or(Damage::HeadForged)?;
        let is_same = head.day == row.day
            && head.count == row.entries
            && head.link.as_str() == row.link
            && head.closed == row.closed
            && head.deleted.is_some() == row.deleted;
        if is_same {
            Ok(head)
        } else {
            Err(Damage::HeadForged)
        }
    }
}
