//! A connection to a server that can stop, as a server that hangs or a network that swallows
//! everything does: nothing is forwarded, and nothing is closed. It counts round trips.

use super::{Backend, World};
use secrecy::ExposeSecret;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

pub struct Link {
    pub port: u16,
    is_stopped: watch::Sender<bool>,
    trips: Arc<AtomicU64>,
}

impl Link {
    /// Forwards to a port of this machine.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let (is_stopped, state) = watch::channel(false);
        let trips = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&trips);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                // A trip begins where the client speaks after the server did.
                let has_answered = Arc::new(AtomicBool::new(true));
                let (asked, trips) = (Arc::clone(&has_answered), Arc::clone(&counted));
                tokio::spawn(forward(from_client, to_server, state.clone(), move || {
                    if asked.swap(false, Ordering::SeqCst) {
                        trips.fetch_add(1, Ordering::SeqCst);
                    }
                }));
                tokio::spawn(forward(from_server, to_client, state.clone(), move || {
                    has_answered.store(true, Ordering::SeqCst);
                }));
            }
        });
        Self {
            port: own,
            is_stopped,
            trips,
        }
    }

    pub fn stop(&self) {
        self.is_stopped.send_replace(true);
    }

    pub fn go_on(&self) {
        self.is_stopped.send_replace(false);
    }

    /// How often the client has asked and waited, on all connections.
    pub fn trips(&self) -> u64 {
        self.trips.load(Ordering::SeqCst)
    }
}

impl World {
    /// A world whose server reaches PostgreSQL over a link.
    pub async fn open_linked() -> (Self, Link) {
        Self::linked(true).await
    }

    /// The same, where nothing but requests goes over the link.
    pub async fn open_linked_without_workers() -> (Self, Link) {
        Self::linked(false).await
    }

    async fn linked(has_workers: bool) -> (Self, Link) {
        let server = std::env::var("TEST_POSTGRES_URL").expect("run ./scripts/test");
        let port = server.rsplit(':').next().unwrap().to_owned();
        let link = Link::to(port.parse().unwrap()).await;
        let own = format!(":{}/", link.port);
        let world = Self::opened(Backend::Postgres, has_workers, |settings| {
            let url = settings.database.url.expose_secret();
            settings.database.url = url.replace(&format!(":{port}/"), &own).into();
        });
        (world.await, link)
    }
}

async fn forward(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    mut is_stopped: watch::Receiver<bool>,
    mut passes: impl FnMut(),
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        passes();
        if is_stopped.wait_for(|stopped| !stopped).await.is_err()
            || to.write_all(&bytes[..count]).await.is_err()
        {
            return;
        }
    }
}
