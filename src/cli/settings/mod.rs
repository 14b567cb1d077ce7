//! Settings: one file, then environment variables; typed, and refused as a whole where anything in
//! them is wrong.

mod accounts;
mod audit;
mod branding;
mod defaults;
mod error;
mod explicit;
mod helps;
mod http;
mod load;
mod mail;
mod migration;
mod passwords;
mod rate_limits;
mod refused;
mod registration;
mod second_factor;
mod sign_in;
mod sign_up;
mod source;
mod tls;
mod validate;

pub use accounts::AccountSettings;
pub use audit::{AuditSettings, AuditStreamSettings};
pub use branding::BrandingSettings;
pub use error::SettingsError;
pub use http::{HstsSettings, HttpSettings};
pub use load::{Loaded, load};
pub use mail::{MailServerSettings, MailSettings, NoticeSettings};
pub use migration::MigrationSettings;
pub use passwords::PasswordSettings;
pub use rate_limits::RateLimitSettings;
pub use registration::RegistrationSettings;
pub use second_factor::{PasskeySettings, SecondFactorSettings};
pub use sign_in::SignInSettings;
pub use sign_up::SignUpSettings;
pub use source::line_of;
pub use tls::TlsSettings;
pub use validate::read_issuer;

use doorward_core::{DefaultSetting, ExplicitSetting};
use doorward_storage::PoolSize;
use secrecy::SecretString;
use serde::Deserialize;
use std::path::PathBuf;

/// Everything that an operator can set. Every field has a default that works.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The issuer identifier: the address at which browsers and apps reach this server.
    pub issuer: String,
    /// Whether the issuer may be http beyond loopback, where anybody on the way reads everything.
    pub insecure_http: bool,
    /// Where this server listens.
    pub listen: String,
    /// The name of the organization, shown on pages.
    pub name: String,
    /// How pages look, until an administrator decides otherwise in the console.
    pub branding: BrandingSettings,
    /// Seals signing keys and shared secrets.
    pub master_key: Option<SecretString>,
    /// A file that holds it.
    pub master_key_file: Option<PathBuf>,
    /// Whether a `master_key_file` that is not there is made.
    pub master_key_create: bool,
    /// The master key that is to take the place of the present one: `doorward keys rotate-master`
    /// seals everything with it, and servers that have both go on meanwhile.
    pub new_master_key: Option<SecretString>,
    /// A file that holds it.
    pub new_master_key_file: Option<PathBuf>,
    /// A file of clients and users that is applied at every start, as `doorward apply` does;
    /// relative to the settings file.
    pub declarations: Option<PathBuf>,
    /// TLS that this server terminates itself.
    pub tls: TlsSettings,
    /// What the authorization endpoint offers beyond the code flow.
    pub authorization: AuthorizationSettings,
    /// The ways to sign in.
    pub sign_in: SignInSettings,
    /// Accounts that users create themselves.
    pub sign_up: SignUpSettings,
    /// Dynamic client registration (RFC 7591).
    pub registration: RegistrationSettings,
    /// Requests that this server sends to addresses that clients chose.
    pub outbound: OutboundSettings,
    /// The database, SQLite or PostgreSQL.
    pub database: DatabaseSettings,
    /// Redis, which caches sessions and shares rate limits between nodes.
    pub redis: RedisSettings,
    /// Keys that sign tokens, and their rotation.
    pub keys: KeySettings,
    /// Lifetimes and options of SSO sessions.
    pub sessions: SessionSettings,
    /// Lifetimes of codes and tokens.
    pub tokens: TokenSettings,
    /// Passwords that are stored here, and the cost of their hashes.
    pub passwords: PasswordSettings,
    /// Passkeys and security keys.
    pub passkeys: PasskeySettings,
    /// What second factors are asked for.
    pub second_factor: SecondFactorSettings,
    /// What users may do with their accounts.
    pub accounts: AccountSettings,
    /// Rate limits on failures.
    pub rate_limits: RateLimitSettings,
    /// The mail server.
    pub mail: MailSettings,
    /// The system that users move in from at a sign-in.
    pub migration: MigrationSettings,
    /// What users are told by mail.
    pub notices: NoticeSettings,
    /// The audit log.
    pub audit: AuditSettings,
    /// The web server and its proxies.
    pub http: HttpSettings,
    /// Whether browsers are told to come by https alone (RFC 6797).
    pub hsts: HstsSettings,
    /// The listener for Prometheus.
    pub metrics: MetricsSettings,
    /// What is logged, and how.
    pub log: LogSettings,
    /// What is not left to its default, and where it comes from.
    #[serde(skip)]
    pub explicit: Vec<ExplicitSetting>,
    /// What is left to its default.
    #[serde(skip)]
    pub defaults: Vec<DefaultSetting>,
}

impl Settings {
    /// Whether the issuer is https, in whatever case it is written.
    pub fn is_https(&self) -> bool {
        read_issuer(&self.issuer, true).is_ok_and(|issuer| issuer.is_https())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            issuer: "http://localhost:8080".into(),
            insecure_http: false,
            listen: "127.0.0.1:8080".into(),
            name: "Doorward".into(),
            branding: BrandingSettings::default(),
            master_key: None,
            master_key_file: None,
            master_key_create: false,
            new_master_key: None,
            new_master_key_file: None,
            declarations: None,
            tls: TlsSettings::default(),
            authorization: AuthorizationSettings::default(),
            sign_in: SignInSettings::default(),
            sign_up: SignUpSettings::default(),
            registration: RegistrationSettings::default(),
            outbound: OutboundSettings::default(),
            database: DatabaseSettings::default(),
            redis: RedisSettings::default(),
            keys: KeySettings::default(),
            sessions: SessionSettings::default(),
            tokens: TokenSettings::default(),
            passwords: PasswordSettings::default(),
            passkeys: PasskeySettings::default(),
            second_factor: SecondFactorSettings::default(),
            accounts: AccountSettings::default(),
            rate_limits: RateLimitSettings::default(),
            mail: MailSettings::default(),
            migration: MigrationSettings::default(),
            notices: NoticeSettings::default(),
            audit: AuditSettings::default(),
            http: HttpSettings::default(),
            hsts: HstsSettings::default(),
            metrics: MetricsSettings::default(),
            log: LogSettings::default(),
            explicit: Vec::new(),
            defaults: Vec::new(),
        }
    }
}

/// What the authorization endpoint offers beyond the code flow.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthorizationSettings {
    /// Response types that clients may be registered for.
    pub response_types: Vec<String>,
    /// Whether request objects may come without a signature.
    pub unsigned_request_objects: bool,
}

impl Default for AuthorizationSettings {
    fn default() -> Self {
        Self {
            response_types: vec!["code".into()],
            unsigned_request_objects: false,
        }
    }
}

/// Requests that this server sends to addresses that clients chose.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutboundSettings {
    /// Authorities that are trusted beside the public ones, a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Whether addresses of this machine and of private networks may be called.
    pub allow_private_addresses: bool,
}

/// The database, SQLite or PostgreSQL.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseSettings {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: SecretString,
    /// The most connections to PostgreSQL that this process has; by default
    /// [`PoolSize::default`] of the machine.
    pub connections: Option<u32>,
}

impl DatabaseSettings {
    /// The most connections to PostgreSQL that this process has.
    pub fn pool_size(&self) -> PoolSize {
        self.connections
            .map_or_else(PoolSize::default, PoolSize::of)
    }
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self {
            url: "sqlite://doorward.db".into(),
            connections: None,
        }
    }
}

/// Redis, which caches sessions and shares rate limits between nodes; optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RedisSettings {
    /// `redis://…` or `rediss://…`; none does without.
    pub url: Option<SecretString>,
    /// Authorities that are trusted over TLS instead of the public ones, a PEM file.
    pub ca_file: Option<PathBuf>,
}

/// Keys that sign tokens, and their rotation.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeySettings {
    /// Algorithms that have keys; the first signs where a client names none.
    pub algorithms: Vec<String>,
    /// Days until a key is replaced.
    pub rotation_days: u32,
    /// Seconds that others may keep the key set; a new key signs no earlier.
    pub jwks_cache_seconds: u32,
}

impl Default for KeySettings {
    fn default() -> Self {
        Self {
            algorithms: ["RS256", "ES256", "EdDSA", "PS256"]
                .map(str::to_owned)
                .to_vec(),
            rotation_days: 90,
            jwks_cache_seconds: 300,
        }
    }
}

/// Lifetimes and options of SSO sessions.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionSettings {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends even if it is used.
    pub absolute_hours: u32,
    /// Whether users may ask to be kept signed in.
    pub remember: bool,
    /// Days without a request after which a remembered session ends.
    pub remember_idle_days: u32,
    /// Days after which a remembered session ends even if it is used.
    pub remember_absolute_days: u32,
    /// Accounts that may be signed in in one browser at once, 1 to 20.
    pub accounts_per_browser: u32,
    /// Sessions that a user may have at once, 1 to 10000; the oldest ends for a further one.
    pub per_user: u32,
    /// A database of places (MMDB), so that users see where a session was begun.
    pub places_file: Option<PathBuf>,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            idle_minutes: 60,
            absolute_hours: 24,
            remember: true,
            remember_idle_days: 7,
            remember_absolute_days: 30,
            accounts_per_browser: 5,
            per_user: 100,
            places_file: None,
        }
    }
}

/// Lifetimes of codes and tokens.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenSettings {
    /// Lifetime of an authorization code in seconds, 600 at most.
    pub authorization_code_seconds: u32,
    /// Lifetime of an access token in seconds.
    pub access_token_seconds: u32,
    /// Lifetime of an ID token in seconds.
    pub id_token_seconds: u32,
    /// Days after which an unused refresh token expires.
    pub refresh_token_idle_days: u32,
    /// Days after which a family of refresh tokens expires.
    pub refresh_token_absolute_days: u32,
    /// Seconds after its use within which a refresh token may be presented again; 0 is off.
    pub refresh_token_grace_seconds: u32,
    /// Bytes of JSON that the claims groups, roles and permissions may take of a token; a token without
    /// them says that they are at userinfo.
    pub access_claims_bytes: u32,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            authorization_code_seconds: 60,
            access_token_seconds: 600,
            id_token_seconds: 600,
            refresh_token_idle_days: 7,
            refresh_token_absolute_days: 30,
            refresh_token_grace_seconds: 30,
            access_claims_bytes: 4096,
        }
    }
}

/// The listener for Prometheus.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsSettings {
    /// Where `/metrics` listens; none does not.
    pub listen: Option<String>,
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogSettings {
    /// `error`, `warn`, `info`, `debug`, or a filter such as `info,doorward=debug`.
    pub level: String,
    /// `text` or `json`.
    pub format: String,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            level: "info".into(),
            format: "text".into(),
        }
    }
}
