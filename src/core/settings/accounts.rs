//! What users may do with their accounts.

use doorward_protocol::time::Lifetime;

/// What users may do with their accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountSettings {
    /// Whether users may delete their accounts.
    pub allows_deletion: bool,
    /// How long they can change their mind.
    pub deletion_delay: Lifetime,
}
