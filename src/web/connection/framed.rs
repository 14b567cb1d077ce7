//! The requests in the bytes of a connection, without the connection.

use super::framing::Framing;

/// What is handed to the parser of what was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed {
    /// The bytes, with the ends of refused lines replaced.
    pub bytes: Vec<u8>,
    /// Where each request that arrived completely ends.
    pub ends: Vec<usize>,
    /// Whether every line was accepted.
    pub is_clean: bool,
    /// Whether a request is under way at the end.
    pub is_awaited: bool,
}

/// Frames what was received in pieces of so many bytes.
pub fn framed(received: &[u8], piece: usize) -> Framed {
    let mut framing = Framing::new();
    let mut bytes = received.to_vec();
    let (mut ends, mut is_clean, mut at) = (Vec::new(), true, 0);
    for mut rest in bytes.chunks_mut(piece.max(1)) {
        while !rest.is_empty() {
            let taken = framing.receive(rest);
            at += taken.length;
            is_clean &= taken.is_clean;
            if framing.is_between_requests() {
                ends.push(at);
            }
            rest = rest.get_mut(taken.length..).unwrap_or_default();
        }
    }
    Framed {
        bytes,
        ends,
        is_clean,
        is_awaited: framing.awaited().is_some(),
    }
}
