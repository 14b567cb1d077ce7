//! The provider: everything that its actions need, handed in once.

use crate::{
    Result,
    change_set::ChangeSet,
    clients::{Clients, Registration, documents::DocumentCache},
    configuration::Configuration,
    context::{Actor, OperationContext},
    credentials::{Passwords, SignIn},
    events::{EventStreams, SecurityEventPushes},
    federation::{Federation, FederationParts},
    forward_auth::ForwardAuth,
    kernel::Kernel,
    keys::SigningKeys,
    launchpad::Launchpad,
    limits::RateLimits,
    logout::{Logout, LogoutNotices},
    oauth::{
        authorize::{Authorization, AuthorizationParts},
        consent::Consents,
        token::Tokens,
    },
    outbox::Outbox,
    sessions::{SessionParts, Sessions, account_group::AccountGroups},
    settings::ProviderSettings,
    sign_in_form::FormSignIn,
    users::Users,
};
use doorward_adapters::{geoip::Places, hashing::HashingPool, outbound::Outbound};
use doorward_protocol::{
    secret::Entropy,
    time::{Clock, Timestamp},
};
use doorward_storage::{Store, redis::SessionCache};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// The provider: the services of every capability.
pub struct Provider {
    base: Base,
    registration: Registration,
    authorization: Arc<Authorization>,
    consents: Consents,
    launchpad: Launchpad,
    forward_auth: ForwardAuth,
    signing_keys: SigningKeys,
    sign_in: Arc<SignIn>,
    users: Arc<Users>,
    event_streams: EventStreams,
    logout: Logout,
    federation: Arc<Federation>,
    sign_in_form: FormSignIn,
    /// Whether this process is about to stop: it goes on answering, and tells load balancers to
    /// send no more requests.
    draining: AtomicBool,
}

/// What startup hands in beside what every capability shares.
pub struct ProviderParts {
    /// Where addresses are, where the operator brought a database of places.
    pub places: Option<Places>,
    /// Redis, where there is one.
    pub session_cache: Option<SessionCache>,
    /// Passwords.
    pub hashing: HashingPool,
    /// Calls to addresses that clients chose.
    pub outbound: Outbound,
}

impl Provider {
    /// Puts the services together.
    pub fn new(kernel: Kernel, parts: ProviderParts) -> Self {
        let base = Base::new(kernel, parts);
        let kernel = || Arc::clone(&base.kernel);
        let sessions = || Arc::clone(&base.sessions);
        let tokens = || Arc::clone(&base.tokens);
        let passwords = || Arc::clone(&base.passwords);
        let (outbox, outbound) = (&base.outbox, &base.outbound);
        let authorization_parts = AuthorizationParts {
            clients: Arc::clone(&base.clients),
            sessions: sessions(),
            account_groups: Arc::clone(&base.account_groups),
            tokens: tokens(),
            outbound: outbound.clone(),
        };
        let authorization = Arc::new(Authorization::new(kernel(), authorization_parts));
        let sign_in = Arc::new(SignIn::new(kernel(), sessions(), passwords()));
        let federation_parts = FederationParts {
            sessions: sessions(),
            authorization: Arc::clone(&authorization),
            sign_in: Arc::clone(&sign_in),
            outbound: outbound.clone(),
            documents: Arc::clone(&base.documents),
        };
        let federation = Arc::new(Federation::new(kernel(), federation_parts));
        let clients = Arc::clone(&base.clients);
        let users = Arc::new(Users::new(kernel(), sessions(), passwords()));
        let event_streams = EventStreams::new(
            kernel(),
            tokens(),
            Arc::clone(&users),
            outbox.clone(),
            outbound.clone(),
        );
        let logout = Logout::new(
            kernel(),
            sessions(),
            tokens(),
            Arc::clone(&users),
            outbox.clone(),
        );
        Self {
            logout,
            event_streams,
            consents: Consents::new(kernel(), outbox.clone()),
            registration: Registration::new(kernel(), clients, outbound.clone()),
            launchpad: Launchpad::new(kernel()),
            forward_auth: ForwardAuth::new(kernel(), sessions()),
            signing_keys: SigningKeys::new(kernel()),
            sign_in_form: FormSignIn::new(Arc::clone(&sign_in), Arc::clone(&federation)),
            authorization,
            users,
            federation,
            sign_in,
            draining: AtomicBool::new(false),
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

    /// The clock, from which the context of an operation takes the time.
    pub fn clock(&self) -> &dyn Clock {
        self.base.kernel.clock.as_ref()
    }

    /// The present. An operation takes the time from its context instead.
    pub fn now(&self) -> Timestamp {
        self.base.kernel.now()
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

    /// Waits until no node works with what was true before a change that is committed now.
    pub async fn settle_configuration(&self) {
        self.base.kernel.settle_configuration().await;
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

    /// Whether this process is about to stop. It goes on answering requests.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Announces that this process is about to stop.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// The clients.
    pub fn clients(&self) -> &Clients {
        &self.base.clients
    }

    /// The registration of clients by themselves.
    pub const fn registration(&self) -> &Registration {
        &self.registration
    }

    /// SSO sessions.
    pub fn sessions(&self) -> &Sessions {
        &self.base.sessions
    }

    /// Users.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// Sign-in with a password.
    pub fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// Sign-in by identity providers.
    pub fn federation(&self) -> &Federation {
        &self.federation
    }

    /// Sign-in by the form for a name and a password.
    pub const fn sign_in_form(&self) -> &FormSignIn {
        &self.sign_in_form
    }

    /// Passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.base.passwords
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

    /// The launchpad.
    pub const fn launchpad(&self) -> &Launchpad {
        &self.launchpad
    }

    /// The sites behind a proxy.
    pub const fn forward_auth(&self) -> &ForwardAuth {
        &self.forward_auth
    }

    /// The signing keys.
    pub const fn signing_keys(&self) -> &SigningKeys {
        &self.signing_keys
    }

    /// The rate limits.
    pub fn rate_limits(&self) -> &RateLimits {
        &self.base.rate_limits
    }

    /// The sign-out of users, and the notices that tell clients.
    pub const fn logout(&self) -> &Logout {
        &self.logout
    }

    /// The event streams of the receivers of security events.
    pub const fn event_streams(&self) -> &EventStreams {
        &self.event_streams
    }

    /// Messages to other servers that wait for delivery.
    pub const fn outbox(&self) -> &Outbox {
        &self.base.outbox
    }

    /// An empty set of changes, carried out under this context.
    pub fn change_set<'a>(&'a self, ctx: &'a OperationContext) -> ChangeSet<'a> {
        ChangeSet::new(&self.base.kernel, &self.base.sessions, ctx)
    }

    /// Whether the database answers, and Redis where there is one.
    pub async fn health(&self) -> (bool, Option<bool>) {
        let redis = self.base.sessions.is_cache_healthy().await;
        (
            self.base.kernel.database.read().health().await.readable,
            redis,
        )
    }

    /// Deletes what expired.
    ///
    /// # Errors
    /// Where the store is away.
    pub async fn sweep(&self) -> Result<()> {
        Ok(self
            .base
            .kernel
            .database
            .read()
            .sweep(self.base.kernel.now())
            .await?)
    }
}

/// The services that others stand on.
struct Base {
    kernel: Arc<Kernel>,
    /// Requests to addresses that clients or operators chose.
    outbound: Outbound,
    documents: Arc<DocumentCache>,
    clients: Arc<Clients>,
    outbox: Outbox,
    sessions: Arc<Sessions>,
    account_groups: Arc<AccountGroups>,
    rate_limits: Arc<RateLimits>,
    tokens: Arc<Tokens>,
    passwords: Arc<Passwords>,
}

impl Base {
    fn new(kernel: Kernel, parts: ProviderParts) -> Self {
        let (shared, outbound) = (Arc::new(kernel), parts.outbound);
        let kernel = || Arc::clone(&shared);
        let documents = Arc::new(DocumentCache::new(Arc::clone(&shared.clock)));
        let clients = Clients::new(kernel(), Arc::clone(&documents), outbound.clone());
        let clients = Arc::new(clients);
        let outbox = outbox(&shared, &outbound);
        let session_parts = SessionParts {
            cache: parts.session_cache.clone(),
            places: parts.places,
            outbox: outbox.clone(),
        };
        let sessions = Arc::new(Sessions::new(kernel(), session_parts));
        let rate_limits = Arc::new(RateLimits::new(kernel(), parts.session_cache));
        let tokens = Tokens::new(
            kernel(),
            Arc::clone(&clients),
            Arc::clone(&sessions),
            Arc::clone(&rate_limits),
        );
        let account_groups = AccountGroups::new(kernel(), Arc::clone(&sessions));
        let passwords = Passwords::new(kernel(), parts.hashing);
        Self {
            outbound,
            documents,
            clients,
            outbox,
            sessions,
            account_groups: Arc::new(account_groups),
            rate_limits,
            tokens: Arc::new(tokens),
            passwords: Arc::new(passwords),
            kernel: shared,
        }
    }
}

/// The outbox with a handler for each kind of message.
fn outbox(kernel: &Arc<Kernel>, outbound: &Outbound) -> Outbox {
    let notices = LogoutNotices::new(Arc::clone(kernel), outbound.clone());
    let pushes = SecurityEventPushes::new(Arc::clone(kernel), outbound.clone());
    Outbox::new(
        Arc::clone(kernel),
        vec![Arc::new(notices), Arc::new(pushes)],
    )
}
