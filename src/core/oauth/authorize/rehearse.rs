//! A sign-in of an app, rehearsed for an administrator: each step is decided as for a browser, and
//! nothing is stored or sent.

use super::{
    Authorization, InteractionPage,
    attempt::{Attempt, Progress},
    checked_request::{CheckedRequest, asking_client},
    decide::not_admitted,
};
use crate::{
    Configuration, Result,
    context::OperationContext,
    federation::SignInMethods,
    oauth::inspection::{OfferedMethod, Rehearsal, RehearsedPage, RehearsedTokens},
    sessions::{account_group::Account, browser_context::BrowserContext},
};
use doorward_protocol::{
    clients::client::Client,
    oauth::{authorization_request::Parameters, discovery::path},
    oidc::interaction::NextStep,
    sessions::sso_session::{Authentication, SsoSession},
};
use doorward_storage::User;
use std::sync::Arc;

/// A `code_challenge` as a library would make it (RFC 7636 Appendix B).
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

impl Authorization {
    /// What happens where somebody opens an app: the request that the app sends, its checks, the page
    /// that somebody sees who is not signed in, and what a user gets after they signed in. `None` where
    /// the app signs nobody in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn rehearse(
        &self,
        ctx: &OperationContext,
        client: &Client,
        user: Option<&User>,
    ) -> Result<Option<Rehearsal>> {
        let Some(query) = query(client) else {
            return Ok(None);
        };
        let configuration = self.kernel.configuration().await?;
        let parameters = Parameters::parse(&query);
        let findings = self.inspect(&parameters).await?;
        let mut rehearsal = Rehearsal {
            request: format!("{}{}?{query}", self.kernel.issuer(), path::AUTHORIZE),
            findings,
            methods: offered(&self.methods(&configuration, client)),
            ..Rehearsal::default()
        };
        let asking = asking_client(&configuration, &parameters).await?;
        let Ok(request) = self.check_request(&configuration, asking, &parameters) else {
            return Ok(Some(rehearsal));
        };
        let attempt = Attempt {
            configuration: Arc::clone(&configuration),
            incoming: parameters.into(),
            progress: Progress {
                asked_at: ctx.now(),
                ..Progress::at_the_start(ctx.now())
            },
            waiting: None,
        };
        let (nobody, _) = self.step(ctx, &attempt, &request, None).await?;
        rehearsal.for_nobody = Some(nobody);
        if let Some(user) = user.filter(|user| user.disabled_at.is_none()) {
            let session = self.imagined_session(ctx, &configuration, client, user);
            let (page, organization_id) =
                self.step(ctx, &attempt, &request, Some(&session)).await?;
            if !matches!(page, RehearsedPage::Refused(_)) {
                let basis = RehearsedTokens {
                    request: &request.request,
                    client,
                    session: &session,
                    organization_id,
                };
                rehearsal.tokens = self.tokens.rehearse(ctx, &configuration, basis).await?;
            }
            rehearsal.for_user = Some(page);
        }
        Ok(Some(rehearsal))
    }

    fn methods(&self, configuration: &Configuration, client: &Client) -> SignInMethods {
        SignInMethods::for_client(&self.kernel.settings, configuration, Some(client))
    }

    /// What comes next in a browser with this session, or with none, and for which organization.
    async fn step(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt,
        request: &CheckedRequest,
        session: Option<&SsoSession>,
    ) -> Result<(RehearsedPage, Option<String>)> {
        let accounts: Vec<Account> = session
            .map(|session| Account {
                session: session.clone(),
                user: None,
            })
            .into_iter()
            .collect();
        let browser = BrowserContext {
            browser: None,
            session,
            accounts: &accounts,
            group: None,
            trusted_browser: None,
        };
        let decision = self.decide(ctx, attempt, request, browser).await?;
        let page = match decision.step {
            NextStep::SignIn => RehearsedPage::Page(InteractionPage::SignIn),
            NextStep::StepUp => RehearsedPage::Page(InteractionPage::StepUp),
            NextStep::SelectAccount => RehearsedPage::Page(InteractionPage::SelectAccount),
            NextStep::SelectOrganization => {
                RehearsedPage::Page(InteractionPage::SelectOrganization)
            }
            NextStep::MissingFields => RehearsedPage::Page(InteractionPage::MissingFields),
            NextStep::Consent => RehearsedPage::Page(InteractionPage::Consent),
            NextStep::AskForAccess => RehearsedPage::Refused(not_admitted()),
            NextStep::Refuse(error) => RehearsedPage::Refused(error),
            NextStep::Issue => RehearsedPage::Answer(request.addressed.redirect_uri().to_owned()),
        };
        Ok((page, decision.organization.id().map(str::to_owned)))
    }

    /// The session that a user would have who signed in just now by the first method of the app.
    fn imagined_session(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        client: &Client,
        user: &User,
    ) -> SsoSession {
        let now = ctx.now();
        SsoSession {
            sid: String::new(),
            user_id: user.id.clone(),
            auth_time: now,
            authentication: authentication(&self.methods(configuration, client)),
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus(self.kernel.settings.lifetimes.session.absolute),
            ended_at: None,
            remembered: false,
            generation: user.generation,
        }
    }
}

/// The query of the authorization request that an app sends which asks for all that it is registered for.
fn query(client: &Client) -> Option<String> {
    let redirect_uri = client.redirect_uris.first()?;
    let response_type = client.response_types.first()?;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("response_type", response_type.as_str())
        .append_pair("client_id", &client.client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("scope", &client.scope.to_string())
        .append_pair("state", "example")
        .append_pair("nonce", "example");
    if response_type.has_code() {
        query
            .append_pair("code_challenge", CHALLENGE)
            .append_pair("code_challenge_method", "S256");
    }
    Some(query.finish())
}

/// The methods in the order in which a sign-in page has them.
fn offered(methods: &SignInMethods) -> Vec<OfferedMethod> {
    let here = [
        (methods.password, OfferedMethod::Password),
        (methods.passkeys, OfferedMethod::Passkey),
        (methods.code, OfferedMethod::Code),
        (methods.link, OfferedMethod::Link),
    ];
    let here = here.into_iter().filter(|(is_on, _)| *is_on);
    let elsewhere = methods.directories.iter().chain(&methods.providers);
    let elsewhere = elsewhere.map(|provider| OfferedMethod::Provider {
        id: provider.id().to_owned(),
        name: provider.display_name().to_owned(),
    });
    here.map(|(_, method)| method).chain(elsewhere).collect()
}

/// How somebody proves who they are by the first method.
fn authentication(methods: &SignInMethods) -> Authentication {
    if methods.password {
        return Authentication::password();
    }
    if methods.passkeys {
        return Authentication {
            amr: vec!["hwk".to_owned(), "user".to_owned()],
            idp: None,
        };
    }
    if methods.code {
        return Authentication::code();
    }
    if methods.link {
        return Authentication::link();
    }
    let mut elsewhere = methods.directories.iter().chain(&methods.providers);
    Authentication {
        amr: Vec::new(),
        idp: elsewhere.next().map(|provider| provider.id().to_owned()),
    }
}
