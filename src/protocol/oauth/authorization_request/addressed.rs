//! Before anything may be answered at a redirect URI, the client is known and the URI is proven to
//! be its own.

use crate::oauth::authorization_request::Parameters;
use crate::{
    clients::client::Client,
    oauth::{redirect_uri, response_mode::ResponseMode, response_type::ResponseType},
    text::{nearest, noted},
};

/// A client as the store knows it, for a request that names it.
#[derive(Clone, Copy, Debug)]
pub struct ClientRecord<'a> {
    /// The registered metadata of the client.
    pub client: &'a Client,
    /// Whether it is switched off.
    pub disabled: bool,
}

/// Where a response may go. Only [`address`] makes one, so an answer to an unproven URI does not
/// compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    redirect_uri: String,
    response_mode: ResponseMode,
    state: Option<String>,
}

impl Addressed {
    /// The proven URI.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// How the response travels.
    pub fn response_mode(&self) -> ResponseMode {
        self.response_mode
    }

    /// The client's `state`, to be echoed.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }
}

/// Why a request cannot be answered at a redirect URI; the browser gets a page instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// `client_id` is missing.
    ClientMissing,
    /// No client has this identifier.
    ClientUnknown,
    /// The client is disabled.
    ClientDisabled,
    /// `redirect_uri` is missing.
    RedirectUriMissing,
    /// It is not among the client's.
    RedirectUriUnregistered,
    /// It is not among the client's, and is one of `localhost`, whose port does not vary.
    LocalhostUnregistered,
    /// `client_id` or `redirect_uri` was sent more than once.
    Repeated,
    /// A value is too long or not text.
    Unusable,
    /// The request object is invalid, and no parameter outside it says where to send the error.
    RequestObject,
}

/// A request that cannot be answered at a redirect URI, with what it named, for the developer of the app
/// and for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRefusal {
    /// Why the request cannot be answered.
    pub error: AddressError,
    /// `client_id` as it was received.
    pub client_id: Option<String>,
    /// `redirect_uri` as it was received.
    pub redirect_uri: Option<String>,
    /// The registered redirect URI of the client that is most like it. For the log alone: strangers are
    /// not told which addresses are registered.
    pub nearest: Option<String>,
    /// What is wrong with the request object, for the log alone.
    pub cause: Option<String>,
}

impl AddressRefusal {
    /// Why a request of this client is refused.
    pub fn of(error: AddressError, parameters: &Parameters, client: Option<&Client>) -> Self {
        let received = |name| parameters.get(name).map(|text| noted(text).to_owned());
        let redirect_uri = received("redirect_uri");
        let is_about_it = matches!(
            error,
            AddressError::RedirectUriUnregistered | AddressError::LocalhostUnregistered
        );
        let nearest = client
            .filter(|_| is_about_it)
            .zip(redirect_uri.as_deref())
            .and_then(|(client, uri)| {
                let registered = client.redirect_uris.iter().map(String::as_str);
                nearest(uri, registered).map(str::to_owned)
            });
        Self {
            error,
            client_id: received("client_id"),
            redirect_uri,
            nearest,
            cause: None,
        }
    }
}

/// Proves the address of the response.
///
/// # Errors
/// Where the client or its redirect URI is not proven.
pub fn address(
    parameters: &Parameters,
    client: Option<ClientRecord<'_>>,
) -> Result<Addressed, AddressError> {
    if parameters.count("client_id") > 1 || parameters.count("redirect_uri") > 1 {
        return Err(AddressError::Repeated);
    }
    if parameters.get("client_id").is_none() {
        return Err(AddressError::ClientMissing);
    }
    let record = client.ok_or(AddressError::ClientUnknown)?;
    if record.disabled {
        return Err(AddressError::ClientDisabled);
    }
    let redirect_uri = parameters
        .get("redirect_uri")
        .ok_or(AddressError::RedirectUriMissing)?;
    if !record.client.has_redirect_uri(redirect_uri) {
        return Err(if redirect_uri::is_localhost(redirect_uri) {
            AddressError::LocalhostUnregistered
        } else {
            AddressError::RedirectUriUnregistered
        });
    }
    if parameters.has_unusable() {
        return Err(AddressError::Unusable);
    }
    // An unknown or forbidden mode is refused later, by the default mode: the refusal itself must
    // travel somehow.
    let response_type = parameters
        .get("response_type")
        .and_then(ResponseType::parse)
        .unwrap_or(ResponseType::CODE);
    let asked = parameters
        .get("response_mode")
        .and_then(ResponseMode::parse);
    let response_mode = asked.filter(|mode| {
        mode_is_allowed(record.client, *mode)
            && response_type.allows(*mode)
            && mode.reaches(redirect_uri)
    });
    Ok(Addressed {
        redirect_uri: redirect_uri.to_owned(),
        response_mode: response_mode.unwrap_or(response_type.default_mode()),
        state: (parameters.count("state") == 1)
            .then(|| parameters.get("state").map(str::to_owned))
            .flatten(),
    })
}

/// Proves where the answer of the authorization challenge endpoint belongs: it goes to whoever asked, so
/// that a redirect URI may be left out, and is proven where there is one.
///
/// # Errors
/// As [`address`].
pub fn address_at_challenge(
    parameters: &Parameters,
    client: ClientRecord<'_>,
) -> Result<Addressed, AddressError> {
    if parameters.get("redirect_uri").is_some() {
        return address(parameters, Some(client));
    }
    if client.disabled {
        return Err(AddressError::ClientDisabled);
    }
    if parameters.has_unusable() {
        return Err(AddressError::Unusable);
    }
    Ok(Addressed {
        redirect_uri: String::new(),
        response_mode: ResponseMode::Query,
        state: None,
    })
}

pub(super) fn mode_is_allowed(client: &Client, mode: ResponseMode) -> bool {
    client.response_modes.is_empty() || client.response_modes.contains(&mode)
}

#[cfg(test)]
mod tests;
