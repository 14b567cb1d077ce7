//! The services of the provider, one for each capability.

use super::Provider;
use crate::{
    Result,
    access::Access,
    access_decisions::AccessDecisions,
    access_requests::AccessRequests,
    audit_chain::AuditChain,
    audit_streams::AuditStreams,
    change_set::ChangeSet,
    clients::{Clients, Registration},
    context::OperationContext,
    declarations::{Declarations, Removers},
    events::EventStreams,
    export::Export,
    federation::Federation,
    forward_auth::ForwardAuth,
    invitations::Invitations,
    keys::{MasterKeyRotation, SigningKeys},
    launchpad::Launchpad,
    limits::RateLimits,
    logout::Logout,
    management::{Caller, Management},
    oauth::{
        authorize::Authorization, consent::Consents, signed_in_user::SignedInUsers, token::Tokens,
    },
    organizations::Organizations,
    outbox::Outbox,
    own_account::OwnAccount,
    password_reset::PasswordReset,
    scim::Scim,
    scim_targets::ScimTargets,
    sessions::{Sessions, account_group::AccountGroups},
    sign_out::SignOut,
    sign_up::SignUp,
    users::{ReadImport, Users},
    webhooks::Webhooks,
};

impl Provider {
    /// The registered clients.
    pub fn clients(&self) -> &Clients {
        &self.base.clients
    }

    /// The registration of clients by themselves.
    pub const fn registration(&self) -> &Registration {
        &self.registration
    }

    /// The SSO sessions of users.
    pub fn sessions(&self) -> &Sessions {
        &self.base.sessions
    }

    /// The users of this provider.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// How a file of users of another system is read.
    pub const fn read_import(&self) -> ReadImport {
        self.base.read_import
    }

    /// The chain of the audit log.
    pub fn audit_chain(&self) -> &AuditChain {
        &self.audit_chain
    }

    /// Where the audit log is streamed to.
    pub const fn audit_streams(&self) -> &AuditStreams {
        &self.base.audit_streams
    }

    /// Groups, roles and permissions.
    pub const fn access(&self) -> &Access {
        &self.accounts.access
    }

    /// Roles that users ask for.
    pub fn access_requests(&self) -> &AccessRequests {
        &self.base.access_requests
    }

    /// Organizations, their members, roles and domains.
    pub const fn organizations(&self) -> &Organizations {
        &self.accounts.organizations
    }

    /// What files of declarations manage.
    pub fn declarations(&self) -> Declarations {
        Declarations::new(std::sync::Arc::clone(&self.base.kernel))
    }

    /// What a file that prunes removes things with.
    pub fn removers(&self) -> Removers<'_> {
        Removers {
            federation: self.federation(),
            access: self.access(),
            organizations: self.organizations(),
            users: self.users(),
            webhooks: self.webhooks(),
            scim_targets: self.scim_targets(),
        }
    }

    /// What is declared here, as entries of a file.
    pub fn export(&self) -> Export {
        Export::new(std::sync::Arc::clone(&self.base.kernel))
    }

    /// Decisions about who may do what, for apps that ask (OpenID AuthZEN).
    pub const fn access_decisions(&self) -> &AccessDecisions {
        &self.accounts.access_decisions
    }

    /// Creating an account.
    pub const fn sign_up(&self) -> &SignUp {
        &self.accounts.sign_up
    }

    /// Choosing a new password by mail.
    pub const fn password_reset(&self) -> &PasswordReset {
        &self.accounts.password_reset
    }

    /// Changes of users to their own accounts.
    pub const fn own_account(&self) -> &OwnAccount {
        &self.accounts.own_account
    }

    /// Invitations to accounts and apps.
    pub const fn invitations(&self) -> &Invitations {
        &self.accounts.invitations
    }

    /// Sign-in by identity providers.
    pub fn federation(&self) -> &Federation {
        &self.federation
    }

    /// The accounts of each browser.
    pub fn account_groups(&self) -> &AccountGroups {
        &self.base.account_groups
    }

    /// The authorization endpoint.
    pub fn authorization(&self) -> &Authorization {
        &self.authorization
    }

    /// The token endpoint and the endpoints that accept its tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.base.tokens
    }

    /// What users allowed which client.
    pub const fn consents(&self) -> &Consents {
        &self.consents
    }

    /// Who is signed in, for pages that ask.
    pub const fn signed_in_users(&self) -> &SignedInUsers {
        &self.signed_in_users
    }

    /// The apps that a user can open.
    pub const fn launchpad(&self) -> &Launchpad {
        &self.launchpad
    }

    /// Users and groups as a provisioning client sees them.
    pub fn scim<'a>(&'a self, caller: &'a Caller) -> Scim<'a> {
        Scim::new(&self.base.kernel, &self.management, caller)
    }

    /// The management API.
    pub const fn management(&self) -> &Management {
        &self.management
    }

    /// The sites behind a proxy.
    pub const fn forward_auth(&self) -> &ForwardAuth {
        &self.forward_auth
    }

    /// The signing keys.
    pub const fn signing_keys(&self) -> &SigningKeys {
        &self.signing_keys
    }

    /// The change of the master key.
    pub const fn master_key(&self) -> &MasterKeyRotation {
        &self.master_key
    }

    /// The rate limits.
    pub fn rate_limits(&self) -> &RateLimits {
        &self.base.rate_limits
    }

    /// The sign-out of users, and the notices that tell clients.
    pub fn logout(&self) -> &Logout {
        &self.logout
    }

    /// Sign-out here and at the identity providers that the sessions came from.
    pub const fn sign_out(&self) -> &SignOut {
        &self.sign_out
    }

    /// The event streams of the receivers of security events.
    pub const fn event_streams(&self) -> &EventStreams {
        &self.event_streams
    }

    /// Webhooks: what is told to other programs.
    pub const fn webhooks(&self) -> &Webhooks {
        &self.accounts.webhooks
    }

    /// The apps that users and groups are pushed to.
    pub const fn scim_targets(&self) -> &ScimTargets {
        &self.accounts.scim_targets
    }

    /// Messages to other servers that wait for delivery.
    pub const fn outbox(&self) -> &Outbox {
        &self.base.outbox
    }

    /// An empty set of changes, carried out under this context.
    pub fn change_set<'a>(&'a self, ctx: &'a OperationContext) -> ChangeSet<'a> {
        ChangeSet::new(&self.base.kernel, &self.base.sessions, ctx)
    }

    /// Ends the rows of roles whose end is over, and what users lose by it.
    ///
    /// # Errors
    /// Where the database is unavailable. What was ended before stays so.
    pub async fn end_expired_roles(&self, ctx: &OperationContext) -> Result<()> {
        loop {
            let mut changes = self.change_set(ctx);
            if self.access().end_expired_roles(&mut changes).await? == 0 {
                return Ok(());
            }
            // Another node may be at the same rows; what is left comes with the next round.
            if !changes.commit().await? {
                return Ok(());
            }
        }
    }

    /// Ends the requests for roles that nobody decided in time.
    ///
    /// # Errors
    /// Where the database is unavailable. What was ended before stays so.
    pub async fn end_expired_access_requests(&self, ctx: &OperationContext) -> Result<()> {
        loop {
            let mut changes = self.change_set(ctx);
            if self.access_requests().end_expired(&mut changes).await? == 0 {
                return Ok(());
            }
            // As above.
            if !changes.commit().await? {
                return Ok(());
            }
        }
    }
}
