use super::*;
use serde_json::json;

fn parse(form: &str) -> Result<TokenRequest, ErrorCode> {
    TokenRequest::parse(&Parameters::parse(form)).map_err(|error| error.code)
}

#[test]
fn each_grant_is_read_with_what_it_needs() {
    let code = "grant_type=authorization_code&code=c&redirect_uri=r&code_verifier=v";
    let Ok(TokenRequest::AuthorizationCode(redemption)) = parse(code) else {
        panic!("{code}");
    };
    assert_eq!(redemption.code.reveal(), "c");
    assert_eq!(redemption.redirect_uri.as_deref(), Some("r"));
    assert_eq!(redemption.code_verifier.unwrap().reveal(), "v");

    let refresh = "grant_type=refresh_token&refresh_token=t&scope=openid";
    let Ok(TokenRequest::RefreshToken {
        refresh_token,
        scope,
    }) = parse(refresh)
    else {
        panic!("{refresh}");
    };
    assert_eq!(
        (refresh_token.reveal(), scope),
        ("t", Scope::parse("openid"))
    );

    let machine = "grant_type=client_credentials";
    let Ok(TokenRequest::ClientCredentials { scope }) = parse(machine) else {
        panic!("{machine}");
    };
    assert_eq!(scope, None);
    for (form, grant_type) in [
        (code, GrantType::AuthorizationCode),
        (refresh, GrantType::RefreshToken),
        (machine, GrantType::ClientCredentials),
    ] {
        assert_eq!(parse(form).unwrap().grant_type(), grant_type);
    }
}

#[test]
fn each_fault_has_its_code() {
    for (form, code) in [
        ("", ErrorCode::InvalidRequest),
        ("grant_type=authorization_code", ErrorCode::InvalidRequest),
        ("grant_type=refresh_token", ErrorCode::InvalidRequest),
        ("grant_type=implicit", ErrorCode::UnsupportedGrantType),
        ("grant_type=password", ErrorCode::UnsupportedGrantType),
        (
            "grant_type=client_credentials&scope=%22",
            ErrorCode::InvalidScope,
        ),
    ] {
        assert_eq!(parse(form).err(), Some(code), "{form}");
    }
}

#[test]
fn a_shape_is_checked_before_anything_is_read() {
    let shape = |form: &str| {
        let checked = check_shape(&Parameters::parse(form));
        checked.err().map(|error| error.code)
    };
    assert_eq!(shape("grant_type=x&code=y"), None);
    for form in ["code=a&code=b", "code=%00"] {
        assert_eq!(shape(form), Some(ErrorCode::InvalidRequest), "{form}");
    }
}

const ISSUER: &str = "https://op.example";

fn asked(form: &str) -> Result<Vec<String>, ErrorCode> {
    let client: Client = serde_json::from_value(json!({
        "client_id": "c",
        "audience": ["https://api.example/v1", "https://files.example", "urn:jobs"],
    }))
    .unwrap();
    let parameters = Parameters::parse(form);
    check_token_shape(&parameters).map_err(|error| error.code)?;
    audience(&parameters, &client, ISSUER).map_err(|error| error.code)
}

#[test]
fn the_audience_is_what_was_asked_for_and_nothing_foreign() {
    let everything = [
        ISSUER,
        "https://api.example/v1",
        "https://files.example",
        "urn:jobs",
    ];
    assert_eq!(asked("a=1").unwrap(), everything);
    assert_eq!(asked("resource=").unwrap(), everything);
    for (form, narrowed) in [
        ("resource=urn:jobs", vec!["urn:jobs"]),
        (
            "resource=https://files.example&resource=https://api.example/v1",
            vec!["https://files.example", "https://api.example/v1"],
        ),
        (
            "resource=https://op.example&resource=https://op.example",
            vec![ISSUER],
        ),
    ] {
        assert_eq!(asked(form).unwrap(), narrowed, "{form}");
    }
    for form in [
        "resource=https://other.example",
        "resource=https://api.example/v1/",
        "resource=https://api.example/v1%23x",
        "resource=https://API.example/v1",
        "resource=/v1",
        "resource=c",
        "resource=urn:jobs&resource=https://other.example",
    ] {
        assert_eq!(asked(form), Err(ErrorCode::InvalidTarget), "{form}");
    }
    for form in ["a=1&a=2", "a=1&a=2&resource=urn:jobs&resource=urn:jobs"] {
        assert_eq!(asked(form), Err(ErrorCode::InvalidRequest), "{form}");
    }
}
