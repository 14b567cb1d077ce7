//! What files of declarations manage: whoever changes it in another way is told where it stands
//! ([decision 54](../../docs/decisions/0054-configuration-as-code.md)).

use crate::{
    RefusedChange, Result,
    context::{Actor, OperationContext},
    kernel::Kernel,
};
use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A table of a file of declarations, in the order in which an export writes them.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EntryKind {
    /// The table `[[user_attributes]]`.
    UserAttributes,
    /// The table `[[clients]]`.
    Clients,
    /// The table `[[providers]]`.
    Providers,
    /// The table `[[roles]]`.
    Roles,
    /// The table `[[access_rules]]`.
    AccessRules,
    /// The table `[[groups]]`.
    Groups,
    /// The table `[[users]]`.
    Users,
    /// The table `[[webhooks]]`.
    Webhooks,
    /// The table `[[scim_targets]]`.
    ScimTargets,
    /// The table `[[organizations]]`.
    Organizations,
}

impl EntryKind {
    /// Every table, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The name of the table.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Refuses to change what a file manages, unless the operation is forced. Whoever runs a command on the
/// machine of the provider is warned instead: the file is theirs too. A file that begins to manage it at
/// the same moment finds the change when it is applied the next time.
///
/// # Errors
/// `Input` with the file, and where the database is unavailable.
pub(crate) async fn require_not_declared(
    kernel: &Kernel,
    ctx: &OperationContext,
    kind: EntryKind,
    id: &str,
) -> Result<()> {
    if ctx.is_forced() {
        return Ok(());
    }
    let store = kernel.database.read();
    let known = store.declared_entry(kind.name(), id).await?;
    let Some(known) = known.filter(|known| known.removed_at.is_none()) else {
        return Ok(());
    };
    let source = match known.source.as_str() {
        "" => "a file of declarations",
        source => source,
    };
    let table = kind.name();
    if *ctx.actor() == Actor::CommandLine {
        tracing::warn!(
            "{source} manages this, under [[{table}]]: it is as the file says again once that is \
             applied; change it there too (--force changes it without this warning)"
        );
        return Ok(());
    }
    Err(RefusedChange::Managed {
        source_name: source.to_owned(),
        table: table.to_owned(),
    }
    .into())
}
