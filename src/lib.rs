//! Doorward: the front door of all your apps.
//!
//! The modules, from the inside out; imports point one way, and `tests/it/architecture.rs` holds them to it:
//!
//! - [`protocol`]: what the specifications say, as pure functions over values.
//! - [`keys`], [`credentials`], [`storage`], [`outbound`]: josekit, argon2, sqlx and redis, and calls to others, each in one place.
//! - [`domain`]: what this provider does.
//! - [`http`], [`workers`]: translation, and the clock.
//! - [`settings`]: typed configuration; [`startup`]: the wiring; [`cli`]: one file a subcommand.
//! - [`demo`]: two relying parties that know nothing of the rest.

pub mod cli;
pub mod credentials;
pub mod demo;
pub mod domain;
pub mod http;
pub mod keys;
pub mod outbound;
pub mod protocol;
pub mod settings;
pub mod startup;
pub mod storage;
pub mod workers;
