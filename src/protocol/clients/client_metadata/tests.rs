use super::*;

fn from(metadata: &Value) -> Result<Client, ErrorCode> {
    read(
        metadata.as_object().unwrap(),
        "id".into(),
        Offered {
            response_types: &[ResponseType::CODE],
            algorithms: &[SigningAlgorithm::RS256],
        },
    )
    .map_err(|error| error.code)
}

#[test]
fn no_client_declares_itself_trusted() {
    let metadata = json!({
        "redirect_uris": ["https://a.example/cb"],
        "first_party": true,
        "authorization_challenge": true,
        "sign_in_methods": ["link"],
        "trusted": true,
        "require_pkce": false,
        "strict_client_authentication": true,
        "client_id": "admin",
        "client_secret": "x",
        "audience": ["https://api.example"],
        "created_at": 0,
        "scope": "openid admin",
        "client_name": null,
    });
    let client = from(&metadata).unwrap();
    assert!(
        !client.first_party
            && !client.authorization_challenge
            && client.sign_in_methods.is_empty()
            && client.require_pkce
            && !client.strict_client_authentication
            && client.audience.is_empty()
            && client.client_id == "id"
    );
    assert_eq!(client.scope.to_string(), "openid");
    let written = write(&client);
    assert!(
        written
            .keys()
            .all(|name| name == "client_id" || is_own(name)),
        "{written:?}"
    );
}

/// What a client does not say of itself is as the operator set it, whichever setting it is.
#[test]
fn a_client_that_changes_itself_keeps_every_setting_of_the_operator() {
    let decided = json!({
        "client_id": "c", "client_name": "Of the operator", "first_party": true,
        "forward_auth": {"origins": ["https://site.example"]}, "sign_up": true,
        "sign_in_methods": ["password"], "second_factor": "required",
        "allowed_groups": ["staff"], "allowed_roles": ["reader"], "organizations": "required",
        "audience": ["https://api.example"], "access_token_format": "opaque",
        "mail_from": "App <app@a.example>", "mail_server": "other", "accent": "#0f5c4d",
        "require_pkce": true, "authorization_challenge": true,
        "strict_client_authentication": true, "claim_map": {"roles": "groups"},
    });
    let present: Client = serde_json::from_value(decided.clone()).unwrap();
    let own = json!({
        "client_id": "c", "client_name": "Of the client",
        "redirect_uris": ["https://a.example/cb"], "forward_auth": {"origins": ["https://b.example"]},
    });
    let own: Client = serde_json::from_value(own).unwrap();
    let changed = serde_json::to_value(laid_over(&own, &present).unwrap()).unwrap();
    let before = serde_json::to_value(&present).unwrap();
    for name in decided.as_object().unwrap().keys() {
        if is_own(name) {
            assert_eq!(changed[name], "Of the client", "{name}");
        } else {
            assert_eq!(changed[name], before[name], "{name}");
        }
    }
    assert_eq!(changed["redirect_uris"], json!(["https://a.example/cb"]));
    let nothing: Client = serde_json::from_value(json!({"client_id": "x"})).unwrap();
    let taken = laid_over(&nothing, &present).unwrap();
    assert_eq!(taken.client_name, nothing.client_name);
}

#[test]
fn contradictions_and_what_is_not_offered_are_refused() {
    for (metadata, code) in [
        (
            json!({"redirect_uris": "https://a.example/cb"}),
            ErrorCode::InvalidRedirectUri,
        ),
        (
            json!({"response_types": ["id_token"]}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"response_types": ["token"]}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"grant_types": ["implicit"]}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"grant_types": ["client_credentials", "authorization_code"]}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"grant_types": ["password"]}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"id_token_signed_response_alg": "none"}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"id_token_signed_response_alg": "ES256"}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"userinfo_signed_response_alg": "EdDSA"}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"userinfo_encrypted_response_alg": "RSA1_5"}),
            ErrorCode::InvalidClientMetadata,
        ),
        (
            json!({"subject_type": "secret"}),
            ErrorCode::InvalidClientMetadata,
        ),
    ] {
        assert_eq!(from(&metadata).err(), Some(code), "{metadata}");
    }
}

#[test]
fn a_list_has_a_hundred_entries_at_most() {
    let of = |length: usize| from(&json!({"contacts": vec!["ada@example.com"; length]}));
    assert_eq!(of(MAX_LIST).unwrap().contacts.len(), MAX_LIST);
    for length in [MAX_LIST + 1, 3 * MAX_LIST] {
        assert_eq!(
            of(length).err(),
            Some(ErrorCode::InvalidClientMetadata),
            "{length}"
        );
    }
}

#[test]
fn grant_types_are_those_that_the_response_types_need() {
    let response_types = ResponseType::NAMES.map(|name| ResponseType::parse(name).unwrap());
    let offered = Offered {
        response_types: &response_types,
        algorithms: &[],
    };
    let grants = |metadata: Value| {
        let client = read(metadata.as_object().unwrap(), "id".into(), offered)?;
        let names = client
            .grant_types
            .iter()
            .map(|grant_type| grant_type.as_str());
        Ok::<_, ProtocolError>(names.collect::<Vec<_>>())
    };
    for (types, named, expected) in [
        (
            json!(["code"]),
            Value::Null,
            Some(vec!["authorization_code"]),
        ),
        (json!(["id_token"]), Value::Null, Some(vec!["implicit"])),
        (
            json!(["code id_token"]),
            Value::Null,
            Some(vec!["authorization_code", "implicit"]),
        ),
        (
            json!(["code"]),
            json!(["authorization_code"]),
            Some(vec!["authorization_code"]),
        ),
        (
            json!(["code", "id_token"]),
            json!(["authorization_code", "implicit"]),
            Some(vec!["authorization_code", "implicit"]),
        ),
        (
            json!(["id_token"]),
            json!(["implicit"]),
            Some(vec!["implicit"]),
        ),
        (json!(["code"]), json!(["implicit"]), None),
        (
            json!(["id_token"]),
            json!(["authorization_code", "implicit"]),
            None,
        ),
        (
            json!(["code id_token"]),
            json!(["authorization_code"]),
            None,
        ),
        (
            json!(["code"]),
            json!(["authorization_code", "client_credentials"]),
            None,
        ),
    ] {
        let metadata = json!({"response_types": types, "grant_types": named});
        assert_eq!(grants(metadata).ok(), expected, "{types} {named}");
    }
}

#[test]
fn a_client_reads_what_it_said_and_nothing_that_administrators_decide() {
    let document = json!({
        "client_id": "c",
        "redirect_uris": ["https://a.example/cb"],
        "client_uri": "https://a.example",
        "require_auth_time": true,
        "first_party": true,
        "audience": ["https://api.example"],
        "allowed_groups": ["staff"],
        "mail_from": "App <app@a.example>", "mail_server": "other",
    });
    let written = write(&serde_json::from_value(document).unwrap());
    assert_eq!(written["client_id"], "c");
    assert_eq!(written["redirect_uris"], json!(["https://a.example/cb"]));
    assert_eq!(written["client_uri"], "https://a.example");
    assert_eq!(written["require_auth_time"], true);
    // What says nothing is left out: an empty name and an empty list.
    let said = [
        "client_id",
        "redirect_uris",
        "client_uri",
        "require_auth_time",
    ];
    for name in written.keys() {
        let is_default = ["response_types", "grant_types", "scope"].contains(&name.as_str());
        assert!(
            is_default || said.contains(&name.as_str()) || is_own(name),
            "{name}"
        );
    }
    for name in [
        "client_name",
        "post_logout_redirect_uris",
        "audience",
        "mail_server",
    ] {
        assert!(!written.contains_key(name), "{name}");
    }
}
