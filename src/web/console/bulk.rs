//! One action on several users: what it will do and to how many, then what came of it for each.

use super::{
    act,
    actions::Action,
    admin::{Admin, AdminForm},
    frame::{Frame, Section},
    refusal::{page_error, words},
};
use crate::{
    account::require_fresh,
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
        query::Query,
    },
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    access::{Assignee, RoleOfApp},
    management::{ManagementError, ManagementOutcome, RoleGift, commit},
    users::User,
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
    secret::{Digest, form_token},
    sessions::sso_session::SsoSession,
};

/// The path of the page.
pub const PATH: &str = "/admin/users/bulk";
/// How many users one action is about at most.
const MAX_USERS: usize = 100;
/// What stands between two identifiers.
const BETWEEN: char = ' ';

/// What is done to several users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// What can be done to one of them, too.
    Single(Action),
    /// Puts them into a group.
    AddToGroup,
    /// Gives them a role of an app.
    GrantRole,
}

impl BulkAction {
    /// Every one, in the order of the list.
    pub const ALL: [Self; 6] = [
        Self::Single(Action::Disable),
        Self::Single(Action::Enable),
        Self::Single(Action::SignOut),
        Self::Single(Action::SendLink),
        Self::AddToGroup,
        Self::GrantRole,
    ];

    /// Its name in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single(action) => action.name(),
            Self::AddToGroup => "add-to-group",
            Self::GrantRole => "grant-role",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// What it takes; the same as the route of the management API.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Single(action) => action.permission(),
            Self::AddToGroup => Permission::write(Resource::Groups),
            Self::GrantRole => Permission::write(Resource::Roles),
        }
    }

    /// Whether the administrator must have signed in just now.
    const fn is_dangerous(self) -> bool {
        match self {
            // What ends everything of many is worth a fresh sign-in, where it would not be for one.
            Self::Single(action) => action.is_dangerous() || matches!(action, Action::SignOut),
            Self::AddToGroup => false,
            Self::GrantRole => true,
        }
    }

    /// What it is called.
    pub fn label(self, t: Messages) -> String {
        match self {
            Self::Single(action) => action.label(t),
            Self::AddToGroup => t.bulk_add_to_group(),
            Self::GrantRole => t.bulk_grant_role(),
        }
    }

    fn effect(self, t: Messages) -> String {
        match self {
            Self::Single(action) => action.effect(t),
            Self::AddToGroup => t.bulk_add_to_group_effect(),
            Self::GrantRole => t.bulk_grant_role_effect(),
        }
    }
}

/// The form that carries an action out.
pub struct BulkForm {
    action: Option<BulkAction>,
    /// The users, by identifier.
    users: String,
    group: String,
    app: String,
    role: String,
}

impl BulkForm {
    fn ids(&self) -> impl Iterator<Item = &str> {
        self.users.split(BETWEEN).filter(|id| !id.is_empty())
    }
}

impl PostedForm for BulkForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().trim().to_owned();
        Self {
            action: fields.get("action").and_then(BulkAction::named),
            users: field("users"),
            group: field("group"),
            app: field("app"),
            role: field("role"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        let session = browser.session.as_ref()?;
        Some(purpose(self.action?, &self.users, session))
    }

    fn page(&self) -> String {
        let filled = [
            ("group", self.group.as_str()),
            ("app", &self.app),
            ("role", &self.role),
        ];
        page(self.action, self.ids(), filled)
    }
}

/// The page that asks about these users, with what is filled in.
fn page<'a>(
    action: Option<BulkAction>,
    ids: impl Iterator<Item = &'a str>,
    filled: [(&'a str, &'a str); 3],
) -> String {
    let action = action.map_or("", BulkAction::name);
    let filled = filled.into_iter().filter(|(_, value)| !value.is_empty());
    let query = std::iter::once(("action", action)).chain(filled);
    with_query(PATH, query.chain(ids.map(|id| ("user", id))))
}

/// A form about some users is never taken for one about others, nor one action for another.
fn purpose(action: BulkAction, users: &str, by: &SsoSession) -> String {
    let digest = Digest::of(users.as_bytes()).to_hex();
    format!("console {} {digest} by {}", action.name(), by.user_id)
}

#[derive(Template)]
#[template(path = "pages/console_bulk.html")]
struct BulkPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    title: String,
    /// Nothing was selected, or too much.
    problem: Option<String>,
    asked: Option<AskedBulk>,
    report: Vec<ReportLine>,
    done: usize,
}

/// What the administrator is asked to confirm.
struct AskedBulk {
    action: BulkAction,
    effect: String,
    users: String,
    names: Vec<String>,
    token: String,
    /// What an address filled in.
    filled: BulkForm,
}

/// What came of the action for one user.
struct ReportLine {
    name: String,
    page: Address,
    /// Why nothing was done.
    refused: Option<String>,
}

/// The users of an address: one more than there may be, at most.
fn asked(query: &str) -> Vec<String> {
    let named = url::form_urlencoded::parse(query.as_bytes());
    let ids = named.filter(|(name, _)| name == "user");
    ids.map(|(_, id)| id.into_owned())
        .take(MAX_USERS + 1)
        .collect()
}

/// Asks whether to do it.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Users))?;
    let ids = asked(request.query_string());
    let filled = BulkForm {
        users: ids.join(&BETWEEN.to_string()),
        ..BulkForm::from_fields(&query)
    };
    let action = filled.action.ok_or_else(PageError::bad_request)?;
    admin.require(action.permission())?;
    if action.is_dangerous()
        && let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &filled.page())
    {
        return Ok(sign_in);
    }
    let browser = &admin.signed_in.browser;
    let secret = browser.secret_or_new(&provider);
    let (users, names) = selected(&provider, &ids).await.map_err(page_error)?;
    let problem = if names.is_empty() {
        Some(t.bulk_none())
    } else if ids.len() > MAX_USERS {
        Some(t.bulk_too_many(MAX_USERS))
    } else {
        None
    };
    let asked = problem.is_none().then(|| AskedBulk {
        action,
        effect: action.effect(t),
        token: form_token(&secret, &purpose(action, &users, &admin.signed_in.session)),
        users,
        names,
        filled,
    });
    let mut response = html::page(&BulkPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Users, &admin, t),
        title: action.label(t),
        problem,
        asked,
        report: Vec::new(),
        done: 0,
    })?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// The identifiers of the users that are selected, as a field holds them, and their names.
async fn selected(provider: &Provider, ids: &[String]) -> ManagementOutcome<(String, Vec<String>)> {
    let (mut users, mut names) = (Vec::new(), Vec::new());
    for id in ids.iter().take(MAX_USERS) {
        let found = provider.management().user_named(id, "").await?;
        if let Some(user) = found.into_iter().next() {
            names.push(user.display_name().to_owned());
            users.push(user.id);
        }
    }
    Ok((users.join(&BETWEEN.to_string()), names))
}

/// Does it, and reports what came of it for each user.
pub async fn submit(
    provider: Data<Provider>,
    t: Messages,
    AdminForm { admin, form }: AdminForm<BulkForm>,
) -> Result<HttpResponse, PageError> {
    let action = form.action.ok_or_else(PageError::bad_request)?;
    admin.require(action.permission())?;
    if action.is_dangerous()
        && let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &form.page())
    {
        return Ok(sign_in);
    }
    let bulk = Bulk {
        provider: &provider,
        admin: &admin,
        form: &form,
    };
    let mut report = Vec::new();
    for id in form.ids().take(MAX_USERS) {
        // Many users take long: nobody goes on who is signed out meanwhile.
        let now = admin.caller_now(&provider).await?;
        now.require(action.permission()).map_err(page_error)?;
        report.push(bulk.report(action, id, t).await);
    }
    let done = report.iter().filter(|line| line.refused.is_none()).count();
    html::page(&BulkPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Users, &admin, t),
        title: action.label(t),
        problem: None,
        asked: None,
        report,
        done,
    })
}

/// An action that is carried out.
struct Bulk<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    form: &'a BulkForm,
}

impl Bulk<'_> {
    async fn report(&self, action: BulkAction, id: &str, t: Messages) -> ReportLine {
        let management = self.provider.management();
        let found = management.user_in_reach(&self.admin.caller, id).await;
        let (name, outcome) = match found {
            Ok(user) => {
                let name = user.display_name().to_owned();
                (name, self.carry_out(action, user).await)
            }
            Err(error) => (id.to_owned(), Err(error)),
        };
        let refused = outcome.err().map(|error| match error {
            ManagementError::Failed(error) => {
                tracing::error!(user = id, %error, "an action on several users failed for one");
                t.bulk_failed()
            }
            error => words(&error, t),
        });
        ReportLine {
            name,
            page: Base::of(self.provider).page(&Section::Users.page_of(id)),
            refused,
        }
    }

    async fn carry_out(&self, action: BulkAction, user: User) -> ManagementOutcome<()> {
        let (provider, caller) = (self.provider, &self.admin.caller);
        let management = provider.management();
        let mut changes = provider.change_set(&caller.ctx);
        match action {
            BulkAction::Single(Action::SendLink) if user.email.is_none() => {
                return Err(ManagementError::invalid("the user has no email address"));
            }
            BulkAction::Single(action) => {
                return act::carry_out(provider, self.admin, action, user).await;
            }
            BulkAction::AddToGroup => {
                let group = management.group(&self.form.group).await?;
                let added = management.add_member(caller, &mut changes, &group, &user);
                added.await?;
            }
            BulkAction::GrantRole => {
                let given = RoleGift {
                    to: Assignee::User(&user),
                    role: RoleOfApp {
                        client_id: &self.form.app,
                        name: &self.form.role,
                    },
                    expires_at: None,
                };
                management.grant_role(caller, &mut changes, given).await?;
            }
        }
        commit(changes).await
    }
}
