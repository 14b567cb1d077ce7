//! Who may do what rests on groups and organizations that are there: on PostgreSQL a second connection
//! ends one of them and has not committed yet, while somebody is put into it, gets a role by it, or is
//! issued something for it.

use super::races::commit_while_another_writes;
use crate::{
    organizations::{declare, join, organization, user},
    world::{ADA, Backend, GRACE, World},
};
use doorward_protocol::{organizations::VerifiedBy, time::Timestamp};
use doorward_storage::{
    AuditActor, Error, Group, Holder, MemberKey, Organization, OrganizationDomain,
    OrganizationHolder, RoleOfApp, Stamp, Store, Unit,
};

const NOW: Timestamp = Timestamp(1_000);

const fn stamp() -> Stamp<'static> {
    Stamp {
        at: NOW,
        actor: AuditActor {
            kind: "command_line",
            id: None,
        },
        managed: false,
    }
}

const ROLE: RoleOfApp<'static> = RoleOfApp {
    client_id: "notes",
    name: "editor",
};

fn claim(domain: &str) -> OrganizationDomain {
    OrganizationDomain {
        domain: domain.to_owned(),
        challenge: "challenge".to_owned(),
        managed: false,
        added_at: NOW,
        verified_at: None,
        verified_by: None,
    }
}

/// What may go away, and who is in it.
struct Scene {
    world: World,
    crew: Group,
    acme: Organization,
    ada: String,
    grace: String,
}

async fn group(world: &World, name: &str) -> Group {
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let access = world.provider.access();
    let added = access.add_group(&mut changes, name, None).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    added
}

/// Grace is in the organization, and Ada is in nothing.
async fn scene() -> Scene {
    let world = World::open(Backend::Postgres).await;
    declare(&world).await;
    let crew = group(&world, "crew").await;
    let acme = organization(&world, "acme", "Acme").await;
    join(&world, &acme, GRACE.0, false).await;
    let (ada, grace) = (user(&world, ADA.0).await.id, user(&world, GRACE.0).await.id);
    Scene {
        world,
        crew,
        acme,
        ada,
        grace,
    }
}

/// What is asked for, and the statement of the other connection that takes away what it rests on.
struct Case {
    what: &'static str,
    asked: Unit,
    end: &'static str,
}

const GROUP_GOES: &str = "UPDATE user_groups SET deleted_at = 1";
const ORGANIZATION_GOES: &str = "UPDATE organizations SET deleted_at = 1";
const MEMBER_LEAVES: &str = "UPDATE organization_members SET ended_at = 1";

fn cases(scene: &Scene) -> Vec<Case> {
    let (crew, acme) = (&scene.crew, &scene.acme);
    let member = |user_id| MemberKey {
        organization_id: &acme.id,
        user_id,
    };
    let grace = OrganizationHolder::Member(member(&scene.grace));
    let everybody = OrganizationHolder::Everybody(&acme.id);
    let case = |what, asked, end| Case { what, asked, end };
    vec![
        case(
            "a member of a group",
            Store::add_group_member("a", &crew.name, &scene.ada, stamp()),
            GROUP_GOES,
        ),
        case(
            "a role of a group",
            Store::add_role_grant("a", Holder::Group(&crew.id), ROLE, None, stamp()),
            GROUP_GOES,
        ),
        case(
            "a member of an organization",
            Store::add_organization_member("a", member(&scene.ada), false, stamp()),
            ORGANIZATION_GOES,
        ),
        case(
            "a role of a member",
            Store::add_organization_role("a", grace, ROLE, stamp()),
            MEMBER_LEAVES,
        ),
        case(
            "a role of every member",
            Store::add_organization_role("a", everybody, ROLE, stamp()),
            ORGANIZATION_GOES,
        ),
        case(
            "a domain",
            Store::add_organization_domain(&acme.id, &claim("acme.example")),
            ORGANIZATION_GOES,
        ),
        case(
            "what is issued for an organization",
            Store::require_organization_member(member(&scene.grace)),
            MEMBER_LEAVES,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_given_by_a_group_or_an_organization_that_goes() {
    let number = cases(&scene().await).len();
    for index in 0..number {
        for is_committed in [true, false] {
            let scene = scene().await;
            let Case { what, asked, end } = cases(&scene).remove(index);
            let end = end.to_owned();
            let done = commit_while_another_writes(&scene.world, asked, end, is_committed).await;
            assert_eq!(done, !is_committed, "{what}");
        }
    }
}

/// A domain belongs to one organization, also where two of them verify it at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_organizations_that_verify_a_domain_at_once_one_gets_it() {
    for is_committed in [true, false] {
        let scene = scene().await;
        let world = &scene.world;
        let other = organization(world, "globex", "Globex").await;
        let store = world.provider.store();
        for claimant in [&scene.acme, &other] {
            let added = Store::add_organization_domain(&claimant.id, &claim("shared.example"));
            assert!(store.commit(added).await.unwrap());
        }
        let (claim, by) = (claim("shared.example"), VerifiedBy::Administrator);
        let verify = Store::verify_organization_domain(&scene.acme.id, &claim, by, NOW);
        let theirs = format!(
            "UPDATE organization_domains SET verified_at = 1, verified_by = 'dns'
             WHERE organization_id = '{}'",
            other.id
        );
        let commit = store.commit(verify);
        let verified = super::races::meanwhile(world, &[theirs], is_committed, commit).await;
        if is_committed {
            assert!(matches!(verified, Err(Error::Taken)), "{verified:?}");
        } else {
            assert!(verified.unwrap());
        }
    }
}
