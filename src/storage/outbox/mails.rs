//! Mails that wait for delivery: messages of the outbox whose text is sealed, and which leave for
//! one receiver in the order in which they were queued.

use crate::{
    Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::{Lifetime, Timestamp};

/// The kind of the outbox messages that are mails.
pub const MAIL: &str = "mail";
/// How long a node has for one attempt at a mail: servers may greet late and look at a mail for
/// long before they accept it (RFC 5321 §4.5.3.2).
pub const MAIL_LEASE: Lifetime = Lifetime::seconds(90);

/// A mail to be queued, due at once.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    /// The identifier of the message.
    pub id: &'a str,
    /// The receiver, by a code that names nobody. Mails to one leave in order.
    pub target: &'a str,
    /// What the mail says, sealed.
    pub sealed_payload: &'a str,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

impl Store {
    /// Queues a mail, in the transaction of what it tells.
    pub fn add_mail(mail: &NewMail<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, sealed_payload, attempts,
             created_at, next_attempt_at, expires_at, leased_until, lease_id, number)
             VALUES ($1, $2, $3, '', $4, 0, $5, $5, $6, 0, NULL,
             (SELECT COALESCE(MAX(o.number), 0) + 1 FROM outbox_messages o
             WHERE o.kind = $1 AND o.target = $3))"
        );
        Unit::new().run(
            insert
                .bind(MAIL)
                .bind(mail.id)
                .bind(mail.target)
                .bind(mail.sealed_payload)
                .bind(now)
                .bind(mail.expires_at),
        )
    }
}
