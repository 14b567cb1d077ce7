//! The roles and permissions of an app in one table: roles as columns, permissions as rows.

use super::{
    admin::AdminOrOwner,
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    management::path::segment,
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    access::roles::{Role, Roles},
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};
use std::collections::BTreeSet;

/// How many roles the table has: it is read on a phone too.
const ROLES: usize = 12;
/// How many permissions the table has.
const PERMISSIONS: usize = 60;

#[derive(Template)]
#[template(path = "pages/console_role_matrix.html")]
struct MatrixPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    name: &'a str,
    app_page: Address,
    /// Whether the administrator may open the pages of the app.
    has_apps: bool,
    table: &'a Table<'a>,
    /// The pages of the roles, in the order of the columns.
    pages: Vec<Address>,
    more_roles: Option<Address>,
    more_permissions: Option<Address>,
}

/// A part of the roles and permissions of an app.
struct Table<'a> {
    roles: Vec<(&'a str, &'a Role)>,
    rows: Vec<Row<'a>>,
    has_more_roles: bool,
    has_more_permissions: bool,
}

struct Row<'a> {
    permission: &'a str,
    cells: Vec<Cell<'a>>,
}

impl Row<'_> {
    /// The permission in parts, between which its line may be broken.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.permission.split_inclusive(['.', ':'])
    }
}

/// What a role gives of a permission.
#[derive(Debug, PartialEq, Eq)]
enum Cell<'a> {
    Nothing,
    /// The role gives it itself.
    Given,
    /// This role, which the role includes, gives it.
    Inherited(&'a str),
}

impl<'a> Table<'a> {
    /// The roles after one and the permissions after one.
    fn of(roles: &'a Roles, after_role: &str, after_permission: &str) -> Self {
        let all: BTreeSet<&str> = roles
            .iter()
            .flat_map(|(_, role)| role.permissions.iter().map(String::as_str))
            .collect();
        let mut shown = roles.iter().filter(|(name, _)| *name > after_role);
        let columns: Vec<_> = shown.by_ref().take(ROLES).collect();
        let mut rows = all.into_iter().filter(|name| *name > after_permission);
        let row = |permission| Row {
            permission,
            cells: columns
                .iter()
                .map(|(name, role)| cell(roles, name, role, permission))
                .collect(),
        };
        Self {
            rows: rows.by_ref().take(PERMISSIONS).map(row).collect(),
            has_more_roles: shown.next().is_some(),
            has_more_permissions: rows.next().is_some(),
            roles: columns,
        }
    }
}

fn cell<'a>(roles: &'a Roles, name: &'a str, role: &Role, permission: &str) -> Cell<'a> {
    if role.permissions.contains(permission) {
        return Cell::Given;
    }
    let included = roles.with_included(name).into_iter();
    let gives = |name: &&str| {
        let role = roles.get(name);
        role.is_some_and(|role| role.permissions.contains(permission))
    };
    included
        .filter(|included| *included != name)
        .find(gives)
        .map_or(Cell::Nothing, Cell::Inherited)
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require_of_app(Permission::read(Resource::Roles), &id)?;
    let app = provider.management().app(&id).await.map_err(page_error)?;
    let field = |name| query.get(name).unwrap_or_default();
    let (after_role, after_permission) = (field("role"), field("permission"));
    let table = Table::of(&app.roles, after_role, after_permission);
    let base = Base::of(&provider);
    let app_path = Section::Apps.page_of(&app.client.client_id);
    let pages = table
        .roles
        .iter()
        .map(|(name, _)| base.page(&format!("{app_path}/roles/{}", segment(name))));
    let at = |role: &str, permission: &str| {
        let place = [("role", role), ("permission", permission)];
        let place = place.into_iter().filter(|(_, value)| !value.is_empty());
        base.page(&with_query(&format!("{app_path}/matrix"), place))
    };
    let last_role = table.roles.last().filter(|_| table.has_more_roles);
    let last_row = table.rows.last().filter(|_| table.has_more_permissions);
    html::page(&MatrixPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Apps, &admin, t),
        name: app.client.display_name(),
        app_page: base.page(&app_path),
        has_apps: admin.sees_app(&id),
        pages: pages.collect(),
        more_roles: last_role.map(|(name, _)| at(name, after_permission)),
        more_permissions: last_row.map(|row| at(after_role, row.permission)),
        table: &table,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles() -> Roles {
        serde_json::from_value(serde_json::json!({
            "editor": {"permissions": ["page.write"], "includes": ["reader"]},
            "owner": {"permissions": ["page.delete"], "includes": ["editor"]},
            "reader": {"permissions": ["page.read"], "default": true},
        }))
        .unwrap()
    }

    #[test]
    fn a_cell_says_whether_a_role_gives_a_permission_itself_or_through_another() {
        let roles = roles();
        let table = Table::of(&roles, "", "");
        let cells: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.permission, format!("{:?}", row.cells)))
            .collect();
        assert_eq!(
            cells,
            [
                ("page.delete", "[Nothing, Given, Nothing]".to_owned()),
                (
                    "page.read",
                    "[Inherited(\"reader\"), Inherited(\"reader\"), Given]".to_owned()
                ),
                (
                    "page.write",
                    "[Given, Inherited(\"editor\"), Nothing]".to_owned()
                ),
            ]
        );
        assert!(!table.has_more_roles && !table.has_more_permissions);
    }

    #[test]
    fn a_table_goes_on_where_it_stopped() {
        let mut roles = roles();
        for number in 0..ROLES {
            let permissions = (0..PERMISSIONS)
                .map(|p| format!("p.{number}-{p}"))
                .collect();
            let role = Role {
                permissions,
                ..Role::default()
            };
            roles.put(format!("role-{number:03}"), role);
        }
        let first = Table::of(&roles, "", "");
        assert!(first.has_more_roles && first.has_more_permissions);
        assert_eq!((first.roles.len(), first.rows.len()), (ROLES, PERMISSIONS));
        let (last, _) = first.roles.last().unwrap();
        let second = Table::of(&roles, last, "");
        assert_eq!(second.roles.len(), 3);
        assert!(!second.has_more_roles);
    }
}
