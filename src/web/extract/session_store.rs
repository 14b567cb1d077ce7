//! The SSO session of a browser: actix-session over the rows of `core`. The cookie holds a random
//! identifier, signed, and nothing else; the row behind it is the truth.
//!
//! A session that ends while a request is under way stays ended: `update` writes nothing, and
//! `save` binds an identifier to a live session alone (docs/decisions/0011).

use crate::{
    extract::{cookies::Name, operation::Operation},
    respond::page_error::PageError,
};
use actix_session::{
    SessionMiddleware,
    config::{BrowserSession, CookieContentSecurity},
    storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError},
};
use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    cookie::{Cookie, Key, SameSite, time::Duration},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use doorward_core::{Provider, context::OperationContext};
use doorward_protocol::{json, secret::Secret, sessions::sso_session::SsoSession};
use std::{cell::RefCell, collections::HashMap, io, rc::Rc};
use tokio::task_local;

/// The entry that holds the session in use, as it was loaded.
pub const SESSION: &str = "sso_session";
/// The entry that holds the `sid` of the session to bind to the browser.
pub const BIND: &str = "bind_sid";
/// The entry that says that the session could not be loaded.
pub const UNAVAILABLE: &str = "unavailable";

/// In the extensions of a response: how long the browser keeps the cookie of the session, also when
/// it is closed.
pub struct KeepSession(pub Duration);

task_local! {
    /// Why the session of the request under way could not be bound to its browser, or unbound.
    static FAILURE: Rc<RefCell<Option<doorward_core::Error>>>;
}

/// Notes a failure for [`tell_failure`]: an error of actix-session would be answered without a page.
fn note_failure(error: doorward_core::Error) {
    let _ = FAILURE.try_with(|failure| failure.replace(Some(error)));
}

/// Answers with an error page where the session of the browser could not be kept, whatever the
/// handler answered: a browser that went on would not be signed in, or not be signed out.
pub async fn tell_failure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let failure = Rc::new(RefCell::new(None));
    let answer = next.call(request);
    let response = FAILURE.scope(Rc::clone(&failure), answer).await?;
    Ok(match failure.take() {
        Some(error) => {
            let response = response.error_response(PageError::from(error));
            response.map_into_right_body()
        }
        None => response.map_into_left_body(),
    })
}

/// Sets `Max-Age` on the cookie of a session that is remembered. actix-session knows one lifetime
/// for every session.
pub async fn keep_cookie(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let provider = request.app_data::<Data<Provider>>().cloned();
    let mut response = next.call(request).await?;
    let keep = response.response_mut().extensions_mut().remove();
    let (Some(KeepSession(max_age)), Some(provider)) = (keep, provider) else {
        return Ok(response);
    };
    let name = Name::Session.of(provider.settings());
    let response_mut = response.response_mut();
    let cookie = response_mut
        .cookies()
        .find(|cookie| cookie.name() == name)
        .map(Cookie::into_owned);
    if let Some(mut cookie) = cookie {
        cookie.set_max_age(max_age);
        response_mut.del_cookie(&name);
        response_mut.add_cookie(&cookie)?;
    }
    Ok(response)
}

/// The middleware with the cookie of the session: `HttpOnly`, `SameSite=Lax`, signed.
pub fn middleware(provider: &Data<Provider>) -> SessionMiddleware<SsoSessionStore> {
    let settings = provider.settings();
    let store = SsoSessionStore {
        provider: provider.clone(),
    };
    SessionMiddleware::builder(store, Key::from(provider.cookie_key()))
        .cookie_name(Name::Session.of(settings))
        .cookie_secure(settings.is_https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path(settings.cookie_path().to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(BrowserSession::default())
        .build()
}

type State = HashMap<String, String>;

/// Loads, binds and unbinds the sessions of `core` for actix-session.
pub struct SsoSessionStore {
    provider: Data<Provider>,
}

impl SsoSessionStore {
    /// The live session behind an identifier. That it was used is written down; a request does not
    /// fail where that fails.
    async fn live(
        &self,
        ctx: &OperationContext,
        key: &Secret,
    ) -> doorward_core::Result<Option<SsoSession>> {
        let sessions = self.provider.sessions();
        let session = sessions.load(ctx, key).await?;
        if let Some(session) = &session
            && let Err(error) = sessions.touch(ctx, key, session).await
        {
            tracing::warn!(%error, "a session's last use could not be written down");
        }
        Ok(session)
    }
}

fn secret(key: &SessionKey) -> Secret {
    Secret::presented(key.as_ref())
}

fn state(name: &str, value: String) -> State {
    State::from([(name.to_owned(), value)])
}

impl SessionStore for SsoSessionStore {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let ctx = Operation::current(&self.provider);
        // Boxed, as below: the middleware's future is moved several times for every request.
        match Box::pin(self.live(&ctx, &secret(key))).await {
            Ok(None) => Ok(None),
            Ok(Some(session)) => {
                let text = serde_json::to_string(&session)
                    .map_err(|error| LoadError::Deserialization(error.into()))?;
                Ok(Some(state(SESSION, text)))
            }
            // An error here would be answered without a page: whoever reads the session says it.
            Err(error) => {
                tracing::error!(%error, "a session could not be loaded");
                Ok(Some(state(UNAVAILABLE, "true".to_owned())))
            }
        }
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let sid: Option<String> = state
            .get(BIND)
            .map(|text| serde_json::from_str(text))
            .transpose()
            .map_err(|error| {
                let reason = io::Error::other(json::reason(&error));
                SaveError::Serialization(reason.into())
            })?;
        let ctx = Operation::current(&self.provider);
        let bound = match sid {
            Some(sid) => Box::pin(self.provider.sessions().bind(&ctx, &sid)).await,
            None => Ok(None),
        };
        let bound = bound.unwrap_or_else(|error| {
            note_failure(error);
            None
        });
        // A session that ended in this very moment is bound to nothing: the browser gets an
        // identifier that opens nothing.
        let key = bound.unwrap_or_else(|| Secret::generate(self.provider.entropy()));
        SessionKey::try_from(key.reveal().to_owned())
            .map_err(|error| SaveError::Other(error.into()))
    }

    async fn update(
        &self,
        key: SessionKey,
        _: State,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let ctx = Operation::current(&self.provider);
        let key = secret(key);
        let unbound = Box::pin(self.provider.sessions().unbind(&ctx, &key)).await;
        unbound.unwrap_or_else(note_failure);
        Ok(())
    }
}
