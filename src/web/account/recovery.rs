//! A user who is signed in refuses that their second factor is removed.

use crate::{
    account::{AccountForm, words::device},
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        signed_in::SignedIn,
    },
    messages::{Html, Messages},
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use doorward_core::Provider;

/// A request that waits, as the account page shows it.
pub struct RecoveryBanner {
    /// Which browser asked.
    pub device: String,
    /// When it takes effect.
    pub at: Html,
}

/// The request about the account of a session, where one waits.
pub async fn banner(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
) -> Result<Option<RecoveryBanner>, PageError> {
    let (ctx, user_id) = (&signed_in.ctx, &signed_in.session.user_id);
    let pending = provider.recovery().pending(ctx, user_id).await?;
    Ok(pending.map(|pending| RecoveryBanner {
        device: device(&pending.user_agent, t),
        at: t.when(pending.effective_at, ctx.now()),
    }))
}

/// The form of the banner.
pub struct RefuseForm;

impl PostedForm for RefuseForm {
    fn from_fields(_: &Fields) -> Self {
        Self
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::RefuseRecovery.purpose(browser)
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Refuses the request.
pub async fn refuse(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(_): Form<RefuseForm>,
) -> Result<HttpResponse, PageError> {
    let (ctx, user_id) = (&signed_in.ctx, &signed_in.session.user_id);
    provider.recovery().refuse_by_user(ctx, user_id).await?;
    Ok(see_other(&Base::of(&provider).page("/account")))
}
