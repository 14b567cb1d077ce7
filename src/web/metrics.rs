//! Figures for Prometheus, on a listener of their own.

use actix_web::{App, HttpResponse, HttpServer, dev::Server, dev::ServiceResponse, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{net::TcpListener, time::Duration};

/// How often the recorder drains its samples into histograms. Until then it keeps each of them, and
/// every request is one.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Starts keeping figures in this process.
///
/// # Errors
/// Where something else keeps them already.
pub fn install() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| error.to_string())
}

/// Runs the upkeep of the recorder, so that its memory does not grow with the requests where nobody
/// asks for the figures. It never returns.
pub async fn run_upkeep(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP_INTERVAL).await;
        handle.run_upkeep();
    }
}

/// A server for `/metrics`.
///
/// # Errors
/// Where the listener cannot be used.
pub fn server(listener: TcpListener, handle: PrometheusHandle) -> std::io::Result<Server> {
    let app = move || {
        let handle = handle.clone();
        App::new().route(
            "/metrics",
            web::get().to(move || {
                let text = handle.render();
                async move {
                    HttpResponse::Ok()
                        .content_type("text/plain; version=0.0.4; charset=utf-8")
                        .body(text)
                }
            }),
        )
    };
    Ok(HttpServer::new(app)
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(listener)?
        .run())
}

/// Counts a request by its route, never by what it held.
pub fn record<B>(response: &ServiceResponse<B>, took: Duration) {
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "other".to_owned());
    let status = response.status().as_u16().to_string();
    tracing::debug!(route, status, microseconds = took.as_micros(), "answered");
    metrics::counter!("doorward_http_requests_total", "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("doorward_http_request_seconds", "route" => route)
        .record(took.as_secs_f64());
}

/// How far a stream of the audit log is behind.
#[derive(Clone, Copy, Debug)]
pub struct AuditStreamLag {
    /// Entries that its receiver does not have yet.
    pub entries: i64,
    /// How long the oldest of them waits, in seconds.
    pub seconds: i64,
    /// Whether its receiver takes none at the moment.
    pub is_failing: bool,
}

/// Shows how far a stream of the audit log is behind.
pub fn record_audit_stream(stream: &str, lag: AuditStreamLag) {
    let set = |name: &'static str, value: i64| {
        let value = u32::try_from(value.max(0)).unwrap_or(u32::MAX);
        let gauge = metrics::gauge!(name, "stream" => stream.to_owned());
        gauge.set(value);
    };
    set("doorward_audit_stream_lag_entries", lag.entries);
    set("doorward_audit_stream_lag_seconds", lag.seconds);
    set("doorward_audit_stream_failing", lag.is_failing.into());
}

/// Shows how many lines of the log were dropped since the start of this process.
pub fn record_dropped_log_lines(lines: u64) {
    metrics::counter!("doorward_log_lines_dropped_total").absolute(lines);
}
