//! Whether fields of the user have to be filled in before an app gets its answer.

use super::Authorization;
use crate::{Configuration, Result};
use doorward_protocol::sessions::sso_session::SsoSession;

impl Authorization {
    /// Whether the user of a session lacks a field that is asked for at a sign-in. The user is read only
    /// where some field is.
    pub(super) async fn lacks_fields(
        &self,
        configuration: &Configuration,
        session: Option<&SsoSession>,
    ) -> Result<bool> {
        let attributes = &configuration.user_attributes;
        let Some(session) = session.filter(|_| attributes.are_asked_later()) else {
            return Ok(false);
        };
        let user = self.kernel.database.read().user(&session.user_id).await?;
        Ok(user.is_some_and(|user| attributes.missing(&user.claims).next().is_some()))
    }
}
