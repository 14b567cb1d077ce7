//! An authorization request after its checks: client, redirect URI, then every parameter.

use crate::{Configuration, Error, Result, oauth::authorize::Authorization};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_request::{
            AddressError, AddressRefusal, Addressed, AuthorizationRequest, ClientRecord, Offered,
            Parameters, address, address_at_challenge, check,
        },
        error_code::ProtocolError,
        scope::Scope,
    },
};
use std::sync::Arc;

/// A request that passed every check.
pub(super) struct CheckedRequest {
    /// The client that asks.
    pub(super) registered: Arc<RegisteredClient>,
    /// Where the answer goes.
    pub(super) addressed: Addressed,
    /// What is asked for.
    pub(super) request: AuthorizationRequest,
}

impl CheckedRequest {
    /// What a consent to this request is bound to.
    pub(super) fn consent_destination(&self) -> Option<String> {
        self.registered
            .consent_destination(self.addressed.redirect_uri())
    }
}

/// Why a request is refused before the user is asked anything.
pub(super) enum RejectedRequest {
    /// No redirect URI is proven: the user gets a page.
    ShowToUser(Box<AddressRefusal>),
    /// The client gets an error at its redirect URI.
    SendToClient(Addressed, ProtocolError),
}

/// The client that a request names, disabled or not.
pub(super) async fn asking_client(
    configuration: &Configuration,
    parameters: &Parameters,
) -> Result<Option<Arc<RegisteredClient>>> {
    match parameters.get("client_id") {
        Some(client_id) => configuration.client(client_id).await,
        None => Ok(None),
    }
}

impl Authorization {
    /// Checks a request of a client: the redirect URI, then the table of checks.
    pub(super) fn check_request(
        &self,
        configuration: &Configuration,
        asking: Option<Arc<RegisteredClient>>,
        parameters: &Parameters,
    ) -> std::result::Result<CheckedRequest, RejectedRequest> {
        let record = asking.as_ref().map(|registered| ClientRecord {
            client: &registered.client,
            disabled: registered.disabled,
        });
        let refuse = |error, client| {
            let refusal = AddressRefusal::of(error, parameters, client);
            RejectedRequest::ShowToUser(Box::new(refusal))
        };
        let addressed = address(parameters, record)
            .map_err(|error| refuse(error, record.map(|record| record.client)))?;
        let Some(registered) = asking else {
            return Err(refuse(AddressError::ClientUnknown, None));
        };
        self.check_addressed(configuration, registered, parameters, addressed)
    }

    /// As [`Authorization::check_request`], for a client that is known and asks by itself, without a
    /// browser.
    pub(super) fn check_request_of_app(
        &self,
        configuration: &Configuration,
        registered: Arc<RegisteredClient>,
        parameters: &Parameters,
    ) -> std::result::Result<CheckedRequest, RejectedRequest> {
        let record = ClientRecord {
            client: &registered.client,
            disabled: registered.disabled,
        };
        let addressed = address_at_challenge(parameters, record).map_err(|error| {
            let refusal = AddressRefusal::of(error, parameters, Some(record.client));
            RejectedRequest::ShowToUser(Box::new(refusal))
        })?;
        self.check_addressed(configuration, registered, parameters, addressed)
    }

    fn check_addressed(
        &self,
        configuration: &Configuration,
        registered: Arc<RegisteredClient>,
        parameters: &Parameters,
        addressed: Addressed,
    ) -> std::result::Result<CheckedRequest, RejectedRequest> {
        let declared_claims = configuration.user_attributes.declared_claims();
        let offered = Offered {
            issuer: self.kernel.issuer(),
            response_types: &self.kernel.settings.response_types,
            declared_claims: &declared_claims,
        };
        match check(parameters, &registered.client, offered) {
            Ok(request) => Ok(CheckedRequest {
                registered,
                addressed,
                request,
            }),
            Err(error) => Err(RejectedRequest::SendToClient(addressed, error)),
        }
    }
}

/// What becomes of a request, without a user.
pub(crate) enum RequestInspection {
    /// It cannot be answered at any address.
    NoAddress {
        refusal: Box<AddressRefusal>,
        /// Whether the client is registered and disabled.
        disabled: bool,
    },
    /// The client gets an error.
    Refused {
        client_id: String,
        redirect_uri: String,
        error: ProtocolError,
    },
    /// A user would be asked.
    Accepted {
        client_id: String,
        redirect_uri: String,
        scope: Scope,
    },
}

impl Authorization {
    /// Checks a request as the endpoint does, for an administrator who looks at it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn inspect_request(
        &self,
        parameters: &Parameters,
    ) -> Result<RequestInspection> {
        let configuration = self.kernel.configuration().await?;
        let asking = asking_client(&configuration, parameters).await?;
        let disabled = asking
            .as_ref()
            .is_some_and(|registered| registered.disabled);
        let client_id = parameters.get("client_id").unwrap_or_default().to_owned();
        let checked = self.check_request(&configuration, asking, parameters);
        Ok(match checked {
            Err(RejectedRequest::ShowToUser(refusal)) => {
                RequestInspection::NoAddress { refusal, disabled }
            }
            Err(RejectedRequest::SendToClient(addressed, error)) => RequestInspection::Refused {
                client_id,
                redirect_uri: addressed.redirect_uri().to_owned(),
                error,
            },
            Ok(checked) => RequestInspection::Accepted {
                client_id,
                redirect_uri: checked.addressed.redirect_uri().to_owned(),
                scope: checked.request.scope,
            },
        })
    }
}

impl From<AddressRefusal> for Error {
    fn from(_: AddressRefusal) -> Self {
        Self::Input("the app that asked is not registered for this any more".into())
    }
}
