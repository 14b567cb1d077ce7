//! `doorward migrate`.

use crate::{context::Context, output};
use doorward_storage::Store;
use secrecy::ExposeSecret;
use serde_json::json;

/// Brings the schema up to date.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let database = &context.settings.database;
    let (url, connections) = (database.url.expose_secret(), database.pool_size());
    let store = Store::open_and_migrate(url, connections).await?;
    output::print(
        context.json,
        &json!({"database": store.kind(), "up_to_date": true}),
        || format!("The {} database is up to date.", store.kind()),
    )
}
