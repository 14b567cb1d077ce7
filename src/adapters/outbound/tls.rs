//! TLS for protocols other than https.

use rustls::pki_types::pem::PemObject;
use std::sync::Arc;

/// A TLS configuration that trusts the public certificate authorities and those of a PEM file.
pub(super) fn client_config(
    additional_authorities: Option<&[u8]>,
) -> Result<rustls::ClientConfig, String> {
    let mut roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(pem) = additional_authorities {
        for certificate in rustls::pki_types::CertificateDer::pem_slice_iter(pem) {
            roots
                .add(certificate.map_err(|error| error.to_string())?)
                .map_err(|error| error.to_string())?;
        }
    }
    let builder = rustls::ClientConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ));
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
