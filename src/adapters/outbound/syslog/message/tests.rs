use super::*;
use proptest::prelude::*;

/// What a receiver makes of a frame, read by the grammar of RFC 5424 §6.
#[derive(Debug, PartialEq)]
struct Read {
    priority: u8,
    time: String,
    host: String,
    app: String,
    id: String,
    data: String,
    params: Vec<(String, String)>,
    message: String,
}

/// Reads the frames of a stream.
fn read_all(mut bytes: &[u8]) -> Vec<Read> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ').unwrap();
        let digits = std::str::from_utf8(&bytes[..space]).unwrap();
        assert!(!digits.starts_with('0'));
        let (frame, rest) = bytes[space + 1..].split_at(digits.parse().unwrap());
        found.push(read(std::str::from_utf8(frame).unwrap()));
        bytes = rest;
    }
    found
}

fn read(text: &str) -> Read {
    let mut parts = text.splitn(7, ' ');
    let mut next = || parts.next().unwrap().to_owned();
    let priority = next();
    let priority = priority.strip_prefix('<').unwrap();
    let priority = priority.strip_suffix(">1").unwrap().parse().unwrap();
    let (time, host, app, process, id) = (next(), next(), next(), next(), next());
    assert_eq!(process, "-");
    let rest = next();
    let mut chars = rest.strip_prefix('[').unwrap().chars();
    let word = |end: char, chars: &mut std::str::Chars<'_>| -> String {
        chars.take_while(|c| *c != end).collect()
    };
    let data = word(' ', &mut chars);
    let mut params = Vec::new();
    loop {
        let name = word('=', &mut chars);
        assert_eq!(chars.next(), Some('"'));
        let mut value = String::new();
        loop {
            match chars.next().unwrap() {
                '\\' => value.push(chars.next().unwrap()),
                '"' => break,
                ']' => panic!("not escaped"),
                c => value.push(c),
            }
        }
        params.push((name, value));
        match chars.next().unwrap() {
            ' ' => {}
            ']' => break,
            c => panic!("{c} after a value"),
        }
    }
    assert_eq!(chars.next(), Some(' '));
    Read {
        priority,
        time,
        host,
        app,
        id,
        data,
        params,
        message: chars.collect(),
    }
}

fn message<'a>(value: &'a str, json: &'a str) -> SyslogMessage<'a> {
    SyslogMessage {
        severity: SyslogSeverity::Warning,
        at: Timestamp(1_800_000_000_250),
        id: "sign_in.failed",
        fields: vec![
            SyslogField {
                name: "id",
                value: "01",
            },
            SyslogField {
                name: "detail",
                value,
            },
        ],
        json,
    }
}

fn written(format: &SyslogFormat, message: &SyslogMessage<'_>) -> Vec<u8> {
    let mut frames = Vec::new();
    format.write(message, &mut frames).unwrap();
    frames
}

#[test]
fn a_message_is_what_the_specification_shows() {
    let format = SyslogFormat::new("id.example.com");
    let frames = written(
        &format,
        &message("a \"b\" \\ [c] \u{e9}", "{\"a\":\"\u{e9}\u{1f512}\"}"),
    );
    let expected = "<84>1 2027-01-15T08:00:00.25Z id.example.com doorward - sign_in.failed \
         [doorward@32473 id=\"01\" detail=\"a \\\"b\\\" \\\\ [c\\] \u{e9}\"] \
         {\"a\":\"\\u00e9\\ud83d\\udd12\"}";
    let expected = format!("{} {expected}", expected.len());
    assert_eq!(String::from_utf8(frames).unwrap(), expected);
    let informational = SyslogMessage {
        severity: SyslogSeverity::Informational,
        at: Timestamp(i64::MAX),
        ..message("a\nb\r\u{0}\u{7f}c", "{}")
    };
    let frames = written(&format, &informational);
    let read = &read_all(&frames)[0];
    assert_eq!((read.priority, read.time.as_str()), (86, "-"));
    assert_eq!(read.params[1].1, "a b   c");
}

#[test]
fn fields_of_the_header_are_printable_and_within_their_limits() {
    for (host, expected) in [
        ("", "-".to_owned()),
        ("a b\n\u{e9}", "a_b__".to_owned()),
        (&"x".repeat(300), "x".repeat(255)),
    ] {
        let format = SyslogFormat::new(host);
        let long = SyslogMessage {
            id: "an action.with a space, and far too long for a header",
            ..message("", "{}")
        };
        let read = &read_all(&written(&format, &long))[0];
        assert_eq!(read.host, expected);
        assert_eq!(read.id, "an_action.with_a_space,_and_far_");
        assert_eq!(
            (read.app.as_str(), read.data.as_str()),
            ("doorward", FIELDS)
        );
    }
}

proptest! {
    #[test]
    fn whatever_a_value_holds_a_receiver_reads_it(values in prop::collection::vec("\\PC*|[\"\\\\\\] \n\u{e9}]*|.*", 1..8)) {
        let format = SyslogFormat::new("id.example.com");
        let mut frames = Vec::new();
        let documents: Vec<String> = values
            .iter()
            .map(|value| serde_json::json!({ "detail": value }).to_string())
            .collect();
        for (value, json) in values.iter().zip(&documents) {
            format.write(&message(value, json), &mut frames).unwrap();
        }
        let read = read_all(&frames);
        prop_assert_eq!(read.len(), values.len());
        for (read, value) in read.iter().zip(&values) {
            prop_assert_eq!(&read.params[1].1, &on_one_line(value));
            prop_assert!(read.message.is_ascii() && !read.message.contains('\n'));
            let document: serde_json::Value = serde_json::from_str(&read.message).unwrap();
            prop_assert_eq!(document["detail"].as_str(), Some(value.as_str()));
        }
    }
}
