//! Registered clients and their metadata.

pub mod authentication_method;
pub mod client;
pub mod client_metadata;
pub mod client_registration;
pub mod client_secrets;
pub mod client_settings;
pub mod registered_client;
