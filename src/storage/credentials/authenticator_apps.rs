//! Authenticator apps: one for each user at most.

use crate::{
    Result, Store,
    db::{
        master_key::sealed_by_present_key,
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// The authenticator app of a user.
#[derive(Clone)]
pub struct AuthenticatorApp {
    /// The user who has it.
    pub user_id: String,
    /// The key that it shares with this provider, sealed.
    pub sealed_secret: String,
    /// The last time step whose code was used.
    pub last_step: i64,
    /// When it was set up.
    pub created_at: Timestamp,
    /// When the user last signed in with it.
    pub last_used_at: Option<Timestamp>,
}

columns! {
    AUTHENTICATOR_APP of a, read by authenticator_app -> AuthenticatorApp {
        user_id: Row::text(user_id),
        sealed_secret: Row::text(sealed_secret),
        last_step: Row::int(last_step),
        created_at: Row::at(created_at),
        last_used_at: Row::opt_at(last_used_at),
    }
}

impl Store {
    /// The authenticator app of a user.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn authenticator_app(&self, user_id: &str) -> Result<Option<AuthenticatorApp>> {
        let select =
            query!("SELECT {AUTHENTICATOR_APP} FROM authenticator_apps a WHERE a.user_id = $1");
        self.row(select.bind(user_id))
            .await?
            .map(|row| authenticator_app(&row))
            .transpose()
    }

    /// Gives a user an authenticator app. A guard: they have none.
    pub fn add_authenticator_app(app: &AuthenticatorApp) -> Unit {
        let insert = query!(
            "INSERT INTO authenticator_apps (user_id, sealed_secret, last_step, created_at,
             last_used_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id) DO NOTHING"
        );
        let insert = insert
            .bind(&app.user_id)
            .bind(&app.sealed_secret)
            .bind(app.last_step)
            .bind(app.created_at);
        sealed_by_present_key(&app.sealed_secret).guard(insert.bind(app.last_used_at))
    }

    /// Uses the code of a time step. A guard: neither this code nor a later one was used.
    pub fn use_authenticator_app(user_id: &str, step: i64, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE authenticator_apps SET last_step = $1, last_used_at = $2
             WHERE user_id = $3 AND last_step < $1"
        );
        Unit::new().guard(update.bind(step).bind(now).bind(user_id))
    }

    /// Takes the authenticator app of a user away, where they have one.
    pub fn remove_any_authenticator_app(user_id: &str) -> Unit {
        let delete = query!("DELETE FROM authenticator_apps WHERE user_id = $1");
        Unit::new().run(delete.bind(user_id))
    }

    /// Takes the authenticator app of a user away. A guard: they have one.
    pub fn remove_authenticator_app(user_id: &str) -> Unit {
        let delete = query!("DELETE FROM authenticator_apps WHERE user_id = $1");
        Unit::new().guard(delete.bind(user_id))
    }
}
