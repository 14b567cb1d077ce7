//! A forgotten password: asking for a link, and choosing a new password by it.

pub mod forgot;
pub mod reset;
