//! Presets of well-known apps: each makes a client that stands, and prints what the app needs.

use crate::command_line::Folder;
use doorward_core::app_presets::{Family, Place, Preset, all, guide};
use doorward_protocol::clients::{
    client::Client,
    client_registration::{DeclaredBy, check},
};
use serde_json::Value;
use std::path::Path;

/// The apps that have a preset at least.
const APPS: [&str; 37] = [
    "argocd",
    "authjs",
    "bookstack",
    "django-allauth",
    "dotnet",
    "express",
    "forgejo",
    "gitea",
    "gitlab",
    "grafana",
    "harbor",
    "immich",
    "jenkins",
    "jupyterhub",
    "kubernetes",
    "mattermost",
    "miniflux",
    "minio",
    "mod-auth-openidc",
    "mozilla-django-oidc",
    "nextcloud",
    "oauth2-proxy",
    "omniauth",
    "open-webui",
    "openbao",
    "outline",
    "paperless-ngx",
    "pgadmin",
    "portainer",
    "proxmox",
    "socialite",
    "sonarqube",
    "spring-security",
    "synapse",
    "vault",
    "wikijs",
    "wordpress",
];

fn at(preset: &Preset) -> Place {
    let chosen: Vec<(String, String)> = preset
        .values
        .iter()
        .filter(|value| value.default.is_none())
        .map(|value| (value.name.clone(), value.example.clone().unwrap()))
        .collect();
    Place::new("https://id.example.com", "Doorward")
        .at(preset, Some("https://app.example.com"), &chosen)
        .unwrap()
        .with_client("the-client", Some("THE-SECRET"))
        .with_random("A-RANDOM-TEXT")
}

/// Whether a placeholder stands in a text.
fn has_placeholder(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .any(|part| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

#[test]
fn every_preset_stands_and_fills_every_place() {
    let presets = all().unwrap();
    let names: Vec<&str> = presets.iter().map(|preset| preset.slug).collect();
    assert_eq!(names, APPS);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/presets");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort_unstable();
    let expected: Vec<String> = APPS.iter().map(|name| format!("{name}.toml")).collect();
    assert_eq!(files, expected, "each file is part of the binary");
    for preset in &presets {
        let place = at(preset);
        let mut client = preset.client(&place).unwrap();
        client.insert("client_id".into(), preset.slug.into());
        let client: Client = serde_json::from_value(Value::Object(client)).unwrap();
        let checked = check(&client, None, DeclaredBy::Administrator);
        assert_eq!(checked, Ok(()), "{}", preset.slug);
        assert!(
            preset.documentation.starts_with("https://"),
            "{}",
            preset.slug
        );
        let snippets = preset.snippets(&place).unwrap();
        let texts: Vec<&str> = snippets
            .iter()
            .map(|snippet| snippet.text.as_str())
            .collect();
        let text = texts.join("\n");
        let document = serde_json::to_string(&client).unwrap();
        assert!(
            !has_placeholder(&text) && !has_placeholder(&document),
            "{}",
            preset.slug
        );
        assert!(
            text.contains("https://id.example.com"),
            "{} names the issuer",
            preset.slug
        );
        assert!(
            text.contains("the-client"),
            "{} names the client",
            preset.slug
        );
        let has_secret = !client.is_public();
        assert_eq!(text.contains("THE-SECRET"), has_secret, "{}", preset.slug);
        assert!(text.ends_with('\n'), "{}", preset.slug);
        // An app that is told to send PKCE has to.
        let sends = text.contains("S256") || text.contains("pkce: true");
        assert!(
            !sends || client.require_pkce || preset.notes.contains("PKCE"),
            "{}",
            preset.slug
        );
    }
}

#[test]
fn the_guides_of_the_families_are_those_of_the_presets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides");
    for family in Family::ALL {
        let (_, name) = family.title();
        let (page, file) = (guide(family).unwrap(), folder.join(name));
        if std::env::var_os("WRITE_GUIDES").is_some() {
            std::fs::write(&file, &page).unwrap();
        }
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            written == page,
            "{name} differs from the presets: WRITE_GUIDES=1 ./scripts/test --test it presets"
        );
    }
}

#[test]
fn a_preset_makes_a_client_and_prints_what_the_app_needs() {
    let folder = Folder::new("presets");
    let list = folder.json(&["client", "presets", "--json"]);
    let presets = list["presets"].as_array().unwrap();
    assert_eq!(presets.len(), APPS.len());
    for preset in presets {
        let name = preset["preset"].as_str().unwrap();
        let url = format!("https://{name}.example.com/");
        let mut arguments = vec!["client", "add", "--preset", name, "--url", &url, "--json"];
        if name == "wikijs" {
            arguments.extend(["--set", "strategy=3fa85f64-5717"]);
        }
        let added = folder.json(&arguments);
        assert_eq!(added["client_id"], name);
        let text = added["snippets"].to_string();
        assert!(!has_placeholder(&text), "{name}: {text}");
        if let Some(secret) = added["client_secret"].as_str() {
            assert!(text.contains(secret), "{name}");
        }
        assert!(
            text.contains("http://localhost:8080"),
            "{name} names the issuer"
        );
    }
    let grafana = folder.json(&["client", "show", "grafana", "--json"]);
    assert_eq!(
        grafana["redirect_uris"][0],
        "https://grafana.example.com/login/generic_oauth"
    );
    assert_eq!(grafana["client_name"], "Grafana");

    // Flags go over the preset.
    let (ok, out, err) = folder.run(&[
        "client",
        "add",
        "--preset",
        "gitea",
        "--url",
        "https://git.example.com",
        "--client-id",
        "forge",
        "--set",
        "source=sso",
        "--client-name",
        "Forge",
        "--require-pkce",
        "true",
    ]);
    assert!(ok, "{err}");
    assert!(
        out.contains("--name sso") && out.contains("--key forge"),
        "{out}"
    );
    let forge = folder.json(&["client", "show", "forge", "--json"]);
    assert_eq!(
        forge["redirect_uris"][0],
        "https://git.example.com/user/oauth2/sso/callback"
    );
    assert_eq!(
        (&forge["client_name"], &forge["require_pkce"]),
        (&"Forge".into(), &true.into())
    );

    for (line, reason) in [
        (
            "client add --preset grafna --url https://g.example.com",
            "did you mean grafana?",
        ),
        ("client add --preset grafana", "--url is missing"),
        (
            "client add --preset grafana --url g.example.com",
            "--url: g.example.com is no address",
        ),
        (
            "client add --preset wikijs --url https://w.example.com",
            "--set strategy=… is missing",
        ),
        (
            "client add --preset grafana --url http://g.example.com",
            "https",
        ),
        (
            "client add --preset grafana --url https://g.example.com --set x=y",
            "no value x",
        ),
        ("client add --url https://g.example.com", "--preset"),
        ("client add", "--client-id"),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let (ok, _, err) = folder.run(&words);
        assert!(!ok && err.contains(reason), "{line}: {err}");
    }
}
