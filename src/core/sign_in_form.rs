//! Sign-in with what a user typed into the sign-in form: a password that is stored here, or one
//! that a directory verifies.

use crate::{
    Result,
    context::OperationContext,
    credentials::{Attempt, Checked, SignIn, SignInOutcome, Starting, Verifiers},
    federation::{
        DirectoryCredentials, DirectoryOutcome, Federation, FederationError, SignInBrowser,
        SignInMethods,
    },
    migration::{Asked, Migration, SOURCE},
    users::{Described, Newcomer, Users},
};
use doorward_protocol::secret::Secret;
use std::sync::Arc;

/// The form that an attempt came from.
pub struct SignInForm<'a> {
    /// The sign-in methods that the form offers.
    pub methods: &'a SignInMethods,
    /// The authorization request that waits for the sign-in.
    pub flow: Option<&'a str>,
    /// The secret of the browser.
    pub browser: Option<&'a Secret>,
}

/// The outcome of an attempt to sign in by the form.
#[derive(Clone, Debug)]
pub enum FormOutcome {
    /// The outcome of the password that is stored here.
    Password(SignInOutcome),
    /// A directory verified the password.
    SignedIn {
        /// The session to bind to the browser.
        sid: String,
        /// The directory, by its identifier here.
        provider_id: String,
    },
    /// A directory verified the password, and the second step follows.
    SecondStep {
        /// What the browser carries there.
        ticket: Secret,
    },
    /// A directory verified the password; the account with the same email address has to be proven
    /// before the two are linked.
    LinkPrompt {
        /// The identifier of the prompt.
        prompt: Secret,
    },
    /// A directory verified the password, but the user is not admitted.
    Refused(Box<FederationError>),
    /// A directory did not answer, and no other one knows the user.
    Unreachable,
}

/// Sign-in with what a user typed, whoever verifies it.
pub struct FormSignIn {
    sign_in: Arc<SignIn>,
    federation: Arc<Federation>,
    moving_in: MovingIn,
}

/// Who lets users of another system move in at a sign-in.
pub(crate) struct MovingIn {
    pub(crate) migration: Migration,
    pub(crate) users: Arc<Users>,
}

impl FormSignIn {
    pub(crate) const fn new(
        sign_in: Arc<SignIn>,
        federation: Arc<Federation>,
        moving_in: MovingIn,
    ) -> Self {
        Self {
            sign_in,
            federation,
            moving_in,
        }
    }

    /// Signs in with what was typed into the form. The password that is stored here is tried first,
    /// then each directory.
    ///
    /// # Errors
    /// `Unavailable` where too many sign in at once or the database is unavailable.
    pub async fn submit(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        form: &SignInForm<'_>,
    ) -> Result<FormOutcome> {
        let sign_in = &self.sign_in;
        let directories = &form.methods.directories;
        let directories: Vec<&str> = directories.iter().map(|each| each.id()).collect();
        let verifiers = Verifiers {
            passwords: form.methods.password,
            directories: &directories,
        };
        let mut checked = match sign_in.check(ctx, attempt, &verifiers).await? {
            Ok(checked) => checked,
            Err(outcome) => return Ok(FormOutcome::Password(outcome)),
        };
        // Whatever name was typed: the address of its user says where they sign in.
        if form.methods.has_home(checked.email()) {
            checked.send_home();
        }
        if checked.is_refused()
            && let Some(outcome) = self.ask_directories(ctx, attempt, form, &checked).await?
        {
            if matches!(outcome, FormOutcome::Unreachable) {
                sign_in.count_failure(ctx, attempt, &checked).await?;
            }
            return Ok(outcome);
        }
        if checked.is_refused() && form.methods.password && self.moving_in.migration.is_on() {
            return self.move_in(ctx, attempt, form, checked).await;
        }
        let outcome = sign_in.finish(ctx, attempt, checked).await?;
        Ok(FormOutcome::Password(outcome))
    }

    /// Asks the other system for who is not here. Whether somebody is here makes no difference to what is
    /// said, and none to the time that a refusal takes (docs/decisions/0046).
    async fn move_in(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        form: &SignInForm<'_>,
        checked: Checked,
    ) -> Result<FormOutcome> {
        let MovingIn { migration, users } = &self.moving_in;
        let sign_in = &self.sign_in;
        let was_away = migration.is_away();
        if checked.is_of_nobody() {
            let (typed, password) = (attempt.identifier.trim(), &attempt.password);
            if let Asked::Known(row) = migration.ask(ctx, typed, password).await {
                let described = Described {
                    row: *row,
                    password: password.clone(),
                };
                let newcomer = users.newcomer(ctx, SOURCE, typed, described).await?;
                let newcomer = newcomer.filter(|new| is_of_here(form, new));
                if let Some(Newcomer { user, makes }) = newcomer {
                    let new = Starting { user: &user, makes };
                    let outcome = sign_in.finish_new(ctx, attempt, &checked, new).await?;
                    // Another sign-in was first: they are here.
                    return Ok(FormOutcome::Password(match outcome {
                        Some(outcome) => outcome,
                        None => sign_in.by_password(ctx, attempt).await?,
                    }));
                }
            }
        } else {
            migration.take_the_time().await;
        }
        if was_away {
            sign_in.count_failure(ctx, attempt, &checked).await?;
            return Ok(FormOutcome::Unreachable);
        }
        let outcome = sign_in.finish(ctx, attempt, checked).await?;
        Ok(FormOutcome::Password(outcome))
    }

    /// `None` where no directory knows the user with this password.
    async fn ask_directories(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        form: &SignInForm<'_>,
        checked: &Checked,
    ) -> Result<Option<FormOutcome>> {
        let directories = &form.methods.directories;
        if directories.is_empty() {
            return Ok(None);
        }
        let credentials = DirectoryCredentials {
            username: attempt.identifier,
            password: &attempt.password,
            flow: form.flow,
            browser: SignInBrowser {
                secret: form.browser,
                accounts: attempt.accounts,
                device: attempt.device,
                trusted_browser: attempt.evidence.trusted_browser,
            },
            remembered: attempt.remembered,
            checked,
        };
        let federation = &self.federation;
        let outcome = federation
            .sign_in_by_directory(ctx, directories, &credentials)
            .await?;
        Ok(match outcome {
            DirectoryOutcome::SignedIn { sid, provider_id } => {
                Some(FormOutcome::SignedIn { sid, provider_id })
            }
            DirectoryOutcome::SecondStep(ticket) => Some(FormOutcome::SecondStep { ticket }),
            DirectoryOutcome::LinkPrompt(prompt) => Some(FormOutcome::LinkPrompt { prompt }),
            DirectoryOutcome::Refused(problem) => Some(FormOutcome::Refused(problem)),
            DirectoryOutcome::Unreachable => Some(FormOutcome::Unreachable),
            DirectoryOutcome::Paused { until } => {
                Some(FormOutcome::Password(SignInOutcome::Paused { until }))
            }
            DirectoryOutcome::Unknown => None,
        })
    }
}

/// Whether somebody who would move in signs in here, and not at an identity provider.
fn is_of_here(form: &SignInForm<'_>, newcomer: &Newcomer) -> bool {
    let is_of_here = !form.methods.has_home(newcomer.user.email.as_deref());
    if !is_of_here {
        tracing::warn!("a user of the other system has an address of an identity provider here");
    }
    is_of_here
}
