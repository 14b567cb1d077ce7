//! The former address takes a change of the address back.

use crate::{
    Result, audit::Record, change_set::ChangeSet, context::OperationContext,
    one_time_tokens::OneTimeTokens, own_account::OwnAccount,
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::Secret,
    sessions::sso_session::EndReason,
    time::{Lifetime, Timestamp},
};
use doorward_storage::Store;
use serde::{Deserialize, Serialize};

/// How long before a change of the address that is taken back ways to sign in are not believed to be the
/// user's: whoever changes the address of somebody else may have added them first.
const BEFORE_A_CHANGE: Lifetime = Lifetime::hours(1);

/// A change that can be taken back.
#[derive(Serialize, Deserialize)]
pub(super) struct FormerAddress {
    pub(super) email: String,
    pub(super) was_verified: bool,
    /// Whether the address was proven, and not only said to be that of whoever made the account.
    #[serde(default = "is_taken_for_proven")]
    pub(super) was_proven: bool,
}

/// What links of an earlier release say.
const fn is_taken_for_proven() -> bool {
    true
}

impl OwnAccount {
    /// The former address of a link that takes a change back. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn former_address(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<String, TokenRefusal>> {
        let purpose = TokenPurpose::UndoAddressChange;
        let looked = self.tokens.by_link::<FormerAddress>(ctx, purpose, link);
        Ok(looked.await?.map(|token| token.content.email))
    }

    /// Takes a change of the address back: the former address is that of the account again, every
    /// session and grant ends, the password signs nobody in until another one is chosen, and passkeys,
    /// identities and second factors that were added about the time of the change or later go. Where no
    /// second factor would be left, those stay as second factors (docs/decisions/0048).
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn undo_address_change(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let purpose = TokenPurpose::UndoAddressChange;
        let looked = self.tokens.by_link::<FormerAddress>(ctx, purpose, link);
        let token = match looked.await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(user) = &token.user else {
            return Ok(Err(TokenRefusal::Unknown));
        };
        // Whoever has the link reads the mail of the address.
        let mut changed = user.with_proven_address(ctx.now());
        changed.email = Some(token.content.email.clone());
        let since = if token.content.was_proven {
            changed.claims.email_verified = token.content.was_verified.then_some(true);
            token.row.created_at.minus(BEFORE_A_CHANGE)
        } else {
            // The account may have been somebody else's from the start.
            Timestamp(0)
        };
        let factors = &self.second_factors;
        let disowned = factors.disown_since(ctx, &user.id, since).await?;
        // Whoever changed the address may know the password, or have set it since. What is disowned was
        // read at the version of the user that the change demands.
        let unit = OneTimeTokens::use_up(ctx, &token)
            .then(Store::change_user(&changed))
            .then(Store::revoke_password(&user.id, ctx.now()))
            .then(disowned.unit);
        let record = Record {
            action: "user.address_change_undone",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        set.add(unit, &record);
        set.end_sessions(&user.id, EndReason::AddressChanged);
        Ok(if set.commit().await? {
            Ok(())
        } else {
            Err(TokenRefusal::Outdated)
        })
    }
}
