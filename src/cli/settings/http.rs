//! Settings of the web server, and of what it tells browsers about https.

use serde::Deserialize;

/// The web server and its proxies.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpSettings {
    /// Worker threads; 0 means one for each core.
    pub workers: usize,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Seconds for which a server that is told to stop (SIGTERM) goes on taking requests, so that
    /// balancers notice; 0 to 300.
    pub drain_seconds: u32,
    /// Connections that one address may hold, where it is no trusted proxy; 0 means no limit.
    pub connections_per_address: u32,
    /// Seconds within which the body of a request must have arrived; 1 to 600.
    pub body_seconds: u32,
    /// Bytes of a body that must arrive in each second, on average.
    pub body_bytes_per_second: u32,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            workers: 0,
            trusted_proxies: Vec::new(),
            drain_seconds: 5,
            connections_per_address: 500,
            body_seconds: 20,
            body_bytes_per_second: 500,
        }
    }
}

/// What an https issuer tells browsers: to come by https alone (RFC 6797).
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HstsSettings {
    /// Whether the header is sent.
    pub enabled: bool,
    /// Seconds for which a browser remembers it; 0 makes it forget.
    pub max_age_seconds: u32,
    /// Whether it holds for every host below this one too.
    pub include_subdomains: bool,
    /// Whether browsers may build the host into their list.
    pub preload: bool,
}

impl Default for HstsSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            max_age_seconds: HstsSettings::YEAR,
            include_subdomains: false,
            preload: false,
        }
    }
}

impl HstsSettings {
    /// The least time that the list of the browsers accepts, in seconds.
    pub(super) const YEAR: u32 = 31_536_000;

    /// The value of `Strict-Transport-Security` (RFC 6797 §6.1); `None` where it is not sent.
    pub fn header(&self) -> Option<String> {
        let subdomains = if self.include_subdomains {
            "; includeSubDomains"
        } else {
            ""
        };
        let preload = if self.preload { "; preload" } else { "" };
        let max_age = self.max_age_seconds;
        self.enabled
            .then(|| format!("max-age={max_age}{subdomains}{preload}"))
    }
}
