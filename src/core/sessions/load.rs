//! Reads a session by the secret in the cookie, records its use, and binds it to a browser.

use super::Sessions;
use crate::{Result, context::OperationContext};
use doorward_protocol::{
    secret::{Digest, Secret},
    sessions::sso_session::SsoSession,
};
use doorward_storage::{
    Store,
    redis::{Cached, SessionCache},
};

impl Sessions {
    /// The live session behind the secret of a cookie: from Redis where it is cached, otherwise
    /// from the database.
    ///
    /// # Errors
    /// Where neither answers.
    pub async fn load(&self, ctx: &OperationContext, key: &Secret) -> Result<Option<SsoSession>> {
        let digest = key.digest();
        let Some(cache) = &self.cache else {
            return self.load_row(ctx, &digest).await;
        };
        if cache.is_stale() {
            // Redis was unreachable and may have come back with older data, its own or a
            // replica's. A new epoch makes every node ignore all of it.
            self.kernel
                .database
                .read()
                .advance_session_cache_epoch()
                .await?;
            cache.mark_fresh();
            return self.load_row(ctx, &digest).await;
        }
        self.load_cached(ctx, cache, &digest).await
    }

    async fn load_cached(
        &self,
        ctx: &OperationContext,
        cache: &SessionCache,
        digest: &Digest,
    ) -> Result<Option<SsoSession>> {
        let limits = self.kernel.settings.lifetimes.session;
        let epoch = self.cache_epoch().await?;
        match cache.get(epoch, digest).await {
            Cached::Live(session) if session.is_alive(ctx.now(), limits) => {
                return Ok(Some(session));
            }
            Cached::Ended => return Ok(None),
            // An entry that looks unused may be older than the row: a refresh token or a site
            // behind forward authentication used the session in the meantime.
            Cached::Live(_) | Cached::Unknown => {}
        }
        let found = self.load_row(ctx, digest).await?;
        if let Some(session) = &found {
            cache.put(epoch, digest, session).await;
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

    async fn cache_epoch(&self) -> Result<i64> {
        let version = self.kernel.configuration.version().await?;
        Ok(version.session_cache_epoch)
    }

    /// Records that the session was used, at most once a minute.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn touch(
        &self,
        ctx: &OperationContext,
        key: &Secret,
        session: &SsoSession,
    ) -> Result<()> {
        if !session.wants_touch(ctx.now()) || !self.touch_by_sid(ctx, &session.sid).await? {
            return Ok(());
        }
        if let Some(cache) = &self.cache {
            let touched = SsoSession {
                last_seen_at: ctx.now(),
                ..session.clone()
            };
            let epoch = self.cache_epoch().await?;
            cache.put(epoch, &key.digest(), &touched).await;
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
    pub async fn unbind(&self, key: &Secret) -> Result<()> {
        let digest = key.digest();
        self.kernel
            .database
            .commit_unaudited(Store::unbind_session_key(&digest))
            .await?;
        self.forget(&[digest]).await
    }

    /// Marks sessions as ended in Redis. Where Redis does not answer, a new epoch makes every node
    /// ignore what it holds.
    pub(super) async fn forget(&self, keys: &[Digest]) -> Result<()> {
        if let Some(cache) = &self.cache {
            // Read from the database: the version in memory may be older than the last outage.
            let version = self.kernel.database.read().configuration_version().await?;
            if !cache.end(version.session_cache_epoch, keys).await {
                self.kernel
                    .database
                    .read()
                    .advance_session_cache_epoch()
                    .await?;
            }
        }
        Ok(())
    }
}
