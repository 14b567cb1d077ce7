//! The SCIM server of an app: requests, and what their answers mean.

use crate::Error;
use doorward_adapters::outbound::{Call, Called, Method, Outbound, OutboundError};
use doorward_protocol::{
    scim::{member, text},
    scim_targets::{
        address::{is_usable_id, list, one, search},
        difference::Difference,
    },
    time::Lifetime,
};
use doorward_storage::PushedKind;
use serde_json::Value;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// How long an app may take to answer one request.
const TIMEOUT: Duration = Duration::from_secs(10);
const MEDIA_TYPE: &str = "application/scim+json";
/// The longest time that an app is left alone because it asks for that.
const MAX_REST_SECONDS: i64 = 3600;
/// How many resources a search reads.
const FOUND: usize = 10;
/// How much of an app's own words is kept, in characters.
const MAX_WORDS: usize = 200;

/// Why something was not done.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The app cannot be asked at present, whatever it is about.
    Away {
        cause: String,
        after: Option<Lifetime>,
    },
    /// The app refuses this user or group.
    Refused {
        outcome: &'static str,
        reason: String,
    },
    /// Nothing is known of the app: this server failed.
    Ours(Error),
}

impl From<doorward_storage::Error> for Trouble {
    fn from(error: doorward_storage::Error) -> Self {
        Self::Ours(error.into())
    }
}

impl Trouble {
    pub(super) fn failed(reason: impl Into<String>) -> Self {
        let outcome = "failed";
        let reason = reason.into();
        Self::Refused { outcome, reason }
    }

    pub(super) fn conflict(reason: impl Into<String>) -> Self {
        let outcome = "conflict";
        let reason = reason.into();
        Self::Refused { outcome, reason }
    }
}

pub(super) type Answer<T> = std::result::Result<T, Trouble>;

/// An attribute with the value that it is looked for by.
#[derive(Clone, Copy)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'static str,
    pub(super) value: &'a str,
}

/// What became of a resource that was to be made.
pub(super) enum Made {
    /// The app calls it so.
    New(String),
    /// The app has one of that name already.
    Taken(String),
}

/// The SCIM server of an app.
pub(super) struct Remote<'a> {
    pub(super) outbound: &'a Outbound,
    pub(super) base: &'a str,
    pub(super) token: &'a str,
    /// Whether it refused PATCH.
    pub(super) lacks_patch: AtomicBool,
}

/// The path of a kind of resource.
const fn path(kind: PushedKind) -> &'static str {
    match kind {
        PushedKind::Users => "Users",
        PushedKind::Groups => "Groups",
    }
}

impl Remote<'_> {
    /// Whether the app refused PATCH, also before.
    pub(super) fn lacks_patch(&self) -> bool {
        self.lacks_patch.load(Ordering::Relaxed)
    }

    /// Reads a resource; `None` where there is none.
    pub(super) async fn read(&self, kind: PushedKind, id: &str) -> Answer<Option<Value>> {
        let uri = one(self.base, path(kind), id);
        let answer = self.ask(Method::Get, &uri, None).await?;
        match answer.status {
            200 => document(&answer).map(Some),
            404 | 410 => Ok(None),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// The resources whose attribute has a value, whatever else the app answers.
    pub(super) async fn find(&self, kind: PushedKind, by: Attribute<'_>) -> Answer<Vec<Value>> {
        let Attribute {
            name: attribute,
            value,
        } = by;
        let uri = search(self.base, path(kind), attribute, value, FOUND);
        let answer = self.ask(Method::Get, &uri, None).await?;
        match answer.status {
            200 => {}
            404 => return Ok(Vec::new()),
            // The app cannot search by the identifier that we gave.
            400 | 403 | 501 if attribute == "externalId" => return Ok(Vec::new()),
            _ => return Err(self.refusal(&answer)),
        }
        let document = document(&answer)?;
        let listed = member(&document, "Resources").and_then(Value::as_array);
        let is_meant = |one: &&Value| {
            let found = text(one, attribute);
            found.is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        let found = listed.into_iter().flatten().filter(is_meant);
        Ok(found.cloned().collect())
    }

    /// Makes a resource.
    pub(super) async fn make(&self, kind: PushedKind, resource: &Value) -> Answer<Made> {
        let uri = list(self.base, path(kind));
        let answer = self.ask(Method::Post, &uri, Some(resource)).await?;
        match answer.status {
            200 | 201 => identifier(&document(&answer)?).map(Made::New),
            409 => Ok(Made::Taken(self.words(&answer))),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// Changes a resource, of which the app has this: by PATCH, or as a whole where the app does not know
    /// PATCH. `false`: there is no such resource any more.
    pub(super) async fn change(
        &self,
        kind: PushedKind,
        id: &str,
        difference: &Difference,
        present: &Value,
    ) -> Answer<bool> {
        let uri = one(self.base, path(kind), id);
        if !self.lacks_patch() {
            let patch = difference.patch();
            let answer = self.ask(Method::Patch, &uri, Some(&patch)).await?;
            match answer.status {
                200 | 202 | 204 => return Ok(true),
                404 | 410 => return Ok(false),
                405 | 501 => self.lacks_patch.store(true, Ordering::Relaxed),
                // It knows PATCH, and not such a one.
                400 if is_about_patch(&answer) => {}
                409 => return Err(Trouble::conflict(self.words(&answer))),
                _ => return Err(self.refusal(&answer)),
            }
        }
        let whole = difference.put(present);
        let answer = self.ask(Method::Put, &uri, Some(&whole)).await?;
        match answer.status {
            200 | 202 | 204 => Ok(true),
            404 | 410 => Ok(false),
            409 => Err(Trouble::conflict(self.words(&answer))),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// Deletes a resource, also where there is none.
    pub(super) async fn delete(&self, kind: PushedKind, id: &str) -> Answer<()> {
        let uri = one(self.base, path(kind), id);
        let answer = self.ask(Method::Delete, &uri, None).await?;
        match answer.status {
            200 | 202 | 204 | 404 | 410 => Ok(()),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// Asks whether the app answers at all, and knows the token.
    pub(super) async fn greet(&self) -> Answer<()> {
        let uri = format!("{}?count=1", list(self.base, "Users"));
        let answer = self.ask(Method::Get, &uri, None).await?;
        match answer.status {
            200 => {
                let document = document(&answer)?;
                let is_list = member(&document, "totalResults").is_some()
                    || member(&document, "Resources").is_some();
                is_list
                    .then_some(())
                    .ok_or_else(|| Trouble::failed("the answer is no list of SCIM 2.0"))
            }
            _ => Err(self.refusal(&answer)),
        }
    }

    async fn ask(&self, method: Method, uri: &str, body: Option<&Value>) -> Answer<Called> {
        let call = Call {
            method,
            uri,
            media_type: MEDIA_TYPE,
            body: body.map(Value::to_string),
            token: self.token,
            timeout: TIMEOUT,
        };
        let answer = match self.outbound.call(call).await {
            Ok(answer) => answer,
            Err(OutboundError::TooLarge) => {
                return Err(Trouble::failed(OutboundError::TooLarge.to_string()));
            }
            Err(error) => {
                return Err(Trouble::Away {
                    cause: error.to_string(),
                    after: None,
                });
            }
        };
        let is_by_external_id = uri.contains("?filter=externalId");
        let is_away = match answer.status {
            401 | 408 | 429 => true,
            // Some cannot search by the identifier that we gave.
            403 => !is_by_external_id,
            501 => method != Method::Patch && !is_by_external_id,
            status => status >= 500 || (300..400).contains(&status),
        };
        if !is_away {
            return Ok(answer);
        }
        let after = answer.retry_after.map(|seconds| {
            let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
            Lifetime::seconds(seconds.min(MAX_REST_SECONDS))
        });
        let cause = OutboundError::Status(answer.status).to_string();
        Err(Trouble::Away { cause, after })
    }

    fn refusal(&self, answer: &Called) -> Trouble {
        Trouble::failed(self.words(answer))
    }

    /// What the app says itself of a refusal, with its status. It may say what it was sent.
    fn words(&self, answer: &Called) -> String {
        let status = OutboundError::Status(answer.status).to_string();
        let document = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
        let Some(detail) = text(&document, "detail") else {
            return status;
        };
        let detail = detail.replace(self.token, "…");
        let shown = detail.chars().filter(|c| !c.is_control());
        let shown: String = shown.take(MAX_WORDS).collect();
        format!("{status}: {shown}")
    }
}

/// What the app calls a resource.
pub(super) fn identifier(resource: &Value) -> Answer<String> {
    let id = text(resource, "id").filter(|id| is_usable_id(id));
    let id = id.ok_or_else(|| Trouble::failed("the answer has no usable id"))?;
    Ok(id.to_owned())
}

fn document(answer: &Called) -> Answer<Value> {
    let read = serde_json::from_slice::<Value>(&answer.body).ok();
    let object = read.filter(Value::is_object);
    object.ok_or_else(|| Trouble::failed("the answer is no JSON object"))
}

/// Whether an app refuses the form of a PATCH request, rather than its values.
fn is_about_patch(answer: &Called) -> bool {
    let document = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
    matches!(
        text(&document, "scimType"),
        Some("invalidPath" | "invalidSyntax" | "noTarget" | "invalidFilter")
    )
}
