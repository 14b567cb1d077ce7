//! The shapes of apps.

use super::when;
use doorward_core::clients::{KnownSecret, MadeSecret};
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
            has_secret: !registered.secrets.is_empty(),
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

/// A secret of an app, without what it is.
#[derive(Serialize, ToSchema)]
pub struct AppSecret {
    /// Its number among all secrets that the app ever had.
    pub secret_id: i64,
    /// What it is for, or who keeps it.
    pub description: Option<String>,
    /// When it was made; null where it is older than these notes.
    #[schema(format = DateTime)]
    pub created_at: Option<String>,
    /// When it stops working; null where it works until it is revoked.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    /// When it was last used, to the hour; null where no use was noted yet.
    #[schema(format = DateTime)]
    pub last_used_at: Option<String>,
}

impl AppSecret {
    /// A secret as it is known.
    pub fn of(secret: &KnownSecret) -> Self {
        Self {
            secret_id: secret.number,
            description: secret.description.clone(),
            created_at: secret.created_at.map(when),
            expires_at: secret.expires_at.map(when),
            last_used_at: secret.last_used_at.map(when),
        }
    }
}

/// The secrets of an app, the newest first: two at most.
#[derive(Serialize, ToSchema)]
pub struct AppSecrets {
    /// Each secret, also one that has expired.
    pub secrets: Vec<AppSecret>,
}

/// A secret to add.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppSecret {
    /// What it is for, or who keeps it: 200 characters at most.
    #[serde(default)]
    pub description: Option<String>,
    /// When it stops working; without one it works until it is revoked.
    #[serde(default)]
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
}

/// A secret that was added, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct AddedAppSecret {
    /// What is known of it.
    #[serde(flatten)]
    pub known: AppSecret,
    /// The secret itself, shown this once.
    pub client_secret: String,
}

impl AddedAppSecret {
    /// A secret that was made.
    pub fn of(made: &MadeSecret) -> Self {
        Self {
            known: AppSecret::of(&made.known),
            client_secret: made.secret.reveal().to_owned(),
        }
    }
}

/// A user who owns an app: they administer that one, and no other.
#[derive(Serialize, ToSchema)]
pub struct AppOwner {
    /// The identifier of the user.
    pub user_id: String,
    /// The address of the user.
    pub email: Option<String>,
    /// The name of the user.
    pub name: String,
    /// Since when it is so.
    #[schema(format = DateTime)]
    pub since: String,
    /// Whether a file of declarations says so.
    pub managed: bool,
    /// What kind of actor made it so.
    pub given_by_kind: String,
    /// The identifier of that actor.
    pub given_by: Option<String>,
}

impl AppOwner {
    /// An owner as the store has it.
    pub fn of(owner: &doorward_core::access::AppOwner) -> Self {
        Self {
            user_id: owner.user.id.clone(),
            email: owner.user.email.clone(),
            name: owner.user.display_name().to_owned(),
            since: when(owner.since),
            managed: owner.managed,
            given_by_kind: owner.actor_kind.clone(),
            given_by: owner.actor_id.clone(),
        }
    }
}

/// That somebody owned an app.
#[derive(Serialize, ToSchema)]
pub struct RecordedAppOwner {
    /// The identifier of the user.
    pub user_id: String,
    /// Since when it holds.
    #[schema(format = DateTime)]
    pub since: String,
    /// What kind of actor made it so.
    pub given_by_kind: String,
    /// The identifier of that actor.
    pub given_by: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
    /// What kind of actor ended it.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by: Option<String>,
}

impl RecordedAppOwner {
    /// A row of the record.
    pub fn of(owner: &doorward_core::access::RecordedAppOwner) -> Self {
        Self {
            user_id: owner.user_id.clone(),
            since: when(owner.since),
            given_by_kind: owner.actor_kind.clone(),
            given_by: owner.actor_id.clone(),
            ended_at: owner.ended_at.map(when),
            ended_by_kind: owner.ended_by_kind.clone(),
            ended_by: owner.ended_by_id.clone(),
        }
    }
}

/// Every time that somebody owned an app; the newest first, a thousand at most.
#[derive(Serialize, ToSchema)]
pub struct AppOwnerHistory {
    /// The owners, ended or not.
    pub owners: Vec<RecordedAppOwner>,
}
