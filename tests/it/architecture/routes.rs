//! The order in which paths are compared: what is asked for most comes before the paths with
//! parameters, each of which is a regular expression.

use super::source::root;
use std::fs;

/// What is asked for most.
const HOT: [&str; 5] = [
    "path::JWKS",
    "path::AUTHORIZE",
    "path::TOKEN",
    "path::INTROSPECT",
    "path::USERINFO",
];

/// The paths that a function mounts, in order; a function of another file stands for its paths by its
/// name.
fn mounted(source: &str, function: &str) -> Vec<String> {
    let (_, rest) = source.split_once(&format!("fn {function}(")).unwrap();
    let (body, _) = rest.split_once("\n}\n").unwrap();
    let mut found = Vec::new();
    for (at, _) in body.match_indices('(') {
        let named = body[at + 1..].trim_start();
        let named = named.split([')', ',']).next().unwrap().trim();
        let (call, named) = (&body[..at], named.trim_matches('"'));
        let is_route = call.rsplit('.').next() == Some("route");
        if call.ends_with("resource") || is_route && named.starts_with('/') {
            found.push(named.to_owned());
        } else if call.ends_with(".configure") && named.contains("::") {
            found.push(format!("{named}()"));
        } else if call.ends_with(".configure") {
            found.extend(mounted(source, named));
        }
    }
    found
}

#[test]
fn what_is_asked_for_most_is_compared_before_any_path_with_a_parameter() {
    let source = fs::read_to_string(root().join("src/web/routes.rs")).unwrap();
    let paths = mounted(&source, "routes");
    let place = |path: &str| paths.iter().position(|mounted| mounted == path);
    let has_parameter = |path: &String| path.contains('{') || path.ends_with("()");
    let first = paths.iter().position(has_parameter).unwrap();
    assert_eq!(paths[first], "/register/{client_id}");
    for path in HOT {
        assert!(place(path).unwrap() < first, "{path}: {paths:#?}");
    }
}

#[test]
fn a_path_that_moves_down_is_noticed() {
    let source = "fn routes(c: &mut C) {
    c.configure(others).configure(elsewhere::endpoints).service(resource(path::TOKEN));
}
fn others(c: &mut C) {
    c.service(resource(\"/a/{id}\")).route(
        \"/b\", get());
}
";
    let paths = mounted(source, "routes");
    let expected = ["/a/{id}", "/b", "elsewhere::endpoints()", "path::TOKEN"];
    assert_eq!(paths, expected);
}
