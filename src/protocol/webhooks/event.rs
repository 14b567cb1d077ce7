//! The document that a webhook is told an event by, and its JSON Schema.

use super::catalogue::{EventType, Member, Source};
use crate::time::Timestamp;
use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Something that happened, as the audit log has it.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'a> {
    /// The identifier of the entry, which is that of the event.
    pub id: &'a str,
    /// When it happened.
    pub at: Timestamp,
    /// The kind of whoever did it, such as `user` or `worker`.
    pub actor_kind: &'a str,
    /// The identifier of whoever did it.
    pub actor_id: Option<&'a str>,
    /// The user whom it happened to.
    pub user_id: Option<&'a str>,
    /// The app that it happened to or through.
    pub app_id: Option<&'a str>,
    /// More of it.
    pub detail: &'a str,
}

impl Occurrence<'_> {
    fn member(&self, member: &Member) -> Value {
        let text = match member.source {
            Source::User => self.user_id,
            Source::App => self.app_id,
            Source::Detail => Some(self.detail).filter(|detail| !detail.is_empty()),
        };
        text.into()
    }
}

/// A time as documents write it (RFC 3339), to the millisecond.
fn written(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// The document of an event. It is the same at every attempt and at every replay.
pub fn document(event_type: &EventType, occurrence: &Occurrence<'_>) -> Value {
    let mut data = Map::new();
    let actor = json!({"kind": occurrence.actor_kind, "id": occurrence.actor_id});
    data.insert("actor".into(), actor);
    for member in event_type.data {
        data.insert(member.name.into(), occurrence.member(member));
    }
    json!({
        "id": occurrence.id,
        "type": event_type.name,
        "version": event_type.version,
        "timestamp": written(occurrence.at),
        "data": data,
    })
}

/// The schema of the document of an event (JSON Schema 2020-12).
pub fn schema(event_type: &EventType) -> Value {
    let text = |meaning: &str| json!({"type": ["string", "null"], "description": meaning});
    let actor = json!({
        "type": "object",
        "description": "Who did it",
        "required": ["kind", "id"],
        "properties": {
            "kind": {"type": "string", "description": "The kind, such as user, client or worker"},
            "id": text("The identifier of the user or the app"),
        },
    });
    let mut properties = Map::new();
    properties.insert("actor".into(), actor);
    for member in event_type.data {
        properties.insert(member.name.into(), text(member.meaning));
    }
    let required: Vec<&String> = properties.keys().collect();
    let data = json!({"type": "object", "required": required, "properties": properties});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event_type.name,
        "description": event_type.meaning,
        "type": "object",
        "required": ["id", "type", "version", "timestamp", "data"],
        "properties": {
            "id": {"type": "string", "description": "The same at every attempt and every replay"},
            "type": {"const": event_type.name},
            "version": {"const": event_type.version},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened"},
            "data": data,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{super::catalogue::CATALOGUE, *};

    fn occurrence(detail: &str) -> Occurrence<'_> {
        Occurrence {
            id: "01",
            at: Timestamp(1_700_000_000_123),
            actor_kind: "user",
            actor_id: Some("grace"),
            user_id: Some("ada"),
            app_id: Some("notes"),
            detail,
        }
    }

    #[test]
    fn an_event_says_what_its_type_names_and_no_more() {
        let granted = CATALOGUE.iter().find(|one| one.name == "role.granted");
        let expected = json!({
            "id": "01", "type": "role.granted", "version": 1,
            "timestamp": "2023-11-14T22:13:20.123Z",
            "data": {"actor": {"kind": "user", "id": "grace"}, "user_id": "ada",
                "app_id": "notes", "role": "editor"},
        });
        assert_eq!(document(granted.unwrap(), &occurrence("editor")), expected);
        let created = CATALOGUE.iter().find(|one| one.name == "user.disabled");
        let text = document(created.unwrap(), &occurrence("a private word")).to_string();
        assert!(
            !text.contains("private") && !text.contains("notes"),
            "{text}"
        );
    }

    #[test]
    fn every_document_has_the_members_of_its_schema() {
        for event_type in CATALOGUE {
            let (schema, document) = (schema(event_type), document(event_type, &occurrence("x")));
            for (place, within) in [("", ""), ("/properties/data", "/data")] {
                let required = schema.pointer(&format!("{place}/required")).unwrap();
                let members = document.pointer(within).unwrap().as_object().unwrap();
                let required = required.as_array().unwrap();
                assert_eq!(required.len(), members.len(), "{}", event_type.name);
                for name in required {
                    let name = name.as_str().unwrap();
                    assert!(members.contains_key(name), "{}: {name}", event_type.name);
                }
            }
        }
    }
}
