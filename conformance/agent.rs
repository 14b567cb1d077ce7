//! A browser without scripts: cookies, redirects, forms filled in as a user would.

use crate::{
    finding::{Checked, Finding},
    setup::User,
};
use reqwest::{Client, Response, header, redirect::Policy};
use scraper::{ElementRef, Html, Selector};
use std::{collections::BTreeMap, time::Duration};
use tokio::sync::Semaphore;
use url::Url;

/// Maximum number of pages and redirects of one visit.
const MAX_STEPS: usize = 20;
/// How long a connection is kept without a request. Common servers close one after five seconds, and a
/// POST that meets the close cannot be sent again (RFC 9110 §9.2.2).
const IDLE: Duration = Duration::from_secs(2);

/// Sign-ins that are sent at once, of all modules: a provider may well pause an account that more try to
/// get into at the same moment.
static SIGN_INS: Semaphore = Semaphore::const_new(4);

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
        for _ in 0..MAX_STEPS {
            if response.status().is_redirection() {
                let next = redirect_target(&response)?;
                if is_client(next.as_str(), client) {
                    return Ok(Landed::Client(from_address(&next)));
                }
                response = self.http.get(next).send().await?;
                continue;
            }
            let page = Page {
                url: response.url().clone(),
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                html: response.text().await?,
            };
            let is_success = (200..300).contains(&page.status);
            let Some(mut form) = form_of(&page.html).filter(|_| is_success) else {
                return Ok(Landed::Page(page));
            };
            let action = page.url.join(&form.action).map_err(|_| {
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
            if form.has_password {
                sign_ins_here += 1;
                if sign_ins_here > 1 {
                    return Err(Finding::Failed(
                        "the sign-in page comes back after the user signed in: \
                         is the password of --clients right?"
                            .into(),
                    ));
                }
                self.sign_ins += 1;
                self.fill_in(&page.html, &mut form.fields);
            }
            response = self.send(action, &form).await?;
        }
        Err(Finding::Failed(format!(
            "more than {MAX_STEPS} pages and redirects on the way"
        )))
    }

    /// Sends a form as a browser does: in the body of a POST, or in the query of a GET.
    async fn send(&self, action: Url, form: &Form) -> Checked<Response> {
        if form.is_post {
            let _turn = if form.has_password {
                SIGN_INS.acquire().await.ok()
            } else {
                None
            };
            let request = self
                .http
                .post(action)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            return Ok(request.body(encode(&form.fields)).send().await?);
        }
        let mut next = action;
        next.set_query(Some(&encode(&form.fields)));
        Ok(self.http.get(next).send().await?)
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
        .pool_idle_timeout(IDLE)
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

/// Whether a page reloads itself or goes elsewhere without a script, also where scripts run: browsers
/// do so although a script went on already. What stands in `noscript` is no part of the document here,
/// as in a browser with scripts.
pub fn refreshes_by_itself(page: &Page) -> bool {
    let document = Html::parse_document(&page.html);
    all(&document, "meta").any(|meta| {
        meta.attr("http-equiv")
            .is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
    })
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

/// The form that a willing user sends: the one with a password, or the first of the page's content.
/// What a header, a footer or a navigation holds, such as a menu of languages, is not what the page
/// asks for.
fn form_of(html: &str) -> Option<Form> {
    let document = Html::parse_document(html);
    let mut forms: Vec<Form> = all(&document, "form")
        .filter(|form| !is_beside_the_content(*form))
        .filter_map(|form| read(&document, form))
        .collect();
    let at = forms.iter().position(|form| form.has_password).unwrap_or(0);
    (!forms.is_empty()).then(|| forms.remove(at))
}

/// Whether an element stands in a header, a footer or a navigation of the page.
fn is_beside_the_content(element: ElementRef<'_>) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|around| matches!(around.value().name(), "header" | "footer" | "nav"))
}

/// Whether a button refuses what the page asks for, by its name, value, `id` or address.
fn refuses(element: ElementRef<'_>) -> bool {
    let words = ["name", "value", "id", "formaction"]
        .iter()
        .filter_map(|name| element.attr(name))
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    ["deny", "cancel", "abort", "reject", "other"]
        .iter()
        .any(|word| words.contains(word))
}

/// The name and value of an input or a button, as the form sends them.
fn field(element: ElementRef<'_>) -> Option<(String, String)> {
    let value = element.attr("value").unwrap_or_default();
    Some((element.attr("name")?.to_owned(), value.to_owned()))
}

fn read(document: &Html, form: ElementRef<'_>) -> Option<Form> {
    let inputs = Selector::parse("input").ok()?;
    let (mut fields, mut has_password, mut has_button) = (Vec::new(), false, false);
    for input in form.select(&inputs) {
        let kind = input.attr("type").unwrap_or("text");
        has_password |= kind == "password";
        let Some(field) = field(input) else {
            continue;
        };
        let is_sent = match kind {
            "checkbox" => input.attr("checked").is_some(),
            "submit" => !has_button && !refuses(input),
            "radio" | "password" => false,
            _ => true,
        };
        has_button |= kind == "submit" && is_sent;
        if is_sent {
            fields.push(field);
        }
    }
    if !has_button {
        let button = buttons_of(document, form)
            .into_iter()
            .find(|button| !refuses(*button));
        fields.extend(button.and_then(field));
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

/// The submit buttons of a form: those inside it, and those outside that name it.
fn buttons_of<'a>(document: &'a Html, form: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let Ok(buttons) = Selector::parse("button") else {
        return Vec::new();
    };
    let inside = form.select(&buttons);
    let outside = form.attr("id").into_iter().flat_map(|id| {
        document
            .select(&buttons)
            .filter(move |button| button.attr("form") == Some(id))
    });
    inside
        .chain(outside)
        .filter(|button| button.attr("type").is_none_or(|kind| kind == "submit"))
        .collect()
}

fn redirect_target(response: &Response) -> Checked<Url> {
    let location = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    response.url().join(location).map_err(|_| {
        Finding::Failed("the provider redirects to something that is no address".into())
    })
}
