//! The SCIM server of an app, which misbehaves where a test wants it.

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, http::StatusCode, web,
};
use doorward_protocol::scim::patch;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};

/// A request that came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub filter: String,
    pub body: Value,
    pub authorization: String,
}

impl Asked {
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path == path
    }
}

/// An answer in place of the right one.
#[derive(Clone, Default)]
pub struct Lie {
    pub status: u16,
    pub body: Vec<u8>,
    pub retry_after: Option<&'static str>,
    pub after: Duration,
}

impl Lie {
    pub fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    pub fn says(status: u16, body: &Value) -> Self {
        Self {
            status,
            body: body.to_string().into_bytes(),
            ..Self::default()
        }
    }
}

type Lies = Box<dyn Fn(&Asked) -> Option<Lie> + Send>;

#[derive(Default)]
struct Shared {
    resources: BTreeMap<String, Value>,
    asked: Vec<Asked>,
    lies: Option<Lies>,
}

pub struct Liar {
    base: String,
    shared: Arc<Mutex<Shared>>,
    handle: ServerHandle,
}

impl Drop for Liar {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.stop(false).await });
    }
}

impl Liar {
    pub fn open() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/scim", listener.local_addr().unwrap());
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let data = web::Data::from(Arc::clone(&shared));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .default_service(web::to(answer))
        });
        let server = server.workers(1).disable_signals();
        let server = server.listen(listener).unwrap().run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            base,
            shared,
            handle,
        }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// Answers so, where the lie is one.
    pub fn lie(&self, lies: impl Fn(&Asked) -> Option<Lie> + Send + 'static) {
        self.shared.lock().unwrap().lies = Some(Box::new(lies));
    }

    pub fn behave(&self) {
        self.shared.lock().unwrap().lies = None;
    }

    /// Puts a resource at a path such as `/Users/1`.
    pub fn put(&self, path: &str, resource: Value) {
        let mut shared = self.shared.lock().unwrap();
        shared.resources.insert(path.to_owned(), resource);
    }

    pub fn remove(&self, path: &str) {
        self.shared.lock().unwrap().resources.remove(path);
    }

    pub fn resource(&self, path: &str) -> Option<Value> {
        self.shared.lock().unwrap().resources.get(path).cloned()
    }

    /// The resources of a list, such as `/Users/`.
    pub fn resources(&self, list: &str) -> Vec<Value> {
        let shared = self.shared.lock().unwrap();
        let of_list = shared.resources.iter();
        let of_list = of_list.filter(|(path, _)| path.starts_with(list));
        of_list.map(|(_, resource)| resource.clone()).collect()
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.shared.lock().unwrap().asked.clone()
    }

    /// How many requests of a method came.
    pub fn count(&self, method: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|asked| asked.method == method).count()
    }
}

async fn answer(
    request: HttpRequest,
    shared: web::Data<Mutex<Shared>>,
    query: web::Query<HashMap<String, String>>,
    body: web::Bytes,
) -> HttpResponse {
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let asked = Asked {
        method: request.method().to_string(),
        path: request.path().trim_start_matches("/scim").to_owned(),
        filter: query.get("filter").cloned().unwrap_or_default(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        authorization: header("authorization"),
    };
    let lie = {
        let mut shared = shared.lock().unwrap();
        shared.asked.push(asked.clone());
        shared.lies.as_ref().and_then(|lies| lies(&asked))
    };
    let after = lie.as_ref().map_or(Duration::ZERO, |lie| lie.after);
    tokio::time::sleep(after).await;
    if let Some(lie) = lie.filter(|lie| lie.status > 0) {
        let mut response = HttpResponse::build(StatusCode::from_u16(lie.status).unwrap());
        if let Some(seconds) = lie.retry_after {
            response.insert_header(("retry-after", seconds));
        }
        return response.body(lie.body);
    }
    let (status, body) = honest(&mut shared.lock().unwrap(), &asked);
    let response = HttpResponse::build(StatusCode::from_u16(status).unwrap());
    let mut response = response;
    response.body(body.map_or(String::new(), |body| body.to_string()))
}

/// What the server answers when it does not lie.
fn honest(shared: &mut Shared, asked: &Asked) -> (u16, Option<Value>) {
    let is_list = matches!(asked.path.as_str(), "/Users" | "/Groups");
    match (asked.method.as_str(), is_list) {
        ("GET", true) => {
            let (attribute, value) = asked.filter.split_once(" eq ").unwrap_or(("id", "null"));
            let value: Value = serde_json::from_str(value).unwrap();
            let all = shared.resources.iter();
            let found = all.filter(|(path, resource)| {
                path.starts_with(&asked.path) && resource[attribute] == value
            });
            let found: Vec<&Value> = found.map(|(_, resource)| resource).collect();
            let list = json!({"totalResults": found.len(), "Resources": found});
            (200, Some(list))
        }
        ("POST", true) => {
            let id = format!("r{}", shared.resources.len() + 1);
            let mut resource = asked.body.clone();
            resource["id"] = id.as_str().into();
            let path = format!("{}/{id}", asked.path);
            shared.resources.insert(path, resource.clone());
            (201, Some(resource))
        }
        (method, _) => {
            let Some(resource) = shared.resources.get_mut(&asked.path) else {
                return (404, None);
            };
            match method {
                "PATCH" => patch::apply(resource, &asked.body).unwrap(),
                "PUT" => *resource = asked.body.clone(),
                "DELETE" => {
                    shared.resources.remove(&asked.path);
                    return (204, None);
                }
                _ => {}
            }
            (200, Some(resource.clone()))
        }
    }
}
