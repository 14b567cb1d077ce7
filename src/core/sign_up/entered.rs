//! The organizations that a new user is in at once: by an invitation, or by the domain of their address.

use super::{Completion, Pending, SignUp};
use crate::{
    Result, context::OperationContext, domain_members::entering_by_domain, organizations::given_by,
};
use doorward_protocol::{credentials::one_time_token::TokenRefusal, mail_address::MailAddress};
use doorward_storage::Unit;

impl SignUp {
    /// The statements that make the user a member of the organizations that they are invited into, or that
    /// the domain of their address is verified for. `None` where the invitation does not hold any more.
    pub(super) async fn entered(
        &self,
        ctx: &OperationContext,
        pending: &Pending,
        user_id: &str,
    ) -> Result<Option<Unit>> {
        let by_domain = if pending.first_owner.is_none() {
            entering_by_domain(&self.kernel, ctx, user_id, &pending.email).await?
        } else {
            Unit::new()
        };
        let Some(accepted) = &pending.invitation else {
            return Ok(Some(by_domain));
        };
        let store = self.kernel.database.read();
        let Some(invitation) = store.invitation(&accepted.id).await? else {
            // The unit refuses it: it is accepted nowhere.
            return Ok(Some(by_domain));
        };
        let entered = given_by(&self.kernel, ctx, &invitation, user_id).await?;
        let is_same = match &invitation.organization_id {
            Some(id) => {
                let domain = MailAddress::parse(&pending.email);
                let domain = domain.as_ref().map_or("", MailAddress::domain);
                let theirs = store.organization_of_domain(domain).await?;
                theirs.is_some_and(|theirs| theirs.id == *id)
            }
            None => false,
        };
        Ok(entered.map(|entered| {
            if is_same {
                entered
            } else {
                by_domain.then(entered)
            }
        }))
    }

    /// Why an account is not made that rests on something which changed at the same time.
    pub(super) async fn refused(
        &self,
        ctx: &OperationContext,
        pending: &Pending,
        user_id: &str,
    ) -> Result<Completion> {
        let entered = self.entered(ctx, pending, user_id).await?;
        Ok(Completion::Refused(match entered {
            Some(_) => TokenRefusal::Used,
            None => TokenRefusal::Withdrawn,
        }))
    }
}
