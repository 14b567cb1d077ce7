//! Every setting of a client, with how it is written and what it means.

use super::{ClientSetting, Kind, Topic, access::ACCESS, setting};
use crate::{
    access::place::ClaimFormat,
    clients::client::TokenEndpointAuthMethod,
    keys::encryption::{ContentEncryption, KeyManagement},
};
use strum::VariantNames;

/// The names of [`SigningAlgorithm::ALL`](crate::clients::client::SigningAlgorithm::ALL).
pub(super) const SIGNING_ALGORITHMS: &[&str] = &["RS256", "ES256", "EdDSA", "PS256"];

/// Every setting of a client but `client_id`, which names the client and never changes.
pub const TOPICS: &[Topic] = &[
    Topic {
        heading: "The app",
        settings: APP,
    },
    Topic {
        heading: "Requests and answers",
        settings: REQUESTS,
    },
    Topic {
        heading: "Authentication of the app",
        settings: AUTHENTICATION,
    },
    Topic {
        heading: "Tokens and claims",
        settings: TOKENS,
    },
    Topic {
        heading: "Sign-out",
        settings: SIGN_OUT,
    },
    Topic {
        heading: "Who may use it",
        settings: ACCESS,
    },
];

/// What users see of the app.
const APP: &[ClientSetting] = &[
    setting(
        "client_name",
        Kind::Text,
        "Notes",
        "The name that users see",
    ),
    setting(
        "client_uri",
        Kind::Text,
        "https://notes.example.com",
        "The home page of the app; the launchpad leads there, where there is no `initiate_login_uri`",
    ),
    setting(
        "logo_uri",
        Kind::Text,
        "https://notes.example.com/logo.png",
        "The address of its logo",
    ),
    setting(
        "policy_uri",
        Kind::Text,
        "https://notes.example.com/privacy",
        "Its privacy policy",
    ),
    setting(
        "tos_uri",
        Kind::Text,
        "https://notes.example.com/terms",
        "Its terms of service",
    ),
    setting(
        "accent",
        Kind::Text,
        "#0f5c4d",
        "The accent colour of the pages of its sign-in; it needs a contrast of 3:1 with the page",
    ),
    setting(
        "accent_dark",
        Kind::Text,
        "#63d2b5",
        "The same on dark pages, where it is not to be derived from `accent`",
    ),
    setting(
        "initiate_login_uri",
        Kind::Text,
        "https://notes.example.com/login",
        "Where others start a sign-in at the app; the launchpad leads there",
    ),
    setting(
        "contacts",
        Kind::Texts,
        "ada@example.com",
        "Whom to ask about the app",
    ),
    setting(
        "mail_from",
        Kind::Text,
        "Notes <notes@example.com>",
        "Who the mails about the app come from; the mail server must accept the address",
    ),
    setting(
        "mail_server",
        Kind::Text,
        "notes",
        "The server that sends them, by its name in the settings (`mail.servers`); without it, that of all other mails",
    ),
    setting(
        "application_type",
        Kind::OneOf(&["web", "native"]),
        "native",
        "`native` for an app on a device, which may have a private-use scheme",
    ),
    setting(
        "software_id",
        Kind::Text,
        "org.example.notes",
        "The software that the app is an instance of (RFC 7591)",
    ),
    setting(
        "software_version",
        Kind::Text,
        "2.1",
        "The version of that software",
    ),
];

/// What it may ask for, and by which way the answer comes.
const REQUESTS: &[ClientSetting] = &[
    setting(
        "redirect_uris",
        Kind::Texts,
        "https://notes.example.com/callback",
        "Where answers may go, byte for byte",
    ),
    setting(
        "grant_types",
        Kind::Names,
        "authorization_code,refresh_token,client_credentials",
        "authorization_code and refresh_token, unless others are named; also client_credentials and implicit",
    ),
    setting(
        "response_types",
        Kind::Names,
        "code,code id_token",
        "`code`, unless others are named; the server's settings must allow others too",
    ),
    setting(
        "response_modes",
        Kind::Names,
        "query,form_post",
        "The response modes that it may ask for; every one unless some are named",
    ),
    setting(
        "require_pkce",
        Kind::Switch,
        "false",
        "PKCE is required unless this is `false`: many apps with a secret send none unless they are told to",
    ),
    setting(
        "scope",
        Kind::Text,
        "openid profile email",
        "The scope that it may be granted, with spaces between the values",
    ),
    setting(
        "default_max_age",
        Kind::Number,
        "3600",
        "Seconds after which a user signs in again, where a request names no max_age",
    ),
    setting(
        "require_auth_time",
        Kind::Switch,
        "true",
        "Whether the app needs auth_time in ID tokens; it always gets it",
    ),
    setting(
        "default_acr_values",
        Kind::Names,
        "urn:doorward:acr:2fa",
        "The authentication that is asked for where a request names none, such as urn:doorward:acr:2fa",
    ),
    setting(
        "request_uris",
        Kind::Texts,
        "https://notes.example.com/request.jwt",
        "Where its request objects are",
    ),
    setting(
        "request_object_signing_alg",
        Kind::Text,
        "ES256",
        "The one algorithm of its request objects",
    ),
];

/// How it proves who it is.
const AUTHENTICATION: &[ClientSetting] = &[
    setting(
        "token_endpoint_auth_method",
        Kind::OneOf(TokenEndpointAuthMethod::NAMES),
        "client_secret_post",
        "How it authenticates; `none` for an app that cannot keep a secret [default: client_secret_basic]",
    ),
    setting(
        "strict_client_authentication",
        Kind::Switch,
        "true",
        "Whether its secret is taken only where token_endpoint_auth_method says; otherwise header and body are both fine",
    ),
    setting(
        "token_endpoint_auth_signing_alg",
        Kind::Text,
        "ES256",
        "The one algorithm of its assertions",
    ),
    setting(
        "jwks",
        Kind::Document,
        r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
        "Its public keys, a JSON Web Key Set",
    ),
    setting(
        "jwks_uri",
        Kind::Text,
        "https://notes.example.com/jwks.json",
        "Where its public keys are",
    ),
];

/// What its tokens hold.
const TOKENS: &[ClientSetting] = &[
    setting(
        "access_token_format",
        Kind::OneOf(&["jwt", "opaque"]),
        "opaque",
        "What its access tokens look like",
    ),
    setting(
        "access_token_typ",
        Kind::OneOf(&["at+jwt", "JWT"]),
        "JWT",
        "`JWT` where the library of an API does not take the typ at+jwt of RFC 9068",
    ),
    setting(
        "id_token_claims",
        Kind::NamesOrSwitch,
        "email,preferred_username",
        "Claims of the granted scope that are in ID tokens too; `true` for all of them",
    ),
    setting(
        "claim_map",
        Kind::Document,
        r#"{"email":"upn","roles":["groups"],"tenant":{"value":"example"}}"#,
        "Claims under other names, and constants",
    ),
    setting(
        "access_claims_in",
        Kind::Names,
        "id_token,userinfo",
        "Where it gets the claims groups, roles and permissions: `id_token`, `access_token`, `userinfo`, `introspection` [default: all of them]",
    ),
    setting(
        "access_claims_format",
        Kind::OneOf(ClaimFormat::VARIANTS),
        "string",
        "The form of those claims: a list, or a text with commas between the names",
    ),
    setting(
        "audience",
        Kind::Texts,
        "https://api.example.com",
        "An API that its access tokens are for",
    ),
    setting(
        "subject_type",
        Kind::OneOf(&["public", "pairwise"]),
        "pairwise",
        "`pairwise` for a sub that no other app knows",
    ),
    setting(
        "sector_identifier_uri",
        Kind::Text,
        "https://example.com/sector.json",
        "A document that lists the redirect URIs of the apps that share a pairwise sub",
    ),
    setting(
        "id_token_signed_response_alg",
        Kind::OneOf(SIGNING_ALGORITHMS),
        "ES256",
        "The algorithm of its ID tokens",
    ),
    setting(
        "id_token_encrypted_response_alg",
        Kind::OneOf(KeyManagement::NAMES),
        "RSA-OAEP-256",
        "Encrypts its ID tokens: how the key travels",
    ),
    setting(
        "id_token_encrypted_response_enc",
        Kind::OneOf(ContentEncryption::NAMES),
        "A256GCM",
        "And under which cipher",
    ),
    setting(
        "userinfo_signed_response_alg",
        Kind::OneOf(SIGNING_ALGORITHMS),
        "RS256",
        "Userinfo as a JWT under this algorithm instead of JSON",
    ),
    setting(
        "userinfo_encrypted_response_alg",
        Kind::OneOf(KeyManagement::NAMES),
        "ECDH-ES",
        "Encrypts userinfo: how the key travels",
    ),
    setting(
        "userinfo_encrypted_response_enc",
        Kind::OneOf(ContentEncryption::NAMES),
        "A256GCM",
        "And under which cipher",
    ),
];

/// How it is told of a sign-out.
const SIGN_OUT: &[ClientSetting] = &[
    setting(
        "post_logout_redirect_uris",
        Kind::Texts,
        "https://notes.example.com/",
        "Where the browser may go after sign-out",
    ),
    setting(
        "backchannel_logout_uri",
        Kind::Text,
        "https://notes.example.com/backchannel-logout",
        "Where the server tells the app that a session ended",
    ),
    setting(
        "backchannel_logout_session_required",
        Kind::Switch,
        "true",
        "Whether it needs sid there; it always gets it",
    ),
    setting(
        "frontchannel_logout_uri",
        Kind::Text,
        "https://notes.example.com/frontchannel-logout",
        "What the browser loads when a session ended",
    ),
    setting(
        "frontchannel_logout_session_required",
        Kind::Switch,
        "true",
        "Whether it needs iss and sid there; it always gets them",
    ),
];
