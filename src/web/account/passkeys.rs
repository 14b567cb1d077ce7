//! The passkeys and security keys of the user who is signed in.

use crate::{
    account::{AccountForm, fresh::require_fresh, security::PATH},
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        query::Query,
        signed_in::SignedIn,
    },
    messages::Messages,
    pages::recovery_codes::{self, RecoveryCodesPage},
    respond::{
        address::Base,
        brand::Brand,
        headers::see_other,
        html,
        page_error::{NextPage, PageError},
    },
    sessions::establish::{self, Established},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::{
        passkeys::{PasskeyAnswer, PasskeyCeremony, PasskeyOwner, PasskeyRenamed},
        second_factors::{PasskeyAdded, PasskeyRemoved},
    },
    users::User,
};
use doorward_protocol::secret::Secret;

#[derive(Template)]
#[template(path = "pages/new_passkey.html")]
struct NewPasskeyPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    /// Whether it is a security key, which is a second factor alone.
    is_security_key: bool,
    form_token: &'a str,
    options: &'a str,
    state: &'a str,
    problem: Option<String>,
}

/// What the pages are made of.
struct Page<'a> {
    provider: &'a Provider,
    signed_in: &'a SignedIn,
    t: Messages,
}

/// The user of a session.
async fn user_of(provider: &Provider, signed_in: &SignedIn) -> Result<User, PageError> {
    let user = provider.users().get(&signed_in.session.user_id).await?;
    user.ok_or_else(|| PageError::foreign_form(PATH))
}

impl Page<'_> {
    async fn begin(
        &self,
        is_security_key: bool,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let SignedIn {
            browser,
            session,
            ctx,
        } = self.signed_in;
        let user = user_of(self.provider, self.signed_in).await?;
        let secret = browser.secret_or_new(self.provider);
        let owner = PasskeyOwner {
            user_id: &user.id,
            name: user.label(),
            display_name: user.display_name(),
        };
        let passkeys = self.provider.passkeys();
        let begun = passkeys
            .begin_registration(ctx, owner, &secret, is_security_key)
            .await?;
        let Some(PasskeyCeremony { options, state }) = begun else {
            return Ok(see_other(&Base::of(self.provider).page(PATH)));
        };
        let mut response = html::page(&NewPasskeyPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            is_security_key,
            form_token: &AccountForm::AddPasskey.token(&secret, session),
            options: &options,
            state: state.reveal(),
            problem,
        })?;
        browser.keep_secret(self.provider, &secret, &mut response);
        Ok(response)
    }

    /// Goes on under a new identifier of the session, as after each change of how one signs in. New
    /// codes are shown on the way.
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
        let next = base.page(PATH);
        let Some(codes) = codes else {
            return Ok(establish::shown_instead(&response, see_other(&next)));
        };
        let user = user_of(self.provider, self.signed_in).await?;
        let page = RecoveryCodesPage {
            t: self.t,
            base,
            brand: Brand::of(self.provider),
            user: user.label(),
            codes: &codes,
            next: next.as_str(),
        };
        Ok(establish::shown_instead(
            &response,
            recovery_codes::page(&page)?,
        ))
    }
}

/// Shows the page that makes a passkey, or a security key.
pub async fn new(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PATH) {
        return Ok(first);
    }
    let is_security_key = query.get("kind") == Some("security-key");
    let page = Page {
        provider: &provider,
        signed_in: &signed_in,
        t,
    };
    page.begin(is_security_key, None).await
}

/// The form that brings a new passkey.
pub struct AddForm {
    state: String,
    answer: String,
    is_security_key: bool,
}

impl PostedForm for AddForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            state: field("state"),
            answer: field("passkey"),
            is_security_key: fields.get("kind") == Some("security-key"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::AddPasskey.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// Adds a passkey.
pub async fn add(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<AddForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PATH) {
        return Ok(first);
    }
    let SignedIn {
        browser,
        session,
        ctx,
    } = &signed_in;
    let page = Page {
        provider: &provider,
        signed_in: &signed_in,
        t,
    };
    let secret = browser.secret_or_new(&provider);
    let answer = PasskeyAnswer {
        state: &Secret::presented(&form.state),
        answer: &form.answer,
    };
    let factors = provider.second_factors();
    match factors.add_passkey(ctx, session, &secret, answer).await? {
        PasskeyAdded::Added { recovery_codes, .. } => page.changed(recovery_codes).await,
        PasskeyAdded::Refused => {
            let told = t.passkey_not_made();
            page.begin(form.is_security_key, Some(told)).await
        }
    }
}

/// The form that gives a passkey another name.
pub struct RenameForm {
    id: String,
    label: String,
}

impl PostedForm for RenameForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            id: field("passkey"),
            label: field("label"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::RenamePasskey.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// The form that takes a passkey away.
pub struct RemoveForm {
    id: String,
}

impl PostedForm for RemoveForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            id: fields.get("passkey").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::RemovePasskey.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// Gives a passkey another name.
pub async fn rename(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<RenameForm>,
) -> Result<HttpResponse, PageError> {
    let user_id = &signed_in.session.user_id;
    let passkeys = provider.passkeys();
    let renamed = passkeys
        .rename(&signed_in.ctx, user_id, &form.id, &form.label)
        .await?;
    match renamed {
        PasskeyRenamed::Renamed | PasskeyRenamed::Unknown => {
            Ok(see_other(&Base::of(&provider).page(PATH)))
        }
        PasskeyRenamed::NoName => Err(PageError::passkey_name().with_next(PATH, NextPage::Account)),
    }
}

/// Takes a passkey away, unless it is the last sign-in method of the user.
pub async fn remove(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<RemoveForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, PATH) {
        return Ok(first);
    }
    let factors = provider.second_factors();
    let SignedIn { session, ctx, .. } = &signed_in;
    match factors.remove_passkey(ctx, session, &form.id).await? {
        PasskeyRemoved::Removed => {
            let page = Page {
                provider: &provider,
                signed_in: &signed_in,
                t,
            };
            page.changed(None).await
        }
        PasskeyRemoved::Unknown => Ok(see_other(&Base::of(&provider).page(PATH))),
        PasskeyRemoved::LastMethod => {
            Err(PageError::last_method().with_next(PATH, NextPage::Account))
        }
    }
}
