//! The table `idempotent_requests`: requests of the management API that may be sent again.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{secret::Digest, time::Timestamp};

/// A request that was sent before under the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// The digest of the request.
    pub request_digest: Digest,
    /// The status of its answer; none while it is carried out.
    pub status: Option<i64>,
    /// The document of its answer, where it may be given again.
    pub answer: Option<String>,
    /// Until when the key stands for the request.
    pub expires_at: Timestamp,
}

columns! {
    IDEMPOTENT_REQUEST of i, read by idempotent_request -> IdempotentRequest {
        request_digest: Row::digest(request_digest),
        status: Row::opt_int(status),
        answer: Row::opt_text(answer),
        expires_at: Row::at(expires_at),
    }
}

impl Store {
    /// The request of a key.
    pub async fn idempotent_request(&self, key: &Digest) -> Result<Option<IdempotentRequest>> {
        let select = query!(
            "SELECT {IDEMPOTENT_REQUEST} FROM idempotent_requests i WHERE i.key_digest = $1"
        );
        let row = self.row(select.bind(key.as_str())).await?;
        row.map(|row| idempotent_request(&row)).transpose()
    }

    /// Takes a key for a request. A guard: it is free, or stands for an earlier request no more.
    pub fn take_idempotency_key(
        key: &Digest,
        request: &Digest,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO idempotent_requests (key_digest, request_digest, expires_at)
             VALUES ($1, $2, $3)
             ON CONFLICT (key_digest) DO UPDATE SET request_digest = excluded.request_digest,
             status = NULL, answer = NULL, expires_at = excluded.expires_at
             WHERE idempotent_requests.expires_at <= $4"
        );
        let insert = insert.bind(key.as_str()).bind(request.as_str());
        Unit::new().guard(insert.bind(expires_at).bind(now))
    }

    /// Notes the answer to the request of a key.
    pub fn keep_answer(key: &Digest, status: u16, answer: Option<String>) -> Unit {
        let update =
            query!("UPDATE idempotent_requests SET status = $2, answer = $3 WHERE key_digest = $1");
        Unit::new().guard(
            update
                .bind(key.as_str())
                .bind(i64::from(status))
                .bind(answer),
        )
    }

    /// Frees a key: its request changed nothing.
    pub fn free_idempotency_key(key: &Digest) -> Unit {
        let delete =
            query!("DELETE FROM idempotent_requests WHERE key_digest = $1 AND status IS NULL");
        Unit::new().run(delete.bind(key.as_str()))
    }
}
