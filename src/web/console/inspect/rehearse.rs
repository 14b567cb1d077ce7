//! A sign-in that is tried out: what the page shows of it.

use super::{
    asked::Asked,
    words::{ClaimRow, FindingLine},
};
use crate::messages::Messages;
use doorward_core::{
    management::ManagementOutcome,
    oauth::{
        authorize::InteractionPage,
        inspection::{Checked, Fact, Finding, OfferedMethod, RehearsedPage, Verdict},
    },
    users::User,
};

/// A sign-in that was tried out.
pub struct Tried {
    /// The address that the app sends the browser to; empty where it signs nobody in.
    pub request: String,
    /// The checks of the request.
    pub findings: Vec<FindingLine>,
    /// What somebody sees who is not signed in.
    pub for_nobody: Option<FindingLine>,
    /// How users can sign in.
    pub methods: Vec<MethodLine>,
    /// The user, where one was named.
    pub user: Option<TriedUser>,
    /// The claims of each token, with its name.
    pub tokens: Vec<TokenTable>,
    /// Whether the access token holds no claims that could be shown.
    pub is_opaque: bool,
}

/// A user who signs in.
pub struct TriedUser {
    /// The name of the user.
    pub name: String,
    /// Whether they may open the app, and what comes next.
    pub findings: Vec<FindingLine>,
}

/// A way to sign in.
pub struct MethodLine {
    /// The name on the page.
    pub name: String,
    /// Whether the provider did not answer the last request.
    pub is_failing: bool,
}

/// The claims of a token.
pub struct TokenTable {
    /// The name of the token, as the specification has it.
    pub name: &'static str,
    /// The claims with their origins.
    pub claims: Vec<ClaimRow>,
}

impl Asked<'_> {
    /// Tries out the sign-in of an app, as a user or as nobody.
    pub(super) async fn try_sign_in(
        &self,
        client_id: &str,
        user: &str,
    ) -> ManagementOutcome<Tried> {
        let (management, t) = (self.provider.management(), self.t);
        let app = management.app(client_id).await?;
        let user = if user.is_empty() || !self.may_name_user() {
            None
        } else {
            Some(management.require_user("as", user).await?)
        };
        let ctx = &self.admin.caller.ctx;
        let authorization = self.provider.authorization();
        let rehearsed = authorization
            .rehearse(ctx, &app.client, user.as_ref())
            .await?;
        let rehearsed = rehearsed.unwrap_or_default();
        let mut findings = rehearsed.findings;
        if app.disabled && findings.is_empty() {
            let client_id = app.client.client_id.clone();
            findings.push(Finding::wrong(
                Checked::Client,
                Fact::ClientDisabled { client_id },
            ));
        }
        let methods = rehearsed.methods.into_iter();
        let tried_user = match &user {
            None => None,
            Some(user) => Some(self.tried_user(user, client_id, rehearsed.for_user).await?),
        };
        let tokens = [
            ("id_token", rehearsed.tokens.id_token),
            ("access_token", rehearsed.tokens.access_token),
            ("userinfo", rehearsed.tokens.userinfo),
        ];
        let tokens = tokens.into_iter().map(|(name, claims)| TokenTable {
            name,
            claims: ClaimRow::all(claims, t),
        });
        let tokens: Vec<_> = tokens.filter(|table| !table.claims.is_empty()).collect();
        Ok(Tried {
            request: rehearsed.request,
            findings: findings
                .into_iter()
                .map(|found| FindingLine::of(found, t))
                .collect(),
            for_nobody: rehearsed.for_nobody.map(|page| next(page, t)),
            methods: methods.map(|method| self.method(method)).collect(),
            user: tried_user,
            is_opaque: !tokens.is_empty()
                && tokens.iter().all(|table| table.name != "access_token"),
            tokens,
        })
    }

    async fn tried_user(
        &self,
        user: &User,
        client_id: &str,
        page: Option<RehearsedPage>,
    ) -> ManagementOutcome<TriedUser> {
        let t = self.t;
        let access = self.access(user, client_id).await?;
        let mut findings = vec![FindingLine::of(access, t)];
        findings.extend(page.map(|page| next(page, t)));
        let name = user.claims.name.clone();
        let name = name
            .or_else(|| user.email.clone())
            .or_else(|| user.username.clone());
        Ok(TriedUser {
            name: name.unwrap_or_else(|| user.id.clone()),
            findings,
        })
    }

    fn method(&self, method: OfferedMethod) -> MethodLine {
        let t = self.t;
        let here = |name| MethodLine {
            name,
            is_failing: false,
        };
        match method {
            OfferedMethod::Password => here(t.account_password()),
            OfferedMethod::Passkey => here(t.console_passkeys()),
            OfferedMethod::Code => here(t.inspect_method_code()),
            OfferedMethod::Link => here(t.inspect_method_link()),
            OfferedMethod::Provider { id, name } => MethodLine {
                is_failing: self.provider.federation().is_failing(&id),
                name,
            },
        }
    }
}

/// What comes next, as a line.
fn next(page: RehearsedPage, t: Messages) -> FindingLine {
    let (verdict, detail, told) = match page {
        RehearsedPage::Page(page) => (Verdict::Good, of_page(page, t), None),
        RehearsedPage::Answer(uri) => (Verdict::Good, t.inspect_page_answer(uri), None),
        RehearsedPage::Refused(error) => {
            let sentence = t.inspect_page_refused(error.code.as_str());
            (Verdict::Wrong, sentence, Some(error.to_string()))
        }
    };
    FindingLine {
        label: t.inspect_label_decision(),
        verdict,
        detail,
        told,
        reasons: Vec::new(),
    }
}

fn of_page(page: InteractionPage, t: Messages) -> String {
    match page {
        InteractionPage::SignIn | InteractionPage::SignUp => t.inspect_page_sign_in(),
        InteractionPage::StepUp => t.inspect_page_step_up(),
        InteractionPage::SelectAccount => t.inspect_page_account(),
        InteractionPage::SelectOrganization => t.inspect_page_organization(),
        InteractionPage::MissingFields => t.inspect_page_fields(),
        InteractionPage::Consent => t.inspect_page_consent(),
        InteractionPage::NoAccess => t.access_ask(),
    }
}
