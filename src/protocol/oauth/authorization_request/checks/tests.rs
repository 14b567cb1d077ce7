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
