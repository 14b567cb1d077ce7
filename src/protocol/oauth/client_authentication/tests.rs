use super::*;

fn encoded(text: &str) -> String {
    STANDARD.encode(text)
}

fn presented(
    scheme: &str,
    credentials: &str,
    body: &str,
) -> Result<PresentedClient, ProtocolError> {
    let http = HttpCredentials {
        scheme,
        credentials,
    };
    presented_client(Some(http), &Parameters::parse(body))
}

fn texts(credential: &ClientCredential) -> Vec<&str> {
    match credential {
        ClientCredential::Basic(secrets) => secrets.iter().map(Secret::reveal).collect(),
        ClientCredential::Post(secret) => vec![secret.reveal()],
        ClientCredential::Assertion(_) => vec!["an assertion"],
        ClientCredential::Identifier => Vec::new(),
    }
}

#[test]
fn basic_credentials_are_form_decoded_and_then_taken_as_they_came() {
    for (pair, client_ids, secrets) in [
        (
            "a%20b:s%3Ac:d+e",
            vec!["a b", "a%20b"],
            vec!["s:c:d e", "s%3Ac:d+e"],
        ),
        ("a:b&c=d", vec!["a"], vec!["b&c=d"]),
        ("a:50%", vec!["a"], vec!["50%"]),
        ("a:%FF", vec!["a"], vec!["%FF"]),
        ("a:p%2Bq", vec!["a"], vec!["p+q", "p%2Bq"]),
        ("a:", vec!["a"], vec![]),
    ] {
        let ok = presented("basic", &encoded(pair), "grant_type=x").unwrap();
        assert_eq!(ok.client_ids().collect::<Vec<_>>(), client_ids, "{pair}");
        assert_eq!(texts(&ok.credential), secrets, "{pair}");
    }
    let (no_colon, no_id) = (encoded("nocolon"), encoded(":secret"));
    for (scheme, credentials) in [
        ("Basic", "***"),
        ("Basic", ""),
        ("Bearer", "x"),
        ("Basic", &no_colon),
        ("Basic", &no_id),
        ("Basic", "/w=="),
    ] {
        let error = presented(scheme, credentials, "").unwrap_err();
        assert_eq!(
            error.code,
            ErrorCode::InvalidClient,
            "{scheme} {credentials}"
        );
    }
}

#[test]
fn two_methods_at_once_are_refused() {
    for (pair, body) in [
        ("a:b", "client_id=a&client_secret=b"),
        ("a:b", "client_id=c"),
        ("a:", "client_id=c"),
        ("a:", "client_id=c&client_secret=b"),
    ] {
        let error = presented("Basic", &encoded(pair), body).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidRequest, "{pair} {body}");
    }
}

#[test]
fn an_empty_secret_is_no_secret() {
    for (pair, body, secrets) in [
        ("a:", "", vec![]),
        ("a:", "client_id=a", vec![]),
        ("a:", "client_id=a&client_secret=", vec![]),
        ("a:", "client_id=a&client_secret=b", vec!["b"]),
        ("a:b", "client_id=a&client_secret=", vec!["b"]),
    ] {
        let ok = presented("Basic", &encoded(pair), body).unwrap();
        assert_eq!(
            (ok.client_id.as_str(), texts(&ok.credential)),
            ("a", secrets)
        );
    }
    let named = presented_client(None, &Parameters::parse("client_id=a&client_secret="));
    assert!(texts(&named.unwrap().credential).is_empty());
}

#[test]
fn the_body_says_how_the_header_is_read() {
    let ok = |body| presented("Basic", &encoded("a+b:c"), body).unwrap();
    for (body, client_ids) in [
        ("", vec!["a b", "a+b"]),
        ("client_id=a%2Bb", vec!["a+b"]),
        ("client_id=a+b", vec!["a b"]),
    ] {
        assert_eq!(ok(body).client_ids().collect::<Vec<_>>(), client_ids);
    }
}

#[test]
fn a_secret_may_stand_in_either_place_unless_the_client_is_strict() {
    let credential = |method: &str| match method {
        "client_secret_basic" => ClientCredential::Basic(Vec::new()),
        "client_secret_post" => ClientCredential::Post(Secret::presented("s")),
        "none" => ClientCredential::Identifier,
        _ => ClientCredential::Assertion(String::new()),
    };
    for registered in TokenEndpointAuthMethod::NAMES {
        for used in TokenEndpointAuthMethod::NAMES {
            let alg = match *used {
                "client_secret_jwt" => "HS256",
                _ => "RS256",
            };
            for strict in [false, true] {
                let client = serde_json::from_value(serde_json::json!({
                    "client_id": "c",
                    "token_endpoint_auth_method": registered,
                    "strict_client_authentication": strict,
                }));
                let places = ["client_secret_basic", "client_secret_post"];
                let is_place = places.contains(registered) && places.contains(used);
                assert_eq!(
                    is_of_method(&credential(used), Some(alg), &client.unwrap()),
                    registered == used || is_place && !strict,
                    "{registered} {used} {strict}"
                );
            }
        }
    }
}

/// An assertion that says to be of a client; nothing here looks at its signature.
fn assertion_of(claims: &str) -> String {
    let part = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        part(r#"{"alg":"RS256"}"#),
        part(claims),
        part("s")
    )
}

#[test]
fn an_assertion_names_its_client_and_comes_with_its_type() {
    let assertion = assertion_of(r#"{"sub":"a"}"#);
    let whole = format!("client_assertion={assertion}&client_assertion_type={JWT_BEARER}");
    let ask = |body: &str| presented_client(None, &Parameters::parse(body));
    for body in [whole.clone(), format!("{whole}&client_id=a")] {
        let presented = ask(&body).unwrap();
        assert_eq!(presented.client_id, "a", "{body}");
        assert!(
            matches!(&presented.credential, ClientCredential::Assertion(sent) if *sent == assertion)
        );
    }
    // What is no whole assertion is refused. It is never read as a client that only names itself.
    for body in [
        format!("client_id=a&client_assertion={assertion}"),
        format!("client_id=a&client_assertion_type={JWT_BEARER}"),
        format!("client_id=a&client_assertion={assertion}&client_assertion_type=urn:other"),
        format!("client_id=a&client_assertion=x&client_assertion_type={JWT_BEARER}"),
        format!(
            "client_id=a&client_assertion={}&client_assertion_type={JWT_BEARER}",
            assertion_of("{}")
        ),
        format!("{whole}&client_id=b"),
    ] {
        let error = ask(&body).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidClient, "{body}");
    }
    let with_secret = ask(&format!("{whole}&client_id=a&client_secret=s")).unwrap_err();
    assert_eq!(with_secret.code, ErrorCode::InvalidRequest);
}
