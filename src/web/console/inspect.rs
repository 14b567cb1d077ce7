//! Finds the cause: an authorization URL, a token or a logout token is looked at as the endpoints look.

use super::{
    admin::{Admin, AdminForm},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
    },
    messages::Messages,
    respond::{address::Base, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    management::{ManagementError, ManagementOutcome},
    oauth::inspection::{Checked, Finding},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::authorization_request::Parameters,
    secret::form_token,
    sessions::sso_session::SsoSession,
};
use serde_json::Value;

/// The longest text that is looked at, in bytes.
const MAX_TEXT: usize = 32 * 1024;

#[derive(Template)]
#[template(path = "pages/console_inspect.html")]
struct InspectPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    token: String,
    text: &'a str,
    user: &'a str,
    /// Whether the administrator may see who can open which app.
    may_name_user: bool,
    /// Why nothing was looked at.
    problem: Option<String>,
    inspected: Option<Inspected>,
}

/// What was found.
struct Inspected {
    findings: Vec<FindingLine>,
    /// The header and the claims of a token, as JSON.
    parts: Vec<String>,
}

struct FindingLine {
    label: String,
    is_good: bool,
    detail: String,
}

impl Inspected {
    /// Whether everything is as it should be.
    fn is_good(&self) -> bool {
        self.findings.iter().all(|finding| finding.is_good)
    }
}

/// The form of the page.
#[derive(Default)]
pub struct InspectForm {
    text: String,
    user: String,
}

impl PostedForm for InspectForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().trim().to_owned();
        Self {
            text: field("text"),
            user: field("user"),
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

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Apps))?;
    let page = Asked {
        provider: &provider,
        admin: &admin,
        t,
    };
    page.render(&InspectForm::default(), None)
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
    let inspected = match asked.inspect(&form).await {
        Ok(inspected) => Ok(inspected),
        Err(error @ ManagementError::Invalid { .. }) => Err(error.to_string()),
        Err(error) => return Err(page_error(error)),
    };
    asked.render(&form, Some(inspected))
}

/// An administrator who asks.
struct Asked<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    t: Messages,
}

/// The parameters of an authorization URL, or of what stands after its question mark.
fn parameters_of(text: &str) -> Option<Parameters> {
    let is_request = text.starts_with("http") || text.contains("client_id=");
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    is_request.then(|| Parameters::parse(query))
}

impl Asked<'_> {
    /// Whether they may see who can open which app.
    fn may_name_user(&self) -> bool {
        let caller = &self.admin.caller;
        let needed = [Resource::Users, Resource::Roles].map(Permission::read);
        needed.into_iter().all(|permission| caller.may(permission))
    }

    async fn inspect(&self, form: &InspectForm) -> ManagementOutcome<Inspected> {
        if form.text.is_empty() || form.text.len() > MAX_TEXT {
            return Err(ManagementError::field(
                "text",
                self.t.console_inspect_text(),
            ));
        }
        if let Some(parameters) = parameters_of(&form.text) {
            return self.inspect_request(&parameters, &form.user).await;
        }
        let text = form
            .text
            .strip_prefix("Bearer ")
            .unwrap_or(&form.text)
            .trim();
        let ctx = &self.admin.caller.ctx;
        let found = self.provider.tokens().inspect(ctx, text).await?;
        let pretty = |part: Option<Value>| serde_json::to_string_pretty(&part?).ok();
        Ok(Inspected {
            findings: self.lines(found.findings),
            parts: [pretty(found.header), pretty(found.claims)]
                .into_iter()
                .flatten()
                .collect(),
        })
    }

    async fn inspect_request(
        &self,
        parameters: &Parameters,
        user: &str,
    ) -> ManagementOutcome<Inspected> {
        let mut findings = self.provider.authorization().inspect(parameters).await?;
        let is_known = findings
            .iter()
            .any(|finding| finding.checked == Checked::Client && finding.is_good);
        if !user.is_empty() && is_known && self.may_name_user() {
            let management = self.provider.management();
            let user = management.require_user("user", user).await?;
            let client_id = parameters.get("client_id").unwrap_or_default();
            let caller = &self.admin.caller;
            let explained = management.explain(caller, &user, client_id).await?;
            findings.push(Finding {
                checked: Checked::Access,
                is_good: explained.allowed,
                detail: explained.reasons.join("; "),
            });
        }
        Ok(Inspected {
            findings: self.lines(findings),
            parts: Vec::new(),
        })
    }

    fn lines(&self, findings: Vec<Finding>) -> Vec<FindingLine> {
        let lines = findings.into_iter().map(|finding| FindingLine {
            label: self.label(finding.checked),
            is_good: finding.is_good,
            detail: finding.detail,
        });
        lines.collect()
    }

    fn label(&self, checked: Checked) -> String {
        let t = self.t;
        match checked {
            Checked::Client => t.console_app(),
            Checked::RedirectUri => t.console_app_return(),
            Checked::Request => t.console_inspect_request(),
            Checked::Access => t.console_inspect_access(),
            Checked::Shape => t.console_inspect_shape(),
            Checked::Signature => t.console_inspect_signature(),
            Checked::Issuer => t.console_secret_issuer(),
            Checked::Time => t.console_inspect_time(),
            Checked::Kind => t.console_inspect_kind(),
            Checked::Live => t.console_inspect_live(),
        }
    }

    fn render(
        &self,
        filled: &InspectForm,
        inspected: Option<Result<Inspected, String>>,
    ) -> Result<HttpResponse, PageError> {
        let (provider, admin, t) = (self.provider, self.admin, self.t);
        let browser = &admin.signed_in.browser;
        let secret = browser.secret_or_new(provider);
        let (inspected, problem) = match inspected {
            None => (None, None),
            Some(Ok(inspected)) => (Some(inspected), None),
            Some(Err(problem)) => (None, Some(problem)),
        };
        let mut response = html::page(&InspectPage {
            t,
            base: Base::of(provider),
            brand: &provider.name(),
            frame: Frame::new(Section::Inspect, admin, t),
            token: form_token(&secret, &purpose(&admin.signed_in.session)),
            text: &filled.text,
            user: &filled.user,
            may_name_user: self.may_name_user(),
            problem,
            inspected,
        })?;
        browser.keep_secret(provider, &secret, &mut response);
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::parameters_of;

    #[test]
    fn a_request_is_told_from_a_token() {
        let url = "https://id.example/authorize?client_id=wiki&scope=openid#top";
        for text in [
            url,
            "client_id=wiki&scope=openid",
            "/authorize?client_id=wiki&scope=openid",
        ] {
            let parameters = parameters_of(text).unwrap();
            assert_eq!(parameters.get("client_id"), Some("wiki"), "{text}");
            assert_eq!(parameters.get("scope"), Some("openid"), "{text}");
        }
        for text in ["eyJhbGciOiJSUzI1NiJ9.e30.x", "opaque"] {
            assert!(parameters_of(text).is_none(), "{text}");
        }
    }
}
