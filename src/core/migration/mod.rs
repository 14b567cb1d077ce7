//! Moving in at the first sign-in: another system is asked for who is not known here, and who it knows
//! lives here from then on (docs/decisions/0046).

mod breaker;

use self::breaker::Breaker;
use crate::{
    context::OperationContext,
    kernel::Kernel,
    users::{ImportRow, Users},
};
use doorward_adapters::{
    keys::WebhookSecret,
    outbound::{Answered, Outbound, OutboundError, Question},
};
use doorward_protocol::secret::ordered_id;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How many times of answers are remembered.
const REMEMBERED: usize = 32;

/// The endpoint of the other system.
pub struct MigrationHook {
    /// The address of the endpoint.
    pub url: String,
    /// What requests are signed with.
    pub secret: WebhookSecret,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Whether its address may be on this machine or in a private network.
    pub allow_private_addresses: bool,
    /// Reads the user of an answer.
    pub read: fn(&[u8]) -> Result<ImportRow, String>,
}

/// What the other system says of a name and a password.
pub(crate) enum Asked {
    /// The password is that of this user.
    Known(Box<ImportRow>),
    /// There is no such user, or the password is another one.
    Unknown,
}

/// How long the last answers took.
#[derive(Default)]
struct Times {
    last: [Duration; REMEMBERED],
    /// How many answers there were.
    count: usize,
}

impl Times {
    fn remember(&mut self, took: Duration) {
        if let Some(oldest) = self.last.get_mut(self.count % REMEMBERED) {
            *oldest = took;
        }
        self.count = self.count.saturating_add(1);
    }

    /// One of them, by a number that is drawn.
    fn one(&self, drawn: usize) -> Option<Duration> {
        let known = self.count.min(REMEMBERED);
        let index = drawn.checked_rem(known)?;
        self.last.get(index).copied()
    }
}

/// Asks the other system.
pub struct Migration {
    kernel: Arc<Kernel>,
    outbound: Outbound,
    hook: Option<MigrationHook>,
    breaker: Mutex<Breaker>,
    /// How long its last answers took.
    times: Mutex<Times>,
}

impl Migration {
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        outbound: &Outbound,
        hook: Option<MigrationHook>,
    ) -> Self {
        let is_private = hook
            .as_ref()
            .is_some_and(|hook| hook.allow_private_addresses);
        Self {
            kernel,
            outbound: outbound.for_operator(is_private),
            hook,
            breaker: Mutex::default(),
            times: Mutex::default(),
        }
    }

    /// Whether another system is asked at all.
    pub(crate) const fn is_on(&self) -> bool {
        self.hook.is_some()
    }

    /// Whether the other system did not answer lately. Whoever is refused meanwhile is told so, known
    /// here or not.
    pub(crate) fn is_away(&self) -> bool {
        self.breaker().failing(self.kernel.monotonic()).is_some()
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a name that nobody has here.
    pub(crate) async fn ask(
        &self,
        ctx: &OperationContext,
        username: &str,
        password: &SecretString,
    ) -> Asked {
        let Some(hook) = &self.hook else {
            return Asked::Unknown;
        };
        let started = self.kernel.monotonic();
        if !self.breaker().admits(started) {
            return Asked::Unknown;
        }
        let answered = self.send(ctx, hook, username, password).await;
        let now = self.kernel.monotonic();
        let took = now.saturating_sub(started);
        match answered {
            Ok(asked) => {
                self.breaker().succeeded();
                self.remember(took);
                asked
            }
            Err(cause) => {
                let is_paused = self.breaker().failed(now, took);
                tracing::warn!(
                    cause,
                    is_paused,
                    "the system that users move in from did not answer"
                );
                Asked::Unknown
            }
        }
    }

    /// What the endpoint says of a name and a password. That it is there is all that the breaker needs to
    /// know: whoever can make it refuse one question must not keep it from the others.
    ///
    /// # Errors
    /// Where there is no answer, or the endpoint itself says that it is broken (5xx).
    async fn send(
        &self,
        ctx: &OperationContext,
        hook: &MigrationHook,
        username: &str,
        password: &SecretString,
    ) -> Result<Asked, String> {
        let id = format!(
            "msg_{}",
            ordered_id(self.kernel.entropy.as_ref(), ctx.now())
        );
        let seconds = ctx.now().seconds();
        let body = json!({"username": username, "password": password.expose_secret()}).to_string();
        let headers = [
            (
                "webhook-signature",
                hook.secret.signature(&id, seconds, &body),
            ),
            ("webhook-id", id),
            ("webhook-timestamp", seconds.to_string()),
        ];
        let question = Question {
            uri: &hook.url,
            content_type: "application/json",
            body,
            headers: &headers,
            timeout: hook.timeout,
        };
        let Answered { status, body } = match self.outbound.ask(question).await {
            Ok(answered) => answered,
            Err(error @ OutboundError::TooLarge) => return Ok(unusable(&error.to_string())),
            Err(error) => return Err(error.to_string()),
        };
        match status {
            200 => Ok(match (hook.read)(&body) {
                Ok(row) => Asked::Known(Box::new(row)),
                Err(cause) => unusable(&cause),
            }),
            401 | 404 => Ok(Asked::Unknown),
            status if status < 500 => Ok(unusable(&format!("it has status {status}"))),
            status => Err(format!("it answered with status {status}")),
        }
    }

    fn remember(&self, took: Duration) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.remember(took);
    }

    /// Takes as long as a question would take now: a refusal of who is known here takes the time of a
    /// refusal of who is not. While questions fail that is the time of the last failure, and none where
    /// nothing is asked.
    pub(crate) async fn take_the_time(&self) {
        if let Some(time) = self.time_of_a_question() {
            tokio::time::sleep(time).await;
        }
    }

    fn time_of_a_question(&self) -> Option<Duration> {
        let now = self.kernel.monotonic();
        let failing = {
            let breaker = self.breaker();
            if !self.is_on() || !breaker.would_admit(now) {
                return None;
            }
            breaker.failing(now)
        };
        failing.or_else(|| {
            let mut byte = [0_u8; 1];
            self.kernel.entropy.fill(&mut byte);
            let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
            times.one(usize::from(byte[0]))
        })
    }
}

/// An answer that lets nobody in.
fn unusable(cause: &str) -> Asked {
    tracing::warn!(
        cause,
        "an answer of the system that users move in from lets nobody in"
    );
    Asked::Unknown
}

/// The name that the rows of users have who moved in at a sign-in.
pub(crate) const SOURCE: &str = "sign-in";

impl Users {
    /// How many users moved in at a sign-in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn moved_in(&self) -> crate::Result<i64> {
        self.imported_from(SOURCE).await
    }
}
