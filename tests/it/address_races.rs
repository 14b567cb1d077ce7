//! A mailed code or link is for one user and one new address, and of all who want an address at once
//! one gets it.

use crate::{
    on_both_wide,
    own_account::{ask, mailed},
    storage::meanwhile,
    world::{ADA, Answer, Backend, Browser, GRACE, World},
};
use futures_util::future::join_all;

const FIRST: &str = "first@analytical.example";
const SECOND: &str = "second@analytical.example";
const PASSWORD: &str = "a password for everybody here";
const CODE: &str = "/account/address/code";

on_both_wide!(
    a_code_or_link_confirms_the_address_that_it_was_mailed_to_and_no_other,
    of_all_who_want_one_address_at_once_one_gets_it
);

async fn address_of(world: &World, user_id: &str) -> String {
    let user = world.provider.store().user(user_id).await.unwrap();
    user.unwrap().email.unwrap()
}

async fn send(browser: &mut Browser, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    browser.submit_at(page, CODE, fields).await
}

async fn a_code_or_link_confirms_the_address_that_it_was_mailed_to_and_no_other(world: World) {
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let mut browser = world.signed_in(ADA).await;
    let first = ask(&mut browser, FIRST).await;
    let (first_code, first_link) = mailed(&world, FIRST).await;
    let second = ask(&mut browser, SECOND).await;
    let (second_code, second_link) = mailed(&world, SECOND).await;
    assert_ne!(first_code, second_code);
    // The first one ended when the second was asked for.
    let late = send(&mut browser, &first, &[("code", &first_code)]).await;
    assert_eq!(late.status, 400, "{}", late.body);
    assert_eq!(browser.get(&first_link).await.status, 400);
    // Its code confirms no other address, whatever else is posted beside it.
    for email in [FIRST, GRACE.0, SECOND] {
        let fields = [("code", first_code.as_str()), ("email", email)];
        let again = send(&mut browser, &second, &fields).await;
        assert!(again.body.contains("more times"), "{}", again.body);
    }
    // The ticket of another user is nothing in her form, and her link nothing at other pages.
    let mut other = world.signed_in(GRACE).await;
    let theirs = ask(&mut other, "grace@second.example").await;
    let ticket = theirs.field("ticket").unwrap();
    let (their_code, _) = mailed(&world, "grace@second.example").await;
    let token = second.field("form_token").unwrap();
    let mixed = [
        ("form_token", token.as_str()),
        ("ticket", ticket.as_str()),
        ("code", their_code.as_str()),
    ];
    assert_eq!(browser.post(CODE, &mixed).await.status, 403);
    let (_, token) = second_link.split_once("token=").unwrap();
    for path in [
        "/reset-password",
        "/sign-up/confirm",
        "/sign-in/link",
        "/account-address/undo",
        "/account-deletion/undo",
        "/invitation",
        "/recovery",
    ] {
        let answer = browser.get(&format!("{path}?token={token}")).await;
        assert_eq!(answer.status, 400, "{path}");
    }
    assert_eq!(address_of(&world, &ada).await, ADA.0);
    // The right one changes the address to what it was mailed to.
    let fields = [("code", second_code.as_str()), ("email", FIRST)];
    let done = send(&mut browser, &second, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(address_of(&world, &ada).await, SECOND);
    assert_eq!(address_of(&world, &grace).await, GRACE.0);
    assert_eq!(browser.get(&second_link).await.status, 400, "it was used");
    // Grace's own goes on.
    let done = send(&mut other, &theirs, &[("code", &their_code)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(address_of(&world, &grace).await, "grace@second.example");
}

/// Somebody who is about to get an address: by a change, or by a new account.
async fn about_to(
    world: &World,
    who: Option<&str>,
    wanted: &str,
) -> (Browser, Answer, &'static str) {
    let Some(who) = who else {
        let mut browser = world.browser();
        let page = browser.get("/sign-up").await;
        let page = browser
            .submit_at(&page, "/sign-up", &[("email", wanted)])
            .await;
        let page = browser.follow(page).await;
        let (code, _) = mailed(world, wanted).await;
        let page = browser
            .submit_at(&page, "/sign-up/code", &[("code", &code)])
            .await;
        let page = browser.follow(page).await;
        return (browser, page, "/sign-up/complete");
    };
    world.user(who, PASSWORD).await;
    let mut browser = world.signed_in((who, PASSWORD)).await;
    let page = ask(&mut browser, wanted).await;
    (browser, page, CODE)
}

async fn of_all_who_want_one_address_at_once_one_gets_it(world: World) {
    for round in 0..2 {
        let wanted = format!("wanted-{round}@analytical.example");
        let names: Vec<String> = (0..4)
            .map(|n| format!("user-{round}-{n}@example.com"))
            .collect();
        let mut all = Vec::new();
        for who in names.iter().map(|name| Some(name.as_str())).chain([None]) {
            let (browser, page, path) = about_to(&world, who, &wanted).await;
            let (code, _) = mailed(&world, &wanted).await;
            all.push((browser, page, path, code));
        }
        let answers = join_all(
            all.into_iter()
                .map(|(mut browser, page, path, code)| async move {
                    let fields = [
                        ("code", code.as_str()),
                        ("name", "Somebody"),
                        ("new_password", "seven quiet lamps on a hill"),
                    ];
                    browser.submit_at(&page, path, &fields).await
                }),
        )
        .await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        let won = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(won, 1, "{statuses:?}");
        assert!(
            statuses
                .iter()
                .all(|status| [303, 400, 409].contains(status)),
            "{statuses:?}"
        );
        // Who changes an address late is told that their link is over, and not whose the address is.
        let (_, changes) = answers.split_last().unwrap();
        let told: Vec<_> = changes
            .iter()
            .filter(|answer| answer.status != 303)
            .map(|answer| (answer.status, said(&answer.body)))
            .collect();
        let is_over = |(status, body): &(u16, String)| {
            let headings = ["There is a newer link", "This link doesn’t work anymore"];
            *status == 400 && headings.iter().any(|heading| body.contains(heading))
        };
        assert!(told.iter().all(is_over), "{told:?}");
        assert!(told.iter().all(|(_, body)| !body.contains(&wanted)));
        let owners = format!("SELECT id FROM users WHERE email = '{wanted}'");
        assert_eq!(world.texts(&owners).await.len(), 1);
        let kept = format!("SELECT id FROM users WHERE email LIKE 'user-{round}-%'");
        let taken = usize::from(changes.iter().any(|answer| answer.status == 303));
        assert_eq!(world.texts(&kept).await.len(), names.len() - taken);
    }
}

/// What a page says, without what is of one request.
fn said(body: &str) -> String {
    let (_, main) = body.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let mut parts = main.split("Reference ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.trim_start_matches(|c: char| c.is_ascii_alphanumeric())
    })
}

/// On PostgreSQL the other one has written the address and not committed yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_somebody_gets_meanwhile_is_not_changed_to() {
    for (is_committed, status) in [(true, 400), (false, 303)] {
        let world = World::open(Backend::Postgres).await;
        let ada = world.sub(ADA.0).await;
        let mut browser = world.signed_in(ADA).await;
        let page = ask(&mut browser, FIRST).await;
        let (code, _) = mailed(&world, FIRST).await;
        let statement = format!(
            "INSERT INTO users (id, email, email_folded, claims, created_at, updated_at)
             VALUES ('other', '{FIRST}', '{FIRST}', '{{}}', 1, 1)"
        );
        let fields = [("code", code.as_str())];
        let asked = send(&mut browser, &page, &fields);
        let answer = meanwhile(&world, &[statement], is_committed, asked).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let expected = if is_committed { ADA.0 } else { FIRST };
        assert_eq!(address_of(&world, &ada).await, expected);
    }
}
