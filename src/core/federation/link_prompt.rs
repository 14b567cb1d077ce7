//! The prompt to link: the provider is authoritative for an email address that a user here has.
//! Who proves that account by its password links exactly the identity that was verified.

use crate::{
    Error, Result,
    context::{Actor, OperationContext},
    credentials::{Attempt, Evidence, SignInOutcome},
    federation::{
        Federation, FederationError, FederationResult, LoadedIdentityProvider, SignInBrowser,
        flows::{FlowContent, LoadedFlow},
        resolve_identity::VerifiedLogin,
    },
};
use doorward_protocol::{
    federation::Identity,
    secret::Secret,
    sessions::sso_session::{Authentication, EndReason, SessionRef},
};
use doorward_storage::Store;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// What waits for the password of the account.
#[derive(Serialize, Deserialize)]
struct LinkPrompt {
    identity: Identity,
    user_id: String,
    /// The waiting authorization request of an app.
    flow: Option<String>,
    /// The number of the newest end of sessions before the identity was verified.
    #[serde(default)]
    newest_end: i64,
}

impl FlowContent for LinkPrompt {
    const KIND: &'static str = "link_offer";
}

/// A prompt, as a page shows it.
pub struct LinkPromptView {
    /// The name of the provider.
    pub provider_name: String,
    /// The email address that both accounts have.
    pub email: String,
    /// The waiting authorization request of an app.
    pub flow: Option<String>,
}

/// What the form of a link prompt brings.
pub struct LinkConfirmation<'a> {
    /// The password of the account.
    pub password: SecretString,
    /// The browser of the user.
    pub browser: SignInBrowser<'a>,
    /// What the form brings beside the password.
    pub evidence: Evidence<'a>,
}

impl Federation {
    pub(super) async fn create_link_prompt(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
        user_id: String,
    ) -> Result<Secret> {
        let browser = login
            .browser
            .secret
            .ok_or_else(|| Error::Internal("a link prompt needs a browser secret".into()))?;
        let prompt = LinkPrompt {
            identity: login.identity.clone(),
            user_id,
            flow: login.purpose.flow().map(str::to_owned),
            newest_end: login.newest_end,
        };
        let flow = self.new_flow(ctx, &login.identity.provider_id, browser, &prompt)?;
        self.store_flow(flow).await
    }

    /// A link prompt of this browser.
    ///
    /// # Errors
    /// Where the database is unavailable; the inner error says that the prompt is stale.
    pub async fn link_prompt(
        &self,
        ctx: &OperationContext,
        identifier: &Secret,
        browser: Option<&Secret>,
    ) -> FederationResult<LinkPromptView> {
        let configuration = self.kernel.configuration().await?;
        let flow: Option<LoadedFlow<LinkPrompt>> = self.load_flow(ctx, identifier, browser).await?;
        let Some(flow) = flow else {
            return Ok(Err(self.stale_prompt(identifier, browser).await?));
        };
        let view = Some(flow).and_then(|flow| {
            let provider = configuration.identity_provider(&flow.provider_id)?;
            Some(LinkPromptView {
                provider_name: provider.display_name().to_owned(),
                email: flow.content.identity.email.unwrap_or_default(),
                flow: flow.content.flow,
            })
        });
        Ok(view.ok_or_else(FederationError::stale))
    }

    /// The error of a prompt that cannot be answered any more.
    async fn stale_prompt(
        &self,
        identifier: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Box<FederationError>> {
        let known: Option<LoadedFlow<LinkPrompt>> = self.known_flow(identifier, browser).await?;
        Ok(known.map_or_else(FederationError::stale, |known| {
            FederationError::stale_sign_in(known.content.flow.as_deref())
        }))
    }

    /// Confirms a link prompt with the password of the account, and gives the waiting request of an
    /// app beside the result.
    ///
    /// # Errors
    /// As [`Federation::link_prompt`], and as a sign-in by password.
    pub async fn confirm_link(
        &self,
        ctx: &OperationContext,
        identifier: &Secret,
        confirmation: LinkConfirmation<'_>,
    ) -> FederationResult<(SignInOutcome, Option<String>)> {
        let browser = confirmation.browser;
        let flow: Option<LoadedFlow<LinkPrompt>> =
            self.load_flow(ctx, identifier, browser.secret).await?;
        let configuration = self.kernel.configuration().await?;
        let (Some(flow), Some(provider)) = (
            flow.as_ref(),
            flow.as_ref()
                .and_then(|flow| configuration.identity_provider(&flow.provider_id))
                .filter(|provider| provider.is_sign_in_method()),
        ) else {
            return Ok(Err(self.stale_prompt(identifier, browser.secret).await?));
        };
        let LinkPrompt {
            identity,
            user_id,
            newest_end,
            ..
        } = &flow.content;
        if self.has_ended(identity, Some(user_id), *newest_end).await? {
            return Ok(Err(FederationError::stale()));
        }
        let outcome = self
            .verify_account(ctx, identifier, &flow.content, confirmation)
            .await?;
        if let SignInOutcome::SignedIn { sid } = &outcome
            && !self.link_session(ctx, flow, provider, sid).await?
        {
            return Ok(Err(FederationError::stale()));
        }
        Ok(Ok((outcome, flow.content.flow.clone())))
    }

    /// Verifies the password of the account that the prompt names, whatever name was typed. The
    /// session has both authentication methods.
    async fn verify_account(
        &self,
        ctx: &OperationContext,
        offer: &Secret,
        prompt: &LinkPrompt,
        confirmation: LinkConfirmation<'_>,
    ) -> Result<SignInOutcome> {
        let browser = confirmation.browser;
        let mut amr = prompt.identity.amr.clone();
        amr.push("pwd".to_owned());
        let attempt = Attempt {
            identifier: &prompt.user_id,
            client_id: None,
            password: confirmation.password,
            accounts: browser.accounts,
            device: browser.device,
            authentication: Authentication {
                amr,
                idp: Some(prompt.identity.provider_id.clone()),
            },
            remembered: false,
            flow: prompt.flow.as_deref(),
            link_offer: Some(offer.reveal()),
            evidence: confirmation.evidence,
        };
        self.sign_in.by_password(ctx, &attempt).await
    }

    /// Confirms a link prompt in a session that began by the password of its account and a second
    /// factor. `false` where the prompt is over, or is for another account: then the session ended.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn link_after_second_step(
        &self,
        ctx: &OperationContext,
        offer: &Secret,
        browser: Option<&Secret>,
        sid: &str,
    ) -> Result<bool> {
        let flow: Option<LoadedFlow<LinkPrompt>> = self.load_flow(ctx, offer, browser).await?;
        let configuration = self.kernel.configuration().await?;
        let Some(flow) = flow else { return Ok(false) };
        let provider = configuration
            .identity_provider(&flow.provider_id)
            .filter(|provider| provider.is_sign_in_method());
        let Some(provider) = provider else {
            return Ok(false);
        };
        self.link_session(ctx, &flow, provider, sid).await
    }

    /// Links the identity, and records it as the origin of the new session. `false` where the
    /// prompt was used, the identity was linked or the session ended at the same time; then the
    /// session ends.
    async fn link_session(
        &self,
        ctx: &OperationContext,
        flow: &LoadedFlow<LinkPrompt>,
        provider: &LoadedIdentityProvider,
        sid: &str,
    ) -> Result<bool> {
        let LinkPrompt {
            identity, user_id, ..
        } = &flow.content;
        let link = self.link_unit(ctx, provider, identity, user_id).await?;
        let unit = Store::require_live_session(SessionRef { sid, user_id })
            .then(Store::use_federation_flow(&flow.digest))
            .then(link)
            .then(Store::put_upstream_session(sid, identity, None));
        let database = &self.kernel.database;
        if !database.commit_unless_taken(unit).await? {
            let ctx = &ctx.acting_as(Actor::User(user_id.clone()));
            let session = SessionRef { sid, user_id };
            self.sessions.end(ctx, session, EndReason::SignOut).await?;
            return Ok(false);
        }
        if let Some(user) = database.read().user(user_id).await? {
            let unit = self
                .use_identity_unit(ctx, provider.declared(), identity, &user)
                .await?;
            database.commit_unaudited(unit).await?;
        }
        let session = SessionRef { sid, user_id };
        let newest_end = flow.content.newest_end;
        let has_ended = self
            .end_if_ended_upstream(ctx, identity, session, newest_end)
            .await?;
        Ok(!has_ended)
    }
}
