//! Imports point one way, and what lives in one place stays there: the table of
//! docs/architecture.md, as data.

use std::{fs, path::Path};

const ALL: [&str; 11] = [
    "protocol",
    "keys",
    "credentials",
    "storage",
    "outbound",
    "domain",
    "http",
    "workers",
    "settings",
    "startup",
    "demo",
];

/// A module, and the modules of ours that it may name besides itself.
const MAY_NAME: [(&str, &[&str]); 11] = [
    ("protocol", &[]),
    ("keys", &["protocol"]),
    ("credentials", &["protocol"]),
    ("storage", &["protocol"]),
    ("outbound", &["protocol"]),
    (
        "domain",
        &["protocol", "keys", "credentials", "storage", "outbound"],
    ),
    ("http", &["protocol", "domain"]),
    ("workers", &["protocol", "domain"]),
    ("settings", &["protocol"]),
    ("demo", &[]),
    (
        "startup",
        &[
            "protocol",
            "keys",
            "credentials",
            "storage",
            "outbound",
            "domain",
            "http",
            "workers",
            "settings",
        ],
    ),
];

/// A crate, and the only modules that may name it.
const LIVES_ONLY_IN: [(&str, &[&str]); 13] = [
    ("josekit", &["keys"]),
    ("argon2", &["credentials"]),
    ("sqlx", &["storage"]),
    ("redis", &["storage"]),
    ("maxminddb", &["storage"]),
    ("reqwest", &["outbound"]),
    ("openidconnect", &["outbound", "demo"]),
    ("oauth2", &["outbound"]),
    ("ldap3", &["outbound"]),
    ("actix_web", &["http", "demo", "startup", "main"]),
    ("actix_session", &["http"]),
    ("askama", &["http"]),
    ("rand", &["startup"]),
];

/// Whatever a browser may post to is a form of ours, which the test of forms from elsewhere goes
/// through, or is sent on by GET.
#[test]
fn every_form_is_guarded_against_other_sites() {
    let routes =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/routes.rs"))
            .unwrap();
    let (_, with_session) = routes.split_once("web::scope").unwrap();
    let posted = with_session.split("resource(").skip(1).filter(|route| {
        route
            .split(".service(")
            .next()
            .is_some_and(|route| route.contains("post()"))
    });
    let mut found: Vec<&str> = posted
        .map(|route| route.split(')').next().unwrap().trim_matches('"'))
        .collect();
    // Requests of other sites: read by GET alone, after a redirect.
    found.retain(|path| {
        ![
            "path::AUTHORIZE",
            "path::END_SESSION",
            "/federation/{id}/callback",
        ]
        .contains(path)
    });
    let mut known = crate::session::EVERY_FORM.to_vec();
    found.sort_unstable();
    known.sort_unstable();
    assert_eq!(found, known);
}

fn files(folder: &Path, found: &mut Vec<(String, String, String)>, root: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found, root);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let relative = path.strip_prefix(root).unwrap();
            let module = relative
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_str()
                .unwrap()
                .trim_end_matches(".rs")
                .to_owned();
            let code = fs::read_to_string(&path)
                .unwrap()
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            found.push((module, relative.display().to_string(), code));
        }
    }
}

fn source() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found, &root);
    assert!(found.len() > 60, "the source was found");
    found
}

/// Whether the code names a path that begins with this word: `word::`, not as part of a longer word
/// or path.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(&format!("{word}::"))
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        || code.contains(&format!(" ::{word}::"))
        || code.contains(&format!("use {word};"))
}

/// The modules of ours that the code names: `crate::one`, and `crate::{one, two::three}`.
fn ours(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut word) = (1, String::new());
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 1 => break,
                    '}' => depth -= 1,
                    _ if depth == 1 && (c.is_alphanumeric() || c == '_') => word.push(c),
                    ',' if depth == 1 => word.clear(),
                    _ => {}
                }
                if depth == 1 && ALL.contains(&word.as_str()) {
                    found.push(word.clone());
                }
            }
        } else {
            found.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    found.dedup();
    found.retain(|word| ALL.contains(&word.as_str()) || word == "cli");
    found
}

#[test]
fn imports_point_one_way() {
    for (module, file, code) in source() {
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        for named in ours(&code) {
            assert!(
                named == module || allowed.contains(&named.as_str()),
                "{file} names {named}, which {module} may not"
            );
        }
    }
}

#[test]
fn each_technology_lives_in_one_place() {
    for (module, file, code) in source() {
        for (technology, homes) in LIVES_ONLY_IN {
            // storage::redis and our own modules are not the crates of those names.
            let code = code
                .replace("storage::redis", "")
                .replace("redis::{Cached", "")
                .replace("redis::Cached", "")
                .replace("redis::SessionCache", "");
            let code = code
                .replace("openidconnect::reqwest", "")
                .replace("    reqwest,", "")
                .replace("reqwest::Client", "")
                .replace("reqwest::redirect", "");
            let named = names(&code, technology) && !(module == "demo" && technology == "reqwest");
            assert!(
                !named || homes.contains(&module.as_str()),
                "{file} names {technology}"
            );
        }
    }
}

#[test]
fn nothing_climbs_two_modules_and_the_rules_touch_no_machine() {
    for (module, file, code) in source() {
        assert!(!code.contains("super::super"), "{file}");
        if module == "protocol" {
            for machine in [
                "std::fs",
                "std::net",
                "std::env",
                "SystemTime",
                "async fn",
                "tokio",
            ] {
                assert!(
                    !code.contains(machine),
                    "{file} is a rule and names {machine}"
                );
            }
        }
    }
}

#[test]
fn pages_and_workers_reach_the_store_through_domain_alone() {
    for (module, file, code) in source()
        .into_iter()
        .filter(|(module, ..)| module == "http" || module == "workers")
    {
        assert!(
            !code.contains(".store.") && !code.contains(".session_cache"),
            "{file} of {module} asks the store itself"
        );
    }
}

#[test]
fn files_stay_small() {
    for (_, file, code) in source() {
        assert!(
            code.lines().count() <= 400,
            "{file} has {} lines: what would it become as two rooms with names?",
            code.lines().count()
        );
    }
}

#[test]
fn the_table_can_fail() {
    assert_eq!(
        ours("use crate::{domain, protocol::{a, b}, storage::X};"),
        ["domain", "protocol", "storage"]
    );
    assert!(names("let x = sqlx::query();", "sqlx") && !names("let x = mysqlx::query();", "sqlx"));
}
