//! Rules of settings that their types cannot express.

use crate::settings::{
    HstsSettings, Settings, audit, branding, mail,
    refused::{Refused, one_of, refuse},
    second_factor, sign_in, sign_up,
};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    credentials::proof_of_work::ProofOfWorkMode,
    oauth::{issuer::Issuer, response_type::ResponseType},
};
use secrecy::ExposeSecret;
use std::net::SocketAddr;

/// Checks the settings as a whole.
pub(super) fn validate(settings: &Settings) -> Result<(), Refused> {
    if let Err(reason) = read_issuer(&settings.issuer, settings.insecure_http) {
        return refuse("issuer", reason);
    }
    if settings.insecure_http && settings.is_https() {
        return refuse(
            "insecure_http",
            "is for an http issuer alone: remove it, the issuer is https",
        );
    }
    branding::validate(&settings.branding)?;
    addresses(settings)?;
    stores(settings)?;
    mail::validate(&settings.mail)?;
    algorithms(settings)?;
    response_types(settings)?;
    one_of(
        "registration.mode",
        &settings.registration.mode,
        &["off", "initial_access_token", "open"],
    )?;
    sign_up::validate(&settings.sign_up)?;
    sign_in::validate(&settings.sign_in)?;
    one_of(
        "passwords.proof_of_work",
        &settings.passwords.proof_of_work,
        ProofOfWorkMode::NAMES,
    )?;
    breach_api(&settings.passwords.breach_api)?;
    second_factor::validate(&settings.second_factor)?;
    tls(settings)?;
    hsts(&settings.hsts)?;
    audit::validate(&settings.audit)?;
    ranges(settings)?;
    one_of("log.format", &settings.log.format, &["text", "json"])
}

/// The issuer in its one form: https, or http: on loopback, or anywhere where `insecure_http` allows
/// it.
///
/// # Errors
/// What to change.
pub fn read_issuer(written: &str, insecure_http: bool) -> Result<Issuer, String> {
    let issuer = Issuer::parse(written)?;
    if issuer.is_https() || insecure_http || issuer.is_loopback() {
        Ok(issuer)
    } else {
        Err("must be https, except on loopback; for a laptop or a network of containers alone, insecure_http = true allows http".into())
    }
}

fn addresses(settings: &Settings) -> Result<(), Refused> {
    if settings.listen.parse::<SocketAddr>().is_err() {
        return refuse(
            "listen",
            "must be an address and a port, such as 127.0.0.1:8080",
        );
    }
    if settings
        .metrics
        .listen
        .as_ref()
        .is_some_and(|listen| listen.parse::<SocketAddr>().is_err())
    {
        return refuse(
            "metrics.listen",
            "must be an address and a port, such as 127.0.0.1:9464",
        );
    }
    let mut proxies = settings.http.trusted_proxies.iter();
    match proxies.find(|network| network.parse::<ipnet::IpNet>().is_err()) {
        Some(network) => refuse(
            "http.trusted_proxies",
            format!("{network} is no network; write 10.0.0.0/8, or 192.0.2.7/32 for one machine"),
        ),
        None => Ok(()),
    }
}

const DATABASE_SCHEMES: [&str; 3] = ["sqlite:", "postgres://", "postgresql://"];
const REDIS_SCHEMES: [&str; 6] = [
    "redis://",
    "rediss://",
    "redis+sentinel://",
    "rediss+sentinel://",
    "redis+cluster://",
    "rediss+cluster://",
];

fn stores(settings: &Settings) -> Result<(), Refused> {
    let begins = |url: &str, schemes: &[&str]| schemes.iter().any(|scheme| url.starts_with(scheme));
    if !begins(settings.database.url.expose_secret(), &DATABASE_SCHEMES) {
        return refuse("database.url", "must begin with sqlite:// or postgres://");
    }
    let redis = settings.redis.url.as_ref();
    if redis.is_some_and(|url| !begins(url.expose_secret(), &REDIS_SCHEMES)) {
        return refuse(
            "redis.url",
            "must begin with redis:// or rediss://, redis+sentinel:// or redis+cluster://",
        );
    }
    Ok(())
}

fn algorithms(settings: &Settings) -> Result<(), Refused> {
    let names = &settings.keys.algorithms;
    if names.is_empty() {
        return refuse("keys.algorithms", "must name one algorithm at least");
    }
    match names
        .iter()
        .find(|name| SigningAlgorithm::parse(name).is_none())
    {
        Some(name) => refuse(
            "keys.algorithms",
            format!("{name} is not offered; RS256, ES256, EdDSA and PS256 are"),
        ),
        None => Ok(()),
    }
}

fn response_types(settings: &Settings) -> Result<(), Refused> {
    let mut names = settings.authorization.response_types.iter();
    match names.find(|name| ResponseType::parse(name).is_none()) {
        Some(name) => refuse(
            "authorization.response_types",
            format!(
                "{name} is not offered; {} are",
                ResponseType::NAMES.join(", ")
            ),
        ),
        None => Ok(()),
    }
}

fn tls(settings: &Settings) -> Result<(), Refused> {
    let tls = &settings.tls;
    if tls.certificate.is_some() != tls.key.is_some() {
        let given = if tls.key.is_some() {
            "tls.key"
        } else {
            "tls.certificate"
        };
        return refuse(given, "tls.certificate and tls.key go together");
    }
    if (tls.certificate.is_some() || tls.self_signed) && !settings.is_https() {
        return refuse("issuer", "must be https where this server does TLS itself");
    }
    Ok(())
}

/// The digits of a hash are appended to the address.
fn breach_api(url: &str) -> Result<(), Refused> {
    let is_address = url::Url::parse(url)
        .is_ok_and(|url| ["https", "http"].contains(&url.scheme()) && url.has_host());
    if url.is_empty() || is_address {
        return Ok(());
    }
    refuse(
        "passwords.breach_api",
        "must be the address that five digits are appended to, such as https://api.pwnedpasswords.com/range/",
    )
}

/// The list that is built into browsers takes a host with everything below it, for a year at least.
fn hsts(hsts: &HstsSettings) -> Result<(), Refused> {
    if hsts.preload && (!hsts.include_subdomains || hsts.max_age_seconds < HstsSettings::YEAR) {
        return refuse(
            "hsts.preload",
            "needs hsts.include_subdomains = true and hsts.max_age_seconds of 31536000 or more",
        );
    }
    Ok(())
}

/// A setting with its value and the least and the greatest that it may be.
struct Range(&'static str, u32, u32, u32);

fn ranges(settings: &Settings) -> Result<(), Refused> {
    let all = [
        token_ranges(settings),
        session_ranges(settings),
        sign_in_ranges(settings),
        kept_ranges(settings),
        other_ranges(settings),
    ];
    for Range(key, value, least, greatest) in all.into_iter().flatten() {
        if !(least..=greatest).contains(&value) {
            return refuse(key, format!("must be between {least} and {greatest}"));
        }
    }
    Ok(())
}

fn token_ranges(settings: &Settings) -> Vec<Range> {
    let tokens = &settings.tokens;
    vec![
        Range(
            "tokens.authorization_code_seconds",
            tokens.authorization_code_seconds,
            1,
            600,
        ),
        Range(
            "tokens.access_token_seconds",
            tokens.access_token_seconds,
            10,
            86_400,
        ),
        Range(
            "tokens.id_token_seconds",
            tokens.id_token_seconds,
            10,
            86_400,
        ),
        Range(
            "tokens.refresh_token_idle_days",
            tokens.refresh_token_idle_days,
            1,
            365,
        ),
        Range(
            "tokens.refresh_token_absolute_days",
            tokens.refresh_token_absolute_days,
            1,
            3650,
        ),
        Range(
            "tokens.refresh_token_grace_seconds",
            tokens.refresh_token_grace_seconds,
            0,
            300,
        ),
        Range(
            "tokens.access_claims_bytes",
            tokens.access_claims_bytes,
            0,
            65_536,
        ),
    ]
}

fn session_ranges(settings: &Settings) -> Vec<Range> {
    let sessions = &settings.sessions;
    vec![
        Range("sessions.idle_minutes", sessions.idle_minutes, 1, 525_600),
        Range("sessions.absolute_hours", sessions.absolute_hours, 1, 8760),
        Range(
            "sessions.remember_idle_days",
            sessions.remember_idle_days,
            1,
            365,
        ),
        Range(
            "sessions.remember_absolute_days",
            sessions.remember_absolute_days,
            1,
            365,
        ),
        Range(
            "sessions.accounts_per_browser",
            sessions.accounts_per_browser,
            1,
            20,
        ),
        Range("sessions.per_user", sessions.per_user, 1, 10_000),
    ]
}

fn sign_in_ranges(settings: &Settings) -> Vec<Range> {
    let ranges = settings.second_factor.ranges().into_iter();
    let hours = settings.second_factor.recovery_delay_hours;
    let seconds = settings.migration.timeout_seconds;
    let days = settings.accounts.deletion_delay_days;
    ranges
        .map(|(key, value)| Range(key, value, 0, 365))
        .chain([
            Range("second_factor.recovery_delay_hours", hours, 0, 720),
            Range("migration.timeout_seconds", seconds, 1, 30),
            Range("accounts.deletion_delay_days", days, 0, 365),
        ])
        .collect()
}

/// What is kept, and by what.
fn kept_ranges(settings: &Settings) -> Vec<Range> {
    let days = settings.audit.retention_days;
    let connections = settings.database.connections.unwrap_or(1);
    vec![
        Range("audit.retention_days", days, 0, 36_500),
        Range("database.connections", connections, 1, 1000),
    ]
}

fn other_ranges(settings: &Settings) -> Vec<Range> {
    let Settings {
        http,
        keys,
        passwords,
        registration,
        ..
    } = settings;
    vec![
        Range("http.drain_seconds", http.drain_seconds, 0, 300),
        Range(
            "hsts.max_age_seconds",
            settings.hsts.max_age_seconds,
            0,
            5 * HstsSettings::YEAR,
        ),
        Range("http.body_seconds", http.body_seconds, 1, 600),
        Range(
            "http.body_bytes_per_second",
            http.body_bytes_per_second,
            1,
            10_000,
        ),
        Range("keys.rotation_days", keys.rotation_days, 1, 3650),
        Range(
            "keys.jwks_cache_seconds",
            keys.jwks_cache_seconds,
            1,
            86_400,
        ),
        Range("passwords.min_length", passwords.min_length, 8, 64),
        Range("passwords.memory_kib", passwords.memory_kib, 8, 128 * 1024),
        Range("passwords.iterations", passwords.iterations, 1, 10),
        Range("passwords.parallelism", passwords.parallelism, 1, 8),
        Range("passwords.queue_seconds", passwords.queue_seconds, 1, 60),
        Range(
            "passwords.proof_of_work_bits",
            passwords.proof_of_work_bits,
            1,
            26,
        ),
        Range("registration.maximum", registration.maximum, 1, 10_000_000),
        Range(
            "registration.unused_days",
            registration.unused_days,
            1,
            3650,
        ),
    ]
}
