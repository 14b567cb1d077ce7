//! `doorward serve`.

use crate::startup::{self, Schema};
use crate::{commands::apply, context::Context, output, telemetry::Log};
use actix_web::dev::ServerHandle;
use anyhow::{Context as _, anyhow};
use doorward_core::{Provider, context::Actor};
use std::{sync::Arc, time::Duration};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What it means that the issuer is http.
pub const INSECURE_HTTP: &str = "everybody between the browsers, the apps and this server can read and \
     change passwords, cookies and tokens; for a laptop or a network of containers alone";

/// The status of a process that did not finish what was under way.
const CUT_OFF: i32 = 1;

/// Serves until told to stop; then what is under way is finished first, unless told so again.
pub async fn run(context: &Context, log: Log) -> anyhow::Result<()> {
    log.tell_of_dropped();
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
    let signals = StopSignals::new()?;
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
    let stop = Stopping {
        signals,
        drain: Duration::from_secs(context.settings.http.drain_seconds.into()),
        server: server.handle(),
    };
    if let Some(metrics) = metrics {
        tokio::spawn(metrics);
    }
    tokio::select! {
        ended = server => Ok(ended?),
        () = stop.until_cut_off(&provider) => {
            tracing::warn!("stopped by a second signal: what was under way is cut off");
            drop(log);
            // The runtime would wait for the work of its threads.
            std::process::exit(CUT_OFF)
        }
    }
}

/// What a server needs to stop.
struct Stopping {
    signals: StopSignals,
    drain: Duration,
    server: ServerHandle,
}

impl Stopping {
    /// Stops the server at the first signal: what is under way is finished, and by SIGTERM balancers
    /// hear of it before. Returns at the second one, which waits for nothing.
    async fn until_cut_off(self, provider: &Provider) {
        let Self {
            mut signals,
            drain,
            server,
        } = self;
        let first = signals.next().await;
        let in_order = async {
            if first == Stop::InOrder {
                tracing::info!(
                    seconds = drain.as_secs(),
                    "about to stop: balancers are told at /readyz, and requests are still taken"
                );
                provider.drain();
                tokio::time::sleep(drain).await;
            }
            tracing::info!("stopping: what is under way is finished first");
            server.stop(true).await;
        };
        tokio::select! {
            _ = signals.next() => {}
            // The server ends by itself now.
            () = in_order => std::future::pending().await,
        }
    }
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

/// The signals that tell a process to stop: SIGTERM and Ctrl-C.
pub struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// From now on the signals do not end the process by themselves.
    ///
    /// # Errors
    /// Where they cannot be listened for.
    pub fn new() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("signals cannot be listened for");
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> Stop {
        tokio::select! {
            _ = self.terminate.recv() => Stop::InOrder,
            _ = self.interrupt.recv() => Stop::Now,
        }
    }
}
