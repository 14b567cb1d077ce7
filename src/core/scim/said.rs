//! What provisioning clients say of users and groups, beside what Doorward keeps itself.

use super::{Kind, Scim, ScimOutcome, invalid};
use crate::{audit::Record, change_set::ChangeSet, management::ManagementError};
use doorward_protocol::scim::text;
use doorward_storage::{ScimDocument, Store};
use serde_json::Value;

/// How long the identifier of a client may be, in bytes.
const MAX_EXTERNAL_ID: usize = 255;
/// How long the attributes of a user may be, in bytes.
const MAX_DOCUMENT: usize = 65_536;

/// What clients say of one user or group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The attributes, with their version; none before the first client wrote some.
    pub(super) document: Option<ScimDocument>,
    /// The identifier that this client knows it by.
    pub(super) external_id: Option<String>,
}

impl Said {
    /// Whether a client says the same again.
    pub(super) fn is(&self, resource: &Value, document: &Value) -> bool {
        let known = self.document.as_ref().map(|known| &known.document);
        known == Some(document) && self.external_id.as_deref() == text(resource, "externalId")
    }
}

impl Scim<'_> {
    pub(super) async fn said(&self, kind: Kind, id: &str) -> ScimOutcome<Said> {
        let store = self.kernel.database.read();
        let client = self.caller.name();
        let documents = store.scim_documents(kind, id, id).await?;
        let ids = store.scim_external_ids(&client, kind, id, id).await?;
        Ok(Said {
            document: documents.into_values().next(),
            external_id: ids.into_values().next(),
        })
    }

    /// Writes what a client says. A guard: nobody wrote it since it was read.
    pub(super) async fn keep(
        &self,
        changes: &mut ChangeSet<'_>,
        kept: Kept<'_>,
        before: Said,
    ) -> ScimOutcome<()> {
        let Kept { kind, id, .. } = kept;
        let (client, external_id) = (self.caller.name(), text(kept.resource, "externalId"));
        if let Some(wanted) =
            external_id.filter(|wanted| before.external_id.as_deref() != Some(wanted))
        {
            if wanted.len() > MAX_EXTERNAL_ID {
                return Err(invalid("externalId may have 255 bytes at most").into());
            }
            let store = self.kernel.database.read();
            if store.scim_id_of(&client, kind, wanted).await?.is_some() {
                let taken = format!("externalId {wanted} belongs to another resource already");
                return Err(ManagementError::Conflict(taken).into());
            }
        }
        if kept.document.to_string().len() > MAX_DOCUMENT {
            return Err(invalid("the attributes may have 65536 bytes at most").into());
        }
        let document = ScimDocument {
            id: id.to_owned(),
            document: kept.document,
            version: before.document.map_or(0, |known| known.version),
            updated_at: changes.context().now(),
        };
        let external_id = match external_id {
            Some(external_id) => Store::put_scim_external_id(&client, kind, id, external_id),
            None => Store::remove_scim_external_id(&client, kind, id),
        };
        let (action, subject) = match kind {
            Kind::Users => ("user.provisioned", Some(id)),
            Kind::Groups => ("group.provisioned", None),
        };
        let record = Record {
            action,
            subject,
            client_id: None,
            detail: kept.name,
        };
        let unit = Store::put_scim_document(kind, &document).then(external_id);
        changes.add(unit, &record);
        Ok(())
    }
}

/// What is written of a user or a group.
pub(super) struct Kept<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a str,
    /// What the audit log says beside the identifier.
    pub(super) name: &'a str,
    /// The resource as the client sent it.
    pub(super) resource: &'a Value,
    /// The attributes that are kept of it.
    pub(super) document: Value,
}
