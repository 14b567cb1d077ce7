//! An authorization request after its checks: client, redirect URI, then every parameter.

use crate::{
    Configuration, Error, Result, context::OperationContext, oauth::authorize::Authorization,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_request::{
            AddressError, AddressRefusal, Addressed, AuthorizationRequest, ClientRecord, Offered,
            Parameters, RequestCheck, address, address_at_challenge, check_noting,
        },
        error_code::ProtocolError,
        scope::Scope,
    },
    text::noted,
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

    /// One line of the log about scope values that the client asks for and is not registered for: it gets
    /// an answer, and misses claims that nobody has refused.
    pub(super) fn log_what_is_left_out(&self, ctx: &OperationContext, parameters: &Parameters) {
        let left_out = left_out(parameters, &self.request.scope);
        if left_out.is_empty() {
            return;
        }
        let left_out = left_out.to_string();
        tracing::info!(
            event = "authorize.scope_left_out",
            client = noted(&self.registered.client.client_id),
            reason = "the client is not registered for these values of scope",
            address = ctx.address(),
            scope = noted(&left_out),
            "a request is granted less than it asks for"
        );
    }
}

/// The client of a request, and where its answer goes.
struct Named {
    registered: Arc<RegisteredClient>,
    addressed: Addressed,
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
        self.check_request_noting(configuration, asking, parameters, &mut |_| ())
    }

    /// As [`Authorization::check_request`], and tells of each check of the table before it is made.
    fn check_request_noting(
        &self,
        configuration: &Configuration,
        asking: Option<Arc<RegisteredClient>>,
        parameters: &Parameters,
        begin: &mut dyn FnMut(RequestCheck),
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
        let named = Named {
            registered,
            addressed,
        };
        self.check_addressed(configuration, named, parameters, begin)
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
        let named = Named {
            registered,
            addressed,
        };
        self.check_addressed(configuration, named, parameters, &mut |_| ())
    }

    fn check_addressed(
        &self,
        configuration: &Configuration,
        named: Named,
        parameters: &Parameters,
        begin: &mut dyn FnMut(RequestCheck),
    ) -> std::result::Result<CheckedRequest, RejectedRequest> {
        let Named {
            registered,
            addressed,
        } = named;
        let declared_claims = configuration.user_attributes.declared_claims();
        let offered = Offered {
            issuer: self.kernel.issuer(),
            response_types: &self.kernel.settings.response_types,
            declared_claims: &declared_claims,
        };
        match check_noting(parameters, &registered.client, offered, begin) {
            Ok(request) => Ok(CheckedRequest {
                registered,
                addressed,
                request,
            }),
            Err(error) => Err(RejectedRequest::SendToClient(addressed, error)),
        }
    }
}

/// A request whose address is proven, as somebody looks at it.
pub(crate) struct InspectedRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    /// The checks that were made, in their order.
    pub(crate) checks: Vec<RequestCheck>,
}

/// What becomes of a request, without a user.
pub(crate) enum RequestInspection {
    /// It cannot be answered at any address.
    NoAddress(Box<AddressRefusal>),
    /// The client gets an error, at the last of the checks.
    Refused {
        request: InspectedRequest,
        error: ProtocolError,
    },
    /// A user would be asked.
    Accepted {
        request: InspectedRequest,
        /// What was asked for and the client is not registered for.
        left_out: Scope,
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
        let client_id = parameters.get("client_id").unwrap_or_default().to_owned();
        let mut checks = Vec::new();
        let checked = self.check_request_noting(&configuration, asking, parameters, &mut |check| {
            checks.push(check);
        });
        Ok(match checked {
            Err(RejectedRequest::ShowToUser(refusal)) => RequestInspection::NoAddress(refusal),
            Err(RejectedRequest::SendToClient(addressed, error)) => RequestInspection::Refused {
                request: InspectedRequest {
                    client_id,
                    redirect_uri: addressed.redirect_uri().to_owned(),
                    checks,
                },
                error,
            },
            Ok(checked) => RequestInspection::Accepted {
                request: InspectedRequest {
                    client_id,
                    redirect_uri: checked.addressed.redirect_uri().to_owned(),
                    checks,
                },
                left_out: left_out(parameters, &checked.request.scope),
            },
        })
    }
}

/// What a request asks for beyond the scope that can be granted.
fn left_out(parameters: &Parameters, granted: &Scope) -> Scope {
    let asked = Scope::parse(parameters.get("scope").unwrap_or_default()).unwrap_or_default();
    let mut left_out = asked;
    for name in granted.iter() {
        left_out = left_out.without(name);
    }
    left_out
}

impl From<AddressRefusal> for Error {
    fn from(_: AddressRefusal) -> Self {
        Self::Input("the app that asked is not registered for this any more".into())
    }
}
