//! Creating an account: the address, the code or the link of the mail, then name and password.

pub mod begin;
pub mod code;
pub mod complete;
pub mod confirm;
pub mod first_owner;
pub mod invitation;
