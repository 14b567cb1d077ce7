//! Decisions, one or several at once (sections 6 and 7).

use super::known_users::{Asking, KnownUsers};
use crate::{
    Configuration, Error, Result,
    access::AccessReason,
    context::OperationContext,
    kernel::Kernel,
    oauth::token::{CallerError, Tokens},
};
use doorward_protocol::{
    access::{
        UserAccess,
        evaluation::{Evaluation, Evaluations},
        rules::{APP, Asked, Basis, Decision, decide},
    },
    clients::registered_client::RegisteredClient,
    management,
    oauth::{
        authorization_request::Parameters, client_authentication::HttpCredentials,
        error_code::ErrorCode,
    },
    secret::Secret,
    time::Timestamp,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The scope of a client that asks about its own app.
pub const EVALUATE: &str = "doorward.access:evaluate";
/// The scope of a client that asks about every app.
pub const EVALUATE_ALL: &str = "doorward.access:evaluate-all";
/// The type of the subjects that there are.
pub(super) const USER: &str = "user";
/// The member of the context that names another app than the caller's.
const APP_OF_CONTEXT: &str = "app";

/// Why a question is not answered.
#[derive(Debug)]
pub enum AccessError {
    /// No credential was presented, or none that stands.
    Unauthorized,
    /// The caller may not ask this.
    Forbidden(&'static str),
    /// The question cannot be read.
    Invalid(String),
    /// It could not be answered.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for AccessError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// An answer to a question: the decision, and why.
#[derive(Debug, PartialEq, Serialize)]
pub struct Decided {
    /// Whether it is allowed.
    pub decision: bool,
    /// The reasons, for the administrator of the app and for the user.
    pub context: Map<String, Value>,
}

impl Decided {
    fn of(decision: &Decision<'_>, registered: Option<&RegisteredClient>) -> Self {
        let rule = match &decision.basis {
            Basis::Rule(name) | Basis::Denied(name) => {
                registered.and_then(|registered| registered.access_rules.get(name))
            }
            _ => None,
        };
        let mut context = Map::new();
        context.insert(
            "reason_admin".to_owned(),
            json!({"en": AccessReason::from(&decision.basis)}),
        );
        if let Some(reason) = rule.and_then(|rule| rule.reason.as_ref()) {
            context.insert("reason_user".to_owned(), json!({"en": reason}));
        }
        Self {
            decision: decision.allowed,
            context,
        }
    }

    fn error(status: u16, message: &str) -> Self {
        let error = json!({"error": {"status": status, "message": message}});
        Self {
            decision: false,
            context: error.as_object().cloned().unwrap_or_default(),
        }
    }
}

/// The client that asks.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    pub(super) client_id: String,
    /// Whether they may ask about every app.
    pub(super) every_app: bool,
}

/// Decisions about who may do what.
pub struct AccessDecisions {
    pub(super) kernel: Arc<Kernel>,
    tokens: Arc<Tokens>,
    pub(super) known: KnownUsers,
}

/// The answers to the questions of one request.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answers {
    /// The request was a single question.
    One(Decided),
    /// One answer for each question, in their order.
    Several {
        /// The answers, as the response names them.
        evaluations: Vec<Decided>,
    },
}

impl AccessDecisions {
    pub(crate) fn new(kernel: Arc<Kernel>, tokens: Arc<Tokens>) -> Self {
        Self {
            kernel,
            tokens,
            known: KnownUsers::new(),
        }
    }

    /// Answers a question (section 6).
    ///
    /// # Errors
    /// Where the caller may not ask, or the question cannot be read or answered.
    pub async fn evaluation(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        body: &Map<String, Value>,
    ) -> std::result::Result<Decided, AccessError> {
        let asker = self.asker(ctx, credentials).await?;
        let evaluation = Evaluation::read(body).map_err(AccessError::Invalid)?;
        self.decided(&asker, &evaluation, ctx.now()).await
    }

    /// Answers several questions. A request without any of them is a single one (section 7.1).
    ///
    /// # Errors
    /// As [`AccessDecisions::evaluation`], where that is about the request as a whole.
    pub async fn evaluations(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        body: &Map<String, Value>,
    ) -> std::result::Result<Answers, AccessError> {
        let asker = self.asker(ctx, credentials).await?;
        let read = Evaluations::read(body).map_err(AccessError::Invalid)?;
        if read.is_empty() {
            let evaluation = Evaluation::read(body).map_err(AccessError::Invalid)?;
            let decided = self.decided(&asker, &evaluation, ctx.now()).await?;
            return Ok(Answers::One(decided));
        }
        let mut answers = Vec::new();
        for evaluation in read.each() {
            let answer = match evaluation {
                Err(reason) => Decided::error(400, &reason),
                Ok(evaluation) => match self.decided(&asker, &evaluation, ctx.now()).await {
                    Err(AccessError::Forbidden(reason)) => Decided::error(403, reason),
                    decided => decided?,
                },
            };
            let ends = read.semantic.ends_with(answer.decision);
            answers.push(answer);
            if ends {
                break;
            }
        }
        Ok(Answers::Several {
            evaluations: answers,
        })
    }

    /// The client that asks: by an access token of its own, or by its secret.
    pub(super) async fn asker(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
    ) -> std::result::Result<Asker, AccessError> {
        const LACKS: &str = "the scope doorward.access:evaluate is needed";
        let credentials = credentials.ok_or(AccessError::Unauthorized)?;
        let scope = if credentials.scheme.eq_ignore_ascii_case("bearer") {
            let bearer = Secret::presented(credentials.credentials);
            let scopes = [EVALUATE, EVALUATE_ALL];
            let issuer = self.kernel.issuer();
            // What a client gets that asks for scopes of this provider alone, or for no resource.
            let audiences = [issuer, &management::audience(issuer)];
            match self
                .tokens
                .calling_client_scope(ctx, &bearer, &audiences, &scopes)
                .await?
            {
                Ok(caller) => caller,
                Err(CallerError::Unauthorized) => return Err(AccessError::Unauthorized),
                Err(CallerError::Forbidden) => return Err(AccessError::Forbidden(LACKS)),
            }
        } else {
            let form = Parameters::parse("");
            let tokens = &self.tokens;
            match tokens
                .authenticate_client(ctx, Some(credentials), &form)
                .await
            {
                Ok(registered) if !registered.client.is_public() => {
                    let client = &registered.client;
                    (client.client_id.clone(), client.scope.clone())
                }
                Ok(_) => return Err(AccessError::Unauthorized),
                Err(Error::Protocol(error)) if error.code == ErrorCode::InvalidClient => {
                    return Err(AccessError::Unauthorized);
                }
                Err(error) => return Err(error.into()),
            }
        };
        let (client_id, scope) = scope;
        let every_app = scope.contains(EVALUATE_ALL);
        if !every_app && !scope.contains(EVALUATE) {
            return Err(AccessError::Forbidden(LACKS));
        }
        Ok(Asker {
            client_id,
            every_app,
        })
    }

    /// The app that is asked about; `None` where there is none that the caller may ask about.
    ///
    /// # Errors
    /// Where the request names another app and the caller may ask about its own.
    pub(super) async fn app(
        &self,
        configuration: &Configuration,
        asker: &Asker,
        evaluation: &Evaluation,
    ) -> std::result::Result<Option<Arc<RegisteredClient>>, AccessError> {
        let named = evaluation.context.get(APP_OF_CONTEXT);
        let named = named.and_then(Value::as_str);
        let is_other = |name: &&str| *name != asker.client_id;
        if named.as_ref().is_some_and(is_other) && !asker.every_app {
            return Err(AccessError::Forbidden(
                "context.app names another app: the scope doorward.access:evaluate-all is needed",
            ));
        }
        let resource = &evaluation.resource;
        let itself = (resource.kind == APP && !resource.id.is_empty() && asker.every_app)
            .then_some(resource.id.as_str());
        let client_id = itself.or(named).unwrap_or(&asker.client_id);
        Ok(configuration.client(client_id).await?)
    }

    async fn decided(
        &self,
        asker: &Asker,
        evaluation: &Evaluation,
        now: Timestamp,
    ) -> std::result::Result<Decided, AccessError> {
        let (configuration, version) = self.kernel.confirmed_configuration().await?;
        let app = self.app(&configuration, asker, evaluation).await?;
        let Some(registered) = app.filter(|_| evaluation.subject.kind == USER) else {
            return Ok(Decided::of(&Decision::NOTHING, None));
        };
        let asking = Asking {
            kernel: &self.kernel,
            configuration: &configuration,
            access_changes: version.access_changes,
            registered: &registered,
            now,
        };
        let known = self.known.get(asking, &evaluation.subject.id).await?;
        let nobody = (UserAccess::default(), Map::new());
        let (access, user) = match &known {
            Some(known) if known.is_admitted => (&known.access, &known.attributes),
            _ => (&nobody.0, &nobody.1),
        };
        let is_admitted = known.as_ref().is_some_and(|known| known.is_admitted);
        let decision = decide(
            Asked {
                client_id: &registered.client.client_id,
                rules: &registered.access_rules,
                access,
                user,
                now,
            },
            evaluation,
        );
        // Nobody who is unknown or may not use the app may do anything in it.
        let decision = if is_admitted {
            decision
        } else {
            Decision::NOTHING
        };
        Ok(Decided::of(&decision, Some(&registered)))
    }

    /// Decides for an operator what a user may do in an app.
    ///
    /// # Errors
    /// `Input` where there is no such app; `Unavailable` where the database does not answer.
    pub async fn explain(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        evaluation: &Evaluation,
    ) -> Result<Decided> {
        let configuration = self.kernel.configuration().await?;
        if configuration.client(client_id).await?.is_none() {
            return Err(Error::Input(format!(
                "no client is called {client_id}; `doorward client list` shows them"
            )));
        }
        let asker = Asker {
            client_id: client_id.to_owned(),
            every_app: false,
        };
        match self.decided(&asker, evaluation, ctx.now()).await {
            Ok(decided) => Ok(decided),
            Err(AccessError::Failed(error)) => Err(error),
            Err(AccessError::Invalid(reason)) => Err(Error::Input(reason)),
            Err(AccessError::Unauthorized | AccessError::Forbidden(_)) => {
                Err(Error::Input("the app cannot be asked about".to_owned()))
            }
        }
    }
}
