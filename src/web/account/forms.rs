//! The forms of the account page about sessions and apps.

use crate::{
    account::AccountForm,
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        signed_in::SignedIn,
    },
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use doorward_core::{Provider, context::Actor};
use doorward_protocol::sessions::sso_session::{EndReason, SessionRef};

/// The form that ends sessions.
pub struct SessionForm {
    /// The session to end; every other one than this where there is none.
    sid: Option<String>,
}

impl PostedForm for SessionForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            sid: fields.get("sid").map(str::to_owned),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::EndSessions.purpose(browser)
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Ends one session of the user, or all but this one.
pub async fn end_sessions(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<SessionForm>,
) -> Result<HttpResponse, PageError> {
    let SignedIn { session, ctx, .. } = &signed_in;
    let user_id = &session.user_id;
    let sessions = provider.sessions();
    if let Some(sid) = form.sid {
        sessions
            .end_own(ctx, SessionRef { sid: &sid, user_id }, EndReason::SignOut)
            .await?;
    } else {
        let this = Some(session.sid.as_str());
        sessions
            .end_all(ctx, user_id, this, EndReason::SignOut)
            .await?;
    }
    Ok(see_other(&Base::of(&provider).page("/account")))
}

/// The form that unlinks an app.
pub struct AppForm {
    client_id: String,
}

impl PostedForm for AppForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            client_id: fields.get("client_id").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::RemoveApp.purpose(browser)
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Takes an app out of everything of the user: consent, sessions and tokens. The app is told.
pub async fn unlink(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<AppForm>,
) -> Result<HttpResponse, PageError> {
    let user_id = &signed_in.session.user_id;
    provider
        .consents()
        .withdraw(&signed_in.ctx, user_id, &form.client_id)
        .await?;
    Ok(see_other(&Base::of(&provider).page("/account")))
}

/// The form that sends a logout notice again.
pub struct ReceiptForm {
    receipt: String,
}

impl PostedForm for ReceiptForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            receipt: fields.get("receipt").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::SendAgain.purpose(browser)
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Tells an app again that the user is signed out.
pub async fn send_again(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<ReceiptForm>,
) -> Result<HttpResponse, PageError> {
    let user_id = &signed_in.session.user_id;
    // Only a receipt of this user: the identifier of another's finds nothing.
    let ctx = &signed_in.ctx.acting_as(Actor::User(user_id.clone()));
    provider
        .logout()
        .send_again(ctx, &form.receipt, user_id)
        .await?;
    Ok(see_other(&Base::of(&provider).page("/account")))
}
