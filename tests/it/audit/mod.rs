//! The audit log: taken away as a file, and proven to be what was written.

mod chain;
mod export;
mod list;

use crate::world::World;
use doorward_core::audit_chain::Verified;

/// Chains what was written; the worker of the node does the same each second.
pub async fn chained(world: &World) -> Verified {
    crate::world::eventually("every entry chained", async || {
        let chain = world.provider.audit_chain();
        chain.extend(&world.context(), || true).await.unwrap();
        verified(world, &[]).await.unchained == 0
    })
    .await;
    verified(world, &[]).await
}

async fn verified(world: &World, kept: &[&str]) -> Verified {
    let chain = world.provider.audit_chain();
    chain.verify(&world.context(), kept).await.unwrap()
}
