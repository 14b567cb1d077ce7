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
