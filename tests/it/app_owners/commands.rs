//! `doorward client owner`, on a database of its own.

use crate::command_line::Folder;
use serde_json::Value;

#[test]
fn owners_of_a_client_are_named_listed_and_removed_by_commands() {
    let folder = Folder::new("app-owners");
    let file = "[[clients]]\nclient_id = \"notes\"\ntoken_endpoint_auth_method = \"none\"\nredirect_uris = [\"https://notes.example/cb\"]\nowners = [\"grace@example.com\"]\n[[users]]\nemail = \"ada@example.com\"\n[[users]]\nemail = \"grace@example.com\"\n";
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
    let add = ["client", "owner", "add", "notes", "ada@example.com"];
    assert_eq!(good(&add)["change"], "add");
    assert_eq!(good(&add)["change"], "none");
    let list = ["client", "owner", "list", "notes"];
    let listed = good(&list);
    let owners = listed["owners"].as_array().unwrap();
    let mut known: Vec<(&str, bool)> = owners
        .iter()
        .map(|owner| {
            (
                owner["email"].as_str().unwrap(),
                owner["managed"].as_bool().unwrap(),
            )
        })
        .collect();
    known.sort_unstable();
    assert_eq!(
        known,
        [("ada@example.com", false), ("grace@example.com", true)]
    );
    let (_, text) = run(&list);
    assert!(text.contains("ada@example.com"), "{text}");
    good(&["client", "owner", "remove", "notes", "ada@example.com"]);
    good(&[
        "client",
        "owner",
        "remove",
        "notes",
        "grace@example.com",
        "--force",
    ]);
    let (_, text) = run(&list);
    assert!(text.contains("has no owner"), "{text}");
    for (arguments, reason) in [
        (
            &["client", "owner", "remove", "notes", "ada@example.com"][..],
            "does not own notes",
        ),
        (
            &["client", "owner", "add", "notes", "nobody@example.com"],
            "no user is called",
        ),
        (
            &["client", "owner", "add", "none", "ada@example.com"],
            "no client",
        ),
        (
            &["client", "owner", "add", "doorward", "ada@example.com"],
            "has no owners",
        ),
        (&["client", "owner", "list", "none"], "no client"),
    ] {
        let (is_good, text) = run(arguments);
        assert!(!is_good && text.contains(reason), "{arguments:?}: {text}");
    }
}
