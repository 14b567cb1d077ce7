//! What is asked about access: may this subject do this to this, here (OpenID AuthZEN Authorization API
//! 1.0, sections 5 to 7).

use crate::oauth::discovery::path;
use serde_json::{Map, Value, json};

/// The most evaluations in one request.
pub const MAX_EVALUATIONS: usize = 1000;
/// The longest type, identifier or name, in bytes.
const MAX_TEXT: usize = 1024;

/// A subject or a resource (sections 5.1 and 5.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// Its type, such as `user`.
    pub kind: String,
    /// Its identifier, unique within the type; empty where it is searched for.
    pub id: String,
    /// What else is said of it.
    pub properties: Map<String, Value>,
}

/// What is to be done (section 5.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Action {
    /// Its name; empty where it is searched for.
    pub name: String,
    /// What else is said of it.
    pub properties: Map<String, Value>,
}

/// May this subject do this to this, here (section 6.1).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Who wants to do it.
    pub subject: Entity,
    /// What they want to do.
    pub action: Action,
    /// To what they want to do it.
    pub resource: Entity,
    /// Under which circumstances (section 5.4).
    pub context: Map<String, Value>,
}

/// What is searched for (section 8); it may be left out of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    /// Who may do it: the identifier of the subject.
    Subject,
    /// On what it may be done: the identifier of the resource.
    Resource,
    /// What may be done: the action.
    Action,
}

impl Evaluation {
    /// Reads a request of one evaluation.
    ///
    /// # Errors
    /// What is missing or is of another type.
    pub fn read(body: &Map<String, Value>) -> Result<Self, String> {
        Self::read_but(body, None)
    }

    /// Reads a request of a search. What is searched for is left empty, whatever the request says of it.
    ///
    /// # Errors
    /// What is missing or is of another type.
    pub fn read_search(body: &Map<String, Value>, searched: Searched) -> Result<Self, String> {
        Self::read_but(body, Some(searched))
    }

    fn read_but(body: &Map<String, Value>, searched: Option<Searched>) -> Result<Self, String> {
        Ok(Self {
            subject: entity(body, "subject", searched == Some(Searched::Subject))?,
            action: match searched {
                Some(Searched::Action) => Action::default(),
                _ => action(body)?,
            },
            resource: entity(body, "resource", searched == Some(Searched::Resource))?,
            context: optional_object(body, "context")?,
        })
    }
}

fn entity(body: &Map<String, Value>, name: &str, is_searched: bool) -> Result<Entity, String> {
    let members = required_object(body, name)?;
    Ok(Entity {
        kind: required_text(members, name, "type")?,
        id: if is_searched {
            String::new()
        } else {
            required_text(members, name, "id")?
        },
        properties: optional_object(members, "properties")?,
    })
}

fn action(body: &Map<String, Value>) -> Result<Action, String> {
    let members = required_object(body, "action")?;
    Ok(Action {
        name: required_text(members, "action", "name")?,
        properties: optional_object(members, "properties")?,
    })
}

fn required_object<'a>(
    body: &'a Map<String, Value>,
    name: &str,
) -> Result<&'a Map<String, Value>, String> {
    match body.get(name) {
        None => Err(format!("{name} is missing")),
        Some(value) => value
            .as_object()
            .ok_or_else(|| format!("{name} must be an object")),
    }
}

fn optional_object(body: &Map<String, Value>, name: &str) -> Result<Map<String, Value>, String> {
    match body.get(name) {
        None => Ok(Map::new()),
        Some(value) => {
            let members = value.as_object().cloned();
            members.ok_or_else(|| format!("{name} must be an object"))
        }
    }
}

fn required_text(members: &Map<String, Value>, of: &str, name: &str) -> Result<String, String> {
    match members.get(name) {
        Some(Value::String(text)) if (1..=MAX_TEXT).contains(&text.len()) => Ok(text.clone()),
        Some(Value::String(_)) => Err(format!("{of}.{name} must have 1 to {MAX_TEXT} bytes")),
        Some(_) => Err(format!("{of}.{name} must be a text")),
        None => Err(format!("{of}.{name} is missing")),
    }
}

/// When several evaluations of one request end (section 7.1.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Semantic {
    /// With the last one.
    #[default]
    ExecuteAll,
    /// With the first that is refused.
    DenyOnFirstDeny,
    /// With the first that is allowed.
    PermitOnFirstPermit,
}

impl Semantic {
    /// Whether nothing is evaluated after this decision.
    pub const fn ends_with(self, allowed: bool) -> bool {
        match self {
            Self::ExecuteAll => false,
            Self::DenyOnFirstDeny => !allowed,
            Self::PermitOnFirstPermit => allowed,
        }
    }
}

/// Several evaluations of one request (section 7.1).
#[derive(Clone, Debug)]
pub struct Evaluations<'a> {
    listed: &'a [Value],
    defaults: &'a Map<String, Value>,
    /// When they end.
    pub semantic: Semantic,
}

impl<'a> Evaluations<'a> {
    /// Reads a request. An evaluation has what the request says once for all, unless it says that itself.
    ///
    /// # Errors
    /// What is wrong with the request as a whole.
    pub fn read(body: &'a Map<String, Value>) -> Result<Self, String> {
        let semantic = semantic(body)?;
        let listed = match body.get("evaluations") {
            None => &[],
            Some(Value::Array(listed)) => listed.as_slice(),
            Some(_) => return Err("evaluations must be an array".to_owned()),
        };
        if listed.len() > MAX_EVALUATIONS {
            return Err(format!(
                "there may be {MAX_EVALUATIONS} evaluations at most"
            ));
        }
        Ok(Self {
            listed,
            defaults: body,
            semantic,
        })
    }

    /// Whether there is none: the request is a single evaluation.
    pub const fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Each evaluation, or why it cannot be read. Each has a copy of the defaults, so they are read one by
    /// one: a request of a few kilobytes would otherwise need a gigabyte.
    pub fn each(&self) -> impl Iterator<Item = Result<Evaluation, String>> {
        self.listed.iter().map(|own| match own {
            Value::Object(own) => Evaluation::read(&with_defaults(own, self.defaults)),
            _ => Err("an evaluation must be an object".to_owned()),
        })
    }
}

fn semantic(body: &Map<String, Value>) -> Result<Semantic, String> {
    let options = optional_object(body, "options")?;
    match options.get("evaluations_semantic").map(Value::as_str) {
        None | Some(Some("execute_all")) => Ok(Semantic::ExecuteAll),
        Some(Some("deny_on_first_deny")) => Ok(Semantic::DenyOnFirstDeny),
        Some(Some("permit_on_first_permit")) => Ok(Semantic::PermitOnFirstPermit),
        Some(_) => Err(
            "options.evaluations_semantic must be execute_all, deny_on_first_deny or \
             permit_on_first_permit"
                .to_owned(),
        ),
    }
}

/// An evaluation with the defaults of its request (section 7.1.1). An entity without its type, its
/// identifier or its name takes these from the default, and nothing else.
fn with_defaults(own: &Map<String, Value>, defaults: &Map<String, Value>) -> Map<String, Value> {
    let mut whole = own.clone();
    for name in ["subject", "action", "resource", "context"] {
        let Some(default) = defaults.get(name) else {
            continue;
        };
        match (whole.get_mut(name), default) {
            (None, _) => {
                whole.insert(name.to_owned(), default.clone());
            }
            (Some(Value::Object(members)), Value::Object(default)) if name != "context" => {
                for member in ["type", "id", "name"] {
                    if let (false, Some(value)) =
                        (members.contains_key(member), default.get(member))
                    {
                        members.insert(member.to_owned(), value.clone());
                    }
                }
            }
            (Some(_), _) => {}
        }
    }
    whole
}

/// The metadata of the policy decision point (section 9). There are no capabilities beyond the endpoints,
/// so none are named.
pub fn metadata(issuer: &str) -> Value {
    let at = |path: &str| format!("{issuer}{path}");
    json!({
        "policy_decision_point": issuer,
        "access_evaluation_endpoint": at(path::ACCESS_EVALUATION),
        "access_evaluations_endpoint": at(path::ACCESS_EVALUATIONS),
        "search_subject_endpoint": at(path::SEARCH_SUBJECT),
        "search_resource_endpoint": at(path::SEARCH_RESOURCE),
        "search_action_endpoint": at(path::SEARCH_ACTION),
    })
}

#[cfg(test)]
mod tests;
