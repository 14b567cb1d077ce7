use super::*;
use crate::{sessions::sso_session::Authentication, time::Timestamp};

const BYE: &str = "https://app.example/bye";

fn client() -> Client {
    let document = serde_json::json!({"client_id": "app", "post_logout_redirect_uris": [BYE]});
    serde_json::from_value(document).unwrap()
}

fn session() -> SsoSession {
    SsoSession {
        sid: "s".into(),
        user_id: "u".into(),
        auth_time: Timestamp(0),
        authentication: Authentication::password(),
        created_at: Timestamp(0),
        last_seen_at: Timestamp(0),
        expires_at: Timestamp(1),
        ended_at: None,
        remembered: false,
        generation: 1,
    }
}

fn hint(sid: Option<&str>) -> Hint {
    Hint {
        sub: "u".into(),
        client_id: "app".into(),
        sid: sid.map(str::to_owned),
    }
}

#[test]
fn a_hint_of_this_session_or_of_its_user_signs_out() {
    let (client, session) = (client(), session());
    let decided = |hint: &Hint, hint_is_of_user: bool, session: Option<&SsoSession>| {
        let request = LogoutRequest {
            hint_sent: true,
            hint: Some(hint),
            hint_is_of_user,
            ..LogoutRequest::default()
        };
        decide(&request, fault(&request, Some(&client)), session)
    };
    for (sid, is_of_user, expected) in [
        (Some("s"), true, LogoutDecision::SignOut),
        (None, true, LogoutDecision::SignOut),
        (Some("other"), true, LogoutDecision::Confirm),
        (Some("s"), false, LogoutDecision::Confirm),
        (None, false, LogoutDecision::Confirm),
    ] {
        let hint = hint(sid);
        assert_eq!(
            decided(&hint, is_of_user, Some(&session)),
            expected,
            "{hint:?}"
        );
        assert_eq!(
            decided(&hint, is_of_user, None),
            LogoutDecision::NotSignedIn
        );
    }
    let plain = LogoutRequest::default();
    assert_eq!(fault(&plain, None), None);
    let at_session = decide(&plain, None, Some(&session));
    assert_eq!(at_session, LogoutDecision::Confirm);
    assert_eq!(decide(&plain, None, None), LogoutDecision::NotSignedIn);
}

#[test]
fn a_client_that_registered_itself_sends_no_stranger_on_without_a_hint() {
    let (client, session, hint) = (client(), session(), hint(None));
    let asked = LogoutRequest {
        client_id: Some("app"),
        registered_by_itself: true,
        post_logout_redirect_uri: Some(BYE),
        ..LogoutRequest::default()
    };
    let decided = |request: LogoutRequest<'_>, session| {
        decide(&request, fault(&request, Some(&client)), session)
    };
    assert_eq!(decided(asked.clone(), None), LogoutDecision::ShowResult);
    let at_session = decided(asked.clone(), Some(&session));
    assert_eq!(at_session, LogoutDecision::Confirm);
    let declared = LogoutRequest {
        registered_by_itself: false,
        ..asked.clone()
    };
    assert_eq!(decided(declared, None), LogoutDecision::NotSignedIn);
    let hinted = LogoutRequest {
        hint_sent: true,
        hint: Some(&hint),
        ..asked
    };
    assert_eq!(decided(hinted, None), LogoutDecision::NotSignedIn);
}

/// Whatever is wrong, the user is asked and stays here: nothing of it is an error page, a redirect,
/// or a sign-out without a question.
#[test]
fn each_fault_has_its_reason_and_costs_the_way_back_alone() {
    let (client, session, hint) = (client(), session(), hint(None));
    let plain = LogoutRequest::default();
    let by_id = LogoutRequest {
        client_id: Some("app"),
        ..plain.clone()
    };
    let by_hint = LogoutRequest {
        hint_sent: true,
        hint: Some(&hint),
        hint_is_of_user: true,
        ..plain.clone()
    };
    let to = |uri, request: &LogoutRequest<'static>| LogoutRequest {
        post_logout_redirect_uri: Some(uri),
        ..request.clone()
    };
    let found = |request: &LogoutRequest<'_>, client: Option<&Client>| {
        let found = fault(request, client);
        if found.is_some() {
            let decided = |session| decide(request, found, session);
            assert_eq!(decided(Some(&session)), LogoutDecision::Confirm);
            assert_eq!(decided(None), LogoutDecision::ShowResult);
        }
        found
    };
    let invalid = LogoutRequest {
        hint_sent: true,
        ..plain.clone()
    };
    assert_eq!(
        found(&invalid, Some(&client)),
        Some(LogoutFault::HintInvalid)
    );
    let mismatch = LogoutRequest {
        client_id: Some("other"),
        ..by_hint.clone()
    };
    let mismatched = found(&mismatch, Some(&client));
    assert_eq!(mismatched, Some(LogoutFault::ClientMismatch));
    for request in [&by_id, &by_hint] {
        assert_eq!(found(request, None), Some(LogoutFault::ClientUnknown));
        assert_eq!(found(request, Some(&client)), None);
    }
    let unregistered = Some(LogoutFault::RedirectUriUnregistered);
    let elsewhere = to("https://evil.example/", &by_id);
    assert_eq!(found(&elsewhere, Some(&client)), unregistered);
    assert_eq!(found(&to(BYE, &by_id), Some(&client)), None);
    assert_eq!(
        found(&to(BYE, &plain), None),
        Some(LogoutFault::ClientMissing)
    );
    let proven = LogoutRequest {
        post_logout_redirect_uri: Some("https://evil.example/"),
        ..by_hint
    };
    assert_eq!(found(&proven, Some(&client)), unregistered);
}

#[test]
fn the_log_names_the_registered_address_that_was_meant() {
    let client = client();
    for near in [
        "https://app.example/bye/",
        "https://app.example/by",
        "http://app.example/bye",
    ] {
        assert_eq!(nearest_registered(&client, near), Some(BYE), "{near}");
    }
    assert_eq!(nearest_registered(&client, "other:"), None);
    let without = Client {
        post_logout_redirect_uris: Vec::new(),
        ..client
    };
    assert_eq!(nearest_registered(&without, BYE), None);
}
