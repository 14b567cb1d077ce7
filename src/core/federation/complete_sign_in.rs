//! The end of a login: the user is created or updated, and a session starts.

use crate::{
    Error, Result,
    audit::Record,
    context::{Actor, OperationContext},
    credentials::{Admission, DirectoryName, Onward, Proven, UpstreamSignIn},
    domain_members::entering_by_domain,
    federation::{
        Federation, FederationOutcome,
        home_realm::is_of_another,
        pending_login::LoginPurpose,
        resolve_identity::{SignInResult, VerifiedLogin},
    },
    sealing::Purpose,
    sessions::Authenticated,
    users::new_user_id,
};
use doorward_protocol::{
    federation::{Identity, IdentityProvider},
    oidc::claims::{StandardClaims, looks_made},
    sessions::sso_session::{Authentication, SessionRef},
    text::fold,
};
use doorward_storage::{Reviewed, Store, Unit, User};
use serde_json::Value;

impl Federation {
    /// Creates a user for the identity and signs them in. `None` where the identity or the address
    /// was taken at the same time.
    pub(super) async fn sign_up(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
        with_email: bool,
    ) -> Result<Option<SignInResult>> {
        let with_email = with_email && !is_of_another(&self.kernel, &login.identity).await?;
        let vouched = is_vouched_for(login.provider.declared(), &login.identity);
        let mut user = self.new_user(ctx, &login.identity, with_email);
        if user.email.is_some() && !vouched {
            user.address_said_by = Some(login.identity.provider_id.clone());
        }
        if self.is_name_of_another(&user.claims, &user).await? {
            user.claims.preferred_username = None;
        }
        let ctx_of_user = ctx.acting_as(Actor::User(user.id.clone()));
        let record = Record {
            action: "user.added",
            subject: Some(&user.id),
            client_id: None,
            detail: &login.identity.provider_id,
        };
        // The domain of an address that anybody may have there brings nobody in.
        let address = user
            .email
            .as_deref()
            .filter(|_| vouched)
            .unwrap_or_default();
        let entered = entering_by_domain(&self.kernel, &ctx_of_user, &user.id, address);
        let unit = Store::add_user(&user)
            .then(Store::add_identity(&login.identity, &user.id, ctx.now()))
            .then(entered.await?)
            .then(self.kernel.database.record(&ctx_of_user, &record));
        if !self.kernel.database.commit_unless_taken(unit).await? {
            return Ok(None);
        }
        self.complete_sign_in(ctx, login, &user).await
    }

    fn new_user(&self, ctx: &OperationContext, identity: &Identity, with_email: bool) -> User {
        let now = ctx.now();
        let email = identity.email.clone().filter(|_| with_email);
        let claims = StandardClaims {
            email_verified: email.is_some().then_some(true),
            ..identity.claims.clone()
        };
        User {
            id: new_user_id(self.kernel.entropy.as_ref()),
            email,
            username: None,
            claims,
            address_said_by: None,
            picture_id: None,
            disabled_at: None,
            generation: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Starts a session of the user that the identity is linked to, with the profile and the roles
    /// of the identity. `None` where the user or the link changed since they were read.
    pub(super) async fn complete_sign_in(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
        user: &User,
    ) -> Result<Option<SignInResult>> {
        let LoginPurpose::SignIn { flow, remembered } = login.purpose else {
            return Err(Error::Internal("linking starts no session".into()));
        };
        let unit = self
            .use_identity_unit(ctx, login.provider.declared(), &login.identity, user)
            .await?;
        let detail = format!("provider {}", login.identity.provider_id);
        let authenticated = Authenticated {
            user_id: &user.id,
            generation: user.generation,
            authentication: Authentication {
                amr: login.identity.amr.clone(),
                idp: Some(login.identity.provider_id.clone()),
            },
            auth_time: login.auth_time(ctx.now()),
            accounts: login.browser.accounts,
            device: login.browser.device,
            remembered: *remembered,
            detail: &detail,
        };
        let proven = Proven {
            authenticated,
            onward: onward_of(login, flow.as_deref()),
            is_redirected: !login.provider.resolved().is_directory(),
            upstream: Some(upstream_of(login)),
            // The profile changes the row of the user, which the session only looks at: two units that
            // looked first would wait for each other. The identity is verified, whatever comes of a
            // second step.
            makes: unit,
        };
        let admission = self
            .second_factors
            .admit(ctx, &proven, |sid, started| {
                let upstream = self.upstream_session_unit(login, sid)?;
                Ok(started.then(upstream))
            })
            .await?;
        let sid = match admission {
            Admission::SignedIn(sid) => sid,
            Admission::Refused => return Ok(None),
            Admission::SecondStep(ticket) => {
                return Ok(Some(Ok(FederationOutcome::SecondStep { ticket })));
            }
        };
        self.signed_in(ctx, login, user, sid).await.map(Some)
    }

    /// The outcome of a session that began, unless the identity provider ended its own meanwhile.
    async fn signed_in(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
        user: &User,
        sid: String,
    ) -> Result<SignInResult> {
        let session = SessionRef {
            sid: &sid,
            user_id: &user.id,
        };
        let newest_end = login.newest_end;
        let has_ended = self
            .end_if_ended_upstream(ctx, &login.identity, session, newest_end)
            .await?;
        let LoginPurpose::SignIn { flow, remembered } = login.purpose else {
            return Err(Error::Internal("linking starts no session".into()));
        };
        Ok(if has_ended {
            Err(login.ended())
        } else {
            Ok(FederationOutcome::SignedIn {
                sid,
                flow: flow.clone(),
                remembered: *remembered,
            })
        })
    }

    /// The session at the provider that a session comes from.
    fn upstream_session_unit(&self, login: &VerifiedLogin<'_>, sid: &str) -> Result<Unit> {
        let sealing = &self.kernel.sealing;
        let sealed = match &login.id_token {
            Some(id_token) => {
                Some(sealing.seal(Purpose::UpstreamIdToken.at(&[sid]), id_token.as_bytes())?)
            }
            None => None,
        };
        Ok(Store::put_upstream_session(sid, &login.identity, sealed))
    }

    /// The use of an identity: when it was used, the roles that it gives, and the updated profile.
    pub(super) async fn use_identity_unit(
        &self,
        ctx: &OperationContext,
        declared: &IdentityProvider,
        identity: &Identity,
        user: &User,
    ) -> Result<Unit> {
        let changed = if declared.update_profile {
            self.updated_user(ctx, declared, identity, user).await?
        } else {
            vouched_for(ctx, declared, identity, user)
        };
        let told = match &changed {
            Some(changed) => self.replaced_address(ctx, user, changed)?,
            None => Unit::new(),
        };
        let proven = changed
            .as_ref()
            .filter(|changed| changed.has_proven_address())
            .filter(|changed| !user.has_proven_address() || changed.email != user.email)
            .and_then(|changed| changed.email.as_deref());
        let entered = entering_by_domain(&self.kernel, ctx, &user.id, proven.unwrap_or_default());
        let entered = entered.await?;
        // The row of the user comes first, as when an identity is unlinked: two units that lock the
        // same rows in different orders would wait for each other.
        let profile = changed.map_or_else(Unit::new, |user| Store::change_user(&user));
        // A provider that gave a role before may not give it any more.
        let review = if declared.roles.is_empty() {
            Unit::new()
        } else {
            Store::review_access(Reviewed::User(&user.id), ctx.now())
        };
        // A sign-in that changes nothing of what somebody may do is none of the changes of access.
        let (provider_id, roles) = (&identity.provider_id, &identity.roles);
        let store = self.kernel.database.read();
        let roles = if store.has_roles(&user.id, provider_id, roles).await? {
            Unit::new()
        } else {
            Store::put_roles(&user.id, provider_id, roles)
        };
        Ok(profile
            .then(told)
            .then(entered)
            .then(review)
            .then(Store::use_identity(identity, &user.id, ctx.now()))
            .then(roles))
    }

    /// What follows where a provider gives a user another address: the former one is told.
    fn replaced_address(
        &self,
        ctx: &OperationContext,
        user: &User,
        changed: &User,
    ) -> Result<Unit> {
        let new = changed.email.as_deref().unwrap_or_default();
        if user.email.is_none() || user.has_email(new) {
            return Ok(Unit::new());
        }
        self.notices.address_replaced(ctx, user, new)
    }

    /// The user with the profile of the identity; `None` where nothing changed.
    async fn updated_user(
        &self,
        ctx: &OperationContext,
        declared: &IdentityProvider,
        identity: &Identity,
        user: &User,
    ) -> Result<Option<User>> {
        let mut changed = user.clone();
        let mut asserted = identity.claims.clone();
        if self.is_name_of_another(&asserted, user).await? {
            asserted.preferred_username = None;
        }
        overlay(&mut changed.claims, &asserted);
        changed.claims.drop_stale_phone_proof(&user.claims);
        if let Some(email) = self.updated_email(identity, user).await? {
            changed.email = Some(email);
        }
        let has_email_of_identity =
            changed.email.as_deref().map(fold) == identity.email.as_deref().map(fold);
        if has_email_of_identity && identity.email_verified {
            // An administrator who gave the address knows whose it is.
            let is_trusted = changed.email == user.email && !user.has_untrusted_address();
            let is_said = !is_trusted && !is_vouched_for(declared, identity);
            changed.claims.email_verified = Some(true);
            changed.address_said_by = is_said.then(|| identity.provider_id.clone());
        } else {
            changed.claims.email_verified = user.claims.email_verified;
        }
        let is_same = changed.claims == user.claims
            && changed.email == user.email
            && changed.address_said_by == user.address_said_by;
        if is_same {
            return Ok(None);
        }
        changed.updated_at = ctx.now();
        Ok(Some(changed))
    }

    /// Whether the name that a provider asserts is no name of the user: they have one here, or somebody
    /// else has it or may have it made from an address. Apps take it for the name of an account.
    async fn is_name_of_another(&self, asserted: &StandardClaims, user: &User) -> Result<bool> {
        let Some(name) = &asserted.preferred_username else {
            return Ok(false);
        };
        if user.username.is_some() || looks_made(name) {
            return Ok(true);
        }
        let owner = self.kernel.database.read().user_by_identifier(name).await?;
        Ok(owner.is_some_and(|owner| owner.id != user.id))
    }

    /// The email address of the identity, where the user takes it over: it is verified, no other
    /// user has it, and the user has no password, so that an address never decides who can sign in.
    async fn updated_email(&self, identity: &Identity, user: &User) -> Result<Option<String>> {
        let email = identity
            .email
            .as_ref()
            .filter(|_| identity.email_verified)
            .filter(|email| !user.has_email(email));
        let Some(email) = email else {
            return Ok(None);
        };
        if is_of_another(&self.kernel, identity).await? {
            return Ok(None);
        }
        let store = self.kernel.database.read();
        if store.password_of_user(&user.id).await?.is_some() {
            return Ok(None);
        }
        let owner = store.user_by_identifier(email).await?;
        Ok(owner.is_none().then(|| email.clone()))
    }
}

/// What the browser of a login goes on to.
fn onward_of<'a>(login: &'a VerifiedLogin<'_>, flow: Option<&'a str>) -> Onward<'a> {
    Onward {
        browser: login.browser.secret,
        trusted_browser: login.browser.trusted_browser,
        flow,
        directory_name: login.typed_name.map(|name| DirectoryName {
            provider_id: &login.identity.provider_id,
            name,
        }),
        link_offer: None,
    }
}

/// Where the session of a login comes from: what of the identity is needed after the second step.
fn upstream_of(login: &VerifiedLogin<'_>) -> UpstreamSignIn {
    UpstreamSignIn {
        identity: Identity {
            claims: StandardClaims::default(),
            roles: Vec::new(),
            ..login.identity.clone()
        },
        id_token: login.id_token.clone(),
        newest_end: login.newest_end,
    }
}

/// Replaces the known claims by those of the provider, one by one.
fn overlay(known: &mut StandardClaims, asserted: &StandardClaims) {
    let (Ok(Value::Object(mut merged)), Ok(Value::Object(asserted))) = (
        serde_json::to_value(&*known),
        serde_json::to_value(asserted),
    ) else {
        return;
    };
    merged.extend(asserted);
    if let Ok(claims) = serde_json::from_value(merged.into()) {
        *known = claims;
    }
}

/// Whether the word of a provider proves whose the address of an identity is: it assigns addresses of the
/// domain, or is where their owners sign in. Elsewhere anybody may have opened the account.
fn is_vouched_for(declared: &IdentityProvider, identity: &Identity) -> bool {
    let address = identity.email.as_deref().unwrap_or_default();
    identity.email_verified && (identity.is_authoritative || declared.is_home_realm_of(address))
}

/// The user for whose address a provider vouches, where another one had only said so; `None` where nothing
/// changes.
fn vouched_for(
    ctx: &OperationContext,
    declared: &IdentityProvider,
    identity: &Identity,
    user: &User,
) -> Option<User> {
    let address = identity.email.as_deref();
    let is_theirs = address.is_some_and(|email| user.has_email(email));
    let is_new = is_theirs && user.address_said_by.is_some() && is_vouched_for(declared, identity);
    is_new.then(|| user.with_proven_address(ctx.now()))
}
