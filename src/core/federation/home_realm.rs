//! Whose address it is: addresses of some domains belong to an identity provider, so that no account for one
//! is made, and no user takes one, by another way.

use super::{LoadedIdentityProvider, SignInMethods};
use crate::{Result, kernel::Kernel};
use doorward_protocol::{clients::client::Client, federation::Identity};
use std::sync::Arc;

/// The provider that an address belongs to, on the way to a client: as at the sign-in, an app that does not
/// take the provider is not bound by it.
pub(crate) async fn home_of(
    kernel: &Kernel,
    client: Option<&Client>,
    address: &str,
) -> Result<Option<Arc<LoadedIdentityProvider>>> {
    let configuration = kernel.configuration().await?;
    let methods = SignInMethods::for_client(&kernel.settings, &configuration, client);
    Ok(methods.home_of(address).cloned())
}

/// The provider that an address belongs to which a user wants, where the user does not sign in there.
pub(crate) async fn home_of_others(
    kernel: &Kernel,
    user_id: &str,
    address: &str,
) -> Result<Option<Arc<LoadedIdentityProvider>>> {
    let Some(home) = home_of(kernel, None, address).await? else {
        return Ok(None);
    };
    let linked = kernel.database.read().identities_of_user(user_id).await?;
    let signs_in_there = linked.iter().any(|one| one.provider_id == home.id());
    Ok((!signs_in_there).then_some(home))
}

/// Whether the address that a provider asserts belongs to another one, and the provider is not said to decide
/// about its domain.
pub(super) async fn is_of_another(kernel: &Kernel, identity: &Identity) -> Result<bool> {
    let Some(address) = identity.email.as_deref() else {
        return Ok(false);
    };
    let home = home_of(kernel, None, address).await?;
    if home.is_none_or(|home| home.id() == identity.provider_id) {
        return Ok(false);
    }
    let configuration = kernel.configuration().await?;
    let provider = configuration.identity_provider(&identity.provider_id);
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    Ok(!provider.is_some_and(|provider| provider.declared().is_authoritative_for(domain)))
}
