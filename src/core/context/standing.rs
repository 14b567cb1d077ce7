//! What must still hold of whoever carries out an operation when it is committed.

use doorward_storage::{AppOwnerKey, Store, Unit};

/// What must hold of whoever carries out an operation when its changes are committed: an owner of an app
/// who is none any more by then changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Standing(Unit);

impl Standing {
    /// A user owns an app.
    pub(crate) fn owner_of_app(key: AppOwnerKey<'_>) -> Self {
        Self(Store::require_app_owner(key))
    }

    /// The statements that require it.
    pub(crate) fn unit(&self) -> Unit {
        self.0.clone()
    }
}
