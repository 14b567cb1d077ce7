//! Requests of browsers and clients: forms, and what is read from them.

use super::{CALLBACK, ISSUER, NOW, client, is_well_said, text};
use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_protocol::{
    logout::logout_request::{LogoutDecision, LogoutRequest, decide, fault},
    oauth::{
        authorization_request::{AddressError, ClientRecord, Offered, Parameters, address, check},
        authorization_response::{AuthorizationResponse, EncodedResponse},
        client_authentication::{ClientCredential, HttpCredentials, presented_client},
        error_code::ErrorCode,
        pkce,
        response_mode::ResponseMode,
        response_type::ResponseType,
        scope::Scope,
        token_request::{TokenRequest, check_shape},
    },
    oidc::{
        authentication_context::AuthenticationContext,
        claims::{self, DeclaredClaims},
        claims_request::ClaimsRequest,
        id_token::Hint,
        prompt::Prompt,
    },
    secret::Secret,
    sessions::sso_session::{Authentication, SsoSession},
    text::{fold, is_storable},
    time::Lifetime,
};
use std::collections::BTreeSet;

/// Every code of the authorization endpoint for a request that is wrong by itself.
const AT_AUTHORIZATION: [ErrorCode; 6] = [
    ErrorCode::InvalidRequest,
    ErrorCode::InvalidRequestObject,
    ErrorCode::InvalidScope,
    ErrorCode::InvalidTarget,
    ErrorCode::UnauthorizedClient,
    ErrorCode::UnsupportedResponseType,
];
/// Every code of the token endpoint for a request that is wrong by itself.
const AT_TOKEN: [ErrorCode; 5] = [
    ErrorCode::InvalidClient,
    ErrorCode::InvalidRequest,
    ErrorCode::InvalidScope,
    ErrorCode::InvalidTarget,
    ErrorCode::UnsupportedGrantType,
];

/// What was read is written and read again as the same, each name at most once or said to be
/// repeated, and nothing empty.
pub(super) fn form(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let parameters = Parameters::parse(text);
    let pairs: Vec<(&str, &str)> = parameters.iter().collect();
    let again = Parameters::parse(&parameters.encode());
    assert_eq!(pairs, again.iter().collect::<Vec<_>>());
    assert!(pairs.iter().all(|(_, value)| !value.is_empty()));
    for (name, value) in &pairs {
        assert!(parameters.count(name) == 1 || parameters.has_repeated());
        if parameters.count(name) == 1 {
            assert_eq!(parameters.get(name), Some(*value));
        }
    }
    if !parameters.has_unusable() {
        assert!(pairs.iter().all(|(_, value)| is_storable(value)));
        assert!(!again.has_unusable());
    }
    let _ = check_shape(&parameters).map_err(|error| is_well_said(&error, &AT_TOKEN));
}

/// An answer goes to a registered address alone, with the state and the issuer; a request that is
/// taken holds nothing that the client is not registered for.
pub(super) fn authorization_request(input: &[u8]) {
    let Some((first, rest)) = input.split_first() else {
        return;
    };
    let Some(text) = text(rest) else { return };
    let mut client = client();
    client.require_pkce = first & 1 == 0;
    if first & 2 != 0 {
        client.response_types = vec![ResponseType::CODE];
    }
    if first & 4 != 0 {
        client.response_modes = vec![ResponseMode::FormPost];
    }
    let parameters = Parameters::parse(text);
    let record = ClientRecord {
        client: &client,
        disabled: first & 8 != 0,
    };
    let addressed = match address(&parameters, Some(record)) {
        Ok(addressed) => addressed,
        Err(error) => {
            assert_ne!(error, AddressError::ClientUnknown);
            assert!(record.disabled || error != AddressError::ClientDisabled);
            return;
        }
    };
    assert!(!record.disabled && client.has_redirect_uri(addressed.redirect_uri()));
    assert_eq!(
        parameters.get("redirect_uri"),
        Some(addressed.redirect_uri())
    );
    let allowed = ResponseType::NAMES.map(|name| ResponseType::parse(name).expect("a name"));
    let offered = Offered {
        issuer: ISSUER,
        response_types: &allowed,
        declared_claims: &DeclaredClaims::NONE,
    };
    match check(&parameters, &client, offered) {
        Ok(request) => {
            assert!(client.response_types.contains(&request.response_type));
            assert!(!request.scope.is_empty() && request.scope.is_subset_of(&client.scope));
            assert!(request.consent_scope().is_subset_of(&client.scope));
            let may_address =
                |resource: &String| resource == ISSUER || client.audience.contains(resource);
            assert!(request.resources.iter().all(may_address));
            let challenge = request.code_challenge.as_deref();
            assert!(challenge.is_none_or(pkce::is_challenge));
            assert!(
                challenge.is_some() || !client.require_pkce || !request.response_type.has_code()
            );
            assert!(request.nonce.is_some() || !request.response_type.has_id_token());
            assert!(request.response_type.allows(addressed.response_mode()));
            let stored = serde_json::to_string(&request).expect("it can be stored");
            assert_eq!(serde_json::from_str::<_>(&stored).ok(), Some(request));
        }
        Err(error) => {
            is_well_said(&error, &AT_AUTHORIZATION);
            let (uri, state) = (
                addressed.redirect_uri().to_owned(),
                addressed.state().map(str::to_owned),
            );
            let mode = addressed.response_mode();
            let encoded = AuthorizationResponse::error(addressed, ISSUER, &error).encode();
            let sent = match encoded {
                EncodedResponse::Redirect(location) => {
                    assert!(mode != ResponseMode::FormPost);
                    let rest = location.strip_prefix(&uri).expect("it goes to the client");
                    assert!(rest.starts_with(['?', '&', '#']), "{location}");
                    let pairs = url::form_urlencoded::parse(&rest.as_bytes()[1..]);
                    pairs.into_owned().collect::<Vec<_>>()
                }
                EncodedResponse::Message(origin, fields) => {
                    assert!(mode == ResponseMode::WebMessage && uri.starts_with(&origin));
                    assert!(origin.starts_with("http"));
                    let fields = fields.into_iter();
                    fields
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect()
                }
                EncodedResponse::Form(action, fields) => {
                    assert_eq!(action, uri);
                    let fields = fields.into_iter();
                    fields
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect()
                }
            };
            let get = |name: &str| {
                let mut values = sent.iter().filter(|(known, _)| known == name);
                let value = values.next().map(|(_, value)| value.clone());
                assert!(values.next().is_none(), "{name} twice");
                value
            };
            assert_eq!(get("error").as_deref(), Some(error.code.as_str()));
            assert_eq!((get("iss").as_deref(), get("state")), (Some(ISSUER), state));
        }
    }
}

/// A grant comes with what it needs.
pub(super) fn token_request(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let parameters = Parameters::parse(text);
    if let Err(error) = check_shape(&parameters) {
        return is_well_said(&error, &AT_TOKEN);
    }
    match TokenRequest::parse(&parameters) {
        Ok(request) => {
            assert_eq!(
                parameters.get("grant_type"),
                Some(request.grant_type().as_str())
            );
            // Written by a client and read again, it is the same request.
            let again = TokenRequest::parse(&Parameters::parse(&parameters.encode()));
            let again = again.expect("what was taken is taken again");
            assert_eq!(again.grant_type(), request.grant_type());
        }
        Err(error) => is_well_said(&error, &AT_TOKEN),
    }
}

/// One credential or a refusal, and Basic means what its RFC says. The first line is the header.
pub(super) fn client_authentication(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (header, body) = text.split_once('\n').unwrap_or(("", text));
    let (scheme, credentials) = header.split_once(' ').unwrap_or((header, ""));
    let http = (!header.is_empty()).then_some(HttpCredentials {
        scheme,
        credentials,
    });
    let parameters = Parameters::parse(body);
    let presented = match presented_client(http, &parameters) {
        Ok(presented) => presented,
        Err(error) => return is_well_said(&error, &AT_TOKEN),
    };
    assert!(!presented.client_id.is_empty() || parameters.get("client_id") == Some(""));
    if let Some(named) = parameters.get("client_id") {
        assert!(
            presented.client_ids().eq([named]),
            "one client, whoever says it"
        );
    }
    match &presented.credential {
        ClientCredential::Basic(readings) => {
            assert!(http.is_some() && (1..=2).contains(&readings.len()));
            for secret in readings {
                is_said_again(&presented.client_id, secret);
            }
        }
        ClientCredential::Post(secret) => {
            assert_eq!(parameters.get("client_secret"), Some(secret.reveal()));
        }
        ClientCredential::Assertion(_) => assert!(parameters.get("client_assertion").is_some()),
        ClientCredential::Identifier => {}
    }
}

/// What was read of Basic credentials is read the same when it is encoded as its RFC says.
fn is_said_again(client_id: &str, secret: &Secret) {
    let part =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let encoded = STANDARD.encode(format!("{}:{}", part(client_id), part(secret.reveal())));
    let again = HttpCredentials {
        scheme: "Basic",
        credentials: &encoded,
    };
    let again = presented_client(Some(again), &Parameters::default());
    let again = again.expect("what was read can be said");
    assert_eq!(again.client_id, client_id);
    assert!(
        matches!(&again.credential, ClientCredential::Basic(readings) if readings.first() == Some(secret))
    );
}

/// A redirect after a sign-out goes to a registered address, and a session ends only for a hint of
/// its own user. The first byte says what is known.
pub(super) fn logout_request(input: &[u8]) {
    let Some((known, rest)) = input.split_first() else {
        return;
    };
    let Some(text) = text(rest) else { return };
    let parameters = Parameters::parse(text);
    let client = client();
    let claims: serde_json::Value = parameters
        .get("id_token_hint")
        .and_then(|hint| serde_json::from_str(hint).ok())
        .unwrap_or_default();
    let hint = claims
        .as_object()
        .and_then(|claims| Hint::from_claims(Some("JWT"), claims, ISSUER));
    let session = SsoSession {
        sid: "s-1".to_owned(),
        user_id: "u-1".to_owned(),
        auth_time: NOW,
        authentication: Authentication::password(),
        created_at: NOW,
        last_seen_at: NOW,
        expires_at: NOW.plus(Lifetime::hours(1)),
        ended_at: None,
        remembered: false,
        generation: 1,
    };
    let request = LogoutRequest {
        hint_sent: parameters.get("id_token_hint").is_some(),
        hint: hint.as_ref(),
        hint_is_of_user: hint.as_ref().is_some_and(|hint| hint.sub == "u-1"),
        client_id: parameters.get("client_id"),
        registered_by_itself: known & 2 != 0,
        post_logout_redirect_uri: parameters.get("post_logout_redirect_uri"),
    };
    let named = request
        .client_id
        .or(hint.as_ref().map(|hint| hint.client_id.as_str()));
    let client = Some(&client).filter(|client| named == Some(client.client_id.as_str()));
    let session = (known & 1 == 0).then_some(&session);
    let fault = fault(&request, client);
    match decide(&request, fault, session) {
        LogoutDecision::SignOut => {
            assert!(session.is_some() && request.hint_is_of_user && fault.is_none());
            let sid = hint.as_ref().and_then(|hint| hint.sid.as_deref());
            assert!(sid.is_none_or(|sid| sid == "s-1"));
        }
        LogoutDecision::Confirm => assert!(session.is_some()),
        LogoutDecision::NotSignedIn => assert!(session.is_none()),
        LogoutDecision::ShowResult => {
            let is_unproven = hint.is_none() && request.registered_by_itself;
            assert!(session.is_none() && (is_unproven || fault.is_some()));
        }
    }
    if fault.is_none()
        && let Some(uri) = request.post_logout_redirect_uri
    {
        assert_eq!(uri, "https://notes.example/bye");
    }
}

/// Only claims that exist are asked for, and within a registration only those that it opens.
pub(super) fn claims_request(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let Some(request) = ClaimsRequest::parse(text, &DeclaredClaims::NONE) else {
        return;
    };
    let names = |request: &ClaimsRequest| -> BTreeSet<String> {
        let names = [&request.names.userinfo, &request.names.id_token];
        names.into_iter().flatten().cloned().collect()
    };
    assert!(
        names(&request)
            .iter()
            .all(|name| claims::scope_of(name).is_some())
    );
    let stored = serde_json::to_string(&request).expect("it can be stored");
    assert_eq!(
        serde_json::from_str::<_>(&stored).ok().as_ref(),
        Some(&request)
    );
    let registered = Scope::parse("openid email").expect("a scope");
    let within = request.clone().within(&registered, &DeclaredClaims::NONE);
    assert!(within.implied_scope.is_subset_of(&registered));
    assert!(names(&within).is_subset(&names(&request)));
    assert_eq!(
        within.clone().within(&registered, &DeclaredClaims::NONE),
        within
    );
}

/// The small values that stand in parameters: what is read, written and read again is the same.
pub(super) fn values(input: &[u8]) {
    let Some(text) = text(input) else { return };
    if let Some(scope) = Scope::parse(text) {
        let written = scope.to_string();
        assert_eq!(Scope::parse(&written).as_ref(), Some(&scope));
        assert!(written.is_ascii() && !written.contains(['"', '\\', '\0']));
        assert_eq!(scope.union(&scope), scope);
        assert!(
            scope
                .iter()
                .all(|token| !scope.without(token).contains(token))
        );
    }
    if let Some(response_type) = ResponseType::parse(text) {
        assert!(ResponseType::NAMES.contains(&response_type.as_str()));
        assert_eq!(
            ResponseType::parse(response_type.as_str()),
            Some(response_type)
        );
        assert!(response_type.allows(response_type.default_mode()));
    }
    if let Some(prompt) = Prompt::parse(text) {
        assert!(!prompt.none || !(prompt.login || prompt.consent || prompt.select_account));
    }
    if let Some(context) = AuthenticationContext::parse(text) {
        assert_eq!(context.as_str(), text);
    }
    assert_eq!(fold(&fold(text)), fold(text));
    if pkce::is_verifier(text) {
        assert!(text.is_ascii() && (43..=128).contains(&text.len()));
        assert!(
            !pkce::verify(text, text),
            "no verifier is its own challenge"
        );
    }
    assert!(!pkce::verify(CALLBACK, text));
}
