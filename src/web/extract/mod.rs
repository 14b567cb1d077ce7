//! What a request brings: the browser, its session and its forms.

pub mod browser;
pub mod forms;
pub mod session_store;
