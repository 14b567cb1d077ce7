//! Invitations: somebody is invited by mail, and accepts by creating an account or by signing in.

mod accept;

use crate::{
    Error, RefusedChange, Result,
    audit::{self, Record},
    context::OperationContext,
    kernel::Kernel,
    mail::{Mail, MailContent, Mailer},
    one_time_tokens::{NewToken, OneTimeTokens},
    organizations::{Organization, require_roles},
    outbox::Outbox,
    users::{AddressProblem, check_address},
};
use doorward_protocol::{
    credentials::one_time_token::TokenPurpose, organizations::declared::RolesByApp,
    secret::ordered_id, time::Lifetime,
};
use doorward_storage::{Store, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use accept::{InvitedAccount, OpenInvitation};
pub use doorward_storage::Invitation;
use doorward_storage::MAX_OPEN_OF_ORGANIZATION;

/// How long an invitation can be accepted, where nobody says otherwise.
pub const DEFAULT_LIFETIME: Lifetime = Lifetime::days(7);
/// The longest time for which an invitation can be accepted.
pub const MAX_LIFETIME: Lifetime = Lifetime::days(90);

/// Invitations to accounts and apps.
pub struct Invitations {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) tokens: Arc<OneTimeTokens>,
    pub(crate) mailer: Arc<Mailer>,
    pub(crate) outbox: Outbox,
}

/// Somebody who is to be invited.
pub struct NewInvitation<'a> {
    /// The address of whom is invited.
    pub email: &'a str,
    /// The clients that they are invited to.
    pub client_ids: &'a [String],
    /// The language of the mail.
    pub language: Option<&'a str>,
    /// Who invites, as the mail says it.
    pub inviter: Option<&'a str>,
    /// How long it can be accepted.
    pub lifetime: Lifetime,
    /// The roles of apps that they get, outside of any organization.
    pub roles: &'a RolesByApp,
    /// The organization that they are invited into.
    pub into: Option<InvitedInto<'a>>,
}

/// What somebody becomes by an invitation into an organization.
#[derive(Clone, Copy)]
pub struct InvitedInto<'a> {
    /// Where they are from then on.
    pub organization: &'a Organization,
    /// Whether as an owner of it.
    pub owner: bool,
    /// The roles that they get there.
    pub roles: &'a RolesByApp,
}

/// What the link of an invitation is for.
#[derive(Serialize, Deserialize)]
pub(crate) struct Invited {
    invitation_id: String,
}

impl Invitations {
    /// Invites somebody.
    ///
    /// # Errors
    /// `Input` where the address is none, a client is not registered, the time is too long, or mail
    /// cannot be sent; where the database is unavailable.
    pub async fn invite(
        &self,
        ctx: &OperationContext,
        new: &NewInvitation<'_>,
    ) -> Result<Invitation> {
        let email = new.email.trim();
        check_address(email).map_err(|problem| match problem {
            AddressProblem::NoAddress => Error::Input(format!("{email} is no email address")),
            AddressProblem::Unmailable => RefusedChange::from(problem).into(),
        })?;
        if new.lifetime > MAX_LIFETIME || new.lifetime <= Lifetime(0) {
            return Err(Error::Input(
                "an invitation can be accepted for 90 days at most".into(),
            ));
        }
        self.names(new.client_ids).await?;
        let roles = new.into.map_or(new.roles, |into| into.roles);
        require_roles(&self.kernel, roles).await?;
        let actor = audit::actor(ctx);
        let invitation = Invitation {
            id: ordered_id(self.kernel.entropy.as_ref(), ctx.now()),
            email: email.to_owned(),
            client_ids: new.client_ids.to_vec(),
            language: new.language.map(str::to_owned),
            inviter: new.inviter.map(str::to_owned),
            created_at: ctx.now(),
            expires_at: ctx.now().plus(new.lifetime),
            accepted_at: None,
            accepted_by: None,
            revoked_at: None,
            organization_id: new.into.map(|into| into.organization.id.clone()),
            organization_owner: new.into.is_some_and(|into| into.owner),
            organization_roles: roles.clone(),
            actor_kind: Some(actor.kind.to_owned()),
            actor_id: actor.id.map(str::to_owned),
        };
        let unit = Store::add_invitation(&invitation);
        if !self.send(ctx, &invitation, unit, "invitation.sent").await? {
            return Err(Error::Input(format!(
                "the organization was deleted, or has {MAX_OPEN_OF_ORGANIZATION} open invitations: \
                 revoke some first"
            )));
        }
        Ok(invitation)
    }

    /// Sends the mail of an invitation, with a new link. The links before work no more. `false` where a
    /// guard of the unit refused.
    async fn send(
        &self,
        ctx: &OperationContext,
        invitation: &Invitation,
        unit: Unit,
        action: &'static str,
    ) -> Result<bool> {
        if !self.mailer.can_send() {
            return Err(Error::Input(
                "mail cannot be sent: set mail.url in the settings".into(),
            ));
        }
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose: TokenPurpose::Invitation,
                subject: &invitation.id,
                user: None,
                browser: None,
                content: &Invited {
                    invitation_id: invitation.id.clone(),
                },
                is_confirmed: false,
                expires_at: Some(invitation.expires_at),
            },
        )?;
        let mail = self.mailer.queue(
            ctx,
            &Mail {
                to: &invitation.email,
                language: invitation.language.as_deref(),
                client_id: invitation.client_ids.first().map(String::as_str),
                content: MailContent::Invitation {
                    link: format!(
                        "{}/invitation?token={}",
                        self.kernel.issuer(),
                        issued.link.reveal()
                    ),
                    inviter: invitation.inviter.clone(),
                    apps: self.names(&invitation.client_ids).await?,
                    organization: self.organization_name(invitation).await?,
                    expires_at: invitation.expires_at,
                },
            },
        )?;
        let record = Record {
            action,
            subject: None,
            client_id: invitation.client_ids.first().map(String::as_str),
            detail: &invitation.id,
        };
        let unit = unit.then(issued.unit).then(mail);
        let is_sent = self.kernel.database.commit(ctx, unit, &[record]).await?;
        self.outbox.notify();
        Ok(is_sent)
    }

    /// The name of the organization that an invitation is into.
    async fn organization_name(&self, invitation: &Invitation) -> Result<Option<String>> {
        let Some(id) = &invitation.organization_id else {
            return Ok(None);
        };
        let found = self.kernel.database.read().organization_by_id(id).await?;
        Ok(found.map(|organization| organization.name))
    }

    /// The names of clients.
    ///
    /// # Errors
    /// `Input` where one is not registered.
    async fn names(&self, client_ids: &[String]) -> Result<Vec<String>> {
        let configuration = self.kernel.configuration().await?;
        let mut names = Vec::new();
        for client_id in client_ids {
            let registered = configuration.client(client_id).await?;
            let Some(registered) = registered else {
                return Err(Error::Input(format!(
                    "{client_id} is no client: `doorward client list` shows them"
                )));
            };
            names.push(registered.client.display_name().to_owned());
        }
        Ok(names)
    }

    /// The newest thousand invitations.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn list(&self) -> Result<Vec<Invitation>> {
        Ok(self.kernel.database.read().invitations().await?)
    }

    /// The invitations before one, the newest first; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn before(&self, id: Option<&str>, limit: i64) -> Result<Vec<Invitation>> {
        let store = self.kernel.database.read();
        Ok(store.invitations_before(id, limit).await?)
    }

    /// The invitations into an organization before one, the newest first; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn into_organization(
        &self,
        organization: &Organization,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        let store = self.kernel.database.read();
        Ok(store
            .invitations_into(&organization.id, before, limit)
            .await?)
    }

    /// The invitation of an identifier.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn find(&self, id: &str) -> Result<Option<Invitation>> {
        Ok(self.kernel.database.read().invitation(id).await?)
    }

    /// Sends an invitation again, which can be accepted for as long as at first from now on.
    ///
    /// # Errors
    /// `Input` where there is none, or it is not open; where the database is unavailable.
    pub async fn send_again(&self, ctx: &OperationContext, id: &str) -> Result<Invitation> {
        let mut invitation = self.get(id).await?;
        let lifetime = Lifetime(invitation.expires_at.since(invitation.created_at));
        invitation.expires_at = ctx.now().plus(lifetime.min(MAX_LIFETIME));
        let unit = Store::renew_invitation(id, invitation.expires_at);
        let sent = self.send(ctx, &invitation, unit, "invitation.sent_again");
        if !sent.await? {
            return Err(over());
        }
        Ok(invitation)
    }

    /// Revokes an invitation: its link works no more.
    ///
    /// # Errors
    /// `Input` where there is none, or it is not open; where the database is unavailable.
    pub async fn revoke(&self, ctx: &OperationContext, id: &str) -> Result<()> {
        let invitation = self.get(id).await?;
        let subject = crate::one_time_tokens::subject_digest(TokenPurpose::Invitation, id);
        let tokens = Store::replace_one_time_tokens(TokenPurpose::Invitation, &subject, ctx.now());
        let unit = Store::revoke_invitation(id, ctx.now()).then(tokens);
        let record = Record {
            action: "invitation.revoked",
            subject: None,
            client_id: invitation.client_ids.first().map(String::as_str),
            detail: id,
        };
        if self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Ok(());
        }
        Err(over())
    }

    async fn get(&self, id: &str) -> Result<Invitation> {
        self.find(id).await?.ok_or_else(|| {
            Error::Input(format!(
                "{id} is no invitation: `doorward user invite --list` shows them"
            ))
        })
    }
}

fn over() -> Error {
    Error::Input("the invitation was accepted or revoked already".into())
}
