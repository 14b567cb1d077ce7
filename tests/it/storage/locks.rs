//! What a unit rests on is held until its commit: on PostgreSQL a second connection has changed it, or
//! holds it, and commits once somebody waits for that or the unit is over. A unit that takes no lock is
//! over too early, and its outcome is wrong. And guards that refuse what came between a page and its
//! unit: nothing of such a unit is written.

use super::{
    guards::{digest, done, once},
    identity_at,
    races::{COUNTED, ENDS, for_each_end},
    session_of_ada,
};
use crate::{
    management::make,
    on_both,
    organizations::{join, organization, user},
    world::{ADA, Backend, GRACE, World, start_session},
};
use doorward_core::access::Assignee;
use doorward_protocol::{
    keys::sealed,
    sessions::sso_session::{EndReason, SessionRef},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{
    AccountDeletion, AuditDay, AuthenticatorApp, Error, GenerationRise, MasterKeyRow,
    NewAccessRequest, RemainingMethod, RequestLimits, RoleOfApp, SealedColumn, Store,
    StoredRecovery, Unit,
};

on_both!(
    a_day_of_the_audit_log_is_changed_as_it_was_read,
    a_session_is_used_while_it_and_its_user_are_live,
    a_user_asks_for_no_more_roles_than_the_limits_allow,
);

const OWNER: RoleOfApp<'static> = RoleOfApp {
    client_id: "doorward",
    name: "owner",
};

/// What comes of something that is asked for while another connection has executed statements. That one
/// ends once somebody waits for it, or what is asked for is over.
async fn beside<T>(
    world: &World,
    statements: &[String],
    is_committed: bool,
    asked: impl Future<Output = T>,
) -> T {
    let mut other = world.other_transaction().await;
    for statement in statements {
        other.run(statement).await;
    }
    other.run(COUNTED).await;
    let mut asked = Box::pin(asked);
    let early = tokio::select! {
        answer = &mut asked => Some(answer),
        () = other.blocks(1) => None,
    };
    if is_committed {
        other.commit().await;
    } else {
        other.roll_back().await;
    }
    let answer = match early {
        Some(answer) => answer,
        None => asked.await,
    };
    world.expire_versions();
    answer
}

/// As [`beside`], of a unit: whether it was committed.
async fn commits_beside(
    world: &World,
    unit: Unit,
    statements: &[String],
    is_committed: bool,
) -> bool {
    let commit = world.provider.store().commit(unit);
    beside(world, statements, is_committed, commit)
        .await
        .unwrap()
}

/// Commits a unit whose guard has to refuse it, with another statement before or after it, which is not
/// written either.
async fn refused_whole(world: &World, what: &str, unit: Unit) {
    let store = world.provider.store();
    let mark = || Store::use_client_assertion(&digest(what), world.provider.now());
    for whole in [mark().then(unit.clone()), unit.then(mark())] {
        assert!(!store.commit(whole).await.unwrap(), "{what}");
    }
    done(world, what, mark()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_owners_of_the_server_who_go_at_once_one_stays() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        for owner in [ADA, GRACE] {
            make(&world, owner.0, OWNER.name).await;
        }
        let ada = world.sub(ADA.0).await;
        let goes = [
            "SELECT 1 FROM clients WHERE client_id = 'doorward' FOR NO KEY UPDATE".to_owned(),
            format!("UPDATE role_grants SET ended_at = 1 WHERE user_id = '{ada}'"),
        ];
        let (grace, ctx) = (user(&world, GRACE.0).await, world.context());
        let mut changes = world.provider.change_set(&ctx);
        let access = world.provider.access();
        let taken = access.revoke_role(&mut changes, Assignee::User(&grace), OWNER);
        taken.await.unwrap();
        let taken = beside(&world, &goes, is_committed, changes.commit_or_conflict()).await;
        let left = world.provider.store().owners(world.provider.now()).await;
        assert_eq!(left.unwrap().len(), 1, "{taken:?}");
        assert_eq!(taken.is_err(), is_committed, "{taken:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_owners_of_an_organization_who_go_at_once_one_stays() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        let acme = organization(&world, "acme", "Acme").await;
        for owner in [ADA, GRACE] {
            join(&world, &acme, owner.0, true).await;
        }
        let (ada, grace) = (world.sub(ADA.0).await, user(&world, GRACE.0).await);
        let goes = [
            "SELECT 1 FROM organizations FOR NO KEY UPDATE".to_owned(),
            format!("UPDATE organization_members SET ended_at = 1 WHERE user_id = '{ada}'"),
        ];
        let ctx = world.context();
        let mut changes = world.provider.change_set(&ctx);
        let organizations = world.provider.organizations();
        let removed = organizations.remove_member(&mut changes, &acme, &grace);
        removed.await.unwrap();
        let removed = beside(&world, &goes, is_committed, changes.commit_or_conflict()).await;
        let left = "SELECT count(*) FROM organization_members WHERE owner = 1 AND ended_at IS NULL";
        assert_eq!(world.numbers(left).await, [1], "{removed:?}");
        assert_eq!(removed.is_err(), is_committed, "{removed:?}");
    }
}

const OTHER_KEY: &str = "UPDATE master_key SET key_id = 'other'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_stored_under_a_master_key_that_is_replaced() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        let store = world.provider.store();
        let key = store.master_key().await.unwrap().unwrap();
        let app = AuthenticatorApp {
            user_id: world.sub(ADA.0).await,
            sealed_secret: sealed::compose(&key.key_id, b"sealed"),
            last_step: 7,
            created_at: world.provider.now(),
            last_used_at: None,
        };
        let commit = store.commit(Store::add_authenticator_app(&app));
        let added = beside(&world, &[OTHER_KEY.to_owned()], is_committed, commit).await;
        let apps = world.numbers("SELECT count(*) FROM authenticator_apps");
        assert_eq!(apps.await, [i64::from(!is_committed)], "{added:?}");
        assert_eq!(matches!(added, Err(Error::Unavailable(_))), is_committed);
    }
}

/// The statements that make `new` the master key, as they are sent for what is stored now.
async fn change_of_the_master_key(world: &World, present: &str, new: &str) -> Unit {
    let store = world.provider.store();
    let mut unit = Store::begin_master_key_change(present);
    let sealed = sealed::compose(new, b"sealed");
    for column in SealedColumn::DURABLE {
        for value in store.values_of_other_keys(column, new, 100).await.unwrap() {
            unit = unit.then(Store::reseal(&value, &sealed));
        }
    }
    unit.then(Store::change_master_key(&MasterKeyRow {
        key_id: new.to_owned(),
        sealed_root: sealed,
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_master_key_is_replaced_beside_another_change_or_a_new_secret() {
    for (is_changed, is_committed) in [(true, true), (true, false), (false, true), (false, false)] {
        let world = World::open(Backend::Postgres).await;
        let key = world.provider.store().master_key().await.unwrap().unwrap();
        let stored = format!(
            "INSERT INTO event_streams (stream_id, client_id, delivery, status, is_push, created_at,
             updated_at, sealed_authorization_header)
             VALUES ('stream', 'notes', '{{}}', 'enabled', 0, 1, 1, '{}')",
            sealed::compose(&key.key_id, b"sealed")
        );
        let theirs = if is_changed {
            vec![OTHER_KEY.to_owned()]
        } else {
            vec!["SELECT 1 FROM master_key FOR SHARE".to_owned(), stored]
        };
        let unit = change_of_the_master_key(&world, &key.key_id, "new").await;
        let is_done = commits_beside(&world, unit, &theirs, is_committed).await;
        let present = world.texts("SELECT key_id FROM master_key").await;
        let expected: &str = match (is_committed, is_changed) {
            (false, _) => "new",
            (true, true) => "other",
            (true, false) => &key.key_id,
        };
        assert_eq!(present, [expected]);
        assert_eq!(is_done, !is_committed);
    }
}

/// The statements that begin a recovery, of which a user may ask for one within a day.
fn recovery(user_id: &str, at: Timestamp) -> Unit {
    let new = StoredRecovery {
        id: "mine".to_owned(),
        user_id: user_id.to_owned(),
        generation: 1,
        user_agent: String::new(),
        address: None,
        requested_at: at,
        effective_at: at.plus(Lifetime::hours(24)),
        expires_at: at.plus(Lifetime::hours(48)),
    };
    Store::begin_recovery(&new, 1, at.minus(Lifetime::hours(24)))
}

/// Of two recoveries that are asked for at once, the second counts the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_needs_the_generation_of_a_user_waits_for_who_else_needs_or_raises_it() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
        let begun = [
            format!("SELECT 1 FROM users WHERE id = '{ada}' FOR NO KEY UPDATE"),
            format!(
                "INSERT INTO recoveries (id, user_id, generation, user_agent, requested_at,
                 effective_at, expires_at, ended_at) VALUES ('theirs', '{ada}', 1, '', {0}, 1, 1, {0})",
                now.0
            ),
        ];
        let unit = recovery(&ada, now);
        let is_begun = commits_beside(&world, unit, &begun, is_committed).await;
        assert_eq!(is_begun, !is_committed, "a recovery");
        let raised = format!("UPDATE users SET generation = generation + 1 WHERE id = '{ada}'");
        let unit = Store::require_user_of_generation(&ada, 1);
        let unit = unit.then(Store::add_account_deletion(&AccountDeletion {
            user_id: ada.clone(),
            requested_at: now,
            due_at: now.plus(Lifetime::days(1)),
        }));
        let is_done = commits_beside(&world, unit, &[raised], is_committed).await;
        assert_eq!(is_done, !is_committed, "a deletion");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_identity_is_unlinked_while_the_password_that_remains_is_revoked() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        let (store, ada) = (world.provider.store(), world.sub(ADA.0).await);
        let add = Store::add_identity(&identity_at("first"), &ada, world.provider.now());
        done(&world, "an identity", add).await;
        let identities = store.identities_of_user(&ada).await.unwrap();
        let unit = Store::remove_identity(&identities[0], &ada, &RemainingMethod::Password);
        let revoked = format!("UPDATE credentials SET revoked_at = 1 WHERE user_id = '{ada}'");
        let is_done = commits_beside(&world, unit, &[revoked], is_committed).await;
        let left = store.identities_of_user(&ada).await.unwrap().len();
        assert_eq!((is_done, left), (!is_committed, usize::from(is_committed)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_session_is_ended_as_the_oldest_while_its_user_signs_in_again() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        world.signed_in(ADA).await;
        let (store, ada) = (world.provider.store(), world.sub(ADA.0).await);
        let sid = session_of_ada(&world).await;
        let oldest = store.sessions_beyond(&ada, 0, 1).await.unwrap();
        let (sid, user_id, now) = (sid.as_str(), ada.as_str(), world.provider.now());
        let end = Store::end_session(SessionRef { sid, user_id }, EndReason::TooMany, now);
        let unit = Store::require_session_number(&oldest[0]).then(end);
        let again = format!("UPDATE sso_sessions SET number = number + 1 WHERE sid = '{sid}'");
        let is_done = commits_beside(&world, unit, &[again], is_committed).await;
        let is_live = store.live_session(sid).await.unwrap().is_some();
        assert_eq!((is_done, is_live), (!is_committed, is_committed));
    }
}

/// A repeat adds a successor as a rotation does, so that it rests on the same rows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_refresh_token_is_repeated_while_its_family_or_its_session_ends() {
    let revoke = "UPDATE grants SET revoked_at = 1 WHERE user_id = $1";
    let of_session = [ENDS[0], ENDS[1], ENDS[2], revoke];
    for (scope, first) in [("openid", 0), ("openid offline_access", 1)] {
        let ends = &of_session[first..];
        for_each_end(ends, async |world, mut browser, end, is_committed| {
            let tokens = world.tokens(&mut browser, &[("scope", scope)]).await;
            assert_eq!(world.refresh(&tokens.refresh).await.0, 200);
            let asked = world.refresh(&tokens.refresh);
            let (status, _) = beside(world, &end, is_committed, asked).await;
            assert_eq!(status == 400, is_committed, "{scope} {end:?}");
        })
        .await;
    }
}

async fn a_day_of_the_audit_log_is_changed_as_it_was_read(world: World) {
    let day = |entries, head: &str| AuditDay {
        day: Timestamp(0),
        entries,
        link: format!("link of {head}"),
        head: head.to_owned(),
        closed: false,
        deleted: false,
    };
    let (first, second) = (day(1, "first"), day(2, "second"));
    done(&world, "a day", Store::begin_audit_day(&first)).await;
    let other = Store::change_audit_day(&day(1, "another"), &second);
    refused_whole(&world, "a day with another head", other).await;
    let change = Store::change_audit_day(&first, &second);
    done(&world, "an entry", change).await;
    let late = Store::change_audit_day(&first, &day(3, "third"));
    refused_whole(&world, "a day that goes on already", late).await;
    let days = world.provider.store().audit_days(Timestamp(0)).await;
    assert_eq!(days.unwrap().first(), Some(&second));
}

async fn a_session_is_used_while_it_and_its_user_are_live(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    for sid in ["ended", "used"] {
        let session = world.new_session(sid, &ada, 1);
        done(&world, sid, start_session(&session)).await;
    }
    let soon = now.plus(Lifetime::minutes(1));
    let later = now.plus(Lifetime::minutes(2));
    let touch = Store::touch_session;
    refused_whole(&world, "at the same time", touch("used", now)).await;
    once(&world, "a use", touch("used", soon)).await;
    let (sid, user_id) = ("ended", ada.as_str());
    let end = Store::end_session(SessionRef { sid, user_id }, EndReason::SignOut, now);
    done(&world, "an end", end).await;
    refused_whole(&world, "after its end", touch("ended", soon)).await;
    let rise = GenerationRise {
        user_id: &ada,
        kept_sid: None,
        reason: EndReason::SignOut,
    };
    done(&world, "a rise", Store::raise_generation(rise, now)).await;
    refused_whole(&world, "an older generation", touch("used", later)).await;
    let session = world.new_session("present", &ada, 2);
    done(&world, "present", start_session(&session)).await;
    done(&world, "disabled", Store::disable_user(&ada, now)).await;
    refused_whole(&world, "a disabled user", touch("present", soon)).await;
    let used = world.numbers("SELECT last_seen_at FROM sso_sessions ORDER BY sid");
    assert_eq!(used.await, [now.0, now.0, soon.0]);
}

async fn a_user_asks_for_no_more_roles_than_the_limits_allow(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let later = now.plus(Lifetime::hours(1));
    let notes = world.provider.store().client("notes").await;
    let roles_version = notes.unwrap().unwrap().roles_version;
    let ask = |id: &str, name: &str, (open, lately, since)| {
        let client_id = "notes";
        let new = NewAccessRequest {
            id,
            user_id: &ada,
            role: RoleOfApp { client_id, name },
            roles_version,
            reason: "work",
            wished_end: None,
            requested_at: later,
            expires_at: later.plus(Lifetime::days(1)),
        };
        let limits = RequestLimits {
            open,
            lately,
            since,
        };
        Store::add_access_request(&new, limits)
    };
    let wide = (2, 9, now);
    done(&world, "a request", ask("a", "editor", wide)).await;
    refused_whole(&world, "for the same role", ask("b", "editor", wide)).await;
    done(&world, "another request", ask("b", "reader", wide)).await;
    refused_whole(&world, "more than may wait", ask("c", "admin", wide)).await;
    let lately = ask("c", "admin", (9, 2, now));
    refused_whole(&world, "more than lately", lately).await;
    let stored = "SELECT id FROM access_requests ORDER BY id";
    assert_eq!(world.texts(stored).await, ["a", "b"]);
    let since = ask("c", "admin", (9, 2, later));
    done(&world, "the others were before", since).await;
    world.disable(ADA.0).await;
    let disabled = ask("d", "owner", (9, 9, now));
    refused_whole(&world, "a disabled user", disabled).await;
    assert_eq!(world.texts(stored).await, ["a", "b", "c"]);
}
