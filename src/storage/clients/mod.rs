//! Clients and their registrations.

pub(crate) mod registrations;
pub(crate) mod rows;
