//! The provider: everything that its actions need, handed in once.

use crate::{
    clients::{Clients, Registration, documents::DocumentCache},
    credentials::{Passwords, SignIn},
    events::{EventStreams, SecurityEventPushes},
    federation::IdentityProviderHealth,
    forward_auth::ForwardAuth,
    kernel::Kernel,
    keys::SigningKeys,
    launchpad::Launchpad,
    limits::{Quotas, RateLimits},
    logout::{Logout, LogoutNotices},
    oauth::{
        authorize::{Authorization, AuthorizationParts},
        consent::Consents,
        token::Tokens,
    },
    outbox::Outbox,
    sessions::{SessionParts, Sessions, account_group::AccountGroups},
    users::Users,
};
use doorward_adapters::{geoip::Places, hashing::HashingPool, outbound::Outbound};
use doorward_protocol::{
    clients::client::SigningAlgorithm, oauth::response_type::ResponseType,
    sessions::sso_session::SessionLimits, time::Lifetime,
};
use doorward_storage::redis::SessionCache;
use ipnet::IpNet;
use std::{
    ops::Deref,
    sync::{Arc, atomic::AtomicBool},
};

/// How long things live (attack catalogue, section 4).
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Authorization codes.
    pub authorization_code: Lifetime,
    /// Access tokens.
    pub access_token: Lifetime,
    /// ID tokens.
    pub id_token: Lifetime,
    /// Refresh tokens, unused.
    pub refresh_token_idle: Lifetime,
    /// Refresh token families.
    pub refresh_token_absolute: Lifetime,
    /// A request that waits for a user.
    pub interaction: Lifetime,
    /// SSO sessions.
    pub session: SessionLimits,
    /// How long others may keep the key set.
    pub jwks_cache: Lifetime,
    /// How often signing keys rotate by themselves.
    pub signing_key: Lifetime,
}

/// Who may register a client (RFC 7591 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Nobody: clients are declared by an administrator.
    Off,
    /// Who holds an initial access token.
    InitialAccessToken,
    /// Everybody.
    Open,
}

/// What an operator decides.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a decision of its own"
)]
pub struct ProviderSettings {
    /// The issuer identifier, without a trailing slash.
    pub issuer: String,
    /// Whether it is https, and cookies are for https alone.
    pub is_https: bool,
    /// The name of the house, on pages.
    pub name: String,
    /// The languages of the pages, as BCP 47 tags.
    pub ui_locales: Vec<String>,
    /// Algorithms that have keys; the first is the default.
    pub algorithms: Vec<SigningAlgorithm>,
    /// Response types that clients may be registered for.
    pub response_types: Vec<ResponseType>,
    /// Whether request objects may come without a signature.
    pub unsigned_request_objects: bool,
    /// Who may register a client.
    pub registration: RegistrationMode,
    /// Whether clients that register themselves must use PKCE.
    pub registration_requires_pkce: bool,
    /// Whether users may sign in by a password that is kept here.
    pub password_sign_in: bool,
    /// Whether users may ask to be kept signed in.
    pub remembers: bool,
    /// Accounts that may be signed in in one browser at once.
    pub accounts_per_browser: usize,
    /// How often a thing may go wrong.
    pub quotas: Quotas,
    /// Proxies whose word counts on where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// How long things live.
    pub lifetimes: Lifetimes,
}

/// The provider: the services of every capability.
///
/// It dereferences to what they share until each service holds its own handle.
pub struct Provider {
    kernel: Arc<Kernel>,
    clients: Arc<Clients>,
    registration: Registration,
    sessions: Arc<Sessions>,
    account_groups: Arc<AccountGroups>,
    tokens: Arc<Tokens>,
    authorization: Authorization,
    consents: Consents,
    launchpad: Launchpad,
    forward_auth: ForwardAuth,
    signing_keys: SigningKeys,
    rate_limits: Arc<RateLimits>,
    passwords: Arc<Passwords>,
    sign_in: SignIn,
    users: Arc<Users>,
    event_streams: EventStreams,
    logout: Logout,
    /// Calls to addresses that clients chose.
    pub outbound: Outbound,
    /// What clients and identity providers publish at an address.
    pub(crate) documents: Arc<DocumentCache>,
    /// The limits of requests to each identity provider.
    pub(crate) identity_provider_health: IdentityProviderHealth,
    outbox: Outbox,
    /// Whether this process is about to stop: it goes on answering, and tells balancers to send
    /// nobody more.
    pub draining: AtomicBool,
}

impl Deref for Provider {
    type Target = Kernel;

    fn deref(&self) -> &Kernel {
        &self.kernel
    }
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
        let kernel = Arc::new(kernel);
        let documents = Arc::new(DocumentCache::new(Arc::clone(&kernel.clock)));
        let clients = Arc::new(Clients::new(
            Arc::clone(&kernel),
            Arc::clone(&documents),
            parts.outbound.clone(),
        ));
        let registration = Registration::new(
            Arc::clone(&kernel),
            Arc::clone(&clients),
            parts.outbound.clone(),
        );
        let outbox = outbox(&kernel, &parts.outbound);
        let session_parts = SessionParts {
            cache: parts.session_cache.clone(),
            places: parts.places,
            outbox: outbox.clone(),
        };
        let sessions = Arc::new(Sessions::new(Arc::clone(&kernel), session_parts));
        let signing_keys = SigningKeys::new(Arc::clone(&kernel));
        let rate_limits = RateLimits::new(Arc::clone(&kernel), parts.session_cache);
        let rate_limits = Arc::new(rate_limits);
        let account_groups = AccountGroups::new(Arc::clone(&kernel), Arc::clone(&sessions));
        let account_groups = Arc::new(account_groups);
        let tokens = Arc::new(Tokens::new(
            Arc::clone(&kernel),
            Arc::clone(&clients),
            Arc::clone(&sessions),
            Arc::clone(&rate_limits),
        ));
        let authorization_parts = AuthorizationParts {
            clients: Arc::clone(&clients),
            sessions: Arc::clone(&sessions),
            account_groups: Arc::clone(&account_groups),
            tokens: Arc::clone(&tokens),
            outbound: parts.outbound.clone(),
        };
        let consents = Consents::new(Arc::clone(&kernel), outbox.clone());
        let passwords = Arc::new(Passwords::new(Arc::clone(&kernel), parts.hashing));
        let launchpad = Launchpad::new(Arc::clone(&kernel));
        let forward_auth = ForwardAuth::new(Arc::clone(&kernel), Arc::clone(&sessions));
        let users = Arc::new(Users::new(
            Arc::clone(&kernel),
            Arc::clone(&sessions),
            Arc::clone(&passwords),
        ));
        Self {
            event_streams: EventStreams::new(
                Arc::clone(&kernel),
                Arc::clone(&tokens),
                Arc::clone(&users),
                outbox.clone(),
                parts.outbound.clone(),
            ),
            logout: Logout::new(
                Arc::clone(&kernel),
                Arc::clone(&sessions),
                Arc::clone(&tokens),
                Arc::clone(&users),
                outbox.clone(),
            ),
            account_groups,
            authorization: Authorization::new(Arc::clone(&kernel), authorization_parts),
            tokens,
            consents,
            outbox,
            clients,
            registration,
            sign_in: SignIn::new(
                Arc::clone(&kernel),
                Arc::clone(&sessions),
                Arc::clone(&passwords),
            ),
            users,
            passwords,
            sessions,
            launchpad,
            forward_auth,
            signing_keys,
            kernel,
            rate_limits,
            outbound: parts.outbound,
            documents,
            identity_provider_health: IdentityProviderHealth::default(),
            draining: AtomicBool::new(false),
        }
    }

    /// The clients.
    pub fn clients(&self) -> &Clients {
        &self.clients
    }

    /// The registration of clients by themselves.
    pub const fn registration(&self) -> &Registration {
        &self.registration
    }

    /// SSO sessions.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Users.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// Sign-in with a password.
    pub const fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// Passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// The accounts of each browser.
    pub fn account_groups(&self) -> &AccountGroups {
        &self.account_groups
    }

    /// The authorization endpoint.
    pub const fn authorization(&self) -> &Authorization {
        &self.authorization
    }

    /// The token endpoint and the endpoints that accept its tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
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
        &self.rate_limits
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
        &self.outbox
    }

    /// Whether the database answers, and Redis where there is one.
    pub async fn health(&self) -> (bool, Option<bool>) {
        let redis = self.sessions.is_cache_healthy().await;
        (self.store.health().await.readable, redis)
    }

    /// Deletes what expired.
    ///
    /// # Errors
    /// Where the store is away.
    pub async fn sweep(&self) -> crate::Result<()> {
        Ok(self.store.sweep(self.now()).await?)
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
