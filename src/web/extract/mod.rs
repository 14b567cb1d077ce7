//! What a request brings: its context, the browser, its session and its forms.

pub mod bearer;
pub mod browser;
pub mod forms;
pub mod session_store;

use actix_web::{HttpRequest, http::header::USER_AGENT};
use doorward_core::{
    Provider,
    context::{Actor, OperationContext, Origin},
};

/// The context of a request: the clock is read here, once.
pub fn operation(request: &HttpRequest, provider: &Provider) -> OperationContext {
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let origin = Origin {
        address: browser::address(request, provider),
        user_agent: user_agent.unwrap_or_default().to_owned(),
        request_id: None,
    };
    OperationContext::new(provider.clock.as_ref(), Actor::Anonymous, origin)
}
