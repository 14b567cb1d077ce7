//! The audit log as it leaves while it grows: each stream delivers the entries of the chain to one
//! receiver, in order and at least once, from the place that the receiver took last.
//!
//! The place is in the database. A node takes the stream for one attempt, sends what comes after the
//! place, and moves the place on once the receiver has taken it. Where nodes change, or one dies on the
//! way, entries may come twice; none is left out. Nobody who signs in waits for any of it.

mod deliver;
mod send;
mod states;

pub use states::AuditStreamState;

use crate::kernel::Kernel;
use doorward_adapters::{
    keys::WebhookSecret,
    line_file::LineFile,
    outbound::{
        Outbound,
        syslog::{SyslogFormat, SyslogServer},
    },
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// The receiver of a stream.
#[derive(strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum AuditReceiver {
    /// A collector of syslog messages (RFC 5424), each with the entry as JSON.
    Syslog(SyslogServer),
    /// An address that gets JSON Lines by POST.
    Webhook(AuditWebhook),
    /// A file that JSON Lines are appended to.
    File(LineFile),
}

/// An address that gets entries by POST, signed by Standard Webhooks.
pub struct AuditWebhook {
    /// Its address, https.
    pub url: String,
    /// What requests are signed with.
    pub secret: WebhookSecret,
    /// Whether it may be on this machine or in a private network.
    pub allow_private_addresses: bool,
}

/// A stream as the operator set it up.
pub struct AuditStream {
    /// Its name: the place is kept under it.
    pub name: String,
    /// Whether it begins with the oldest entry, and not with what happens from now on.
    pub from_beginning: bool,
    /// Who gets the entries.
    pub receiver: AuditReceiver,
}

/// A stream with what this process is doing for it.
pub struct RunningStream {
    stream: AuditStream,
    is_under_way: AtomicBool,
    /// Whether the log knows that the database cannot be asked.
    is_trouble_known: AtomicBool,
}

/// The right to deliver a stream in this process; it ends when it is dropped.
pub struct Turn(Arc<RunningStream>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.is_under_way.store(false, Ordering::Release);
    }
}

/// The streams of the audit log.
pub struct AuditStreams {
    kernel: Arc<Kernel>,
    outbound: Outbound,
    format: SyslogFormat,
    streams: Vec<Arc<RunningStream>>,
}

impl AuditStreams {
    pub(crate) fn new(kernel: Arc<Kernel>, outbound: Outbound, streams: Vec<AuditStream>) -> Self {
        let host = url::Url::parse(kernel.issuer()).ok();
        let host = host.as_ref().and_then(url::Url::host_str);
        let running = |stream| {
            Arc::new(RunningStream {
                stream,
                is_under_way: AtomicBool::new(false),
                is_trouble_known: AtomicBool::new(false),
            })
        };
        Self {
            format: SyslogFormat::new(host.unwrap_or_default()),
            outbound,
            streams: streams.into_iter().map(running).collect(),
            kernel,
        }
    }

    /// Whether nothing is streamed.
    pub const fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    /// The streams that this process delivers nothing of at the moment, each with the right to do so.
    pub fn turns(&self) -> Vec<Turn> {
        let free = self.streams.iter().filter(|running| {
            let taken = running.is_under_way.swap(true, Ordering::AcqRel);
            !taken
        });
        free.map(|running| Turn(Arc::clone(running))).collect()
    }
}
