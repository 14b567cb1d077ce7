use super::*;

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

#[test]
fn a_token_request_may_repeat_its_resource_alone() {
    let shape = |form: &str| {
        let checked = check_token_shape(&Parameters::parse(form));
        checked.err().map(|error| error.code)
    };
    assert_eq!(shape("a=1&resource=urn:a&resource=urn:b"), None);
    for form in ["a=1&a=2", "a=1&a=", "a=1&a=2&resource=urn:a&resource=urn:a"] {
        assert_eq!(shape(form), Some(ErrorCode::InvalidRequest), "{form}");
    }
}
