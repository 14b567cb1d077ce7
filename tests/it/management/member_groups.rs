//! Groups in groups by the management API, the command line and the console.

use super::{Caller, EVERYTHING};
use crate::{
    console::{administrator, edit},
    on_both,
    world::{ADA, World},
};
use serde_json::{Value, json};

on_both!(
    whoever_is_in_a_group_in_a_group_is_in_both,
    no_group_is_in_itself,
    the_console_puts_groups_into_groups,
);

const CHECK: &str = "groups";

/// Groups, of which the first has Ada in it.
async fn groups(robot: &Caller<'_>, names: &[&str]) {
    for name in names {
        let added = robot.post("/groups", &json!({"name": name})).await;
        assert_eq!(added.status, 201, "{}", added.body);
    }
    let members = format!("/groups/{}/members", names[0]);
    let put = robot.post(&members, &json!({"user": ADA.0})).await;
    assert_eq!(put.status, 204, "{}", put.body);
}

/// The groups that Ada is in, as the access engine explains them.
async fn groups_of_ada(world: &World, robot: &Caller<'_>) -> Vec<String> {
    let ada = world.sub(ADA.0).await;
    let told = robot.get(&format!("/users/{ada}/access/notes")).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let groups = told.body[CHECK].as_object().unwrap();
    groups.keys().cloned().collect()
}

async fn put(robot: &Caller<'_>, group: &str, member: &str) -> (u16, String) {
    let path = format!("/groups/{group}/groups");
    let told = robot.post(&path, &json!({"group": member})).await;
    (told.status, told.body.to_string())
}

async fn whoever_is_in_a_group_in_a_group_is_in_both(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    groups(&robot, &["engineers", "staff", "all"]).await;
    for (group, member) in [("staff", "engineers"), ("all", "staff"), ("all", "staff")] {
        assert_eq!(put(&robot, group, member).await.0, 204, "{group} {member}");
    }
    assert_eq!(
        groups_of_ada(&world, &robot).await,
        ["all", "engineers", "staff"]
    );
    let listed = robot.get("/groups/all/groups").await;
    let names: Vec<&Value> = listed.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| &group["name"])
        .collect();
    assert_eq!(names, ["staff"]);
    // A role of the outer one is a role of Ada, and ends with its place.
    robot.put("/apps/notes/roles/reader", &json!({})).await;
    let grants = "/apps/notes/roles/reader/grants";
    robot.post(grants, &json!({"group": "all"})).await;
    let holders = robot.get("/apps/notes/roles/reader/holders").await;
    assert_eq!(holders.body["user_ids"][0], world.sub(ADA.0).await);
    for _ in 0..2 {
        let taken = robot.delete("/groups/all/groups/staff").await;
        assert_eq!(taken.status, 204, "{}", taken.body);
    }
    assert_eq!(groups_of_ada(&world, &robot).await, ["engineers", "staff"]);
    let holders = robot.get("/apps/notes/roles/reader/holders").await;
    assert_eq!(holders.body["user_ids"], json!([]));
    let entries =
        "SELECT action || ' ' || detail FROM audit_events WHERE action LIKE 'group.group_%'
         ORDER BY detail, action";
    assert_eq!(
        world.texts(entries).await,
        [
            "group.group_added engineers in staff",
            "group.group_added staff in all",
            "group.group_removed staff in all"
        ]
    );
}

async fn no_group_is_in_itself(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    groups(&robot, &["engineers", "staff", "all"]).await;
    put(&robot, "staff", "engineers").await;
    put(&robot, "all", "staff").await;
    for (group, member) in [("staff", "Staff"), ("engineers", "all"), ("staff", "all")] {
        let (status, body) = put(&robot, group, member).await;
        assert_eq!(status, 422, "{group} {member}: {body}");
        assert!(body.contains("would be in itself"), "{body}");
    }
    let (status, body) = put(&robot, "staff", "nobody").await;
    assert!(
        status == 422 && body.contains("there is no group nobody"),
        "{body}"
    );
    assert_eq!(put(&robot, "nobody", "staff").await.0, 404);
    let missing = robot.delete("/groups/all/groups/nobody").await;
    assert_eq!(missing.status, 404);
    assert_eq!(groups_of_ada(&world, &robot).await.len(), 3);
}

async fn the_console_puts_groups_into_groups(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    groups(&robot, &["engineers", "staff"]).await;
    let mut owner = administrator(&world, "owner").await;
    let staff = robot.get("/groups/staff").await.body["id"].clone();
    let page = format!("/admin/groups/{}", staff.as_str().unwrap());
    let form = edit::open(&mut owner, &page, "add-member-group").await;
    edit::done(form.with("name", "engineers").send(&mut owner).await);
    let shown = owner.get(&page).await.body;
    assert!(
        shown.contains("id=\"groups\"") && shown.contains("engineers"),
        "{shown}"
    );
    let form = edit::open(&mut owner, &page, "add-member-group").await;
    let refused = form.with("name", "staff").send(&mut owner).await;
    assert!(
        refused.body.contains("would be in itself"),
        "{}",
        refused.body
    );
    let engineers = robot.get("/groups/engineers").await.body["id"].clone();
    let remove = format!(
        "/admin/edit?action=remove-member-group&group={}&inner={}",
        staff.as_str().unwrap(),
        engineers.as_str().unwrap()
    );
    assert!(shown.contains(&remove.replace('&', "&#38;")), "{shown}");
    let form = edit::EditForm::of(&owner.get(&remove).await);
    edit::done(form.send(&mut owner).await);
    assert!(!owner.get(&page).await.body.contains("id=\"groups\""));
}
