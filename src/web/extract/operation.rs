//! The context of the operation that a request begins.

use crate::extract::client_address::client_address;
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header::USER_AGENT, web::Data,
};
use doorward_core::{
    Provider,
    context::{Actor, OperationContext, Origin},
    sessions::Device,
};
use doorward_protocol::text::noted;
use std::{
    cell::OnceCell,
    future::{Ready, ready},
    net::IpAddr,
    ops::Deref,
    rc::Rc,
};
use tokio::task_local;

task_local! {
    /// The context of the request under way, for those whom actix hands no request.
    static CURRENT: Operation;
}

/// The context of a request. The clock is read once, where the request arrives; whoever extracts
/// it gets the same one.
#[derive(Clone)]
pub struct Operation(Rc<Begun>);

struct Begun {
    context: OperationContext,
    /// The path, with its query, of the page that shows again what the answer shows.
    page: OnceCell<Rc<str>>,
    /// Who asks for something that administrators do, once that is known.
    caller: OnceCell<OperationContext>,
    /// Why that was refused, the first time.
    refusal: OnceCell<String>,
}

/// Something that administrators do, refused to somebody who is known.
pub struct RefusedCaller {
    /// The operation, carried out by the caller.
    pub ctx: OperationContext,
    /// Why it was refused.
    pub reason: String,
}

impl Operation {
    fn new(context: OperationContext) -> Self {
        Self(Rc::new(Begun {
            context,
            page: OnceCell::new(),
            caller: OnceCell::new(),
            refusal: OnceCell::new(),
        }))
    }

    /// Makes the context of a request.
    pub fn begin(request: &HttpRequest, provider: &Provider, request_id: Option<String>) -> Self {
        let user_agent = request
            .headers()
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok());
        let origin = Origin {
            address: address(request, provider),
            user_agent: noted(user_agent.unwrap_or_default()).to_owned(),
            request_id,
        };
        let context = OperationContext::new(provider.clock(), Actor::Anonymous, origin);
        let operation = Self::new(context);
        request.extensions_mut().insert(operation.clone());
        operation
    }

    /// The context of a request that is under way.
    pub fn of(request: &HttpRequest, provider: &Provider) -> Self {
        let begun = request.extensions().get::<Self>().cloned();
        begun.unwrap_or_else(|| Self::begin(request, provider, None))
    }

    /// The context of the request that this task answers. Outside of [`Operation::scope`] nothing
    /// is known of a request.
    pub fn current(provider: &Provider) -> Self {
        CURRENT.try_with(Self::clone).unwrap_or_else(|_| {
            let clock = provider.clock();
            Self::new(OperationContext::local(clock, Actor::Anonymous))
        })
    }

    /// Answers a request within its context, see [`Operation::current`].
    pub async fn scope<T>(self, answer: impl Future<Output = T>) -> T {
        CURRENT.scope(self, answer).await
    }

    /// Notes the page that shows again what the answer to this request shows: its path with its
    /// query. The first one that is noted stands.
    pub fn note_page(request: &HttpRequest, path: impl Into<Rc<str>>) {
        if let Some(operation) = request.extensions().get::<Self>() {
            let _ = operation.0.page.set(path.into());
        }
    }

    /// The page that was noted for the request that this task answers.
    pub fn noted_page() -> Option<Rc<str>> {
        CURRENT
            .try_with(|operation| operation.0.page.get().cloned())
            .ok()
            .flatten()
    }

    /// Notes who asks for something that administrators do.
    pub fn note_caller(ctx: &OperationContext) {
        let _ = CURRENT.try_with(|operation| {
            operation.0.caller.get_or_init(|| ctx.clone());
        });
    }

    /// Notes that the caller may not do what the request that this task answers asks for. The first reason
    /// that is noted stands.
    pub fn note_refusal(reason: impl Into<String>) {
        let _ = CURRENT.try_with(|operation| operation.0.refusal.set(reason.into()));
    }

    /// What was refused to a caller who is known.
    pub fn refused_caller(&self) -> Option<RefusedCaller> {
        let refused = self.0.caller.get().zip(self.0.refusal.get());
        refused.map(|(ctx, reason)| RefusedCaller {
            ctx: ctx.clone(),
            reason: reason.clone(),
        })
    }

    /// The device that the request came from.
    pub fn device(&self) -> Device<'_> {
        Device {
            user_agent: &self.origin().user_agent,
            address: self.origin().address,
        }
    }
}

impl Deref for Operation {
    type Target = OperationContext;

    fn deref(&self) -> &OperationContext {
        &self.0.context
    }
}

impl FromRequest for Operation {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(provider(request).map(|provider| Self::of(request, &provider)))
    }
}

/// The provider that answers a request.
pub fn provider(request: &HttpRequest) -> Result<Data<Provider>, actix_web::Error> {
    request
        .app_data::<Data<Provider>>()
        .cloned()
        .ok_or_else(|| actix_web::error::ErrorInternalServerError("the provider is not registered"))
}

/// The address that a request comes from; what a header says about it counts from trusted proxies
/// alone.
fn address(request: &HttpRequest, provider: &Provider) -> Option<IpAddr> {
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .collect();
    Some(client_address(
        request.peer_addr()?.ip(),
        forwarded.into_iter(),
        &provider.settings().trusted_proxies,
    ))
}
