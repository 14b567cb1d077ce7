//! HTTP/2 (RFC 9113). Each request of a connection goes through a pipe in memory to the HTTP/1.1 service, so
//! that what guards requests and their framing there guards these too. What HTTP/2 has of its own (streams,
//! header compression, resets, pings) is limited here.

use actix_service::Service;
use actix_web::rt;
use hyper::{
    Method, Request, Response, Uri, Version,
    body::Incoming,
    client::conn::http1,
    header::{CONNECTION, COOKIE, HOST, HeaderValue},
    rt::Executor,
    server::conn::http2,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    cell::Cell,
    error::Error,
    future::{Future, poll_fn},
    pin::pin,
    rc::Rc,
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, DuplexStream, duplex},
    sync::{Notify, Semaphore},
    time::sleep,
};

/// The most requests that one connection has under way (`SETTINGS_MAX_CONCURRENT_STREAMS`).
const MAX_REQUESTS: u16 = 16;
/// The largest head of a request, uncompressed, in bytes (`SETTINGS_MAX_HEADER_LIST_SIZE`).
const MAX_HEADERS: u32 = 32 * 1024;
/// How much of the bodies of a connection may be on the way unread, in bytes.
const WINDOW: u32 = 256 * 1024;
/// How much of one body may be on the way unread, and of one response unsent, in bytes.
const STREAM_WINDOW: u32 = 64 * 1024;
/// How much of a request or a response the pipe holds, in bytes.
const PIPE: usize = 8 * 1024;
/// How often a connection is asked whether somebody is there, and how long the answer may take.
const PING: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));

/// How long a connection may be without a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    /// Before the first one.
    pub(super) first: Duration,
    /// Between a request and the next one.
    pub(super) idle: Duration,
    /// For what is under way when no new request is taken any more.
    pub(super) end: Duration,
}

/// The requests that are under way on a connection.
struct Requests {
    /// A place for each. The task of a request holds it until it ends, also where the client has reset
    /// the stream: whoever resets streams makes nobody work on more than this (CVE-2023-44487).
    places: Arc<Semaphore>,
    /// Whether there was one since this was last asked.
    seen: Cell<bool>,
    /// A response says that no further request is taken.
    closing: Notify,
}

impl Requests {
    fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(MAX_REQUESTS.into())),
            seen: Cell::new(false),
            closing: Notify::new(),
        }
    }

    /// Returns when there was no request for a while.
    async fn idle(&self, timeouts: Timeouts) {
        let mut wait = timeouts.first;
        loop {
            sleep(wait).await;
            let is_idle = self.places.available_permits() == usize::from(MAX_REQUESTS);
            if !self.seen.replace(false) && is_idle {
                return;
            }
            wait = timeouts.idle;
        }
    }
}

/// Runs futures on the thread of the connection.
#[derive(Clone, Copy)]
struct ThisThread;

impl<F: Future + 'static> Executor<F> for ThisThread {
    fn execute(&self, future: F) {
        rt::spawn(async move {
            future.await;
        });
    }
}

/// Serves a connection that speaks HTTP/2 until it ends, the server stops, or no request comes any more.
/// `answer` serves an HTTP/1.1 connection: the other end of a pipe.
pub(super) async fn serve<IO, S>(
    io: IO,
    answer: Rc<S>,
    stopping: impl Future<Output = ()>,
    timeouts: Timeouts,
) where
    IO: AsyncRead + AsyncWrite + Unpin + 'static,
    S: Service<DuplexStream, Response = ()> + 'static,
{
    let requests = Rc::new(Requests::new());
    let service = service_fn({
        let requests = Rc::clone(&requests);
        move |request| forward(request, Rc::clone(&answer), Rc::clone(&requests))
    });
    let mut builder = http2::Builder::new(ThisThread);
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(u32::from(MAX_REQUESTS))
        .max_header_list_size(MAX_HEADERS)
        .initial_connection_window_size(WINDOW)
        .initial_stream_window_size(STREAM_WINDOW)
        .max_send_buf_size(PIPE)
        .keep_alive_interval(PING.0)
        .keep_alive_timeout(PING.1);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(io), service));
    // An error is the other side's, which is gone with it.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stopping => {}
        () = requests.closing.notified() => {}
        () = requests.idle(timeouts) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection => {}
        () = sleep(timeouts.end) => {}
    }
}

/// Hands a request to the HTTP/1.1 service. An error resets the stream (RFC 9113 §8.1.1).
async fn forward<S>(
    request: Request<Incoming>,
    answer: Rc<S>,
    requests: Rc<Requests>,
) -> Result<Response<Incoming>, Box<dyn Error + Send + Sync>>
where
    S: Service<DuplexStream, Response = ()> + 'static,
{
    requests.seen.set(true);
    let request = as_http1(request)?;
    let place = Arc::clone(&requests.places).acquire_owned().await?;
    let (here, there) = duplex(PIPE);
    rt::spawn(async move {
        let _place = place;
        if poll_fn(|cx| answer.poll_ready(cx)).await.is_ok() {
            // What goes wrong is answered or logged there.
            let _ = answer.call(there).await;
        }
    });
    let (mut sender, connection) = http1::handshake(TokioIo::new(here)).await?;
    rt::spawn(async move {
        let _ = connection.await;
    });
    let response = sender.send_request(request).await?;
    // A refused request says it too, and closes nothing but its pipe.
    let closes = response.headers().get(CONNECTION);
    if closes.is_some_and(|value| value == "close") && !response.status().is_client_error() {
        requests.closing.notify_one();
    }
    Ok(response)
}

/// The request as HTTP/1.1 has it: the authority is its `Host` (RFC 9113 §8.3.1), and the parts of its
/// cookies are one header (§8.2.3).
fn as_http1(mut request: Request<Incoming>) -> Result<Request<Incoming>, &'static str> {
    if request.method() == Method::CONNECT {
        return Err("a tunnel was asked for");
    }
    let (authority, path) = (request.uri().authority(), request.uri().path_and_query());
    let host = authority.map(|authority| HeaderValue::from_str(authority.as_str()));
    let path = path.map_or_else(|| Uri::from_static("/"), |path| Uri::from(path.clone()));
    *request.uri_mut() = path;
    // A body without a length is sent in chunks only in this version.
    *request.version_mut() = Version::HTTP_11;
    let headers = request.headers_mut();
    if let Some(host) = host {
        headers.insert(HOST, host.map_err(|_| "the authority is no header")?);
    }
    let crumbs: Vec<&[u8]> = headers
        .get_all(COOKIE)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    if crumbs.len() > 1 {
        let whole = HeaderValue::from_bytes(&crumbs.join(&b"; "[..]));
        headers.insert(COOKIE, whole.map_err(|_| "the cookies are no header")?);
    }
    Ok(request)
}
