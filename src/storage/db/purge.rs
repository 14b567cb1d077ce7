//! Deletes rows that nobody needs any more, a few at a time.
//!
//! A statement deletes at most as many rows as its caller says, so that neither the one writer of
//! SQLite nor the locks and the time limit of PostgreSQL keep a request waiting. What refers to a row
//! is deleted before the row where there may be much of it: a cascade would have no limit.

mod batches;

use crate::{
    Result, Store,
    db::sql::{Query, Row, query},
};
use doorward_protocol::time::Timestamp;

/// A table that rows are deleted from when their time has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum PurgedTable {
    /// Authorization requests that waited for a user.
    Interactions,
    /// Sign-ins at identity providers that were under way.
    FederationFlows,
    /// Token families, with their refresh tokens.
    Grants,
    /// Opaque access tokens.
    AccessTokens,
    /// Access tokens that were revoked one by one.
    RevokedAccessTokens,
    /// Permissions to register a client.
    InitialAccessTokens,
    /// Client assertions that were used.
    ClientAssertions,
    /// Challenges of passkeys that were answered.
    UsedChallenges,
    /// Browsers that were trusted.
    TrustedBrowsers,
    /// SSO sessions, with everything that belongs to one.
    SsoSessions,
    /// What entries of the session cache are compared with.
    CacheRevocations,
    /// The accounts of browsers in which nobody is signed in any more.
    AccountGroups,
    /// Failed attempts to sign in.
    SignInAttempts,
    /// Tokens that were mailed, used or not.
    OneTimeTokens,
    /// How often mails were asked for.
    MailedRequests,
    /// Invitations, accepted or not.
    Invitations,
    /// Requests of users who lost their second factor.
    Recoveries,
    /// Roles that users asked for.
    AccessRequests,
    /// Deliveries of back-channel logout notices.
    LogoutReceipts,
    /// Security events that no receiver accepted.
    SecurityEvents,
    /// Signing keys that have left the key set.
    SigningKeys,
    /// Requests of the management API that may be sent again.
    IdempotentRequests,
    /// What became of events at webhooks.
    WebhookDeliveries,
    /// The audit log.
    AuditEvents,
}

impl PurgedTable {
    /// Every table that is purged.
    pub const ALL: [Self; 24] = [
        Self::Interactions,
        Self::FederationFlows,
        Self::Grants,
        Self::AccessTokens,
        Self::RevokedAccessTokens,
        Self::InitialAccessTokens,
        Self::ClientAssertions,
        Self::UsedChallenges,
        Self::TrustedBrowsers,
        Self::SsoSessions,
        Self::CacheRevocations,
        Self::AccountGroups,
        Self::SignInAttempts,
        Self::OneTimeTokens,
        Self::MailedRequests,
        Self::Invitations,
        Self::Recoveries,
        Self::AccessRequests,
        Self::LogoutReceipts,
        Self::SecurityEvents,
        Self::SigningKeys,
        Self::IdempotentRequests,
        Self::WebhookDeliveries,
        Self::AuditEvents,
    ];

    /// The name of the table.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// Deletes what refers to the first rows of the batch, where that may be much.
    fn children(self) -> Vec<Query> {
        match self {
            Self::Grants => vec![query!(
                "DELETE FROM refresh_tokens WHERE digest IN (SELECT r.digest FROM (SELECT id
                 FROM grants WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at
                 LIMIT $3) due JOIN refresh_tokens r ON r.grant_id = due.id LIMIT $3)
                 RETURNING created_at AS passed_at"
            )],
            Self::SsoSessions => vec![
                query!(
                    "DELETE FROM browser_sessions WHERE key_digest IN (SELECT b.key_digest
                     FROM (SELECT sid FROM sso_sessions WHERE expires_at >= $1
                     AND expires_at < $2 ORDER BY expires_at LIMIT $3) due
                     JOIN browser_sessions b ON b.sid = due.sid LIMIT $3)
                     RETURNING created_at AS passed_at"
                ),
                query!(
                    "DELETE FROM forward_auth_sessions WHERE digest IN (SELECT f.digest
                     FROM (SELECT sid FROM sso_sessions WHERE expires_at >= $1
                     AND expires_at < $2 ORDER BY expires_at LIMIT $3) due
                     JOIN forward_auth_sessions f ON f.sid = due.sid LIMIT $3)
                     RETURNING created_at AS passed_at"
                ),
                query!(
                    "DELETE FROM session_clients WHERE (sid, client_id) IN (SELECT c.sid,
                     c.client_id FROM (SELECT sid FROM sso_sessions WHERE expires_at >= $1
                     AND expires_at < $2 ORDER BY expires_at LIMIT $3) due
                     JOIN session_clients c ON c.sid = due.sid LIMIT $3)
                     RETURNING notify AS passed_at"
                ),
            ],
            _ => Vec::new(),
        }
    }

    /// Deletes the rows of the batch. Each row that is deleted is returned with its time.
    fn rows(self) -> Query {
        match self {
            Self::Interactions => query!(
                "DELETE FROM interactions WHERE digest IN (SELECT digest FROM interactions
                 WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
                 RETURNING expires_at AS passed_at"
            ),
            Self::FederationFlows => query!(
                "DELETE FROM federation_flows WHERE digest IN (SELECT digest
                 FROM federation_flows WHERE expires_at >= $1 AND expires_at < $2
                 ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
            ),
            Self::Grants => query!(
                "DELETE FROM grants WHERE id IN (SELECT id FROM grants
                 WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
                 RETURNING expires_at AS passed_at"
            ),
            Self::AccessTokens => query!(
                "DELETE FROM access_tokens WHERE digest IN (SELECT digest FROM access_tokens
                 WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
                 RETURNING expires_at AS passed_at"
            ),
            Self::RevokedAccessTokens => query!(
                "DELETE FROM revoked_access_tokens WHERE jti IN (SELECT jti
                 FROM revoked_access_tokens WHERE expires_at >= $1 AND expires_at < $2
                 ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
            ),
            Self::CacheRevocations => query!(
                "DELETE FROM cache_revocations WHERE number IN (SELECT number
                 FROM cache_revocations WHERE revoked_at >= $1 AND revoked_at < $2
                 ORDER BY revoked_at LIMIT $3) RETURNING revoked_at AS passed_at"
            ),
            Self::UsedChallenges | Self::TrustedBrowsers => self.factor_rows(),
            Self::AccessRequests => batches::access_requests(),
            _ => self.other_rows(),
        }
    }

    fn factor_rows(self) -> Query {
        if self == Self::UsedChallenges {
            query!(
                "DELETE FROM used_challenges WHERE digest IN (SELECT digest
                 FROM used_challenges WHERE expires_at >= $1 AND expires_at < $2
                 ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
            )
        } else {
            query!(
                "DELETE FROM trusted_browsers WHERE digest IN (SELECT digest
                 FROM trusted_browsers WHERE expires_at >= $1 AND expires_at < $2
                 ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
            )
        }
    }

    fn other_rows(self) -> Query {
        match self {
            Self::InitialAccessTokens => query!(
                "DELETE FROM initial_access_tokens WHERE digest IN (SELECT digest
                 FROM initial_access_tokens WHERE expires_at >= $1 AND expires_at < $2
                 ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
            ),
            Self::ClientAssertions => query!(
                "DELETE FROM client_assertions WHERE digest IN (SELECT digest
                 FROM client_assertions WHERE expires_at >= $1 AND expires_at < $2
                 ORDER BY expires_at LIMIT $3) RETURNING expires_at AS passed_at"
            ),
            Self::SsoSessions => query!(
                "DELETE FROM sso_sessions WHERE sid IN (SELECT sid FROM sso_sessions
                 WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
                 RETURNING expires_at AS passed_at"
            ),
            Self::AccountGroups => query!(
                "DELETE FROM account_groups WHERE id IN (SELECT id FROM account_groups
                 WHERE changed_at >= $1 AND changed_at < $2 ORDER BY changed_at LIMIT $3)
                 AND NOT EXISTS (SELECT 1 FROM account_group_sessions m
                 WHERE m.group_id = account_groups.id) RETURNING changed_at AS passed_at"
            ),
            Self::SignInAttempts => query!(
                "DELETE FROM sign_in_attempts WHERE (account, source) IN (SELECT account, source
                 FROM sign_in_attempts WHERE paused_until >= $1 AND paused_until < $2
                 ORDER BY paused_until LIMIT $3) RETURNING paused_until AS passed_at"
            ),
            Self::OneTimeTokens => query!(
                "DELETE FROM one_time_tokens WHERE id IN (SELECT id FROM one_time_tokens
                 WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
                 RETURNING expires_at AS passed_at"
            ),
            Self::MailedRequests => batches::mailed_requests(),
            Self::Invitations => batches::invitations(),
            Self::Recoveries => batches::recoveries(),
            Self::IdempotentRequests => batches::idempotent_requests(),
            Self::WebhookDeliveries => batches::webhook_deliveries(),
            Self::LogoutReceipts => query!(
                "DELETE FROM logout_receipts WHERE id IN (SELECT id FROM logout_receipts
                 WHERE queued_at >= $1 AND queued_at < $2 ORDER BY queued_at LIMIT $3)
                 RETURNING queued_at AS passed_at"
            ),
            Self::SecurityEvents => query!(
                "DELETE FROM security_events WHERE jti IN (SELECT jti FROM security_events
                 WHERE expires_at >= $1 AND expires_at < $2 ORDER BY expires_at LIMIT $3)
                 RETURNING expires_at AS passed_at"
            ),
            Self::SigningKeys => query!(
                "DELETE FROM signing_keys WHERE kid IN (SELECT kid FROM signing_keys
                 WHERE remove_after >= $1 AND remove_after < $2 ORDER BY remove_after LIMIT $3)
                 RETURNING remove_after AS passed_at"
            ),
            _ => query!(
                "DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events
                 WHERE chain_day >= $1 AND chain_day < $2 ORDER BY chain_day LIMIT $3)
                 RETURNING chain_day AS passed_at"
            ),
        }
    }
}

/// The rows that a batch may delete.
#[derive(Clone, Copy, Debug)]
pub struct PurgeWindow {
    /// The time that the batch begins at: what passed earlier was looked at by the batches before.
    pub from: Timestamp,
    /// What passed before this time is deleted.
    pub before: Timestamp,
    /// How many rows are deleted at most, in each table that the batch touches.
    pub limit: i64,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgedBatch {
    /// How many rows were deleted, those of other tables included.
    pub rows: usize,
    /// Where the next batch begins. `None`: nothing is left in the window.
    pub next: Option<Timestamp>,
}

impl Store {
    /// Deletes a batch of rows of a table. It is complete in itself: nothing has to be remembered
    /// for the next one, which may be made by another process after a restart.
    ///
    /// # Errors
    /// Where the database is unavailable or refuses; then a part of the batch may be deleted.
    pub async fn purge_batch(
        &self,
        table: PurgedTable,
        window: PurgeWindow,
    ) -> Result<PurgedBatch> {
        let mut rows = 0;
        for statement in table.children() {
            let deleted = self.returning(within(statement, window)).await?.len();
            rows += deleted;
            if is_full(deleted, window) {
                let next = Some(window.from);
                return Ok(PurgedBatch { rows, next });
            }
        }
        let edge = match table {
            PurgedTable::AccountGroups => self.edge_of_account_groups(window).await?,
            _ => None,
        };
        let deleted = self.returning(within(table.rows(), window)).await?;
        rows += deleted.len();
        let next = match table {
            PurgedTable::AccountGroups => edge,
            _ if is_full(deleted.len(), window) => latest(&deleted)?,
            _ => None,
        };
        Ok(PurgedBatch { rows, next })
    }

    /// Where the batch after this one begins among account groups: not every row of a batch is
    /// deleted there, because a group with a session in it stays.
    async fn edge_of_account_groups(&self, window: PurgeWindow) -> Result<Option<Timestamp>> {
        let select = query!(
            "SELECT changed_at AS passed_at FROM account_groups
             WHERE changed_at >= $1 AND changed_at < $2 ORDER BY changed_at LIMIT 1 OFFSET $3"
        );
        let found = self.row(within(select, window)).await?;
        let edge = found.map(|row| row.at("passed_at")).transpose()?;
        // A batch that is as far as the one before would be repeated without end.
        Ok(edge.map(|edge| edge.max(Timestamp(window.from.0.saturating_add(1)))))
    }
}

fn within(statement: Query, window: PurgeWindow) -> Query {
    statement
        .bind(window.from)
        .bind(window.before)
        .bind(window.limit)
}

fn is_full(deleted: usize, window: PurgeWindow) -> bool {
    i64::try_from(deleted).is_ok_and(|deleted| deleted >= window.limit)
}

fn latest(rows: &[Row]) -> Result<Option<Timestamp>> {
    rows.iter()
        .map(|row| row.at("passed_at"))
        .try_fold(None, |latest, at| Ok(latest.max(Some(at?))))
}
