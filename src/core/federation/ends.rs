//! What ends a login that is under way: the end of all sessions of its user, and the logout of its
//! session or subject at the identity provider (docs/decisions/0019).

use crate::{Result, context::OperationContext, federation::Federation};
use doorward_protocol::{
    federation::Identity,
    sessions::sso_session::{EndReason, SessionRef},
};
use doorward_storage::CacheSubject;

impl Federation {
    /// The number of the newest end of sessions, which a login remembers before anything is
    /// verified: who the user is comes out only in the end.
    pub(super) async fn newest_end(&self) -> Result<i64> {
        Ok(self
            .kernel
            .session_cache_version()
            .await?
            .session_revocations)
    }

    /// Whether everything ended for an identity or its user since a login began.
    pub(super) async fn has_ended(
        &self,
        identity: &Identity,
        user_id: Option<&str>,
        newest_end: i64,
    ) -> Result<bool> {
        let mut subjects = upstream_subjects(identity);
        subjects.extend(user_id.map(CacheSubject::User));
        let store = self.kernel.database.read();
        Ok(store.ended_since(&subjects, newest_end).await?)
    }

    /// Ends a session that was just started, where the identity provider ended its session or
    /// subject since the login began. A logout that is committed later finds the session.
    pub(super) async fn end_if_ended_upstream(
        &self,
        ctx: &OperationContext,
        identity: &Identity,
        session: SessionRef<'_>,
        newest_end: i64,
    ) -> Result<bool> {
        let has_ended = self.has_ended(identity, None, newest_end).await?;
        if has_ended {
            let reason = EndReason::Upstream;
            self.sessions.end(ctx, session, reason).await?;
        }
        Ok(has_ended)
    }
}

/// What a logout token of the provider could name.
fn upstream_subjects(identity: &Identity) -> Vec<CacheSubject<'_>> {
    let issuer = identity.issuer.as_str();
    let sid = identity.sid.as_deref();
    sid.map(|sid| CacheSubject::UpstreamSession(issuer, sid))
        .into_iter()
        .chain([CacheSubject::UpstreamSubject(issuer, &identity.subject)])
        .collect()
}
