//! The secrets of a client, where its entry names each of them.

use super::{Reader, line_of_key};
use doorward_core::clients::{DeclaredSecret, GivenSecret};
use doorward_protocol::{secret::Digest, time::Timestamp};
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use toml::{Table, Value};

const KEY: &str = "client_secrets";

/// A secret, as a file names it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    secret: Option<String>,
    hash: Option<String>,
    description: Option<String>,
    expires_at: Option<Value>,
}

impl Reader<'_> {
    /// Takes `client_secrets` out of the entry of a client.
    pub(super) fn take_client_secrets(
        &self,
        table: &mut Table,
        line: usize,
    ) -> anyhow::Result<Vec<DeclaredSecret>> {
        let Some(value) = table.remove(KEY) else {
            return Ok(Vec::new());
        };
        let wrong = |reason: &str| {
            let line = line_of_key(self.text, line, KEY);
            self.error(line, &format!("{KEY}: {reason}"))
        };
        // What the parser says of a value may hold it.
        let written: Vec<Written> = value.try_into().map_err(|_: toml::de::Error| {
            wrong("it must be a list of tables, each with secret or hash, and perhaps description and expires_at")
        })?;
        if written.is_empty() {
            return Err(wrong("name one secret at least, or leave the key out"));
        }
        let secrets = written.into_iter().map(declared);
        secrets
            .map(|secret| secret.map_err(|reason| wrong(&reason)))
            .collect()
    }
}

fn declared(written: Written) -> Result<DeclaredSecret, String> {
    let given = match (written.secret, written.hash) {
        (Some(secret), None) => GivenSecret::Plain(secret),
        (None, Some(hash)) => GivenSecret::Hash(Digest::from_hash(&hash)?),
        _ => return Err("each needs either secret or hash".to_owned()),
    };
    let expires_at = written.expires_at.map(|end| time(&end)).transpose()?;
    Ok(DeclaredSecret {
        given,
        description: written.description,
        expires_at,
    })
}

/// A time of TOML, or a text of RFC 3339.
fn time(value: &Value) -> Result<Timestamp, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Datetime(moment) => moment.to_string(),
        _ => String::new(),
    };
    OffsetDateTime::parse(&text, &Rfc3339)
        .map(|moment| Timestamp::from_seconds(moment.unix_timestamp()))
        .map_err(|_| "expires_at must be a time such as 2027-12-31T18:00:00Z".to_owned())
}
