//! What follows where a client is added or changed.

use doorward_core::Provider;
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    secret::Secret,
};

/// Says what an administrator should know about a client.
pub(super) async fn warn(provider: &Provider, registered: &RegisteredClient) {
    for warning in provider.clients().warnings(&registered.client).await {
        tracing::warn!("{warning}");
    }
}

/// A secret for a client whose method needs one.
pub(super) fn new_secret(provider: &Provider, client: &Client) -> Option<String> {
    // A site behind a proxy has none.
    let needs_one =
        client.token_endpoint_auth_method.uses_secret() && client.forward_auth.is_none();
    needs_one.then(|| Secret::generate(provider.entropy()).reveal().to_owned())
}
