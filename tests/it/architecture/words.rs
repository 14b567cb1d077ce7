//! One word for one thing, the one of the RFCs (docs/decisions/0014-names.md): the words that were
//! replaced come back neither as names nor in comments.

use super::{source::root, sources};
use std::{collections::BTreeSet, fs};
use syn::visit::Visit;

/// The folders of Rust that are read.
const FOLDERS: [&str; 4] = ["src", "tests", "conformance", "benches"];

/// Words that are no part of a name: of a type, a function, a value or a constant.
const NOT_IN_A_NAME: [&str; 17] = [
    "person",
    "persons",
    "people",
    "depart",
    "farewell",
    "settle",
    "settled",
    "visitor",
    "arrival",
    "letin",
    "door",
    "patience",
    "impatient",
    "doubtful",
    "knock",
    "bell",
    "unbelievable",
];

/// Names that say nothing without their noun, or that had a meaning of their own.
const NOT_A_NAME: [&str; 14] = [
    "Outcome",
    "Presented",
    "Ending",
    "Ways",
    "ways",
    "send_off",
    "arrive",
    "MOST",
    "AWAY",
    "FRESH",
    "LOOK",
    "LOOKS",
    "PAUSE",
    "BELL",
];

/// Words that are no part of the name of a constant: it is a `BACKOFF`, a `POLL_INTERVAL`, a `MAX_…`.
const NOT_IN_A_CONSTANT: [&str; 4] = ["pause", "look", "looks", "most"];

/// Words that a newcomer would need a glossary for, or that are riddles or metaphors.
const NOT_IN_A_COMMENT: [&str; 17] = [
    "catalogue case",
    "attack catalogue",
    "same breath",
    "nobody here is meant",
    "this door",
    "of this house",
    "of the house",
    "other side did not",
    "take this up",
    "takes this up",
    "let in by",
    "provider elsewhere",
    "providers elsewhere",
    "the bell",
    "knock",
    "person",
    "people",
];

/// The parts of a name: `begin_login`, `BeginLogin` and `BEGIN_LOGIN` have the same.
pub fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        if letter == '_' || (letter.is_uppercase() && was_lower) {
            parts.push(String::new());
        }
        if letter != '_' {
            parts.last_mut().unwrap().extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    parts
}

fn is_old(name: &str) -> bool {
    let parts = parts(name);
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(&part.as_str()));
    let is_constant = name.len() > 1 && name.chars().all(|letter| !letter.is_lowercase());
    NOT_A_NAME.contains(&name) || has(&NOT_IN_A_NAME) || is_constant && has(&NOT_IN_A_CONSTANT)
}

/// The old names in a file.
#[derive(Default)]
struct OldNames(BTreeSet<String>);

impl<'ast> Visit<'ast> for OldNames {
    fn visit_ident(&mut self, name: &'ast syn::Ident) {
        let name = name.to_string();
        if is_old(&name) {
            self.0.insert(name);
        }
    }
}

/// The words and phrases of a comment that are replaced by others.
fn is_odd(comment: &str) -> bool {
    let lower = comment.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    NOT_IN_A_COMMENT.iter().any(|word| {
        if word.contains(' ') {
            lower.contains(word)
        } else {
            words.contains(word)
        }
    })
}

/// Every file of Rust, by its path in the repository.
pub fn every_file() -> Vec<(String, String)> {
    let paths = FOLDERS
        .iter()
        .flat_map(|folder| sources(&root().join(folder)));
    let files = paths.map(|path| {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        (name, fs::read_to_string(&path).unwrap())
    });
    let files: Vec<_> = files.collect();
    assert!(files.len() > 1000, "{} files were read", files.len());
    files
}

#[test]
fn no_name_is_one_of_those_that_were_replaced() {
    let mut found = Vec::new();
    for (name, text) in every_file() {
        let mut old = OldNames::default();
        old.visit_file(&syn::parse_file(&text).unwrap());
        found.extend(old.0.iter().map(|word| format!("{name}: {word}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn comments_speak_plain_english() {
    let mut found = Vec::new();
    for (name, text) in every_file() {
        let comments = text.lines().map(str::trim_start);
        let comments = comments.filter(|line| line.starts_with("//"));
        found.extend(
            comments
                .filter(|line| is_odd(line))
                .map(|line| format!("{name}: {line}")),
        );
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn these_words_are_found() {
    for old in ["Outcome", "PersonRow", "is_doubtful", "BUSY_PAUSE", "ways"] {
        assert!(is_old(old), "{old}");
    }
    for good in [
        "SignInOutcome",
        "personal",
        "PAUSED",
        "pause_after",
        "RequestLook",
    ] {
        assert!(!is_old(good), "{good}");
    }
    assert!(is_odd("/// Where people sign in.") && !is_odd("/// What is personal."));
}
