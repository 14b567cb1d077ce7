//! Whose second step a page is about: the holder of a ticket, or a user who is signed in and whom an
//! app wants a stronger sign-in of.

use crate::{
    extract::{browser::Browser, form::page_about},
    respond::{
        address::{Address, Base},
        page_error::PageError,
    },
    waiting,
};
use doorward_core::{
    Error, Provider, context::OperationContext, credentials::second_factors::TicketHolder,
    oauth::authorize::PendingRequest, sessions::Device, users::User,
};
use doorward_protocol::{secret::Secret, sessions::sso_session::SsoSession};

/// The path of the page that asks for a second factor.
pub const ASK: &str = "/sign-in/second-factor";
/// The path of the page on which one is set up.
pub const SET_UP: &str = "/sign-in/second-factor/set-up";

/// The path of the page for who lost every second factor.
pub const LOST: &str = "/sign-in/second-factor/recovery";

/// What a page says of whose second step it is.
pub struct Whose<'a> {
    ticket: Option<&'a str>,
    flow: Option<&'a str>,
}

/// A second step that is asked for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each found on its own"
)]
pub struct SecondStepSubject {
    ticket: Option<Secret>,
    /// The authorization request that waits.
    pub flow: Option<String>,
    /// What is asked, by which app.
    pub pending: Option<PendingRequest>,
    /// The session that is to become stronger.
    pub session: Option<SsoSession>,
    /// The user whose step it is.
    pub user: User,
    /// The name of the account.
    pub name: String,
    /// Whether they have an authenticator app.
    pub has_app: bool,
    /// Whether they have passkeys or security keys.
    pub has_keys: bool,
    /// Whether they have recovery codes left.
    pub has_recovery_codes: bool,
    /// Whether they set a second factor up, because they have none.
    pub sets_up: bool,
    /// Whether they may go on without one.
    pub can_be_put_off: bool,
}

impl<'a> Whose<'a> {
    /// Of the fields of a form, or the parameters of a page.
    pub fn of(ticket: Option<&'a str>, flow: Option<&'a str>) -> Self {
        Self {
            ticket: ticket.filter(|ticket| !ticket.is_empty()),
            flow: flow.filter(|flow| !flow.is_empty()),
        }
    }

    /// Finds the second step. The inner error is where the browser goes instead.
    pub async fn find(
        &self,
        provider: &Provider,
        ctx: &OperationContext,
        browser: &Browser,
    ) -> Result<Result<SecondStepSubject, Address>, actix_web::Error> {
        match (self.ticket, self.flow) {
            (Some(ticket), _) => of_ticket(provider, ctx, browser, ticket).await,
            (None, Some(flow)) => of_session(provider, ctx, browser, flow).await,
            (None, None) => Ok(Err(Base::of(provider).page("/sign-in"))),
        }
    }
}

async fn of_ticket(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    ticket: &str,
) -> Result<Result<SecondStepSubject, Address>, actix_web::Error> {
    let factors = provider.second_factors();
    let ticket = Secret::presented(ticket);
    let secret = browser.secret.as_ref();
    let found = match secret {
        Some(secret) => factors
            .second_step(ctx, &ticket, secret)
            .await
            .map_err(PageError::from)?,
        None => None,
    };
    let Some(view) = found else {
        let flow = factors.flow_of(&ticket, secret);
        return Ok(Err(begin_again(Base::of(provider), flow.as_deref())));
    };
    // The page of a request that waits no more says nothing of its app; it is started again when the
    // browser comes back to it.
    let pending = match view.flow.as_deref() {
        Some(flow) => {
            let sealed = Secret::presented(flow);
            match provider.authorization().pending(ctx, &sealed, secret).await {
                Ok(pending) => Some(pending),
                Err(Error::Input(_)) => None,
                Err(error) => return Err(PageError::from(error).into()),
            }
        }
        None => None,
    };
    Ok(Ok(SecondStepSubject {
        ticket: Some(ticket),
        flow: view.flow,
        pending,
        session: None,
        name: view.user.label().to_owned(),
        user: view.user,
        has_app: view.has_app,
        has_keys: view.has_keys,
        has_recovery_codes: view.has_recovery_codes,
        sets_up: view.sets_up,
        can_be_put_off: view.can_be_put_off,
    }))
}

/// The session that a waiting request is about.
async fn of_session(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    flow: &str,
) -> Result<Result<SecondStepSubject, Address>, actix_web::Error> {
    let base = Base::of(provider);
    let Some(pending) = waiting::pending(provider, ctx, browser, Some(flow)).await? else {
        return Ok(Err(base.page("/sign-in")));
    };
    let authorization = provider.authorization();
    let session = authorization
        .session_of(ctx, &pending, browser.context())
        .await
        .map_err(PageError::from)?
        .cloned();
    let Some(session) = session else {
        return Ok(Err(base.page(&page_about("/sign-in", "flow", Some(flow)))));
    };
    let users = provider.users();
    let user = users.get(&session.user_id).await.map_err(PageError::from)?;
    let user = user.ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let factors = provider.second_factors();
    let owned = factors.of_user(&user.id).await.map_err(PageError::from)?;
    let trusted = browser.context().trusted_browser;
    let is_demanded = authorization
        .demands_more(&pending, &session)
        .await
        .map_err(PageError::from)?
        || factors
            .lacks_required(ctx, &session, trusted)
            .await
            .map_err(PageError::from)?;
    Ok(Ok(SecondStepSubject {
        ticket: None,
        flow: Some(flow.to_owned()),
        pending: Some(pending),
        session: Some(session),
        name: user.label().to_owned(),
        user,
        has_app: owned.has_app,
        has_keys: owned.passkeys + owned.security_keys > 0,
        has_recovery_codes: owned.recovery_codes > 0,
        sets_up: !owned.any(),
        can_be_put_off: !is_demanded,
    }))
}

impl SecondStepSubject {
    /// The ticket, as a hidden field has it.
    pub fn ticket_text(&self) -> &str {
        self.ticket.as_ref().map_or("", Secret::reveal)
    }

    /// The waiting request, as a hidden field has it: a ticket names it itself.
    pub fn flow_text(&self) -> &str {
        match &self.ticket {
            Some(_) => "",
            None => self.flow.as_deref().unwrap_or_default(),
        }
    }

    /// The holder of the ticket, where there is one.
    pub fn holder<'a>(
        &'a self,
        browser: &'a Browser,
        device: Device<'a>,
    ) -> Option<TicketHolder<'a>> {
        Some(TicketHolder {
            ticket: self.ticket.as_ref()?,
            browser: browser.secret.as_ref()?,
            accounts: &browser.accounts,
            device,
        })
    }

    /// The address of a page about this step.
    pub fn address(&self, base: Base<'_>, path: &str) -> Address {
        self.address_with(base, path, None)
    }

    /// The address of a page about this step, by a kind of factor.
    pub fn address_with(&self, base: Base<'_>, path: &str, method: Option<&str>) -> Address {
        let page = match &self.ticket {
            Some(ticket) => page_about(path, "ticket", Some(ticket.reveal())),
            None => page_about(path, "flow", self.flow.as_deref()),
        };
        let method = method.map_or_else(String::new, |method| format!("&method={method}"));
        base.page(&format!("{page}{method}"))
    }

    /// The page to sign in otherwise.
    pub fn again(&self, base: Base<'_>) -> Address {
        let page = page_about("/sign-in", "flow", self.flow.as_deref());
        let separator = if page.contains('?') { '&' } else { '?' };
        base.page(&format!("{page}{separator}way=another"))
    }
}

/// The sign-in page, for who begins again.
pub fn begin_again(base: Base<'_>, flow: Option<&str>) -> Address {
    let page = page_about("/sign-in", "flow", flow);
    let separator = if page.contains('?') { '&' } else { '?' };
    base.page(&format!("{page}{separator}way=over"))
}
