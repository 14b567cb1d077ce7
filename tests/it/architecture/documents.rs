//! The page about the architecture names files and folders that exist, and functions that are in them.

use super::{source::root, sources};
use std::{fs, path::Path};

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

/// The text of a file, or of every file of Rust in a folder.
fn text_of(path: &str) -> String {
    let whole = [root().join(path), root().join("src").join(path)];
    let found = whole.iter().find(|path| path.exists());
    let found: &Path = found.unwrap_or_else(|| panic!("there is no {path}"));
    let files = if found.is_dir() {
        sources(found)
    } else {
        vec![found.to_owned()]
    };
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.collect()
}

/// Whether a function or a type is defined in a text, by its name: `Store::start_session`, `check`.
fn defines(text: &str, name: &str) -> bool {
    let name = name.rsplit("::").next().unwrap();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let mut before = words.next().unwrap_or_default();
    words.any(|word| {
        let kind = std::mem::replace(&mut before, word);
        word == name && ["fn", "struct", "enum", "trait", "const"].contains(&kind)
    })
}

fn spans(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The steps of a table on the page: what stands between `|`.
fn steps<'a>(page: &'a str, title: &str) -> Vec<Vec<&'a str>> {
    let (_, section) = page.split_once(title).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    rows.skip(1).map(|row| row.split('|').collect()).collect()
}

#[test]
fn each_step_of_a_sign_in_and_of_a_refresh_is_in_its_file() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut count = 0;
    for title in ["\n## One sign-in\n", "\n## One refresh\n"] {
        for step in steps(&page, title) {
            // A file without a folder is in the folder of the one before.
            let mut folder = "";
            let mut text = String::new();
            for path in spans(step[2]) {
                let path = match path.rsplit_once('/') {
                    Some((before, _)) => {
                        folder = before;
                        path.to_owned()
                    }
                    None => format!("{folder}/{path}"),
                };
                text.push_str(&text_of(&path));
            }
            for name in spans(step[3]) {
                assert!(defines(&text, name), "{name} is not in {}", step[2]);
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} steps were read");
    assert!(!defines("fn other() { check() }", "check"));
}

/// `NAME` in `PATH`, as answers say it.
#[test]
fn what_the_page_says_is_in_a_file_is_there() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut count = 0;
    for line in page.lines() {
        let parts: Vec<&str> = line.split('`').collect();
        for three in parts.windows(3).skip(1).step_by(2) {
            let [name, " in ", path] = three else {
                continue;
            };
            if path.contains('/')
                && name.contains(|letter: char| letter == '_' || letter.is_uppercase())
            {
                let name = name.rsplit("::").next().unwrap();
                assert!(text_of(path).contains(name), "{name} is not in {path}");
                count += 1;
            }
        }
    }
    assert!(count > 15, "{count} names were read");
}

/// The variants of an enum of a file, as `snake_case`.
fn variants(path: &str, name: &str) -> Vec<String> {
    let file = syn::parse_file(&text_of(path)).unwrap();
    let found = file.items.iter().find_map(|item| match item {
        syn::Item::Enum(found) if found.ident == name => Some(found),
        _ => None,
    });
    let names = found.unwrap().variants.iter();
    let names = names.map(|variant| super::words::parts(&variant.ident.to_string()).join("_"));
    names.collect()
}

#[test]
fn the_record_about_ends_of_sessions_names_every_reason() {
    let record = "docs/decisions/0011-what-ends-a-session.md";
    let record = fs::read_to_string(root().join(record)).unwrap();
    let reasons = variants("src/protocol/sessions/sso_session.rs", "EndReason");
    assert!(reasons.len() > 10);
    let named = |reason: &&String| !record.contains(&format!("`{reason}`"));
    let missing: Vec<&String> = reasons.iter().filter(named).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
