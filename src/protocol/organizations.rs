//! Organizations: customers, companies or teams whose users sign in for them
//! ([decision 56](../../docs/decisions/0056-organizations.md)).

mod choice;
pub mod declared;
mod domain;
mod look;
mod names;
mod policy;

pub use choice::{Choice, OrganizationOfUser, OrganizationUse, choose};
pub use domain::{Domain, VerifiedBy, challenge_name, challenge_text, holds_challenge};
pub use look::OrganizationLook;
pub use names::{MAX_NAME, MAX_SLUG, check_name, check_slug};
pub use policy::{OrganizationPolicy, check_max_session_age};
