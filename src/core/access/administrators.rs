//! What a user may do as an administrator of this provider.

use super::effective::user_access;
use crate::{Result, kernel::Kernel};
use doorward_protocol::{
    management::{BUILT_IN_APP, Powers},
    time::Timestamp,
};

/// What a user may do as an administrator: what the roles of the app that is built in allow.
pub(crate) async fn powers_of_user(
    kernel: &Kernel,
    user_id: &str,
    now: Timestamp,
) -> Result<Powers> {
    let configuration = kernel.configuration().await?;
    let Some(registered) = configuration.client(BUILT_IN_APP).await? else {
        return Ok(Powers::default());
    };
    let access = user_access(kernel, &configuration, &registered.client, user_id, now).await?;
    Ok(Powers::of_roles(access.roles.iter().map(String::as_str)))
}
