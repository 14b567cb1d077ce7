//! An owner of an organization reaches that one by the management API, and learns of no other.

use super::{declare, grant, join, organization, user};
use crate::{
    management::{Caller, make},
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_core::organizations::Organization;
use serde_json::json;

on_both!(
    an_administrator_makes_and_changes_organizations,
    an_owner_reaches_one_organization_and_learns_of_no_other,
    an_owner_gives_what_they_have_and_brings_in_whom_a_domain_proves,
    a_token_reaches_no_further_than_its_scope,
);

async fn two(world: &World) -> (Organization, Organization) {
    declare(world).await;
    let acme = organization(world, "acme", "Acme, Inc.").await;
    let globex = organization(world, "globex", "Globex").await;
    join(world, &acme, ADA.0, true).await;
    (acme, globex)
}

async fn an_administrator_makes_and_changes_organizations(world: World) {
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let body = json!({"slug": "acme", "name": "Acme, Inc."});
    let added = admin.post("/organizations", &body).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let id = added.body["id"].as_str().unwrap().to_owned();
    assert_eq!(admin.post("/organizations", &body).await.status, 409);
    for bad in [
        json!({"slug": "Acme", "name": "x"}),
        json!({"slug": "a", "name": ""}),
        json!({"slug": "a"}),
    ] {
        let refused = admin.post("/organizations", &bad).await;
        assert!(
            [400, 422].contains(&refused.status),
            "{bad}: {}",
            refused.body
        );
    }
    let changed = admin
        .patch("/organizations/acme", &json!({"slug": "acme-north"}))
        .await;
    assert_eq!(changed.body["slug"], "acme-north", "{}", changed.body);
    assert_eq!(admin.get("/organizations/acme").await.status, 404);
    let ada = world.sub(ADA.0).await;
    let path = format!("/organizations/{id}/members/{ada}");
    assert_eq!(admin.put(&path, &json!({"owner": true})).await.status, 204);
    let members = admin.get(&format!("/organizations/{id}/members")).await;
    assert_eq!(members.body["items"][0]["user_id"], ada.as_str());
    assert_eq!(members.body["items"][0]["owner"], true);
    let domains = format!("/organizations/{id}/domains");
    let claimed = admin
        .post(&domains, &json!({"domain": "Acme.example"}))
        .await;
    assert_eq!(claimed.status, 201, "{}", claimed.body);
    assert_eq!(claimed.body["domain"], "acme.example");
    assert_eq!(claimed.body["verified_at"], json!(null));
    let verify = format!("{domains}/acme.example/verification");
    let verified = admin.post(&verify, &json!({"by": "administrator"})).await;
    assert_eq!(verified.body["verified_by"], "administrator");
    // A domain is verified for one organization alone.
    let body = json!({"slug": "globex", "name": "Globex"});
    admin.post("/organizations", &body).await;
    let domains = "/organizations/globex/domains";
    let claimed = admin
        .post(domains, &json!({"domain": "acme.example"}))
        .await;
    assert_eq!(claimed.status, 201, "{}", claimed.body);
    let verify = format!("{domains}/acme.example/verification");
    let refused = admin.post(&verify, &json!({"by": "administrator"})).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(
        admin.delete(&format!("/organizations/{id}")).await.status,
        204
    );
    let verified = admin.post(&verify, &json!({"by": "administrator"})).await;
    assert_eq!(verified.status, 200, "{}", verified.body);
}

async fn an_owner_reaches_one_organization_and_learns_of_no_other(world: World) {
    let (acme, globex) = two(&world).await;
    join(&world, &globex, GRACE.0, true).await;
    let owner = Caller::browser(&world, ADA).await;
    let listed = owner.get("/organizations").await;
    let slugs: Vec<&str> = listed.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["slug"].as_str())
        .collect();
    assert_eq!(slugs, ["acme"]);
    let renamed = owner
        .patch("/organizations/acme", &json!({"name": "Acme Limited"}))
        .await;
    assert_eq!(renamed.body["name"], "Acme Limited", "{}", renamed.body);
    // What reaches beyond is refused, and another organization answers as one that does not exist.
    let grace = world.sub(GRACE.0).await;
    let slug = json!({"slug": "globex"});
    let refused = owner.patch("/organizations/acme", &slug).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    let new = json!({"slug": "mine", "name": "Mine"});
    assert_eq!(owner.post("/organizations", &new).await.status, 403);
    assert_eq!(owner.delete("/organizations/acme").await.status, 403);
    for (there, nowhere) in [
        ("globex".to_owned(), "nothing".to_owned()),
        (globex.id.clone(), "x".repeat(globex.id.len())),
    ] {
        for (method, rest, body) in [
            ("GET", String::new(), None),
            ("GET", "/members".to_owned(), None),
            ("GET", "/history".to_owned(), None),
            ("GET", "/roles".to_owned(), None),
            ("GET", "/domains".to_owned(), None),
            ("PATCH", String::new(), Some(json!({"name": "x"}))),
            ("DELETE", String::new(), None),
            ("PUT", format!("/members/{grace}"), Some(json!({}))),
            ("DELETE", format!("/members/{grace}"), None),
            (
                "POST",
                "/domains".to_owned(),
                Some(json!({"domain": "a.example"})),
            ),
            (
                "POST",
                "/roles".to_owned(),
                Some(json!({"app": "app", "role": "editor"})),
            ),
        ] {
            let told = async |name: &str| {
                let path = format!("/organizations/{name}{rest}");
                let told = owner.send(method, &path, body.as_ref()).await;
                (told.status, told.body.to_string().replace(name, "NAME"))
            };
            let (one, other) = (told(&there).await, told(&nowhere).await);
            assert_eq!(one.0, 404, "{method} {rest}: {}", one.1);
            assert_eq!(one, other, "{method} {rest}");
        }
    }
    // Nothing else of the API is open.
    for path in ["/users", "/groups", "/apps", "/audit"] {
        assert_eq!(owner.get(path).await.status, 403, "{path}");
    }
    // Whoever is an owner no more, or a member only, reaches nothing.
    join(&world, &acme, GRACE.0, true).await;
    join(&world, &acme, ADA.0, false).await;
    assert_eq!(owner.get("/organizations").await.status, 403);
    assert_eq!(owner.get("/organizations/acme").await.status, 403);
}

async fn an_owner_gives_what_they_have_and_brings_in_whom_a_domain_proves(world: World) {
    let (acme, _) = two(&world).await;
    grant(&world, &acme, Some(ADA.0), "editor").await;
    let owner = Caller::browser(&world, ADA).await;
    let grace = world.sub(GRACE.0).await;
    let member = format!("/organizations/acme/members/{grace}");
    // Somebody else is as good as nobody.
    let unknown = format!("/organizations/acme/members/{}", "x".repeat(grace.len()));
    let (one, other) = (
        owner.put(&member, &json!({})).await,
        owner.put(&unknown, &json!({})).await,
    );
    assert_eq!((one.status, other.status), (404, 404), "{}", one.body);
    // An owner does not vouch for a domain.
    let domains = "/organizations/acme/domains";
    let claimed = owner.post(domains, &json!({"domain": "example.com"})).await;
    assert_eq!(claimed.status, 201, "{}", claimed.body);
    let verify = format!("{domains}/example.com/verification");
    let refused = owner.post(&verify, &json!({"by": "administrator"})).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert_eq!(owner.put(&member, &json!({})).await.status, 404);
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let verified = admin.post(&verify, &json!({"by": "administrator"})).await;
    assert_eq!(verified.status, 200, "{}", verified.body);
    let is_verified = user(&world, GRACE.0).await.claims.email_verified == Some(true);
    let expected = if is_verified { 204 } else { 404 };
    assert_eq!(owner.put(&member, &json!({})).await.status, expected);
    assert_eq!(admin.put(&member, &json!({})).await.status, 204);
    // What the owner has, they give; what they do not have, they neither give nor take.
    let give = |role: &str| json!({"app": "app", "role": role, "user": grace});
    let roles = "/organizations/acme/roles";
    let given = owner.post(roles, &give("editor")).await;
    assert_eq!(given.status, 204, "{}", given.body);
    let refused = owner.post(roles, &give("admin")).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert_eq!(admin.post(roles, &give("admin")).await.status, 204);
    let admins = format!("{roles}/app/admin/members/{grace}");
    assert_eq!(owner.delete(&admins).await.status, 403);
    let editors = format!("{roles}/app/editor/members/{grace}");
    assert_eq!(owner.delete(&editors).await.status, 204);
    assert_eq!(owner.delete(&member).await.status, 204);
    let told = owner.get(roles).await;
    let open = told.body["roles"].as_array().unwrap().iter();
    let open = open.filter(|role| role["ended_at"].is_null());
    assert_eq!(open.count(), 1, "{}", told.body);
    let told = owner.get("/organizations/acme/history").await;
    let mut rows = told.body["members"].as_array().unwrap().iter();
    let hers = rows.find(|row| row["user_id"] == grace.as_str());
    assert!(hers.unwrap()["ended_at"].is_string(), "{}", told.body);
}

async fn a_token_reaches_no_further_than_its_scope(world: World) {
    two(&world).await;
    let reader = Caller::service(&world, "reader", "doorward.organizations:read").await;
    assert_eq!(reader.get("/organizations/globex").await.status, 200);
    let change = json!({"name": "x"});
    let refused = reader.patch("/organizations/globex", &change).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    let writer = Caller::service(&world, "writer", "doorward.organizations:write").await;
    assert_eq!(
        writer.patch("/organizations/globex", &change).await.body["name"],
        "x"
    );
    let other = Caller::service(&world, "other-robot", "doorward.groups:write").await;
    assert_eq!(other.get("/organizations").await.status, 403);
}
