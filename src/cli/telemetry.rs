//! Logs: to standard error, as text or JSON. They hold routes and outcomes, never what a request
//! held.

use crate::settings::LogSettings;
use anyhow::anyhow;
use std::{
    backtrace::{Backtrace, BacktraceStatus},
    io::IsTerminal,
    time::Duration,
};
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{EnvFilter, fmt::writer::BoxMakeWriter};

/// The most lines that wait for whoever reads the log. Further ones are dropped and counted: a server
/// does not wait for its log.
const MAX_WAITING: usize = 8_192;
/// How often it is looked at whether lines were dropped.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// How long the end of the process waits for the lines that are not written yet.
const LAST_LINES_TIMEOUT: Duration = Duration::from_millis(1_200);

/// The log of this process. Dropping it writes the lines that wait, for a second at most.
pub struct Log(Option<Waiting>);

/// The lines of a server, which a thread writes.
struct Waiting {
    dropped: ErrorCounter,
    written_at_the_end: Option<WorkerGuard>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let guard = self.written_at_the_end.take();
        let (written, is_written) = std::sync::mpsc::channel();
        // The guard says on standard output that it waited in vain, and nobody may read that either.
        std::thread::spawn(move || {
            drop(guard);
            let _ = written.send(());
        });
        let _ = is_written.recv_timeout(LAST_LINES_TIMEOUT);
    }
}

impl Log {
    /// Tells the log and the figures, now and then, how many lines were dropped since the start. The
    /// task goes on as long as the process.
    pub fn tell_of_dropped(&self) {
        if let Some(waiting) = &self.0 {
            tokio::spawn(tell_of_dropped(waiting.dropped.clone()));
        }
    }
}

/// Starts logging. Commands other than a server say only what an operator must know, and wait until
/// it is read.
pub fn start(settings: &LogSettings, is_server: bool) -> anyhow::Result<Log> {
    let filter = if is_server {
        settings.level.as_str()
    } else {
        "warn"
    };
    let filter = EnvFilter::try_new(filter).map_err(|error| anyhow!("log.level: {error}"))?;
    let (writer, log) = if is_server {
        log_panics();
        let builder = NonBlockingBuilder::default()
            .buffered_lines_limit(MAX_WAITING)
            .lossy(true)
            .thread_name("log");
        let (writer, guard) = builder.finish(std::io::stderr());
        let waiting = Waiting {
            dropped: writer.error_counter(),
            written_at_the_end: Some(guard),
        };
        (BoxMakeWriter::new(writer), Log(Some(waiting)))
    } else {
        (BoxMakeWriter::new(std::io::stderr), Log(None))
    };
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(std::io::stderr().is_terminal());
    let started = if settings.format == "json" {
        subscriber.json().try_init()
    } else {
        subscriber.with_target(false).try_init()
    };
    started.map_err(|error| anyhow!("logging cannot start: {error}"))?;
    Ok(log)
}

/// Logs panics as everything else: the standard library writes them to standard error itself, and
/// waits there for whoever reads it.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let reason = panic.payload_as_str().unwrap_or_default();
        let backtrace = Backtrace::capture();
        let is_captured = backtrace.status() == BacktraceStatus::Captured;
        let backtrace = is_captured.then(|| backtrace.to_string());
        tracing::error!(place, reason = ?reason, backtrace, "a thread panicked");
    }));
}

async fn tell_of_dropped(dropped: ErrorCounter) {
    let mut told = 0;
    loop {
        tokio::time::sleep(POLL_INTERVAL).await;
        let lines = dropped.dropped_lines();
        doorward_web::record_dropped_log_lines(u64::try_from(lines).unwrap_or(u64::MAX));
        if lines > told {
            // Where this line is dropped too, there is one more of them at the next look.
            tracing::warn!(
                lines,
                "so many lines of the log were dropped since the start: whoever reads it does not keep up"
            );
            told = lines;
        }
    }
}
