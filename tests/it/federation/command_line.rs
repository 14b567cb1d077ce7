//! `doorward apply` with providers, `doorward provider list` and `test`.

use crate::{
    command_line::Folder,
    world::{Backend, Lies, Shape, StandIn, World, twist},
};
use serde_json::Value;

/// A declaration of a stand-in as an operator writes it, and with something added.
fn declared(up: &StandIn, secret: &str, more: &str) -> String {
    format!(
        "[[providers]]\nid = \"acme\"\nkind = \"oidc\"\nissuer = \"{}\"\nclient_id = \"doorward-at-upstream\"\nclient_secret = \"{secret}\"\nscopes = [\"openid\", \"email\"]\n\
         sign_up = true\nallow_private_addresses = true\n{more}",
        up.issuer()
    )
}

const SECRET: &str = "a secret that the upstream gave";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn providers_are_declared_listed_and_kept_secret() {
    let folder = Folder::new("providers");
    let file = |text: &str| folder.write("providers.toml", text).display().to_string();
    let google = "[[providers]]\nid = \"google\"\nkind = \"google\"\nclient_id = \"one.apps.example\"\nclient_secret = \"google's own secret\"\nhosted_domains = [\"corp.example\"]\n";
    let path = file(google);
    let applied = folder.json(&["apply", &path, "--json"]);
    assert_eq!(
        (
            applied["changes"][0]["kind"].as_str(),
            applied["changes"][0]["change"].as_str()
        ),
        (Some("provider"), Some("add"))
    );
    assert_eq!(
        folder.json(&["apply", &path, "--json"])["changes"][0]["change"],
        "none",
        "the second time nothing changes"
    );
    let listed = folder.json(&["provider", "list", "--json"]);
    assert_eq!(
        listed["providers"][0]["redirect_uri"],
        "http://localhost:8080/federation/google/callback"
    );
    let (ok, out, _) = folder.run(&["provider", "list"]);
    assert!(
        ok && out.contains("google")
            && out.contains("known users only")
            && out.contains("/federation/google/callback"),
        "{out}"
    );
    assert!(
        !format!("{listed}{out}").contains("google's own secret"),
        "a secret is never printed"
    );
    // A new secret is a change; one that is left out stays.
    let changed = file(&google.replace("own secret", "new secret"));
    assert_eq!(
        folder.json(&["apply", &changed, "--json"])["changes"][0]["change"],
        "change"
    );
    let without = file(&google.replace("client_secret = \"google's own secret\"\n", ""));
    assert_eq!(
        folder.json(&["apply", &without, "--json"])["changes"][0]["change"],
        "none"
    );
    for (text, line, says) in [
        (
            google.replace("client_id", "clientid"),
            4,
            "did you mean `client_id`?",
        ),
        (
            google.replace("kind = \"google\"", "kind = \"gogle\""),
            3,
            "google",
        ),
        (
            google.replace("id = \"google\"", "id = \"Goo gle\""),
            1,
            "id must have",
        ),
        (
            google.replace(
                "client_secret = \"google's own secret\"",
                "client_secret = 7",
            ),
            5,
            "client_secret must be text",
        ),
        (format!("{google}{google}"), 7, "declared twice"),
        (
            google.replace("kind = \"google\"", "kind = \"github\""),
            1,
            "kind cannot change",
        ),
    ] {
        let (ok, _, err) = folder.run(&["apply", &file(&text)]);
        assert!(
            !ok && err.contains(&format!(":{line}: "))
                && err.contains(says)
                && err.contains("nothing was applied"),
            "{says}: {err}"
        );
    }
    let (ok, _, err) = folder.run(&["provider", "test", "nobody"]);
    assert!(!ok && err.contains("no provider is called nobody"), "{err}");
}

fn finding<'a>(report: &'a Value, what: &str) -> &'a Value {
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["what"] == what)
        .unwrap_or_else(|| panic!("no {what} in {report}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_says_what_is_wrong_with_a_provider() {
    let world = World::open_now(Backend::Sqlite).await;
    let up = StandIn::open(&world, Shape::Oidc);
    let folder = Folder::new("provider-test");
    let apply = |text: &str| {
        let file = folder.write("providers.toml", text).display().to_string();
        let (ok, _, err) = folder.run(&["apply", &file]);
        assert!(ok, "{err}");
    };
    let test = || {
        let (_, out, err) = folder.run(&["provider", "test", "acme", "--json"]);
        serde_json::from_str::<Value>(&out).unwrap_or_else(|_| panic!("{out} {err}"))
    };
    apply(&declared(&up, SECRET, ""));
    let report = test();
    assert_eq!(report["ok"], true, "{report}");
    for what in [
        "discovery",
        "keys",
        "clock",
        "redirect URI",
        "client secret",
    ] {
        assert_eq!(finding(&report, what)["ok"], true, "{report}");
    }
    let (ok, out, _) = folder.run(&["provider", "test", "acme"]);
    assert!(
        ok && out.contains("ok    discovery: issuer http://127.0.0.1"),
        "{out}"
    );

    apply(&declared(&up, "not the secret", ""));
    let report = test();
    assert_eq!(
        (&report["ok"], &finding(&report, "client secret")["ok"]),
        (&Value::Bool(false), &Value::Bool(false)),
        "{report}"
    );
    assert!(
        finding(&report, "client secret")["detail"]
            .as_str()
            .unwrap()
            .contains("invalid_client")
    );
    let (ok, out, err) = folder.run(&["provider", "test", "acme"]);
    assert!(
        !ok && out.contains("WRONG client secret") && err.contains("1 of 5 checks failed"),
        "{out} {err}"
    );

    // The redirect URI is not registered there: it answers 400, and sends nobody anywhere.
    apply(&declared(
        &up,
        SECRET,
        "authorization_endpoint = \"http://127.0.0.1:9/authorize\"\n",
    ));
    assert_eq!(finding(&test(), "redirect URI")["ok"], false);
    let lies: [(&str, &str, Lies); 4] = [
        (
            "discovery",
            "another issuer",
            Lies {
                discovery: Some(twist(|document| {
                    document["issuer"] = "https://evil.example".into();
                })),
                ..Lies::default()
            },
        ),
        (
            "keys",
            "holds no key",
            Lies {
                jwks: Some(twist(|jwks| jwks["keys"] = serde_json::json!([]))),
                ..Lies::default()
            },
        ),
        (
            "redirect URI",
            "register http://localhost:8080/federation/acme/callback there",
            Lies {
                answers: [(
                    "/authorize".to_owned(),
                    (400, "redirect_uri_mismatch".to_owned()),
                )]
                .into(),
                ..Lies::default()
            },
        ),
        (
            "discovery",
            "cannot be had",
            Lies {
                answers: [(
                    "/.well-known/openid-configuration".to_owned(),
                    (404, String::new()),
                )]
                .into(),
                ..Lies::default()
            },
        ),
    ];
    apply(&declared(&up, SECRET, ""));
    for (what, says, lie) in lies {
        up.lie(lie);
        let report = test();
        let found = finding(&report, what);
        assert!(
            found["ok"] == false && found["detail"].as_str().unwrap().contains(says),
            "{what}: {report}"
        );
    }
    // A clock that is half an hour off: ID tokens would look expired.
    up.lie(Lies {
        date: Some("Mon, 01 Jan 2024 00:00:00 GMT".to_owned()),
        ..Lies::default()
    });
    let found = test();
    assert!(
        finding(&found, "clock")["ok"] == false
            && finding(&found, "clock")["detail"]
                .as_str()
                .unwrap()
                .contains("set the clock"),
        "{found}"
    );
}
