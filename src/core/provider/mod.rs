//! The provider: everything that its actions need, handed in once.

mod accounts;
mod base;
mod credentials;
mod forms;
mod mails;
mod services;

pub use base::ProviderParts;

use crate::{
    Result,
    audit_chain::AuditChain,
    branding::{self, Look},
    clients::Registration,
    configuration::Configuration,
    context::{Actor, OperationContext},
    credentials::{PasskeySignIn, SignIn},
    events::EventStreams,
    federation::{Federation, FederationParts},
    forward_auth::ForwardAuth,
    kernel::Kernel,
    keys::{MasterKeyRotation, SigningKeys},
    launchpad::Launchpad,
    logout::Logout,
    management::{Management, ManagementParts},
    migration::Migration,
    oauth::authorize::{Authorization, AuthorizationParts},
    oauth::consent::Consents,
    oauth::signed_in_user::SignedInUsers,
    pictures::ServedPicture,
    purge::Purge,
    readiness::Readiness,
    settings::ProviderSettings,
    shown_errors::ShownErrors,
    sign_in_form::{FormSignIn, MovingIn},
    sign_out::SignOut,
    users::Users,
    workers::Workers,
};
use accounts::Accounts;
use base::{Base, passkey_sign_in, registration, sign_in};
use doorward_protocol::secret::Entropy;
use doorward_protocol::time::{Clock, Timestamp};
use doorward_storage::Store;
use forms::SignInForms;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

/// The sign-out of users, and the notices that tell clients.
fn logout(base: &Base, users: &Arc<Users>) -> Logout {
    let (sessions, tokens) = (Arc::clone(&base.sessions), Arc::clone(&base.tokens));
    let (kernel, users) = (Arc::clone(&base.kernel), Arc::clone(users));
    Logout::new(kernel, sessions, tokens, users, base.outbox.clone())
}

/// The streams of security events.
fn event_streams(base: &Base, users: &Arc<Users>) -> EventStreams {
    let (tokens, users) = (Arc::clone(&base.tokens), Arc::clone(users));
    let (outbox, outbound) = (base.outbox.clone(), base.outbound.clone());
    EventStreams::new(Arc::clone(&base.kernel), tokens, users, outbox, outbound)
}

/// The actions of the management API.
fn management(base: &Base, users: &Arc<Users>) -> Management {
    let parts = ManagementParts {
        tokens: Arc::clone(&base.tokens),
        users: Arc::clone(users),
        clients: Arc::clone(&base.clients),
        access_requests: Arc::clone(&base.access_requests),
        invitations: accounts::invitations(base),
        outbound: base.outbound.clone(),
    };
    Management::new(Arc::clone(&base.kernel), parts)
}

/// Sign-in by identity providers and directories.
fn federation(
    base: &Base,
    authorization: &Arc<Authorization>,
    sign_in: &Arc<SignIn>,
) -> Federation {
    let parts = FederationParts {
        sessions: Arc::clone(&base.sessions),
        authorization: Arc::clone(authorization),
        sign_in: Arc::clone(sign_in),
        second_factors: Arc::clone(&base.second_factors),
        notices: Arc::clone(&base.notices),
        outbound: base.outbound.clone(),
        documents: Arc::clone(&base.documents),
    };
    Federation::new(Arc::clone(&base.kernel), parts)
}

/// The provider: the services of every capability.
pub struct Provider {
    base: Base,
    registration: Registration,
    authorization: Arc<Authorization>,
    consents: Consents,
    signed_in_users: SignedInUsers,
    launchpad: Launchpad,
    management: Management,
    forward_auth: ForwardAuth,
    signing_keys: SigningKeys,
    master_key: MasterKeyRotation,
    sign_in: Arc<SignIn>,
    passkey_sign_in: PasskeySignIn,
    users: Arc<Users>,
    accounts: Accounts,
    event_streams: EventStreams,
    logout: Arc<Logout>,
    sign_out: SignOut,
    federation: Arc<Federation>,
    forms: SignInForms,
    purge: Purge,
    audit_chain: Arc<AuditChain>,
    /// Whether this process is about to stop: it goes on answering, and tells load balancers to
    /// send no more requests.
    draining: AtomicBool,
    shown_errors: ShownErrors,
}

impl Provider {
    /// Puts the services together.
    pub fn new(kernel: Kernel, parts: ProviderParts) -> Self {
        let generate_key = parts.generate_key;
        let mut base = Base::new(kernel, parts);
        let hook = base.migration.take();
        let base = base;
        let kernel = || Arc::clone(&base.kernel);
        let sessions = || Arc::clone(&base.sessions);
        let tokens = || Arc::clone(&base.tokens);
        let passwords = || Arc::clone(&base.passwords);
        let notices = || Arc::clone(&base.notices);
        let (outbox, outbound) = (&base.outbox, &base.outbound);
        let authorization_parts = AuthorizationParts {
            clients: Arc::clone(&base.clients),
            sessions: sessions(),
            account_groups: Arc::clone(&base.account_groups),
            tokens: tokens(),
            second_factors: Arc::clone(&base.second_factors),
            outbound: outbound.clone(),
        };
        let authorization = Arc::new(Authorization::new(kernel(), authorization_parts));
        let sign_in = Arc::new(sign_in(&base));
        let federation = Arc::new(federation(&base, &authorization, &sign_in));
        let users = Arc::new(Users::new(kernel(), sessions(), passwords(), notices()));
        let logout = Arc::new(logout(&base, &users));
        let accounts = Accounts::new(&base, &sign_in);
        let moving_in = MovingIn {
            migration: Migration::new(kernel(), outbound, hook),
            users: Arc::clone(&users),
        };
        let form = FormSignIn::new(Arc::clone(&sign_in), Arc::clone(&federation), moving_in);
        let forms = SignInForms::new(&base, form, &authorization, &accounts);
        let audit_chain = Arc::new(AuditChain::new(kernel()));
        Self {
            accounts,
            sign_out: SignOut::new(Arc::clone(&logout), Arc::clone(&federation)),
            logout,
            event_streams: event_streams(&base, &users),
            consents: Consents::new(kernel(), outbox.clone()),
            signed_in_users: SignedInUsers::new(kernel(), Arc::clone(&base.second_factors)),
            registration: registration(&base),
            launchpad: Launchpad::new(kernel()),
            management: management(&base, &users),
            forward_auth: ForwardAuth::new(kernel(), sessions(), tokens()),
            signing_keys: SigningKeys::new(kernel(), generate_key),
            master_key: MasterKeyRotation::new(kernel()),
            passkey_sign_in: passkey_sign_in(&base),
            forms,
            purge: Purge::new(kernel(), Arc::clone(&audit_chain)),
            audit_chain,
            authorization,
            users,
            federation,
            sign_in,
            draining: AtomicBool::new(false),
            shown_errors: ShownErrors::default(),
            base,
        }
    }

    /// The issuer identifier, without a trailing slash.
    pub fn issuer(&self) -> &str {
        self.base.kernel.issuer()
    }

    /// What the operator decided.
    pub fn settings(&self) -> &ProviderSettings {
        &self.base.kernel.settings
    }

    /// What pages and mails call this provider: the name that was decided in the console, or the setting.
    pub fn name(&self) -> Arc<str> {
        self.base.kernel.provider_name()
    }

    /// How the pages of this provider look, where no app and no organization decides otherwise.
    pub fn look(&self) -> Arc<Look> {
        self.base.kernel.look()
    }

    /// The logo or icon of a digest; none where it is shown no more.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn brand_image(&self, digest: &str) -> Result<Option<ServedPicture>> {
        branding::image(&self.base.kernel, digest).await
    }

    /// The clock, from which the context of an operation takes the time.
    pub fn clock(&self) -> &dyn Clock {
        self.base.kernel.clock.as_ref()
    }

    /// The clock, for parts of the program that outlive a request.
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.base.kernel.clock)
    }

    /// The present. An operation takes the time from its context instead.
    pub fn now(&self) -> Timestamp {
        self.base.kernel.now()
    }

    /// The error pages that this node showed last.
    pub const fn shown_errors(&self) -> &ShownErrors {
        &self.shown_errors
    }

    /// The source of random identifiers and secrets.
    pub fn entropy(&self) -> &dyn Entropy {
        self.base.kernel.entropy.as_ref()
    }

    /// A new secret of 256 random bits, in Base64url.
    pub fn new_secret(&self) -> String {
        self.base.kernel.new_secret()
    }

    /// The context of an operation that no request began.
    pub fn context(&self, actor: Actor) -> OperationContext {
        self.base.kernel.context(actor)
    }

    /// Clients, identity providers and keys as they are now.
    ///
    /// # Errors
    /// Where the database is unavailable and nothing is in memory yet, or a key does not open.
    pub async fn configuration(&self) -> Result<Arc<Configuration>> {
        self.base.kernel.configuration().await
    }

    /// Clients, identity providers and keys from memory, for documents that must answer whatever
    /// the database does.
    ///
    /// # Errors
    /// As [`Provider::configuration`].
    pub async fn configuration_from_memory(&self) -> Result<Arc<Configuration>> {
        self.base.kernel.configuration_from_memory().await
    }

    /// Answers a request that arrived at this moment, a monotonic reading of the clock: it asks the
    /// database once whether the configuration has changed.
    pub async fn within_request<T>(&self, arrived: Duration, answer: impl Future<Output = T>) -> T {
        self.base
            .kernel
            .configuration
            .within_request(arrived, answer)
            .await
    }

    /// Waits until no node works with what was true before a change that is committed now.
    pub async fn wait_until_configuration_is_seen(&self) {
        self.base.kernel.wait_until_configuration_is_seen().await;
    }

    /// The key that signs the cookie of an SSO session.
    pub fn cookie_key(&self) -> &[u8; 64] {
        self.base.kernel.cookie_key()
    }

    /// The state that scripts of a client compare (OpenID Connect Session Management §3.2), for
    /// the sessions that are signed in in a browser.
    pub fn browser_state(&self, sids: &str) -> String {
        self.base.kernel.browser_state(sids)
    }

    /// The database, for tests that look at rows.
    #[doc(hidden)]
    pub fn store(&self) -> &Store {
        self.base.kernel.database.read()
    }

    /// The name of the database system.
    pub fn database_kind(&self) -> &'static str {
        self.base.kernel.database.read().kind()
    }

    /// The number of the migration that this program works with.
    pub fn schema_version(&self) -> i64 {
        Store::schema_version()
    }

    /// Whether this process is about to stop. It goes on answering requests.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Announces that this process is about to stop.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether this process can do its work.
    pub async fn readiness(&self) -> Readiness {
        self.base.readiness.current().await
    }

    /// The background workers of this process.
    pub fn workers(&self) -> &Arc<Workers> {
        &self.base.workers
    }

    /// Deletes what nobody needs any more.
    pub const fn purge(&self) -> &Purge {
        &self.purge
    }
}
