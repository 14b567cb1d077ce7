//! The provider metadata of a configuration.

use crate::settings::{ProviderSettings, RegistrationMode};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    logout::GLOBAL_TOKEN_REVOCATION_SCOPE,
    oauth::discovery::{self, Features},
    users::attributes::UserAttributes,
};
use std::sync::Arc;

/// The provider metadata (OpenID Connect Discovery §3), as bytes.
pub(super) fn document(
    settings: &ProviderSettings,
    clients: &[Arc<RegisteredClient>],
    user_attributes: &UserAttributes,
) -> Vec<u8> {
    let algorithms: Vec<&str> = settings
        .algorithms
        .iter()
        .map(|algorithm| algorithm.as_str())
        .collect();
    let features = Features {
        signing_algorithms: &algorithms,
        ui_locales: &settings.ui_locales,
        response_types: &settings.response_types,
        unsigned_request_objects: settings.unsigned_request_objects,
        global_token_revocation: clients.iter().any(|registered| {
            let scope = &registered.client.scope;
            scope.contains(GLOBAL_TOKEN_REVOCATION_SCOPE)
        }),
        authorization_challenge: clients
            .iter()
            .any(|registered| registered.client.authorization_challenge),
        registration: settings.registration != RegistrationMode::Off,
        sign_up: settings.sign_up.mode.has_page(),
        user_attributes,
    };
    discovery::document(settings.issuer.as_str(), features)
        .to_string()
        .into_bytes()
}
