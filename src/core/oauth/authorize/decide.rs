//! What happens next to a request: the session that it is about, and the rule.

use super::{
    Authorization, PendingRequest, attempt::Attempt, checked_request::CheckedRequest,
    session_selection::SelectionCriteria,
};
use crate::{
    Configuration, Result,
    access::{
        effective::{NOT_ADMITTED, SignedIn, may_use, user_access},
        offers::may_ask,
    },
    context::OperationContext,
    federation::SignInMethods,
    sessions::{account_group::Selected, browser_context::BrowserContext},
};
use doorward_protocol::{
    clients::client::Client,
    oauth::{
        consent::{AskedConsent, Consent},
        error_code::{ErrorCode, ProtocolError},
        resource::beside_issuer,
        scope::Scope,
    },
    oidc::{
        authentication_context::AuthenticationContext,
        interaction::{Facts, NextStep, next_step, select_account, within_policy},
    },
    organizations::{Choice, choose},
    sessions::sso_session::SsoSession,
};
use doorward_storage::ConsentKey;

/// The next step, and the session that it is about.
pub(super) struct Decision<'a> {
    pub(super) step: NextStep,
    pub(super) selected: Selected<'a>,
    /// What the user allowed the client. `None` also for a first-party client.
    pub(super) consent: Option<Consent>,
    /// For which organization the user signs in.
    pub(super) organization: Choice,
}

/// What decides for which organization somebody signs in, beside who they are.
#[derive(Clone, Copy)]
struct Sought<'a> {
    client: &'a Client,
    /// The organization that the request names.
    asked: Option<&'a str>,
    /// The one that the user chose.
    picked: Option<&'a str>,
}

impl<'a> Sought<'a> {
    fn of(attempt: &'a Attempt, request: &'a CheckedRequest) -> Self {
        Self {
            client: &request.registered.client,
            asked: request.request.organization.as_deref(),
            picked: attempt.progress.organization_id.as_deref(),
        }
    }
}

impl Authorization {
    /// Selects the session that the request is about, and decides what happens next.
    pub(super) async fn decide<'b>(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt,
        request: &CheckedRequest,
        browser: BrowserContext<'b>,
    ) -> Result<Decision<'b>> {
        let criteria =
            SelectionCriteria::new(&self.kernel, ctx, &attempt.configuration, request.asked())
                .await?;
        let (groups, chosen) = (&self.account_groups, attempt.progress.chosen_sid.as_deref());
        let selected = criteria.select(groups, browser, chosen).await?;
        if selected.is_open {
            return Ok(Decision {
                step: select_account(&request.request),
                selected,
                consent: None,
                organization: Choice::None,
            });
        }
        let (client, session) = (&request.registered.client, selected.session);
        let consent = self.consent_to(client, session).await?;
        let lacks_fields = self.lacks_fields(&attempt.configuration, session).await?;
        let lacks_required_factor = self.lacks_required_factor(ctx, session, browser).await?;
        let organization = self.organization(Sought::of(attempt, request), session);
        let organization = organization.await?;
        let strict = within_policy(&request.request, &organization);
        let wants_more = lacks_required_factor || strict.wants_more_than_one_factor();
        let facts = Facts {
            session,
            consented: self.consented(request, consent.as_ref()),
            is_expected: session.is_none_or(|session| criteria.is_met_by(session)),
            hint_is_invalid: criteria.hint_is_invalid(),
            asked_at: attempt.progress.asked_at,
            account_chosen: attempt.progress.account_chosen,
            consent_given: attempt.progress.is_allowed_by(session),
            strongest: self.strongest_sign_in(&attempt.configuration, client, wants_more),
            stepped_up: attempt.progress.stepped_up,
            lacks_fields,
            lacks_required_factor,
            organization: &organization,
            now: ctx.now(),
        };
        let redirect_uri = request.addressed.redirect_uri();
        let step = next_step(&request.request, client, redirect_uri, &facts);
        let step = match who(session, &organization) {
            Some(who) if !self.admits(ctx, attempt, request, who).await? => {
                let may_ask = !request.request.prompt.none
                    && self.may_ask_for_access(ctx, attempt, request, who).await?;
                without_access(step, may_ask)
            }
            _ => step,
        };
        Ok(Decision {
            step,
            selected,
            consent,
            organization,
        })
    }

    /// What a user allowed the client at the destination of a request and at each of its resources.
    fn consented<'c>(
        &self,
        request: &CheckedRequest,
        consent: Option<&'c Consent>,
    ) -> Option<&'c Scope> {
        let client = &request.registered.client;
        let resources = beside_issuer(&request.request.resources, client, self.kernel.issuer());
        let destination = request.consent_destination();
        let asked = AskedConsent {
            destination: destination.as_deref(),
            resources: &resources,
            scope: &request.request.consent_scope(),
        };
        consent
            .filter(|consent| consent.reaches(&asked))
            .and_then(|consent| consent.allowed(asked.destination))
    }

    /// Whether the user of a session has to have a second factor that the session began without.
    async fn lacks_required_factor(
        &self,
        ctx: &OperationContext,
        session: Option<&SsoSession>,
        browser: BrowserContext<'_>,
    ) -> Result<bool> {
        let (factors, trusted) = (&self.second_factors, browser.trusted_browser);
        match session {
            Some(session) => factors.lacks_required(ctx, session, trusted).await,
            None => Ok(false),
        }
    }

    /// Whether a user may use the client of a request. Who may not is told so before
    /// anything is asked of them.
    async fn admits(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt,
        request: &CheckedRequest,
        who: SignedIn<'_>,
    ) -> Result<bool> {
        let (kernel, configuration) = (&self.kernel, &attempt.configuration);
        may_use(kernel, configuration, &request.registered, who, ctx.now()).await
    }

    /// Whether a user who may not use the client of a request may ask for a role that opens it.
    async fn may_ask_for_access(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt,
        request: &CheckedRequest,
        who: SignedIn<'_>,
    ) -> Result<bool> {
        let registered = &request.registered;
        if registered.roles.requestable().next().is_none() {
            return Ok(false);
        }
        let (kernel, configuration) = (&self.kernel, &attempt.configuration);
        let client = &registered.client;
        let access = user_access(kernel, configuration, client, who, ctx.now()).await?;
        Ok(may_ask(registered, &access))
    }

    /// For which organization the user of a session signs in. The database is asked only where the client
    /// knows organizations.
    async fn organization(
        &self,
        sought: Sought<'_>,
        session: Option<&SsoSession>,
    ) -> Result<Choice> {
        let Sought {
            client,
            asked,
            picked,
        } = sought;
        let usage = client.organizations;
        let Some(session) = session.filter(|_| usage.is_some()) else {
            return Ok(Choice::None);
        };
        let store = self.kernel.database.read();
        let mine = store.organizations_of_user(&session.user_id).await?;
        Ok(choose(usage, asked, picked, &mine))
    }

    /// Whether more than one factor is demanded of the user of a session for a waiting request, by the app
    /// or by the organization that they sign in for: then it is no wish that can be put off.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn demands_more(
        &self,
        pending: &PendingRequest,
        session: &SsoSession,
    ) -> Result<bool> {
        let sought = Sought {
            client: &pending.registered.client,
            asked: pending.request.organization.as_deref(),
            picked: pending.picked_organization.as_deref(),
        };
        let organization = self.organization(sought, Some(session)).await?;
        Ok(within_policy(&pending.request, &organization)
            .wanted_acr()
            .1)
    }

    /// What the user of a session allowed a client. A first-party client needs nothing.
    async fn consent_to(
        &self,
        client: &Client,
        session: Option<&SsoSession>,
    ) -> Result<Option<Consent>> {
        match session {
            Some(session) if !client.first_party => {
                let key = ConsentKey {
                    user_id: &session.user_id,
                    client_id: &client.client_id,
                };
                Ok(self.kernel.database.read().consent(key).await?)
            }
            _ => Ok(None),
        }
    }

    /// The strongest authentication that the client's sign-in methods give. Every method gives one
    /// factor, so the methods are looked at only where more is wanted.
    fn strongest_sign_in(
        &self,
        configuration: &Configuration,
        client: &Client,
        wants_more: bool,
    ) -> AuthenticationContext {
        if wants_more {
            SignInMethods::for_client(&self.kernel.settings, configuration, Some(client))
                .strongest()
        } else {
            AuthenticationContext::SingleFactor
        }
    }
}

/// The user of a session, as they sign in. None where that is not known yet: the roles that they have in one
/// of their organizations may admit them.
fn who<'a>(session: Option<&'a SsoSession>, organization: &'a Choice) -> Option<SignedIn<'a>> {
    let session = session.filter(|_| *organization != Choice::Open)?;
    Some(SignedIn {
        user_id: &session.user_id,
        organization_id: organization.id(),
    })
}

/// The next step for somebody who may not use the app: a page where they may ask for access, or a
/// refusal, before anything is asked of them but who they are.
fn without_access(step: NextStep, may_ask: bool) -> NextStep {
    match step {
        NextStep::SignIn | NextStep::SelectAccount | NextStep::Refuse(_) => step,
        NextStep::StepUp
        | NextStep::SelectOrganization
        | NextStep::MissingFields
        | NextStep::Consent
        | NextStep::AskForAccess
        | NextStep::Issue => {
            if may_ask {
                NextStep::AskForAccess
            } else {
                NextStep::Refuse(not_admitted())
            }
        }
    }
}

/// What the client is told of a user who may not use it.
pub(super) const fn not_admitted() -> ProtocolError {
    ProtocolError::new(ErrorCode::AccessDenied, NOT_ADMITTED)
}
