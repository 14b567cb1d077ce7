//! What would be different for a user in an app: with another role, in another group, at another time,
//! under other circumstances. Nothing is changed.

use super::{
    Access,
    effective::combined,
    explain::{admission, refusal},
    provider_roles::provider_roles,
    reasons::AccessReason,
};
use crate::{
    Error, RefusedChange, Result, context::OperationContext, oauth::release::known_of_user,
};
use doorward_protocol::{
    access::{
        evaluation::{Action, Entity, Evaluation},
        rules::{Asked, decide},
    },
    time::Timestamp,
};
use doorward_storage::User;
use serde_json::{Map, Value};

/// What is supposed of a user, and what is asked. Whatever is left out is as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct WhatIf<'a> {
    /// The user has this role of the app too.
    pub role: Option<&'a str>,
    /// The user is in this group too, by its name or identifier.
    pub group: Option<&'a str>,
    /// It is this time.
    pub at: Option<Timestamp>,
    /// Whether the rules of the app allow this.
    pub question: Option<Question<'a>>,
}

/// A question to the permissions and rules of an app.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is to be done.
    pub action: &'a str,
    /// The type of the resource.
    pub resource_type: &'a str,
    /// The identifier of the resource.
    pub resource_id: &'a str,
    /// The circumstances that the app tells, such as the network.
    pub context: &'a Map<String, Value>,
}

/// What a user may do in an app under a supposition.
#[derive(Debug, PartialEq, Eq)]
pub struct Supposed {
    /// Whether the user may open the app.
    pub allowed: bool,
    /// Why, as the access engine says it.
    pub reason: AccessReason,
    /// The groups of the user.
    pub groups: Vec<String>,
    /// The roles of the user in the app.
    pub roles: Vec<String>,
    /// The permissions of the user in the app.
    pub permissions: Vec<String>,
    /// The answer to the question, and why.
    pub answer: Option<(bool, AccessReason)>,
}

impl Access {
    /// What a user may do in an app under a supposition.
    ///
    /// # Errors
    /// `Input` where there is no such app, role or group; `Unavailable` where the database does not answer.
    pub async fn suppose(
        &self,
        ctx: &OperationContext,
        user: &User,
        client_id: &str,
        what_if: WhatIf<'_>,
    ) -> Result<Supposed> {
        let configuration = self.kernel.configuration().await?;
        let registered = configuration.client(client_id).await?;
        let registered = registered
            .ok_or_else(|| Error::Input(format!("no app is registered as {client_id}")))?;
        let (client, roles) = (&registered.client, &registered.roles);
        let now = what_if.at.unwrap_or_else(|| ctx.now());
        let group_id = match what_if.group {
            None => String::new(),
            Some(name) => {
                let found = self.find_group(name).await?;
                let name = name.to_owned();
                found.ok_or(RefusedChange::NoGroup { name })?.id
            }
        };
        let store = self.kernel.database.read();
        let mut held = store
            .held_access_in_group(&user.id, client_id, now, &group_id)
            .await?;
        if let Some(role) = what_if.role {
            if roles.get(role).is_none() {
                let (app, name) = (client_id.to_owned(), role.to_owned());
                return Err(RefusedChange::NoRole { app, name }.into());
            }
            held.roles.push(role.to_owned());
        }
        let given = provider_roles(&self.kernel, &configuration, client, &user.id).await?;
        let access = combined(roles, held, &given);
        let refusal = refusal(&registered, user, client.admits_user(&access));
        let known = known_of_user(&self.kernel, &configuration, client, user);
        let asked = Asked {
            client_id,
            rules: &registered.access_rules,
            access: &access,
            user: &known,
            now,
        };
        let answer = what_if.question.map(|question| {
            let decision = decide(asked, &evaluation(user, question));
            let allowed = decision.allowed && refusal.is_none();
            let reason = refusal.clone();
            let reason = reason.unwrap_or_else(|| AccessReason::from(&decision.basis));
            (allowed, reason)
        });
        Ok(Supposed {
            allowed: refusal.is_none(),
            reason: refusal.unwrap_or_else(|| admission(&registered, &access)),
            groups: access.groups,
            roles: access.roles,
            permissions: access.permissions,
            answer,
        })
    }
}

fn evaluation(user: &User, question: Question<'_>) -> Evaluation {
    Evaluation {
        subject: Entity {
            kind: "user".to_owned(),
            id: user.id.clone(),
            properties: Map::new(),
        },
        action: Action {
            name: question.action.to_owned(),
            properties: Map::new(),
        },
        resource: Entity {
            kind: question.resource_type.to_owned(),
            id: question.resource_id.to_owned(),
            properties: Map::new(),
        },
        context: question.context.clone(),
    }
}
