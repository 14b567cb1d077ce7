//! The apps' pages: small, and visibly not the issuer's.

use crate::demo::{config::AppConfig, oidc::Who};

const STYLE: &str = "*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;font:17px/1.5 system-ui,sans-serif;background:#eef1f6;color:#16202e}\
main{width:100%;max-width:30rem;background:#fff;border:1px solid #d5dce7;border-radius:14px;padding:28px}h1{margin:0 0 4px;font-size:28px}p{margin:0 0 16px;color:#4c5a6e}strong{color:#16202e}\
a,button{display:inline-block;min-height:44px;padding:10px 16px;border-radius:10px;border:1px solid #1f4fa8;background:#1f4fa8;color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer;margin:0 8px 8px 0}\
.second{background:transparent;color:#1f4fa8}form{display:inline}:focus-visible{outline:3px solid #1f4fa8;outline-offset:2px}\
@media(prefers-color-scheme:dark){body{background:#0f1520;color:#e8edf5}main{background:#182031;border-color:#2c3850}p{color:#a5b1c4}strong{color:#e8edf5}a,button{background:#8fb4ff;border-color:#8fb4ff;color:#0c1a33}.second{background:transparent;color:#8fb4ff}}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn page(name: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>{name}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
}

/// Somebody is here.
pub fn signed_in(config: &AppConfig, who: &Who) -> String {
    let (name, other) = (escaped(&config.name), escaped(&config.other_name));
    let body = format!(
        "<h1>{name}</h1><p id=\"who\">You are signed in as <strong>{}</strong> ({}).</p><a id=\"other\" href=\"{}\">Open {other}</a>\
         <form method=\"post\" action=\"/sign-out\"><button id=\"sign-out\" class=\"second\">Sign out</button></form>",
        escaped(&who.name),
        escaped(&who.email),
        escaped(&config.other_url)
    );
    page(&name, &body)
}

/// Nobody is here.
pub fn signed_out(config: &AppConfig) -> String {
    let (name, other) = (escaped(&config.name), escaped(&config.other_name));
    let body = format!(
        "<h1>{name}</h1><p id=\"nobody\">You are not signed in.</p><a id=\"sign-in\" href=\"/sign-in\">Sign in</a><a id=\"other\" class=\"second\" href=\"{}\">Open {other}</a>",
        escaped(&config.other_url)
    );
    page(&name, &body)
}

/// The issuer said that this user may not use the app.
pub fn denied(config: &AppConfig) -> String {
    let (name, other) = (escaped(&config.name), escaped(&config.other_name));
    let body = format!(
        "<h1>{name}</h1><p id=\"denied\">You are signed in, but you may not use {name}: whoever runs it must give you a role.</p><a id=\"other\" href=\"{}\">Open {other}</a>\
         <a class=\"second\" href=\"/sign-in\">Try again</a>",
        escaped(&config.other_url)
    );
    page(&name, &body)
}

/// The issuer said no, or something that cannot be believed.
pub fn refused(config: &AppConfig, why: &str) -> String {
    let name = escaped(&config.name);
    page(
        &name,
        &format!(
            "<h1>{name}</h1><p>Sign-in did not work: {}.</p><a href=\"/sign-in\">Try again</a>",
            escaped(why)
        ),
    )
}
