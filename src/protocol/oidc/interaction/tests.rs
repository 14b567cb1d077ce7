use super::*;
use crate::oauth::{
    authorization_request::{self, Offered, Parameters},
    response_type::ResponseType,
};
use crate::oidc::claims::DeclaredClaims;
use crate::organizations::{OrganizationOfUser, OrganizationPolicy};
use proptest::prelude::*;

fn client(first_party: bool) -> Client {
    serde_json::from_value(serde_json::json!({
        "client_id": "n",
        "redirect_uris": ["https://a.example/cb"],
        "first_party": first_party,
        "require_pkce": false,
    }))
    .unwrap()
}

fn session(auth_time: i64) -> SsoSession {
    SsoSession {
        sid: "s".into(),
        user_id: "ada".into(),
        auth_time: Timestamp(auth_time),
        authentication: crate::sessions::sso_session::Authentication::password(),
        created_at: Timestamp(0),
        last_seen_at: Timestamp(0),
        expires_at: Timestamp(i64::MAX),
        ended_at: None,
        remembered: false,
        generation: 1,
    }
}

fn step(
    query: &str,
    first_party: bool,
    session: Option<&SsoSession>,
    consented: Option<&Scope>,
) -> NextStep {
    step_up(
        query,
        first_party,
        (session, consented),
        (AuthenticationContext::SingleFactor, false),
    )
}

fn step_up(
    query: &str,
    first_party: bool,
    known: (Option<&SsoSession>, Option<&Scope>),
    stronger: (AuthenticationContext, bool),
) -> NextStep {
    let ((session, consented), (strongest, stepped_up)) = (known, stronger);
    let client = client(first_party);
    let request = authorization_request::check(
        &Parameters::parse(&format!("response_type=code&scope=openid&{query}")),
        &client,
        Offered {
            issuer: "https://op.example",
            response_types: &[ResponseType::CODE],
            declared_claims: &DeclaredClaims::NONE,
        },
    )
    .unwrap();
    let organization = match query.contains("nonce=organization-") {
        true if query.contains("nonce=organization-open") => Choice::Open,
        true => Choice::Refused,
        false => Choice::None,
    };
    let facts = Facts {
        session,
        consented,
        is_expected: true,
        hint_is_invalid: false,
        asked_at: Timestamp(50_000),
        account_chosen: false,
        consent_given: false,
        strongest,
        stepped_up,
        lacks_fields: query.contains("nonce=lacks-fields"),
        lacks_required_factor: query.contains("nonce=lacks-factor"),
        organization: &organization,
        now: Timestamp(100_000),
    };
    next_step(&request, &client, "https://a.example/cb", &facts)
}

#[test]
fn of_two_demands_the_strictest_holds() {
    let of = |second_factor, max_session_age| {
        Choice::Chosen(OrganizationOfUser {
            id: "1".into(),
            slug: "acme".into(),
            name: "Acme".into(),
            owner: false,
            policy: OrganizationPolicy {
                second_factor,
                max_session_age,
            },
        })
    };
    let mut asked = authorization_request::check(
        &Parameters::parse("response_type=code&scope=openid"),
        &client(true),
        Offered {
            issuer: "https://op.example",
            response_types: &[ResponseType::CODE],
            declared_claims: &DeclaredClaims::NONE,
        },
    )
    .unwrap();
    assert_eq!(*within_policy(&asked, &Choice::None), asked);
    assert_eq!(*within_policy(&asked, &of(false, None)), asked);
    let strict = within_policy(&asked, &of(true, Some(600))).into_owned();
    assert!(strict.wanted_acr().1 && strict.wants_more_than_one_factor());
    assert_eq!(strict.max_age, Some(600));
    for (own, expected) in [(60, 60), (6000, 600), (0, 0)] {
        asked.max_age = Some(own);
        let strict = within_policy(&asked, &of(false, Some(600))).into_owned();
        assert_eq!(strict.max_age, Some(expected));
    }
}

#[test]
fn who_has_to_choose_an_organization_is_asked_or_refused_before_consent() {
    let (session, openid) = (session(60_000), Scope::parse("openid").unwrap());
    let after = |query: &str| step(query, false, Some(&session), Some(&openid));
    assert_eq!(
        after("nonce=organization-open"),
        NextStep::SelectOrganization
    );
    let code = |step| match step {
        NextStep::Refuse(error) => Some(error.code),
        _ => None,
    };
    assert_eq!(
        code(after("nonce=organization-open&prompt=none")),
        Some(ErrorCode::InteractionRequired)
    );
    for query in [
        "nonce=organization-none",
        "nonce=organization-none&prompt=none",
        "nonce=organization-none&prompt=consent",
    ] {
        assert_eq!(code(after(query)), Some(ErrorCode::AccessDenied), "{query}");
    }
    // Who is not signed in is asked for that first.
    let nobody = step("nonce=organization-open", false, None, None);
    assert_eq!(nobody, NextStep::SignIn);
}

#[test]
fn the_table_of_decisions() {
    let (old, fresh) = (session(10_000), session(60_000));
    let openid = Scope::parse("openid").unwrap();
    assert_eq!(step("", true, None, None), NextStep::SignIn);
    assert_eq!(step("", true, Some(&old), None), NextStep::Issue);
    assert_eq!(step("", false, Some(&old), None), NextStep::Consent);
    assert_eq!(step("", false, Some(&old), Some(&openid)), NextStep::Issue);
    assert_eq!(
        step("prompt=login", true, Some(&old), None),
        NextStep::SignIn
    );
    assert_eq!(
        step("prompt=login", true, Some(&fresh), None),
        NextStep::Issue
    );
    assert_eq!(
        step("prompt=select_account", true, Some(&old), None),
        NextStep::SelectAccount
    );
    assert_eq!(
        step("prompt=consent", true, Some(&old), None),
        NextStep::Consent
    );
    assert_eq!(step("max_age=60", true, Some(&old), None), NextStep::SignIn);
    assert_eq!(step("max_age=100", true, Some(&old), None), NextStep::Issue);
    assert_eq!(step("max_age=0", true, Some(&fresh), None), NextStep::Issue);
    assert!(
        matches!(step("prompt=none", true, None, None), NextStep::Refuse(e) if e.code == ErrorCode::LoginRequired)
    );
    assert!(
        matches!(step("prompt=none", false, Some(&old), None), NextStep::Refuse(e) if e.code == ErrorCode::ConsentRequired)
    );
}

#[test]
fn missing_fields_are_asked_for_after_the_sign_in_and_before_the_consent() {
    let old = session(10_000);
    let lacks = |more: &str| format!("nonce=lacks-fields&{more}");
    assert_eq!(step(&lacks(""), true, None, None), NextStep::SignIn);
    assert_eq!(
        step(&lacks("prompt=login"), true, Some(&old), None),
        NextStep::SignIn
    );
    for first_party in [true, false] {
        let next = step(&lacks(""), first_party, Some(&old), None);
        assert_eq!(next, NextStep::MissingFields);
        let silent = step(&lacks("prompt=none"), first_party, Some(&old), None);
        assert!(
            matches!(&silent, NextStep::Refuse(e) if e.code == ErrorCode::InteractionRequired),
            "{silent:?}"
        );
    }
}

#[test]
fn only_what_is_missing_is_asked_for() {
    use AuthenticationContext::{MultiFactor, SingleFactor};
    const TWO: &str = "urn:doorward:acr:2fa";
    let essential = |acr: &str| {
        format!(
            "claims={}",
            encode(&format!(
                r#"{{"id_token":{{"acr":{{"essential":true,"values":["{acr}"]}}}}}}"#
            ))
        )
    };
    let (old, mut strong) = (session(10_000), session(10_000));
    strong.authentication.amr.push("mfa".into());
    let decide = |query: &str, session: &SsoSession, stronger| {
        step_up(query, true, (Some(session), None), stronger)
    };
    let wish = format!("acr_values={TWO}");
    assert_eq!(decide(&wish, &old, (MultiFactor, false)), NextStep::StepUp);
    assert_eq!(
        decide(&wish, &strong, (MultiFactor, false)),
        NextStep::Issue
    );
    assert_eq!(
        decide(&wish, &old, (MultiFactor, true)),
        NextStep::Issue,
        "a wish"
    );
    assert_eq!(
        decide(&wish, &old, (SingleFactor, false)),
        NextStep::Issue,
        "nobody here can give it"
    );
    assert_eq!(
        decide(
            &format!("acr_values=x+urn:doorward:acr:1fa+{TWO}"),
            &old,
            (MultiFactor, false)
        ),
        NextStep::Issue
    );
    let refused = |step: NextStep| matches!(step, NextStep::Refuse(error) if error.code == ErrorCode::UnmetAuthenticationRequirements);
    assert_eq!(
        decide(&essential(TWO), &old, (MultiFactor, false)),
        NextStep::StepUp
    );
    assert!(refused(decide(&essential(TWO), &old, (MultiFactor, true))));
    assert!(refused(decide(
        &essential(TWO),
        &old,
        (SingleFactor, false)
    )));
    assert!(refused(decide(
        &essential("phr"),
        &strong,
        (MultiFactor, false)
    )));
    assert!(
        refused(step(&essential(TWO), true, None, None)),
        "before anybody signs in"
    );
    let silent = decide(&format!("prompt=none&{wish}"), &old, (MultiFactor, false));
    assert!(
        matches!(silent, NextStep::Refuse(error) if error.code == ErrorCode::InteractionRequired)
    );
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

proptest! {
    #[test]
    fn prompt_none_never_yields_a_page(auth in 0_i64..100_000, first_party: bool, signed_in: bool, consented: bool, max_age in 0_u32..200) {
        let (session, openid) = (session(auth), Scope::parse("openid").unwrap());
        let step = step(&format!("prompt=none&max_age={max_age}"), first_party, signed_in.then_some(&session), consented.then_some(&openid));
        prop_assert!(matches!(step, NextStep::Issue | NextStep::Refuse(_)), "{step:?}");
    }
}

#[test]
fn an_essential_context_that_nobody_here_can_give_is_refused_before_the_sign_in() {
    use AuthenticationContext::{MultiFactor, SingleFactor};
    let claims = |acr: &str| {
        encode(&format!(
            r#"{{"id_token":{{"acr":{{"essential":true,"values":["{acr}"]}}}}}}"#
        ))
    };
    let two = "urn:doorward:acr:2fa";
    let essential = format!("claims={}", claims(two));
    let nobody = |query: &str, strongest| step_up(query, true, (None, None), (strongest, false));
    let code = |step| match step {
        NextStep::Refuse(error) => Some(error.code),
        _ => None,
    };
    let unmet = Some(ErrorCode::UnmetAuthenticationRequirements);
    assert_eq!(code(nobody(&essential, SingleFactor)), unmet);
    assert_eq!(nobody(&essential, MultiFactor), NextStep::SignIn);
    // A wish is no demand, and without a page the first thing that is missing is the sign-in.
    assert_eq!(
        nobody(&format!("acr_values={two}"), SingleFactor),
        NextStep::SignIn
    );
    let silent = nobody(&format!("prompt=none&{essential}"), SingleFactor);
    assert_eq!(code(silent), Some(ErrorCode::LoginRequired));
}

#[test]
fn a_sign_in_is_as_old_as_max_age_and_not_a_moment_older() {
    let at = |auth_time: i64| step("max_age=60", true, Some(&session(auth_time)), None);
    // Now is 100 seconds, and the request is of the 50th.
    assert_eq!(at(40_000), NextStep::Issue);
    assert_eq!(at(39_999), NextStep::SignIn);
}

#[test]
fn a_consent_that_was_just_given_counts_for_what_it_holds() {
    let (client, session) = (client(false), session(60_000));
    let request = authorization_request::check(
        &Parameters::parse("response_type=code&scope=openid+email&prompt=consent"),
        &client,
        Offered {
            issuer: "https://op.example",
            response_types: &[ResponseType::CODE],
            declared_claims: &DeclaredClaims::NONE,
        },
    )
    .unwrap();
    let after = |consented: Option<&Scope>, consent_given: bool| {
        let facts = Facts {
            session: Some(&session),
            consented,
            is_expected: true,
            hint_is_invalid: false,
            asked_at: Timestamp(50_000),
            account_chosen: false,
            consent_given,
            strongest: AuthenticationContext::SingleFactor,
            stepped_up: false,
            lacks_fields: false,
            lacks_required_factor: false,
            organization: &Choice::None,
            now: Timestamp(100_000),
        };
        next_step(&request, &client, "https://a.example/cb", &facts)
    };
    let scope = |text: &str| Scope::parse(text).unwrap();
    let (all, some) = (scope("openid email"), scope("openid"));
    assert_eq!(after(Some(&all), true), NextStep::Issue);
    // The user withdrew it since, or allowed less.
    assert_eq!(after(None, true), NextStep::Consent);
    assert_eq!(after(Some(&some), true), NextStep::Consent);
    // What was allowed before does not answer a request that asks again.
    assert_eq!(after(Some(&all), false), NextStep::Consent);
}

#[test]
fn a_factor_that_a_group_requires_is_asked_for_as_one_that_an_app_demands() {
    use AuthenticationContext::{MultiFactor, SingleFactor};
    let session = session(10_000);
    let decide = |query: &str, stronger| step_up(query, true, (Some(&session), None), stronger);
    let refused = |step: NextStep| matches!(step, NextStep::Refuse(_));
    let lacks = "nonce=lacks-factor";
    assert_eq!(decide(lacks, (MultiFactor, false)), NextStep::StepUp);
    assert!(refused(decide(lacks, (MultiFactor, true))));
    assert!(refused(decide(lacks, (SingleFactor, false))));
    let silent = format!("{lacks}&prompt=none");
    assert!(refused(decide(&silent, (MultiFactor, false))));
    assert_eq!(decide("nonce=x", (MultiFactor, false)), NextStep::Issue);
}
