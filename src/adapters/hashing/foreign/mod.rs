//! Password hashes that other programs made. They are verified until their user signs in for the first
//! time, and are Argon2id then (docs/decisions/0035).

mod effort;
mod encoding;
mod fields;
mod function;
mod hash;
mod keycloak;
mod parse;
mod spend;

pub(super) use effort::Efforts;
pub(super) use hash::ForeignHash;
pub(super) use keycloak::canonical as from_keycloak;
pub(super) use parse::read;

#[cfg(test)]
mod tests;
