//! HTTP: reads requests, calls `core`, and answers with pages, JSON and redirects.

mod account;
mod assets;
mod events;
mod extract;
mod federation;
mod forward_auth;
mod health;
mod logout;
mod messages;
mod metrics;
mod middleware;
mod oauth;
mod pages;
mod respond;
mod routes;
mod sessions;
mod sign_in;

use crate::{
    middleware::{guard, trace},
    respond::page_error,
};
use actix_web::{App, HttpServer, dev::Server, middleware::from_fn, web};
use doorward_core::Provider;
use std::{net::TcpListener, sync::Arc, time::Duration};

pub use messages::languages;
pub use metrics::{install as install_metrics, server as metrics_server};

/// The largest body that any endpoint reads.
const MAX_BODY_LENGTH: usize = 64 * 1024;

/// A web server for a provider. It runs when awaited; told to stop, it takes nothing new and
/// finishes what is under way within thirty seconds.
///
/// # Errors
/// Where the listener cannot be used.
pub fn server(
    provider: Arc<Provider>,
    listener: TcpListener,
    tls: Option<rustls::ServerConfig>,
    workers: usize,
) -> std::io::Result<Server> {
    let data = web::Data::from(provider);
    let app = move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY_LENGTH))
            .wrap(from_fn(page_error::complete))
            .wrap(from_fn(guard::guard))
            .wrap(from_fn(trace::trace))
            .configure(|config| routes::routes(config, &data))
    };
    let server = HttpServer::new(app)
        .workers(workers)
        .client_request_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(30))
        .max_connections(10_000)
        .shutdown_timeout(30)
        .disable_signals();
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}
