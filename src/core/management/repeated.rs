//! Requests that are sent again with the same key (draft-ietf-httpapi-idempotency-key-header): they are
//! carried out once.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::change_set::ChangeSet;
use doorward_protocol::{secret::Digest, time::Lifetime};
use doorward_storage::{IdempotentRequest, Store};

/// How long a key stands for its request.
const KEPT_FOR: Lifetime = Lifetime::days(1);

/// A request with a key.
#[derive(Clone, Debug)]
pub struct KeyedRequest {
    key: Digest,
    request: Digest,
}

/// What a request with a key is.
pub enum Repetition {
    /// It is the first of its key: it is to be carried out.
    First(KeyedRequest),
    /// It was carried out, with this status and this answer.
    Again(u16, Option<String>),
}

impl Management {
    /// Takes a key of a caller for a request, described by `what` and its body.
    ///
    /// # Errors
    /// `Invalid` where the key stands for another request, `Conflict` where the request is under way, or
    /// where its answer held a secret.
    pub async fn take_key(
        &self,
        caller: &Caller,
        key: &str,
        what: &str,
        body: &[u8],
    ) -> ManagementOutcome<Repetition> {
        let of_caller = format!("{}\n{key}", caller.name());
        let described = [what.as_bytes(), b"\n", body].concat();
        let keyed = KeyedRequest {
            key: Digest::of(of_caller.as_bytes()),
            request: Digest::of(&described),
        };
        let now = caller.ctx.now();
        let take = Store::take_idempotency_key(&keyed.key, &keyed.request, now, now.plus(KEPT_FOR));
        if self.kernel.database.commit_unaudited(take).await? {
            return Ok(Repetition::First(keyed));
        }
        let store = self.kernel.database.read();
        match store.idempotent_request(&keyed.key).await? {
            Some(known) => again(known, &keyed),
            None => Err(under_way()),
        }
    }

    /// Notes the answer to a request with the changes that it made, in their transaction.
    pub fn keep_answer_in(
        changes: &mut ChangeSet<'_>,
        keyed: &KeyedRequest,
        status: u16,
        answer: Option<String>,
    ) {
        changes.add_unaudited(Store::keep_answer(&keyed.key, status, answer));
    }

    /// Notes the answer to a request that has changed something already.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn keep_answer(
        &self,
        keyed: &KeyedRequest,
        status: u16,
        answer: Option<String>,
    ) -> ManagementOutcome<()> {
        let keep = Store::keep_answer(&keyed.key, status, answer);
        self.kernel.database.commit_unaudited(keep).await?;
        Ok(())
    }

    /// Frees the key of a request that was refused: it may be sent again, also in another form.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn free_key(&self, keyed: &KeyedRequest) -> ManagementOutcome<()> {
        let free = Store::free_idempotency_key(&keyed.key);
        self.kernel.database.commit_unaudited(free).await?;
        Ok(())
    }
}

fn again(known: IdempotentRequest, keyed: &KeyedRequest) -> ManagementOutcome<Repetition> {
    if known.request_digest != keyed.request {
        return Err(ManagementError::field(
            "Idempotency-Key",
            "this key stands for another request: use a new one for each request",
        ));
    }
    let Some(status) = known.status.and_then(|status| u16::try_from(status).ok()) else {
        return Err(under_way());
    };
    Ok(Repetition::Again(status, known.answer))
}

fn under_way() -> ManagementError {
    ManagementError::Conflict(
        "the request of this key is under way, or was interrupted: look at what it changed before \
         you send it with another key"
            .into(),
    )
}
