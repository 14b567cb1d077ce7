//! What a browser carries between the first factor and the second one.

use crate::{Result, kernel::Kernel};
use doorward_protocol::{
    federation::Identity,
    secret::Secret,
    sessions::sso_session::Authentication,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};

/// What a ticket is sealed for.
const PURPOSE: &str = "second step of a sign-in";
/// How long the second factor may take.
const LIFETIME: Lifetime = Lifetime::minutes(10);
/// The longest ticket, in bytes: it is part of an address.
const MAX_TICKET_BYTES: usize = 12 * 1024;

/// A sign-in at an identity provider that the session is to come from.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct UpstreamSignIn {
    pub(crate) identity: Identity,
    pub(crate) id_token: Option<String>,
    /// The number of the newest end of sessions before the identity was verified.
    pub(crate) newest_end: i64,
}

/// A user who proved a first factor in this browser.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Ticket {
    pub(super) user_id: String,
    /// The generation of the user when the first factor was read.
    pub(super) generation: i64,
    /// The authentication so far.
    pub(super) authentication: Authentication,
    pub(super) remembered: bool,
    /// The sign-in method, as the audit log names it.
    pub(super) detail: String,
    /// The authorization request that waits.
    pub(super) flow: Option<String>,
    /// The directory that let the user in, and the name that was typed.
    pub(super) directory_name: Option<(String, String)>,
    /// The prompt to link that goes on after the sign-in.
    pub(super) link_offer: Option<String>,
    pub(super) upstream: Option<UpstreamSignIn>,
    /// Until when the user may put it off to set up a second factor; none where they have one.
    pub(super) set_up_until: Option<Timestamp>,
    pub(super) expires_at: Timestamp,
}

impl Ticket {
    /// A ticket that begins now. The caller fills the rest in.
    pub(super) fn begin(user_id: &str, generation: i64, now: Timestamp) -> Self {
        Self {
            user_id: user_id.to_owned(),
            generation,
            authentication: Authentication::default(),
            remembered: false,
            detail: String::new(),
            flow: None,
            directory_name: None,
            link_offer: None,
            upstream: None,
            set_up_until: None,
            expires_at: now.plus(LIFETIME),
        }
    }

    /// Seals the ticket for a browser. A long ID token of an identity provider stays behind: a
    /// sign-out there then asks the user first.
    pub(super) fn seal(mut self, kernel: &Kernel, browser: &Secret) -> Result<Secret> {
        let sealed = kernel.seal_for_browser(PURPOSE, browser, &self)?;
        match &mut self.upstream {
            Some(upstream) if sealed.reveal().len() > MAX_TICKET_BYTES => {
                upstream.id_token = None;
                kernel.seal_for_browser(PURPOSE, browser, &self)
            }
            _ => Ok(sealed),
        }
    }

    /// Opens a ticket of this browser. `None` where it is none, or has expired.
    pub(super) fn open(
        kernel: &Kernel,
        browser: &Secret,
        ticket: &Secret,
        now: Timestamp,
    ) -> Option<Self> {
        Self::known(kernel, browser, ticket)
            .filter(|ticket| ticket.expires_at.ends_a_valid(LIFETIME, now))
    }

    /// A ticket that was one of this browser, expired or not.
    pub(super) fn known(kernel: &Kernel, browser: &Secret, ticket: &Secret) -> Option<Self> {
        kernel.open_for_browser(PURPOSE, browser, ticket)
    }
}
