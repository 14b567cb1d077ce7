//! The page about the architecture names files and folders that exist.

use super::source::root;
use std::fs;

/// What stands in backticks and is a path of the repository: no path of a URL, no command.
fn named_paths(page: &str) -> impl Iterator<Item = &str> {
    page.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|span| span.contains('/') && !span.starts_with('/') && !span.contains(' '))
}

/// Whether a file or folder has this path, from the repository or from the folder of the layers.
fn exists(path: &str) -> bool {
    root().join(path).exists() || root().join("src").join(path).exists()
}

#[test]
fn each_path_in_the_page_about_the_architecture_exists() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let missing: Vec<&str> = named_paths(&page).filter(|path| !exists(path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(named_paths(&page).count() > 100, "the paths were found");
    assert!(!exists("core/nothing_of_this_name.rs"));
}
