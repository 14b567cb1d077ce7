//! Who calls the management API: a service account, a user by an app, or an administrator in a browser.

use super::{Management, ManagementError, ManagementOutcome};
use crate::{
    Result,
    access::administrators::powers_of_user,
    context::{Actor, OperationContext},
};
use doorward_protocol::{
    management::{OWNER, Permission, Powers, Resource, audience},
    secret::Secret,
    sessions::sso_session::{STEP_UP_WINDOW, SsoSession},
    time::Timestamp,
};
use std::collections::BTreeSet;

/// Whoever calls, and what they may do.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The operation, carried out by the caller.
    pub ctx: OperationContext,
    pub(super) powers: Powers,
    /// The organizations that the user behind it owns, by identifier, as far as the token reaches them.
    pub(super) owned: BTreeSet<String>,
    /// The apps that the user behind it owns, by `client_id`, as far as the token reaches them.
    pub(super) apps: BTreeSet<String>,
    /// What the token allows, whatever its user may do.
    scope: Powers,
    /// Whether the user behind it signed in just now; a service account needs not.
    is_fresh: bool,
}

impl Caller {
    /// Refuses what the caller may not do.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn require(&self, permission: Permission) -> ManagementOutcome<()> {
        let is_owner = !self.owned.is_empty() && self.scope.allow(permission);
        if permission.resource == Resource::Organizations && is_owner {
            // Which organization it is about, the action asks.
            return Ok(());
        }
        self.require_everywhere(permission)
    }

    /// Refuses what the caller may not do but in an organization of theirs.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn require_everywhere(&self, permission: Permission) -> ManagementOutcome<()> {
        if self.powers.allow(permission) {
            return Ok(());
        }
        Err(ManagementError::Forbidden(permission))
    }

    /// Refuses what the caller may not do to an app. To the owner of another app there is none.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` where the caller owns other apps alone.
    pub fn require_of_app(&self, permission: Permission, client_id: &str) -> ManagementOutcome<()> {
        if self.may_of_app(permission, client_id) {
            return Ok(());
        }
        let may_see = self.may_of_app(Permission::read(permission.resource), client_id);
        if self.owns_some_app(permission) && !may_see {
            return Err(ManagementError::NotFound(format!("app {client_id}")));
        }
        Err(ManagementError::Forbidden(permission))
    }

    /// Refuses whoever may do something to no app at all. Which app it is about, the action asks.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn require_of_some_app(&self, permission: Permission) -> ManagementOutcome<()> {
        if self.owns_some_app(permission) {
            return Ok(());
        }
        self.require_everywhere(permission)
    }

    /// Whether the caller may do this to an app, as an administrator or as its owner.
    pub fn may_of_app(&self, permission: Permission, client_id: &str) -> bool {
        self.powers.allow(permission) || self.acts_as_owner(permission, client_id)
    }

    /// Whether the caller may do this to an app as its owner alone. What a file manages, no owner
    /// changes by force.
    pub fn acts_as_owner(&self, permission: Permission, client_id: &str) -> bool {
        !self.powers.allow(permission)
            && !self.ctx.is_forced()
            && self.apps.contains(client_id)
            && self.owns_some_app(permission)
    }

    /// Whether the caller owns apps, to which the token lets them do this.
    fn owns_some_app(&self, permission: Permission) -> bool {
        !self.apps.is_empty()
            && Powers::of_app_owner().allow(permission)
            && self.scope.allow(permission)
    }

    /// Whether the caller owns an app, and so may do anything at all.
    pub fn is_owner_of_apps(&self) -> bool {
        !self.apps.is_empty()
    }

    /// Whether the caller owns an organization, and so may do anything at all.
    pub fn is_owner_of_organizations(&self) -> bool {
        !self.owned.is_empty()
    }

    /// Whether the caller may do anything at all, as an administrator or as an owner.
    pub fn may_anything(&self) -> bool {
        self.is_administrator() || self.is_owner_of_apps() || self.is_owner_of_organizations()
    }

    /// Whether the caller may do this: what a page offers.
    pub fn may(&self, permission: Permission) -> bool {
        self.powers.allow(permission)
    }

    /// Whether the caller may do anything at all.
    pub fn is_administrator(&self) -> bool {
        !self.powers.is_empty()
    }

    /// Refuses a dangerous action of a user who signed in too long ago.
    ///
    /// # Errors
    /// `SignInAgain`.
    pub fn require_fresh(&self) -> ManagementOutcome<()> {
        if self.is_fresh {
            return Ok(());
        }
        Err(ManagementError::SignInAgain)
    }

    /// A name that limits and repeated requests are counted by.
    pub fn name(&self) -> String {
        let actor = self.ctx.actor();
        format!("{}:{}", actor.kind(), actor.as_text())
    }

    /// Refuses to look for what is beyond the caller's own powers.
    ///
    /// # Errors
    /// `BeyondPowers`.
    pub(super) fn reaches(&self, other: &Powers) -> ManagementOutcome<()> {
        if self.powers.reach(other) {
            return Ok(());
        }
        Err(ManagementError::BeyondPowers(self.powers.missing(other)))
    }

    /// Refuses to change what is beyond the caller's own powers; and a user who signed in too long ago
    /// changes no powers at all.
    ///
    /// # Errors
    /// `BeyondPowers`, `SignInAgain`.
    pub(super) fn require_reach(&self, other: &Powers) -> ManagementOutcome<()> {
        self.reaches(other)?;
        if other.is_empty() {
            return Ok(());
        }
        self.require_fresh()
    }
}

impl Management {
    /// The caller who presents an access token. It must be for this API; a token of a user allows what
    /// both its scope and the roles of the user do.
    ///
    /// # Errors
    /// `Unauthenticated`, with what is wrong with the token.
    pub async fn caller_by_token(
        &self,
        ctx: &OperationContext,
        presented: &Secret,
    ) -> ManagementOutcome<Caller> {
        let unknown = ManagementError::Unauthenticated(
            "the access token is unknown, expired or revoked: get a new one",
        );
        let Some(live) = self.tokens.live_access_token(ctx, presented).await? else {
            return Err(unknown);
        };
        let token = &live.token;
        let expected = audience(self.kernel.issuer());
        if !token.aud.contains(&expected) || live.is_of_stranger() {
            return Err(ManagementError::Unauthenticated(
                "the access token is not for this API: ask for one with the resource parameter that \
                 resource_metadata names, for a client that is registered for a scope of it",
            ));
        }
        let scope = Powers::of_scope(&token.scope);
        let now = ctx.now();
        Ok(match live.user() {
            None => Caller {
                ctx: ctx.acting_as(Actor::Client(token.client_id.clone())),
                powers: scope.clone(),
                owned: BTreeSet::new(),
                apps: BTreeSet::new(),
                scope,
                is_fresh: true,
            },
            Some(user) => Caller {
                ctx: ctx.acting_as(Actor::User(user.id.clone())),
                powers: scope.intersection(&self.powers_of_user(&user.id, now).await?),
                owned: self.owned_by(&user.id, &scope).await?,
                apps: self.apps_of(&user.id, &scope).await?,
                scope,
                is_fresh: token.auth_time.is_some_and(|at| is_fresh(at, now)),
            },
        })
    }

    /// The caller behind the session of a browser: an administrator or an owner.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn caller_by_session(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
    ) -> ManagementOutcome<Caller> {
        let (now, scope) = (ctx.now(), Powers::of_roles([OWNER]));
        Ok(Caller {
            ctx: ctx.acting_as(Actor::User(session.user_id.clone())),
            powers: self.powers_of_user(&session.user_id, now).await?,
            owned: self.owned_by(&session.user_id, &scope).await?,
            apps: self.apps_of(&session.user_id, &scope).await?,
            scope,
            is_fresh: session.is_fresh(now),
        })
    }

    /// Whether a user may open the console: as an administrator, or as the owner of an app or of an
    /// organization.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn may_open_console(&self, user_id: &str, now: Timestamp) -> Result<bool> {
        if !self.powers_of_user(user_id, now).await?.is_empty() {
            return Ok(true);
        }
        let theirs = self.organizations.of_user(user_id).await?;
        if theirs.iter().any(|theirs| theirs.owner) {
            return Ok(true);
        }
        let store = self.kernel.database.read();
        Ok(!store.apps_owned_by(user_id).await?.is_empty())
    }

    /// The apps that a user owns, where the token reaches anything of them.
    async fn apps_of(&self, user_id: &str, scope: &Powers) -> ManagementOutcome<BTreeSet<String>> {
        if scope.intersection(&Powers::of_app_owner()).is_empty() {
            return Ok(BTreeSet::new());
        }
        let owned = self.kernel.database.read().apps_owned_by(user_id).await?;
        Ok(owned.into_iter().collect())
    }

    /// The organizations that a user owns, where the token reaches any.
    async fn owned_by(&self, user_id: &str, scope: &Powers) -> ManagementOutcome<BTreeSet<String>> {
        if !scope.allow(Permission::read(Resource::Organizations)) {
            return Ok(BTreeSet::new());
        }
        let theirs = self.organizations.of_user(user_id).await?;
        let owned = theirs.into_iter().filter(|theirs| theirs.owner);
        Ok(owned.map(|theirs| theirs.id).collect())
    }

    /// What a user may do as an administrator.
    pub(super) async fn powers_of_user(&self, user_id: &str, now: Timestamp) -> Result<Powers> {
        powers_of_user(&self.kernel, user_id, now).await
    }
}

fn is_fresh(auth_time: Timestamp, now: Timestamp) -> bool {
    now.since(auth_time) <= STEP_UP_WINDOW.0 && !auth_time.is_ahead_of(now)
}
