//! The first page: what happened, what needs attention, and the way to it.

use super::{PASSWORD, administrator};
use crate::{
    management::make,
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_protocol::{
    management::{Permission, Powers, Resource},
    time::Lifetime,
};

on_both!(
    the_first_page_counts_what_happened_on_each_day,
    numbers_are_for_who_may_read_the_audit_log,
    what_needs_attention_is_said_until_it_is_mended,
    the_account_page_leads_administrators_to_the_console,
);

/// The numbers of a day, the newest first: sign-ins, failures, new users.
fn days(page: &str) -> Vec<Vec<i64>> {
    let (_, table) = page.split_once("<table id=\"days\">").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let rows = table.split("<tr>").skip(2);
    let numbers = |row: &str| {
        let cells = row.split("<td class=\"number\">").skip(1);
        let cells = cells.map(|cell| cell.split('<').next().unwrap().parse().unwrap());
        cells.collect()
    };
    rows.map(numbers).collect()
}

async fn the_first_page_counts_what_happened_on_each_day(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let mut nobody = world.browser();
    let page = nobody.get("/sign-in").await;
    let wrong = [("username", GRACE.0), ("password", "not her password")];
    nobody.submit(&page, &wrong).await;
    let page = owner.get("/admin").await.body;
    let today = days(&page);
    assert_eq!(today.len(), 14);
    assert_eq!(today[0][..2], [1, 1], "one signed in, one did not: {page}");
    assert!(today[0][2] >= 3, "Ada, Grace and the owner are new: {page}");
    assert_eq!(today[1], [0, 0, 0]);
    assert!(page.contains("<strong id=\"live-sessions\">1</strong>"));

    // A day that is over is counted once, and today anew.
    world.advance(Lifetime::days(1)).await;
    let mut owner = world.signed_in(("owner@example.com", PASSWORD)).await;
    for signed_in in [1, 2] {
        let days = days(&owner.get("/admin").await.body);
        assert_eq!(days[0], [signed_in, 0, 0]);
        assert_eq!(days[1], today[0]);
        world.signed_in(GRACE).await;
    }
}

async fn numbers_are_for_who_may_read_the_audit_log(world: World) {
    for role in ["owner", "admin", "support", "auditor"] {
        let may = Powers::of_roles([role]).allow(Permission::read(Resource::Audit));
        let mut browser = administrator(&world, role).await;
        let page = browser.get("/admin").await.body;
        assert_eq!(page.contains("id=\"activity\""), may, "{role}");
        assert_eq!(page.contains("id=\"attention\""), may, "{role}");
    }
}

async fn what_needs_attention_is_said_until_it_is_mended(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin").await.body;
    assert!(page.contains("There is only one owner."), "{page}");
    make(&world, GRACE.0, "owner").await;
    let page = owner.get("/admin").await.body;
    assert!(!page.contains("There is only one owner."), "{page}");
}

async fn the_account_page_leads_administrators_to_the_console(world: World) {
    let link = "id=\"console\" href=\"/admin\"";
    let mut support = administrator(&world, "support").await;
    assert!(support.get("/account").await.body.contains(link));
    let mut ada = world.signed_in(ADA).await;
    assert!(!ada.get("/account").await.body.contains(link));
}
