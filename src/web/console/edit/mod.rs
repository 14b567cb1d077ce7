//! What administrators change by forms. Every action has a page that says what will happen, and whose
//! address can hold what is filled in: a form that came too late, or after the session of the
//! administrator ended, is shown again as it was.

mod access_requests;
mod action;
mod app_owners;
mod app_secrets;
mod app_settings;
mod apps;
mod domains;
mod fields;
mod first_run;
mod groups;
mod invitations;
mod invite;
mod mail;
mod organization_policy;
mod organizations;
pub mod page;
mod posted;
mod presets;
mod providers;
mod report;
mod report_page;
pub mod roles;
mod scim_targets;
mod shown_once;
mod sign_in;
mod table;
mod users;
mod webhooks;

pub use app_settings::text_of;
pub use apps::page_at;
pub use first_run::START;
pub use table::{EditLink, Links};
