//! Mails in words, and the mailbox of a provider on the machine of its developer.

mod access;
mod addresses;
pub mod dev_mailbox;
mod guessed;
mod page;
mod parts;

pub use page::render;
