//! A browser without scripts: cookies, redirects, forms filled in as a user would.

use crate::{
    finding::{Checked, Finding},
    setup::User,
};
use reqwest::{Client, Response, header, redirect::Policy};
use scraper::{ElementRef, Html, Selector};
use std::{collections::BTreeMap, time::Duration};
use url::Url;

/// Where a visit may go before it is a loop.
const MOST_STEPS: usize = 20;

/// A browser without scripts: it keeps cookies, follows redirects and submits forms.
pub struct Agent {
    http: Client,
    user: User,
    /// Sign-in forms that were filled in so far.
    pub sign_ins: usize,
}

/// Where a visit ended.
#[derive(Debug)]
pub enum Landed {
    /// At the client, with these parameters.
    Client(Answer),
    /// On a page of the provider that does not go on by itself.
    Page(Page),
}

/// An authorization response, or the return after a sign-out.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What the browser was given.
    pub parameters: BTreeMap<String, String>,
    /// `query`, `fragment` or `form_post`.
    pub mode: &'static str,
    /// The address itself.
    pub location: String,
}

impl Answer {
    /// The value of a parameter of the answer.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }
}

/// A page that the browser shows.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is.
    pub url: Url,
    /// The HTTP status code.
    pub status: u16,
    /// The HTML of the page.
    pub html: String,
    /// The header fields of the response.
    pub headers: header::HeaderMap,
}

/// What the user does on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Signs in, allows, confirms.
    Willing,
    /// Does nothing: the first page is the end.
    Watching,
}

struct Form {
    action: String,
    is_post: bool,
    fields: Vec<(String, String)>,
    has_password: bool,
}

impl Agent {
    /// A browser that was never anywhere.
    pub fn new(roots: &[reqwest::Certificate], insecure: bool, user: User) -> Checked<Self> {
        Ok(Self {
            http: client(roots, insecure)?,
            user,
            sign_ins: 0,
        })
    }

    /// Opens an address and goes on until the client, which is recognised by the beginning of its
    /// address, or a page.
    pub async fn visit(&mut self, url: &str, client: &str, manner: Manner) -> Checked<Landed> {
        let response = self.http.get(url).send().await?;
        self.go_on(response, client, manner).await
    }

    /// The same with a form.
    pub async fn submit(
        &mut self,
        url: &str,
        fields: &[(String, String)],
        client: &str,
        manner: Manner,
    ) -> Checked<Landed> {
        let response = self
            .http
            .post(url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(encode(fields))
            .send()
            .await?;
        self.go_on(response, client, manner).await
    }

    async fn go_on(
        &mut self,
        mut response: Response,
        client: &str,
        manner: Manner,
    ) -> Checked<Landed> {
        let mut sign_ins_here = 0;
        for _ in 0..MOST_STEPS {
            let (url, status, headers) = (
                response.url().clone(),
                response.status(),
                response.headers().clone(),
            );
            if status.is_redirection() {
                let location = headers
                    .get(header::LOCATION)
                    .and_then(|value| value.to_str().ok())
                    .unwrap_or_default();
                let next = url.join(location).map_err(|_| {
                    Finding::Failed("the provider redirects to something that is no address".into())
                })?;
                if is_client(next.as_str(), client) {
                    return Ok(Landed::Client(from_address(&next)));
                }
                response = self.http.get(next).send().await?;
                continue;
            }
            let page = Page {
                url: url.clone(),
                status: status.as_u16(),
                html: response.text().await?,
                headers,
            };
            if !status.is_success() {
                return Ok(Landed::Page(page));
            }
            let Some(form) = form_of(&page.html) else {
                return Ok(Landed::Page(page));
            };
            let action = url.join(&form.action).map_err(|_| {
                Finding::Failed("a form goes to something that is no address".into())
            })?;
            if is_client(action.as_str(), client) && form.is_post {
                let parameters = form.fields.into_iter().collect();
                return Ok(Landed::Client(Answer {
                    parameters,
                    mode: "form_post",
                    location: action.into(),
                }));
            }
            if manner == Manner::Watching {
                return Ok(Landed::Page(page));
            }
            let mut fields = form.fields;
            if form.has_password {
                sign_ins_here += 1;
                if sign_ins_here > 1 {
                    return Err(Finding::Failed(
                        "the sign-in page comes back after the user signed in: is the password of --clients right?".into(),
                    ));
                }
                self.sign_ins += 1;
                self.fill_in(&page.html, &mut fields);
            }
            response = if form.is_post {
                self.http
                    .post(action)
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(encode(&fields))
                    .send()
                    .await?
            } else {
                let mut next = action;
                next.set_query(Some(&encode(&fields)));
                self.http.get(next).send().await?
            };
        }
        Err(Finding::Failed(format!(
            "more than {MOST_STEPS} pages and redirects on the way"
        )))
    }

    /// Types user name and password where a user would.
    fn fill_in(&self, html: &str, fields: &mut Vec<(String, String)>) {
        let document = Html::parse_document(html);
        let mut put = |name: &str, value: &str| {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), value.to_owned()));
        };
        for input in all(&document, "input") {
            let (Some(name), kind) = (input.attr("name"), input.attr("type").unwrap_or("text"))
            else {
                continue;
            };
            match kind {
                "password" => put(name, &self.user.password),
                "text" | "email" => put(name, &self.user.username),
                _ => {}
            }
        }
    }
}

/// A client for HTTP that follows nothing by itself.
pub fn client(roots: &[reqwest::Certificate], insecure: bool) -> Checked<Client> {
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .cookie_store(true)
        .no_proxy()
        .timeout(Duration::from_secs(30));
    for root in roots {
        builder = builder.add_root_certificate(root.clone());
    }
    Ok(builder.danger_accept_invalid_certs(insecure).build()?)
}

/// Fields as a form sends them.
pub fn encode(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// The addresses of the frames in a page.
pub fn frames(page: &Page) -> Vec<String> {
    let document = Html::parse_document(&page.html);
    all(&document, "iframe")
        .filter_map(|frame| page.url.join(frame.attr("src")?).ok())
        .map(String::from)
        .collect()
}

/// Every address that a page shows: of images and links.
pub fn addresses(page: &Page) -> Vec<String> {
    let document = Html::parse_document(&page.html);
    let images = all(&document, "img").filter_map(|image| image.attr("src").map(str::to_owned));
    let links = all(&document, "a").filter_map(|link| link.attr("href").map(str::to_owned));
    images.chain(links).collect()
}

/// Where a page without a form leads on by itself: its refresh, or its first link.
pub fn continues_to(page: &Page) -> Vec<String> {
    let document = Html::parse_document(&page.html);
    all(&document, "a")
        .filter_map(|link| page.url.join(link.attr("href")?).ok())
        .map(String::from)
        .collect()
}

fn all<'a>(document: &'a Html, name: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(name).ok();
    let found: Vec<ElementRef<'a>> = selector
        .map(|selector| document.select(&selector).collect())
        .unwrap_or_default();
    found.into_iter()
}

fn is_client(address: &str, client: &str) -> bool {
    // An address that merely begins alike is another host or path.
    !client.is_empty()
        && address
            .strip_prefix(client)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#', '&', '/']))
}

fn from_address(url: &Url) -> Answer {
    let pairs = |encoded: &str| {
        url::form_urlencoded::parse(encoded.as_bytes())
            .into_owned()
            .collect::<BTreeMap<_, _>>()
    };
    let mut parameters = url.query().map(pairs).unwrap_or_default();
    let mode = if url.fragment().is_some() {
        "fragment"
    } else {
        "query"
    };
    parameters.extend(url.fragment().map(pairs).unwrap_or_default());
    Answer {
        parameters,
        mode,
        location: url.as_str().to_owned(),
    }
}

/// The form that a willing user sends: the one with a password, or the first that does not
/// refuse.
fn form_of(html: &str) -> Option<Form> {
    let document = Html::parse_document(html);
    let mut forms: Vec<Form> = all(&document, "form")
        .filter_map(|form| read(&document, form))
        .collect();
    let at = forms.iter().position(|form| form.has_password).unwrap_or(0);
    (!forms.is_empty()).then(|| forms.remove(at))
}

fn read(document: &Html, form: ElementRef<'_>) -> Option<Form> {
    let inputs = Selector::parse("input").ok()?;
    let buttons = Selector::parse("button").ok()?;
    let (mut fields, mut has_password, mut has_button) = (Vec::new(), false, false);
    let refuses = |element: ElementRef<'_>| {
        let said = [
            element.attr("name"),
            element.attr("value"),
            element.attr("id"),
            element.attr("formaction"),
        ]
        .into_iter()
        .flatten();
        let words = said.collect::<Vec<_>>().join(" ").to_lowercase();
        ["deny", "cancel", "abort", "reject", "other"]
            .iter()
            .any(|word| words.contains(word))
    };
    for input in form.select(&inputs) {
        let kind = input.attr("type").unwrap_or("text");
        has_password |= kind == "password";
        let Some(name) = input.attr("name") else {
            continue;
        };
        let ticked = input.attr("checked").is_some()
            || kind == "hidden"
            || kind == "text"
            || kind == "email";
        let presses = kind == "submit" && !has_button && !refuses(input);
        has_button |= presses;
        if (kind != "checkbox" && kind != "radio" && kind != "submit" && kind != "password")
            || (kind == "checkbox" && ticked)
            || presses
        {
            fields.push((
                name.to_owned(),
                input.attr("value").unwrap_or_default().to_owned(),
            ));
        }
    }
    // A button may stand elsewhere and name its form.
    let elsewhere = form.attr("id").map(|id| {
        document
            .select(&buttons)
            .filter(move |button| button.attr("form") == Some(id))
    });
    for button in form
        .select(&buttons)
        .chain(elsewhere.into_iter().flatten())
        .filter(|button| button.attr("type").is_none_or(|kind| kind == "submit"))
    {
        if !has_button && !refuses(button) {
            has_button = true;
            if let Some(name) = button.attr("name") {
                fields.push((
                    name.to_owned(),
                    button.attr("value").unwrap_or_default().to_owned(),
                ));
            }
        }
    }
    Some(Form {
        action: form.attr("action").unwrap_or_default().to_owned(),
        is_post: form
            .attr("method")
            .is_some_and(|method| method.eq_ignore_ascii_case("post")),
        fields,
        has_password,
    })
}
