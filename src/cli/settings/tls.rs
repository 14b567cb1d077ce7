//! Settings of TLS that this server terminates itself.

use serde::Deserialize;
use std::path::PathBuf;

/// https by this server itself. Without any of it, a proxy in front does it.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TlsSettings {
    /// The certificate chain, a PEM file. It is read again when it changes.
    pub certificate: Option<PathBuf>,
    /// Its private key, a PEM file.
    pub key: Option<PathBuf>,
    /// Makes a certificate at each start where none is given: for tests alone.
    pub self_signed: bool,
    /// Whether HTTP/2 is offered (ALPN, RFC 7301).
    pub http2: bool,
}

impl Default for TlsSettings {
    fn default() -> Self {
        Self {
            certificate: None,
            key: None,
            self_signed: false,
            http2: true,
        }
    }
}
