//! The query of an address.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use doorward_protocol::oauth::authorization_request::Parameters;
use std::{convert::Infallible, future, ops::Deref};

/// The parameters of the query of the address. One that was left empty is as one that was not sent.
pub struct Query(Parameters);

impl Query {
    /// The parameters of a request, for what is no handler.
    pub fn of(request: &HttpRequest) -> Parameters {
        Parameters::parse(request.query_string())
    }
}

impl Deref for Query {
    type Target = Parameters;

    fn deref(&self) -> &Parameters {
        &self.0
    }
}

impl FromRequest for Query {
    type Error = Infallible;
    type Future = future::Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        future::ready(Ok(Self(Self::of(request))))
    }
}
