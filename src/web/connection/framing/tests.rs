use super::*;
use proptest::prelude::*;

fn receive(text: &str) -> (Framing, String, bool) {
    let (mut framing, mut bytes) = (Framing::new(), text.as_bytes().to_vec());
    let is_clean = receive_all(&mut framing, &mut bytes);
    (framing, String::from_utf8(bytes).unwrap(), is_clean)
}

fn receive_all(framing: &mut Framing, mut bytes: &mut [u8]) -> bool {
    let mut is_clean = true;
    while !bytes.is_empty() {
        let taken = framing.receive(bytes);
        is_clean &= taken.is_clean;
        bytes = &mut bytes[taken.length..];
    }
    is_clean
}

#[test]
fn a_request_is_awaited_until_it_is_there() {
    for (text, awaited) in [
        ("", None),
        ("\r\n", Some(Part::Head)),
        ("\r\nGET / HTTP/1.1\r\n\r\n", None),
        ("GET / HTTP/1.1\r\n\r\n\r\n\r\n", Some(Part::Head)),
        ("G", Some(Part::Head)),
        ("GET / HTTP/1.1\r\nHost: x\r\n", Some(Part::Head)),
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET / HTTP/1.1\r\n\r\nGET", Some(Part::Head)),
        (
            "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcd",
            Some(Part::Body),
        ),
        ("POST / HTTP/1.1\r\ncontent-length:5\r\n\r\nab\ncd", None),
        ("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", None),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
            Some(Part::Body),
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n0\r\n",
            Some(Part::Body),
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\nb\r\n0\r\n\r\n",
            None,
        ),
    ] {
        let (framing, after, is_clean) = receive(text);
        assert_eq!(
            framing.awaited().map(|found| found.part),
            awaited,
            "{text:?}"
        );
        assert!(is_clean && after == text, "{text:?} {after:?}");
    }
}

#[test]
fn a_line_whose_meaning_is_uncertain_is_refused() {
    let far = " ".repeat(150);
    for line in [
        "Content-Length: x".to_owned(),
        format!("Content-Length:{far}0"),
        format!("content-length: 0{far}"),
        format!("Transfer-Encoding:{far}chunked"),
        format!("Upgrade:{far}websocket"),
    ] {
        let head = format!("POST / HTTP/1.1\r\n{line}\r");
        let (_, found, is_clean) = receive(&format!("{head}\nA: b\n\r\n"));
        assert!(!is_clean, "{line}");
        assert_eq!(found, format!("{head}\0A: b\n\r\n"));
    }
    assert!(!receive("CONNECT / HTTP/1.1\r\n\r\n").2);
    assert!(receive("GET /CONNECT HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n").2);
    let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    let zeros = "0".repeat(150);
    assert!(!receive(&format!("{chunked}{zeros}5\r\n")).2);
    assert!(receive(&format!("{chunked}5;x={zeros}\r\n")).2);
}

#[test]
fn nobody_asks_for_a_websocket() {
    for (value, after) in [
        ("websocket", "websocke-"),
        ("WebSocket \t", "WebSocke- \t"),
        ("h2c, websocket", "h2c, websocket"),
        ("websockets", "websockets"),
    ] {
        let request = |value| format!("GET / HTTP/1.1\r\nupgrade: {value}\r\nA: b\r\n\r\n");
        let (framing, found, is_clean) = receive(&request(value));
        assert_eq!((found, is_clean), (request(after), true));
        assert!(framing.is_between_requests());
    }
    // The letter was handed over before it was known what the line is.
    let (mut framing, mut bytes) = (Framing::new(), b"GET / HTTP/1.1\r\n".to_vec());
    framing.receive(&mut bytes);
    for (part, is_clean) in [("Upgrade: websocket", true), (" \r\n", false)] {
        let mut part = part.as_bytes().to_vec();
        assert_eq!(framing.receive(&mut part).is_clean, is_clean);
    }
}

#[test]
fn each_request_is_taken_for_itself() {
    let requests = [
        "GET / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
        "\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
    ];
    let (mut framing, mut bytes) = (Framing::new(), requests.concat().into_bytes());
    let mut rest = bytes.as_mut_slice();
    for (request, number) in requests.iter().zip(1..) {
        let taken = framing.receive(rest);
        assert_eq!(taken.length, request.len());
        assert_eq!(framing.request(), number);
        assert!(framing.is_between_requests() && taken.is_clean);
        rest = &mut rest[taken.length..];
    }
    assert!(rest.is_empty());
}

#[test]
fn a_line_feed_alone_is_replaced_in_every_line() {
    for (text, after) in [
        ("GET / HTTP/1.1\n\n", "GET / HTTP/1.1\0\n"),
        (
            "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\0C: d\r\n\r\n",
        ),
        ("\nGET / HTTP/1.1\r\n\r\n", "\0GET / HTTP/1.1\r\n\r\n"),
        (
            "GET / HTTP/1.1\r\nA: b\r\n\n",
            "GET / HTTP/1.1\r\nA: b\r\n\0",
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\na",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\0a",
        ),
        (
            "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n\nGET / HTTP/1.1\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n\nGET / HTTP/1.1\0",
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\n\r\nGET",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\0\0\0\0\0",
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\0",
        ),
    ] {
        let (_, found, is_clean) = receive(text);
        assert!(!is_clean, "{text:?}");
        assert_eq!(found, after, "{text:?}");
    }
}

proptest! {
    #[test]
    fn how_it_arrives_changes_nothing(
        text in "((GET|POST) / HTTP/1.1\r\n((Content-Length: [0-9]|Transfer-Encoding: chunked|A: [a-z\n]{0,3})\r\n){0,3}\r\n[a-z0-9\r\n]{0,9}){1,3}",
        at in 0_usize..200,
    ) {
        let (whole, after, is_clean) = receive(&text);
        let (mut framing, mut bytes) = (Framing::new(), text.as_bytes().to_vec());
        let (first, second) = bytes.split_at_mut(at.min(text.len()));
        let clean = receive_all(&mut framing, first) & receive_all(&mut framing, second);
        prop_assert_eq!((framing.awaited(), clean), (whole.awaited(), is_clean));
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), after);
    }
}
