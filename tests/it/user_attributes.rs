//! Fields of users as data: declared in a file, asked for at registration, edited on the account page,
//! and carried to apps by their claims.

use crate::{
    command_line::{Folder, output_of},
    on_both_wide,
    world::{
        ADA, Answer, Browser, CALLBACK, SECRET, VERIFIER, World, authorize_query, basic, claims_of,
    },
};
use serde_json::{Value, json};

const EVE: &str = "eve@example.org";

const FILE: &str = r#"
[[user_attributes]]
name = "shoe_size"
type = "number"
label = { en = "Shoe size", de = "Schuhgröße" }
min = 20
max = 50
required = "registration"
claim = "shoe"
scope = "body"

[[user_attributes]]
name = "employee_number"
label = "Employee number"
pattern = "[A-Z][0-9]{3}"
edit = ["admin"]
claim = "employee_number"
scope = "work"

[[user_attributes]]
name = "secret_note"
read = ["admin"]
edit = ["admin"]

[[user_attributes]]
name = "family_name"
required = "registration"

[[users]]
email = "grace@example.org"
password = "nine small boats at noon"
attributes = { shoe_size = 38, employee_number = "H123", secret_note = "of note" }
"#;

on_both_wide!(
    a_file_declares_fields_and_their_claims_follow_the_scope,
    a_declaration_that_is_refused_changes_nothing,
    new_users_are_asked_for_what_is_required,
    users_edit_what_they_may,
    declared_claims_are_asked_for_by_name_listed_and_renamed,
    a_removed_declaration_releases_nothing,
    values_are_given_at_the_command_line,
    each_reader_gets_the_fields_that_the_declaration_lets_them_read
);

async fn apply(world: &World, text: &str) -> Result<(), String> {
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
    world.expire_versions();
    applied.map_err(|error| error.to_string())
}

async fn userinfo(world: &World, who: (&str, &str), scope: &str) -> Value {
    let mut browser = world.signed_in(who).await;
    let query = authorize_query(&[("client_id", "app"), ("scope", scope)]);
    let answer = browser.authorize(&query).await;
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let app = basic("app", SECRET);
    let (status, tokens) = world.post("/token", Some(app), &form).await;
    assert_eq!(status, 200, "{tokens}");
    let token = tokens["access_token"].as_str().unwrap();
    let answer = world.http.get(world.at("/userinfo")).bearer_auth(token);
    let text = answer.send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn app(world: &World, scope: &str) {
    let common = json!({
        "redirect_uris": [CALLBACK],
        "first_party": true,
        "grant_types": ["authorization_code"],
    });
    world.client("app", &common, &json!({"scope": scope})).await;
}

async fn a_file_declares_fields_and_their_claims_follow_the_scope(world: World) {
    apply(&world, FILE).await.unwrap();
    let grace = ("grace@example.org", "nine small boats at noon");
    app(&world, "openid body").await;
    let claims = userinfo(&world, grace, "openid body work").await;
    assert_eq!(claims["shoe"], 38, "{claims}");
    assert_eq!(
        claims.get("employee_number"),
        None,
        "the client lacks the scope"
    );
    assert!(!claims.to_string().contains("of note"), "{claims}");
    app(&world, "openid body work").await;
    let claims = userinfo(&world, grace, "openid work").await;
    assert_eq!(claims["employee_number"], "H123", "{claims}");
    assert_eq!(claims.get("shoe"), None, "the request lacks the scope");
    let discovery = world.text_at("/.well-known/openid-configuration").await;
    let discovery: Value = serde_json::from_str(&discovery).unwrap();
    let holds = |list: &str, name: &str| discovery[list].as_array().unwrap().contains(&name.into());
    assert!(holds("claims_supported", "shoe") && holds("scopes_supported", "work"));
    // The same file changes nothing, and another value of the user does.
    apply(&world, FILE).await.unwrap();
    let applied = "SELECT action FROM audit_events WHERE action = 'user_attribute.applied'";
    assert_eq!(world.texts(applied).await.len(), 4);
    apply(&world, &FILE.replace("H123", "H124")).await.unwrap();
    let claims = userinfo(&world, grace, "openid work").await;
    assert_eq!(claims["employee_number"], "H124");
}

async fn a_declaration_that_is_refused_changes_nothing(world: World) {
    let good = "[[user_attributes]]\nname = \"good\"\nclaim = \"good\"\nscope = \"s\"\n";
    for (bad, reason) in [
        ("name = \"a\"\npattern = \"(\"", "pattern"),
        ("name = \"a\"\nclaim = \"sub\"\nscope = \"s\"", "claim: sub"),
        (
            "name = \"a\"\nclaim = \"good\"\nscope = \"s\"",
            "good already",
        ),
        ("name = \"good\"", "declared twice"),
        ("name = \"a\"\ntype = \"colour\"", "unknown variant"),
        (
            "name = \"a\"\ntype = \"number\"\nmin = 2\nmax = 1",
            "min must not",
        ),
        ("name = \"a\"\ntype = \"choice\"", "options"),
    ] {
        let file = format!("{good}\n[[user_attributes]]\n{bad}\n");
        let refused = apply(&world, &file).await.unwrap_err();
        assert!(refused.contains(reason), "{bad}: {refused}");
        assert!(refused.contains("declared.toml:"), "{refused}");
    }
    let user = "[[users]]\nemail = \"x@example.org\"\nattributes = { unheard = 1 }\n";
    let refused = apply(&world, &format!("{good}{user}")).await.unwrap_err();
    assert!(refused.contains("no field unheard"), "{refused}");
    assert_eq!(
        world.texts("SELECT name FROM user_attributes").await.len(),
        0
    );
    assert!(
        world
            .provider
            .users()
            .find("x@example.org")
            .await
            .unwrap()
            .is_none()
    );
}

/// The last page of creating an account.
async fn completing(world: &World, browser: &mut Browser) -> Answer {
    let page = browser
        .authorize(&authorize_query(&[("prompt", "create")]))
        .await;
    let answer = browser
        .submit_at(&page, "/sign-up", &[("email", EVE)])
        .await;
    let page = browser.follow(answer).await;
    let mail = world.mail_to(EVE).await;
    let text = mail["text"].as_str().unwrap();
    let code = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 6);
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", code.unwrap())])
        .await;
    browser.follow(answer).await
}

async fn new_users_are_asked_for_what_is_required(world: World) {
    apply(&world, FILE).await.unwrap();
    let mut browser = world.browser();
    let page = completing(&world, &mut browser).await;
    assert!(page.body.contains("Shoe size") && page.body.contains("attribute_family_name"));
    assert!(!page.body.contains("Employee number"), "{}", page.body);
    let fields = [
        ("name", "Eve Moneypenny"),
        ("new_password", "seven quiet lamps on a hill"),
        ("attribute_shoe_size", "70"),
        ("attribute_employee_number", "X999"),
    ];
    let again = browser.submit_at(&page, "/sign-up/complete", &fields).await;
    assert_eq!(again.status, 200);
    assert!(
        again.body.contains("Enter \u{2068}50\u{2069} or less")
            || again.body.contains("Enter 50 or less"),
        "{}",
        again.body
    );
    assert!(again.body.contains("Fill in this field"), "{}", again.body);
    assert!(
        again
            .body
            .contains("aria-describedby=\"attribute_shoe_size-problem\"")
    );
    assert_eq!(again.field("attribute_shoe_size").as_deref(), Some("70"));
    assert_eq!(again.field("name").as_deref(), Some("Eve Moneypenny"));
    let store = world.provider.store();
    assert!(store.user_by_email(EVE).await.unwrap().is_none());
    let fields = [
        ("name", "Eve Moneypenny"),
        ("new_password", "seven quiet lamps on a hill"),
        ("attribute_shoe_size", "39.5"),
        ("attribute_family_name", "Moneypenny"),
        ("attribute_employee_number", "X999"),
    ];
    let answer = browser
        .submit_at(&again, "/sign-up/complete", &fields)
        .await;
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    let eve = store.user_by_email(EVE).await.unwrap().unwrap();
    assert_eq!(eve.claims.family_name.as_deref(), Some("Moneypenny"));
    assert_eq!(json!(eve.claims.attributes), json!({"shoe_size": 39.5}));
}

async fn users_edit_what_they_may(world: World) {
    apply(&world, FILE).await.unwrap();
    let mut browser = world.signed_in(ADA).await;
    let page = browser.get("/account/profile").await;
    assert!(page.body.contains("Employee number") && page.body.contains("readonly"));
    assert!(!page.body.contains("secret_note"), "{}", page.body);
    let wrong = [
        ("name", "Ada"),
        ("family_name", "King"),
        ("attribute_shoe_size", "big"),
    ];
    let again = browser.submit_at(&page, "/account/profile", &wrong).await;
    assert!(again.body.contains("Enter a number"), "{}", again.body);
    assert_eq!(again.field("attribute_shoe_size").as_deref(), Some("big"));
    let right = [
        ("name", "Ada"),
        ("family_name", "King"),
        ("attribute_shoe_size", "37"),
        ("attribute_employee_number", "X999"),
        ("attribute_secret_note", "mine"),
    ];
    let answer = browser.submit_at(&again, "/account/profile", &right).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let ada = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    assert_eq!(json!(ada.claims.attributes), json!({"shoe_size": 37}));
    // The profile is not saved without a standard claim that is required.
    let page = browser.get("/account/profile").await;
    let without = [
        ("name", "Ada"),
        ("family_name", ""),
        ("attribute_shoe_size", "37"),
    ];
    let again = browser.submit_at(&page, "/account/profile", &without).await;
    assert!(again.body.contains("Fill in this field"), "{}", again.body);
}

/// The claims of userinfo and of the ID token for a request.
async fn released(world: &World, who: (&str, &str), changes: &[(&str, &str)]) -> (Value, Value) {
    let mut browser = world.signed_in(who).await;
    let changes = [&[("client_id", "app")][..], changes].concat();
    let answer = browser.authorize(&authorize_query(&changes)).await;
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, tokens) = world
        .post("/token", Some(basic("app", SECRET)), &form)
        .await;
    assert_eq!(status, 200, "{tokens}");
    let (_, userinfo) = world
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    let id_token = claims_of(tokens["id_token"].as_str().unwrap());
    (userinfo, json!(id_token))
}

const GRACE_THERE: (&str, &str) = ("grace@example.org", "nine small boats at noon");

async fn declared_claims_are_asked_for_by_name_listed_and_renamed(world: World) {
    apply(&world, FILE).await.unwrap();
    let by_name =
        json!({"userinfo": {"shoe": null}, "id_token": {"employee_number": {"essential": true}}});
    let by_name = by_name.to_string();
    let asked = [("scope", "openid"), ("claims", by_name.as_str())];
    // Only within what the client is registered for.
    app(&world, "openid").await;
    let (userinfo, id_token) = released(&world, GRACE_THERE, &asked).await;
    assert_eq!(
        (userinfo.get("shoe"), id_token.get("employee_number")),
        (None, None)
    );
    app(&world, "openid body work").await;
    let (userinfo, id_token) = released(&world, GRACE_THERE, &asked).await;
    assert_eq!(userinfo["shoe"], 38, "{userinfo}");
    assert_eq!(userinfo.get("employee_number"), None, "{userinfo}");
    assert_eq!(id_token["employee_number"], "H123", "{id_token}");
    assert_eq!(id_token.get("shoe"), None, "{id_token}");
    // The user is asked about the scope that would open it.
    let common = json!({"redirect_uris": [CALLBACK], "grant_types": ["authorization_code"]});
    let scope = json!({"scope": "openid body work"});
    world.client("third", &common, &scope).await;
    let mut browser = world.signed_in(GRACE_THERE).await;
    let query = authorize_query(&[("client_id", "third"), asked[0], asked[1]]);
    let page = browser.authorize(&query).await;
    for scope in ["body", "work"] {
        let wish = format!("data-scope=\"{scope}\"");
        assert!(page.body.contains(&wish), "{scope}: {}", page.body);
    }
    // By the list of the client, under the name that it wants.
    let file = |more: &str| {
        format!(
            "[[clients]]\nclient_id = \"app\"\nclient_secret = \"{SECRET}\"\nfirst_party = true\n\
             redirect_uris = [\"{CALLBACK}\"]\ngrant_types = [\"authorization_code\"]\n\
             scope = \"openid body work\"\n{more}\n"
        )
    };
    let listed = "id_token_claims = [\"shoe\"]\nclaim_map = { shoe = \"size\", employee_number = [\"number\", \"staff\"] }";
    apply(&world, &file(listed)).await.unwrap();
    let scope = [("scope", "openid body work")];
    let (userinfo, id_token) = released(&world, GRACE_THERE, &scope).await;
    assert_eq!(
        (&userinfo["size"], &id_token["size"]),
        (&json!(38), &json!(38))
    );
    assert_eq!(
        (&userinfo["number"], &userinfo["staff"]),
        (&json!("H123"), &json!("H123"))
    );
    for gone in ["shoe", "employee_number"] {
        assert_eq!(
            (userinfo.get(gone), id_token.get(gone)),
            (None, None),
            "{gone}"
        );
    }
    assert_eq!(id_token.get("number"), None, "it is not in the list");
    // A claim that nobody declared is no claim; one of the same file is.
    for wrong in [
        "id_token_claims = [\"shoes\"]",
        "claim_map = { shoes = \"size\" }",
    ] {
        let refused = apply(&world, &file(wrong)).await.unwrap_err();
        assert!(refused.contains("did you mean shoe?"), "{refused}");
    }
    let more = "[[user_attributes]]\nname = \"hat\"\nclaim = \"hat\"\nscope = \"body\"\n";
    let both = format!("{}{more}", file("id_token_claims = [\"hat\"]"));
    apply(&world, &both).await.unwrap();
}

async fn a_removed_declaration_releases_nothing(world: World) {
    apply(&world, FILE).await.unwrap();
    app(&world, "openid body work").await;
    let folder = Folder::new("removal");
    let run = async |arguments: &[&str]| {
        let mut command = folder.command_over(&world, arguments);
        let ran = tokio::task::spawn_blocking(move || output_of(&mut command));
        let ran = ran.await.unwrap();
        world.expire_versions();
        ran
    };
    let (ok, out, _) = run(&["attribute", "list"]).await;
    assert!(
        ok && out.contains("at registration") && out.contains("employee_number"),
        "{out}"
    );
    let scope = [("scope", "openid body work")];
    let by_name = json!({"userinfo": {"shoe": null}}).to_string();
    let named = [("scope", "openid"), ("claims", by_name.as_str())];
    assert_eq!(released(&world, GRACE_THERE, &scope).await.0["shoe"], 38);
    let (ok, out, err) = run(&["attribute", "remove", "shoe_size"]).await;
    assert!(ok && out.contains("goes to no app"), "{out} {err}");
    assert!(err.contains("declared.toml manages this"), "{err}");
    for request in [scope.as_slice(), &named] {
        let (userinfo, id_token) = released(&world, GRACE_THERE, request).await;
        assert_eq!((userinfo.get("shoe"), id_token.get("shoe")), (None, None));
    }
    let discovery = world.text_at("/.well-known/openid-configuration").await;
    assert!(!discovery.contains("\"shoe\"") && discovery.contains("employee_number"));
    let mut browser = world.signed_in(GRACE_THERE).await;
    let profile = browser.get("/account/profile").await;
    assert!(!profile.body.contains("shoe_size"), "{}", profile.body);
    let (_, out, _) = run(&["user", "--json", "export", GRACE_THERE.0]).await;
    let data: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(data["undeclared_attributes"], json!(["shoe_size"]));
    assert_eq!(data["attributes"].get("shoe_size"), None);
    let (_, out, _) = run(&["user", "--json", "list"]).await;
    assert!(
        !out.contains("shoe_size") && out.contains("employee_number"),
        "{out}"
    );
    // The value is still there once the field is declared again.
    apply(&world, FILE).await.unwrap();
    assert_eq!(released(&world, GRACE_THERE, &scope).await.0["shoe"], 38);
    let (ok, _, err) = run(&["attribute", "remove", "unheard"]).await;
    assert!(!ok && err.contains("no field unheard is declared"), "{err}");
    let audit = "SELECT detail FROM audit_events WHERE action = 'user_attribute.removed'";
    assert_eq!(world.texts(audit).await, ["shoe_size"]);
}

async fn values_are_given_at_the_command_line(world: World) {
    let file = format!(
        "{FILE}\n[[user_attributes]]\nname = \"diary\"\nread = [\"user\"]\nedit = [\"user\"]\n"
    );
    apply(&world, &file).await.unwrap();
    let folder = Folder::new("values");
    let run = async |arguments: &[&str]| {
        let mut all = vec!["user", "--json"];
        all.extend(arguments);
        let mut command = folder.command_over(&world, &all);
        let ran = tokio::task::spawn_blocking(move || output_of(&mut command));
        ran.await.unwrap()
    };
    let stored = async || {
        let eve = world.provider.users().find(EVE).await.unwrap().unwrap();
        (json!(eve.claims.attributes), eve.claims.family_name)
    };
    let add = [
        "add",
        "--email",
        EVE,
        "--attribute",
        "shoe_size=39.5",
        "--attribute",
        "family_name=Moneypenny",
    ];
    let (ok, out, err) = run(&add).await;
    assert!(ok, "{err}");
    let printed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(printed["attributes"], json!({"shoe_size": 39.5}));
    assert_eq!(
        stored().await,
        (json!({"shoe_size": 39.5}), Some("Moneypenny".into()))
    );
    let change = ["change", EVE, "--attribute", "employee_number=H123"];
    assert!(run(&change).await.0);
    let both = json!({"shoe_size": 39.5, "employee_number": "H123"});
    assert_eq!(stored().await.0, both);
    for (written, reason) in [
        ("shoe_size=70", "50 or less"),
        ("shoe_size=", "a value is required"),
        ("employee_number=x", "does not have the form"),
        ("unheard=1", "no field unheard is declared"),
        ("shoe_size", "write NAME=VALUE"),
        ("diary=dear", "edited by users alone"),
    ] {
        let (ok, _, err) = run(&["change", EVE, "--attribute", written]).await;
        assert!(!ok && err.contains(reason), "{written}: {err}");
        assert_eq!(stored().await.0, both, "{written}");
    }
    let (ok, _, err) = run(&["change", EVE, "--attribute", "employee_number="]).await;
    assert!(ok, "{err}");
    assert_eq!(stored().await.0, json!({"shoe_size": 39.5}));
}

/// The download of one's data holds what the user may read, and `doorward user export` what an
/// administrator may.
async fn each_reader_gets_the_fields_that_the_declaration_lets_them_read(world: World) {
    let file = format!(
        "{FILE}\n{}",
        r#"
[[user_attributes]]
name = "diary"
read = ["user"]
edit = ["user"]

[[user_attributes]]
name = "gender"
read = ["admin"]
edit = ["admin"]
"#
    );
    let file = file.replace(
        "password = \"nine",
        "gender = \"of note as well\"\npassword = \"nine",
    );
    apply(&world, &file).await.unwrap();
    let grace = ("grace@example.org", "nine small boats at noon");
    let id = world.sub(grace.0).await;
    // As an earlier declaration left it.
    world
        .execute(&format!(
            "UPDATE users SET claims = replace(claims, '\"shoe_size\":38',
             '\"diary\":\"dear\",\"forgotten\":1,\"shoe_size\":38') WHERE id = '{id}'"
        ))
        .await;
    let mut browser = world.signed_in(grace).await;
    let page = browser.get("/account/data").await;
    let answer = browser
        .submit_at(&page, "/account/data/download", &[])
        .await;
    assert!(!answer.body.contains("of note"), "{}", answer.body);
    let data: Value = serde_json::from_str(&answer.body).unwrap();
    let seen = json!({"shoe_size": 38, "employee_number": "H123", "diary": "dear"});
    assert_eq!(data["attributes"], seen);
    assert_eq!(data["claims"].get("attributes"), None, "{data}");
    assert_eq!(data["undeclared_attributes"], json!(["forgotten"]));
    let folder = Folder::new("export");
    let mut command = folder.command_over(&world, &["user", "--json", "export", grace.0]);
    let ran = tokio::task::spawn_blocking(move || output_of(&mut command));
    let (ok, out, err) = ran.await.unwrap();
    assert!(ok, "{err}");
    let data: Value = serde_json::from_str(&out).unwrap();
    let seen = json!({"shoe_size": 38, "employee_number": "H123", "secret_note": "of note"});
    assert_eq!(data["attributes"], seen);
    assert_eq!(data["claims"]["gender"], "of note as well");
    assert_eq!(data["undeclared_attributes"], json!(["forgotten"]));
    assert!(!out.contains("dear"), "{out}");
    assert_eq!(data.get("invitations"), None);
}

#[test]
fn the_example_of_the_guide_is_a_file_of_declarations() {
    let guide = include_str!("../../docs/guides/user-attributes.md");
    let mut blocks = guide.split("```toml\n").skip(1);
    let block = blocks.next().unwrap().split("```").next().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = World::open(crate::world::Backend::Sqlite).await;
        apply(&world, block).await.unwrap();
        assert_eq!(
            world.texts("SELECT name FROM user_attributes").await.len(),
            4
        );
    });
}
