//! Carries out what an administrator does to a user.

use super::{
    actions::Action,
    admin::{Admin, AdminForm},
    frame::Section,
    refusal::{is_about_state, page_error},
};
use crate::{
    account::require_fresh,
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
    },
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use doorward_core::{
    Provider,
    credentials::second_factors::RemovedFactors,
    management::{ManagementError, ManagementOutcome, commit},
    password_reset::LinkDelivery,
    users::User,
};
use doorward_protocol::sessions::sso_session::EndReason;

/// The form of one action on one user.
pub struct UserForm {
    action: Option<Action>,
    user_id: String,
}

impl PostedForm for UserForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            action: fields.get("action").and_then(Action::named),
            user_id: fields.get("user").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        let session = browser.session.as_ref()?;
        Some(self.action?.purpose(&self.user_id, session))
    }

    fn page(&self) -> String {
        let tab = self.action.map_or("profile", Action::tab);
        page_of(&self.user_id, tab)
    }
}

/// The page of a user, at a tab.
fn page_of(user_id: &str, tab: &str) -> String {
    if user_id.is_empty() {
        return "/admin/users".to_owned();
    }
    format!("{}?tab={tab}", Section::Users.page_of(user_id))
}

/// Does it, and shows the user again with what came of it.
pub async fn submit(
    provider: Data<Provider>,
    AdminForm { admin, form }: AdminForm<UserForm>,
) -> Result<HttpResponse, PageError> {
    let Some(action) = form.action else {
        return Err(PageError::bad_request());
    };
    admin.require(action.permission())?;
    let page = form.page();
    if action.is_dangerous()
        && let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &page)
    {
        return Ok(sign_in);
    }
    let management = provider.management();
    let user = management.user_in_reach(&admin.caller, &form.user_id).await;
    let user = user.map_err(page_error)?;
    let told = match carry_out(&provider, &admin, action, user).await {
        Ok(()) => "done",
        Err(error) if is_about_state(&error) => "refused",
        Err(error) => {
            if matches!(error, ManagementError::SignInAgain)
                && let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &page)
            {
                return Ok(sign_in);
            }
            return Err(page_error(error));
        }
    };
    let page = format!("{page}&told={told}");
    Ok(see_other(&Base::of(&provider).page(&page)))
}

/// Does one thing to one user.
///
/// # Errors
/// As the actions of the management API.
pub async fn carry_out(
    provider: &Provider,
    admin: &Admin,
    action: Action,
    user: User,
) -> ManagementOutcome<()> {
    let ctx = &admin.caller.ctx;
    match action {
        Action::Disable => set_disabled(provider, admin, user, true).await?,
        Action::Enable => set_disabled(provider, admin, user, false).await?,
        Action::SignOut => {
            let (sessions, reason) = (provider.sessions(), EndReason::Administrator);
            sessions.end_all(ctx, &user.id, None, reason).await?;
        }
        Action::SendLink => {
            let delivery = LinkDelivery::Mailed;
            provider
                .password_reset()
                .for_user(ctx, &user, delivery)
                .await?;
        }
        Action::RemoveFactors => {
            let (factors, which) = (provider.second_factors(), RemovedFactors::All);
            factors.remove_for(ctx, &user.id, which).await?;
        }
    }
    Ok(())
}

async fn set_disabled(
    provider: &Provider,
    admin: &Admin,
    user: User,
    disabled: bool,
) -> ManagementOutcome<()> {
    let mut changes = provider.change_set(&admin.caller.ctx);
    provider
        .management()
        .set_user_disabled(&admin.caller, &mut changes, user, disabled)
        .await?;
    commit(changes).await
}
