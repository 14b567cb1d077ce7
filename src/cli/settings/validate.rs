//! What the types cannot say.

use crate::settings::Settings;
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    oauth::{redirect_uri::is_loopback_host, response_type::ResponseType},
};
use secrecy::ExposeSecret;
use url::Url;

type Problem = (&'static str, String);

/// Checks settings as a whole.
pub(super) fn validate(settings: &Settings) -> Result<(), Problem> {
    check_issuer(&settings.issuer).map_err(|reason| ("issuer", reason))?;
    settings
        .listen
        .parse::<std::net::SocketAddr>()
        .map_err(|_| {
            (
                "listen",
                "must be an address and a port, such as 127.0.0.1:8080".to_owned(),
            )
        })?;
    if let Some(listen) = &settings.metrics.listen {
        listen.parse::<std::net::SocketAddr>().map_err(|_| {
            (
                "metrics.listen",
                "must be an address and a port, such as 127.0.0.1:9464".to_owned(),
            )
        })?;
    }
    let url = settings.database.url.expose_secret();
    if !["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err((
            "database.url",
            "must begin with sqlite:// or postgres://".into(),
        ));
    }
    if let Some(url) = &settings.redis.url
        && ![
            "redis://",
            "rediss://",
            "redis+sentinel://",
            "rediss+sentinel://",
            "redis+cluster://",
            "rediss+cluster://",
        ]
        .iter()
        .any(|scheme| url.expose_secret().starts_with(scheme))
    {
        return Err((
            "redis.url",
            "must begin with redis:// or rediss://, redis+sentinel:// or redis+cluster://".into(),
        ));
    }
    algorithms(settings)?;
    for name in &settings.authorization.response_types {
        if ResponseType::parse(name).is_none() {
            return Err((
                "authorization.response_types",
                format!(
                    "{name} is not offered; {} are",
                    ResponseType::NAMES.join(", ")
                ),
            ));
        }
    }
    if !["off", "initial_access_token", "open"].contains(&settings.registration.mode.as_str()) {
        return Err((
            "registration.mode",
            "must be off, initial_access_token or open".into(),
        ));
    }
    if settings.tls.certificate.is_some() != settings.tls.key.is_some() {
        return Err((
            if settings.tls.key.is_some() {
                "tls.key"
            } else {
                "tls.certificate"
            },
            "tls.certificate and tls.key go together".into(),
        ));
    }
    if (settings.tls.certificate.is_some() || settings.tls.self_signed)
        && !settings.issuer.starts_with("https://")
    {
        return Err((
            "issuer",
            "must be https where this server does TLS itself".into(),
        ));
    }
    for network in &settings.http.trusted_proxies {
        network.parse::<ipnet::IpNet>().map_err(|_| {
            (
                "http.trusted_proxies",
                format!(
                    "{network} is no network; write 10.0.0.0/8, or 192.0.2.7/32 for one machine"
                ),
            )
        })?;
    }
    lifetimes(settings)?;
    if !["text", "json"].contains(&settings.log.format.as_str()) {
        return Err(("log.format", "must be text or json".into()));
    }
    Ok(())
}

/// Whether this can be an issuer: https with a host alone, or http on loopback.
///
/// # Errors
/// What to change.
pub fn check_issuer(issuer: &str) -> Result<(), String> {
    let url = Url::parse(issuer)
        .map_err(|_| "must be a URL, such as https://id.example.com".to_owned())?;
    if issuer.ends_with('/') {
        return Err("must not end with a slash: clients compare it byte for byte".into());
    }
    if url.path() != "/"
        || url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
    {
        return Err("must be a scheme, a host and perhaps a port, with nothing after them: give Doorward a host name of its own".into());
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback_host(&url) => Ok(()),
        _ => Err("must be https, except on loopback".into()),
    }
}

fn algorithms(settings: &Settings) -> Result<(), Problem> {
    if settings.keys.algorithms.is_empty() {
        return Err(("keys.algorithms", "must name one algorithm at least".into()));
    }
    match settings
        .keys
        .algorithms
        .iter()
        .find(|name| SigningAlgorithm::parse(name).is_none())
    {
        Some(name) => Err((
            "keys.algorithms",
            format!("{name} is not offered; RS256, ES256, EdDSA and PS256 are"),
        )),
        None => Ok(()),
    }
}

fn lifetimes(settings: &Settings) -> Result<(), Problem> {
    let between = |key, value: u32, least: u32, most: u32| {
        if (least..=most).contains(&value) {
            Ok(())
        } else {
            Err((key, format!("must be between {least} and {most}")))
        }
    };
    between(
        "tokens.authorization_code_seconds",
        settings.tokens.authorization_code_seconds,
        1,
        600,
    )?;
    between(
        "tokens.access_token_seconds",
        settings.tokens.access_token_seconds,
        10,
        86_400,
    )?;
    between(
        "tokens.id_token_seconds",
        settings.tokens.id_token_seconds,
        10,
        86_400,
    )?;
    between(
        "tokens.refresh_token_idle_days",
        settings.tokens.refresh_token_idle_days,
        1,
        365,
    )?;
    between(
        "tokens.refresh_token_absolute_days",
        settings.tokens.refresh_token_absolute_days,
        1,
        3650,
    )?;
    between(
        "sessions.idle_minutes",
        settings.sessions.idle_minutes,
        1,
        525_600,
    )?;
    between(
        "sessions.absolute_hours",
        settings.sessions.absolute_hours,
        1,
        8760,
    )?;
    between(
        "sessions.remember_idle_days",
        settings.sessions.remember_idle_days,
        1,
        365,
    )?;
    between("http.drain_seconds", settings.http.drain_seconds, 0, 300)?;
    between(
        "sessions.accounts_per_browser",
        settings.sessions.accounts_per_browser,
        1,
        20,
    )?;
    between(
        "sessions.remember_absolute_days",
        settings.sessions.remember_absolute_days,
        1,
        365,
    )?;
    between("keys.rotation_days", settings.keys.rotation_days, 1, 3650)?;
    between(
        "keys.jwks_cache_seconds",
        settings.keys.jwks_cache_seconds,
        1,
        86_400,
    )?;
    between(
        "passwords.memory_kib",
        settings.passwords.memory_kib,
        8,
        128 * 1024,
    )?;
    between("passwords.iterations", settings.passwords.iterations, 1, 10)?;
    between(
        "passwords.parallelism",
        settings.passwords.parallelism,
        1,
        8,
    )?;
    between(
        "passwords.queue_seconds",
        settings.passwords.queue_seconds,
        1,
        60,
    )
}
