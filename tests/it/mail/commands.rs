//! `doorward mail` and what `doorward check` says of mails.

use crate::{
    command_line::Folder,
    world::{Encrypts, SmtpSink},
};

#[test]
fn each_mail_can_be_looked_at() {
    let folder = Folder::new("mail-preview");
    let list = folder.json(&["mail", "preview", "--json"]);
    let names: Vec<&str> = list["mails"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mail| mail["name"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"reset_password") && names.len() == 22,
        "{names:?}"
    );
    for name in names {
        let (ok, text, err) = folder.run(&["mail", "preview", name, "--text"]);
        assert!(ok && !text.trim().is_empty(), "{err}");
        let (ok, html, _) = folder.run(&["mail", "preview", name, "--html", "--language", "de"]);
        assert!(ok && html.starts_with("<!doctype html>"), "{html}");
    }
    let (_, text, _) = folder.run(&["mail", "preview", "reset-password"]);
    assert!(
        text.starts_with("Subject: Choose a new password for Doorward\n"),
        "{text}"
    );
    let (ok, _, err) = folder.run(&["mail", "preview", "reset_pasword"]);
    assert!(!ok && err.contains("did you mean reset_password?"), "{err}");
    let (ok, _, err) = folder.run(&["mail", "test", "ada@example.com"]);
    assert!(!ok && err.contains("there is no mail server"), "{err}");
}

#[test]
fn mail_settings_that_cannot_work_are_refused_and_say_no_password() {
    let folder = Folder::new("mail-settings");
    for (settings, said) in [
        ("url = \"mail.example.com\"", "mail.url: must be smtp://"),
        (
            "url = \"smtp://u:hunter2@mail.example.com\"",
            "mail.url: needs mail.from",
        ),
        (
            "url = \"smtp://u:hunter2@mail.example.com/x\"\nfrom = \"a@example.com\"",
            "mail.url: must be smtp://",
        ),
        (
            "url = \"smtp://u:hunter2@mail.example.com\"\nfrom = \"nobody\"",
            "mail.from: must be an address",
        ),
        ("fom = \"a@example.com\"", "did you mean `from`?"),
    ] {
        folder.write("config/doorward.toml", &format!("[mail]\n{settings}\n"));
        let (ok, out, err) = folder.run(&["check"]);
        assert!(!ok && err.contains(said), "{settings}: {out} {err}");
        assert!(!err.contains("hunter2") && !out.contains("hunter2"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_and_test_say_what_the_mail_server_answers() {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let folder = Folder::new("mail-check");
    let settings = format!(
        "[mail]\nurl = \"{}\"\nfrom = \"Example <no-reply@example.com>\"\n",
        sink.url()
    );
    folder.write("config/doorward.toml", &settings);
    let run = |words: &'static [&'static str]| {
        let folder = &folder;
        tokio::task::block_in_place(|| folder.run(words))
    };
    let (_, out, _) = run(&["check"]);
    assert!(out.contains("ok    mail: localhost:"), "{out}");
    let (ok, out, err) = run(&["mail", "test", "ada@example.com"]);
    assert!(
        ok && out.contains("took a mail to ada@example.com"),
        "{err}"
    );
    assert_eq!(sink.wait_for(1).await[0].to, ["ada@example.com"]);
    sink.answer("RCPT", "550 5.1.1 no such user here");
    let (ok, _, err) = run(&["mail", "test", "ada@example.com"]);
    assert!(!ok && err.contains("no such user here"), "{err}");
    sink.answer("AUTH", "535 5.7.8 wrong");
    let (ok, out, _) = run(&["check"]);
    assert!(
        !ok && out.contains("WRONG mail: ") && !out.contains("p@ssword"),
        "{out}"
    );
    sink.stop();
    let (ok, out, _) = run(&["check"]);
    assert!(
        !ok && out.contains("WRONG mail: ") && out.contains("mail.url"),
        "{out}"
    );
}
