//! HTTP: reads requests, calls `core`, and answers with pages, JSON and redirects.

mod access;
mod account;
mod assets;
mod branding;
mod connection;
mod console;
mod events;
mod extract;
mod federation;
mod forward_auth;
mod health;
mod logout;
mod mails;
mod management;
mod messages;
mod metrics;
mod middleware;
mod notices;
mod oauth;
mod pages;
pub mod parsers;
mod password_reset;
mod passwords;
mod recovery;
mod respond;
mod routes;
mod scim;
mod sessions;
mod sign_in;
mod sign_up;
mod waiting;
mod well_known;

pub use connection::{HTTP_2, Pace, ServerOptions, server};
pub use mails::render as render_mail;
pub use messages::{check_texts, languages, shipped_texts};
pub use metrics::{
    AuditStreamLag, install as install_metrics, record_audit_stream, record_dropped_log_lines,
    run_upkeep as run_metrics_upkeep, server as metrics_server,
};
