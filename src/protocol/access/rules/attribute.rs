//! The attributes that conditions compare.

use crate::{access::evaluation::Evaluation, time::Timestamp};
use serde_json::{Map, Value};

/// The longest name of an attribute, in bytes.
const MAX_NAME: usize = 200;

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute<'a> {
    /// `user.NAME`: what this provider knows of the user.
    User(&'a str),
    /// `subject.properties.NAME`: what the app says of the user.
    SubjectProperty(&'a str),
    /// `resource.type`: the type of what is asked about.
    ResourceType,
    /// `resource.id`: its identifier.
    ResourceId,
    /// `resource.properties.NAME`: what the app says of it.
    ResourceProperty(&'a str),
    /// `action.name`: what is to be done.
    ActionName,
    /// `action.properties.NAME`: what the app says of that.
    ActionProperty(&'a str),
    /// `context.NAME`: what the app says of the circumstances.
    Context(&'a str),
    /// `time`: when the decision is made.
    Time,
}

impl<'a> Attribute<'a> {
    /// Reads a name.
    ///
    /// # Errors
    /// What there is instead.
    pub fn parse(name: &'a str) -> Result<Self, String> {
        let known = match name {
            "time" => Some(Self::Time),
            "resource.type" => Some(Self::ResourceType),
            "resource.id" => Some(Self::ResourceId),
            "action.name" => Some(Self::ActionName),
            _ => [
                ("user.", Self::User as fn(&'a str) -> Self),
                ("subject.properties.", Self::SubjectProperty),
                ("resource.properties.", Self::ResourceProperty),
                ("action.properties.", Self::ActionProperty),
                ("context.", Self::Context),
            ]
            .into_iter()
            .find_map(|(prefix, make)| {
                let rest = name.strip_prefix(prefix)?;
                (!rest.is_empty() && name.len() <= MAX_NAME).then(|| make(rest))
            }),
        };
        known.ok_or_else(|| {
            format!(
                "{name} is no attribute: there are user.NAME, subject.properties.NAME, resource.type, \
                 resource.id, resource.properties.NAME, action.name, action.properties.NAME, \
                 context.NAME and time"
            )
        })
    }
}

/// What conditions are compared with.
#[derive(Clone, Copy)]
pub struct Attributes<'a> {
    /// What is asked.
    pub evaluation: &'a Evaluation,
    /// What this provider knows of the user.
    pub user: &'a Map<String, Value>,
    /// When the decision is made.
    pub now: Timestamp,
}

impl Attributes<'_> {
    /// A value; `None` where there is none, or it is null. A name with dots goes into objects, where no
    /// member has the whole name.
    pub(super) fn get(&self, attribute: &Attribute<'_>) -> Option<Value> {
        let Evaluation {
            subject,
            action,
            resource,
            context,
        } = self.evaluation;
        let text = |text: &String| Some(Value::String(text.clone()));
        match attribute {
            Attribute::User(name) => within(self.user, name),
            Attribute::SubjectProperty(name) => within(&subject.properties, name),
            Attribute::ResourceType => text(&resource.kind),
            Attribute::ResourceId => text(&resource.id),
            Attribute::ResourceProperty(name) => within(&resource.properties, name),
            Attribute::ActionName => text(&action.name),
            Attribute::ActionProperty(name) => within(&action.properties, name),
            Attribute::Context(name) => within(context, name),
            Attribute::Time => None,
        }
    }
}

fn within(members: &Map<String, Value>, name: &str) -> Option<Value> {
    if let Some(value) = members.get(name) {
        return (!value.is_null()).then(|| value.clone());
    }
    let (first, rest) = name.split_once('.')?;
    within(members.get(first)?.as_object()?, rest)
}
