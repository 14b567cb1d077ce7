//! What the operator decides.

mod accounts;
mod explicit;
mod own_pages;
mod sign_up;

pub use accounts::AccountSettings;
pub use explicit::{DefaultSetting, ExplicitSetting};
pub use own_pages::{OwnStylesheet, OwnTexts, TextFile};
pub use sign_up::SignUpSettings;

use crate::quotas::Quotas;
use doorward_protocol::{
    branding::Accent,
    clients::client::SigningAlgorithm,
    credentials::{
        proof_of_work::ProofOfWorkMode,
        second_factor::{RequiredOf, SecondFactorPolicy},
        sign_in_method::SignInMethod,
    },
    oauth::{issuer::Issuer, response_type::ResponseType},
    sessions::sso_session::SessionLimits,
    time::Lifetime,
};
use ipnet::IpNet;
use std::sync::Arc;

/// How long what the provider issues is valid.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Of an authorization code (RFC 6749 §4.1.2).
    pub authorization_code: Lifetime,
    /// Of an access token.
    pub access_token: Lifetime,
    /// Of an ID token.
    pub id_token: Lifetime,
    /// Of a refresh token that is not used.
    pub refresh_token_idle: Lifetime,
    /// Of a refresh token with all its successors.
    pub refresh_token_absolute: Lifetime,
    /// How long after its use a refresh token may be presented again; zero is off.
    pub refresh_token_grace: Lifetime,
    /// Of an authorization request that waits for its user.
    pub interaction: Lifetime,
    /// Of an SSO session.
    pub session: SessionLimits,
    /// How long others may keep the key set.
    pub jwks_cache: Lifetime,
    /// How often signing keys rotate by themselves.
    pub signing_key: Lifetime,
    /// Of a client that registered itself and that no user allowed anything.
    pub unused_registration: Lifetime,
}

/// Who may register a client (RFC 7591 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Nobody: clients are declared by an administrator.
    Off,
    /// Holders of an initial access token.
    InitialAccessToken,
    /// Whoever sends a registration request.
    Open,
}

/// The proof of work that sign-in forms ask for.
#[derive(Clone, Copy, Debug)]
pub struct ProofOfWork {
    /// When it is asked for.
    pub mode: ProofOfWorkMode,
    /// How many zero bits the hash must begin with: each one more doubles the work.
    pub bits: u32,
}

/// What an operator decides about new passwords.
#[derive(Clone, Debug)]
pub struct PasswordRules {
    /// How many characters a password must have at least.
    pub min_length: usize,
    /// The address of a service that knows stolen passwords, to which five digits of a hash are
    /// appended; none asks none.
    pub breach_url: Option<String>,
}

/// What an operator decides.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a decision of its own"
)]
pub struct ProviderSettings {
    /// The issuer identifier. Its path stands before each path of this provider.
    pub issuer: Issuer,
    /// Whether it is https, and cookies are for https alone.
    pub is_https: bool,
    /// Whether the issuer may be http beyond loopback, and each page says so.
    pub insecure_http: bool,
    /// What browsers are told about https (`Strict-Transport-Security`); none where nothing is said.
    pub hsts: Option<String>,
    /// The settings that are not left to their defaults, for administrators to read.
    pub explicit: Vec<ExplicitSetting>,
    /// All other settings, with their defaults.
    pub defaults: Vec<DefaultSetting>,
    /// The name of the provider on pages.
    pub name: String,
    /// The accent colour of pages, where the settings name one.
    pub accent: Option<Accent>,
    /// Texts of pages and mails in place of the shipped ones.
    pub own_texts: Arc<OwnTexts>,
    /// The stylesheet of the operator, which pages of users have after that of Doorward.
    pub own_stylesheet: Option<OwnStylesheet>,
    /// The languages of the pages, as BCP 47 tags.
    pub ui_locales: Vec<String>,
    /// Algorithms that have keys; the first is the default.
    pub algorithms: Vec<SigningAlgorithm>,
    /// Response types that clients may be registered for.
    pub response_types: Vec<ResponseType>,
    /// Whether request objects may come without a signature.
    pub unsigned_request_objects: bool,
    /// Who may create an account.
    pub sign_up: SignUpSettings,
    /// What users may do with their accounts.
    pub accounts: AccountSettings,
    /// Who may register a client.
    pub registration: RegistrationMode,
    /// Whether clients that register themselves must use PKCE.
    pub registration_requires_pkce: bool,
    /// How many clients that registered themselves there may be.
    pub registration_places: i64,
    /// The ways to sign in that this provider has itself, in the order of the page.
    pub sign_in_methods: Vec<SignInMethod>,
    /// The names of the mail servers that apps may have; none where mails go to no server.
    pub mail_servers: Option<Vec<String>>,
    /// Whether users hear by mail of a sign-in in a browser in which they did not sign in before.
    pub tells_new_devices: bool,
    /// What new passwords must be.
    pub password_rules: PasswordRules,
    /// Whether users may have passkeys and security keys.
    pub passkeys: bool,
    /// What second factors are asked for.
    pub second_factor: SecondFactorPolicy,
    /// Who has to have a second factor where not everybody has to.
    pub second_factor_required_of: RequiredOf,
    /// Whether users may ask to be kept signed in.
    pub remembers: bool,
    /// Accounts that may be signed in in one browser at once.
    pub accounts_per_browser: usize,
    /// Sessions that a user may have at once; the oldest ends for a further one.
    pub sessions_per_user: u32,
    /// How many failures a minute are allowed.
    pub quotas: Quotas,
    /// How long an audit entry is kept; for ever where there is none.
    pub audit_retention: Option<Lifetime>,
    /// The proof of work that sign-in forms ask for.
    pub proof_of_work: ProofOfWork,
    /// Proxies whose headers tell where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// The most that claims about groups, roles and permissions may take of a token, in bytes of JSON.
    pub access_claims_bytes: usize,
    /// How long what the provider issues is valid.
    pub lifetimes: Lifetimes,
}

impl ProviderSettings {
    /// Whether a method that this provider has itself is on.
    pub fn signs_in_by(&self, method: &SignInMethod) -> bool {
        self.sign_in_methods.contains(method)
    }

    /// The path that cookies are for: that of the issuer, or the whole host where it has none.
    pub fn cookie_path(&self) -> &str {
        match self.issuer.path() {
            "" => "/",
            path => path,
        }
    }

    /// The prefix of the names of cookies, which browsers hold them to (RFC 6265bis §4.1.3).
    /// `__Host-` demands the whole host, so cookies for a path have `__Secure-`.
    pub fn cookie_prefix(&self) -> &'static str {
        match (self.is_https, self.issuer.path()) {
            (false, _) => "",
            (true, "") => "__Host-",
            (true, _) => "__Secure-",
        }
    }
}
