//! The user that a verified identity belongs to: signed in, signed up, linked or refused.

use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    federation::{
        Federation, FederationError, FederationFailure, FederationResult, LoadedIdentityProvider,
        pending_login::LoginPurpose,
    },
    sessions::{Device, account_group::Account},
};
use doorward_protocol::{
    federation::{Decision, EmailOwner, Identity, Known, LinkedUser, Refusal, decide},
    secret::Secret,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Unit, User};

/// The provider's `auth_time` may be this much before the login began and still counts as part of
/// the login: the clocks of the two servers may differ.
const AUTH_TIME_TOLERANCE: Lifetime = Lifetime::minutes(2);
/// How often an identity is resolved when a concurrent request changes it. Two tabs in which the
/// same new user signs in then create one user, not two.
const MAX_ATTEMPTS: usize = 2;

/// The browser that signs in.
#[derive(Clone, Copy)]
pub struct SignInBrowser<'a> {
    /// The secret of the browser, from its cookie; `None` at the first visit.
    pub secret: Option<&'a Secret>,
    /// The accounts that are signed in in it already.
    pub accounts: &'a [Account],
    /// The device that it runs on.
    pub device: Device<'a>,
    /// The cookie of a browser that users trust.
    pub trusted_browser: Option<&'a str>,
}

/// The result of a login.
pub enum FederationOutcome {
    /// The user is signed in.
    SignedIn {
        /// The session to bind to the browser.
        sid: String,
        /// The waiting authorization request of an app.
        flow: Option<String>,
        /// Whether the user asked to stay signed in.
        remembered: bool,
    },
    /// The identity is verified, and the second step follows.
    SecondStep {
        /// What the browser carries there.
        ticket: Secret,
    },
    /// The identity is linked to the signed-in user.
    Linked,
    /// The user may link the identity after they prove their account here.
    LinkPrompt {
        /// The identifier of the prompt.
        prompt: Secret,
    },
}

/// The outcome of a sign-in, or the error for a page.
pub(super) type SignInResult = std::result::Result<FederationOutcome, Box<FederationError>>;

/// A login whose identity is verified.
pub(super) struct VerifiedLogin<'a> {
    pub(super) provider: &'a LoadedIdentityProvider,
    pub(super) identity: Identity,
    pub(super) id_token: Option<String>,
    pub(super) purpose: &'a LoginPurpose,
    pub(super) started_at: Timestamp,
    /// The number of the newest end of sessions before anything was verified.
    pub(super) newest_end: i64,
    pub(super) browser: SignInBrowser<'a>,
    /// The name that was typed, where a directory verified it.
    pub(super) typed_name: Option<&'a str>,
}

impl VerifiedLogin<'_> {
    /// The refusal as an error for a page.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "results carry the error boxed"
    )]
    pub(super) fn refusal(&self, refusal: Refusal) -> Box<FederationError> {
        let failure = FederationFailure::Refused(refusal);
        Box::new(
            FederationError::new(failure, Some(self.provider), self.purpose.flow())
                .because(format!("{refusal:?}"))
                .while_linking(self.purpose.is_link()),
        )
    }

    /// The error where what was verified ended meanwhile.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "results carry the error boxed"
    )]
    pub(super) fn ended(&self) -> Box<FederationError> {
        let stale = FederationFailure::Stale;
        let error = FederationError::new(stale, Some(self.provider), self.purpose.flow());
        Box::new(error.because("the sessions of the user ended while the sign-in was under way"))
    }

    /// When the user authenticated: now, unless the provider reports an earlier time than the
    /// beginning of this login.
    pub(super) fn auth_time(&self, now: Timestamp) -> Timestamp {
        match self.identity.auth_time {
            Some(at) if at < self.started_at.minus(AUTH_TIME_TOLERANCE) => at,
            _ => now,
        }
    }
}

/// What is stored about an identity.
struct StoredFacts {
    known: Known,
    linked: Option<User>,
}

impl Federation {
    /// Resolves a verified identity.
    pub(super) async fn resolve_identity(
        &self,
        ctx: &OperationContext,
        login: VerifiedLogin<'_>,
    ) -> FederationResult<FederationOutcome> {
        if let LoginPurpose::Link { user_id, sid } = login.purpose {
            return self.link_identity(ctx, &login, user_id, sid).await;
        }
        for _ in 0..MAX_ATTEMPTS {
            if let Some(outcome) = self.try_resolve(ctx, &login).await? {
                return Ok(outcome);
            }
        }
        Err(Error::Unavailable(
            "other requests kept changing the same identity".into(),
        ))
    }

    /// One attempt; `None` where another request changed the identity at the same time.
    async fn try_resolve(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
    ) -> Result<Option<SignInResult>> {
        let facts = self.stored_facts(ctx, login).await?;
        // After the user was read: an end that comes later changes the generation, which the start of
        // the session is guarded by.
        let user_id = facts.linked.as_ref().map(|user| user.id.as_str());
        if self
            .has_ended(&login.identity, user_id, login.newest_end)
            .await?
        {
            return Ok(Some(Err(login.ended())));
        }
        let decision = decide(login.provider.declared(), &login.identity, &facts.known);
        Ok(match (decision, facts.linked) {
            (Decision::SignIn(_), Some(user)) => self.complete_sign_in(ctx, login, &user).await?,
            (Decision::SignIn(_), None) => None,
            (Decision::SignUp { with_email }, _) => self.sign_up(ctx, login, with_email).await?,
            (Decision::OfferLink(user_id), _) => {
                let prompt = self.create_link_prompt(ctx, login, user_id).await?;
                Some(Ok(FederationOutcome::LinkPrompt { prompt }))
            }
            (Decision::Refuse(refusal), _) => {
                self.record_refusal(ctx, login, refusal).await?;
                Some(Err(login.refusal(refusal)))
            }
        })
    }

    async fn stored_facts(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
    ) -> Result<StoredFacts> {
        let store = self.kernel.database.read();
        // The email address is looked up before the identity. A concurrent login of the same new
        // user creates both together, so a user who appears between the two reads is found by the
        // identity. In the other order this login would take that user for a stranger who has the
        // same address.
        let same_email = match &login.identity.email {
            Some(email) => store
                .user_with_password(email)
                .await?
                .filter(|(user, _)| user.has_email(email)),
            None => None,
        };
        let linked = store.user_by_identity(&login.identity).await?;
        let (flow, browser) = (login.purpose.flow(), login.browser.secret);
        let asking = self.asking_client(ctx, flow, browser).await?;
        let known = Known {
            linked: linked.as_ref().map(|user| LinkedUser {
                id: user.id.clone(),
                disabled: user.disabled_at.is_some(),
            }),
            same_email: same_email.map(|(user, password)| EmailOwner {
                id: user.id,
                disabled: user.disabled_at.is_some(),
                has_password: password.is_some(),
            }),
            app_accepts_sign_up: asking.is_none_or(|asking| asking.client.sign_up),
        };
        Ok(StoredFacts { known, linked })
    }

    async fn record_refusal(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
        refusal: Refusal,
    ) -> Result<()> {
        let detail = format!("provider {}: {refusal:?}", login.identity.provider_id);
        let record = Record {
            action: "sign_in.failed",
            subject: None,
            client_id: None,
            detail: &detail,
        };
        self.kernel
            .database
            .commit(ctx, Unit::new(), &[record])
            .await?;
        Ok(())
    }
}
