//! Two requests at once, on PostgreSQL.

use super::{BOTH, Client, USER, error};
use crate::world::{Backend, World};
use serde_json::json;

/// Of two users who are added under one name at once, one is, and the other request says why not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_users_added_under_one_name_one_is() {
    let world = World::open(Backend::Postgres).await;
    let hr = Client::open(&world, "hr", BOTH).await;
    // Both have looked for the name before either writes.
    let mut other = world.other_transaction().await;
    other
        .run("LOCK TABLE scim_documents IN EXCLUSIVE MODE")
        .await;
    let user = |external_id: &str| json!({"schemas": [USER], "userName": "one@example.com", "externalId": external_id});
    let (first, second) = (user("1"), user("2"));
    let release = async {
        other.blocks(2).await;
        other.commit().await;
    };
    let (first, second, ()) = tokio::join!(
        hr.post("/Users", &first),
        hr.post("/Users", &second),
        release
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", first.body, second.body);
    let refused = if first.status == 409 { &first } else { &second };
    assert_eq!(error(refused), (409, "uniqueness"));
    let found = hr
        .names("/Users?filter=userName%20eq%20%22one@example.com%22")
        .await;
    assert_eq!(found.len(), 1);
}
