//! What several pages show.

pub mod app;
