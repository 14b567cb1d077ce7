//! A mailbox in memory, for a provider on the machine of its developer: what would be sent can be
//! looked at instead.

use doorward_protocol::time::Timestamp;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// The most mails that are kept; the oldest goes for a further one.
const MAX_MAILS: usize = 200;

/// A mail that was delivered to the mailbox.
#[derive(Debug)]
pub struct DeliveredMail {
    /// Counts the mails of this process.
    pub number: u64,
    /// Who gets it.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// The whole mail as plain text.
    pub text: String,
    /// The whole mail as HTML.
    pub html: String,
    /// When it was delivered.
    pub sent_at: Timestamp,
}

/// The mails that this process delivered.
#[derive(Default)]
pub struct Mailbox {
    mails: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    delivered: u64,
    mails: VecDeque<Arc<DeliveredMail>>,
}

impl Mailbox {
    /// Puts a mail in; its number is given here.
    pub(super) fn put(&self, mail: DeliveredMail) {
        let mut kept = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        kept.delivered += 1;
        let number = kept.delivered;
        kept.mails
            .push_front(Arc::new(DeliveredMail { number, ..mail }));
        kept.mails.truncate(MAX_MAILS);
    }

    /// The mails, the newest first.
    pub fn mails(&self) -> Vec<Arc<DeliveredMail>> {
        let kept = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        kept.mails.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_mails_are_kept_than_there_is_room_for() {
        let mailbox = Mailbox::default();
        for n in 0..2 * MAX_MAILS {
            mailbox.put(DeliveredMail {
                number: 0,
                to: n.to_string(),
                subject: String::new(),
                text: String::new(),
                html: String::new(),
                sent_at: Timestamp(0),
            });
        }
        let mails = mailbox.mails();
        assert_eq!(mails.len(), MAX_MAILS);
        assert_eq!(mails[0].to, (2 * MAX_MAILS - 1).to_string());
        assert!(mails.windows(2).all(|pair| pair[0].number > pair[1].number));
    }
}
