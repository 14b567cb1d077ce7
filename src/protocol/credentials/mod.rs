//! Rules about credentials: sign-in methods, the delay after failed attempts, and proofs of work.

pub mod proof_of_work;
pub mod sign_in_attempts;
pub mod sign_in_method;
