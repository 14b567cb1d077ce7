//! https by this server: the certificate, read again when its file changes.

use crate::{settings::Settings, startup::certificate_end::end_of};
use anyhow::{Context, anyhow};
use doorward_core::readiness::{Condition, Problem};
use doorward_protocol::time::Clock;
use doorward_web::HTTP_2;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

/// How often the files are checked for a change.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

/// The certificate in use.
#[derive(Debug)]
struct Current {
    certified: RwLock<Arc<CertifiedKey>>,
    /// The files that it came from; none where it was made at the start.
    files: Option<Files>,
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        if let Some(renewed) = self.files.as_ref().and_then(Files::renewed) {
            *self
                .certified
                .write()
                .unwrap_or_else(PoisonError::into_inner) = Arc::new(renewed);
        }
        let certified = self
            .certified
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&certified))
    }
}

/// What the web server needs for https; none where a proxy in front does it.
///
/// # Errors
/// Where the files cannot be read, or do not belong together.
pub fn configuration(
    settings: &Settings,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Option<ServerConfig>> {
    // Their times are taken before they are read, so that a change in between is not missed.
    let files = settings
        .tls
        .certificate
        .clone()
        .zip(settings.tls.key.clone());
    let files = files.map(|(certificate, key)| Files::new(certificate, key, clock));
    let Some(key) = certificate(settings)? else {
        return Ok(None);
    };
    if settings.tls.certificate.is_none() {
        tracing::warn!(
            "tls.self_signed: a certificate that nobody has reason to trust; for tests alone"
        );
    }
    let current = Arc::new(Current {
        certified: RwLock::new(Arc::new(key)),
        files,
    });
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    let mut configuration = builder.with_no_client_auth().with_cert_resolver(current);
    let offered = [settings.tls.http2.then_some(HTTP_2), Some(b"http/1.1")];
    configuration.alpn_protocols = offered.into_iter().flatten().map(<[u8]>::to_vec).collect();
    Ok(Some(configuration))
}

/// The certificate that the settings name, or ask for.
///
/// # Errors
/// As [`configuration`].
pub fn certificate(settings: &Settings) -> anyhow::Result<Option<CertifiedKey>> {
    match (&settings.tls.certificate, &settings.tls.key) {
        (Some(certificate), Some(key)) => read(certificate, key).map(Some),
        _ if settings.tls.self_signed => self_signed(&settings.issuer).map(Some),
        _ => Ok(None),
    }
}

fn read(certificate: &Path, key: &Path) -> anyhow::Result<CertifiedKey> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate)
        .map_err(|error| {
            anyhow!(
                "tls.certificate {} cannot be read: {error}",
                certificate.display()
            )
        })?
        .collect();
    let chain = chain.map_err(|error| {
        anyhow!(
            "tls.certificate {} is no PEM chain: {error}",
            certificate.display()
        )
    })?;
    if chain.is_empty() {
        return Err(anyhow!(
            "tls.certificate {} holds no certificate",
            certificate.display()
        ));
    }
    let private = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| anyhow!("tls.key {} cannot be read: {error}", key.display()))?;
    CertifiedKey::from_der(chain, private, &ring::default_provider()).with_context(|| {
        format!(
            "tls.key {} does not belong to tls.certificate",
            key.display()
        )
    })
}

/// Says where the certificate that the settings name has expired.
pub fn condition(settings: &Settings) -> Condition {
    let file = settings.tls.certificate.clone();
    Box::new(move |now| {
        let mut chain = CertificateDer::pem_file_iter(file.as_deref()?).ok()?;
        let end = end_of(&chain.next()?.ok()?)?;
        (end < now).then_some(Problem::CertificateExpired)
    })
}

/// A certificate of this very process, for the issuer's host and this machine.
fn self_signed(issuer: &str) -> anyhow::Result<CertifiedKey> {
    let host = url::Url::parse(issuer)?
        .host_str()
        .unwrap_or_default()
        .to_owned();
    let made =
        rcgen::generate_simple_self_signed([host, "localhost".to_owned(), "127.0.0.1".to_owned()])?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    Ok(CertifiedKey::from_der(
        vec![made.cert.der().clone()],
        key,
        &ring::default_provider(),
    )?)
}

/// When a file was last changed; none where it is not there.
fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path)
        .and_then(|file| file.modified())
        .ok()
}

/// The files of a certificate and its key, checked for a change by the first handshake after each
/// interval.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    clock: Arc<dyn Clock>,
    checked: Mutex<Checked>,
}

/// What is known of the files.
struct Checked {
    /// When they were checked last, as a monotonic reading.
    at: Duration,
    /// When the certificate and the key in use were changed.
    in_use: [Option<SystemTime>; 2],
}

impl std::fmt::Debug for Files {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Files")
            .field("certificate", &self.certificate)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Files {
    /// Files as they are now.
    fn new(certificate: PathBuf, key: PathBuf, clock: Arc<dyn Clock>) -> Self {
        let checked = Mutex::new(Checked {
            at: clock.monotonic(),
            in_use: [modified(&certificate), modified(&key)],
        });
        Self {
            certificate,
            key,
            clock,
            checked,
        }
    }

    /// The new certificate where a file changed since the last check. What cannot be used is said
    /// in the log, and the old certificate stays.
    fn renewed(&self) -> Option<CertifiedKey> {
        // Another handshake is at it: this one takes what is in use.
        let mut checked = self.checked.try_lock().ok()?;
        let now = self.clock.monotonic();
        if now.saturating_sub(checked.at) < CHECK_INTERVAL {
            return None;
        }
        checked.at = now;
        let found = [modified(&self.certificate), modified(&self.key)];
        if found == checked.in_use {
            return None;
        }
        match read(&self.certificate, &self.key) {
            Ok(renewed) => {
                checked.in_use = found;
                tracing::info!(certificate = %self.certificate.display(), "the TLS certificate was read again");
                Some(renewed)
            }
            // Half of the pair may be written only: checked again after the interval.
            Err(error) => {
                tracing::warn!(%error, "the TLS certificate changed but cannot be used; the old one stays");
                None
            }
        }
    }
}
