//! Rate limits. What is counted is what goes wrong: wrong passwords, wrong client secrets, tokens
//! that nobody knows. Who does nothing wrong is never held back, however busy.
//!
//! Each node counts in memory and, where there is Redis, tells it of each failure and learns the
//! sum of all nodes from the answer. Looking whether somebody is over costs nothing but memory.

use crate::context::OperationContext;
use crate::{Error, Provider, Result};
use doorward_protocol::{secret::Digest, time::Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Counters that are remembered at once.
const MOST: usize = 100_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Wrong passwords, by address.
    SignIn,
    /// Failed client authentication, by address and client.
    ClientAuthentication,
    /// Introspected tokens that nobody knows, by client.
    UnknownToken,
    /// Registered clients, by address.
    Registration,
}

impl Class {
    /// Its name in the RateLimit headers.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::ClientAuthentication => "client-authentication",
            Self::UnknownToken => "unknown-token",
            Self::Registration => "registration",
        }
    }
}

/// How often a thing may go wrong a minute; 0 is as often as it likes.
#[derive(Clone, Copy, Debug)]
pub struct Quotas {
    /// Of [`Class::SignIn`].
    pub sign_in: u32,
    /// Of [`Class::ClientAuthentication`].
    pub client_authentication: u32,
    /// Of [`Class::UnknownToken`].
    pub unknown_token: u32,
    /// Of [`Class::Registration`].
    pub registration: u32,
}

impl Quotas {
    fn of(self, class: Class) -> i64 {
        i64::from(match class {
            Class::SignIn => self.sign_in,
            Class::ClientAuthentication => self.client_authentication,
            Class::UnknownToken => self.unknown_token,
            Class::Registration => self.registration,
        })
    }
}

/// Over a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// Which.
    pub class: Class,
    /// How often it may be a minute.
    pub quota: i64,
    /// Seconds until it may be again.
    pub retry_after: i64,
}

const WINDOW: i64 = 60;

struct Count {
    window: i64,
    count: i64,
}

/// The counters of this node.
#[derive(Default)]
pub struct Counters(Mutex<HashMap<(Class, Digest), Count>>);

fn window(now: Timestamp) -> i64 {
    now.seconds() / WINDOW
}

/// Whether this may go on.
///
/// # Errors
/// `Limited`.
pub fn check(provider: &Provider, ctx: &OperationContext, class: Class, who: &str) -> Result<()> {
    let (now, quota) = (ctx.now(), provider.settings.quotas.of(class));
    if quota == 0 {
        return Ok(());
    }
    let counts = provider
        .counters
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let over = counts
        .get(&(class, Digest::of(who.as_bytes())))
        .is_some_and(|known| known.window == window(now) && known.count >= quota);
    if over {
        Err(Error::Limited(Limited {
            class,
            quota,
            retry_after: WINDOW - now.seconds() % WINDOW,
        }))
    } else {
        Ok(())
    }
}

/// Counts one that went wrong.
pub async fn count(provider: &Provider, ctx: &OperationContext, class: Class, who: &str) {
    if provider.settings.quotas.of(class) == 0 {
        return;
    }
    let (key, window) = (Digest::of(who.as_bytes()), window(ctx.now()));
    remember(&provider.counters, (class, key.clone()), window, |count| {
        count + 1
    });
    if let Some(cache) = &provider.session_cache
        && let Some(sum) = cache
            .count(
                &format!("{}:{}:{window}", class.name(), key.as_str()),
                2 * WINDOW,
            )
            .await
    {
        remember(&provider.counters, (class, key), window, |count| {
            count.max(sum)
        });
    }
}

fn remember(counters: &Counters, key: (Class, Digest), window: i64, change: impl Fn(i64) -> i64) {
    let mut counts = counters.0.lock().unwrap_or_else(PoisonError::into_inner);
    if counts.len() >= MOST && !counts.contains_key(&key) {
        counts.retain(|_, known| known.window == window);
        if counts.len() >= MOST {
            // A flood from everywhere: who was counted stays counted, and the rest is for the
            // limits by account and by the hashing pool.
            return;
        }
    }
    let known = counts.entry(key).or_insert(Count { window, count: 0 });
    if known.window != window {
        *known = Count { window, count: 0 };
    }
    known.count = change(known.count);
}
