//! Ends one session of a user for an administrator.

use super::{admin::AdminForm, frame::Section, refusal::page_error};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
    },
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use doorward_core::Provider;
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
    sessions::sso_session::{EndReason, SessionRef, SsoSession},
};

/// The form that ends a session.
pub struct EndForm {
    user_id: String,
    sid: String,
}

impl PostedForm for EndForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            user_id: field("user"),
            sid: field("sid"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        let session = browser.session.as_ref()?;
        Some(purpose(&self.user_id, &self.sid, session))
    }

    fn page(&self) -> String {
        Section::Sessions.path().to_owned()
    }
}

/// What the token of the form is bound to beside the browser: this session, and this administrator.
pub fn purpose(user_id: &str, sid: &str, by: &SsoSession) -> String {
    format!("console end-session {sid} of {user_id} by {}", by.user_id)
}

/// Ends the session, and shows what the apps answer.
pub async fn submit(
    provider: Data<Provider>,
    AdminForm { admin, form }: AdminForm<EndForm>,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::write(Resource::Sessions))?;
    let management = provider.management();
    let user = management.user_in_reach(&admin.caller, &form.user_id).await;
    let user = user.map_err(page_error)?;
    let (sid, user_id) = (form.sid.as_str(), user.id.as_str());
    let session = SessionRef { sid, user_id };
    let (sessions, reason) = (provider.sessions(), EndReason::Administrator);
    // Where it ended meanwhile, the page is the same: it is over, and the apps were told.
    sessions.end_own(&admin.caller.ctx, session, reason).await?;
    let page = with_query(Section::Sessions.path(), [("ended", sid)]);
    Ok(see_other(&Base::of(&provider).page(&page)))
}
