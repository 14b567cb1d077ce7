//! The part of the account page about identities at identity providers: link, unlink.

use crate::{
    account::{AccountForm, require_fresh},
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        signed_in::SignedIn,
    },
    federation::problem,
    respond::{
        address::Address,
        headers::see_other,
        page_error::{NextPage, PageError},
    },
    sessions::establish::{Established, establish},
};
use actix_web::{HttpResponse, web::Data};
use doorward_core::{Provider, federation::IdentityKey};

/// The form that links.
pub struct LinkForm {
    provider_id: String,
}

impl PostedForm for LinkForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            provider_id: fields.get("provider").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::LinkIdentity.purpose(browser)
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Begins to link an identity: asked for from our own page, by a user who signed in just now.
pub async fn link(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<LinkForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(again) = require_fresh(&provider, &signed_in, "/account") {
        return Ok(again);
    }
    let SignedIn {
        browser,
        session,
        ctx,
    } = signed_in;
    let secret = browser
        .secret
        .ok_or_else(|| PageError::foreign_form("/account"))?;
    let begun = provider
        .federation()
        .begin_link(&ctx, &form.provider_id, &session, &secret)
        .await?;
    begun
        .map(|url| see_other(&Address::elsewhere(url)))
        .map_err(|found| problem::page(&found))
}

/// The form that unlinks.
pub struct UnlinkForm {
    provider_id: String,
    issuer: String,
    subject: String,
}

impl PostedForm for UnlinkForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            provider_id: field("provider"),
            issuer: field("issuer"),
            subject: field("subject"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::UnlinkIdentity.purpose(browser)
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Unlinks an identity, unless it is the last sign-in method of the user.
pub async fn remove(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<UnlinkForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(again) = require_fresh(&provider, &signed_in, "/account") {
        return Ok(again);
    }
    let SignedIn {
        browser,
        session,
        ctx,
    } = signed_in;
    let user = provider
        .users()
        .get(&session.user_id)
        .await?
        .ok_or_else(|| PageError::foreign_form("/account"))?;
    let identity = IdentityKey {
        provider_id: &form.provider_id,
        issuer: &form.issuer,
        subject: &form.subject,
    };
    if !provider
        .federation()
        .unlink(&ctx, &user, identity, &session)
        .await?
    {
        return Err(PageError::last_method().with_next("/account", NextPage::Account));
    }
    // The session goes on under a new identifier, as after each change of how one signs in: one
    // that was stolen before the change opens nothing after it.
    let established = Established {
        remembered: session.remembered,
        ..Established::new(&session.sid, None)
    };
    establish(&provider, &ctx, &browser, &established).await
}
