//! Where a request begins and ends in the bytes of a connection (RFC 9112 §2.1, §6, §7.1), as far as it
//! takes to know whether one is under way and to see the lines of its head.
//!
//! The lines of a head and of a chunked body end with CRLF. A line feed alone, which RFC 9112 §2.2 lets
//! a recipient accept, is read differently by different programs, so that a proxy and this server could
//! see different requests. It is replaced by NUL, which the parser behind this refuses with 400.

/// How much of a line is looked at: enough for the headers that tell the length of a body.
const MAX_LINE: usize = 128;

/// What the next bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The first byte of a request.
    Start,
    /// A line of the head.
    Head,
    /// So many bytes of a body.
    Body(u64),
    /// The line before a chunk.
    ChunkSize,
    /// So many bytes of a chunk.
    Chunk(u64),
    /// The end of the line after a chunk.
    ChunkEnd,
    /// A line after the last chunk.
    Trailer,
    /// Nothing that this can read: the parser refuses it, or it is no HTTP any more.
    Unknown,
}

/// A part of a request that has not arrived completely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The request line and the headers.
    Head,
    /// What follows the head.
    Body,
}

/// A request that has not arrived completely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Awaited {
    /// The number of the request on its connection, from 1.
    pub(super) request: u64,
    /// What is on the way of it.
    pub(super) part: Part,
}

/// What was received on a connection so far.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the line or the request that is received"
)]
pub(super) struct Framing {
    state: State,
    /// The number of the request that is received.
    request: u64,
    /// The beginning of the line that is received, without its end.
    line: Vec<u8>,
    /// Whether the line is longer than what is kept of it.
    is_cut: bool,
    is_after_cr: bool,
    has_request_line: bool,
    length: u64,
    is_chunked: bool,
}

impl Framing {
    /// Nothing was received.
    pub(super) const fn new() -> Self {
        Self {
            state: State::Start,
            request: 0,
            line: Vec::new(),
            is_cut: false,
            is_after_cr: false,
            has_request_line: false,
            length: 0,
            is_chunked: false,
        }
    }

    /// The request that has not arrived completely.
    pub(super) const fn awaited(&self) -> Option<Awaited> {
        let part = match self.state {
            State::Start => return None,
            State::Head => Part::Head,
            _ => Part::Body,
        };
        Some(Awaited {
            request: self.request,
            part,
        })
    }

    /// The number of the last request of which anything was received; 0 before the first.
    pub(super) const fn request(&self) -> u64 {
        self.request
    }

    /// Takes what was received. `false` where it held a line feed without a carriage return, which is
    /// replaced.
    pub(super) fn receive(&mut self, mut bytes: &mut [u8]) -> bool {
        let mut is_clean = true;
        while !bytes.is_empty() {
            let taken = match self.state {
                State::Unknown => return is_clean,
                State::Body(left) => self.skip(left, bytes.len(), State::Body, State::Start),
                State::Chunk(left) => self.skip(left, bytes.len(), State::Chunk, State::ChunkEnd),
                _ => {
                    let (taken, is_clean_line) = self.line(bytes);
                    is_clean &= is_clean_line;
                    taken
                }
            };
            bytes = std::mem::take(&mut bytes)
                .get_mut(taken..)
                .unwrap_or_default();
        }
        is_clean
    }

    /// Skips what belongs to a body: how many bytes that is.
    fn skip(&mut self, left: u64, here: usize, more: fn(u64) -> State, after: State) -> usize {
        let here = left.min(u64::try_from(here).unwrap_or(u64::MAX));
        self.state = if here == left {
            after
        } else {
            more(left - here)
        };
        usize::try_from(here).unwrap_or(usize::MAX)
    }

    /// Takes a line up to its end, or what has arrived of it: how many bytes that is, and whether its
    /// end is CRLF as far as it has arrived.
    fn line(&mut self, bytes: &mut [u8]) -> (usize, bool) {
        if self.state == State::Start {
            self.state = State::Head;
            self.request += 1;
        }
        let end = memchr::memchr(b'\n', bytes);
        let (text, rest) = bytes.split_at_mut(end.unwrap_or(bytes.len()));
        self.keep(text);
        let Some(line_feed) = rest.first_mut() else {
            return (text.len(), true);
        };
        if !self.is_after_cr {
            *line_feed = 0;
            self.state = State::Unknown;
            return (text.len(), false);
        }
        self.is_after_cr = false;
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        self.end_line();
        self.line.clear();
        self.is_cut = false;
        (text.len() + 1, true)
    }

    /// Keeps the beginning of a line.
    fn keep(&mut self, text: &[u8]) {
        if let Some(last) = text.last() {
            self.is_after_cr = *last == b'\r';
        }
        let room = MAX_LINE.saturating_sub(self.line.len());
        self.is_cut |= text.len() > room;
        self.line
            .extend_from_slice(text.get(..room).unwrap_or(text));
    }

    fn end_line(&mut self) {
        let is_empty = self.line.is_empty();
        self.state = match self.state {
            State::Head if is_empty => self.end_head(),
            State::Head if self.has_request_line => self.header(),
            State::Head => {
                self.has_request_line = true;
                State::Head
            }
            State::ChunkSize => match self.chunk_size() {
                Some(0) => State::Trailer,
                Some(size) => State::Chunk(size),
                None => State::Unknown,
            },
            State::ChunkEnd if is_empty => State::ChunkSize,
            State::Trailer if is_empty => State::Start,
            State::Trailer => State::Trailer,
            _ => State::Unknown,
        };
    }

    /// An empty line before the request line is none of the head (RFC 9112 §2.2).
    fn end_head(&mut self) -> State {
        if !std::mem::take(&mut self.has_request_line) {
            return State::Start;
        }
        let (length, is_chunked) = (self.length, self.is_chunked);
        (self.length, self.is_chunked) = (0, false);
        match (is_chunked, length) {
            (true, _) => State::ChunkSize,
            (false, 0) => State::Start,
            (false, length) => State::Body(length),
        }
    }

    fn header(&mut self) -> State {
        // Both headers that matter begin with one of these letters.
        if !matches!(self.line.first(), Some(b'C' | b'c' | b'T' | b't')) {
            return State::Head;
        }
        let line = String::from_utf8_lossy(&self.line);
        let (name, value) = line.split_once(':').unwrap_or_default();
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            match value.parse() {
                Ok(length) if !self.is_cut => self.length = length,
                _ => return State::Unknown,
            }
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            if self.is_cut {
                return State::Unknown;
            }
            self.is_chunked |= value.to_ascii_lowercase().ends_with("chunked");
        }
        State::Head
    }

    fn chunk_size(&self) -> Option<u64> {
        let line = std::str::from_utf8(&self.line).ok()?;
        let size = line.split(';').next()?.trim();
        u64::from_str_radix(size, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn receive(text: &str) -> (Framing, String, bool) {
        let (mut framing, mut bytes) = (Framing::new(), text.as_bytes().to_vec());
        let is_clean = framing.receive(&mut bytes);
        (framing, String::from_utf8(bytes).unwrap(), is_clean)
    }

    #[test]
    fn a_request_is_awaited_until_it_is_there() {
        for (text, awaited) in [
            ("", None),
            ("\r\n", None),
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
            (
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                Some(Part::Body),
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
            let clean = framing.receive(first) & framing.receive(second);
            prop_assert_eq!((framing.awaited(), clean), (whole.awaited(), is_clean));
            prop_assert_eq!(String::from_utf8(bytes).unwrap(), after);
        }
    }
}
