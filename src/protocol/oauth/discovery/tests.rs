use super::*;

const ISSUER: &str = "https://id.example.com";

fn said(change: impl FnOnce(&mut Features<'_>)) -> Value {
    said_with(&UserAttributes::default(), change)
}

fn said_with(fields: &UserAttributes, change: impl FnOnce(&mut Features<'_>)) -> Value {
    let types = ["code", "id_token"].map(|name| ResponseType::parse(name).unwrap());
    let mut features = Features {
        signing_algorithms: &["RS256"],
        ui_locales: &["en".to_owned()],
        response_types: &[ResponseType::CODE],
        unsigned_request_objects: false,
        registration: false,
        sign_up: false,
        global_token_revocation: false,
        authorization_challenge: false,
        user_attributes: fields,
    };
    change(&mut features);
    if features.registration {
        features.response_types = &types;
        return document(ISSUER, features);
    }
    document(ISSUER, features)
}

#[test]
fn what_is_off_is_not_named_and_what_is_on_is() {
    let least = said(|_| {});
    let most = said(|features| {
        features.registration = true;
        features.global_token_revocation = true;
        features.authorization_challenge = true;
        features.unsigned_request_objects = true;
    });
    for endpoint in [
        "registration_endpoint",
        "global_token_revocation_endpoint",
        "authorization_challenge_endpoint",
    ] {
        assert!(least.get(endpoint).is_none(), "{endpoint}");
        assert!(
            most[endpoint].as_str().unwrap().starts_with(ISSUER),
            "{endpoint}"
        );
    }
    let holds = |document: &Value, name: &str, value: &str| {
        document[name].as_array().unwrap().contains(&value.into())
    };
    for (name, value) in [
        ("request_object_signing_alg_values_supported", "none"),
        ("grant_types_supported", "implicit"),
        ("response_types_supported", "id_token"),
    ] {
        assert!(
            !holds(&least, name, value) && holds(&most, name, value),
            "{name}"
        );
    }
    assert!(holds(&least, "code_challenge_methods_supported", "S256"));
    // Introspection is not for public clients.
    let methods = "_endpoint_auth_methods_supported";
    assert!(holds(&least, &format!("token{methods}"), "none"));
    assert!(!holds(&least, &format!("introspection{methods}"), "none"));
    assert!(holds(
        &least,
        &format!("introspection{methods}"),
        "private_key_jwt"
    ));
    for name in [
        "issuer",
        "authorization_endpoint",
        "check_session_iframe",
        "jwks_uri",
    ] {
        assert!(least[name].as_str().unwrap().starts_with(ISSUER), "{name}");
    }
}

#[test]
fn scopes_of_declared_fields_are_listed_once_beside_the_standard_ones() {
    let mut fields = UserAttributes::default();
    for (name, scope) in [("shoe", "body"), ("hat", "body"), ("desk", "profile")] {
        let declaration = json!({"name": name, "claim": name, "scope": scope});
        let declaration = serde_json::from_value(declaration).unwrap();
        fields.declare(declaration).unwrap();
    }
    let document = said_with(&fields, |_| {});
    let scopes = document["scopes_supported"].as_array().unwrap();
    let count = |name: &str| scopes.iter().filter(|scope| *scope == name).count();
    let known = scope::STANDARD.into_iter().chain(ACCESS_CLAIMS);
    for scope in known.chain(["body"]) {
        assert_eq!(count(scope), 1, "{scope}");
    }
}
