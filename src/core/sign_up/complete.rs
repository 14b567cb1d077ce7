//! The last step of creating an account: the user, the credential and the session, at once.

use super::{Pending, SignUp};
use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    credentials::{
        Admission, GivenPassword, Onward, PasswordContext, PasswordProblem, Proven,
        passkeys::PasskeyAnswer,
    },
    events::{Registration, announce_registration},
    federation::home_of,
    launchpad::first_opening,
    one_time_tokens::{OneTimeTokens, OpenToken},
    sessions::{Authenticated, Device, account_group::Account},
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    credentials::{one_time_token::TokenRefusal, second_factor::by_passkey},
    oidc::claims::StandardClaims,
    secret::Secret,
    sessions::sso_session::Authentication,
    text::is_disguise,
    users::attributes::{AttributeProblem, UserAttribute},
};
use doorward_storage::{Store, Unit, User};
use secrecy::SecretString;
use std::{collections::BTreeMap, sync::Arc};

/// What a new user signs in with.
#[derive(Clone)]
pub enum NewCredential<'a> {
    /// The password that was typed.
    Password(SecretString),
    /// The answer of an authenticator that made a passkey.
    Passkey(PasskeyAnswer<'a>),
}

/// What somebody chose whose address is proven.
pub struct NewAccount<'a> {
    /// The full name.
    pub name: &'a str,
    /// What was typed into the declared fields, by name.
    pub attributes: &'a BTreeMap<String, String>,
    /// What they sign in with.
    pub credential: NewCredential<'a>,
    /// The version of the terms that was accepted.
    pub accepted_terms: Option<&'a str>,
    /// The language of the pages.
    pub language: &'a str,
    /// The secret of the browser.
    pub browser: Option<&'a Secret>,
    /// The accounts that are signed in in this browser already.
    pub accounts: &'a [Account],
    /// The device of the user.
    pub device: Device<'a>,
}

/// The session of a new user.
#[derive(Debug)]
pub struct NewSignIn {
    /// The session to bind to the browser.
    pub sid: String,
    /// The authorization request that waits.
    pub flow: Option<String>,
    /// Whether an invitation was accepted: its apps are on the launchpad.
    pub is_invited: bool,
    /// Where the first app of the invitation begins, where it says so.
    pub open: Option<String>,
    /// Whether it is the first owner: the console has what comes next.
    pub is_first_owner: bool,
    /// Recovery codes, in groups, where the user needs some: they are shown once.
    pub recovery_codes: Option<Vec<String>>,
}

/// The outcome of the last step.
#[derive(Debug)]
pub enum Completion {
    /// The account exists, and its user is signed in.
    SignedIn(NewSignIn),
    /// The account exists, and its user sets up a second factor before they are signed in.
    SecondStep {
        /// The ticket of the second step.
        ticket: Secret,
    },
    /// The address is not proven yet.
    NotConfirmed,
    /// A name is missing.
    NoName,
    /// Values of declared fields are missing or wrong, by name.
    Attributes(BTreeMap<String, AttributeProblem>),
    /// The password will not do, and why.
    Password(PasswordProblem),
    /// The answer of the authenticator does not hold, or came too late.
    NoPasskey,
    /// The terms must be accepted.
    TermsNotAccepted,
    /// The address got an account meanwhile.
    Taken,
    /// Its domain belongs to an identity provider by now, by this identifier.
    OfProvider(String),
    /// The token is over.
    Refused(TokenRefusal),
}

/// What a new user signs in with, and what follows from it.
struct Given {
    authentication: Authentication,
    unit: Unit,
    recovery_codes: Option<Vec<String>>,
}

/// A new user, what they chose and what they sign in with.
struct Made<'a> {
    user: &'a User,
    chosen: &'a NewAccount<'a>,
    given: Given,
}

/// The longest name, in characters.
const MAX_NAME: usize = 200;

impl SignUp {
    /// Creates the account.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once or the database is unavailable.
    pub async fn complete(
        &self,
        ctx: &OperationContext,
        id: &str,
        chosen: NewAccount<'_>,
    ) -> Result<Completion> {
        let token = match self.look(ctx, id, chosen.browser).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Completion::Refused(refusal)),
        };
        if token.row.confirmed_at.is_none() {
            return Ok(Completion::NotConfirmed);
        }
        if let Some(home) = self.home_of(&token.content).await? {
            return Ok(Completion::OfProvider(home));
        }
        if let Some(problem) = self.problem(&chosen, &token.content).await? {
            return Ok(problem);
        }
        let store = self.kernel.database.read();
        if store.user_by_email(&token.content.email).await?.is_some() {
            return Ok(Completion::Taken);
        }
        let mut user = self.new_user(ctx, &token.content, &chosen);
        let configuration = self.kernel.configuration().await?;
        let is_asked = |attribute: &UserAttribute| attribute.is_asked_at_registration();
        let filled_in =
            configuration
                .user_attributes
                .take(chosen.attributes, &user.claims, is_asked);
        match filled_in {
            Ok(claims) => user.claims = claims,
            Err(problems) => return Ok(Completion::Attributes(problems)),
        }
        let Some(credential) = self.credential(ctx, &user, &chosen).await? else {
            return Ok(Completion::NoPasskey);
        };
        let made = Made {
            user: &user,
            chosen: &chosen,
            given: credential,
        };
        self.admit(ctx, &token, made).await
    }

    /// The provider that the address belongs to. The first owner is made before anybody could sign in there.
    async fn home_of(&self, pending: &Pending) -> Result<Option<String>> {
        if pending.first_owner.is_some() {
            return Ok(None);
        }
        let app = self.app_of(pending).await?;
        let client = app.as_ref().map(|registered| &registered.client);
        let home = home_of(&self.kernel, client, &pending.email).await?;
        Ok(home.map(|home| home.id().to_owned()))
    }

    /// The app in which the registration began.
    async fn app_of(&self, pending: &Pending) -> Result<Option<Arc<RegisteredClient>>> {
        match &pending.client_id {
            Some(id) => self.kernel.configuration().await?.client(id).await,
            None => Ok(None),
        }
    }

    /// The statements that give a new user what they sign in with. `None` where it does not hold.
    async fn credential(
        &self,
        ctx: &OperationContext,
        user: &User,
        chosen: &NewAccount<'_>,
    ) -> Result<Option<Given>> {
        match &chosen.credential {
            NewCredential::Password(password) => {
                let password = GivenPassword::Plain(password.clone());
                let put = self.passwords.put(&user.id, None, password, ctx.now());
                Ok(Some(Given {
                    authentication: Authentication::password(),
                    unit: put.await?,
                    recovery_codes: None,
                }))
            }
            NewCredential::Passkey(answer) => {
                let Some(browser) = chosen.browser else {
                    return Ok(None);
                };
                let made = self
                    .passkeys
                    .finish_registration(ctx, &user.id, browser, *answer)?;
                Ok(made.map(|new| {
                    let codes = self.second_factors.codes_with_first_passkey(ctx, &user.id);
                    let (recovery_codes, codes) = codes.unzip();
                    Given {
                        authentication: by_passkey(new.kind),
                        unit: new.unit.then(codes.unwrap_or_default()),
                        recovery_codes,
                    }
                }))
            }
        }
    }

    /// Makes the user, who goes the way of every sign-in.
    async fn admit(
        &self,
        ctx: &OperationContext,
        token: &OpenToken<Pending>,
        made: Made<'_>,
    ) -> Result<Completion> {
        let Made {
            user,
            chosen,
            given,
        } = made;
        let content = &token.content;
        let Some(entered) = self.entered(ctx, content, &user.id).await? else {
            return Ok(Completion::Refused(TokenRefusal::Withdrawn));
        };
        let proven = Proven {
            authenticated: Authenticated {
                user_id: &user.id,
                generation: user.generation,
                authentication: given.authentication,
                auth_time: ctx.now(),
                accounts: chosen.accounts,
                device: chosen.device,
                remembered: false,
                detail: "registration",
            },
            onward: Onward {
                browser: chosen.browser,
                flow: content.flow.as_deref(),
                ..Onward::default()
            },
            is_redirected: false,
            upstream: None,
            makes: self
                .registered(ctx, token, user, chosen.accepted_terms)
                .then(entered)
                .then(given.unit),
        };
        let beside = |_: &str, started: Unit| Ok(started);
        let admitted = self.second_factors.admit(ctx, &proven, beside).await;
        Ok(match admitted {
            Ok(Admission::SignedIn(sid)) => Completion::SignedIn(NewSignIn {
                sid,
                is_invited: content.invitation.is_some(),
                open: self.opened(content).await?,
                is_first_owner: content.first_owner.is_some(),
                flow: content.flow.clone(),
                recovery_codes: given.recovery_codes,
            }),
            Ok(Admission::SecondStep(ticket)) => Completion::SecondStep { ticket },
            Ok(Admission::Refused) => self.refused(ctx, content, &user.id).await?,
            // The unique address: somebody else was quicker.
            Err(Error::Input(_)) => Completion::Taken,
            Err(error) => return Err(error),
        })
    }

    /// Where the first app begins that a new user is invited to.
    async fn opened(&self, content: &Pending) -> Result<Option<String>> {
        let Some(invitation) = &content.invitation else {
            return Ok(None);
        };
        first_opening(&self.kernel, &invitation.client_ids).await
    }

    /// The statements that make the user: the token is used, the invitation accepted.
    fn registered(
        &self,
        ctx: &OperationContext,
        token: &OpenToken<Pending>,
        user: &User,
        accepted_terms: Option<&str>,
    ) -> Unit {
        let terms = accepted_terms.map_or_else(Unit::new, |version| {
            Store::accept_terms(&user.id, version, ctx.now())
        });
        let invitation = token.content.invitation.as_ref();
        let accepted = invitation.map_or_else(Unit::new, |invitation| {
            Store::accept_invitation(&invitation.id, &user.id, ctx.now())
                .then(Store::use_one_time_token(&invitation.token_id, ctx.now()))
        });
        let first_owner = token.content.first_owner.as_deref();
        let owned = first_owner.map_or_else(Unit::new, |link_id| {
            self.make_first_owner(ctx, &user.id, link_id)
        });
        let record = Record {
            action: "user.registered",
            subject: Some(&user.id),
            client_id: token.content.client_id.as_deref(),
            detail: "",
        };
        let began_at = token.content.client_id.as_slice();
        let registration = Registration {
            user_id: &user.id,
            client_ids: invitation.map_or(began_at, |invitation| &invitation.client_ids),
            invitation_id: invitation.map(|invitation| invitation.id.as_str()),
            is_new_account: true,
        };
        OneTimeTokens::use_up(ctx, token)
            .then(Store::add_user(user))
            .then(terms)
            .then(accepted)
            .then(owned)
            .then(announce_registration(&user.id, &registration, ctx.now()))
            .then(self.kernel.database.record(ctx, &record))
    }

    async fn problem(
        &self,
        chosen: &NewAccount<'_>,
        pending: &Pending,
    ) -> Result<Option<Completion>> {
        let name = chosen.name.trim();
        let is_name =
            !name.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(is_disguise);
        if !is_name {
            return Ok(Some(Completion::NoName));
        }
        let app = self.app_of(pending).await?;
        let about = PasswordContext {
            app: (app.as_ref()).map(|registered| registered.client.display_name()),
            words: &[name, &pending.email],
        };
        if let NewCredential::Password(password) = &chosen.credential
            && let Err(problem) = self.passwords.check_new_everywhere(password, &about).await
        {
            return Ok(Some(Completion::Password(problem)));
        }
        let settings = &self.kernel.settings.sign_up;
        let is_accepted = settings.terms_version.as_deref() == chosen.accepted_terms
            || settings.terms_version.is_none();
        Ok((!is_accepted).then_some(Completion::TermsNotAccepted))
    }

    fn new_user(&self, ctx: &OperationContext, pending: &Pending, chosen: &NewAccount<'_>) -> User {
        User {
            id: if pending.user_id.is_empty() {
                self.reserved_user_id()
            } else {
                pending.user_id.clone()
            },
            email: Some(pending.email.clone()),
            username: None,
            claims: StandardClaims {
                name: Some(chosen.name.trim().to_owned()),
                // Nobody proved the address of the first owner, who had the link from the server.
                email_verified: Some(pending.first_owner.is_none()),
                locale: Some(chosen.language.to_owned()),
                ..StandardClaims::default()
            },
            address_said_by: None,
            picture_id: None,
            disabled_at: None,
            generation: 1,
            version: 1,
            created_at: ctx.now(),
            updated_at: ctx.now(),
        }
    }
}
