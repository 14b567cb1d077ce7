//! `doorward audit export`: the log as a file.

use super::chained;
use crate::{
    command_line::{Folder, output_of},
    on_both,
    world::{ADA, World},
};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;

on_both!(the_log_is_exported_as_lines_of_json_and_as_csv);

async fn the_log_is_exported_as_lines_of_json_and_as_csv(world: World) {
    world.signed_in(ADA).await;
    // More than a page, many at the same moment.
    world
        .execute(
            "INSERT INTO audit_events (id, at, action, actor_kind, detail)
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
             SELECT 'x' || i, 1700000000000 + i / 1000, 'old.entry', 'worker', '=1+1' FROM n",
        )
        .await;
    chained(&world).await;
    let folder = Folder::new("audit-export");
    let run = |arguments: &[&str]| {
        let arguments = [&["audit", "export"], arguments].concat();
        output_of(&mut folder.command_over(&world, &arguments))
    };
    let (is_good, lines, said) = run(&[]);
    assert!(is_good, "{said}");
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let all = world.numbers("SELECT COUNT(*) FROM audit_events").await;
    assert_eq!(lines.len(), usize::try_from(all[0]).unwrap());
    let mut ids: Vec<&str> = lines
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), lines.len(), "each entry once");
    let times: Vec<i64> = lines
        .iter()
        .map(|line| line["at"].as_i64().unwrap())
        .collect();
    assert!(times.is_sorted());
    let sign_in = lines
        .iter()
        .find(|line| line["event"] == "sign_in.succeeded");
    let sign_in = sign_in.unwrap();
    assert_eq!(sign_in["sub"], world.sub(ADA.0).await.as_str());
    assert_eq!(sign_in["chain"]["hash"].as_str().unwrap().len(), 43);
    assert_eq!(sign_in["chain"]["day"], "2027-01-15");
    // It is in the log itself, as the command began with it.
    let exported = lines.iter().find(|line| line["event"] == "audit.exported");
    let exported = exported.unwrap();
    assert_eq!(exported["actor"]["kind"], "command_line");
    assert_eq!(exported["detail"], "jsonl since - until -");

    let bounds = ["--since", "2023-01-01", "--until", "2024-01-01"];
    let file = ["--format", "csv", "--output", "log.csv"];
    let (is_good, said, errors) = run(&[bounds, file].concat());
    assert!(is_good && said.is_empty(), "{said}{errors}");
    let text = folder.read("log.csv");
    assert_eq!(text.lines().count(), 2501);
    assert!(text.starts_with("time,event,actor_kind,"), "{text}");
    assert!(
        text.contains(",'=1+1"),
        "no spreadsheet takes it for a formula"
    );
    let path = folder.write("other", "").with_file_name("log.csv");
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (is_good, _, errors) = run(&file);
    assert!(!is_good && errors.contains("log.csv"), "{errors}");
}
