//! The roles that identity providers give: by rules over what they say of a user.

use crate::{Configuration, Result, kernel::Kernel};
use doorward_protocol::clients::client::Client;
use doorward_storage::{GivenRole, UserRange};
use std::collections::BTreeMap;

/// Reads the roles that providers gave a user in a client; the database is asked only where one maps
/// roles. A role counts while its provider is in use and a rule that gave it is declared.
pub(super) async fn provider_roles(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user_id: &str,
) -> Result<Vec<String>> {
    if !is_mapped(configuration, client) {
        return Ok(Vec::new());
    }
    let store = kernel.database.read();
    let given = store.given_roles(user_id, &client.client_id).await?;
    Ok(counting(configuration, client, given))
}

/// As [`provider_roles`], of every user of a range who has one, by their identifiers.
pub(super) async fn provider_roles_between(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    range: UserRange<'_>,
) -> Result<BTreeMap<String, Vec<String>>> {
    if !is_mapped(configuration, client) {
        return Ok(BTreeMap::new());
    }
    let store = kernel.database.read();
    let given = store.given_roles_between(range, &client.client_id).await?;
    let of_users = given.into_iter();
    let counted = of_users.map(|(id, given)| (id, counting(configuration, client, given)));
    Ok(counted.collect())
}

/// Whether a provider gives roles in a client.
fn is_mapped(configuration: &Configuration, client: &Client) -> bool {
    configuration.identity_providers.iter().any(|provider| {
        let declared = provider.declared();
        let mut rules = declared.roles.iter();
        declared.enabled && rules.any(|rule| rule.client_id == client.client_id)
    })
}

/// The roles of those given that still count.
fn counting(configuration: &Configuration, client: &Client, given: Vec<GivenRole>) -> Vec<String> {
    let client_id = &client.client_id;
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
    roles
}
