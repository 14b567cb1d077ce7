//! Lists, a page at a time, and parts of documents.

use super::{
    answer::{Answer, Reply},
    call::Call,
};
use doorward_core::management::ManagementError;
use doorward_protocol::{oauth::authorization_request::Parameters, scim_filter::Filter};
use serde_json::{Map, Value, json};

/// How many entries a page has where the caller names no number, and at most.
const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 200;
/// How many entries are read at once.
const BATCH: i64 = 201;
/// How many entries are looked at for one page: a filter that few of them pass gives a short page, and a
/// cursor to go on.
const MAX_SCANNED: usize = 5000;

/// How much of a list is asked for.
pub struct Wanted {
    /// The key after which the page begins.
    pub after: String,
    /// How many entries it has at most.
    pub limit: usize,
    /// What an entry must pass.
    pub filter: Option<Filter>,
}

impl Wanted {
    /// Reads `cursor`, `limit` and `filter`.
    ///
    /// # Errors
    /// `Invalid` with the parameter that is wrong.
    pub fn of(call: &Call<'_>) -> Result<Self, ManagementError> {
        Self::read(&call.query)
    }

    /// Reads them from the parameters of a query.
    ///
    /// # Errors
    /// As [`Wanted::of`].
    pub fn read(query: &Parameters) -> Result<Self, ManagementError> {
        let limit = match query.get("limit") {
            None => DEFAULT_LIMIT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                .ok_or_else(|| {
                    ManagementError::field("limit", format!("must be 1 to {MAX_LIMIT}"))
                })?,
        };
        let after = match query.get("cursor") {
            None => String::new(),
            Some(cursor) => opened(cursor).ok_or_else(|| {
                ManagementError::field("cursor", "must be the next_cursor of an earlier page")
            })?,
        };
        let filter = query.get("filter").map(Filter::parse).transpose();
        let filter = filter.map_err(|reason| ManagementError::field("filter", reason))?;
        Ok(Self {
            after,
            limit,
            filter,
        })
    }
}

/// An entry of a list, and the key by which the list is in order.
pub type Entry = (String, Value);

/// A page of a list, which `after` reads: so many entries after a key, in the order of their keys.
///
/// # Errors
/// Those of `after`.
pub async fn page(
    wanted: Wanted,
    after: impl AsyncFn(String, i64) -> Result<Vec<Entry>, ManagementError>,
) -> Answer {
    let mut items = Vec::new();
    let (mut key, mut has_more, mut scanned) = (wanted.after, true, 0);
    while has_more && items.len() < wanted.limit && scanned < MAX_SCANNED {
        let entries = after(key.clone(), BATCH).await?;
        has_more = entries.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
        for (at, entry) in entries {
            if items.len() == wanted.limit {
                has_more = true;
                break;
            }
            scanned += 1;
            key = at;
            if wanted
                .filter
                .as_ref()
                .is_none_or(|filter| filter.passes(&entry))
            {
                items.push(entry);
            }
        }
    }
    let next = has_more.then(|| closed(&key));
    Ok(Reply {
        document: Some(json!({"items": items, "next_cursor": next})),
        ..Reply::nothing()
    })
}

/// A cursor: nobody should make one, so it does not look like what it is.
pub fn closed(key: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(key)
}

fn opened(cursor: &str) -> Option<String> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()?;
    String::from_utf8(bytes)
        .ok()
        .filter(|key| !key.contains('\0'))
}

/// What is shown of a document: all of it, or the members that `fields` names. Of a page, these are
/// members of its entries.
pub fn shown(query: &Parameters, document: Option<Value>) -> Option<Value> {
    let mut document = document?;
    let Some(fields) = query.get("fields") else {
        return Some(document);
    };
    let wanted: Vec<&str> = fields.split(',').map(str::trim).collect();
    match document.get_mut("items").and_then(Value::as_array_mut) {
        Some(items) => items.iter_mut().for_each(|item| keep(item, &wanted)),
        None => keep(&mut document, &wanted),
    }
    Some(document)
}

fn keep(document: &mut Value, wanted: &[&str]) {
    if let Some(members) = document.as_object_mut() {
        let all: Map<String, Value> = std::mem::take(members);
        members.extend(
            all.into_iter()
                .filter(|(name, _)| wanted.contains(&name.as_str())),
        );
    }
}
