//! Reads the groups, the roles and the rules of apps.

use super::{Declared, Reader};
use doorward_protocol::{
    access::{
        declared::{DeclaredAccess, DeclaredAccessRule, DeclaredGroup, DeclaredRole},
        rules::AccessRule,
    },
    organizations::declared::DeclaredOrganization,
};
use toml::{Spanned, Table};

impl Reader<'_> {
    pub(super) fn role(&mut self, entry: Spanned<Table>) -> anyhow::Result<Declared<DeclaredRole>> {
        let (table, line) = self.entry(entry)?;
        let declaration: DeclaredRole = self.typed(table, line)?;
        let name = format!("{} of {}", declaration.name, declaration.app);
        self.once(line, "role", &name)?;
        Ok(Declared { declaration, line })
    }

    pub(super) fn access_rule(
        &mut self,
        entry: Spanned<Table>,
    ) -> anyhow::Result<Declared<DeclaredAccessRule>> {
        let (mut table, line) = self.entry(entry)?;
        let mut required = |key: &str| {
            let text = self.take(&mut table, line, key)?;
            text.ok_or_else(|| self.error(line, &format!("{key} is missing")))
        };
        let (app, name) = (required("app")?, required("name")?);
        let rule: AccessRule = self.typed(table, line)?;
        rule.check().map_err(|reason| self.error(line, &reason))?;
        self.once(line, "access rule", &format!("{name} of {app}"))?;
        Ok(Declared {
            declaration: DeclaredAccessRule { app, name, rule },
            line,
        })
    }

    pub(super) fn group(
        &mut self,
        entry: Spanned<Table>,
    ) -> anyhow::Result<Declared<DeclaredGroup>> {
        let (table, line) = self.entry(entry)?;
        let declaration: DeclaredGroup = self.typed(table, line)?;
        self.once(line, "group", &declaration.name)?;
        Ok(Declared { declaration, line })
    }

    pub(super) fn organization(
        &mut self,
        entry: Spanned<Table>,
    ) -> anyhow::Result<Declared<DeclaredOrganization>> {
        let (table, line) = self.entry(entry)?;
        let declaration: DeclaredOrganization = self.typed(table, line)?;
        self.once(line, "organization", &declaration.slug)?;
        Ok(Declared { declaration, line })
    }

    /// Takes what an entry says of groups and roles out of it.
    pub(super) fn take_access(
        &self,
        table: &mut Table,
        line: usize,
    ) -> anyhow::Result<DeclaredAccess> {
        let mut taken = Table::new();
        for key in ["groups", "roles"] {
            if let Some(value) = table.remove(key) {
                taken.insert(key.to_owned(), value);
            }
        }
        self.typed(taken, line)
    }
}
