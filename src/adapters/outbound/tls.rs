//! TLS for protocols other than https.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use std::sync::Arc;

/// What this server shows a receiver that wants to know who connects.
#[derive(Clone, Copy)]
pub struct ClientCertificate<'a> {
    /// The certificate with those above it, in PEM.
    pub certificate: &'a [u8],
    /// Its private key, in PEM.
    pub key: &'a [u8],
}

/// A TLS configuration that trusts the public certificate authorities and those of a PEM file.
pub(super) fn client_config(
    additional_authorities: Option<&[u8]>,
) -> Result<rustls::ClientConfig, String> {
    let mut roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(pem) = additional_authorities {
        for certificate in certificates(pem)? {
            roots.add(certificate).map_err(|error| error.to_string())?;
        }
    }
    Ok(builder()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

/// A TLS configuration that trusts the authorities of a PEM file alone, or the public ones where there is
/// none.
pub(super) fn client_config_for(
    authorities: Option<&[u8]>,
    own: Option<ClientCertificate<'_>>,
) -> Result<rustls::ClientConfig, String> {
    let mut roots = rustls::RootCertStore::empty();
    match authorities {
        None => roots
            .roots
            .extend_from_slice(webpki_roots::TLS_SERVER_ROOTS),
        Some(pem) => {
            for certificate in certificates(pem)? {
                roots.add(certificate).map_err(|error| error.to_string())?;
            }
            if roots.is_empty() {
                return Err("it holds no certificate".to_owned());
            }
        }
    }
    let builder = builder()?.with_root_certificates(roots);
    let Some(own) = own else {
        return Ok(builder.with_no_client_auth());
    };
    let key = PrivateKeyDer::from_pem_slice(own.key).map_err(|error| error.to_string())?;
    builder
        .with_client_auth_cert(certificates(own.certificate)?, key)
        .map_err(|error| error.to_string())
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    found.map_err(|error| error.to_string())
}

fn builder() -> Result<rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())
}
