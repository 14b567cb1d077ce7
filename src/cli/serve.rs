//! `doorward serve`.

use super::{Context, apply};
use crate::{
    http,
    startup::{self, Schema},
};
use anyhow::{Context as _, anyhow};
use tokio::signal::unix::{SignalKind, signal};

/// Serves until told to stop; then what is under way is finished first.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    apply::apply_declared(&provider, context.settings.declarations.as_deref()).await?;
    let metrics = match &context.settings.metrics.listen {
        Some(listen) => {
            let listener = std::net::TcpListener::bind(listen).with_context(|| format!("metrics.listen {listen} cannot be listened on"))?;
            listener.set_nonblocking(true)?;
            let handle = http::install_metrics().map_err(|error| anyhow!(error))?;
            Some(http::metrics_server(listener, handle)?)
        }
        None => None,
    };
    let server = startup::serve(provider, &context.settings).await?;
    tracing::info!(issuer = context.settings.issuer, listen = context.settings.listen, "Doorward is open");
    if context.json {
        println!("{}", serde_json::json!({"issuer": context.settings.issuer, "listen": context.settings.listen}));
    }
    let handle = server.handle();
    tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("stopping: what is under way is finished first");
        handle.stop(true).await;
    });
    if let Some(metrics) = metrics {
        tokio::spawn(metrics);
    }
    server.await?;
    Ok(())
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn stop_signal() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
