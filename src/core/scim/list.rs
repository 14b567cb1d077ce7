//! Lists: filtered, sorted, by pages (RFC 7644 §3.4.2).

use super::{Kind, Scim, ScimOutcome};
use crate::users::User;
use doorward_protocol::{
    scim::{GROUP, LIST, Refusal, ScimType, USER, member, path::Path, schemas::MAX_RESULTS},
    scim_filter::Filter,
};
use doorward_storage::Group;
use serde_json::{Value, json};

/// How many resources are looked at, at most, where a filter names none of them.
const MAX_SEARCHED: usize = 10_000;
/// How many are read at once.
const PAGE: i64 = 500;

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The filter, as it was sent.
    pub filter: Option<String>,
    /// The attribute that it is sorted by.
    pub sort_by: Option<String>,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// The place of the first one, from 1.
    pub start_index: usize,
    /// How many; none takes as many as a page has.
    pub count: Option<usize>,
}

impl Scim<'_> {
    /// A page of a list.
    ///
    /// # Errors
    /// `InvalidFilter`; `InvalidPath` for `sortBy`; `TooMany` where too many would have to be looked at.
    pub async fn list(&self, kind: Kind, query: &Query) -> ScimOutcome<Value> {
        let start = query.start_index.max(1);
        let count = query.count.unwrap_or(MAX_RESULTS).min(MAX_RESULTS);
        let sort_by = query.sort_by.as_deref().map(Path::parse).transpose()?;
        if query.filter.is_none() && sort_by.is_none() {
            return match kind {
                Kind::Users => self.page_of_users(start, count).await,
                Kind::Groups => self.page_of_groups(start, count).await,
            };
        }
        let filter = query.filter.as_deref().map(Filter::parse).transpose();
        let filter = filter.map_err(|reason| Refusal::new(ScimType::InvalidFilter, reason))?;
        let mut found = self.passing(kind, filter.as_ref()).await?;
        if let Some(path) = &sort_by {
            found.sort_by_cached_key(|resource| SortKey::of(resource, path));
            if query.descending {
                found.reverse();
            }
        }
        let total = found.len();
        let page: Vec<Value> = found.into_iter().skip(start - 1).take(count).collect();
        Ok(answer(total, start, &page))
    }

    /// A page of all users, without looking at the others.
    async fn page_of_users(&self, start: usize, count: usize) -> ScimOutcome<Value> {
        let store = self.kernel.database.read();
        let total = usize::try_from(store.count_users().await?).unwrap_or_default();
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let users = store.users_from(number(start - 1), number(count)).await?;
        let page = self.user_resources(&users).await?;
        Ok(answer(total, start, &page))
    }

    async fn page_of_groups(&self, start: usize, count: usize) -> ScimOutcome<Value> {
        let groups = self.every_group().await?;
        let total = groups.len();
        let mut page = Vec::new();
        for group in groups.iter().skip(start - 1).take(count) {
            page.push(self.group_resource(group).await?);
        }
        Ok(answer(total, start, &page))
    }

    /// The resources that pass a filter: of those that it names, or of all.
    async fn passing(&self, kind: Kind, filter: Option<&Filter>) -> ScimOutcome<Vec<Value>> {
        let found = match self.named(kind, filter).await? {
            Some(named) => named,
            None if kind == Kind::Users => return self.passing_users(filter).await,
            None => {
                let groups = self.every_group().await?;
                require_few(groups.len())?;
                let mut found = Vec::new();
                for group in &groups {
                    let resource = self.group_resource(group).await?;
                    found.extend(Some(resource).filter(|one| passes(filter, one)));
                }
                found
            }
        };
        Ok(found
            .into_iter()
            .filter(|one| passes(filter, one))
            .collect())
    }

    /// Those that a filter names by what is found by an index; none where it names nobody so.
    async fn named(&self, kind: Kind, filter: Option<&Filter>) -> ScimOutcome<Option<Vec<Value>>> {
        let required = |name: &str| filter.and_then(|filter| filter.required(name));
        let store = self.kernel.database.read();
        let id = match (required("id"), required("externalId")) {
            (Some(id), _) => Some(Some(id.to_owned())),
            (None, Some(external_id)) => {
                let client = self.caller.name();
                Some(store.scim_id_of(&client, kind, external_id).await?)
            }
            (None, None) => None,
        };
        let (user, group): (Option<User>, Option<Group>) = match (kind, id) {
            (_, Some(None)) => return Ok(Some(Vec::new())),
            (Kind::Users, Some(Some(id))) => (store.user(&id).await?, None),
            (Kind::Groups, Some(Some(id))) => (None, store.group_by_id(&id).await?),
            (Kind::Users, None) => match required("userName") {
                Some(name) => (store.user_by_identifier(name).await?, None),
                None => return Ok(None),
            },
            (Kind::Groups, None) => match required("displayName") {
                Some(name) => (None, store.group(name).await?),
                None => return Ok(None),
            },
        };
        let mut found = Vec::new();
        if let Some(user) = user {
            found.push(self.user_resource(&user).await?);
        }
        if let Some(group) = group {
            found.push(self.group_resource(&group).await?);
        }
        Ok(Some(found))
    }

    async fn passing_users(&self, filter: Option<&Filter>) -> ScimOutcome<Vec<Value>> {
        let store = self.kernel.database.read();
        require_few(usize::try_from(store.count_users().await?).unwrap_or(usize::MAX))?;
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = store.users_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(found);
            };
            after.clone_from(&last.id);
            let resources = self.user_resources(&page).await?.into_iter();
            found.extend(resources.filter(|resource| passes(filter, resource)));
        }
    }

    async fn every_group(&self) -> ScimOutcome<Vec<Group>> {
        let store = self.kernel.database.read();
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = store.groups_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(found);
            };
            after.clone_from(&last.name);
            found.extend(page);
        }
    }
}

fn require_few(searched: usize) -> ScimOutcome<()> {
    if searched <= MAX_SEARCHED {
        return Ok(());
    }
    let detail = "there are more than 10000: filter by id, externalId, userName or displayName";
    Err(Refusal::new(ScimType::TooMany, detail).into())
}

fn answer(total: usize, start: usize, page: &[Value]) -> Value {
    json!({
        "schemas": [LIST], "totalResults": total, "startIndex": start,
        "itemsPerPage": page.len(), "Resources": page,
    })
}

/// Whether a resource passes; its attributes are found by the name of the core schema too.
fn passes(filter: Option<&Filter>, resource: &Value) -> bool {
    let Some(filter) = filter else {
        return true;
    };
    let mut both = resource.clone();
    if let Some(members) = both.as_object_mut() {
        for schema in [USER, GROUP] {
            members.insert(schema.to_owned(), resource.clone());
        }
    }
    filter.passes(&both)
}

/// By what a resource is sorted; one without the attribute comes last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SortKey {
    is_absent: bool,
    text: String,
}

impl SortKey {
    fn of(resource: &Value, path: &Path) -> Self {
        let names = path.extension.iter().copied();
        let names = names.chain(path.attribute.as_deref());
        let mut names = names.chain(path.sub_attribute.as_deref());
        let found = names.try_fold(resource, |value, name| member(one_of(value), name));
        let found = found.map(one_of);
        let found = found.and_then(|value| match value {
            Value::Object(_) => member(value, "value"),
            plain => Some(plain),
        });
        Self {
            is_absent: found.is_none(),
            text: match found {
                Some(Value::String(text)) => text.to_lowercase(),
                Some(value) => value.to_string(),
                None => String::new(),
            },
        }
    }
}

/// The value that stands for a list: the primary one, or else the first.
fn one_of(value: &Value) -> &Value {
    let Some(values) = value.as_array() else {
        return value;
    };
    let is_primary = |value: &&Value| member(value, "primary") == Some(&Value::Bool(true));
    let primary = values.iter().find(is_primary);
    primary.or(values.first()).unwrap_or(&Value::Null)
}
