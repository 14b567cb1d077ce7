//! The import of users in the console.

use super::administrator;
use crate::{
    management::make,
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_core::users::Declaration;
use doorward_protocol::oidc::claims::StandardClaims;

on_both!(
    a_file_is_checked_and_then_imported,
    a_file_that_was_not_checked_is_not_imported,
    what_cannot_be_read_is_refused_with_its_line_and_nothing_of_it_is_kept,
    a_file_that_is_too_large_or_missing_is_refused,
    whoever_may_not_change_users_imports_none,
    an_import_changes_nobody_who_may_do_more,
);

const PAGE: &str = "/admin/import";

/// Two users whom nobody knows here, and one who is here already.
fn users() -> String {
    format!(
        "email,name,email_verified\neve@example.org,Eve,true\nmallory@example.org,Mallory,false\n{},Grace,true\n",
        GRACE.0
    )
}

/// Sends a file by the form of a page.
async fn send(browser: &mut Browser, page: &Answer, way: &str, file: &str) -> Answer {
    send_with(browser, page, (way, "skip"), file).await
}

/// As `send`, with what becomes of users who are here already.
async fn send_with(
    browser: &mut Browser,
    page: &Answer,
    (way, on_duplicate): (&str, &str),
    file: &str,
) -> Answer {
    let token = page.field("form_token").unwrap();
    let checked = page.field("checked").unwrap_or_default();
    let fields = [
        ("form_token", token.as_str()),
        ("checked", checked.as_str()),
        ("format", "csv"),
        ("on_duplicate", on_duplicate),
        ("unreadable", "refuse"),
        ("source_name", ""),
        ("do", way),
    ];
    browser.upload(PAGE, &fields, file.as_bytes()).await
}

fn count(page: &Answer, id: &str) -> String {
    let (_, rest) = page
        .body
        .split_once(&format!("id=\"{id}\">"))
        .expect(&page.body);
    rest.split_once('<').unwrap().0.to_owned()
}

async fn is_here(world: &World, email: &str) -> bool {
    let users = world.provider.users();
    users.find(email).await.unwrap().is_some()
}

async fn a_file_is_checked_and_then_imported(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    assert!(!page.body.contains("id=\"run\""), "{}", page.body);
    let checked = send(&mut owner, &page, "check", &users()).await;
    assert_eq!(checked.status, 200, "{}", checked.body);
    assert!(checked.body.contains("Nothing was written yet"));
    assert_eq!(count(&checked, "added"), "2");
    assert!(!is_here(&world, "eve@example.org").await);
    let done = send(&mut owner, &checked, "import", &users()).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("The import is done"), "{}", done.body);
    assert_eq!(count(&done, "added"), "2");
    for email in ["eve@example.org", "mallory@example.org"] {
        assert!(is_here(&world, email).await, "{email}");
    }
    // Once more: nobody is added twice.
    let again = send(&mut owner, &done, "import", &users()).await;
    assert_eq!(count(&again, "added"), "0", "{}", again.body);
}

async fn a_file_that_was_not_checked_is_not_imported(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    let at_once = send(&mut owner, &page, "import", &users()).await;
    assert_eq!(at_once.status, 422, "{}", at_once.body);
    assert_eq!(count(&at_once, "added"), "2");
    assert!(!is_here(&world, "eve@example.org").await);
    let other = users().replace("eve@", "carol@");
    let other = send(&mut owner, &at_once, "import", &other).await;
    assert_eq!(other.status, 422, "{}", other.body);
    assert!(!is_here(&world, "carol@example.org").await);
}

async fn what_cannot_be_read_is_refused_with_its_line_and_nothing_of_it_is_kept(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    let file = "email,name\neve@example.org,Eve\nno address at all,Nobody\nshort\n";
    let checked = send(&mut owner, &page, "check", file).await;
    assert_eq!(checked.status, 200, "{}", checked.body);
    assert_eq!(count(&checked, "added"), "1");
    assert_eq!(count(&checked, "refused"), "2");
    let (_, refusals) = checked.body.split_once("id=\"refusals\"").unwrap();
    for shown in ["<td class=\"number\">3</td>", "<td class=\"number\">4</td>"] {
        assert!(refusals.contains(shown), "{shown}: {refusals}");
    }
    let unknown = "colour,size\nred,1\n";
    let unknown = send(&mut owner, &page, "check", unknown).await;
    assert_eq!(unknown.status, 422, "{}", unknown.body);
    assert!(unknown.body.contains("names no field"), "{}", unknown.body);
}

async fn a_file_that_is_too_large_or_missing_is_refused(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    let nothing = send(&mut owner, &page, "check", "").await;
    assert_eq!(nothing.status, 200, "{}", nothing.body);
    assert!(nothing.body.contains("Choose a file"), "{}", nothing.body);
    let large = "a".repeat(5 * 1024 * 1024 + 1);
    let large = send(&mut owner, &page, "check", &large).await;
    assert_eq!(large.status, 422);
    assert!(large.body.contains("too large"), "{}", large.body);
    let users = (0..10_001).map(|number| format!("u{number}@example.org\n"));
    let many = format!("email\n{}", users.collect::<String>());
    let many = send(&mut owner, &page, "check", &many).await;
    assert_eq!(many.status, 422);
    assert!(many.body.contains("too many users"), "{}", many.body);
}

async fn whoever_may_not_change_users_imports_none(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    for role in ["support", "auditor"] {
        let mut browser = administrator(&world, role).await;
        assert_eq!(browser.get(PAGE).await.status, 403, "{role}");
        let home = browser.get("/admin").await.body;
        assert!(!home.contains("href=\"/admin/import\""), "{role}");
        let theirs = send(&mut browser, &page, "check", &users()).await;
        assert_eq!(theirs.status, 403, "{role}");
    }
    let mut ada = world.signed_in(ADA).await;
    assert_eq!(ada.get(PAGE).await.status, 403);
}

/// An owner who signs in by a passkey alone has no password, and a row would bring one.
async fn an_import_changes_nobody_who_may_do_more(world: World) {
    administrator(&world, "owner").await;
    let mut admin = administrator(&world, "admin").await;
    for email in ["chief@example.org", "eve@example.org"] {
        let declaration = Declaration {
            email: email.into(),
            username: None,
            password: None,
            claims: StandardClaims::default(),
        };
        let (users, ctx) = (world.provider.users(), world.context());
        users.put(&ctx, declaration, None).await.unwrap();
    }
    make(&world, "chief@example.org", "owner").await;
    let hash = "pbkdf2_sha256$10$seasalt$za4/yAene8Rm3F9K2wxi3Fin9sGSuPXqNDUSKnjM97k=";
    let file = format!(
        "email,name,password_hash\nchief@example.org,Taken,{hash}\neve@example.org,Eve E,{hash}\n"
    );
    let page = admin.get(PAGE).await;
    let update = |way| (way, "update");
    let checked = send_with(&mut admin, &page, update("check"), &file).await;
    assert_eq!(count(&checked, "refused"), "1", "{}", checked.body);
    let done = send_with(&mut admin, &checked, update("import"), &file).await;
    assert_eq!(count(&done, "refused"), "1", "{}", done.body);
    let users = world.provider.users();
    for (email, name, has_password) in [
        ("chief@example.org", None, false),
        ("eve@example.org", Some("Eve E"), true),
    ] {
        let user = users.find(email).await.unwrap().unwrap();
        assert_eq!(user.claims.name.as_deref(), name, "{email}");
        let has = users.has_password(&user.id).await.unwrap();
        assert_eq!(has, has_password, "{email}");
    }
}
