//! https by this server: the certificate, read again when its file changes.

use crate::settings::Settings;
use anyhow::{Context, anyhow};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// The certificate in use.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(
            &self.0.read().unwrap_or_else(PoisonError::into_inner),
        ))
    }
}

/// What the web server needs for https; none where a proxy in front does it.
///
/// # Errors
/// Where the files cannot be read, or do not belong together.
pub fn configuration(settings: &Settings) -> anyhow::Result<Option<ServerConfig>> {
    let Some(key) = certificate(settings)? else {
        return Ok(None);
    };
    if settings.tls.certificate.is_none() {
        tracing::warn!(
            "tls.self_signed: a certificate that nobody has reason to trust; for tests alone"
        );
    }
    let current = Arc::new(Current(RwLock::new(Arc::new(key))));
    if let (Some(certificate), Some(key)) = (&settings.tls.certificate, &settings.tls.key) {
        tokio::spawn(watch(
            Arc::downgrade(&current),
            certificate.clone(),
            key.clone(),
        ));
    }
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    let mut configuration = builder.with_no_client_auth().with_cert_resolver(current);
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
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

/// Reads the files again when one of them changed. What cannot be used is said in the log, and the
/// old certificate stays.
async fn watch(current: std::sync::Weak<Current>, certificate: PathBuf, key: PathBuf) {
    let changed = |path: &Path| -> Option<SystemTime> {
        std::fs::metadata(path)
            .and_then(|file| file.modified())
            .ok()
    };
    let mut seen = (changed(&certificate), changed(&key));
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(current) = current.upgrade() else {
            return;
        };
        let now = (changed(&certificate), changed(&key));
        if now == seen {
            continue;
        }
        match read(&certificate, &key) {
            Ok(fresh) => {
                *current.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
                seen = now;
                tracing::info!(certificate = %certificate.display(), "the TLS certificate was read again");
            }
            // Half of the pair may be written only: looked at again in two seconds.
            Err(error) => {
                tracing::warn!(%error, "the TLS certificate changed but cannot be used; the old one stays")
            }
        }
    }
}
