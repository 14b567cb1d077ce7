//! The shapes of apps.

use doorward_protocol::clients::registered_client::RegisteredClient;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// An app: its settings, as `doorward apply` takes them, and its state.
#[derive(Serialize, ToSchema)]
pub struct App {
    /// Its identifier, which never changes.
    pub client_id: String,
    /// Every setting that is not at its default.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub settings: Value,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Whether it registered itself.
    pub registered_by_itself: bool,
    /// Whether it has a secret.
    pub has_secret: bool,
}

impl App {
    /// An app as it is stored, without its secret.
    pub fn of(registered: &RegisteredClient) -> Self {
        let mut settings = serde_json::to_value(&registered.client).unwrap_or_default();
        if let Some(settings) = settings.as_object_mut() {
            settings.remove("client_id");
        }
        Self {
            client_id: registered.client.client_id.clone(),
            settings,
            disabled: registered.disabled,
            registered_by_itself: registered.registered_by_itself,
            has_secret: registered.secret_digest.is_some(),
        }
    }
}

/// An app to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApp {
    /// Its identifier, which never changes.
    pub client_id: String,
    /// Its secret, of 32 characters or more; one is made where it needs one.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// Its settings, as `doorward apply` takes them.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub settings: Map<String, Value>,
}

/// An app with the secret that was made for it, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct AppWithSecret {
    /// The app that was added.
    #[serde(flatten)]
    pub app: App,
    /// Its secret, shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
}

/// What of an app changes. A setting that is not named stays; null takes it back to its default.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppPatch {
    /// The settings that change.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub settings: Map<String, Value>,
}

/// A new secret, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewSecret {
    /// The new secret of the app.
    pub client_secret: String,
}
