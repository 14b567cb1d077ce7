//! What several pages show, and what they all have.

pub mod app;
pub mod attribute_fields;
pub mod done;
pub mod language;
pub mod recovery_codes;
