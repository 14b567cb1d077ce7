//! Clients and their registrations.

pub(crate) mod clients;
pub(crate) mod registrations;
