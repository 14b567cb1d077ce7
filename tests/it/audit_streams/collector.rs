//! A collector of syslog messages on this machine (RFC 5425, octet counting), with TLS or without,
//! which goes away and comes back.

use crate::world::free_port;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, rustls};

pub struct Collector {
    pub port: u16,
    /// The certificate, in PEM.
    pub certificate: String,
    tls: Option<TlsAcceptor>,
    frames: Arc<Mutex<Vec<String>>>,
    listening: Option<JoinHandle<()>>,
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Collector {
    /// A collector that is away.
    pub fn new(has_tls: bool) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der());
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(
            rustls::crypto::ring::default_provider(),
        ))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.unwrap())
        .unwrap();
        Self {
            port: free_port(),
            certificate: made.cert.pem(),
            tls: has_tls.then(|| TlsAcceptor::from(Arc::new(config))),
            frames: Arc::default(),
            listening: None,
        }
    }

    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "tls" } else { "tcp" };
        format!("{scheme}://localhost:{}", self.port)
    }

    /// From now on somebody listens.
    pub async fn start(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        let (tls, frames) = (self.tls.clone(), Arc::clone(&self.frames));
        self.listening = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, frames) = (tls.clone(), Arc::clone(&frames));
                tokio::spawn(async move {
                    match tls {
                        None => take(stream, &frames).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                take(stream, &frames).await;
                            }
                        }
                    }
                });
            }
        }));
    }

    /// Stops the collector: its port refuses connections until it is started again.
    pub fn stop(&mut self) {
        if let Some(task) = self.listening.take() {
            task.abort();
        }
    }

    /// The messages that came, as they came.
    pub fn frames(&self) -> Vec<String> {
        self.frames.lock().unwrap().clone()
    }

    /// The entries that came, in the order in which they came.
    pub fn entries(&self) -> Vec<Value> {
        let frames = self.frames();
        let entry = |frame: &String| {
            // A quotation mark and a bracket in a value are escaped.
            let (_, json) = frame.split_once("\"] ").unwrap();
            serde_json::from_str(json).unwrap()
        };
        frames.iter().map(entry).collect()
    }
}

/// Reads a connection to its end, and closes it.
async fn take(mut stream: impl AsyncRead + AsyncWrite + Unpin, frames: &Mutex<Vec<String>>) {
    let mut bytes = Vec::new();
    if stream.read_to_end(&mut bytes).await.is_err() {
        return;
    }
    let mut taken = Vec::new();
    let mut rest = std::str::from_utf8(&bytes).unwrap();
    while let Some((length, after)) = rest.split_once(' ') {
        let (frame, after) = after.split_at(length.parse().unwrap());
        taken.push(frame.to_owned());
        rest = after;
    }
    assert!(rest.is_empty(), "{rest}");
    frames.lock().unwrap().extend(taken);
    let _ = stream.shutdown().await;
}
