//! Reads a session by the secret in the cookie, records its use, and binds it to a browser.

use super::{Sessions, cache::Cached};
use crate::{Result, context::OperationContext};
use doorward_protocol::{
    secret::{Digest, Secret},
    sessions::sso_session::SsoSession,
};
use doorward_storage::{CacheSubject, Store};

impl Sessions {
    /// The live session behind the secret of a cookie: from Redis where it is cached and proven,
    /// otherwise from the database.
    ///
    /// # Errors
    /// Where neither answers.
    pub async fn load(&self, ctx: &OperationContext, key: &Secret) -> Result<Option<SsoSession>> {
        let digest = key.digest();
        let Some(cache) = &self.cache else {
            return self.load_row(ctx, &digest).await;
        };
        if cache.recover().await? {
            return self.load_row(ctx, &digest).await;
        }
        let limits = self.kernel.settings.lifetimes.session;
        match cache.get(ctx, &digest).await? {
            Cached::Live(session) if session.is_alive(ctx.now(), limits) => {
                return Ok(Some(*session));
            }
            // An entry that looks unused may be older than the row: a refresh token or a site
            // behind forward authentication used the session in the meantime.
            Cached::Live(_) | Cached::Unknown => {}
        }
        self.load_row_and_keep(ctx, &digest).await
    }

    /// The session behind an identifier from the database, which is put into the cache.
    async fn load_row_and_keep(
        &self,
        ctx: &OperationContext,
        digest: &Digest,
    ) -> Result<Option<SsoSession>> {
        let found = self.load_row(ctx, digest).await?;
        if let (Some(cache), Some(session)) = (&self.cache, &found) {
            cache.put(ctx, digest, session).await?;
        }
        Ok(found)
    }

    async fn load_row(
        &self,
        ctx: &OperationContext,
        digest: &Digest,
    ) -> Result<Option<SsoSession>> {
        let limits = self.kernel.settings.lifetimes.session;
        let found = self.kernel.database.read().session_by_key(digest).await?;
        Ok(found.filter(|session| session.is_alive(ctx.now(), limits)))
    }

    /// Records that the session was used, at most once a minute. The cache gets the session as its
    /// row has it: what is cached never comes from the cache, so that it does not outlive its row.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn touch(
        &self,
        ctx: &OperationContext,
        key: &Secret,
        session: &SsoSession,
    ) -> Result<()> {
        if session.wants_touch(ctx.now())
            && self.touch_by_sid(ctx, &session.sid).await?
            && self.cache.is_some()
        {
            self.load_row_and_keep(ctx, &key.digest()).await?;
        }
        Ok(())
    }

    /// Records that a session was used, by its `sid` alone. `false` where it ended.
    pub(crate) async fn touch_by_sid(&self, ctx: &OperationContext, sid: &str) -> Result<bool> {
        self.kernel
            .database
            .commit_unaudited(Store::touch_session(sid, ctx.now()))
            .await
    }

    /// Binds a session to a browser under a new secret; `None` where the session ended in the
    /// meantime.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn bind(&self, ctx: &OperationContext, sid: &str) -> Result<Option<Secret>> {
        let key = Secret::generate(self.kernel.entropy.as_ref());
        let bind = Store::bind_session_to_browser(sid, &key.digest(), ctx.now());
        let bound = self.kernel.database.commit_unaudited(bind).await?;
        Ok(bound.then_some(key))
    }

    /// Invalidates the secret in the cookie of one browser; the session goes on.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn unbind(&self, ctx: &OperationContext, key: &Secret) -> Result<()> {
        let digest = key.digest();
        let unbind =
            Store::unbind_session_key(&digest).then(self.announce(CacheSubject::Key(&digest), ctx));
        self.kernel.database.commit_unaudited(unbind).await?;
        self.forget(vec![digest]).await
    }
}
