//! The authenticator app and the recovery codes of the user who is signed in.

use crate::{
    account::{AccountForm, fresh::require_fresh, security::PATH},
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        signed_in::SignedIn,
    },
    messages::Messages,
    pages::recovery_codes::{self, RecoveryCodesPage},
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    sessions::establish::{self, Established},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::second_factors::{AppConfirmation, AppSetUp, SetUpOutcome},
    users::User,
};
use doorward_protocol::secret::Secret;

#[derive(Template)]
#[template(path = "pages/authenticator.html")]
struct AuthenticatorPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    form_token: &'a str,
    set_up: &'a AppSetUp,
    problem: Option<String>,
}

/// What the pages are made of.
struct Page<'a> {
    provider: &'a Provider,
    signed_in: &'a SignedIn,
    secret: Secret,
    user: User,
    t: Messages,
}

impl<'a> Page<'a> {
    async fn new(
        provider: &'a Provider,
        signed_in: &'a SignedIn,
        t: Messages,
    ) -> Result<Self, PageError> {
        let user = provider.users().get(&signed_in.session.user_id).await?;
        Ok(Self {
            provider,
            signed_in,
            secret: signed_in.browser.secret_or_new(provider),
            user: user.ok_or_else(|| PageError::foreign_form(PATH))?,
            t,
        })
    }

    fn begin(&self, problem: Option<String>) -> Result<HttpResponse, PageError> {
        let factors = self.provider.second_factors();
        let set_up = factors.begin_app(&self.signed_in.ctx, &self.user, &self.secret)?;
        self.render(&set_up, problem)
    }

    fn render(
        &self,
        set_up: &AppSetUp,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let token = AccountForm::SetUpAuthenticator.token(&self.secret, &self.signed_in.session);
        let mut response = html::page(&AuthenticatorPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            form_token: &token,
            set_up,
            problem,
        })?;
        let browser = &self.signed_in.browser;
        browser.keep_secret(self.provider, &self.secret, &mut response);
        Ok(response)
    }

    /// Goes on under a new identifier of the session, as after each change of how one signs in: one
    /// that was stolen before the change opens nothing after it. New codes are shown on the way.
    async fn changed(&self, codes: Option<Vec<String>>) -> Result<HttpResponse, PageError> {
        let SignedIn {
            browser,
            session,
            ctx,
        } = self.signed_in;
        let established = Established {
            remembered: session.remembered,
            ..Established::new(&session.sid, None)
        };
        let response = establish::establish(self.provider, ctx, browser, &established).await?;
        let base = Base::of(self.provider);
        let Some(codes) = codes else {
            return Ok(establish::shown_instead(
                &response,
                see_other(&base.page(PATH)),
            ));
        };
        let next = base.page(PATH);
        let page = RecoveryCodesPage {
            t: self.t,
            base,
            brand: Brand::of(self.provider),
            user: self.user.label(),
            codes: &codes,
            next: next.as_str(),
        };
        Ok(establish::shown_instead(
            &response,
            recovery_codes::page(&page)?,
        ))
    }
}

/// Shows the key of a new app.
pub async fn show(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, "/account/security/authenticator") {
        return Ok(first);
    }
    if provider
        .second_factors()
        .of_user(&signed_in.session.user_id)
        .await?
        .has_app
    {
        return Ok(see_other(&Base::of(&provider).page(PATH)));
    }
    Page::new(&provider, &signed_in, t).await?.begin(None)
}

/// The form that confirms an app.
pub struct ConfirmForm {
    sealed: String,
    code: String,
}

impl PostedForm for ConfirmForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            sealed: field("set_up"),
            code: field("code"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::SetUpAuthenticator.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// Takes a code of the app.
pub async fn submit(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<ConfirmForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PATH) {
        return Ok(first);
    }
    let page = Page::new(&provider, &signed_in, t).await?;
    let sealed = Secret::presented(&form.sealed);
    let confirmation = AppConfirmation {
        sealed: &sealed,
        code: &form.code,
    };
    let factors = provider.second_factors();
    let SignedIn { session, ctx, .. } = &signed_in;
    let outcome = factors
        .confirm_app(ctx, session, &page.secret, confirmation)
        .await?;
    match outcome {
        SetUpOutcome::Done { recovery_codes, .. } => page.changed(recovery_codes).await,
        SetUpOutcome::Wrong => match factors.same_app(ctx, &page.user, &page.secret, &sealed)? {
            Some(set_up) => page.render(&set_up, Some(t.set_up_wrong_code())),
            None => page.begin(Some(t.set_up_too_late())),
        },
        SetUpOutcome::Over => page.begin(Some(t.set_up_too_late())),
    }
}

/// The form that takes the app away.
pub struct RemoveForm;

impl PostedForm for RemoveForm {
    fn from_fields(_: &Fields) -> Self {
        Self
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::RemoveAuthenticator.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// Takes the app away.
pub async fn remove(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(RemoveForm): Form<RemoveForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PATH) {
        return Ok(first);
    }
    let factors = provider.second_factors();
    if factors
        .remove_app(&signed_in.ctx, &signed_in.session)
        .await?
    {
        return Page::new(&provider, &signed_in, t)
            .await?
            .changed(None)
            .await;
    }
    Ok(see_other(&Base::of(&provider).page(PATH)))
}

/// The form that makes new recovery codes.
pub struct RenewForm;

impl PostedForm for RenewForm {
    fn from_fields(_: &Fields) -> Self {
        Self
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::RenewRecoveryCodes.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// Makes new recovery codes, and shows them.
pub async fn renew_codes(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(RenewForm): Form<RenewForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PATH) {
        return Ok(first);
    }
    let SignedIn { session, ctx, .. } = &signed_in;
    let renewed = provider
        .second_factors()
        .renew_recovery_codes(ctx, session)
        .await?;
    match renewed {
        Some(codes) => {
            let page = Page::new(&provider, &signed_in, t).await?;
            page.changed(Some(codes)).await
        }
        None => Ok(see_other(&Base::of(&provider).page(PATH))),
    }
}
