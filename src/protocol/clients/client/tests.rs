use super::*;
use crate::access::UserAccess;
use serde_json::json;

fn client(more: &serde_json::Value) -> Client {
    let mut document = json!({"client_id": "app", "redirect_uris": ["https://app.example/cb"]});
    for (name, value) in more.as_object().unwrap() {
        document[name] = value.clone();
    }
    serde_json::from_value(document).unwrap()
}

#[test]
fn what_is_not_said_is_the_default() {
    let client = client(&json!({}));
    assert_eq!(client.response_types, [ResponseType::CODE]);
    assert_eq!(
        client.grant_types,
        [GrantType::AuthorizationCode, GrantType::RefreshToken]
    );
    assert_eq!(
        client.token_endpoint_auth_method,
        TokenEndpointAuthMethod::ClientSecretBasic
    );
    assert_eq!(
        client.scope,
        Scope::parse("openid profile email address phone offline_access").unwrap()
    );
    assert!(client.sign_up && client.require_pkce && !client.first_party && !client.is_public());
    // A default is not written down, its opposite is.
    let written = |client: &Client| serde_json::to_value(client).unwrap();
    assert!(written(&client).get("sign_up").is_none());
    let closed = Client {
        sign_up: false,
        ..client
    };
    assert_eq!(written(&closed)["sign_up"], false);
}

#[test]
fn names_are_those_of_the_specifications() {
    for (name, parsed) in [
        ("authorization_code", Some(GrantType::AuthorizationCode)),
        ("refresh_token", Some(GrantType::RefreshToken)),
        ("client_credentials", Some(GrantType::ClientCredentials)),
        // It is no grant of the token endpoint.
        ("implicit", None),
        ("password", None),
    ] {
        assert_eq!(GrantType::parse(name), parsed, "{name}");
        assert!(parsed.is_none_or(|grant_type| grant_type.as_str() == name));
    }
    for algorithm in SigningAlgorithm::ALL {
        assert_eq!(
            SigningAlgorithm::parse(algorithm.as_str()),
            Some(*algorithm)
        );
    }
    assert_eq!(SigningAlgorithm::parse("none"), None);
    let with_secret = [
        (TokenEndpointAuthMethod::ClientSecretBasic, true),
        (TokenEndpointAuthMethod::ClientSecretPost, true),
        (TokenEndpointAuthMethod::ClientSecretJwt, true),
        (TokenEndpointAuthMethod::PrivateKeyJwt, false),
        (TokenEndpointAuthMethod::None, false),
    ];
    assert!(
        with_secret
            .iter()
            .all(|(method, uses)| method.uses_secret() == *uses)
    );
}

#[test]
fn a_client_is_what_it_was_registered_as() {
    let app = client(&json!({"client_name": "App", "sign_in_methods": ["upstream"]}));
    assert_eq!(
        (app.display_name(), client(&json!({})).display_name()),
        ("App", "app")
    );
    assert!(app.admits(&SignInMethod::IdentityProvider("upstream".into())));
    assert!(!app.admits(&SignInMethod::Password));
    let former = client(&json!({"client_name": "App", "providers": ["upstream"]}));
    assert_eq!(former.sign_in_methods, app.sign_in_methods);
    assert!(client(&json!({})).admits(&SignInMethod::Password));
    assert!(app.may_use(GrantType::RefreshToken) && !app.may_use(GrantType::ClientCredentials));
    assert!(app.has_redirect_uri("https://app.example/cb"));
    assert!(!app.has_redirect_uri("https://app.example/cb2"));
}

#[test]
fn a_bare_redirect_to_this_machine_assures_nobody() {
    let public = client(&json!({"token_endpoint_auth_method": "none"}));
    assert!(public.is_public());
    for (uri, assured) in [
        ("https://app.example/cb", true),
        ("HTTPS://App.example/cb", true),
        ("http://127.0.0.1/cb", false),
        ("HTTP://127.0.0.1/cb", false),
        ("com.example.app:/cb", false),
    ] {
        assert_eq!(public.identity_is_assured(uri), assured, "{uri}");
        assert!(
            client(&json!({})).identity_is_assured(uri),
            "it has a secret"
        );
    }
}

#[test]
fn a_restricted_client_admits_members_of_its_groups_and_holders_of_its_roles() {
    let access = |groups: &[&str], roles: &[&str]| UserAccess {
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
        roles: roles.iter().map(|name| (*name).to_owned()).collect(),
        ..UserAccess::default()
    };
    let nobody = access(&[], &[]);
    let open = client(&json!({}));
    assert!(!open.is_restricted() && open.admits_user(&nobody));
    for settings in [
        json!({"allowed_groups": ["Staff", "board"]}),
        json!({"allowed_roles": ["editor"]}),
        json!({"allowed_groups": ["Staff"], "allowed_roles": ["editor"]}),
    ] {
        let client = client(&settings);
        assert!(
            client.is_restricted() && !client.admits_user(&nobody),
            "{settings}"
        );
        let stranger = access(&["guests", "editor"], &["viewer", "Staff"]);
        assert!(!client.admits_user(&stranger), "{settings}");
        let by_group = client.admits_user(&access(&["guests", "staff"], &[]));
        assert_eq!(by_group, !client.allowed_groups.is_empty(), "{settings}");
        let by_role = client.admits_user(&access(&[], &["viewer", "editor"]));
        assert_eq!(by_role, !client.allowed_roles.is_empty(), "{settings}");
        // Names of groups are compared whatever their case, names of roles are not.
        assert!(!client.admits_user(&access(&[], &["Editor"])), "{settings}");
    }
}

#[test]
fn a_machine_signs_in_no_users() {
    for (grant_types, signs_in) in [
        (json!(["authorization_code"]), true),
        (json!(["implicit"]), true),
        (json!(["refresh_token", "authorization_code"]), true),
        (json!(["client_credentials"]), false),
        (json!(["refresh_token"]), false),
    ] {
        let client = client(&json!({"grant_types": grant_types}));
        assert_eq!(client.signs_in_users(), signs_in, "{grant_types}");
    }
}
