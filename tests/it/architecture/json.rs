//! What serde_json says of a value that it did not expect holds the value.

use super::source::workspace;

/// The error handlers of JSON that is read, without white space.
fn handlers(code: &str) -> Vec<String> {
    let code: String = code.split_whitespace().collect();
    let ends = [";", "?", "}fn", "}pub", "}async", "}impl"];
    code.split("serde_json::from_")
        .skip(1)
        .filter_map(|read| {
            let end = ends.iter().filter_map(|end| read.find(end)).min();
            let statement = &read[..end.unwrap_or(read.len())];
            let (_, handler) = statement.split_once(".map_err(|error|")?;
            Some(handler.to_owned())
        })
        .collect()
}

/// Whether a handler repeats what serde_json says.
fn repeats(handler: &str) -> bool {
    let said = handler
        .replace("json::reason(&error)", "")
        .replace("error.line()", "");
    said.contains("error")
}

#[test]
fn refusals_of_json_repeat_no_value() {
    let mut seen = 0;
    for file in workspace() {
        // A file that an administrator wrote is quoted on their own terminal.
        if file.path.starts_with("commands/client/") || file.path == "clients/client_settings.rs" {
            continue;
        }
        for handler in handlers(&file.code()) {
            seen += 1;
            assert!(
                !repeats(&handler),
                "{}: say why by json::reason: {handler}",
                file.name()
            );
        }
    }
    assert!(seen > 8, "{seen} handlers were found");
    let quoted =
        "serde_json::from_str(text)\n    .map_err(|error| Error::Internal(error.to_string()))?;";
    assert!(repeats(&handlers(quoted)[0]));
}
