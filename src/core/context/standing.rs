//! What must still hold of whoever carries out an operation when it is committed.

use doorward_storage::{AppOwnerKey, MemberKey, Store, Unit};

/// What must hold of whoever carries out an operation when its changes are committed: an owner who is none any more by then changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Standing(Unit);

impl Standing {
    /// A user owns an app.
    pub(crate) fn owner_of_app(key: AppOwnerKey<'_>) -> Self {
        Self(Store::require_app_owner(key))
    }

    /// A user owns an organization. It is held first, as by whoever ends an owner of it.
    pub(crate) fn owner_of_organization(key: MemberKey<'_>) -> Self {
        let there = Store::require_organization(key.organization_id);
        Self(there.then(Store::require_organization_owner(key)))
    }

    /// The statements that require it.
    pub(crate) fn unit(&self) -> Unit {
        self.0.clone()
    }
}
