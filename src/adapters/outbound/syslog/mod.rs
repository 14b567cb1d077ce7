//! A collector of syslog messages over TLS (RFC 5425), or over plain TCP on this machine (RFC 6587
//! §3.4.1).

mod message;

pub use message::{SyslogField, SyslogFormat, SyslogMessage, SyslogSeverity};

use super::tls::{ClientCertificate, client_config_for};
use rustls::pki_types::ServerName;
use std::{io, net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// How long it may take to connect, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a batch may take from the connection to the end that the collector confirms.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// The port of syslog over TLS (RFC 5425 §4.1).
const TLS_PORT: u16 = 6514;
/// The port of syslog over TCP.
const TCP_PORT: u16 = 601;

/// Why a collector did not take a batch.
#[derive(Debug, thiserror::Error)]
pub enum SyslogError {
    /// There is no connection: nobody listens, or TLS is refused.
    #[error("no connection to the collector: {0}")]
    NotConnected(io::Error),
    /// The connection broke before the collector confirmed its end.
    #[error("the collector closed the connection before it had read everything: {0}")]
    Broken(io::Error),
    /// It took too long.
    #[error("the collector did not take everything in {} seconds", SEND_TIMEOUT.as_secs())]
    TooSlow,
}

/// A collector of syslog messages.
#[derive(Clone)]
pub struct SyslogServer {
    host: String,
    port: u16,
    /// None on this machine.
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl SyslogServer {
    /// The collector at `tls://HOST:PORT`, or at `tcp://HOST:PORT` on this machine. `authorities` are
    /// trusted in the place of the public ones, in PEM; `own` is shown to the collector.
    ///
    /// # Errors
    /// What is wrong with the address, the authorities or the certificate.
    pub fn new(
        url: &str,
        authorities: Option<&[u8]>,
        own: Option<ClientCertificate<'_>>,
    ) -> Result<Self, String> {
        let address = Address::parse(url)?;
        let tls = if address.is_tls {
            let config = client_config_for(authorities, own)?;
            let name = ServerName::try_from(address.host.clone())
                .map_err(|_| "its host is no name of a server".to_owned())?;
            Some((TlsConnector::from(Arc::new(config)), name))
        } else {
            None
        };
        Ok(Self {
            host: address.host,
            port: address.port,
            tls,
        })
    }

    /// Checks an address without the rest.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_url(url: &str) -> Result<(), String> {
        Address::parse(url).map(|_| ())
    }

    /// Sends frames on a connection of their own, and closes it. They are taken where the collector
    /// closes it, too: it has read everything by then, which no write that succeeds says (RFC 5425
    /// §4.4: whoever receives `close_notify` answers with it).
    ///
    /// # Errors
    /// [`SyslogError`]: the collector may have read a part, or everything.
    pub async fn send(&self, frames: &[u8]) -> Result<(), SyslogError> {
        let sending = async {
            let connecting = tokio::time::timeout(CONNECT_TIMEOUT, self.connect());
            let mut connection = match connecting.await {
                Ok(connected) => connected.map_err(SyslogError::NotConnected)?,
                Err(_) => return Err(SyslogError::NotConnected(io::ErrorKind::TimedOut.into())),
            };
            deliver(connection.as_mut(), frames)
                .await
                .map_err(SyslogError::Broken)
        };
        tokio::time::timeout(SEND_TIMEOUT, sending)
            .await
            .unwrap_or(Err(SyslogError::TooSlow))
    }

    async fn connect(&self) -> io::Result<Box<dyn Connection>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        let Some((connector, name)) = &self.tls else {
            // A name of this machine may be that of another one by now.
            return if stream.peer_addr()?.ip().is_loopback() {
                Ok(Box::new(stream))
            } else {
                Err(io::Error::other("it is not on this machine, and needs TLS"))
            };
        };
        Ok(Box::new(connector.connect(name.clone(), stream).await?))
    }
}

/// A connection, with TLS or without.
trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

async fn deliver(connection: &mut dyn Connection, frames: &[u8]) -> io::Result<()> {
    connection.write_all(frames).await?;
    connection.flush().await?;
    connection.shutdown().await?;
    let mut unread = [0; 256];
    loop {
        match connection.read(&mut unread).await {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            // Closed without `close_notify`, as many collectors do.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// Where a collector is.
struct Address {
    host: String,
    port: u16,
    is_tls: bool,
}

impl Address {
    fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "must be tls://HOST:PORT, such as tls://siem.example.com:6514";
        let url = Url::parse(text).map_err(|_| FORM.to_owned())?;
        let (Some(host), true) = (url.host(), ["", "/"].contains(&url.path())) else {
            return Err(FORM.to_owned());
        };
        let is_bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let (is_tls, port) = match url.scheme() {
            "tls" => (true, TLS_PORT),
            "tcp" => (false, TCP_PORT),
            _ => return Err(FORM.to_owned()),
        };
        if !is_bare {
            return Err(FORM.to_owned());
        }
        let host = match host {
            Host::Domain(name) => name.to_ascii_lowercase(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let is_here = host == "localhost"
            || host
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        if !is_tls && !is_here {
            return Err(
                "must be tls://: everybody on the way would read the log; tcp:// is for this machine alone"
                    .to_owned(),
            );
        }
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            is_tls,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_tls_or_is_on_this_machine() {
        for (text, host, port, is_tls) in [
            (
                "tls://siem.example.com:1234",
                "siem.example.com",
                1234,
                true,
            ),
            ("tls://siem.example.com", "siem.example.com", 6514, true),
            ("tls://10.0.0.7/", "10.0.0.7", 6514, true),
            ("tls://[2001:db8::1]:7", "2001:db8::1", 7, true),
            ("tcp://localhost", "localhost", 601, false),
            ("tcp://127.0.0.1:514", "127.0.0.1", 514, false),
            ("tcp://[::1]:514", "::1", 514, false),
        ] {
            let address = Address::parse(text).unwrap();
            let found = (address.host.as_str(), address.port, address.is_tls);
            assert_eq!(found, (host, port, is_tls), "{text}");
        }
        for wrong in [
            "",
            "siem.example.com:6514",
            "tcp://siem.example.com:601",
            "tcp://10.0.0.7",
            "udp://127.0.0.1:514",
            "https://siem.example.com",
            "tls://siem.example.com/path",
            "tls://user@siem.example.com",
            "tls://siem.example.com?x",
            "tls://:6514",
        ] {
            assert!(SyslogServer::check_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn authorities_and_certificates_that_are_none_are_refused() {
        let own = ClientCertificate {
            certificate: b"none",
            key: b"none",
        };
        let url = "tls://siem.example.com";
        assert!(SyslogServer::new(url, None, None).is_ok());
        assert!(SyslogServer::new(url, Some(b"no certificate"), None).is_err());
        assert!(SyslogServer::new(url, None, Some(own)).is_err());
    }
}
