//! The console (`/admin`): the pages of administrators. They call what the management API calls, so a
//! page shows and does nothing that a request could not
//! ([decision 57](../../../docs/decisions/0057-console.md)).

pub mod act;
mod actions;
mod admin;
pub mod app;
pub mod apps;
pub mod audit;
pub mod bulk;
mod chart;
mod dashboard;
pub mod edit;
mod entry;
pub mod explain;
pub mod first_sign_in;
mod frame;
pub mod group;
pub mod groups;
pub mod import;
mod import_report;
pub mod inspect;
pub mod invitations;
pub mod keys;
pub mod mail;
pub mod mail_preview;
pub mod organization;
pub mod organizations;
pub mod overview;
pub mod presets;
pub mod provider;
pub mod providers;
mod refusal;
pub mod role;
pub mod role_matrix;
pub mod search;
pub mod session_end;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod start;
pub mod streams;
pub mod system;
mod tabs;
pub mod user;
pub mod users;
pub mod webhook;
pub mod webhooks;
