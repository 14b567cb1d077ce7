//! Where a request begins and ends in the bytes of a connection (RFC 9112 §2.1, §6, §7.1), as far as it
//! takes to know whether one is under way and to see the lines of its head.
//!
//! The lines of a head and of a chunked body end with CRLF. A line feed alone, which RFC 9112 §2.2 lets
//! a recipient accept, is read differently by different programs, so that a proxy and this server could
//! see different requests. It is replaced by NUL, which the parser behind this refuses with 400. The same
//! is done with a line whose meaning this cannot tell for certain, and with `CONNECT`: the parser would
//! read further, and nobody would see where requests end. Behind the last chunk the parser passes over NUL:
//! there, the line feed becomes the beginning of the end of a line, and whatever follows NUL, which is no
//! such end.
//!
//! A reverse proxy may ask on behalf of a WebSocket, with the header that its client sent. Nothing here
//! speaks that protocol, and a server may ignore the wish (RFC 9110 §7.8); the parser would end the
//! framing of the connection for it. So the name of that protocol is altered.

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
    /// A line was refused: the parser reads no further.
    Refused,
    /// A line after the last chunk was refused: the parser reads no further once there is something.
    RefusedTrailer,
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

/// What was taken of the bytes that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// How many bytes: all of them, or those up to the end of a request.
    pub(super) length: usize,
    /// Whether every line was accepted.
    pub(super) is_clean: bool,
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
    /// The line asks for WebSocket, for which the parser would end the framing.
    is_websocket: bool,
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
            is_websocket: false,
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

    /// Whether the next byte begins a request.
    pub(super) const fn is_between_requests(&self) -> bool {
        matches!(self.state, State::Start)
    }

    /// Takes what was received, up to the end of a request. The end of a line that is refused is
    /// replaced.
    pub(super) fn receive(&mut self, bytes: &mut [u8]) -> Taken {
        let (mut length, mut is_clean) = (0, true);
        while let Some(rest) = bytes.get_mut(length..).filter(|rest| !rest.is_empty()) {
            length += match self.state {
                State::Refused => rest.len(),
                State::RefusedTrailer => {
                    rest.fill(0);
                    rest.len()
                }
                State::Body(left) => self.skip(left, rest.len(), State::Body, State::Start),
                State::Chunk(left) => self.skip(left, rest.len(), State::Chunk, State::ChunkEnd),
                _ => {
                    let taken = self.line(rest);
                    is_clean &= !matches!(self.state, State::Refused | State::RefusedTrailer);
                    taken
                }
            };
            if self.is_between_requests() {
                break;
            }
        }
        Taken { length, is_clean }
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

    /// Takes a line up to its end, or what has arrived of it: how many bytes that is.
    fn line(&mut self, bytes: &mut [u8]) -> usize {
        if self.state == State::Start {
            self.state = State::Head;
            self.request += 1;
        }
        let end = memchr::memchr(b'\n', bytes);
        let (text, rest) = bytes.split_at_mut(end.unwrap_or(bytes.len()));
        self.keep(text);
        let Some(line_feed) = rest.first_mut() else {
            return text.len();
        };
        if std::mem::take(&mut self.is_after_cr) {
            if self.line.last() == Some(&b'\r') {
                self.line.pop();
            }
            self.end_line();
        } else if self.state == State::Trailer {
            self.state = State::RefusedTrailer;
        } else {
            self.state = State::Refused;
        }
        if std::mem::take(&mut self.is_websocket) && !alter_last(text) {
            self.state = State::Refused;
        }
        match self.state {
            State::Refused => *line_feed = 0,
            State::RefusedTrailer => *line_feed = b'\r',
            _ => {}
        }
        self.line.clear();
        self.is_cut = false;
        text.len() + 1
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
            State::Head => self.request_line(),
            State::ChunkSize => match self.chunk_size() {
                Some(0) => State::Trailer,
                Some(size) => State::Chunk(size),
                None => State::Refused,
            },
            State::ChunkEnd if is_empty => State::ChunkSize,
            State::Trailer if is_empty => State::Start,
            State::Trailer => State::Trailer,
            _ => State::Refused,
        };
    }

    /// `CONNECT` makes a tunnel of the connection (RFC 9110 §9.3.6).
    fn request_line(&mut self) -> State {
        if self.line.starts_with(b"CONNECT ") {
            return State::Refused;
        }
        self.has_request_line = true;
        State::Head
    }

    /// An empty line before the request line is none of the head (RFC 9112 §2.2). The request is awaited
    /// from there on, so that such lines do not keep a connection.
    fn end_head(&mut self) -> State {
        if !std::mem::take(&mut self.has_request_line) {
            return State::Head;
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
        // The headers that matter begin with one of these letters.
        if !matches!(
            self.line.first(),
            Some(b'C' | b'c' | b'T' | b't' | b'U' | b'u')
        ) {
            return State::Head;
        }
        let line = String::from_utf8_lossy(&self.line);
        let (name, value) = line.split_once(':').unwrap_or_default();
        let value = value.trim();
        let is_length = name.eq_ignore_ascii_case("content-length");
        let is_encoding = name.eq_ignore_ascii_case("transfer-encoding");
        let is_upgrade = name.eq_ignore_ascii_case("upgrade");
        if self.is_cut && (is_length || is_encoding || is_upgrade) {
            return State::Refused;
        }
        if is_length {
            match value.parse() {
                Ok(length) => self.length = length,
                Err(_) => return State::Refused,
            }
        } else if is_encoding {
            self.is_chunked |= value.to_ascii_lowercase().ends_with("chunked");
        } else if is_upgrade {
            self.is_websocket = value.eq_ignore_ascii_case("websocket");
        }
        State::Head
    }

    fn chunk_size(&self) -> Option<u64> {
        let line = std::str::from_utf8(&self.line).ok()?;
        let size = match line.split_once(';') {
            Some((size, _)) => size,
            None if self.is_cut => return None,
            None => line,
        };
        u64::from_str_radix(size.trim(), 16).ok()
    }
}

/// Alters the last letter of a value, where it is in what arrived of its line.
fn alter_last(text: &mut [u8]) -> bool {
    let last = text.iter_mut().rfind(|byte| byte.is_ascii_alphabetic());
    last.map(|byte| *byte = b'-').is_some()
}

#[cfg(test)]
mod tests;
