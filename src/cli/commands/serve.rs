//! `doorward serve`.

use crate::startup::{self, Schema};
use crate::{commands::apply, context::Context, output};
use anyhow::{Context as _, anyhow};
use doorward_core::{Provider, context::Actor};
use std::{sync::Arc, time::Duration};
use tokio::signal::unix::{SignalKind, signal};

/// What it means that the issuer is http.
pub const INSECURE_HTTP: &str = "everybody between the browsers, the apps and this server can read and \
     change passwords, cookies and tokens; for a laptop or a network of containers alone";

/// Serves until told to stop; then what is under way is finished first.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    if context.settings.insecure_http {
        tracing::warn!("insecure_http: {INSECURE_HTTP}");
    }
    apply::apply_declared(&provider, context.settings.declarations.as_deref()).await?;
    let metrics = match &context.settings.metrics.listen {
        Some(listen) => {
            let listener = std::net::TcpListener::bind(listen)
                .with_context(|| format!("metrics.listen {listen} cannot be listened on"))?;
            listener.set_nonblocking(true)?;
            let handle = doorward_web::install_metrics().map_err(|error| anyhow!(error))?;
            tokio::spawn(doorward_web::run_metrics_upkeep(handle.clone()));
            Some(doorward_web::metrics_server(listener, handle)?)
        }
        None => None,
    };
    let server = startup::serve(Arc::clone(&provider), &context.settings).await?;
    tracing::info!(
        issuer = context.settings.issuer,
        listen = context.settings.listen,
        "Doorward is running"
    );
    let setup_link = setup_link(&provider).await;
    if context.json {
        let (issuer, listen) = (&context.settings.issuer, &context.settings.listen);
        let document =
            serde_json::json!({"issuer": issuer, "listen": listen, "setup_link": setup_link});
        output::line(&document.to_string())?;
    } else if let Some(link) = setup_link {
        output::line(&format!(
            "Nobody administers this server yet. To be its owner, open this link within a day; it works once:\n{link}"
        ))?;
    }
    let (handle, drain) = (
        server.handle(),
        Duration::from_secs(context.settings.http.drain_seconds.into()),
    );
    tokio::spawn(async move {
        if stop_signal().await == Stop::InOrder {
            tracing::info!(
                seconds = drain.as_secs(),
                "about to stop: balancers are told at /readyz, and requests are still taken"
            );
            provider.drain();
            tokio::select! {
                () = tokio::time::sleep(drain) => {}
                _ = stop_signal() => {}
            }
        }
        tracing::info!("stopping: what is under way is finished first");
        handle.stop(true).await;
    });
    if let Some(metrics) = metrics {
        tokio::spawn(metrics);
    }
    server.await?;
    Ok(())
}

/// The link that makes the first owner, where there is none. It is printed and never logged.
async fn setup_link(provider: &Provider) -> Option<String> {
    let ctx = provider.context(Actor::CommandLine);
    let link = provider.sign_up().first_owner_link(&ctx).await;
    link.unwrap_or_else(|error| {
        tracing::warn!(%error, "whether somebody administers this server could not be looked up");
        None
    })
}

/// How a process is told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// By SIGTERM: in order, after balancers have heard of it.
    InOrder,
    /// By Ctrl-C: somebody waits for it.
    Now,
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn stop_signal() -> Stop {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return Stop::Now;
    };
    tokio::select! {
        _ = terminate.recv() => Stop::InOrder,
        _ = tokio::signal::ctrl_c() => Stop::Now,
    }
}
