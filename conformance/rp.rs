//! What a relying party serves: its keys, its request objects, its sector, and its logout
//! endpoints.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, web};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Something that the provider, or the browser on its behalf, sent.
#[derive(Clone, Debug)]
pub struct Received {
    /// `GET` or `POST`.
    pub method: String,
    /// The query of the request, without `?`.
    pub query: String,
    /// The body of the request, as text.
    pub body: String,
    /// Its `Authorization` header.
    pub authorization: Option<String>,
    /// Its `Content-Type` header.
    pub content_type: Option<String>,
}

#[derive(Default)]
struct Shared {
    documents: HashMap<String, (String, String)>,
    received: HashMap<String, Vec<Received>>,
}

/// The server of every relying party of a run; each has a folder.
pub struct RelyingParty {
    base: String,
    shared: Arc<Mutex<Shared>>,
    handle: ServerHandle,
}

impl RelyingParty {
    /// Starts on an address; `public` is how the provider reaches it, if not by that address.
    pub fn start(listen: &str, public: Option<&str>) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind(listen)?;
        let base = public.map_or_else(
            || {
                format!(
                    "http://{}",
                    listener
                        .local_addr()
                        .map(|at| at.to_string())
                        .unwrap_or_default()
                )
            },
            str::to_owned,
        );
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let data = web::Data::from(Arc::clone(&shared));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .default_service(web::to(answer))
        })
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(listener)?
        .run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Ok(Self {
            base,
            shared,
            handle,
        })
    }

    /// The address of a document.
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// Serves a document, in the place of an older one.
    pub fn serve(&self, path: &str, content_type: &str, body: String) -> String {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared
            .documents
            .insert(format!("/{path}"), (content_type.to_owned(), body));
        self.at(path)
    }

    /// What came to an address so far.
    pub fn received(&self, path: &str) -> Vec<Received> {
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared
            .received
            .get(&format!("/{path}"))
            .cloned()
            .unwrap_or_default()
    }

    /// Waits until something came to an address.
    pub async fn wait_for(&self, path: &str, timeout: Duration) -> Vec<Received> {
        let end = tokio::time::Instant::now() + timeout;
        loop {
            let received = self.received(path);
            if !received.is_empty() || tokio::time::Instant::now() >= end {
                return received;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Stops the server of the relying party.
    pub async fn stop(&self) {
        self.handle.stop(false).await;
    }
}

async fn answer(
    request: HttpRequest,
    shared: web::Data<Mutex<Shared>>,
    body: web::Bytes,
) -> HttpResponse {
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let path = request.path().to_owned();
    if let Some((content_type, document)) = shared.documents.get(&path) {
        return HttpResponse::Ok()
            .content_type(content_type.clone())
            .body(document.clone());
    }
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    shared.received.entry(path).or_default().push(Received {
        method: request.method().to_string(),
        query: request.query_string().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
        authorization: header("authorization"),
        content_type: header("content-type"),
    });
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .content_type("text/html; charset=utf-8")
        .body("<!doctype html><title>told</title>")
}
