use super::*;

const URI: &str = "https://app.example/cb";
const GOOD: &str = "client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";

fn client() -> Client {
    serde_json::from_value(serde_json::json!({"client_id": "app", "redirect_uris": [URI]})).unwrap()
}

fn addressed(query: &str, client: &Client, disabled: bool) -> Result<Addressed, AddressError> {
    address(
        &Parameters::parse(query),
        Some(ClientRecord { client, disabled }),
    )
}

#[test]
fn nothing_is_answered_where_client_or_address_is_not_proven() {
    let client = client();
    for (query, error) in [
        (
            "redirect_uri=https%3A%2F%2Fapp.example%2Fcb",
            AddressError::ClientMissing,
        ),
        ("client_id=app", AddressError::RedirectUriMissing),
        (
            "client_id=app&redirect_uri=https%3A%2F%2Fevil.example%2F",
            AddressError::RedirectUriUnregistered,
        ),
        (
            "client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb",
            AddressError::LocalhostUnregistered,
        ),
        (&format!("{GOOD}&client_id=other"), AddressError::Repeated),
        (&format!("{GOOD}&redirect_uri=x"), AddressError::Repeated),
        (&format!("{GOOD}&state=%00"), AddressError::Unusable),
    ] {
        assert_eq!(addressed(query, &client, false), Err(error), "{query}");
    }
    assert_eq!(
        addressed(GOOD, &client, true),
        Err(AddressError::ClientDisabled)
    );
    assert_eq!(
        address(&Parameters::parse(GOOD), None),
        Err(AddressError::ClientUnknown)
    );
    assert_eq!(addressed(GOOD, &client, false).unwrap().redirect_uri(), URI);
}

#[test]
fn the_state_is_echoed_where_there_is_one() {
    let state = |more: &str| {
        let addressed = addressed(&format!("{GOOD}{more}"), &client(), false).unwrap();
        addressed.state().map(str::to_owned)
    };
    assert_eq!(state("&state=a%20b").as_deref(), Some("a b"));
    for none in ["", "&state=", "&state=a&state=b"] {
        assert_eq!(state(none), None, "{none}");
    }
}

#[test]
fn a_refusal_travels_by_a_mode_that_is_allowed() {
    let mode = |client: &Client, more: &str| {
        let addressed = addressed(&format!("{GOOD}{more}"), client, false);
        addressed.unwrap().response_mode()
    };
    let mut client = client();
    for (more, expected) in [
        ("", ResponseMode::Query),
        ("&response_mode=form_post", ResponseMode::FormPost),
        ("&response_mode=nonsense", ResponseMode::Query),
        ("&response_type=id_token", ResponseMode::Fragment),
        // Tokens never travel in a query.
        (
            "&response_type=id_token&response_mode=query",
            ResponseMode::Fragment,
        ),
        (
            "&response_type=nonsense&response_mode=fragment",
            ResponseMode::Fragment,
        ),
    ] {
        assert_eq!(mode(&client, more), expected, "{more}");
    }
    client.response_modes = vec![ResponseMode::FormPost];
    assert_eq!(
        mode(&client, "&response_mode=fragment"),
        ResponseMode::Query
    );
    assert_eq!(
        mode(&client, "&response_mode=form_post"),
        ResponseMode::FormPost
    );
}
