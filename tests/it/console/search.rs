//! Search over everything, and the table of roles and permissions.

use super::administrator;
use crate::{
    management::{Caller, EVERYTHING},
    on_both,
    world::{ADA, GRACE, World},
};
use serde_json::json;

on_both!(
    everything_is_found_by_a_part_of_its_name_and_only_what_one_may_see,
    the_table_of_roles_says_what_is_given_and_what_is_inherited,
);

/// An app with roles, a group and an organization, all of them called after gardens.
async fn gardens(world: &World) {
    let document =
        json!({"client_name": "Garden shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
    let robot = Caller::service(world, "robot", EVERYTHING).await;
    for (path, body) in [
        (
            "/apps/shop/roles/reader",
            json!({"permissions": ["bed.read"]}),
        ),
        (
            "/apps/shop/roles/gardener",
            json!({"permissions": ["bed.dig"], "includes": ["reader"]}),
        ),
    ] {
        let put = robot.put(path, &body).await;
        assert!(put.status < 300, "{path}: {}", put.body);
    }
    let added = robot.post("/groups", &json!({"name": "garden club"})).await;
    assert!(added.status < 300, "{}", added.body);
    crate::organizations::organization(world, "gardens", "Gardens of Kew").await;
    world.expire_versions();
}

async fn everything_is_found_by_a_part_of_its_name_and_only_what_one_may_see(world: World) {
    gardens(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let body = owner.get("/admin/search?q=Garden").await.body;
    for kind in ["groups", "apps", "roles", "organizations"] {
        assert!(
            body.contains(&format!("id=\"found-{kind}\"")),
            "{kind}: {body}"
        );
    }
    assert!(body.contains("/admin/apps/shop/roles/gardener"), "{body}");
    let ada = owner.get(&format!("/admin/search?q={}", ADA.0)).await.body;
    assert!(
        ada.contains("id=\"found-users\"") && !ada.contains(GRACE.0),
        "{ada}"
    );
    let none = owner.get("/admin/search?q=%3Cscript%3E").await.body;
    assert!(
        none.contains("id=\"none\"") && !none.contains("<script>\u{201d}"),
        "{none}"
    );
    let ids = world
        .texts("SELECT request_id FROM audit_events WHERE action = 'sign_in.succeeded'")
        .await;
    let logged = owner.get(&format!("/admin/search?q={}", ids[0])).await.body;
    assert!(logged.contains("sign_in.succeeded"), "{logged}");
    let mut support = administrator(&world, "support").await;
    let body = support.get("/admin/search?q=garden").await.body;
    for kind in ["apps", "roles"] {
        assert!(
            !body.contains(&format!("id=\"found-{kind}\"")),
            "{kind}: {body}"
        );
    }
    let logged = support
        .get(&format!("/admin/search?q={}", ids[0]))
        .await
        .body;
    assert!(!logged.contains("sign_in.succeeded"), "{logged}");
}

async fn the_table_of_roles_says_what_is_given_and_what_is_inherited(world: World) {
    gardens(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let body = owner.get("/admin/apps/shop/matrix").await.body;
    // Where a long permission may be broken.
    let body = body.replace("<wbr>", "");
    let row = |permission: &str| {
        let (_, row) = body
            .split_once(&format!("<code>{permission}</code>"))
            .expect(&body);
        row.split_once("</tr>").unwrap().0.to_owned()
    };
    let (dig, read) = (row("bed.dig"), row("bed.read"));
    assert!(
        dig.contains("<td><strong>Yes</strong></td><td>–</td>"),
        "{dig}"
    );
    assert!(
        read.contains("<td>through reader</td><td><strong>Yes</strong></td>"),
        "{read}"
    );
    assert!(
        owner
            .get("/admin/apps/shop")
            .await
            .body
            .contains("/admin/apps/shop/matrix")
    );
    assert_eq!(owner.get("/admin/apps/nowhere/matrix").await.status, 404);
}
