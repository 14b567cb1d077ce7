//! Reads the `[[scim_targets]]` tables of a file of declarations.

use super::{Declared, Reader};
use doorward_protocol::scim_targets::declared::{DeclaredScimTarget, check_token};
use toml::{Spanned, Table};

/// An app that users are pushed to, and the token that its entry gives it.
pub(in super::super) struct ScimTargetEntry {
    pub(in super::super) scim_target: DeclaredScimTarget,
    pub(in super::super) token: Option<String>,
}

impl Reader<'_> {
    pub(super) fn scim_target(
        &mut self,
        entry: Spanned<Table>,
    ) -> anyhow::Result<Declared<ScimTargetEntry>> {
        let (mut table, line) = self.entry(entry)?;
        let token = self.take(&mut table, line, "token")?;
        let scim_target: DeclaredScimTarget = self.typed(table, line)?;
        let checked = scim_target.check();
        checked
            .and_then(|()| token.as_deref().map_or(Ok(()), check_token))
            .map_err(|reason| self.error(line, &reason))?;
        self.once(line, "SCIM target", &scim_target.name)?;
        Ok(Declared {
            declaration: ScimTargetEntry { scim_target, token },
            line,
        })
    }
}
