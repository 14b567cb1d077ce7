//! The pages of somebody who is signed in: account, launchpad, and `/me`.

pub mod launchpad;
pub mod me;
pub mod page;
