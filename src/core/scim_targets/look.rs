//! A look at everybody: who is not as pushed last, or, in a comparison, everybody whom the app has or
//! should have. It queues them, and goes on in another attempt where there are many.

use super::{
    bring::Job,
    pushes::ScimPushes,
    wanted::{GONE, Scope},
};
use crate::{Result, context::OperationContext, outbox::Attempt};
use doorward_storage::{PushedKind, RemoteResource, Store, Unit};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// How many users are read at once.
const PAGE: i64 = 200;
/// How many groups of an app are looked at, at most.
const MAX_KNOWN: i64 = 1000;
/// How long one attempt looks: less than the lease of its message.
const MAX_DURATION: Duration = Duration::from_secs(30);

impl ScimPushes {
    /// Looks for whoever is not as pushed last, after the identifier of a user.
    pub(super) async fn sweep(
        &self,
        ctx: &OperationContext,
        scope: &Scope<'_>,
        after: &str,
    ) -> Result<Attempt> {
        let target = &scope.target.name;
        let more = self.look(ctx, scope, "", after).await?;
        Ok(Attempt::done(more.map_or_else(Unit::new, |after| {
            Store::queue_scim_sweep(target, &after, ctx.now())
        })))
    }

    /// Queues everybody for a comparison, by the identifier of the comparison and that of a user to go on
    /// after.
    pub(super) async fn compare(
        &self,
        ctx: &OperationContext,
        scope: &Scope<'_>,
        payload: &str,
    ) -> Result<Attempt> {
        let (pass_id, after) = payload.split_once(' ').unwrap_or((payload, ""));
        let (target, now) = (&scope.target.name, ctx.now());
        let more = self.look(ctx, scope, pass_id, after).await?;
        Ok(Attempt::done(match more {
            Some(after) => Store::queue_scim_pass_after(target, pass_id, &after, now),
            None => Store::forget_absent_resources(target, pass_id, now),
        }))
    }

    /// Where to go on; `None` where everything was looked at.
    async fn look(
        &self,
        ctx: &OperationContext,
        scope: &Scope<'_>,
        pass_id: &str,
        after: &str,
    ) -> Result<Option<String>> {
        let (store, target) = (self.kernel.database.read(), &scope.target.name);
        let began = self.kernel.monotonic();
        let mut after = after.to_owned();
        loop {
            let users = store.users_after(&after, PAGE).await?;
            let Some(last) = users.last() else { break };
            after.clone_from(&last.id);
            let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
            let known = store.remote_resources_of(target, PushedKind::Users, &ids);
            let known: BTreeMap<String, RemoteResource> = known.await?;
            let mut queued = Vec::new();
            for user in &users {
                let wanted = scope.user(user).await?;
                let job = Job {
                    scope,
                    kind: PushedKind::Users,
                    id: &user.id,
                    pass_id,
                };
                if !job.is_in_line(wanted.as_ref(), known.get(&user.id)) {
                    queued.push(user.id.as_str());
                }
            }
            let batch = Batch {
                target,
                kind: PushedKind::Users,
                ids: &queued,
                pass_id,
            };
            self.queue(ctx, batch).await?;
            if self.kernel.monotonic().saturating_sub(began) > MAX_DURATION {
                return Ok(Some(after));
            }
        }
        self.look_at_deleted_users(ctx, scope, pass_id).await?;
        self.look_at_groups(ctx, scope, pass_id).await?;
        Ok(None)
    }

    /// Queues the users whom the app still has, and who are here no more.
    async fn look_at_deleted_users(
        &self,
        ctx: &OperationContext,
        scope: &Scope<'_>,
        pass_id: &str,
    ) -> Result<()> {
        let (store, target) = (self.kernel.database.read(), &scope.target.name);
        let mut after = String::new();
        loop {
            let ids = store
                .users_gone_from_here(target, GONE, &after, PAGE)
                .await?;
            let Some(last) = ids.last() else {
                return Ok(());
            };
            after.clone_from(last);
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let batch = Batch {
                target,
                kind: PushedKind::Users,
                ids: &ids,
                pass_id,
            };
            self.queue(ctx, batch).await?;
        }
    }

    /// Queues the groups that the app has or should have. There are few.
    async fn look_at_groups(
        &self,
        ctx: &OperationContext,
        scope: &Scope<'_>,
        pass_id: &str,
    ) -> Result<()> {
        let (store, target) = (self.kernel.database.read(), &scope.target.name);
        let known = store.remote_resources_after(target, PushedKind::Groups, "", MAX_KNOWN);
        let known = known.await?;
        let has = known.iter().filter(|group| group.remote_id.is_some());
        let has = has.map(|group| group.id.as_str());
        let ids: BTreeSet<&str> = scope.groups().chain(has).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let batch = Batch {
            target,
            kind: PushedKind::Groups,
            ids: &ids,
            pass_id,
        };
        self.queue(ctx, batch).await
    }

    async fn queue(&self, ctx: &OperationContext, batch: Batch<'_>) -> Result<()> {
        if batch.ids.is_empty() {
            return Ok(());
        }
        let Batch {
            target,
            kind,
            ids,
            pass_id,
        } = batch;
        let queued = Store::queue_scim_resources(target, kind, ids, pass_id, ctx.now());
        self.kernel.database.commit_unaudited(queued).await?;
        Ok(())
    }
}

/// Users or groups that are queued together.
struct Batch<'a> {
    target: &'a str,
    kind: PushedKind,
    ids: &'a [&'a str],
    pass_id: &'a str,
}
