//! What every command works with.

use crate::{
    settings::Settings,
    startup::{self, Schema, SystemClock},
};
use doorward_core::{
    Provider,
    context::{Actor, OperationContext},
};
use doorward_storage::Store;
use secrecy::ExposeSecret as _;
use std::sync::Arc;

/// The settings of this run, and the context of the one operation that a command is.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    /// Whether the result is printed as one JSON document.
    pub(crate) json: bool,
    /// The command line as the actor, and the time at which the command began.
    pub(crate) operation: OperationContext,
}

impl Context {
    pub(crate) fn new(settings: Settings, json: bool) -> Self {
        let operation = OperationContext::local(&SystemClock, Actor::CommandLine);
        Self {
            settings,
            json,
            operation,
        }
    }

    /// A provider over the configured database, without a web server.
    ///
    /// # Errors
    /// Where the database cannot be used, or a key does not open.
    pub(crate) async fn provider(&self, schema: Schema) -> anyhow::Result<Arc<Provider>> {
        let new = Store::file_to_create(self.settings.database.url.expose_secret());
        let provider = startup::provider(&self.settings, schema, Arc::new(SystemClock)).await?;
        if let Some(file) = new {
            eprintln!(
                "doorward: {} is new and empty: if you meant a database that exists, delete this file and \
                 run the command in the folder of the other one, or name it (DOORWARD_DATABASE__URL)",
                file.display()
            );
        }
        Ok(provider)
    }
}
