//! Reads a session by the secret in the cookie, records its use, and binds it to a browser.

use super::{
    Sessions,
    cache::Cached,
    known_sessions::{Known, Moment},
};
use crate::{Result, context::OperationContext};
use doorward_protocol::{
    secret::{Digest, Secret},
    sessions::sso_session::SsoSession,
    time::Timestamp,
};
use doorward_storage::{CacheSubject, Store};
use std::sync::Arc;

impl Sessions {
    /// The live session behind the secret of a cookie: from memory where nothing changed since, from Redis
    /// where it is cached and proven, otherwise from the database.
    ///
    /// # Errors
    /// Where none of them answers.
    pub async fn load(&self, ctx: &OperationContext, key: &Secret) -> Result<Option<SsoSession>> {
        let digest = key.digest();
        let limits = self.kernel.settings.lifetimes.session;
        // Read first: what changes from here on has another number.
        let moment = self.known.moment().await;
        if let Some(moment) = moment
            && let Some(session) = self.known.get(ctx, &digest, moment).await
            && session.is_alive(ctx.now(), limits)
        {
            return Ok(Some(SsoSession::clone(&session)));
        }
        // Boxed: the future of each request holds this one, and is moved.
        Box::pin(self.load_and_keep(ctx, &digest, moment)).await
    }

    /// The session behind an identifier from Redis or the database, which is kept in memory.
    async fn load_and_keep(
        &self,
        ctx: &OperationContext,
        digest: &Digest,
        moment: Option<Moment>,
    ) -> Result<Option<SsoSession>> {
        let limits = self.kernel.settings.lifetimes.session;
        if let Some(cache) = &self.cache
            && !cache.recover().await?
        {
            match cache.get(ctx, digest).await? {
                Cached::Live(session, read_at) if session.is_alive(ctx.now(), limits) => {
                    self.keep(digest, moment, &session, read_at).await;
                    return Ok(Some(*session));
                }
                // An entry that looks unused may be older than the row: a refresh token or a site
                // behind forward authentication used the session in the meantime.
                Cached::Live(..) | Cached::Unknown => {}
            }
            return self.load_row_and_keep(ctx, digest, moment).await;
        }
        let found = self.load_row(ctx, digest).await?;
        if let Some(session) = &found {
            self.keep(digest, moment, session, ctx.now()).await;
        }
        Ok(found)
    }

    /// The session behind an identifier from the database, which is put into Redis and kept in memory.
    async fn load_row_and_keep(
        &self,
        ctx: &OperationContext,
        digest: &Digest,
        moment: Option<Moment>,
    ) -> Result<Option<SsoSession>> {
        let found = self.load_row(ctx, digest).await?;
        let Some(session) = &found else {
            return Ok(found);
        };
        self.keep(digest, moment, session, ctx.now()).await;
        if let Some(cache) = &self.cache {
            cache.put(ctx, digest, session).await?;
        }
        Ok(found)
    }

    async fn keep(
        &self,
        digest: &Digest,
        moment: Option<Moment>,
        session: &SsoSession,
        read_at: Timestamp,
    ) {
        let Some(moment) = moment else {
            return;
        };
        let known = Known {
            session: Arc::new(session.clone()),
            read_at,
        };
        self.known.insert(digest, moment, known).await;
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

    /// Whether a session that was loaded is live now, as its row says: for what was loaded before
    /// something was waited for.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn is_live(&self, ctx: &OperationContext, session: &SsoSession) -> Result<bool> {
        let limits = self.kernel.settings.lifetimes.session;
        let row = self.kernel.database.read().live_session(&session.sid);
        let row = row.await?;
        Ok(row.is_some_and(|row| row.is_alive(ctx.now(), limits)))
    }

    /// Records that the session was used, at most once a minute. Memory and Redis get the session as its
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
        if session.wants_touch(ctx.now()) && self.touch_by_sid(ctx, &session.sid).await? {
            let moment = self.known.moment().await;
            let digest = key.digest();
            self.load_row_and_keep(ctx, &digest, moment).await?;
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
