//! actix-session over our own store: the cookie holds a random identifier, the row behind it is the
//! truth.
//!
//! Unlike actix-session's own Redis store this one never re-creates a session that ended while a
//! request was under way: `update` writes nothing, and `save` binds an identifier only to a session
//! that stands.

use actix_session::{
    SessionMiddleware,
    config::{BrowserSession, CookieContentSecurity},
    storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError},
};
use actix_web::{
    Error,
    body::MessageBody,
    cookie::{Key, SameSite, time::Duration},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderValue, SET_COOKIE},
    middleware::Next,
    web::Data,
};
use doorward_core::Provider;
use doorward_core::context::{Actor, OperationContext};
use doorward_protocol::secret::Secret;
use std::collections::HashMap;

/// In the state: the session, as loaded.
pub const SESSION: &str = "sso_session";
/// In the state: the session to bind to this browser, after a sign-in.
pub const BIND: &str = "bind_sid";
/// In the state: the store did not answer.
pub const UNAVAILABLE: &str = "unavailable";

/// Beside a response: for how many seconds the browser keeps the session's cookie, also when it is
/// closed.
pub struct KeptFor(pub i64);

/// Makes the session's cookie one that stays, where the response asks for it. actix-session knows
/// one kind of cookie for everybody.
pub async fn keep_cookie(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let Some(seconds) = response
        .response()
        .extensions()
        .get::<KeptFor>()
        .map(|KeptFor(seconds)| *seconds)
    else {
        return Ok(response);
    };
    let cookies: Vec<HeaderValue> = response.headers().get_all(SET_COOKIE).cloned().collect();
    response.headers_mut().remove(SET_COOKIE);
    for cookie in cookies {
        let kept = cookie
            .to_str()
            .ok()
            .filter(|text| text.contains("doorward_session="))
            .and_then(|text| HeaderValue::from_str(&format!("{text}; Max-Age={seconds}")).ok());
        response
            .headers_mut()
            .append(SET_COOKIE, kept.unwrap_or(cookie));
    }
    Ok(response)
}

type State = HashMap<String, String>;

/// The store that actix-session asks.
pub struct SsoSessionStore {
    provider: Data<Provider>,
}

/// The middleware with our cookie: `__Host-` on https, `HttpOnly`, `SameSite=Lax`, signed.
pub fn middleware(provider: &Data<Provider>) -> SessionMiddleware<SsoSessionStore> {
    let https = provider.settings.is_https;
    SessionMiddleware::builder(
        SsoSessionStore {
            provider: provider.clone(),
        },
        Key::from(provider.master_key.cookie_key()),
    )
    .cookie_name(
        if https {
            "__Host-doorward_session"
        } else {
            "doorward_session"
        }
        .to_owned(),
    )
    .cookie_secure(https)
    .cookie_http_only(true)
    .cookie_same_site(SameSite::Lax)
    .cookie_path("/".to_owned())
    .cookie_content_security(CookieContentSecurity::Signed)
    .session_lifecycle(BrowserSession::default())
    .build()
}

impl SsoSessionStore {
    /// actix-session hands the store no request, so the origin is unknown here.
    fn context(&self) -> OperationContext {
        OperationContext::local(self.provider.clock.as_ref(), Actor::Anonymous)
    }
}

fn secret(key: &SessionKey) -> Secret {
    Secret::presented(key.as_ref())
}

impl SessionStore for SsoSessionStore {
    async fn load(&self, session_key: &SessionKey) -> Result<Option<State>, LoadError> {
        let ctx = &self.context();
        let key = secret(session_key);
        let loaded = self.provider.sessions().load(ctx, &key).await;
        match loaded {
            Ok(None) => Ok(None),
            Ok(Some(session)) => {
                if let Err(error) = self.provider.sessions().touch(ctx, &key, &session).await {
                    tracing::warn!(%error, "a session's last use could not be written down");
                }
                let text = serde_json::to_string(&session)
                    .map_err(|error| LoadError::Deserialization(error.into()))?;
                Ok(Some(State::from([(SESSION.to_owned(), text)])))
            }
            Err(error) => {
                tracing::error!(%error, "a session could not be loaded");
                Ok(Some(State::from([(
                    UNAVAILABLE.to_owned(),
                    "true".to_owned(),
                )])))
            }
        }
    }

    async fn save(&self, session_state: State, _ttl: &Duration) -> Result<SessionKey, SaveError> {
        let ctx = &self.context();
        let sid: Option<String> = session_state
            .get(BIND)
            .and_then(|text| serde_json::from_str(text).ok());
        let bound = match sid {
            Some(sid) => self
                .provider
                .sessions()
                .bind(ctx, &sid)
                .await
                .map_err(|error| SaveError::Other(error.into()))?,
            None => None,
        };
        // A session that ended in this very moment is bound to nothing: the browser gets an
        // identifier that opens nothing.
        let key = bound.unwrap_or_else(|| Secret::generate(self.provider.entropy.as_ref()));
        SessionKey::try_from(key.reveal().to_owned())
            .map_err(|error| SaveError::Other(error.into()))
    }

    async fn update(
        &self,
        session_key: SessionKey,
        _state: State,
        _ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        Ok(session_key)
    }

    async fn update_ttl(
        &self,
        _session_key: &SessionKey,
        _ttl: &Duration,
    ) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, session_key: &SessionKey) -> Result<(), anyhow::Error> {
        Ok(self
            .provider
            .sessions()
            .unbind(&secret(session_key))
            .await?)
    }
}
