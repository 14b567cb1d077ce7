//! The page of an action: shown, posted, and shown again with what is wrong.

use super::{
    access_requests::REQUEST,
    action::{Done, Edit, EditCall},
    fields::{Field, version_of},
    invitations::INVITATION,
    mail,
    posted::{EditForm, purpose},
    report_page, shown_once, sign_in,
    table::allowed,
};
use crate::{
    account::require_fresh,
    console::{
        admin::{AdminForm, AdminOrOwner, AdminOrOwnerForm},
        frame::{Frame, Section},
        refusal::{is_about_state, page_error, words},
    },
    extract::query::Query,
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::{
    management::Resource,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/console_edit.html")]
struct EditPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    title: String,
    effect: String,
    subject: Option<String>,
    /// The page that the action belongs to.
    back: Address,
    is_dangerous: bool,
    takes_away: bool,
    /// What the form holds that nobody fills in.
    hidden: Vec<Hidden<'a>>,
    fields: Vec<Field>,
    /// Whether the address filled in the form.
    is_filled: bool,
    /// What is wrong.
    problem: Option<String>,
    /// The field that it is about.
    wrong: &'a str,
}

struct Hidden<'a> {
    name: &'a str,
    value: String,
}

/// What is wrong with what was posted.
struct Problem {
    text: String,
    field: String,
    status: StatusCode,
}

impl Problem {
    /// What an administrator can put right, or the error itself.
    fn of(error: ManagementError, t: Messages) -> Result<Self, PageError> {
        if !is_about_state(&error) {
            return Err(page_error(error));
        }
        let pointer = match &error {
            ManagementError::Invalid { errors, .. } => {
                errors.first().map(|error| error.pointer.as_str())
            }
            ManagementError::Refused { pointer, .. } => pointer.as_deref(),
            _ => None,
        };
        // Of a JSON Pointer, the member at the top: it has the name of the field.
        let top = |pointer: &str| {
            pointer
                .split('/')
                .find(|part| !part.is_empty())
                .map(str::to_owned)
        };
        let field = pointer.and_then(top);
        Ok(Self {
            text: words(&error, t),
            field: field.unwrap_or_default(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
        })
    }
}

/// Shows the form, with the values that its address holds.
pub async fn show(
    values: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let edit = allowed(&values, &admin)?;
    let call = EditCall {
        edit,
        provider: &provider,
        admin: &admin,
        values: &values,
        t,
    };
    render(&call, None).await
}

/// Does it, or shows the form again with what is wrong.
pub async fn submit(
    provider: Data<Provider>,
    t: Messages,
    AdminOrOwnerForm(AdminForm { admin, form }): AdminOrOwnerForm<EditForm>,
) -> Result<HttpResponse, PageError> {
    use crate::extract::form::PostedForm;
    let edit = allowed(&form.fields, &admin)?;
    if edit.is_dangerous
        && let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &form.page())
    {
        return Ok(sign_in);
    }
    let call = EditCall {
        edit,
        provider: &provider,
        admin: &admin,
        values: &form.fields,
        t,
    };
    match carry_out(&call).await {
        Ok(Done::Page(page)) => Ok(see_other(&Base::of(&provider).page(&page))),
        Ok(Done::Secret(shown)) => shown_once::secret(&call, section_of(edit), &shown),
        Ok(Done::Written(app)) => shown_once::written(&call, &app),
        Ok(Done::Report(found)) => report_page::show(&call, edit, section_of(edit), &found),
        Err(error) => {
            if matches!(error, ManagementError::SignInAgain)
                && let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &form.page())
            {
                return Ok(sign_in);
            }
            let problem = Problem::of(error, t)?;
            // Without the text: it may hold the address of a user.
            let field = problem.field.as_str();
            tracing::info!(action = edit.name, field, "the console refused a form");
            render(&call, Some(problem)).await
        }
    }
}

/// Carries the action out, where everything is filled in that must be.
async fn carry_out(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let view = (call.edit.describe)(call).await?;
    let empty = view
        .fields
        .iter()
        .find(|field| field.is_required && call.filled(field.name).is_none());
    if let Some(field) = empty {
        call.required(field.name)?;
    }
    let unknown = view.fields.iter().find(|field| {
        let choices = field.choices();
        let value = call.value(field.name);
        !choices.is_empty() && choices.iter().all(|choice| choice.value != value)
    });
    if let Some(field) = unknown {
        let wrong = call.t.console_field_choice();
        return Err(ManagementError::field(field.name, wrong));
    }
    (call.edit.carry_out)(call).await
}

async fn render(call: &EditCall<'_>, problem: Option<Problem>) -> Result<HttpResponse, PageError> {
    let (t, provider, admin, edit) = (call.t, call.provider, call.admin, call.edit);
    let view = (edit.describe)(call).await.map_err(page_error)?;
    let version = version_of(&view.fields);
    let seen = call.values.get("version");
    let is_filled = call.values.get("filled").is_some();
    let is_stale = is_filled && seen.is_some_and(|seen| seen != version);
    let fields = view.fields.into_iter().map(|mut field| {
        let typed = call.values.get(field.name);
        if !field.is_secret() && (is_filled || typed.is_some()) {
            let typed = typed.unwrap_or_default().to_owned();
            let present = std::mem::replace(&mut field.value, typed);
            field.now = Some(present).filter(|now| is_stale && !is_same(now, &field.value));
        }
        field
    });
    let base = Base::of(provider);
    let browser = &admin.signed_in.browser;
    let secret = browser.secret_or_new(provider);
    let notice = notice(problem, is_stale, t);
    let page = EditPage {
        t,
        base,
        brand: Brand::of(provider),
        frame: Frame::new(section_of(edit), admin, t),
        title: (edit.title)(t),
        effect: (edit.effect)(t),
        subject: view.subject,
        back: base.page(&view.page),
        is_dangerous: edit.is_dangerous,
        takes_away: edit.takes_away,
        is_filled: is_filled && notice.text.is_none(),
        hidden: hidden(edit, call, &version, &secret),
        fields: fields.collect(),
        problem: notice.text,
        wrong: &notice.field,
    };
    let mut response = html::page_with(notice.status, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// What the form holds that nobody fills in.
fn hidden<'a>(
    edit: &'a Edit,
    call: &EditCall<'_>,
    version: &str,
    secret: &Secret,
) -> Vec<Hidden<'a>> {
    let purpose = purpose(edit, call.values, &call.admin.signed_in.session);
    let fixed = [
        ("form_token", form_token(secret, &purpose)),
        ("action", edit.name.to_owned()),
        ("version", version.to_owned()),
        ("filled", "1".to_owned()),
    ];
    let about = edit.about.iter().map(|name| {
        let value = call.values.get(name).unwrap_or_default();
        (*name, value.to_owned())
    });
    let fields = fixed.into_iter().chain(about);
    fields.map(|(name, value)| Hidden { name, value }).collect()
}

/// What the page says above the form.
struct Notice {
    text: Option<String>,
    /// The field that it is about.
    field: String,
    status: StatusCode,
}

fn notice(problem: Option<Problem>, is_stale: bool, t: Messages) -> Notice {
    let (text, field, status) = match problem {
        Some(_) if is_stale => (Some(t.console_stale()), String::new(), StatusCode::CONFLICT),
        Some(problem) => (Some(problem.text), problem.field, problem.status),
        None => {
            let stale = is_stale.then(|| t.console_stale());
            (stale, String::new(), StatusCode::OK)
        }
    };
    Notice {
        text,
        field,
        status,
    }
}

/// Whether two values are the same but for how the lines end.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().lines().eq(other.trim().lines())
}

/// Where the action is in the navigation.
fn section_of(edit: &Edit) -> Section {
    match edit.permission.resource {
        Resource::Apps if edit.name == sign_in::CHANGE => Section::SignIn,
        Resource::Groups => Section::Groups,
        Resource::Roles if edit.about.contains(&REQUEST) => Section::AccessRequests,
        Resource::Apps | Resource::Roles => Section::Apps,
        Resource::Users if edit.about.contains(&INVITATION) => Section::Invitations,
        Resource::Settings if edit.name == mail::TEST => Section::Mail,
        Resource::Settings => Section::Overview,
        Resource::Providers => Section::Providers,
        Resource::Organizations => Section::Organizations,
        Resource::Webhooks | Resource::ScimTargets => Section::Webhooks,
        _ => Section::Users,
    }
}
