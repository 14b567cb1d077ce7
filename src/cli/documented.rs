//! The commands that the documentation shows are commands of this program.

use super::command_line;
use clap::Command;
use std::{fs, path::Path};

/// Where commands are shown.
const DOCUMENTS: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "docs",
    "docs/guides",
    "docs/decisions",
    "config",
];

struct Shown {
    place: String,
    line: String,
}

/// The texts of the documentation, by name.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for name in DOCUMENTS {
        let path = root.join(name);
        let files = if path.is_dir() {
            let entries = fs::read_dir(&path).unwrap();
            entries.map(|entry| entry.unwrap().path()).collect()
        } else {
            vec![path]
        };
        for file in files.into_iter().filter(|file| file.is_file()) {
            // A picture has no commands.
            if let Ok(text) = fs::read_to_string(&file) {
                let file = file.file_name().unwrap().to_string_lossy().into_owned();
                found.push((format!("{name}: {file}"), text));
            }
        }
    }
    found
}

/// The lines of code blocks and of configuration that begin with the name of the program.
fn lines() -> Vec<Shown> {
    let mut found = Vec::new();
    for (name, text) in documents() {
        let text = text.replace("\\\n", " ");
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start().trim_start_matches("$ ");
            if line.starts_with("doorward ") {
                found.push(Shown {
                    place: format!("{name}, line {} or so", number + 1),
                    line: line.to_owned(),
                });
            }
        }
    }
    found
}

/// The commands within sentences.
fn inline() -> Vec<Shown> {
    let mut found = Vec::new();
    for (name, text) in documents() {
        for line in text.split('`').skip(1).step_by(2) {
            if line.starts_with("doorward ") && !line.contains('\n') {
                found.push(Shown {
                    place: name.clone(),
                    line: line.to_owned(),
                });
            }
        }
    }
    found
}

/// The words of a line as a shell gives them to the program; what comes after the command is left out.
fn words(line: &str) -> Vec<String> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("a quote is open: {line}"));
    let is_end = |word: &String| {
        matches!(word.as_str(), "|" | "&" | "&&" | ";") || word.starts_with(['>', '<'])
    };
    let end = words.iter().position(is_end).unwrap_or(words.len());
    words.into_iter().take(end).collect()
}

/// What is wrong with a command that may leave out values: a subcommand or an option that is not there.
fn problem(words: &[String]) -> Option<String> {
    let program = command_line();
    let mut commands: Vec<&Command> = vec![&program];
    for word in words.iter().skip(1) {
        if let Some(option) = word.strip_prefix("--") {
            let option = option.split('=').next().unwrap_or(option);
            let is_there = |command: &&Command| {
                let mut options = command.get_arguments().chain(program.get_arguments());
                options.any(|argument| argument.get_long() == Some(option))
            };
            if !commands.iter().all(is_there) {
                return Some(format!("there is no option --{option}"));
            }
        } else if commands.iter().all(|command| command.has_subcommands()) {
            let named = word.split(['|', '/']);
            let next: Option<Vec<&Command>> = named
                .map(|name| {
                    commands
                        .iter()
                        .find_map(|command| command.find_subcommand(name))
                })
                .collect();
            commands = match next {
                Some(next) => next,
                None => return Some(format!("there is no subcommand {word}")),
            };
        }
    }
    None
}

#[test]
fn every_command_of_a_code_block_is_taken() {
    let lines = lines();
    assert!(lines.len() > 80, "{} lines were found", lines.len());
    let mut wrong = Vec::new();
    for Shown { place, line } in lines {
        if let Err(error) = command_line().try_get_matches_from(words(&line)) {
            let why = error.to_string();
            let why = why.lines().next().unwrap_or_default().to_owned();
            wrong.push(format!("{place}: {line}\n  {why}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_of_a_sentence_is_there() {
    let shown = inline();
    assert!(shown.len() > 100, "{} commands were found", shown.len());
    let wrong: Vec<String> = shown
        .iter()
        .filter_map(|Shown { place, line }| {
            Some(format!("{place}: {line}\n  {}", problem(&words(line))?))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_command_is_found() {
    let wrong = |line: &str| problem(&words(line)).is_some();
    assert!(wrong("doorward client remake notes"));
    assert!(wrong("doorward user add --mail ada@example.com"));
    assert!(wrong("doorward user add|remake"));
    assert!(!wrong(
        "doorward user add|change --email ada@example.com > file"
    ));
    assert!(
        command_line()
            .try_get_matches_from(words("doorward client add notes"))
            .is_err()
    );
}
