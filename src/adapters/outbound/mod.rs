//! The guarded client: every call that this server makes to an address that somebody else chose.
//!
//! https alone, verified, to public addresses alone (looked at after the name was resolved, so a
//! name that changes its mind is no way around), no redirect, five seconds and 512 KiB in all.

mod address;
pub mod upstream;

use reqwest::{
    Certificate, Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
    redirect::Policy,
};
use rustls::pki_types::pem::PemObject;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use url::{Host, Url};

pub use address::is_public;

/// How long a call may take, from the first byte to the last.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest answer that is read, in bytes.
pub const LARGEST: usize = 512 * 1024;

/// Why there is no answer. The text never says what is at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The address may not be called.
    #[error("the address is not https on the public Internet")]
    Forbidden,
    /// Nobody answered in time, or not over TLS that can be trusted.
    #[error("nobody answered in time, over TLS that can be trusted")]
    Unreachable,
    /// The answer was not what it should be.
    #[error("the answer has status {0}")]
    Status(u16),
    /// The answer was too long.
    #[error("the answer is longer than 512 KiB")]
    TooLarge,
}

/// The guarded client.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    /// The same without the guard of private addresses, for what the operator placed there.
    unguarded: Client,
    allow_private_addresses: bool,
    /// What LDAP trusts, as everybody else.
    tls: Arc<rustls::ClientConfig>,
}

/// Resolves a name to the addresses that may be called.
struct Guard {
    allow_private_addresses: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allow = self.allow_private_addresses;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let permitted: Vec<SocketAddr> = found
                .filter(|address| allow || is_public(address.ip()))
                .collect();
            if permitted.is_empty() {
                Err(OutboundError::Forbidden.into())
            } else {
                Ok(Box::new(permitted.into_iter()) as Addrs)
            }
        })
    }
}

impl Outbound {
    /// A client that trusts the public authorities and those of a PEM file.
    ///
    /// # Errors
    /// Where the PEM holds no certificate.
    pub fn new(
        further_authorities: Option<&[u8]>,
        allow_private_addresses: bool,
    ) -> Result<Self, String> {
        let certificates = match further_authorities {
            Some(pem) => Certificate::from_pem_bundle(pem).map_err(|error| error.to_string())?,
            None => Vec::new(),
        };
        if further_authorities.is_some() && certificates.is_empty() {
            return Err("it holds no certificate".to_owned());
        }
        let client = |allow_private_addresses| {
            let builder = Client::builder()
                .dns_resolver(Arc::new(Guard {
                    allow_private_addresses,
                }))
                .redirect(Policy::none())
                .no_proxy()
                .timeout(PATIENCE)
                .connect_timeout(Duration::from_secs(2))
                .pool_max_idle_per_host(2)
                .user_agent(concat!("Doorward/", env!("CARGO_PKG_VERSION")));
            let builder = certificates.iter().fold(builder, |builder, certificate| {
                builder.add_root_certificate(certificate.clone())
            });
            builder.build().map_err(|error| error.to_string())
        };
        let tls = Arc::new(tls(further_authorities)?);
        Ok(Self {
            client: client(allow_private_addresses)?,
            unguarded: client(true)?,
            allow_private_addresses,
            tls,
        })
    }

    /// The same client for addresses that the operator wrote, which may be on this machine or in a
    /// private network where that is said.
    #[must_use]
    pub fn for_operator(&self, allow_private_addresses: bool) -> Self {
        if !allow_private_addresses || self.allow_private_addresses {
            return self.clone();
        }
        Self {
            client: self.unguarded.clone(),
            allow_private_addresses: true,
            ..self.clone()
        }
    }

    /// Whether the address may be called, as far as its text tells; a name is looked at again when
    /// it is resolved.
    pub fn permits(&self, uri: &str) -> bool {
        let Ok(url) = Url::parse(uri) else {
            return false;
        };
        let is_literal_loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => return false,
        };
        let scheme_fits = url.scheme() == "https"
            || url.scheme() == "http" && is_literal_loopback && self.allow_private_addresses;
        let address_fits = match url.host() {
            Some(Host::Ipv4(address)) => is_public(address.into()),
            Some(Host::Ipv6(address)) => is_public(address.into()),
            _ => !is_literal_loopback,
        };
        scheme_fits
            && url.username().is_empty()
            && url.password().is_none()
            && (address_fits || self.allow_private_addresses)
    }

    /// Fetches a document.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn get(&self, uri: &str) -> Result<Vec<u8>, OutboundError> {
        if !self.permits(uri) {
            return Err(OutboundError::Forbidden);
        }
        let response = self
            .client
            .get(uri)
            .send()
            .await
            .map_err(|error| refused(&error))?;
        if response.status().as_u16() != 200 {
            return Err(OutboundError::Status(response.status().as_u16()));
        }
        read(response).await
    }

    /// Posts a form, and reads nothing of the answer but its status.
    ///
    /// # Errors
    /// [`OutboundError`], `Status` for anything but 2xx.
    pub async fn post_form(&self, uri: &str, form: String) -> Result<u16, OutboundError> {
        self.post(uri, "application/x-www-form-urlencoded", form, None)
            .await
    }

    /// Posts a document, under an `Authorization` header where there is one, and reads nothing of
    /// the answer but its status.
    ///
    /// # Errors
    /// As [`Outbound::post_form`].
    pub async fn post(
        &self,
        uri: &str,
        content_type: &'static str,
        body: String,
        authorization: Option<&str>,
    ) -> Result<u16, OutboundError> {
        if !self.permits(uri) {
            return Err(OutboundError::Forbidden);
        }
        let mut request = self
            .client
            .post(uri)
            .header(CONTENT_TYPE, HeaderValue::from_static(content_type))
            .header(ACCEPT, "application/json")
            .body(body);
        if let Some(authorization) = authorization {
            let mut value =
                HeaderValue::from_str(authorization).map_err(|_| OutboundError::Forbidden)?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let response = request.send().await.map_err(|error| refused(&error))?;
        if response.status().is_success() {
            Ok(response.status().as_u16())
        } else {
            Err(OutboundError::Status(response.status().as_u16()))
        }
    }
}

/// Reads an answer to its end, or to the longest that is read.
async fn read(mut response: Response) -> Result<Vec<u8>, OutboundError> {
    if response
        .content_length()
        .is_some_and(|length| length > LARGEST as u64)
    {
        return Err(OutboundError::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|_| OutboundError::Unreachable)?
    {
        if body.len() + chunk.len() > LARGEST {
            return Err(OutboundError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// TLS for what is not https: the same authorities.
fn tls(further_authorities: Option<&[u8]>) -> Result<rustls::ClientConfig, String> {
    let mut roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(pem) = further_authorities {
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

/// Whether the guard refused, or the network.
fn refused(error: &reqwest::Error) -> OutboundError {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<OutboundError>().is_some() {
            return OutboundError::Forbidden;
        }
        cause = error.source();
    }
    OutboundError::Unreachable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_to_the_public_is_permitted() {
        let guarded = Outbound::new(None, false).unwrap();
        for refused in [
            "http://app.example/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://a.localhost/x",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://0.0.0.0/",
            "https://169.254.169.254/",
            "https://u:p@app.example/",
            "gopher://a.example/",
            "file:///etc/passwd",
            "",
            "x",
        ] {
            assert!(!guarded.permits(refused), "{refused}");
        }
        assert!(guarded.permits("https://app.example/x") && guarded.permits("https://8.8.8.8/"));
        let open = Outbound::new(None, true).unwrap();
        assert!(
            open.permits("https://127.0.0.1/x")
                && open.permits("http://localhost:1/x")
                && open.permits("https://10.0.0.1/")
        );
        assert!(!open.permits("http://app.example/") && !open.permits("file:///x"));
        assert!(Outbound::new(Some(b"no certificate"), false).is_err());
    }

    /// A name is looked at as it resolves: one that leads to this machine is refused whatever it is
    /// called.
    #[tokio::test]
    async fn a_name_that_resolves_to_this_machine_is_refused() {
        let resolve = async |allow| {
            Guard {
                allow_private_addresses: allow,
            }
            .resolve("localhost".parse().unwrap())
            .await
            .map(Iterator::count)
        };
        assert!(
            resolve(false)
                .await
                .is_err_and(|error| error.downcast_ref() == Some(&OutboundError::Forbidden))
        );
        assert!(resolve(true).await.is_ok_and(|count| count > 0));
    }
}
