//! One list of client settings, and the ways to set them: the flags of `client add` and
//! `client change`, and the files of `doorward apply`.

use crate::command_line::Folder;
use doorward_protocol::clients::client_settings::{ClientSetting, TOPICS, all};
use serde_json::{Map, Value, json};

const CALLBACK: &str = "https://notes.example.com/callback";

/// What a setting cannot be without, as names with values.
fn companions(name: &str) -> &'static [(&'static str, &'static str)] {
    const KEYS: (&str, &str) = ("jwks_uri", "https://notes.example.com/jwks.json");
    match name {
        "accent_dark" => &[("accent", "#0f5c4d")],
        "response_types" => &[("grant_types", "authorization_code,implicit")],
        "request_object_signing_alg"
        | "id_token_encrypted_response_alg"
        | "userinfo_encrypted_response_alg" => &[KEYS],
        "id_token_encrypted_response_enc" => {
            &[KEYS, ("id_token_encrypted_response_alg", "RSA-OAEP-256")]
        }
        "userinfo_encrypted_response_enc" => {
            &[KEYS, ("userinfo_encrypted_response_alg", "RSA-OAEP-256")]
        }
        _ => &[],
    }
}

/// The values of a client that has the example of a setting.
pub fn example(setting: &ClientSetting) -> Vec<(&'static ClientSetting, String)> {
    let mut named = vec![("redirect_uris", CALLBACK)];
    named.retain(|(name, _)| *name != setting.name);
    named.extend(companions(setting.name));
    named.push((setting.name, setting.example));
    let known = |name| ClientSetting::named(name).unwrap();
    named
        .into_iter()
        .map(|(name, text)| (known(name), text.to_owned()))
        .collect()
}

/// The clients of the database by their identifier.
fn clients(folder: &Folder) -> Map<String, Value> {
    let list = folder.json(&["client", "list", "--json"]);
    let entries = list["clients"].as_array().unwrap().clone();
    entries
        .into_iter()
        .map(|mut client| {
            let object = client.as_object_mut().unwrap();
            let id = object.remove("client_id").unwrap();
            (id.as_str().unwrap().to_owned(), client)
        })
        .collect()
}

#[test]
fn every_setting_of_a_client_is_reached_by_flags_and_by_files() {
    let folder = Folder::new("client-settings");
    let mut tables = Vec::new();
    for setting in all() {
        let (values, id) = (example(setting), setting.flag());
        let mut arguments = vec!["client".into(), "add".into(), "--client-id".into(), id];
        let mut table = Map::new();
        for (setting, text) in &values {
            arguments.extend([format!("--{}", setting.flag()), text.clone()]);
            table.insert(setting.name.to_owned(), setting.parse(&[text]).unwrap());
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (ok, _, err) = folder.run(&arguments);
        assert!(ok, "{arguments:?}: {err}");
        table.insert(
            "client_id".into(),
            format!("{}_by_file", setting.flag()).into(),
        );
        let method = table.get("token_endpoint_auth_method");
        if setting.name != "forward_auth" && method.is_none_or(|method| method != "none") {
            table.insert(
                "client_secret".into(),
                "0123456789abcdef0123456789abcdef".into(),
            );
        }
        tables.push(Value::Object(table));
    }
    let text = toml::to_string(&json!({"clients": tables})).unwrap();
    let file = folder.write("apply.toml", &text);
    folder.json(&["apply", file.to_str().unwrap(), "--json"]);
    let clients = clients(&folder);
    for setting in all() {
        let by_flag = &clients[&setting.flag()];
        let by_file = &clients[&format!("{}_by_file", setting.flag())];
        assert_eq!(by_flag, by_file, "{}", setting.name);
        let value = setting.parse(&[setting.example]).unwrap();
        assert_eq!(by_flag[setting.name], value, "{}", setting.name);
    }
}

#[test]
fn a_setting_is_changed_cleared_and_shown() {
    let folder = Folder::new("client-change");
    let run = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        folder.run(&words)
    };
    let json = |line: &str| {
        let words: Vec<&str> = line.split(' ').chain(["--json"]).collect();
        folder.json(&words)
    };
    let added = json(
        "client add --client-id notes --redirect-uri https://notes.example.com/a --redirect-uri \
         https://notes.example.com/b --require-pkce false --audience https://a.example --audience \
         https://b.example --backchannel-logout-uri https://notes.example.com/out",
    );
    assert!(added["client_secret"].is_string());
    let shown = json("client show notes");
    assert_eq!(shown["require_pkce"], false);
    assert_eq!(
        shown["audience"],
        json!(["https://a.example", "https://b.example"])
    );
    assert_eq!(shown["redirect_uris"].as_array().unwrap().len(), 2);
    let (ok, out, _) = run("client show notes");
    assert!(
        ok && out.contains("backchannel_logout_uri")
            && out.contains("https://a.example https://b.example"),
        "{out}"
    );

    // A named list takes the place of the present one; the rest stays.
    let changed = json(
        "client change notes --audience https://c.example --clear require-pkce --clear backchannel_logout_uri",
    );
    assert_eq!(changed["audience"], json!(["https://c.example"]));
    assert_eq!(changed["require_pkce"], true);
    assert!(changed.get("backchannel_logout_uri").is_none());
    assert_eq!(changed["redirect_uris"].as_array().unwrap().len(), 2);
    // An empty value is none.
    json("client change notes --client-uri https://notes.example.com");
    let emptied = folder.json(&[
        "client",
        "change",
        "notes",
        "--client-uri",
        "",
        "--audience",
        "",
        "--json",
    ]);
    assert!(emptied.get("client_uri").is_none() && emptied.get("audience").is_none());

    let file = folder.write("jwks.json", ClientSetting::named("jwks").unwrap().example);
    let keys = json(&format!("client change notes --jwks @{}", file.display()));
    assert_eq!(keys["jwks"]["keys"][0]["kty"], "OKP");
    for (line, reason) in [
        (
            "client change notes --jwks @missing.json",
            "--jwks: missing.json cannot be read",
        ),
        ("client change notes --jwks {", "--jwks: this is no JSON"),
        (
            "client change notes --grant-type password",
            "--grant-type: unknown variant `password`",
        ),
        ("client change notes --clear logo_url", "logo_uri"),
        ("client change notes --require-pkc true", "--require-pkce"),
        ("client change notes --scope é", "--scope"),
        (
            "client change notes --clear redirect_uris",
            "redirect_uris must hold one URI",
        ),
        ("client show another", "doorward client list"),
    ] {
        let (ok, _, err) = run(line);
        assert!(!ok && err.contains(reason), "{line}: {err}");
    }

    // A client that needs a secret for the first time gets one.
    json(
        "client add --client-id board --token-endpoint-auth-method none --redirect-uri https://board.example.com/cb",
    );
    let confidential = json("client change board --token-endpoint-auth-method client_secret_post");
    assert_eq!(confidential["client_secret"].as_str().unwrap().len(), 43);
    let again = json("client change board --client-name Board");
    assert!(again.get("client_secret").is_none());
}

#[test]
fn the_flags_of_a_client_explain_themselves() {
    let folder = Folder::new("client-help");
    for command in ["add", "change"] {
        let (ok, out, _) = folder.run(&["client", command, "--help"]);
        assert!(ok, "{out}");
        for setting in all() {
            let flag = format!("--{} <", setting.flag());
            assert!(out.contains(&flag), "{flag} of {command}");
        }
        assert!(out.contains("--require-pkce") && out.contains("PKCE is required unless"));
    }
}

#[test]
fn the_guide_has_every_setting_of_a_client() {
    let guide = include_str!("../../docs/guides/client-settings.md");
    for topic in TOPICS {
        let heading = format!("\n## {}\n", topic.heading);
        assert!(guide.contains(&heading), "{heading}");
        for setting in topic.settings {
            let (name, flag) = (setting.name, setting.flag());
            let row = format!(
                "| `{name}` | `--{flag}` | `{}` | {} |",
                setting.example, setting.help
            );
            assert!(
                guide.contains(&row),
                "docs/guides/client-settings.md lacks: {row}"
            );
        }
    }
}

#[test]
fn a_scheme_of_one_word_is_for_declared_native_apps_with_a_warning() {
    let folder = Folder::new("client-schemes");
    let add = |id: &str, more: &[&str]| {
        let method = ["--token-endpoint-auth-method", "none"];
        folder.run(&[&["client", "add", "--client-id", id], &method[..], more].concat())
    };
    let native = ["--application-type", "native"];
    let (ok, _, err) = add("web", &["--redirect-uri", "myapp://callback"]);
    assert!(
        !ok && err.contains("application_type = \"native\""),
        "{err}"
    );
    let (ok, _, err) = add(
        "word",
        &[&native[..], &["--redirect-uri", "myapp://callback"]].concat(),
    );
    assert!(ok && err.contains("reversed domain name"), "{err}");
    let (ok, _, err) = add(
        "domain",
        &[
            &native[..],
            &["--redirect-uri", "app.immich:///oauth-callback"],
        ]
        .concat(),
    );
    assert!(ok && !err.contains("reversed domain name"), "{err}");
    let (ok, _, err) = add(
        "script",
        &[&native[..], &["--redirect-uri", "javascript:alert(1)"]].concat(),
    );
    assert!(!ok && err.contains("cannot receive a response"), "{err}");

    let file = folder.write(
        "apply.toml",
        "[[clients]]\nclient_id = \"file\"\napplication_type = \"native\"\ntoken_endpoint_auth_method = \
         \"none\"\nredirect_uris = [\"otherapp:/cb\"]\n",
    );
    let (ok, out, err) = folder.run(&["apply", file.to_str().unwrap(), "--json"]);
    assert!(
        ok && err.contains("otherapp:/cb: any app on a device"),
        "{err}"
    );
    let document: Value = serde_json::from_str(&out).unwrap();
    assert!(document["changes"][0]["warnings"][0].is_string(), "{out}");
    let (_, out, _) = folder.run(&["check"]);
    assert!(
        out.contains("client word: myapp://callback: any app"),
        "{out}"
    );
    assert!(
        out.contains("client file:") && !out.contains("client domain:"),
        "{out}"
    );
}
