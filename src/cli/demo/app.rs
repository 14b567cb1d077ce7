//! The app: a home page, a callback, a sign-out.

use crate::demo::{
    config::AppConfig,
    oidc::{PendingLogin, RelyingParty, Tokens},
    page,
};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    cookie::{Cookie, SameSite},
    dev::Server,
    http::header::{CACHE_CONTROL, LOCATION},
    web::{Data, Query, get, post, resource},
};
use openidconnect::CsrfToken;
use serde::Deserialize;
use std::{collections::HashMap, net::TcpListener};
use tokio::sync::Mutex;

struct Running {
    config: AppConfig,
    relying_party: RelyingParty,
    waiting: Mutex<HashMap<String, PendingLogin>>,
    sessions: Mutex<HashMap<String, Tokens>>,
}

/// Starts an app on a listener. The issuer must answer already.
///
/// # Errors
/// Where the issuer cannot be discovered or the listener not used.
pub async fn start(config: AppConfig, listener: TcpListener) -> anyhow::Result<Server> {
    let relying_party = RelyingParty::discover(
        &config.issuer,
        &config.client_id,
        &config.client_secret,
        &format!("{}/callback", config.url),
    )
    .await?;
    let running = Data::new(Running {
        config,
        relying_party,
        waiting: Mutex::default(),
        sessions: Mutex::default(),
    });
    let app = move || {
        App::new()
            .app_data(running.clone())
            .service(resource("/").route(get().to(home)))
            .service(resource("/sign-in").route(get().to(sign_in)))
            .service(resource("/callback").route(get().to(callback)))
            .service(resource("/sign-out").route(post().to(sign_out)))
            .service(resource("/signed-out").route(get().to(signed_out)))
    };
    Ok(HttpServer::new(app)
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(listener)?
        .run())
}

fn go(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}

fn html(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(body)
}

/// How many logins and sessions an app keeps. It is an example: beyond it, it begins anew.
const MAX_KEPT: usize = 1000;

async fn keep<T>(kept: &Mutex<HashMap<String, T>>, key: String, value: T) {
    let mut kept = kept.lock().await;
    if kept.len() >= MAX_KEPT {
        kept.clear();
    }
    kept.insert(key, value);
}

impl Running {
    /// Cookies of one host are shared by all its ports: each app has a name of its own.
    fn cookie_name(&self) -> String {
        format!("{}_session", self.config.client_id)
    }

    fn session_of(&self, request: &HttpRequest) -> Option<String> {
        request
            .cookie(&self.cookie_name())
            .map(|cookie| cookie.value().to_owned())
    }

    async fn ask_issuer(&self, silently: bool) -> HttpResponse {
        let (url, waiting) = self.relying_party.authorize(silently);
        let state = waiting.state.clone();
        keep(&self.waiting, state.clone(), waiting).await;
        let mut response = go(&url);
        let cookie = Cookie::build(format!("{}_state", self.config.client_id), state)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish();
        let _ = response.add_cookie(&cookie);
        response
    }
}

/// Signed in: who. Otherwise the issuer is asked silently first.
async fn home(request: HttpRequest, running: Data<Running>) -> HttpResponse {
    if let Some(key) = running.session_of(&request) {
        let mut sessions = running.sessions.lock().await;
        if let Some(tokens) = sessions.get_mut(&key) {
            if let Some(who) = running.relying_party.who(tokens).await {
                return html(page::signed_in(&running.config, &who));
            }
            sessions.remove(&key);
        }
    }
    running.ask_issuer(true).await
}

async fn sign_in(running: Data<Running>) -> HttpResponse {
    running.ask_issuer(false).await
}

#[derive(Deserialize)]
struct Response {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

async fn callback(
    request: HttpRequest,
    running: Data<Running>,
    response: Query<Response>,
) -> HttpResponse {
    let mine = request
        .cookie(&format!("{}_state", running.config.client_id))
        .map(|cookie| cookie.value().to_owned());
    let state = response
        .state
        .clone()
        .filter(|state| Some(state) == mine.as_ref());
    let waiting = match state {
        Some(state) => running.waiting.lock().await.remove(&state),
        None => None,
    };
    let Some(waiting) =
        waiting.filter(|_| response.iss.as_deref() == Some(running.config.issuer.as_str()))
    else {
        return go("/signed-out");
    };
    let Some(code) = &response.code else {
        let silent = matches!(
            response.error.as_deref(),
            Some("login_required" | "consent_required" | "interaction_required")
        );
        return match response.error.as_deref() {
            _ if silent => go("/signed-out"),
            Some("access_denied") => html(page::denied(&running.config)),
            error => html(page::refused(&running.config, error.unwrap_or("no code"))),
        };
    };
    match running.relying_party.redeem(code, waiting).await {
        Ok(tokens) => {
            let key = CsrfToken::new_random_len(32).secret().clone();
            keep(&running.sessions, key.clone(), tokens).await;
            let mut response = go("/");
            let _ = response.add_cookie(
                &Cookie::build(running.cookie_name(), key)
                    .path("/")
                    .http_only(true)
                    .same_site(SameSite::Lax)
                    .finish(),
            );
            response
        }
        Err(error) => html(page::refused(&running.config, &format!("{error:#}"))),
    }
}

async fn sign_out(request: HttpRequest, running: Data<Running>) -> HttpResponse {
    let key = running.session_of(&request).unwrap_or_default();
    let Some(tokens) = running.sessions.lock().await.remove(&key) else {
        return go("/signed-out");
    };
    let back = format!("{}/signed-out", running.config.url);
    running
        .relying_party
        .sign_out(&tokens, &back)
        .map_or_else(|_| go("/signed-out"), |url| go(&url))
}

async fn signed_out(running: Data<Running>) -> HttpResponse {
    html(page::signed_out(&running.config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_than_so_many_are_kept() {
        let kept = Mutex::default();
        for number in 0..3 * MAX_KEPT {
            keep(&kept, number.to_string(), ()).await;
            assert!(kept.lock().await.len() <= MAX_KEPT);
        }
    }
}
