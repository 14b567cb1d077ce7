//! The first owner of a provider, by a link that the server prints while it has none.
//!
//! Whoever can read what the server prints opens the link, and creates an account as everybody does:
//! its last step uses the link and gives the role, in the transaction that adds the user. A newer link
//! takes the place of the one before, and none works any more once there is an owner.

use super::{Pending, SignUp};
use crate::{
    Result,
    audit::{self, Record},
    context::{Actor, OperationContext},
    one_time_tokens::{Looked, NewToken},
    users::{AddressProblem, check_address},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    management::{BUILT_IN_APP, OWNER},
    secret::{Secret, random_id},
    sessions::sso_session::SsoSession,
};
use doorward_storage::{Holder, RoleOfApp, Stamp, Store, Unit};

/// The subject of the link: there is one at a time.
const SUBJECT: &str = "first owner";

/// Somebody who wants to be the first owner.
pub struct FirstOwner<'a> {
    /// The address that was typed.
    pub email: &'a str,
    /// The secret of the browser.
    pub browser: &'a Secret,
    /// The language of the pages.
    pub language: &'a str,
}

/// The outcome of the first step.
#[derive(Debug)]
pub enum FirstOwnerBegun {
    /// The account is created by this ticket, in the same browser.
    Ticket(String),
    /// What was typed is no address.
    NoAddress,
    /// Mail is not sent to such an address.
    Unmailable,
    /// The address belongs to a user already.
    Taken,
    /// The link does not work, or not any more.
    Refused(TokenRefusal),
}

impl SignUp {
    /// A link to make the first owner, which takes the place of every earlier one. `None` where there is
    /// an owner.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn first_owner_link(&self, ctx: &OperationContext) -> Result<Option<String>> {
        if self.has_owner(ctx).await? {
            return Ok(None);
        }
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose: TokenPurpose::FirstOwner,
                subject: SUBJECT,
                user: None,
                browser: None,
                content: &(),
                is_confirmed: false,
                expires_at: None,
            },
        )?;
        self.kernel.database.commit_unaudited(issued.unit).await?;
        let (base, link) = (self.kernel.issuer(), issued.link.reveal());
        Ok(Some(format!("{base}/setup?token={link}")))
    }

    /// Whether a link still makes the first owner. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_first_owner_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        Ok(self.first_owner_token(ctx, link).await?.map(|_| ()))
    }

    /// Begins the account of the first owner. The link is used by its last step.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_first_owner(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        wanted: &FirstOwner<'_>,
    ) -> Result<FirstOwnerBegun> {
        let token_id = match self.first_owner_token(ctx, link).await? {
            Ok(token_id) => token_id,
            Err(refusal) => return Ok(FirstOwnerBegun::Refused(refusal)),
        };
        let email = wanted.email.trim();
        match check_address(email) {
            Ok(()) => {}
            Err(AddressProblem::NoAddress) => return Ok(FirstOwnerBegun::NoAddress),
            Err(AddressProblem::Unmailable) => return Ok(FirstOwnerBegun::Unmailable),
        }
        let store = self.kernel.database.read();
        if store.user_by_email(email).await?.is_some() {
            return Ok(FirstOwnerBegun::Taken);
        }
        let pending = Pending {
            email: email.to_owned(),
            flow: None,
            client_id: None,
            language: wanted.language.to_owned(),
            device: String::new(),
            address: ctx.address(),
            is_taken: false,
            user_id: self.reserved_user_id(),
            invitation: None,
            first_owner: Some(token_id),
        };
        let ticket = self.issue_confirmed(ctx, &pending, wanted.browser).await?;
        Ok(FirstOwnerBegun::Ticket(ticket))
    }

    /// Makes a user who is signed in the first owner, which uses the link. Of several who have the link
    /// one becomes it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn become_first_owner(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        session: &SsoSession,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let token_id = match self.first_owner_token(ctx, link).await? {
            Ok(token_id) => token_id,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // The record is that of the user who asks, and of nobody who signed out meanwhile.
        let ctx = &ctx.acting_as(Actor::User(session.user_id.clone()));
        let owned = self.make_first_owner(ctx, &session.user_id, &token_id);
        let unit = owned.then(Store::require_live_session(session.reference()));
        if self.kernel.database.commit_unless_taken(unit).await? {
            return Ok(Ok(()));
        }
        Ok(Err(TokenRefusal::Used))
    }

    /// The statements that use the link and make a user the owner: a guard against the link being
    /// used, and against an owner whom anything else made meanwhile.
    pub(super) fn make_first_owner(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        link_id: &str,
    ) -> Unit {
        let role = RoleOfApp {
            client_id: BUILT_IN_APP,
            name: OWNER,
        };
        let record = Record {
            action: "role.granted",
            subject: Some(user_id),
            client_id: Some(role.client_id),
            detail: role.name,
        };
        let stamp = Stamp {
            at: ctx.now(),
            actor: audit::actor(ctx),
            managed: false,
        };
        let id = random_id(self.kernel.entropy.as_ref(), 16);
        Store::hold_owners()
            .then(Store::require_no_owner(ctx.now()))
            .then(Store::use_one_time_token(link_id, ctx.now()))
            .then(Store::add_role_grant(
                &id,
                Holder::User(user_id),
                role,
                None,
                stamp,
            ))
            .then(self.kernel.database.record(ctx, &record))
    }

    /// The identifier of the token behind a link.
    async fn first_owner_token(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<String, TokenRefusal>> {
        let purpose = TokenPurpose::FirstOwner;
        let looked: Looked<()> = self.tokens.by_link(ctx, purpose, link).await?;
        match looked {
            Ok(_) if self.has_owner(ctx).await? => Ok(Err(TokenRefusal::Used)),
            looked => Ok(looked.map(|token| token.row.id)),
        }
    }

    async fn has_owner(&self, ctx: &OperationContext) -> Result<bool> {
        let owners = self.kernel.database.read().owners(ctx.now()).await?;
        Ok(!owners.is_empty())
    }
}
