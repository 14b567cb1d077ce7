use super::*;
use crate::settings::load;

/// The streams of a settings file, or why it is refused.
fn load_text(text: &str) -> Result<Vec<AuditStreamSettings>, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, text).unwrap();
    let named = |error: String| error.replace(&file.display().to_string(), "FILE");
    load(Some(&file), [])
        .map(|loaded| loaded.settings.audit.streams)
        .map_err(|error| named(error.to_string()))
}

fn error_of(text: &str) -> String {
    load_text(text).unwrap_err()
}

#[test]
fn an_audit_stream_is_complete_or_refused_with_its_name() {
    let whole = r#"
[audit]
retention_days = 30

[[audit.streams]]
name = "siem"
kind = "syslog"
url = "tls://siem.example.com:6514"
ca_file = "/etc/doorward/siem-ca.pem"

[[audit.streams]]
name = "lake"
kind = "webhook"
url = "https://lake.example.com/audit"
secret = "a secret between the two systems"
start = "now"

[[audit.streams]]
name = "disk"
kind = "file"
path = "/var/log/doorward/audit.jsonl"
"#;
    let streams = load_text(whole).unwrap();
    assert_eq!(streams.len(), 3);
    let starts: Vec<bool> = streams
        .iter()
        .map(AuditStreamSettings::begins_with_the_oldest)
        .collect();
    assert_eq!(starts, [true, false, true]);
    for (fields, reason) in [
        ("", "each needs a name"),
        ("name = 'a b'", "each needs a name"),
        (
            "name = 'a'",
            "a: there is no kind \"\": it must be syslog, webhook or file",
        ),
        (
            "name = 'a'\nkind = 'kafka'",
            "a: there is no kind \"kafka\"",
        ),
        ("name = 'a'\nkind = 'syslog'", "a: it needs url"),
        ("name = 'a'\nkind = 'webhook'", "a: it needs url"),
        ("name = 'a'\nkind = 'file'", "a: it needs path"),
        (
            "name = 'a'\nkind = 'file'\npath = 'x'\nurl = 'x'",
            "a: url says nothing",
        ),
        (
            "name = 'a'\nkind = 'file'\npath = 'x'\nstart = 'later'",
            "a: start must be",
        ),
        (
            "name = 'a'\nkind = 'syslog'\nurl = 'tcp://siem.example.com'",
            "a: url must be tls://",
        ),
        (
            "name = 'a'\nkind = 'syslog'\nurl = 'siem:514'",
            "a: url must be tls://HOST:PORT",
        ),
        (
            "name = 'a'\nkind = 'syslog'\nurl = 'tls://b'\nkey = 'k'",
            "a: certificate and key",
        ),
        (
            "name = 'a'\nkind = 'syslog'\nurl = 'tcp://localhost'\nca_file = 'x'",
            "a: ca_file, certificate",
        ),
        (
            "name = 'a'\nkind = 'webhook'\nurl = 'https://b'",
            "a: it needs secret",
        ),
        (
            "name = 'a'\nkind = 'webhook'\nurl = 'http://b'\nsecret = 'x'",
            "a: url must be an https",
        ),
        (
            "name = 'a'\nkind = 'webhook'\nurl = 'https://b'\nsecret = 'x'\nsecret_file = 'y'",
            "a: secret and",
        ),
        (
            "name = 'siem'\nkind = 'file'\npath = 'x'",
            "two have the name siem",
        ),
    ] {
        let error = error_of(&format!("{whole}\n[[audit.streams]]\n{fields}\n"));
        assert!(
            error.contains("audit.streams") && error.contains(reason),
            "{fields}: {error}"
        );
        assert!(error.starts_with("FILE:"), "{error}");
    }
    let error = error_of("[[audit.streams]]\nnam = 'a'");
    assert!(error.contains("did you mean `name`?"), "{error}");
}
