//! The web server: connections that are counted and guarded, and the routes behind them.

use super::{
    connections::Connections,
    http2::{self, Timeouts},
    stream::{GuardedStream, Pace},
};
use crate::{
    middleware::{
        body::{self, MAX_AWAITED},
        guard, panics, trace,
    },
    respond::page_error,
    routes,
};
use actix_http::{HttpServiceBuilder, error::DispatchError};
use actix_server::{GracefulShutdownSignal, Server};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt, apply_fn_factory, fn_factory,
    fn_service, map_config,
};
use actix_tls::accept::{
    TlsError,
    rustls_0_23::{Acceptor, TlsStream},
};
use actix_web::{
    App,
    dev::AppConfig,
    middleware::from_fn,
    rt::net::TcpStream,
    web::{Data, PayloadConfig},
};
use doorward_core::Provider;
use std::{
    io,
    net::{SocketAddr, TcpListener},
    rc::Rc,
    sync::Arc,
    time::Duration,
};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream};
use tokio_util::either::Either;

/// How long a TLS handshake may take: as long as a head, so that a slow phone gets in.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long the head of the first request of a connection may take to arrive.
const FIRST_HEAD: Duration = Duration::from_secs(5);
/// How long a connection is read after a response that came before the end of the request, so that the
/// client gets to read it.
const LINGER: Duration = Duration::from_secs(1);
/// How long a connection without a request is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// The name of HTTP/2 in ALPN (RFC 9113 §3.2).
pub const HTTP_2: &[u8] = b"h2";
/// How long a connection of HTTP/2 waits, as one of HTTP/1.1 does.
const HTTP_2_TIMEOUTS: Timeouts = Timeouts {
    first: FIRST_HEAD,
    idle: KEEP_ALIVE,
    end: Duration::from_secs(SHUTDOWN_SECONDS),
};
/// How long a server that stops waits for what is under way, in seconds.
const SHUTDOWN_SECONDS: u64 = 30;

/// How the web server runs.
pub struct ServerOptions {
    /// TLS by this server; none where a proxy does it.
    pub tls: Option<rustls::ServerConfig>,
    /// The number of worker threads.
    pub workers: usize,
    /// The most connections of each worker; the next ones wait.
    pub connections_per_worker: usize,
    /// The most connections of a network that is no trusted proxy; 0 means no limit.
    pub connections_per_address: u32,
    /// How quickly bodies must arrive.
    pub pace: Pace,
}

/// A web server for a provider. It runs when awaited; told to stop, it takes nothing new and
/// finishes what is under way within thirty seconds.
///
/// # Errors
/// Where the listener cannot be used.
pub fn server(
    provider: Arc<Provider>,
    listener: TcpListener,
    options: ServerOptions,
) -> io::Result<Server> {
    let trusted = provider.settings().trusted_proxies.clone();
    let connections = Connections::new(options.connections_per_address, trusted);
    let (provider, pace) = (Data::from(provider), options.pace);
    let builder = Server::build()
        .workers(options.workers)
        .max_concurrent_connections(options.connections_per_worker)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let builder = match options.tls {
        None => builder.listen("doorward", listener, move || {
            let accept = fn_service(move |io: TcpStream| async move {
                let peer = io.peer_addr().ok();
                Ok::<_, DispatchError>((GuardedStream::new(io, pace), peer))
            });
            counted(&connections, accept.and_then(http(&provider, &stopping)))
        })?,
        Some(tls) => builder.listen("doorward", listener, move || {
            let mut acceptor = Acceptor::new(tls.clone());
            acceptor.set_handshake_timeout(HANDSHAKE);
            let accept = acceptor.map_err(|error| match error {
                TlsError::Tls(error) => {
                    log_handshake(&error);
                    DispatchError::Io(error)
                }
                _ => DispatchError::Io(io::ErrorKind::TimedOut.into()),
            });
            let served = by_protocol(http(&provider, &stopping), &stopping, pace);
            counted(&connections, accept.and_then(served))
        })?,
    };
    Ok(builder.run())
}

/// One line of the log about a connection that came to no TLS, so that an operator sees why an app does
/// not reach this server. Who closes the connection without a word, as load balancers do that look
/// whether the port is open, is no news.
fn log_handshake(error: &io::Error) {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidMessage(_)) => tracing::info!(
            "a connection is refused: it speaks no TLS, and this server speaks nothing else here: an app or a \
             proxy asks for http where it must ask for https"
        ),
        Some(rustls::Error::AlertReceived(alert)) => tracing::info!(
            ?alert,
            "a connection ended before its first request: the other side refused TLS; with UnknownCA, \
             BadCertificate or CertificateUnknown it does not trust the certificate"
        ),
        Some(error) => tracing::info!(%error, "a connection is refused: no TLS was agreed on"),
        None => {}
    }
}

/// A connection, or a request of one that speaks HTTP/2.
type Carrier = Either<TlsStream<TcpStream>, DuplexStream>;

/// Serves connections over TLS by the protocol that was agreed on (ALPN, RFC 7301).
fn by_protocol<S>(
    http: S,
    stopping: &GracefulShutdownSignal,
    pace: Pace,
) -> impl ServiceFactory<
    TlsStream<TcpStream>,
    Config = (),
    Response = (),
    Error = DispatchError,
    InitError = (),
    Service: 'static,
    Future: 'static,
> + use<S>
where
    S: ServiceFactory<
            (GuardedStream<Carrier>, Option<SocketAddr>),
            Config = (),
            Response = (),
            Error = DispatchError,
            InitError = (),
            Service: 'static,
            Future: 'static,
        > + 'static,
{
    let (http, stopping) = (Rc::new(http), stopping.clone());
    fn_factory(move || {
        let (http, stopping) = (Rc::clone(&http), stopping.clone());
        async move {
            let http = Rc::new(http.new_service(()).await?);
            Ok::<_, ()>(fn_service(move |io: TlsStream<TcpStream>| {
                let (http, stopping) = (Rc::clone(&http), stopping.clone());
                async move {
                    let (stream, session) = io.get_ref();
                    let peer = stream.peer_addr().ok();
                    if session.alpn_protocol() != Some(HTTP_2) {
                        let io = GuardedStream::new(Either::Left(io), pace);
                        return http.call((io, peer)).await;
                    }
                    let one_request = move |pipe| {
                        let io = GuardedStream::new(Either::Right(pipe), pace);
                        http.call((io, peer))
                    };
                    let one_request = Rc::new(fn_service(one_request));
                    http2::serve(io, one_request, stopping.notified(), HTTP_2_TIMEOUTS).await;
                    Ok(())
                }
            }))
        }
    })
}

/// The routes, over connections of any kind.
fn http<IO>(
    provider: &Data<Provider>,
    stopping: &GracefulShutdownSignal,
) -> impl ServiceFactory<
    (IO, Option<SocketAddr>),
    Config = (),
    Response = (),
    Error = DispatchError,
    InitError = (),
> + use<IO>
where
    IO: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let (stopping, provider) = (stopping.clone(), provider.clone());
    let app = App::new()
        .app_data(provider.clone())
        .app_data(PayloadConfig::new(MAX_AWAITED))
        .wrap(from_fn(page_error::complete))
        .wrap(from_fn(guard::guard))
        .wrap(from_fn(panics::caught))
        .wrap(from_fn(trace::trace))
        .wrap(from_fn(body::awaited))
        .configure(|config| routes::routes(config, &provider));
    let app = app
        .into_factory()
        .map_err(|error: actix_web::Error| error.error_response());
    HttpServiceBuilder::default()
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
        .client_request_timeout(FIRST_HEAD)
        .client_disconnect_timeout(LINGER)
        .keep_alive(KEEP_ALIVE)
        .h1(map_config(app, |()| AppConfig::default()))
}

/// Counts a connection for as long as it is served, and closes it at once where its network holds too
/// many.
fn counted<S>(
    connections: &Arc<Connections>,
    serve: S,
) -> impl ServiceFactory<
    TcpStream,
    Config = (),
    Response = (),
    Error = DispatchError,
    InitError = (),
    Service: 'static,
    Future: 'static,
> + use<S>
where
    S: ServiceFactory<
            TcpStream,
            Config = (),
            Response = (),
            Error = DispatchError,
            InitError = (),
            Service: 'static,
            Future: 'static,
        > + 'static,
{
    let connections = Arc::clone(connections);
    apply_fn_factory(serve, move |io: TcpStream, service: &S::Service| {
        let peer = io.peer_addr().ok().map(|peer| peer.ip());
        let admitted = connections.admit(peer);
        let served = admitted.is_some().then(|| service.call(io));
        async move {
            let outcome = match served {
                Some(served) => served.await,
                None => Ok(()),
            };
            drop(admitted);
            outcome
        }
    })
}
