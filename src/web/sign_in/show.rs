//! Shows the sign-in page, or sends the browser straight on to the identity provider that it must
//! be.

use crate::{
    extract::{browser::Browser, form::page_about, operation::Operation, query::Query},
    messages::Messages,
    respond::{
        address::{Address, Base},
        headers::see_other,
        page_error::PageError,
    },
    sign_in::{
        identity_provider::{Redirect, redirect},
        page::{Reason, State, render},
        second_step::ASK,
    },
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use doorward_core::{
    Provider, context::OperationContext, federation::SignInMethods,
    oauth::authorize::PendingRequest,
};
use doorward_protocol::secret::Secret;

/// Shows the page: for an app that waits, or for the account page.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let (flow, way) = (query.get("flow"), query.get("way"));
    if let Some(path) = elsewhere(&browser, flow, way) {
        return Ok(see_other(&Base::of(&provider).page(path)));
    }
    let pending = waiting::pending(&provider, &ctx, &browser, flow).await?;
    if let Some(path) = signed_in_elsewhere(&provider, &ctx, &browser, flow, way).await? {
        return Ok(see_other(&Base::of(&provider).page(&path)));
    }
    let t = waiting::language(&request, pending.as_ref());
    let methods = waiting::methods(&provider, pending.as_ref()).await?;
    let step_up = way == Some("step-up") && pending.is_some() && !browser.accounts.is_empty();
    let methods = if step_up { methods.stronger() } else { methods };
    let step = Step::new(&provider, &ctx, &browser, &methods);
    let asking = pending.as_ref().filter(|_| step_up);
    let second_factor = step.second_factor(asking, flow).await?;
    if let (Some(page), true) = (&second_factor, methods.providers.is_empty()) {
        return Ok(see_other(page));
    }
    // A user who is signed in and is asked again chooses on the page, so that no redirect leads in
    // circles. Where one method is left there is nothing to choose.
    let is_new = way.is_none() && browser.session.is_none();
    let only = match methods.providers.as_slice() {
        [one] if step_up && second_factor.is_none() => Some(one.id()),
        _ if is_new => implied(&methods, pending.as_ref()),
        _ => None,
    };
    if let Some(to) = only.map(|provider_id| straight(provider_id, flow))
        && let Some(response) = redirect(&provider, &ctx, &browser, to).await?
    {
        return Ok(response);
    }
    let hint = login_hint(pending.as_ref());
    let asked = pending.as_ref().filter(|_| way.is_none() && hint.is_none());
    let known = known(&provider, &ctx, &browser, asked).await?;
    let state = State {
        ctx: &ctx,
        t,
        flow,
        pending: pending.as_ref(),
        identifier: hint.unwrap_or_default(),
        problem: told(t, way),
        asks_password: false,
        by_password: query.get("by") == Some("password"),
        remembered: false,
        attempted: None,
        reason: Reason::of(way.filter(|way| step_up || *way != "step-up"), &browser),
        known: known.as_deref().unwrap_or_default(),
        second_factor,
        unknown_passkey: None,
    };
    let status = StatusCode::OK;
    Ok(render(&provider, &browser, &methods, state, status)?)
}

/// Whom the app expects, as it says.
fn login_hint(pending: Option<&PendingRequest>) -> Option<&str> {
    pending.and_then(|pending| pending.request.login_hint.as_deref())
}

/// What the page says of why it is shown.
fn told(t: Messages, way: Option<&str>) -> Option<String> {
    match way {
        Some("again") => Some(t.sign_in_fresh()),
        Some("over") => Some(t.second_factor_over()),
        _ => None,
    }
}

/// A step up of a user who is signed in.
struct Step<'a> {
    provider: &'a Provider,
    ctx: &'a OperationContext,
    browser: &'a Browser,
    methods: &'a SignInMethods,
}

impl<'a> Step<'a> {
    const fn new(
        provider: &'a Provider,
        ctx: &'a OperationContext,
        browser: &'a Browser,
        methods: &'a SignInMethods,
    ) -> Self {
        Self {
            provider,
            ctx,
            browser,
            methods,
        }
    }

    /// The page that asks for a second factor here: where the user has one, or there is no identity
    /// provider that could ask for its own.
    async fn second_factor(
        &self,
        pending: Option<&PendingRequest>,
        flow: Option<&str>,
    ) -> Result<Option<Address>, PageError> {
        let Some(pending) = pending else {
            return Ok(None);
        };
        let is_here = self.methods.second_factors
            && (self.methods.providers.is_empty() || self.has_factor(pending).await?);
        Ok(flow
            .filter(|_| is_here)
            .map(|flow| Base::of(self.provider).page(&page_about(ASK, "flow", Some(flow)))))
    }

    async fn has_factor(&self, pending: &PendingRequest) -> Result<bool, PageError> {
        let authorization = self.provider.authorization();
        let session = authorization
            .session_of(self.ctx, pending, self.browser.context())
            .await?;
        let Some(session) = session else {
            return Ok(false);
        };
        let factors = self.provider.second_factors();
        Ok(factors.of_user(&session.user_id).await?.any())
    }
}

/// Where a browser goes whose user signed in in another tab since the page was opened, so that the
/// request asks for no sign-in any more.
async fn signed_in_elsewhere(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    flow: Option<&str>,
    way: Option<&str>,
) -> Result<Option<String>, PageError> {
    let Some(flow) = flow.filter(|_| way.is_none() && !browser.accounts.is_empty()) else {
        return Ok(None);
    };
    let sealed = Secret::presented(flow);
    let asks = provider
        .authorization()
        .asks_to_sign_in(ctx, &sealed, browser.context())
        .await?;
    Ok((!asks).then(|| waiting::resume(flow)))
}

/// Where a browser goes that has an account already and that no app sent.
fn elsewhere(browser: &Browser, flow: Option<&str>, way: Option<&str>) -> Option<&'static str> {
    if flow.is_some() || way.is_some() || browser.accounts.is_empty() {
        return None;
    }
    Some(if browser.session.is_some() {
        "/account"
    } else {
        browser.sign_in_path()
    })
}

/// A sign-in by an identity provider that no form asked for.
const fn straight<'a>(provider_id: &'a str, flow: Option<&'a str>) -> Redirect<'a> {
    Redirect {
        provider_id,
        flow,
        login_hint: None,
        remembered: false,
        is_form: false,
    }
}

/// The identity provider that the app or the user's address names, or the only one there is.
fn implied<'a>(methods: &'a SignInMethods, pending: Option<&PendingRequest>) -> Option<&'a str> {
    let request = pending.map(|pending| &pending.request);
    let hinted = request
        .and_then(|request| request.idp_hint.as_deref())
        .and_then(|hint| methods.provider(hint));
    let by_address = request
        .and_then(|request| request.login_hint.as_deref())
        .and_then(|address| methods.home_of(address));
    hinted
        .or(by_address)
        .or_else(|| methods.sole())
        .map(|provider| provider.id())
}

/// The name of the account that is to prove itself again: nobody types what is known.
async fn known(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    pending: Option<&PendingRequest>,
) -> Result<Option<String>, PageError> {
    let Some(pending) = pending.filter(|_| browser.session.is_some()) else {
        return Ok(None);
    };
    let session = provider
        .authorization()
        .session_of(ctx, pending, browser.context())
        .await?;
    let Some(session) = session else {
        return Ok(None);
    };
    let user = provider.users().get(&session.user_id).await?;
    Ok(user.map(|user| user.label().to_owned()))
}
