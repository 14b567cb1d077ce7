//! Mail in the console: where it goes, what waits and what it says.

use super::{
    administrator,
    edit::{address, open},
};
use crate::{
    on_both,
    sign_in_limits::backend_of,
    world::{Backend, GRACE, World, comes_true},
};
use doorward_core::password_reset::LinkDelivery;

on_both!(
    what_waits_is_shown_with_its_reason_and_to_nobody_in_full,
    each_mail_is_previewed_in_each_language,
    a_test_goes_to_the_administrator_alone,
);

const PAGE: &str = "/admin/mail";

/// A world whose mail server does not answer.
async fn without_an_answer(backend: Backend) -> World {
    World::open_with(backend, |settings| {
        settings.mail.url = Some("smtp://localhost:9".into());
        settings.mail.from = Some("Example <no-reply@example.com>".into());
    })
    .await
}

async fn what_waits_is_shown_with_its_reason_and_to_nobody_in_full(world: World) {
    let backend = backend_of(&world);
    drop(world);
    let world = without_an_answer(backend).await;
    let mut owner = administrator(&world, "owner").await;
    let grace = world.sub(GRACE.0).await;
    let user = world.provider.users().get(&grace).await.unwrap().unwrap();
    let reset = world.provider.password_reset();
    let mailed = LinkDelivery::Mailed;
    reset
        .for_user(&world.context(), &user, mailed)
        .await
        .unwrap();
    let outbox = world.provider.outbox();
    let is_tried = comes_true(async || {
        outbox.deliver_due(&world.context()).await.unwrap();
        owner
            .get(PAGE)
            .await
            .body
            .contains("</code><br><small lang=\"en\" dir=\"ltr\">")
    });
    assert!(is_tried.await, "the page says why");
    let page = owner.get(PAGE).await.body;
    for shown in [
        "<code>reset_password</code>",
        "g•••@example.com",
        "localhost:9",
        "Example &#60;no-reply@example.com&#62;",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains(GRACE.0), "{page}");
    let form = open(&mut owner, PAGE, "send-test-mail").await;
    let report = form.send(&mut owner).await;
    assert!(report.body.contains("class=\"problem\" id=\"verdict\""));
}

async fn each_mail_is_previewed_in_each_language(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    let names: Vec<String> = page
        .body
        .split("href=\"/admin/mail/preview/")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0.to_owned())
        .collect();
    assert!(names.len() >= 15, "{names:?}");
    for name in &names {
        let preview = owner.get(&format!("{PAGE}/preview/{name}")).await;
        assert_eq!(preview.status, 200, "{name}: {}", preview.body);
    }
    let german = owner
        .get(&format!("{PAGE}/preview/invitation?language=de"))
        .await;
    assert!(
        german.body.contains("id=\"subject\" lang=\"de\""),
        "{}",
        german.body
    );
    assert!(german.body.contains("eingeladen") || german.body.contains("Einladung"));
    let html = owner.get(&address(&german, "html").unwrap()).await;
    assert_eq!(html.status, 200);
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let unknown = owner.get(&format!("{PAGE}/preview/none")).await;
    assert_eq!(unknown.status, 404);
    // A language that there is none of is English.
    let other = format!("{PAGE}/preview/invitation?language=xx");
    assert!(owner.get(&other).await.body.contains("lang=\"en\""));
}

async fn a_test_goes_to_the_administrator_alone(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, PAGE, "send-test-mail").await;
    let report = form.send(&mut owner).await;
    assert_eq!(report.status, 200, "{}", report.body);
    assert!(report.body.contains("class=\"told\" id=\"verdict\""));
    let mail = world.mail_to("owner@example.com").await;
    assert!(mail["subject"].as_str().is_some(), "{mail}");
    let mut support = administrator(&world, "support").await;
    for page in [
        "/admin/edit?action=send-test-mail",
        "/admin/mail/preview/invitation/html",
    ] {
        assert_eq!(support.get(page).await.status, 403, "{page}");
    }
}
