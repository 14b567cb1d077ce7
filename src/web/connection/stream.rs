//! A connection whose requests must arrive, and whose responses must be taken, within a time.

use super::framing::{Awaited, Framing, Part};
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
/// How long a response may wait for the other side to take more of it.
const WRITE: Duration = Duration::from_secs(30);
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

/// A connection that ends where a request arrives too slowly, or a response is not taken.
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
}

impl<IO: AsyncRead + AsyncWrite + Unpin> GuardedStream<IO> {
    /// Guards a connection on which nothing was received yet.
    pub const fn new(io: IO, pace: Pace) -> Self {
        Self {
            io,
            pace,
            framing: Framing::new(),
            deadline: None,
            write_deadline: None,
            answered: 0,
        }
    }

    fn receive(&mut self, bytes: &mut [u8]) {
        if !self.framing.receive(bytes) {
            tracing::info!("a request is refused: one of its lines does not end with CRLF");
        }
        match (&mut self.deadline, self.framing.awaited()) {
            (Some(deadline), Some(awaited)) if deadline.of == awaited => {
                deadline.received += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            }
            (deadline, _) => *deadline = None,
        }
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

    /// The result of a write, or its end where nothing of it was taken for too long.
    fn within_time<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.write_deadline = None;
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
        let before = buffer.filled().len();
        match Pin::new(&mut this.io).poll_read(cx, buffer) {
            Poll::Ready(Ok(())) => {
                this.receive(buffer.filled_mut().get_mut(before..).unwrap_or_default());
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
        let written = Pin::new(&mut this.io).poll_write(cx, bytes);
        this.answered = this.framing.request();
        this.within_time(cx, written)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.io).poll_flush(cx);
        this.within_time(cx, flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.io).poll_write_vectored(cx, buffers);
        this.answered = this.framing.request();
        this.within_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }
}
