//! A list of the console that is read a page at a time, by the key of the last row of a page.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
};
use crate::{
    extract::query::Query,
    messages::Messages,
    respond::{
        address::{Address, Base},
        page_error::PageError,
    },
};
use actix_web::HttpRequest;
use doorward_core::Provider;
use doorward_protocol::{
    management::Resource,
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    time::Timestamp,
};

/// How many rows a page has.
pub const LIMIT: i64 = 50;

/// The last row of a page that is full: there may be more after it.
pub fn last_of_full<R>(rows: &[R], limit: i64) -> Option<&R> {
    let is_full = i64::try_from(rows.len()).is_ok_and(|length| length == limit);
    rows.last().filter(|_| is_full)
}

/// A page of a list, as it was asked for.
pub struct List<'a> {
    /// Where the addresses begin.
    pub base: Base<'a>,
    /// The present, which moments are told from.
    pub now: Timestamp,
    admin: &'a Admin,
    section: Section,
    query: Parameters,
}

impl<'a> List<'a> {
    /// The page that a request asks for.
    ///
    /// # Errors
    /// 403 for an administrator who may not see the list.
    pub fn asked(
        request: &HttpRequest,
        provider: &'a Provider,
        admin: &'a Admin,
        section: Section,
    ) -> Result<Self, PageError> {
        match section.permission() {
            // Whoever owns apps sees these.
            Some(permission) if section.is_of_owners() => admin.require_of_some_app(permission)?,
            Some(permission) if permission.resource == Resource::Organizations => {
                admin.require_of_some_organization(permission.verb)?;
            }
            Some(permission) => admin.require(permission)?,
            None => {}
        }
        Ok(Self {
            base: Base::of(provider),
            now: admin.caller.ctx.now(),
            admin,
            section,
            query: Query::of(request),
        })
    }

    /// A field of the query.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.query.get(name)
    }

    /// The key after which the page begins; empty for the first one.
    pub fn after(&self) -> &str {
        self.field("after").unwrap_or_default()
    }

    /// The address of the page that begins at a place.
    pub fn at(&self, place: &[(&str, &str)]) -> Address {
        let filled = place.iter().copied().filter(|(_, value)| !value.is_empty());
        self.base.page(&with_query(self.section.path(), filled))
    }

    /// The address of the page after these rows, where there may be one.
    pub fn next<R>(&self, rows: &[R], key: impl Fn(&R) -> &str) -> Option<Address> {
        let last = last_of_full(rows, LIMIT)?;
        Some(self.at(&[("after", key(last))]))
    }

    /// What is around the list.
    pub fn frame(&self, t: Messages) -> Frame {
        Frame::new(self.section, self.admin, t)
    }

    /// Links to actions that the administrator may do.
    pub fn links(&self, t: Messages) -> Links<'a> {
        Links {
            base: self.base,
            admin: self.admin,
            t,
        }
    }

    /// Links to actions that are about no row.
    pub fn actions(&self, t: Messages, names: &[&str]) -> Vec<EditLink> {
        self.links(t).all(names, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::last_of_full;

    #[test]
    fn a_page_that_is_not_full_is_the_last_one() {
        assert_eq!(last_of_full(&["a", "b"], 2), Some(&"b"));
        assert_eq!(last_of_full(&["a"], 2), None);
        assert_eq!(last_of_full::<&str>(&[], 0), None);
    }
}
