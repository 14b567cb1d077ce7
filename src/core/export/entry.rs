//! What an export holds, and which part of everything it is.

use crate::declared::EntryKind;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an export says of the secrets of clients and identity providers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ExportedSecrets {
    /// Nothing: `apply` keeps the stored ones.
    #[default]
    Kept,
    /// The name of a variable that holds each.
    Variables,
    /// The hash of each secret of a client, and a variable for what no hash stands for.
    Hashes,
}

/// Which part is exported, and how.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The tables; empty means every one.
    pub kinds: BTreeSet<EntryKind>,
    /// One client alone, with its roles.
    pub client_id: Option<String>,
    /// What is said of secrets.
    pub secrets: ExportedSecrets,
    /// Whether the hashes of users' passwords are there.
    pub password_hashes: bool,
}

impl Selection {
    pub(super) fn has(&self, kind: EntryKind) -> bool {
        let of_client = matches!(
            kind,
            EntryKind::Clients | EntryKind::Roles | EntryKind::AccessRules
        );
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.client_id.is_none() || of_client)
    }

    pub(super) fn names(&self, client_id: &str) -> bool {
        self.client_id.as_deref().is_none_or(|id| id == client_id)
    }
}

/// An entry of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The table that it stands in.
    pub kind: EntryKind,
    /// What to know about it, for whoever reads the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The keys with their values. Values of secrets are references already; every other text is to be
    /// taken as it is.
    pub fields: Map<String, Value>,
    /// References to secrets, by key.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub references: Map<String, Value>,
}

impl Entry {
    pub(super) fn new(kind: EntryKind, fields: Map<String, Value>) -> Self {
        Self {
            kind,
            notes: Vec::new(),
            fields,
            references: Map::new(),
        }
    }
}

/// What is declared here.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Exported {
    /// The entries, in their order.
    pub entries: Vec<Entry>,
    /// What no file can say, each with its reason.
    pub left_out: Vec<String>,
}

/// Says that a secret is not there.
pub(super) fn stays(name: &str) -> String {
    format!("{name}: the stored one stays")
}
