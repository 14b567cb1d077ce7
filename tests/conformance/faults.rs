//! The rules that are broken, one at a time, and the module that is named for each.

use crate::fault::Exchange;
use serde_json::{Value, json};

/// A broken rule.
pub struct Fault {
    pub name: &'static str,
    pub profile: &'static str,
    pub response_type: &'static str,
    pub module: &'static str,
    pub request: fn(&mut Exchange),
    pub response: fn(&mut Exchange),
}

fn nothing(_: &mut Exchange) {}

/// A fault on the way in.
pub const fn before(
    name: &'static str,
    profile: &'static str,
    response_type: &'static str,
    module: &'static str,
    request: fn(&mut Exchange),
) -> Fault {
    Fault {
        name,
        profile,
        response_type,
        module,
        request,
        response: nothing,
    }
}

/// A fault on the way out.
pub const fn after(
    name: &'static str,
    profile: &'static str,
    response_type: &'static str,
    module: &'static str,
    response: fn(&mut Exchange),
) -> Fault {
    Fault {
        name,
        profile,
        response_type,
        module,
        request: nothing,
        response,
    }
}

/// Takes a parameter away where it does its work.
fn drop_at_authorize(exchange: &mut Exchange, name: &str) {
    if exchange.path == "/authorize" {
        exchange.remove(name);
    }
}

/// Answers a request that has this parameter with an error page.
fn mind(exchange: &mut Exchange, name: &str) {
    if exchange.path == "/authorize" && exchange.get(name).is_some() {
        exchange.answer(400, "<title>no</title>");
    }
}

fn claims_of_scope(exchange: &mut Exchange, names: &[&str]) {
    if exchange.path == "/userinfo" {
        exchange.json(|claims| claims.retain(|name, _| !names.contains(&name.as_str())));
    }
}

/// Sends the browser back as if the address were good.
fn take_any_redirect_uri(exchange: &mut Exchange) {
    if exchange.path == "/authorize"
        && let Some(uri) = exchange.get("redirect_uri")
    {
        exchange.redirect(format!(
            "{uri}{}code=abcdefghijklmnopqrstuvwxyz",
            if uri.contains('?') { '&' } else { '?' }
        ));
    }
}

/// Sends the browser back whatever the logout request proves.
fn take_any_logout(exchange: &mut Exchange) {
    if exchange.path == "/end_session"
        && let Some(uri) = exchange.get("post_logout_redirect_uri")
    {
        exchange.redirect(uri);
    }
}

fn metadata(exchange: &mut Exchange, change: impl FnOnce(&mut serde_json::Map<String, Value>)) {
    if exchange.path == "/.well-known/openid-configuration" {
        exchange.json(change);
    }
}

/// Answers a registration that is to be refused.
fn take_any_registration(exchange: &mut Exchange) {
    if exchange.path == "/register" {
        exchange.answer(201, r#"{"client_id": "taken"}"#);
    }
}

fn flip_first(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    format!("{}{rest}", if first == "A" { "B" } else { "A" })
}

fn break_hash(exchange: &mut Exchange, name: &'static str) {
    exchange.id_tokens(move |claims| {
        if let Some(hash) = claims.get(name).and_then(Value::as_str) {
            let broken = flip_first(hash);
            claims.insert(name.into(), broken.into());
        }
    });
}

pub const ALL: &[Fault] = &[
    after(
        "another iss in the ID token",
        "basic",
        "code",
        "oidcc-server",
        |x| {
            x.id_tokens(|claims| drop(claims.insert("iss".into(), "https://other.example".into())));
        },
    ),
    after(
        "another aud in the ID token",
        "basic",
        "code",
        "oidcc-server",
        |x| {
            x.id_tokens(|claims| drop(claims.insert("aud".into(), "another".into())));
        },
    ),
    after(
        "no nonce in the ID token",
        "basic",
        "code",
        "oidcc-server",
        |x| x.id_tokens(|claims| drop(claims.remove("nonce"))),
    ),
    after(
        "another nonce in the ID token",
        "implicit",
        "id_token",
        "oidcc-server",
        |x| {
            x.id_tokens(|claims| drop(claims.insert("nonce".into(), "another".into())));
        },
    ),
    after(
        "an expired ID token",
        "basic",
        "code",
        "oidcc-server",
        |x| x.id_tokens(|claims| drop(claims.insert("exp".into(), json!(1_000_000)))),
    ),
    after("exp as text", "basic", "code", "oidcc-server", |x| {
        x.id_tokens(|claims| drop(claims.insert("exp".into(), "soon".into())));
    }),
    after(
        "no iat in the ID token",
        "basic",
        "code",
        "oidcc-server",
        |x| x.id_tokens(|claims| drop(claims.remove("iat"))),
    ),
    after(
        "several aud without azp",
        "basic",
        "code",
        "oidcc-server",
        |x| {
            x.id_tokens(|claims| {
                let aud = claims["aud"].clone();
                claims.insert("aud".into(), json!([aud, "another"]));
                claims.remove("azp");
            });
        },
    ),
    after(
        "a wrong at_hash",
        "implicit",
        "id_token token",
        "oidcc-server",
        |x| break_hash(x, "at_hash"),
    ),
    after(
        "no at_hash",
        "implicit",
        "id_token token",
        "oidcc-server",
        |x| x.id_tokens(|claims| drop(claims.remove("at_hash"))),
    ),
    after(
        "a wrong c_hash",
        "hybrid",
        "code id_token",
        "oidcc-server",
        |x| break_hash(x, "c_hash"),
    ),
    after(
        "no state in the answer",
        "basic",
        "code",
        "oidcc-server",
        |x| x.without_in_location("state"),
    ),
    after(
        "no iss in the answer",
        "basic",
        "code",
        "oidcc-server",
        |x| {
            if x.location
                .as_ref()
                .is_some_and(|location| location.contains("code="))
            {
                x.without_in_location("iss");
            }
        },
    ),
    after(
        "no kid in the ID token",
        "basic",
        "code",
        "oidcc-idtoken-signature",
        |x| {
            x.id_tokens(|claims| drop(claims.insert("=kid".into(), Value::Null)));
        },
    ),
    after(
        "an ID token under an unpublished key",
        "basic",
        "code",
        "oidcc-idtoken-signature",
        |x| {
            x.id_tokens(|claims| drop(claims.insert("=kid".into(), "unpublished".into())));
        },
    ),
    before(
        "another algorithm than was registered",
        "dynamic",
        "code",
        "oidcc-idtoken-rs256",
        |x| {
            if x.path == "/register" {
                x.request_body = x.request_body.replace(
                    "\"id_token_signed_response_alg\":\"RS256\"",
                    "\"id_token_signed_response_alg\":\"ES256\"",
                );
            }
        },
    ),
    before(
        "a refusal without response_type is no refusal",
        "basic",
        "code",
        "oidcc-response-type-missing",
        |x| {
            if x.path == "/authorize" && x.get("response_type").is_none() {
                x.set("response_type", "code");
            }
        },
    ),
    before(
        "nonce is demanded in the code flow",
        "basic",
        "code",
        "oidcc-ensure-request-without-nonce-succeeds-for-code-flow",
        |x| {
            if x.path == "/authorize" && x.get("nonce").is_none() {
                x.answer(400, "<title>no</title>");
            }
        },
    ),
    before(
        "nonce is not demanded where it must be",
        "implicit",
        "id_token",
        "oidcc-ensure-request-without-nonce-fails",
        |x| {
            if x.path == "/authorize" && x.get("nonce").is_none() {
                x.set("nonce", "made-up");
            }
        },
    ),
    after(
        "another sub at userinfo",
        "basic",
        "code",
        "oidcc-userinfo-get",
        |x| {
            if x.path == "/userinfo" {
                x.json(|claims| drop(claims.insert("sub".into(), "another".into())));
            }
        },
    ),
    before(
        "userinfo does not take POST",
        "basic",
        "code",
        "oidcc-userinfo-post-header",
        |x| {
            if x.path == "/userinfo" && x.method == "POST" {
                x.answer(405, "<title>no</title>");
            }
        },
    ),
    before(
        "userinfo does not take a form",
        "basic",
        "code",
        "oidcc-userinfo-post-body",
        |x| {
            if x.path == "/userinfo" && !x.form.is_empty() {
                x.answer(401, "<title>no</title>");
            }
        },
    ),
    before(
        "userinfo is not signed although it was registered so",
        "dynamic",
        "code",
        "oidcc-userinfo-rs256",
        |x| {
            if x.path == "/register" {
                x.request_body = x
                    .request_body
                    .replace("userinfo_signed_response_alg", "ignored");
            }
        },
    ),
    after(
        "claims of profile do not come",
        "basic",
        "code",
        "oidcc-scope-profile",
        |x| claims_of_scope(x, &["gender"]),
    ),
    after(
        "claims of email do not come",
        "basic",
        "code",
        "oidcc-scope-email",
        |x| claims_of_scope(x, &["email_verified"]),
    ),
    after(
        "address does not come",
        "basic",
        "code",
        "oidcc-scope-address",
        |x| claims_of_scope(x, &["address"]),
    ),
    after(
        "claims of phone do not come",
        "basic",
        "code",
        "oidcc-scope-phone",
        |x| claims_of_scope(x, &["phone_number"]),
    ),
    before(
        "only part of the scopes is taken",
        "basic",
        "code",
        "oidcc-scope-all",
        |x| {
            if x.path == "/authorize" && x.get("scope").is_some_and(|scope| scope.contains("phone"))
            {
                x.set("scope", "openid profile");
            }
        },
    ),
    after(
        "email_verified as text",
        "basic",
        "code",
        "oidcc-scope-email",
        |x| {
            if x.path == "/userinfo" {
                x.json(|claims| drop(claims.insert("email_verified".into(), "true".into())));
            }
        },
    ),
    before(
        "display is minded",
        "basic",
        "code",
        "oidcc-display-popup",
        |x| mind(x, "display"),
    ),
    before(
        "login_hint is minded",
        "basic",
        "code",
        "oidcc-login-hint",
        |x| mind(x, "login_hint"),
    ),
    before(
        "ui_locales is minded",
        "basic",
        "code",
        "oidcc-ui-locales",
        |x| mind(x, "ui_locales"),
    ),
    before(
        "claims_locales is minded",
        "basic",
        "code",
        "oidcc-claims-locales",
        |x| mind(x, "claims_locales"),
    ),
    before(
        "an unknown parameter is minded",
        "basic",
        "code",
        "oidcc-ensure-request-with-unknown-parameter-succeeds",
        |x| mind(x, "extra"),
    ),
    before(
        "prompt=login is ignored",
        "basic",
        "code",
        "oidcc-prompt-login",
        |x| drop_at_authorize(x, "prompt"),
    ),
    before(
        "prompt=none shows a page",
        "basic",
        "code",
        "oidcc-prompt-none-not-logged-in",
        |x| drop_at_authorize(x, "prompt"),
    ),
    before(
        "prompt=none forgets who is signed in",
        "basic",
        "code",
        "oidcc-prompt-none-logged-in",
        |x| {
            if x.path == "/authorize" && x.get("prompt").is_some() {
                let (uri, state) = (
                    x.get("redirect_uri").unwrap_or_default(),
                    x.get("state").unwrap_or_default(),
                );
                x.redirect(format!(
                    "{uri}?error=login_required&state={state}&iss=http%3A%2F%2Flocalhost"
                ));
            }
        },
    ),
    before(
        "max_age=1 is ignored",
        "basic",
        "code",
        "oidcc-max-age-1",
        |x| drop_at_authorize(x, "max_age"),
    ),
    after(
        "a stale auth_time",
        "basic",
        "code",
        "oidcc-max-age-1",
        |x| {
            x.id_tokens(|claims| drop(claims.insert("auth_time".into(), json!(1_700_000_000))));
        },
    ),
    after(
        "no auth_time although max_age was asked for",
        "basic",
        "code",
        "oidcc-max-age-10000",
        |x| {
            x.id_tokens(|claims| drop(claims.remove("auth_time")));
        },
    ),
    before(
        "max_age asks everybody again",
        "basic",
        "code",
        "oidcc-max-age-10000",
        |x| {
            if x.path == "/authorize" && x.get("max_age").as_deref() == Some("10000") {
                x.set("prompt", "login");
            }
        },
    ),
    before(
        "id_token_hint is minded",
        "basic",
        "code",
        "oidcc-id-token-hint",
        |x| mind(x, "id_token_hint"),
    ),
    after(
        "acr does not come",
        "basic",
        "code",
        "oidcc-ensure-request-with-acr-values-succeeds",
        |x| {
            x.id_tokens(|claims| drop(claims.remove("acr")));
        },
    ),
    Fault {
        name: "a code is good twice",
        profile: "basic",
        response_type: "code",
        module: "oidcc-codereuse",
        request: |x| {
            if x.path == "/token"
                && let Some(code) = x.get("code")
                && let Some(first) = x.memory.clone().lock().unwrap().get(&code)
            {
                x.answer(200, first);
            }
        },
        response: |x| {
            if x.path == "/token"
                && x.status == 200
                && let Some(code) = x.get("code")
            {
                x.memory.lock().unwrap().insert(code, x.body.clone());
            }
        },
    },
    after(
        "a used code is refused with another error",
        "basic",
        "code",
        "oidcc-codereuse",
        |x| {
            if x.path == "/token" && x.status == 400 {
                x.body = r#"{"error":"invalid_request"}"#.into();
            }
        },
    ),
    before(
        "tokens of a code that was used twice live on",
        "basic",
        "code",
        "oidcc-codereuse-30seconds",
        |x| {
            // The second use is refused without the provider's knowledge.
            if x.path == "/token"
                && let Some(code) = x.get("code")
                && x.memory
                    .clone()
                    .lock()
                    .unwrap()
                    .insert(code, String::new())
                    .is_some()
            {
                x.answer(400, r#"{"error":"invalid_grant"}"#);
            }
        },
    ),
    before(
        "any redirect_uri is taken",
        "basic",
        "code",
        "oidcc-ensure-registered-redirect-uri",
        take_any_redirect_uri,
    ),
    before(
        "a query more in redirect_uri is taken",
        "dynamic",
        "code",
        "oidcc-redirect-uri-query-added",
        take_any_redirect_uri,
    ),
    before(
        "another query in redirect_uri is taken",
        "dynamic",
        "code",
        "oidcc-redirect-uri-query-mismatch",
        take_any_redirect_uri,
    ),
    before(
        "the authorization endpoint does not take POST",
        "basic",
        "code",
        "oidcc-ensure-post-request-succeeds",
        |x| {
            if x.path == "/authorize" && x.method == "POST" {
                x.answer(405, "<title>no</title>");
            }
        },
    ),
    before(
        "client_secret_post is refused",
        "basic",
        "code",
        "oidcc-server-client-secret-post",
        |x| {
            if x.path == "/token" && x.authorization.is_none() {
                x.answer(401, r#"{"error":"invalid_client"}"#);
            }
        },
    ),
    before(
        "a request object is ignored",
        "basic",
        "code",
        "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        |x| {
            drop_at_authorize(x, "request");
        },
    ),
    before(
        "a request_uri is ignored",
        "dynamic",
        "code",
        "oidcc-request-uri-signed-rs256",
        |x| drop_at_authorize(x, "request_uri"),
    ),
    before(
        "claims is ignored",
        "basic",
        "code",
        "oidcc-claims-essential",
        |x| drop_at_authorize(x, "claims"),
    ),
    before(
        "a refresh token is good for every client",
        "basic",
        "code",
        "oidcc-refresh-token",
        |x| {
            // The second refresh in this module is the other client's.
            if x.path == "/token" && x.get("grant_type").as_deref() == Some("refresh_token") {
                let count = x.memory.lock().unwrap().len();
                x.memory
                    .clone()
                    .lock()
                    .unwrap()
                    .insert(count.to_string(), String::new());
                if count > 0 {
                    x.answer(200, r#"{"access_token":"a","token_type":"Bearer"}"#);
                }
            }
        },
    ),
    before(
        "code_verifier is lost",
        "basic",
        "code",
        "oidcc-ensure-request-with-valid-pkce-succeeds",
        |x| {
            if x.path == "/token" {
                x.remove("code_verifier");
            }
        },
    ),
    after(
        "the metadata has another issuer",
        "config",
        "code",
        "oidcc-discovery-endpoint-verification",
        |x| {
            metadata(x, |document| {
                drop(document.insert("issuer".into(), "https://other.example".into()));
            });
        },
    ),
    after(
        "the metadata has no RS256",
        "config",
        "code",
        "oidcc-discovery-endpoint-verification",
        |x| {
            metadata(x, |document| {
                drop(document.insert(
                    "id_token_signing_alg_values_supported".into(),
                    json!(["ES256"]),
                ));
            });
        },
    ),
    after(
        "an endpoint without https",
        "config",
        "code",
        "oidcc-discovery-endpoint-verification",
        |x| {
            metadata(x, |document| {
                drop(document.insert(
                    "userinfo_endpoint".into(),
                    "http://op.example/userinfo".into(),
                ));
            });
        },
    ),
    before(
        "a fragment is registered",
        "dynamic",
        "code",
        "oidcc-redirect-uri-regfrag",
        take_any_registration,
    ),
    before(
        "a sector document is not looked at",
        "dynamic",
        "code",
        "oidcc-registration-sector-bad",
        take_any_registration,
    ),
    before(
        "initiate_login_uri without https is registered",
        "3rd-party-init-login",
        "code",
        "oidcc-3rd_party-init-login-nohttps",
        take_any_registration,
    ),
    after(
        "initiate_login_uri is forgotten",
        "3rd-party-init-login",
        "code",
        "oidcc-3rd_party-init-login",
        |x| {
            if x.path.starts_with("/register/") {
                x.json(|client| drop(client.remove("initiate_login_uri")));
            }
        },
    ),
    after(
        "the logo is not shown",
        "dynamic",
        "code",
        "oidcc-registration-logo-uri",
        |x| x.body = x.body.replace("/logo_uri", "/nothing"),
    ),
    after(
        "the policy is not shown",
        "dynamic",
        "code",
        "oidcc-registration-policy-uri",
        |x| x.body = x.body.replace("/policy_uri", "/nothing"),
    ),
    before(
        "nobody is signed out",
        "rp-initiated-logout",
        "code",
        "oidcc-rp-initiated-logout",
        |x| {
            if x.path == "/end_session" {
                let (uri, state) = (
                    x.get("post_logout_redirect_uri").unwrap_or_default(),
                    x.get("state").unwrap_or_default(),
                );
                x.redirect(format!("{uri}?state={state}"));
            }
        },
    ),
    after(
        "state is lost on the way out",
        "rp-initiated-logout",
        "code",
        "oidcc-rp-initiated-logout",
        |x| {
            if x.path == "/end_session" {
                x.without_in_location("state");
            }
        },
    ),
    before(
        "any post_logout_redirect_uri is taken",
        "rp-initiated-logout",
        "code",
        "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
        take_any_logout,
    ),
    before(
        "an unsigned hint is taken",
        "rp-initiated-logout",
        "code",
        "oidcc-rp-initiated-logout-modified-id-token-hint",
        take_any_logout,
    ),
    before(
        "a foreign hint is taken",
        "rp-initiated-logout",
        "code",
        "oidcc-rp-initiated-logout-bad-id-token-hint",
        take_any_logout,
    ),
    before(
        "no hint is needed",
        "rp-initiated-logout",
        "code",
        "oidcc-rp-initiated-logout-no-id-token-hint",
        take_any_logout,
    ),
    after(
        "session_state does not come",
        "session-management",
        "code",
        "oidcc-session-management-rp-initiated-logout",
        |x| {
            x.without_in_location("session_state");
        },
    ),
    after(
        "the client is not framed",
        "front-channel-logout",
        "code",
        "oidcc-frontchannel-rp-initiated-logout",
        |x| {
            if x.path == "/end_session" {
                x.body = x.body.replace("<iframe", "<span");
            }
        },
    ),
    after(
        "the page goes on by itself beside its script",
        "front-channel-logout",
        "code",
        "oidcc-frontchannel-rp-initiated-logout",
        |x| {
            if x.path == "/end_session" {
                x.body = x.body.replace("<noscript>", "").replace("</noscript>", "");
            }
        },
    ),
    after(
        "the frame has no sid",
        "front-channel-logout",
        "code",
        "oidcc-frontchannel-rp-initiated-logout",
        |x| {
            if x.path == "/end_session" {
                x.body = x.body.replace("sid=", "nothing=");
            }
        },
    ),
    before(
        "the client is not told",
        "back-channel-logout",
        "code",
        "oidcc-backchannel-rp-initiated-logout",
        |x| {
            if x.path == "/register" {
                x.request_body = x
                    .request_body
                    .replace("\"backchannel_logout_uri\"", "\"ignored\"");
            }
        },
    ),
    after(
        "back-channel logout is not announced",
        "back-channel-logout",
        "code",
        "oidcc-backchannel-logout-discovery-endpoint-verification",
        |x| {
            metadata(x, |document| {
                drop(document.remove("backchannel_logout_supported"));
            });
        },
    ),
];
