//! The threat model names the test of each promise.

use super::source::root;
use std::fs;

/// Every name in backticks with `::` in a row of the table.
fn named_tests(page: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    page.lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| attacker"))
        .map(|row| {
            let names = row.split('`').skip(1).step_by(2);
            (row, names.filter(|name| name.contains("::")).collect())
        })
}

fn is_test(name: &str) -> bool {
    let Some((module, function)) = name.rsplit_once("::") else {
        return false;
    };
    let path = module.replace("::", "/");
    ["", "/mod"].iter().any(|end| {
        let file = root().join(format!("tests/it/{path}{end}.rs"));
        fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {function}(")))
    })
}

#[test]
fn each_promise_of_the_threat_model_has_a_test() {
    let page = fs::read_to_string(root().join("docs/threat_model.md")).unwrap();
    let mut rows = 0;
    for (row, names) in named_tests(&page) {
        rows += 1;
        assert!(!names.is_empty(), "no test holds: {row}");
        for name in names {
            assert!(is_test(name), "there is no test {name}");
        }
    }
    assert!(rows > 30, "{rows} rows were read");
    assert!(!is_test("session::nothing_of_this_name"));
}
