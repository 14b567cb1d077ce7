//! Searches: who may do it, to what, and what may be done (OpenID AuthZEN Authorization API 1.0, section 8).

use super::{
    decide::{AccessDecisions, AccessError, USER},
    known_users::{Asking, KnownUser},
};
use crate::{access::effective::access_between, context::OperationContext};
use doorward_protocol::{
    access::{
        evaluation::{Evaluation, Searched},
        rules::{APP, Asked, decide},
        search_page::SearchPage,
    },
    oauth::client_authentication::HttpCredentials,
};
use doorward_storage::UserRange;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How many users one request looks at.
const MAX_SCANNED: usize = 500;

/// A request of a search.
#[derive(Clone, Copy)]
pub struct SearchRequest<'a> {
    /// What is searched for.
    pub searched: Searched,
    /// What authenticates the caller.
    pub credentials: Option<HttpCredentials<'a>>,
    /// The members of the request.
    pub body: &'a Map<String, Value>,
}

/// Where a search goes on.
#[derive(Debug, Serialize)]
pub struct Page {
    /// What the next request sends; empty at the end.
    pub next_token: String,
    /// How many results this answer has.
    pub count: usize,
}

/// What was found; `page` comes first, as section 8.3 recommends.
#[derive(Debug, Serialize)]
pub struct Found {
    /// Where the search goes on.
    pub page: Page,
    /// The subjects, resources or actions.
    pub results: Vec<Value>,
}

impl AccessDecisions {
    /// Searches in the app of the caller.
    ///
    /// # Errors
    /// Where the caller may not ask, or the request cannot be read or answered.
    pub async fn search(
        &self,
        ctx: &OperationContext,
        request: SearchRequest<'_>,
    ) -> Result<Found, AccessError> {
        let SearchRequest {
            searched,
            credentials,
            body,
        } = request;
        let asker = self.asker(ctx, credentials).await?;
        let evaluation = Evaluation::read_search(body, searched).map_err(AccessError::Invalid)?;
        let page = SearchPage::read(body, searched).map_err(AccessError::Invalid)?;
        let position = Position { searched, page };
        let (configuration, version) = self.kernel.confirmed_configuration().await?;
        let app = self.app(&configuration, &asker, &evaluation).await?;
        let Some(registered) = app.filter(|_| evaluation.subject.kind == USER) else {
            return Ok(position.found(Vec::new(), None));
        };
        let asking = Asking {
            kernel: &self.kernel,
            configuration: &configuration,
            access_changes: version.access_changes,
            registered: &registered,
            now: ctx.now(),
        };
        if searched == Searched::Subject {
            return self.subjects(asking, &evaluation, &position).await;
        }
        let known = self.known.get(asking, &evaluation.subject.id).await?;
        let Some(known) = known.filter(|known| known.is_admitted) else {
            return Ok(position.found(Vec::new(), None));
        };
        Ok(candidates(asking, &known, &evaluation, &position))
    }

    async fn subjects(
        &self,
        asking: Asking<'_>,
        evaluation: &Evaluation,
        position: &Position,
    ) -> Result<Found, AccessError> {
        let client = &asking.registered.client;
        if self.kernel.subject_for(client, "x") != "x" {
            return Err(AccessError::Invalid(
                "an app with pairwise subjects cannot search for them".to_owned(),
            ));
        }
        let limit = i64::try_from(MAX_SCANNED).unwrap_or(i64::MAX);
        let store = self.kernel.database.read();
        let users = store.users_after(&position.page.after, limit).await?;
        let is_last = users.len() < MAX_SCANNED;
        let Some(last) = users.last() else {
            return Ok(position.found(Vec::new(), None));
        };
        let range = UserRange {
            after: &position.page.after,
            last: &last.id,
        };
        let (kernel, configuration) = (asking.kernel, asking.configuration);
        let of_users = access_between(kernel, configuration, asking.registered, range, asking.now);
        let mut of_users = of_users.await?;
        let (mut results, mut after) = (Vec::new(), None);
        for user in &users {
            if results.len() == position.page.limit {
                return Ok(position.found(results, after));
            }
            let known = KnownUser::of(asking, user, of_users.take(&user.id));
            let mut evaluation = evaluation.clone();
            evaluation.subject.id.clone_from(&user.id);
            if is_allowed(asking, &known, &evaluation) {
                results.push(json!({"type": USER, "id": user.id}));
            }
            after = Some(user.id.clone());
        }
        Ok(position.found(results, after.filter(|_| !is_last)))
    }
}

fn is_allowed(asking: Asking<'_>, known: &KnownUser, evaluation: &Evaluation) -> bool {
    let asked = Asked {
        client_id: &asking.registered.client.client_id,
        rules: &asking.registered.access_rules,
        access: &known.access,
        user: &known.attributes,
        now: asking.now,
    };
    known.is_admitted && decide(asked, evaluation).allowed
}

/// The resources or actions that rules and permissions name, as far as they are allowed.
fn candidates(
    asking: Asking<'_>,
    known: &KnownUser,
    evaluation: &Evaluation,
    position: &Position,
) -> Found {
    let searched = position.searched;
    let (rules, kind) = (&asking.registered.access_rules, &evaluation.resource.kind);
    let mut named = match searched {
        Searched::Action => rules.actions(&known.access, kind),
        Searched::Subject | Searched::Resource => rules.resources(kind),
    };
    if searched == Searched::Resource && kind == APP {
        named.insert(&asking.registered.client.client_id);
    }
    let mut results = Vec::new();
    let mut last = None;
    for name in named {
        if name <= position.page.after.as_str() {
            continue;
        }
        let mut evaluation = evaluation.clone();
        let found = if searched == Searched::Action {
            name.clone_into(&mut evaluation.action.name);
            json!({"name": name})
        } else {
            name.clone_into(&mut evaluation.resource.id);
            json!({"type": kind, "id": name})
        };
        if is_allowed(asking, known, &evaluation) {
            if results.len() == position.page.limit {
                return position.found(results, last);
            }
            results.push(found);
            last = Some(name.to_owned());
        }
    }
    position.found(results, None)
}

/// Which page a request asks for, of what.
struct Position {
    searched: Searched,
    page: SearchPage,
}

impl Position {
    /// An answer that goes on after the last one that was looked at, if there are more.
    fn found(&self, results: Vec<Value>, after: Option<String>) -> Found {
        let token = after.map(|after| self.page.token_after(&after));
        Found {
            page: Page {
                next_token: token.unwrap_or_default(),
                count: results.len(),
            },
            results,
        }
    }
}
