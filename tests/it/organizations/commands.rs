//! The commands, one after the other, on a database of their own.

use crate::command_line::Folder;
use serde_json::Value;

#[test]
fn organizations_are_changed_by_commands() {
    let folder = Folder::new("organizations");
    let file = "[[clients]]\nclient_id = \"notes\"\ntoken_endpoint_auth_method = \"none\"\nredirect_uris = [\"https://notes.example/cb\"]\norganizations = \"required\"\n[[roles]]\napp = \"notes\"\nname = \"editor\"\n[[users]]\nemail = \"ada@example.com\"\n[[users]]\nemail = \"grace@example.com\"\n";
    let file = folder.write("apply.toml", file);
    let run = |arguments: &[&str]| -> (bool, String) {
        let output = folder.command(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    };
    let good = |arguments: &[&str]| -> Value {
        let (is_good, text) = run(&[arguments, &["--json"]].concat());
        assert!(is_good, "{arguments:?}: {text}");
        serde_json::from_str(text.lines().find(|line| line.starts_with('{')).unwrap()).unwrap()
    };
    good(&["apply", file.to_str().unwrap()]);
    good(&["organization", "add", "acme", "Acme, Inc."]);
    let listed = good(&["organization", "list"]);
    assert_eq!(listed["organizations"][0]["name"], "Acme, Inc.");
    let ada = ["organization", "add-member", "acme", "ada@example.com"];
    assert_eq!(good(&ada)["change"], "add");
    assert_eq!(good(&ada)["change"], "none");
    let owner = [&ada[..], &["--owner"]].concat();
    assert_eq!(good(&owner)["change"], "change");
    let role = ["organization", "grant-role", "acme", "notes", "editor"];
    assert_eq!(good(&role)["change"], "add");
    let of_ada = [&role[..], &["--user", "ada@example.com"]].concat();
    assert_eq!(good(&of_ada)["change"], "add");
    let claimed = good(&["organization", "add-domain", "acme", "Acme.example"]);
    assert_eq!(claimed["record"], "_doorward-challenge.acme.example");
    let vouched = good(&[
        "organization",
        "verify-domain",
        "acme",
        "acme.example",
        "--vouch",
    ]);
    assert_eq!(vouched["verified_by"], "administrator");
    let shown = good(&["organization", "show", "acme"]);
    assert_eq!(shown["members"][0]["owner"], true);
    assert_eq!(shown["roles"].as_array().unwrap().len(), 2);
    assert_eq!(shown["domains"][0]["domain"], "acme.example");
    good(&["organization", "change", "acme", "--slug", "acme-north"]);
    let gone = [
        "organization",
        "remove-member",
        "acme-north",
        "ada@example.com",
    ];
    let (is_gone, text) = run(&gone);
    assert!(!is_gone && text.contains("another member"), "{text}");
    let grace = [
        "organization",
        "add-member",
        "acme-north",
        "grace@example.com",
        "--owner",
    ];
    assert_eq!(good(&grace)["change"], "add");
    assert_eq!(good(&gone)["change"], "change");
    let history = good(&["organization", "history", "acme-north"]);
    let history = history["history"].as_array().unwrap();
    assert_eq!(
        history.len(),
        3,
        "as a member, then as an owner, then another"
    );
    let ended = history.iter().filter(|row| row["ended_at"].is_string());
    assert_eq!(ended.count(), 2);
    for (arguments, reason) in [
        (
            &["organization", "add", "acme-north", "x"][..],
            "exists already",
        ),
        (&["organization", "add", "Acme", "x"], "lower case"),
        (
            &["organization", "show", "acme"],
            "there is no organization",
        ),
        (
            &[
                "organization",
                "grant-role",
                "acme-north",
                "notes",
                "writer",
            ],
            "notes has no role",
        ),
        (
            &[
                "organization",
                "grant-role",
                "acme-north",
                "doorward",
                "owner",
            ],
            "the whole provider",
        ),
        (
            &["organization", "add-domain", "acme-north", "com"],
            "is no domain",
        ),
    ] {
        let (is_good, text) = run(arguments);
        assert!(!is_good && text.contains(reason), "{arguments:?}: {text}");
    }
    good(&["organization", "delete", "acme-north"]);
    let listed = good(&["organization", "list"]);
    assert_eq!(listed["organizations"], serde_json::json!([]));
}
