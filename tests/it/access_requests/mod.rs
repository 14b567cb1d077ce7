//! Roles that users ask for: on the pages of their account, decided in the console and by the API.

mod by_api;
mod in_browser;
mod races;

pub use by_api::in_days;

use crate::{
    console::{
        administrator,
        edit::{done, open},
    },
    forward_auth::{ask, enter},
    on_both,
    world::{ADA, Answer, Browser, CALLBACK, GRACE, SECRET, World, authorize_query},
};
use doorward_core::{
    access::RecordedGrant,
    access_requests::{AccessRequest, RoleOfApp},
    context::Actor,
};
use doorward_protocol::{
    time::{Lifetime, Timestamp},
    users::attributes::Party,
};
use serde_json::Value;

/// An app that editors alone come into, with roles that may be asked for.
const FILE: &str = r#"
[[clients]]
client_id = "wiki"
client_name = "Wiki"
client_secret = "SECRET"
redirect_uris = ["CALLBACK"]
first_party = true
scope = "openid profile roles"
allowed_roles = ["editor"]

[[clients]]
client_id = "depot"
client_secret = "SECRET"
redirect_uris = ["https://shop.example/cb"]
first_party = true
scope = "openid"

[[roles]]
app = "wiki"
name = "editor"
description = "Writes and corrects pages"
permissions = ["page.write"]
includes = ["reader"]
requestable = true
longest = "30d"

[[roles]]
app = "wiki"
name = "reader"
permissions = ["page.read"]

[[roles]]
app = "depot"
name = "buyer"
requestable = true
"#;

const EDITOR: RoleOfApp<'static> = RoleOfApp {
    client_id: "wiki",
    name: "editor",
};

const REASON: &str = "The handbook is mine from May on";

on_both!(
    a_role_is_asked_for_approved_with_an_end_and_told,
    a_refusal_needs_a_reason_which_the_user_reads,
    a_request_is_withdrawn_or_ends_by_itself_and_may_be_made_again,
    what_cannot_be_asked_for_is_refused_with_a_reason,
    nobody_decides_their_own_request_or_one_that_they_may_not_decide,
    an_app_that_is_closed_to_a_user_offers_to_ask_for_access,
    an_app_that_is_closed_says_that_a_request_waits,
    a_site_that_is_closed_to_a_user_offers_to_ask_for_access,
    a_request_goes_with_its_user_and_its_role,
    a_longer_role_is_not_made_shorter_by_an_approval,
    a_role_may_be_asked_for_by_the_form_of_the_console,
    the_overview_counts_the_requests_that_wait,
);

/// Applies a file at the present of the machine or of the test.
pub async fn apply(world: &World, text: &str) {
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
    applied.unwrap();
    world.expire_versions();
}

pub async fn declare(world: &World) {
    let file = FILE.replace("SECRET", SECRET).replace("CALLBACK", CALLBACK);
    apply(world, &file).await;
}

/// The day so many days from now, as a date field writes it.
pub fn day(world: &World, days: i64) -> String {
    let at = world.provider.now().plus(Lifetime::days(days));
    let at = time::OffsetDateTime::from_unix_timestamp(at.seconds());
    at.unwrap().date().to_string()
}

/// Asks for a role by its form.
pub async fn asks(browser: &mut Browser, role: RoleOfApp<'_>, fields: &[(&str, &str)]) -> Answer {
    let page = format!(
        "/account/access/ask?app={}&role={}",
        role.client_id, role.name
    );
    let page = browser.get(&page).await;
    assert_eq!(page.status, 200, "{:?} {}", page.location, page.body);
    let about = [("app", role.client_id), ("role", role.name)];
    let fields = [&about, fields].concat();
    browser
        .submit_at(&page, "/account/access/ask", &fields)
        .await
}

/// Ada asks for the editor of the wiki until in ten days.
pub async fn ada_asks(world: &World) -> Browser {
    let mut ada = world.signed_in(ADA).await;
    ask_in(world, &mut ada).await;
    ada
}

/// As [`ada_asks`], in a browser in which she is signed in.
pub async fn ask_in(world: &World, ada: &mut Browser) {
    let until = day(world, 10);
    let answer = asks(ada, EDITOR, &[("reason", REASON), ("until", &until)]).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/account/access?told=sent"),
        "{}",
        answer.body
    );
}

pub async fn requests(world: &World) -> Vec<AccessRequest> {
    let store = world.provider.store();
    store.access_requests_after("", 100).await.unwrap()
}

/// The only request there is.
pub async fn request(world: &World) -> AccessRequest {
    let mut all = requests(world).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

pub async fn grants(world: &World) -> Vec<RecordedGrant> {
    world
        .provider
        .access()
        .grants_of_role(EDITOR)
        .await
        .unwrap()
}

fn page_of(request: &AccessRequest) -> String {
    format!("/admin/access-requests/{}", request.id)
}

async fn decide(browser: &mut Browser, page: &str, action: &str, field: (&str, &str)) -> Answer {
    let form = open(browser, page, action).await;
    form.with(field.0, field.1).send(browser).await
}

/// The text of the newest mail to an address.
async fn text_to(world: &World, address: &str) -> String {
    let mail: Value = world.mail_to(address).await;
    format!(
        "{} {}",
        mail["subject"].as_str().unwrap(),
        mail["text"].as_str().unwrap()
    )
}

async fn audited(world: &World, action: &str) -> usize {
    let store = world.provider.store();
    let until = Timestamp(i64::MAX);
    let counts = store.audit_counts(Timestamp(0), until).await.unwrap();
    usize::try_from(counts.get(action).copied().unwrap_or_default()).unwrap()
}

async fn a_role_is_asked_for_approved_with_an_end_and_told(world: World) {
    declare(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let mut ada = ada_asks(&world).await;
    let page = ada.get("/account/access").await.body;
    assert!(page.contains("Waiting for an answer"), "{page}");
    assert!(!page.contains("role=editor"), "not asked for twice: {page}");
    let told = text_to(&world, "owner@example.com").await;
    for shown in [ADA.0, "Wiki", "editor", REASON, "/admin/access-requests/"] {
        assert!(told.contains(shown), "{shown}: {told}");
    }

    let list = owner.get("/admin/access-requests").await.body;
    let asked = request(&world).await;
    let page = page_of(&asked);
    assert!(list.contains(&page) && list.contains(ADA.0), "{list}");
    let shown = owner.get(&page).await.body;
    for part in [
        REASON,
        "<code>page.read</code>",
        "<code>page.write</code>",
        "Writes and corrects pages",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    // The role is given for a time alone, so the form asks for an end.
    let id = request(&world).await.id;
    let approval = format!("/admin/edit?action=approve-access-request&request={id}");
    let shown = owner.get(&approval).await.body;
    assert!(
        shown.contains(&day(&world, 30)) && !shown.contains("without an end"),
        "{shown}"
    );
    let form = open(&mut owner, &page, "approve-access-request").await;
    assert_eq!(form.0["expires_at"], day(&world, 10), "as it was wished");
    assert_eq!(done(form.send(&mut owner).await), page);
    world.expire_versions();

    let grant = grants(&world).await.remove(0);
    let owner_id = world.sub("owner@example.com").await;
    assert_eq!(grant.user_id, Some(world.sub(ADA.0).await));
    assert_eq!(grant.actor_id.as_deref(), Some(owner_id.as_str()));
    assert_eq!(grant.request_id.as_deref(), Some(asked.id.as_str()));
    assert_eq!(grant.expires_at, asked.wished_end);
    let decided = request(&world).await;
    assert_eq!(decided.outcome.as_deref(), Some("approved"));
    assert_eq!(decided.ended_by_id.as_deref(), Some(owner_id.as_str()));
    for action in [
        "access_request.created",
        "access_request.approved",
        "role.granted",
    ] {
        let expected = if action == "role.granted" { 2 } else { 1 };
        assert_eq!(audited(&world, action).await, expected, "{action}");
    }
    let told = text_to(&world, ADA.0).await;
    assert!(told.contains("Your request was approved"), "{told}");
    let role = owner.get("/admin/apps/wiki/roles/editor").await.body;
    assert!(role.contains(&format!("href=\"{page}\"")), "{role}");
    let shown = owner.get(&page).await.body;
    assert!(shown.contains("Approved") && !shown.contains("id=\"approve-access-request\""));
    let decided = owner.get("/admin/access-requests?show=decided").await.body;
    assert!(decided.contains(&page), "{decided}");

    // The role holds until its end.
    let query = authorize_query(&[("client_id", "wiki"), ("scope", "openid roles")]);
    let answer = ada.authorize(&query).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    world.advance(Lifetime::days(12)).await;
    let mut ada = world.signed_in(ADA).await;
    let answer = ada.authorize(&query).await;
    assert!(answer.body.contains("id=\"ask\""), "{}", answer.body);
}

async fn a_refusal_needs_a_reason_which_the_user_reads(world: World) {
    declare(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let mut ada = ada_asks(&world).await;
    let page = page_of(&request(&world).await);
    let field = ("reason", " ");
    let answer = decide(&mut owner, &page, "refuse-access-request", field).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(request(&world).await.outcome.is_none());
    let field = ("reason", "Reading <b>is</b> enough");
    let answer = decide(&mut owner, &page, "refuse-access-request", field).await;
    assert_eq!(done(answer), page);
    assert!(grants(&world).await.is_empty());
    let shown = ada.get("/account/access").await.body;
    assert!(
        shown.contains("Not approved") && shown.contains("Reading &#60;b&#62;is&#60;/b&#62;"),
        "{shown}"
    );
    let told = text_to(&world, ADA.0).await;
    assert!(told.contains("Reading <b>is</b> enough"), "{told}");
    assert_eq!(audited(&world, "access_request.refused").await, 1);
}

async fn a_request_is_withdrawn_or_ends_by_itself_and_may_be_made_again(world: World) {
    declare(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let mut ada = ada_asks(&world).await;
    let first = request(&world).await;
    let page = ada.get("/account/access").await;
    let withdraw = "/account/access/withdraw";
    let answer = ada.submit_at(&page, withdraw, &[]).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/account/access?told=withdrawn")
    );
    // The administrator had the page open.
    let form = "/admin/edit?action=approve-access-request&request=";
    let form = owner.get(&format!("{form}{}", first.id)).await;
    let sent = crate::console::edit::EditForm::of(&form)
        .send(&mut owner)
        .await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    assert!(sent.body.contains("it is withdrawn"), "{}", sent.body);
    // Nobody withdraws what is not theirs.
    let until = day(&world, 3);
    let fields = [("reason", REASON), ("until", until.as_str())];
    assert_eq!(asks(&mut ada, EDITOR, &fields).await.status, 303);
    let mut second = requests(&world).await.into_iter();
    let second = second.rfind(|asked| asked.id != first.id).unwrap();
    let grace = world.sub(GRACE.0).await;
    let requests_of = world.provider.access_requests();
    let ctx = world.context();
    let taken = requests_of.withdraw(&ctx, &grace, &second.id).await;
    assert!(!taken.unwrap());

    world.advance(Lifetime::days(15)).await;
    let mut owner = world
        .signed_in(("owner@example.com", crate::console::PASSWORD))
        .await;
    let list = owner.get("/admin/access-requests").await.body;
    assert!(list.contains("id=\"none\""), "{list}");
    let worker = world.provider.context(Actor::Worker);
    let ended = world.provider.end_expired_access_requests(&worker);
    ended.await.unwrap();
    let mut ended = requests(&world).await.into_iter();
    let ended = ended.rfind(|asked| asked.id == second.id).unwrap();
    assert_eq!(ended.outcome.as_deref(), Some("expired"));
    assert_eq!(ended.ended_at, Some(ended.expires_at));
    assert_eq!(audited(&world, "access_request.expired").await, 1);
    let mut ada = ada_asks(&world).await;
    let page = ada.get("/account/access").await.body;
    assert!(page.contains("Nobody answered in time"), "{page}");
}

async fn what_cannot_be_asked_for_is_refused_with_a_reason(world: World) {
    declare(&world).await;
    let mut ada = world.signed_in(ADA).await;
    let until = day(&world, 10);
    let too_late = day(&world, 40);
    for (fields, said) in [
        (
            [("reason", " "), ("until", until.as_str())],
            "Say why you need it",
        ),
        ([("reason", REASON), ("until", "")], "Choose a day"),
        ([("reason", REASON), ("until", "soon")], "Choose a day"),
        (
            [("reason", REASON), ("until", "2020-01-01")],
            "Choose a day",
        ),
        (
            [("reason", REASON), ("until", too_late.as_str())],
            "Choose a day",
        ),
    ] {
        let answer = asks(&mut ada, EDITOR, &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains(fields[0].1), "what was typed stays");
    }
    assert!(requests(&world).await.is_empty());
    // The last day that the role allows.
    let last = day(&world, 30);
    let fields = [("reason", REASON), ("until", last.as_str())];
    assert_eq!(asks(&mut ada, EDITOR, &fields).await.status, 303);
    let again = asks(&mut ada, EDITOR, &fields).await;
    assert_eq!(again.status, 409, "{}", again.body);
    assert!(again.body.contains("asked for this role already"));

    // A role that may not be asked for, of an app that is, and one that does not exist.
    for role in ["reader", "nobody"] {
        let page = format!("/account/access/ask?app=wiki&role={role}");
        let answer = ada.get(&page).await;
        assert_eq!(
            answer.location.as_deref(),
            Some("/account/access"),
            "{role}"
        );
        let page = ada.get("/account/access/ask?app=depot&role=buyer").await;
        let fields = [("app", "wiki"), ("role", role), ("reason", REASON)];
        let answer = ada.submit_at(&page, "/account/access/ask", &fields).await;
        assert_eq!(
            answer.location.as_deref(),
            Some("/account/access"),
            "{role}"
        );
    }
    assert_eq!(requests(&world).await.len(), 1);
}

async fn nobody_decides_their_own_request_or_one_that_they_may_not_decide(world: World) {
    declare(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let until = day(&world, 10);
    let fields = [("reason", REASON), ("until", until.as_str())];
    assert_eq!(asks(&mut owner, EDITOR, &fields).await.status, 303);
    let asked = request(&world).await;
    let page = page_of(&asked);
    let shown = owner.get(&page).await.body;
    assert!(shown.contains("id=\"own\""), "{shown}");
    assert!(!shown.contains("id=\"approve-access-request\""), "{shown}");
    let form = format!(
        "/admin/edit?action=approve-access-request&request={}",
        asked.id
    );
    let form = crate::console::edit::EditForm::of(&owner.get(&form).await);
    let answer = form.send(&mut owner).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    for role in ["support", "auditor"] {
        let mut reader = administrator(&world, role).await;
        let shown = reader.get(&page).await;
        assert_eq!(shown.status, 200, "{role}");
        assert!(
            !shown.body.contains("id=\"approve-access-request\""),
            "{role}"
        );
        let form = format!(
            "/admin/edit?action=approve-access-request&request={}",
            asked.id
        );
        assert_eq!(reader.get(&form).await.status, 403, "{role}");
    }
    assert!(grants(&world).await.is_empty());
    let mut admin = administrator(&world, "admin").await;
    let field = ("expires_at", until.as_str());
    let answer = decide(&mut admin, &page, "approve-access-request", field).await;
    assert_eq!(done(answer), page);
    assert_eq!(grants(&world).await.len(), 1);
}

async fn an_app_that_is_closed_to_a_user_offers_to_ask_for_access(world: World) {
    declare(&world).await;
    let mut ada = world.signed_in(ADA).await;
    let query = authorize_query(&[("client_id", "wiki"), ("scope", "openid")]);
    let page = ada.authorize(&query).await;
    assert_eq!(page.status, 200, "{:?}", page.location);
    assert!(
        page.body.contains("You can’t open Wiki yet"),
        "{}",
        page.body
    );
    let link = "href=\"/account/access?app=wiki\"";
    assert!(page.body.contains(link), "{}", page.body);
    let offered = ada.get("/account/access?app=wiki").await.body;
    assert!(
        offered.contains("app=wiki&#38;role=editor") && !offered.contains("role=buyer"),
        "{offered}"
    );
    assert!(offered.contains("can’t open the app without it"));
    // Back to the app, which is told why.
    let back = ada.submit_at(&page, "/no-access", &[]).await;
    assert_eq!(back.parameter("error").as_deref(), Some("access_denied"));
    // No page where the app wants none, and none where nothing can be asked for.
    let silent = ada
        .silent(&[("client_id", "wiki"), ("scope", "openid")])
        .await;
    assert_eq!(silent.parameter("error").as_deref(), Some("access_denied"));
    let file = FILE
        .replace("SECRET", SECRET)
        .replace("CALLBACK", CALLBACK)
        .replace("requestable = true\nlongest = \"30d\"", "");
    apply(&world, &file).await;
    let answer = ada.authorize(&query).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
    // The launchpad leads to what is left.
    let launchpad = ada.get("/").await.body;
    assert!(launchpad.contains("id=\"ask-for-access\""), "{launchpad}");
    apply(&world, &file.replace("requestable = true", "")).await;
    let launchpad = ada.get("/").await.body;
    assert!(!launchpad.contains("id=\"ask-for-access\""), "{launchpad}");
}

async fn an_app_that_is_closed_says_that_a_request_waits(world: World) {
    declare(&world).await;
    let mut ada = ada_asks(&world).await;
    let query = authorize_query(&[("client_id", "wiki"), ("scope", "openid")]);
    let page = ada.authorize(&query).await.body;
    assert!(
        page.contains("Your request waits for an answer") && page.contains("id=\"requests\""),
        "{page}"
    );
    assert!(!page.contains("id=\"ask\""), "{page}");
}

async fn a_site_that_is_closed_to_a_user_offers_to_ask_for_access(world: World) {
    let file = r#"
[[clients]]
client_id = "site"
forward_auth = { origins = ["https://wiki.example"], roles = ["member"] }

[[roles]]
app = "site"
name = "member"
requestable = true
"#;
    apply(&world, file).await;
    let (mut site, mut ada) = (world.browser(), world.signed_in(ADA).await);
    enter(&world, &mut site, &mut ada, "/page").await;
    let page = ask(&mut site, "wiki.example", "/page", &[]).await;
    assert_eq!(page.status, 403, "{}", page.body);
    let link = "/account/access?app=site\"";
    assert!(page.body.contains(link), "{}", page.body);
    let without = file.replace("requestable = true", "");
    apply(&world, &without).await;
    let page = ask(&mut site, "wiki.example", "/page", &[]).await;
    assert_eq!(page.status, 403, "{}", page.body);
    assert!(!page.body.contains(link), "{}", page.body);
}

async fn a_request_goes_with_its_user_and_its_role(world: World) {
    declare(&world).await;
    ada_asks(&world).await;
    let mut grace = world.signed_in(GRACE).await;
    let fields = [("reason", REASON), ("until", "")];
    let buyer = RoleOfApp {
        client_id: "depot",
        name: "buyer",
    };
    assert_eq!(asks(&mut grace, buyer, &fields).await.status, 303);
    let ctx = world.context().forced(true);
    let mut changes = world.provider.change_set(&ctx);
    let access = world.provider.access();
    access.delete_role(&mut changes, buyer).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    assert_eq!(request(&world).await.role, "editor");

    let found = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    let users = world.provider.users();
    let data = users
        .personal_data(&ctx, &found, Party::User)
        .await
        .unwrap();
    assert_eq!(data["access_requests"][0]["reason"], REASON);
    users.delete(&ctx, &found).await.unwrap();
    assert!(requests(&world).await.is_empty());
}

async fn a_longer_role_is_not_made_shorter_by_an_approval(world: World) {
    declare(&world).await;
    let mut owner = administrator(&world, "owner").await;
    ada_asks(&world).await;
    let user = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let to = doorward_core::access::Assignee::User(&user);
    let access = world.provider.access();
    access
        .grant_role(&mut changes, to, EDITOR, None)
        .await
        .unwrap();
    changes.commit_or_conflict().await.unwrap();
    let page = page_of(&request(&world).await);
    let until = day(&world, 10);
    let field = ("expires_at", until.as_str());
    let answer = decide(&mut owner, &page, "approve-access-request", field).await;
    assert_eq!(done(answer), page);
    let grants = grants(&world).await;
    assert_eq!(grants.len(), 1);
    assert_eq!((grants[0].expires_at, grants[0].ended_at), (None, None));
}

async fn a_role_may_be_asked_for_by_the_form_of_the_console(world: World) {
    declare(&world).await;
    apply(&world, "").await;
    let mut owner = administrator(&world, "owner").await;
    let form = open(&mut owner, "/admin/apps/depot", "add-role").await;
    let form = form
        .with("name", "packer")
        .with("requestable", "yes")
        .with("longest", "a while");
    let refused = form.send(&mut owner).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let form = crate::console::edit::EditForm::of(&refused).with("longest", "12h");
    let role = done(form.send(&mut owner).await);
    world.expire_versions();
    let page = owner.get(&role).await.body;
    assert!(page.contains("for 12h at most"), "{page}");
    let form = open(&mut owner, &role, "change-role").await;
    assert_eq!(
        (form.0["requestable"].as_str(), form.0["longest"].as_str()),
        ("yes", "12h")
    );
    let mut ada = world.signed_in(ADA).await;
    let page = ada.get("/account/access").await.body;
    assert!(page.contains("role=packer"), "{page}");
    // Today and tomorrow are the days of twelve hours; what is chosen ends with these.
    let packer = RoleOfApp {
        client_id: "depot",
        name: "packer",
    };
    let today = day(&world, 0);
    let fields = [("reason", REASON), ("until", today.as_str())];
    assert_eq!(asks(&mut ada, packer, &fields).await.status, 303);
    let asked = request(&world).await;
    let latest = asked.requested_at.plus(Lifetime::hours(12));
    assert!(asked.wished_end.is_some_and(|end| end <= latest));
}

async fn the_overview_counts_the_requests_that_wait(world: World) {
    declare(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let said = "Requests for access that wait for an answer: 1";
    assert!(!owner.get("/admin").await.body.contains(said));
    ada_asks(&world).await;
    let page = owner.get("/admin").await.body;
    assert!(page.contains(said), "{page}");
    let mut support = administrator(&world, "support").await;
    let list = support.get("/admin/access-requests").await.body;
    assert!(list.contains(ADA.0), "{list}");
}
