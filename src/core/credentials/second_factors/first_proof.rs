//! The first proof of an address: whoever reads its mail takes the account from whoever only said that
//! the address is theirs.

use super::SecondFactors;
use crate::{Result, context::OperationContext};
use doorward_protocol::time::Timestamp;
use doorward_storage::{Store, Unit, User};

/// What the first proof of an address changes.
pub(crate) struct FirstProof {
    /// The statements. They rest on the version and the generation of the user.
    pub(crate) unit: Unit,
    /// Whether what was set up before is over, since somebody else may have set it up.
    pub(crate) takes_account: bool,
}

impl SecondFactors {
    /// The first proof of an address by mail. Where the account may have been set up by somebody who does
    /// not read that mail, linked identities go, and passkeys and second factors as where a user says that
    /// a change was not theirs (docs/decisions/0048); the user is told. What becomes of the password is for
    /// the caller, who ends every session beside. `None` where the address was proven before.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn first_proof(
        &self,
        ctx: &OperationContext,
        user: &User,
    ) -> Result<Option<FirstProof>> {
        if user.has_proven_address() {
            return Ok(None);
        }
        let proven = user.with_proven_address(ctx.now());
        let unit = Store::change_user(&proven);
        if !user.has_untrusted_address() {
            return Ok(Some(FirstProof {
                unit,
                takes_account: false,
            }));
        }
        let disowned = self.disown_since(ctx, &user.id, Timestamp(0)).await?;
        let store = self.kernel.database.read();
        let is_set_up = self.of_user(&user.id).await?.any()
            || !store.identities_of_user(&user.id).await?.is_empty()
            || store.password_of_user(&user.id).await?.is_some();
        let notice = if is_set_up {
            self.notices.address_proven(ctx, &proven)?
        } else {
            Unit::new()
        };
        Ok(Some(FirstProof {
            unit: unit.then(disowned.unit).then(notice),
            takes_account: true,
        }))
    }
}
