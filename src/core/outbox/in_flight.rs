//! Deliveries to other servers, each in one pair of hands at a time: a slow receiver holds up
//! itself alone.

use crate::{Provider, Result};
use doorward_storage::Unit;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Notify;

/// Deliveries under way at once, in all.
pub(crate) const MOST: usize = 32;
/// Deliveries under way at once to one receiver.
pub(crate) const MOST_TO_ONE: usize = 4;

/// The deliveries under way in this process, by receiver, and the bell that says that there is more
/// to do.
#[derive(Default)]
pub struct InFlight {
    counts: Mutex<HashMap<String, usize>>,
    /// Rung where something was queued, so that it leaves at once.
    pub bell: Arc<Notify>,
}

impl InFlight {
    fn enter(&self, receiver: &str) -> bool {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.values().sum::<usize>() >= MOST
            || counts
                .get(receiver)
                .is_some_and(|count| *count >= MOST_TO_ONE)
        {
            return false;
        }
        *counts.entry(receiver.to_owned()).or_default() += 1;
        true
    }

    fn leave(&self, receiver: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(receiver) {
            *count -= 1;
            if *count == 0 {
                counts.remove(receiver);
            }
        }
    }

    /// Starts one delivery; `false` where its receiver is busy, or another node has it by the
    /// lease.
    ///
    /// # Errors
    /// Where the store is away.
    pub(crate) async fn start<F>(
        provider: &Arc<Provider>,
        which: fn(&Provider) -> &Self,
        delivery: Delivery<'_, F>,
    ) -> Result<bool>
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let Delivery {
            receiver,
            lease,
            deliver,
        } = delivery;
        if !which(provider).enter(receiver) {
            return Ok(false);
        }
        let leased = provider.store.commit(lease).await;
        if !matches!(leased, Ok(true)) {
            which(provider).leave(receiver);
            leased?;
            return Ok(false);
        }
        let (provider, receiver) = (Arc::clone(provider), receiver.to_owned());
        tokio::spawn(async move {
            if let Err(error) = deliver.await {
                tracing::warn!(receiver, %error, "a delivery could not be handled; its lease runs out and it is tried again");
            }
            which(&provider).leave(&receiver);
            // More may wait for the place that is free now.
            which(&provider).bell.notify_one();
        });
        Ok(true)
    }
}

/// One delivery.
pub(crate) struct Delivery<'a, F> {
    /// To whom.
    pub(crate) receiver: &'a str,
    /// What takes it for this node.
    pub(crate) lease: Unit,
    /// What it does; it begins once the lease is taken.
    pub(crate) deliver: F,
}
