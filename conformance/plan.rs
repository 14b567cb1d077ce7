//! The certification profiles of an OpenID Provider: which modules, in which variants.

use crate::{
    modules::{ALL, Module},
    run::{Auth, Variant},
};

/// One module to be run.
#[derive(Clone, Copy)]
pub struct Item {
    /// The name of the certification profile.
    pub profile: &'static str,
    /// The module to run.
    pub module: Module,
    /// The variant of client and response that it runs with.
    pub variant: Variant,
}

/// The names of all profiles.
pub const PROFILES: [&str; 15] = [
    "basic",
    "implicit",
    "hybrid",
    "form-post-basic",
    "form-post-implicit",
    "form-post-hybrid",
    "config",
    "dynamic",
    "3rd-party-init-login",
    "rp-initiated-logout",
    "session-management",
    "front-channel-logout",
    "back-channel-logout",
    "ssf-transmitter",
    "ssf-transmitter-caep",
];

const SCOPES_AND_PROMPTS: &str = "oidcc-scope-profile oidcc-scope-email oidcc-scope-address \
    oidcc-scope-phone oidcc-scope-all \
    oidcc-alternate-happy-flow oidcc-display-page oidcc-display-popup oidcc-prompt-login \
    oidcc-prompt-none-not-logged-in \
    oidcc-prompt-none-logged-in oidcc-max-age-1 oidcc-max-age-10000 \
    oidcc-ensure-request-with-unknown-parameter-succeeds oidcc-id-token-hint \
    oidcc-login-hint oidcc-ui-locales oidcc-claims-locales \
    oidcc-ensure-request-with-acr-values-succeeds";
const CODES: &str = "oidcc-codereuse oidcc-codereuse-30seconds \
    oidcc-ensure-registered-redirect-uri oidcc-server-client-secret-post \
    oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported \
    oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported \
    oidcc-claims-essential \
    oidcc-ensure-request-object-with-redirect-uri oidcc-refresh-token";
const USERINFO: &str = "oidcc-userinfo-get oidcc-userinfo-post-header oidcc-userinfo-post-body";
const DYNAMIC: &str = "oidcc-idtoken-rs256 oidcc-discovery-endpoint-verification oidcc-server \
    oidcc-ensure-redirect-uri-in-authorization-request \
    oidcc-redirect-uri-query-OK oidcc-redirect-uri-query-mismatch oidcc-redirect-uri-query-added \
    oidcc-redirect-uri-regfrag \
    oidcc-registration-logo-uri oidcc-registration-policy-uri oidcc-registration-tos-uri \
    oidcc-registration-sector-uri \
    oidcc-registration-sector-bad oidcc-server-rotate-keys oidcc-request-uri-unsigned \
    oidcc-request-uri-signed-rs256 \
    oidcc-ensure-request-object-with-redirect-uri";
const RP_INITIATED: &str = "oidcc-rp-initiated-logout-discovery-endpoint-verification \
    oidcc-rp-initiated-logout oidcc-rp-initiated-logout-no-state \
    oidcc-rp-initiated-logout-bad-post-logout-redirect-uri \
    oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri \
    oidcc-rp-initiated-logout-modified-id-token-hint oidcc-rp-initiated-logout-bad-id-token-hint \
    oidcc-rp-initiated-logout-no-id-token-hint \
    oidcc-rp-initiated-logout-no-params oidcc-rp-initiated-logout-no-post-logout-redirect-uri \
    oidcc-rp-initiated-logout-only-state";

const SSF: &str = "openid-ssf-transmitter-metadata openid-ssf-stream-control-happy-path \
    openid-ssf-stream-control-error-create-stream-with-broken-input \
    openid-ssf-stream-control-error-create-stream-with-invalid-token \
    openid-ssf-stream-control-error-create-stream-with-duplicate-config \
    openid-ssf-stream-control-error-read-stream-with-invalid-token \
    openid-ssf-stream-control-error-read-unknown-stream \
    openid-ssf-stream-control-error-delete-stream-with-invalid-token \
    openid-ssf-stream-control-error-delete-unknown-stream \
    openid-ssf-transmitter-stream-verification-push \
    openid-ssf-transmitter-stream-verification-poll-only \
    openid-ssf-transmitter-stream-verification-poll-and-ack \
    openid-ssf-transmitter-stream-verification-ack-only \
    openid-ssf-transmitter-stream-verification-error-push-no-auth";
const SSF_CHANGES: &str = "openid-ssf-stream-control-error-update-stream-with-invalid-token \
    openid-ssf-stream-control-error-update-stream-with-invalid-body \
    openid-ssf-stream-control-error-update-unknown-stream \
    openid-ssf-stream-control-error-replace-stream-with-invalid-body \
    openid-ssf-stream-control-error-replace-stream-with-invalid-token \
    openid-ssf-stream-control-error-replace-unknown-stream openid-ssf-stream-subject-control";

/// The modules of the plans, by the response type.
fn names(profile: &str, response_type: &str) -> String {
    match (profile, response_type) {
        ("basic", _) => format!(
            "oidcc-server oidcc-response-type-missing oidcc-idtoken-signature \
             oidcc-idtoken-unsigned {USERINFO} \
             oidcc-ensure-request-without-nonce-succeeds-for-code-flow {SCOPES_AND_PROMPTS} \
             {CODES} oidcc-ensure-post-request-succeeds \
             oidcc-ensure-request-with-valid-pkce-succeeds"
        ),
        ("implicit", response_type) => {
            let shared = format!(
                "oidcc-server oidcc-idtoken-signature oidcc-ensure-request-without-nonce-fails \
                 {SCOPES_AND_PROMPTS} oidcc-ensure-registered-redirect-uri \
                 oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported \
                 oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported \
                 oidcc-ensure-request-object-with-redirect-uri \
                 oidcc-claims-essential"
            );
            if response_type == "id_token token" { format!("{shared} {USERINFO} oidcc-response-type-missing") } else { shared }
        }
        ("hybrid", "code id_token") => format!(
            "oidcc-server oidcc-response-type-missing oidcc-idtoken-signature {USERINFO} \
             oidcc-ensure-request-without-nonce-fails {SCOPES_AND_PROMPTS} \
             {CODES} oidcc-ensure-request-with-valid-pkce-succeeds"
        ),
        ("hybrid", response_type) => {
            let nonce = if response_type == "code token" { "succeeds-for-code-flow" } else { "fails" };
            let rest = SCOPES_AND_PROMPTS.replace("oidcc-alternate-happy-flow", "");
            format!("oidcc-server oidcc-idtoken-signature {USERINFO} oidcc-ensure-request-without-nonce-{nonce} {rest} {CODES}")
        }
        ("config", _) => "oidcc-discovery-endpoint-verification".to_owned(),
        ("dynamic", response_type) => {
            let mut names = DYNAMIC.to_owned();
            if response_type == "code" || response_type == "code token" {
                names.push_str(" oidcc-idtoken-unsigned");
            }
            if response_type != "id_token" {
                names.push_str(" oidcc-userinfo-rs256");
            }
            if response_type.contains("code") {
                names
                    .push_str(" oidcc-registration-jwks-uri oidcc-refresh-token oidcc-refresh-token-rp-key-rotation oidcc-ensure-client-assertion-with-iss-aud-succeeds");
            }
            names
        }
        ("3rd-party-init-login", _) => "oidcc-3rd_party-init-login oidcc-3rd_party-init-login-nohttps".to_owned(),
        ("rp-initiated-logout", _) => RP_INITIATED.to_owned(),
        ("session-management", _) => {
            "oidcc-session-management-discovery-endpoint-verification oidcc-session-management-rp-initiated-logout".to_owned()
        }
        ("ssf-transmitter", _) => format!("{SSF} {SSF_CHANGES}"),
        ("ssf-transmitter-caep", _) => format!("{SSF} openid-ssf-transmitter-stream-caep-interop"),
        ("front-channel-logout", _) => "oidcc-frontchannel-logout-discovery-endpoint-verification oidcc-frontchannel-rp-initiated-logout".to_owned(),
        _ => "oidcc-backchannel-logout-discovery-endpoint-verification oidcc-backchannel-rp-initiated-logout".to_owned(),
    }
}

/// The response types of a profile.
fn response_types(profile: &str) -> &'static [&'static str] {
    match profile {
        "implicit" => &["id_token", "id_token token"],
        "hybrid" => &["code id_token", "code token", "code id_token token"],
        "dynamic" => &[
            "code",
            "id_token",
            "id_token token",
            "code id_token",
            "code token",
            "code id_token token",
        ],
        _ => &["code"],
    }
}

/// Everything that the profiles ask for; with static clients, without what needs a client of its
/// own; without a receiver, without what one does.
pub fn items(is_static: bool, has_receiver: bool) -> Vec<Item> {
    let mut items = Vec::new();
    for profile in PROFILES {
        let (base, form_post) = profile
            .strip_prefix("form-post-")
            .map_or((profile, false), |base| (base, true));
        let auth = if profile == "dynamic" {
            Auth::PrivateKey
        } else {
            Auth::Basic
        };
        if is_static && matches!(profile, "dynamic" | "3rd-party-init-login") {
            continue;
        }
        if !has_receiver && profile.starts_with("ssf-") {
            continue;
        }
        for response_type in response_types(base) {
            let variant = Variant {
                response_type,
                form_post,
                auth,
            };
            for name in names(base, response_type).split_whitespace() {
                let found = ALL.iter().find(|module| {
                    module.name == name && !(is_static && module.needs_registration)
                });
                items.extend(found.map(|module| Item {
                    profile,
                    module: *module,
                    variant,
                }));
            }
        }
    }
    items
}
