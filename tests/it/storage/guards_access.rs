//! The guards of groups, roles and organizations, each by itself.

use super::guards::{done, once, refused};
use crate::{
    on_both,
    world::{ADA, World},
};
use doorward_core::context::Actor;
use doorward_protocol::{
    access::{roles::Roles, rules::AccessRules},
    organizations::{OrganizationLook, VerifiedBy},
    time::Lifetime,
};
use doorward_storage::{
    AppOwnerKey, AuditActor, Error, ExpiredRole, Group, Holder, MemberKey, Organization,
    OrganizationDomain, OrganizationHolder, RoleOfApp, ScimDocument, ScimKind, Stamp, Store,
};
use serde_json::json;

on_both!(
    groups_are_changed_as_they_were_read,
    roles_are_given_and_taken_once,
    apps_are_owned_once_and_the_one_that_is_built_in_by_nobody,
    organizations_are_changed_as_they_were_read,
);

fn stamp(world: &World) -> Stamp<'static> {
    Stamp {
        at: world.provider.now(),
        actor: AuditActor {
            kind: Actor::CommandLine.kind(),
            id: None,
        },
        managed: false,
    }
}

async fn a_group(world: &World, name: &str) -> Group {
    let now = world.provider.now();
    let group = Group {
        id: format!("group-{name}"),
        name: name.into(),
        description: None,
        managed: false,
        created_at: now,
        version: 1,
    };
    done(world, name, Store::add_group(&group, now)).await;
    group
}

async fn groups_are_changed_as_they_were_read(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let (team, all) = (a_group(&world, "team").await, a_group(&world, "all").await);
    let stamp = stamp(&world);
    let joined = Store::add_group_member("m", "team", &ada, stamp);
    done(&world, "a member", joined).await;
    let left = Store::end_group_member(&team.id, &ada, stamp);
    once(&world, "a member leaves", left).await;
    let inside = Store::add_group_inclusion("i", &team.id, "all", stamp);
    done(&world, "a group in another", inside).await;
    let outside = Store::end_group_inclusion(&team.id, &all.id, stamp);
    once(&world, "it leaves", outside).await;
    once(&world, "a change", Store::change_group(&team, now)).await;
    let stale = Store::delete_group(&team, stamp);
    refused(&world, "a group that changed", stale).await;
    once(&world, "a deletion", Store::delete_group(&all, stamp)).await;
    let gone = Store::add_group_member("n", "all", &ada, stamp);
    refused(&world, "a member of a deleted group", gone).await;

    let document = ScimDocument {
        id: ada.clone(),
        document: json!({"title": "Engineer"}),
        version: 0,
        updated_at: now,
    };
    let written = || Store::put_scim_document(ScimKind::Users, &document);
    once(&world, "what a client says of a user", written()).await;
}

async fn roles_are_given_and_taken_once(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let team = a_group(&world, "team").await;
    let stamp = stamp(&world);
    let role = RoleOfApp {
        client_id: "notes",
        name: "editor",
    };
    for holder in [Holder::User(&ada), Holder::Group(&team.id)] {
        let given = |id| Store::add_role_grant(id, holder, role, None, stamp);
        let id = format!("{holder:?}");
        done(&world, "a role", given(&id)).await;
        let twice = world.provider.store().commit(given("twice")).await;
        assert!(matches!(twice, Err(Error::Taken)), "{twice:?}");
        let taken = Store::end_role_grant(holder, role, stamp);
        once(&world, "a role is taken away", taken).await;
    }
    let until = Some(now.plus(Lifetime::hours(1)));
    let given = Store::add_role_grant("until", Holder::User(&ada), role, until, stamp);
    done(&world, "a role with an end", given).await;
    let expired = ExpiredRole {
        id: "until".into(),
        client_id: "notes".into(),
        role: "editor".into(),
        user_id: Some(ada.clone()),
        group_id: None,
    };
    let ended = || Store::end_expired_role(&expired, stamp.actor);
    once(&world, "its end", ended()).await;

    let of_nobody = Store::note_request_of_grant(&ada, role, "request");
    refused(&world, "a request for a role that is over", of_nobody).await;
    let over = Store::end_expired_access_request("unknown", stamp);
    refused(&world, "the end of an unknown request", over).await;

    let registered = world
        .provider
        .store()
        .client("notes")
        .await
        .unwrap()
        .unwrap();
    let version = registered.roles_version;
    let roles = || Store::put_roles_of_app("notes", &Roles::default(), version, true, stamp);
    once(&world, "the roles of an app", roles()).await;
    let version = registered.access_rules_version;
    let of_access = || Store::put_access_rules("notes", &AccessRules::default(), version, true);
    once(&world, "the rules of an app", of_access()).await;
}

async fn apps_are_owned_once_and_the_one_that_is_built_in_by_nobody(world: World) {
    let (ada, stamp) = (world.sub(ADA.0).await, stamp(&world));
    let key = |client_id| AppOwnerKey {
        client_id,
        user_id: &ada,
    };
    let named = |id, client_id| Store::add_app_owner(id, key(client_id), stamp);
    refused(&world, "the app that is built in", named("a", "doorward")).await;
    refused(&world, "an unknown app", named("b", "unknown")).await;
    done(&world, "an owner", named("c", "notes")).await;
    let is_one = || Store::require_app_owner(key("notes"));
    done(&world, "an owner is one", is_one()).await;
    let ended = Store::end_app_owner(key("notes"), stamp);
    once(&world, "an owner is none any more", ended).await;
    refused(&world, "who was an owner", is_one()).await;
}

async fn organizations_are_changed_as_they_were_read(world: World) {
    let (ada, now) = (world.sub(ADA.0).await, world.provider.now());
    let stamp = stamp(&world);
    let acme = Organization {
        id: "acme-id".into(),
        slug: "acme".into(),
        name: "Acme".into(),
        look: OrganizationLook::default(),
        second_factor: false,
        max_session_age: None,
        provider_id: None,
        managed: false,
        created_at: now,
        version: 1,
    };
    done(&world, "it", Store::add_organization(&acme, now)).await;
    let domain = |challenge: &str| OrganizationDomain {
        domain: "acme.example".into(),
        challenge: challenge.into(),
        managed: false,
        added_at: now,
        verified_at: None,
        verified_by: None,
    };
    let claimed = Store::add_organization_domain(&acme.id, &domain("right"));
    done(&world, "a domain", claimed).await;
    let verified = |challenge: &str| {
        let by = VerifiedBy::Dns;
        Store::verify_organization_domain(&acme.id, &domain(challenge), by, now)
    };
    refused(&world, "another challenge", verified("wrong")).await;
    once(&world, "a verified domain", verified("right")).await;
    let removed = Store::remove_organization_domain(&acme.id, "acme.example");
    once(&world, "a domain is removed", removed).await;

    let key = MemberKey {
        organization_id: &acme.id,
        user_id: &ada,
    };
    let joined = Store::add_organization_member("m", key, false, stamp);
    done(&world, "a member", joined).await;
    let role = RoleOfApp {
        client_id: "notes",
        name: "editor",
    };
    for (id, holder) in [
        ("one", OrganizationHolder::Member(key)),
        ("all", OrganizationHolder::Everybody(&acme.id)),
    ] {
        let given = Store::add_organization_role(id, holder, role, stamp);
        done(&world, "a role", given).await;
        let taken = Store::end_organization_role(holder, role, stamp);
        once(&world, "a role is taken away", taken).await;
    }
    let left = Store::end_membership(key, stamp);
    once(&world, "a member leaves", left).await;
    once(&world, "a change", Store::change_organization(&acme, now)).await;
    let stale = Store::delete_organization(&acme, stamp);
    refused(&world, "an organization that changed", stale).await;
    let mut read_again = acme.clone();
    read_again.version += 1;
    let deleted = Store::delete_organization(&read_again, stamp);
    once(&world, "a deletion", deleted).await;
    let late = Store::add_organization_member("n", key, false, stamp);
    refused(&world, "a member of a deleted organization", late).await;
}
