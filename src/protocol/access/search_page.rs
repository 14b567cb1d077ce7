//! Where a page of a search begins, and how long it is (OpenID AuthZEN Authorization API 1.0, section 8.2).

use super::evaluation::Searched;
use crate::{secret::Digest, text::is_storable};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// How many results an answer has at most.
pub const MAX_RESULTS: usize = 1000;

/// A page of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPage {
    digest: String,
    /// What the page begins after; empty at the start.
    pub after: String,
    /// How many results it has at most.
    pub limit: usize,
}

impl SearchPage {
    /// Reads which page a request asks for. A token belongs to the request that it was made for: with other
    /// members, it is refused.
    ///
    /// # Errors
    /// What is wrong with `page`.
    pub fn read(body: &Map<String, Value>, searched: Searched) -> Result<Self, String> {
        let mut asked = body.clone();
        let page = match asked.remove("page") {
            None => Map::new(),
            Some(Value::Object(page)) => page,
            Some(_) => return Err("page must be an object".to_owned()),
        };
        let text = format!("{searched:?} {}", Value::Object(asked));
        let digest = Digest::of(text.as_bytes()).as_str().to_owned();
        let limit = limit(&page)?;
        if let Some(token) = page.get("token").filter(|token| *token != &json!("")) {
            return Self::of_token(token, digest, limit).ok_or_else(|| {
                "page.token is none of this request: only the token may change".to_owned()
            });
        }
        let limit = limit.filter(|limit| *limit > 0).unwrap_or(MAX_RESULTS);
        Ok(Self {
            digest,
            after: String::new(),
            limit: limit.min(MAX_RESULTS),
        })
    }

    fn of_token(token: &Value, digest: String, limit: Option<usize>) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token.as_str()?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut parts = text.splitn(3, ' ');
        let (of, length, after) = (parts.next()?, parts.next()?, parts.next()?);
        let length = length.parse::<usize>().ok()?;
        let is_asked = limit.is_none_or(|limit| limit.min(MAX_RESULTS) == length);
        let is_ours = of == digest && length > 0 && is_asked && is_storable(after);
        is_ours.then(|| Self {
            digest,
            after: after.to_owned(),
            limit: length.min(MAX_RESULTS),
        })
    }

    /// The token of the page that begins after another place.
    pub fn token_after(&self, after: &str) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {} {after}", self.digest, self.limit))
    }
}

fn limit(page: &Map<String, Value>) -> Result<Option<usize>, String> {
    let Some(limit) = page.get("limit") else {
        return Ok(None);
    };
    let limit = limit
        .as_u64()
        .and_then(|limit| usize::try_from(limit).ok())
        .ok_or("page.limit must be a whole number that is not negative")?;
    Ok(Some(limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &Value) -> Result<SearchPage, String> {
        SearchPage::read(body.as_object().unwrap(), Searched::Resource)
    }

    #[test]
    fn a_token_goes_on_with_its_own_request_alone() {
        let first = read(&json!({"a": 1, "page": {"limit": 2}})).unwrap();
        assert_eq!((first.after.as_str(), first.limit), ("", 2));
        let token = first.token_after("report 7");
        let next = read(&json!({"a": 1, "page": {"token": token}})).unwrap();
        assert_eq!((next.after.as_str(), next.limit), ("report 7", 2));
        for other in [
            json!({"a": 2, "page": {"token": token}}),
            json!({"a": 1, "page": {"token": token, "limit": 3}}),
            json!({"a": 1, "page": {"token": first.token_after("a\0b")}}),
            json!({"a": 1, "page": {"token": 7}}),
            json!({"a": 1, "page": {"token": "YQ"}}),
            json!({"a": 1, "page": {"limit": -1}}),
            json!({"a": 1, "page": 1}),
        ] {
            assert!(read(&other).is_err(), "{other}");
        }
        let of_nothing = SearchPage {
            limit: 0,
            ..first.clone()
        };
        let token_of_nothing = of_nothing.token_after("report 7");
        assert!(read(&json!({"a": 1, "page": {"token": token_of_nothing}})).is_err());
        let body = json!({"a": 1, "page": {"token": token}});
        let of_subjects = SearchPage::read(body.as_object().unwrap(), Searched::Subject);
        assert!(of_subjects.is_err());
    }

    #[test]
    fn no_page_is_longer_than_the_longest() {
        for limit in [json!(0), json!(5000), json!(u64::MAX)] {
            let page = read(&json!({"page": {"limit": limit}})).unwrap();
            assert_eq!(page.limit, MAX_RESULTS, "{limit}");
        }
    }
}
