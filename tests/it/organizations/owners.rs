//! The last owner of an organization stays, and whoever leaves it is told of at the apps.

use super::{ask, declare, introspect, join, organization, redeemed, user};
use crate::{
    on_both_wide,
    storage::meanwhile,
    world::{ADA, Backend, CALLBACK, GRACE, SECRET, Site, World},
};
use doorward_core::{Error, organizations::Organization};
use doorward_protocol::time::Lifetime;

on_both_wide!(
    the_last_owner_of_an_organization_stays,
    an_app_is_told_when_its_user_leaves_the_organization,
);

/// Makes a user a member (`Some`, an owner or none) or takes them out, and gives the refusal.
async fn put(
    world: &World,
    organization: &Organization,
    wanted: &[(&str, Option<bool>)],
) -> Result<(), Error> {
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    for (email, owner) in wanted {
        let user = user(world, email).await;
        if let Some(owner) = owner {
            let put = organizations.put_member(&mut changes, organization, &user, *owner);
            put.await.unwrap();
        } else {
            let removed = organizations.remove_member(&mut changes, organization, &user);
            removed.await.unwrap();
        }
    }
    changes.commit_or_conflict().await
}

async fn the_last_owner_of_an_organization_stays(world: World) {
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let (ada, grace) = (ADA.0, GRACE.0);
    // One that has no owner yet loses none.
    put(&world, &acme, &[(ada, Some(false))]).await.unwrap();
    put(&world, &acme, &[(ada, None)]).await.unwrap();
    put(&world, &acme, &[(ada, Some(true)), (grace, Some(false))])
        .await
        .unwrap();
    for last in [
        &[(ada, None)][..],
        &[(ada, Some(false))],
        &[(grace, None), (ada, None)],
    ] {
        let refused = put(&world, &acme, last).await;
        let is_told = matches!(&refused, Err(Error::Refused(told)) if told.to_string().contains("another member"));
        assert!(is_told, "{last:?}: {refused:?}");
    }
    // Whoever cannot sign in is no owner to rely on.
    put(&world, &acme, &[(grace, Some(true))]).await.unwrap();
    let disable = async |disabled: bool| {
        let changes = "UPDATE users SET disabled_at = $1 WHERE email = 'grace@example.com'";
        let at = if disabled { "1" } else { "NULL" };
        world.execute(&changes.replace("$1", at)).await;
    };
    disable(true).await;
    put(&world, &acme, &[(ada, None)]).await.unwrap_err();
    disable(false).await;
    // One owner after the other, in whatever order.
    put(&world, &acme, &[(ada, None)]).await.unwrap();
    put(&world, &acme, &[(grace, None), (ada, Some(true))])
        .await
        .unwrap();
    // The whole organization may go.
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let organizations = world.provider.organizations();
    organizations.delete(&mut changes, &acme).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

/// Two owners leave at the same time: the one who comes later waits, and stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_owners_who_leave_at_once_one_stays() {
    for is_committed in [true, false] {
        let world = World::open_wide(Backend::Postgres).await;
        let acme = organization(&world, "acme", "Acme, Inc.").await;
        join(&world, &acme, ADA.0, true).await;
        join(&world, &acme, GRACE.0, true).await;
        let (id, grace) = (&acme.id, world.sub(GRACE.0).await);
        let statements = [
            format!("SELECT 1 FROM organizations WHERE id = '{id}' FOR NO KEY UPDATE"),
            format!("UPDATE organization_members SET ended_at = 1 WHERE user_id = '{grace}'"),
        ];
        let ada_leaves = put(&world, &acme, &[(ADA.0, None)]);
        let left = meanwhile(&world, &statements, is_committed, Box::pin(ada_leaves)).await;
        assert_eq!(left.is_err(), is_committed, "{left:?}");
    }
}

/// An app that is told of ended sessions.
async fn told_app(world: &World, site: &Site) {
    let file = format!(
        "[[clients]]\nclient_id = \"app\"\nclient_secret = \"{SECRET}\"\n\
         redirect_uris = [\"{CALLBACK}\"]\nfirst_party = true\n\
         scope = \"openid profile offline_access roles permissions\"\norganizations = \"required\"\n\
         backchannel_logout_uri = \"{}\"\n",
        site.at("/logout")
    );
    let applied = doorward_cli::apply_text(&world.provider, "told.toml", &file).await;
    applied.unwrap();
    world.expire_versions();
}

async fn an_app_is_told_when_its_user_leaves_the_organization(world: World) {
    declare(&world).await;
    let site = Site::open();
    told_app(&world, &site).await;
    let acme = organization(&world, "acme", "Acme, Inc.").await;
    let globex = organization(&world, "globex", "Globex").await;
    let mut browser = world.signed_in(ADA).await;
    for leaves in [true, false] {
        join(&world, &acme, ADA.0, false).await;
        join(&world, &globex, GRACE.0, false).await;
        let answer = ask(&mut browser, &[("organization", "acme")]).await;
        let tokens = redeemed(&world, "app", &answer).await;
        assert_eq!(introspect(&world, &tokens.access).await["active"], true);
        let told = site.received("/logout").len();
        // What happens to others and elsewhere is nothing to tell.
        put(&world, &globex, &[(GRACE.0, None)]).await.unwrap();
        world.deliver_all().await;
        assert_eq!(site.received("/logout").len(), told);
        if leaves {
            put(&world, &acme, &[(ADA.0, None)]).await.unwrap();
        } else {
            let ctx = world.context();
            let mut changes = world.provider.change_set(&ctx);
            let organizations = world.provider.organizations();
            organizations.delete(&mut changes, &acme).await.unwrap();
            changes.commit_or_conflict().await.unwrap();
        }
        assert_eq!(introspect(&world, &tokens.access).await["active"], false);
        world.advance(Lifetime::minutes(5)).await;
        world.deliver_all().await;
        assert!(site.received("/logout").len() > told, "leaves: {leaves}");
    }
    let record = "SELECT detail FROM audit_events WHERE action = 'app.access_ended'";
    assert_eq!(world.texts(record).await, ["acme", "acme"]);
}
