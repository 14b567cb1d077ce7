//! How an invitation is accepted: by whoever is signed in, or by a new account.

use super::{Invitation, Invitations, Invited};
use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    events::{Registration, announce_registration},
    federation::home_of,
    launchpad::first_opening,
    one_time_tokens::{Looked, OneTimeTokens, OpenToken},
    organizations::{given_by, may_still_give, offered},
    sign_up::SignUp,
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, ordered_id},
};
use doorward_storage::Store;

/// An invitation that can be accepted, as its page shows it.
pub struct OpenInvitation {
    /// The invitation as stored.
    pub invitation: Invitation,
    /// The names of the apps.
    pub apps: Vec<String>,
    /// Where the first of the apps begins, where it says so.
    pub open: Option<String>,
    /// The name of the organization that it is into.
    pub organization: Option<String>,
}

/// What follows where somebody wants a new account by an invitation.
pub enum InvitedAccount {
    /// The browser goes on with this identifier.
    Begun(String),
    /// The address has an account: its user signs in.
    Exists,
    /// The address belongs to an identity provider: its user signs in there.
    OfProvider {
        /// The identifier of the provider.
        provider_id: String,
        /// The address that was invited.
        email: String,
    },
}

impl Invitations {
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
        let organization = match &invitation.organization_id {
            None if may_still_give(&self.kernel, ctx, &invitation).await? => None,
            None => return Ok(Err(TokenRefusal::Withdrawn)),
            Some(id) => match offered(&self.kernel, ctx, &invitation, id).await? {
                Some((organization, _)) => Some(organization.name),
                None => return Ok(Err(TokenRefusal::Withdrawn)),
            },
        };
        let configuration = self.kernel.configuration().await?;
        let mut apps = Vec::new();
        for client_id in &invitation.client_ids {
            // A client that was deleted meanwhile is left out.
            if let Some(registered) = configuration.client(client_id).await? {
                apps.push(registered.client.display_name().to_owned());
            }
        }
        let open = first_opening(&self.kernel, &invitation.client_ids).await?;
        Ok(Ok(OpenInvitation {
            invitation,
            apps,
            open,
            organization,
        }))
    }

    async fn invitation_of(&self, token: &OpenToken<Invited>) -> Result<Invitation> {
        let store = self.kernel.database.read();
        let found = store.invitation(&token.content.invitation_id).await?;
        found.ok_or_else(|| Error::Internal("an invitation is missing".into()))
    }

    /// Accepts an invitation for a user who is signed in, by whatever method. Gives where the first of its
    /// apps begins, where it says so.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn accept(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        user_id: &str,
    ) -> Result<std::result::Result<Option<String>, TokenRefusal>> {
        // What it rests on may change at the same time: then it is looked at once more, and refused for
        // that reason.
        let open = match self.of_link(ctx, link).await? {
            Ok(invitation) => invitation.open,
            Err(refusal) => return Ok(Err(refusal)),
        };
        for _ in 0..2 {
            match self.try_accept(ctx, link, user_id).await? {
                Ok(true) => return Ok(Ok(open)),
                Ok(false) => {}
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Err(TokenRefusal::Used))
    }

    /// `false`: something that it rests on was changed at the same time, and nothing happened.
    async fn try_accept(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        user_id: &str,
    ) -> Result<std::result::Result<bool, TokenRefusal>> {
        let token = match self.look(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let invitation = self.invitation_of(&token).await?;
        let Some(entered) = given_by(&self.kernel, ctx, &invitation, user_id).await? else {
            return Ok(Err(TokenRefusal::Withdrawn));
        };
        let registration = Registration {
            user_id,
            client_ids: &invitation.client_ids,
            invitation_id: Some(&invitation.id),
            is_new_account: false,
        };
        let cause = ordered_id(self.kernel.entropy.as_ref(), ctx.now());
        let record = Record {
            action: "invitation.accepted",
            subject: Some(user_id),
            client_id: invitation.client_ids.first().map(String::as_str),
            detail: &invitation.id,
        };
        let unit = OneTimeTokens::use_up(ctx, &token)
            .then(Store::accept_invitation(&invitation.id, user_id, ctx.now()))
            .then(entered)
            .then(announce_registration(&cause, &registration, ctx.now()))
            .then(self.kernel.database.record(ctx, &record));
        Ok(Ok(self.kernel.database.commit_unless_taken(unit).await?))
    }

    /// Begins an account by an invitation: whoever has the link reads the mail of the address, so it
    /// needs no other proof.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_account(
        &self,
        ctx: &OperationContext,
        sign_up: &SignUp,
        link: &Secret,
        browser: &Secret,
    ) -> Result<std::result::Result<InvitedAccount, TokenRefusal>> {
        let token = match self.look(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let invitation = self.invitation_of(&token).await?;
        if let Some(id) = &invitation.organization_id
            && offered(&self.kernel, ctx, &invitation, id).await?.is_none()
        {
            return Ok(Err(TokenRefusal::Withdrawn));
        }
        let store = self.kernel.database.read();
        if store.user_by_email(&invitation.email).await?.is_some() {
            return Ok(Ok(InvitedAccount::Exists));
        }
        let client = match invitation.client_ids.first() {
            Some(id) => self.kernel.configuration().await?.client(id).await?,
            None => None,
        };
        let client = client.as_ref().map(|registered| &registered.client);
        if let Some(home) = home_of(&self.kernel, client, &invitation.email).await? {
            return Ok(Ok(InvitedAccount::OfProvider {
                provider_id: home.id().to_owned(),
                email: invitation.email,
            }));
        }
        let id = sign_up
            .begin_invited(ctx, &invitation, &token.row.id, browser)
            .await?;
        Ok(Ok(InvitedAccount::Begun(id)))
    }
}
