//! One file a subcommand.

pub mod apply;
pub mod attribute;
pub mod audit;
mod audit_entry;
mod audit_export;
mod audit_verify;
pub mod check;
pub mod client;
pub mod demo;
pub mod explain;
pub mod export;
pub mod group;
pub mod healthcheck;
pub mod import;
pub mod invitation;
pub mod keys;
pub mod mail;
pub mod migrate;
pub mod migration;
pub mod provider;
pub mod role;
pub mod serve;
pub mod session;
pub mod stream;
pub mod user;
mod user_data;
mod user_factors;
