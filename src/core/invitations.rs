//! Invitations: somebody is invited by mail, and accepts by creating an account or by signing in.

use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    events::{Registration, announce_registration},
    kernel::Kernel,
    mail::{Mail, MailContent, Mailer},
    one_time_tokens::{Looked, NewToken, OneTimeTokens, OpenToken},
    outbox::Outbox,
    sign_up::SignUp,
    users::is_email,
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, ordered_id},
    time::Lifetime,
};
use doorward_storage::{Store, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use doorward_storage::Invitation;

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
}

/// What the link of an invitation is for.
#[derive(Serialize, Deserialize)]
pub(crate) struct Invited {
    invitation_id: String,
}

/// An invitation that can be accepted, as its page shows it.
pub struct OpenInvitation {
    /// The invitation as stored.
    pub invitation: Invitation,
    /// The names of the apps.
    pub apps: Vec<String>,
    /// Where the first of the apps begins, where it says so.
    pub open: Option<String>,
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
        if !is_email(email) {
            return Err(Error::Input(format!("{email} is no email address")));
        }
        if new.lifetime > MAX_LIFETIME || new.lifetime <= Lifetime(0) {
            return Err(Error::Input(
                "an invitation can be accepted for 90 days at most".into(),
            ));
        }
        self.names(new.client_ids).await?;
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
        };
        let unit = Store::add_invitation(&invitation);
        self.send(ctx, &invitation, unit, "invitation.sent").await?;
        Ok(invitation)
    }

    /// Sends the mail of an invitation, with a new link. The links before work no more.
    async fn send(
        &self,
        ctx: &OperationContext,
        invitation: &Invitation,
        unit: Unit,
        action: &'static str,
    ) -> Result<()> {
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
        if !self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Err(Error::Input(
                "the invitation was accepted or revoked already".into(),
            ));
        }
        self.outbox.notify();
        Ok(())
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
        self.send(ctx, &invitation, unit, "invitation.sent_again")
            .await?;
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
        Err(Error::Input(
            "the invitation was accepted or revoked already".into(),
        ))
    }

    async fn get(&self, id: &str) -> Result<Invitation> {
        self.find(id).await?.ok_or_else(|| {
            Error::Input(format!(
                "{id} is no invitation: `doorward user invite --list` shows them"
            ))
        })
    }

    async fn look(&self, ctx: &OperationContext, link: &Secret) -> Result<Looked<Invited>> {
        let purpose = TokenPurpose::Invitation;
        self.tokens.by_link(ctx, purpose, link).await
    }

    /// The invitation of a link, for whoever opens it. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<OpenInvitation, TokenRefusal>> {
        let token = match self.look(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let invitation = self.invitation_of(&token).await?;
        let configuration = self.kernel.configuration().await?;
        let mut apps = Vec::new();
        let mut open = None;
        for client_id in &invitation.client_ids {
            // A client that was deleted meanwhile is left out.
            if let Some(registered) = configuration.client(client_id).await? {
                apps.push(registered.client.display_name().to_owned());
                let address = crate::launchpad::opens_at(&registered.client, self.kernel.issuer());
                open = open.or(address);
            }
        }
        Ok(Ok(OpenInvitation {
            invitation,
            apps,
            open,
        }))
    }

    async fn invitation_of(&self, token: &OpenToken<Invited>) -> Result<Invitation> {
        let store = self.kernel.database.read();
        let found = store.invitation(&token.content.invitation_id).await?;
        found.ok_or_else(|| Error::Internal("an invitation is missing".into()))
    }

    /// Accepts an invitation for a user who is signed in, by whatever method.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn accept(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        user_id: &str,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let token = match self.look(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let invitation = self.invitation_of(&token).await?;
        let registration = Registration {
            user_id,
            client_ids: &invitation.client_ids,
            invitation_id: Some(&invitation.id),
            is_new_account: false,
        };
        let cause = ordered_id(self.kernel.entropy.as_ref(), ctx.now());
        let unit = OneTimeTokens::use_up(ctx, &token)
            .then(Store::accept_invitation(&invitation.id, user_id, ctx.now()))
            .then(announce_registration(&cause, &registration, ctx.now()));
        let record = Record {
            action: "invitation.accepted",
            subject: Some(user_id),
            client_id: invitation.client_ids.first().map(String::as_str),
            detail: &invitation.id,
        };
        let is_accepted = self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(if is_accepted {
            Ok(())
        } else {
            Err(TokenRefusal::Used)
        })
    }

    /// Begins an account by an invitation: whoever has the link reads the mail of the address, so it
    /// needs no other proof. Gives the identifier that the browser goes on with; none where the address
    /// has an account, so that its user signs in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_account(
        &self,
        ctx: &OperationContext,
        sign_up: &SignUp,
        link: &Secret,
        browser: &Secret,
    ) -> Result<std::result::Result<Option<String>, TokenRefusal>> {
        let token = match self.look(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let invitation = self.invitation_of(&token).await?;
        let store = self.kernel.database.read();
        if store.user_by_email(&invitation.email).await?.is_some() {
            return Ok(Ok(None));
        }
        let id = sign_up
            .begin_invited(ctx, &invitation, &token.row.id, browser)
            .await?;
        Ok(Ok(Some(id)))
    }
}
