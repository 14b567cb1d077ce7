//! The messages that push to apps, a kind of the outbox. A message says whom it may be about; what is to
//! be done is found out when it is sent, so that one message stands for any number of changes.

use super::{
    bring::{Done, Job},
    changes::record,
    remote::{Answer, Remote, Trouble},
    token,
    wanted::{GONE, Scope, Wanted},
};
use crate::{
    Result,
    context::OperationContext,
    kernel::Kernel,
    outbox::{Attempt, HandlerFuture, OutboxHandler, Retry},
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    secret::random_id,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{
    OutboxMessage, PushedKind, RemoteResource, SCIM, ScimClaim, ScimItem, ScimResult, Store,
    StoredScimTarget, Unit,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

/// How long one user or group may take, with all its requests: less than the lease of its message.
const MAX_DURATION: Duration = Duration::from_mins(1);
/// How long an attempt waits for another one at the same user.
const MEANWHILE: Lifetime = Lifetime::seconds(5);
/// How long a group waits for further members.
const MEMBERS_DELAY: Lifetime = Lifetime::seconds(1);

/// Brings what each message names into line at its target.
pub(crate) struct ScimPushes {
    pub(super) kernel: Arc<Kernel>,
    outbound: Outbound,
}

impl OutboxHandler for ScimPushes {
    fn kind(&self) -> &'static str {
        SCIM
    }

    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.push(ctx, message))
    }

    fn expire<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.give_up(ctx, message))
    }
}

impl ScimPushes {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbound: Outbound) -> Self {
        Self { kernel, outbound }
    }

    async fn push(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let target = store.scim_target(&message.target).await?;
        // Whoever enables or resumes a target has everything looked at.
        let Some(target) = target.filter(StoredScimTarget::is_active) else {
            return Ok(Attempt::done(Unit::new()));
        };
        let now = ctx.now();
        let Some(item) = ScimItem::of(&message.id, &target.name) else {
            return Ok(Attempt::done(Unit::new()));
        };
        let Some(scope) = Scope::load(&self.kernel, &target, now).await? else {
            return Ok(Attempt::done(Unit::new()));
        };
        let (kind, id) = match item {
            ScimItem::Resource(kind, id) => (kind, id),
            ScimItem::Sweep => return self.sweep(ctx, &scope, &message.payload).await,
            ScimItem::Pass => return self.compare(ctx, &scope, &message.payload).await,
        };
        if let Some(until) = target.resting_until.filter(|until| now < *until) {
            return Ok(Attempt::Failed {
                cause: "the app asked to be left alone for a while".into(),
                retry: Retry::After(Lifetime(until.since(now))),
                unit: Unit::new(),
            });
        }
        let pass_id = message.payload.as_str();
        let job = Job {
            scope: &scope,
            kind,
            id,
            pass_id,
        };
        self.carry_out(ctx, &job).await
    }

    async fn carry_out(&self, ctx: &OperationContext, job: &Job<'_>) -> Result<Attempt> {
        let (store, name) = (self.kernel.database.read(), &job.scope.target.name);
        let known = store.remote_resource(name, job.kind, job.id).await?;
        if job.is_in_line(job.wanted().await?.as_ref(), known.as_ref()) {
            return Ok(Attempt::done(Unit::new()));
        }
        let claim = random_id(self.kernel.entropy.as_ref(), 16);
        let claim = ScimClaim {
            target: name,
            kind: job.kind,
            id: job.id,
            claim: &claim,
        };
        let claimed = Store::claim_remote_resource(claim, ctx.now());
        if !self.kernel.database.commit_unaudited(claimed).await? {
            return Ok(Attempt::Failed {
                cause: "another attempt is under way".into(),
                retry: Retry::Within(MEANWHILE),
                unit: Unit::new(),
            });
        }
        // Whatever another attempt did until now is there to be seen.
        let known = store.remote_resource(name, job.kind, job.id).await?;
        let Some(known) = known else {
            return Ok(Attempt::done(Unit::new()));
        };
        let wanted = job.wanted().await?;
        let brought = self.bring(job, wanted.as_ref(), &known).await;
        let ended = Ended {
            job,
            claim,
            known,
            wanted,
        };
        self.end(ctx, ended, brought).await
    }

    /// Asks the app, for a limited time.
    async fn bring(
        &self,
        job: &Job<'_>,
        wanted: Option<&Wanted>,
        known: &RemoteResource,
    ) -> Answer<Done> {
        let target = job.scope.target;
        let token = token::open(&self.kernel, target).map_err(Trouble::Ours)?;
        let outbound = self.outbound.for_operator(target.allow_private_addresses);
        let remote = Remote {
            outbound: &outbound,
            base: &target.url,
            token: &token,
            lacks_patch: AtomicBool::new(target.lacks_patch),
        };
        let work = async {
            match (job.kind, wanted) {
                (_, Some(wanted)) => job.put(&remote, wanted, known).await,
                (PushedKind::Users, None) => job.take_user(&remote, known).await,
                (PushedKind::Groups, None) => job.take_group(&remote, known).await,
            }
        };
        let brought = match tokio::time::timeout(MAX_DURATION, work).await {
            Ok(brought) => brought,
            Err(_) => Err(Trouble::Away {
                cause: "the requests took longer than a minute".into(),
                after: None,
            }),
        };
        if remote.lacks_patch() && !target.lacks_patch {
            let noted = Store::note_scim_target_lacks_patch(&target.name);
            let database = &self.kernel.database;
            database
                .commit_unaudited(noted)
                .await
                .map_err(Trouble::Ours)?;
        }
        brought
    }

    /// Writes what became of an attempt. The result is kept also where the message was queued again
    /// meanwhile, so that nothing is made twice.
    async fn end(
        &self,
        ctx: &OperationContext,
        ended: Ended<'_>,
        brought: Answer<Done>,
    ) -> Result<Attempt> {
        let at = ctx.renewed(self.kernel.clock.as_ref()).now();
        let name = &ended.job.scope.target.name;
        let (done, reason, away) = match brought {
            Ok(done) => (done, None, None),
            Err(Trouble::Refused { outcome, reason }) => {
                tracing::warn!(
                    target_name = name.as_str(),
                    kind = ended.job.kind.stored(),
                    id = ended.job.id,
                    outcome,
                    "an app refused a user or a group; the report of the target says why"
                );
                (Done::with(&ended.known, outcome), Some(reason), None)
            }
            Err(Trouble::Away { cause, after }) => {
                let done = Done::with(&ended.known, "waiting");
                (done, Some(cause.clone()), Some((cause, after)))
            }
            Err(Trouble::Ours(error)) => return Err(error),
        };
        let result = ended.result(done, reason, at);
        let finished = Store::finish_remote_resource(ended.claim, &result);
        let finished = finished.then(ended.groups_that_change(&result.resource, at));
        let database = &self.kernel.database;
        if !database.commit_unless_taken(finished).await? {
            return Ok(Attempt::Failed {
                cause: "another attempt took over".into(),
                retry: Retry::Within(MEANWHILE),
                unit: Unit::new(),
            });
        }
        Ok(match away {
            None => Attempt::done(Store::note_scim_target_accepts(name, at)),
            Some((cause, after)) => {
                let until = after.map(|after| at.plus(after));
                let unit = Store::note_scim_target_fails(name, &cause, until, at);
                let retry = after.map_or(Retry::AfterBackoff, Retry::After);
                Attempt::Failed { cause, retry, unit }
            }
        })
    }

    /// Gives up what was tried for a day. A target that accepted nothing meanwhile is paused.
    async fn give_up(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let name = message.target.as_str();
        let Some(target) = store.scim_target(name).await? else {
            return Ok(Attempt::done(Unit::new()));
        };
        let given_up = match ScimItem::of(&message.id, name) {
            Some(ScimItem::Resource(kind, id)) => {
                let reason = "given up after a day";
                Store::give_up_remote_resource(name, kind, id, reason, &message.payload)
            }
            _ => Unit::new(),
        };
        let last = target.last_accepted_at;
        let fails = target.is_active()
            && target.failing_since.is_some()
            && last.is_none_or(|at| at < message.created_at);
        if !fails {
            return Ok(Attempt::done(given_up));
        }
        tracing::warn!(
            target_name = name,
            "an app accepted nothing for a day: nothing is pushed to it until somebody resumes it"
        );
        let record = record("scim_target.paused", &target);
        let paused = Store::pause_scim_target(name, message.created_at, ctx.now())
            .then(self.kernel.database.record(ctx, &record));
        Ok(Attempt::done(given_up.then(paused)))
    }
}

/// An attempt that ended, with what it began with.
struct Ended<'a> {
    job: &'a Job<'a>,
    claim: ScimClaim<'a>,
    known: RemoteResource,
    wanted: Option<Wanted>,
}

impl Ended<'_> {
    /// What is kept of the attempt. After a failure nothing is known of what the app has, but what it
    /// calls it.
    fn result(&self, done: Done, reason: Option<String>, at: Timestamp) -> ScimResult<'_> {
        let wanted = self.wanted.as_ref();
        let digest = wanted.map_or(GONE, |wanted| wanted.digest.as_str());
        let has = done.remote_id.is_some();
        ScimResult {
            resource: RemoteResource {
                id: self.job.id.to_owned(),
                remote_id: done.remote_id,
                is_made_here: done.is_made_here,
                digest: reason.is_none().then(|| digest.to_owned()),
                is_wanted: wanted.is_some() && has,
                groups: wanted.map_or_else(BTreeSet::new, |wanted| wanted.groups.clone()),
            },
            outcome: done.outcome,
            reason,
            pass_id: self.job.pass_id,
            at,
        }
    }

    /// Queues the groups whose members at the app are others now.
    fn groups_that_change(&self, now: &RemoteResource, at: Timestamp) -> Unit {
        let before = &self.known;
        let is_same_member = before.is_wanted == now.is_wanted && before.remote_id == now.remote_id;
        let ids: Vec<&str> = if is_same_member {
            let differing = before.groups.symmetric_difference(&now.groups);
            differing.map(String::as_str).collect()
        } else {
            before
                .groups
                .union(&now.groups)
                .map(String::as_str)
                .collect()
        };
        if ids.is_empty() {
            return Unit::new();
        }
        let target = &self.job.scope.target.name;
        Store::queue_scim_resources(target, PushedKind::Groups, &ids, "", at.plus(MEMBERS_DELAY))
    }
}
