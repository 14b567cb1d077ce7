//! THE wiring: settings in, a provider and a running server out.

mod audit_streams;
mod certificate_end;
mod disk;
mod mail;
mod master_key;
mod migration;
pub mod open_files;
mod own_pages;
mod secret_files;
mod sign_up;
mod system;
mod tls;

use crate::{
    settings::{HstsSettings, Settings},
    workers,
};
use anyhow::{Context, anyhow};
use doorward_adapters::{
    breaches::BreachFile,
    geoip::Places,
    hashing::{HashingPool, PasswordParameters},
    outbound::Outbound,
};
use doorward_core::context::Actor;
use doorward_core::{
    Kernel, Lifetimes, PasswordRules, ProofOfWork, Provider, ProviderParts, ProviderSettings,
    RegistrationMode, keys::GenerateKey, limits::Quotas, sealing::ProviderKeys,
};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    credentials::proof_of_work::ProofOfWorkMode,
    oauth::{issuer::Issuer, response_type::ResponseType},
    sessions::sso_session::SessionLimits,
    time::{Clock, Lifetime},
};
use doorward_storage::{Store, redis::SessionCache};
use doorward_web::{Pace, ServerOptions};
use secrecy::ExposeSecret;
use std::{sync::Arc, time::Duration};

pub use audit_streams::check as check_audit_streams;
pub use mail::check as check_mail;
pub use migration::check as check_migration;
pub use own_pages::{check as check_own_pages, texts as own_texts};
pub use secret_files::check as check_secret_files;
pub use system::{SystemClock, SystemEntropy};

/// Whether PostgreSQL may be brought up to date on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// It must be up to date.
    AsItIs,
    /// Bring it up to date.
    Migrate,
}

/// Puts a provider together from settings.
///
/// # Errors
/// One sentence with its remedy.
pub async fn provider(
    settings: &Settings,
    schema: Schema,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Arc<Provider>> {
    provider_with_keys(settings, schema, clock, doorward_adapters::keys::generate).await
}

/// The same with signing keys that are made otherwise: most of the time of a test goes into RSA keys.
///
/// # Errors
/// As [`provider`].
pub async fn provider_with_keys(
    settings: &Settings,
    schema: Schema,
    clock: Arc<dyn Clock>,
    generate_key: GenerateKey,
) -> anyhow::Result<Arc<Provider>> {
    let database = &settings.database;
    let (url, connections) = (database.url.expose_secret(), database.pool_size());
    let store = match schema {
        Schema::AsItIs => Store::open(url, connections, Arc::clone(&clock)).await?,
        Schema::Migrate => Store::open_and_migrate(url, connections, Arc::clone(&clock)).await?,
    };
    let entropy = Arc::new(SystemEntropy);
    let is_sealed = store.master_key().await?.is_some();
    let master_keys = master_key::master_keys(settings, entropy.as_ref(), is_sealed)?;
    let master_key_condition = master_key::condition(settings, &master_keys);
    let keys = ProviderKeys::unlock(&store, master_keys, entropy.clone()).await?;
    let session_cache = session_cache(settings, Arc::clone(&clock))?;
    let (places, breaches) = (places(settings)?, breaches(settings)?);
    let mail = mail::parts(settings)?;
    let migration = migration::hook(&settings.migration)?;
    let audit_streams = audit_streams::streams(&settings.audit)?;
    let conditions = vec![
        master_key_condition,
        tls::condition(settings),
        disk::condition(settings),
    ];
    let (hashing, outbound, settings) = (
        hashing(settings)?,
        outbound(settings)?,
        provider_settings(settings)?,
    );
    let kernel = Kernel::new(settings, store, keys, clock, entropy);
    let parts = ProviderParts {
        read_import: crate::commands::import::document::read_file,
        breaches,
        places,
        session_cache,
        hashing,
        outbound,
        mail,
        migration,
        audit_streams,
        generate_key,
        conditions,
    };
    let provider = Arc::new(Provider::new(kernel, parts));
    let ctx = provider.context(Actor::CommandLine);
    provider.signing_keys().prepare(&ctx).await?;
    Ok(provider)
}

fn hashing(settings: &Settings) -> anyhow::Result<HashingPool> {
    let passwords = &settings.passwords;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // Half of the cores stay with everybody who is signed in already.
    let permits = if passwords.concurrency == 0 {
        (cores / 2).max(1)
    } else {
        passwords.concurrency
    };
    let parameters = PasswordParameters {
        memory: passwords.memory_kib,
        iterations: passwords.iterations,
        parallelism: passwords.parallelism,
    };
    Ok(HashingPool::new(
        parameters,
        permits,
        passwords.queue,
        Lifetime::seconds(i64::from(passwords.queue_seconds)),
    )?)
}

/// Whether the certificate and the authorities that the settings name can be used; says what there
/// is.
///
/// # Errors
/// What cannot be used, and why.
pub fn check_certificates(settings: &Settings) -> anyhow::Result<String> {
    outbound(settings)?;
    Ok(match tls::certificate(settings)? {
        Some(_) if settings.tls.certificate.is_some() => {
            "the certificate and its key belong together"
        }
        Some(_) => "a certificate is made at each start, which nobody has reason to trust",
        None if settings.is_https() => "not configured; a proxy in front does TLS",
        None => "not configured, and the issuer is http",
    }
    .to_owned())
}

/// Redis, where the settings name one; nothing is connected yet.
///
/// # Errors
/// What is wrong with its address or its authorities.
pub fn session_cache(
    settings: &Settings,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Option<SessionCache>> {
    let Some(url) = &settings.redis.url else {
        return Ok(None);
    };
    let authority = match &settings.redis.ca_file {
        Some(file) => Some(
            std::fs::read(file)
                .with_context(|| format!("redis.ca_file {} cannot be read", file.display()))?,
        ),
        None => None,
    };
    SessionCache::new(url.expose_secret(), authority.as_deref(), clock)
        .map(Some)
        .map_err(|error| anyhow!(error))
}

fn places(settings: &Settings) -> anyhow::Result<Option<Places>> {
    let Some(file) = &settings.sessions.places_file else {
        return Ok(None);
    };
    Places::open(file).map(Some).map_err(|error| {
        anyhow!(
            "sessions.places_file {} cannot be used: {error}",
            file.display()
        )
    })
}

/// The file of stolen passwords, where the settings name one.
fn breaches(settings: &Settings) -> anyhow::Result<Option<BreachFile>> {
    let Some(file) = &settings.passwords.breach_file else {
        return Ok(None);
    };
    BreachFile::open(file).map(Some).map_err(|error| {
        anyhow!(
            "passwords.breach_file {} cannot be used: {error}",
            file.display()
        )
    })
}

/// Whether the database of places that the settings name can be used.
///
/// # Errors
/// Why it cannot.
pub fn check_places(settings: &Settings) -> anyhow::Result<String> {
    Ok(if places(settings)?.is_some() {
        "it can be read"
    } else {
        "not configured; users see addresses alone"
    }
    .to_owned())
}

fn outbound(settings: &Settings) -> anyhow::Result<Outbound> {
    let pem = match &settings.outbound.ca_file {
        Some(file) => Some(
            std::fs::read(file)
                .with_context(|| format!("outbound.ca_file {} cannot be read", file.display()))?,
        ),
        None => None,
    };
    Outbound::new(pem.as_deref(), settings.outbound.allow_private_addresses)
        .map_err(|error| anyhow!("outbound.ca_file: {error}"))
}

fn provider_settings(settings: &Settings) -> anyhow::Result<ProviderSettings> {
    let issuer = Issuer::parse(&settings.issuer).map_err(|reason| anyhow!("issuer: {reason}"))?;
    let algorithms = settings.keys.algorithms.iter();
    let response_types = settings.authorization.response_types.iter();
    let proxies = settings.http.trusted_proxies.iter();
    Ok(ProviderSettings {
        ui_locales: doorward_web::languages(),
        is_https: issuer.is_https(),
        insecure_http: settings.insecure_http,
        hsts: Some(&settings.hsts)
            .filter(|_| issuer.is_https())
            .and_then(HstsSettings::header),
        issuer,
        explicit: settings.explicit.clone(),
        defaults: settings.defaults.clone(),
        name: settings.name.clone(),
        accent: settings.branding.accent(),
        own_texts: Arc::new(own_pages::texts(&settings.branding)?),
        own_stylesheet: own_pages::stylesheet(&settings.branding)?,
        algorithms: algorithms
            .filter_map(|name| SigningAlgorithm::parse(name))
            .collect(),
        response_types: response_types
            .filter_map(|name| ResponseType::parse(name))
            .collect(),
        unsigned_request_objects: settings.authorization.unsigned_request_objects,
        sign_up: sign_up::sign_up(&settings.sign_up)?,
        registration: match settings.registration.mode.as_str() {
            "open" => RegistrationMode::Open,
            "initial_access_token" => RegistrationMode::InitialAccessToken,
            _ => RegistrationMode::Off,
        },
        registration_requires_pkce: settings.registration.require_pkce,
        registration_places: i64::from(settings.registration.maximum),
        sign_in_methods: settings.sign_in.methods(mail::can_send(settings)),
        mail_servers: mail::names(settings),
        tells_new_devices: settings.notices.new_device,
        password_rules: password_rules(settings),
        passkeys: settings.passkeys.enabled,
        second_factor: settings.second_factor.policy(),
        second_factor_required_of: settings.second_factor.required_of(),
        accounts: settings.accounts.account_settings(),
        remembers: settings.sessions.remember,
        accounts_per_browser: usize::try_from(settings.sessions.accounts_per_browser).unwrap_or(1),
        sessions_per_user: settings.sessions.per_user,
        quotas: quotas(settings),
        proof_of_work: ProofOfWork {
            mode: ProofOfWorkMode::parse(&settings.passwords.proof_of_work)
                .unwrap_or(ProofOfWorkMode::Off),
            bits: settings.passwords.proof_of_work_bits,
        },
        trusted_proxies: proxies.filter_map(|network| network.parse().ok()).collect(),
        audit_retention: Some(settings.audit.retention_days)
            .filter(|days| *days > 0)
            .map(|days| Lifetime::days(i64::from(days))),
        access_claims_bytes: usize::try_from(settings.tokens.access_claims_bytes).unwrap_or(4096),
        lifetimes: lifetimes(settings),
    })
}

fn quotas(settings: &Settings) -> Quotas {
    Quotas {
        sign_in: settings.rate_limits.wrong_passwords,
        client_authentication: settings.rate_limits.failed_clients,
        unknown_token: settings.rate_limits.unknown_tokens,
        registration: settings.rate_limits.registrations,
        // One address alone does not take every place in a day.
        registrations_of_day: (settings.registration.maximum / 4).max(10),
        registration_change: settings.rate_limits.registration_changes,
        all_sign_ins: settings.passwords.alert_failures,
        mail: settings.rate_limits.mails,
        mail_without_proof: settings.rate_limits.mails_without_proof,
    }
}

fn password_rules(settings: &Settings) -> PasswordRules {
    PasswordRules {
        min_length: settings.passwords.min_length.try_into().unwrap_or(15),
        breach_url: Some(settings.passwords.breach_api.clone()).filter(|url| !url.is_empty()),
    }
}

fn lifetimes(settings: &Settings) -> Lifetimes {
    let Settings {
        tokens,
        sessions,
        keys,
        registration,
        ..
    } = settings;
    let seconds = |count: u32| Lifetime::seconds(i64::from(count));
    let days = |count: u32| Lifetime::days(i64::from(count));
    Lifetimes {
        authorization_code: seconds(tokens.authorization_code_seconds),
        access_token: seconds(tokens.access_token_seconds),
        id_token: seconds(tokens.id_token_seconds),
        refresh_token_idle: days(tokens.refresh_token_idle_days),
        refresh_token_absolute: days(tokens.refresh_token_absolute_days),
        refresh_token_grace: seconds(tokens.refresh_token_grace_seconds),
        interaction: Lifetime::minutes(15),
        session: SessionLimits {
            idle: Lifetime::minutes(i64::from(sessions.idle_minutes)),
            absolute: Lifetime::hours(i64::from(sessions.absolute_hours)),
            remembered_idle: days(sessions.remember_idle_days),
            remembered_absolute: days(sessions.remember_absolute_days),
        },
        jwks_cache: seconds(keys.jwks_cache_seconds),
        signing_key: days(keys.rotation_days),
        unused_registration: days(registration.unused_days),
    }
}

/// Starts the web server and the workers of a provider. The returned server runs when awaited.
///
/// # Errors
/// Where the address is taken.
pub async fn serve(
    provider: Arc<Provider>,
    settings: &Settings,
) -> anyhow::Result<actix_web::dev::Server> {
    let server = serve_without_workers(Arc::clone(&provider), settings).await?;
    workers::start(&provider);
    Ok(server)
}

/// As [`serve`], and leaves what is due in the background to other nodes.
///
/// # Errors
/// As [`serve`].
pub async fn serve_without_workers(
    provider: Arc<Provider>,
    settings: &Settings,
) -> anyhow::Result<actix_web::dev::Server> {
    // What the first request needs is read before it comes.
    provider.configuration().await?;
    let listener = std::net::TcpListener::bind(&settings.listen)
        .with_context(|| format!("{} cannot be listened on: end what uses it, or choose another address with DOORWARD_LISTEN", settings.listen))?;
    listener.set_nonblocking(true)?;
    let tls = tls::configuration(settings, provider.shared_clock())?;
    let workers = if settings.http.workers == 0 {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    } else {
        settings.http.workers
    };
    let files = open_files::raise();
    let http = &settings.http;
    let options = ServerOptions {
        tls,
        workers,
        connections_per_worker: open_files::connections(files) / workers,
        connections_per_address: http.connections_per_address,
        pace: Pace {
            total: Duration::from_secs(http.body_seconds.into()),
            bytes_per_second: http.body_bytes_per_second,
        },
    };
    Ok(doorward_web::server(provider, listener, options)?)
}
