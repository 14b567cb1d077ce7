//! Mails that wait for delivery: messages of the outbox whose text is sealed, and which leave for
//! one receiver in the order in which they were queued.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::{Lifetime, Timestamp};

/// The kind of the outbox messages that are mails.
pub const MAIL: &str = "mail";
/// The kind of mails about an app, until it is known which server sends them.
pub const APP_MAIL: &str = "app_mail";
/// What the kind of mails begins with that a server of an app sends; its name follows.
pub const MAIL_OF_SERVER: &str = "mail:";
/// How long a node has for one attempt at a mail: servers may greet late and look at a mail for
/// long before they accept it (RFC 5321 §4.5.3.2).
pub const MAIL_LEASE: Lifetime = Lifetime::seconds(90);

/// A mail to be queued, due at once.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    /// Which mails it waits with: those of one server.
    pub kind: &'a str,
    /// The identifier of the message.
    pub id: &'a str,
    /// The receiver, by a code that names nobody. Mails to one leave in order.
    pub target: &'a str,
    /// What the mail says, sealed.
    pub sealed_payload: &'a str,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// Whether messages of a kind are mails.
pub(super) fn is_mail(kind: &str) -> bool {
    kind == MAIL || kind == APP_MAIL || kind.starts_with(MAIL_OF_SERVER)
}

impl Store {
    /// Queues a mail, in the transaction of what it tells.
    pub fn add_mail(mail: &NewMail<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, sealed_payload, attempts,
             created_at, next_attempt_at, expires_at, leased_until, lease_id, number)
             VALUES ($1, $2, $3, '', $4, 0, $7, $5, $6, 0, NULL,
             (SELECT COALESCE(MAX(o.number), 0) + 1 FROM outbox_messages o
             WHERE o.kind = $1 AND o.target = $3))"
        );
        Unit::new().run(
            insert
                .bind(mail.kind)
                .bind(mail.id)
                .bind(mail.target)
                .bind(mail.sealed_payload)
                .bind(now)
                .bind(mail.expires_at)
                .bind(mail.created_at),
        )
    }

    /// The first kind of messages after another one, in an order of its own: so all are found without
    /// reading the messages.
    pub async fn outbox_kind_after(&self, kind: &str) -> Result<Option<String>> {
        let select =
            query!("SELECT kind FROM outbox_messages WHERE kind > $1 ORDER BY kind LIMIT 1");
        let rows = self.rows(select.bind(kind)).await?;
        rows.first().map(|row| row.text("kind")).transpose()
    }

    /// Gives mails of a server that is not there any more to those whose server is yet to be found. One
    /// that a node is sending stays.
    pub fn release_mails_of_server(kind: &str, now: Timestamp) -> Unit {
        Unit::new().run(
            query!(
                "UPDATE outbox_messages SET kind = $1, next_attempt_at = $3
                 WHERE kind = $2 AND leased_until <= $3"
            )
            .bind(APP_MAIL)
            .bind(kind)
            .bind(now),
        )
    }
}
