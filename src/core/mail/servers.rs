//! Where mails go: to the server of this provider, to those that apps have for their own mails, or into
//! a mailbox in memory.

use super::mailbox::Mailbox;
use doorward_adapters::mail::SmtpServer;
use doorward_protocol::{clients::registered_client::RegisteredClient, mail_address::MailSender};
use doorward_storage::{APP_MAIL, MAIL, MAIL_OF_SERVER};
use std::{borrow::Cow, collections::BTreeMap};

/// A mail server, and who the mails come from that it takes.
pub struct MailRoute {
    /// The server that takes them.
    pub server: SmtpServer,
    /// Who they come from.
    pub from: MailSender,
}

/// The mail servers of the settings.
pub struct MailServers {
    /// That of all mails that no other one sends.
    pub main: MailRoute,
    /// Those for the mails of apps, by the names that clients use.
    pub of_apps: BTreeMap<String, MailRoute>,
}

/// Where mails go.
pub enum MailDelivery {
    /// To a mail server.
    Servers(Box<MailServers>),
    /// Into the memory of this process, for a provider on the machine of its developer.
    Mailbox(Mailbox),
    /// Nowhere: there is no mail server.
    Nowhere,
}

/// A mail server for administrators to read, without its password.
pub struct ServerPlace {
    /// Its name in the settings; none for the one of all mails that no other one sends.
    pub name: Option<String>,
    /// Its host and port.
    pub place: String,
    /// Whether mails reach it encrypted.
    pub is_encrypted: bool,
    /// Who they come from.
    pub from: String,
}

/// Where mails go, without secrets.
pub enum MailPlace {
    /// To mail servers, that of all mails first.
    Servers(Vec<ServerPlace>),
    /// Into the memory of this process.
    Mailbox,
    /// Nowhere: there is no mail server.
    Nowhere,
}

impl MailDelivery {
    /// The servers, where mails go to some.
    pub(super) const fn servers(&self) -> Option<&MailServers> {
        match self {
            Self::Servers(servers) => Some(servers),
            Self::Mailbox(_) | Self::Nowhere => None,
        }
    }

    /// The server that takes the mails of a kind of messages.
    pub(super) fn route(&self, kind: &str) -> Option<&MailRoute> {
        let servers = self.servers()?;
        match kind.strip_prefix(MAIL_OF_SERVER) {
            Some(name) => servers.of_apps.get(name),
            None => Some(&servers.main),
        }
    }

    /// The kind of messages that mails about an app wait with. A name that the settings do not know
    /// means the server of all other mails.
    pub(super) fn kind_of(&self, client: Option<&RegisteredClient>) -> Cow<'static, str> {
        let name = client.and_then(|client| client.client.mail_server.as_deref());
        let known = |name: &&str| {
            let servers = self.servers();
            servers.is_some_and(|servers| servers.of_apps.contains_key(*name))
        };
        match name.filter(known) {
            Some(name) => Cow::Owned(format!("{MAIL_OF_SERVER}{name}")),
            None => Cow::Borrowed(MAIL),
        }
    }

    /// The kind that a mail is queued with. Where apps have servers, which one takes a mail about an app
    /// is found at delivery, so that asking for a mail costs the same whoever asks for which.
    pub(super) fn kind_at_first(&self, is_about_an_app: bool) -> &'static str {
        let servers = self.servers();
        if is_about_an_app && servers.is_some_and(|servers| !servers.of_apps.is_empty()) {
            APP_MAIL
        } else {
            MAIL
        }
    }

    /// Every kind of messages that are mails, as this process knows them.
    pub(super) fn kinds(&self) -> Vec<String> {
        let names = self.servers().map(|servers| servers.of_apps.keys());
        let of_apps = names.into_iter().flatten();
        [MAIL, APP_MAIL]
            .map(str::to_owned)
            .into_iter()
            .chain(of_apps.map(|name| format!("{MAIL_OF_SERVER}{name}")))
            .collect()
    }

    /// Where mails go, for administrators to read: nothing of it is a secret.
    pub(super) fn place(&self) -> MailPlace {
        match self {
            Self::Servers(servers) => {
                let main = servers.main.place(None);
                let of_apps = servers.of_apps.iter();
                let of_apps = of_apps.map(|(name, route)| route.place(Some(name)));
                MailPlace::Servers([main].into_iter().chain(of_apps).collect())
            }
            Self::Mailbox(_) => MailPlace::Mailbox,
            Self::Nowhere => MailPlace::Nowhere,
        }
    }
}

impl MailRoute {
    fn place(&self, name: Option<&String>) -> ServerPlace {
        ServerPlace {
            name: name.cloned(),
            place: self.server.place(),
            is_encrypted: self.server.is_encrypted(),
            from: match &self.from.name {
                Some(name) => format!("{name} <{}>", self.from.address.as_str()),
                None => self.from.address.as_str().to_owned(),
            },
        }
    }
}
