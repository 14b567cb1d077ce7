//! The runner of conformance/ against providers: ours on both databases, ours with one rule broken
//! at a time, and a foreign one.

#![expect(
    clippy::too_many_lines,
    reason = "a flow is told from its beginning to its end"
)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed, and says where"
)]

#[path = "../it/world/database.rs"]
mod database;
mod fault;
mod faults;
mod provider;
mod shared_signals_faults;
#[path = "../it/world/wait.rs"]
#[expect(dead_code, reason = "shared with tests/it, which waits for more")]
mod wait;

use database::{Backend, server};
use provider::{Line, Provider, free_port, hold};
use std::{collections::BTreeMap, path::Path, process::Stdio};
use wait::listens;

/// Everything passes, but for unsigned ID tokens, which are never issued here.
fn all_pass(lines: &[Line]) {
    for line in lines {
        let skipped = line.module == "oidcc-idtoken-unsigned" && line.result == "SKIPPED";
        assert!(line.result == "PASSED" || skipped, "{line:?}");
        assert!(
            !line.section.is_empty() && !line.seen.is_empty(),
            "{line:?}"
        );
    }
}

/// How many modules each profile has.
fn counts(lines: &[Line]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line.profile.as_str()).or_default() += 1;
    }
    counts
}

async fn every_profile_passes(backend: Backend, name: &str) {
    let provider = Provider::with_tls(backend, name).await;
    let lines = provider.hold("dynamic", &[]);
    all_pass(&lines);
    let counts = counts(&lines);
    assert_eq!(
        (
            counts["basic"],
            counts["implicit"],
            counts["hybrid"],
            counts["config"]
        ),
        (38, 58, 102, 1)
    );
    assert_eq!(
        (
            counts["form-post-basic"],
            counts["form-post-implicit"],
            counts["form-post-hybrid"]
        ),
        (38, 58, 102)
    );
    assert_eq!(
        (
            counts["3rd-party-init-login"],
            counts["rp-initiated-logout"],
            counts["session-management"]
        ),
        (2, 11, 2)
    );
    assert_eq!(
        (
            counts["front-channel-logout"],
            counts["back-channel-logout"]
        ),
        (2, 2)
    );
    assert_eq!(
        (counts["ssf-transmitter"], counts["ssf-transmitter-caep"]),
        (21, 15)
    );
    assert!(counts["dynamic"] >= 120);
    let lines = provider.hold(
        "static",
        &[
            "--profile",
            "basic",
            "--profile",
            "implicit",
            "--profile",
            "hybrid",
            "--profile",
            "rp-initiated-logout",
        ],
    );
    all_pass(&lines);
    assert_eq!(lines.len(), 35 + 54 + 96 + 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_profile_passes_on_sqlite() {
    every_profile_passes(Backend::Sqlite, "sqlite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_profile_passes_on_postgres() {
    every_profile_passes(Backend::Postgres, "postgres").await;
}

/// Each rule is broken alone, and the module that is named for it says so. Without a fault the same
/// module passes, so what is found is the fault.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_broken_rule_is_caught_by_its_module() {
    let port = free_port();
    let provider = Provider::behind(format!("http://localhost:{port}"), "faults").await;
    let proxy = fault::Proxy::start(port, &provider.listen);
    let arguments = |fault: &faults::Fault| -> Vec<String> {
        [
            "--profile",
            fault.profile,
            "--module",
            fault.module,
            "--response-type",
            fault.response_type,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    assert!(faults::ALL.len() >= 25);
    for fault in faults::ALL.iter().chain(shared_signals_faults::ALL) {
        let arguments = arguments(fault);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        for (broken, expected) in [
            (None, &["PASSED"][..]),
            (Some(fault), &["FAILED", "WARNING"][..]),
        ] {
            proxy.with(broken);
            let lines = provider.hold("dynamic", &arguments);
            assert_eq!(lines.len(), 1, "{}: {lines:?}", fault.name);
            assert!(
                expected.contains(&lines[0].result.as_str()),
                "{} ({}): {lines:?}",
                fault.name,
                broken.is_some()
            );
        }
    }
}

/// A provider that is not ours: the runner neither trusts nor favours anybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_provider_is_judged_sensibly() {
    let port = free_port();
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/foreign_provider.mjs");
    // Modules are found from where the script lies: beside the packages.
    let packages = server("TEST_NODE_MODULES");
    let copy = Path::new(&packages)
        .parent()
        .unwrap()
        .join("foreign_provider.mjs");
    std::fs::copy(script, &copy).unwrap();
    let mut child = tokio::process::Command::new("node")
        .arg(&copy)
        .arg(port.to_string())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    listens("localhost", port).await;
    let folder = provider::folder("foreign");
    let clients = folder.join("clients.json");
    std::fs::write(
        &clients,
        r#"{"user": {"username": "somebody", "password": "anything"}, "registration": "dynamic"}"#,
    )
    .unwrap();
    // Without back-channel logout: its guard calls nobody on this machine, and the relying party of
    // the runner is here.
    let profiles = ["basic", "config", "rp-initiated-logout"];
    let arguments: Vec<String> = profiles
        .iter()
        .flat_map(|profile| ["--profile".to_owned(), (*profile).to_owned()])
        .collect();
    let lines = hold(&format!("http://localhost:{port}"), &clients, &arguments);
    std::fs::remove_dir_all(&folder).unwrap();
    child.kill().await.unwrap();
    let mut rest: Vec<String> = lines
        .iter()
        .filter(|line| line.result != "PASSED")
        .map(|line| format!("{} {}", line.result, line.module))
        .collect();
    rest.sort();
    // It is certified, so nothing fails. It has neither request objects nor acr values, takes no
    // POST unless told to, and says so.
    let expected = [
        "SKIPPED oidcc-idtoken-unsigned",
        "SKIPPED oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
        "SKIPPED oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        "WARNING oidcc-ensure-post-request-succeeds",
        "WARNING oidcc-ensure-request-with-acr-values-succeeds",
    ];
    assert_eq!(rest, expected, "{lines:?}");
    assert_eq!(lines.len(), 38 + 1 + 11);
}

/// What the official suite is told of us is what is there: the clients, their secrets and
/// addresses, the user, and the elements of the pages.
#[test]
fn the_official_configuration_names_what_is_declared() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: String| std::fs::read_to_string(root.join(path)).unwrap();
    let declared: toml::Table = read("config/conformance.apply.toml".into())
        .parse()
        .unwrap();
    let clients = declared["clients"].as_array().unwrap();
    let pages: String = ["sign_in_form", "consent", "sign_out", "signed_out"]
        .iter()
        .map(|page| read(format!("templates/pages/{page}.html")))
        .collect();
    for (name, alias) in [
        ("doorward-static", "doorward"),
        ("doorward-back-static", "doorward-back"),
        ("doorward-front-static", "doorward-front"),
        ("doorward-dynamic", ""),
    ] {
        let configuration: serde_json::Value =
            serde_json::from_str(&read(format!("conformance/official/{name}.json"))).unwrap();
        assert_eq!(configuration["alias"].as_str().unwrap_or_default(), alias);
        for which in ["client", "client2", "client_secret_post"] {
            let Some(client_id) = configuration[which]["client_id"].as_str() else {
                continue;
            };
            let client = clients
                .iter()
                .find(|client| client["client_id"].as_str() == Some(client_id))
                .unwrap();
            assert_eq!(
                client["client_secret"].as_str(),
                configuration[which]["client_secret"].as_str(),
                "{client_id}"
            );
            let callback =
                toml::Value::from(format!("https://suite.test:8443/test/a/{alias}/callback"));
            assert!(
                client["redirect_uris"]
                    .as_array()
                    .unwrap()
                    .contains(&callback),
                "{client_id}"
            );
        }
        let text = configuration.to_string();
        assert!(
            text.contains(declared["users"][0]["username"].as_str().unwrap())
                && text.contains(declared["users"][0]["password"].as_str().unwrap())
        );
    }
    for id in ["sign-in", "allow", "sign-out"] {
        assert!(pages.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let messages = all_messages(root);
    for words in waited_for(&read("conformance/official/doorward-static.json".into())) {
        assert!(messages.contains(&words), "no page says {words}");
    }
    // The receiver of the Shared Signals plans: what the suite is told, what our runner is told,
    // and what is declared are one.
    let ssf: serde_json::Value =
        serde_json::from_str(&read("conformance/official/doorward-ssf.json".into())).unwrap();
    let ours: serde_json::Value =
        serde_json::from_str(&read("conformance/clients.example.json".into())).unwrap();
    let receiver = clients
        .iter()
        .find(|client| client["client_id"].as_str() == ssf["client"]["client_id"].as_str())
        .unwrap();
    for name in ["client_id", "client_secret", "scope"] {
        assert_eq!(
            receiver[name].as_str(),
            ssf["client"][name].as_str(),
            "{name}"
        );
        assert_eq!(
            receiver[name].as_str(),
            ours["receiver"][name].as_str(),
            "{name}"
        );
    }
    assert_eq!(
        ssf["ssf"]["subjects"]["valid"]["email"].as_str(),
        declared["users"][0]["email"].as_str()
    );
    let skips: serde_json::Value =
        serde_json::from_str(&read("conformance/official/expected-skips.json".into())).unwrap();
    let reasons = read("conformance/official/README.md".into());
    for skip in skips.as_array().unwrap() {
        assert!(
            reasons.contains(skip["test-name"].as_str().unwrap()),
            "each skip has its reason"
        );
    }
}

/// The texts of every page, in English.
fn all_messages(root: &Path) -> String {
    let folder = std::fs::read_dir(root.join("templates/locales/en")).unwrap();
    folder
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

/// The texts that the official suite waits for on pages: `["wait", "xpath", "//*", 10, TEXT, …]`.
fn waited_for(configuration: &str) -> Vec<String> {
    fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
        if value[0] == "wait" && value[1] == "xpath" {
            found.extend(value[4].as_str().map(str::to_owned));
        }
        let children: Vec<&serde_json::Value> = match value {
            serde_json::Value::Array(items) => items.iter().collect(),
            serde_json::Value::Object(fields) => fields.values().collect(),
            _ => Vec::new(),
        };
        for child in children {
            collect(child, found);
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::from_str(configuration).unwrap(), &mut found);
    assert!(found.len() > 3, "the texts were found");
    found
}
