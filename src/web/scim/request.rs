//! What a request asks for.

use crate::extract::query;
use actix_web::{
    HttpRequest,
    http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH},
};
use doorward_core::{
    management::ManagementError,
    scim::{Query, ScimError},
};
use doorward_protocol::scim::{Refusal, ScimType, member, selection::Selection};
use serde_json::Value;

/// A request, or an operation of a bulk request.
#[derive(Default)]
pub struct Request {
    pub method: String,
    /// The path below that of the server, without a slash before it.
    pub path: String,
    pub query: Query,
    /// Which attributes the answer has.
    pub selection: Selection,
    pub body: Option<Value>,
    pub if_match: Option<String>,
    pub if_none_match: Option<String>,
}

/// There is nothing at a path.
pub fn no_such(path: &str) -> ScimError {
    ManagementError::NotFound(format!("resource {path}")).into()
}

/// The body is not what is asked for.
pub fn syntax(detail: &str) -> ScimError {
    Refusal::new(ScimType::InvalidSyntax, detail).into()
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// What is wrong with its body or its parameters.
    pub fn read(request: &HttpRequest, path: &str, body: &[u8]) -> Result<Self, ScimError> {
        let body = match body {
            [] => None,
            body => {
                Some(serde_json::from_slice(body).map_err(|_| syntax("the body must be JSON"))?)
            }
        };
        let parameters = query::Query::of(request);
        let text = |name: &str| parameters.get(name);
        let number = |name: &str| match text(name).map(str::parse::<i64>) {
            None => Ok(None),
            Some(Ok(number)) => Ok(Some(number)),
            Some(Err(_)) => {
                let detail = format!("{name} must be a number");
                Err(Refusal::new(ScimType::InvalidValue, detail))
            }
        };
        let header = |name: HeaderName| {
            let value = request.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Ok(Self {
            method: request.method().as_str().to_owned(),
            path: path.to_owned(),
            query: query(&text, number("startIndex")?, number("count")?),
            selection: Selection::read(text("attributes"), text("excludedAttributes"))?,
            body,
            if_match: header(IF_MATCH),
            if_none_match: header(IF_NONE_MATCH),
        })
    }

    /// The body.
    ///
    /// # Errors
    /// `InvalidSyntax` where there is none.
    pub fn body(&self) -> Result<&Value, ScimError> {
        self.body
            .as_ref()
            .ok_or_else(|| syntax("the body is missing"))
    }
}

fn query<'a>(
    text: &impl Fn(&str) -> Option<&'a str>,
    start_index: Option<i64>,
    count: Option<i64>,
) -> Query {
    let own = |name: &str| text(name).map(str::to_owned);
    // RFC 7644 §3.4.2.4: what is below the least is the least.
    let at_least = |least: i64, number: i64| usize::try_from(number.max(least)).unwrap_or_default();
    Query {
        filter: own("filter"),
        sort_by: own("sortBy"),
        descending: text("sortOrder").is_some_and(|order| order.eq_ignore_ascii_case("descending")),
        start_index: at_least(1, start_index.unwrap_or(1)),
        count: count.map(|count| at_least(0, count)),
    }
}

/// What the body of a search asks for (RFC 7644 §3.4.3).
pub struct Search {
    pub query: Query,
    pub selection: Selection,
}

impl Search {
    /// Reads the body.
    ///
    /// # Errors
    /// `InvalidPath` for the name of an attribute that cannot be one.
    pub fn read(body: &Value) -> Result<Self, ScimError> {
        let text = |name: &str| member(body, name).and_then(Value::as_str);
        let number = |name: &str| member(body, name).and_then(Value::as_i64);
        let names = |name: &str| {
            let names = member(body, name)?.as_array()?;
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            Some(names.join(","))
        };
        let (wanted, unwanted) = (names("attributes"), names("excludedAttributes"));
        Ok(Self {
            query: query(&text, number("startIndex"), number("count")),
            selection: Selection::read(wanted.as_deref(), unwanted.as_deref())?,
        })
    }
}
