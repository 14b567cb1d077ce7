//! The context of one operation: when it happens, who carries it out, and where the request came from.

pub(crate) mod request_scope;
mod standing;

pub(crate) use standing::Standing;

use doorward_protocol::time::{Clock, Timestamp};
use std::net::{IpAddr, Ipv6Addr};

/// Who carries out an operation. It is written to the audit log with everything that changes.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Actor {
    /// A request without a signed-in user or an authenticated client.
    Anonymous,
    /// An end-user, by their identifier.
    User(String),
    /// A client, by its `client_id`.
    Client(String),
    /// An identity provider that reports something about its users, by its identifier.
    IdentityProvider(String),
    /// Somebody who runs a command on the machine of the provider.
    CommandLine,
    /// A background worker of the provider.
    Worker,
}

impl Actor {
    /// The kind of the actor, as the audit log stores it.
    pub const fn kind(&self) -> &'static str {
        self.into_str()
    }

    /// The actor in one word of text, as the audit log stores it.
    pub fn as_text(&self) -> &str {
        match self {
            Self::User(id) | Self::Client(id) | Self::IdentityProvider(id) => id,
            Self::Anonymous => "anonymous",
            Self::CommandLine => "command line",
            Self::Worker => "doorward",
        }
    }

    /// The identifier of the user, the client or the identity provider.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::User(id) | Self::Client(id) | Self::IdentityProvider(id) => Some(id),
            Self::Anonymous | Self::CommandLine | Self::Worker => None,
        }
    }
}

/// Where a request came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address of the client, as the trusted proxies report it.
    pub address: Option<IpAddr>,
    /// The `User-Agent` header (RFC 9110 §10.1.5); empty where there is none.
    pub user_agent: String,
    /// The identifier of the request in the log and on error pages.
    pub request_id: Option<String>,
}

/// The context of one operation. The clock is read once, when the context is made.
#[derive(Clone, Debug)]
pub struct OperationContext {
    now: Timestamp,
    actor: Actor,
    origin: Origin,
    forced: bool,
    standing: Standing,
}

impl OperationContext {
    /// A context that starts now.
    pub fn new(clock: &dyn Clock, actor: Actor, origin: Origin) -> Self {
        Self {
            now: clock.now(),
            actor,
            origin,
            forced: false,
            standing: Standing::default(),
        }
    }

    /// The same operation, which also changes what a file of declarations manages.
    #[must_use]
    pub fn forced(&self, forced: bool) -> Self {
        Self {
            forced,
            ..self.clone()
        }
    }

    /// The same operation, whose audited changes are committed only while something holds of whoever
    /// carries it out.
    #[must_use]
    pub(crate) fn resting_on(&self, standing: Standing) -> Self {
        Self {
            standing,
            ..self.clone()
        }
    }

    /// What must hold when its changes are committed.
    pub(crate) const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Whether it also changes what a file of declarations manages.
    pub const fn is_forced(&self) -> bool {
        self.forced
    }

    /// The context of a command or a worker, which has no request behind it.
    pub fn local(clock: &dyn Clock, actor: Actor) -> Self {
        Self::new(clock, actor, Origin::default())
    }

    /// The time of the operation.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Who carries it out.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Where the request came from.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The network that the request came from, as limits count it.
    pub fn network(&self) -> String {
        self.origin
            .address
            .map_or_else(|| "unknown".to_owned(), network)
    }

    /// The end site (RFC 6177) that the request came from, which may have many networks of IPv6.
    pub fn site(&self) -> String {
        self.origin
            .address
            .map_or_else(|| "unknown".to_owned(), site)
    }

    /// The address that the request came from, as the log shows it; empty where there is none.
    pub fn address(&self) -> String {
        let address = self.origin.address;
        address
            .map(|address| address.to_string())
            .unwrap_or_default()
    }

    /// The same operation at a later time: after it waited for another server.
    #[must_use]
    pub fn renewed(&self, clock: &dyn Clock) -> Self {
        Self {
            now: clock.now(),
            ..self.clone()
        }
    }

    /// The same operation, carried out by somebody who became known on the way: a client that
    /// authenticated, a user who signed in.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
        }
    }
}

/// What limits count together: an IPv4 address, or the /64 of an IPv6 address, which usually belongs
/// to one household or machine.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// An IPv4 address, or the /56 of an IPv6 address, which an internet provider gives to one customer
/// (RFC 6177).
fn site(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/56", Ipv6Addr::new(a, b, c, d & 0xff00, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_customer_counts_once() {
        let site = |address: &str| super::site(address.parse().unwrap());
        assert_eq!(site("2001:db8:1:2::1"), site("2001:db8:1:ff::9"));
        assert_ne!(site("2001:db8:1:2::1"), site("2001:db8:1:102::1"));
        assert_eq!(site("::ffff:192.0.2.1"), site("192.0.2.1"));
    }

    #[test]
    fn a_household_counts_once() {
        let network = |address: &str| super::network(address.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
