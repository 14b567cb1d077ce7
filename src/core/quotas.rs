//! What the rate limits count, how much of it is allowed, and the refusal of a caller that reached a
//! limit.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Class {
    /// Wrong passwords, by address.
    SignIn,
    /// Failed client authentication, by address and client.
    ClientAuthentication,
    /// Unknown tokens at the introspection endpoint, by client.
    UnknownToken,
    /// Registered clients, by address.
    Registration,
}

impl Class {
    /// The name in the RateLimit headers (draft-ietf-httpapi-ratelimit-headers).
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// How many failures a minute are allowed; 0 means no limit.
#[derive(Clone, Copy, Debug)]
pub struct Quotas {
    /// Failures a minute for [`Class::SignIn`].
    pub sign_in: u32,
    /// Failures a minute for [`Class::ClientAuthentication`].
    pub client_authentication: u32,
    /// Failures a minute for [`Class::UnknownToken`].
    pub unknown_token: u32,
    /// Registrations a minute for [`Class::Registration`].
    pub registration: u32,
}

impl Quotas {
    pub(crate) fn of(self, class: Class) -> i64 {
        i64::from(match class {
            Class::SignIn => self.sign_in,
            Class::ClientAuthentication => self.client_authentication,
            Class::UnknownToken => self.unknown_token,
            Class::Registration => self.registration,
        })
    }
}

/// A caller that reached a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// The limit that it reached.
    pub class: Class,
    /// The failures that are allowed in a window.
    pub quota: i64,
    /// Seconds until the next window.
    pub retry_after: i64,
}
