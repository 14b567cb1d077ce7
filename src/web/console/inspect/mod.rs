//! Finds the cause: a request, a token or the reference of an error page is looked at as the endpoints
//! look, and the sign-in of an app is tried out. Nothing is stored or sent.

mod asked;
mod input;
mod rehearse;
mod words;

use super::{
    admin::{Admin, AdminForm},
    entry::{self, EntryLine},
    frame::{Frame, Section},
    refusal::{page_error, words},
};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
        query::Query,
    },
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use asked::Asked;
use doorward_core::{
    Provider,
    management::{ManagementError, ManagementOutcome},
    oauth::inspection::{Checked, Finding, Verdict},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::authorization_request::Parameters,
    secret::form_token,
    sessions::sso_session::SsoSession,
};
use input::Pasted;
use rehearse::Tried;
use words::{ClaimRow, FindingLine};

/// The longest text that is looked at, in bytes.
const MAX_TEXT: usize = 32 * 1024;

#[derive(Template)]
#[template(path = "pages/console_inspect.html")]
struct InspectPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    token: String,
    filled: Filled<'a>,
    /// Whether the administrator may see who can open which app.
    may_name_user: bool,
    /// Why nothing was looked at.
    problem: Option<String>,
    inspected: Option<Inspected>,
    tried: Option<Tried>,
}

/// The fields as they were filled in.
#[derive(Clone, Copy, Default)]
struct Filled<'a> {
    text: &'a str,
    user: &'a str,
    audience: &'a str,
    try_app: &'a str,
    try_as: &'a str,
}

/// What was found.
#[derive(Default)]
struct Inspected {
    findings: Vec<FindingLine>,
    /// The header of a token, as JSON.
    header: Option<String>,
    claims: Vec<ClaimRow>,
    reference: Option<Referenced>,
}

/// What is known of a reference.
struct Referenced {
    reference: String,
    /// What the log says of the page, where this node showed it.
    shown: Option<ShownLine>,
    entries: Vec<EntryLine>,
}

struct ShownLine {
    when: Html,
    path: String,
    status: u16,
    reason: String,
    more: Vec<(&'static str, String)>,
}

impl Inspected {
    /// The headline: how bad the worst finding is.
    fn headline(&self, t: Messages) -> String {
        let verdicts = self.findings.iter().map(|finding| finding.verdict);
        match verdicts.max().unwrap_or(Verdict::Good) {
            Verdict::Good => t.console_inspect_good(),
            Verdict::Noted => t.inspect_noted(),
            Verdict::Wrong => t.console_inspect_wrong(),
        }
    }
}

/// The form of the page.
#[derive(Default)]
pub struct InspectForm {
    text: String,
    user: String,
    audience: String,
}

impl PostedForm for InspectForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().trim().to_owned();
        Self {
            text: field("text"),
            user: field("user"),
            audience: field("audience"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        browser.session.as_ref().map(purpose)
    }

    /// Without the text: a token stays out of addresses.
    fn page(&self) -> String {
        Section::Inspect.path().to_owned()
    }
}

fn purpose(by: &SsoSession) -> String {
    format!("console inspect by {}", by.user_id)
}

/// Shows the page, and tries out the sign-in of the app that its address names.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Apps))?;
    let asked = Asked {
        provider: &provider,
        admin: &admin,
        t,
    };
    let field = |name| query.get(name).map(str::trim).unwrap_or_default();
    let filled = Filled {
        try_app: field("app"),
        try_as: field("as"),
        ..Filled::default()
    };
    if filled.try_app.is_empty() {
        return asked.render(filled, InspectionOutcome::Nothing);
    }
    match asked.try_sign_in(filled.try_app, filled.try_as).await {
        Ok(tried) => asked.render(filled, InspectionOutcome::Tried(tried)),
        Err(error) => asked.render(filled, InspectionOutcome::of_error(error, asked.t)?),
    }
}

/// Looks at what was pasted.
pub async fn submit(
    provider: Data<Provider>,
    t: Messages,
    AdminForm { admin, form }: AdminForm<InspectForm>,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Apps))?;
    let asked = Asked {
        provider: &provider,
        admin: &admin,
        t,
    };
    let pasted = input::read(&form.text);
    let has_secret = matches!(pasted, Pasted::Token(_));
    let outcome = match asked.inspect(&form, pasted).await {
        Ok(inspected) => InspectionOutcome::Inspected(inspected),
        Err(error) => InspectionOutcome::of_error(error, asked.t)?,
    };
    let filled = Filled {
        // A secret is not shown again.
        text: if has_secret { "" } else { &form.text },
        user: &form.user,
        audience: &form.audience,
        ..Filled::default()
    };
    asked.render(filled, outcome)
}

/// What the page shows beside its forms.
enum InspectionOutcome {
    Nothing,
    Inspected(Inspected),
    Tried(Tried),
    Problem(String),
}

impl InspectionOutcome {
    /// What cannot be looked at is said on the page; every other error is a page of its own.
    fn of_error(error: ManagementError, t: Messages) -> Result<Self, PageError> {
        match error {
            ManagementError::Invalid { .. }
            | ManagementError::Refused { .. }
            | ManagementError::NotFound(_) => Ok(Self::Problem(words(&error, t))),
            error => Err(page_error(error)),
        }
    }
}

impl Asked<'_> {
    async fn inspect(&self, form: &InspectForm, pasted: Pasted) -> ManagementOutcome<Inspected> {
        if form.text.is_empty() || form.text.len() > MAX_TEXT {
            return Err(ManagementError::field("text", self.t.inspect_text()));
        }
        let (provider, ctx) = (self.provider, &self.admin.caller.ctx);
        let findings = match pasted {
            Pasted::Authorization(parameters) => {
                self.inspect_request(&parameters, &form.user).await?
            }
            Pasted::Logout(parameters) => provider.logout().inspect(ctx, &parameters).await?,
            Pasted::Token(request) => {
                let (tokens, http) = (provider.tokens(), request.http());
                let found = tokens.inspect_token_request(ctx, http, &request.parameters);
                found.await?
            }
            Pasted::Reference(reference) => return self.look_up(reference).await,
            Pasted::Other(text) => return self.inspect_token(&text, &form.audience).await,
        };
        Ok(Inspected {
            findings: self.lines(findings),
            ..Inspected::default()
        })
    }

    async fn inspect_token(&self, text: &str, audience: &str) -> ManagementOutcome<Inspected> {
        let expected = Some(audience).filter(|audience| !audience.is_empty());
        let ctx = &self.admin.caller.ctx;
        let found = self.provider.tokens().inspect(ctx, text, expected).await?;
        let header = found.header.as_ref();
        Ok(Inspected {
            findings: self.lines(found.findings),
            header: header.and_then(|header| serde_json::to_string_pretty(header).ok()),
            claims: ClaimRow::all(found.claims, self.t),
            reference: None,
        })
    }

    /// What the log and the audit log say of a request, for whoever may read the audit log.
    async fn look_up(&self, reference: String) -> ManagementOutcome<Inspected> {
        let (provider, admin, t) = (self.provider, self.admin, self.t);
        let mut found = Referenced {
            reference,
            shown: None,
            entries: Vec::new(),
        };
        if admin.caller.may(Permission::read(Resource::Audit)) {
            let now = admin.signed_in.ctx.now();
            let shown = provider.shown_errors().find(&found.reference);
            found.shown = shown.map(|shown| ShownLine {
                when: t.when(shown.at, now),
                path: shown.path,
                status: shown.status,
                reason: shown.reason,
                more: shown.more,
            });
            let rows = provider.management().audit_of_request(&found.reference);
            found.entries = entry::lines(rows.await?, admin, t);
        }
        Ok(Inspected {
            reference: Some(found),
            ..Inspected::default()
        })
    }

    async fn inspect_request(
        &self,
        parameters: &Parameters,
        user: &str,
    ) -> ManagementOutcome<Vec<Finding>> {
        let mut findings = self.provider.authorization().inspect(parameters).await?;
        let is_known = findings
            .iter()
            .any(|each| each.checked == Checked::Client && each.verdict == Verdict::Good);
        if !user.is_empty() && is_known && self.may_name_user() {
            let user = self
                .provider
                .management()
                .require_user("user", user)
                .await?;
            let client_id = parameters.get("client_id").unwrap_or_default();
            findings.push(self.access(&user, client_id).await?);
        }
        Ok(findings)
    }

    fn lines(&self, findings: Vec<Finding>) -> Vec<FindingLine> {
        let lines = findings.into_iter();
        lines.map(|found| FindingLine::of(found, self.t)).collect()
    }

    fn render(
        &self,
        filled: Filled<'_>,
        outcome: InspectionOutcome,
    ) -> Result<HttpResponse, PageError> {
        let (provider, admin, t) = (self.provider, self.admin, self.t);
        let browser = &admin.signed_in.browser;
        let secret = browser.secret_or_new(provider);
        let (mut inspected, mut tried, mut problem) = (None, None, None);
        match outcome {
            InspectionOutcome::Nothing => {}
            InspectionOutcome::Inspected(found) => inspected = Some(found),
            InspectionOutcome::Tried(found) => tried = Some(found),
            InspectionOutcome::Problem(text) => problem = Some(text),
        }
        let mut response = html::page(&InspectPage {
            t,
            base: Base::of(provider),
            brand: Brand::of(provider),
            frame: Frame::new(Section::Inspect, admin, t),
            token: form_token(&secret, &purpose(&admin.signed_in.session)),
            filled,
            may_name_user: self.may_name_user(),
            problem,
            inspected,
            tried,
        })?;
        browser.keep_secret(provider, &secret, &mut response);
        Ok(response)
    }
}
