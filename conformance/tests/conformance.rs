//! The command line of the runner: what it lists, and what it refuses.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doorward-conformance"))
        .args(arguments)
        .output()
        .unwrap()
}

const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/clients.example.json");

#[test]
fn list_names_the_modules_of_a_profile_and_runs_none() {
    let output = run(&[
        "--issuer",
        "https://op.invalid",
        "--clients",
        CLIENTS,
        "--profile",
        "basic",
        "--list",
    ]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(text.contains("oidcc-server"), "{text}");
}

#[test]
fn a_missing_client_file_is_named_in_the_error() {
    let output = run(&[
        "--issuer",
        "https://op.invalid",
        "--clients",
        "/nowhere/clients.json",
    ]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(text.contains("/nowhere/clients.json"), "{text}");
}
