//! The roles that identity providers give: by rules over what they say of a user.

use crate::{Configuration, Result, kernel::Kernel};
use doorward_protocol::clients::client::Client;
use doorward_storage::GivenRole;

/// Reads the roles that providers gave a user in a client; the database is asked only where one maps
/// roles. A role counts while its provider is in use and a rule that gave it is declared.
pub(super) async fn provider_roles(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user_id: &str,
) -> Result<Vec<String>> {
    let client_id = &client.client_id;
    let is_mapped = configuration.identity_providers.iter().any(|provider| {
        let declared = provider.declared();
        let mut rules = declared.roles.iter();
        declared.enabled && rules.any(|rule| rule.client_id == *client_id)
    });
    if !is_mapped {
        return Ok(Vec::new());
    }
    let given = kernel
        .database
        .read()
        .given_roles(user_id, client_id)
        .await?;
    let counts = |given: &GivenRole| {
        let marks: Vec<&str> = given.rules.split_whitespace().collect();
        configuration
            .identity_provider(&given.provider_id)
            .is_some_and(|provider| {
                let declared = provider.declared();
                declared.still_gives(client_id, &given.role, &marks)
            })
    };
    let mut roles: Vec<String> = given
        .into_iter()
        .filter(counts)
        .map(|given| given.role)
        .collect();
    roles.dedup();
    Ok(roles)
}
