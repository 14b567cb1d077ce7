//! A target is tested, and everything is compared with what the app has: when somebody asks, and after a
//! time.

use super::{
    ScimTargets,
    changes::record,
    remote::{Remote, Trouble},
    token,
};
use crate::{Error, Result, context::OperationContext};
use doorward_protocol::{
    secret::random_id,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{PushedKind, Store, StoredScimTarget};
use std::sync::atomic::AtomicBool;

/// How many targets are read at once.
const PAGE: i64 = 100;

/// Whether an app answers, and knows the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Why it does not; none where it does.
    pub failure: Option<String>,
}

impl ScimTargets {
    /// Asks the app for one user, and says whether it answers as a SCIM server. Nothing is changed there.
    ///
    /// # Errors
    /// Where the token does not open.
    pub async fn test(&self, target: &StoredScimTarget) -> Result<Tested> {
        let token = token::open(&self.kernel, target)?;
        let outbound = self.outbound.for_operator(target.allow_private_addresses);
        let remote = Remote {
            outbound: &outbound,
            base: &target.url,
            token: &token,
            lacks_patch: AtomicBool::new(target.lacks_patch),
        };
        let failure = match remote.greet().await {
            Ok(()) => None,
            Err(Trouble::Away { cause, .. }) => Some(cause),
            Err(Trouble::Refused { reason, .. }) => Some(reason),
            Err(Trouble::Ours(error)) => return Err(error),
        };
        Ok(Tested { failure })
    }

    /// Begins to compare everything with what the app has. Returns the identifier of the comparison.
    ///
    /// # Errors
    /// `Input` where nothing is pushed to it at present, or another comparison begins at this moment.
    pub async fn compare_all(
        &self,
        ctx: &OperationContext,
        target: &StoredScimTarget,
    ) -> Result<String> {
        require_active(target)?;
        self.begin(ctx, target).await?.ok_or_else(|| {
            let name = &target.name;
            Error::Input(format!(
                "another comparison of {name} begins at this moment; see its report"
            ))
        })
    }

    async fn begin(
        &self,
        ctx: &OperationContext,
        target: &StoredScimTarget,
    ) -> Result<Option<String>> {
        let pass_id = random_id(self.kernel.entropy.as_ref(), 16);
        let before = target.pass_id.as_deref();
        let unit = Store::begin_scim_pass(&target.name, &pass_id, before, ctx.now());
        let record = record("scim_target.compared", target);
        let began = self.kernel.database.commit(ctx, unit, &[record]).await?;
        self.outbox.notify();
        Ok(began.then_some(pass_id))
    }

    /// Queues one user.
    ///
    /// # Errors
    /// `Input` where nothing is pushed to it at present.
    pub async fn push_user(
        &self,
        ctx: &OperationContext,
        target: &StoredScimTarget,
        user_id: &str,
    ) -> Result<()> {
        require_active(target)?;
        let (kind, now) = (PushedKind::Users, ctx.now());
        let unit = Store::queue_scim_resources(&target.name, kind, &[user_id], "", now);
        self.kernel.database.commit_unaudited(unit).await?;
        self.outbox.notify();
        Ok(())
    }

    /// Begins the comparisons whose time has come. Of all nodes that look, one begins each.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn compare_due(&self, ctx: &OperationContext) -> Result<()> {
        let mut after = String::new();
        loop {
            let targets = self.after(&after, PAGE).await?;
            let Some(last) = targets.last() else {
                return Ok(());
            };
            after.clone_from(&last.name);
            for target in targets.iter().filter(|target| is_due(target, ctx.now())) {
                self.begin(ctx, target).await?;
            }
        }
    }
}

/// Whether everything is to be compared again. A comparison that began in the future did so before the
/// clock was set back.
fn is_due(target: &StoredScimTarget, now: Timestamp) -> bool {
    let every = Lifetime::hours(target.reconcile_hours);
    let last = target.pass_started_at;
    let is_over = last.is_none_or(|last| last.plus(every) <= now || last.is_ahead_of(now));
    target.is_active() && target.reconcile_hours > 0 && is_over
}

fn require_active(target: &StoredScimTarget) -> Result<()> {
    if target.is_active() {
        return Ok(());
    }
    let name = &target.name;
    Err(Error::Input(if target.enabled {
        format!("the SCIM target {name} is paused: resume it first")
    } else {
        format!("the SCIM target {name} is disabled: enable it first")
    }))
}
