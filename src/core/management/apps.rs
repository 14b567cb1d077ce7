//! Apps, as callers of the management API see and change them.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{
    Error, RefusedChange,
    app_presets::{Place, PlacedPreset, PresetError, WrittenPreset},
    change_set::{Change, ChangeSet},
    clients::Declaration,
};
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    json,
    management::{Permission, Powers, Resource, is_built_in_app, is_scope_of_api},
    secret::Secret,
    time::Timestamp,
};

impl Management {
    /// The apps after a `client_id` that the caller may see, in the order of these, without the one that
    /// is built in; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn apps_after(
        &self,
        caller: &Caller,
        client_id: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<RegisteredClient>> {
        if !caller.powers.allow(Permission::read(Resource::Apps)) {
            return self.own_apps_after(caller, client_id, limit).await;
        }
        let store = self.kernel.database.read();
        Ok(store.clients_after(client_id, limit).await?)
    }

    /// An app that the caller may change.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`; `BeyondPowers` where the app may do more by this API than the caller.
    pub async fn app_in_reach(
        &self,
        caller: &Caller,
        client_id: &str,
    ) -> ManagementOutcome<RegisteredClient> {
        caller.require_of_app(Permission::write(Resource::Apps), client_id)?;
        let app = self.app(client_id).await?;
        if is_built_in_app(client_id) {
            return Err(ManagementError::refused(RefusedChange::BuiltInApp));
        }
        caller.reaches(&Powers::of_scope(&app.client.scope))?;
        Ok(app)
    }

    /// Adds an app. Where it authenticates by a secret and brings none, it gets one, which is shown this
    /// once.
    ///
    /// # Errors
    /// `Conflict` where there is one of this `client_id`; `Invalid`, `BeyondPowers`.
    pub async fn add_app(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        client: Client,
        secret: Option<String>,
    ) -> ManagementOutcome<AddedApp> {
        check_scope(caller, &client)?;
        let made = (client.token_endpoint_auth_method.uses_secret()
            && client.forward_auth.is_none()
            && secret.is_none())
        .then(|| Secret::generate(self.kernel.entropy.as_ref()));
        let revealed = made.as_ref().map(|secret| secret.reveal().to_owned());
        let declaration = Declaration {
            client,
            client_secret: secret.or_else(|| revealed.clone()),
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let client_id = declaration.client.client_id.clone();
        let known = self.kernel.database.read().client(&client_id).await?;
        if known.is_some() {
            return Err(ManagementError::conflict(RefusedChange::AppExists {
                client_id,
            }));
        }
        let planned = self
            .clients
            .declare_in(changes, declaration, "client.added")
            .await?;
        Ok(AddedApp {
            registered: planned.registered,
            secret: revealed,
        })
    }

    /// Changes an app that was read to what is said of it.
    ///
    /// # Errors
    /// `Invalid`, `BeyondPowers`; `BeyondOwner` where its owner would change what is for administrators.
    pub async fn change_app(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        client: Client,
        seen: i64,
    ) -> ManagementOutcome<RegisteredClient> {
        check_scope(caller, &client)?;
        let known = self.app_in_reach(caller, &client.client_id).await?;
        if known.version != seen {
            return Err(ManagementError::changed_meanwhile());
        }
        caller.require_own_settings(&known.client, &client)?;
        let write = Permission::write(Resource::Apps);
        caller.rest_on_app(changes, write, &client.client_id);
        let declaration = Declaration {
            client,
            client_secret: None,
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let planned = self
            .clients
            .declare_in(changes, declaration, "client.changed")
            .await?;
        if planned.registered.version != known.version {
            // What was checked above is not what would be written over.
            return Err(ManagementError::changed_meanwhile());
        }
        match planned.change {
            Change::Add => Err(ManagementError::changed_meanwhile()),
            Change::Change | Change::None => Ok(planned.registered),
        }
    }

    /// Adds an app by a preset, as `doorward client add --preset` does, with what is written into it.
    ///
    /// # Errors
    /// As [`Management::add_app`].
    pub async fn add_app_by_preset(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        placed: PlacedPreset,
        wanted: AppByPreset<'_>,
    ) -> ManagementOutcome<(AddedApp, WrittenPreset)> {
        let failed = |error: PresetError| Error::Internal(error.to_string());
        let mut settings = placed.client().map_err(failed)?;
        settings.insert("client_id".into(), wanted.client_id.into());
        settings.insert("client_name".into(), wanted.client_name.into());
        settings.insert("first_party".into(), wanted.first_party.into());
        let client: Client = serde_json::from_value(settings.into())
            .map_err(|error| ManagementError::invalid(json::reason(&error)))?;
        let added = self.add_app(caller, changes, client, None).await?;
        let random = Secret::generate(self.kernel.entropy.as_ref());
        let (client, secret) = (&added.registered.client, added.secret.as_deref());
        let written = placed.written(client, secret, random.reveal());
        let written = written.map_err(failed)?;
        Ok((added, written))
    }

    /// Where presets are used: what this provider is.
    pub fn preset_place(&self) -> Place {
        Place::new(self.kernel.issuer(), &self.kernel.provider_name())
    }

    /// When somebody signed in to an app for the first time, as far as it was noted.
    ///
    /// # Errors
    /// `NotFound`; `Failed` where the database is unavailable.
    pub async fn first_sign_in(&self, client_id: &str) -> ManagementOutcome<Option<Timestamp>> {
        let app = self.app(client_id).await?;
        let first_sign_ins = self.clients.first_sign_ins();
        Ok(first_sign_ins.of(&app.client.client_id).await?)
    }
}

/// What is decided of an app that is added by a preset.
pub struct AppByPreset<'a> {
    /// Its identifier, which never changes.
    pub client_id: &'a str,
    /// The name that users see.
    pub client_name: &'a str,
    /// Whether users are not asked for consent.
    pub first_party: bool,
}

/// An app that was added.
pub struct AddedApp {
    /// The app as it is stored.
    pub registered: RegisteredClient,
    /// The secret that was made for it.
    pub secret: Option<String>,
}

/// Refuses scopes of this API that the caller does not reach, or that nobody knows.
fn check_scope(caller: &Caller, client: &Client) -> ManagementOutcome<()> {
    let of_api = client.scope.iter().filter(|scope| is_scope_of_api(scope));
    for scope in of_api {
        if Permission::parse(scope).is_none() {
            return Err(ManagementError::field(
                "/scope",
                format!("{scope} is no scope of this API"),
            ));
        }
    }
    caller.require_reach(&Powers::of_scope(&client.scope))
}
