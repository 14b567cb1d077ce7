//! A browser: cookies, forms, redirects followed by hand.

use super::{World, authorize_query, encode};
use std::{collections::BTreeMap, sync::Arc};

/// What sees every answer.
pub type Watch = Arc<dyn Fn(&Answer) + Send + Sync>;

pub struct Browser {
    http: reqwest::Client,
    pub issuer: String,
    pub cookies: BTreeMap<String, String>,
    pub extra_headers: Vec<(&'static str, String)>,
    /// Called with every answer.
    pub watch: Option<Watch>,
}

#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub set_cookies: Vec<String>,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    /// A parameter of the redirect, in query or fragment.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let url = url::Url::parse(self.location.as_deref()?).ok()?;
        let encoded = url.fragment().or(url.query())?.to_owned();
        url::form_urlencoded::parse(encoded.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The value of a form field.
    pub fn field(&self, name: &str) -> Option<String> {
        let start = self.body.split(&format!("name=\"{name}\"")).nth(1)?;
        let tag = start.split('>').next()?;
        let value = tag.split("value=\"").nth(1)?.split('"').next()?;
        Some(value.replace("&#38;", "&").replace("&amp;", "&"))
    }

    /// The token of the first form that goes to this address.
    pub fn token_of(&self, action: &str) -> Option<String> {
        let start = self.body.find(&format!("action=\"{action}\""))?;
        let value = self.body[start..]
            .split("name=\"form_token\" value=\"")
            .nth(1)?;
        Some(value.split('"').next()?.to_owned())
    }

    /// The account that a page asks about, where it names one in its form.
    fn asked_account(&self) -> Option<(&'static str, String)> {
        self.body
            .contains("type=\"hidden\" name=\"account\"")
            .then(|| ("account", self.field("account").unwrap()))
    }

    /// Where the first form goes.
    pub fn action(&self) -> String {
        self.body
            .split("action=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("the page has a form")
            .to_owned()
    }
}

/// Whether a path is one of those that a path of an issuer stands before.
pub fn is_below(base: &str, path: &str) -> bool {
    let rest = path.strip_prefix(base);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

impl Browser {
    pub fn new(world: &World) -> Self {
        Self::at(&world.issuer)
    }

    /// A browser at an issuer that is not of this process.
    pub fn at(issuer: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            issuer: issuer.to_owned(),
            cookies: BTreeMap::new(),
            extra_headers: Vec::new(),
            watch: None,
        }
    }

    /// The same browser, for a request beside others.
    pub fn again(&self) -> Self {
        Self {
            http: self.http.clone(),
            issuer: self.issuer.clone(),
            cookies: self.cookies.clone(),
            extra_headers: self.extra_headers.clone(),
            watch: self.watch.clone(),
        }
    }

    fn absolute(&self, target: &str) -> String {
        if !target.starts_with('/') {
            return target.to_owned();
        }
        // Links hold the path of the issuer; tests name a page by what follows it.
        let (origin, path) = self.parts();
        if is_below(path, target) {
            format!("{origin}{target}")
        } else {
            format!("{}{target}", self.issuer)
        }
    }

    /// Origin and path of the issuer.
    fn parts(&self) -> (&str, &str) {
        let host = self.issuer.find("://").map_or(0, |scheme| scheme + 3);
        let end = self.issuer[host..].find('/').map(|slash| host + slash);
        self.issuer.split_at(end.unwrap_or(self.issuer.len()))
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// A page, or nothing where nobody answers.
    pub async fn try_get(&mut self, target: &str) -> Option<Answer> {
        let request = self.http.get(self.absolute(target));
        self.try_send(request).await
    }

    async fn try_send(&mut self, mut request: reqwest::RequestBuilder) -> Option<Answer> {
        if !self.cookies.is_empty() {
            request = request.header(
                "cookie",
                self.cookies
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect::<Vec<_>>()
                    .join("; "),
            );
        }
        for (name, value) in &self.extra_headers {
            request = request.header(*name, value);
        }
        let response = request.send().await.ok()?;
        let headers = response.headers().clone();
        let set_cookies: Vec<String> = headers
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect();
        for cookie in &set_cookies {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let location = headers
            .get("location")
            .map(|value| value.to_str().unwrap().to_owned());
        let answer = Answer {
            status: response.status().as_u16(),
            location,
            set_cookies,
            headers,
            body: response.text().await.ok()?,
        };
        if let Some(watch) = &self.watch {
            watch(&answer);
        }
        Some(answer)
    }

    pub async fn get(&mut self, target: &str) -> Answer {
        let request = self.http.get(self.absolute(target));
        self.send(request).await
    }

    pub async fn post(&mut self, target: &str, form: &[(&str, &str)]) -> Answer {
        let request = self
            .http
            .post(self.absolute(target))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encode(form));
        self.send(request).await
    }

    /// Sends a form with a file (RFC 7578).
    pub async fn upload(&mut self, target: &str, form: &[(&str, &str)], file: &[u8]) -> Answer {
        const BOUNDARY: &str = "a-boundary-of-a-test";
        let mut body = Vec::new();
        for (name, value) in form {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
             Content-Type: image/png\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = self
            .http
            .post(self.absolute(target))
            .header("content-type", kind)
            .body(body);
        self.send(request).await
    }

    /// Fills in and sends the form of a page.
    pub async fn submit(&mut self, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let hidden: Vec<(&str, String)> = [
            "form_token",
            "flow",
            "request",
            "way",
            "ticket",
            "token",
            "set_up",
            "method",
        ]
        .into_iter()
        .filter_map(|name| Some((name, page.field(name)?)))
        .chain(page.asked_account())
        .collect();
        let mut form: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        form.extend(fields);
        let action = page.action();
        self.post(&action, &form).await
    }

    /// Fills in and sends the first form of a page that goes to this address.
    pub async fn submit_at(
        &mut self,
        page: &Answer,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let start = page
            .body
            .find(&format!("action=\"{action}\""))
            .unwrap_or_else(|| panic!("no form to {action}: {}", page.body));
        let form = Answer {
            status: 200,
            location: None,
            set_cookies: Vec::new(),
            headers: page.headers.clone(),
            body: page.body[start..].to_owned(),
        };
        self.submit(&form, fields).await
    }

    /// Chooses a provider on the sign-in page: where that sends the browser.
    pub async fn choose(&mut self, page: &Answer, provider: &str) -> Answer {
        let action = format!("{}/federation", self.parts().1);
        self.submit_at(page, &action, &[("provider", provider)])
            .await
    }

    /// Follows redirects within the issuer until a page or another site.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..8 {
            match answer.location.clone() {
                Some(location) if location.starts_with('/') => answer = self.get(&location).await,
                _ => return answer,
            }
        }
        panic!("the redirects do not end");
    }

    /// Opens an authorization request and follows it to a page or the client.
    pub async fn authorize(&mut self, query: &str) -> Answer {
        let first = self.get(&format!("/authorize?{query}")).await;
        self.follow(first).await
    }

    /// Asks for a code of Notes without any page, with parameters changed or added.
    pub async fn silent(&mut self, changes: &[(&str, &str)]) -> Answer {
        let changes = [&[("prompt", "none")][..], changes].concat();
        self.authorize(&authorize_query(&changes)).await
    }

    /// Signs in on the sign-in page that an authorization request led to, and goes on.
    pub async fn sign_in_on(&mut self, page: &Answer, who: (&str, &str)) -> Answer {
        let answer = self
            .submit(page, &[("username", who.0), ("password", who.1)])
            .await;
        self.follow(answer).await
    }

    /// The session cookie.
    pub fn session(&self) -> Option<String> {
        self.cookies.get("doorward_session").cloned()
    }
}
