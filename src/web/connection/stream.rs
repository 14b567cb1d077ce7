//! A connection whose requests must arrive, and whose responses must be taken, within a time.

use super::framing::{Awaited, Framing, Part};
use actix_web::web::BytesMut;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// How long the head of a request may take to arrive.
const HEAD: Duration = Duration::from_secs(10);
/// How often it is looked at how quickly a body arrives.
const WINDOW: Duration = Duration::from_secs(5);
/// How long the other side may take to accept what was written, all of it, once it does not accept it
/// at once.
const WRITE: Duration = Duration::from_secs(30);
/// The first byte of what a client of TLS sends (RFC 8446 §5.1). No request of HTTP begins with it.
const TLS_HANDSHAKE: u8 = 0x16;
/// What is answered to a request that arrives too slowly (RFC 9110 §15.5.9).
const TOO_SLOW: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 43\r\nConnection: close\r\n\r\nThe request took too long to arrive. Retry.";

/// How quickly bodies must arrive.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long a body may take in all.
    pub total: Duration,
    /// How many bytes must arrive in each second, on average over some.
    pub bytes_per_second: u32,
}

impl Pace {
    fn bytes_per_window(self) -> u64 {
        u64::from(self.bytes_per_second) * WINDOW.as_secs()
    }
}

/// The times of one part of one request.
struct Deadline {
    /// What the times are for.
    of: Awaited,
    total: Pin<Box<Sleep>>,
    /// The time at which it is looked at how much arrived, for a body.
    window: Option<Pin<Box<Sleep>>>,
    received: u64,
}

impl Deadline {
    fn new(of: Awaited, pace: Pace) -> Self {
        let (total, window) = match of.part {
            Part::Head => (HEAD, None),
            Part::Body => (pace.total, Some(Box::pin(sleep(WINDOW)))),
        };
        Self {
            of,
            total: Box::pin(sleep(total)),
            window,
            received: 0,
        }
    }

    /// Whether the time is over.
    fn poll(&mut self, cx: &mut Context<'_>, pace: Pace) -> Poll<()> {
        if self.total.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        while let Some(window) = &mut self.window
            && window.as_mut().poll(cx).is_ready()
        {
            if self.received < pace.bytes_per_window() {
                return Poll::Ready(());
            }
            self.received = 0;
            *window = Box::pin(sleep(WINDOW));
        }
        Poll::Pending
    }
}

/// A connection that ends where a request arrives too slowly, or a response is not taken. A request is
/// handed over after the answer to the one before it has left: whoever sends requests and reads no
/// answers makes nobody keep them.
pub struct GuardedStream<IO> {
    io: IO,
    pace: Pace,
    framing: Framing,
    /// The time of what is awaited; none is made for what arrives at once.
    deadline: Option<Deadline>,
    /// The time of a response that is not taken.
    write_deadline: Option<Pin<Box<Sleep>>>,
    /// The request whose response has begun.
    answered: u64,
    /// The other side has not taken all that was written.
    is_blocked: bool,
    /// Requests that arrived before their turn.
    held: BytesMut,
    /// The reader was told to wait for the turn of what is held.
    is_waiting: bool,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> GuardedStream<IO> {
    /// Guards a connection on which nothing was received yet.
    pub fn new(io: IO, pace: Pace) -> Self {
        Self {
            io,
            pace,
            framing: Framing::new(),
            deadline: None,
            write_deadline: None,
            answered: 0,
            is_blocked: false,
            held: BytesMut::new(),
            is_waiting: false,
        }
    }

    /// Whether nothing was received yet. What is written then answers no request: a client that opened the
    /// connection in advance would take it for the answer to the first one that it sends, so the
    /// connection is closed without a word.
    const fn is_unused(&self) -> bool {
        self.framing.request() == 0
    }

    /// Whether more may be handed over: what belongs to a request that has begun, or the next one when
    /// the answer to the last one has left.
    fn may_receive(&self) -> bool {
        !self.framing.is_between_requests()
            || (!self.is_blocked && self.answered >= self.framing.request())
    }

    /// Hands over the next of what is held.
    fn receive_held(&mut self, buffer: &mut ReadBuf<'_>) {
        let mut held = std::mem::take(&mut self.held);
        let here = held.len().min(buffer.remaining());
        let taken = self.receive(held.get_mut(..here).unwrap_or_default());
        buffer.put_slice(&held.split_to(taken));
        if !held.is_empty() {
            self.held = held;
        }
    }

    /// Takes what arrived, as far as its turn has come, and holds the rest: how many bytes were taken.
    fn receive_new(&mut self, bytes: &mut [u8]) -> usize {
        let mut taken = 0;
        while self.may_receive()
            && let Some(rest) = bytes.get_mut(taken..).filter(|rest| !rest.is_empty())
        {
            taken += self.receive(rest);
        }
        self.held
            .extend_from_slice(bytes.get(taken..).unwrap_or_default());
        taken
    }

    /// Takes what was received, up to the end of a request: how many bytes that is.
    fn receive(&mut self, bytes: &mut [u8]) -> usize {
        let is_tls = self.is_unused() && bytes.first() == Some(&TLS_HANDSHAKE);
        let taken = self.framing.receive(bytes);
        if is_tls {
            tracing::info!(
                "a connection is refused: it speaks TLS, and this server speaks plain HTTP here: an app or a \
                 proxy asks for https where it must ask for http, or the settings name no tls.certificate"
            );
        } else if !taken.is_clean {
            tracing::info!("a request is refused: one of its lines is not as HTTP has it");
        }
        match (&mut self.deadline, self.framing.awaited()) {
            (Some(deadline), Some(awaited)) if deadline.of == awaited => {
                deadline.received += u64::try_from(taken.length).unwrap_or(u64::MAX);
            }
            (deadline, _) => *deadline = None,
        }
        taken.length
    }

    /// Nothing more is there: waits for it as long as it may take.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(awaited) = self.framing.awaited() else {
            return Poll::Pending;
        };
        let pace = self.pace;
        let deadline = self
            .deadline
            .get_or_insert_with(|| Deadline::new(awaited, pace));
        if deadline.poll(cx, pace).is_pending() {
            return Poll::Pending;
        }
        tracing::info!(part = ?awaited.part, "a connection is closed: a request arrives too slowly");
        metrics::counter!("doorward_slow_requests_total").increment(1);
        if self.answered < awaited.request {
            // Whether it can still be told makes no difference to the end.
            let mut io = Pin::new(&mut self.io);
            let _ = io.as_mut().poll_write(cx, TOO_SLOW);
            let _ = io.poll_flush(cx);
        }
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// The result of a write, or its end where the other side took too long.
    fn within_time<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        self.is_blocked = written.is_pending();
        if written.is_ready() {
            return written;
        }
        let deadline = self
            .write_deadline
            .get_or_insert_with(|| Box::pin(sleep(WRITE)));
        if deadline.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        tracing::info!("a connection is closed: nobody takes the response");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for GuardedStream<IO> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.held.is_empty() {
            // Where its turn has not come, `poll_flush` wakes the reader when it has.
            if !this.may_receive() {
                this.is_waiting = true;
                return Poll::Pending;
            }
            this.receive_held(buffer);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        match Pin::new(&mut this.io).poll_read(cx, buffer) {
            Poll::Ready(Ok(())) => {
                let new = buffer.filled_mut().get_mut(before..).unwrap_or_default();
                let taken = this.receive_new(new);
                buffer.set_filled(before + taken);
                if taken == 0 && !this.held.is_empty() {
                    this.is_waiting = true;
                    return Poll::Pending;
                }
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => this.wait(cx),
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for GuardedStream<IO> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.is_unused() {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut this.io).poll_write(cx, bytes);
        this.answered = this.framing.request();
        this.within_time(cx, written)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.io).poll_flush(cx);
        if flushed.is_ready() {
            this.write_deadline = None;
        }
        let flushed = this.within_time(cx, flushed);
        if this.is_waiting && this.may_receive() {
            this.is_waiting = false;
            cx.waker().wake_by_ref();
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let closed = Pin::new(&mut this.io).poll_shutdown(cx);
        this.within_time(cx, closed)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.is_unused() {
            let length = buffers.iter().map(|buffer| buffer.len()).sum();
            return Poll::Ready(Ok(length));
        }
        let written = Pin::new(&mut this.io).poll_write_vectored(cx, buffers);
        this.answered = this.framing.request();
        this.within_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }
}

#[cfg(test)]
mod tests;
