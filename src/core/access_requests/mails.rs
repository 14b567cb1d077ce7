//! The mails about a request: to those who decide, and to the user when it is decided.

use super::{AccessRequest, AccessRequests};
use crate::{
    Result,
    context::OperationContext,
    mail::{Mail, MailContent},
};
use doorward_protocol::clients::registered_client::RegisteredClient;
use doorward_storage::{RequestAnswer, Unit, User};

/// How many owners of the app, and how many of those who may give every role, are told of a request.
const MAX_TOLD: i64 = 10;

impl AccessRequests {
    /// The statements that tell those who may decide of a request, but for whoever asks.
    pub(super) async fn tell_those_who_decide(
        &self,
        ctx: &OperationContext,
        request: &AccessRequest,
        app: &RegisteredClient,
    ) -> Result<Unit> {
        let mut unit = Unit::new();
        let store = self.kernel.database.read();
        if !self.mailer.can_send() {
            return Ok(unit);
        }
        let asking = store.user(&request.user_id).await?;
        let user = asking.map_or_else(String::new, |user| user.label().to_owned());
        let link = format!(
            "{}/admin/access-requests/{}",
            self.kernel.issuer(),
            request.id
        );
        for giver in self.deciders(ctx, request).await? {
            let content = MailContent::AccessRequested {
                user: user.clone(),
                app: app.client.display_name().to_owned(),
                role: request.role.clone(),
                reason: request.reason.clone(),
                until: request.wished_end,
                link: link.clone(),
            };
            unit = unit.then(self.mail(ctx, &giver, content)?);
        }
        Ok(unit)
    }

    /// Who is told of a request: the owners of the app, and those who may give roles of every app; each
    /// once, and never whoever asks.
    async fn deciders(&self, ctx: &OperationContext, request: &AccessRequest) -> Result<Vec<User>> {
        let store = self.kernel.database.read();
        let owners = store.owners_of_app(&request.client_id, "", MAX_TOLD);
        let owners = owners.await?.into_iter().map(|owner| owner.user);
        let mut deciders: Vec<User> = owners.filter(|user| user.disabled_at.is_none()).collect();
        for id in store.role_givers(ctx.now(), MAX_TOLD).await? {
            if !deciders.iter().any(|known| known.id == id) {
                deciders.extend(store.user(&id).await?);
            }
        }
        deciders.retain(|decider| decider.id != request.user_id);
        Ok(deciders)
    }

    /// The statements that tell a user of the decision.
    pub(super) async fn tell_user(
        &self,
        ctx: &OperationContext,
        request: &AccessRequest,
        user: &User,
        answer: RequestAnswer<'_>,
    ) -> Result<Unit> {
        let app = self.app_name(&request.client_id).await?;
        let role = request.role.clone();
        let link = format!("{}/account/access", self.kernel.issuer());
        let content = match answer {
            RequestAnswer::Approved(until) => MailContent::AccessApproved {
                app,
                role,
                until,
                link,
            },
            RequestAnswer::Refused(reason) => MailContent::AccessRefused {
                app,
                role,
                reason: reason.to_owned(),
                link,
            },
        };
        self.mail(ctx, user, content)
    }

    fn mail(&self, ctx: &OperationContext, to: &User, content: MailContent) -> Result<Unit> {
        let Some(address) = &to.email else {
            return Ok(Unit::new());
        };
        let mail = Mail {
            to: address,
            language: to.claims.locale.as_deref(),
            client_id: None,
            content,
        };
        self.mailer.queue(ctx, &mail)
    }
}
