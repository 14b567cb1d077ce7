//! Establishes an SSO session in the browser: binds it to a new identifier, keeps it beside the
//! other accounts of the browser, and goes on to the app that waits.

use crate::{
    extract::{
        browser::{Browser, RememberedSignIn},
        cookies::{self, Name},
        form::page_about,
        return_page,
        session_store::KeepSession,
    },
    respond::{
        address::{Address, Base},
        headers::see_other,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, cookie::time::Duration, http::header::SET_COOKIE};
use doorward_core::{
    Error, Provider, context::OperationContext, credentials::DirectoryName, sessions::account_group,
};
use doorward_protocol::secret::Secret;

/// The session, and where the browser goes with it.
pub struct Established<'a> {
    /// The identifier of the session.
    pub sid: &'a str,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The path of the page that follows where no request waits; the account page where there is none.
    pub page: Option<&'a str>,
    /// Whether the browser keeps its cookies when it is closed.
    pub remembered: bool,
    /// The name by which a directory has just let the user in.
    pub directory_name: Option<DirectoryName<'a>>,
}

impl<'a> Established<'a> {
    /// A session that ends with the browser, where no directory let the user in.
    pub const fn new(sid: &'a str, flow: Option<&'a str>) -> Self {
        Self {
            sid,
            flow,
            page: None,
            remembered: false,
            directory_name: None,
        }
    }
}

/// The path of the page on which somebody keeps an account that is to be deleted.
const ACCOUNT_DATA: &str = "/account/data";
/// The path of the page that offers a passkey.
pub const PASSKEY_OFFER: &str = "/account/security/passkeys/offer";

/// Offers a passkey before the browser goes on, to who signed in by a password and has none, unless
/// they wanted none lately.
///
/// # Errors
/// Where the database is away.
pub async fn offer_passkey(
    provider: &Provider,
    ctx: &OperationContext,
    established: HttpResponse,
    of: Established<'_>,
) -> Result<HttpResponse, PageError> {
    let is_leaving = provider.own_account().is_leaving(of.sid).await?;
    if is_leaving || !provider.passkeys().is_offered(ctx, of.sid).await? {
        return Ok(established);
    }
    let page = page_about(PASSKEY_OFFER, "flow", of.flow);
    let offer = see_other(&Base::of(provider).page(&page));
    Ok(shown_instead(&established, offer))
}

/// Where the second step of a sign-in is asked for.
pub fn second_step(provider: &Provider, ticket: &Secret) -> Address {
    let page = page_about("/sign-in/second-factor", "ticket", Some(ticket.reveal()));
    Base::of(provider).page(&page)
}

/// A page in the place of the redirect that follows a sign-in, with the cookies of the latter.
pub fn shown_instead(established: &HttpResponse, mut page: HttpResponse) -> HttpResponse {
    for cookie in established.headers().get_all(SET_COOKIE) {
        page.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    let keeps = established
        .extensions()
        .get::<KeepSession>()
        .map(|keep| keep.0);
    if let Some(max_age) = keeps {
        page.extensions_mut().insert(KeepSession(max_age));
    }
    page
}

/// Establishes the session of a user who has just signed in.
///
/// # Errors
/// As [`establish`].
pub async fn after_sign_in(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    established: Established<'_>,
) -> Result<HttpResponse, PageError> {
    metrics::counter!("doorward_sign_ins_total", "outcome" => "succeeded").increment(1);
    let mut response = establish(provider, ctx, browser, &established).await?;
    let sign_in = RememberedSignIn {
        sid: established.sid,
        name: established.directory_name,
    };
    browser
        .remember(provider, ctx, sign_in, &mut response)
        .await;
    if provider.own_account().is_leaving(established.sid).await? {
        let page = page_about(ACCOUNT_DATA, "flow", established.flow);
        let question = see_other(&Base::of(provider).page(&page));
        return Ok(shown_instead(&response, question));
    }
    Ok(response)
}

/// Establishes a session: also one that the browser has already, which then goes on under a new
/// identifier.
///
/// # Errors
/// Where the database is away.
pub async fn establish(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    established: &Established<'_>,
) -> Result<HttpResponse, PageError> {
    let Established { sid, flow, .. } = *established;
    let known = browser.group.as_ref();
    let group = provider
        .account_groups()
        .join(ctx, known, &browser.accounts, sid)
        .await?;
    if let (Some(flow), Some(_)) = (flow, &group) {
        choose_account(provider, ctx, browser, flow, sid).await?;
    }
    browser.bind(sid)?;
    let returned = browser.return_page.as_deref();
    let next = flow.map_or_else(
        || {
            established
                .page
                .or(returned)
                .unwrap_or("/account")
                .to_owned()
        },
        |flow| format!("/authorize/resume?flow={flow}"),
    );
    let mut response = see_other(&Base::of(provider).page(&next));
    if returned.is_some() {
        return_page::forget(&mut response, provider);
    }
    // Without a page of a client that compares, nobody needs the state before the next
    // authorization response.
    if browser.compares_state() {
        let sids = account_group::sids_with(&browser.accounts, sid, group.is_some());
        browser.keep_state(provider, &sids, &mut response);
    }
    let bound = BoundSession {
        sid,
        group,
        remembered: established.remembered && provider.settings().remembers,
    };
    set_cookies(provider, browser, &bound, &mut response);
    Ok(response)
}

/// Answers the waiting request by the account that has just signed in.
async fn choose_account(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    flow: &str,
    sid: &str,
) -> Result<(), PageError> {
    let flow = Secret::presented(flow);
    match provider
        .authorization()
        .choose_account(ctx, &flow, browser.secret.as_ref(), sid)
        .await
    {
        // A request that waits no more is refused where the browser comes back to it.
        Ok(()) | Err(Error::Input(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A session that is bound to a browser.
struct BoundSession<'a> {
    sid: &'a str,
    /// The group of the browser's accounts, where there are several.
    group: Option<Secret>,
    remembered: bool,
}

fn set_cookies(
    provider: &Provider,
    browser: &Browser,
    bound: &BoundSession<'_>,
    response: &mut HttpResponse,
) {
    let longest = provider.settings().lifetimes.session.remembered_absolute;
    let longest = Duration::seconds(longest.as_seconds());
    let max_age = bound.remembered.then_some(longest);
    if let Some(group) = &bound.group {
        let is_kept = account_group::is_kept(&browser.accounts, bound.sid, bound.remembered);
        let max_age = is_kept.then_some(longest);
        cookies::set_secret(response, provider, Name::Accounts, group, max_age);
    }
    if let (true, Some(secret)) = (bound.remembered, &browser.secret) {
        cookies::set_secret(response, provider, Name::Browser, secret, max_age);
    }
    if let Some(max_age) = max_age {
        response.extensions_mut().insert(KeepSession(max_age));
    }
}
