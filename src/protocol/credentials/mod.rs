//! Rules about credentials: sign-in methods, second factors, the delay after failed attempts, proofs of
//! work, and tokens that are mailed.

pub mod known_browser;
pub mod one_time_code;
pub mod one_time_token;
pub mod own_words;
pub mod proof_of_work;
pub mod second_factor;
pub mod sign_in_attempts;
pub mod sign_in_method;
pub mod sign_up;
