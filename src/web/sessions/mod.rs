//! SSO sessions in the browser.

pub mod establish;
