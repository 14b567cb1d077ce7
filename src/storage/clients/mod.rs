//! Clients and their registrations.

pub(crate) mod first_sign_ins;
pub(crate) mod registrations;
pub(crate) mod rows;
pub(crate) mod secrets;
