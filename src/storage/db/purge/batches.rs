//! What deletes the rows of a batch, for tables without anything that refers to them.

use crate::db::sql::{Query, query};

pub(super) fn mailed_requests() -> Query {
    query!(
        "DELETE FROM mailed_requests WHERE counted_by IN (SELECT counted_by FROM mailed_requests
         WHERE last_at >= $1 AND last_at < $2 ORDER BY last_at LIMIT $3)
         RETURNING last_at AS passed_at"
    )
}

pub(super) fn invitations() -> Query {
    query!(
        "DELETE FROM invitations WHERE id IN (SELECT id FROM invitations
         WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
         RETURNING expires_at AS passed_at"
    )
}

pub(super) fn idempotent_requests() -> Query {
    query!(
        "DELETE FROM idempotent_requests WHERE key_digest IN (SELECT key_digest
         FROM idempotent_requests WHERE expires_at >= $1 AND expires_at < $2
         ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
    )
}

pub(super) fn recoveries() -> Query {
    query!(
        "DELETE FROM recoveries WHERE id IN (SELECT id FROM recoveries
         WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
         RETURNING expires_at AS passed_at"
    )
}

pub(super) fn webhook_deliveries() -> Query {
    query!(
        "DELETE FROM webhook_deliveries WHERE (webhook, event_id) IN (SELECT webhook, event_id
         FROM webhook_deliveries WHERE tried_at >= $1 AND tried_at < $2 ORDER BY tried_at LIMIT $3)
         RETURNING tried_at AS passed_at"
    )
}

pub(super) fn access_requests() -> Query {
    query!(
        "DELETE FROM access_requests WHERE id IN (SELECT id FROM access_requests
         WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
         RETURNING expires_at AS passed_at"
    )
}
