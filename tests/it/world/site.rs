//! A site on this machine that a client chose: serves documents, counts who came, and misbehaves
//! where a test wants it.

use super::comes_true;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, web};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

/// What an address answers.
#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub body: Vec<u8>,
    pub location: Option<String>,
    pub after: Duration,
}

/// A request that came.
#[derive(Clone)]
pub struct Received {
    pub path: String,
    pub body: String,
    pub authorization: Option<String>,
    pub content_type: Option<String>,
    pub headers: HashMap<String, String>,
}

#[derive(Default)]
struct Shared {
    pages: HashMap<String, Page>,
    received: Vec<Received>,
    under_way: usize,
    most_under_way: usize,
}

pub struct Site {
    pub base: String,
    shared: Arc<Mutex<Shared>>,
    handle: ServerHandle,
}

impl Drop for Site {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.stop(false).await });
    }
}

impl Site {
    pub fn open() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let data = web::Data::from(Arc::clone(&shared));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .default_service(web::to(answer))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap()
            .run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            base,
            shared,
            handle,
        }
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Puts a document at an address.
    pub fn put(&self, path: &str, body: impl Into<Vec<u8>>) -> String {
        self.put_page(
            path,
            Page {
                status: 200,
                body: body.into(),
                location: None,
                after: Duration::ZERO,
            },
        )
    }

    pub fn put_page(&self, path: &str, page: Page) -> String {
        self.shared
            .lock()
            .unwrap()
            .pages
            .insert(path.to_owned(), page);
        self.at(path)
    }

    /// The bodies that came to an address.
    pub fn received(&self, path: &str) -> Vec<String> {
        self.requests(path)
            .into_iter()
            .map(|request| request.body)
            .collect()
    }

    /// The requests that came to an address.
    pub fn requests(&self, path: &str) -> Vec<Received> {
        self.shared
            .lock()
            .unwrap()
            .received
            .iter()
            .filter(|request| request.path == path)
            .cloned()
            .collect()
    }

    /// How many requests there were at most at one time.
    pub fn most_under_way(&self) -> usize {
        self.shared.lock().unwrap().most_under_way
    }

    /// Waits until so many came.
    pub async fn wait_for(&self, path: &str, count: usize) -> Vec<String> {
        comes_true(async || self.received(path).len() >= count).await;
        self.received(path)
    }
}

async fn answer(
    request: HttpRequest,
    shared: web::Data<Mutex<Shared>>,
    body: web::Bytes,
) -> HttpResponse {
    let page = {
        let mut shared = shared.lock().unwrap();
        let header = |name: &str| {
            request
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        shared.received.push(Received {
            path: request.path().to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
            authorization: header("authorization"),
            content_type: header("content-type"),
            headers: request
                .headers()
                .iter()
                .filter_map(|(name, value)| {
                    Some((name.to_string(), value.to_str().ok()?.to_owned()))
                })
                .collect(),
        });
        shared.under_way += 1;
        shared.most_under_way = shared.most_under_way.max(shared.under_way);
        shared.pages.get(request.path()).cloned()
    };
    let page = page.unwrap_or(Page {
        status: 200,
        body: Vec::new(),
        location: None,
        after: Duration::ZERO,
    });
    tokio::time::sleep(page.after).await;
    shared.lock().unwrap().under_way -= 1;
    let mut response =
        HttpResponse::build(actix_web::http::StatusCode::from_u16(page.status).unwrap());
    if let Some(location) = page.location {
        response.insert_header(("location", location));
    }
    response.body(page.body)
}
