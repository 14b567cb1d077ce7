//! Deliveries under way.

pub mod in_flight;
