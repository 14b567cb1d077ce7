//! Every check by its official name, with the section that it holds the provider to.

mod answers;
mod claims;
mod discovery;
mod logout;
mod prompts;
mod registration;
mod request_objects;
mod shared_signals;
mod tokens;

use crate::{finding::Checked, run::Run};
use futures_util::future::LocalBoxFuture;

type Check = for<'a> fn(&'a mut Run) -> LocalBoxFuture<'a, Checked>;

/// The function that runs a module and returns its result.
#[derive(Clone, Copy)]
pub struct Module {
    /// The official name.
    pub name: &'static str,
    /// What it holds the provider to.
    pub section: &'static str,
    /// Whether it needs a client of its own.
    pub needs_registration: bool,
    /// The function that runs the module.
    pub check: Check,
}

macro_rules! modules {
    ($($name:literal, $section:literal, $needs:literal, $check:path;)+) => {
        /// Every module, in the order in which they run.
        pub const ALL: &[Module] = &[$(Module { name: $name, section: $section, needs_registration: $needs, check: |run| Box::pin($check(run)) }),+];
    };
}

modules! {
    "oidcc-server", "OIDC Core 3.1, 3.2, 3.3", false, answers::server;
    "oidcc-response-type-missing", "RFC 6749 4.1.2.1", false, answers::response_type_missing;
    "oidcc-idtoken-signature", "OIDC Core 2, 10.1", true, tokens::idtoken_signature;
    "oidcc-idtoken-unsigned", "OIDC Core 3.1.3.7", true, tokens::idtoken_unsigned;
    "oidcc-idtoken-rs256", "OIDC Core 15.1", true, tokens::idtoken_rs256;
    "oidcc-userinfo-get", "OIDC Core 5.3.1", false, claims::userinfo_get;
    "oidcc-userinfo-post-header", "OIDC Core 5.3.1", false, claims::userinfo_post_header;
    "oidcc-userinfo-post-body", "RFC 6750 2.2", false, claims::userinfo_post_body;
    "oidcc-userinfo-rs256", "OIDC Core 5.3.2", true, claims::userinfo_rs256;
    "oidcc-ensure-request-without-nonce-succeeds-for-code-flow",
        "OIDC Core 3.1.2.1", false, answers::no_nonce_succeeds;
    "oidcc-ensure-request-without-nonce-fails", "OIDC Core 3.2.2.1", false, answers::no_nonce_fails;
    "oidcc-scope-profile", "OIDC Core 5.4", false, claims::scope_profile;
    "oidcc-scope-email", "OIDC Core 5.4", false, claims::scope_email;
    "oidcc-scope-address", "OIDC Core 5.4", false, claims::scope_address;
    "oidcc-scope-phone", "OIDC Core 5.4", false, claims::scope_phone;
    "oidcc-scope-all", "OIDC Core 5.4", false, claims::scope_all;
    "oidcc-alternate-happy-flow", "RFC 6749 3.1", false, answers::alternate;
    "oidcc-display-page", "OIDC Core 3.1.2.1", false, answers::display_page;
    "oidcc-display-popup", "OIDC Core 3.1.2.1", false, answers::display_popup;
    "oidcc-prompt-login", "OIDC Core 3.1.2.1", false, prompts::prompt_login;
    "oidcc-prompt-none-not-logged-in",
        "OIDC Core 3.1.2.6", false, prompts::prompt_none_not_logged_in;
    "oidcc-prompt-none-logged-in", "OIDC Core 3.1.2.1", false, prompts::prompt_none_logged_in;
    "oidcc-max-age-1", "OIDC Core 3.1.2.1", false, prompts::max_age_1;
    "oidcc-max-age-10000", "OIDC Core 3.1.2.1", false, prompts::max_age_10000;
    "oidcc-ensure-request-with-unknown-parameter-succeeds",
        "RFC 6749 3.1", false, answers::unknown_parameter;
    "oidcc-id-token-hint", "OIDC Core 3.1.2.1", false, prompts::id_token_hint;
    "oidcc-login-hint", "OIDC Core 3.1.2.1", false, answers::login_hint;
    "oidcc-ui-locales", "OIDC Core 3.1.2.1", false, answers::ui_locales;
    "oidcc-claims-locales", "OIDC Core 5.2", false, answers::claims_locales;
    "oidcc-ensure-request-with-acr-values-succeeds",
        "OIDC Core 3.1.2.1", false, answers::acr_values;
    "oidcc-codereuse", "RFC 6749 4.1.2", false, tokens::codereuse;
    "oidcc-codereuse-30seconds", "RFC 6749 4.1.2", false, tokens::codereuse_30seconds;
    "oidcc-ensure-registered-redirect-uri",
        "OIDC Core 3.1.2.1", false, answers::registered_redirect_uri;
    "oidcc-ensure-post-request-succeeds", "OIDC Core 3.1.2.1", false, answers::post_request;
    "oidcc-server-client-secret-post", "RFC 6749 2.3.1", false, tokens::client_secret_post;
    "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
        "OIDC Core 6.2", true, request_objects::uri_unsigned_or_rejected;
    "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        "OIDC Core 6.1", false, request_objects::value_unsigned_or_rejected;
    "oidcc-claims-essential", "OIDC Core 5.5", false, claims::claims_essential;
    "oidcc-ensure-request-object-with-redirect-uri",
        "OIDC Core 6.1", false, request_objects::redirect_uri_inside;
    "oidcc-refresh-token", "OIDC Core 12", false, tokens::refresh_token;
    "oidcc-ensure-request-with-valid-pkce-succeeds", "RFC 7636 4", false, tokens::valid_pkce;
    "oidcc-discovery-endpoint-verification", "OIDC Discovery 3, 4", false, discovery::verification;
    "oidcc-ensure-redirect-uri-in-authorization-request",
        "OIDC Core 3.1.2.1", true, registration::redirect_uri_missing;
    "oidcc-redirect-uri-query-OK", "RFC 6749 3.1.2", true, registration::redirect_uri_query_ok;
    "oidcc-redirect-uri-query-mismatch",
        "RFC 6749 3.1.2.3", true, registration::redirect_uri_query_mismatch;
    "oidcc-redirect-uri-query-added",
        "RFC 6749 3.1.2.3", false, registration::redirect_uri_query_added;
    "oidcc-redirect-uri-regfrag", "RFC 6749 3.1.2", true, registration::regfrag;
    "oidcc-registration-logo-uri", "OIDC Registration 2", true, registration::logo_uri;
    "oidcc-registration-policy-uri", "OIDC Registration 2", true, registration::policy_uri;
    "oidcc-registration-tos-uri", "OIDC Registration 2", true, registration::tos_uri;
    "oidcc-registration-jwks-uri", "OIDC Registration 2", true, registration::jwks_uri;
    "oidcc-registration-sector-uri", "OIDC Registration 5", true, registration::sector_uri;
    "oidcc-registration-sector-bad", "OIDC Registration 5", true, registration::sector_bad;
    "oidcc-server-rotate-keys", "OIDC Core 10.1.1", false, discovery::rotate_keys;
    "oidcc-refresh-token-rp-key-rotation", "OIDC Core 10.1.1", true, tokens::rp_key_rotation;
    "oidcc-request-uri-unsigned", "OIDC Core 6.2", true, request_objects::uri_unsigned;
    "oidcc-request-uri-signed-rs256", "OIDC Core 6.2", true, request_objects::uri_signed;
    "oidcc-ensure-client-assertion-with-iss-aud-succeeds",
        "RFC 7523 3", true, tokens::assertion_for_issuer;
    "oidcc-3rd_party-init-login", "OIDC Core 4", true, registration::initiate_login_uri;
    "oidcc-3rd_party-init-login-nohttps",
        "OIDC Core 4", true, registration::initiate_login_uri_without_https;
    "oidcc-rp-initiated-logout-discovery-endpoint-verification",
        "OIDC RP-Initiated Logout 2.1", false, discovery::rp_initiated_logout;
    "oidcc-rp-initiated-logout", "OIDC RP-Initiated Logout 2, 3", false, logout::rp_initiated;
    "oidcc-rp-initiated-logout-no-state", "OIDC RP-Initiated Logout 3", false, logout::no_state;
    "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
        "OIDC RP-Initiated Logout 3, 4", false, logout::bad_uri;
    "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri",
        "OIDC RP-Initiated Logout 3, 4", false, logout::query_added;
    "oidcc-rp-initiated-logout-modified-id-token-hint",
        "OIDC RP-Initiated Logout 4", false, logout::modified_hint;
    "oidcc-rp-initiated-logout-bad-id-token-hint",
        "OIDC RP-Initiated Logout 4", false, logout::bad_hint;
    "oidcc-rp-initiated-logout-no-id-token-hint",
        "OIDC RP-Initiated Logout 2, 3", false, logout::no_hint;
    "oidcc-rp-initiated-logout-no-params", "OIDC RP-Initiated Logout 2", false, logout::no_params;
    "oidcc-rp-initiated-logout-no-post-logout-redirect-uri",
        "OIDC RP-Initiated Logout 2", false, logout::no_uri;
    "oidcc-rp-initiated-logout-only-state", "OIDC RP-Initiated Logout 2", false, logout::only_state;
    "oidcc-session-management-discovery-endpoint-verification",
        "OIDC Session Management 3.3", false, discovery::session_management;
    "oidcc-session-management-rp-initiated-logout",
        "OIDC Session Management 2, 3", false, logout::session_management;
    "oidcc-frontchannel-logout-discovery-endpoint-verification",
        "OIDC Front-Channel Logout 3", false, discovery::front_channel;
    "oidcc-frontchannel-rp-initiated-logout",
        "OIDC Front-Channel Logout 2, 3", true, logout::front_channel;
    "oidcc-backchannel-logout-discovery-endpoint-verification",
        "OIDC Back-Channel Logout 2.1", false, discovery::back_channel;
    "oidcc-backchannel-rp-initiated-logout",
        "OIDC Back-Channel Logout 2.4, 2.5", true, logout::back_channel;
    "openid-ssf-transmitter-metadata", "SSF 7.1", false, shared_signals::metadata;
    "openid-ssf-stream-control-happy-path", "SSF 8.1.1, 8.1.2", false, shared_signals::happy_path;
    "openid-ssf-stream-control-error-create-stream-with-broken-input",
        "SSF 8.1.1.1", false, shared_signals::create_broken;
    "openid-ssf-stream-control-error-create-stream-with-invalid-token",
        "SSF 8.1.1.1", false, shared_signals::create_unauthorized;
    "openid-ssf-stream-control-error-create-stream-with-duplicate-config",
        "SSF 8.1.1.1", false, shared_signals::create_twice;
    "openid-ssf-stream-control-error-read-stream-with-invalid-token",
        "SSF 8.1.1.2", false, shared_signals::read_unauthorized;
    "openid-ssf-stream-control-error-read-unknown-stream",
        "SSF 8.1.1.2", false, shared_signals::read_unknown;
    "openid-ssf-stream-control-error-update-stream-with-invalid-token",
        "SSF 8.1.1.3", false, shared_signals::update_unauthorized;
    "openid-ssf-stream-control-error-update-stream-with-invalid-body",
        "SSF 8.1.1.3", false, shared_signals::update_broken;
    "openid-ssf-stream-control-error-update-unknown-stream",
        "SSF 8.1.1.3", false, shared_signals::update_unknown;
    "openid-ssf-stream-control-error-replace-stream-with-invalid-body",
        "SSF 8.1.1.4", false, shared_signals::replace_broken;
    "openid-ssf-stream-control-error-replace-stream-with-invalid-token",
        "SSF 8.1.1.4", false, shared_signals::replace_unauthorized;
    "openid-ssf-stream-control-error-replace-unknown-stream",
        "SSF 8.1.1.4", false, shared_signals::replace_unknown;
    "openid-ssf-stream-control-error-delete-stream-with-invalid-token",
        "SSF 8.1.1.5", false, shared_signals::delete_unauthorized;
    "openid-ssf-stream-control-error-delete-unknown-stream",
        "SSF 8.1.1.5", false, shared_signals::delete_unknown;
    "openid-ssf-stream-subject-control", "SSF 8.1.3", false, shared_signals::subjects;
    "openid-ssf-transmitter-stream-verification-push",
        "SSF 8.1.4, RFC 8935 2", false, shared_signals::verification_push;
    "openid-ssf-transmitter-stream-verification-poll-only",
        "SSF 8.1.4, RFC 8936 2", false, shared_signals::poll_only;
    "openid-ssf-transmitter-stream-verification-poll-and-ack",
        "RFC 8936 2.4", false, shared_signals::poll_and_ack;
    "openid-ssf-transmitter-stream-verification-ack-only",
        "RFC 8936 2.4", false, shared_signals::ack_only;
    "openid-ssf-transmitter-stream-verification-error-push-no-auth",
        "RFC 8935 2", false, shared_signals::push_without_authorization;
    "openid-ssf-transmitter-stream-caep-interop",
        "CAEP 3.1, CAEP Interoperability Profile 2, 3", false, shared_signals::caep_interop;
}
