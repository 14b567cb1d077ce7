//! Pages for users. Each comes from a template and works without JavaScript.

use crate::{
    extract::{
        browser::{self, Browser},
        session_store::{BIND, KeptFor, SESSION},
    },
    respond::{headers::see_other, page_error::PageError},
};
use actix_session::Session;
use actix_web::{HttpResponse, cookie::time::Duration};
use doorward_core::context::OperationContext;
use doorward_core::{
    Error, Provider, oauth::authorize::PendingRequest, sessions::account_group, users::User,
};
use doorward_protocol::{
    clients::client::Client, secret::Secret, sessions::sso_session::SsoSession,
};

/// A waiting request and the user who is asked about it.
pub(crate) struct Question<'a> {
    pub(crate) pending: PendingRequest,
    pub(crate) session: &'a SsoSession,
    pub(crate) browser: &'a Secret,
    pub(crate) user: User,
}

/// The question that a page asks; `None` where nobody is signed in to be asked.
pub(crate) async fn question<'a>(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &'a Browser,
    flow: &str,
) -> Result<Option<Question<'a>>, PageError> {
    let pending = provider
        .authorization()
        .pending(ctx, &Secret::presented(flow), browser.secret.as_ref())
        .await?;
    let (Some(session), Some(secret)) = (
        provider
            .authorization()
            .session_of(ctx, &pending, browser.context())
            .await?,
        &browser.secret,
    ) else {
        return Ok(None);
    };
    let user = provider
        .users()
        .get(&session.user_id)
        .await?
        .ok_or_else(PageError::foreign_form)?;
    Ok(Some(Question {
        pending,
        session,
        browser: secret,
        user,
    }))
}

/// Who is let in, and where to.
pub(crate) struct LetIn<'a> {
    /// The session.
    pub(crate) sid: &'a str,
    /// The app that waits; otherwise the account page.
    pub(crate) flow: Option<&'a str>,
    /// Whether the browser keeps its cookies when it is closed.
    pub(crate) remembered: bool,
}

/// Binds a session to the browser, beside the accounts that it has, and goes on.
pub(crate) async fn let_in(
    provider: &Provider,
    ctx: &OperationContext,
    here: (&Browser, &Session),
    who: LetIn<'_>,
) -> Result<HttpResponse, PageError> {
    let (browser, session) = here;
    let LetIn {
        sid,
        flow,
        remembered,
    } = who;
    let remembered = remembered && provider.settings.remembers;
    let group = provider
        .account_groups()
        .join(ctx, browser.group.as_ref(), &browser.accounts, sid)
        .await?;
    if let (Some(flow), Some(_)) = (flow, &group) {
        match provider
            .authorization()
            .choose_account(ctx, &Secret::presented(flow), browser.secret.as_ref(), sid)
            .await
        {
            // An app that waits no more says so itself.
            Ok(()) | Err(Error::Input(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    session.renew();
    session.remove(SESSION);
    session
        .insert(BIND, sid)
        .map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = see_other(&flow.map_or_else(
        || "/account".to_owned(),
        |flow| format!("/authorize/resume?flow={flow}"),
    ));
    // A page of an app may be comparing; without one nobody needs it before the next authorization
    // response.
    if browser.compares_state() {
        browser.keep_state(
            provider,
            &account_group::sids_with(&browser.accounts, sid, group.is_some()),
            &mut response,
        );
    }
    let longest = Duration::seconds(
        provider
            .settings
            .lifetimes
            .session
            .remembered_absolute
            .as_seconds(),
    );
    if let Some(group) = group {
        let mut cookie = browser::group_cookie(provider, &group);
        if account_group::is_kept(&browser.accounts, sid, remembered) {
            cookie.set_max_age(longest);
        }
        let _ = response.add_cookie(&cookie);
    }
    if remembered {
        response
            .extensions_mut()
            .insert(KeptFor(longest.whole_seconds()));
        if let Some(secret) = &browser.secret {
            let mut cookie = browser::cookie(provider, secret);
            cookie.set_max_age(longest);
            let _ = response.add_cookie(&cookie);
        }
    }
    Ok(response)
}

/// The same for somebody who has just signed in.
pub(crate) async fn signed_in(
    provider: &Provider,
    ctx: &OperationContext,
    here: (&Browser, &Session),
    who: LetIn<'_>,
) -> Result<HttpResponse, PageError> {
    metrics::counter!("doorward_sign_ins_total", "outcome" => "succeeded").increment(1);
    let_in(provider, ctx, here, who).await
}

/// The first letter of a name, where there is no picture.
pub(crate) fn initial(name: &str) -> String {
    name.chars()
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default()
}

/// The app that asks, as a page shows it.
pub struct App {
    /// Its name.
    pub name: String,
    /// Its first letter, where it has no logo.
    pub initial: String,
    /// Its logo.
    pub logo: Option<String>,
    /// Its privacy policy.
    pub policy: Option<String>,
    /// Its terms.
    pub terms: Option<String>,
}

impl App {
    pub(crate) fn of(client: &Client) -> Self {
        let name = client.display_name().to_owned();
        Self {
            initial: initial(&name),
            name,
            logo: client.logo_uri.clone(),
            policy: client.policy_uri.clone(),
            terms: client.tos_uri.clone(),
        }
    }
}
