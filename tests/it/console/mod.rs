//! The console: who sees which page, and what its forms do without a script.

mod actions;
mod app_owners;
mod app_settings;
mod audit;
mod broken;
mod bulk;
mod conflicts;
mod dashboard;
pub mod edit;
pub mod explain;
mod first_run;
mod hostile_texts;
mod import;
mod inspect;
mod invitations;
mod kept;
mod mail;
mod matrix;
mod organizations;
mod providers;
mod scim_targets;
mod search;
mod secrets;
mod sessions;
mod sign_in;
mod tasks;
mod tried;
mod walk;
mod webhooks;

use crate::{
    management::make,
    world::{Browser, World},
};

/// The password of every administrator here.
pub const PASSWORD: &str = "a password of an administrator";

/// The browser of somebody with a role, who signed in just now.
pub async fn administrator(world: &World, role: &str) -> Browser {
    let address = format!("{role}@example.com");
    world.user(&address, PASSWORD).await;
    make(world, &address, role).await;
    world.signed_in((&address, PASSWORD)).await
}
