//! `doorward migrate`.

use crate::{context::Context, output, startup::SystemClock};
use doorward_storage::Store;
use secrecy::ExposeSecret;
use serde_json::json;
use std::sync::Arc;

/// Brings the schema up to date.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let database = &context.settings.database;
    let (url, connections) = (database.url.expose_secret(), database.pool_size());
    let store = Store::open_and_migrate(url, connections, Arc::new(SystemClock)).await?;
    output::print(
        context.json,
        &json!({"database": store.kind(), "up_to_date": true}),
        || format!("The {} database is up to date.", store.kind()),
    )
}
