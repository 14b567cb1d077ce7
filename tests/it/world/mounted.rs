//! Every path that the server answers, read from where it is mounted.

use super::World;
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web");

/// What the capabilities mount that make their paths at run time: a part of their source, and whether
/// the document of the management API names what is mounted there.
const MADE: [(&str, &[&str]); 7] = [
    (
        "format!(\"/.well-known/oauth-protected-resource{PATH}\"",
        &["/.well-known/oauth-protected-resource/api/v1"],
    ),
    ("format!(\"{PATH}/openapi.json\"", &["/api/v1/openapi.json"]),
    ("DOCS", &["/docs"]),
    ("format!(\"{DOCS}/{{name:.*}}\"", &["/docs/swagger-ui.css"]),
    // Each is in the document of the management API.
    ("path);", &[]),
    ("BATCH)", &[]),
    (
        "[PATH.to_owned()",
        &[
            "/api/v1",
            "/api/v1/nothing",
            "/scim/v2",
            "/scim/v2/Bulk",
            "/scim/v2/Groups",
            "/scim/v2/Groups/{id}",
            "/scim/v2/Me",
            "/scim/v2/ResourceTypes",
            "/scim/v2/Schemas",
            "/scim/v2/ServiceProviderConfig",
            "/scim/v2/Users",
            "/scim/v2/Users/.search",
            "/scim/v2/Users/{id}",
        ],
    ),
];

/// Every path with its parameters in braces, and whether it answers GET.
pub async fn mounted(world: &World) -> BTreeMap<String, bool> {
    let mut paths = BTreeMap::new();
    read(Path::new(SOURCES), &mut paths);
    let document = world.http.get(world.at("/api/v1/openapi.json")).send();
    let document = document.await.unwrap().text().await.unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = format!("/api/v1{}", path.trim_start_matches("/api/v1"));
        paths.insert(path, item.get("get").is_some());
    }
    assert!(paths.len() > 150, "{paths:?}");
    paths
}

/// A path with this in the place of each parameter.
pub fn filled(path: &str, value: &str) -> String {
    let mut parts = path.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('}').unwrap();
        filled.push_str(value);
        filled.push_str(rest);
    }
    filled
}

fn read(folder: &Path, paths: &mut BTreeMap<String, bool>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            paths.extend(mounts(&path, source));
        }
    }
}

/// The mounts of one file. One in a form that is not known here fails.
fn mounts(file: &Path, source: &str) -> Vec<(String, bool)> {
    let is_call = |position: usize| {
        let before = source[..position].chars().next_back();
        before.is_some_and(|letter| letter == ':' || letter == '(' || letter.is_whitespace())
    };
    let resources = source
        .match_indices("resource(")
        .filter(|(position, _)| is_call(*position))
        .flat_map(|(position, call)| {
            let rest = source[position + call.len()..].trim_start();
            let until = ["resource(", "#[", "\n}"]
                .iter()
                .filter_map(|end| rest.find(end))
                .min()
                .unwrap_or(rest.len());
            let mount = &rest[..until];
            let answers_get = ["get().to", "(route().to", "default_service("]
                .iter()
                .any(|route| mount.contains(route));
            argument(file, rest)
                .into_iter()
                .map(move |path| (path, answers_get))
        });
    let routes = source.match_indices(".route(").filter_map(|(at, call)| {
        let rest = source[at + call.len()..].trim_start();
        let path = rest.strip_prefix('"')?.split('"').next()?;
        let handler = rest.split_once(',')?.1.trim_start();
        let answers_get = handler.starts_with("get()") || handler.starts_with("route()");
        Some((path.to_owned(), answers_get))
    });
    resources.chain(routes).collect()
}

/// The paths that the argument of a mount stands for.
fn argument(file: &Path, text: &str) -> Vec<String> {
    if let Some(literal) = text.strip_prefix('"') {
        return vec![literal.split('"').next().unwrap().to_owned()];
    }
    if let Some(rest) = text.strip_prefix("path::") {
        let is_name = |letter: char| letter.is_ascii_uppercase() || letter == '_';
        let name = rest.split(|letter| !is_name(letter)).next().unwrap();
        return vec![constant(name)];
    }
    let made = MADE.iter().find(|(part, _)| text.starts_with(part));
    if let Some((_, paths)) = made {
        return paths.iter().map(|path| (*path).to_owned()).collect();
    }
    let begins: String = text.chars().take(40).collect();
    panic!(
        "{}: this test does not know what is mounted by resource({begins}",
        file.display()
    );
}

/// The value of a constant of `discovery::path`.
fn constant(name: &str) -> String {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/protocol/oauth/discovery.rs"
    );
    let source = fs::read_to_string(file).unwrap();
    let line = source
        .lines()
        .find(|line| line.contains(&format!("pub const {name}: &str")))
        .unwrap_or_else(|| panic!("no path {name}"));
    line.split('"').nth(1).unwrap().to_owned()
}
