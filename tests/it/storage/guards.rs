//! The guards of units, each by itself: what happens once is refused the second time, and so is what
//! rests on a row that is another one by now. Whoever asks by a page or the API has looked at the row
//! before, so that only two at once get as far as the guard.

use super::session_of_ada;
use crate::{
    on_both,
    world::{ADA, World},
};
use doorward_protocol::{
    credentials::sign_in_attempts::FREE_ATTEMPTS,
    keys::sealed,
    oauth::{grant::GrantFacts, scope::Scope},
    oidc::claims_request::ClaimNames,
    secret::Digest,
    sessions::sso_session::Authentication,
    time::Lifetime,
};
use doorward_storage::{
    AccountDeletion, AttemptKey, AuthenticatorApp, CodeNumbers, FederationFlow, InteractionKey,
    Invitation, NewGrant, NewTrustedBrowser, Passkey, Store, StoredRecovery, StoredToken,
    TrustedBrowser, Unit,
};

on_both!(
    what_a_user_has_is_made_used_and_taken_away_once,
    a_passkey_whose_counter_did_not_go_on_is_not_used,
    a_lost_factor_is_asked_for_and_decided_once,
    invitations_and_mailed_links_are_used_once,
    attempts_at_once_are_each_counted,
    what_rests_on_a_user_needs_the_user_as_they_were,
    a_request_that_was_answered_takes_no_choice_any_more,
    what_is_unknown_is_never_changed,
);

/// What stands for something that the present master key sealed.
async fn sealed_here(world: &World) -> String {
    let key = world.provider.store().master_key().await.unwrap().unwrap();
    sealed::compose(&key.key_id, b"sealed")
}

/// Commits a unit that has to do what it says.
pub async fn done(world: &World, what: &str, unit: Unit) {
    let committed = world.provider.store().commit(unit).await;
    assert!(committed.unwrap(), "{what}");
}

/// Commits a unit whose guard has to refuse it.
pub async fn refused(world: &World, what: &str, unit: Unit) {
    let committed = world.provider.store().commit(unit).await;
    assert!(!committed.unwrap(), "{what}");
}

/// Commits a unit twice.
pub async fn once(world: &World, what: &str, unit: Unit) {
    done(world, what, unit.clone()).await;
    refused(world, &format!("{what}, again"), unit).await;
}

pub fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn numbers(issued_at: i64, admitted_at: i64) -> CodeNumbers {
    CodeNumbers {
        issued_at,
        admitted_at,
    }
}

async fn what_a_user_has_is_made_used_and_taken_away_once(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let later = now.plus(Lifetime::hours(1));
    world.signed_in(ADA).await;
    let grant = async |id: &str| NewGrant {
        facts: GrantFacts {
            grant_id: id.into(),
            client_id: "notes".into(),
            user_id: ada.clone(),
            sid: Some(session_of_ada(&world).await),
            scope: Scope::default(),
            auth_time: now,
            authentication: Authentication::password(),
            resources: Vec::new(),
            claims: ClaimNames::default(),
            organization_id: None,
        },
        created_at: now,
        expires_at: later,
    };
    let redeemed = grant("redeemed").await;
    once(
        &world,
        "a code",
        Store::redeem_code(&redeemed, numbers(0, 0)),
    )
    .await;
    let burnt = grant("burnt").await;
    once(
        &world,
        "a code is burnt",
        Store::burn_code(&burnt.facts, now, later),
    )
    .await;
    refused(
        &world,
        "a burnt code",
        Store::redeem_code(&burnt, numbers(0, 0)),
    )
    .await;
    let early = grant("early").await;
    done(&world, "codes", Store::withdraw_codes(&ada)).await;
    let redeem = |issued, admitted| Store::redeem_code(&early, numbers(issued, admitted));
    refused(&world, "a code of before", redeem(0, 1)).await;
    done(&world, "a review", Store::renew_admissions(&ada)).await;
    refused(&world, "admitted before the review", redeem(1, 1)).await;
    done(&world, "a code of later", redeem(1, 2)).await;

    let app = AuthenticatorApp {
        user_id: ada.clone(),
        sealed_secret: sealed_here(&world).await,
        last_step: 7,
        created_at: now,
        last_used_at: None,
    };
    once(&world, "an app", Store::add_authenticator_app(&app)).await;
    for (step, is_used) in [(7, false), (8, true), (8, false)] {
        let unit = Store::use_authenticator_app(&ada, step, now);
        let committed = world.provider.store().commit(unit).await.unwrap();
        assert_eq!(committed, is_used, "step {step}");
    }
    let removed = Store::remove_authenticator_app(&ada);
    once(&world, "an app is removed", removed).await;
    let challenge = Store::use_challenge(&digest("challenge"), later);
    once(&world, "a challenge", challenge).await;
    let picture = |generation| Store::remove_picture(&ada, generation, now);
    refused(&world, "a picture after the account changed", picture(0)).await;
    done(&world, "a picture", picture(1)).await;

    let trusted = TrustedBrowser {
        id: "browser".into(),
        user_agent: "Firefox".into(),
        address: None,
        created_at: now,
        last_used_at: now,
        expires_at: later,
    };
    let new = NewTrustedBrowser {
        digest: &digest("cookie"),
        user_id: &ada,
        generation: 1,
    };
    done(&world, "a browser", Store::trust_browser(new, &trusted)).await;
    let of_another = Store::distrust_browsers("another", Some("browser"));
    refused(&world, "a browser of another user", of_another).await;
    let distrust = Store::distrust_browsers(&ada, Some("browser"));
    once(&world, "a browser is trusted no more", distrust).await;

    let group = digest("group of accounts");
    done(
        &world,
        "accounts",
        Store::add_account_group("g", &group, now),
    )
    .await;
    let renewed = Store::renew_account_group(&group, &digest("renewed"), now);
    once(&world, "accounts are renewed", renewed).await;

    let flow = FederationFlow {
        digest: digest("state"),
        kind: "sign_in".into(),
        provider_id: "upstream".into(),
        browser_digest: digest("browser"),
        sealed: sealed_here(&world).await,
        expires_at: later,
    };
    done(&world, "a flow", Store::add_federation_flow(&flow)).await;
    let used = Store::use_federation_flow(&flow.digest);
    once(&world, "a flow comes back", used).await;

    let deletion = AccountDeletion {
        user_id: ada.clone(),
        requested_at: now,
        due_at: later,
    };
    once(&world, "a deletion", Store::add_account_deletion(&deletion)).await;
}

async fn a_passkey_whose_counter_did_not_go_on_is_not_used(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let passkey = |id: &str, sign_count| Passkey {
        id: id.into(),
        user_id: ada.clone(),
        credential: "{}".into(),
        label: "Key".into(),
        aaguid: None,
        signs_in: true,
        is_synced: false,
        sign_count,
        created_at: now,
        last_used_at: None,
    };
    let counting = passkey("counting", 5);
    once(&world, "a passkey", Store::add_passkey(&counting)).await;
    for (count, is_used) in [(4, false), (5, false), (0, false), (6, true), (6, false)] {
        let unit = Store::use_passkey(&passkey("counting", count), now);
        let committed = world.provider.store().commit(unit).await.unwrap();
        assert_eq!(committed, is_used, "{count}");
    }
    // One that does not count says 0 each time.
    done(&world, "it", Store::add_passkey(&passkey("still", 0))).await;
    for _ in 0..2 {
        let unit = Store::use_passkey(&passkey("still", 0), now);
        done(&world, "one that does not count", unit).await;
    }
    for unit in [
        Store::rename_passkey("another", "still", "Mine"),
        Store::remove_passkey("another", "still"),
    ] {
        refused(&world, "a passkey of another user", unit).await;
    }
    let removed = Store::remove_passkey(&ada, "still");
    once(&world, "a passkey is removed", removed).await;
}

async fn a_lost_factor_is_asked_for_and_decided_once(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let asked = |id: &str, generation| {
        let new = StoredRecovery {
            id: id.into(),
            user_id: ada.clone(),
            generation,
            user_agent: "Firefox".into(),
            address: None,
            requested_at: now,
            effective_at: now.plus(Lifetime::hours(24)),
            expires_at: now.plus(Lifetime::hours(48)),
        };
        Store::begin_recovery(&new, 3, now.minus(Lifetime::hours(24)))
    };
    refused(&world, "a user who changed", asked("stale", 7)).await;
    done(&world, "a request", asked("one", 1)).await;
    refused(&world, "while one is open", asked("two", 1)).await;
    once(&world, "its mail", Store::mail_recovery("one", now)).await;
    let in_time = now.plus(Lifetime::hours(25));
    for (when, at) in [
        ("too early", now),
        ("too late", now.plus(Lifetime::hours(49))),
    ] {
        refused(&world, when, Store::use_recovery("one", at)).await;
    }
    once(&world, "a refusal", Store::refuse_recovery("one", now)).await;
    for unit in [
        Store::use_recovery("one", in_time),
        Store::mail_recovery("one", in_time),
    ] {
        refused(&world, "after it was refused", unit).await;
    }
    done(&world, "another request", asked("three", 1)).await;
    let used = Store::use_recovery("three", in_time);
    once(&world, "it is carried out", used).await;
    refused(
        &world,
        "a late refusal",
        Store::refuse_recovery("three", in_time),
    )
    .await;
    done(&world, "the third", asked("four", 1)).await;
    done(&world, "it ends", Store::refuse_recovery("four", now)).await;
    refused(&world, "more than three a day", asked("five", 1)).await;
}

async fn invitations_and_mailed_links_are_used_once(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let later = now.plus(Lifetime::hours(1));
    for id in ["accepted", "revoked", "expired"] {
        let invitation = Invitation {
            id: id.into(),
            email: "guest@example.com".into(),
            client_ids: vec!["notes".into()],
            language: None,
            inviter: None,
            created_at: now,
            expires_at: later,
            accepted_at: None,
            accepted_by: None,
            revoked_at: None,
            organization_id: None,
            organization_owner: false,
            organization_roles: std::collections::BTreeMap::default(),
            actor_kind: None,
            actor_id: None,
        };
        done(&world, id, Store::add_invitation(&invitation)).await;
    }
    let accepted = |id, at| Store::accept_invitation(id, &ada, at);
    once(&world, "an invitation", accepted("accepted", now)).await;
    let revoke = Store::revoke_invitation("revoked", now);
    once(&world, "it is revoked", revoke).await;
    refused(&world, "a revoked one", accepted("revoked", now)).await;
    refused(&world, "an expired one", accepted("expired", later)).await;

    let sealed = sealed_here(&world).await;
    let token = |id: &str| StoredToken {
        id: id.into(),
        purpose: "reset_password".into(),
        subject: digest(id),
        user_id: Some(ada.clone()),
        generation: Some(1),
        browser: None,
        link: Some(digest(&format!("the link of {id}"))),
        code: None,
        sealed: sealed.clone(),
        tries: 0,
        mails: 1,
        created_at: now,
        sent_at: now,
        expires_at: later,
        confirmed_at: None,
        used_at: None,
        replaced_at: None,
    };
    for id in ["sent", "used"] {
        done(&world, id, Store::add_one_time_token(&token(id))).await;
    }
    let early = now.minus(Lifetime::minutes(1));
    let soon = Store::renew_one_time_token(&token("sent"), early);
    refused(&world, "a mail right after another", soon).await;
    let mut resent = token("sent");
    resent.sent_at = later;
    let again = Store::renew_one_time_token(&resent, now);
    once(&world, "another mail", again).await;
    let used = Store::use_one_time_token("used", now);
    once(&world, "a link is used", used).await;
    let after = Store::renew_one_time_token(&token("used"), now);
    refused(&world, "a mail for a link that was used", after).await;
    let expired = Store::use_one_time_token("sent", later);
    refused(&world, "an expired link", expired).await;
}

async fn a_request_that_was_answered_takes_no_choice_any_more(world: World) {
    let now = world.provider.now();
    let key = InteractionKey {
        digest: digest("request"),
        expires_at: now.plus(Lifetime::hours(1)),
    };
    let choices = || {
        [
            Store::choose_account(&key, "session"),
            Store::choose_organization(&key, "organization"),
        ]
    };
    for unit in choices() {
        done(&world, "a choice", unit).await;
    }
    let consent = |sid, again| Store::give_consent(&key, sid, again);
    once(&world, "a consent", consent("session", false)).await;
    done(
        &world,
        "one after it was withdrawn",
        consent("session", true),
    )
    .await;
    once(&world, "that of another session", consent("other", false)).await;
    let finished = Store::finish_interaction(&key, now);
    once(&world, "the answer", finished).await;
    for unit in choices() {
        refused(&world, "a choice after the answer", unit).await;
    }
    refused(&world, "a consent after it", consent("third", true)).await;
}

/// Without the guard, two that read the same count would both write the next one.
async fn attempts_at_once_are_each_counted(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    let (account, spelling, source) = (digest("ada"), digest("Ada"), digest("network"));
    let key = AttemptKey {
        account: &account,
        spelling: &spelling,
        source: &source,
    };
    let attempts = (0..40).map(|_| store.take_sign_in_attempt(key, now));
    let taken = futures_util::future::join_all(attempts).await;
    let taken = taken
        .into_iter()
        .filter(|took| took.as_ref().unwrap().is_ok());
    assert_eq!(taken.count(), usize::try_from(FREE_ATTEMPTS).unwrap());
}

async fn what_rests_on_a_user_needs_the_user_as_they_were(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let require = |generation| Store::require_user_of_generation(&ada, generation);
    done(&world, "the present generation", require(1)).await;
    refused(&world, "an old generation", require(0)).await;
    done(&world, "it", Store::disable_user(&ada, now)).await;
    refused(&world, "a disabled user", require(1)).await;
}

async fn what_is_unknown_is_never_changed(world: World) {
    let now = world.provider.now();
    let unknown = digest("unknown");
    for unit in [
        Store::disable_user("unknown", now),
        Store::enable_user("unknown", now),
        Store::enable_client("unknown", now),
        Store::remove_webhook("unknown"),
        Store::keep_answer(&unknown, 200, None),
        Store::withdraw_codes("unknown"),
        Store::use_federation_flow(&unknown),
        Store::repeat_refresh_token(&unknown, true),
        Store::repeat_refresh_token(&unknown, false),
        Store::delete_user("unknown", "{}".into()),
        Store::delete_event_stream("unknown"),
        Store::pause_webhook("unknown", now, now),
        Store::remove_scim_target("unknown"),
        Store::pause_scim_target("unknown", now, now),
        Store::begin_scim_pass("unknown", "pass", None, now),
        Store::require_unused_registration("unknown"),
        Store::hold_organization("unknown"),
    ] {
        refused(&world, "what is unknown", unit).await;
    }
}
