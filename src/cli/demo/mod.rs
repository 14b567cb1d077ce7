//! The sample apps of `doorward demo`: plain relying parties over the `openidconnect` crate,
//! importing nothing of ours.
//!
//! Each keeps its own small session. On every visit it asks userinfo whether the sign-in still
//! stands, so that a sign-out anywhere shows at once; without a session of its own it asks the
//! issuer silently (`prompt=none`) before it shows a button.

mod app;
mod config;
mod oidc;
mod page;

pub use app::start;
pub use config::AppConfig;
