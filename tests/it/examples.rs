//! Every example, started as its reader would.

use crate::world::{Backend, SECRET, World};
use std::path::Path;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_machine_client_gets_a_token_and_an_api_trusts_it() {
    let world = World::open_now(Backend::Sqlite).await;
    // `cargo test` builds the examples beside the binary.
    let program = Path::new(env!("CARGO_BIN_EXE_doorward"))
        .parent()
        .unwrap()
        .join("examples/machine_client");
    let output = tokio::process::Command::new(program)
        .args([&world.issuer, "notes", SECRET, "notes:read"])
        .output()
        .await
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        output.status.success() && out.contains("belongs to notes"),
        "{out}{err}"
    );
    let wrong = Path::new(env!("CARGO_BIN_EXE_doorward"))
        .parent()
        .unwrap()
        .join("examples/machine_client");
    let output = tokio::process::Command::new(wrong)
        .args([&world.issuer, "notes", "wrong", "notes:read"])
        .output()
        .await
        .unwrap();
    assert!(
        !output.status.success()
            && String::from_utf8_lossy(&output.stderr).contains("no token was given")
    );
}

#[test]
fn every_example_is_started_by_the_script_and_is_in_its_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let (started, list) = (
        read("tests/programs/example_programs.py"),
        read("examples/README.md"),
    );
    let guides = read("docs/guides/protect-an-api.md") + &read("docs/guides/web-app.md");
    let folders: Vec<String> = std::fs::read_dir(root.join("examples"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(folders.len() > 5, "{folders:?}");
    for folder in folders {
        assert!(
            started.contains(&format!("\"{folder}\"")),
            "scripts/examples does not start {folder}"
        );
        assert!(
            list.contains(&format!("]({folder})")),
            "examples/README.md does not name {folder}"
        );
        assert!(
            guides.contains(&format!("../examples/{folder})")),
            "no guide names {folder}"
        );
        assert!(
            root.join("examples")
                .join(&folder)
                .join("README.md")
                .is_file(),
            "{folder} has no README.md"
        );
    }
}
