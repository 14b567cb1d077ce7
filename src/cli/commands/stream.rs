//! `doorward stream`.

use crate::startup::Schema;
use crate::{context::Context, output};
use clap::Subcommand;
use doorward_core::context::Actor;
use doorward_protocol::events::event_stream::{Delivery, EventStream};
use serde_json::{Value, json};

/// Event streams of the Shared Signals Framework.
#[derive(Subcommand)]
pub enum StreamCommand {
    /// Who hears of ended sessions and changed credentials, and how much waits
    List,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: StreamCommand) -> anyhow::Result<()> {
    let StreamCommand::List = command;
    let provider = context.provider(Schema::AsItIs).await?;
    let streams = provider
        .event_streams()
        .list(&provider.context(Actor::CommandLine))
        .await?;
    let address = |stream: &EventStream| match &stream.delivery {
        Delivery::Push { endpoint_url } => endpoint_url.clone(),
        Delivery::Poll => "-".to_owned(),
    };
    let method = |stream: &EventStream| if stream.is_push() { "push" } else { "poll" };
    let mut described = Vec::new();
    for (stored, waiting) in &streams {
        let event_streams = provider.event_streams();
        let transmitter = event_streams.transmitter(&stored.stream.client_id).await?;
        let mut document = stored.stream.configuration(transmitter);
        document.insert("client_id".into(), stored.stream.client_id.clone().into());
        document.insert("status".into(), stored.stream.status.as_str().into());
        document.insert("waiting".into(), (*waiting).into());
        described.push(Value::from(document));
    }
    output::print(context.json, &json!({"streams": described}), || {
        if streams.is_empty() {
            return "No receiver has made a stream; docs/guides/shared-signals.md says how."
                .to_owned();
        }
        let line = |(stored, waiting): &(doorward_storage::StoredStream, i64)| {
            let stream = &stored.stream;
            vec![
                stream.client_id.clone(),
                method(stream).into(),
                stream.status.as_str().into(),
                waiting.to_string(),
                address(stream),
                stream.stream_id.clone(),
            ]
        };
        output::table(
            &["RECEIVER", "BY", "STATUS", "WAITING", "ADDRESS", "STREAM"],
            &streams.iter().map(line).collect::<Vec<_>>(),
        )
    })
}
