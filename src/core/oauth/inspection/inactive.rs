//! Why a token is not accepted any more.

use crate::{
    Configuration, Result,
    access::effective::{SignedIn, may_use},
    oauth::token::Tokens,
};
use doorward_protocol::{oauth::refresh_token::RefreshToken, time::Timestamp};
use doorward_storage::TokenKey;

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InactiveReason {
    /// This provider knows nothing of it: it is cut off, of another provider, or forgotten since.
    Unknown,
    /// It was exchanged for another one.
    Used,
    /// It, or everything that was granted with it, was revoked.
    Revoked,
    /// Its time is over.
    Expired,
    /// The session that it came from has ended.
    SessionEnded,
    /// Its user is disabled.
    UserDisabled,
    /// Its app is disabled or not registered any more.
    AppGone,
    /// Its user may not open the app any more.
    NotAdmitted,
}

impl Tokens {
    /// Why an access token of a grant is not accepted, whose signature and time hold.
    pub(super) async fn inactive_reason(
        &self,
        configuration: &Configuration,
        key: TokenKey<'_>,
        client_id: &str,
        now: Timestamp,
    ) -> Result<InactiveReason> {
        let store = self.kernel.database.read();
        let Some(state) = store.state_of_token(key).await? else {
            return Ok(InactiveReason::Unknown);
        };
        // The end of a session revokes what it opened, and is the cause then.
        if state.user_disabled {
            return Ok(InactiveReason::UserDisabled);
        }
        if !state.session_lives {
            return Ok(InactiveReason::SessionEnded);
        }
        if state.revoked {
            return Ok(InactiveReason::Revoked);
        }
        let registered = configuration.client(client_id).await?;
        let Some(registered) = registered.filter(|registered| !registered.disabled) else {
            return Ok(InactiveReason::AppGone);
        };
        let who = SignedIn::from(&state.user_id);
        let is_admitted = may_use(&self.kernel, configuration, &registered, who, now).await?;
        Ok(if is_admitted {
            InactiveReason::Unknown
        } else {
            InactiveReason::NotAdmitted
        })
    }
}

/// Why a refresh token is refused that the database knows.
pub(super) fn inactive_reason_of_refresh_token(
    token: &RefreshToken,
    now: Timestamp,
) -> InactiveReason {
    if token.used_at.is_some() {
        InactiveReason::Used
    } else if token.facts.sid.is_none() && !token.facts.is_offline() {
        InactiveReason::SessionEnded
    } else if !token.subject_is_live {
        InactiveReason::UserDisabled
    } else if token.revoked {
        InactiveReason::Revoked
    } else if now >= token.idle_expires_at || now >= token.expires_at {
        InactiveReason::Expired
    } else {
        InactiveReason::Unknown
    }
}
