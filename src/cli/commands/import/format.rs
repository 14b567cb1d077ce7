//! What the source of an import can be.

use anyhow::bail;
use clap::ValueEnum;

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Columns with our names in the first line
    Csv,
    /// JSON objects with our names, one a line
    Jsonl,
    /// A realm export of Keycloak
    Keycloak,
    /// An export of Auth0
    Auth0,
    /// An export of Firebase
    Firebase,
    /// A table, by the URL of its database
    Sql,
    /// The database of rugi-auth
    RugiAuth,
}

impl Format {
    /// The format of a source that says it by its name.
    ///
    /// # Errors
    /// Where it does not.
    pub(super) fn of(location: &str) -> anyhow::Result<Self> {
        let is_url = ["sqlite:", "postgres://", "postgresql://"];
        let extension = location.rsplit('.').next().unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            _ if is_url.iter().any(|scheme| location.starts_with(scheme)) => Ok(Self::Sql),
            "csv" => Ok(Self::Csv),
            "jsonl" | "ndjson" => Ok(Self::Jsonl),
            _ => bail!(
                "say what {location} is, with --format: csv, jsonl, keycloak, auth0, firebase, sql or rugi-auth"
            ),
        }
    }

    /// Its name at the command line.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}
