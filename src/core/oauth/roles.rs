//! The roles of a user in a client: the `roles` claim (RFC 9068 §2.2.3.1).

use crate::{Configuration, Result, kernel::Kernel};
use doorward_protocol::clients::client::Client;

/// Reads the roles of a user in a client; the database is asked only where an identity provider
/// maps roles.
pub(crate) async fn roles(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user_id: &str,
) -> Result<Vec<String>> {
    let nobody_maps_roles = configuration
        .identity_providers
        .iter()
        .all(|provider| provider.declared().roles.is_empty());
    if nobody_maps_roles {
        return Ok(Vec::new());
    }
    Ok(kernel
        .database
        .read()
        .roles(user_id, &client.client_id)
        .await?)
}
