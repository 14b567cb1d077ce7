//! The address of a page of a list that is in the order of time.

use super::address::{Address, Base};
use doorward_core::ListCursor;
use doorward_protocol::{
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    time::Timestamp,
};

/// The place in a list that the address names. Any other one is as none.
pub fn named(query: &Parameters) -> Option<ListCursor> {
    Some(ListCursor {
        at: Timestamp(query.get("at")?.parse().ok()?),
        id: query.get("before")?.to_owned(),
    })
}

/// The address of the page that begins after a place, at a path that may have a query already.
pub fn page_after(base: Base<'_>, path: &str, cursor: &ListCursor) -> Address {
    let at = cursor.at.0.to_string();
    let place = [("at", at.as_str()), ("before", cursor.id.as_str())];
    base.page(&with_query(path, place))
}
