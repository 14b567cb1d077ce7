//! The guarded HTTP client, for every request to an address that somebody else chose.
//!
//! It protects against server-side request forgery: only verified https, only public addresses
//! (checked after the name is resolved, so that DNS rebinding does not help), no redirects, at most
//! five seconds and 512 KiB.

mod ask;
mod call;
mod dns;
mod error;
mod fetch_limits;
mod guard;
pub mod identity_provider;
mod keyed_permits;
mod public_address;
pub mod syslog;
mod tls;

use fetch_limits::FetchLimits;
use guard::Guard;
use reqwest::{
    Certificate, Client, Response,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
    redirect::Policy,
};
use std::{sync::Arc, time::Duration};
use url::{Host, Url};

pub use ask::{Answered, Question};
pub use call::{Call, Called, Method};
pub use dns::{DnsError, question as dns_question, read_answer as read_dns_answer};
pub use error::OutboundError;
pub use keyed_permits::{KeyedPermit, KeyedPermits};
pub use public_address::is_public;
pub use tls::ClientCertificate;

/// How long a request may take, from the first byte to the last.
const TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a name may take to be resolved where only a warning depends on it.
const LOOKUP_TIMEOUT: Duration = Duration::from_millis(500);
/// Idle connections that are kept for each host.
const MAX_IDLE_CONNECTIONS: usize = 2;
/// How long a connection is kept without a request: shorter than common servers keep it (five seconds),
/// since a POST that meets the close, such as the exchange of a code, cannot be sent again (RFC 9110
/// §9.2.2).
const IDLE: Duration = Duration::from_secs(4);
/// The largest answer that is read. A key set of many keys fits.
const MAX_RESPONSE_BYTES: usize = 512 * 1024;

/// The guarded HTTP client. Clones share their connections.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    /// The same client without the guard against private addresses, for addresses that the operator
    /// declared.
    unguarded: Client,
    allow_private_addresses: bool,
    fetches: Arc<FetchLimits>,
    /// The TLS configuration of LDAP, with the same certificate authorities.
    tls: Arc<rustls::ClientConfig>,
}

impl Outbound {
    /// A client that trusts the public certificate authorities and those of a PEM file.
    ///
    /// # Errors
    /// The reason, where the PEM file holds no certificate.
    pub fn new(
        additional_authorities: Option<&[u8]>,
        allow_private_addresses: bool,
    ) -> Result<Self, String> {
        let certificates = match additional_authorities {
            Some(pem) => Certificate::from_pem_bundle(pem).map_err(|error| error.to_string())?,
            None => Vec::new(),
        };
        if additional_authorities.is_some() && certificates.is_empty() {
            return Err("it holds no certificate".to_owned());
        }
        let client = |allow_private_addresses| {
            let builder = Client::builder()
                .dns_resolver(Arc::new(Guard {
                    allow_private_addresses,
                }))
                .redirect(Policy::none())
                .no_proxy()
                .timeout(TIMEOUT)
                .connect_timeout(CONNECT_TIMEOUT)
                .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
                .pool_idle_timeout(IDLE)
                .user_agent(concat!("Doorward/", env!("CARGO_PKG_VERSION")));
            let builder = certificates.iter().fold(builder, |builder, certificate| {
                builder.add_root_certificate(certificate.clone())
            });
            builder.build().map_err(|error| error.to_string())
        };
        let tls = Arc::new(tls::client_config(additional_authorities)?);
        Ok(Self {
            client: client(allow_private_addresses)?,
            unguarded: client(true)?,
            allow_private_addresses,
            fetches: Arc::new(FetchLimits::new()),
            tls,
        })
    }

    /// The same client for addresses that the operator declared, which may be on this machine or in a
    /// private network where the declaration says so.
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

    /// Whether addresses of this machine and of private networks may be requested.
    pub const fn allows_private_addresses(&self) -> bool {
        self.allow_private_addresses
    }

    /// Whether the address may be requested, as far as its text tells. Names are checked again when
    /// they are resolved.
    pub fn permits(&self, uri: &str) -> bool {
        let Ok(url) = Url::parse(uri) else {
            return false;
        };
        let is_literal_loopback = match url.host() {
            Some(Host::Domain(name)) => {
                // With the dot of the root it is the same name.
                let name = name.strip_suffix('.').unwrap_or(name);
                name == "localhost" || name.ends_with(".localhost")
            }
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

    /// Whether an address is refused because of where it is: by its text, or because its name stands
    /// for private addresses alone at present. A name that cannot be resolved in time is no such address.
    pub async fn is_forbidden(&self, uri: &str) -> bool {
        if !self.permits(uri) {
            return true;
        }
        let Some(host) = Url::parse(uri)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
        else {
            return true;
        };
        if self.allow_private_addresses {
            return false;
        }
        let found = tokio::time::timeout(LOOKUP_TIMEOUT, tokio::net::lookup_host((host, 0)));
        match found.await {
            Ok(Ok(addresses)) => {
                let addresses: Vec<_> = addresses.collect();
                !addresses.is_empty() && !addresses.iter().any(|address| is_public(address.ip()))
            }
            _ => false,
        }
    }

    /// The TXT records of a name in the DNS, from the name servers of this machine; none where there is
    /// no such name.
    ///
    /// # Errors
    /// [`DnsError`].
    pub async fn txt_records(&self, name: &str) -> Result<Vec<String>, DnsError> {
        let _permit = self
            .fetches
            .permit(name)
            .await
            .map_err(|_| DnsError::Unreachable)?;
        dns::txt_records(name).await
    }

    /// Fetches a document, in its turn: the number of fetches is limited, in all and for each host.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn get(&self, uri: &str) -> Result<Vec<u8>, OutboundError> {
        if !self.permits(uri) {
            return Err(OutboundError::Forbidden);
        }
        let url = Url::parse(uri).map_err(|_| OutboundError::Forbidden)?;
        let host = url.host_str().unwrap_or_default();
        let _permit = self.fetches.permit(host).await?;
        let response = self
            .client
            .get(uri)
            .send()
            .await
            .map_err(|error| classify(&error))?;
        if response.status().as_u16() != 200 {
            return Err(OutboundError::Status(response.status().as_u16()));
        }
        read(response).await
    }

    /// Posts a form, and reads only the status of the answer.
    ///
    /// # Errors
    /// [`OutboundError`], `Status` for anything but 2xx.
    pub async fn post_form(&self, uri: &str, form: String) -> Result<u16, OutboundError> {
        self.post(uri, "application/x-www-form-urlencoded", form, None)
            .await
    }

    /// Posts a document with an optional `Authorization` header, and reads only the status of the
    /// answer.
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
        let response = request.send().await.map_err(|error| classify(&error))?;
        if response.status().is_success() {
            Ok(response.status().as_u16())
        } else {
            Err(OutboundError::Status(response.status().as_u16()))
        }
    }
}

/// Reads an answer to its end, up to the size limit.
async fn read(mut response: Response) -> Result<Vec<u8>, OutboundError> {
    if response
        .content_length()
        .is_some_and(|length| length > MAX_RESPONSE_BYTES as u64)
    {
        return Err(OutboundError::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|_| OutboundError::Unreachable)?
    {
        if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
            return Err(OutboundError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Whether the guard or the network stopped a request.
fn classify(error: &reqwest::Error) -> OutboundError {
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
    fn only_https_to_public_addresses_is_permitted() {
        let guarded = Outbound::new(None, false).unwrap();
        for refused in [
            "http://app.example/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://a.localhost/x",
            "https://localhost./x",
            "https://a.localhost.:8443/x",
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
}
