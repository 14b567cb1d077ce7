//! What arrives on connections: requests of strangers, and answers of name servers.

use actix_http::{
    Request, ServiceConfig,
    error::ParseError,
    h1::{Codec, Message, MessageType},
};
use actix_web::{rt::Runtime, web::BytesMut};
use doorward_adapters::outbound::{dns_question, read_dns_answer};
use doorward_web::parsers::{Framed, framed};
use tokio_util::codec::Decoder;

thread_local! {
    /// The configuration of the parser, which starts a clock, and what that runs in.
    static CONFIGURED: (Runtime, ServiceConfig) = {
        let runtime = Runtime::new().expect("a runtime");
        let config = runtime.block_on(async { ServiceConfig::default() });
        (runtime, config)
    };
}

/// What the parser of the framework makes of bytes, piece by piece.
struct Parser {
    codec: Codec,
    buffer: BytesMut,
    /// How many requests began.
    requests: usize,
    /// Whether the last of them has not ended.
    is_open: bool,
}

impl Parser {
    fn new() -> Self {
        Self {
            codec: CONFIGURED.with(|(_, config)| Codec::new(config.clone())),
            buffer: BytesMut::new(),
            requests: 0,
            is_open: false,
        }
    }

    /// Takes more bytes. An error ends the connection.
    fn take(&mut self, bytes: &[u8]) -> Result<(), ParseError> {
        self.buffer.extend_from_slice(bytes);
        while let Some(message) = self.codec.decode(&mut self.buffer)? {
            match message {
                Message::Item::<Request>(_) => {
                    self.requests += 1;
                    let kind = self.codec.message_type();
                    assert!(!matches!(kind, MessageType::Stream), "a tunnel");
                    self.is_open = matches!(kind, MessageType::Payload);
                }
                Message::Chunk(chunk) => self.is_open = chunk.is_some(),
            }
        }
        Ok(())
    }
}

/// The guard and the parser see the same requests, and what the guard refuses is none for the parser.
/// However the bytes arrive, the guard sees the same. The first byte says in how large pieces they do.
pub(super) fn http_framing(input: &[u8]) {
    let Some((first, received)) = input.split_first() else {
        return;
    };
    let whole = framed(received, usize::MAX);
    bounds_hold(received, &whole);
    let in_pieces = framed(received, usize::from(*first) + 1);
    bounds_hold(received, &in_pieces);
    // A letter that was handed over is not altered any more: then the line is refused.
    let asks_for_websocket = received
        .windows(9)
        .any(|window| window.eq_ignore_ascii_case(b"websocket"));
    if !asks_for_websocket {
        assert_eq!(whole, in_pieces);
    }
    for seen in [&whole, &in_pieces] {
        the_parser_agrees(seen);
    }
}

fn bounds_hold(received: &[u8], seen: &Framed) {
    assert_eq!(seen.bytes.len(), received.len());
    assert!(seen.ends.is_sorted_by(|one, other| one < other));
    let end = seen.ends.last().copied().unwrap_or_default();
    assert_eq!(seen.is_awaited, end < received.len());
    for (before, after) in received.iter().zip(&seen.bytes) {
        let is_replaced = *after == 0 || *before == b'\n' && *after == b'\r';
        let is_altered = before.is_ascii_alphabetic() && *after == b'-';
        assert!(before == after || is_altered || is_replaced && !seen.is_clean);
    }
}

fn the_parser_agrees(seen: &Framed) {
    let mut parser = Parser::new();
    let mut begin = 0;
    for (end, number) in seen.ends.iter().zip(1..) {
        if parser.take(&seen.bytes[begin..*end]).is_err() {
            return;
        }
        assert_eq!(parser.requests, number, "another number of requests");
        assert!(!parser.is_open, "a request goes on for the parser");
        assert!(parser.buffer.is_empty(), "the parser waits for more");
        begin = *end;
    }
    if parser.take(&seen.bytes[begin..]).is_ok() {
        assert!(parser.requests <= seen.ends.len() + 1);
        let ended = parser.requests - usize::from(parser.is_open);
        assert!(ended <= seen.ends.len(), "the guard waits for more");
    }
}

/// What is read of an answer to a question stands in it; cut off it is none. The first line is the name,
/// the rest the answer behind the identifier and the question, after two bytes of flags.
pub(super) fn dns_answer(input: &[u8]) {
    let at = input.iter().position(|byte| *byte == b'\n');
    let Some(at) = at else { return };
    let Ok(name) = std::str::from_utf8(&input[..at]) else {
        return;
    };
    let rest = &input[at + 1..];
    let Some(asked) = dns_question(name) else {
        return;
    };
    assert!(asked.len() <= 12 + 255 + 4 && name.is_ascii());
    assert_eq!(asked[12..].len(), name.len() + 2 + 4);
    // As it is, and as the answer to this question.
    let _ = read_dns_answer(rest, &asked);
    let mut answer = asked.clone();
    let (flags, records) = rest.split_at(rest.len().min(4));
    for (place, byte) in [2, 3, 6, 7].into_iter().zip(flags) {
        answer[place] = *byte;
    }
    answer.extend_from_slice(records);
    let Some(found) = read_dns_answer(&answer, &asked) else {
        return;
    };
    assert!(answer[2] & 0x80 != 0 && matches!(answer[3] & 0x0f, 0 | 3));
    assert!(found.len() <= usize::from(u16::from_be_bytes([answer[6], answer[7]])));
    let length: usize = found.iter().map(|text| text.chars().count()).sum();
    assert!(length <= records.len(), "more text than was sent");
    // Each record takes eleven bytes at least.
    assert!(found.len() * 11 <= records.len());
    let other = dns_question("_doorward-challenge.another.example").expect("a name");
    if other != asked {
        assert_eq!(read_dns_answer(&answer, &other), None);
    }
    let mut another = answer.clone();
    another[0] ^= 1;
    assert_eq!(read_dns_answer(&another, &asked), None);
}
