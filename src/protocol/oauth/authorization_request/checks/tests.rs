use super::*;
use crate::oauth::authorization_request::{AddressError, ClientRecord, address};
use proptest::prelude::*;

fn client() -> Client {
    serde_json::from_value(
        serde_json::json!({"client_id": "notes", "redirect_uris": ["https://app.example/cb"]}),
    )
    .unwrap()
}

const OFFERED: Offered<'_> = Offered {
    issuer: "https://op.example",
    response_types: &[ResponseType::CODE],
    declared_claims: &DeclaredClaims::NONE,
};

const GOOD: &str = "client_id=notes&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

#[test]
fn each_fault_has_its_code() {
    let client = client();
    let code = |query: &str| {
        check(&Parameters::parse(query), &client, OFFERED)
            .err()
            .map(|error| error.code)
    };
    assert_eq!(code(GOOD), None);
    for (fault, expected) in [
        (
            GOOD.replace("&response_type=code", ""),
            ErrorCode::InvalidRequest,
        ),
        (
            GOOD.replace("response_type=code", "response_type=token"),
            ErrorCode::UnsupportedResponseType,
        ),
        (
            GOOD.replace("response_type=code", "response_type=CODE"),
            ErrorCode::UnsupportedResponseType,
        ),
        (GOOD.replace("S256", "plain"), ErrorCode::InvalidRequest),
        (
            GOOD.replace("&code_challenge_method=S256", ""),
            ErrorCode::InvalidRequest,
        ),
        (GOOD.replace("S256", "s256"), ErrorCode::InvalidRequest),
        (GOOD.replace("E9M", ""), ErrorCode::InvalidRequest),
        (
            format!("{GOOD}&prompt=none+login"),
            ErrorCode::InvalidRequest,
        ),
        (format!("{GOOD}&max_age=-1"), ErrorCode::InvalidRequest),
        (
            format!("{GOOD}&max_age=99999999999999999999"),
            ErrorCode::InvalidRequest,
        ),
        (format!("{GOOD}&max_age=1e3"), ErrorCode::InvalidRequest),
        (format!("{GOOD}&max_age=%2B1"), ErrorCode::InvalidRequest),
        (
            format!("{GOOD}&response_mode=bogus"),
            ErrorCode::InvalidRequest,
        ),
        (
            format!("{GOOD}&request_uri=http%3A%2F%2F169.254.169.254%2F"),
            ErrorCode::InvalidRequestObject,
        ),
        (format!("{GOOD}&request=x"), ErrorCode::InvalidRequestObject),
        (format!("{GOOD}&claims=x"), ErrorCode::InvalidRequest),
        (
            GOOD.replace("response_type=code", "response_type=id_token"),
            ErrorCode::UnsupportedResponseType,
        ),
        (format!("{GOOD}&nonce=a&nonce=b"), ErrorCode::InvalidRequest),
        (
            format!("{GOOD}&resource=https%3A%2F%2Fother.example"),
            ErrorCode::InvalidTarget,
        ),
        (
            format!(
                "{GOOD}&resource=https%3A%2F%2Fop.example&resource=https%3A%2F%2Fother.example"
            ),
            ErrorCode::InvalidTarget,
        ),
        (
            GOOD.replace("scope=openid", "scope=admin"),
            ErrorCode::InvalidScope,
        ),
    ] {
        assert_eq!(code(&fault), Some(expected), "{fault}");
    }
}

#[test]
fn tokens_travel_in_a_fragment_with_a_nonce_or_not_at_all() {
    let every: Vec<ResponseType> = ResponseType::NAMES
        .iter()
        .filter_map(|name| ResponseType::parse(name))
        .collect();
    let client: Client = serde_json::from_value(serde_json::json!({
        "client_id": "notes", "redirect_uris": ["https://app.example/cb"], "response_types": ResponseType::NAMES,
        "grant_types": ["authorization_code", "implicit"],
    }))
    .unwrap();
    let code = |query: &str| {
        check(
            &Parameters::parse(query),
            &client,
            Offered {
                response_types: &every,
                ..OFFERED
            },
        )
        .err()
        .map(|error| error.code)
    };
    let front = GOOD.replace("response_type=code", "response_type=id_token+token");
    assert_eq!(code(&format!("{front}&nonce=n")), None);
    assert_eq!(code(&front), Some(ErrorCode::InvalidRequest));
    assert_eq!(
        code(&format!("{front}&nonce=n&response_mode=query")),
        Some(ErrorCode::InvalidRequest)
    );
    assert_eq!(
        code(&format!("{front}&nonce=n&response_mode=form_post")),
        None
    );
    assert_eq!(
        code(&GOOD.replace("response_type=code", "response_type=code+token")),
        None
    );
    let addressed = address(
        &Parameters::parse(&front),
        Some(ClientRecord {
            client: &client,
            disabled: false,
        }),
    )
    .unwrap();
    assert_eq!(addressed.response_mode(), ResponseMode::Fragment);
}

#[test]
fn an_unproven_address_is_no_address_whatever_else_is_wrong() {
    let client = client();
    let record = Some(ClientRecord {
        client: &client,
        disabled: false,
    });
    let asked = |query: &str| address(&Parameters::parse(query), record).err();
    assert_eq!(asked(GOOD), None);
    assert_eq!(
        asked(&GOOD.replace("app.example", "evil.example")),
        Some(AddressError::RedirectUriUnregistered)
    );
    assert_eq!(
        asked("redirect_uri=https%3A%2F%2Fapp.example%2Fcb"),
        Some(AddressError::ClientMissing)
    );
    assert_eq!(
        asked(&format!("{GOOD}&redirect_uri=https%3A%2F%2Fevil.example")),
        Some(AddressError::Repeated)
    );
    assert_eq!(
        address(&Parameters::parse(GOOD), None),
        Err(AddressError::ClientUnknown)
    );
    assert_eq!(
        address(
            &Parameters::parse(GOOD),
            Some(ClientRecord {
                client: &client,
                disabled: true
            })
        ),
        Err(AddressError::ClientDisabled)
    );
}

proptest! {
    #[test]
    fn no_request_is_addressed_anywhere_but_to_a_registered_uri(uri in "(https://app\\.example/cb)?[ -~]{0,20}", rest in "[a-z_=&+%0-9]{0,60}") {
        let client = client();
        let encoded: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
        let parameters = Parameters::parse(&format!("client_id=notes&redirect_uri={encoded}&{rest}"));
        if let Ok(addressed) = address(&parameters, Some(ClientRecord { client: &client, disabled: false })) {
            prop_assert_eq!(addressed.redirect_uri(), "https://app.example/cb");
        }
    }

    #[test]
    fn what_is_granted_was_requested_and_registered(scope in "[a-z_ ]{0,40}") {
        let client = client();
        let request = check(&Parameters::parse(&GOOD.replace("scope=openid", &format!("scope=openid+{}", scope.replace(' ', "+")))), &client, OFFERED).unwrap();
        prop_assert!(request.scope.is_subset_of(&client.scope));
        let asked = Scope::parse(&["openid", &scope].join(" ")).unwrap();
        prop_assert!(request.scope.is_subset_of(&asked));
    }
}

#[test]
fn the_check_that_fails_is_the_last_that_was_told_of() {
    let client = client();
    let told = |query: &str| {
        let mut told = Vec::new();
        let _ = check_noting(&Parameters::parse(query), &client, OFFERED, &mut |check| {
            told.push(check);
        });
        told
    };
    assert_eq!(
        told(GOOD),
        RequestCheck::VARIANTS,
        "in the order of the list"
    );
    for (more, expected) in [
        ("&state=a&state=b", RequestCheck::Once),
        ("&request=x", RequestCheck::RequestObject),
        ("&response_mode=smoke", RequestCheck::ResponseMode),
        ("&prompt=maybe", RequestCheck::OpenIdParameters),
        ("&organization=acme", RequestCheck::Organization),
        ("&resource=nowhere", RequestCheck::Resource),
        ("&claims=%7B", RequestCheck::Claims),
        ("&max_age=soon", RequestCheck::MaxAge),
    ] {
        assert_eq!(
            told(&format!("{GOOD}{more}")).last(),
            Some(&expected),
            "{more}"
        );
    }
}

fn registered(more: &serde_json::Value) -> Client {
    let mut document = serde_json::json!({
        "client_id": "notes",
        "redirect_uris": ["https://app.example/cb"],
    });
    document
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    serde_json::from_value(document).unwrap()
}

fn asked(query: &str, client: &Client) -> Result<AuthorizationRequest, ProtocolError> {
    let response_types = [ResponseType::CODE, ResponseType::parse("id_token").unwrap()];
    let offered = Offered {
        response_types: &response_types,
        ..OFFERED
    };
    check(&Parameters::parse(query), client, offered)
}

#[test]
fn a_response_type_is_both_offered_and_registered() {
    let id_token = GOOD.replace("response_type=code", "response_type=id_token&nonce=n");
    let both = GOOD.replace("response_type=code", "response_type=code+id_token&nonce=n");
    for (query, types, expected) in [
        (GOOD, vec!["code"], None),
        (GOOD, vec!["id_token"], Some(ErrorCode::UnauthorizedClient)),
        (&id_token, vec!["code"], Some(ErrorCode::UnauthorizedClient)),
        (&id_token, vec!["code", "id_token"], None),
        (
            &both,
            vec!["code id_token"],
            Some(ErrorCode::UnsupportedResponseType),
        ),
    ] {
        let client = registered(&serde_json::json!({"response_types": types}));
        let code = asked(query, &client).err().map(|error| error.code);
        assert_eq!(code, expected, "{query} {types:?}");
    }
}

#[test]
fn a_code_is_for_clients_of_its_grant_and_with_pkce_where_it_is_required() {
    let by = |more: serde_json::Value, query: &str| {
        asked(query, &registered(&more))
            .err()
            .map(|error| error.code)
    };
    let implicit = serde_json::json!({
        "grant_types": ["implicit"], "response_types": ["code", "id_token"],
    });
    let id_token = GOOD.replace("response_type=code", "response_type=id_token&nonce=n");
    assert_eq!(
        by(implicit.clone(), GOOD),
        Some(ErrorCode::UnauthorizedClient)
    );
    assert_eq!(by(implicit, &id_token), None);
    let challenge = GOOD.find("&code_challenge").unwrap();
    let without = &GOOD[..challenge];
    for (is_required, expected) in [(true, Some(ErrorCode::InvalidRequest)), (false, None)] {
        let client = serde_json::json!({"require_pkce": is_required});
        assert_eq!(by(client, without), expected, "{is_required}");
    }
    let method = format!("{without}&code_challenge_method=S256");
    let client = serde_json::json!({"require_pkce": false});
    assert_eq!(by(client, &method), Some(ErrorCode::InvalidRequest));
}

#[test]
fn long_values_are_refused_where_they_are_echoed_and_left_out_where_they_are_hints() {
    let client = client();
    let with = |name: &str, length: usize| {
        asked(&format!("{GOOD}&{name}={}", "x".repeat(length)), &client)
    };
    for (name, limit) in [("nonce", 1024), ("state", 4096)] {
        assert!(with(name, limit).is_ok(), "{name}");
        for length in [limit + 1, limit + 100] {
            let code = with(name, length).unwrap_err().code;
            assert_eq!(code, ErrorCode::InvalidRequest, "{name} {length}");
        }
    }
    let login_hint = |length: usize| with("login_hint", length).unwrap().login_hint;
    assert_eq!(login_hint(320), Some("x".repeat(320)));
    assert_eq!(login_hint(321), None);
    let idp_hint = |length: usize| with("idp_hint", length).unwrap().idp_hint;
    assert_eq!(idp_hint(100), Some("x".repeat(100)));
    assert_eq!(idp_hint(101), None);
}

#[test]
fn display_is_one_of_four() {
    let client = client();
    for display in ["page", "popup", "touch", "wap"] {
        assert!(
            asked(&format!("{GOOD}&display={display}"), &client).is_ok(),
            "{display}"
        );
    }
    for display in ["Page", "tv", "page+popup"] {
        let code = asked(&format!("{GOOD}&display={display}"), &client)
            .unwrap_err()
            .code;
        assert_eq!(code, ErrorCode::InvalidRequest, "{display}");
    }
}

#[test]
fn a_client_that_demands_two_factors_gets_them_whatever_is_asked_for() {
    let one = AuthenticationContext::SingleFactor.as_str();
    let two = AuthenticationContext::MultiFactor.as_str();
    let claims = format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":["{one}"]}}}}}}"#);
    let claims: String = url::form_urlencoded::byte_serialize(claims.as_bytes()).collect();
    let asks = |more: &str, second_factor: serde_json::Value| {
        let client = registered(&serde_json::json!({"second_factor": second_factor}));
        asked(&format!("{GOOD}{more}"), &client).unwrap()
    };
    for more in [
        String::new(),
        format!("&acr_values={one}"),
        format!("&claims={claims}"),
    ] {
        let request = asks(&more, "required".into());
        assert_eq!(
            request.wanted_acr(),
            (&[two.to_owned()][..], true),
            "{more}"
        );
        assert!(request.wants_more_than_one_factor(), "{more}");
        let free = asks(&more, serde_json::Value::Null);
        assert!(!free.wants_more_than_one_factor(), "{more}");
    }
    let wish = asks(&format!("&acr_values={two}"), serde_json::Value::Null);
    assert!(wish.wants_more_than_one_factor() && !wish.wanted_acr().1);
}

#[test]
fn the_user_is_asked_for_the_scopes_of_single_claims_too() {
    let claims = r#"{"userinfo":{"phone_number":null},"id_token":{"address":null}}"#;
    let claims: String = url::form_urlencoded::byte_serialize(claims.as_bytes()).collect();
    let client = registered(&serde_json::json!({"scope": "openid email phone"}));
    let request = asked(&format!("{GOOD}&claims={claims}"), &client).unwrap();
    assert_eq!(request.scope, Scope::parse("openid").unwrap());
    let consent = request.consent_scope();
    assert_eq!(
        consent,
        Scope::parse("openid phone").unwrap(),
        "what is registered"
    );
}
